"""Recognises answers that came with a good status but hold no article at all.

Files that are no HTML, error pages, walls. Whether a page that looks right has a title and a
text is for the readers to say.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.text import clean

_HTML_TYPES: Final = frozenset(
    ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain")
)
_MAGIC: Final = {
    b"%PDF-": "a PDF document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"PK\x03\x04": "an archive",
    b"\x1f\x8b": "compressed data",
    b"\x00\x00\x01\x00": "an image",
}
#: servers that mistake a page for a download are believed less than the page
_HTML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_LONGEST_TITLE: Final = 200
_ERROR_TITLES: Final = re.compile(
    r"""(?: 404 (?:\s*[-–|:]\s.*)?
      | (?:خطأ|error|erreur)\W{0,3}(?:40[0134]|410|50[0234]) (?:\W.*)?
      | (?:40[0134]|410|50[0234]) \W{1,3}
        (?:error|erreur|not\ found|page|forbidden|bad|service|unauthorized|internal|gateway
          |category|item|article|خطأ|غير\ موجود|الصفحة|المقال)(?:\W.*)?
      | .{0,20}(?:الصفحة|المقالة?|العنصر|المحتوى|الموضوع|القسم) (?:\ \w+){0,4}?
        \ غير\ (?:موجود|متوفر|متاح)[ةه]? (?:\W.{0,60})?
      | .{0,20}لم\ يتم\ العثور\ على\ (?:هذه\ )?(?:الصفحة|المقالة?|العنصر|المحتوى|الموضوع)
        (?:\W.{0,60})?
      | (?:.{0,30}\W)?(?:page|article|item|category)\ (?:was\ |could\ )?not\ (?:be\ )?found
        (?:\W.{0,60})?
      | not\ found
      | (?:.{0,20}\W)?page\ (?:introuvable|non\ trouvée) (?:\W.{0,60})?
      | (?:access\ denied|forbidden|bad\ gateway|service\ unavailable|just\ a\ moment
          |attention\ required|checking\ your\ browser|are\ you\ a\ robot) (?:\W.{0,60})?
      | .{0,20}الموقع\ (?:تحت|قيد)\ الصيانة (?:\W.{0,60})?
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def not_a_page(body: bytes, content_type: str) -> str | None:
    """What an answer is instead of a page, None if it may be one."""
    if not body or body.isspace():
        return "the page is empty"
    start = body[:1024].lstrip()
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _HTML_TYPES and not _HTML.match(start):
        return f"not a page but {clean(kind)[:60]}"
    return next(
        (f"not a page but {what}" for magic, what in _MAGIC.items() if start.startswith(magic)),
        None,
    )


def is_error_title(title: str) -> bool:
    """Whether a title is an error page's, and not of a piece about errors or «404 قتلى»."""
    return len(title) <= _LONGEST_TITLE and _ERROR_TITLES.fullmatch(title) is not None
