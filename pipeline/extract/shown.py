"""Collects what a page prints where people look for it: headings, bylines, dates.

Finds and places them only: an entry says where it stands, and `titles`, `people` and `times`
say what it is worth. One pass over the page, and one over what that hits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from pipeline.extract.dom import FlatPage, words_of
from pipeline.extract.short_text import has_parts, short_text
from pipeline.remembering import remembered
from pipeline.text import word_set

#: what a class has of which an element may show a field, in any case
_IN_CLASSES: Final = word_set(
    "autho autor auteur byline write wrote vcard date time datum publi posted meta info submit "
    "created fecha paywall live"
)
_IN_IDS: Final = ("date", "author", "byline")
_IN_TESTS: Final = ("date", "author")
#: in microdata, as written
_IN_PROPERTIES: Final = ("author", "date")
_RELATIONS: Final = ("author", "tag")
#: likewise of which it may show a title
_TITLES: Final = ("headline", "title")
#: elements around one that are looked at
_DEEPEST: Final = 60
#: of a class, in characters, that is looked at
_LONGEST_NAME: Final = 300
_MOST_HITS: Final = 1_500
_MOST_OF_A_KIND: Final = 40
_LONGEST_HEADING: Final = 400
_LONGEST_LINE: Final = 200

_PEOPLE: Final = word_set(
    "wrote author authors autor autoren autorin autores auteur auteurs byline bylines byl writer "
    " writers vcard redacteur redakteur reporter signature authorname authors-name fn "
    "contributor contributors"
)
_DATES: Final = word_set(
    "date dates datum dateline datetime pubdate published publishdate publish publication time "
    "timestamp posted fecha data created updated modified zeit day article-date entrydate"
)
#: that a link leads to a publication is no date
_DATES_OF_LINKS: Final = _DATES - word_set("publication publish data")
#: the clock of whoever looks at the page
_NOW: Final = word_set("current clock uhrzeit now")
_LINES: Final = word_set(
    "meta metadata info infos details subline dateline posted submitted credits"
)
#: inside a heading, what stands over the headline
_KICKERS: Final = word_set(
    "kicker overline topline dachzeile eyebrow rubrik category label badge pretitle supertitle "
    "flag suptitle surtitre overtitle roofline tag preheadline spitzmarke antetitulo volanta "
    "marker hidden"
)
#: what holds other pieces than the page's own, or none
_ELSEWHERE: Final = word_set(
    "related sidebar comment comments commentlist teaser teasers recommended recommendations "
    "recommendation widget recent popular trending similar footer mostread outbrain taboola "
    "newsletter next previous prev morenews ticker aside moreon nav navbar breaking slider "
    "carousel"
)
#: of an article, where it is its own
_FOOT: Final = frozenset({"footer"})
#: a layout with a sidebar is none
_SIDEBAR: Final = frozenset({"sidebar"})
_HAVING: Final = word_set("with has no without")
_NONE: Final[frozenset[int]] = frozenset()
_ELSEWHERE_TAGS: Final = frozenset(
    {"nav", "aside", "footer", "figure", "figcaption", "form", "blockquote"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An element that may show a field."""

    text: str
    #: what the markup says for machines (`datetime`, `content`; of a heading, where its link
    #: leads), "" if nothing
    machine: str
    #: such as "h1" or "time.entry-date"
    where: str
    #: counts up through the page
    place: int
    #: the place of the `article` around it in the flat page, 0 if there is none
    piece: int
    #: it stands in a sidebar, among comments, in a link to another piece
    elsewhere: bool
    #: the words of its classes, id and itemprop
    words: frozenset[str]
    #: how surely its markup says what it is: 2 by a tag or attribute, 1 by a class, 0 not at all
    sure: int


@dataclass(slots=True)
class Shown:
    """What a page prints, each list in page order."""

    headings: list[Entry] = field(default_factory=list)
    people: list[Entry] = field(default_factory=list)
    dates: list[Entry] = field(default_factory=list)
    tags: list[Entry] = field(default_factory=list)
    paywalls: list[Entry] = field(default_factory=list)
    live: list[Entry] = field(default_factory=list)


