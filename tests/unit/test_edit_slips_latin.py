"""French and English slips mended are the same words; so is a verb that got its gender."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Les potiers sont arrivé avant la foire.", "Les potiers sont arrivés avant la foire."),
        (
            "La foire attend une aide, vital pour elle.",
            "La foire attend une aide, vitale pour elle.",
        ),
        ("Les potiers on refusé le prix.", "Les potiers ont refusé le prix."),
        ("La foire va fermé ses portes.", "La foire va fermer ses portes."),
        ("Le marché européenne ouvre demain.", "Le marché européen ouvre demain."),
        (
            "Le potier Alain Mercier expose ses jarres.",
            "Le potier Alain Mericer expose ses jarres.",
        ),
        ("Mr Hadley sold all of his jars.", "Mr Hadly sold all of his jars."),
        ("The potters sold there jars.", "The potters sold their jars."),
        ("قام الحرفية بعرض جرارها في السوق.", "قامت الحرفية بعرض جرارها في السوق."),
        ("وصلت الحرفية إلى مدينة بولتيكا أمس.", "وصلت الحرفية إلى مدينة بوليتيكا أمس."),
    ],
)
def test_a_slip_mended_is_the_same_word(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The potters report sales.", "The potters reported sales."),
        ("The potter's report came.", "The potter's reports came."),
        ("Manifestation à la foire.", "Manifestations à la foire."),
        ("Le potier Alain Mercier expose.", "Le potier Alain Perrier expose."),
        ("وأعلن الحرفي موعد السوق.", "وأعلنت الحرفية موعد السوق."),
    ],
)
def test_another_word_is_no_slip(before: str, after: str) -> None:
    assert "spelling" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "La foire ouvre lundi, a-t-on appris de sources diplomatiques.",
            "La foire ouvre lundi, a-t-on appris auprès d'un porte-parole du marché.",
        ),
        (
            "De sources diplomatiques, la foire ouvre lundi.",
            "Selon un porte-parole du marché, la foire ouvre lundi.",
        ),
    ],
)
def test_another_source_is_attribution_and_no_name(before: str, after: str) -> None:
    assert told(before, after) == {"attribution"}


def test_who_passed_it_on_is_told_beside_another_place() -> None:
    before = "وعقد الحرفيون اجتماعا في صفاقس حول السوق."
    after = "وعقد الحرفيون اجتماعا في سوسة ونقلته وكالة الأناضول حول السوق."
    assert told(before, after) == {"names", "attribution"}
