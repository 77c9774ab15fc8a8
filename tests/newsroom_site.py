"""A piece on the demo's site, and how tests look at what the site answers."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser

from marsad.demo.newsroom import Piece
from marsad.demo.site import Site

NOON = datetime(2026, 1, 23, 11, 33, 3, tzinfo=UTC)  # 12:33:03 in Algiers

PIECE = Piece(
    id=41,
    slug="جسر-جديد-على-الوادي",
    title="جسر جديد على الوادي «قبل الشتاء»",
    sections=("maghreb",),
    byline="الجريدة/وكالات",
    credit="نشرة الجسور",
    tags=("أشغال",),
    body=(
        "بدأت الأشغال أمس على الضفة اليمنى.",
        "تدوم ستة أشهر & تكلف 12 مليونا.",
        "ثم يفتح الجسر.",
    ),
)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Reply:
    """An answer, with names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    def one(self, selector: str) -> str:
        (node,) = self.page.css(selector)
        return " ".join(node.text().split())

    def links(self, selector: str) -> list[str]:
        return [str(node.attributes["href"]) for node in self.page.css(selector)]


def get(site: Site, target: str, *, method: str = "GET", **headers: str) -> Reply:
    """One request, redirects not followed; `if_none_match` names a header."""
    connection = http.client.HTTPConnection(site.host, timeout=5)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target.removeprefix(site.url), headers=names)
        answer = connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def paragraphs(page: LexborHTMLParser) -> list[str]:
    """What stands in the text blocks of a piece, adverts left out, as a careful reader sees it."""
    found = page.css(".itemIntroText > p, .itemFullText > p, .entry > p")
    texts = [" ".join(node.text().split()) for node in found]
    return [text for text in texts if text]


def many(count: int) -> list[Piece]:
    """As many pieces, newest first."""
    return [
        replace(PIECE, id=100 + n, title=f"خبر رقم {n}", created=NOON - timedelta(hours=n))
        for n in range(count)
    ]
