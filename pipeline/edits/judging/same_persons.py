"""Whether two namings are of one person: by another title, or with a name that is mended."""

from __future__ import annotations

from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.mending.slips import is_slip
from pipeline.edits.mending.spelling import same_word, sounds_apart
from pipeline.edits.mending.word_forms import agree
from pipeline.edits.naming.name_looks import is_given, is_head, is_office, is_title
from pipeline.edits.naming.name_words import HEADS, LINKS
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.attribution import is_source
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: who is another than the one beside whose name they stand
_RELATIVES: Final = keys(
    """
    والد والدة شقيق شقيقة شقيقته زوج زوجة ابن ابنة نجل نجلة أرملة صديق صديقة جار جارة عائلة أسرة
    محامي محامية محام دفاع أقارب قريب خال عم جد جدة وكيل مساعد مكتب
    père mère frère soeur fils fille épouse
    avocat avocate veuve famille father mother brother sister son daughter wife widow lawyer family
    """
)
#: letters of a title that no list has
_LONGEST_TITLE: Final = 2
#: how many words beyond a change the name of who speaks may stand
_REACH: Final = 6
#: letters of the shortest name that is known again with another
_LEAST_MENDED: Final = 4


def keeps_person(pair: Pair, hunk: Hunk, told: list[Word], tells: list[Word]) -> bool:
    """Whether the name of a person stands right beside what changed, and no other in it."""
    if not told or not tells or any(_is_anonymous(word) for word in (*told, *tells)):
        return False
    sides = list(pair.sides(hunk))
    named = any(
        at in side.proper
        and not (is_title(word) or is_office(word) or is_head(word))
        and (is_given(word) or not word.key.isascii())
        for side, start, end in sides
        for at in range(start, end)
        for word in (side.sentence.words[at],)
    )
    if named or any(not _RELATIVES.isdisjoint(bare(word.key)) for word in (*told, *tells)):
        return False
    if any(start and is_source(side.sentence.words[start - 1].key) for side, start, _ in sides):
        return False  # «صحيفة [المنارة] نيوز»
    titled = any(map(is_title, (*told, *tells)))
    found = [_named_after(side, end, titled=titled) for side, _, end in sides]
    if all(found) and found[0] == found[1]:
        return True
    return all(_named_before(side, start) for side, start, _ in sides)


def _is_anonymous(word: Word) -> bool:
    return is_source(word.key) and not is_title(word) and not is_office(word)


def _named_after(side: Side, start: int, *, titled: bool) -> str:
    """The first word of a person's name that follows a change, what the change names beside it.

    «[رئيس] الإدارة الفرعية عبد القادر العرفي»: no mark stands between but after a title.
    """
    words = side.sentence.words
    for at in range(start, min(start + _REACH, len(words))):
        if words[at].gap.strip(".'’،" if titled and at == start else ".'’"):
            return ""
        if is_persons(side, at):
            return words[at].key
        if at not in side.sayers and at not in side.attributing:
            return ""
    return ""


def _named_before(side: Side, start: int) -> bool:
    """Whether a person's name stands right before a change, no mark between."""
    words = side.sentence.words
    marked = start < len(words) and bool(words[start].gap.strip("."))
    if start == 0 or marked:
        return False
    # «عبد القادر [منصر]» may be more of a name than is known
    return is_persons(side, start - 1) or all(
        start > 2 and not side.sentence.words[start - 1].gap and is_persons(side, at)
        for at in (start - 3, start - 2)
    )


def is_persons(side: Side, at: int) -> bool:
    """Whether a word is of a person's name, and no title."""
    word = side.sentence.words[at]
    if is_title(word) or is_office(word) or not HEADS.isdisjoint(bare(word.key)):
        return False
    if word.key.isascii():  # « Me »
        return at > 0 and word.text[:1].isupper() and len(word.key) > _LONGEST_TITLE
    return at > 0 and at in side.proper


def keeps_name(pair: Pair, hunk: Hunk) -> bool:
    """Whether one word of a person's name is another, beside one that stayed.

    «عبد [الحميد] العرفي», «عبد [المجيد] العرفي»: it may be one person whose name was wrong.
    """
    if hunk.i_end - hunk.i != 1 or hunk.j_end - hunk.j != 1:
        return False
    sides = list(pair.sides(hunk))
    if not all(is_persons(side, start) for side, start, _ in sides):
        return False
    if all(_named_before(side, start) and _is_first(side, start - 1) for side, start, _ in sides):
        return True
    return all(
        end < len(side.sentence.words)
        and not side.sentence.words[end].gap
        and is_persons(side, end)
        for side, _, end in sides
    )


def _is_first(side: Side, at: int) -> bool:
    word = side.sentence.words[at]
    return is_given(word) or word.key in LINKS or (at > 1 and is_persons(side, at - 1))


def only_spelled(pair: Pair, left: Open) -> bool:
    """Whether names in a source are only spelled otherwise: «العرفي», «العريفي»."""
    one = [pair.before.sentence.words[at] for at in left.before]
    other = [pair.after.sentence.words[at] for at in left.after]
    return len(one) == len(other) > 0 and all(
        set(bare(old.key)).isdisjoint(bare(new.key))
        and not agree(old.key, new.key)
        and not (is_known(old.key) and is_known(new.key))
        and mended(old, new)
        for old, new in zip(one, other, strict=True)
    )


def _sounds_alike(one: Word, other: Word) -> bool:
    """Whether two words that are no common ones are a name in two transliterations."""
    if is_known(one.key) or is_known(other.key) or (is_given(one) and is_given(other)):
        return False
    return (
        min(len(one.key), len(other.key)) > _LEAST_MENDED and sounds_apart(one.key, other.key) <= 1
    )


def mended(one: Word, other: Word) -> bool:
    """Whether one word is the other spelled otherwise, and no other word that is known."""
    if not set(bare(one.key)).isdisjoint(bare(other.key)) or same_word(
        one.key, other.key, names=True
    ):
        return True
    if is_source(one.key) or is_source(other.key):
        return False
    if one.key[-1:] == other.key[-1:] and _sounds_alike(one, other):
        return True
    known = is_known(one.key) and is_known(other.key)
    known = known or (is_given(one) and is_given(other))  # «مبروك», «مبارك»
    long = min(len(one.key), len(other.key)) >= _LEAST_MENDED
    return long and not known and is_slip(one.key, other.key)
