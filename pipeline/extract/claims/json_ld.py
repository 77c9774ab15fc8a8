"""Finds the piece of this page in its JSON-LD, and reads what is said of it.

Takes graphs, lists, references by @id and broken JSON; of several pieces on a page it takes
the one of this address. The vocabulary is schema.org's.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.extract.candidates import Claim
from pipeline.extract.claims.mending import load
from pipeline.extract.claims.values import Claims, lines_of, text_of, words_of_list
from pipeline.records import Provenance
from pipeline.text import word_set

#: schema.org types of pieces, lower case, without the ones that are too vague
ARTICLE_TYPES: Final = word_set(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle "
    "backgroundnewsarticle reviewnewsarticle askpublicnewsarticle satiricalarticle blogposting "
    "liveblogposting techarticle scholarlyarticle report socialmediaposting "
    "advertisercontentarticle"
)
#: of these, the ones that only news has
_NEWS: Final = frozenset(kind for kind in ARTICLE_TYPES if kind.endswith("newsarticle")) | {
    "liveblogposting"
}
#: works that are read as pieces where no piece is claimed
_OTHER_WORKS: Final = word_set(
    "recipe review criticreview videoobject podcastepisode howto creativework faqpage "
    "discussionforumposting product event"
)
_PAGES: Final = word_set("webpage itempage collectionpage aboutpage profilepage mediagallery")
_PUBLISHERS: Final = word_set("newsmediaorganization organization website")
#: properties that hold the things a page is about, not those it points to
_HOLDERS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "subjectOf")
_MOST_OBJECTS: Final = 5_000
_MOST_NAMES: Final = 50
_DATES: Final = ("datePublished", "dateCreated", "uploadDate")

Json = dict[str, Any]


@dataclass(frozen=True)
class LinkedData:
    """What a page's JSON-LD says, as far as it is of this page."""

    #: of this page's piece, the surest first
    pieces: tuple[Json, ...] = ()
    #: of other works, where there is no piece
    works: tuple[Json, ...] = ()
    #: of the page that holds the piece
    pages: tuple[Json, ...] = ()
    #: pieces that are given another address than this page's
    strangers: int = 0
    publishers: tuple[Json, ...] = ()
    persons: tuple[Json, ...] = ()
    breadcrumbs: tuple[Json, ...] = ()
    #: things by their @id
    by_id: Mapping[str, Json] | None = None

    @cached_property
    def claims(self) -> Claims:
        """The claims for each field, the piece's before those of the page around it."""
        found: Claims = {}
        for thing in self.pieces or self.works:
            self._add(found, thing)
            self._add_dates(found, thing)
        for page in self.pages:
            self._add_dates(found, page, " of the page")
        if not found.get("authors") and len(self.persons) == 1:
            names = self._names(self.persons[0])
            found["authors"] = [self._claim(name, "the only person") for name, _ in names]
        sites = [
            name
            for piece in (*self.pieces, *self.works)
            for name, _ in self._names(piece.get("publisher"))
        ] + [name for thing in self.publishers for name, _ in self._names(thing)]
        found["site"] = [self._claim(name, "publisher") for name in sites]
        found["section"] = found.get("section", []) + self._section_of_crumbs()
        return found

    @property
    def body(self) -> str | None:
        """The claimed text of the piece, a line a paragraph."""
        return next(
            filter(None, (lines_of(piece.get("articleBody")) for piece in self.pieces)), None
        )

    @property
    def description(self) -> str | None:
        told = (text for piece in self.pieces for text in texts(piece.get("description")))
        return next(told, None)

    @property
    def is_news(self) -> bool:
        return any(types_of(piece) & _NEWS for piece in self.pieces[:1])

    @property
    def is_live(self) -> bool:
        return any("liveblogposting" in types_of(piece) for piece in self.pieces)

    @property
    def is_free(self) -> bool | None:
        """Whether all may read it; None where nothing is said."""
        for thing in (*self.pieces, *self.works, *self.pages):
            said = [
                thing,
                *(part for part in _list(thing.get("hasPart")) if isinstance(part, dict)),
            ]
            free = [
                _truth(one["isAccessibleForFree"]) for one in said if "isAccessibleForFree" in one
            ]
            if free:
                return all(one is not False for one in free)
        return None

    def _add(self, found: Claims, thing: Json) -> None:
        for name in ("headline", "name"):
            _extend(found, "title", (self._claim(text, name) for text in texts(thing.get(name))))
        for name in ("author", "creator"):
            people = self._names(thing.get(name))
            _extend(found, "authors", (self._claim(text, f"{name}{kind}") for text, kind in people))
        sections = (text for text in texts(thing.get("articleSection")) if "://" not in text)
        _extend(found, "section", (self._claim(text, "articleSection") for text in sections))
        words = (word for text in texts(thing.get("keywords")) for word in words_of_list(text))
        _extend(found, "tags", (self._claim(word, "keywords") for word in words))
        for name in ("image", "thumbnailUrl"):
            _extend(found, "image", (self._claim(url, name) for url in self._urls(thing.get(name))))
        _extend(
            found,
            "language",
            (self._claim(text, "inLanguage") for text in texts(thing.get("inLanguage"))),
        )

    def _add_dates(self, found: Claims, thing: Json, of_what: str = "") -> None:
        for field, names in (("published", _DATES), ("modified", ("dateModified",))):
            for name in names:
                stamps = texts(thing.get(name))
                _extend(found, field, (self._claim(text, name + of_what) for text in stamps))

    def _names(self, value: Any) -> list[tuple[str, str]]:
        """Names of people or organisations, with a mark for these and for what is both."""
        named = []
        for one in _list(value)[:_MOST_NAMES]:
            one = self._resolved(one)
            if isinstance(one, dict):
                kind = _kind_of(one)
                full = [" ".join((*texts(one.get("givenName")), *texts(one.get("familyName"))))]
                named += [(text, kind) for text in texts(one.get("name")) or texts(full)]
            else:
                named += [(text, "") for text in texts(one)]
        return [(name, kind) for name, kind in named if "://" not in name]

    def _urls(self, value: Any) -> list[str]:
        """Addresses of images, given as strings or objects."""
        urls = []
        for one in _list(value)[:_MOST_NAMES]:
            one = self._resolved(one)
            if isinstance(one, dict):
                one = one.get("url") or one.get("contentUrl") or one.get("@id")
            urls += texts(one)
        return urls

    def _section_of_crumbs(self) -> list[Claim]:
        """The last crumb but the piece itself."""
        for trail in self.breadcrumbs:
            steps = [step for step in _list(trail.get("itemListElement")) if isinstance(step, dict)]
            names = [name for step in steps[:_MOST_NAMES] for name in _crumb(step)[:1]]
            if len(names) > 2:
                return [self._claim(names[-2], "breadcrumb")]
        return []

    def _resolved(self, value: Any) -> Any:
        """The thing that a reference means, with what the reference itself says."""
        if not isinstance(value, dict) or not self.by_id:
            return value
        name = value.get("@id")
        known = self.by_id.get(name) if isinstance(name, str) else None
        return {**known, **value} if known is not None and known is not value else value

    def _claim(self, text: str, where: str) -> Claim:
        return Claim(text, Provenance.JSON_LD, where)


