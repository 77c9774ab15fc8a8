"""Marks, blanks and places: what is formatting, and what only came with words that changed."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("و إلتقى الفريقان في النهائي.", "والتقى الفريقان في النهائي.", {"formatting", "spelling"}),
        ("و التقى الفريقان في النهائي.", "والتقى الفريقان في النهائي.", {"formatting"}),
        ("ارتفاع اسعارالمواد هنا.", "ارتفاع أسعار المواد هنا.", {"formatting", "spelling"}),
        ("بيع من السكر 5 طن في اليوم.", "بيع من السكر 5 أطنان في اليوم.", {"spelling"}),
        ("بيع من السكر 5 كغ في اليوم.", "بيع من السكر 5 كيلوغرام في اليوم.", {"formatting"}),
        ("تغلق يومي الاثنين والثلاثاء.", "تغلق يومي الثلاثاء والأربعاء.", {"figures"}),
        (
            "Le ministère de la Santé a fait état de pannes.",
            "La Croix-Rouge a fait état de pannes.",
            {"attribution", "names"},
        ),
    ],
)  # fmt: skip
def test_a_blank_and_a_letter_are_two_kinds_and_what_follows_from_another_change_is_none(
    before: str, after: str, kinds: set[str]
) -> None:
    assert told(before, after) == kinds


def test_a_quotation_that_lost_its_last_sentence_is_closed_elsewhere_and_nothing_more() -> None:
    kinds = told(
        "وقال الوزير «سنفتح السوق غدا. ونحن نشكر السكان على صبرهم الطويل». وغادر المكان بعد ذلك.",
        "وقال الوزير «سنفتح السوق غدا». وغادر المكان بعد ذلك.",
    )
    assert "quote" in kinds
    assert "formatting" not in kinds


def test_the_marks_of_a_headline_worded_anew_are_no_formatting() -> None:
    old = piece(title="توأم يقضي عقودا في السجن بدل شقيقه!", body=AROUND)
    new = piece(title="بعد عقود في السجن.. توأم يعترف بجريمة أدين بها شقيقه", body=AROUND)
    edit = compare(old, new)
    assert edit is not None
    assert edit.kinds == ("headline",)


MOVED = "وتشتبه النيابة في تحويل مبالغ كبيرة إلى حسابات خارج البلاد."
OTHERS = ("ورفض مكتب الحاكم السابق التعليق.", "وامتنع مكتب الحاكم السابق عن التعليق.")


def test_a_paragraph_that_moved_past_others_moved_whatever_changed_beside_it() -> None:
    first, second, last = AROUND[0], AROUND[1], "ومن المنتظر أن تعقد جلسة ثانية قريبا."
    old = piece(body=(first, second, OTHERS[0], MOVED, last))
    new = piece(body=(first, MOVED, second, OTHERS[1], last))
    edit = compare(old, new)
    assert edit is not None
    assert set(edit.kinds) == {"wording", "formatting"}


def test_a_sentence_that_moved_within_its_paragraph_moved() -> None:
    head = "The artefacts were looted long ago."
    one, two = "Some pieces will stay in Lagos.", "The museum keeps four items on loan."
    old = piece(body=(*AROUND, f"{head} {one} {two}"))
    new = piece(body=(*AROUND, f"{head} {two} {one}"))
    edit = compare(old, new)
    assert edit is not None
    assert edit.kinds == ("formatting",)


def test_another_name_in_the_place_of_one_that_signed_is_attribution() -> None:
    last = "وينتظر أن تنتهي الأشغال قريبا."
    old = piece(body=(*AROUND, f"{last} سالم العرفي"))
    new = piece(body=(*AROUND, f"{last} س. بلقاسمي"))
    edit = compare(old, new)
    assert edit is not None
    assert edit.kinds == ("attribution",)


def test_words_of_a_number_are_words_of_a_clause() -> None:
    assert told(
        "كانت الأبواب مقفلة بالسلاسل، فحوصر العمال في الطابقين الثالث والرابع.",
        "كانت الأبواب مقفلة بالسلاسل.",
    ) == {"removal"}


def test_a_word_that_moved_beside_figures_is_no_other_word() -> None:
    assert told(
        "إن 12 شخصا قتلوا على الأقل وأصيب 30 في الزلزال.",
        "إن 250 شخصا على الأقل قتلوا وأصيب 500 في الزلزال.",
    ) == {"figures"}


def test_sentences_that_were_joined_into_one_in_their_place_are_compared_with_it() -> None:
    before = (
        "وقالت النائبة: «لا يمكن أن نتهم أي طرف ... وقد تكون جرأة سالم في تقييم خصومه وراء "
        "هذه التهديدات الأخيرة»."
    )
    after = (
        "وقالت النائبة: «لن نتهم أي جهة، لكن صراحة سالم في نقد خصومه قد تفسر "
        "هذه التهديدات الأخيرة»."
    )
    assert "quote" in told(before, after)
    assert told(before, after).isdisjoint({"addition", "removal"})
