"""Runs `marsad export`: rows of the archive to a file or standard output, or an article's WARC."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

import typer

from config.settings import Settings
from marsad import VERSION, jsonlines
from marsad.files import whole_file
from marsad.jsonlines import Object
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.tables import Format, MissingExtraError, write_rows
from marsad.wording import counted
from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.records import ArticleData, EditData
from pipeline.store import exporting, queries
from pipeline.store.engine import Store
from pipeline.store.queries import ArticleView, EditView, VersionView

What = Literal["articles", "versions", "edits"]


def _fields() -> dict[What, list[str]]:
    """The names of all fields, in order: those of an object that holds nothing."""
    nothing, at = ArticleData("", "", "", ()), datetime.now(UTC)
    article = ArticleView(
        id=0,
        source="",
        sections=(),
        url="",
        canonical_url="",
        state="",
        absence=None,
        state_reason=None,
        missing_since=None,
        first_seen_at=at,
        last_seen_at=at,
        hits=None,
        featured=False,
        tags=(),
        versions=0,
        data=nothing,
    )
    version = VersionView(0, 0, at, None, "", nothing)
    edit = EditView(0, 0, 0, 0, at, EditData((), False, False, "", ""))
    return {
        "articles": list(jsonlines.exported_article(article)),
        "versions": list(jsonlines.exported_version("", version)),
        "edits": list(jsonlines.edit(edit)),
    }


def export_rows(
    settings: Settings, what: What, form: Format, since: datetime | None, file: Path | None
) -> None:
    """Writes rows and tells how many.

    Raises:
        typer.Exit: it could not be done, which was said.
        OSError: the file cannot be written.
    """
    with opened_store(settings) as store:
        rows = _rows(store, what, since)
        try:
            with _written(file) as out, progress_bar("writing", None) as advance:
                count = write_rows(_counted(rows, advance), _fields()[what], form, out)
        except MissingExtraError as error:
            err.print(str(error), style="red", soft_wrap=True, markup=False)
            raise typer.Exit(1) from None
    err.print(f"{counted(count, what.removesuffix('s'))} written", style="green")


def export_warc(settings: Settings, article: int, file: Path) -> None:
    """Writes all that is kept of an article's responses as one WARC file.

    Raises:
        typer.Exit: nothing is kept, or it is damaged, which was said.
        OSError: the file cannot be written.
    """
    evidence = EvidenceArchive(settings.data / "warc", f"Marsad/{VERSION}")
    with opened_store(settings) as store, store.read() as session:
        refs = [ref for ref in queries.evidence_of(session, article) if ref]
    if not refs:
        err.print(f"no response of article {article} is kept", style="yellow")
        raise typer.Exit(1)
    try:
        with _written(file) as out:
            for piece in evidence.bundle(refs, file.name):
                out.write(piece)
    except EvidenceError as error:
        err.print(f"nothing was written: {error}", style="red", soft_wrap=True, markup=False)
        raise typer.Exit(1) from None
    err.print(
        f"{counted(len(refs), 'response or recheck', 'responses and rechecks')} written",
        style="green",
    )


def _rows(store: Store, what: What, since: datetime | None) -> Iterator[Object]:
    match what:
        case "articles":
            return map(jsonlines.exported_article, exporting.articles(store, since))
        case "versions":
            found = exporting.versions(store, since)
            return (jsonlines.exported_version(one.source, one.view) for one in found)
        case "edits":
            return map(jsonlines.edit, exporting.edits(store, since))


def _counted(rows: Iterable[Object], advance: Callable[[int], None]) -> Iterator[Object]:
    for row in rows:
        advance(1)
        yield row


@contextmanager
def _written(file: Path | None) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all; without a name standard output."""
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(file) as out:
        yield out
