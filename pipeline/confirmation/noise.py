"""Tells what several readings of a page share against a version from what wavers between them.

A page is put together anew at every fetch: adverts, promos, counters and relative times differ
though nobody edited the piece. The rule (docs/noise.md tells it for people): what all readings
have in common counts, and where they differ the version stands. Bodies are compared by
paragraph, paragraphs that are alike by sentence, sentences by word, so that a promo that rotates
inside the text hides no edit made beside it, and is none.

Pure, and bounded whatever a page holds. How many readings it takes is
`pipeline.confirmation.policy`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from pipeline.confirmation.common_texts import Paragraphs, alike, text_key
from pipeline.records import ArticleData, ParagraphKind, Stamp

__all__ = ["LINES", "Shared", "alike", "line", "shared", "text_key", "texts_of"]

#: lines that say who wrote and where, each changed as a whole
LINES: Final = ("byline", "credited_source", "section")


@dataclass(frozen=True, slots=True)
class Shared:
    """A version with what some readings have in common against it."""

    data: ArticleData
    #: paragraphs that stood in one place in turn, and are no versions of each other; lines too
    rotated: frozenset[str] = frozenset()


def line(name: str, data: ArticleData) -> str:
    """A byline, credit or section as it is remembered beside paragraphs."""
    return f"{name}\0{getattr(data, name) or ''}"


def shared(
    base: ArticleData,
    readings: Sequence[ArticleData],
    wavering: Collection[str] = (),
) -> Shared:
    """The version with all that the readings share against it.

    Args:
        base: the version, as the extractor of the readings reads it.
        readings: at least one. What differs between them stays as the version has it.
        wavering: `text_key` of paragraphs that are known to come and go: in the version they
            stand whatever the readings have there, in the readings they are not seen.
    """
    paragraphs = Paragraphs(frozenset(wavering))
    body = paragraphs.merged(base.body, [one.body for one in readings])
    lines = _Lines.of(base, readings, frozenset(wavering))
    merged = _with_lines(base, readings, body, lines.agreed)
    return Shared(merged, lines.rotated | paragraphs.rotated)


def texts_of(data: ArticleData) -> frozenset[str]:
    """What may come and go on a page: paragraphs, and the lines about them."""
    return frozenset((*data.body, *(line(name, data) for name in LINES)))


# --- fields -----------------------------------------------------------------------


class _Lines(NamedTuple):
    """What readings have in common in the lines about the text."""

    #: names of those that are the same in all, and known to waver in none
    agreed: frozenset[str]
    rotated: frozenset[str]

    @classmethod
    def of(
        cls, base: ArticleData, readings: Sequence[ArticleData], wavering: frozenset[str]
    ) -> _Lines:
        agreed, rotated = set(), set()
        for name in LINES:
            was = line(name, base)
            shown = {line(name, one) for one in readings}
            if len(shown) == 1 and wavering.isdisjoint(map(text_key, (was, *shown))):
                agreed.add(name)
            elif len(shown) == len(readings) > 1 and was not in shown:
                rotated |= {was, *shown}
        return cls(frozenset(agreed), frozenset(rotated))


def _with_lines(
    base: ArticleData,
    readings: Sequence[ArticleData],
    body: tuple[str, ...],
    lines: frozenset[str],
) -> ArticleData:
    """The version with the merged body, and of each other field what the readings agree on."""
    first, last = readings[0], readings[-1]
    agreed = {
        name: getattr(last, name)
        for name in (
            "title",
            "tags",
            "image",
            "language",
            "published",
            "canonical_url",
            "publisher_id",
            "live",
            "paywalled",
            "provenance",
        )
        if all(getattr(one, name) == getattr(last, name) for one in readings)
    }
    agreed |= {name: getattr(last, name) for name in lines}
    if "byline" in lines:
        agreed |= {"authors": last.authors, "agencies": last.agencies}
    if body == last.body:
        agreed |= {"structure": last.structure, "cited_sources": last.cited_sources}
    elif body != base.body:
        agreed |= {"structure": _structure(body, (last, base))}
    merged = replace(
        base,
        body=body,
        url=last.url,
        hits=last.hits,
        featured=last.featured,
        extractor=last.extractor,
        **agreed,
    )
    return replace(merged, modified=_stamp(base, merged, first, readings))


def _stamp(
    base: ArticleData, merged: ArticleData, first: ArticleData, readings: Sequence[ArticleData]
) -> Stamp | None:
    """The stamp that the readings agree on; where words changed, that it moved is enough."""
    if all(one.modified == first.modified for one in readings):
        return first.modified
    words = any(
        getattr(base, name) != getattr(merged, name)
        for name in ("title", "body", "byline", "credited_source", "section")
    )
    moved = all(one.modified != base.modified for one in readings)
    return first.modified if words and moved else base.modified


def _structure(body: tuple[str, ...], sides: Sequence[ArticleData]) -> tuple[ParagraphKind, ...]:
    """What each paragraph of a merged body is, by the readings it was taken from."""
    if not all(one.structure for one in sides):
        return ()
    kinds: dict[str, ParagraphKind] = {}
    for one in sides:
        for text, kind in zip(one.body, one.structure, strict=False):
            kinds.setdefault(text, kind)
    return tuple(kinds.get(text, "text") for text in body)
