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
    """What came of a page, and the candidates for its fields."""

    result: ArticleData | NotArticle
    #: candidates of the fields whose claims were weighed
    weighed: tuple[Candidate, ...] = ()
    #: where the other fields stand, though it may have been refused; None: nobody read so far
    article: ArticleData | None = None
    #: where a field was read whose provenance the article does not keep
    otherwise: Provenance = Provenance.PRESET

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All candidates; made when they are asked for, since few readings are explained."""
        if self.article is None:
            return self.weighed
        told = frozenset(one.field for one in self.weighed)
        return (*self.weighed, *_stated(self.article, told, self.otherwise))


#: fields that a reader by rules does not weigh: they are where they are
_UNWEIGHED: Final = ("url", "body", "structure", "provenance", "extractor", "hits", "featured")


def by_rules(result: ArticleData | NotArticle) -> Reading:
    """A reading by a preset, which knows where each field is: one candidate each."""
    return Reading(result, article=None if isinstance(result, NotArticle) else result)


def _stated(
    article: ArticleData, told: frozenset[str], otherwise: Provenance
) -> Iterator[Candidate]:
    """A winner for each field that has a value and no candidates of its own."""
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
