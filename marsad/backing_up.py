"""Runs `marsad backup`: the archive in one file, while the service writes to it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final, cast

from config.redacting import without_secrets
from marsad import VERSION, jsonlines
from marsad.files import folder_beside, whole_file
from marsad.opening import opened_store
from marsad.options import Loaded
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.wording import counted
from pipeline.backup import Manifest, take_snapshot, write_backup
from scheduler.lock import data_folder_lock

#: endings of a backup that is compressed as a whole
COMPRESSED: Final = (".gz", ".tgz")
#: responses are compressed already: more effort would only take time
_EFFORT: Final = 1


def back_up(loaded: Loaded, file: Path, *, as_json: bool) -> bool:
    """Writes a backup and tells what is in it; whether all that versions refer to is.

    Raises:
        scheduler.lock.AlreadyRunningError: somebody prunes.
        pipeline.store.errors.StoreError: the database cannot be copied.
        OSError: something cannot be read, or the file not be written; an older one stays.
    """
    settings = loaded.settings
    responses = settings.data / "warc"
    configuration = without_secrets(loaded.path.read_bytes(), str(loaded.path))
    with (
        data_folder_lock(responses, "backup"),
        folder_beside(file, ".marsad-backup-") as beside,
    ):
        with opened_store(settings) as store:
            snapshot = take_snapshot(store, responses, beside / "database")
        with (
            whole_file(file, 0o600) as out,
            _packed(out, file) as packed,
            progress_bar("writing", snapshot.size, in_bytes=True) as advance,
        ):
            manifest = write_backup(
                packed,
                snapshot,
                configuration,
                software=f"Marsad/{VERSION}",
                now=datetime.now(UTC),
                advance=advance,
            )
    _tell(file, manifest, as_json=as_json)
    return not manifest.missing


@contextmanager
def _packed(out: IO[bytes], file: Path) -> Iterator[IO[bytes]]:
    if file.suffix not in COMPRESSED:
        yield out
        return
    with gzip.GzipFile("", "wb", _EFFORT, fileobj=out) as packed:
        yield cast(IO[bytes], packed)


def _tell(file: Path, manifest: Manifest, *, as_json: bool) -> None:
    size = file.stat().st_size
    if as_json:
        told = {
            "file": str(file),
            "bytes": size,
            "files": len(manifest.members),
            "created_at": jsonlines.time(manifest.created_at),
            "schema": manifest.schema,
            "missing": list(manifest.missing),
        }
        print(jsonlines.line(told))  # noqa: T201 - program output
        return
    whole = f"{counted(len(manifest.members), 'file')}, {size / 1e6:,.1f} MB written to {file}"
    err.print(whole, style="green", soft_wrap=True, markup=False)
    for name in manifest.missing:
        lost = f"missing in the archive already: {name} (see marsad verify)"
        err.print(lost, style="red", soft_wrap=True, markup=False)
