"""Kinds of edit: each holds on the words it is about, and does not where they say the same."""

from __future__ import annotations

import time

import pytest

from benchmarks.edits import labelled_pairs
from benchmarks.edits.kinds import scores
from pipeline.edits import compare
from pipeline.edits.counting.numbers import figures
from pipeline.edits.mending.spelling import same_word
from pipeline.edits.severity import DEFAULTS, SEVERITIES, severity_of, topic_severity
from pipeline.edits.words import words_of
from pipeline.records import ArticleData, EditData, KindEvidence
from tests.article_data import PIECE, piece
from tests.edited import AROUND


def _kinds(before: str, after: str) -> set[str]:
    """The kinds of an edit that changed one paragraph ("" for none) of three."""
    edit = _edit(before, after)
    return set(edit.kinds) if edit else set()


def _edit(before: str, after: str) -> EditData | None:
    return compare(_with(before), _with(after))


def _with(paragraph: str) -> ArticleData:
    return piece(body=(*([paragraph] if paragraph else []), *AROUND))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("بقي العمال ثلاث سنوات في الموقع.", "بقي العمال ثلاثة أسابيع في الموقع."),
        ("سقط 12 جريحا في الملعب.", "سقط 15 جريحا في الملعب."),
        ("سقط اثنا عشر جريحا في الملعب.", "سقط ثلاثة عشر جريحا في الملعب."),
        ("كلف المشروع مئتي ألف دينار كاملة.", "كلف المشروع مئتين وعشرين ألف دينار كاملة."),
        ("فاز الفريق 2-1 في الذهاب.", "فاز الفريق 1-2 في الذهاب."),
        ("سجلت 12 وفاة و15 إصابة هناك.", "سجلت 15 وفاة و12 إصابة هناك."),
        ("ينعقد المجلس صباح الأربعاء بالمقر.", "ينعقد المجلس مساء الأربعاء بالمقر."),
        ("The fund lost 2.5 million dollars.", "The fund lost 2.5 billion dollars."),
        ("Le fonds a perdu vingt-cinq emplois.", "Le fonds a perdu trente-cinq emplois."),
    ],
)
def test_a_figure_that_changed_is_figures_alone_and_high(before: str, after: str) -> None:
    edit = _edit(before, after)
    assert edit is not None
    assert (edit.kinds, edit.severity) == (("figures",), "high")
    assert {(one.kind, one.paragraph) for one in edit.evidence} == {("figures", 0)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("شارك 4 حكام في اللقاء.", "شارك أربعة حكام في اللقاء."),
        ("بلغت النسبة ٢٥ بالمئة هنا.", "بلغت النسبة 25% هنا."),
        ("حصد الفلاح 2,500 طن من القمح.", "حصد الفلاح 2500 طن من القمح."),
        ("يوم 3 جانفي المقبل ينتهي الأجل.", "يوم 3 يناير المقبل ينتهي الأجل."),
        ("قال إنه متعب. وغادر القاعة مسرعا.", "قال إنه متعب، وغادر القاعة مسرعا."),
        ('وصفها بأنها "خطوة كبيرة إلى الأمام" .', "وصفها بأنها «خطوة كبيرة إلى الأمام»."),
        ("وصل و غادر الوفد المدينة.", "وصل وغادر الوفد المدينة."),
    ],
)
def test_what_only_looks_otherwise_is_formatting_and_does_not_count(
    before: str, after: str
) -> None:
    edit = _edit(before, after)
    assert edit is not None
    assert (edit.kinds, edit.severity) == (("formatting",), "none")
    assert (edit.substantive, edit.stealth) == (False, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("لا يزال المصاب في المستشفى الجهوي.", "يبقى المصاب في المستشفى الجهوي."),
        ("كلفته لا تقل عن غيره من المشاريع.", "كلفته تعادل غيره من المشاريع."),
    ],
)
def test_idioms_with_a_particle_are_no_negation(before: str, after: str) -> None:
    assert "negation" not in _kinds(before, after)


