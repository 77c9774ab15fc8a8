"""Outlets, joined figures, names in lists and texts said anew, told by evidence of any sentence."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('وزاد الطلب وفق تقرير نشرته "المساء".', 'وزاد الطلب وفق تقرير نشرته "الحياة".'),
        ('وزاد الطلب بحسب ما أوردته "الفجر".', 'وزاد الطلب بحسب ما أوردته "الأيام".'),
        ("وصرح الخزاف لمراسلنا أن السوق كبيرة.", "وصرح الخزاف لموقعنا أن السوق كبيرة."),
    ],
)
def test_another_outlet_that_tells_it_is_attribution(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"attribution"}


def test_a_part_of_the_day_by_itself_in_quotation_marks_is_a_name_and_no_figure() -> None:
    assert "figures" not in told('وعاد إلى مقهى "الصباح".', 'وعاد إلى مقهى "الشروق".')
    assert "figures" in told("وفتح السوق في الصباح.", "وفتح السوق في المساء.")


@pytest.mark.parametrize("joined", ["ب", "ل"])
def test_a_letter_joined_to_a_number_goes_with_it_in_digits(joined: str) -> None:
    before, after = f"وبيعت الجرار {joined}عشرين دينارا.", f"وبيعت الجرار {joined}ـ20 دينارا."
    assert told(before, after) == told(after, before) == {"formatting"}
    assert told(before, after.replace("20", "30")) == {"figures"}


def test_a_preposition_that_a_number_lost_is_wording_and_another_form_is_spelling() -> None:
    assert told("وعمل لعشرة سنوات في الفخار.", "وعمل عشر سنوات في الفخار.") == {"wording"}
    assert told("وعمل عشرة سنوات في الفخار.", "وعمل عشر سنوات في الفخار.") == {"spelling"}


def test_the_first_of_its_kind_counts_nothing() -> None:
    assert told("وافتتحت سوق جديدة.", "وافتتحت سوق هي الأولى من نوعها.") == {"wording"}
    assert told("وحل في المرتبة الأولى.", "وحل في المرتبة الثانية.") == {"figures"}


def test_a_season_in_a_name_dates_nothing() -> None:
    assert "figures" not in told(
        "The potters saw the Spring Palace.", "They saw the Summer Palace."
    )
    assert told("The fair opens in spring.", "The fair opens in summer.") == {"figures"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وتحدث عن الزيارته إلى السوق.", "وتحدث عن زيارته إلى السوق."),
        ("وتحدث عن الزيارته إلى السوق.", "وتحدث عن الزيارة إلى السوق."),
        ("وتم إيواءه قرب السوق.", "وتم إيواؤه قرب السوق."),
        ("وشكر كل أعضائه في السوق.", "وشكر كل أعضاءه في السوق."),
        ("A potter came from Kiev to the fair.", "A potter came from Kyiv to the fair."),
    ],
)
def test_an_article_with_a_pronoun_a_hamza_and_another_transliteration_are_spelling(
    before: str, after: str
) -> None:
    assert told(before, after) == told(after, before) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("وتحدث عن زيارته إلى السوق.", "وتحدث عن الزيارة إلى السوق.", "wording"),
        ("A potter came from Kiev to the fair.", "A potter came from Lviv to the fair.", "names"),
    ],
)
def test_two_words_and_two_places_stay_two(before: str, after: str, kind: str) -> None:
    assert told(before, after) == {kind}


def test_a_familys_name_after_a_verb_of_saying_is_a_person() -> None:
    assert told("وأضاف العبيدي أن السوق كبيرة.", "وأضاف الهمامي أن السوق كبيرة.") == {
        "names",
        "attribution",
    }
    assert told("وأضاف الباعة أن السوق كبيرة.", "وأضاف النشطاء أن السوق كبيرة.") == {"attribution"}


def test_one_of_a_list_of_names_is_a_name_whatever_it_looks_like() -> None:
    listed = "وحضر المعرض سالم الهاني، {}، ومنير الرميلي."
    assert told(listed.format("وخميس قسيلة"), listed.format("وناصر شويخ")) == {"names"}
    assert told(listed.format("وجمهور غفير"), listed.format("وجمع كبير")) == {"wording"}


def test_what_is_said_anew_by_words_of_the_same_roots_is_wording() -> None:
    before = "ووقف الباعة أمام السوق تنديدا بما اعتبروه إضرارا بالبيئة وتلويثا لمياه البحر والهواء."
    after = "ووقف الباعة أمام السوق احتجاجا على ما يسببه من ضرر للبيئة وتلوث في الهواء."
    assert told(before, after) == told(after, before) == {"wording"}
    other = "ووقف الباعة أمام السوق لتكريم مؤسسها الذي توفي قبل أسبوع وترك وراءه مكتبة للقرية."
    assert told(before, other) == {"addition", "removal"}


def test_a_word_that_begins_with_a_waw_of_its_own_opens_no_clause() -> None:
    before, after = "وبدأ إضراب عن العمل.", "وبدأ إضراب فجئي احتجاجا على الاعتداء على زميلهم."
    assert told(before, after) == {"wording"}
    assert told("وأغلقت السوق.", "وأغلقت السوق وعاد الباعة إلى منازلهم في القرية.") == {"addition"}


def test_where_something_was_said_is_no_source() -> None:
    before = "The potter said the fair would open."
    assert told(before, f"In a later statement, the {before[4:]}") == {"wording"}
    assert told("The fair will open.", "The fair will open, officials said.") == {"attribution"}


def test_a_stray_quotation_mark_is_formatting_beside_a_quotation_that_changed() -> None:
    before = 'وقال إن "قرار الغلق جاء بعد أن "بقي مجرد خلاف حول سعر الجرار في السوق".'
    after = 'وقال إن قرار الغلق جاء بعد أن "بقي مجرد اختلاف حول سعر الجرار في السوق".'
    assert told(before, after) == {"quote", "formatting"}


def test_what_nobody_sees_after_the_last_word_is_no_mark() -> None:
    assert told("وعاد الباعة إلى القرية \u200e", "وعاد الباعة إلى السوق") == {"wording"}
