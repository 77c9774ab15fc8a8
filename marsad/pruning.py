"""Runs `marsad prune`: tells what retention no longer asks for, and takes it away when told."""

from __future__ import annotations

from datetime import UTC, datetime

from config.settings import Settings
from marsad import jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from pipeline.pruning import InUse, prunable, prune_file, settle
from scheduler.lock import data_folder_lock


def prune_archive(settings: Settings, *, remove: bool, as_json: bool) -> None:
    """Prunes responses, or tells how many would be.

    Raises:
        scheduler.lock.AlreadyRunningError: another run prunes.
        OSError: a file could not be rewritten; it stays as it was.
    """
    folder, keep_for = settings.data / "warc", settings.retention.responses
    responses = size = waiting = 0
    if keep_for is not None:
        before = datetime.now(UTC) - keep_for
        with data_folder_lock(folder, "prune"), opened_store(settings) as store:
            settle(store, folder)
            files = prunable(store, before)
            with progress_bar("pruning", len(files)) as advance:
                for one in files:
                    try:
                        if remove:
                            prune_file(store, folder, one.file, before)
                    except InUse:
                        waiting += 1
                        continue
                    responses, size = responses + one.responses, size + one.size
                    advance(1)
    if as_json:
        found = {"responses": responses, "bytes": size, "removed": remove, "in_use": waiting}
        print(jsonlines.line(found))  # noqa: T201 - program output
    elif keep_for is None:
        err.print("everything is kept: retention: {responses: …} is not set")
    else:
        done = "removed" if remove else "would be removed by --remove"
        err.print(f"{responses} responses ({size / 1e6:,.1f} MB) {done}", soft_wrap=True)
        if waiting:
            err.print(f"{waiting} files are being written to: run it again another month")
