"""What mails of all sorts are made of: the page around them, marks, quotations, lines that align.

The HTML carries its style inline, since mail clients drop sheets. What stands on a page is
`pipeline.channels.layout`'s and `pipeline.channels.digest_layout`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Literal

from pipeline.channels.letter import Highlights
from pipeline.channels.wording import Wording
from pipeline.diff import DiffBlock
from pipeline.text import direction

Way = Literal["rtl", "ltr"]

# Colours are veils over whatever ground the client paints: one look serves light and dark.
_SHEET = ":root{color-scheme:light dark;supported-color-schemes:light dark}"
#: before a line that does not begin with an Arabic or Hebrew letter, but for links and "-- "
_LEFTISH = re.compile("^(?=[^\n\u0590-\u08ff\u200f])(?!https?://|-- $)", re.MULTILINE)
_FONT = "'Segoe UI',Tahoma,'Noto Sans Arabic','Noto Naskh Arabic',Arial,sans-serif"
#: of lines that part or hold together
FAINT = "#bbb"
_MARK = (
    "background:#ffe79a;background:rgba(255,196,0,.42);color:inherit;font-weight:bold;"
    "padding:0 2px;border-radius:2px"
)
#: Outlook for Windows lays out by Word, which knows no greatest width, and takes the direction
#: of a table from the table
_WORD_BEGINS = (
    '<!--[if mso]><table role="presentation" align="center" width="640" dir="{}"'
    ' style="table-layout:fixed"><tr><td dir="{}"><![endif]-->'
)
#: nor does it hand its cells the letters of what they stand in
_WORD_SHEET = (
    "<!--[if mso]><style>td,th,p,h1,h2,h3,a{font-family:Tahoma,Arial,sans-serif}</style>"
    "<![endif]-->"
)
#: nor does it know of room around a table
WORD_GAP = '<!--[if mso]><p style="margin:0;font-size:8px">&nbsp;</p><![endif]-->'
_WORD_ENDS = "<!--[if mso]></td></tr></table><![endif]-->"


def page(title: str, language: str, way: Way, sections: Iterable[str]) -> str:
    """An HTML page of these sections, its root in a language and direction.

    Args:
        title: not yet escaped.
        language: BCP 47.
        way: which way its text runs.
        sections: HTML.
    """
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{way}">\n'
        '<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{_SHEET}</style>\n{_WORD_SHEET}</head>\n"
        '<body style="margin:0;padding:0">\n'
        f"{_WORD_BEGINS.format(way, way)}\n{fragment(language, way, sections)}\n"
        f"{_WORD_ENDS}\n</body>\n</html>\n"
    )


def fragment(language: str, way: Way, sections: Iterable[str]) -> str:
    """The same as one HTML element, for where others make the page around it."""
    return (
        # said again: web clients keep the body's content and drop the root
        f'<div lang="{escape(language)}" dir="{way}" style="max-width:40em;'
        # older clients know one of the two ways to break a word that is too long for a line
        f"margin:0 auto;padding:16px;font:16px/1.75 {_FONT};word-break:break-word;"
        "overflow-wrap:anywhere;"
        f'{start(way)}">\n' + "\n".join(sections) + "\n</div>"
    )


def start(way: Way) -> str:
    """The style of what begins where text of a direction begins."""
    return f"text-align:{'right' if way == 'rtl' else 'left'}"


def boxed(
    html: str,
    way: Way,
    look: str,
    *,
    language: str | None = None,
    bar: str | None = None,
    margin: str = "0",
) -> str:
    """HTML in a cell: Word gives room, borders and a direction to cells, and to little else.

    Args:
        html: what stands in it.
        way: which way its text runs.
        look: CSS of the cell.
        language: BCP 47; None: that of what it stands in.
        bar: colour of a bar where its lines begin. A cell too: word processors do not agree where
            the right border is in a table that runs from right to left.
        margin: CSS, around it; Word knows none.
    """
    lang = f' lang="{escape(language)}"' if language else ""
    begins = f'<td width="3" style="width:3px;padding:0;background:{bar}"></td>' if bar else ""
    return (  # letters are named again, for without a doctype a table inherits none
        f'<table role="presentation" cellspacing="0" cellpadding="0" width="100%" dir="{way}"'
        f' style="margin:{margin};font-size:16px;line-height:1.75"><tr>{begins}'
        f'<td{lang} dir="{way}" style="{look};{start(way)}">\n{html}\n</td></tr></table>'
    )


def aligned(text: str, way: Way) -> str:
    """Plain text whose lines all begin at the same side.

    A client lays a line out by its first letter: in a text that runs from right to left, a
    line that begins otherwise (with a Latin name, a dash) gets a mark that says so.
    """
    return _LEFTISH.sub("\u200f", text) if way == "rtl" else text


def starred(context: Highlights) -> str:
    """A context as plain text, what was found between stars."""
    return "".join(f"*{text}*" if found else text for text, found in context)


def quote(context: Highlights, way: Way, language: str | None, margin: str) -> str:
    """A context as HTML, what was found marked, in a direction of its own.

    Args:
        way: of what it stands in.
        language: of the text it is taken from.
        margin: CSS.
    """
    side = "right" if way == "rtl" else "left"
    own = direction("".join(text for text, _ in context), language)
    shown = "".join(
        # heavy letters by an element of their own: Word drops the look of those it does not know
        f'<mark style="{_MARK}"><b>{escape(text)}</b></mark>' if found else escape(text)
        for text, found in context
    )
    return (
        f'<p dir="{own}" style="margin:{margin};padding-{side}:12px;{start(way)};'
        f'border-{side}:3px solid {FAINT}">{shown}</p>'
    )


def by_field(
    blocks: Iterable[DiffBlock], wording: Wording
) -> Iterator[tuple[str, Iterable[DiffBlock]]]:
    """Changed blocks under the name of the field they are in."""
    names = {
        "title": wording.title,
        "body": wording.text,
        "byline": wording.byline,
        "credit": wording.credit,
        "section": wording.section,
    }
    for field, alike in groupby(blocks, key=lambda block: block.field):
        yield names[field], alike
