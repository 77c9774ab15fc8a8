"""Weighs what speaks for each link of a page leading to a piece that the page lists.

The address, the place of the link and its likes, its words, a date or picture beside it:
none of them decides alone. Knows no site; the weights are the same everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crawler.discovery.addresses import CERTAIN, LIKELY, NEVER, address_evidence
from crawler.discovery.blocks import Anchor, Span, blocks
from crawler.discovery.shapes import Shapes
from pipeline.extract.dom import FlatPage, words_of
from pipeline.text import word_set

#: what the evidence must come to, and where the address does not speak for an article
_ENOUGH: Final = 3
_ENOUGH_WITHOUT_ADDRESS: Final = 4
#: what the place of a single word among many such speaks
_MENU: Final = -2

#: letters of a paragraph before a link, from which on the link stands in running text: by
#: themselves, and where the text goes on behind it
_RUNNING: Final = 15
_RUNNING_ON: Final = 10
_PARAGRAPHS: Final = word_set("p blockquote figcaption dd")
#: names of what holds other links of a piece than its own
_ASIDE: Final = word_set(
    "author authors byline writer auteur tag tags category categories rubrique labels share"
    " comments"
)
_LONGEST_ASIDE: Final = 80
_BY: Final = re.compile(
    r"(?:^|[\s|·•])(?:by|par|von|por|door|di|de|بقلم|كتبه?|كتبته|إعداد|نشر في|in|dans|posted in)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
#: places of one address with other pieces between them, from which on it is no piece's
_MANY_PLACES: Final = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link that may lead to a piece."""

    anchor: Anchor
    url: str
    #: what tells the piece apart that it leads to
    key: str
    #: the source's rules say that such addresses are articles'
    by_rules: bool = False


def pieces(page: FlatPage, candidates: Mapping[int, Candidate], shapes: Shapes) -> dict[int, str]:
    """Place of a link → the piece it leads to, of those for which enough speaks.

    Args:
        candidates: by their place in the page.
        shapes: of the source's known articles.
    """
    shapes = _if_any_agrees(shapes, {one.url for one in candidates.values()})
    addresses = {
        one.key: CERTAIN if one.by_rules else address_evidence(one.url, shapes)
        for one in candidates.values()
    }
    asides = other_links(page, {place: one.anchor for place, one in candidates.items()})
    possible = {
        place: one
        for place, one in candidates.items()
        if addresses[one.key] > NEVER and place not in asides
    }
    groups = _groups(page, possible, addresses)
    owners = {place: one.key for place, one in possible.items()}
    scattered = _scattered(owners)
    spans = blocks(page, owners)
    articles = _inside(page, possible, "article")
    weights: dict[str, int] = {}
    for place, one in possible.items():
        weight = groups[place] + (2 if one.anchor.in_heading else 0) + (place in articles)
        weights[one.key] = max(weights.get(one.key, NEVER), weight)
    shown = {
        key
        for key, weight in weights.items()
        if _is_enough(
            addresses[key],
            weight + _beside(page, spans[key]) - (3 if key in scattered else 0),
        )
    }
    return {place: key for place, key in owners.items() if key in shown}


def _if_any_agrees(shapes: Shapes, urls: Iterable[str]) -> Shapes:
    """The shapes, unless no address here has one of them: a site may change its addresses."""
    return shapes if any(shapes.agreement(url) for url in urls) else Shapes.learnt(())


def _is_enough(address: int, place: int) -> bool:
    if address == CERTAIN:
        return place > _MENU  # but names of sections are made like addresses of some presets
    enough = _ENOUGH if address >= LIKELY else _ENOUGH_WITHOUT_ADDRESS
    # an address alone, however good, may stand anywhere on a page
    return place > 0 and address + place >= enough


