"""Marks, vowel signs and hamzas around and on the words of a sentence that stayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from config.edit_kinds import EditKind
from pipeline.edits.counting.number_words import SIGNS
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.pair import Pair
from pipeline.edits.judging.side import QUOTES
from pipeline.edits.mending.misspelt import is_misspelt
from pipeline.edits.mending.spelling import same_word
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import MARK, OPENING, Sentence, Word

#: their hamza follows from the verb before them: «قال إن», «أكد أن»
_THAT: Final = keys("أن أنه أنها أنهم أننا أني")
#: what joins two words, without white space
_JOINING: Final = frozenset({"-", "'", "’"})
#: of what stands after the last word, what nobody sees
_UNSEEN: Final = " \t\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
#: what opens the item of a list
_BULLETS: Final = "-–—*•▪●"
#: signs that belong to the figure before or after them
_UNITS: Final = "".join(SIGNS)


def look_at_equal_words(pair: Pair) -> None:
    """Tells how the words that stayed are written or set otherwise: formatting, spelling."""
    old, new = pair.before.sentence, pair.after.sentence
    last: tuple[int, int] | None = (-1, -1)
    for i, j in pair.compared.equal:
        one, other = old.words[i], new.words[j]
        if one.text != other.text and not _follows(pair, i, j):
            for kind in _written(one, other):
                pair.tell(kind, one.text, other.text)
        if last == (i - 1, j - 1) and _marks(one, first=i == 0) != _marks(other, first=j == 0):
            if i and j and _hyphenated(old.words[i - 1 : i + 1], new.words[j - 1 : j + 1]):
                pair.tell("spelling", old.said(i - 1, i + 1), new.said(j - 1, j + 1))
            else:
                _tell_marks(pair, i, j)
        last = (i, j)
    for hunk in pair.hunks:
        _look_at_edges(pair, hunk)
    if old.tail != new.tail and last == (len(old.words) - 1, len(new.words) - 1):
        _tell_marks(pair, len(old.words), len(new.words))


def leave_marks_to_quotation(pair: Pair) -> None:
    """Leaves to a quotation that is told of the marks by which it was opened or closed anew."""
    if pair.shows("quote"):
        for one in pair.quoting:
            pair.found.evidence.pop(one, None)


def _hyphenated(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether a hyphen only came or went between two words in Latin letters."""
    words = (*old, *new)
    spaces = {old[-1].space, new[-1].space}
    return spaces == {"-", " "} and all(word.key.isascii() and word.key.isalpha() for word in words)


def _tell_marks(pair: Pair, i: int, j: int) -> None:
    """Tells that other marks stand before two words, or after the last."""
    old, new = pair.before.sentence, pair.after.sentence
    told = [_around(side, at) for side, at in ((old, i), (new, j))]
    one = pair.tell("formatting", *told)
    marks = ["".join(char for char in text if not char.isalnum()) for text in told]
    beside = (*old.words[max(0, i - 1) : i + 1], *new.words[max(0, j - 1) : j + 1])
    if len(marks[0]) != len(marks[1]) and any(word.quotation for word in beside):
        rest = {_without(text, QUOTES) for text in marks}
        if len(rest) == 1 and not (pair.before.holds_stray or pair.after.holds_stray):
            pair.quoting.add(one)


def _look_at_edges(pair: Pair, hunk: Hunk) -> None:
    """Tells of marks that came or went after words put for others, or before a mended one.

    What stands before other words came with them.
    """
    old, new = pair.before.sentence, pair.after.sentence
    if hunk.i == hunk.i_end or hunk.j == hunk.j_end:
        _look_between(pair, hunk)
        return
    went, came = _quoting(old, hunk.i, hunk.i_end), _quoting(new, hunk.j, hunk.j_end)
    # marks around words that were put for others went or came with them: «[إذاعة "الجبل"] في»
    whole = not (len(went) % 2 or len(came) % 2)
    aside = QUOTES if whole and (not went or not came or set(went) == set(came)) else ""
    if _moved_along(old.words[hunk.i : hunk.i_end + 1], new.words[hunk.j : hunk.j_end + 1]):
        return
    mended = _is_mended(old.words[hunk.i], new.words[hunk.j])
    for i, j in ((hunk.i, hunk.j), (hunk.i_end, hunk.j_end)):
        if not mended and _gap(old, i) != _gap(new, j) and (i, j) != (0, 0):
            continue  # « deux morts [dans] », « trois morts[, le] »; «[الملازم أول،]», «[الرائد]»
        if i == j == 0:
            differ = _bulleted(old.words[0]) != _bulleted(new.words[0])
        else:
            inside = 0 < i < len(old.words) and 0 < j < len(new.words)
            differ = inside and _set_otherwise(old.words[i], new.words[j], aside)
        if differ:
            _tell_marks(pair, i, j)
    at_end = hunk.i_end == len(old.words) and hunk.j_end == len(new.words)
    aside += "." if went else ""  # of a quotation that breaks off: «…"»
    tails = [_without(side.tail, aside) if side.tail.strip(_UNSEEN) else "" for side in (old, new)]
    if at_end and tails[0] != tails[1]:
        _tell_marks(pair, len(old.words), len(new.words))


