"""Folding: letters, digits and punctuation meet, capitals and words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("الثّـلاثاء ٢٣ أفريل", "الثلاثاء 23 افريل"),
        ("مكتبة، ۱۲:۵۴ – هنا؟", "مكتبه, 12:54 - هنا?"),
        ("Février d’été, 12:54 EST", "Fevrier d'ete, 12:54 EST"),
        ("\u200f23\u00a0ماي\u200e", "23 ماي"),
    ],
)
def test_spellings_of_one_text_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(), st.text(st.sampled_from("أإىة،؟٢۲é’–ّـ\u200f …ﷲœ")))
def test_a_character_folds_to_the_same_whatever_stands_beside_it(text: str, usual: str) -> None:
    assert fold(text + usual) == "".join(map(fold, text + usual))


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_stays_as_it_is(text: str) -> None:
    assert fold(text) == text