def shown_on(flat: FlatPage) -> Shown:
    """Collects what a page shows; a bounded number of each kind."""
    shown = Shown()
    hits = list(_hits(flat))
    places = _Places(flat, _around_only_heading(flat, [at for _, at in hits]))
    for number, at in hits:
        _sort(at, number, shown, places)
    return shown


def _hits(flat: FlatPage) -> Iterator[tuple[int, int]]:
    """How many signs of fields were met before, and the place of the element that may show one."""
    signs: Counter[int] = Counter()
    for names, alike in flat.named.items():
        if found := _signs_of_class(names.classes) + _found(_IN_IDS, _lower(names.identity)):
            signs.update(dict.fromkeys(alike, found))
    for at in flat.telling:
        if found := _further_signs(flat.element(at).attributes):
            signs[at] += found
    signs.update((*flat.tagged("h1"), *flat.tagged("time")))
    number = 0
    for at in sorted(signs):
        yield number, at
        number += signs[at]
        if number >= _MOST_HITS:
            return


@remembered(4_096)
def _signs_of_class(written: str) -> int:
    return _found(_IN_CLASSES, _lower(written))


def _further_signs(given: Mapping[str, str | None]) -> int:
    """How much of an element's attributes but class and id says that it may show a field."""
    signs = 0
    if value := given.get("itemprop"):
        signs += _found(_IN_PROPERTIES, value)
    if value := given.get("data-testid"):
        signs += _found(_IN_TESTS, _lower(value))
    if value := given.get("rel"):
        signs += len({*_RELATIONS} & {*_lower(value).split()})
    return signs


def _found(wanted: Iterable[str], value: str) -> int:
    return sum([one in value for one in wanted])


def _lower(value: str) -> str:
    """In lower case as selectors have it: ASCII alone."""
    if value.isascii():
        return value.lower()
    return value.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def second_headings(flat: FlatPage) -> list[Entry]:
    """Second headings and elements with a class for titles, for pages whose `h1` says nothing."""
    called = (
        at
        for names, alike in flat.named.items()
        if any(one in _lower(names.classes) for one in _TITLES)
        for at in alike
    )
    found: list[Entry] = []
    places = _Places(flat)
    for number, at in enumerate(sorted({*flat.tagged("h2"), *called})[:_MOST_OF_A_KIND]):
        if (entry := _entry(at, number, frozenset(), 1, places)) and entry.text:
            found.append(entry)
    return [entry for entry in found if not entry.elsewhere]


def _sort(at: int, number: int, shown: Shown, places: _Places) -> None:
    """Puts an element into the lists where it belongs; none from a sidebar but headings."""
    element = places.flat.element(at)
    attributes = element.attributes
    words = frozenset(
        word
        for name in ("class", "id", "itemprop", "data-testid")
        if (value := attributes.get(name))
        for word in _words(value[:_LONGEST_NAME])
    )
    rel = (attributes.get("rel") or "").lower().split()
    lists, sure = _lists(element.tag, rel, words, attributes, shown)
    waiting = [kept for kept in lists if len(kept) < _MOST_OF_A_KIND]
    if waiting and (entry := _entry(at, number, words, sure, places)):
        for kept in waiting:
            if kept is shown.dates and not sure and not any(map(str.isdigit, entry.text)):
                continue  # a line of categories, of which lists of other pieces are full
            kept.append(entry)


def _lists(
    tag: str,
    rel: list[str],
    words: frozenset[str],
    attributes: Mapping[str, str | None],
    shown: Shown,
) -> tuple[list[list[Entry]], int]:
    """The lists that an element may belong to, and how surely, as in `Entry.sure`."""
    if tag == "h1":
        return [shown.headings], 2
    if tag == "time":
        return [shown.dates], 2
    if "author" in rel or ("author" in words and "itemprop" in attributes):
        return [shown.people], 2
    if "tag" in rel:
        return [shown.tags], 2
    if "paywall" in words:
        return [shown.paywalls], 1
    if "liveblog" in words or {"live", "blog"} <= words:
        return [shown.live], 1
    if words & _PEOPLE:
        return [shown.people, *([shown.dates] if words & _DATES else [])], 1
    if words & (_DATES_OF_LINKS if tag == "a" else _DATES):
        return ([] if words & _NOW else [shown.dates]), 1
    return ([shown.people, shown.dates] if words & _LINES else []), 0


