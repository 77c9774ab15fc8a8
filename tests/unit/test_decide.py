"""Decisions: what one fetch means for an article, case by case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decide import (
    Decision,
    Edited,
    Missed,
    New,
    NoArticle,
    Reading,
    Unchanged,
    decide,
)
from pipeline.edits import compare
from pipeline.fingerprints import content_hash
from pipeline.records import (
    Absence,
    ArticleForUpdate,
    ArticleState,
    FailureReason,
    FetchFailure,
    NotArticle,
    Version,
)
from pipeline.removal import Gone, RemovalPolicy, Suspect
from tests.article_data import PIECE, piece, stamp
from tests.builders import NOW, failure, minutes, not_modified

POLICY = RemovalPolicy()
EDITED = piece(title="صوامع واد الزيتون بسعة 3,000 طن", modified=stamp(30))
NOT_FOUND, GONE = FailureReason.NOT_FOUND, FailureReason.GONE
LIVE, SUSPECTED, TAKEN_DOWN = ArticleState.LIVE, ArticleState.SUSPECTED, ArticleState.GONE
OTHER_FAILURES = sorted(set(FailureReason) - {NOT_FOUND, GONE})


def known(
    state: ArticleState = LIVE, strikes: int = 0, missing_since: datetime | None = None
) -> ArticleForUpdate:
    """The article as stored, seen an hour ago."""
    seen = minutes(-60)
    return ArticleForUpdate(
        id=1,
        state=state,
        url=PIECE.url,
        canonical_url=PIECE.canonical_url,
        latest=Version(1, PIECE, seen, content_hash(PIECE)),
        strikes=strikes,
        missing_since=missing_since,
        last_seen_at=seen,
        first_seen_at=seen,
        last_changed_at=seen,
    )


def _decide(
    article: ArticleForUpdate | None, found: Reading, policy: RemovalPolicy = POLICY
) -> Decision:
    return decide(article, found, NOW, policy)


def _missing(reason: FailureReason) -> FetchFailure:
    return failure(reason, NOW)


@pytest.mark.parametrize(
    ("found", "decision"),
    [
        (PIECE, New(PIECE)),
        (NotArticle("an empty page"), NoArticle("an empty page")),
        (_missing(NOT_FOUND), Missed(_missing(NOT_FOUND))),
        (_missing(GONE), Missed(_missing(GONE))),
        (_missing(FailureReason.TIMEOUT), Missed(_missing(FailureReason.TIMEOUT))),
    ],
)
def test_a_page_of_which_nothing_is_known(found: Reading, decision: Decision) -> None:
    assert _decide(None, found) == decision


def test_a_304_for_a_page_that_was_never_read_is_no_article() -> None:
    assert isinstance(_decide(None, not_modified(NOW)), NoArticle)


@pytest.mark.parametrize("state", list(ArticleState))
def test_an_article_that_is_there_as_it_was_is_unchanged(state: ArticleState) -> None:
    again = piece(hits=41)
    assert _decide(known(state), again) == Unchanged(again, restored=state is TAKEN_DOWN)
    assert _decide(known(state), not_modified(NOW)) == Unchanged(None, restored=state is TAKEN_DOWN)


@pytest.mark.parametrize("state", list(ArticleState))
def test_an_article_that_is_there_in_other_words_is_edited(state: ArticleState) -> None:
    decision = _decide(known(state), EDITED)
    assert isinstance(decision, Edited)
    assert decision.data == EDITED
    assert decision.edit == compare(PIECE, EDITED)
    assert decision.restored is (state is TAKEN_DOWN)


@pytest.mark.parametrize(
    ("reason", "absence"), [(NOT_FOUND, Absence.NOT_FOUND), (GONE, Absence.GONE)]
)
def test_the_first_404_or_410_makes_a_suspect_at_once(
    reason: FailureReason, absence: Absence
) -> None:
    decision = _decide(known(), _missing(reason))
    assert decision == Suspect(absence, _missing(reason).detail, strikes=1)


@pytest.mark.parametrize("absence", list(Absence))
def test_a_page_that_speaks_of_a_removal_makes_a_suspect_at_once(absence: Absence) -> None:
    assert _decide(known(), NotArticle("so", absence)) == Suspect(absence, "so", strikes=1)


@pytest.mark.parametrize("state", list(ArticleState))
@pytest.mark.parametrize("wall", ["a bot wall", "a page that asks to log in", "more than we take"])
def test_a_page_that_may_hide_an_article_leaves_it_as_it_is(state: ArticleState, wall: str) -> None:
    assert _decide(known(state, 3, minutes(-900)), NotArticle(wall)) == NoArticle(wall)


def test_a_forced_pass_waits_for_no_confirmation_but_still_counts() -> None:
    forced = RemovalPolicy(wait=timedelta(0))
    article = known()
    seen: list[type[Decision]] = []
    for _ in range(3):
        decision = _decide(article, _missing(NOT_FOUND), forced)
        assert isinstance(decision, Suspect | Gone)
        seen.append(type(decision))
        article = known(SUSPECTED, decision.strikes, NOW)
    assert seen == [Suspect, Suspect, Gone]


def test_a_clock_that_went_back_confirms_nothing() -> None:
    decision = _decide(known(SUSPECTED, 9, minutes(5)), _missing(GONE))
    assert isinstance(decision, Suspect)


@pytest.mark.parametrize("reason", [NOT_FOUND, GONE])
def test_what_is_gone_is_not_taken_down_again(reason: FailureReason) -> None:
    gone = known(TAKEN_DOWN, 3, minutes(-60))
    assert _decide(gone, _missing(reason)) == Missed(_missing(reason))
    listing = NotArticle("a listing", Absence.REPLACED)
    assert _decide(gone, listing) == NoArticle("a listing")


@pytest.mark.parametrize("reason", OTHER_FAILURES)
@pytest.mark.parametrize("state", list(ArticleState))
def test_a_failure_that_says_nothing_of_the_article_leaves_it_as_it_is(
    state: ArticleState, reason: FailureReason
) -> None:
    assert _decide(known(state, 2, minutes(-90)), _missing(reason)) == Missed(_missing(reason))


def test_what_a_better_extractor_reads_is_compared_with_its_own_reading() -> None:
    """The caller passes the latest version as the new extractor reads it."""
    reread = piece(byline="نون", extractor="joomla-k2/2")
    before = known()
    article = ArticleForUpdate(
        **{name: getattr(before, name) for name in ArticleForUpdate.__slots__}
        | {"latest": Version(1, reread, NOW, content_hash(PIECE))}
    )
    assert _decide(article, piece(byline="نون", extractor="joomla-k2/2", hits=77)) == Unchanged(
        piece(byline="نون", extractor="joomla-k2/2", hits=77)
    )


_PIECES = st.builds(
    lambda **fields: piece(**fields),
    title=st.sampled_from([PIECE.title, "عنوان", "عنـوان"]),
    section=st.sampled_from([PIECE.section, None]),
    modified=st.sampled_from([PIECE.modified, stamp(9), None]),
    hits=st.integers(0, 3),
)
_ARTICLES = st.builds(
    known,
    st.sampled_from(ArticleState),
    st.integers(0, 6),
    st.none() | st.integers(-90, 90).map(minutes),
)
_FAILURES = st.builds(failure, st.sampled_from(FailureReason), st.just(NOW))
_PAGES = st.builds(NotArticle, st.text(), st.none() | st.sampled_from(Absence))
_POLICIES = st.builds(RemovalPolicy, st.integers(0, 90).map(lambda count: timedelta(minutes=count)))


@given(_ARTICLES, _PIECES)
def test_unchanged_is_exactly_what_no_edit_leads_to(article: ArticleForUpdate, found: Any) -> None:
    decision = _decide(article, found)
    assert isinstance(decision, Unchanged) == (compare(article.latest.data, found) is None)
    assert isinstance(decision, Unchanged | Edited)


@given(_ARTICLES, _FAILURES | _PAGES, _POLICIES)
def test_no_failure_makes_a_version_nor_brings_an_article_back(
    article: ArticleForUpdate, found: FetchFailure | NotArticle, policy: RemovalPolicy
) -> None:
    decision = _decide(article, found, policy)
    assert not isinstance(decision, New | Edited | Unchanged)
    if isinstance(decision, Gone):
        assert article.state is not TAKEN_DOWN
        assert decision.strikes == article.strikes + 1 > 1
        assert NOW - (article.missing_since or NOW) >= policy.wait
    if isinstance(decision, Suspect):
        assert decision.strikes == article.strikes + 1
