"""Whoever else says it is another source, by name or without; who says nothing is none."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, AUTOUR, told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "وأكد المدير الجهوي للتجارة سالم العرفي أن السوق ستفتح.",
            "وأكد المدير الجهوي للتجارة منير الرميلي أن السوق ستفتح.",
        ),
        (
            "وقال مصدر في البلدية إن السوق ستفتح.",
            "وقال رئيس البلدية سالم العرفي إن السوق ستفتح.",
        ),
    ],
)
def test_another_person_who_says_it_is_named_and_is_the_source(before: str, after: str) -> None:
    assert told(before, after) == {"names", "attribution"}


def test_a_name_put_beside_the_office_that_says_it_is_no_other_source() -> None:
    before = "وأكد المدير الجهوي للتجارة أن السوق ستفتح."
    assert told(before, "وأكد المدير الجهوي للتجارة سالم العرفي أن السوق ستفتح.") == {"names"}


def test_a_title_left_out_before_the_name_of_who_says_it_is_wording() -> None:
    before = "وأكد الرئيس الفخري سالم العرفي أن السوق ستفتح."
    assert "attribution" not in told(before, "وأكد سالم العرفي أن السوق ستفتح.")


def test_a_quotation_by_another_person_is_of_another_source_too() -> None:
    kinds = told(
        'وقالت الممثلة هند الرميلي "سنبقى هنا إلى الصيف".',
        'وقالت الممثلة ريم العرفي "سنبقى هنا إلى الصيف".',
    )
    assert kinds == {"quote", "names", "attribution"}


def test_a_speaker_without_a_name_may_be_the_same_in_other_words() -> None:
    kinds = told(
        'وقال أحد السكان: "سنبقى هنا إلى الصيف".',
        'وقال أحد الباعة: "سنبقى هنا إلى الصيف".',
    )
    assert kinds == {"quote"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("أكدت مصادر رسمية فتح السوق.", "أكدت مصادر غير رسمية فتح السوق."),
        ("من جانبه قال رئيس الباعة إن السوق ستفتح.", "بدورها قالت كاتبة الباعة إن السوق ستفتح."),
        ("وفي بيان لها قالت الشركة إنها ستفتح.", "وفي اتصال هاتفي قال مدير الشركة إنها ستفتح."),
        ("وجاء في نص البيان أن السوق ستفتح.", "وجاء في تدوينة الوالي أن السوق ستفتح."),
        ("ستفتح السوق.", "ستفتح السوق، تبعا لما صرح به رئيس الحي."),
        ("ستفتح السوق في تقدير الباعة.", "ستفتح السوق في تقدير البلدية."),
        ("ستفتح السوق، على لسان الباعة.", "ستفتح السوق، نقلا عن البلدية."),
        ("يتوقع خبراء أن تفتح السوق.", "يتوقع أعوان البلدية أن تفتح السوق."),
    ],
)  # fmt: skip
def test_however_it_is_put_another_source_is_told(before: str, after: str) -> None:
    assert told(before, after) == {"attribution"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تنجز الأشغال وفق المواصفات الدولية.", "تنجز الأشغال وفق أحدث التقنيات."),
        ("يرى مراقبون أن السوق ستفتح.", "يعتقد محللون أن السوق ستفتح."),
        ("احتفظ به على ذمة البحث.", "احتفظ به على ذمة التحقيق."),
        ("ستفتح السوق حسب البلدية.", "ستفتح السوق وفق البلدية."),
    ],
)
def test_what_is_no_source_or_as_good_as_the_same_is_wording(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sources close to the talks said the market would open.", "The market would open."),
        ("State media reported that the market would open.", "The market would open."),
        ("Contactée par la presse, la mairie affirme que la halle ouvrira.", "La halle ouvrira."),
        ("La halle ouvrira.", "La halle ouvrira, a-t-on appris auprès des pompiers."),
        ("A source close to the mayor said it would open.", "The mayor said it would open."),
    ],
)
def test_a_source_in_latin_letters_that_only_went_or_came_is_told(before: str, after: str) -> None:
    assert told(before, after, AUTOUR) == {"attribution"}


def test_a_name_that_looks_like_a_verb_of_saying_says_nothing() -> None:
    before, after = "Paul Martin a ouvert la halle.", "Wesley Saïd a ouvert la halle."
    assert "attribution" not in told(before, after, AUTOUR)


def test_a_clause_that_others_say_something_in_is_a_statement() -> None:
    before = "The market opened, although several sellers said that the roof was not safe at all."
    assert told(before, "The market opened.", AUTOUR) == {"removal"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تونس - تفتح السوق غدا.", "تونس (وات) - تفتح السوق غدا."),
        ("تفتح السوق غدا. (أ ف ب)", "تفتح السوق غدا. (أ ف ب، رويترز)"),
    ],
)
def test_an_agency_put_beside_what_stood_there_is_told(before: str, after: str) -> None:
    assert "attribution" in told(before, after)


@pytest.mark.parametrize("line", ["الصورة: أرشيف", "إعداد: سالم العرفي"])
def test_a_line_that_says_whose_a_picture_or_text_is_is_told(line: str) -> None:
    edit = compare(piece(body=AROUND), piece(body=(*AROUND, line)))
    assert edit is not None
    assert edit.kinds == ("attribution",)


def test_marks_before_words_put_for_others_are_theirs() -> None:
    before, after = "تضم السوق محلات للفخار والحلي.", "تضم السوق، أجنحة للفخار والحلي."
    assert told(before, after) == {"wording"}
    assert "formatting" in told("وصل الوفد المطا.", "وصل الوفد، المطار.")


def test_a_changed_sentence_that_stands_elsewhere_was_moved_too() -> None:
    first, second = "ينطلق العرض الأول مساء الغد في الساحة.", "وتغلق الطرقات المؤدية إلى الحي."
    third = "وينصح المنظمون باستعمال الحافلات."
    edit = compare(
        piece(body=(first, second, third)),
        piece(body=(first, third, second.replace("وتغلق", "وتسد"))),
    )
    assert edit is not None
    assert set(edit.kinds) == {"wording", "formatting"}


def test_words_that_agree_with_a_figure_of_another_sentence_are_no_wording() -> None:
    before = ("أصيب شخصان في الحادث.", "وتم نقلهما إلى المستشفى الجهوي.")
    after = ("أصيب ثلاثة أشخاص في الحادث.", "وتم نقلهم إلى المستشفى الجهوي.")
    edit = compare(piece(body=(*before, *AROUND)), piece(body=(*after, *AROUND)))
    assert edit is not None
    assert edit.kinds == ("figures",)
