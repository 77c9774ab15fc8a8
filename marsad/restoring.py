"""Runs `marsad restore`: puts a backup where nothing is yet, and checks what it has put there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Set
from pathlib import Path
from typing import Final

import typer
from sqlalchemy import URL, make_url

from marsad.files import create_private
from marsad.options import Loaded
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.verifying import verify_archive
from pipeline.backup import DATABASES
from pipeline.store.copying import check_sqlite, is_free, load_postgres
from pipeline.store.errors import StoreError
from pipeline.unpacking import BackupError, configuration_of, unpack
from scheduler.ballast import NAME as BALLAST
from scheduler.lock import data_folder_lock

#: where a backup is unpacked, in the data folder; it is gone afterwards
_STAGE: Final = ".restoring"
#: what may lie in an empty data folder
_NOTHING: Final = frozenset({"marsad.lock", BALLAST})
#: bytes that are left free on the disk
_SPARE: Final = 64 * 1024 * 1024


def restore(loaded: Loaded, file: Path, *, as_json: bool) -> bool:
    """Restores an archive into an empty data folder and an empty database; whether it is sound.

    The configuration and the backup may lie in that folder. Whatever goes wrong before all is in
    its place, nothing is left behind.

    Raises:
        typer.Exit: it cannot be done, which was said.
        scheduler.lock.AlreadyRunningError: another Marsad works on the data folder.
        pipeline.store.errors.StoreError: the database cannot be used, or that of the backup.
        OSError: something cannot be read or written.
    """
    settings = loaded.settings
    url = make_url(settings.database.get_secret_value())
    with file.open("rb") as backup, data_folder_lock(settings.data, "restore"):
        _refuse_what_is_there(settings.data, url, {loaded.path.resolve(), file.resolve()})
        stage = settings.data / _STAGE
        stage.mkdir()
        try:
            room = shutil.disk_usage(stage).free - _SPARE
            size = os.fstat(backup.fileno()).st_size
            with progress_bar("unpacking", size, in_bytes=True) as advance:
                manifest = unpack(backup, stage, room=room, advance=advance)
            _put(stage, settings.data, url)
        except BackupError as error:
            raise _refused(f"{file}: {error}") from None
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    taken = f"{manifest.created_at:%Y-%m-%d %H:%M} UTC by {manifest.software}"
    err.print(f"restored as it stood {taken}; checking all of it", soft_wrap=True, markup=False)
    return verify_archive(settings, None, as_json=as_json)


def restore_configuration(file: Path, to: Path) -> None:
    """Writes the configuration that a backup holds to a new file.

    Raises:
        typer.Exit: it cannot be done, which was said.
        OSError: something cannot be read or written.
    """
    with file.open("rb") as backup:
        try:
            text = configuration_of(backup).decode()
        except (BackupError, UnicodeDecodeError) as error:
            raise _refused(f"{file}: {error}") from None
    create_private(to, text)
    err.print(
        f"{to} is written; put its secrets in, then: marsad check --config {to}",
        soft_wrap=True,
        markup=False,
    )


def _refuse_what_is_there(data: Path, url: URL, needed: Set[Path]) -> None:
    there = (one for one in data.iterdir() if one.resolve() not in needed)
    if others := sorted({one.name for one in there} - _NOTHING):
        raise _refused(f"{data} is not empty ({others[0]!r}): move it away, or set data: elsewhere")
    if not is_free(url):
        where = url.render_as_string(hide_password=True)
        raise _refused(f"{where} is there already: move it away, or set database: elsewhere")


def _put(stage: Path, data: Path, url: URL) -> None:
    """Puts all that was unpacked in its place, the database last: with it the archive is there."""
    is_sqlite = url.get_backend_name() == "sqlite"
    database = stage / (DATABASES[0] if is_sqlite else DATABASES[1])
    if not database.exists():
        kind = "PostgreSQL" if is_sqlite else "SQLite"
        raise BackupError(f"it holds a database of {kind}: set database: to one")
    responses = data / "warc"
    try:
        if (stage / "warc").exists():
            (stage / "warc").rename(responses)
        if is_sqlite:
            check_sqlite(database)
            place = Path(url.database or "")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(database, place)
        else:
            load_postgres(url, database)
    except (OSError, StoreError):
        shutil.rmtree(responses, ignore_errors=True)
        raise


def _refused(why: str) -> typer.Exit:
    err.print(f"nothing was restored: {why}", style="red", soft_wrap=True, markup=False)
    return typer.Exit(1)
