"""The newsroom's pieces and what an editor may do to them.

Holds state and nothing else: no HTTP, no HTML, no script. How it is printed is decided in
`marsad.demo.pages`, what happens when in `marsad.demo.story`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Literal
from zoneinfo import ZoneInfo

OUTLET = "المرصد التجريبي"
ZONE = ZoneInfo("Africa/Algiers")

#: K2's own markup in its own order; a template override that keeps the class names in the order
#: of a print view; other markup altogether, of which only the texts are K2's
Template = Literal["stock", "override", "plain"]


@dataclass(frozen=True, slots=True)
class Section:
    """A K2 category."""

    id: int
    #: as it stands in addresses
    slug: str
    #: as printed
    name: str


SECTIONS = (
    Section(3, "maghreb", "المغرب العربي"),
    Section(5, "economy", "اقتصاد"),
    Section(8, "culture", "ثقافة ومجتمع"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece as it stands on the site now."""

    id: int
    slug: str
    title: str
    #: paragraphs in order, without byline and credit
    body: tuple[str, ...]
    #: slugs of the sections that list it; the first is the one its page prints
    sections: tuple[str, ...]
    #: aware, to the second; None: the moment it is published
    created: datetime | None = None
    #: aware; None: the page prints no modified stamp
    modified: datetime | None = None
    byline: str | None = None
    #: in K2's author span, or typed as the body's first paragraph
    byline_place: Literal["body", "author"] = "body"
    #: printed as a closing «المصدر: …»
    credit: str | None = None
    tags: tuple[str, ...] = ()
    #: path of its image on the site
    image: str | None = None
    featured: bool = False
    #: True: the first paragraph stands in K2's intro block, the others in its full text;
    #: False: all stand in the full text
    split: bool = True
    #: None: as the rest of the site
    template: Template | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece with what the site knows of it besides its text."""

    piece: Piece
    #: moves at every change of what the page says; hits are none
    revision: int
    #: when it last moved
    changed_at: datetime
    hits: int
    #: the status its page answers with since it was taken down
    gone: Literal[404, 410] | None = None


def _algiers_now() -> datetime:
    return datetime.now(ZONE)


def _next_stamp(before: datetime | None, now: datetime) -> datetime:
    """A modified stamp that prints differently from the one before.

    Stamps print to the minute, so a second change within a minute is stamped with the next.
    """
    if before is None:
        return now
    return max(now, before.replace(second=0) + timedelta(minutes=1))


class Newsroom:
    """Pieces by id, safe to change from any thread.

    Every operation on an id that was never published raises KeyError.

    Args:
        pieces: what is on the site from the start.
        sections: the site's categories, in the order of its menu.
        clock: gives the aware time that stamps are taken from.
    """

    def __init__(
        self,
        pieces: Iterable[Piece] = (),
        *,
        sections: tuple[Section, ...] = SECTIONS,
        clock: Callable[[], datetime] = _algiers_now,
    ) -> None:
        self.sections = sections
        self._clock = clock
        self._lock = RLock()
        self._standing: dict[int, Standing] = {}
        for piece in pieces:
            self.publish(piece)

    def now(self) -> datetime:
        """The newsroom's time, in the site's zone and to the second."""
        return self._clock().astimezone(ZONE).replace(microsecond=0)

    # What an editor does

    def publish(self, piece: Piece) -> Piece:
        """Put a new piece on the site and return it with its created stamp.

        Raises:
            ValueError: the id is taken, or a section is not the site's.
        """
        unknown = set(piece.sections) - {section.slug for section in self.sections}
        if unknown or not piece.sections:
            raise ValueError(f"piece {piece.id} needs sections of the site, not {unknown or '{}'}")
        with self._lock:
            if piece.id in self._standing:
                raise ValueError(f"piece {piece.id} is published already")
            now = self.now()
            piece = replace(piece, created=piece.created or now)
            self._standing[piece.id] = Standing(piece, revision=1, changed_at=now, hits=0)
            return piece

    def edit(
        self,
        piece_id: int,
        *,
        title: str | None = None,
        body: tuple[str, ...] | None = None,
        byline: str | None = None,
        credit: str | None = None,
        admit: bool,
    ) -> None:
        """Change what is given; `admit` moves the modified stamp, else the edit is silent.

        An empty byline or credit removes it.
        """
        given = {"title": title, "body": body, "byline": byline, "credit": credit}
        self._amend(piece_id, admit, {key: new for key, new in given.items() if new is not None})

    def touch(self, piece_id: int) -> None:
        """Move the modified stamp and nothing else."""
        self._amend(piece_id, True, {})

    def reslug(self, piece_id: int, slug: str) -> None:
        """Move the piece to another address; the old one goes on answering."""
        self._amend(piece_id, False, {"slug": slug})

    def feature(self, piece_id: int, *, featured: bool = True) -> None:
        """Print K2's featured marker beside the title, or no longer."""
        self._amend(piece_id, False, {"featured": featured})

    def list_in(self, piece_id: int, section: str) -> None:
        """List the piece in one section more."""
        with self._lock:
            listed = self.piece(piece_id).sections
            if section not in listed:
                self._amend(piece_id, False, {"sections": (*listed, section)})

    def take_down(self, piece_id: int, status: Literal[404, 410] = 404) -> None:
        """Answer `status` in the piece's place and drop it from every listing."""
        with self._lock:
            self._standing[piece_id] = replace(self._standing[piece_id], gone=status)

    def restore(self, piece_id: int) -> None:
        """Put back a piece that was taken down, as it stood."""
        with self._lock:
            self._standing[piece_id] = replace(self._standing[piece_id], gone=None)

    # What a reader sees

    def view(self, piece_id: int) -> Standing:
        """Count one view and return the piece as this reader sees it."""
        with self._lock:
            standing = self._standing[piece_id]
            self._standing[piece_id] = replace(standing, hits=standing.hits + 1)
            return self._standing[piece_id]

    def standing(self, piece_id: int) -> Standing | None:
        """The piece without counting a view; None if there never was one."""
        with self._lock:
            return self._standing.get(piece_id)

    def piece(self, piece_id: int) -> Piece:
        """The piece as it stands, taken down or not."""
        with self._lock:
            return self._standing[piece_id].piece

    def pieces(self) -> tuple[Piece, ...]:
        """Every piece ever published, by id."""
        with self._lock:
            return tuple(self._standing[key].piece for key in sorted(self._standing))

    def listed(self, section: str | None = None) -> tuple[Standing, ...]:
        """What a section lists (None: the whole site), newest first, nothing taken down."""
        with self._lock:
            shown = [
                standing
                for standing in self._standing.values()
                if standing.gone is None and section in (None, *standing.piece.sections)
            ]
        return tuple(sorted(shown, key=_newest_first))

    def _amend(self, piece_id: int, admit: bool, changes: dict[str, Any]) -> None:
        with self._lock:
            standing, now = self._standing[piece_id], self.now()
            if admit:
                changes["modified"] = _next_stamp(standing.piece.modified, now)
            self._standing[piece_id] = replace(
                standing,
                piece=replace(standing.piece, **changes),
                revision=standing.revision + 1,
                changed_at=now,
            )


def _newest_first(standing: Standing) -> tuple[float, int]:
    assert standing.piece.created is not None, "publishing stamps it"
    return -standing.piece.created.timestamp(), -standing.piece.id
