"""What Sentry's monitors of sources are called, and when they expect to hear of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import SourceSettings
from scheduler.checkins import monitor_config, monitor_slug
from tests.builders import HOME, settings


def source(*every: str) -> SourceSettings:
    sections: list[Any] = [
        {"name": f"s{number}", "page": f"{HOME}/{number}", "every": one}
        for number, one in enumerate(every)
    ]
    return SourceSettings.model_validate({"name": "outlet", "home": HOME, "sections": sections})


@given(st.lists(st.text(min_size=1, max_size=64), unique=True, max_size=6))
def test_names_of_monitors_are_ones_that_sentry_takes_and_no_two_are_alike(
    names: list[str],
) -> None:
    slugs = [monitor_slug(name) for name in names]
    assert all(re.fullmatch(r"marsad[a-z0-9_-]{0,44}", slug) for slug in slugs)
    assert len(set(slugs)) == len(slugs)


def test_a_plain_name_is_kept_and_another_can_be_told_from_it() -> None:
    assert monitor_slug("almithaq") == "marsad-almithaq"
    assert re.fullmatch(r"marsad-almithaq-[0-9a-f]{8}", monitor_slug("Almithaq"))
    assert re.fullmatch(r"marsad-[0-9a-f]{8}", monitor_slug("الميثاق"))


@pytest.mark.parametrize(
    ("every", "value", "margin"),
    [(("10m",), 10, 10), (("1h", "5m"), 5, 10), (("2h",), 120, 120), (("1s",), 1, 10)],
)
def test_check_ins_are_expected_as_often_as_the_section_polled_most(
    every: tuple[str, ...], value: int, margin: int
) -> None:
    config = monitor_config(source(*every))
    assert config["schedule"] == {"type": "interval", "value": value, "unit": "minute"}
    assert config["checkin_margin"] == margin


def test_every_source_of_the_settings_has_a_monitor(tmp_path: Path) -> None:
    assert monitor_config(settings(tmp_path).sources[0])["schedule"]["value"] == 10