def other_links(page: FlatPage, anchors: Mapping[int, Anchor]) -> set[int]:
    """Places of links in running text, to authors, tags and categories."""
    found: set[int] = set()
    around: list[int] = []
    for place, _ in page.elements():
        while around and page.element(around[-1]).end <= place:
            around.pop()
        if place in anchors and _is_aside(page, place, anchors[place], around):
            found.add(place)
        around.append(place)
    return found


def _is_aside(page: FlatPage, place: int, anchor: Anchor, around: list[int]) -> bool:
    if "author" in anchor.rel or "tag" in anchor.rel or "category" in anchor.rel:
        return True
    if anchor.in_heading:
        return False
    own = page.element(place)
    for outer in (place, *around[-1:]):
        element = page.element(outer)
        if element.letters <= _LONGEST_ASIDE and any(
            not _ASIDE.isdisjoint(words_of(name)) for name in element.names
        ):
            return True
    before = page.entries[place - 1] if place else ""
    if isinstance(before, str) and _BY.search(before[-40:]):
        return True
    paragraph = next(
        (page.element(at) for at in reversed(around) if page.element(at).tag in _PARAGRAPHS), None
    )
    if paragraph is None:
        return False
    before_it = own.text_before - paragraph.text_before
    goes_on = paragraph.text_until_end - own.text_until_end > 2
    return before_it >= (_RUNNING_ON if goes_on else _RUNNING)


def _groups(
    page: FlatPage, candidates: Mapping[int, Candidate], addresses: Mapping[str, int]
) -> dict[int, int]:
    """What the likes of each link say: their number, their words, most of their addresses."""
    wanted, around = frozenset(candidates), dict[int, tuple[str, ...]]()
    path: list[tuple[int, str]] = []
    for place, element in page.elements():
        while path and path[-1][0] <= place:
            path.pop()
        name = f"{element.tag}.{' '.join(element.names[:1])}"
        if place in wanted:
            around[place] = (*(outer for _, outer in path[-3:]), name)
        path.append((element.end, name))
    members: dict[tuple[str, ...], dict[str, int]] = {}
    for place, one in candidates.items():
        longest = members.setdefault(around[place], {})
        longest[one.key] = max(longest.get(one.key, 0), len(one.anchor.text.split()))
    weights: dict[tuple[str, ...], int] = {}
    for group, longest in members.items():
        typical = sorted(longest.values())[len(longest) // 2]
        many = len(longest) >= 3
        # headlines have four words or more; names of sections one, of people two
        short = -4 if many and typical < 2 else -1
        words = 1 if typical >= 4 else short if typical <= 2 else 0
        likely = typical > 2 and sum(addresses[key] >= LIKELY for key in longest) * 2 > len(longest)
        weights[group] = words + (2 + likely if many else 0)
    return {place: weights[around[place]] for place in candidates}


def _scattered(owners: Mapping[int, str]) -> set[str]:
    """Keys whose links come again and again between those of others: authors, sections."""
    runs: Counter[str] = Counter()
    last = None
    for place in sorted(owners):
        if owners[place] != last:
            last = owners[place]
            runs[last] += 1
    return {key for key, count in runs.items() if count >= _MANY_PLACES}


def _inside(page: FlatPage, places: Iterable[int], tag: str) -> set[int]:
    wanted, found, end = frozenset(places), set[int](), 0
    for place, element in page.elements():
        if element.tag == tag:
            end = max(end, element.end)
        if place in wanted and place < end:
            found.add(place)
    return found


def _beside(page: FlatPage, block: Span) -> int:
    """What stands in a piece's block: a date and a picture speak for it."""
    dated = pictured = False
    for _, element in page.elements(block.start, block.end):
        pictured = pictured or element.tag in ("img", "picture")
        dated = dated or element.tag == "time" or _is_date(element.names)
    return int(dated) + int(pictured)


def _is_date(names: Iterable[str]) -> bool:
    return any(not _DATE_WORDS.isdisjoint(words_of(name)) for name in names)


_DATE_WORDS: Final = word_set("date created published time datetime posted timestamp")
