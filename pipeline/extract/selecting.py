"""Takes off a page what rules select: texts, attributes, whole elements.

What the values mean is for `pipeline.extract.by_rules` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.rules import Place, compiled_pattern
from pipeline.byte_counts import count_of
from pipeline.extract.page import Page
from pipeline.text import clean

#: elements that one selector may yield
_MOST: Final = 100
#: characters of a value that are looked at
_LONGEST: Final = 2000
#: selectors that begin with one of these look at the page, wherever the article is
_OF_THE_PAGE: Final = re.compile(r"\s*(?:html|head|body)(?![\w-])", re.IGNORECASE)
#: of them, those that find nothing outside the page's head, which is small
_IN_THE_HEAD: Final = re.compile(r"\s*head(?:\s+|\s*>)[^,+~]*", re.IGNORECASE)
#: and those that ask for one element anywhere in the page's body, or for a class of the body
_IN_THE_BODY: Final = re.compile(r"body ([^\s,>+~]+)")
_CLASS_OF_BODY: Final = re.compile(r"body\.([a-z][a-z0-9_-]*)")
#: opening and closing tags of the largest page that rules are tried on
_MOST_TAGS: Final = 60_000
#: a selector may ask each element for all that are around it: what has more tags than the first
#: must not be deeper than the second, and real pages are not
_FEW_TAGS: Final = 4_000
_DEEPEST: Final = 128
_TOO_DEEP: Final = " > ".join("*" * _DEEPEST)


class Selection:
    """What rules may see of a page: the article's own element, and all around it."""

    def __init__(self, tree: LexborHTMLParser, within: Sequence[str]) -> None:
        """Narrows the page down.

        Args:
            tree: the page.
            within: selectors of the element around the article, none for the whole page.
        """
        self._page = tree
        found = (tree.css_first(selector) for selector in within)
        #: None: there is no such element
        self.home: LexborNode | None = next(filter(None, found), None) if within else tree.root

    def first(self, selectors: Sequence[str]) -> LexborNode | None:
        """The first element of the first selector that finds one."""
        return next(filter(None, map(self._first, selectors)), None)

    def values(self, places: Sequence[Place]) -> Iterator[tuple[str, ...]]:
        """What each place holds that holds anything: clean, each value once."""
        for place in places:
            if values := tuple(dict.fromkeys(self._values(place))):
                yield values

    def value(self, places: Sequence[Place]) -> str | None:
        """The first value of the first place that holds one."""
        return next((values[0] for values in self.values(places)), None)

    def _first(self, selector: str) -> LexborNode | None:
        match _reach(selector):
            case "home":
                return self.home.css_first(selector) if self.home else None
            case "head":
                return self._page.head.css_first(selector) if self._page.head else None
            case _:
                return self._page.css_first(selector)

    def _every(self, selector: str) -> list[LexborNode]:
        """The elements that a selector finds, each in the smallest part of the page that has all
        of them: a parser's walk over the whole of it takes longer than all the rest."""
        reach = _reach(selector)
        if reach == "body" and (body := self._page.body) is not None:
            inside = body.css(selector.removeprefix("body "))
            return [node for node in inside if node.mem_id != body.mem_id]
        if reach in ("home", "head"):
            scope = self.home if reach == "home" else self._page.head
            return scope.css(selector) if scope else []
        return self._page.css(selector)

    def _values(self, place: Place) -> Iterator[str]:
        for node in self._every(place.select)[:_MOST]:
            if place.attribute is None:
                printed = node.text()
            else:
                printed = node.attributes.get(place.attribute) or ""
            yield from _made_of(printed[:_LONGEST], place)


@lru_cache(maxsize=4096)
def _reach(selector: str) -> Literal["home", "head", "body", "page"]:
    """Where a selector looks: in the article's own element, or in a part of the page."""
    if not _OF_THE_PAGE.match(selector):
        return "home"
    if _IN_THE_HEAD.fullmatch(selector):
        return "head"
    return "body" if _IN_THE_BODY.fullmatch(selector) else "page"


def on_page(page: Page, selectors: Sequence[str]) -> str | None:
    """The first of these selectors that finds anything on the whole page."""
    body = page.tree.body
    classes = ((body.attributes.get("class") if body else "") or "").lower()
    asked = [one for one in selectors if _may_be_there(one, classes)]
    if not asked or not page.tree.css(", ".join(asked)):
        return None
    return next(filter(page.tree.css_first, asked))


def _may_be_there(selector: str, classes_of_body: str) -> bool:
    """Whether a selector is worth a look at every element of the page."""
    found = _CLASS_OF_BODY.fullmatch(selector)
    return found is None or found[1] in classes_of_body


def fit_for_rules(page: Page) -> bool:
    """Whether no selector can take long over the page."""
    tags = count_of(page.encoded, b"<")
    return tags <= _FEW_TAGS or (tags <= _MOST_TAGS and page.tree.css_first(_TOO_DEEP) is None)


def _made_of(printed: str, place: Place) -> Iterator[str]:
    text = clean(printed)
    if place.match is not None:
        found = compiled_pattern(place.match).search(text)
        text = clean(found[found.re.groups] or "") if found else ""
    parts = [text]
    for character in place.split or "":
        parts = [piece for part in parts for piece in part.split(character)]
    yield from filter(None, map(clean, parts) if place.split else parts)