def linked_data(scripts: Iterable[str], addresses: Sequence[str]) -> LinkedData:
    """Reads the page's JSON-LD; broken scripts are as good as none.

    Args:
        scripts: their contents.
        addresses: of the page: where it was had, what it calls itself.
    """
    pieces: list[Json] = []
    works: list[Json] = []
    pages: list[Json] = []
    publishers: list[Json] = []
    persons: list[Json] = []
    trails: list[Json] = []
    by_id: dict[str, Json] = {}
    for thing, held in _things(value for script in scripts for value in load(script)):
        types = types_of(thing)
        name = thing.get("@id")
        if isinstance(name, str) and len(thing) > len(by_id.get(name, ())) and len(thing) > 1:
            by_id[name] = thing
        if not held:
            continue
        if types & ARTICLE_TYPES:
            pieces.append(thing)
        elif types & _OTHER_WORKS:
            works.append(thing)
        elif types & _PAGES:
            pages.append(thing)
        elif types & _PUBLISHERS:
            publishers.append(thing)
        elif types == {"person"}:
            persons.append(thing)
        elif "breadcrumblist" in types:
            trails.append(thing)
    own = {place for address in addresses if (place := _place(address))}
    chosen, strangers = _of_this_page(pieces, own)
    trails += [page["breadcrumb"] for page in pages if isinstance(page.get("breadcrumb"), dict)]
    return LinkedData(
        pieces=chosen,
        works=_of_this_page(works, own)[0][:1],
        pages=_of_this_page(pages, own)[0][:1],
        strangers=strangers,
        publishers=tuple(publishers),
        persons=tuple(persons),
        breadcrumbs=tuple(trails),
        by_id=by_id,
    )


