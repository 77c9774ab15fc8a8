"""Holders of offices, towns, sources and denials told by evidence that any sentence may hold."""

from __future__ import annotations

import pytest

from tests.edited import told


def test_a_name_after_the_same_title_is_another_person() -> None:
    before, after = "وفاز اللاعب ياسين مرياح.", "وفاز اللاعب ديلان برون."
    assert told(before, after) == told(after, before) == {"names"}
    assert told("وفاز اللاعب المغربي أمس.", "وفاز اللاعب الشاب أمس.") != {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وهنأ الرئيس أبطال العالم.", "وهنأ الرئيس نجوم المنتخب."),
        ("ووعد الرئيس بعث مشاريع.", "ووعد الرئيس إحداث شركات."),
        (
            "وحضر سالم الهاني، وفنان محبوب، ومنير الرميلي.",
            "وحضر سالم الهاني، ومطرب محبوب، ومنير الرميلي.",
        ),
    ],
)
def test_what_a_title_does_and_who_else_is_in_a_list_are_no_names(before: str, after: str) -> None:
    assert "names" not in told(before, after)


def test_an_office_whose_holder_is_named_names_him() -> None:
    before = "وتوقع خبير اقتصادي ارتفاع الأسعار."
    after = "وتوقع الخبير الاقتصادي عز الدين سعيدان ارتفاع الأسعار."
    assert told(before, after) == {"names"}


def test_a_name_that_a_waw_joins_to_others_is_a_name() -> None:
    listed = "وحضر رضا بلحاج، وعبد الرؤوف الخماسي، {}، ومنير الرميلي."
    assert told(listed.format("وخميس قسيلة"), listed.format("وناصر شويخ")) == {"names"}


def test_two_towns_are_two_places() -> None:
    assert told("ووصل الحرفيون إلى ياوندي.", "ووصل الحرفيون إلى دوالا.") == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وعلمت الإذاعة أن السوق أغلقت.", "وعلمت الجريدة أن السوق أغلقت."),
        ("The fair said the road would reopen.", "The council said the road would reopen."),
    ],
)
def test_who_opens_a_sentence_by_saying_it_is_a_source(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"attribution"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وخلف الحريق أضرارا في السوق.", "ولم يخلف الحريق سوى أضرار في السوق."),
        ("وفاز الفريق بهدف وحيد.", "وفاز الفريق بهدف دون رد."),
    ],
)
def test_what_only_limits_denies_nothing(before: str, after: str) -> None:
    assert "negation" not in told(before, after) | told(after, before)


def test_a_joined_waw_is_no_slip() -> None:
    before, after = "وحضر وزير الثقافة ووالي الجهة.", "وحضر والي الجهة ووزير الثقافة."
    assert "spelling" not in told(before, after) | told(after, before)


def test_a_denial_that_came_within_a_quotation_is_of_both() -> None:
    before = 'وقال الخزاف: "سنبيع كل الجرار في السوق هذا العام".'
    after = 'وقال الخزاف: "لن نبيع كل الجرار في السوق هذا العام".'
    assert told(before, after) == {"quote", "negation"}
