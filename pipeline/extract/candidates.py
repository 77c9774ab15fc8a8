"""The records by which a field is decided: claims that a page makes, candidates with verdicts.

A claim is a text and where it stands; a candidate is a claim that somebody judged. The
judging is in `titles`, `people`, `times`, `sections` and `markers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, Generic, NamedTuple, TypeVar

from pipeline.records import ArticleData, NotArticle, Provenance, Stamp

T = TypeVar("T")


class Claim(NamedTuple):
    """A text that a page gives for a field, clean and not empty."""

    text: str
    provenance: Provenance
    #: the tag, property or element, such as "og:title" or "h1"
    where: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field might have, and what came of it."""

    #: name of a field of `ArticleData`
    field: str
    value: str
    provenance: Provenance
    where: str
    #: why it won or was refused; "" for one that was just not needed
    why: str = ""
    won: bool = False


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """What a field is, None or empty where no candidate held, and the candidates."""

    value: T
    #: as in `ArticleData.provenance`, "" where there is no value
    provenance: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a page, and the candidates that were weighed for its fields."""

    result: ArticleData | NotArticle
    candidates: tuple[Candidate, ...] = ()


#: fields that a reader by rules does not weigh: they are where they are
_UNWEIGHED: Final = ("url", "body", "structure", "provenance", "extractor", "hits", "featured")


def by_rules(result: ArticleData | NotArticle) -> Reading:
    """A reading by a preset, which knows where each field is: one candidate each."""
    if isinstance(result, NotArticle):
        return Reading(result)
    return Reading(result, tuple(stated(result, frozenset(), Provenance.PRESET)))


def stated(
    article: ArticleData, told: frozenset[str], otherwise: Provenance
) -> Iterator[Candidate]:
    """A winner for each field that has a value and no candidates of its own.

    Args:
        article: what was read.
        told: names of the fields that have candidates.
        otherwise: where a field was read whose provenance the article does not keep.
    """
    for one in fields(article):
        value = getattr(article, one.name)
        if not value or one.name in told or one.name in _UNWEIGHED:
            continue
        kind, _, note = article.provenance.get(one.name, str(otherwise)).partition(" ")
        value = value.at.isoformat() if isinstance(value, Stamp) else value
        text = "، ".join(value) if isinstance(value, tuple) else str(value)
        yield Candidate(one.name, text, Provenance(kind), article.extractor, note, won=True)


def judged(field: str, claim: Claim, why: str = "", *, won: bool = False) -> Candidate:
    """The candidate that a claim becomes."""
    return Candidate(field, claim.text, claim.provenance, claim.where, why, won)


def first_of(field: str, claims: Sequence[Claim]) -> Decision[str | None]:
    """The first claim wins, for fields whose claims need no weighing."""
    if not claims:
        return Decision(None)
    verdicts = (
        judged(field, claim, "the surest" if at == 0 else "", won=at == 0)
        for at, claim in enumerate(claims)
    )
    return Decision(claims[0].text, str(claims[0].provenance), tuple(verdicts))


def noted(provenance: Provenance, note: str = "") -> str:
    """A provenance as `ArticleData` keeps it: `text (json-ld agrees, to the day)`."""
    return f"{provenance} ({note})" if note else str(provenance)


def distinct(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims without those that say again what an earlier one of the same layer said."""
    seen = set()
    for claim in claims:
        if (claim.text, claim.provenance) not in seen:
            seen.add((claim.text, claim.provenance))
            yield claim
