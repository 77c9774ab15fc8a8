"""Keeps an Atom feed of each watchlist in the data folder, as the store has its alerts.

A feed is nothing but the store's alerts written out, so there is nothing to lose: all are
compared with the store at the start, and those that have alerts of late after that. What an
entry looks like is `pipeline.channels.feed`'s.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final
from urllib.parse import quote

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.settings import Settings
from config.telemetry import report_unexpected
from pipeline.channels.feed import Channel, authority_of, feed_name, render_feed
from pipeline.delivery import posting
from pipeline.records import AlertMessage
from pipeline.store import feeds, messages, outbox
from pipeline.store.engine import Store

log = structlog.get_logger()

#: of the time that writing took, how much passes before the next: a flood of alerts must not
#: make the service write feeds all day
_REST: Final = 9
_ENDING: Final = ".atom"
#: behind the name of a file that is being written, before the number of the process
_UNFINISHED: Final = ".atom.unfinished-"


class Feeds:
    """The feeds of one configuration's watchlists."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._folder = settings.data / "feeds"
        names = [watchlist.name for watchlist in settings.watchlists]
        self._watchlists = names if settings.feed_entries else []
        #: the newest alert that was looked at; None: nothing was yet
        self._seen: int | None = None
        #: watchlists whose files are not known to be as the store has it
        self._behind = set(self._watchlists)
        #: those of them that it was said of
        self._refused: set[str] = set()
        self._writing = Lock()
        self._rest_until = 0.0

    async def refresh_when_rested(self) -> None:
        """Writes what changed, in a thread, unless much was written just now."""
        if monotonic() < self._rest_until:
            return
        began = monotonic()
        await asyncio.to_thread(self.refresh)
        ended = monotonic()
        self._rest_until = ended + _REST * (ended - began)

    def refresh(self) -> list[Path]:
        """Writes the feeds that are not as the store has them; blocking.

        A feed that cannot be written is told of in the log once, and tried again by each call.

        Returns:
            the files that were written.
        """
        with self._writing:
            self._look()
            return [path for name in sorted(self._behind) if (path := self._caught_up(name))]

    def _caught_up(self, watchlist: str) -> Path | None:
        """The watchlist's file, if it had to be written and could be."""
        path = self._folder / f"{feed_name(watchlist)}{_ENDING}"
        written = False
        try:
            written = _put(path, self._rendered(watchlist))
        except OSError as error:
            if watchlist not in self._refused:
                log.warning("feed_not_written", watchlist=watchlist, error=error.strerror)
            self._refused.add(watchlist)
            return None
        except OperationalError:
            raise  # the store's trouble is its caller's matter
        except Exception as error:  # noqa: BLE001 - one feed must not hold up the others
            report_unexpected(error, watchlist=watchlist)
        self._refused.discard(watchlist)
        self._behind.discard(watchlist)
        return path if written else None

    def _look(self) -> None:
        """Notes which feeds are behind; at the first time takes away what is nobody's feed."""
        with self._store.read() as session:
            newest = feeds.newest_alert(session)
            if self._seen is not None and newest > self._seen:
                told = feeds.watchlists_since(session, self._seen)
                self._behind |= told.intersection(self._watchlists)
        if self._seen is None:
            self._clear()
        self._seen = newest

    def _clear(self) -> None:
        """The folder is Marsad's own: feeds of watchlists that left the configuration go."""
        kept = {f"{feed_name(name)}{_ENDING}" for name in self._watchlists}
        with suppress(OSError):
            for path in self._folder.iterdir():
                is_feed = path.suffix == _ENDING or _UNFINISHED in path.name
                if is_feed and path.name not in kept:
                    path.unlink()

    def _rendered(self, watchlist: str) -> bytes:
        base = self._settings.dashboard_url
        address = None
        if base is not None:
            address = f"{str(base).rstrip('/')}/feeds/{quote(feed_name(watchlist))}{_ENDING}"
        authority = authority_of(self._settings.contact)
        channel = Channel(watchlist, authority, self._settings.timezone, address)
        with self._store.read() as session:
            return render_feed(channel, self._messages(session, watchlist))

    def _messages(self, session: Session, watchlist: str) -> Iterator[AlertMessage]:
        for alert in feeds.latest_alerts(session, watchlist, self._settings.feed_entries):
            # it goes to nobody in particular, and follows no other
            message = messages.message_for(session, outbox.Claim("", alert, "", 0, None))
            session.expunge_all()
            told = posting.as_configured(self._settings, message)
            # who came later was not there when the alert was raised
            there = (one for one in told.carriers if one.first_seen_at <= told.created_at)
            yield replace(told, carriers=tuple(there))


def _put(path: Path, content: bytes) -> bool:
    """Puts a file in its place whole, unless it is there already; whether it had to.

    Raises:
        OSError: it cannot be written.
    """
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f"{_UNFINISHED}{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return True
