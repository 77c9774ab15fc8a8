"""What of a page's bytes its reading rests on, without what moves at every fetch.

A scan of bytes, for a parse would take longer than is meant to be saved. What is left out here
is left out of the proof as well (`pipeline.extract.read_region`), so that nothing is lost which a
reading needs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import re2

from pipeline.presets import SiteRules

#: of the tags by which a region and its counter are found, in bytes
LONGEST_TAG: Final = 400

OPENING: Final = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*+)(?=[\s/>])")
#: what stands in a tag; bounded, for a page may be nothing but beginnings of tags
_INSIDE: Final = rb"""(?:[^<>"']++|"[^"]{0,3000}+"|'[^']{0,3000}+'){0,60}+"""
_CLAIM: Final = re.compile(
    rb"<html\b[^<>]*+>|<base\b[^<>]*+>|<title\b[^<>]*+>[^<]*+|<meta\b" + _INSIDE + rb">"
    rb"|<link\b(?=[^<>]{0,1000}canonical)" + _INSIDE + rb">",
    re.IGNORECASE,
)
#: claims that are made anew for every visitor
_FLEETING: Final = re.compile(
    rb"(?:name|property|id)\s*+=\s*+[\"']?[^\s\"'>]{0,100}(?:csrf|xsrf|token|nonce|request-?id)",
    re.IGNORECASE,
)
_LINKED: Final = re.compile(
    rb"<script\b[^<>]{0,500}ld\+json[^<>]*+>.*?(?:</script\s*+>|\Z)", re.IGNORECASE | re.DOTALL
)
#: numbers in JSON-LD that visitors make
_COUNTED: Final = re.compile(rb'("(?:userInteractionCount|commentCount)"\s*+:\s*+"?)[0-9]++')
_DROPPED: Final = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(script|style|svg|iframe|noscript|template)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)"
    rb"|<input\b[^<>]*+>",
    re.IGNORECASE | re.DOTALL,
)
#: a tag with an attribute that may be one of those below, or with an address
_TAG: Final = re.compile(rb"<[a-zA-Z][^<>=]*+=[^<>]*+>")
_VALUE: Final = rb"""\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++)"""
MOVING: Final = re.compile(
    rb"\s(?:nonce|srcset|sizes|integrity|on[a-z]++|data-(?!testid)[^\s=>\"']*+)" + _VALUE,
    re.IGNORECASE,
)
_QUERY: Final = re.compile(
    rb"""(\s(?:href|src)\s*+=\s*+(?:"[^"?]*+|'[^'?]*+))\?[^"'>]*+""", re.IGNORECASE
)
_DIGITS: Final = (
    rb"(?:[0-9]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9])(?:[0-9.,]|\xd9[\xa0-\xac]|\xdb[\xb0-\xb9])*"
)
_VISITS: Final = (
    "views?|reads?|hits?|shares?|comments?|likes?|vues?|lectures?|partages?|commentaires?"
    "|قراءة|قراءات|مشاهدة|مشاهدات|زيارة|زيارات|تعليق|تعليقات|مشاركة|مشاركات|إعجاب"
).encode()
#: a text of its own that is the number of visits, shares or comments, with its label
_VISITED: Final = (
    rb"(?i)(>\s*)" + _DIGITS + rb"(\s*(?:" + _VISITS + rb")\s*<)",
    rb"(?i)(>\s*(?:" + _VISITS + rb")\s*[:(]?\s*)" + _DIGITS + rb"(\s*\)?\s*<)",
)
#: a run of digits of any script that Arabic pages use, grouped or not, in UTF-8
_NUMBER: Final = re.compile(
    rb"(?:[0-9]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9])"
    rb"(?:[0-9]|\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9]|[.,\x20](?=[0-9])|\xd9\xac|\xc2\xa0(?=[0-9]))*+"
)
#: words that count wherever they stand
_TOLD: Final = (
    "(?i)paywall|liveblog|live-blog|correction|rectificatif|erratum"
    "|تصحيح|تصويب|تنويه|توضيح|استدراك|اعتذار|نعتذر|تحديث|تحيين"
).encode()


def piece_at(body: bytes, tag: bytes, nth: int, site: SiteRules | None) -> bytes | None:
    """An element's bytes without what moves; None where it is not found.

    Args:
        tag: how the element begins.
        nth: which of those that begin so it is, from 1.
        site: the rules that the page is read by.
    """
    start = -1
    for _ in range(nth):
        start = body.find(tag, start + 1)
        if start < 0:
            return None
    piece = _DROPPED.sub(b"", body[start : _end(body, start)])
    keeps_data = site is not None and _names_data(site)
    return _TAG.sub(_steady_with_data if keeps_data else _steady, piece)


