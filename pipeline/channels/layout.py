"""Lays a letter out as plain text and as HTML. Everything is escaped here, once.

The HTML carries its style inline, since mail clients drop sheets: no image, script, form
or remote thing, and no link but the article's. What is said is `pipeline.channels.letter`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from pipeline.channels.letter import Highlights, Letter
from pipeline.diff import DiffBlock
from pipeline.diff_render import as_html, as_plain
from pipeline.text import isolate

# Colours are veils over whatever ground the client paints: one look serves light and dark.
_SHEET = ":root{color-scheme:light dark;supported-color-schemes:light dark}"
#: before a line that does not begin with an Arabic or Hebrew letter, but for links and "-- "
_LEFTISH = re.compile("^(?=[^\n\u0590-\u08ff\u200f])(?!https?://|-- $)", re.MULTILINE)
_FONT = "'Segoe UI',Tahoma,'Noto Sans Arabic','Noto Naskh Arabic',Arial,sans-serif"
_FAINT = "rgba(128,128,128,.4)"
_MARK = "background:rgba(255,196,0,.42);color:inherit;padding:0 2px;border-radius:2px"


def as_text(letter: Letter) -> str:
    """The letter as plain text; lines are paragraphs, wrapped by the reader's client.

    A client lays a line out by its first letter: in a letter that runs from right to left, a
    line that begins otherwise (with a Latin name, a dash) gets a mark that says so.
    """
    text = "\n\n".join(_text_sections(letter)) + "\n"
    return _LEFTISH.sub("\u200f", text) if letter.direction == "rtl" else text


def _text_sections(letter: Letter) -> Iterator[str]:
    wording = letter.wording
    yield f"{letter.marker} · {isolate(letter.topic)} · {isolate(letter.watchlist)}"
    yield letter.title
    if letter.notice:
        yield letter.notice
    yield "\n".join(f"{name}{wording.colon}{value}" for name, value in letter.facts)
    if letter.contexts:
        lines = (f"- {_starred(context)}" for context in letter.contexts)
        yield "\n".join((wording.why, *lines, *_left(letter.contexts_left, letter)))
    if letter.blocks:
        yield wording.changes
        for name, blocks in _by_field(letter):
            yield f"{name}{wording.colon}".rstrip() + f"\n{as_plain(blocks)}"
        yield from _left(letter.blocks_left, letter)
    if letter.excerpt:
        yield letter.excerpt_name
        yield from letter.excerpt
        yield from _left(letter.excerpt_left, letter)
    if letter.link:
        yield f"{wording.read.format(host=isolate(letter.host))}\n{letter.link}"
    yield f"-- \n{letter.footer}"


def _starred(context: Highlights) -> str:
    return "".join(f"*{text}*" if found else text for text, found in context)


def _left(left: int, letter: Letter) -> Iterator[str]:
    if left:
        yield letter.wording.more.format(n=left)


def _by_field(letter: Letter) -> Iterator[tuple[str, Iterable[DiffBlock]]]:
    """The changed blocks under the name of the field they are in."""
    wording = letter.wording
    names = {
        "title": wording.title,
        "body": wording.text,
        "byline": wording.byline,
        "credit": wording.credit,
        "section": wording.section,
    }
    for field, blocks in groupby(letter.blocks, key=lambda block: block.field):
        yield names[field], blocks


def as_page(letter: Letter) -> str:
    """The letter as an HTML page, its root in the article's language and direction."""
    root = f'lang="{escape(letter.language)}" dir="{letter.direction}"'
    return (
        f'<!doctype html>\n<html {root}>\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(letter.title)}</title>\n<style>{_SHEET}</style></head>\n"
        '<body style="margin:0;padding:0">\n'
        # said again: web clients keep the body's content and drop the root
        f'<div {root} style="max-width:40em;margin:0 auto;padding:16px;font:16px/1.75 {_FONT};'
        f'overflow-wrap:anywhere;{_start(letter)}">\n'
        + "\n".join(_sections(letter))
        + "\n</div>\n</body>\n</html>\n"
    )


