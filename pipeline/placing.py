"""Tells new pieces from old ones as their places in a poll become known, and stores it.

What places and dates mean is `pipeline.ground`'s; this knows the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pipeline.ground import Judgement, Step, judge, last_ground
from pipeline.records import Stamp
from pipeline.store import archive, frontier
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow, LinkRow, SectionRow
from pipeline.telling import tell_of_joining
from pipeline.watch import Watch


@dataclass(slots=True)
class Poll:
    """What must be remembered of a poll from its first page to its last."""

    etag: str | None
    last_modified: str | None
    #: the poll before ended early: known ground is not the end of what is new
    resuming: bool
    started_at: datetime
    #: the pieces in the order in which the poll listed them
    steps: list[Step] = field(default_factory=list)
    #: of those steps, in the same order: id of the link
    links: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    #: link → its place, while the place does not yet tell what it is
    waiting: dict[int, int] = field(default_factory=dict)
    #: those of the waiting ones that other sections had found before
    joining: set[int] = field(default_factory=set)
    #: it has opened a gap
    has_gap: bool = False
    #: links that may still be read at once, of those a first crawl only takes note of
    to_read: int | None = None
    #: for how long the answer asked not to be fetched again
    good_for: timedelta | None = None

    def add(self, entry: frontier.Entry) -> bool:
        """Takes one piece in; whether it is new to the section."""
        link = entry.link
        if link.id in self.seen:
            return False
        self.seen.add(link.id)
        is_new = entry.listed_at is None
        if is_new:
            self.waiting[link.id] = len(self.steps)
            if not entry.is_fresh:
                self.joining.add(link.id)
        self.links.append(link.id)
        self.steps.append(Step(entry.listed_at, entry.published))
        return is_new


class Placing:
    """Stores what the places of pieces tell; one for a watch."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def settle(
        self,
        session: Session,
        section: SectionRow,
        poll: Poll,
        now: datetime,
        *,
        ended: bool,
        in_order: bool,
        all_new: bool,
        ground_until: datetime | None,
    ) -> None:
        """Tells of every piece that waits for it whether it is new, as far as that is known.

        Args:
            ended: no further page comes: what lies below all ground lies there for good.
            in_order: the listing's order means anything; a sitemap's does not.
            all_new: the user wants to be told of everything, whenever it was published.
            ground_until: the last poll before the oldest open gap, None where none is open.
        """
        ground = last_ground(poll.steps, ground_until) if in_order and poll.waiting else None
        since = section.baselined_at or now
        told = [
            link_id
            for link_id, place in poll.waiting.items()
            if ended or not in_order or all_new or (ground is not None and place < ground)
        ]
        if not told:
            return
        floor = None if ground is None else self._floor(session, poll, ground)
        for link_id in told:
            place = poll.waiting.pop(link_id)
            judgement = Judgement(True) if all_new else judge(place, ground, floor, since)
            link = session.get_one(LinkRow, link_id)
            published = poll.steps[place].published
            if link_id in poll.joining:
                poll.joining.discard(link_id)
                self._join(session, section, link, judgement, published, now)
            elif link.article_id is None:
                link.baseline = not judgement.holds_new(published)
                link.dated_against = judgement.against

    def _floor(self, session: Session, poll: Poll, ground: int) -> datetime | None:
        """When the deepest known piece was published, by its listing or its page.

        One that could not be read, or prints no date, leaves the word to the one above it.
        """
        for place in range(ground, -1, -1):
            step = poll.steps[place]
            if step.listed_at is None:
                continue
            link = session.get_one(LinkRow, poll.links[place])
            if stamp := step.published or self._printed(session, link):
                return stamp.at
        return None

    @staticmethod
    def _printed(session: Session, link: LinkRow) -> Stamp | None:
        if link.article_id is None:
            return None
        article = session.get_one(ArticleRow, link.article_id)
        return article_data(archive.latest_version(session, article)).published

    def _join(
        self,
        session: Session,
        section: SectionRow,
        link: LinkRow,
        judgement: Judgement,
        published: Stamp | None,
        now: datetime,
    ) -> None:
        """What a known link's first listing in this section means for those who watch it.

        A link that some other section found at *its* first crawl, but after this section
        was already watched, was not there before anybody watched: it is new here.
        """
        if not judgement.holds_new(self._printed(session, link) or published):
            return
        late = bool(section.baselined_at and link.discovered_at > section.baselined_at)
        if link.baseline and not late:
            return
        silent, link.baseline = link.baseline, False
        if link.article_id is None:
            link.dated_against = judgement.against  # it alerts when it is read
            return
        listed = frontier.sections_of(session, link.article_id)
        tell_of_joining(
            session,
            self._watch,
            session.get_one(ArticleRow, link.article_id),
            before=tuple(name for name in listed if name != section.name),
            silent=silent,
            now=now,
        )
