"""Holds a changed reading back until it is confirmed: the pending edit of one article.

    what is known of the article, what is pending, what wavers   store.pending
    is the reading an edit?                                      pipeline.confirmation.policy
    keep it waiting, or let it go                                store.pending

What follows from a confirmed edit is `pipeline.settling`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline.confirmation import policy as confirming
from pipeline.confirmation import unconfirmed, wavering
from pipeline.confirmation.noise import text_key
from pipeline.confirmation.policy import FOR_TITLES, FURNITURE, STOOD, Known, Verdict
from pipeline.edits import compare
from pipeline.evidence.files import EvidenceRef
from pipeline.records import ArticleData
from pipeline.store import archive, pending, stories
from pipeline.store.rows import evidence_ref, reading_data
from pipeline.store.tables import ArticleRow, WaveringRow

#: the source's latest articles, and the latest pages that wavered, that are looked at for
#: paragraphs they share
_NEIGHBOURS: Final = 60
#: distinct readings that are kept of one pending edit: as many as are ever asked for
_MOST_KEPT: Final = FOR_TITLES
#: once two readings agree, others that are wanted follow so much sooner
_SOONER: Final = 3
#: titles that are remembered
_MOST_TITLES: Final = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a confirmed change was first seen."""

    fetched_at: datetime
    last_lacked_at: datetime | None
    evidence: EvidenceRef | None


def end_with_article(
    session: Session, article: ArticleRow, version: ArticleData, now: datetime
) -> str | None:
    """Drops the pending edit of an article that is gone: no fetch can confirm it any more.

    Args:
        version: the article's latest.

    Returns:
        What had changed, for people; None where nothing was pending.
    """
    waiting = pending.waiting(session, article.id)
    rows = pending.readings(session, waiting.id) if waiting else []
    if waiting is None:
        return None
    edit = None
    if rows and waiting.from_version == article.versions:
        shown = reading_data(rows[-1].data)
        latest = archive.latest_version(session, article)
        edit = compare(archive.reading_by(session, latest, shown.extractor) or version, shown)
    unconfirmed.withdraw(session, article, waiting.id, now)
    pending.settle(session, waiting, "gone")
    if edit is None:
        return None
    seen = f"{waiting.first_seen_at:%Y-%m-%d %H:%M} UTC"
    return f"a change that was first seen at {seen} ({', '.join(edit.kinds)}) was never confirmed"