def _of_this_page(things: list[Json], own: set[tuple[str, str]]) -> tuple[tuple[Json, ...], int]:
    """Those of this address; else the first without one; else the first, if it is alone."""
    places = [set(_places(thing)) for thing in things]
    matching = [thing for thing, known in zip(things, places, strict=True) if known & own]
    if matching:
        return tuple(sorted(matching, key=_is_bare)), len(things) - len(matching)
    free = [thing for thing, known in zip(things, places, strict=True) if not known]
    chosen = sorted(free or things, key=_is_bare)[:1]
    return tuple(chosen), len(things) - len(free)


def _is_bare(thing: Json) -> bool:
    """Whether it says too little to be the main one."""
    return not (thing.get("headline") or thing.get("name"))


def _places(thing: Json) -> Iterator[tuple[str, str]]:
    for value in (thing.get("url"), thing.get("@id"), thing.get("mainEntityOfPage")):
        for one in _list(value)[:5]:
            if isinstance(one, dict):
                one = one.get("@id") or one.get("url")
            if isinstance(one, str) and (place := _place(one)):
                yield place


def _place(address: str) -> tuple[str, str] | None:
    """Host and path in a form to compare; None for the root, which every page may claim."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query and path.count("/") < 2 else ""
    if not parts.netloc or not (path or query):
        return None
    return parts.netloc.lower().removeprefix("www."), path + query


def _things(values: Iterable[Any]) -> Iterator[tuple[Json, bool]]:
    """All objects, outer first, each with whether the page holds it or just mentions it."""
    waiting = deque((value, True) for value in values)
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value, held = waiting.popleft()
        if isinstance(value, list):
            waiting.extend((one, held) for one in value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value, held
            for key, inner in value.items():
                if isinstance(inner, (dict, list)):
                    waiting.append((inner, held and key in _HOLDERS))


def types_of(thing: Json) -> set[str]:
    return {text.rpartition("/")[2].lower() for text in texts(thing.get("@type"))}


def _kind_of(thing: Json) -> str:
    """A mark for an organisation, or for the owner of a site of their own, who is called both."""
    kinds = list(types_of(thing))
    if not any(kind.endswith("organization") for kind in kinds):
        return ""
    return " (owner)" if "person" in kinds else " (organisation)"


def _crumb(step: Json) -> list[str]:
    item = step.get("item")
    return texts(step.get("name")) or (texts(item.get("name")) if isinstance(item, dict) else [])


def texts(value: Any) -> list[str]:
    """The strings in a value that may be one, a list of them, or text with its language."""
    if value is None:  # most of what is asked for
        return []
    found = []
    for one in _list(value)[:_MOST_NAMES]:
        if isinstance(one, dict):
            one = one.get("@value")
        if isinstance(one, str) and (text := text_of(one)):
            found.append(text)
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _truth(value: Any) -> bool | None:
    said = re.sub(r".*/", "", str(value)).strip().lower()
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(said)


def _extend(found: Claims, field: str, claims: Iterable[Claim]) -> None:
    found.setdefault(field, []).extend(claims)