def _is_mended(one: Word, other: Word) -> bool:
    return same_word(one.key, other.key) or is_misspelt(one, other)


def _gap(sentence: Sentence, at: int) -> str:
    """The marks before a word; those after the last."""
    return sentence.words[at].gap if at < len(sentence.words) else sentence.tail


def _moved_along(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether the same marks stand among words that were put for others."""
    marks, again = (
        sorted(MARK.sub("", word.space) for word in words if word.gap) for words in (old, new)
    )
    return bool(marks) and marks == again


def _bulleted(word: Word) -> bool:
    """Whether a sign opens the first word as the item of a list."""
    return bool(word.gap) and word.gap[-1] in _BULLETS


def _set_otherwise(one: Word, other: Word, aside: str) -> bool:
    """Whether other marks, or other white space beside the same marks, stand before two words.

    The sign of a unit is the figure's, and whatever is joined to a word comes with it.
    """
    marks = [
        "" if word.space in _JOINING else _without(word.gap, aside + _UNITS)
        for word in (one, other)
    ]
    if marks[0] != marks[1]:
        return True
    if one.gap != other.gap or not all(any(map(str.isspace, word.space)) for word in (one, other)):
        return False
    return MARK.sub("", one.space) != MARK.sub("", other.space)


def _quoting(sentence: Sentence, start: int, end: int) -> str:
    """The quotation marks that stand around and between words[start:end]."""
    gaps = [word.gap for word in sentence.words[start : end + 1]]
    gaps += [sentence.tail] if end == len(sentence.words) else []
    return "".join(char for gap in gaps for char in gap if char in QUOTES)


def _without(gap: str, marks: str) -> str:
    return "".join(char for char in gap if char not in marks)


def _look_between(pair: Pair, hunk: Hunk) -> None:
    """Tells of a mark between two words that went when words came between them, or the reverse.

    Marks that set off the words that came, or went, are theirs.
    """
    old, new = pair.before.sentence, pair.after.sentence
    if not (hunk.i > 0 and hunk.i_end < len(old.words) and hunk.j_end < len(new.words)):
        return
    before = old.words[hunk.i].gap + old.words[hunk.i_end].gap
    after = new.words[hunk.j].gap + new.words[hunk.j_end].gap
    if bool(before) != bool(after) and bool(before) == (hunk.i == hunk.i_end):
        _tell_marks(pair, hunk.i_end, hunk.j_end)
    elif not (before or after):
        spaces = [
            {side[start].space, side[end].space}
            for side, start, end in (
                (old.words, hunk.i, hunk.i_end),
                (new.words, hunk.j, hunk.j_end),
            )
        ]
        if "" not in spaces[0] | spaces[1] and spaces[0] != spaces[1]:
            _tell_marks(pair, hunk.i_end, hunk.j_end)


def _follows(pair: Pair, i: int, j: int) -> bool:
    """Whether a word is written otherwise only because of changed words before it."""
    one, other = pair.before.sentence.words[i], pair.after.sentence.words[j]
    changed = bool(pair.hunks) and pair.hunks[0].i <= i
    # where a sentence begins anew, or a name: « [la] gauche », « [La] France insoumise »
    moved = (i == 0) != (j == 0) or any(i + 1 == hunk.i or i == hunk.i_end for hunk in pair.hunks)
    raised = one.text.lower() == other.text.lower() and moved
    that = one.key in _THAT and {one.text[0], other.text[0]} == {"أ", "إ"}
    return (changed and that) or raised


def _written(one: Word, other: Word) -> tuple[EditKind, ...]:
    """What another way of writing one word is: accents are letters, vowel marks are none."""
    accented = one.key.isascii() and one.key.isalpha() and one.text.lower() != other.text.lower()
    if one.plain == other.plain and not accented:
        return ("formatting",)
    joined = (" " in one.text) != (" " in other.text)  # «[و إلتقى]», «[والتقى]»
    return ("formatting", "spelling") if joined else ("spelling",)


def _marks(word: Word, *, first: bool) -> str:
    """What stands before a word; before a sentence only the marks that open it are its own."""
    if first:
        return word.gap[len(word.gap.rstrip(OPENING + _BULLETS)) :]
    return MARK.sub("", word.space)


def _around(sentence: Sentence, at: int) -> str:
    """Two words with the marks between them; the last with those after it."""
    if at == len(sentence.words):
        return sentence.words[-1].text + sentence.tail
    word = sentence.words[at]
    text = sentence.said(max(0, at - 1), at + 1)
    return text if at else word.gap + text