class Holding:
    """The pending edit of one article, and a reading that is held against it.

    Args:
        version: the article's latest, as the extractor of the reading reads it.
        version_at: when that was first fetched.
    """

    def __init__(
        self,
        session: Session,
        source: SourceSettings,
        article: ArticleRow,
        version: ArticleData,
        version_at: datetime,
        reading: ArticleData,
        now: datetime,
    ) -> None:
        self._session = session
        self._source = source
        self._article = article
        self._version = version
        self._age = now - version_at
        self._reading = reading
        self._now = now
        self._pending = pending.waiting(session, article.id)
        self._memory = pending.wavering(session, article.id)
        if self._pending and self._pending.from_version != article.versions:
            pending.settle(session, self._pending, "noise")
            self._pending = None
        rows = pending.readings(session, self._pending.id) if self._pending else []
        #: what differed before, in a row; an extractor that came meanwhile reads otherwise
        self._rows = [row for row in rows if row.data["extractor"] == reading.extractor]
        self._readings = [reading_data(row.data) for row in self._rows]
        #: changed paragraph → other articles of the source that have it
        self._carriers: dict[str, set[int]] = {}
        #: when the next look is wanted, if before the ordinary recheck
        self.confirm_at: datetime | None = None

    def agreeing(self, first: int) -> int:
        """How many readings showed what is confirmed, by the index of the first."""
        return len(self._run()) - first + 1

    @property
    def is_pending(self) -> bool:
        return self._pending is not None

    @property
    def pending_id(self) -> int | None:
        return self._pending.id if self._pending else None

    @property
    def validators_wrong(self) -> bool:
        """The change came with the validators of the version."""
        return self._pending is not None and self._pending.validators_wrong

    def judge(self) -> Verdict:
        return confirming.judge(self._known(), self._run(), self._reading)

    def _run(self) -> list[ArticleData]:
        return [
            data
            for row, data in zip(self._rows, self._readings, strict=True)
            for _ in range(min(row.times, FOR_TITLES))
        ]

    def _known(self) -> Known:
        turns = wavering.from_json(self._memory.texts) if self._memory else {}
        retitled = self._reading.title != self._version.title or any(
            one.title != self._version.title for one in self._readings
        )
        paragraphs = self._changed_paragraphs()
        return Known(
            self._version,
            age=self._age,
            quiet=self._now - self._article.last_changed_at,
            steady=self._article.steady,
            flips={key: turn.flips for key, turn in turns.items()},
            carried=self._carried(paragraphs),
            elsewhere=self._elsewhere(paragraphs),
            titles=frozenset(self._memory.titles if self._memory else ()),
            titles_before=self._titles_before() if retitled else frozenset(),
            noisy=pending.wavers_often(self._session, self._source.name),
            grows=bool(self._memory and self._memory.grown >= confirming.GROWS_LIKE_A_LIVE_PAGE),
            at_once=not self._source.confirms_after,
        )

    def _changed_paragraphs(self) -> frozenset[str]:
        """The paragraphs that came or went since the version."""
        ours = set(self._version.body)
        shown = (self._reading, *self._readings)
        return frozenset(text for one in shown for text in ours.symmetric_difference(one.body))

    def _carried(self, paragraphs: frozenset[str]) -> Mapping[str, int]:
        """How many of the source's other articles have some paragraphs."""
        if not paragraphs:
            return {}
        for row in stories.recent_texts(
            self._session, self._source.name, but={self._article.id}, most=_NEIGHBOURS
        ):
            for text in paragraphs.intersection(row.body):
                self._carriers.setdefault(text, set()).add(row.article_id)
        return {text_key(text): len(articles) for text, articles in self._carriers.items()}

    @property
    def furniture(self) -> Mapping[str, frozenset[int]]:
        """What the reading has and the version has not, and which articles carry: the outlet's.

        Known once the reading is judged.
        """
        return {
            text: frozenset(articles)
            for text, articles in self._carriers.items()
            if len(articles) >= FURNITURE
            and text in self._reading.body
            and text not in self._version.body
        }

    def _elsewhere(self, paragraphs: frozenset[str]) -> Mapping[str, list[int]]:
        """How often some paragraphs came or went on each of the source's other pages.

        Not where one has only done what it did here: a template may have changed.
        """
        keys = {text_key(text): text for text in paragraphs}
        found: dict[str, list[int]] = {}
        for row in pending.wavering_lately(
            self._session, self._source.name, but=self._article.id, most=_NEIGHBOURS if keys else 0
        ):
            known = {key: row.texts[key] for key in keys.keys() & row.texts.keys()}
            for key, turn in wavering.from_json(known).items():
                if turn.flips > 1 or self._came_there(keys[key], row.article_id):
                    found.setdefault(key, []).append(turn.flips)
        return found

    def _came_there(self, text: str, fellow: int) -> bool:
        """Whether a paragraph that came or went once on another page came there, and went here."""
        if text not in self._version.body:
            return False
        other = self._session.get_one(ArticleRow, fellow)
        return text not in archive.latest_version(self._session, other).body

    def _titles_before(self) -> frozenset[str]:
        return archive.titles_given_up_since(self._session, self._article, self._now - STOOD)

    # --- what comes of it -----------------------------------------------------------

    def remember(self, rotated: frozenset[str]) -> None:
        """Learns from the reading which paragraphs come and go."""
        before = wavering.from_json(self._memory.texts) if self._memory else {}
        previous = self._readings[-1] if self._readings else self._version
        after = wavering.remembered(before, self._version, previous, self._reading, rotated)
        if after != before:
            self._row().texts = wavering.as_json(after)

    def _row(self) -> WaveringRow:
        self._memory = pending.wavering_row(self._session, self._article.id, self._now)
        return self._memory

    def wait(self, evidence: EvidenceRef | None, *, validators_wrong: bool, hurry: bool) -> None:
        """Keeps the reading, and says when the next look is wanted.

        Args:
            evidence: where the reading's response is kept; None where the last one stands for it.
            hurry: whether the next look is wanted before the ordinary recheck.
        """
        if self._pending is None:
            self._pending = pending.begin(
                self._session,
                self._article,
                self._now,
                last_lacked_at=self._article.last_seen_at,
                validators_wrong=validators_wrong,
            )
        if self.repeats_the_last:
            self._rows[-1].times += 1
            self._rows[-1].last_at = self._now
        else:
            row = pending.add_reading(
                self._session, self._pending, self._reading, self._now, evidence
            )
            self._rows.append(row)
            pending.forget_readings(self._session, self._rows[:-_MOST_KEPT])
        wait = self._source.confirms_after
        if sum(row.times for row in self._rows) > 1:
            wait /= _SOONER
        self.confirm_at = self._now + wait if wait and hurry else None
        self._pending.confirm_at = self.confirm_at

    def hold(self, incident: int) -> None:
        """Has the pending edit wait for what becomes of an incident."""
        assert self._pending is not None
        self._pending.incident_id = incident

    @property
    def repeats_the_last(self) -> bool:
        """The reading is the last one that is kept."""
        return bool(self._readings) and confirming.same(self._readings[-1], self._reading)

    def drop(self) -> None:
        """The change was noise."""
        if self._pending is None:
            return
        row = self._row()
        row.dropped += sum(one.times for one in self._rows) or 1
        self._remember_titles(row)
        pending.settle(self._session, self._pending, "noise")
        self._pending, self._rows, self._readings = None, [], []

    def _remember_titles(self, row: WaveringRow) -> None:
        """A title that came alone and went again, and may come again."""
        if self._version.title in row.titles:
            return  # a test is under way
        gone = [one.title for one in self._readings if one.title != self._version.title]
        row.titles = dict.fromkeys([*row.titles, *gone][-_MOST_TITLES:], 1)

    def note_title(self) -> None:
        """While headlines are tested: the variant that stands for long has won, and is an edit."""
        if self._memory is None or self._version.title not in self._memory.titles:
            return
        shown = self._reading.title
        counts = {
            title: times + 1 if title == shown and title != self._version.title else 0
            for title, times in self._memory.titles.items()
        }
        if counts != self._memory.titles:
            over = max(counts.values()) >= FOR_TITLES
            self._row().titles = {} if over else counts

    def test_headlines(self, titles: frozenset[str]) -> ArticleData:
        """Notes that the title alternates; gives a reading that shows the other variant."""
        row = self._row()
        row.titles = dict.fromkeys(sorted({*row.titles, *titles})[:_MOST_TITLES], 0)
        shown = (self._reading, *self._readings)
        return next(one for one in shown if one.title != self._version.title)

    def note_growth(self, *, at_head: bool) -> None:
        """Counts edits in a row that only added at the head."""
        grown = self._memory.grown if self._memory else 0
        if at_head or grown:
            self._row().grown = grown + 1 if at_head else 0

    def confirm(self, first: int) -> Origin | None:
        """Ends the wait of what is confirmed.

        Args:
            first: index of the first reading that showed it, as `judge` tells it.

        Returns:
            Where it was seen first; None: in the reading itself.
        """
        origin = self._origin(first)
        if self._pending is not None:
            pending.settle(self._session, self._pending, "confirmed")
            self._pending = None
        return origin

    def _origin(self, first: int) -> Origin | None:
        lacked = self._pending.last_lacked_at if self._pending else None
        for row in self._rows:
            times = min(row.times, FOR_TITLES)
            if first < times:
                return Origin(row.fetched_at, lacked, evidence_ref(row))
            first -= times
            lacked = row.last_at
        return None
