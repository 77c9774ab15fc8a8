"""Incidents: what articles of a source change alike is held, and settled in one way or another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from marsad.cli import app
from pipeline.edits import compare
from pipeline.incidents import Adopt, Hold, close_if_over, discard, join, release, weighed
from pipeline.records import ArticleData
from pipeline.store import archive, incidents, pending, queries
from pipeline.store.engine import Store
from pipeline.store.incidents import IncidentView
from pipeline.store.rows import article_data
from pipeline.store.tables import ArticleRow, IncidentRow
from pipeline.watch import Watch
from tests.builders import SECRET, item_url, minutes
from tests.keeping import Keeper

BANNER = "اشترك في نشرتنا البريدية لتصلك آخر الأخبار."
NUMBERS = range(1, 8)


@dataclass
class Outlet:
    """An archive of seven pieces whose pages change as a test says."""

    keeper: Keeper

    def __post_init__(self) -> None:
        for number in NUMBERS:
            title = f"بلدية تالة تفتح المكتبة رقم {number}"
            self.keeper.publish(
                number, title=title, body=(f"فتحت المكتبة {number} أبوابها اليوم.",)
            )

    def seen(self, numbers: Sequence[int], at: float) -> None:
        """Their pages are looked at."""
        with self.keeper.store.write() as session:
            for number in numbers:
                _article(session, number).last_seen_at = minutes(at)

    def waits(self, number: int, at: float, *came: str, title: str | None = None) -> None:
        """A first reading shows paragraphs, or a title, that the version has not."""
        with self.keeper.store.write() as session:
            article, before, after = _reading(session, number, came, title)
            waiting = pending.waiting(session, article.id) or pending.begin(
                session,
                article,
                minutes(at),
                last_lacked_at=article.last_seen_at,
                validators_wrong=False,
            )
            pending.add_reading(session, waiting, after, minutes(at), None)
            waiting.confirm_at = minutes(at + 3)
            article.last_seen_at = minutes(at)
            join(session, article, before, after)

    def counts(
        self, number: int, at: float, *came: str, title: str | None = None
    ) -> Hold | Adopt | None:
        """Another reading shows them too."""
        with self.keeper.store.write() as session:
            article, before, after = _reading(session, number, came, title)
            article.last_seen_at = minutes(at)
            edit = compare(before, after)
            assert edit is not None
            return weighed(session, article, before, after, edit, minutes(at))

    def writes(self, number: int, at: float, *came: str) -> None:
        """It counted: a version and an edit."""
        with self.keeper.store.write() as session:
            article, before, after = _reading(session, number, came, None)
            waiting = pending.waiting(session, article.id)
            assert waiting is not None
            pending.settle(session, waiting, "confirmed")
            version = archive.add_version(session, article, after, minutes(at), None)
            edit = compare(before, after)
            assert edit is not None
            archive.add_edit(session, article, edit, version.n, minutes(at))

    def goes_back(self, number: int, at: float) -> None:
        with self.keeper.store.write() as session:
            waiting = pending.waiting(session, _article(session, number).id)
            assert waiting is not None
            pending.settle(session, waiting, "noise")
            close_if_over(session, "outlet", minutes(at))

    def incidents(self) -> list[IncidentView]:
        with self.keeper.store.read() as session:
            return incidents.of_sources(session, "outlet")

    def to_confirm(self) -> int:
        with self.keeper.store.read() as session:
            return len(pending.to_confirm(session, "outlet", None))

    def alerts(self) -> list[str]:
        with self.keeper.store.read() as session:
            return [one.kind for one in queries.alerts(session) if one.kind != "new"]

    def closed(self, how: str, at: datetime) -> int:
        """By command."""
        with self.keeper.store.write() as session:
            row = session.get_one(IncidentRow, self.incidents()[0].id)
            if how == "discard":
                return discard(session, row, at).articles
            return release(session, Watch(self.keeper.settings), row, at).articles


def _article(session: Session, number: int) -> ArticleRow:
    found = archive.article_by_identity(session, "outlet", f"k2:{number}")
    assert found is not None
    return found


def _reading(
    session: Session, number: int, came: Sequence[str], title: str | None
) -> tuple[ArticleRow, ArticleData, ArticleData]:
    article = _article(session, number)
    before = article_data(archive.latest_version(session, article))
    after = replace(before, body=(*before.body, *came), title=title or before.title)
    return article, before, after


@pytest.fixture
def outlet(store: Store, tmp_path: Path) -> Outlet:
    return Outlet(Keeper(store, tmp_path))


@pytest.mark.parametrize("order", [(1, 2, 3, 4, 5, 6), (6, 4, 2, 5, 3, 1)])
def test_what_six_pages_change_alike_is_one_incident_and_no_edit(
    outlet: Outlet, order: tuple[int, ...]
) -> None:
    for number in order:
        outlet.waits(number, 10, BANNER)
    assert outlet.to_confirm() == 6
    assert isinstance(outlet.counts(order[0], 13, BANNER), Hold)
    assert outlet.to_confirm() == 0
    for number in order[1:]:
        assert isinstance(outlet.counts(number, 14, BANNER), Hold)
    (incident,) = outlet.incidents()
    assert (incident.state, len(incident.held), incident.looked_at) == ("open", 6, 6)
    assert [(one.field, one.sign, one.text) for one in incident.marks] == [("body", "+", BANNER)]
    assert outlet.keeper.edits() == []
    assert outlet.alerts() == []


def test_a_page_that_comes_later_is_held_at_its_first_reading(outlet: Outlet) -> None:
    for number in range(1, 6):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    outlet.waits(7, 90, BANNER)
    (incident,) = outlet.incidents()
    assert len(incident.held) == 6
    assert outlet.to_confirm() == 0


def test_edits_that_differ_are_never_held_nor_one_among_a_changed_template(outlet: Outlet) -> None:
    for number in NUMBERS:
        outlet.waits(number, 10, f"وأضافت البلدية تفصيلا رقمه {number} إلى الخبر.")
    assert outlet.counts(3, 13, "وأضافت البلدية تفصيلا رقمه 3 إلى الخبر.") is None
    for number in range(2, 8):
        outlet.waits(number, 20, BANNER)
    assert outlet.counts(1, 21, BANNER, "وتضم المكتبة 12 ألف كتاب.") is None
    assert isinstance(outlet.counts(2, 21, BANNER), Hold)
    assert outlet.counts(1, 22, BANNER, "وتضم المكتبة 12 ألف كتاب.") is None


def test_what_few_of_many_pages_change_alike_is_edits(outlet: Outlet) -> None:
    for number in range(8, 19):
        outlet.keeper.publish(number, title=f"عنوان {number}", body=(f"نص الخبر {number} هنا.",))
    for number in range(1, 6):
        outlet.waits(number, 10, BANNER)
    outlet.seen(range(6, 19), 11)
    assert outlet.counts(1, 13, BANNER) is None
    assert outlet.incidents() == []


def test_a_source_that_is_looked_at_slowly_is_weighed_over_a_day(outlet: Outlet) -> None:
    """Each change counts before the next is seen, as where nothing is looked at in its time: four
    are told, and no more.
    """
    weighed = []
    for number in NUMBERS:
        at = 10 + 180 * number
        outlet.waits(number, at, BANNER)
        weighed.append(outlet.counts(number, at + 3, BANNER))
        if weighed[-1] is None:
            outlet.writes(number, at + 3, BANNER)
    assert weighed[:4] == [None] * 4
    assert all(isinstance(one, Hold) for one in weighed[4:])


def test_released_edits_are_written_and_told(outlet: Outlet) -> None:
    for number in range(1, 7):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    assert outlet.closed("release", minutes(30)) == 6
    (incident,) = outlet.incidents()
    assert (incident.state, incident.why, len(incident.articles), incident.held) == (
        "released",
        "by command",
        6,
        (),
    )
    edits = outlet.keeper.edits()
    assert len(edits) == 6
    assert edits[0].edit.changes[0].after == BANNER
    assert outlet.alerts() == ["edit"] * 6
    outlet.waits(7, 40, BANNER)
    assert outlet.counts(7, 43, BANNER) is None
    assert outlet.keeper.damage() == []


@pytest.mark.parametrize("released", [False, True])
def test_what_an_incident_explains_already_is_none_of_the_next_ones(
    outlet: Outlet, *, released: bool
) -> None:
    other = "حمّلوا تطبيق إذاعة الواحة على هواتفكم."
    for number in range(8, 13):
        outlet.keeper.publish(number, title=f"عنوان {number}", body=(f"نص الخبر {number} هنا.",))
    for number in range(1, 7):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    if released:
        outlet.closed("release", minutes(15))
    for number in range(8, 13):
        outlet.waits(number, 20, other)
    assert isinstance(outlet.counts(8, 23, other), Hold)
    second, first = outlet.incidents()
    assert [one.text for one in second.marks] == [other]
    assert (len(second.held), len(first.held)) == (5, 0 if released else 6)
    assert ("template",) not in {one.edit.kinds for one in outlet.keeper.edits()}


def test_what_is_discarded_is_the_new_base_without_an_edit(outlet: Outlet) -> None:
    for number in range(1, 7):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    assert outlet.closed("discard", minutes(30)) == 6
    assert (outlet.keeper.edits(), outlet.alerts()) == ([], [])
    (incident,) = outlet.incidents()
    assert (incident.state, incident.adopted) == ("discarded", 6)
    shown = [one for one in outlet.keeper.versions() if BANNER in one.body]
    assert [one.n for one in shown] == [2] * 6
    # an old piece whose turn comes days later changed in the same way
    outlet.waits(7, 9000, BANNER)
    assert isinstance(outlet.counts(7, 9003, BANNER), Adopt)


def test_an_incident_is_over_when_no_page_shows_it_any_more_and_stays_on_record(
    outlet: Outlet,
) -> None:
    for number in range(1, 6):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    for number in range(1, 6):
        assert outlet.incidents()[0].state == "open"
        outlet.goes_back(number, 60)
    (incident,) = outlet.incidents()
    assert (incident.state, incident.why) == ("over", "it holds nothing any more")
    assert len(incident.articles) == 5
    for number in range(1, 6):
        outlet.waits(number, 200, BANNER)
    assert isinstance(outlet.counts(1, 203, BANNER), Hold)
    assert [one.state for one in outlet.incidents()] == ["open", "over"]
    assert outlet.keeper.edits() == []


def test_what_is_there_a_day_later_is_the_new_base(outlet: Outlet) -> None:
    for number in range(1, 6):
        outlet.waits(number, 10, BANNER)
    assert isinstance(outlet.counts(1, 13, BANNER), Hold)
    assert isinstance(outlet.counts(2, 13 + 23 * 60, BANNER), Hold)
    assert isinstance(outlet.counts(3, 14 + 24 * 60, BANNER), Adopt)
    assert outlet.incidents()[0].state == "discarded"
    assert isinstance(outlet.counts(4, 14 + 24 * 60, BANNER), Adopt)


def test_the_same_correction_in_every_piece_is_told(outlet: Outlet) -> None:
    notice = "تصحيح: ورد في نسخة سابقة من هذا الخبر تاريخ غير صحيح، والصواب أعلاه."
    for number in NUMBERS:
        outlet.waits(number, 10, notice)
    assert outlet.counts(1, 13, notice) is None
    assert outlet.incidents() == []


CONFIGURATION = """
contact: ops@example.org
database: sqlite:///marsad.db
data: .
sources:
  - name: outlet
    home: https://news.example.org/
    sections: [{name: culture, page: "https://news.example.org/index.php/culture"}]
