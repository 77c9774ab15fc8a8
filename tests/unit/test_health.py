"""How the service is, as its store and its loop let on."""

from __future__ import annotations

from scheduler.health import HUNG_AFTER, LATE_AFTER, REFUSED_FOR, Health


class _Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_service_whose_loop_turns_and_store_answers_is_ready() -> None:
    clock = _Clock()
    health = Health(clock)
    for _ in range(100):
        clock.now += LATE_AFTER
        health.loop_turned()
        health.store_answered()
        assert health.unready() == ()
        assert health.hung() == ()


def test_a_store_that_refuses_is_not_ready_and_hung_only_when_it_goes_on() -> None:
    clock = _Clock()
    health = Health(clock)
    while clock.now <= 1000 + REFUSED_FOR:
        health.loop_turned()
        health.store_answered("database disk image is malformed")
        assert health.unready() == ("the store refuses: database disk image is malformed",)
        assert health.hung() == ()
        clock.now += 10
    health.store_answered("database disk image is malformed")
    assert health.hung() == ("the store has refused for 610 s",)
    health.store_answered()
    assert health.hung() == health.unready() == ()


def test_a_store_that_refused_is_said_to_refuse_until_it_is_asked_again() -> None:
    clock = _Clock()
    health = Health(clock)
    health.store_answered("disk is full")
    clock.now += LATE_AFTER + 10
    assert health.store_trouble() == "refuses: disk is full"
    clock.now += LATE_AFTER
    assert health.store_trouble() == "has not answered for 70 s"
    health.store_answered()
    assert health.store_trouble() == ""


def test_a_store_that_gives_no_sign_is_late_and_then_hung() -> None:
    clock = _Clock()
    health = Health(clock)
    clock.now += LATE_AFTER + 1
    health.loop_turned()
    assert health.unready() == ("the store has not answered for 31 s",)
    assert health.hung() == ()
    clock.now += HUNG_AFTER
    assert health.hung() == ("the store has not answered for 151 s",)


def test_a_loop_that_stands_is_seen_from_outside_it() -> None:
    clock = _Clock()
    health = Health(clock)
    clock.now += LATE_AFTER + 2
    health.store_answered()
    assert health.unready() == ("the loop has not turned for 32 s",)