def test_a_negation_that_comes_with_words_of_its_own_turns_nothing() -> None:
    kinds = _kinds(
        "حضر الوزير حفل الافتتاح.",
        "حضر الوزير حفل الافتتاح ولم يدل بأي تصريح لوسائل الإعلام الموجودة.",
    )
    assert kinds == {"addition"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الحليب الغير معقم خطر على الصحة.", "الحليب غير المعقم خطر على الصحة."),
        (
            'قال المدرب "بذلنا كل شيء ولا ألوم أحدا منهم".',
            'قال المدرب "بذلنا كل شيء والخسارة عادية".',
        ),
    ],
)
def test_the_same_denied_otherwise_or_nothing_denied_before_is_no_negation(
    before: str, after: str
) -> None:
    assert "negation" not in _kinds(before, after)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("أقيمت مباريات الرابطة الأاولى أمس.", "أقيمت مباريات الرابطة الأولى أمس.", {"spelling"}),
        ("ظهر تطبيق للمكفوفين في السوق.", "طرح تطبيق للمكفوفين في السوق.", {"wording"}),
        ("تنطلق بطولة القسم الوطني أ للسلة.", "تنطلق بطولة القسم الوطني ألف للسلة.", {"wording"}),
        ("انتهى القرن الحادي والعشرون.", "انتهى القرن العشرون.", {"figures"}),
        ("عثر على جثة تحت الركام.", "عثر على ثلاث جثث تحت الركام.", {"figures"}),
        ("أوقف الأمن وزيرا في المطار.", "أوقف الأمن وزيرين في المطار.", {"figures"}),
        ("تورط شخص في السرقة ومن معه.", "تورط شخصان في السرقة ومن معهما.", {"figures"}),
        ("تجرى المباراة ظهر الأحد بالملعب.", "تجرى المباراة عصر الأحد بالملعب.", {"figures"}),
    ],
)
def test_figures_are_told_from_words_that_look_like_some(
    before: str, after: str, kinds: set[str]
) -> None:
    assert _kinds(before, after) == kinds


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (
            "ستفتح المدرسة أبوابها بداية الأسبوع.",
            "وأوضح المندوب الجهوي للتربية في بلاغ أن المدرسة ستفتح أبوابها بداية الأسبوع.",
            {"attribution"},
        ),
        (
            "وكانت مصادر مطلعة قد أكدت أن المعمل أغلق أبوابه.",
            "المعمل أغلق أبوابه.",
            {"attribution"},
        ),
        ("أغلق المعمل حسب النقابة أبوابه.", "أغلق المعمل وفق النقابة أبوابه.", {"wording"}),
        (
            "أفادت مصادر طبية بإصابة عامل بجروح خطيرة.",
            "أفادت مصادر طبية بإصابة عامل بجروح طفيفة.",
            {"wording"},
        ),
        (
            "The mill closed its gates.",
            "The mill closed its gates, the union said.",
            {"attribution"},
        ),
    ],
)
def test_who_says_it_is_attribution_and_no_statement(
    before: str, after: str, kinds: set[str]
) -> None:
    assert _kinds(before, after) == kinds


def test_a_source_that_went_with_a_date_is_both() -> None:
    kinds = _kinds("أغلق المعمل أبوابه، وفق بلاغ للشركة اليوم.", "أغلق المعمل أبوابه.")
    assert kinds == {"attribution", "figures"}


