"""Decides what a piece is called, among its heading, its claims and the document's title.

Of a news article the headline that the outlet declares is believed, for a heading is also a
place for experiments; on any other page the heading, as far as a claim has to do with it. The
site's name, before or after, and a kicker are no part of a title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from pipeline.extract.candidates import Candidate, Claim, Decision, judged, noted
from pipeline.extract.shown import Entry, Shown
from pipeline.extract.structured import PageClaims
from pipeline.press.words import key
from pipeline.records import Provenance
from pipeline.text import word_set

_SEPARATOR: Final = re.compile(
    r"\s+(?:[|–—·•:»«›/~ǀㅣ-]{1,2})\s+|\s*[|ǀㅣ]\s*|(?<=\S)-(?=[^-]*[|ǀㅣ])"
)
_PREFIX: Final = re.compile(r"[^:|»–—-]{2,40}?(?:\s*:\s+|\s*\|\s*|\s+[»–—-]\s+)")
#: a site's name is longer than this only in mockery
_LONGEST_NAME: Final = 80
#: letters of a word by which a name and a host are known to belong together
_TELLING: Final = 4
#: how much of the shorter text's words two titles of one piece share
_ALIKE: Final = 0.5
_MOST: Final = 30
#: classes of a heading that is the site's name
_LOGOS: Final = word_set("logo brand branding sitename sitetitle blogtitle")
#: letters of a heading that no other piece's title begins with by chance
_LONG: Final = 9
#: at the end of a title that was cut
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)$")


class _Named(NamedTuple):
    """A candidate with the site's name taken off."""

    claim: Claim
    title: str
    key: str


class _Site(NamedTuple):
    """By what the site's name is known."""

    names: frozenset[str]
    host: str


def title_of(
    claims: PageClaims, shown: Shown, url: str, second: Callable[[], Iterable[Entry]] = tuple
) -> Decision[str | None]:
    """Decides the title; None where the page has nothing like one.

    Args:
        claims: what the page claims.
        shown: what it prints.
        url: its address, whose host tells the site's name.
        second: gives headings of the second rank, asked where no first heading is the title.
    """
    site = _site(claims, url)
    claimed = [_named(claim, site) for claim in _claims(claims)]
    printed = [_named(_heading(entry), site) for entry in _headings(shown, url)]
    claimed = [one for one in claimed if one.key and one.key not in site.names]
    printed = [one for one in printed if one.key]
    claimed = [_agreed(one, [*printed, *claimed]) for one in claimed]
    printed = [_agreed(one, claimed) if "|" in one.title else one for one in printed]
    found = _choose(claims, claimed, printed)
    if found is None:
        others = [_named(_heading(entry), site) for entry in second()]
        claimed = [_agreed(one, others) for one in claimed]
        found = _among(claimed, printed, others)
    if found is None:
        return Decision(None)
    winner, why = found
    return Decision(
        winner.title,
        noted(winner.claim.provenance, _agreement(winner, [*printed, *claimed])),
        tuple(_verdicts(winner, why, [*claimed, *printed])),
    )


def _choose(
    claims: PageClaims, claimed: list[_Named], printed: list[_Named]
) -> tuple[_Named, str] | None:
    """The title, where the headings and the claims have to do with each other."""
    declared = _declared(claimed, printed) if claims.is_news else None
    if declared and (whole := _whole(declared, [*printed, *claimed])):
        return whole, "whole, where the outlet declares it cut"
    graph = next((one for one in claimed if one.claim.where == "og:title"), None)
    if declared and graph and _is_kicker_before(graph.title, declared.title):
        return graph, "the headline without its kicker"
    if declared and graph and declared.key == graph.key:
        return declared, "the headline that the outlet declares twice"
    for heading in printed:
        for claim in claimed:
            if _is_kicker_before(heading.title, claim.title):
                return heading, f"the heading without what {claim.claim.where} has before it"
    if declared:
        return declared, "the headline that the outlet declares"
    for heading in printed:
        for claim in claimed:
            if claim.key == heading.key:
                return heading, f"the heading, as {claim.claim.where} says"
    for heading in printed:
        for claim in claimed:
            if heading.key.endswith(claim.key) and 3 * len(claim.key) > len(heading.key):
                return claim, "the heading without what stands before it"
    for heading in printed:
        if any(_begins(heading, claim) or _alike(heading.title, claim.title) for claim in claimed):
            return heading, "the heading, much as the page claims"
    return None


