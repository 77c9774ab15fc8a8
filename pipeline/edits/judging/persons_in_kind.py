"""Whether words put for others are names of persons, by what stands before them or in their place.

After a title («اللاعب [ديلان برون]»), after a given name, right after a verb, in a list of players.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.clauses import is_verbal
from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.naming.name_looks import (
    is_circumstance,
    is_family,
    is_foreign_name,
    is_given,
    is_head,
    is_local,
    is_plain,
    is_title,
)
from pipeline.edits.naming.name_words import DOUBTFUL_NAMES, GIVEN
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.words import Word

#: between the names of players
_BARS: Final = frozenset("-–/")
_QUOTES: Final = '"«»“”'
#: words of a name that a title stands before
_NAMED: Final = (2, 3)
#: by which no unknown name begins: articles, prepositions, verbs
_NO_NAME: Final = ("ال", "لل", "بال", "ي", "ت", "س", "م")
_JOINED: Final = ("ال", "لل", "بال", "و")
#: by which nouns end, and foreign names do not
_OF_NOUNS: Final = ("ات", "ين", "ون", "ها", "هم", "ية")


def titled_alike(pair: Pair, left: Open) -> bool:
    """Whether after one title two words, or three, stand for as many: «اللاعب [ديلان برون]»."""
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) not in _NAMED or places[0] == 0 or not is_title(words[places[0] - 1]):
            return False
        run = [words[at] for at in places]
        sure = is_given(run[0]) or any(is_foreign_name(word) for word in run)
        joined = run[0].key.startswith(_NO_NAME) and not sure
        if joined or any(word.gap.strip(_QUOTES) for word in run):
            return False
        if any(_no_part(word) for word in run):
            return False
    # «وهنأ الرئيس [أبطال العالم]»: a verb, who did it, and what
    return any(
        is_given(side.sentence.words[places[0]])
        or is_family(side.sentence.words[places[-1]])
        or any(is_foreign_name(side.sentence.words[at]) for at in places)
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )


def _no_part(word: Word) -> bool:
    return is_plain(word) or is_head(word) or (word.key.endswith("ه") and not is_given(word))


def persons_alike(pair: Pair, left: Open) -> bool:
    """Whether a person's name of two words or three was put for as many that may be another's."""
    runs = [
        (side, places, [side.sentence.words[at] for at in places])
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    ]
    if any(len(run) not in _NAMED for _, _, run in runs):
        return False
    if any(word.gap.strip(_QUOTES) for _, _, run in runs for word in run[1:]):
        return False
    known = [
        side.proper.issuperset(places) and run[0].key in GIVEN and not is_title(run[0])
        for side, places, run in runs
    ]
    # «[هاني عبود]», «[وسام كروم]»: each by itself may be no name, but hardly both
    given = all(run[0].key in GIVEN for _, _, run in runs)
    return (given or any(known)) and all(
        sure or _may_be_person(run, given=given)
        for sure, (_, _, run) in zip(known, runs, strict=True)
    )


def _may_be_person(run: list[Word], *, given: bool) -> bool:
    """Whether words may be a person's name; `given`: on both sides a given name begins them."""
    first, *rest = run
    unlike = first.key.startswith(_JOINED) or first.plain.endswith(("ة", *_OF_NOUNS))
    if unlike and first.key not in GIVEN and is_known(first.key):
        return False
    sure = given or (first.key in GIVEN and first.key not in DOUBTFUL_NAMES)
    if any(word.key.startswith(_JOINED) and not _may_be_family(word, sure=sure) for word in rest):
        return False
    return not any(map(no_part_of_any, run))


def _may_be_family(word: Word, *, sure: bool) -> bool:
    """Whether a word with an article may be a family's: «المنصوري», «مقتدى [الصدر]» (`sure`)."""
    return is_family(word) or word.key in GIVEN or (sure and word.key.startswith("ال"))


def families_alike(pair: Pair, left: Open) -> bool:
    """Whether one family's name was put for another right after a verb: «وسجل [الخنيسي]».

    After a word with an article it would be an adjective.
    """
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) != 1 or not places[0] or words[places[0]].gap:
            return False
        word, verb = words[places[0]], words[places[0] - 1]
        family = word.key.startswith("ال") and is_family(word) and not no_part_of_any(word)
        if not family or verb.key.startswith(("ال", "لل")) or is_head(verb):
            return False
    return True


def listed_alike(pair: Pair, left: Open) -> bool:
    """Whether one word between two bars was put for another in a list of names: players, say.

    «بن شريفية - [الذوادي] - طالب»: on either side stands one that looks like a name.
    """
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) != 1 or not 0 < places[0] < len(words) - 1:
            return False
        at = places[0]
        if words[at].gap.strip() not in _BARS or words[at + 1].gap.strip() != words[at].gap.strip():
            return False
        beside = (at - 1, at + 1)
        if not any(place in side.proper or is_family(words[place]) for place in beside):
            return False
        if no_part_of_any(words[at]) or is_circumstance(words[at]):
            return False
    return True


def surnames_alike(pair: Pair, left: Open) -> bool:
    """Whether after a given name that stayed one word was put for another: «جوزيف [بوغيفو]».

    One that news are not written with, or that looks like a family's, tells that both are.
    """
    surely = []
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) != 1 or not places[0] or words[places[0]].gap.strip(_QUOTES):
            return False
        word, given = words[places[0]], words[places[0] - 1]
        unlike = is_local(word) or word.plain.endswith(("ه", "ها", "هم")) or is_verbal(word)
        unlike = unlike or is_circumstance(word) or no_part_of_any(word)
        unlike = unlike or (word.key.startswith("بال") and is_known(word.key))  # «[بالفوز]»
        if unlike or GIVEN.isdisjoint(bare(given.key)):
            return False
        doubtful = places[0] - 1 not in side.proper
        surely.append(is_family(word) or not (word.key.startswith("ال") or is_known(word.key)))
    return all(surely) if doubtful else any(surely)


def no_part_of_any(word: Word) -> bool:
    return is_plain(word) or is_head(word) or is_title(word)