watchlists:
  - name: desk
    destinations: [hook]
    topics: [{name: library, query: المكتبة}]
destinations:
  - {name: hook, webhook: "https://hooks.example.org/in", secret: SECRET}
"""


def test_people_see_an_incident_on_its_source_and_release_it(
    sqlite_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet = Outlet(Keeper(sqlite_store, tmp_path))
    for number in range(1, 7):
        outlet.waits(number, 10, BANNER)
    outlet.counts(1, 13, BANNER)
    config = tmp_path / "marsad.yaml"
    config.write_text(CONFIGURATION.replace("SECRET", SECRET), encoding="utf-8")

    def told(*command: str) -> str:
        with pytest.raises(SystemExit) as ended:
            app([*command, "--config", str(config)], standalone_mode=True)
        shown = capsys.readouterr()
        return f"{ended.value.code} {shown.out}{shown.err}"

    assert "incident 1: 6 articles changed alike" in " ".join(told("sources").split())
    assert "body came" in told("incidents")
    assert "held by incident 1" in told("explain", item_url(1))
    incident = json.loads(told("incidents", "--json").removeprefix("0 "))
    assert (incident["state"], incident["held"]) == ("open", [1, 2, 3, 4, 5, 6])
    assert incident["shared"] == [{"field": "body", "change": "came", "text": BANNER}]
    assert told("incidents", "release").startswith("2 ")
    assert told("incidents", "release", "9") == "3 no incident 9\n"
    assert told("incidents", "release", "1") == "0 6 edits, 6 alerts\n"
    assert told("incidents", "discard", "1") == "3 incident 1 is released already\n"
    assert told("edits", "--json").count("from_version") == 6