def _among(
    claimed: list[_Named], printed: list[_Named], others: list[_Named]
) -> tuple[_Named, str] | None:
    """The title, where no first heading is like a claim."""
    for second in others:
        if any(second.key and claim.key == second.key for claim in claimed):
            return second, "printed, and claimed too"
    if claimed and not (printed and _only_document(claimed)):
        return claimed[0], "claimed; no heading is like it"
    if printed:
        return printed[0], "the first heading"
    return (others[0], "the first heading of the second rank") if others else None


def _declared(claimed: Sequence[_Named], printed: Sequence[_Named]) -> _Named | None:
    """JSON-LD's headline, unless the heading and `og:title` agree on another."""
    headline = next((one for one in claimed if one.claim.where == "headline"), None)
    if headline is None or headline.claim.provenance is not Provenance.JSON_LD:
        return None
    graph = next((one for one in claimed if one.claim.where == "og:title"), None)
    if graph and printed and graph.key == printed[0].key:
        return headline if headline.key == graph.key else None
    return headline


def _whole(cut: _Named, others: Sequence[_Named]) -> _Named | None:
    """The candidate that goes on where a title ends with dots."""
    start = key(_CUT.sub("", cut.title)) if _CUT.search(cut.title) else ""
    longer = (one for one in others if start and one.key.startswith(start) and one.key != start)
    return next((one for one in longer if not _CUT.search(one.title)), None)


def _is_kicker_before(heading: str, claim: str) -> bool:
    """«Kicker: heading», where the heading is the longer part and more than a word or two."""
    before = claim.casefold().removesuffix(heading.casefold()).rstrip()
    return before[-1:] in tuple(":|–—-/+") and len(heading) > 15 and 1 < len(before) < len(heading)


def _only_document(claimed: Sequence[_Named]) -> bool:
    return all(one.claim.where == "title" for one in claimed)


# Candidates


def _claims(claims: PageClaims) -> Iterator[Claim]:
    """The claims, the surest first, the document's title last."""
    titles = claims.of("title")[:_MOST]
    yield from (claim for claim in titles if claim.where in ("headline", "og:title"))
    yield from (claim for claim in titles if claim.where not in ("headline", "og:title", "title"))
    if claims.document_title:
        yield Claim(claims.document_title, Provenance.META, "title")


def _headings(shown: Shown, url: str) -> list[Entry]:
    """Those of the page before those in sidebars, which some templates put the piece's into.

    What leads to the home page or is called a logo is the site's name.
    """
    own = [one for one in shown.headings if not (_is_logo(one) or _leads_home(one, url))]
    return sorted(own, key=lambda entry: entry.elsewhere)


def _is_logo(entry: Entry) -> bool:
    return bool(entry.words & _LOGOS) or {"site", "title"} <= entry.words


def _leads_home(entry: Entry, url: str) -> bool:
    if not entry.machine:
        return False
    try:
        home, here = urlsplit(urljoin(url, entry.machine)), urlsplit(url)
    except ValueError:
        return False
    return home.netloc == here.netloc and home.path in ("", "/") and home.path != here.path


def _heading(entry: Entry) -> Claim:
    return Claim(entry.text, Provenance.TEXT, entry.where)


# The site's name


def without_site_name(title: str, claims: PageClaims, url: str) -> str:
    """A title without the segments at its ends that name the site of the page."""
    return _without_site(title, _site(claims, url))


