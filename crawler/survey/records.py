"""What a survey of a site finds, each fact with how sure it is and what tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pipeline.records import ArticleData


class Certainty(StrEnum):
    """How far a finding can be relied on."""

    SURE = "sure"  # the site says it, or several signs agree
    LIKELY = "likely"  # one good sign
    GUESS = "a guess"  # nothing contradicts it


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its reason."""

    #: None: nothing was found
    value: str | None
    certainty: Certainty
    #: one line for people
    why: str


SectionKind = Literal["feed", "page", "sitemap"]


@dataclass(frozen=True, slots=True)
class SectionFound:
    """A listing that was fetched and shows articles."""

    name: str
    kind: SectionKind
    #: as it answered
    url: str
    #: links to articles of the site that it shows
    articles: int
    #: how it was found, one line for people
    why: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One address that was asked for."""

    url: str
    #: what was hoped for, such as "the home page"
    what: str
    #: what came, such as "20 articles" or "the server answered 404"
    came: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A site as far as a few requests show it."""

    #: scheme and host with a slash
    home: str
    name: str
    #: what it calls itself
    title: str | None
    language: Judged
    timezone: Judged
    #: a value of `crawler.survey.systems.System`
    system: Judged
    preset: str | None
    sections: tuple[SectionFound, ...]
    #: articles read by the rules found, at most three
    samples: tuple[ArticleData, ...]
    tried: tuple[Tried, ...]
    #: what a person should know besides: feeds left out, what was not asked
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSource:
    """Why no source can be made of an address, and what to do."""

    why: str
    tried: tuple[Tried, ...] = ()
    #: nothing answered at the address at all
    is_silent: bool = False


def articles(count: int) -> str:
    """So many articles, in words."""
    return f"{count} article{'' if count == 1 else 's'}"
