"""What only moved, was mended, or is told by another source, is told as that and no more."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from pipeline.edits.mending.spelling import same_word
from pipeline.edits.words import words_of
from tests.article_data import piece
from tests.edited import AROUND, told


def test_a_day_that_moved_within_its_sentence_is_no_figure() -> None:
    assert told("أغلقت أمس البلدية حديقة الحي.", "أغلقت البلدية أمس حديقة الحي.") == {"wording"}


def test_days_that_changed_places_are_figures() -> None:
    kinds = told(
        "يفتح المعرض الاثنين للحرفيين ويغلق الجمعة أبوابه.",
        "يفتح المعرض الجمعة للحرفيين ويغلق الاثنين أبوابه.",
    )
    assert "figures" in kinds


def test_another_noun_after_the_same_figure_is_not_only_formatting() -> None:
    assert "wording" in told("شارك 5 مدارس في العرض.", "شارك 5 مدرسين في العرض.")
    assert told("شارك 4 حرفيين في العرض.", "شارك أربعة حرفيين في العرض.") == {"formatting"}


def test_a_word_that_stood_there_twice_was_mended() -> None:
    assert told("أغلق الحي حديقة حديقة الأطفال.", "أغلق الحي حديقة الأطفال.") == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("استقبلت الشيخة سمرة الوفد.", "استقبلت الشيخة سمرا الوفد."),
        ("نفت لبنى بالشيخ الخبر.", "نفت لبنى بن الشيخ الخبر."),
    ],
)
def test_a_name_by_another_habit_is_spelling(before: str, after: str) -> None:
    assert told(before, after) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("استقبلت الوفد تحركات احتجاجية هناك.", "استقبلت الوفد احتجاجات هناك."),
        ("رحلت السلطات لبنانيا متهما أمس.", "رحلت السلطات إلى لبنان متهما أمس."),
    ],
)
def test_what_is_made_of_a_noun_is_another_word(before: str, after: str) -> None:
    assert "spelling" not in told(before, after)


def test_a_conjunction_written_apart_is_formatting_beside_changed_words_too() -> None:
    kinds = told(
        "تتراوح الأجور بالورشات وبين المحلات القديمة.",
        "تتراوح الأجور بالمصانع و بين الأسواق القديمة.",
    )
    assert kinds == {"wording", "formatting"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("قنبر", "قمبر", True), ("عنبر", "عمبر", True), ("نبيل", "مبيل", True), ("نهر", "مهر", False)],
)
def test_a_consonant_written_as_it_sounds_is_the_same_word(
    one: str, other: str, *, same: bool
) -> None:
    keys = [words_of(word)[0][0].key for word in (one, other)]
    assert same_word(*keys) is same


@pytest.mark.parametrize(
    ("before", "after", "negated"),
    [
        ("احتجوا أمام مركز للتكوين المهني.", "احتجوا أمام مركز خاص غير مرخص.", False),
        ("اشتغل المركز بشكل قانوني هناك.", "اشتغل المركز بشكل غير شرعي هناك.", True),
        ("التكوين نافع لكنني راض عنه.", "التكوين نافع لكنني لست راضيا عنه.", True),
    ],
)
def test_what_is_not_something_denies_it_only_where_it_was_that(
    before: str, after: str, *, negated: bool
) -> None:
    kinds = told(before, after)
    assert ("negation" in kinds) is negated
    assert "figures" not in kinds


def test_the_first_of_a_month_has_a_name() -> None:
    assert told("يفتح المعرض يوم 1 جوان.", "يفتح المعرض يوم غرة جوان.") == {"formatting"}
    assert told("يفتح المعرض يومي 4 و5 جوان.", "يفتح المعرض يوم غرة جوان.") == {"figures"}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("تأهلت إلى ثمن نهائي الدورة.", "تأهلت إلى ربع نهائي الدورة.", {"figures"}),
        ("احتجوا على ثمن الخبز.", "احتجوا على سعر الخبز.", {"wording"}),
        ("يلعب الفريق اليوم الجمعة.", "يلعب الفريق عشية اليوم الجمعة.", {"figures"}),
        (
            "يقطع الماء عن الحي بسبب الأشغال.",
            "يقطع الماء عن الحي يوم الأحد من الثامنة صباحا إلى الواحدة بعد الزوال بسبب الأشغال.",
            {"figures"},
        ),
    ],
)
def test_rounds_and_parts_of_a_day_are_figures(before: str, after: str, kinds: set[str]) -> None:
    assert told(before, after) == kinds


def test_a_day_put_into_the_naming_of_a_source_is_figures_alone() -> None:
    kinds = told(
        "وذكرت النقابة في بلاغ لها، أن المعمل أغلق.",
        "وذكرت النقابة في بلاغ لها أول أمس الإثنين، أن المعمل أغلق.",
    )
    assert kinds == {"figures"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "يذكر أنه وقع غلق المعمل نهائيا.",
            "وكانت مصادر محلية قد أكدت أنه وقع غلق المعمل نهائيا.",
        ),
        (
            "أغلق المعمل أبوابه نهائيا.",
            'أغلق المعمل أبوابه نهائيا، وفق ما أكده مراسل "إذاعة ضفاف النهر".',
        ),
        (
            "أكد الناطق الرسمي باسم شركة النسيج العصري بالضاحية الجنوبية أن المعمل أغلق.",
            "أكد الناطق الرسمي باسم شركة النسيج العصري بالضاحية الجنوبية لوكالة الأنباء أن "
            "المعمل أغلق.",
        ),
        (
            "أكدت عدد من المصادر المقربة من إدارة المعمل أن الفرع سيغلق.",
            "أكد رئيس إدارة المعمل أن الفرع سيغلق.",
        ),
    ],
)
def test_a_source_that_came_is_attribution_alone(before: str, after: str) -> None:
    assert "attribution" in told(before, after)
    assert "addition" not in told(before, after)


def test_what_was_told_beside_a_source_that_went_is_a_removal() -> None:
    kinds = told(
        "وأضاف المصدر نفسه أنه تم نقل العامل إلى المستشفى المحلي لتلقي العلاج، مشيرا إلى "
        "أنه فتح تحقيق في أسباب الحريق.",
        "يذكر أنه فتح تحقيق في أسباب الحريق.",
    )
    assert "removal" in kinds


def test_what_a_notice_is_about_is_none_of_its_source() -> None:
    kinds = told(
        "أعلنت الداخلية في بلاغ لها عن ضياع طفل غادر منزل عائلته مساء.",
        "أعلنت الداخلية في بلاغ لها عن ضياع طفلة غادرت منزل عائلتها مساء.",
    )
    assert "attribution" not in kinds


def test_a_source_put_for_another_with_more_to_say_is_both() -> None:
    kinds = told(
        "أكدت وسائل إعلام أجنبية أن إدارة المعمل قررت رسميا غلق الفرع وتسريح العمال.",
        "أكد رئيس نقابة النسيج لمراسلنا أن العمال سيدخلون في إضراب مفتوح بعد أن علموا بأن "
        "إدارة المعمل قررت رسميا غلق الفرع وتسريح العمال.",
    )
    assert {"attribution", "addition"} <= kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'أكد العقيد حمدان الغطاسي ل"إذاعة ضفاف النهر" ما نشر أمس.',
            'أكد أمس العقيد حمدان الغطاسي ل"إذاعة ضفاف النهر" ما نشر أمس.',
        ),
        (
            "اتهم بالتوعد بعصيان مدني : حزب الجبل يرد.",
            "اتهم بالتوعد بعصيان أمني : حزب الجبل يرد.",
        ),
        (
            'غادرت طفلة تدعى "سمر بنت سالم الخياري" منزلها.',
            'غادرت طفلة تدعى "لبنى بنت حمدان الغطاسي" منزلها.',
        ),
        (
            'فازت التلميذة في مسابقة "Bright Minds 2030" بالمدينة.',
            "فازت التلميذة في مسابقة بالمدينة.",
        ),
    ],
)
def test_what_marks_or_a_colon_hold_need_be_no_quotation(before: str, after: str) -> None:
    assert "quote" not in told(before, after)


def _kinds_of_bodies(before: tuple[str, ...], after: tuple[str, ...]) -> set[str]:
    edit = compare(piece(body=(*before, *AROUND)), piece(body=(*after, *AROUND)))
    return set(edit.kinds) if edit else set()


def test_a_source_that_the_next_sentence_names_instead_is_the_same_source() -> None:
    kinds = _kinds_of_bodies(
        (
            "أكدت ديوانة الميناء في بلاغ لها أن الأعوان حجزوا قاربا قديما قرب المرفأ.",
            "وأضافت أن القارب يعود إلى صياد من الجزيرة.",
        ),
        (
            "تمكن الأعوان من حجز قارب قديم قرب المرفأ.",
            "وأكدت ديوانة الميناء في بلاغ لها أن القارب يعود إلى صياد من الجزيرة.",
        ),
    )
    assert "attribution" not in kinds


def test_sources_that_changed_places_are_attribution() -> None:
    kinds = _kinds_of_bodies(
        (
            "أغلق المعمل القديم أبوابه نهائيا، وفق مصدر نقابي.",
            "وستفتح الورشة الجديدة أبوابها قريبا، وفق مسؤول جهوي.",
        ),
        (
            "أغلق المعمل القديم أبوابه نهائيا، وفق مسؤول جهوي.",
            "وستفتح الورشة الجديدة أبوابها قريبا، وفق مصدر نقابي.",
        ),
    )
    assert "attribution" in kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('يباع هاتف بشاشة 6.5" في كل المحلات.', 'يباع هاتف بشاشة 6.5" في أغلب المحلات.'),
        ("أنبوب قطره 12'' يمتد على طول الطريق.", "أنبوب قطره 12'' يمتد على طول الجدار."),
        ("شاشة قياس 40″ تعرض صورا للجميع.", "شاشة قياس 40″ تعرض صورا للزوار."),
    ],
)
def test_a_mark_of_inches_opens_no_quotation(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('قال المدير "سنفتح السوق يوم 12" وغادر.', 'قال المدير "سننقل السوق يوم 12" وغادر.'),
        ('قال سنة 2020 "سنفتح السوق قريبا" وغادر.', 'قال سنة 2020 "سننقل السوق قريبا" وغادر.'),
    ],
)
def test_a_mark_beside_a_number_still_opens_and_closes_a_quotation(before: str, after: str) -> None:
    assert told(before, after) == {"quote"}


@pytest.mark.parametrize(
    "line",
    ["متابعة: سالم العرفاوي", "إعداد: س. العرفاوي", "تحرير: ريم", "ترجمة وتحرير: منى القاسمي"],
)
def test_a_label_before_a_name_signs(line: str) -> None:
    assert signed(line) == {"attribution"}


@pytest.mark.parametrize(
    "line",
    [
        "متابعة: حريق يأتي على المصنع القديم",
        "تغطية: السوق تفتح أبوابها من جديد",
        "إعداد: لجنة الحي تنظم حملة نظافة",
        "متابعة: إعادة فتح الطريق الوطنية",
    ],
)
def test_a_label_before_a_statement_does_not_hide_it(line: str) -> None:
    assert signed(line) == {"addition"}


def signed(line: str) -> set[str]:
    """The kinds of an edit that put a line under a text."""
    body = ("أغلقت البلدية السوق بعد شكاوى الأهالي.", *AROUND)
    edit = compare(piece(body=body), piece(body=(*body, line)))
    assert edit is not None
    return set(edit.kinds)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تمتد السوق  القديمة على كل النهج.", "تمتد السوق الجديدة على كل النهج."),
        ("برنامج السوق: المحلات تفتح باكرا.", "برنامج السوق : الدكاكين تفتح باكرا."),
        ("- تفتح السوق أبوابها باكرا.", "تجهز السوق أبوابها باكرا."),
    ],
)
def test_white_space_and_bullets_beside_changed_words_are_told(before: str, after: str) -> None:
    assert told(before, after) == {"wording", "formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ارتفعت الأسعار بنسبة 5 بالمئة في السوق.", "ارتفعت الأسعار بنسبة 6% في السوق."),
        ("بلغ سعر الصندوق 12 دولارا في السوق.", "بلغ سعر الصندوق 15$ في السوق."),
    ],
)
def test_the_sign_of_a_unit_is_the_figures_own(before: str, after: str) -> None:
    assert told(before, after) == {"figures"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وصل 7 حرفيين و5 طباخات إلى السوق.", "وصل 7 حرفيين وخمس طباخات إلى السوق."),
        ("Ils montent pour le 7e mois de suite.", "Ils montent pour le septième mois de suite."),
        ("Le marché ouvre aujourd'hui à midi.", "Le marché ouvre aujourd’hui à midi."),
    ],
)
def test_a_figure_written_in_another_way_is_formatting_whatever_is_joined_to_it(
    before: str, after: str
) -> None:
    assert told(before, after) == {"formatting"}
    assert told(after, before) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وصل 7 حرفيين و5 طباخات إلى السوق.", "وصل 7 حرفيين وست طباخات إلى السوق."),
        ("Le marché ouvre aujourd'hui.", "Le marché ouvre demain."),
    ],
)
def test_another_figure_is_one_whatever_is_joined_to_it(before: str, after: str) -> None:
    assert told(before, after) == {"figures"}


def test_a_word_with_an_apostrophe_in_it_is_shown_whole() -> None:
    before, after = (
        piece(body=(text, *AROUND))
        for text in ("Les stocks ont aujourd'hui baissé dans le port.", "Les stocks ont baissé.")
    )
    edit = compare(before, after)
    assert edit is not None
    assert "aujourd'hui" in {one.before for one in edit.evidence if one.kind == "figures"}


def test_a_headline_whose_figure_is_only_written_in_words_says_the_same() -> None:
    edit = compare(
        piece(title="Les ventes montent pour le 7e mois consécutif"),
        piece(title="Les ventes montent pour le septième mois consécutif"),
    )
    assert edit is not None
    assert edit.kinds == ("formatting",)


def test_a_closing_mark_that_nothing_opened_makes_no_quotation_of_what_follows() -> None:
    kinds = told(
        'وقالت البلدية إنها تعد برنامجا ". وأكد المدير أن الحديقة ستفتح أبوابها مطلع الشهر.',
        'وقالت البلدية إنها تعد برنامجا ".',
    )
    assert kinds == {"removal"}


def test_a_capital_that_changed_words_bring_is_no_change_of_its_own() -> None:
    before = "Il vise les élus de la gauche locale et leurs amis."
    after = "Il vise les élus de La Rive nouvelle et leurs amis."
    assert "formatting" not in told(before, after)
    assert "spelling" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تنخفض الحرارة إلى -5 درجات ليلا.", "تنخفض الحرارة إلى 5 درجات ليلا."),
        ("Les ventes varient de -3,5 % cette année.", "Les ventes varient de 3,5 % cette année."),
    ],
)
def test_a_figure_that_lost_its_sign_is_another(before: str, after: str) -> None:
    assert "figures" in told(before, after)
    assert "figures" in told(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تلقيح كوفيد-19 متوفر.", "تلقيح كوفيد -19 متوفر."),
        ("فاز الفريق 2-1 أمس.", "فاز الفريق 2 - 1 أمس."),
    ],
)
def test_a_dash_that_is_no_sign_is_formatting(before: str, after: str) -> None:
    assert told(before, after) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('قال "…لن نرفع الأجور هذا العام" أمس.', 'قال "…لن نصرف الأجور هذا العام" أمس.'),
        (
            'He said "... we will never give up the land" to them.',
            'He said "... we will never give up the house" to them.',
        ),
    ],
)
def test_a_quotation_may_begin_with_an_ellipsis(before: str, after: str) -> None:
    assert told(before, after) == {"quote"}