def test_a_credit_line_that_came_is_attribution() -> None:
    assert _kinds("", "المصدر: وكالة الأناضول") == {"attribution"}


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("تعادل الترجي و النجم في رادس.", "تعادل النجم و الترجي في رادس.", False),
        ("الاستعداد للترجي متواصل هناك.", "استعداد الترجي متواصل هناك.", False),
        ("وبالاتصال برئيس البلدية أمس.", "واتصلنا رئيس البلدية أمس.", False),
        ("أدار اللقاء وليد البناني.", f"أدار اللقاء {'الترجي ضد النجم و' * 5}.", False),
        ("فاز الترجي على النجم في رادس.", "فاز النجم على الترجي في رادس.", True),
        ("ينقطع التيار بإقليم سوسة المدينة.", "ينقطع التيار بإقليم سوسة الشمالية.", True),
        (
            "أدار الفريق حصة تدريبية أمس.",
            "أدار الفريق بقيادة المدرب يوسف زواوي حصة تدريبية أمس.",
            True,
        ),
        ("الأولمبي - الملعب / قناة النيل.", "الأولمبي - الملعب / صادق السالمي / قناة النيل.", True),
    ],
)
def test_names_that_moved_or_are_joined_otherwise_did_not_change(
    before: str, after: str, *, named: bool
) -> None:
    assert ("names" in _kinds(before, after)) is named


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("أشرف رئيس الحكومة زياد سالم هناك.", "أشرف الرئيس زياد سالم هناك.", {"wording"}),
        ("أشرف وزير النقل زياد سالم هناك.", "أشرف وزير الصحة زياد سالم هناك.", {"names"}),
        ("The owner, Mr Whitlock, stayed.", "The owner, Dr Whitlock, stayed.", {"wording"}),
        ("حضر الحفل المخرج نوري بوزيان.", "حضر الحفل المخرج النوري بوزيان.", {"spelling"}),
        ("سجل بن رمضان هدف التعادل.", "سجل الجزيري هدف التعادل.", {"names"}),
        ("ينتهي الأجل في رمضان القادم.", "ينتهي الأجل في شوال القادم.", {"figures"}),
        ("وقع العقد مع شركة هواوي أمس.", "وقع العقد مع شركة إريكسون أمس.", {"names"}),
        ("أحيل على لجنة تقصي الحقائق.", "أحيل على لجنة تحري الحقائق.", {"wording"}),
        ("فاز بها الملعب الصفاقسي أمس.", "فاز بها الملعب القابسي أمس.", {"names"}),
        ("بقي الوضع عاديا في هدوء تام.", "بقي الوضع هادئا في هدوء تام.", {"wording"}),
    ],
)
def test_a_title_or_spelling_is_no_other_name_and_a_body_put_for_another_is(
    before: str, after: str, kinds: set[str]
) -> None:
    assert _kinds(before, after) == kinds


def test_marks_beside_words_put_for_others_came_with_them() -> None:
    kinds = _kinds(
        "يعود الماء دون سابق إعلام، حسب الأشغال.", "يعود الماء دون سابق إنذار حسب الأشغال."
    )
    assert kinds == {"wording"}
    called = _kinds("وقال الملازم أول، النوري بركوس ذلك.", "وقال الرائد النوري بركوس ذلك.")
    assert "formatting" not in called
    lost = _kinds("يعود الماء مساء، حسب الشركة.", "يعود الماء مساء تدريجيا حسب الشركة.")
    assert lost == {"wording", "formatting"}
    set_off = _kinds("يعود الماء مساء حسب الشركة.", "يعود الماء مساء، تدريجيا، حسب الشركة.")
    assert set_off == {"wording"}
    mended = _kinds("يعود الماء مساءا، حسب الشركة.", "يعود الماء مساء حسب الشركة.")
    assert mended == {"spelling", "formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'أفاد مراسل "إذاعة صوت الجبل" بغلق الطريق.',
            'أفاد مراسل "إذاعة ضفاف النهر" بغلق الطريق.',
        ),
        ('صرح ل"إذاعة ضفاف النهر" بذلك.', 'صرح ل"تلفزة جبال الشمال" بذلك.'),
        ('أعلن "الحزب الديمقراطي الحر" انسحابه.', 'أعلن "الجبهة الوطنية الحرة" انسحابه.'),
        ('عرض فيلم "ليل المدينة الطويل" مساء.', 'عرض فيلم "صباح المدينة القصير" مساء.'),
    ],
)
def test_what_something_is_called_is_no_quotation(before: str, after: str) -> None:
    assert "quote" not in _kinds(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('دعا ل"وقف فوري لإطلاق النار" هناك.', 'دعا ل"وقف مؤقت لإطلاق النار" هناك.'),
        ('قال "المجلس لن يجتمع غدا" بالمقر.', 'قال "المجلس سوف يجتمع غدا" بالمقر.'),
    ],
)
def test_a_short_quotation_is_one_all_the_same(before: str, after: str) -> None:
    assert "quote" in _kinds(before, after)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("The road remained closed at noon.", "The road was open at noon.", {"negation"}),
        (
            "لقي 3 أشخاص مصرعهم في اصطدام حافلة.",
            "توفي 4 أشخاص في اصطدام حافلة.",
            {"figures", "wording"},
        ),
    ],
)
def test_few_words_that_come_with_what_another_kind_tells_are_no_wording(
    before: str, after: str, kinds: set[str]
) -> None:
    assert _kinds(before, after) == kinds


