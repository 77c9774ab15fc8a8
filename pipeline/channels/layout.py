"""Lays a letter out as plain text and as HTML. Everything is escaped here, once.

The HTML carries its style inline, since mail clients drop sheets: no image, script, form
or remote thing, and no links but to the article and its page on the dashboard. What is said
is `pipeline.channels.letter`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from pipeline.channels.letter import Letter
from pipeline.channels.page import (
    FAINT,
    WORD_GAP,
    aligned,
    boxed,
    by_field,
    fragment,
    page,
    quote,
    starred,
    start,
)
from pipeline.diff_render import as_html, as_plain
from pipeline.text import isolate

#: a time in an isolate, up to its offset
_TIME = re.compile("(?<=\u2068)[0-9][0-9: -]*[0-9](?=[ \u2069])")


def as_text(letter: Letter) -> str:
    """The letter as plain text; lines are paragraphs, wrapped by the reader's client."""
    return aligned("\n\n".join(_text_sections(letter)) + "\n", letter.direction)


def _text_sections(letter: Letter) -> Iterator[str]:
    wording = letter.wording
    yield f"{letter.marker} · {isolate(letter.topic)} · {isolate(letter.watchlist)}"
    yield letter.title
    if letter.notice:
        yield letter.notice
    yield "\n".join(f"{name}{wording.colon}{value}" for name, value in letter.facts)
    if letter.contexts:
        lines = (f"- {starred(context)}" for context in letter.contexts)
        yield "\n".join((wording.why, *lines, *_left(letter.contexts_left, letter)))
    if letter.blocks:
        yield wording.changes
        for name, blocks in by_field(letter.blocks, wording):
            yield f"{name}{wording.colon}".rstrip() + f"\n{as_plain(blocks)}"
        yield from _left(letter.blocks_left, letter)
    if letter.excerpt:
        yield letter.excerpt_name
        yield from letter.excerpt
        yield from _left(letter.excerpt_left, letter)
    if letter.link:
        yield f"{wording.read.format(host=isolate(letter.host))}\n{letter.link}"
    if letter.dashboard:
        yield f"{wording.dashboard}\n{letter.dashboard}"
    yield f"-- \n{letter.footer}"


def _left(left: int, letter: Letter) -> Iterator[str]:
    if left:
        yield letter.wording.more.format(n=left)


def as_page(letter: Letter) -> str:
    """The letter as an HTML page, its root in the article's language and direction."""
    return page(letter.title, letter.language, letter.direction, _sections(letter))


def as_fragment(letter: Letter) -> str:
    """The letter as one HTML element, for where others make the page around it."""
    return fragment(letter.language, letter.direction, _sections(letter))


def _sections(letter: Letter) -> Iterator[str]:
    wording = letter.wording
    yield _head(letter)
    if letter.notice:
        yield _notice(letter)
    yield _facts(letter)
    if letter.contexts:
        yield _heading(wording.why)
        yield from (
            quote(context, letter.direction, letter.language, "0 0 8px")
            for context in letter.contexts
        )
        yield from (_aside(line) for line in _left(letter.contexts_left, letter))
    if letter.blocks:
        yield _heading(wording.changes)
        for name, blocks in by_field(letter.blocks, wording):
            yield f'<p style="margin:0;font-size:14px;opacity:.75">{escape(name)}</p>'
            yield as_html(blocks)
        yield from (_aside(line) for line in _left(letter.blocks_left, letter))
    if letter.excerpt:
        yield _heading(letter.excerpt_name)
        yield from (_paragraph(escape(paragraph)) for paragraph in letter.excerpt)
        yield from (_aside(line) for line in _left(letter.excerpt_left, letter))
    if letter.link:
        yield _button(letter)
    if letter.dashboard:
        words, address = escape(wording.dashboard), escape(letter.dashboard)
        yield _paragraph(f'<a href="{address}" style="color:inherit">{words}</a>')
    yield _aside(letter.footer)


def _head(letter: Letter) -> str:
    above = " · ".join((escape(letter.marker), _apart(letter.topic), _apart(letter.watchlist)))
    return (
        f'<p style="margin:0;font-size:14px;opacity:.75">{above}</p>\n'
        f'<h1 style="margin:4px 0 12px;font-size:22px;line-height:1.5">{escape(letter.title)}</h1>'
    )


def _notice(letter: Letter) -> str:
    look = "padding:8px 12px;background:#fbf0dd;background:rgba(208,135,0,.14)"
    sentence = f"<strong>{escape(letter.notice or '')}</strong>"
    return boxed(sentence, letter.direction, look, bar="#d08700", margin="0 0 12px") + WORD_GAP


def _facts(letter: Letter) -> str:
    side = "left" if letter.direction == "rtl" else "right"
    name_style = (
        f"padding:2px 0;padding-{side}:14px;{start(letter.direction)};vertical-align:top;"
        "white-space:nowrap;font-weight:normal;opacity:.75"
    )
    rows = "\n".join(
        f'<tr><th scope="row" style="{name_style}">{escape(name)}</th>'
        f'<td style="padding:2px 0;vertical-align:top">{_unbroken(value)}</td></tr>'
        for name, value in letter.facts
    )
    look = "border-collapse:collapse;font-size:15px"
    return f'<table dir="{letter.direction}" style="{look}">\n{rows}\n</table>'


def _unbroken(value: str) -> str:
    """A time, which is isolated, stays on one line, but for what stands in brackets behind it."""
    return _TIME.sub(r'<span style="white-space:nowrap">\g<0></span>', escape(value))


def _heading(text: str) -> str:
    return (
        f'<h2 style="margin:20px 0 8px;padding-top:12px;border-top:1px solid {FAINT};'
        f'font-size:16px">{escape(text)}</h2>'
    )


def _paragraph(html: str) -> str:
    return f'<p style="margin:0 0 12px">{html}</p>'


def _button(letter: Letter) -> str:
    words = escape(letter.wording.read).format(host=_apart(letter.host))
    return (  # a cell, for Word gives links no room within a border
        f'<table role="presentation" cellspacing="0" dir="{letter.direction}"'
        ' style="margin:20px 0"><tr>'
        '<td style="padding:8px 16px;border:1px solid #888;border-radius:6px">'
        f'<a href="{escape(letter.link or "")}" style="color:inherit;text-decoration:none">'
        f"{words}</a></td></tr></table>{WORD_GAP}"
    )


def _aside(text: str) -> str:
    return f'<p style="margin:12px 0 0;font-size:13px;opacity:.7">{escape(text)}</p>'


def _apart(text: str) -> str:
    return escape(isolate(text))
