"""What a spelling may be, and that no shortcut passes over what it is."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic import WHOLE_WORDS, bare_words, fold_letters
from pipeline.topics.forms import (
    consonants_in,
    continuing,
    forms,
    forms_of,
    may_be_one_of,
    names_in,
)
from pipeline.topics.sounds import consonants

LONG = "ب" * 70
PROCLITICS = [a + b for a, b in product(("", "و", "ف"), ("", "ب", "ك", "ل", "ال", "فبال", "لل"))]
NAMES = ["زيلينسكي", "لندنبرغ", "كلينتون", "واشنطن", "Zelensky", "elbit", "مصر", "مسؤولو", "1.000"]
words = st.one_of(
    st.tuples(
        st.sampled_from(PROCLITICS),
        st.one_of(st.sampled_from(NAMES), st.text("ءاأؤئبتةكلسفوينمه", min_size=1, max_size=8)),
        st.sampled_from(["", "ه", "ها", "ين", "ات", "s"]),
    ).map("".join),
    st.just(LONG),
)


@given(words)
def test_a_name_is_passed_over_by_no_shortcut(spelling: str) -> None:
    for name in names_in(spelling):
        consonants = name.rpartition(" ")[2]
        assert consonants in consonants_in(spelling)
        assert may_be_one_of({consonants}, spelling)
    assert not may_be_one_of(frozenset(), spelling)


@given(words)
def test_what_a_spelling_may_be_begins_with_itself(spelling: str) -> None:
    known = forms_of(spelling)
    assert fold_letters(spelling) in known.words
    assert continuing(spelling) <= known.words
    assert all(known)
    assert forms(spelling) == known


def test_nothing_comes_off_words_that_begin_so_by_nature() -> None:
    for word in WHOLE_WORDS:
        assert len(word) > 3  # by their first three letters most others are told apart
        assert bare_words(word) == {word}
        with_his = f"{word[:-1]}ته"
        if word.endswith("ة") and word[1:3] != "ال":  # «والدته» may be of «الدته»
            assert bare_words(with_his) == {with_his}


def test_what_is_too_long_for_a_word_is_only_itself() -> None:
    assert forms(LONG).words == forms(LONG).nouns == continuing(LONG) == {LONG}
    assert names_in(LONG) == consonants_in(LONG) == frozenset()


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("jackson", "jakson"),
        ("backhaus", "bakaus"),
        ("thomas", "tomas"),
        ("philip", "filip"),
        ("ghali", "gali"),
        ("schmidt", "shmidt"),
        ("ahmad", "amad"),
    ],
)
def test_two_latin_letters_for_one_sound_are_heard_as_one(written: str, heard: str) -> None:
    assert consonants(written) == consonants(heard)
