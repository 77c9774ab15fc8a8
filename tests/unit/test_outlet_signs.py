"""The quick look for outlets must let through all in which the careful one finds a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.language import language_of
from pipeline.press.citations import cited_sources
from pipeline.press.outlet_names import BEGINNINGS, Paragraph
from pipeline.press.outlet_signs import may_name_outlets
from pipeline.press.words import OUTLET_MARKS

_WORDS = st.sampled_from(
    [
        *sorted(BEGINNINGS)[::40],
        *sorted(OUTLET_MARKS),
        "صحيفة",
        "رُوَيترز",
        "l'Express",
        "Le",
        "Monde",
    ]
)
_BETWEEN = st.sampled_from(
    [" ", "، ", "\n", "_", "-", "’", " «", "™", "①", "ﷺ", "ـ", "😀", "İ", "ß", "が", "𐤀", ""]
)


@given(st.lists(st.tuples(_WORDS, _BETWEEN), max_size=8), st.text(max_size=20))
def test_no_paragraph_that_may_hold_a_name_is_passed_over(
    parts: list[tuple[str, str]], rest: str
) -> None:
    paragraph = "".join(word + between for word, between in parts) + rest
    if Paragraph(paragraph).places():
        assert list(may_name_outlets(["نص عادي", paragraph, ""]))[1:2] == [True]


@pytest.mark.parametrize(
    "paragraph",
    ["نزل المطر على المدينة وكان الطقس باردا.", "It rained.", "Die Straße ist groß 🌧.", ""],
)
def test_a_paragraph_without_a_word_of_the_press_is_passed_over(paragraph: str) -> None:
    assert list(may_name_outlets([paragraph])) == [False]


def test_a_word_before_names_is_no_sign_where_none_of_them_follows_in_its_paragraph() -> None:
    paragraphs = ["Die Straße war nass.", "Eine Welt ohne Regen.", "Das schrieb die Welt gestern."]

    assert list(may_name_outlets(paragraphs)) == [False, False, True]


def test_outlets_are_found_between_paragraphs_that_name_none() -> None:
    paragraphs = ["نزل المطر.", "وذكرت صحيفة «المرآة» أن السوق أغلقت.", "وعاد الناس إلى بيوتهم."]

    assert cited_sources(paragraphs) == ("المرآة",)


@pytest.mark.parametrize(
    ("declared", "text", "told"),
    [
        ("en", "نزل المطر على المدينة 2026", "ar"),
        ("fr", "La pluie est tombée 2026", "fr"),
        ("ar", "Rain fell on the city", None),
        ("ar", "2026 ... 12", "ar"),
        ("en", "نزل rain", "en"),
    ],
)
def test_a_language_is_believed_where_the_letters_allow_it(
    declared: str, text: str, told: str | None
) -> None:
    assert language_of(declared, None, text) == told
