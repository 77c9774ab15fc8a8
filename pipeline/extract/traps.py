"""Parses pages, but those that would keep an HTML parser busy for minutes.

A scan of the tags in linear time, rougher than a parser and on the safe side; most pages are
cleared by counting alone. Parsers take quadratic time over deep nesting and over elements with
very many attributes, and the HTML standard has them copy unclosed formatting elements into
every block that follows.
"""

from __future__ import annotations

import re
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
_NAME: Final = r"(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
_ATTRIBUTE: Final = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
# Possessive throughout: whatever matched once is never read again.
_MARKUP: Final = re.compile(
    rf"<(?:{_COMMENT}|{_NAME}(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+"
    r"(?:(?P<more>[\s/]*+[^\s/>])|\s*+(?P<alone>/?)))",
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
# What a page must have for the scan to find anything, wherever it stands: see `_is_harmless`.
_LONG: Final = 2 * _MOST_ATTRIBUTES - 1
_LONG_TAG: Final = re.compile(rf"<[a-zA-Z][^>]{{{_LONG}}}")
_QUOTED_BRACKET: Final = re2.compile(rb"=\s*(?:\"[^\">]*|'[^'>]*)>")
_NESTING: Final = re.compile(rf"<(?!(?:{'|'.join(sorted(_FLAT))})[\s/>])[a-zA-Z]", re.IGNORECASE)
_FORMAT: Final = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING))})[\s/>]", re.IGNORECASE)
_RAW: Final = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}


def safe_tree(html: str, encoded: bytes | None = None) -> LexborHTMLParser | None:
    """The page parsed; None if that could take far longer than its size warrants.

    Args:
        html: the page.
        encoded: the same in UTF-8, where it is at hand.
    """
    if encoded is None:
        encoded = html.encode("utf-8", "replace")  # once for both, for a page is long
    is_trap = not _is_harmless(html, encoded) and _scan(html)
    return None if is_trap else LexborHTMLParser(encoded)


def _is_harmless(html: str, encoded: bytes) -> bool:
    """Whether counting is enough to say that the scan would find nothing.

    An element with too many attributes has no `>` for thousands of characters, or one in a
    quoted value; whatever the scan counts, there are no more of it than such tags in the text.
    """
    if _QUOTED_BRACKET.search(encoded) or (_may_have_long_tag(html) and _LONG_TAG.search(html)):
        return False
    opened = _opened(encoded)
    if opened <= _DEEPEST:
        return True  # too few for anything else: half of them formatting, half copying it
    return (
        opened <= _MOST_OPTIONS
        and len(_NESTING.findall(html)) <= _DEEPEST
        and len(_FORMAT.findall(html)) * opened <= _MOST_COPIES
    )


def _opened(encoded: bytes) -> int:
    """How many tags are opened, or that they are few: what is closed is then not looked for."""
    opened = count_of(encoded, b"<")
    return opened if opened <= _DEEPEST else opened - count_of_pair(encoded, b"<", b"/")


def _may_have_long_tag(html: str) -> bool:
    """Whether there is a stretch without `>` as long as `_LONG_TAG` wants one, in long steps."""
    at, last_start = 0, len(html) - _LONG
    while at <= last_start:
        bracket = html.rfind(">", at, at + _LONG)
        if bracket < 0:
            return True
        at = bracket + 1
    return False


def _scan(html: str) -> bool:
    depth = formatting = copies = options = position = 0
    in_svg = False
    while found := _MARKUP.search(html, position):
        position = found.end()
        if found["name"] is None:
            continue
        name = found["name"].lower()
        step = -1 if found["close"] else 1
        if name == "svg":
            in_svg = step > 0 and not found["alone"]
        elif name in _LEAVES_SVG:
            in_svg = False
        if name in _RAW and step > 0 and not in_svg:
            closing = _RAW[name].search(html, position)
            if closing is None:
                break
            position = closing.start()  # what is in between is no markup
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
