"""Runs `marsad prune`: tells what retention no longer asks for, and takes it away when told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from marsad import jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.wording import counted
from pipeline.delivery.feeds import Feeds
from pipeline.evidence.pruning import InUse, prunable, prune_file, settle
from pipeline.forgetting import forget_some, forgettable
from pipeline.store.engine import Store
from pipeline.store.index_upkeep import merge_some_of
from scheduler.lock import data_folder_lock


def prune_archive(settings: Settings, *, remove: bool, as_json: bool) -> None:
    """Prunes responses and texts, or tells how many would be; the service may run beside it.

    Raises:
        scheduler.lock.AlreadyRunningError: another run prunes.
        OSError: a file could not be rewritten; it stays as it was.
    """
    folder, wanted, now = settings.data / "warc", settings.retention, datetime.now(UTC)
    found = {"responses": 0, "unreferenced": 0, "bytes": 0, "in_use": 0, "texts": 0}
    if wanted.responses or wanted.texts:
        with data_folder_lock(folder, "prune"), opened_store(settings) as store:
            settle(store, folder)
            if wanted.responses:
                _prune_responses(store, folder, now - wanted.responses, found, remove=remove)
            if wanted.texts:
                found["texts"] = _prune_texts(store, now - wanted.texts, now, remove=remove)
            if remove and found["texts"]:
                Feeds(settings, store).refresh()  # what was removed is not to live on in them
    if as_json:
        print(jsonlines.line(found | {"removed": remove}))  # noqa: T201 - program output
        return
    if not (wanted.responses or wanted.texts):
        err.print("everything is kept: retention: {responses: …, texts: …} is not set")
        return
    done = "removed" if remove else "would be removed by --remove"
    loose = f"{found['unreferenced']} that no version refers to"
    told = f"{counted(found['responses'], 'response')}, {loose} ({found['bytes'] / 1e6:,.1f} MB)"
    err.print(f"{told} and {counted(found['texts'], 'text')} {done}", soft_wrap=True)
    if found["in_use"]:
        busy = counted(found["in_use"], "file is", "files are")
        err.print(f"{busy} being written to, and left for another run")


def _prune_responses(
    store: Store, folder: Path, before: datetime, found: dict[str, int], *, remove: bool
) -> None:
    files = prunable(store, folder, before)
    with progress_bar("pruning responses", len(files)) as advance:
        for one in files:
            advance(1)
            try:
                if remove:
                    prune_file(store, folder, one.file, before)
            except InUse:
                found["in_use"] += 1
                continue
            found["responses"] += one.responses
            found["unreferenced"] += one.unreferenced
            found["bytes"] += one.size


def _prune_texts(store: Store, before: datetime, now: datetime, *, remove: bool) -> int:
    total = forgettable(store, before)
    if not remove:
        return total
    done = 0
    with progress_bar("pruning texts", total) as advance:
        while count := forget_some(store, before, now):
            done += count
            advance(count)
    with progress_bar("merging the index", None) as advance:
        while merge_some_of(store):
            advance(1)
    return done
