"""What is said of words is remembered, of long ones not."""

from __future__ import annotations

from pipeline.remembering import LONGEST_REMEMBERED, RememberedOfMany, remembered


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


def lengths(asked: list[str]) -> RememberedOfMany[int]:
    def act(words: set[str]) -> dict[str, int]:
        asked.extend(sorted(words))
        return {word: len(word) for word in words}

    return RememberedOfMany(act, 8, LONGEST_REMEMBERED)


def test_of_many_words_only_the_new_ones_are_asked_about_and_long_ones_each_time() -> None:
    asked: list[str] = []
    known = lengths(asked)
    long = "ن" * (LONGEST_REMEMBERED + 1)
    for words in (["ماء"], ["ماء", "نار", "ماء"], [long, "نار", long], [long], []):
        assert known.of_each(words) == [len(one) for one in words]
    assert asked == ["ماء", "نار", long, long]


def test_common_words_stay_known_whatever_passes_by_and_what_passed_by_is_forgotten() -> None:
    asked: list[str] = []
    known = lengths(asked)
    for number in range(100):
        known.of_each(["ماء", f"كلمة{number}"])
    assert asked.count("ماء") == 1
    known.of_each(["كلمة0"])
    assert asked.count("كلمة0") == 2


def test_a_text_of_endless_new_words_is_answered_whole_and_kept_in_part() -> None:
    asked: list[str] = []
    known = lengths(asked)
    hostile = [f"كلمة{number}" for number in range(1_000)]
    assert known.of_each(hostile) == [len(word) for word in hostile]
    known.of_each(hostile)
    assert len(asked) > 1_990


def test_a_word_of_which_too_much_is_said_is_asked_about_each_time() -> None:
    asked: list[str] = []

    def twice(words: set[str]) -> dict[str, str]:
        asked.extend(words)
        return {word: 2 * word for word in words}

    known = RememberedOfMany(twice, 8, LONGEST_REMEMBERED, lambda said: len(said) <= 6)
    for words in (["ماء"], ["ماء"], ["مياه"], ["مياه"]):
        assert known.of_each(words) == [2 * words[0]]
    assert asked == ["ماء", "مياه", "مياه"]
