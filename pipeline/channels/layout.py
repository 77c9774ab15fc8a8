"""Lays a letter out as plain text and as HTML. Everything is escaped here, once.

The HTML carries its style inline, since mail clients drop sheets: no image, script, form
or remote thing, and no links but to the article and its page on the dashboard. What is said
is `pipeline.channels.letter`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from pipeline.channels.letter import Highlights, Letter
from pipeline.diff import DiffBlock
from pipeline.diff_render import as_html, as_plain
from pipeline.text import direction, isolate

# Colours are veils over whatever ground the client paints: one look serves light and dark.
_SHEET = ":root{color-scheme:light dark;supported-color-schemes:light dark}"
#: before a line that does not begin with an Arabic or Hebrew letter, but for links and "-- "
_LEFTISH = re.compile("^(?=[^\n\u0590-\u08ff\u200f])(?!https?://|-- $)", re.MULTILINE)
#: a time in an isolate, up to its offset
_TIME = re.compile("(?<=\u2068)[0-9][0-9: -]*[0-9](?=[ \u2069])")
_FONT = "'Segoe UI',Tahoma,'Noto Sans Arabic','Noto Naskh Arabic',Arial,sans-serif"
_FAINT = "#bbb"
_MARK = (
    "background:#ffe79a;background:rgba(255,196,0,.42);color:inherit;font-weight:bold;"
    "padding:0 2px;border-radius:2px"
)
#: Outlook for Windows lays out by Word, which knows no greatest width, and takes the direction
#: of a table from the table
_WORD_BEGINS = (
    '<!--[if mso]><table role="presentation" align="center" width="640" dir="{}"><tr><td dir="{}">'
    "<![endif]-->"
)
_WORD_ENDS = "<!--[if mso]></td></tr></table><![endif]-->"


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
    if letter.dashboard:
        yield f"{wording.dashboard}\n{letter.dashboard}"
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
        f"{_WORD_BEGINS.format(letter.direction, letter.direction)}\n{as_fragment(letter)}\n"
        f"{_WORD_ENDS}\n</body>\n</html>\n"
    )


def as_fragment(letter: Letter) -> str:
    """The letter as one HTML element, for where others make the page around it."""
    return (
        # said again: web clients keep the body's content and drop the root
        f'<div lang="{escape(letter.language)}" dir="{letter.direction}" style="max-width:40em;'
        f"margin:0 auto;padding:16px;font:16px/1.75 {_FONT};overflow-wrap:anywhere;"
        f'{_start(letter)}">\n' + "\n".join(_sections(letter)) + "\n</div>"
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
        yield from (_quote(context, letter) for context in letter.contexts)
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
    side = "right" if letter.direction == "rtl" else "left"
    return (
        f'<p style="margin:0 0 12px;padding:8px 12px;border-{side}:4px solid #d08700;'
        'background:#fbf0dd;background:rgba(208,135,0,.14)">'
        f"<strong>{escape(letter.notice or '')}</strong></p>"
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
    look = "border-collapse:collapse;font-size:15px"
    return f'<table dir="{letter.direction}" style="{look}">\n{rows}\n</table>'


def _unbroken(value: str) -> str:
    """A time, which is isolated, stays on one line, but for what stands in brackets behind it."""
    return _TIME.sub(r'<span style="white-space:nowrap">\g<0></span>', escape(value))


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


def _quote(context: Highlights, letter: Letter) -> str:
    side = "right" if letter.direction == "rtl" else "left"
    way = direction("".join(text for text, _ in context), letter.language)
    return (
        f'<p dir="{way}" style="margin:0 0 8px;padding-{side}:12px;{_start(letter)};'
        f'border-{side}:3px solid {_FAINT}">{_marked(context)}</p>'
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
        f"{words}</a></td></tr></table>"
    )


def _aside(text: str) -> str:
    return f'<p style="margin:12px 0 0;font-size:13px;opacity:.7">{escape(text)}</p>'


def _apart(text: str) -> str:
    return escape(isolate(text))