def _site(claims: PageClaims, url: str) -> _Site:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {key(claim.text) for claim in claims.of("site")}
    labels = host.split(".")
    names |= {key(host), *(key("".join(labels[at:-1])) for at in range(len(labels) - 1))}
    return _Site(frozenset(name for name in names if len(name) > 1), key(host))


def _named(claim: Claim, site: _Site) -> _Named:
    title = _without_site(claim.text, site)
    return _Named(claim, title, key(title))


def _without_site(title: str, site: _Site) -> str:
    """The title without the segments at its ends that name the site."""
    while parts := list(_SEPARATOR.finditer(title)):
        before, after = title[: parts[-1].start()].strip(), title[parts[-1].end() :].strip()
        if before and _names(after, site):
            title = before
            continue
        if len(parts) > 1 and key(before) and _is_site_tail(title, parts, site):
            title = title[: parts[-2].start()].strip()
            continue
        break
    start = _PREFIX.match(title)
    if start and key(title[: start.end()]) in site.names and title[start.end() :].strip():
        title = title[start.end() :].strip()
    return title


def _is_site_tail(title: str, parts: list[re.Match[str]], site: _Site) -> bool:
    """«Title | Site - what it is»: the last two segments name the site together."""
    tail = title[parts[-2].end() :].strip()
    return _names(tail, site) and key(title[parts[-2].end() : parts[-1].start()]) in site.names


def _names(segment: str, site: _Site) -> bool:
    if len(segment) > _LONGEST_NAME:
        return False
    whole = key(segment)
    if whole in site.names:
        return True
    words = [key(word) for word in re.split(r"[\s.]+", segment)]
    telling = [word for word in words if len(word) >= _TELLING]
    return any(word in site.host for word in telling) and (
        len(words) <= 6
        and bool(words)
        and any(
            name.startswith(words[0]) or name in whole
            for name in site.names
            if len(name) >= _TELLING
        )
    )


def _agreed(one: _Named, others: Sequence[_Named]) -> _Named:
    """The claim cut at a separator where what stands before it is what another says."""
    keys = {other.key for other in others if other is not one and other.key != one.key}
    for part in _SEPARATOR.finditer(one.title):
        before = one.title[: part.start()].strip()
        if (
            key(before) in keys
            and len(key(before)) > 1
            and 3 * len(before) > part.end() - part.start()
        ):
            return _Named(one.claim, before, key(before))
        after = one.title[part.end() :].strip()
        if key(after) in keys and len(after) > part.start():
            return _Named(one.claim, after, key(after))
    return one


# Likeness and telling


def _begins(heading: _Named, claim: _Named) -> bool:
    """Whether a claim has more after the heading, though it be run on into its last word."""
    return len(heading.key) > _LONG and claim.key.startswith(heading.key)


def _alike(first: str, second: str) -> bool:
    one, two = _words(first), _words(second)
    return (
        bool(one and two)
        and len(one & two) >= _ALIKE * min(len(one), len(two))
        and len(one & two) > 1
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in map(key, text.split()) if len(word) > 2)


def _agreement(winner: _Named, candidates: Sequence[_Named]) -> str:
    layers = {
        str(one.claim.provenance): None
        for one in candidates
        if one.key == winner.key and one.claim.provenance is not winner.claim.provenance
    }
    return f"{', '.join(layers)} agree{'s' if len(layers) == 1 else ''}" if layers else ""


def _verdicts(winner: _Named, why: str, candidates: Sequence[_Named]) -> Iterator[Candidate]:
    told = False
    for one in candidates:
        won = one.claim == winner.claim and not told
        told = told or won
        cut = "" if one.title == one.claim.text else f"without the site's name: {one.title}"
        yield judged("title", one.claim, (f"{why}; {cut}" if cut else why) if won else cut, won=won)
    if not told:
        yield judged("title", winner.claim, why, won=True)
