"""Small charts: what is there can be seen, and nothing is higher than the highest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marsad.charts import bar, columns

amounts = st.lists(st.integers(0, 10**12), max_size=400)


def test_a_chart_rises_with_its_values() -> None:
    assert columns([0, 1, 2, 4, 8], 10) == " ▁▂▄█"
    assert columns([], 10) == ""
    assert columns([0, 0], 10) == "  "
    assert columns([1, 1, 1, 1, 2, 2], 3) == "▄▄█"
    assert bar(5, 10, 4) == "██"
    assert bar(1, 16, 2) == "▏"
    assert bar(0, 10, 4) == ""


@given(amounts, st.integers(1, 100))
def test_a_chart_fits_and_hides_nothing(values: list[int], width: int) -> None:
    chart = columns(values, width)
    assert len(chart) <= width
    assert (chart.strip() != "") == any(values)
    if any(values):
        assert "█" in chart
    if len(values) <= width:
        assert [one == " " for one in chart] == [value == 0 for value in values]


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 80))
def test_a_bar_is_no_longer_than_the_longest(one: int, other: int, width: int) -> None:
    small, large = sorted((one, other))
    assert len(bar(small, large, width)) <= len(bar(large, large, width)) <= width
    assert bool(bar(small, large, width)) == bool(small)
