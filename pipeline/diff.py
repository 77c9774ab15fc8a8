"""What changed between two versions, word by word, cut so that it reads well in Arabic.

Paragraphs that stayed are found first; what lies between them is compared by words, and small
stretches that stayed by chance are given to the changes around them, so that a change reads
as a phrase. No text is ever cut inside a word, a number or a character with its marks.

It says what differs and not what that means (`pipeline.edits`) nor how it looks
(`pipeline.diff_render`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Literal

from pipeline.diff_words import Run, stretches, unless_rewritten, word_runs
from pipeline.records import ArticleData, Change, ChangedField, ChangeOp

BlockOp = Literal["equal", "insert", "delete", "replace"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came."""

    op: Literal["equal", "insert", "delete"]
    text: str


@dataclass(frozen=True, slots=True)
class DiffBlock:
    """A field, or one paragraph of the body, as it changed.

    A block holds more than one paragraph of a side only where paragraphs were joined, parted
    or rewritten together; "\\n" in its text then stands between them.
    """

    field: ChangedField
    #: index of its first body paragraph in the newer version (in the older one for a delete);
    #: None outside the body
    paragraph: int | None
    op: BlockOp
    #: in reading order; what went stands before what came in its place
    spans: tuple[Span, ...]
    #: index of its first body paragraph in the older version; None where there is none
    paragraph_before: int | None = None
    #: for a paragraph that only stands elsewhere: its index in the other version
    moved: int | None = None


def diff_versions(
    before: ArticleData, after: ArticleData, *, unchanged: bool = False
) -> tuple[DiffBlock, ...]:
    """The difference between two versions of an article.

    For each field, the texts of the equal and delete spans are the older text and those of the
    equal and insert spans the newer one, blocks (that have any) joined by "\\n".

    Args:
        before: the older version.
        after: the newer version.
        unchanged: keep the blocks in which nothing changed.
    """
    blocks = chain(
        _field_blocks("title", before.title, after.title),
        _with_moved(tuple(_body_blocks(before.body, after.body))),
        _field_blocks("byline", before.byline, after.byline),
        _field_blocks("credit", before.credited_source, after.credited_source),
        _field_blocks("section", before.section, after.section),
    )
    return tuple(block for block in blocks if unchanged or block.op != "equal")


def changes(blocks: Iterable[DiffBlock]) -> tuple[Change, ...]:
    """The runs of words that differ, as they stand, without the white space around them.

    A run in which only white space differs is none.
    """
    return tuple(change for block in blocks for change in _block_changes(block))


def _block_changes(block: DiffBlock) -> Iterator[Change]:
    old_read = new_read = ""
    for changed, group in groupby(block.spans, key=lambda span: span.op != "equal"):
        spans = tuple(group)
        old, new = _side(spans, "delete"), _side(spans, "insert")
        if changed and old.strip() != new.strip():
            op: ChangeOp = "replace" if old.strip() and new.strip() else "insert"
            first, read, text = block.paragraph, new_read, new
            if not new.strip():
                op = "delete"
                first, read, text = block.paragraph_before, old_read, old
            blank = text[: len(text) - len(text.lstrip())]
            paragraph = None if first is None else first + (read + blank).count("\n")
            yield Change(op, old.strip(), new.strip(), block.field, paragraph)
        old_read, new_read = old_read + old, new_read + new


def _side(spans: Iterable[Span], op: Literal["insert", "delete"]) -> str:
    """The newer text of some spans (`insert`) or the older one (`delete`)."""
    return "".join(span.text for span in spans if span.op in ("equal", op))


def _field_blocks(name: ChangedField, old: str | None, new: str | None) -> Iterator[DiffBlock]:
    if old or new:
        runs = unless_rewritten(word_runs(old or "", new or ""))
        yield _block(name, tuple(_spans(runs)))


def _body_blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffBlock]:
    for same, i, i_end, j, j_end in stretches(old, new):
        if same:
            for offset, text in enumerate(old[i:i_end]):
                yield _block("body", (Span("equal", text),), i + offset, j + offset)
        else:
            texts = ("".join(f"{one}\n" for one in part) for part in (old[i:i_end], new[j:j_end]))
            for runs in _by_paragraph(word_runs(*texts)):
                *spans, end = _spans(unless_rewritten(runs))
                # the end of its last paragraph stands between blocks, not in them
                last = Span(end.op, end.text.removesuffix("\n"))
                if last.text:
                    spans.append(last)
                yield _block("body", tuple(spans), i, j)
                i += sum(run.before.count("\n") for run in runs)
                j += sum(run.after.count("\n") for run in runs)


def _with_moved(blocks: Sequence[DiffBlock]) -> Iterator[DiffBlock]:
    """Marks each paragraph that went and came back elsewhere, the first with the first."""
    gone: dict[str, list[DiffBlock]] = {}
    for block in blocks:
        if block.op == "delete":
            gone.setdefault(block.spans[0].text.strip(), []).append(block)
    to: dict[int | None, int | None] = {}  # where the older paragraph stands in the newer version
    back: dict[int | None, int | None] = {}
    for block in blocks:
        waiting = gone.get(block.spans[0].text.strip()) if block.op == "insert" else None
        if waiting:
            old = waiting.pop(0)
            to[old.paragraph_before] = block.paragraph
            back[block.paragraph] = old.paragraph_before
    for block in blocks:
        if block.op == "delete" and block.paragraph_before in to:
            yield replace(block, moved=to[block.paragraph_before])
        elif block.op == "insert" and block.paragraph in back:
            yield replace(block, moved=back[block.paragraph])
        else:
            yield block


def _by_paragraph(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Cuts where a paragraph ends on both sides, and after each that only one side has."""
    group: list[Run] = []
    for run in runs:
        cuttable = run.same or (not group and not (run.before and run.after))
        for piece in _cut_at_ends(run) if cuttable else [run]:
            group.append(piece)
            if cuttable and (piece.before or piece.after)[-1] == "\n":
                yield group
                group = []
    if group:
        yield group


def _cut_at_ends(run: Run) -> Iterator[Run]:
    tokens = run.before or run.after
    ends = [place + 1 for place, each in enumerate(tokens) if each == "\n"]
    for start, end in zip([0, *ends], [*ends, len(tokens)], strict=True):
        if start < end:
            yield Run(run.same, run.before[start:end], run.after[start:end])


def _block(
    name: ChangedField,
    spans: tuple[Span, ...],
    old_index: int | None = None,
    new_index: int | None = None,
) -> DiffBlock:
    ops = {span.op for span in spans}
    op: BlockOp = next(iter(ops)) if len(ops) == 1 else "replace"
    return DiffBlock(
        name,
        paragraph=old_index if op == "delete" else new_index,
        op=op,
        spans=spans,
        paragraph_before=None if op == "insert" else old_index,
    )


def _spans(runs: Iterable[Run]) -> Iterator[Span]:
    for run in runs:
        before, after = "".join(run.before), "".join(run.after)
        if run.same:
            yield Span("equal", after)
        else:
            if before:
                yield Span("delete", before)
            if after:
                yield Span("insert", after)
