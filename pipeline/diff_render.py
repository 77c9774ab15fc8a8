"""Shows a difference as plain text, as HTML for mail, and as styled segments for a terminal.

Every changed run stands in an isolate of its own, so that Arabic and Latin words never reorder
each other; what a site could use to disturb a reader's screen (controls, direction marks,
markup) is taken out or escaped. Headings, labels and colours of a terminal are the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Literal

from pipeline.diff import DiffBlock
from pipeline.text import direction, isolate

Style = Literal["equal", "insert", "delete", "elided"]
Segment = tuple[Style, str]

#: words kept of an unchanged stretch on each side of a change
_CONTEXT = 10
#: fewer words than this are not worth a mark of omission
_LEAST_ELIDED = 4

_DISTURBING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORD = re.compile(r"\S+")

# Veils of colour over whatever ground the client paints serve light and dark alike, and a colour
# stands before each for clients that know no veils. Strokes tell the two apart without colours:
# elements make them, for a word processor stops reading a style at rgba(). They are not <ins> and
# <del>, which Word takes for changes of its own to track, and may hide (decision 011).
_LOOKS = {
    "insert": (
        '<u role="insertion" style="background:#d3efd9;background:rgba(46,160,67,.22)"><bdi>',
        "</bdi></u>",
    ),
    "delete": (
        '<s style="background:#f7d9d9;background:rgba(220,60,60,.18)"><bdi>',
        "</bdi></s>",
    ),
}
_MARKS = {"insert": ("{+", "+}"), "delete": ("[-", "-]")}


def as_plain(blocks: Iterable[DiffBlock]) -> str:
    """`[-what went-]` and `{+what came+}`, a paragraph for each block, blank lines between."""
    return "\n\n".join(map(_plain_block, blocks))


def as_html(blocks: Iterable[DiffBlock]) -> str:
    """A `<p>` for each block; what came is underlined and what went struck out, without a sheet."""
    return "\n".join(
        # said in so many words: dir="auto" does not look into <bdi>
        f'<p dir="{_direction(block)}" style="margin:0 0 12px">'
        f"{''.join(map(_html, _segments(block)))}</p>"
        for block in blocks
    )


def as_segments(blocks: Iterable[DiffBlock]) -> tuple[tuple[Segment, ...], ...]:
    """For each block its pieces of text in reading order, each with the name of its style."""
    return tuple(tuple(map(_isolated, _segments(block))) for block in blocks)


def _plain_block(block: DiffBlock) -> str:
    text = "".join(map(_plain, _segments(block)))
    if _direction(block) == "ltr":
        return text
    # A line takes its direction from its letters, but not from those in isolates.
    return re.sub("^(?=\u2068)", "\u200f", text, flags=re.MULTILINE)


def _direction(block: DiffBlock) -> Literal["rtl", "ltr"]:
    return direction("".join(span.text for span in block.spans), None)


def _plain(segment: Segment) -> str:
    style, text = segment
    if style not in _MARKS:
        return text
    left, right = _MARKS[style]
    return isolate(f"{left}{text}{right}")


def _html(segment: Segment) -> str:
    style, text = segment
    shown = escape(text).replace("\n", "<br>")
    begins, ends = _LOOKS.get(style, ("", ""))
    return f"{begins}{shown}{ends}"


def _isolated(segment: Segment) -> Segment:
    style, text = segment
    return (style, isolate(text)) if style in _MARKS else segment


def _segments(block: DiffBlock) -> Iterator[Segment]:
    """The block's pieces, what went and what came in its place kept apart by a space."""
    before: Style = "equal"
    for style, text in _pieces(block):
        if {before, style} == {"insert", "delete"}:
            yield "equal", " "
        yield style, text
        before = style


def _pieces(block: DiffBlock) -> Iterator[Segment]:
    if block.moved is not None:
        # it says what it said: a mark and its beginning are enough
        yield "elided", "↕ "
        text = _DISTURBING.sub("", block.spans[0].text)
        yield from _shortened(text, after_change=True, before_change=False)
        return
    last = len(block.spans) - 1
    for place, span in enumerate(block.spans):
        text = _DISTURBING.sub("", span.text)
        if span.op == "equal":
            yield from _shortened(text, after_change=place > 0, before_change=place < last)
        else:
            yield from _changed(span.op, text)


def _changed(op: Style, text: str) -> Iterator[Segment]:
    """A changed run line by line, the white space around it left outside."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield op, "¶"
            yield "equal", "\n"  # an isolate must not span lines
        words = line.strip()
        if words:
            before, _, after = line.partition(words)
            pieces: tuple[Segment, ...] = (("equal", before), (op, words), ("equal", after))
            yield from (piece for piece in pieces if piece[1])
        elif line:
            yield op, "␣" * len(line)


def _shortened(text: str, *, after_change: bool, before_change: bool) -> Iterator[Segment]:
    """An unchanged stretch, without the words that are far from any change."""
    words = list(_WORD.finditer(text))
    kept_after = _CONTEXT if after_change or not before_change else 0
    kept_before = _CONTEXT if before_change else 0
    if len(words) < kept_after + kept_before + _LEAST_ELIDED:
        yield "equal", text
        return
    if kept_after:
        yield "equal", text[: words[kept_after - 1].end()]
    yield "elided", f"{' ' if kept_after else ''}…{' ' if kept_before else ''}"
    if kept_before:
        yield "equal", text[words[-kept_before].start() :]
