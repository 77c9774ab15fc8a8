"""What is said of words is remembered, of long ones not."""

from __future__ import annotations

from pipeline.remembering import LONGEST_REMEMBERED, remembered


def test_a_word_is_asked_about_once_and_a_long_one_each_time() -> None:
    asked: list[str] = []

    @remembered(2)
    def length(word: str) -> int:
        """How long it is."""
        asked.append(word)
        return len(word)

    long = "ن" * (LONGEST_REMEMBERED + 1)
    assert [length(word) for word in ("ماء", "ماء", long, long)] == [3, 3, len(long), len(long)]
    assert asked == ["ماء", long, long]
    assert length.__doc__ == "How long it is."


def test_no_more_words_are_remembered_than_said() -> None:
    asked: list[str] = []

    @remembered(2)
    def same(word: str) -> str:
        asked.append(word)
        return word

    for word in ("أ", "ب", "ت", "أ"):
        same(word)
    assert asked == ["أ", "ب", "ت", "أ"]
