"""How a copy differs from its origin, and whether it followed what the origin changed later.

Which edits of an origin are asked about is the caller's to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.diff import changes, diff_versions
from pipeline.records import ArticleData
from pipeline.stories.shingles import ComparedText, compared_words, shingles

#: of the shingles that an edit took out or put in, how many a copy must hold to have it
_HOLDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Divergence:
    """How a copy differs from its origin, both as they stand."""

    #: of the origin's text, how much the copy has, and the reverse; 0 to 1
    of_origin: float
    of_copy: float
    same_title: bool
    #: runs of words that the copy alone has, that the origin alone has
    added: tuple[str, ...]
    cut: tuple[str, ...]
    #: what stands in the origin, what the copy has instead
    reworded: tuple[tuple[str, str], ...]


class Followed(StrEnum):
    """What became of an edit of the origin in a copy."""

    CORRECTED = "corrected"  # the copy has the words after the edit
    UNCORRECTED = "uncorrected"  # it still has those before it
    ABSENT = "absent"  # it has neither: it never had the passage, or dropped it


def divergence(origin: ArticleData, copy: ArticleData) -> Divergence:
    """Compares a copy with its origin."""
    first, second = ComparedText.of(origin), ComparedText.of(copy)
    common = len(first.distinct & second.distinct)
    body = [one for one in changes(diff_versions(origin, copy)) if one.field == "body"]
    return Divergence(
        of_origin=common / len(first.distinct) if first.distinct else 0.0,
        of_copy=common / len(second.distinct) if second.distinct else 0.0,
        same_title=first.title == second.title,
        added=tuple(one.after for one in body if one.op == "insert"),
        cut=tuple(one.before for one in body if one.op == "delete"),
        reworded=tuple((one.before, one.after) for one in body if one.op == "replace"),
    )


def followed(before: ArticleData, after: ArticleData, copy: ArticleData) -> Followed | None:
    """Whether a copy followed an edit of its origin; None when the edit changed no words.

    Runs of three words bridge a place where something was put in or taken out, so an addition
    and a removal are found by the words around them. Where something was put for something else
    that is what counts, and not what came in paragraphs of its own beside it: a copy that has the
    right figure is corrected, though it carries no notice of that.

    Args:
        before: the origin before the edit.
        after: the origin after it.
        copy: the copy as it stands.
    """
    old, new = ComparedText.of(before).distinct, ComparedText.of(after).distinct
    taken_out, put_in = old - new, new - old
    if not taken_out and not put_in:
        return None
    if taken_out:
        put_in = _put_for_it(before, after, old, new) or put_in
    held = ComparedText.of(copy).distinct
    has_new = len(held & put_in) / len(put_in) if put_in else 0.0
    has_old = len(held & taken_out) / len(taken_out) if taken_out else 0.0
    if max(has_new, has_old) < _HOLDS:
        return Followed.ABSENT
    return Followed.UNCORRECTED if has_old > has_new else Followed.CORRECTED


def _put_for_it(
    before: ArticleData, after: ArticleData, old: frozenset[int], new: frozenset[int]
) -> frozenset[int]:
    """The new shingles of paragraphs that stood there before, whatever changed in them.

    None where a paragraph went as a whole: what came beside may stand for that.
    """
    if not all(_stands(paragraph, new) for paragraph in before.body):
        return frozenset()
    stood = [paragraph for paragraph in after.body if _stands(paragraph, old)]
    return frozenset(shingles(compared_words(stood))) & (new - old)


def _stands(paragraph: str, text: frozenset[int]) -> bool:
    """Whether a text, as shingles, has at least half of a paragraph."""
    runs = frozenset(shingles(compared_words((paragraph,))))
    return len(runs & text) >= _HOLDS * len(runs)
