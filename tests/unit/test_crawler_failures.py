"""What statuses and Retry-After headers mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.failures import LONGEST_RETRY_AFTER, status_failure
from pipeline.records import FailureReason

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def wait(header: bytes | None, status: int = 503) -> float | None:
    failure = status_failure(status, header, NOW)
    assert failure is not None
    return failure.retry_after


@pytest.mark.parametrize("status", [200, 201, 203, 204])
def test_success_is_no_failure(status: int) -> None:
    assert status_failure(status, b"120", NOW) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120),
        (b" 7 ", 7),
        (b"0", None),
        (b"-5", None),
        (b"1.5", None),
        (b"99999999999999999999", 86400),
        (b"Sun, 01 Mar 2026 09:01:30 GMT", 90),
        (b"Sunday, 01-Mar-26 09:01:30 GMT", 90),
        (b"Sun, 01 Mar 2026 09:01:30 -0000", 90),
        (b"Sun, 01 Mar 2026 08:00:00 GMT", None),
        (b"Fri, 01 Jan 2100 00:00:00 GMT", 86400),
        (b"Mon, 99 Xyz 2026 99:99:99 GMT", None),
        ("غدا".encode(), None),
        (b"", None),
        (None, None),
    ],
)
def test_a_host_may_say_how_long_to_stay_away(header: bytes | None, seconds: float | None) -> None:
    assert wait(header) == seconds


def test_only_statuses_that_speak_of_load_may_keep_us_away() -> None:
    assert wait(b"120", 404) is None
    assert wait(b"120", 500) is None
    assert wait(b"120", 429) == 120


@given(st.binary(max_size=60))
def test_no_header_keeps_us_away_for_more_than_a_day(header: bytes) -> None:
    seconds = wait(header)
    assert seconds is None or 0 < seconds <= LONGEST_RETRY_AFTER


@given(st.integers(0, 999))
def test_every_status_is_a_page_or_a_failure_with_its_number(status: int) -> None:
    failure = status_failure(status, None, NOW)
    if failure is None:
        assert 200 <= status < 300
    else:
        assert failure.status == status
        assert (failure.reason is FailureReason.GONE) == (status == 410)