def _entry(
    at: int,
    number: int,
    words: frozenset[str],
    sure: int,
    places: _Places,
) -> Entry | None:
    """The element as an entry; None if it is empty, too long, or stands among other pieces."""
    flat = places.flat
    element = flat.element(at)
    heading = element.tag in ("h1", "h2")
    piece, elsewhere = places.of(at)
    if elsewhere and not heading and "paywall" not in words:
        return None
    longest = _LONGEST_HEADING if heading else _LONGEST_LINE
    text = short_text(flat, at, longest, spans_part=not heading)
    if heading and has_parts(flat, at):
        bare = short_text(flat, at, longest, spans_part=False, without=_KICKERS)
        text = (bare or "").lstrip(" :|/–-") or text  # what parts the kicker goes with it
    machine = element.get("datetime") or element.get("content") or element.get("title")
    if heading:
        machine = _address(flat, at)
    if not text and not machine:
        return None
    name = next(iter(element.get("class").split()), "")
    where = f"{element.tag}.{name}" if name else element.tag
    machine = machine[:_LONGEST_LINE]
    return Entry(text or "", machine, where, number, piece, elsewhere, words, sure)


def _address(flat: FlatPage, at: int) -> str:
    """Where a heading leads, "" if it is no link."""
    outer = flat.element(at).parent
    if outer >= 0 and flat.element(outer).tag == "a":
        return flat.element(outer).get("href")
    inside = flat.elements(at + 1, flat.element(at).end)
    return next((one.get("href") for _, one in inside if one.tag == "a"), "")


class _Places:
    """Where elements stand: the `article` around them, and whether they are among other pieces.

    Args:
        flat: the page.
        own: the places of the elements around the page's only heading: whatever their
            classes say, they hold its piece.
    """

    def __init__(self, flat: FlatPage, own: frozenset[int] = frozenset()) -> None:
        self.flat = flat
        self._own = own
        #: what was found for the elements around earlier ones
        self._known: dict[int, tuple[int, bool]] = {}

    def of(self, at: int) -> tuple[int, bool]:
        """The place of the `article` around an element, and whether it is elsewhere."""
        piece, elsewhere = 0, False
        path: list[tuple[int, bool, frozenset[str]]] = []
        for outer in _around(self.flat, at):
            tag = self.flat.element(outer).tag
            if tag in ("body", "main"):
                break
            if outer in self._known:
                piece, elsewhere = self._known[outer]
                break
            path.append((outer, tag == "article", self._signs(outer, tag)))
        for place, is_article, signs in reversed(path):
            piece = place if is_article else piece
            # the foot of an article tells of it what the foot of a page does not
            elsewhere = elsewhere or bool(signs - _FOOT if piece else signs)
            self._known[place] = (piece, elsewhere)
        return piece, elsewhere

    def _signs(self, at: int, tag: str) -> frozenset[str]:
        """By which words or tag an element holds other pieces than the page's own."""
        signs = _ELSEWHERE_TAGS & {tag}
        if at not in self._own:
            names = self.flat.element(at).named
            for value in filter(None, (names.classes, names.identity)):
                words = _words(value[:_LONGEST_NAME])
                signs |= words & (_ELSEWHERE - _SIDEBAR if words & _HAVING else _ELSEWHERE)
        return signs


def _around_only_heading(flat: FlatPage, hits: Sequence[int]) -> frozenset[int]:
    """The elements around the first heading, where the page has no other."""
    headings = [at for at in hits if flat.element(at).tag == "h1"]
    return frozenset(_around(flat, headings[0])) if len(headings) == 1 else _NONE


def _around(flat: FlatPage, at: int) -> Iterator[int]:
    """The elements around one but the outermost, the nearest first; no more than `_DEEPEST`."""
    around = islice(flat.around(at), 1, 1 + _DEEPEST)
    return (outer for outer in around if flat.element(outer).tag != "html")


@lru_cache(maxsize=4_096)
def _words(value: str) -> frozenset[str]:
    """The words of a class or id, of which pages repeat the same few."""
    return frozenset(words_of(value))
