"""Decides who wrote a piece: people, agencies and the byline as printed.

Which of the places that name somebody is believed; what names a string holds is
`pipeline.extract.names`'s question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from pipeline.extract.candidates import Candidate, Claim, Decision, judged, noted
from pipeline.extract.names import NO_PERSON, has_label, names_in, without_label
from pipeline.extract.shown import Entry, Shown
from pipeline.extract.signers import signer_of
from pipeline.extract.structured import PageClaims
from pipeline.press import words as press
from pipeline.press.credits import agencies_in
from pipeline.press.words import key
from pipeline.records import Provenance

_LONGEST: Final = 200
_LONGEST_BYLINE: Final = 120
_FIRST_LINE: Final = "the text's first line"
_MOST_PEOPLE: Final = 20
#: words of a name that may be a person's where it is the site's too
_FULL_NAME: Final = 2
#: an entry's sureness that a tag or attribute gives
_BY_TAG: Final = 2
#: a printed byline that names more is a list of a newsroom
_MOST_IN_BYLINE: Final = 8

_ARTICLES: Final = frozenset(("the", "der", "die", "das", "le", "la", "les", "el", "los", "il"))


@dataclass(frozen=True, slots=True)
class People:
    """Who is behind a piece."""

    #: as printed, else the claimed names in a row
    byline: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    #: provenances of byline and agencies
    byline_from: str = ""
    agencies_from: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """One place that names people, and those it names."""

    claims: tuple[Claim, ...]
    people: tuple[str, ...]
    refused: tuple[Candidate, ...]


def people_of(
    claims: PageClaims,
    shown: Shown,
    url: str,
    in_text: str | None,
    signed: Callable[[], str | None] = lambda: None,
) -> Decision[People]:
    """Decides authors, agencies and byline.

    Args:
        claims: what the page claims.
        shown: what it prints.
        url: its address: who is called like its host is no person.
        in_text: the byline that stood at the head of the body, if one did.
        signed: gives a line near the heading that begins as bylines do, asked where nothing
            else names a person.
    """
    outlets = _outlets(claims, url)
    if not claims.is_news:
        outlets -= set(_owners(claims, shown, url))
    printed = [_line(entry) for entry in _bylines(shown)]
    if in_text:
        printed.append(Claim(in_text, Provenance.TEXT, _FIRST_LINE))
    layers = [
        *_by_layer(claims.of("authors")),
        *((claim,) for claim in printed),
    ]
    sources = [_read(layer, outlets) for layer in layers if layer]
    chosen = _choose(sources)
    if chosen:
        chosen = _trimmed(chosen, sources)
    if chosen is None and (line := signed()):
        claim = Claim(line, Provenance.TEXT, "a line that begins like a byline")
        printed.insert(0, claim)
        sources.append(_read((claim,), outlets))
        chosen = _choose(sources)
    if chosen is None:
        chosen = _signed(sources, outlets)
    byline = _printed_byline(printed, chosen) or _claimed_byline(
        chosen or next(iter(sources), None)
    )
    agencies = _agencies(claims, printed, byline)
    return Decision(
        People(
            byline=byline.text if byline else None,
            authors=chosen.people if chosen else (),
            agencies=tuple(agencies),
            byline_from=str(byline.provenance) if byline else "",
            agencies_from=str(next(iter(agencies.values()), "")),
        ),
        noted(chosen.claims[0].provenance, _agreement(chosen, sources)) if chosen else "",
        tuple(_verdicts(sources, chosen)),
    )


def _signed(sources: list[_Source], outlets: frozenset[str]) -> _Source | None:
    """The place in which a desk or the outlet signs; it takes its own place among the sources."""
    signer = signer_of((claim for source in sources for claim in source.claims), outlets)
    if signer is None:
        return None
    claim, name = signer
    at = next(at for at, source in enumerate(sources) if claim in source.claims)
    sources[at] = _Source(sources[at].claims, (name,), ())
    return sources[at]


def _outlets(claims: PageClaims, url: str) -> frozenset[str]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {key(claim.text) for claim in claims.of("site")} | {
        key(host),
        key(host.rpartition(".")[0]),
    }
    return frozenset(filter(None, names))


def _owners(claims: PageClaims, shown: Shown, url: str) -> Iterator[str]:
    """Keys of those who publish under a name of their own: of the name, and of its words."""
    for claim in claims.of("authors"):
        if claim.where.endswith(" (owner)") and len(claim.text.split()) == _FULL_NAME:
            yield from map(key, (claim.text, *claim.text.split()))
    for entry in shown.people:
        if _is_own_blog(entry, url):
            yield _bare_key(entry.text)
            words = without_label(_text(entry)).split()
            if entry.sure == _BY_TAG and len(words) == _FULL_NAME and "," not in words[0]:
                yield from map(key, words)


def _is_own_blog(entry: Entry, url: str) -> bool:
    """A printed author of two words, or of one on a host of a blog's own: named as its author."""
    words = without_label(_text(entry)).split()
    keys = [key(word) for word in words]
    if not entry.sure or not keys or keys[0] in _ARTICLES or not NO_PERSON.isdisjoint(keys):
        return False
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return 2 <= len(words) <= 3 or (len(labels) > 2 and key("".join(words)) == key(labels[0]))


