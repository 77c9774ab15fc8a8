"""The whole service killed at random instants, under load: nothing published or owed is lost."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.killing_whole import kill_whole

pytestmark = [
    pytest.mark.exam,
    pytest.mark.skipif(sys.platform != "linux", reason="lives are forked"),
]


def test_kills_of_the_whole_service_lose_nothing(migrated_url: str, tmp_path: Path) -> None:
    toll = kill_whole(migrated_url, tmp_path, kills=1_000)
    print(f"\n{toll}")
    assert toll == replace(
        toll,
        missed=0,
        vanished=0,
        torn=0,
        lost=0,
        invented=0,
        repeated_without_cause=0,
        altered=0,
        damaged=0,
        sound="ok",
    )
    assert toll.versions > toll.published
