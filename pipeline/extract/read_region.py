"""Knows a page again by the part of it that its reading rests on, without reading it.

A full reading lays the whole page out and weighs all that it says. Counters, related pieces and
tokens move at nearly every fetch, the piece itself seldom. So a reading that was made is asked
what it rests on, and that is *proven*: a page of nothing but

    the claims    title, meta tags, canonical address, JSON-LD, of the whole page
    the region    the smallest element around title and text, widened as far as little else
                  stands in it, without scripts, styles, forms' secrets and the view counter

must read the same in every field. From then on, while both are the same to the byte, so is the
reading. What stands outside is not looked at, save for words that tell of a correction, of a
live report or of a paywall: their number counts.

Looking is a scan of bytes, no parse: a tenth of the quickest reading. Pure; whether to look, and
what an unmoved page means, is for `pipeline.rechecks`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.charset import decode_page
from pipeline.extract import generic, k2_fields, read_article
from pipeline.extract.by_rules import VERSION as RULES_VERSION
from pipeline.extract.page_bytes import (
    LONGEST_TAG,
    MOVING,
    before_counter,
    claims_of,
    decoded,
    page_of,
    piece_at,
    told_in,
    without_counters,
)
from pipeline.extract.recheck import ReadRegion, Unmoved
from pipeline.presets import SiteRules, site_rules
from pipeline.records import ArticleData, ReadingRules
from pipeline.text import letters_of

#: goes up when the same page gives other bytes to compare
_VERSION: Final = 1
#: bytes; larger pages are read whole
_LARGEST: Final = 1_000_000
_DEEPEST: Final = 80
#: characters of text that a wider region may have besides, to be no other than the piece's
_LITTLE: Final = 300
#: characters of text whose letters are counted at once
_STEP: Final = 4_000
#: characters but white space at either end of a paragraph by which it is found in the page
_TELLING: Final = 24
_AT: Final = "marsad-at"
_PLACE: Final = re.compile("[0-9]{1,9}")
_WHITE_SPACE: Final = bytes(code for code in range(0x80) if not chr(code).isprintable()) + b" "
#: the rest of it in UTF-8, with nearly all that prints nothing
_UNPRINTED: Final = re.compile(
    rb"\xc2[\x80-\xa0\xad]|\xe2(?:\x80[\x80-\x8f\xa8-\xaf]|\x81[\x9f-\xaf])|\xe3\x80\x80|\xef\xbb\xbf"
)
#: elements that hold no piece
_CODE: Final = ("script", "style")
#: begins an element that may hold one
_HOLDING: Final = re.compile(
    rb"<(?!(?:a|b|br|button|em|g|i|img|input|link|meta|option|path|script|source|span|strong|style"
    rb"|svg|use)[\s/>])[a-zA-Z][a-zA-Z0-9]*+(?=[\s/>])"
)


def look_again(
    body: bytes, content_type: str, rules: ReadingRules, region: ReadRegion
) -> Unmoved | None:
    """Whether a page still shows what its reading rested on; None: it must be read.

    Args:
        body: the page's bytes, content encodings undone.
        content_type: the Content-Type header's value.
        rules: how the source's pages are read.
        region: see `find_region`.
    """
    if len(body) > _LARGEST:
        return None
    piece = _piece(body, region, rules)
    if piece is None:
        return None
    piece, hits = without_counters(piece, region.counter)
    if _digest(claims_of(body), piece, body, content_type, rules) != region.digest:
        return None
    return Unmoved(hits)


def find_region(
    body: bytes,
    url: str,
    content_type: str,
    rules: ReadingRules,
    fetched_at: datetime | None,
    article: ArticleData,
    *,
    wide: bool,
) -> ReadRegion | None:
    """What the reading of a page rests on; None where no part of it can be shown to be enough.

    Takes as long as a reading, for it makes one to prove it.

    Args:
        body, url, content_type, rules, fetched_at: as `read_article` had them.
        article: what that gave.
        wide: takes in what stands closely around title and text, too.
    """
    if len(body) > _LARGEST:
        return None
    tree = LexborHTMLParser(decode_page(_HOLDING.sub(_with_place, body), content_type))
    holder = _holder(tree, article)
    if holder is None:
        return None
    claims = claims_of(body)
    for node in _tried(holder) if wide else [holder]:
        region = _marked(body, node, wide=wide)
        piece = _piece(body, region, rules) if region else None
        if region is None or piece is None:
            continue
        region = replace(region, counter=before_counter(piece, article.hits))
        piece, _ = without_counters(piece, region.counter)
        again = read_article(page_of(claims, piece), url, content_type, rules, fetched_at)
        if isinstance(again, ArticleData) and _alike(again, article):
            digest = _digest(claims, piece, body, content_type, rules)
            return replace(region, digest=digest)
    return None


def _alike(one: ArticleData, other: ArticleData) -> bool:
    """Whether two readings say the same; where it was read, and how often, is no matter."""
    return replace(one, hits=None, provenance={}) == replace(other, hits=None, provenance={})


# Where it lies


def _with_place(tag: re.Match[bytes]) -> bytes:
    """An opening tag that says where in the page it stands.

    Of two such attributes the first counts. A page can forge it in a tag that is not given one:
    that leads to another place, which is not what the reading rests on, as its proof will show.
    """
    return b'%b %b="%d"' % (tag[0], _AT.encode(), tag.start())


def _place(node: LexborNode) -> int | None:
    """Where in the page an element begins; None if that is not known."""
    given = node.attributes.get(_AT) or ""
    return int(given) if _PLACE.fullmatch(given) else None


def _holder(tree: LexborHTMLParser, article: ArticleData) -> LexborNode | None:
    """The innermost element with the title, if the page prints it, and every paragraph."""
    node = tree.body
    if node is None or _place(node) is None:
        return None
    text = _printed(node.text())
    ends = [end for one in article.body for end in _ends(one) if end in text]
    if not ends:
        return None
    if (title := _printed(article.title)) in text:
        ends.insert(0, title)
    ends = list(dict.fromkeys(ends))
    for _ in range(_DEEPEST):
        inner = next(
            (one for one in node.iter() if one.tag not in _CODE and _holds(one, ends)), None
        )
        if inner is None or _place(inner) is None:
            return node
        node = inner
    return node


def _ends(paragraph: str) -> tuple[bytes, bytes]:
    bare = _printed(paragraph).decode()
    return bare[:_TELLING].encode(), bare[-_TELLING:].encode()


def _holds(node: LexborNode, texts: Sequence[bytes]) -> bool:
    """Whether all of these stand in an element: mostly in page order, each behind the last."""
    printed, at = _printed(node.text()), 0
    for text in texts:
        at = printed.find(text, at)
        if at < 0 and (at := printed.find(text)) < 0:
            return False
    return True


def _printed(text: str) -> bytes:
    """A text in UTF-8 to be found in another, though that has other white space: as bytes, for a
    whole page is looked through at each level of its tree."""
    return _UNPRINTED.sub(b"", text.encode("utf-8", "replace").translate(None, _WHITE_SPACE))


def _tried(holder: LexborNode) -> list[LexborNode]:
    """The elements that a wide region may be, the one to be preferred first."""
    wider = _widened(holder)
    return [holder] if wider.mem_id == holder.mem_id else [wider, holder]


def _widened(node: LexborNode) -> LexborNode:
    """The outermost element around one that adds no more than a little text to it."""
    left = _LITTLE
    for _ in range(_DEEPEST):
        outer = node.parent
        if outer is None or outer.tag in (None, "html") or _place(outer) is None:
            return node
        left -= _letters_beside(node, outer, left)
        if left < 0:
            return node
        node = outer
    return node


def _letters_beside(node: LexborNode, outer: LexborNode, most: int) -> int:
    """The letters and figures in an element outside one in it; not all of more than so many."""
    letters = 0
    for beside in outer.iter(include_text=True):
        if beside.mem_id != node.mem_id:
            text = beside.text()
            for at in range(0, len(text), _STEP):
                letters += len(letters_of(text[at : at + _STEP]))
                if letters > most:
                    return letters
    return letters


def _marked(body: bytes, node: LexborNode, *, wide: bool) -> ReadRegion | None:
    """How an element is found in the page's bytes."""
    at = _place(node) or 0
    tag = body[at : body.find(b">", at) + 1]
    moving = MOVING.search(tag)
    start = tag[: moving.start()] if moving else tag
    printed = decoded(start) if 0 < len(start) <= LONGEST_TAG else None
    if printed is None:
        return None
    return ReadRegion(printed, body.count(start, 0, at) + 1, "", wide, "")


# What is compared


def _piece(body: bytes, region: ReadRegion, rules: ReadingRules) -> bytes | None:
    return piece_at(body, region.start.encode(), region.nth, _site(rules))


def _site(rules: ReadingRules) -> SiteRules | None:
    return site_rules(rules.preset, rules.own)


def _digest(
    claims: bytes, piece: bytes, body: bytes, content_type: str, rules: ReadingRules
) -> str:
    hashed = blake2b(digest_size=16)
    for part in (
        _readers(rules),
        content_type.encode("utf-8", "replace"),
        told_in(body),
        claims,
        piece,
    ):
        hashed.update(b"%d:" % len(part))
        hashed.update(part)
    return hashed.hexdigest()


@lru_cache(maxsize=1000)
def _readers(rules: ReadingRules) -> bytes:
    """Everything but the page that decides how it is read."""
    site = _site(rules)
    return repr(
        (
            _VERSION,
            generic.EXTRACTOR,
            k2_fields.EXTRACTOR,
            RULES_VERSION,
            site and (site.name, site.digest),
            rules.timezone,
            rules.language,
        )
    ).encode()
