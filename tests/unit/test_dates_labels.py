"""Lines that print more than one date, each with its label."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.dates import labelled_stamps, parse_stamp

ALGIERS: Final = "Africa/Algiers"


def told(text: str) -> list[tuple[str | None, str]]:
    return [(one.label, f"{one.stamp.at:%Y-%m-%d %H:%M}") for one in labelled_stamps(text, ALGIERS)]


@pytest.mark.parametrize(
    "text",
    [
        "نشر في 23 جانفي 2026 12:33 | آخر تحديث: 24 جانفي 2026 14:00",
        "تاريخ النشر: 23 يناير 2026 - 12:33، تم التحديث 24 يناير 2026 - 14:00",
        "Publié le 23/01/2026 à 12h33 - Mis à jour le 24/01/2026 à 14h00",
        "Publié le: 23/01/2026 - 12:33Modifié le: 24/01/2026 - 14:00",
        "Published: January 23, 2026 12:33 PM. Last updated: January 24, 2026 2:00 PM",
        "Veröffentlicht am 23.01.2026 12:33 Uhr, aktualisiert am 24.01.2026 14:00 Uhr",
    ],
)
def test_each_date_is_read_by_the_label_before_it_and_neither_alone(text: str) -> None:
    assert told(text) == [("published", "2026-01-23 12:33"), ("modified", "2026-01-24 14:00")]
    assert parse_stamp(text, ALGIERS) is None


def test_a_date_before_any_label_has_none() -> None:
    text = "23 جانفي 2026 12:33 آخر تعديل في الأحد, 25 جانفي 2026 10:00"
    assert told(text) == [(None, "2026-01-23 12:33"), ("modified", "2026-01-25 10:00")]
    assert told("23 جانفي 2026") == [(None, "2026-01-23 00:00")]


def test_a_time_without_its_own_day_is_left_out() -> None:
    assert told("Posted 23 January 2026, updated 14:00") == [("published", "2026-01-23 00:00")]


def test_two_dates_under_one_label_cancel_each_other() -> None:
    text = "نشر في 23 جانفي 2026 ونشر في 24 جانفي 2026، آخر تحديث 25 جانفي 2026"
    assert told(text) == [("modified", "2026-01-25 00:00")]


def test_a_label_within_a_word_is_none() -> None:
    assert told("Unpublished 23 January 2026") == [(None, "2026-01-23 00:00")]


def test_a_line_without_dates_tells_nothing() -> None:
    assert told("") == told("نشر في المغرب العربي") == told("x" * 300) == []
