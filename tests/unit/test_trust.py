"""A sweep earns trust by being right, loses it by one miss, and is ignored when it cries wolf."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.trust import (
    MOST_ON_TRIAL,
    STRETCH,
    Standing,
    Track,
    Verdict,
    answered,
    given_up,
    hits_needed,
    judged,
    most_followed,
    stretch,
)

RIGHT, FALSE, QUIET, MISSED = Verdict.RIGHT, Verdict.FALSE, Verdict.QUIET, Verdict.MISSED
TRIAL = answered(Track())
verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=200)


def after(track: Track, *heard: Verdict) -> Track:
    for verdict in heard:
        track = judged(track, verdict)
    return track


def earned(track: Track) -> Track:
    return after(track, *[QUIET] * 20, *[RIGHT] * hits_needed(track))


def test_a_sweep_that_answers_is_on_trial() -> None:
    assert answered(Track()).standing is Standing.ON_TRIAL
    assert answered(earned(TRIAL)) == earned(TRIAL)


def test_five_hits_among_twenty_quiet_pages_earn_trust_in_any_order() -> None:
    assert after(TRIAL, *[QUIET] * 20, *[RIGHT] * 5).standing is Standing.TRUSTED
    assert after(TRIAL, *[RIGHT] * 5, *[QUIET] * 20).standing is Standing.TRUSTED


@pytest.mark.parametrize(("hits", "quiet"), [(4, 500), (500, 19), (0, 500)])
def test_too_few_of_either_earn_none(hits: int, quiet: int) -> None:
    assert after(TRIAL, *[RIGHT] * hits, *[QUIET] * quiet).standing is Standing.ON_TRIAL


def test_one_miss_revokes_trust_and_doubles_its_price() -> None:
    lost = judged(earned(TRIAL), MISSED)
    assert lost.standing is Standing.REVOKED
    assert hits_needed(lost) == 10
    almost = after(lost, *[QUIET] * 40, *[RIGHT] * 9)
    assert almost.standing is Standing.REVOKED
    assert judged(almost, RIGHT).standing is Standing.TRUSTED


def test_a_miss_on_trial_begins_the_trial_anew_and_doubles_its_price_too() -> None:
    again = after(TRIAL, *[QUIET] * 20, *[RIGHT] * 4, MISSED, *[RIGHT] * 9)
    assert again.standing is Standing.ON_TRIAL
    assert after(again, *[QUIET] * 20, RIGHT).standing is Standing.TRUSTED


def test_the_price_rises_no_further_than_a_hundred_and_sixty() -> None:
    assert hits_needed(after(TRIAL, *[MISSED] * 50)) == 160


def test_false_alarms_alone_never_cost_trust_until_they_drown_what_is_right() -> None:
    trusted = after(earned(TRIAL), *[FALSE] * 45)
    assert trusted.standing is Standing.TRUSTED
    assert judged(trusted, FALSE).standing is Standing.NOISY


def test_noise_ends_when_enough_proves_right() -> None:
    noisy = after(TRIAL, *[FALSE] * 20)
    assert noisy.standing is Standing.NOISY
    assert after(noisy, RIGHT).standing is Standing.NOISY
    assert after(noisy, RIGHT, RIGHT, RIGHT).standing is Standing.ON_TRIAL


def test_a_sweep_that_is_not_offered_any_more_must_earn_trust_anew_and_keeps_its_misses() -> None:
    gone = given_up(judged(earned(TRIAL), MISSED))
    assert (gone.standing, gone.hits, gone.quiet, gone.missed) == (Standing.NONE, 0, 0, 1)


def test_what_a_sweep_tells_is_followed_by_what_it_is_worth() -> None:
    assert most_followed(Standing.TRUSTED) is None
    assert most_followed(Standing.NOISY) == 0
    assert most_followed(Standing.REVOKED) == most_followed(Standing.ON_TRIAL) == MOST_ON_TRIAL


@given(verdicts)
def test_no_sweep_is_trusted_right_after_a_miss(heard: Iterable[Verdict]) -> None:
    assert judged(after(TRIAL, *heard), MISSED).standing is not Standing.TRUSTED


@given(verdicts, verdicts)
def test_trust_always_rests_on_hits_and_quiet_pages_since_the_last_miss(
    before: list[Verdict], since: list[Verdict]
) -> None:
    track = after(TRIAL, *before, MISSED, *(one for one in since if one is not MISSED))
    if track.standing is Standing.TRUSTED:
        assert since.count(RIGHT) >= hits_needed(track) >= 10
        assert since.count(QUIET) >= 20


@given(verdicts)
def test_every_verdict_is_counted_once(heard: list[Verdict]) -> None:
    track = after(TRIAL, *heard)
    told = (track.right, track.missed, track.false)
    assert told == (heard.count(RIGHT), heard.count(MISSED), heard.count(FALSE))


def test_a_sweep_is_relied_on_as_far_as_it_was_right() -> None:
    clean = Track(Standing.TRUSTED, right=5)
    assert stretch(clean) == STRETCH
    again = [Track(Standing.TRUSTED, right=n, missed=1) for n in (15, 35, 99, 10**6)]
    assert [stretch(one) for one in again] == [4, 6, STRETCH, STRETCH]
    worse = Track(Standing.TRUSTED, right=32, missed=4)
    assert 1 < stretch(worse) < stretch(again[0])
    for standing in set(Standing) - {Standing.TRUSTED}:
        assert stretch(Track(standing, right=100)) == 1
