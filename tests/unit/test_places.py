"""Places are shared so that a receiver that hangs, or one that is owed much, holds up itself."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.delivery.places import AT_ONCE, EACH, MOST, PATIENCE, SHARED, Places


class _Sending:
    """Attempts that begin wherever there is a share, and end when they are told to."""

    def __init__(self, servers: dict[str, str] | None = None) -> None:
        self.places = Places(servers)
        self.under_way: list[tuple[int, str]] = []
        self._count = 0

    def begin(self, waiting: Sequence[str], now: float) -> dict[str, int]:
        shares = self.places.shares(waiting, now)
        for name, count in shares.items():
            for _ in range(count):
                self._count += 1
                self.places.take(self._count, name, now)
                self.under_way.append((self._count, name))
        return shares

    def end(self, name: str, *, failed: bool = False) -> None:
        for attempt, destination in self.under_way:
            if destination == name:
                self.places.leave(attempt, failed=failed)
        self.under_way = [one for one in self.under_way if one[1] != name]

    def at(self, *names: str) -> int:
        return sum(destination in names for _, destination in self.under_way)


def test_one_destination_has_four_and_each_gets_one_before_any_gets_two() -> None:
    assert _Sending().begin(["a"], 0) == {"a": EACH}
    many = [f"d{number}" for number in range(AT_ONCE - 1)]
    shares = _Sending().begin(many, 0)
    assert set(shares) == set(many)
    assert sum(shares.values()) == AT_ONCE


def test_whoever_was_served_longest_ago_comes_first() -> None:
    sending = _Sending()
    many = [f"d{number:02}" for number in range(2 * AT_ONCE)]
    first = sending.begin(many, 0)
    for name in many:
        sending.end(name)
    second = sending.begin(many, 0)
    assert not set(first) & set(second)


def test_attempts_that_hang_give_their_places_up_but_not_those_of_their_destination() -> None:
    sending = _Sending()
    sending.begin(["a", "b", "c", "d"], 0)
    assert sending.begin(["a", "b", "e"], PATIENCE / 2) == {}
    assert sending.begin(["a", "b", "e"], PATIENCE) == {"e": EACH}


def test_a_destination_that_fails_is_tried_by_one_attempt_until_it_accepts() -> None:
    sending = _Sending()
    sending.begin(["a"], 0)
    sending.end("a", failed=True)
    assert sending.begin(["a"], 0) == {"a": 1}
    assert sending.begin(["a"], 0) == {}
    sending.end("a")
    assert sending.begin(["a"], 0) == {"a": EACH}


def test_the_mail_server_hangs_for_mails_alone() -> None:
    readers = {f"reader{number}": "the mail server" for number in range(50)}
    sending = _Sending(readers)
    for second in range(10):
        sending.begin([*readers, "hook"], second * PATIENCE)
        sending.end("hook")
    assert sending.at(*readers) == SHARED


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([f"d{n}" for n in range(60)]), unique=True),
            st.sampled_from([f"d{n}" for n in range(60)]),
            st.booleans(),
            st.floats(0, 5),
        ),
        max_size=40,
    )
)
def test_no_order_of_events_breaks_a_bound(
    events: list[tuple[list[str], str, bool, float]],
) -> None:
    servers = {f"d{n}": "s" for n in range(0, 60, 2)}
    sending, now = _Sending(servers), 0.0
    for waiting, ends, failed, passes in events:
        now += passes
        shares = sending.begin(waiting, now)
        assert set(shares) <= set(waiting)
        assert 0 not in shares.values()
        assert len(sending.under_way) <= MOST
        assert all(sending.at(name) <= EACH for name in waiting)
        assert sending.at(*servers) <= SHARED
        assert shares or not waiting or sending.under_way
        sending.end(ends, failed=failed)
