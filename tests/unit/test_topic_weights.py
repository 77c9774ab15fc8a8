"""What topics make an unseen edit cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topic_weights import MOST, PLAIN, article_weight, topic_weights
from tests.builders import settings


@pytest.mark.parametrize(
    ("asks", "adds"),
    [
        ({}, 2),
        ({"on": ["edit"]}, 2),
        ({"on": ["new"]}, 0),
        ({"on": ["new", "removed"]}, 1),
        ({"on": ["entered", "left"]}, 1),
        ({"min_severity": "high"}, 1),
        ({"stealth_only": True}, 1),
        ({"kinds": ["figures"]}, 1),
    ],
)
def test_a_topic_adds_what_it_asks_of_edits(
    tmp_path: Path, asks: dict[str, Any], adds: float
) -> None:
    topic = {"name": "library", "query": "المكتبة", **asks}
    lists = [{"name": "desk", "destinations": ["mail"], "topics": [topic]}]
    assert topic_weights(settings(tmp_path, watchlists=lists)) == {"library": adds}


@given(st.lists(st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_more_topics_never_weigh_less_and_never_beyond_the_most(held: list[str], one: str) -> None:
    weights = {"a": 2.0, "b": 1.0, "c": 0.0, "d": 2.0, "e": 4.0}
    before, after = article_weight(held, weights), article_weight([*held, one], weights)
    assert PLAIN <= before <= after <= MOST
