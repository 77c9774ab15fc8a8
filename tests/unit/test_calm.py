"""What waits, until when, and what goes out together; by any clock, in any zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import assume, given
from hypothesis import strategies as st

from config.settings import DestinationSettings
from pipeline.delivery.calm import (
    LONGEST,
    ROLLED,
    Calm,
    Past,
    Waiting,
    calm_of,
    is_quiet,
    next_digest,
    plan,
    quiet_end,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")
DAILY = Calm(PARIS, "daily", at=(time(7, 30),))
NIGHT = (time(22), time(7))


def paris(*wall: int, fold: int = 0) -> datetime:
    return datetime(*wall, fold=fold, tzinfo=PARIS).astimezone(UTC)  # type: ignore[arg-type, misc]


@dataclass
class Desk:
    """A destination by a clock of its own: what comes up, what waits, what went out when."""

    calm: Calm
    now: datetime
    past: Past = field(default_factory=Past)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    came: dict[str, datetime] = field(default_factory=dict)
    sent: list[tuple[datetime, tuple[str, ...]]] = field(default_factory=list)
    urgent: set[str] = field(default_factory=set)
    #: how many are looked at at once
    most: int = 1_000

    def alert(self, name: str, *, urgent: bool = False, story: str | None = None) -> None:
        self.waiting[name] = Waiting(name, urgent, story or name, None, self.now)
        self.came[name] = self.now
        self.urgent |= {name} if urgent else set()
        self.look()

    def look(self) -> None:
        """What the service does every second, until all that is due was looked at."""
        while waiting := self._next():
            self._look_at(waiting)

    def _next(self) -> list[Waiting]:
        """As `pipeline.store.kept_back.waiting` has it."""
        far = self.now + LONGEST
        due = [one for one in self.waiting.values() if one.until <= self.now or one.until > far]
        rolled = [one for one in due if one.held in ROLLED and one.until <= self.now]
        chosen = (rolled + [one for one in due if one not in rolled])[: self.most]
        stories = {one.story for one in chosen}
        return [
            one
            for one in self.waiting.values()
            if one in chosen or (one.held == "group" and one.story in stories)
        ]

    def _look_at(self, waiting: list[Waiting]) -> None:
        made = plan(self.calm, waiting, self.past, self.now)
        self.past = made.past
        for hold in made.holds:
            assert self.now < hold.until <= self.now + LONGEST
            was = self.waiting[hold.id]
            self.waiting[hold.id] = replace(was, held=hold.why, until=hold.until)
        for message in made.messages:
            self.sent.append((self.now, message))
            for name in message:
                del self.waiting[name]

    def run_to(self, end: datetime) -> None:
        """Looks whenever something is due."""
        while dues := [one.until for one in self.waiting.values() if one.until <= end]:
            self.now = max(self.now, min(dues))
            self.look()
        self.now = max(self.now, end)

    def wait(self, time: timedelta) -> None:
        self.run_to(self.now + time)

    @property
    def names(self) -> list[tuple[str, ...]]:
        return [message for _, message in self.sent]


# ------------------------------------------------------------------- by example


def test_a_daily_digest_goes_out_at_its_time_with_all_that_came_up_since() -> None:
    desk = Desk(DAILY, paris(2026, 5, 4, 9))
    desk.alert("a")
    desk.run_to(paris(2026, 5, 5, 6))
    desk.alert("b")
    desk.run_to(paris(2026, 5, 5, 7, 31))
    desk.alert("c")
    desk.wait(2 * DAY)
    assert desk.sent == [
        (paris(2026, 5, 5, 7, 30), ("a", "b")),
        (paris(2026, 5, 6, 7, 30), ("c",)),
    ]


def test_a_time_that_the_clock_skips_comes_as_much_later_and_one_that_comes_twice_once() -> None:
    calm = replace(DAILY, at=(time(2, 30),))
    assert next_digest(calm, paris(2026, 3, 29, 1)) == paris(2026, 3, 29, 3, 30)
    first = next_digest(calm, paris(2026, 10, 25, 1))
    assert first == paris(2026, 10, 25, 2, 30)
    assert next_digest(calm, first) == paris(2026, 10, 26, 2, 30)


def test_what_was_missed_today_goes_out_when_marsad_is_back() -> None:
    desk = Desk(DAILY, paris(2026, 5, 4, 9))
    desk.alert("a")
    desk.now = paris(2026, 5, 5, 15)
    desk.look()
    assert desk.sent == [(paris(2026, 5, 5, 15), ("a",))]


def test_what_was_missed_on_earlier_days_joins_the_digest_of_today() -> None:
    desk = Desk(DAILY, paris(2026, 5, 4, 9))
    desk.alert("a")
    desk.now = paris(2026, 5, 8, 6)
    desk.look()
    desk.alert("b")
    desk.wait(DAY)
    assert desk.sent == [(paris(2026, 5, 8, 7, 30), ("a", "b"))]


def test_a_digest_just_before_midnight_may_be_a_little_late() -> None:
    desk = Desk(replace(DAILY, at=(time(23, 59),)), paris(2026, 5, 4, 9))
    desk.alert("a")
    desk.now = paris(2026, 5, 5, 0, 10)
    desk.look()
    assert desk.names == [("a",)]


def test_a_clock_that_is_set_back_makes_no_second_digest_of_a_day() -> None:
    desk = Desk(DAILY, paris(2026, 5, 4, 9))
    desk.alert("a")
    desk.run_to(paris(2026, 5, 5, 7, 40))
    desk.now = paris(2026, 5, 5, 7)
    desk.alert("b")
    desk.wait(2 * DAY)
    assert desk.sent[1:] == [(paris(2026, 5, 6, 7, 30), ("b",))]


def test_a_clock_that_was_a_year_ahead_holds_nothing_for_a_year() -> None:
    desk = Desk(replace(DAILY, at_most=1), paris(2027, 5, 4, 9))
    desk.alert("a")
    desk.wait(DAY)
    desk.alert("b")
    desk.now = paris(2026, 5, 4, 9)
    desk.look()
    desk.alert("c")
    desk.wait(DAY)
    assert desk.sent[1:] == [(paris(2026, 5, 5, 7, 30), ("b", "c"))]


def test_nothing_is_sent_at_night_and_what_came_up_goes_out_together_in_the_morning() -> None:
    desk = Desk(Calm(PARIS, quiet=NIGHT), paris(2026, 5, 4, 21, 59))
    for name in "abc":
        desk.alert(name)
        desk.wait(3 * HOUR)
    desk.wait(6 * HOUR)
    assert desk.sent == [
        (paris(2026, 5, 4, 21, 59), ("a",)),
        (paris(2026, 5, 5, 7), ("b", "c")),
    ]


def test_an_hourly_digest_keeps_quiet_too() -> None:
    desk = Desk(Calm(PARIS, "hourly", quiet=NIGHT), paris(2026, 5, 4, 20, 20))
    desk.alert("a")
    desk.run_to(paris(2026, 5, 4, 21, 10))
    desk.alert("b")
    desk.wait(12 * HOUR)
    assert desk.sent == [
        (paris(2026, 5, 4, 21), ("a",)),
        (paris(2026, 5, 5, 7), ("b",)),
    ]


def test_what_is_beyond_the_budget_goes_out_together_when_a_message_is_free() -> None:
    desk = Desk(Calm(PARIS, at_most=2), paris(2026, 5, 4, 9))
    for name in "abcde":
        desk.alert(name)
        desk.wait(timedelta(minutes=10))
    desk.wait(HOUR)
    assert desk.sent == [
        (paris(2026, 5, 4, 9), ("a",)),
        (paris(2026, 5, 4, 9, 10), ("b",)),
        (paris(2026, 5, 4, 10), ("c", "d", "e")),
    ]


def test_high_severity_passes_a_budget_and_nothing_else_unless_it_may() -> None:
    tight = Calm(PARIS, quiet=NIGHT, at_most=1)
    desk = Desk(tight, paris(2026, 5, 4, 9))
    for name in ("a", "b"):
        desk.alert(name)
    desk.alert("high", urgent=True)
    assert desk.names == [("a",), ("high",)]
    desk.run_to(paris(2026, 5, 4, 23))
    desk.alert("at night", urgent=True)
    assert desk.names[2:] == [("b",)]
    awake = Desk(replace(tight, high_passes=frozenset(("quiet",))), paris(2026, 5, 4, 23))
    awake.alert("at night", urgent=True)
    assert awake.names == [("at night",)]


def test_alerts_of_one_story_that_come_up_within_the_window_are_one_message() -> None:
    desk = Desk(Calm(PARIS, group=timedelta(minutes=10)), paris(2026, 5, 4, 9))
    desk.alert("a", story="dam")
    desk.alert("other")
    desk.wait(timedelta(minutes=9))
    desk.alert("b", story="dam")
    desk.wait(timedelta(minutes=2))
    desk.alert("c", story="dam")
    desk.wait(HOUR)
    assert desk.sent == [
        (paris(2026, 5, 4, 9, 10), ("a", "b")),
        (paris(2026, 5, 4, 9, 10), ("other",)),
        (paris(2026, 5, 4, 9, 21), ("c",)),
    ]


def test_two_windows_become_one_when_their_articles_turn_out_to_be_one_story() -> None:
    desk = Desk(Calm(PARIS, group=timedelta(minutes=10)), paris(2026, 5, 4, 9))
    desk.alert("a", story="article 1")
    desk.wait(timedelta(minutes=5))
    desk.alert("b", story="article 2")
    desk.waiting = {name: replace(one, story="s 1") for name, one in desk.waiting.items()}
    desk.wait(HOUR)
    assert desk.names == [("a", "b")]


# ------------------------------------------------------------------- in general

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
INSTANTS = st.timedeltas(timedelta(0), 46 * 365 * DAY).map(
    lambda after: datetime(1990, 1, 1, tzinfo=UTC) + after
)
#: where clocks change, more often than chance would have it
CHANGES = st.sampled_from(
    [
        (zone, datetime(year, month, day, tzinfo=UTC))
        for zone, year, month, day in (
            ("Europe/Paris", 2026, 3, 28),
            ("Europe/Paris", 2026, 10, 24),
            ("America/St_Johns", 2026, 3, 7),
            ("Australia/Lord_Howe", 2026, 4, 4),
            ("Australia/Lord_Howe", 2026, 10, 3),
            ("Africa/Casablanca", 2026, 2, 14),
            ("Africa/Casablanca", 2026, 3, 21),
            ("Africa/Cairo", 2026, 4, 23),
            ("Pacific/Apia", 2011, 12, 29),
            ("Asia/Pyongyang", 2018, 5, 4),
            ("Antarctica/Troll", 2026, 3, 28),
        )
    ]
)
#: a zone and an instant in it
PLACES = st.one_of(
    st.tuples(ZONES, INSTANTS),
    st.tuples(CHANGES, st.timedeltas(timedelta(0), 2 * DAY)).map(
        lambda drawn: (ZoneInfo(drawn[0][0]), drawn[0][1] + drawn[1])
    ),
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
QUIET = st.tuples(TIMES, TIMES).filter(lambda hours: hours[0] != hours[1])
PAUSES = st.one_of(
    st.timedeltas(timedelta(0), timedelta(minutes=20)), st.timedeltas(timedelta(0), 2 * DAY)
)
#: what happens, and how long after what happened before: an alert, an urgent one, Marsad is away
#: or its clock is set back, which is no time after
EVENTS = st.lists(
    st.tuples(PAUSES, st.sampled_from(("alert", "alert", "urgent", "away", "set back"))),
    min_size=1,
    max_size=12,
)


def calms(**fixed: object) -> st.SearchStrategy[Calm]:
    ways: dict[str, st.SearchStrategy[object]] = {
        "deliver": st.sampled_from(("immediately", "hourly", "daily")),
        "at": st.lists(TIMES, min_size=1, max_size=3).map(tuple),
        "quiet": st.none() | QUIET,
        "at_most": st.none() | st.integers(1, 3),
        "group": st.none() | st.timedeltas(timedelta(minutes=1), HOUR),
        "high_passes": st.frozensets(st.sampled_from(("deliver", "quiet", "group", "at_most"))),
    }
    ways |= {name: st.just(value) for name, value in fixed.items()}
    return st.builds(Calm, zone=st.just(ZoneInfo("UTC")), **ways)


def happened(
    calm: Calm,
    place: tuple[ZoneInfo, datetime],
    events: list[tuple[timedelta, str]],
    most: int = 1_000,
) -> Desk:
    desk = Desk(replace(calm, zone=place[0]), place[1], most=most)
    for number, (pause, what) in enumerate(events):
        if what in ("away", "set back"):
            desk.now += pause if what == "away" else -min(pause, DAY)
            desk.look()
        else:
            desk.wait(pause)
            name = f"{number}"
            desk.alert(name, urgent=what == "urgent", story=f"story {number % 3}")
    return desk


@given(calms(), PLACES, EVENTS)
def test_every_alert_goes_out_once_within_days_whatever_is_asked_for(
    calm: Calm, place: tuple[ZoneInfo, datetime], events: list[tuple[timedelta, str]]
) -> None:
    desk = happened(calm, place, events)
    desk.wait(4 * DAY)
    told = Counter(name for message in desk.names for name in message)
    assert told == Counter(desk.came.keys())


@given(calms(), PLACES, EVENTS, st.integers(1, 3))
def test_what_goes_out_when_does_not_hang_on_how_many_are_looked_at_at_once(
    calm: Calm, place: tuple[ZoneInfo, datetime], events: list[tuple[timedelta, str]], most: int
) -> None:
    # which of several stories the last message of an hour tells of does
    assume(calm.group is None or calm.at_most is None)
    told = []
    for desk in (happened(calm, place, events), happened(calm, place, events, most)):
        desk.wait(4 * DAY)
        told.append(sorted((name, at) for at, message in desk.sent for name in message))
    assert told[0] == told[1]


@given(calms(), PLACES, EVENTS)
def test_no_hour_has_more_messages_than_the_budget_but_for_high_severity(
    calm: Calm, place: tuple[ZoneInfo, datetime], events: list[tuple[timedelta, str]]
) -> None:
    assume(calm.at_most is not None)
    assert calm.at_most is not None
    events = [(pause, what) for pause, what in events if what != "set back"]
    desk = happened(replace(calm, high_passes=frozenset(("at_most",))), place, events)
    desk.wait(4 * DAY)
    counted = [at for at, message in desk.sent if not set(message) <= desk.urgent]
    for at in counted:
        assert len([one for one in counted if at - HOUR < one <= at]) <= calm.at_most


@given(calms(deliver="immediately", quiet=None, group=None), PLACES, EVENTS)
def test_high_severity_never_waits_for_a_budget(
    calm: Calm, place: tuple[ZoneInfo, datetime], events: list[tuple[timedelta, str]]
) -> None:
    desk = happened(replace(calm, high_passes=frozenset(("at_most",))), place, events)
    went = {name: at for at, message in desk.sent for name in message}
    assert all(went[name] == desk.came[name] for name in desk.urgent)


@given(calms(), QUIET, PLACES, EVENTS)
def test_nothing_goes_out_in_quiet_hours_but_what_may(
    calm: Calm,
    quiet: tuple[time, time],
    place: tuple[ZoneInfo, datetime],
    events: list[tuple[timedelta, str]],
) -> None:
    desk = happened(replace(calm, quiet=quiet), place, events)
    desk.wait(4 * DAY)
    may = desk.urgent if "quiet" in calm.high_passes else set()
    for at, message in desk.sent:
        # an urgent one that goes out takes those of its story along
        assert not is_quiet(desk.calm, at) or set(message) & may


@given(
    calms(deliver="daily", quiet=None, at_most=None, high_passes=frozenset()), TIMES, PLACES, EVENTS
)
def test_no_civil_day_has_two_daily_digests(
    calm: Calm, at: time, place: tuple[ZoneInfo, datetime], events: list[tuple[timedelta, str]]
) -> None:
    # one that is a little late may be so after midnight, and is of the day before
    at = at.replace(hour=min(at.hour, 22))
    desk = happened(replace(calm, at=(at,)), place, events)
    desk.wait(4 * DAY)
    days = Counter(sent.astimezone(place[0]).date() for sent, _ in desk.sent)
    assert set(days.values()) <= {1}


@given(PLACES, TIMES)
def test_every_civil_day_has_its_digest_through_every_change_of_clocks(
    place: tuple[ZoneInfo, datetime], at: time
) -> None:
    zone, now = place
    calm = Calm(zone, "daily", at=(at,))
    digests = [next_digest(calm, now)]
    while len(digests) < 6:
        digests.append(next_digest(calm, digests[-1]))
    for before, after in pairwise(digests):
        assert after - before <= 30 * HOUR
        day, next_day = (one.astimezone(zone).date() for one in (before, after))
        assert next_day > day
        while (day := day + DAY) < next_day:  # as Samoa left out 30 December 2011
            noon = datetime.combine(day, time(12), zone)
            assert noon.astimezone(UTC).astimezone(zone).date() != day


@given(PLACES)
def test_an_hourly_digest_is_never_more_than_an_hour_away(
    place: tuple[ZoneInfo, datetime],
) -> None:
    zone, now = place
    at = next_digest(Calm(zone, "hourly"), now)
    assert timedelta(0) < at - now <= HOUR


@given(PLACES, QUIET)
def test_quiet_hours_end_within_two_days_and_it_is_not_quiet_then(
    place: tuple[ZoneInfo, datetime], quiet: tuple[time, time]
) -> None:
    calm = Calm(place[0], quiet=quiet)
    end = quiet_end(calm, place[1])
    assert timedelta(0) < end - place[1] <= 2 * DAY + HOUR
    assert not is_quiet(calm, end)


def test_a_destination_that_asks_for_no_calm_has_none() -> None:
    plain = DestinationSettings(name="desk", email="desk@example.org")
    assert calm_of(plain, "UTC") is None
    at_night = DestinationSettings.model_validate(
        {"name": "desk", "email": "desk@example.org", "quiet": "22:00-07:00"}
    )
    found = calm_of(at_night, "Africa/Algiers")
    assert found == Calm(ZoneInfo("Africa/Algiers"), quiet=NIGHT)
