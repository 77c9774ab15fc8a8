"""Decides section, tags, lead image, and whether a piece is a live report or behind a paywall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.extract.candidates import Candidate, Claim, Decision, first_of, judged, noted
from pipeline.extract.shown import Shown
from pipeline.extract.structured import PageClaims
from pipeline.press.words import key
from pipeline.records import Provenance

_MOST_TAGS: Final = 50
_LONGEST_SECTION: Final = 60
_LONGEST_TAG: Final = 80
#: letters of a paywall's text without which it is an empty box for others
_SHORTEST_PAYWALL: Final = 25
#: sections of templates that sort nothing
_NO_SECTION: Final = frozenset(
    map(key, ("uncategorized", "uncategorised", "non classé", "غير مصنف", "article", "articles",
              "home", "news article", "default", "الرئيسية", "accueil"))
)  # fmt: skip
_NO_IMAGE: Final = re.compile(
    r"(?:^|[/_-])(?:logo|default|placeholder|blank|avatar|favicon|share)[^/]*$", re.I
)
#: at the head of a title or of a part of it: «مباشر | …», "… LIVE: …", « En direct : … »
_LIVE: Final = re.compile(
    r"(?:^|[\s|(])(?:live[ -]?(?:blog|ticker|updates?)?|newsticker|en direct"
    r"|مباشر|تغطية مباشرة)\s*[:|]",
    re.I,
)
#: a metered page is all there for those who read few
_TIER: Final = {"locked": True, "paid": True, "premium": True, "free": False}


def section_of(claims: PageClaims) -> Decision[str | None]:
    """The section as claimed: a name, not an address, a template's word or the site's name."""
    sites = {key(claim.text) for claim in claims.of("site")}
    usable, refused = [], []
    for claim in claims.of("section"):
        own = key(claim.text)
        if not own or own in _NO_SECTION or own in sites or len(claim.text) > _LONGEST_SECTION:
            refused.append(judged("section", claim, "names no section"))
        else:
            usable.append(claim)
    decided = first_of("section", usable)
    return Decision(decided.value, decided.provenance, (*decided.candidates, *refused))


def tags_of(claims: PageClaims, shown: Shown) -> Decision[tuple[str, ...]]:
    """The tags of the first layer that has some, each once."""
    layers: dict[str, list[Claim]] = {}
    for claim in claims.of("tags"):
        layers.setdefault(claim.where, []).append(claim)
    links = [
        Claim(entry.text.lstrip("#").strip(), Provenance.TEXT, "rel=tag")
        for entry in shown.tags
        if entry.text and not entry.elsewhere
    ]
    ordered = sorted(layers.values(), key=lambda layer: layer[0].where != "article:tag")
    for layer in (*ordered, links):
        tags: dict[str, str] = {}
        for claim in layer:
            if key(claim.text) and len(claim.text) <= _LONGEST_TAG:
                tags.setdefault(key(claim.text), claim.text)
        if tags:
            first = layer[0]
            verdict = Candidate(
                "tags",
                ", ".join(tags.values()),
                first.provenance,
                first.where,
                "the surest",
                won=True,
            )
            return Decision(tuple(tags.values())[:_MOST_TAGS], str(first.provenance), (verdict,))
    return Decision(())


def image_of(claims: PageClaims) -> Decision[str | None]:
    """The first claimed image that is no logo."""
    images = claims.of("image")
    real = [claim for claim in images if not _NO_IMAGE.search(claim.text)]
    refused = tuple(judged("image", claim, "a logo") for claim in images if claim not in real)
    decided = first_of("image", real)
    return Decision(decided.value, decided.provenance, (*decided.candidates, *refused))


def live_of(claims: PageClaims, shown: Shown, title: str) -> Decision[bool]:
    """Whether it is a live report, and what says so."""
    if claims.is_live:
        return _said("live", Claim("LiveBlogPosting", Provenance.JSON_LD, "@type"))
    if blogs := [entry for entry in shown.live if not entry.elsewhere]:
        return _said("live", Claim(blogs[0].where, Provenance.HEURISTIC, "class"))
    if _LIVE.search(title):
        return _said("live", Claim(title, Provenance.TEXT, "title"))
    return Decision(False)


def paywalled_of(claims: PageClaims, shown: Shown) -> Decision[bool]:
    """Whether only a part of the text is there for all, and what says so."""
    if claims.is_free is not None:
        claim = Claim(str(claims.is_free).lower(), Provenance.JSON_LD, "isAccessibleForFree")
        return _said("paywalled", claim) if not claims.is_free else Decision(False)
    for claim in claims.of("tier"):
        locked = _TIER.get(claim.text.lower())
        if locked is not None:
            return _said("paywalled", claim) if locked else Decision(False)
    for entry in _walls(shown):
        return _said("paywalled", Claim(entry, Provenance.HEURISTIC, "class"))
    return Decision(False)


def _walls(shown: Shown) -> Sequence[str]:
    return [entry.text for entry in shown.paywalls if len(entry.text) >= _SHORTEST_PAYWALL]


def _said(field: str, claim: Claim) -> Decision[bool]:
    verdict = judged(field, claim, "it says so", won=True)
    return Decision(True, noted(claim.provenance), (verdict,))
