"""Takes off a page what rules select: texts, attributes, whole elements.

What the values mean is for `pipeline.extract.by_rules` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.rules import Place, compiled_pattern
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

    def _scope(self, selector: str) -> LexborNode | LexborHTMLParser | None:
        if not _OF_THE_PAGE.match(selector):
            return self.home
        return self._page.head if _IN_THE_HEAD.fullmatch(selector) else self._page

    def _first(self, selector: str) -> LexborNode | None:
        scope = self._scope(selector)
        return scope.css_first(selector) if scope else None

    def _values(self, place: Place) -> Iterator[str]:
        scope = self._scope(place.select)
        if scope is None:
            return
        for node in scope.css(place.select)[:_MOST]:
            if place.attribute is None:
                printed = node.text()
            else:
                printed = node.attributes.get(place.attribute) or ""
            yield from _made_of(printed[:_LONGEST], place)


def fit_for_rules(page: Page) -> bool:
    """Whether no selector can take long over the page."""
    tags = page.html.count("<")
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
