"""The service killed at random instants: what it owed arrives, and again only where it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.killing import Toll, kill_often


def _is_as_promised(toll: Toll) -> bool:
    """Nothing lost, torn, invented or altered; repeated only what was cut."""
    promised = replace(
        toll,
        torn=0,
        lost=0,
        invented=0,
        repeated_without_cause=0,
        altered=0,
        sound="ok",
    )
    return toll == promised


def test_thirty_kills_lose_nothing_and_repeat_only_what_was_cut(
    migrated_file: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/marsad.db"
    tmp_path.joinpath("marsad.db").write_bytes(migrated_file.read_bytes())
    toll = kill_often(url, tmp_path, kills=30, longest=0.4)
    assert _is_as_promised(toll), toll
    # or the kills would have struck nothing
    assert toll.kills_under_way >= 10
    assert toll.versions >= 3  # on a busy machine lives are short


@pytest.mark.exam
def test_a_thousand_kills_lose_nothing_and_repeat_only_what_was_cut(
    migrated_url: str, tmp_path: Path
) -> None:
    toll = kill_often(migrated_url, tmp_path, kills=1_000)
    print(f"\n{toll}")
    assert _is_as_promised(toll), toll
    assert toll.kills_under_way >= 500
