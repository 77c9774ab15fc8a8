"""Recognises answers that came with a good status but hold no article at all.

Files that are no HTML, error pages, walls, log-in and consent pages, shells that only scripts
fill, calls to subscribe. Lists are `lists`' matter; whether a page that looks right has a title
and a text is for the readers to say. A page that claims to be an article and tells when it was
published is not doubted for its words: pieces have been written about all of these things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.dom import Element, FlatPage
from pipeline.extract.page import Page
from pipeline.extract.wrong_words import CONSENT, HEADINGS, NEEDS_SCRIPTS, SUBSCRIBE
from pipeline.records import Absence, ArticleData, NotArticle
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
EMPTY: Final = "the page is empty"
#: which of them stand where an article was removed; the others may hide one that is there
SPEAKS_OF_REMOVAL: Final = {
    "an error page": Absence.SOFT_404,
    "search results": Absence.REPLACED,
}
_LONGEST_HEADING: Final = 200
#: between a title and what a site adds to it
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»«:/-]{1,2}\s+|\s*[|»«]\s*")
#: classes by which content systems mark the body of an error page
_ERROR_MARKS: Final = frozenset(("error404", "error-404", "page-404", "page-not-found", "http-404"))
#: characters of text; walls, shells and pages under repair have less
LITTLE: Final = 1500
_HARDLY_ANY: Final = 400
#: a paragraph this long that does not call for a subscription is worth reading
_WORTH_READING: Final = 80
_SEARCH_FIELD: Final = 'input[type="search" i], input[name="q"], input[name="s"]'
#: share of a consent page's text that speaks of consent
_MOSTLY: Final = 0.6


def not_a_page(body: bytes, content_type: str) -> str | None:
    """What an answer is instead of a page, None if it may be one."""
    if not body or body.isspace():
        return EMPTY
    start = body[:1024].lstrip()
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _HTML_TYPES and not _HTML.match(start):
        return f"not a page but {clean(kind)[:60]}"
    return next(
        (f"not a page but {what}" for magic, what in _MAGIC.items() if start.startswith(magic)),
        None,
    )


def wrong_page(page: Page, reading: ArticleData | NotArticle) -> str | None:
    """What a page is instead of an article, None if it may be one.

    Args:
        page: the page; parts may have been taken off its tree.
        reading: what a reader made of it.
    """
    article = reading if isinstance(reading, ArticleData) else None
    if article and page.claims.is_article and article.published:
        return None
    marks = _marks(page)
    if marks & _ERROR_MARKS:
        return "an error page"
    text = article.body if article else ()
    letters = sum(map(len, text))
    for heading, is_title in dict.fromkeys(_headings(page, article)):
        for what, phrases in HEADINGS.items():
            if phrases.fullmatch(heading) and _bears_out(what, page, text, is_title=is_title):
                return what
    if article and not article.published and _is_about(CONSENT, text, letters):
        return "a page that asks for consent"
    if article and _only_calls(text):
        return "only a call to subscribe"
    if letters < _HARDLY_ANY and any(map(NEEDS_SCRIPTS.search, text or _shown(page.flat))):
        return "a page that only scripts fill"
    return None


def _headings(page: Page, article: ArticleData | None) -> Iterator[tuple[str, bool]]:
    """What the page calls itself, and whether that is its title, in whole or its first part."""
    own = article.title if article else None
    titles = dict.fromkeys((own, page.claims.document_title, *page.claims.headlines))
    for title in titles:
        if not title or len(title) > _LONGEST_HEADING:
            continue
        yield title, True
        parts = [part.strip(" .!؟?…") for part in _SEPARATOR.split(title)]
        yield from ((part, number == 0) for number, part in enumerate(parts) if part)
    for node in page.tree.css("h1")[:3]:
        yield clean(node.text())[:_LONGEST_HEADING].strip(" .!؟?…"), False


def _bears_out(what: str, page: Page, text: tuple[str, ...], *, is_title: bool) -> bool:
    """Whether the rest of a page agrees with a heading that says what it is."""
    letters = sum(map(len, text))
    match what:
        case "an error page":
            return True
        case "a page that asks to log in":
            return is_title and page.tree.css_first('input[type="password" i]') is not None
        case "a page that asks for consent":
            return is_title and (letters < _HARDLY_ANY or _is_about(CONSENT, text, letters))
        case "search results":
            return is_title and page.tree.css_first(_SEARCH_FIELD) is not None
    return is_title and letters < LITTLE


def _only_calls(text: tuple[str, ...]) -> bool:
    """Whether a text calls for a subscription and has nothing else that is worth reading."""
    for one in text:
        if len(one) >= _WORTH_READING and not SUBSCRIBE.search(one):
            return False  # most texts are told by their first paragraph
    return any(map(SUBSCRIBE.search, text))


def _is_about(words: re.Pattern[str], text: tuple[str, ...], letters: int) -> bool:
    """Whether most of a text stands in paragraphs with such words, and in two at least."""
    such = [len(one) for one in text if words.search(one)]
    return len(such) > 1 and sum(such) > _MOSTLY * letters


def _shown(flat: FlatPage) -> Iterator[str]:
    """The texts of a page that shows next to nothing, those for browsers without scripts too."""
    if not flat.entries or flat.element(0).letters > LITTLE:
        return
    skip_to = -1
    for index, entry in enumerate(flat.entries):
        if isinstance(entry, Element):
            skip_to = entry.end if entry.tag in ("script", "style") else skip_to
        elif index >= skip_to:
            yield entry


def _marks(page: Page) -> frozenset[str]:
    """The classes of `html` and `body`, in lower case."""
    outer = (page.tree.root, page.tree.body)
    classes = (node.attributes.get("class") or "" for node in outer if node is not None)
    return frozenset(" ".join(classes).lower().split())
