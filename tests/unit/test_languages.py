"""Languages told by words: as the library tells them that the model comes from."""

from __future__ import annotations

import py3langid
import pytest

from pipeline.languages import language_by_words

TEXTS = {
    "fr": "Le train de nuit est de retour, et les voyageurs l'attendaient sur le quai.",
    "de": "Der Nachtzug ist zurück, und die Reisenden warteten schon auf dem Bahnsteig.",
    "ar": "عاد القطار الليلي إلى خط الجنوب، وكان الركاب في انتظاره على الرصيف منذ المساء.",
    "fa": "قطار شبانه پس از سال‌ها به خط جنوب بازگشت و مسافران در ایستگاه منتظر آن بودند.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_text_is_in_the_language_of_its_words(language: str, text: str) -> None:
    assert language_by_words(text) == language


@pytest.mark.parametrize("text", ["", "…", "7", "LE TRAIN", *TEXTS.values()])
def test_the_model_is_asked_as_its_library_asks_it(text: str) -> None:
    assert language_by_words(text) == py3langid.classify(text)[0]