def test_a_hamza_that_follows_from_the_verb_is_no_mended_word() -> None:
    kinds = _kinds("وقال المدير إن الأشغال انتهت.", "وأكد المدير أن الأشغال انتهت.")
    assert kinds == {"wording"}


def test_words_in_scare_quotes_are_no_quotation() -> None:
    assert _kinds('نظم النادي حملة "نظافة" كبرى.', 'نظم النادي حملة "تنظيف" كبرى.') == {"wording"}


def test_a_moved_paragraph_is_neither_removed_nor_added() -> None:
    first = "وعد رئيس البلدية بتهيئة الحديقة قبل حلول فصل الصيف."
    edit = compare(piece(body=(first, *AROUND)), piece(body=(*AROUND, first)))
    assert edit is not None
    assert edit.kinds == ("formatting",)


def test_a_figure_in_a_new_sentence_is_an_addition() -> None:
    assert _kinds("", "وزار المعرض في يومه الأول 300 تلميذ من المدارس المجاورة.") == {"addition"}


def test_what_was_removed_weighs_more_where_it_held_figures_or_a_quotation() -> None:
    light = _edit("وطالب السكان مرارا بتهيئة المسلك المؤدي إلى القرية.", "")
    figures_too = _edit("وطالب 300 ساكن مرارا بتهيئة المسلك المؤدي إلى القرية.", "")
    quoted = _edit("وقال الساكن «لم نعد نطيق هذا المسلك» وهو يشير إلى الحفر.", "")
    assert [edit.severity for edit in (light, figures_too, quoted) if edit] == [
        "medium",
        "high",
        "high",
    ]


def test_a_headline_whose_figure_changed_is_high_and_another_medium() -> None:
    turned = compare(PIECE, piece(title=PIECE.title.replace("2,500", "3,500")))
    other = compare(PIECE, piece(title="تدشين صوامع الحبوب بعد طول انتظار"))
    assert turned is not None
    assert other is not None
    assert (turned.kinds, turned.severity) == (("headline", "figures"), "high")
    assert (other.kinds, other.severity) == (("headline",), "medium")


def test_tags_and_image_are_told_where_the_stamp_moved() -> None:
    assert PIECE.modified is not None
    edit = compare(PIECE, piece(tags=("حبوب",), modified=None))
    assert edit is not None
    assert edit.kinds == ("metadata",)
    assert compare(PIECE, piece(tags=("حبوب",))) is None


