"""What hinders the service is told once when it lasts, and once when it is over."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.hindrances import PATIENCE, Hindrance, Hindrances
from tests.builders import NOW


class Watch:
    """Hindrances by a clock of its own, and somebody who may be told."""

    def __init__(self) -> None:
        self.hindrances = Hindrances()
        self.seconds = 0.0
        self.told: list[Hindrance] = []
        self.listens = True

    def see(self, reason: str, seconds: float) -> None:
        """For so long, with a look at the beginning, every ten seconds and at the end."""
        end = self.seconds + seconds
        while True:
            now = NOW + timedelta(seconds=self.seconds)
            found = self.hindrances.see("room", reason, now, self.seconds)
            if found and self.listens:
                self.told.append(found)
                self.hindrances.told(found)
            if self.seconds >= end:
                return
            self.seconds = min(self.seconds + 10, end)


def test_one_that_lasts_is_told_once_and_its_end_once() -> None:
    watch = Watch()
    watch.see("full", 10 * PATIENCE)
    assert watch.told == [Hindrance("room", "full", NOW, None)]
    watch.see("", 10 * PATIENCE)
    over_at = NOW + timedelta(seconds=10 * PATIENCE)
    assert watch.told[1:] == [Hindrance("room", "full", NOW, over_at)]


def test_one_that_is_over_before_anybody_could_look_is_not_told() -> None:
    watch = Watch()
    for _ in range(5):
        watch.see("full", PATIENCE - 11)
        watch.see("", 20)
    assert watch.told == []


def test_one_that_comes_and_goes_after_it_was_told_is_told_no_second_time() -> None:
    watch = Watch()
    for _ in range(5):
        watch.see("full", 2 * PATIENCE)
        watch.see("", PATIENCE - 11)
    assert [one.over_at for one in watch.told] == [None]


def test_of_one_that_nobody_listened_to_its_end_is_told() -> None:
    watch = Watch()
    watch.listens = False
    watch.see("full", 5 * PATIENCE)
    watch.listens = True
    watch.see("", 2 * PATIENCE)
    assert [one.over_at is None for one in watch.told] == [False]


@given(st.lists(st.tuples(st.sampled_from(("", "full")), st.floats(0, 300)), max_size=12))
def test_beginning_and_end_are_told_by_turns_and_nothing_is_left_untold(
    course: list[tuple[str, float]],
) -> None:
    watch = Watch()
    for reason, seconds in course:
        watch.see(reason, seconds)
    watch.see("", 2 * PATIENCE + 20)
    ends = [one.over_at is not None for one in watch.told]
    assert ends == [False, True] * (len(ends) // 2)
    for begun, over in zip(watch.told[::2], watch.told[1::2], strict=True):
        assert over.over_at is not None
        assert begun.since == over.since <= over.over_at
