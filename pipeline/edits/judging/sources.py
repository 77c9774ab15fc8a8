"""Whether a change says otherwise according to whom something is told: a source that is another.

The flow of `look_at_sources`; each step claims what it explains:

    1. a whole frame came or went («وأوضح المدير أن»)
    2. who signs, what stands before a text, who speaks between marks (`openings`)
    3. words that attribute: another source in their place, unless it is the same in other words
       (`same_sources`), or one that came or went

Who speaks in a sentence, or a quotation, without such words is `speakers`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.named_anew import holds_office
from pipeline.edits.judging.named_sources import names_other_source
from pipeline.edits.judging.openings import opens_anew, signs_anew
from pipeline.edits.judging.other_bodies import is_same
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.same_persons import only_spelled
from pipeline.edits.judging.same_sources import (
    is_same_source,
    is_same_speaker,
    only_introduce,
    says_again,
    says_nobody,
)
from pipeline.edits.judging.side import Side
from pipeline.edits.judging.speakers import names_another
from pipeline.edits.mending.word_forms import agree
from pipeline.edits.naming.name_looks import is_given, is_local, is_title
from pipeline.edits.naming.name_words import LINKS
from pipeline.edits.sourcing.attribution import MARKERS
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Word

_OTHER_THAN: Final = "غير"
#: a source put for another, in words
_LONGEST_SOURCE: Final = 8
#: a source that only came or went takes so many words with it
_FEW: Final = 3


def look_at_sources(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims a source that was put for another, came or went."""
    if says_again(pair, pair.open(hunk)):
        return False
    if _look_at_frames(pair, hunk):
        return True
    left = pair.open(hunk)
    if is_same(pair, left):
        return False
    if _spells_anew(pair, left):
        pair.tell_change("spelling", hunk)
        pair.claim(*left)
        return True
    if (
        is_of_other_source(pair, hunk)
        or signs_anew(pair, hunk)
        or opens_anew(pair, hunk)
        or _set_off_anew(pair, hunk, left)
    ):
        pair.tell_change("attribution", hunk)
        if all(left) and names_another(pair, hunk):
            pair.tell_change("names", hunk)
        pair.claim(*left)
        return True
    told = _told_anew(pair, hunk, left)
    if told is None:
        return False
    pair.tell_change("attribution", hunk)
    another = names_another(pair, hunk) and (_person_told(pair, hunk) or all(told))
    if another or names_other_source(pair, hunk):
        pair.tell_change("names", hunk)  # «مصدر أمني», «الناطق الرسمي سالم العرفي»
    _claim_source(pair, hunk, left, told)
    return True


def _told_anew(pair: Pair, hunk: Hunk, left: Open) -> Open | None:
    """Places of the words that attribute, if by them the source is another, came or went."""
    old = [at for at in left.before if at in pair.before.attributing]
    new = [at for at in left.after if at in pair.after.attributing]
    if not old and not new:
        return None
    if bool(old) != bool(new) and only_introduce(pair, left):
        return None
    # «قال ناشطون إن», «قالت لجان الحي إن»: who speaks where a source spoke
    old = old or pair.before.speaking(left.before)
    new = new or pair.after.speaking(left.after)
    # attributing on both sides, or put in or taken out as a whole
    besides = (left.before and not old) or (left.after and not new)
    if besides and not (_marks(pair.before, old) or _marks(pair.after, new)):
        return None
    if old and new and is_same_source(pair, hunk, old, new):
        return None
    if _person_told(pair, hunk) and not (pair.before.led(old) or pair.after.led(new)):
        return None
    if bool(old) != bool(new) and not _only_on_one_side(pair, hunk, old, new):
        return None
    return Open(old, new)


def _only_on_one_side(pair: Pair, hunk: Hunk, old: list[int], new: list[int]) -> bool:
    """Whether a source that stands in one version stands nowhere in the other."""
    side, other, places = (pair.before, pair.after, old) if old else (pair.after, pair.before, new)
    if _named_in(other, [side.sentence.words[at] for at in places]):
        return False
    if _names_beside(side, hunk, places) or says_nobody(side, places):
        return False
    return not _titles_person(pair, hunk) and bool(side.content(places))


def _names_beside(side: Side, hunk: Hunk, places: list[int]) -> bool:
    """Whether no more than a person's name came or went beside the office that says it."""
    alone = hunk.i == hunk.i_end or hunk.j == hunk.j_end
    first = side.sentence.words[places[0]]
    person = side.proper.issuperset(places) or is_given(first) or first.key in LINKS
    return alone and person and places[0] - 1 in side.attributing


