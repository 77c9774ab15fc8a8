"""Reads saved or live pages and prints the articles; stores nothing."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import typer

from config.settings import Settings, SourceSettings
from crawler.one_page import OnePage
from crawler.plan import CrawlPlan
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from marsad import VERSION, jsonlines, screen
from marsad.explaining import candidate_objects, candidates_table
from marsad.looping import run_questions
from marsad.screen import err, out
from pipeline.egress.policy import EgressPolicy
from pipeline.extract import explain_article
from pipeline.extract.candidates import Candidate, Reading
from pipeline.ingest import reading_rules
from pipeline.reading import Cut
from pipeline.reading.workers import ReadingPool, Worker
from pipeline.records import (
    ArticleData,
    FetchedPage,
    FetchFailure,
    NotArticle,
    PageVisit,
    ReadingRules,
)
from pipeline.urls import host_key

#: a page without an address of its own is read as if it came from here
_NOWHERE = "http://localhost/"
_GZIP = b"\x1f\x8b"
#: bytes of a packed page that are read, as many as of a fetched one
_LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read: where its bytes are and the address it came from."""

    #: as the user named it
    file: str
    url: str
    #: where to open it; a live page has its address here
    place: str
    #: aware, when a saved page was had, if that is known
    fetched_at: datetime | None = None


def one_page(page: str, url: str | None, fetched_at: datetime | None = None) -> list[Page]:
    """The page a user named, by file or address."""
    return [Page(page, url or (page if _is_url(page) else _NOWHERE), page, fetched_at)]


def from_manifest(manifest: Path) -> list[Page]:
    """The pages of a manifest, in its order.

    Raises:
        typer.BadParameter: a line is no JSON object with `file`.
    """
    pages = []
    for number, text in enumerate(
        manifest.read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        if not text.strip():
            continue
        try:
            entry = json.loads(text)
            file, url = str(entry["file"]), str(entry.get("url") or _NOWHERE)
            had = entry.get("fetched_at")
            fetched_at = aware(str(had)) if had else None
            pages.append(Page(file, url, beside(manifest, file), fetched_at))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise typer.BadParameter(
                f"{manifest}:{number}: not a JSON object with file, url and perhaps fetched_at"
            ) from None
    return pages


def aware(written: str) -> datetime:
    """A time in ISO 8601, taken as UTC where it says no offset.

    Raises:
        ValueError: it is none.
    """
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def beside(manifest: Path, file: str) -> str:
    """A manifest's files are named from its own folder, or from where the command runs."""
    beside = manifest.parent / file
    return str(beside) if not _is_url(file) and beside.exists() else file


def read_all(
    pages: list[Page],
    settings: Settings | None,
    source: str | None,
    as_json: bool,
    *,
    explain: bool = False,
) -> bool:
    """Reads and prints each page; whether every one held an article."""
    good = True
    with Worker() as worker:
        for page in pages:
            reading = read_one(worker, page, settings, source)
            result = reading if isinstance(reading, str) else _result(reading)
            good &= not isinstance(result, str)
            candidates = reading.candidates if isinstance(reading, Reading) and explain else None
            _tell(page, result, _source_of(page.url, settings, source), as_json, candidates)
    return good


def _result(reading: Reading) -> ArticleData | str:
    result = reading.result
    return f"no article: {result.reason}" if isinstance(result, NotArticle) else result


def read_one(
    worker: Worker, page: Page, settings: Settings | None, name: str | None
) -> Reading | str:
    """What was read, or why the page could not be had."""
    rules = _rules(page.url, settings, name)
    if _is_url(page.place):
        answer = _fetch(page.place, settings, name)
        if isinstance(answer, str):
            return answer
        body, url, content_type = answer.body, answer.final_url, answer.content_type
        fetched_at: datetime | None = answer.fetched_at
    else:
        try:
            with Path(page.place).open("rb") as file:
                body = file.read(_LARGEST + 1)
            if len(body) > _LARGEST:
                return f"larger than {_LARGEST} bytes, which is more than is fetched of a page"
            url, content_type, fetched_at = page.url, "", page.fetched_at
            if body.startswith(_GZIP):
                with gzip.open(BytesIO(body)) as packed:
                    body = packed.read(_LARGEST)
        except (OSError, EOFError, zlib.error) as error:
            return f"cannot be opened: {getattr(error, 'strerror', None) or error}"
    reading = worker.run(explain_article, body, url, content_type, rules, fetched_at)
    return reading.why if isinstance(reading, Cut) else reading


def _rules(url: str, settings: Settings | None, name: str | None) -> ReadingRules:
    source = _source_of(url, settings, name)
    return reading_rules(source) if source else ReadingRules()


def _source_of(url: str, settings: Settings | None, name: str | None) -> SourceSettings | None:
    """The named source, else the one that the address belongs to."""
    if settings is None:
        return None
    if name is not None:
        return settings.source(name)
    return next((s for s in settings.sources if host_key(str(s.home)) == host_key(url)), None)


# --- a live page ---------------------------------------------------------------


def _fetch(url: str, settings: Settings | None, name: str | None) -> FetchedPage | str:
    if settings is None:
        return "a live page needs a configuration, for the contact it names (marsad init)"
    source = _source_of(url, settings, name) or SourceSettings.model_validate(
        {"name": "page", "home": url, "sections": [{"name": "page", "page": url}]}
    )
    return run_questions(settings, lambda policy: _fetch_page(url, source, settings, policy))


async def _fetch_page(
    url: str, source: SourceSettings, settings: Settings, policy: EgressPolicy
) -> FetchedPage | str:
    install_reactor()
    try:
        sink = OnePage()
        with ReadingPool() as reader:
            runner = CrawlRunner(settings.contact, VERSION, policy, reader)
            await runner.crawl(CrawlPlan(source, (), (PageVisit(url),)), sink)
    finally:
        shutdown_reactor()
    if isinstance(sink.answer, FetchedPage):
        return sink.answer
    return sink.answer.detail if isinstance(sink.answer, FetchFailure) else "no answer came"


# --- telling -------------------------------------------------------------------


def _tell(
    page: Page,
    result: ArticleData | str,
    source: SourceSettings | None,
    as_json: bool,
    candidates: tuple[Candidate, ...] | None,
) -> None:
    if as_json:
        told = _object(page, result, source)
        if candidates is not None:
            told["candidates"] = candidate_objects(candidates)
        print(jsonlines.line(told))  # noqa: T201 - program output
        return
    if isinstance(result, str):
        err.print(f"{page.file}: {result}", style="yellow", soft_wrap=True)
    else:
        out.print(screen.article_page(result))
    if candidates:
        out.print(candidates_table(candidates))


def _object(page: Page, result: ArticleData | str, source: SourceSettings | None) -> dict[str, Any]:
    if isinstance(result, str):
        return {"file": page.file, "url": page.url, "error": result}
    return jsonlines.read_article(result) | {
        "source": source.name if source else None,
        "file": page.file,
        "url": page.url,
        "body": list(result.body),
        "structure": list(result.structure),
    }


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))
