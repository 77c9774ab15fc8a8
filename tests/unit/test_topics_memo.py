"""What is remembered of words is what was worked out, and never more than the bounds allow."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.memo import Memo


@given(st.lists(st.text("ab", max_size=4)))
def test_a_memo_tells_what_the_function_tells(keys: list[str]) -> None:
    memo = Memo(str.upper, 3, 2)
    assert [memo[key] for key in keys] == [key.upper() for key in keys]
    assert len(memo) <= 3
    assert all(len(key) <= 2 for key in memo)


def test_a_word_met_all_the_time_outlives_any_number_of_strangers() -> None:
    asked: Counter[str] = Counter()

    def act(key: str) -> str:
        asked[key] += 1
        return key

    memo = Memo(act, 10, 8)
    for number in range(1_000):
        assert memo["مصر"] == "مصر"
        assert memo[f"س{number}"] == f"س{number}"
    assert asked["مصر"] == 1
    assert memo["س0"] == "س0"
    assert asked["س0"] == 2  # it was forgotten meanwhile


def test_values_that_take_many_places_leave_few_to_others() -> None:
    memo = Memo(lambda key: key * 2, 10, 8, lambda value: len(value) // 4)
    for number in range(100):
        assert memo[f"{number:04}"] == f"{number:04}" * 2
        assert len(memo) <= 3  # of three places each
