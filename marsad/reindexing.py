"""Runs `marsad reindex`: empties the full-text index and fills it again, some articles at a time.

The service may run beside it, and goes on with what a run has left that was killed, or that
ended for want of room.
"""

from __future__ import annotations

from config.settings import Settings
from marsad import jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.wording import counted
from pipeline.store.full_text import fill_some_of
from pipeline.store.index_upkeep import begin_anew, emptying_takes
from scheduler.room import Room


def reindex_archive(settings: Settings, *, as_json: bool) -> None:
    """Makes the index anew, and tells of how many articles.

    Room is taken on the database's disk alone: the log holds what is emptied, and what is filled
    again takes the place of it.

    Raises:
        OSError: there is no room but the reserve; nothing was emptied, or some is left to fill.
    """
    room = Room.of_database(settings)
    with opened_store(settings) as store:
        with store.read() as session:
            emptying = emptying_takes(session)
        room.claim(emptying)
        with store.write() as session:
            articles = begin_anew(session)
        with progress_bar("indexing", articles) as advance:
            while True:
                room.claim()
                if not (count := fill_some_of(store)):
                    break
                advance(count)
    if as_json:
        print(jsonlines.line({"articles": articles}))  # noqa: T201 - program output
        return
    err.print(
        f"the full-text index is made anew, with {counted(articles, 'article')}", style="green"
    )