def _start(letter: Letter) -> str:
    return f"text-align:{'right' if letter.direction == 'rtl' else 'left'}"


def _sections(letter: Letter) -> Iterator[str]:
    wording = letter.wording
    yield _head(letter)
    if letter.notice:
        yield _notice(letter)
    yield _facts(letter)
    if letter.contexts:
        yield _heading(wording.why)
        yield from (_quote(_marked(context), letter) for context in letter.contexts)
        yield from (_aside(line) for line in _left(letter.contexts_left, letter))
    if letter.blocks:
        yield _heading(wording.changes)
        for name, blocks in _by_field(letter):
            yield f'<p style="margin:0;font-size:14px;opacity:.75">{escape(name)}</p>'
            yield as_html(blocks)
        yield from (_aside(line) for line in _left(letter.blocks_left, letter))
    if letter.excerpt:
        yield _heading(letter.excerpt_name)
        yield from (_paragraph(escape(paragraph)) for paragraph in letter.excerpt)
        yield from (_aside(line) for line in _left(letter.excerpt_left, letter))
    if letter.link:
        yield _button(letter)
    yield _aside(letter.footer)


def _head(letter: Letter) -> str:
    above = " · ".join((escape(letter.marker), _apart(letter.topic), _apart(letter.watchlist)))
    return (
        f'<p style="margin:0;font-size:14px;opacity:.75">{above}</p>\n'
        f'<h1 style="margin:4px 0 12px;font-size:22px;line-height:1.5">{escape(letter.title)}</h1>'
    )


def _notice(letter: Letter) -> str:
    side = "right" if letter.direction == "rtl" else "left"
    return (
        f'<p style="margin:0 0 12px;padding:8px 12px;border-{side}:4px solid #d08700;'
        f'background:rgba(208,135,0,.14)"><strong>{escape(letter.notice or "")}</strong></p>'
    )


def _facts(letter: Letter) -> str:
    side = "left" if letter.direction == "rtl" else "right"
    name_style = (
        f"padding:2px 0;padding-{side}:14px;{_start(letter)};vertical-align:top;"
        "white-space:nowrap;font-weight:normal;opacity:.75"
    )
    rows = "\n".join(
        f'<tr><th scope="row" style="{name_style}">{escape(name)}</th>'
        f'<td style="padding:2px 0;vertical-align:top">{_unbroken(value)}</td></tr>'
        for name, value in letter.facts
    )
    return f'<table style="border-collapse:collapse;font-size:15px">\n{rows}\n</table>'


def _unbroken(value: str) -> str:
    """What is isolated, such as a time, also stays on one line."""
    return re.sub(
        "\u2068[^\u2069]*\u2069",
        lambda found: f'<span style="white-space:nowrap">{found[0]}</span>',
        escape(value),
    )


def _heading(text: str) -> str:
    return (
        f'<h2 style="margin:20px 0 8px;padding-top:12px;border-top:1px solid {_FAINT};'
        f'font-size:16px">{escape(text)}</h2>'
    )


def _marked(context: Highlights) -> str:
    return "".join(
        f'<mark style="{_MARK}">{escape(text)}</mark>' if found else escape(text)
        for text, found in context
    )


def _quote(html: str, letter: Letter) -> str:
    side = "right" if letter.direction == "rtl" else "left"
    return (
        f'<p style="margin:0 0 8px;padding-{side}:12px;border-{side}:3px solid {_FAINT}">{html}</p>'
    )


def _paragraph(html: str) -> str:
    return f'<p style="margin:0 0 12px">{html}</p>'


def _button(letter: Letter) -> str:
    words = escape(letter.wording.read).format(host=_apart(letter.host))
    return (
        f'<p style="margin:20px 0"><a href="{escape(letter.link or "")}" '
        'style="display:inline-block;padding:8px 16px;border:1px solid currentColor;'
        f'border-radius:6px;color:inherit;text-decoration:none">{words}</a></p>'
    )


def _aside(text: str) -> str:
    return f'<p style="margin:12px 0 0;font-size:13px;opacity:.7">{escape(text)}</p>'


def _apart(text: str) -> str:
    return escape(isolate(text))