def _text(entry: Entry) -> str:
    return entry.text or entry.machine


def _bare_key(text: str) -> str:
    return key(without_label(text))


# Where people are named


def _by_layer(authors: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """JSON-LD's names together, microdata's together, each meta name by itself."""
    for provenance in (Provenance.JSON_LD, Provenance.MICRODATA):
        layer = tuple(claim for claim in authors if claim.provenance is provenance)
        by_property = dict.fromkeys(claim.where.partition(" ")[0] for claim in layer)
        yield from (
            tuple(c for c in layer if c.where.partition(" ")[0] == name) for name in by_property
        )
    metas = [claim for claim in authors if claim.provenance is Provenance.META]
    for name in dict.fromkeys(claim.where for claim in metas):
        yield tuple(claim for claim in metas if claim.where == name)


def _bylines(shown: Shown) -> list[Entry]:
    """The lines that may name the author, the surest first, none from another piece."""
    heading = next((entry for entry in shown.headings if not entry.elsewhere), None)
    usable = [
        entry for entry in shown.people if not entry.elsewhere and _is_of_piece(entry, heading)
    ]
    return sorted(usable, key=lambda entry: -entry.sure)


def _is_of_piece(entry: Entry, heading: Entry | None) -> bool:
    """In the article that holds the heading, if one does."""
    return heading is None or not heading.piece or not entry.piece or entry.piece == heading.piece


def _line(entry: Entry) -> Claim:
    certain = "" if entry.sure else " (a line of details)"
    if entry.sure == 2 or not entry.words.isdisjoint(("vcard", "fn")):
        certain = " (author)"
    return Claim(_text(entry), Provenance.TEXT, entry.where + certain)


# Reading names


def _read(layer: tuple[Claim, ...], outlets: frozenset[str]) -> _Source:
    people: dict[str, str] = {}
    refused: list[Candidate] = []
    for claim in layer:
        if "(organisation)" in claim.where and not _looks_personal(claim.text, outlets):
            refused.append(judged("authors", claim, "an organisation"))
            continue
        if claim.where == "citation_author" and claim.text.count(",") == 1:
            last, _, first = claim.text.partition(",")
            claim = claim._replace(text=f"{first.strip()} {last.strip()}")
        printed = claim.provenance is Provenance.TEXT
        found = list(names_in(claim.text, outlets, marked=_is_marked(claim), certain=not printed))
        if printed and not _is_telling(claim.where):
            found = [
                name for name in found if " " in name or not name.isascii() or has_label(claim.text)
            ]
        if not found:
            refused.append(judged("authors", claim, "names no person"))
        for name in found:
            people.setdefault(key(name), name)
    return _Source(layer, tuple(people.values())[:_MOST_PEOPLE], tuple(refused))


def _is_telling(where: str) -> bool:
    """Whether a name of one word is believed there: an author's link, an hCard."""
    return where.endswith(" (author)")


def _is_marked(claim: Claim) -> bool:
    """Whether the place says that an author's name stands there; a class does not quite."""
    return claim.provenance is not Provenance.TEXT or "(a line" not in claim.where


def _looks_personal(text: str, outlets: frozenset[str]) -> bool:
    """Templates call people organisations: a given name is believed over them."""
    first = key(text.split()[0]) if text.split() else ""
    return first in press.GIVEN_NAMES and key(text) not in outlets


# Choosing


def _choose(sources: Sequence[_Source]) -> _Source | None:
    """The first that names people; a fuller later one that has all of them is better."""
    naming = [source for source in sources if source.people]
    if not naming:
        return None
    first = naming[0]
    if all(
        " " not in name for name in first.people
    ):  # a user's name, where another has the person's
        first = next((one for one in naming if any(" " in name for name in one.people)), first)
    mine = {key(name) for name in first.people}
    for other in naming:
        theirs = {key(name) for name in other.people}
        fuller = mine < theirs and len(theirs) <= _MOST_IN_BYLINE
        if fuller and other.claims[0].provenance is not Provenance.MICRODATA:
            return other
    return first


def _trimmed(chosen: _Source, sources: Sequence[_Source]) -> _Source:
    """Without the words that a line ran on into: «Jane Roe Jane» where another has «Jane Roe»."""
    known = {name for source in sources for name in source.people if " " in name}

    def shortest(name: str) -> str:
        return min(
            (one for one in known if f"{name} ".startswith(f"{one} ")), default=name, key=len
        )

    if chosen.claims[0].provenance is not Provenance.TEXT:
        return chosen
    return replace(chosen, people=tuple(dict.fromkeys(map(shortest, chosen.people))))


def _printed_byline(printed: Sequence[Claim], chosen: _Source | None) -> Claim | None:
    """The text's own first line, else the line that names an author whom we believe."""
    if printed and printed[-1].where == _FIRST_LINE:
        return printed[-1]
    names = {key(name) for name in chosen.people} if chosen else set()
    for claim in printed:
        if len(claim.text) <= _LONGEST_BYLINE and any(name in key(claim.text) for name in names):
            return claim
    return None


def _claimed_byline(source: _Source | None) -> Claim | None:
    if source is None:
        return None
    claims = [claim for claim in source.claims if "://" not in claim.text and "@" not in claim.text]
    text = ", ".join(dict.fromkeys(claim.text for claim in claims))[:_LONGEST]
    return claims[0]._replace(text=text) if claims else None


def _agencies(
    claims: PageClaims, printed: Sequence[Claim], byline: Claim | None
) -> dict[str, Provenance]:
    """The agencies of the byline, the claims and the lines for authors, and where each stands."""
    asked = [
        *([byline] if byline else ()),
        *claims.of("authors"),
        *(claim for claim in printed if "(a line" not in claim.where),
    ]
    found: dict[str, tuple[str, Provenance]] = {}
    for claim in asked:
        for name in agencies_in(without_label(claim.text)):
            found.setdefault(key(name), (name, claim.provenance))
    return dict(found.values())


# Telling


def _agreement(chosen: _Source, sources: Iterable[_Source]) -> str:
    mine = {key(name) for name in chosen.people}
    layers = {
        str(source.claims[0].provenance): None
        for source in sources
        if {key(name) for name in source.people} == mine
        and source.claims[0].provenance is not chosen.claims[0].provenance
    }
    return f"{', '.join(layers)} agree{'s' if len(layers) == 1 else ''}" if layers else ""


def _verdicts(sources: Iterable[_Source], chosen: _Source | None) -> Iterator[Candidate]:
    for source in sources:
        refused = {(one.value, one.where): one for one in source.refused}
        for claim in source.claims:
            if one := refused.get((claim.text, claim.where)):
                yield one
            elif source is chosen:
                yield judged("authors", claim, "the surest that names people", won=True)
            else:
                yield judged("authors", claim)
