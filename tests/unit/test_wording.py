"""How counts and rows of texts are worded."""

from __future__ import annotations

import pytest

from marsad.wording import counted, listed


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 feeds"), (1, "1 feed"), (2, "2 feeds"), (21, "21 feeds")]
)
def test_one_alone_is_no_plural(count: int, said: str) -> None:
    assert counted(count, "feed") == said


def test_a_plural_that_no_s_makes_is_given() -> None:
    assert counted(1, "delivery is", "deliveries are") == "1 delivery is"
    assert counted(2, "delivery is", "deliveries are") == "2 deliveries are"


def test_texts_stand_between_commas_of_their_script() -> None:
    assert listed(("سعاد", "AFP")) == "سعاد، AFP"
    assert listed(("Jeanne Duc", "AFP")) == "Jeanne Duc, AFP"
    assert listed(()) == ""
