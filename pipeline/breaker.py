"""Tells a changed template from edits: what so many articles of a source change alike is held.

An edit is cut into parts, one for each stretch of words that came, went or was replaced. Parts are
alike when the same words came or went in the same field, or when the field is now read off another
element of the page. Edits are held together when each has no part but such as enough of them share:
an edit that has anything of its own is never held, and neither are edits that merely come together.
Other words in the place of some are an edit's own wherever they stand in title or text, for a
template does not write; and so is all of an edit that changes a figure, a quote, a negation or a
correction within the text, however many articles show the same.

Pure, and blind to order: the same changes give the same answer, however they arrived. What
becomes of what is held is `pipeline.incidents`' matter; docs/incidents.md has the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Final, NamedTuple

from pipeline.records import ArticleData, EditData

#: so many articles, and so many of each hundred that were looked at, must change alike
LEAST: Final = 5
_OF_A_HUNDRED: Final = 30
#: an edit of more parts is taken for one that has something of its own
_MOST_PARTS: Final = 200
#: characters of a mark's text; longer ones end in their hash
_LONGEST: Final = 300
#: kinds that are never a template's doing
_TURNING: Final = frozenset({"figures", "quote", "negation", "correction"})
#: fields that hold the piece's own words
_WRITTEN: Final = frozenset({"title", "body"})


class Mark(NamedTuple):
    """What edits of several articles may share."""

    #: of the article, such as "body"
    field: str
    #: "+": words came; "-": words went; "element": it is read elsewhere on the page
    sign: str
    #: the words; of an element where it was and where it is, as `ArticleData.provenance` has it
    text: str

    @classmethod
    def of(cls, field: str, sign: str, words: str) -> Mark:
        """The mark of words that came or went; long ones end in their hash."""
        text = " ".join(words.split())
        if len(text) > _LONGEST:
            digest = blake2s(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
            text = f"{text[: _LONGEST - 20]}… {digest}"
        return cls(field, sign, text)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of an edit."""

    #: the words that came and went; none where they are the edit's own
    words: frozenset[Mark]
    #: None: the field is read where it was
    element: Mark | None = None

    def marks(self) -> Iterator[Mark]:
        yield from self.words
        if self.element is not None:
            yield self.element


#: the parts of an edit; none where it cannot be held
Parts = frozenset[Part]


@dataclass(frozen=True, slots=True)
class Alike:
    """Articles whose changes are explained by what they share."""

    articles: frozenset[int]
    #: what they share
    marks: frozenset[Mark]


def parts_of(edit: EditData, before: ArticleData, after: ArticleData) -> Parts:
    """The parts of an edit between two readings by the same extractor.

    None where only the stamp moved, where some of it is the edit's own whatever others show, and
    where there are too many to be a template's.
    """
    return parts_between(edit, before.provenance, after.provenance)


def parts_between(edit: EditData, before: Mapping[str, str], after: Mapping[str, str]) -> Parts:
    """The same by where the readings found their fields, as `ArticleData.provenance` has it."""
    turned = any(one.kind in _TURNING and one.paragraph is not None for one in edit.evidence)
    if turned or len(edit.changes) > _MOST_PARTS:
        return frozenset()
    parts = frozenset(
        Part(
            words_of(change.op, change.field, change.before, change.after),
            _element(change.field, before, after),
        )
        for change in edit.changes
    )
    return parts if all(part.words or part.element for part in parts) else frozenset()


def words_of(op: str, field: str, before: str, after: str) -> frozenset[Mark]:
    """The marks of one change; none where its words are the edit's own."""
    if op == "replace" and field in _WRITTEN:
        return frozenset()
    return frozenset(
        Mark.of(field, sign, words)
        for sign, words in (("-", before), ("+", after))
        if words.strip()
    )


def alike(changed: Mapping[int, Parts], looked_at: int) -> Alike:
    """The articles that changed alike, if they are enough; none otherwise.

    Args:
        changed: by article, the parts of its edit; those that changed lately.
        looked_at: articles that were looked at in the same time, changed or not.
    """
    held = {article for article, parts in changed.items() if parts}
    while True:
        shared = Counter(
            mark for article in held for mark in {m for p in changed[article] for m in p.marks()}
        )
        marks = frozenset(mark for mark, count in shared.items() if _is_enough(count, looked_at))
        still = {article for article in held if is_explained(changed[article], marks)}
        if still == held:
            return Alike(frozenset(held), _used(held, changed, marks))
        held = still


def is_explained(parts: Parts, marks: Collection[Mark]) -> bool:
    """Whether an edit has no part but such as are known."""
    return bool(parts) and all(
        (part.element is not None and part.element in marks)
        or (bool(part.words) and part.words.issubset(marks))
        for part in parts
    )


def flipped(parts: Parts) -> Parts:
    """What takes the words away again that came, and brings those that went."""
    signs = {"+": "-", "-": "+"}
    return frozenset(
        Part(frozenset(Mark(one.field, signs[one.sign], one.text) for one in part.words))
        for part in parts
    )


def _is_enough(count: int, looked_at: int) -> bool:
    return count >= LEAST and 100 * count >= _OF_A_HUNDRED * looked_at


def _used(
    held: Collection[int], changed: Mapping[int, Parts], marks: frozenset[Mark]
) -> frozenset[Mark]:
    return marks & {mark for one in held for part in changed[one] for mark in part.marks()}


def _element(field: str, before: Mapping[str, str], after: Mapping[str, str]) -> Mark | None:
    """Another place of a field; what else on the page agrees with it says nothing of that."""
    name = "credited_source" if field == "credit" else field
    old, new = (one.get(name, "").partition(" (")[0] for one in (before, after))
    return Mark(field, "element", f"{old} → {new}") if old and new and old != new else None


# --- as JSON, for the store -----------------------------------------------------------


def parts_json(parts: Parts) -> list[Any]:
    return [
        {"words": sorted(part.words), "element": part.element}
        for part in sorted(parts, key=lambda one: sorted(one.marks()))
    ]


def parts_from_json(values: list[Any]) -> Parts:
    return frozenset(
        Part(marks_from_json(one["words"]), Mark(*one["element"]) if one["element"] else None)
        for one in values
    )


def marks_from_json(values: list[Any]) -> frozenset[Mark]:
    return frozenset(Mark(*one) for one in values)
