"""Stores what several crawls read at a time: what came while one transaction ran is the next.

A commit costs as much as half a page does, and the disk's answer far more by the clock. What is
stored of each page, and that it is all or nothing, is `pipeline.ingest`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gathering import Gathering
from pipeline.ingest import Ingest, Outcome, ReadAnswer, ReadWhole, RereadFirst
from pipeline.store.engine import InStore
from scheduler.room import Room

Stored = Outcome | RereadFirst | ReadWhole


class Pages:
    """Hands pages to the pipeline on the store's thread, those that wait together."""

    def __init__(self, ingest: Ingest, room: Room, in_store: InStore) -> None:
        self._ingest = ingest
        self._room = room
        self._in_store = in_store
        self._gathering = Gathering[ReadAnswer, Stored | Exception](self._write)

    async def store(self, read: ReadAnswer) -> Stored:
        """What came of a page, once it is committed.

        Raises:
            Exception: what `Ingest.page` raised for it.
        """
        came = await self._gathering.put(read)
        if isinstance(came, Exception):
            raise came
        return came

    async def _write(self, read: Sequence[ReadAnswer]) -> Sequence[Stored | Exception]:
        stored: Sequence[Stored | Exception] = await self._in_store(self._where_room_is, read)
        return stored

    def _where_room_is(self, read: Sequence[ReadAnswer]) -> Sequence[Stored | Exception]:
        self._room.claim()
        return self._ingest.pages(read)
