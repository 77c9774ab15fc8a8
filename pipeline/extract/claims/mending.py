"""Reads JSON as sites write it by hand and by template: with comments, stray commas and quotes.

What cannot be mended is as good as absent. One pass, no recursion of its own; never slower
than in proportion to the text.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

#: no longer script is read, in characters
LONGEST: Final = 1_000_000
#: JSON values in a row, each with nothing around it
_MOST_VALUES: Final = 50
#: such marks around each other
_DEEPEST_WRAPPING: Final = 3
#: what editors and old templates put around a script's content
_WRAPPERS: Final = ("<!--", "-->", "//<![CDATA[", "<![CDATA[", "//]]>", "]]>", "/*", "*/", "//")
_DECODER: Final = json.JSONDecoder(strict=False)
_TOKEN: Final = re.compile(
    r"""(?P<string>")|(?P<comment>/\*.*?(?:\*/|\Z)|//[^\n]*)|(?P<commas>,[\s,]*)|.[^"/,]*""",
    re.DOTALL,
)
#: up to the next character that may end a string or needs a look
_IN_STRING: Final = re.compile(r'[^"\\]+|\\.|\\\Z|"', re.DOTALL)
#: what a string's end is followed by: the end of a key, a value, an object, a list
_AFTER_KEY: Final = re.compile(r"\s*+:\s*+[\"\[{\dtfn-]")
_AFTER_VALUE: Final = re.compile(r"\s*+(?:,\s*+(?:[\"\[{\dtfn}\]/,-]|\Z)|[}\]]|\Z|/[*/])")
_GOOD_ESCAPES: Final = frozenset('"\\/bfnrtu')


def load(source: str) -> list[Any]:
    """The JSON values in a script, none if it cannot be mended."""
    if len(source) > LONGEST or not source.strip():
        return []
    try:
        return [_DECODER.decode(source)]
    except (ValueError, RecursionError):
        pass
    bare = _unwrapped(source)
    if values := _values(bare) or _values(mended(bare)):
        return values
    return _values(mended(html.unescape(bare))) if "&quot;" in bare else []


def _values(source: str) -> list[Any]:
    """One value, or several in a row, as some templates leave them; all or nothing."""
    values: list[Any] = []
    at = 0
    while len(values) < _MOST_VALUES:
        while at < len(source) and (source[at].isspace() or source[at] in ",;"):
            at += 1
        if at == len(source):
            break
        try:
            value, at = _DECODER.raw_decode(source, at)
        except (ValueError, RecursionError):
            return []
        values.append(value)
    return values


def _unwrapped(source: str) -> str:
    """The script without comments and CDATA marks at either end."""
    source = source.strip("\ufeff \t\r\n")
    for _ in range(_DEEPEST_WRAPPING):
        if source.startswith("/*") and "*/" in source:
            source = source[source.index("*/") + 2 :]
        for wrapper in _WRAPPERS:
            source = source.strip().removeprefix(wrapper).removesuffix(wrapper)
        source = source.strip(" \t\r\n;")
    return source


def mended(source: str) -> str:
    """The text with comments and stray commas gone, and stray quotes and escapes escaped."""
    whole: list[str] = []
    at = 0
    while at < len(source):
        token = _TOKEN.match(source, at)
        assert token is not None  # its last part takes any character
        at = token.end()
        if token["string"]:
            at = _mend_string(source, at, whole, after_colon=_follows_colon(whole))
        elif token["commas"]:
            # None before a closing bracket or the end; several in a row are one.
            whole.append("," if source[at : at + 1] not in ("", "}", "]") else "")
        elif not token["comment"]:
            whole.append(token[0])
    return "".join(whole)


def _follows_colon(whole: list[str]) -> bool:
    return next((part.rstrip().endswith(":") for part in reversed(whole) if part.strip()), False)


def _mend_string(source: str, at: int, whole: list[str], *, after_colon: bool) -> int:
    """Copies the string that begins before `at`; where to go on."""
    whole.append('"')
    while at < len(source):
        part = _IN_STRING.match(source, at)
        assert part is not None  # its parts take any character between them
        at = part.end()
        if part[0] == '"':
            ends = _AFTER_VALUE.match(source, at)
            if ends or (not after_colon and _AFTER_KEY.match(source, at)):
                break
            whole.append('\\"')
        elif part[0][0] == "\\":
            good = len(part[0]) == 2 and part[0][1] in _GOOD_ESCAPES
            whole.append(part[0] if good else part[0][1:])
        else:
            whole.append(part[0])
    whole.append('"')
    return at
