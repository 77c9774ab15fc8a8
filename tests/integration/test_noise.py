"""Pages that misbehave in eight sorts make no false edit and hide no true one; the short form.

`make bench-noise` looks 12,000 times.
"""

from __future__ import annotations

import pytest

from benchmarks.noise import SORTS, simulate


@pytest.mark.parametrize("edits", [False, True], ids=["untouched", "edited"])
def test_noise_of_eight_sorts_makes_no_edit_and_hides_none(edits: bool) -> None:
    found = simulate(articles=2 * len(SORTS), rechecks=30, edits=edits)
    assert found.false == {}
    assert found.missed == {}
    assert (found.made > 0) is edits
