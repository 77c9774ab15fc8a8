"""The form of reading rules: how a preset, or a source under `rules:`, says where things stand.

Selectors are CSS, of a kind that no page can make slow; regular expressions are RE2's, which
take linear time. What is made of them on a page is `pipeline.extract`'s business, and of an
address `pipeline.presets`'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import re2
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from config.zones import Zone

_LONGEST: Final = 300
_ATTRIBUTE: Final = re.compile(r"(?P<select>.*\S)\s+@(?P<attribute>[A-Za-z][\w:.-]*)")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_IN_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_PSEUDO: Final = re.compile(r"::?[a-z-]+")
#: what lexbor tells by looking at an element and its nearest
_QUICK: Final = frozenset((":not", ":first-child", ":last-child", ":empty", ":root"))
_EMPTY_PAGE: Final = LexborHTMLParser("")


def _selector(text: str) -> str:
    bare = _IN_BRACKETS.sub("[]", _QUOTED.sub("''", text)).strip()
    if "," in bare:
        raise ValueError("write alternatives as a list, not with a comma between them")
    for found in _PSEUDO.findall(bare):
        if found not in _QUICK:
            raise ValueError(f"{found} is not known here: use classes, attributes and :not()")
    if "~" in bare.replace("~=", ""):
        raise ValueError("~ is not known here: use a space, > or +")
    if len(re.findall(r"[^\s>+]\s+(?=[^\s>+])", bare)) > 1:
        raise ValueError("at most one space between elements: write > for the others")
    try:
        _EMPTY_PAGE.css_first(text)
    except SelectolaxError:
        raise ValueError("this is no CSS selector, such as div.story > p") from None
    return text


def _pattern(text: str) -> str:
    try:
        compiled = compiled_pattern(text)
    except re2.error as error:
        reason = error.args[0] if error.args else b""
        said = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"this is no regular expression (RE2's): {said[:100]}") from None
    if compiled.groups > 1:
        raise ValueError("at most one pair of parentheses: write (?:…) for the others")
    return text


@lru_cache(maxsize=1000)
def compiled_pattern(text: str) -> Any:
    """A pattern of RE2's, compiled.

    Raises:
        re2.error: it is none, or needs too much memory.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(text, options)


def _alternatives(value: Any) -> Any:
    """One or more places of a field, each as text or as keys, as a list of keys."""
    places = value if isinstance(value, list | tuple) else [value]
    return [_place(one) if isinstance(one, str) else one for one in places]


def _place(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.fullmatch(text)
    return found.groupdict() if found else {"select": text}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Selector = Annotated[str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_selector)]
Pattern = Annotated[str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_pattern)]


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a field may stand on a page, and what to make of what stands there."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    select: Selector
    #: the attribute that holds it; None: its text does
    attribute: str | None = None
    #: what must be found in it; of that, what is in the parentheses, if there are any
    match: Pattern | None = None
    #: the characters that divide it into several
    split: Annotated[str, Field(min_length=1, max_length=10)] | None = None


PLACE_KEYS: Final = tuple(one.name for one in fields(Place))
Places = Annotated[tuple[Place, ...], BeforeValidator(_alternatives), Field(max_length=30)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_listed), Field(max_length=60)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_listed), Field(max_length=30)]


class RulesSettings(BaseModel):
    """How pages are read: in every list, the first that is there wins."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: addresses of articles and of other pages, by what follows the host
    article_urls: Patterns = ()
    other_urls: Patterns = ()
    #: what the publisher's ids are called, such as `wp`
    id_name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")] | None = None
    #: the publisher's id in an address
    id_in_url: Patterns = ()
    #: the publisher's id on the page
    id: Places = ()
    #: the zone of printed times without an offset, if it is not the source's
    timezone: Zone | None = None
    #: page: what the page says; address: the one that answered
    canonical: Literal["page", "address"] | None = None
    #: a page on which one of these is found is no article
    other_pages: Selectors = ()
    #: the element around all that follows
    within: Selectors = ()
    title: Places = ()
    #: the element around the text
    body: Selectors = ()
    #: what is no part of the text, inside it
    drop: Selectors = ()
    byline: Places = ()
    section: Places = ()
    tags: Places = ()
    image: Places = ()
    published: Places = ()
    modified: Places = ()
    hits: Places = ()
    #: an article on whose page one of these is found is so
    featured: Selectors = ()
    live: Selectors = ()
    paywalled: Selectors = ()
