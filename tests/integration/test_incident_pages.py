"""A changed template through the pipeline: pages in, one incident and no edit out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline.hosts import Welcome
from pipeline.incidents import discard, release
from pipeline.ingest import Outcome
from pipeline.records import FailureReason
from pipeline.store import incidents, queries
from pipeline.store.engine import Store
from pipeline.store.incidents import IncidentView
from pipeline.store.tables import ArticleRow, IncidentRow
from pipeline.watch import Watch
from scheduler.plans import plan_fellows
from tests.builders import failure, fetched, item_url, k2_page, listing, minutes, settings
from tests.integration.test_ingest import Desk

BANNER = "تابعوا برامج إذاعة الواحة على الموجة المتوسطة كل مساء."
NUMBERS = range(1, 8)


class Outlet(Desk):
    """A source of seven pieces, each seen three times before a test begins."""

    def __post_init__(self) -> None:
        source = settings(self.folder).sources[0].model_dump()
        self.changes = {"sources": [source | {"confirm": "3m"} | self.changes]}
        super().__post_init__()
        self.past_the_baseline()
        for at in (0, 10, 20):
            for number in NUMBERS:
                self.listings.listing(listing(item_url(number, f"p{number}"), at=minutes(at)))
                self.look(number, at)

    def look(self, number: int, at: float, *came: str, **page: Any) -> Outcome:
        page.setdefault("title", f"بلدية تالة تفتح المكتبة رقم {number}")
        body = (f"فتحت المكتبة {number} أبوابها أمام القراء صباح اليوم في حي من أحياء المدينة.",)
        html = k2_page(body=(*body, *came), **page)
        return self.page(fetched(html, minutes(at), url=item_url(number, f"p{number}")))

    def list_in_local(self, numbers: Sequence[int]) -> None:
        """Another section lists them, too."""
        for number in numbers:
            url = item_url(number, f"p{number}")
            self.listings.listing(listing(url, at=minutes(20), section="local"))

    def incidents(self) -> list[IncidentView]:
        with self.store.read() as session:
            return incidents.of_sources(session, "outlet")

    def shown(self, number: int) -> queries.VersionView:
        with self.store.read() as session:
            found = queries.articles(session)
            article = next(one for one in found if one.data.publisher_id == f"k2:{number}")
            return queries.versions(session, article.id)[-1]

    def confirming(self) -> list[str]:
        """The addresses that a crawl would look at again at once."""
        return [url for url, _ in self.due_urls(minutes(34))]

    def edit_alerts(self) -> int:
        return sum(one.kind == "edit" for one in self.alerts())


@pytest.fixture
def outlet(store: Store, tmp_path: Path) -> Outlet:
    return Outlet(store, tmp_path, {})


def test_a_line_that_every_page_gets_is_one_incident_and_tells_nobody(outlet: Outlet) -> None:
    assert {outlet.look(n, 30, BANNER).what for n in range(1, 7)} == {"pending"}
    held = outlet.look(1, 33, BANNER)
    assert (held.what, "incident 1" in held.detail) == ("held", True)
    assert outlet.look(7, 34, BANNER).what == "held"
    (incident,) = outlet.incidents()
    assert (incident.state, len(incident.held)) == ("open", 7)
    assert {outlet.look(n, 60, BANNER).what for n in NUMBERS} == {"held"}
    assert (outlet.edits(), outlet.edit_alerts()) == ([], 0)
    with outlet.store.read() as session:
        assert [one.id for one in queries.source(session, "outlet").incidents] == [1]


def test_an_edit_made_while_the_template_changes_is_told(outlet: Outlet) -> None:
    more = "وقال رئيس البلدية إن الكلفة بلغت 15 مليون دينار."
    for number in range(1, 7):
        outlet.look(number, 30, BANNER, *((more,) if number == 4 else ()))
    assert outlet.look(1, 33, BANNER).what == "held"
    assert outlet.look(4, 33, BANNER, more).what == "edited"
    # and one that is made to a page that is held already
    title = "بلدية تالة تغلق المكتبة رقم 2"
    what = [outlet.look(2, at, BANNER, title=title).what for at in range(60, 100, 2)]
    assert what.count("edited") == 1
    assert outlet.shown(2).data.title == title
    assert outlet.edit_alerts() == 2


def test_a_template_that_goes_again_leaves_no_trace_in_the_pieces(outlet: Outlet) -> None:
    for number in range(1, 7):
        outlet.look(number, 30, BANNER)
    outlet.look(1, 33, BANNER)
    assert {outlet.look(number, 60).what for number in NUMBERS} == {"unchanged"}
    (incident,) = outlet.incidents()
    assert (incident.state, incident.held, len(incident.articles)) == ("over", (), 6)
    assert outlet.edits() == []


def test_a_template_that_stays_is_the_new_base_after_a_day(outlet: Outlet) -> None:
    for number in range(1, 7):
        outlet.look(number, 30, BANNER)
    outlet.look(1, 33, BANNER)
    day = 24 * 60
    assert {outlet.look(number, 40 + day, BANNER).what for number in range(1, 7)} == {"unchanged"}
    for at in range(50, 70, 2):
        outlet.look(7, at + day, BANNER)
    (incident,) = outlet.incidents()
    assert (incident.state, incident.held) == ("discarded", ())
    assert (outlet.edits(), outlet.edit_alerts()) == ([], 0)
    assert outlet.shown(1).data.body[-1] == BANNER
    # the next edit is told against what the page shows now
    title = "بلدية تالة تغلق المكتبة رقم 1"
    for at in range(80, 120, 2):
        outlet.look(1, at + day, BANNER, title=title)
    (edit,) = outlet.edits()
    assert edit.edit.title_after == title
    assert {change.field for change in edit.edit.changes} == {"title"}


def test_an_edit_beside_what_is_discarded_is_told_all_the_same(outlet: Outlet) -> None:
    title = "بلدية تالة تغلق المكتبة رقم 2"
    for number in range(1, 7):
        outlet.look(number, 30, BANNER)
    outlet.look(1, 33, BANNER)
    outlet.look(2, 60, BANNER, title=title)
    with outlet.store.write() as session:
        incident = session.get_one(IncidentRow, 1)
        assert discard(session, incident, minutes(61)).articles == 6
    assert outlet.edits() == []
    assert outlet.shown(2).data.title != title
    assert "edited" in [outlet.look(2, at, BANNER, title=title).what for at in range(63, 103, 2)]
    (edit,) = outlet.edits()
    assert {change.field for change in edit.edit.changes} == {"title"}


class Unconfirmed(Outlet):
    """One whose changes count at once, and which has a new template: what titles end in."""

    def __post_init__(self) -> None:
        self.changes = {"confirm": "0s"}
        super().__post_init__()

    def shows(self, number: int, at: float, tail: str = " | صحيفة الواحة") -> str:
        return self.look(number, at, title=f"بلدية تالة تفتح المكتبة رقم {number}{tail}").what

    def told(self) -> list[tuple[str, str]]:
        """Kinds and severity of each edit."""
        return [(", ".join(one.edit.kinds), one.edit.severity or "") for one in self.edits()]

    def withdrawn(self) -> int:
        return sum(one.kind == "withdrawn" for one in self.alerts())


@pytest.fixture
def unconfirmed(store: Store, tmp_path: Path) -> Unconfirmed:
    outlet = Unconfirmed(store, tmp_path, {})
    what = [outlet.shows(number, 30) for number in NUMBERS]
    assert what == ["edited"] * 4 + ["held"] * 3
    return outlet


def test_without_a_second_fetch_four_are_told_and_are_none_once_the_fifth_is_seen(
    unconfirmed: Unconfirmed,
) -> None:
    assert unconfirmed.told() == [("template", "none")] * 4
    # whether they are edits is not decided yet
    assert (unconfirmed.edit_alerts(), unconfirmed.withdrawn()) == (4, 0)


def test_what_was_told_is_taken_back_when_it_is_discarded(unconfirmed: Unconfirmed) -> None:
    with unconfirmed.store.write() as session:
        discard(session, session.get_one(IncidentRow, 1), minutes(31))
    assert unconfirmed.withdrawn() == 4
    assert {one.article for one in unconfirmed.alerts() if one.kind == "withdrawn"} == {1, 2, 3, 4}


def test_what_was_told_is_taken_back_where_the_template_stays_for_a_day(
    unconfirmed: Unconfirmed,
) -> None:
    assert unconfirmed.shows(5, 40 + 24 * 60) == "unchanged"
    assert unconfirmed.incidents()[0].state == "discarded"
    assert unconfirmed.withdrawn() == 4


def test_what_was_told_are_edits_as_before_when_it_is_released(unconfirmed: Unconfirmed) -> None:
    with unconfirmed.store.write() as session:
        row = session.get_one(IncidentRow, 1)
        assert release(session, Watch(unconfirmed.settings), row, minutes(31)).articles == 3
    assert unconfirmed.told() == [("headline", "medium")] * 7
    assert (unconfirmed.edit_alerts(), unconfirmed.withdrawn()) == (7, 0)


# were the record an edit, a title that goes back so soon would be a headline test
@pytest.mark.parametrize("soon", [40, 240])
def test_a_template_that_goes_again_makes_no_edits_of_what_was_told(
    unconfirmed: Unconfirmed, soon: int
) -> None:
    assert {unconfirmed.shows(number, soon, "") for number in NUMBERS} == {"unchanged"}
    assert unconfirmed.incidents()[0].state == "over"
    assert (unconfirmed.told(), unconfirmed.withdrawn()) == ([("template", "none")] * 4, 4)
    title = "بلدية تالة تغلق المكتبة رقم 1"
    assert unconfirmed.look(1, soon + 10, title=title).what == "edited"
    assert unconfirmed.told()[0] != ("template", "none")


def test_a_template_that_comes_goes_and_comes_again_is_taken_back_once(
    store: Store, tmp_path: Path
) -> None:
    outlet = Unconfirmed(store, tmp_path, {})
    page = {"byline": "إذاعة الواحة"}
    what = [outlet.look(number, 30, **page).what for number in NUMBERS]
    assert what == ["edited"] * 4 + ["held"] * 3
    assert {outlet.look(number, 60).what for number in NUMBERS} == {"unchanged"}
    assert outlet.withdrawn() == 4
    # those first that were not told of: with the records they are enough
    assert {outlet.look(number, 90, **page).what for number in reversed(NUMBERS)} == {"held"}
    with outlet.store.write() as session:
        discard(session, session.get_one(IncidentRow, 2), minutes(100))
    assert outlet.withdrawn() == 4


def test_what_was_told_before_it_was_confirmed_and_is_a_templates_is_taken_back(
    store: Store, tmp_path: Path
) -> None:
    outlet = Outlet(store, tmp_path, {"unconfirmed_alerts": "high"})

    def shows(number: int) -> str:
        """As often as it takes for the title to count."""
        title = f"بلدية تالة تفتح المكتبة رقم {number} صحيفة الواحة"
        looks = (outlet.look(number, at, title=title).what for at in range(30, 60, 3))
        return next(what for what in looks if what != "pending")

    assert [shows(number) for number in range(1, 6)] == ["edited"] * 4 + ["held"]
    kinds = Counter(one.kind for one in outlet.alerts())
    assert (kinds["unconfirmed"], kinds["edit"], kinds["withdrawn"]) == (5, 0, 0)
    with outlet.store.write() as session:
        discard(session, session.get_one(IncidentRow, 1), minutes(61))
    withdrawn = [one.article for one in outlet.alerts() if one.kind == "withdrawn"]
    assert sorted(withdrawn) == [1, 2, 3, 4, 5]


def test_a_line_that_proves_to_be_the_outlets_is_taken_back_where_it_was_told(
    store: Store, tmp_path: Path
) -> None:
    outlet = Unconfirmed(store, tmp_path, {})
    notice = "تصحيح: ورد في نسخة سابقة من هذا الخبر تاريخ غير صحيح، والصواب أعلاه."
    for number in (1, 2, 3):
        assert outlet.look(number, 30, BANNER).what == "edited"
        assert outlet.look(number, 40, BANNER, notice).what == "edited"
    assert ("template", "none") not in outlet.told()
    assert outlet.look(4, 50, BANNER).what == "unchanged"
    assert sorted(outlet.told()) == [("correction", "high")] * 3 + [("template", "none")] * 3
    # each is told of once, whichever page shows it next
    assert outlet.look(5, 60, BANNER).what == "unchanged"
    assert outlet.withdrawn() == 3


def test_a_line_that_proved_to_be_the_outlets_makes_no_edit_when_it_goes_again(
    store: Store, tmp_path: Path
) -> None:
    outlet = Unconfirmed(store, tmp_path, {})
    for number in (1, 2, 3):
        assert outlet.look(number, 30, BANNER).what == "edited"
    more = "وشكرت البلدية كل من تبرع للمكتبة بالكتب والأثاث."
    assert outlet.look(3, 40, BANNER, more).what == "edited"
    outlet.look(4, 50, BANNER)
    assert outlet.look(3, 60, more).what == "unchanged"
    assert {outlet.look(number, 60).what for number in (1, 2, 4)} == {"unchanged"}
    assert outlet.told().count(("template", "none")) == len(outlet.told()) - 1 == 3
    assert BANNER not in outlet.shown(1).data.body


def test_an_edit_of_its_own_that_was_told_meanwhile_stays_one(store: Store, tmp_path: Path) -> None:
    outlet = Unconfirmed(store, tmp_path, {})
    outlet.shows(1, 29, " للقراء الصغار")
    for number in range(2, 8):
        outlet.shows(number, 30)
    kinds = [one.edit.kinds for one in outlet.edits() if one.article == 1]
    assert kinds == [("headline",)]


def test_other_pages_are_looked_at_before_what_a_template_may_have_made_counts(
    outlet: Outlet,
) -> None:
    """However slowly a source is looked at, none of its pages tells of its new template."""
    outlet.look(1, 21, BANNER)
    fellows = [url for url, _ in outlet.due_urls(minutes(21))]
    assert len(fellows) == 4
    for number in (n for n in NUMBERS if item_url(n, f"p{n}") in fellows):
        assert outlet.look(number, 22, BANNER).what == "pending"
    assert outlet.look(1, 24, BANNER).what == "held"
    assert (outlet.edits(), outlet.edit_alerts()) == ([], 0)


def test_where_few_pages_show_it_others_are_looked_at_as_long_as_one_does(outlet: Outlet) -> None:
    outlet.look(1, 21, BANNER)
    looked_at: set[str] = set()
    rounds = 0
    while due := [url for url, _ in outlet.due_urls(minutes(22)) if url not in looked_at]:
        rounds += 1
        # of the first four one shows it, and both of the others
        for url in due:
            looked_at.add(url)
            number = next(n for n in NUMBERS if item_url(n, f"p{n}") == url)
            outlet.look(number, 22, *([BANNER] if len(looked_at) not in (1, 2) else []))
    assert (rounds, len(looked_at)) == (2, 6)
    assert outlet.look(1, 24, BANNER).what == "held"
    assert outlet.edits() == []


def test_pages_of_the_same_section_are_looked_at_first(outlet: Outlet) -> None:
    outlet.list_in_local((2, 5, 6, 7))
    outlet.look(2, 21, BANNER)
    fellows = {url for url, _ in outlet.due_urls(minutes(21))}
    assert {item_url(number, f"p{number}") for number in (5, 6, 7)} <= fellows


def test_a_pass_looks_at_the_others_before_it_confirms(outlet: Outlet) -> None:
    source = outlet.settings.sources[0]
    with outlet.store.read() as session:
        assert plan_fellows(session, source, minutes(21)) is None
    outlet.look(1, 21, BANNER)
    with outlet.store.read() as session:
        plan = plan_fellows(session, source, minutes(21))
    assert plan is not None
    assert len(plan.visits) == 4
    assert item_url(1, "p1") not in {visit.url for visit in plan.visits}


def test_a_page_that_is_missing_is_not_looked_at_to_confirm_what_others_changed(
    outlet: Outlet,
) -> None:
    for number in NUMBERS[2:]:
        gone = failure(
            FailureReason.GONE, minutes(21), url=item_url(number, f"p{number}"), status=410
        )
        assert outlet.page(gone).what == "suspected"
    outlet.look(1, 21, BANNER)
    with outlet.store.read() as session:
        plan = plan_fellows(session, outlet.settings.sources[0], minutes(600))
    shown = {visit.url for visit in plan.visits} if plan else set()
    assert shown <= {item_url(number, f"p{number}") for number in NUMBERS[:2]}


def test_pages_of_a_host_that_rests_take_no_place_from_others(outlet: Outlet) -> None:
    outlet.look(1, 21, BANNER)
    resting = [url for url, _ in outlet.due_urls(minutes(21))]
    assert len(resting) == 4
    with outlet.store.write() as session:
        for row in session.scalars(select(ArticleRow).where(ArticleRow.url.in_(resting))):
            row.url = row.url.replace("://", "://resting.")
    with outlet.store.read() as session:
        plan = plan_fellows(
            session,
            outlet.settings.sources[0],
            minutes(600),
            lambda host: Welcome.CLOSED if host.startswith("resting.") else Welcome.OPEN,
        )
    assert plan is not None
    shown = {visit.url for visit in plan.visits}
    assert {item_url(number, f"p{number}") for number in NUMBERS} > shown


def test_other_pages_that_show_no_such_thing_let_the_edit_count_in_its_time(
    outlet: Outlet,
) -> None:
    outlet.look(1, 21, BANNER)
    for number in range(2, 8):
        outlet.look(number, 22)
    assert outlet.look(1, 24, BANNER).what == "edited"


def test_no_other_page_is_looked_at_for_a_change_that_no_template_makes(outlet: Outlet) -> None:
    outlet.look(1, 21, title="بلدية تالة تغلق المكتبة رقم 1")
    outlet.look(2, 22, "وضمت المكتبة 12 ألف كتاب.", title="بلدية تالة تفتح مكتبتين")
    assert outlet.due_urls(minutes(22)) == []


def test_other_pages_are_looked_at_once_in_the_time_of_a_confirmation(outlet: Outlet) -> None:
    outlet.look(1, 21, BANNER)
    outlet.look(2, 22, "وشكرت البلدية كل من تبرع للمكتبة بالكتب والأثاث.")
    assert len(outlet.due_urls(minutes(22))) <= 4


def test_a_held_page_that_is_gone_is_held_no_longer(outlet: Outlet) -> None:
    for number in range(1, 7):
        outlet.look(number, 30, BANNER)
    assert outlet.look(1, 33, BANNER).what == "held"
    what = []
    for at in (60, 120, 300):
        for number in range(2, 8):  # the rest of the source is there
            outlet.look(number, at, BANNER)
        gone = failure(FailureReason.GONE, minutes(at), url=item_url(1, "p1"), status=410)
        what.append(outlet.page(gone).what)
    assert "gone" in what
    (incident,) = outlet.incidents()
    assert (incident.state, len(incident.held), len(incident.articles)) == ("open", 6, 7)
