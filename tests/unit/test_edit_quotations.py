"""What is a quotation, who says it, and which changes in and around it are `quote`."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # what holds it
        ("— Nous partirons demain, a dit le potier.", "— Nous resterons demain, a dit le potier."),
        (
            "She wrote that 'nobody told us about it' in May.",
            "She wrote that 'nobody warned us about it' in May.",
        ),
        (
            "He wrote ‘we don’t sell the old kiln’ in May.",
            "He wrote ‘we don’t sell the new kiln’ in May.",
        ),
        (
            'وقال "سنعرض كل شيء قريبا. وقال المدير "سنفتح السوق غدا" للزوار.',
            'وقال "سنعرض كل شيء قريبا. وقال المدير "سنفتح السوق لاحقا" للزوار.',
        ),
        # its marks went
        (
            'وأوضح المدير أن "السوق ستغلق أبوابها نهاية الشهر".',
            "وأوضح المدير أن السوق ستغلق أبوابها نهاية الشهر.",
        ),
        # another says it
        (
            'وعلق نائب عن المعارضة "هذا السوق لا يخدم أحدا" في الجلسة.',
            'وعلق نائب عن الأغلبية "هذا السوق لا يخدم أحدا" في الجلسة.',
        ),
        (
            'وأفاد مصدر بالبلدية أن السوق التي افتتحت أمس مع الباعة "ستبقى مفتوحة كل الصيف".',
            'وأفاد مدير السوق أن السوق التي افتتحت أمس مع الباعة "ستبقى مفتوحة كل الصيف".',
        ),
    ],
)
def test_other_words_or_another_speaker_change_a_quotation(before: str, after: str) -> None:
    assert "quote" in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'وقال المدير "سنفتح السوق قريبا للزوار" خلال الحفل.',
            'وقال "سنفتح السوق قريبا للزوار" المدير خلال الحفل.',
        ),
        (
            'وقال المدير إن "كل شيء جاهز للافتتاح".',
            'وقال المدير سالم العرفي إن "كل شيء جاهز للافتتاح".',
        ),
        (
            'وعرض الشريط الوثائقي "حكايات من الجنوب" في السوق.',
            'وعرض الشريط الوثائقي "حكايات من الشمال" في السوق.',
        ),
        (
            "L'association « Agir pour demain » tient un étal.",
            "L'association « Agir ensemble ici » tient un étal.",
        ),
        (
            "The boys' school and the girls' school opened.",
            "The boys' school and the girls' school reopened.",
        ),
        ("- Les ventes montent, le stock baisse.", "- Les ventes montent, le stock diminue."),
        ('"They came at night," he told reporters.', '"They came at night," he told the court.'),
    ],
)
def test_what_only_stands_beside_it_changes_no_quotation(before: str, after: str) -> None:
    assert "quote" not in told(before, after)


def test_a_quotation_runs_over_paragraphs_that_open_no_marks() -> None:
    body = ('وقال المدير: "طلبنا الدعم من الجميع', 'ولم يأت أحد إلى هنا رغم النداءات".', *AROUND)
    edit = compare(
        piece(body=body), piece(body=(body[0], body[1].replace("إلى هنا", "لمساعدتنا"), *AROUND))
    )
    assert edit is not None
    assert edit.kinds == ("quote",)


def test_a_quotation_cut_by_a_sentence_says_nothing_of_the_mark_that_moved() -> None:
    before = 'وقال المدير: "نملك هذه الميزة. سيمنحنا السوق توازنا أكبر في الربيع".'
    assert told(before, 'وقال المدير: "نملك هذه الميزة".') == {"quote", "removal"}


def test_a_mark_that_nothing_closes_opens_no_quotation_in_a_title() -> None:
    edit = compare(
        piece(title='"السوق القديمة تعود إلى المدينة'), piece(title="السوق القديمة تفتح في المدينة")
    )
    assert edit is not None
    assert "quote" not in edit.kinds