def _end(body: bytes, start: int) -> int:
    """Where the element that begins at a place is closed; where it never is, the page's end."""
    opening = OPENING.match(body, start)
    depth = 0
    for tag in _tags(opening[1].lower() if opening else b"body").finditer(body, start):
        if tag["name"]:
            depth += -1 if tag["close"] else 1
            if depth == 0:
                return tag.end()
    return len(body)


@lru_cache
def _tags(name: bytes) -> re.Pattern[bytes]:
    """Tags of a name, and what may hold their like and none."""
    return re.compile(
        rb"<!--(?:-?>|.*?(?:--!?>|\Z))|<(script|style)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)"
        rb"|<(?P<close>/?)(?P<name>" + re.escape(name) + rb")(?=[\s/>])",
        re.IGNORECASE | re.DOTALL,
    )


def _steady(tag: re.Match[bytes]) -> bytes:
    """A tag without the attributes that hold secrets, sizes and what scripts are told."""
    text = MOVING.sub(b"", tag[0])
    return _QUERY.sub(rb"\1", text) if b"?" in text else text


def _steady_with_data(tag: re.Match[bytes]) -> bytes:
    return _QUERY.sub(rb"\1", tag[0]) if b"?" in tag[0] else tag[0]


@lru_cache(maxsize=1000)
def _names_data(site: SiteRules) -> bool:
    """Whether rules read something in an attribute for scripts."""
    return "data-" in site.rules.model_dump_json()


def claims_of(body: bytes) -> bytes:
    """What the page says of itself for machines."""
    head = body.find(b"<body")
    if head < 0:
        head = len(body)
    tags = [one[0] for one in _CLAIM.finditer(body, 0, head)]
    if b"ld+json" in body:
        tags += [_COUNTED.sub(rb"\1 0", one[0]) for one in _LINKED.finditer(body)]
    return b"\n".join(tag for tag in tags if not _FLEETING.search(tag))


def before_counter(piece: bytes, hits: int | None) -> str:
    """What stands before the view counter, if just one number can be it."""
    if hits is None:
        return ""
    found: list[tuple[int, bytes]] = []
    for number in _NUMBER.finditer(piece):
        if _value(number[0]) == hits:
            before = piece[piece.rfind(b"<", 0, number.start()) : number.start()]
            after = piece.find(b"<", number.end())
            found.append((len(before) + after - number.end(), before))
    # of several, the one that stands most by itself: no figure of the text is the counter
    for _, before in sorted(found):
        if b">" in before and len(before) <= LONGEST_TAG and piece.count(before) == 1:
            return decoded(before) or ""
    return ""


def without_counters(piece: bytes, counter: str) -> tuple[bytes, int | None]:
    """The piece with all that visitors count at nought, and what its view counter was at."""
    hits, before = None, counter.encode()
    at = piece.find(before) if before else -1
    if at >= 0 and (number := _NUMBER.match(piece, at + len(before))):
        hits = _value(number[0])
        piece = piece[: number.start()] + b"0" + piece[number.end() :]
    for visited in _VISITED:
        piece = _in_bytes(visited).sub(rb"\1 0\2", piece)
    return piece, hits


def _value(number: bytes) -> int | None:
    digits = "".join(one for one in (decoded(number) or "") if one.isdecimal())
    return int(digits) if 0 < len(digits) < 16 else None


def decoded(text: bytes) -> str | None:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return None


def told_in(body: bytes) -> bytes:
    """The words on a page, wherever they stand, that tell of a change or of what kind it is."""
    return b",".join(_in_bytes(_TOLD).findall(body))


def page_of(claims: bytes, piece: bytes) -> bytes:
    """A page of nothing but claims and region."""
    opening, _, rest = (
        claims.partition(b"\n") if claims[:5].lower() == b"<html" else (b"", b"", claims)
    )
    return b"<!DOCTYPE html>%b<head>%b</head><body>%b</body></html>" % (
        opening or b"<html>",
        _CLOSED.sub(rb"\1</title>", rest),
        piece,
    )


#: a title as `_CLAIM` finds it
_CLOSED: Final = re.compile(rb"(<title\b[^>]*+>[^<]*+)", re.IGNORECASE)


@lru_cache
def _in_bytes(pattern: bytes) -> Any:
    """A pattern that takes linear time, over bytes of whatever encoding."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(pattern, options)
