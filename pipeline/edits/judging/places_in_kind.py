"""Whether words put for others are names of places: what leads to them, and nobody knows them.

«في [حلفايا]», «إلى [ميس الجبل]»: a village is a word that news are not written with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.mending.frequency import frequency, is_listed
from pipeline.edits.naming.gazetteer import is_place, may_be_place, named_at
from pipeline.edits.naming.name_looks import is_circumstance, is_head, is_office, is_plain, is_title
from pipeline.edits.naming.name_words import OPEN_PLACES, TO_PLACES
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: after which a word that nobody knows is hardly anything else; «من» leads to what it is made of
_TO_VILLAGES: Final = keys("في إلى قرب نحو باتجاه")
#: words of the longest
_LONGEST: Final = 3
#: letters of a word that may be anything
_SHORTEST: Final = 3
#: on the scale of `pipeline.edits.mending.frequency`
_OFTEN: Final = 3.5
#: whose it is
_ITS: Final = ("ه", "ها", "هم")
#: what is joined before a word that goes on no name: «تعج [بالسياح]»
_JOINED: Final = ("بال", "لل", "وال", "كال")
_OPENING: Final = OPEN_PLACES | keys("باب حاسي غار جبل نور فج كاف شط هنشير كدية مرسى")
_WEAK: Final = re.compile("[اويهءت]")
_ENDINGS: Final = ("ات", "ون", "ها", "هم", "هما", "نا")
#: what verbs are called by, and plurals: «التقاعس», «الاهتراء», «صلابة», «الضغائن»
_CAST: Final = re.compile(
    "(?:[وف]?[بلك]?(?:ال)?|لل)"
    "(?:ت..ي.ه?|ت.ا..|ت...|ا..?ت?.ا.|ان..ا.|است..ا.ه?|.{2}[او].ه|م.ا..ه?|م.ا.ي.|..اي.|..ا..)"
)


def places_alike(pair: Pair, left: Open) -> bool:
    """Whether after what leads to a place one name was put for another that may be places.

    «في [السند]», «في [القطار]»: each is a word too, but hardly both, and there.
    """
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if not places or not _is_led(words, places[0]) or not may_call_place(words, places):
            return False
        listed = named_at(words, places[0]) or may_be_place(words[places[0]].key)
        led = words[places[0] - 1].key in _TO_VILLAGES
        cast = len(places) == 1 and _CAST.fullmatch(words[places[0]].key)
        if not listed and (cast or not led):
            return False
    return not _of_one_root(pair, left)


def _of_one_root(pair: Pair, left: Open) -> bool:
    """Whether two words have the same consonants: «الجيوب», «الجيب»."""
    one, other = (
        [_WEAK.sub("", side.sentence.words[at].key) for at in places]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    return one == other


def _is_led(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].key if at else ""
    led = not words[at].gap and (before in TO_PLACES or before[1:] in TO_PLACES)
    return led or words[at].key[:1] in TO_PLACES


def may_call_place(words: Sequence[Word], places: list[int]) -> bool:
    """Whether a run of words may be what a place is called: none knows it, or so names begin."""
    if not places or places[-1] - places[0] >= _LONGEST or len(places) > _LONGEST:
        return False
    run = [words[at] for at in places]
    if any(word.gap or word.key.startswith(_JOINED) for word in run[1:]):
        return False
    if len(run) > 1 and not _OPENING.isdisjoint((run[0].key, run[0].key[1:])):
        return not any(word.plain.endswith(_ITS) for word in run)
    if any(map(_no_part, run)):
        return False
    if len(run) == 1:
        return may_be_place(run[0].key) or _is_unknown(run[0])
    return any(_is_unknown(word) or is_place(word.key) for word in run)


def _no_part(word: Word) -> bool:
    its = word.plain.endswith(_ITS)
    return its or is_plain(word) or is_title(word) or is_office(word) or is_circumstance(word)


def _is_unknown(word: Word) -> bool:
    long = len(word.key) >= _SHORTEST and not word.key.isascii()
    known = is_known(word.key) or is_head(word) or _is_noun(word.key)
    return long and not (known or word.key.endswith(_ENDINGS))


def _is_noun(key: str) -> bool:
    """Whether a word is written often without its article too: «الجيب», «جيب»."""
    bare = key.removeprefix("ال")
    return bare != key and is_listed(bare) and frequency(bare) >= _OFTEN