def test_each_kind_has_evidence_with_the_words_of_both_sides() -> None:
    edit = _edit(
        "ترأس الاجتماع وزير الفلاحة منير بالطيب يوم 3 ماي.",
        "ترأس الاجتماع وزير الفلاحة كمال الدريدي يوم 5 ماي.",
    )
    assert edit is not None
    assert edit.evidence == (
        KindEvidence("figures", 0, "3 ماي", "5 ماي"),
        KindEvidence("names", 0, "منير بالطيب", "كمال الدريدي"),
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("مئة وخمسة وعشرون ألفا", 125_000, ""),
        ("ثلاثمائة دينار", 300, "dinar"),
        ("سنتين", 2, "year"),
        ("مليوني دولار", 2_000_000, "dollar"),
        ("خمسة عشر يوما", 15, "day"),
        ("deux cent vingt euros", 220, "euro"),
        ("twenty-five years", 25, "year"),
        ("12 000 habitants", 12_000, ""),
        ("15,5 في المئة", 15.5, "%"),
        ("$40", 40, "dollar"),
    ],
)
def test_numbers_are_read_with_their_units(text: str, value: float, unit: str) -> None:
    words, tail = words_of(text)
    (figure,) = figures(words, tail)
    assert (figure.value, figure.unit) == (("n", value), unit)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("المتسحقات", "المستحقات", True),
        ("المواطنون", "المواطنين", True),
        ("مقاتل", "مقتل", False),
        ("مغادره", "مبادره", False),
        ("اعلن", "تعلن", False),
        ("لاعب", "لاعبين", False),
        ("comittee", "committee", True),
        ("الاجرءات", "الاجراءات", True),
        ("الكامروني", "الكاميروني", True),
        ("والمدن", "وبالمدن", False),
        ("ولاستعراض", "واستعراض", False),
        ("ويشمل", "وتشمل", False),
        ("عائلته", "عائلتها", False),
    ],
)
def test_a_word_mended_is_told_from_another_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


def test_the_table_of_severities_is_the_documented_one() -> None:
    for kind, severity in DEFAULTS.items():
        assert severity_of([kind], ()) == severity
    assert severity_of(["wording", "figures"], ()) == "high"
    assert severity_of([], ()) == "none"
    assert SEVERITIES == ("none", "low", "medium", "high")


def test_a_topic_may_see_it_otherwise() -> None:
    edit = _edit("حضر الحفل جمع من الاهالي.", "حضر الحفل جمع من الأهالي.")
    assert edit is not None
    assert (edit.kinds, edit.severity) == (("spelling",), "low")
    assert topic_severity(edit, {"spelling": "none"}) == "none"
    assert topic_severity(edit, {"figures": "low"}) == "low"
    assert topic_severity(edit, {}) == "low"


@pytest.mark.parametrize("half", ["aside", "open"])
def test_the_labelled_pairs_are_told_well(half: str) -> None:
    found, _ = scores(labelled_pairs(half))
    assert found["micro"].f1 >= 0.95
    for kind in ("figures", "negation", "quote", "correction"):
        assert found[kind].missed <= 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الوزير محمد " * 4_000, "الوزير علي " * 4_000),
        ("قال: " * 4_000, "قالت: " * 4_000),
        ("1- " * 4_000, "2- " * 4_000),
        ("ثلاثة وعشرون ألفا " * 4_000, "أربعة وعشرون ألفا " * 4_000),
        ('" « “ ' * 4_000 + "كلام", "كلام" + '" « “ ' * 4_000),
        ("مسؤول " * 4_000, "مسئول " * 4_000),
        ("a clerk said " * 4_000, "the clerks said " * 4_000),
        ("قال محمد إن " * 4_000, "أكد محمود أن " * 4_000),
        ("وقد كان سالم " * 4_000, "وكان منصور قد " * 4_000),
        ("نعم قال هذا. " * 3_000, "نعم قال ذلك. " * 3_000),
        ("9" * 100_000, "9" * 100_001),
        ("ا" + "َ" * 100_000, "ب" + "َ" * 100_000),
        ("كلمة " + "َ" * 100_000 + " أولى", "كلمة " + "َ" * 100_000 + " ثانية"),
    ],
)
def test_a_hostile_text_takes_bounded_time_and_evidence(before: str, after: str) -> None:
    start = time.process_time()
    edit = _edit(before, after)
    assert edit is not None
    assert time.process_time() - start < 5
    assert len(edit.evidence) <= 200
    assert max(len(one.before) + len(one.after) for one in edit.evidence) <= 4_000
