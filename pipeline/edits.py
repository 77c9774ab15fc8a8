"""Compares two versions of an article: is there an edit, and does the page own up to it?

Only what is certain is said of its kind: the stamp alone, formatting alone, the printed
section alone. Which other kind an edit is of, and how much it matters, is not judged here:
`kinds` is then empty and `severity` None.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from pipeline.diff import changes, diff_versions
from pipeline.fingerprints import content_hash, substance_hash
from pipeline.records import ArticleData, EditData, Stamp


def compare(before: ArticleData, after: ArticleData) -> EditData | None:
    """The edit that leads from one version to the next; None when they are the same version.

    An edit is substantive when words changed, and stealth when words changed while the modified
    stamp (instant and precision) did not, or the page prints none. `kinds` is `("touched",)`
    for the stamp alone and `("formatting",)` for white space, tatweel and invisible characters
    alone, both of severity `"none"`; `("metadata",)` for the printed section alone.
    """
    same_stamp = _same(before.modified, after.modified)
    same_content = content_hash(before) == content_hash(after)
    if same_content and same_stamp:
        return None
    substantive = substance_hash(before) != substance_hash(after)
    return EditData(
        changes=() if same_content else changes(diff_versions(before, after)),
        stealth=substantive and (after.modified is None or same_stamp),
        substantive=substantive,
        title_before=before.title,
        title_after=after.title,
        kinds=_kinds(before, after, same_content=same_content, substantive=substantive),
        severity=None if substantive else "none",
    )


def _kinds(
    before: ArticleData, after: ArticleData, *, same_content: bool, substantive: bool
) -> tuple[str, ...]:
    if same_content:
        return ("touched",)
    if not substantive:
        return ("formatting",)
    moved = replace(before, section=after.section)
    return ("metadata",) if substance_hash(moved) == substance_hash(after) else ()


def _same(one: Stamp | None, other: Stamp | None) -> bool:
    if one is None or other is None:
        return one is other
    # In UTC, because `==` between zones says False in the hour that daylight saving repeats.
    return (one.at.astimezone(UTC), one.precision) == (other.at.astimezone(UTC), other.precision)
