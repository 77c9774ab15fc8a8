"""`make bench-templates`: edits and alerts that a site's new template makes, though nobody edits.

Invented pages of one source are read and stored as they are watched, with a clock that jumps to
whatever is due next. Then the template changes on some of them, for good. Every edit and every
alert of an edit that stands at the end is false.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.watching import watching
from config.settings import SourceSettings
from crawler.plan import CrawlPlan
from pipeline.breaker import LEAST
from pipeline.confirmation.policy import FOR_TITLES
from pipeline.incidents import discard
from pipeline.store import incidents, queries
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow
from scheduler.plans import plan_confirming, plan_crawl, plan_fellows
from tests.builders import NOW, fetched, item_url, k2_page, listing, settings
from tests.reading_here import take_looking

_PIECES: Final = 20
_CHANGES_AT: Final = NOW + timedelta(days=2)
#: hours for which the pieces are known then
_AGES: Final = (2, 24)
_WATCHED_ON: Final = timedelta(hours=8)
_BETWEEN_REQUESTS: Final = timedelta(seconds=3)
_BETWEEN_PASSES: Final = timedelta(minutes=10)
_SEEDS: Final = range(3)
_BANNER: Final = "تابعوا برامج إذاعة الواحة على الموجة المتوسطة كل مساء."


def _line(number: int, changed: bool) -> str:
    return _page(number, more=(_BANNER,) if changed else ())


def _title(number: int, changed: bool) -> str:
    return _page(number, tail=" | صحيفة الواحة" if changed else "")


def _page(number: int, *, more: tuple[str, ...] = (), tail: str = "") -> str:
    body = (
        f"فتحت المكتبة {number} أبوابها أمام القراء صباح اليوم في حي من أحياء المدينة.",
        f"ويشرف على القاعة {number} متطوعون من أبناء الحي الذي بنيت فيه المكتبة الجديدة.",
    )
    title = f"بلدية تالة تفتح المكتبة رقم {number}{tail}"
    return k2_page(title, (*body, *more))


Template = Callable[[int, bool], str]
Plan = Callable[[Session, SourceSettings, datetime], CrawlPlan | None]
TEMPLATES: Final[dict[str, Template]] = {
    "a line": _line,
    "the title's tail": _title,
}
#: what changes, and on which share of the pages
_CHANGES: Final = (
    ("a line", 0.3),
    ("a line", 0.5),
    ("a line", 1.0),
    ("the title's tail", 0.5),
)
WAYS: Final = ("run", "run, confirm: 0s", "crawl", "crawl, confirm: 0s")


@dataclass(frozen=True, slots=True)
class Result:
    """What one change of a template came to."""

    edits: int
    #: that told of edits
    alerts: int
    #: of these, what was not taken back once the incident was discarded
    stand: int
    #: looks after the change
    looks: int


class Simulation:
    """A source that is watched in one way, and changes its template."""

    def __init__(self, store: Store, folder: Path, way: str, template: Template, seed: int) -> None:
        self._chance = random.Random(seed)
        self._store, self._template = store, template
        self._passes = way.startswith("crawl")
        confirm = "0s" if "0s" in way else "3m"
        values = settings(folder).sources[0].model_dump() | {"confirm": confirm}
        self._settings = settings(folder, sources=[values])
        self._source = self._settings.sources[0]
        self._listings, self._ingest = watching(self._settings, store, folder)
        self._changed: frozenset[int] = frozenset()
        self.looks = 0

    def run(self, share: float) -> Result:
        """The template changes on some pages, each of which was seen three times before."""
        for section in ("culture", "local"):
            self._listings.listing(listing(section=section))
            self._listings.done("outlet", section, NOW)
        numbers = range(1, _PIECES + 1)
        for number in numbers:
            section = ("culture", "local")[number % 2]
            self._listings.listing(listing(item_url(number), at=NOW, section=section))
            for at in range(3):
                self._look(item_url(number), NOW + timedelta(minutes=at))
        self._grow_older()
        self._changed = frozenset(self._chance.sample(numbers, round(share * _PIECES)))
        self.looks = 0
        self._watch(_CHANGES_AT, _CHANGES_AT + _WATCHED_ON)
        return self._result()

    def _grow_older(self) -> None:
        """Spreads the pieces' ages, and when they are looked at next by them."""
        with self._store.write() as session:
            for row in session.scalars(select(ArticleRow)):
                age = timedelta(hours=self._chance.uniform(*_AGES))
                row.first_seen_at = row.last_changed_at = _CHANGES_AT - age
                row.last_seen_at = _CHANGES_AT - timedelta(minutes=1)
                row.recheck_at = _CHANGES_AT + self._chance.random() * age / 8

    def _watch(self, now: datetime, until: datetime) -> None:
        while (now := self._next(now)) < until:
            now = self._crawl(now)

    def _next(self, now: datetime) -> datetime:
        """When something is due, or the next pass begins."""
        if self._passes:
            return now + _BETWEEN_PASSES
        with self._store.read() as session:
            due = session.scalar(select(func.min(ArticleRow.recheck_at)))
        return max(now, due or now + _WATCHED_ON)

    def _crawl(self, now: datetime) -> datetime:
        """A crawl of the service, or a pass with what it looks at again."""
        now = self._visit(plan_crawl, now)
        rounds = LEAST - 1
        for _ in range(FOR_TITLES + rounds if self._passes else 0):
            before = now
            now = self._visit(plan_fellows, now) if rounds else now
            rounds -= now != before
            now = self._visit(plan_confirming, now) if now == before else now
            if now == before:
                break
        return now

    def _visit(self, plan: Plan, now: datetime) -> datetime:
        with self._store.read() as session:
            found = plan(session, self._source, now)
        for visit in found.visits if found else ():
            now = self._look(visit.url, now)
        return now

    def _look(self, url: str, now: datetime) -> datetime:
        number = int(url.rsplit("/", 1)[1].split("-")[0])
        self.looks += 1
        html = self._template(number, number in self._changed)
        take_looking(self._ingest, fetched(html, now, url=url))
        return now + _BETWEEN_REQUESTS

    def _result(self) -> Result:
        """What stands, and what does once an operator has seen the incident."""
        with self._store.read() as session:
            edits = [one for one in queries.edits(session) if one.edit.severity != "none"]
        alerts = self._alerts("edit")
        with self._store.write() as session:
            for incident in incidents.opened(session, "outlet"):
                discard(session, incident, _CHANGES_AT + _WATCHED_ON)
        return Result(len(edits), alerts, alerts - self._alerts("withdrawn"), self.looks)

    def _alerts(self, kind: str) -> int:
        with self._store.read() as session:
            return sum(one.kind == kind for one in queries.alerts(session))


def simulate(way: str, template: str, share: float, seed: int) -> Result:
    """One change of a template, on a fresh archive.

    Args:
        share: of the source's pages, which the new template reaches.
    """
    with TemporaryDirectory(prefix="marsad-templates-") as folder:
        store = Store(f"sqlite:///{folder}/marsad.db")
        try:
            simulation = Simulation(store, Path(folder), way, TEMPLATES[template], seed)
            return simulation.run(share)
        finally:
            store.close()


def main() -> None:
    print(f"{_PIECES} pages, {len(_SEEDS)} sources each; in brackets the worst")
    for way in WAYS:
        for template, share in _CHANGES:
            found = [simulate(way, template, share, seed) for seed in _SEEDS]
            edits, alerts = [one.edits for one in found], [one.alerts for one in found]
            print(
                f"{way:18} {template:17} on {share:4.0%}: {sum(edits):3} false edits "
                f"({max(edits)}), {sum(alerts):3} alerts ({max(alerts)}), "
                f"{sum(one.stand for one in found):3} not taken back; "
                f"{sum(one.looks for one in found)} looks",
                flush=True,
            )


if __name__ == "__main__":
    main()
