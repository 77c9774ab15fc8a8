"""Blanks, agreement, credits, and names that only their capital tells, as desks mend them."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وهذا ماذكره الحرفي في السوق.", "وهذا ما ذكره الحرفي في السوق."),
        ("لاتوجد جرار أخرى في السوق.", "لا توجد جرار أخرى في السوق."),
        ("وتحدث بخصو ص السوق والمعرض.", "وتحدث بخصوص السوق والمعرض."),
    ],
)
def test_a_blank_that_was_missing_or_too_many_is_formatting(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وصل عبدالله إلى السوق.", "وصل عبد الله إلى السوق."),
        ("Le prix non-précisé a surpris.", "Le prix non précisé a surpris."),
        ("وعاد الحرفيون لكنه لم يبيعوا شيئا.", "وعاد الحرفيون لكنهم لم يبيعوا شيئا."),
        ("ووعد المدير بعودت الحرفيين.", "ووعد المدير بعودة الحرفيين."),
        ("وستنظم انتخابت جديدة بالسوق.", "وستنظم انتخابات جديدة بالسوق."),
        ("والعمل جاري في السوق.", "والعمل جار في السوق."),
        ("A market opened in Van Vieng.", "A market opened in Vang Vieng."),
        ("It was they're third fair.", "It was their third fair."),
    ],
)
def test_a_word_that_agrees_anew_or_is_parted_otherwise_is_spelling(
    before: str, after: str
) -> None:
    assert told(before, after) == told(after, before) == {"spelling"}


def test_a_case_ending_that_follows_from_another_word_is_no_spelling() -> None:
    assert told("وأصدر المدير بلاغا حول السوق.", "وصدر عن المدير بلاغ حول السوق.") == {"wording"}


def test_what_is_said_twice_for_stress_is_no_slip() -> None:
    before = 'The potter said: "It was a very good day for all of us".'
    after = 'The potter said: "It was a very, very good day for all of us".'
    assert told(before, after) == {"quote"}


def test_a_night_is_a_date_beside_a_day_alone() -> None:
    assert told("وقضى الحرفي في السوق وقتا.", "وقضى الحرفي ليلة في السوق.") == {"wording"}
    assert "figures" in told("وفتح السوق ليلة الأحد.", "وفتح السوق ليلة السبت.")


@pytest.mark.parametrize("line", ["By Amy Hadley and Daniel Coyle", "Reporting by Ann Coyle"])
def test_a_line_that_only_says_who_wrote_it_is_attribution(line: str) -> None:
    edit = compare(piece(body=AROUND), piece(body=(line, *AROUND)))
    assert edit is not None
    assert edit.kinds == ("attribution",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "La foire est close, a dit le maire au marché.",
            "La foire est close, a dit le maire cité par l'agence Belga.",
        ),
        (
            "La police affirme que la foire est close.",
            "Le procureur affirme que la foire est close.",
        ),
    ],
)
def test_who_cites_and_who_affirms_is_attribution(before: str, after: str) -> None:
    assert "attribution" in told(before, after)


def test_a_capital_that_the_body_writes_within_a_sentence_is_a_name() -> None:
    body = ("The potters of Hadley met those of Coyle at the fair.", *AROUND)
    before = piece(title="Hadley wins the prize of the fair", body=body)
    after = piece(title="Coyle wins the prize of the fair", body=body)
    edit = compare(before, after)
    assert edit is not None
    assert edit.kinds == ("headline", "names")


def test_a_capital_at_the_head_alone_is_no_name() -> None:
    before, after = "Officers came to the fair.", "Guards came to the fair."
    assert told(before, after) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("L'athlète kényan a gagné la course.", "L'athlète éthiopienne a gagné la course."),
        ("M. Delmas ouvrira la foire.", "M. Roussel ouvrira la foire."),
        ("وشكر رئيس السوق جمال الجميع.", "وشكر رئيس السوق جمال الصغير الجميع."),
    ],
)
def test_another_country_or_person_is_a_name(before: str, after: str) -> None:
    assert told(before, after) == {"names"}


def test_the_premier_of_a_country_is_no_figure() -> None:
    before = "Le Premier ministre ouvrira la foire."
    after = "Le ministre de l'Intérieur ouvrira la foire."
    assert "figures" not in told(before, after)


def test_the_same_colon_after_another_word_is_no_formatting() -> None:
    before = "Foire : accord trouvé au marché."
    assert "formatting" not in told(before, "Marché : un accord met fin à la foire.")


def test_the_dead_are_not_two_hundred() -> None:
    assert told("وعاد الطائر حيا إلى عشه.", "وعاد الطائر ميتا إلى عشه.") == {"negation"}
