"""The whole service killed at random instants, under load: nothing published or owed is lost."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.killing_whole import Toll, kill_whole

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="lives are forked")


@pytest.mark.exam
def test_a_thousand_kills_of_the_whole_service_lose_nothing(
    migrated_url: str, tmp_path: Path
) -> None:
    toll = kill_whole(migrated_url, tmp_path, kills=1_000)
    print(f"\n{toll}")
    assert _lost_nothing(toll), toll
    assert toll.versions > toll.published


def test_a_few_kills_of_the_whole_service_lose_nothing(migrated_file: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("marsad.db").write_bytes(migrated_file.read_bytes())
    toll = kill_whole(f"sqlite:///{tmp_path}/marsad.db", tmp_path, kills=5, longest=0.5)
    assert _lost_nothing(toll), toll
    assert toll.deliveries >= 5


def _lost_nothing(toll: Toll) -> bool:
    """All that was published is stored and told, and again only where a death was the cause."""
    return toll == replace(
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
