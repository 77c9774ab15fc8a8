"""Whether a copy says nothing that people were not told with the piece it is a copy of.

Stricter than whether two texts carry one story: an alert that is left out cannot be missed twice.
A longer text that takes a told one in tells more; a copy with another figure tells another thing;
two short lines that are nearly the same may be two events.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Final

from config.edit_kinds import EditKind
from pipeline.edits import compare
from pipeline.records import ArticleData
from pipeline.stories.copies import SHORT, judge
from pipeline.stories.shingles import ComparedText

#: least share of the later text, in runs of three words, that stands in the told one
_TOLD: Final = 0.85
#: and of the told one that stands in the later: another piece may quote all of a short one
_KEPT: Final = 0.5
#: least share of the words of two headlines in common, to compare them word by word
_SAME_HEADLINE: Final = 0.6
#: what sets a copy apart from what was told, see docs/edits.md
_TELLING: Final[frozenset[EditKind]] = frozenset(
    ("figures", "negation", "quote", "names", "correction", "rewrite")
)


def what_is_new(
    told: ArticleData, later: ArticleData, boilerplate: Set[int] = frozenset()
) -> str | None:
    """Why a later piece must be told though another was; None: it is a copy through and through.

    Args:
        told: the piece as people were told of it.
        later: the piece that a topic holds for now.
        boilerplate: shingles of the sources' furniture, which do not count.
    """
    one, other = ComparedText.of(told), ComparedText.of(later)
    if len(other.words) < SHORT or len(one.words) < SHORT:
        return None if one.words == other.words and one.title == other.title else "a short text"
    likeness = judge(one, other, boilerplate)
    if likeness.objection:
        return likeness.objection
    mine, theirs = one.distinct - boilerplate, other.distinct - boilerplate
    common = len(mine & theirs)
    if common < _TOLD * len(theirs):
        return "more than a little of its text was not told"
    if common < _KEPT * len(mine):
        return "a small part of what was told"
    told_figures = one.figures | one.headline_figures
    if unknown := (other.figures | other.headline_figures) - told_figures:
        return f"a figure that was not told: {min(unknown)}"
    if not _akin(one.title, other.title):
        told = replace(told, title=later.title)  # another headline for the same is no news
    edit = compare(told, later)
    if edit and (kinds := [kind for kind in edit.kinds if kind in _TELLING]):
        return f"other {kinds[0]} than were told"
    return None


def _akin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a headline is another's with some words changed, so that these are told apart."""
    same = len(set(one) & set(other))
    return same >= _SAME_HEADLINE * max(len(set(one)), len(set(other)))