def _claim_source(pair: Pair, hunk: Hunk, left: Open, told: Open) -> None:
    """Claims the words that attribute, and few that stand beside them."""
    longest = max(map(len, left))
    both = all(told) or all(side.within_frame(start, end) for side, start, end in pair.sides(hunk))
    whole = (both or longest <= _FEW) and longest <= _LONGEST_SOURCE
    pair.claim(*(left if whole else told))


def is_of_other_source(pair: Pair, hunk: Hunk) -> bool:
    """Whether no more than «غير» came or went in a source: «مصادر [غير] رسمية»."""
    shown = [(side, at) for side, start, end in pair.sides(hunk) for at in range(start, end)]
    return bool(shown) and all(
        at in side.attributing and side.sentence.words[at].key == _OTHER_THAN for side, at in shown
    )


def _set_off_anew(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """« …, a annoncé [la préfecture] », "…, [the police] said": who speaks between marks."""
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if not places or not words[places[0]].key.isascii() or not side.says(places):
            return False
        if any(at in side.speaker or (at in side.proper and is_given(words[at])) for at in places):
            return False
    return not is_same_speaker(pair, hunk, left)


def _spells_anew(pair: Pair, left: Open) -> bool:
    """Whether the name of a source is only spelled otherwise: «وفق ما أوضحه [العريفي]»."""
    return only_spelled(pair, left) and all(
        (side.sayers | side.attributing).issuperset(places)
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )


def _titles_person(pair: Pair, hunk: Hunk) -> bool:
    """Whether an office came or went before who holds it: «[الناطق باسم …،] العقيد …»."""
    words, at = pair.after.sentence.words, hunk.j_end
    return (
        at < len(words)
        and (is_title(words[at]) or at in pair.after.proper)
        and not (hunk.i < hunk.i_end and hunk.j < hunk.j_end)
        and not _only_local(pair, hunk)  # «وزارة الداخلية [السورية] نور الدين …»
    )


def _only_local(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change is no more than of which country or city something is."""
    return all(
        is_local(word)
        for side, start, end in pair.sides(hunk)
        for word in side.sentence.words[start:end]
    )


def _look_at_frames(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims «وأوضح مدير المعهد أن» that only came or went, and names a new source."""
    told = pair.before.framed(hunk.i, hunk.i_end)
    tells = pair.after.framed(hunk.j, hunk.j_end)
    if bool(told) == bool(tells):
        return False
    side, other, places = (
        (pair.before, pair.after, told) if told else (pair.after, pair.before, tells)
    )
    if _named_in(other, [side.sentence.words[at] for at in places]):
        return False
    pair.tell_change("attribution", hunk)
    another = hunk.i < hunk.i_end and names_another(pair, hunk)
    replaced = not told or not pair.after.attributing.isdisjoint(range(hunk.j, hunk.j_end))
    if replaced and (another or names_other_source(pair, hunk)):
        pair.tell_change("names", hunk)
    side.claimed.update(places)
    # «[وأكدت] أن», «[وأكد مصدر أمني] أن»: the verb agrees with who speaks
    verbs = [
        side.sentence.words[at].key for at in places if stem(side.sentence.words[at].key) in SPEECH
    ]
    start, end = (hunk.j, hunk.j_end) if told else (hunk.i, hunk.i_end)
    rest = other.sentence.words
    other.claimed.update(
        at for at in other.open(start, end) if any(agree(rest[at].key, verb) for verb in verbs)
    )
    return True


def look_at_replaced_frames(pair: Pair, hunk: Hunk) -> None:
    """Tells whether another source says what a change put for something else."""
    words = pair.after.sentence.words
    tells = [words[at] for at in pair.after.framed(hunk.j, hunk.j_end)]
    if not _named_in(pair.before, tells):
        pair.tell_change("attribution", hunk)


def _named_in(other: Side, words: list[Word]) -> bool:
    """Whether the other version names the same source, in another place or with another verb."""
    who = [word for word in words if not _says_nothing(word)]
    # what follows a preposition tells where and when it was said
    end = next((at for at, word in enumerate(words) if at > 1 and is_common(word.key)), len(words))
    who = [word for word in words[:end] if not _says_nothing(word)] or who
    said = other.named_sources
    return bool(who) and all(not said.isdisjoint(bare(word.key)) for word in who)


def _says_nothing(word: Word) -> bool:
    key = word.key
    return stem(key) in SPEECH or key in MARKERS or is_common(key) or may_count(word)


def _person_told(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change puts in or takes out a person's name, which says more than a source."""
    if hunk.i == hunk.i_end and holds_office(pair.after, hunk.j, hunk.j_end):
        return True
    return any(
        at in side.proper and is_given(side.sentence.words[at])
        for side, start, end in pair.sides(hunk)
        for at in side.open(start, end)
    )


def _marks(side: Side, places: list[int]) -> bool:
    """Whether the word that attributes is among some places."""
    return any(at - 1 not in side.attributing for at in places)
