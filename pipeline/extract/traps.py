"""Parses pages, but those that would keep an HTML parser busy for minutes.

A scan of the tags in linear time, rougher than a parser and on the safe side; most pages are
cleared by counting alone. Parsers take quadratic time over deep nesting and over elements with
very many attributes, and the HTML standard has them copy unclosed formatting elements into
every block that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import re2
from selectolax.lexbor import LexborHTMLParser

from pipeline.byte_counts import count_of, count_of_pair
from pipeline.text import word_set

#: real pages stay below 100 (lexbor needs 14 s for 100,000)
_DEEPEST: Final = 1500
_MOST_ATTRIBUTES: Final = 1000
#: 200,000 in one `select` take lexbor six minutes
_MOST_OPTIONS: Final = 10_000
#: of unclosed formatting elements
_MOST_COPIES: Final = 1_000_000

_COMMENT: Final = r"!--(?:-?>|.*?(?:--!?>|\Z))"
_NAME: Final = r"[a-zA-Z][^\s/>]*+"
_ATTRIBUTE: Final = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
# Possessive throughout: whatever matched once is never read again.
_MARKUP: Final = re.compile(
    rf"<(?:{_COMMENT}|(?P<close>/?)(?P<name>{_NAME})(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+"
    r"(?:(?P<more>[\s/]*+[^\s/>])|\s*+(?P<alone>/?)))",
    re.DOTALL,
)
#: as much as can be read at once for the number of attributes alone: up to a tag that has too
#: many, or one behind which other rules hold
_PLAIN_MARKUP: Final = re.compile(
    rf"(?:[^<]++|<(?:{_COMMENT}|(?!/?[a-zA-Z]|!--)|(?!(?i:script|style|svg)(?![^\s/>]))/?{_NAME}"
    rf"(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?![\s/]*+[^\s/>])))*+",
    re.DOTALL,
)
_FORMATTING: Final = word_set("b big code em font i nobr s small strike strong tt u")
#: elements that hold nothing, or that the next of their kind closes
_FLAT: Final = word_set(
    "area base br col embed hr img input link meta param source track wbr "
    "colgroup dd dt li option p rp rt tbody td tfoot th thead tr"
)
#: inside svg, where `<path/>` closes itself, these start ordinary HTML again
_LEAVES_SVG: Final = _FORMATTING | word_set(
    "blockquote body br center dd desc div dl dt embed foreignobject h1 h2 h3 h4 h5 h6 head hr img "
    "li listing menu meta ol p pre ruby span sub sup table title ul var"
)
# What a page must have for a scan to find anything, wherever it stands.
_LONG: Final = 2 * _MOST_ATTRIBUTES - 1
_BEGINNING: Final = re.compile("</?[a-zA-Z]")
#: tags that are looked at before the whole page is
_MOST_LOOKS: Final = 40
_QUOTED_BRACKET: Final = re2.compile(rb"=\s*(?:\"[^\">]*|'[^'>]*)>")
_NESTING: Final = re.compile(rf"<(?!(?:{'|'.join(sorted(_FLAT))})[\s/>])[a-z]".encode())
_FORMAT: Final = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING))})[\s/>]".encode())
_RAW: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}


def safe_tree(html: str, encoded: bytes | None = None) -> LexborHTMLParser | None:
    """The page parsed; None if that could take far longer than its size warrants.

    Args:
        html: the page.
        encoded: the same in UTF-8, where it is at hand.
    """
    if encoded is None:
        encoded = html.encode("utf-8", "replace")  # once for both, for a page is long
    if _has_few_tags(encoded):
        is_trap = _may_be_crowded(html, encoded) and _is_crowded(html)
    else:
        is_trap = _scan(html)
    return None if is_trap else LexborHTMLParser(encoded)


def _may_be_crowded(html: str, encoded: bytes) -> bool:
    """Whether an element may have too many attributes, as a look at few tags tells."""
    quoted = [one.end() - 1 for one in islice(_QUOTED_BRACKET.finditer(encoded), _MOST_LOOKS)]
    if len(quoted) == _MOST_LOOKS:
        return True
    left = len(html)
    for looks, at in enumerate(_suspects(html, encoded, quoted)):
        found = _MARKUP.match(html, at)
        left -= found.end() - at if found else 0
        if (found and found["more"]) or looks == _MOST_LOOKS or left < 0:
            return True
    return False


def _suspects(html: str, encoded: bytes, quoted: Sequence[int]) -> Iterator[int]:
    """Where tags may begin that have too many attributes; perhaps more than once.

    Such a tag has no `>` for thousands of characters, or its first one is in a quoted value.

    Args:
        html: the page.
        encoded: the same in UTF-8.
        quoted: where in that such a `>` may be in a quoted value, in order.
    """
    for start, end in _long_stretches(html):
        yield from (tag.start() for tag in _BEGINNING.finditer(html, start, end - _LONG))
    passed = behind = 0
    for at in quoted:
        behind += len(encoded[passed:at].decode("utf-8", "replace"))
        passed = at
        start = html.rfind(">", 0, behind) + 1
        yield from (tag.start() for tag in _BEGINNING.finditer(html, start, behind))


def _is_crowded(html: str) -> bool:
    """Whether the scan would find an element with too many attributes."""
    position, in_svg = 0, False
    while True:
        if not in_svg and (plain := _PLAIN_MARKUP.match(html, position)):
            position = plain.end()
        found = _MARKUP.search(html, position)
        if found is None or found["more"]:
            return found is not None
        in_svg = _is_in_svg(found, in_svg)
        position = _behind(found, html, in_svg=in_svg)


def _has_few_tags(encoded: bytes) -> bool:
    """Whether counting is enough to say that the scan would find nothing but too many attributes.

    Whatever it counts, there are no more of it than such tags in the text.
    """
    opened = _opened(encoded)
    if opened <= _DEEPEST:
        return True  # too few for anything else: half of them formatting, half copying it
    if opened > _MOST_OPTIONS:
        return False
    lower = encoded.lower()  # as bytes without regard to case, both take half the time
    return (
        len(_NESTING.findall(lower)) <= _DEEPEST
        and len(_FORMAT.findall(lower)) * opened <= _MOST_COPIES
    )


def _opened(encoded: bytes) -> int:
    """How many tags are opened, or that they are few: what is closed is then not looked for."""
    opened = count_of(encoded, b"<")
    return opened if opened <= _DEEPEST else opened - count_of_pair(encoded, b"<", b"/")


def _long_stretches(html: str) -> Iterator[tuple[int, int]]:
    """Where a page has no `>` for `_LONG` characters or more, found in long steps."""
    at = 0
    while at + _LONG <= len(html):
        bracket = html.rfind(">", at, at + _LONG)
        if bracket < 0:
            bracket = html.find(">", at + _LONG)
            end = bracket if bracket >= 0 else len(html)
            yield at, end
            bracket = end
        at = bracket + 1


def _scan(html: str) -> bool:
    depth = formatting = copies = options = position = 0
    in_svg = False
    while found := _MARKUP.search(html, position):
        in_svg = _is_in_svg(found, in_svg)
        position = _behind(found, html, in_svg=in_svg)
        if found["name"] is None:
            continue
        name = found["name"].lower()
        step = -1 if found["close"] else 1
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
        elif step > 0:
            copies += formatting
        if name not in _FLAT and not (in_svg and found["alone"]):
            depth = max(0, depth + step)
        options += name == "option"
        if found["more"] or depth > _DEEPEST or copies > _MOST_COPIES or options > _MOST_OPTIONS:
            return True
    return False


def _is_in_svg(found: re.Match[str], was_in_svg: bool) -> bool:
    """Whether what stands behind a tag is inside svg."""
    name = (found["name"] or "").lower()
    if name == "svg":
        return not (found["close"] or found["alone"])
    return was_in_svg and name not in _LEAVES_SVG


def _behind(found: re.Match[str], html: str, *, in_svg: bool) -> int:
    """Where markup goes on behind a tag: what is in a script or style is none."""
    raw = None if in_svg or found["close"] or not found["name"] else _RAW.get(found["name"].lower())
    if raw is None:
        return found.end()
    closing = raw.search(html, found.end())
    return closing.start() if closing else len(html)
