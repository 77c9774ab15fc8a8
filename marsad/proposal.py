"""Shows what a survey of a site found: the source as YAML, as JSON, and articles as read.

What is foreign in it is cleaned and fenced; nothing is fetched or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.settings import SourceSettings
from config.writing import Entry, Key, plain_entry
from crawler.survey.records import Certainty, Judged, Survey, Tried, articles
from crawler.survey.systems import System
from marsad import jsonlines
from marsad.screen import foreign, printed
from marsad.wording import counted
from pipeline.records import ArticleData
from pipeline.text import clean, direction, isolate

#: how often sections are polled by kind, until the user says otherwise
_EVERY = {"feed": "5m", "page": "15m", "sitemap": "30m"}
_FIRST_LINES = 3
_STYLES = {Certainty.SURE: "green", Certainty.LIKELY: "yellow", Certainty.GUESS: "bold red"}
_SYSTEMS: dict[str | None, str] = {
    None: "no system that Marsad knows",
    System.JOOMLA_K2: "Joomla with K2",
    System.JOOMLA: "Joomla's own articles",
    System.WORDPRESS: "WordPress",
    System.DRUPAL: "Drupal",
    System.BLOGGER: "Blogger",
    System.GHOST: "Ghost",
}


def source_entry(survey: Survey, today: date, delay: str | None) -> Entry:
    """The source as it comes into the configuration, with what is sure and what is guessed.

    Args:
        today: the day of the survey.
        delay: the pause between requests, None for the default.
    """
    system = f"{_SYSTEMS[survey.system.value]} ({_reason(survey.system)})"
    heading = [clean(survey.title or survey.name), f"Looked at on {today}: {system}"]
    keys = [
        Key("name", survey.name, "\n".join([*heading, *(clean(one) for one in survey.remarks)])),
        Key("home", survey.home),
        Key("timezone", survey.timezone.value or "UTC", _reason(survey.timezone)),
    ]
    if survey.language.value:
        keys.append(Key("language", survey.language.value, _reason(survey.language)))
    if survey.preset:
        keys.append(Key("preset", survey.preset))
    if delay:
        keys.append(Key("delay", delay))
    sections = tuple(
        (
            Key("name", one.name, clean(f"{articles(one.articles)}; {one.why}")),
            Key(one.kind, one.url),
            Key("every", _EVERY[one.kind]),
        )
        for one in survey.sections
    )
    return (*keys, Key("sections", sections))


def _reason(judged: Judged) -> str:
    return clean(f"{judged.certainty}: {judged.why}")


# --- for people --------------------------------------------------------------------


def articles_page(survey: Survey, width: int) -> RenderableType:
    """The articles as Marsad reads them, each field with where it came from."""
    shown: list[RenderableType] = []
    for number, article in enumerate(survey.samples, 1):
        count = f"{number} of {len(survey.samples)}"
        shown += [Text(f"article {count}, as Marsad reads it", style="bold cyan")]
        shown += [_article(article, width), Text()]
    return Group(*shown)


def _article(article: ArticleData, width: int) -> RenderableType:
    language = article.language
    facts = Table.grid(padding=(0, 1))
    facts.add_column(no_wrap=True)
    facts.add_column(overflow="fold")
    words = sum(len(one.split()) for one in article.body)
    length = f"{counted(len(article.body), 'paragraph')}, {counted(words, 'word')}"
    for name, value, field in (
        ("published", Text(printed(article.published)), "published"),
        ("modified", Text(printed(article.modified)), "modified"),
        ("byline", foreign(article.byline), "byline"),
        ("length", Text(length), "body"),
        ("address", Text(article.canonical_url), ""),
    ):
        origin = article.provenance.get(field) if field else None
        if value.plain not in ("", "–"):
            facts.add_row(Text(name, style="dim"), value + Text(f"  ← {origin}" if origin else ""))
    title = list(paragraph(article.title, language, width, "bold"))
    if origin := article.provenance.get("title"):
        title.append(Text(f"title ← {origin}", style="dim"))
    text = list(paragraph(" ".join(article.body), language, width, most=_FIRST_LINES))
    return Group(*title, facts, *text)


def paragraph(
    text: str, language: str | None, width: int, style: str = "", most: int | None = None
) -> Iterator[Text]:
    """A foreign text in lines of this width, each fenced; right-to-left ones at the right.

    Args:
        most: lines that are shown; the last one ends in … if there are more.
    """
    right = direction(text, language) == "rtl"
    lines = list(_wrapped(clean(text), width - 1))
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    for line in lines:
        room = " " * max(width - cell_len(line), 0) if right else ""
        yield Text(room + isolate(line), style=style, no_wrap=True, overflow="ignore")


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and cell_len(line) + 1 + cell_len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        while cell_len(line) > width:
            yield line[:width]
            line = line[width:]
    if line:
        yield line


def summary(survey: Survey) -> RenderableType:
    """What was found and how far it can be relied on, in a few lines."""
    rows = Table.grid(padding=(0, 1))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for name, value, judged in (
        ("system", _SYSTEMS[survey.system.value], survey.system),
        ("language", survey.language.value or "unknown", survey.language),
        ("time zone", survey.timezone.value or "UTC", survey.timezone),
    ):
        style = _STYLES[judged.certainty]
        told = Text(f"{value}  ") + Text(judged.certainty, style=style) + Text(f": {judged.why}")
        rows.add_row(Text(name, style="dim"), told)
    return rows


def tried_page(tried: Iterable[Tried]) -> RenderableType:
    """What was asked for, and what came."""
    lines = []
    for one in tried:
        lines.append(Text(f"  {one.what}: {one.url}"))
        lines.append(Text("    ") + foreign(one.came, "dim"))
    return Group(*lines)


# --- for programs ------------------------------------------------------------------


def as_object(
    survey: Survey, entry: Entry, requests: int, known: SourceSettings | None, written: str | None
) -> dict[str, Any]:
    """What `marsad add --json` prints."""
    return {
        "source": plain_entry(entry),
        "known_as": known.name if known else None,
        "written": written,
        "title": survey.title,
        "system": _judged(survey.system),
        "language": _judged(survey.language),
        "timezone": _judged(survey.timezone),
        "sections": [
            {"name": one.name, "kind": one.kind, "url": one.url, "articles": one.articles}
            | {"why": one.why}
            for one in survey.sections
        ],
        "articles": [
            jsonlines.read_article(one)
            | {"url": one.url, "body": list(one.body), "structure": list(one.structure)}
            for one in survey.samples
        ],
        "remarks": list(survey.remarks),
        "tried": tried_objects(survey.tried),
        "requests": requests,
    }


def tried_objects(tried: Iterable[Tried]) -> list[dict[str, str]]:
    return [{"url": one.url, "what": one.what, "came": one.came} for one in tried]


def _judged(judged: Judged) -> dict[str, str | None]:
    return {"value": judged.value, "certainty": judged.certainty.value, "why": judged.why}
