"""Runs `marsad import`: lines go in by batches, those that cannot be used are written aside."""

from __future__ import annotations

import gzip
import os
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import IO

import typer

from config.settings import Settings
from marsad import jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from pipeline.importing.ahead import ahead
from pipeline.importing.batches import Importing, Rejected
from pipeline.importing.making import WorkedOut
from pipeline.importing.rows import MOST_CHARACTERS
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from scheduler.room import Room

#: lines of one transaction
_BATCH = 100


def import_rows(
    settings: Settings, file: Path, source: str | None, *, alert: bool, as_json: bool
) -> None:
    """Takes in a file, from where a run before was killed, and tells what came of it.

    Raises:
        typer.Exit: it is no text, which was said.
        OSError: the file cannot be read, or what is rejected cannot be written; or the database's
            disk has no room but the reserve, out of which alerts leave. What is stored stays.
    """
    room = Room.of_database(settings)
    with file.open("rb") as opened:
        work = f"{file_digest(opened, 'sha256').hexdigest()} {source or ''}"
    aside = _Aside(file.with_name(f"{file.name}.rejected.jsonl"))
    with opened_store(settings) as store:
        watch = Watch(settings) if alert else None
        run = Importing(settings, store, AgeTiming(), work, source=source, watch=watch)
        aside.begin_after(run.position)
        try:
            with closing(_lines(file)) as lines, progress_bar("importing", None) as advance:
                advance(run.position)
                for _ in islice(lines, run.position):
                    pass
                with closing(_worked(run, _batches(lines))) as batches:
                    for batch, worked in batches:
                        room.claim()
                        aside.add(run.take(batch, datetime.now(UTC), worked))
                        advance(len(batch))
        except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
            err.print(f"{file}: {error}", style="red", soft_wrap=True, markup=False)
            raise typer.Exit(1) from None
        run.done()
    _tell(run, aside.path, as_json=as_json)


def _worked(
    run: Importing, batches: Iterator[list[str]]
) -> Generator[tuple[list[str], list[WorkedOut] | None], None, None]:
    if run.watch is not None:  # whose rows go in one by one, and that work would be done twice
        return ((batch, None) for batch in batches)
    return ahead(run.work, batches, died=_tell_death, worth=lambda: _is_mostly_new(run))


def _is_mostly_new(run: Importing) -> bool:
    """Whether what is worked out of rows is likely to be stored; of known ones nothing is."""
    return run.counts["new"] > run.position / 2


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    """Of so many lines, or fewer long ones: a few batches are held at once, see `ahead`."""
    batch: list[str] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if len(batch) == _BATCH or size > MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tell_death(code: int) -> None:
    told = f"a second process that worked rows out ended with {code}; it goes on in one"
    err.print(told, style="yellow", soft_wrap=True, markup=False)


class _Aside:
    """The file of the lines that could not be used; there only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin_after(self, line: int) -> None:
        """Keeps what a run before wrote of lines up to this one: the others come again."""
        if not self.path.exists():
            return
        kept = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        with (
            self.path.open(encoding="utf-8", errors="replace") as old,
            kept.open("w", encoding="utf-8") as new,
        ):
            new.writelines(one for one in old if _line_of(one) <= line)
        kept.replace(self.path)

    def add(self, rejected: list[Rejected]) -> None:
        if not rejected:
            return
        with self.path.open("a", encoding="utf-8") as file:
            for one in rejected:
                found = {"line": one.line, "why": one.why, "row": one.row}
                file.write(jsonlines.line(found) + "\n")


def _line_of(rejected: str) -> int:
    start = rejected.removeprefix('{"line": ').partition(",")[0]
    return int(start) if start.isdecimal() else 0


def _lines(file: Path) -> Generator[str, None, None]:
    with _opened(file) as stream:
        # one character more than may be: a line that is too long is told, never held whole
        while line := stream.readline(MOST_CHARACTERS + 1):
            rest = line
            while rest and not rest.endswith("\n"):
                rest = stream.readline(MOST_CHARACTERS)
            yield line


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig")
    return file.open(encoding="utf-8-sig")


def _tell(run: Importing, aside: Path, *, as_json: bool) -> None:
    counts = {name: run.counts[name] for name in ("new", "edited", "unchanged", "rejected")}
    if as_json:
        named = str(aside) if counts["rejected"] else None
        print(jsonlines.line(counts | {"rejected_file": named}))  # noqa: T201 - program output
        return
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    where = f"; see {aside}" if counts["rejected"] else ""
    err.print(told + where, style="green", soft_wrap=True, markup=False)
