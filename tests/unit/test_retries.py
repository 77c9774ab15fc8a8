"""When attempts follow one another: the schedules as they are promised, and their laws."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.channels import DeliveryError
from pipeline.delivery.retries import (
    LONGEST_ASKED,
    SPREAD,
    WAITS,
    Channel,
    is_given_up,
    next_attempt,
)
from tests.builders import NOW

CHANNELS = st.sampled_from(["email", "webhook", "apprise"])
CHANCES = st.floats(0, 1)
BUSY = DeliveryError("busy")


def waited(
    channel: Channel, failed: int, error: DeliveryError = BUSY, chance: float = 0.5
) -> float:
    """Seconds until the next attempt."""
    at = next_attempt(channel, failed, error, NOW, lambda: chance)
    assert at is not None
    return (at - NOW).total_seconds()


def test_a_webhook_is_tried_ten_times_as_promised() -> None:
    hour = 3600
    waits = [waited("webhook", n) for n in range(1, 10)]
    promised = [5, 300, 1800, *(n * hour for n in (2, 5, 10, 14, 20, 24))]
    assert waits == pytest.approx(promised)
    assert next_attempt("webhook", 10, BUSY, NOW) is None
    assert WAITS["apprise"] == WAITS["webhook"]


def test_a_mail_is_tried_at_the_moments_promised() -> None:
    moments = list(accumulate(waited("email", n) for n in range(1, len(WAITS["email"]) + 1)))
    promised = [minutes * 60 for minutes in (5, 15, 30)]
    promised += [hours * 3600 for hours in (*range(1, 13), *range(16, 121, 4))]
    assert moments == pytest.approx(promised)
    assert moments[-1] == pytest.approx(timedelta(days=5).total_seconds())
    assert next_attempt("email", len(moments) + 1, BUSY, NOW) is None


@given(CHANNELS, st.integers(1, 60), CHANCES, st.floats(0, 10**9))
def test_a_refusal_for_good_is_never_tried_again(
    channel: Channel, failed: int, chance: float, asked: float
) -> None:
    error = DeliveryError("no", permanent=True, retry_after=asked)
    assert next_attempt(channel, failed, error, NOW, lambda: chance) is None


@given(CHANNELS, st.data(), CHANCES)
def test_no_wait_is_more_than_a_tenth_off(
    channel: Channel, data: st.DataObject, chance: float
) -> None:
    failed = data.draw(st.integers(1, len(WAITS[channel])))
    meant = WAITS[channel][failed - 1].total_seconds()
    assert meant * (1 - SPREAD) <= waited(channel, failed, chance=chance) + 1e-5
    assert waited(channel, failed, chance=chance) <= meant * (1 + SPREAD) + 1e-5


@given(CHANNELS, st.data(), CHANCES, st.floats(-10, 10**9))
def test_what_a_receiver_asks_for_is_kept_up_to_a_day(
    channel: Channel, data: st.DataObject, chance: float, asked: float
) -> None:
    failed = data.draw(st.integers(1, len(WAITS[channel])))
    unasked = waited(channel, failed, chance=chance)
    got = waited(channel, failed, DeliveryError("busy", retry_after=asked), chance)
    longest = LONGEST_ASKED.total_seconds()
    assert got == pytest.approx(max(unasked, min(max(asked, 0), longest)))


@given(CHANNELS)
def test_waits_never_shrink(channel: Channel) -> None:
    assert all(sooner <= later for sooner, later in pairwise(WAITS[channel]))


@given(CHANNELS, st.integers(1, 60), CHANCES)
def test_every_delivery_ends(channel: Channel, failed: int, chance: float) -> None:
    ended = next_attempt(channel, failed, BUSY, NOW, lambda: chance) is None
    assert ended == (failed > len(WAITS[channel]))


@pytest.mark.parametrize(
    ("days", "failures", "given_up"),
    [(5, 10, True), (4.9, 1000, False), (30, 9, False), (30, 10, True)],
)
def test_a_webhook_is_given_up_after_five_failing_days(
    days: float, failures: int, given_up: bool
) -> None:
    assert is_given_up(NOW - timedelta(days=days), failures, NOW) is given_up
