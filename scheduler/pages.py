"""Stores what several crawls read at a time: what came while one transaction ran is the next.

A commit costs as much as half a page does, and the disk's answer far more by the clock: so a page
that was read waits a moment for others that are being read. What to look for before pages are read
is asked likewise, without that wait. What is stored of each page, and that it is all
or nothing, is `pipeline.ingest`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final

from pipeline.extract.recheck import Look
from pipeline.gathering import Gathering
from pipeline.ingest import Answer, Ingest, Outcome, ReadAnswer, ReadWhole, RereadFirst
from pipeline.store.engine import InStore
from scheduler.room import Room

Stored = Outcome | RereadFirst | ReadWhole

#: seconds that a page which was read waits for others that are being read
PATIENCE: Final = 0.1


class Pages:
    """Hands pages to the pipeline on the store's thread, those that wait together."""

    def __init__(self, ingest: Ingest, room: Room, in_store: InStore) -> None:
        self._ingest = ingest
        self._room = room
        self._in_store = in_store
        self._looked = Gathering[Answer, Look | None](self._look)
        self._written = Gathering[ReadAnswer, Stored](self._write, PATIENCE)

    async def look(self, answer: Answer) -> Look | None:
        """What to look for before a page is read; None: it is of no article that is known.

        Raises:
            Exception: what `Ingest.look` raised for it.
        """
        return await self._looked.put(answer)

    def being_read(self) -> AbstractContextManager[None]:
        """While a page is read that will be stored next: what was read before waits for it."""
        return self._written.expecting()

    async def store(self, read: ReadAnswer) -> Stored:
        """What came of a page, once it is committed.

        Raises:
            Exception: what `Ingest.page` raised for it.
        """
        return await self._written.put(read)

    async def _look(self, answers: Sequence[Answer]) -> Sequence[Look | Exception | None]:
        looks: list[Look | Exception | None] = await self._in_store(self._ingest.looks, answers)
        return looks

    async def _write(self, read: Sequence[ReadAnswer]) -> Sequence[Stored | Exception]:
        stored: Sequence[Stored | Exception] = await self._in_store(self._where_room_is, read)
        return stored

    def _where_room_is(self, read: Sequence[ReadAnswer]) -> Sequence[Stored | Exception]:
        self._room.claim()
        return self._ingest.pages(read)
