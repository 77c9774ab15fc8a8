"""A text that was recast, cut into other sentences or told in another order, is still that text."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told


def test_a_clause_that_went_over_to_the_next_sentence_neither_came_nor_went() -> None:
    kinds = told(
        "أغلقت البلدية السوق القديمة، حيث انهار سقف الرواق الشرقي فوق محلات الجزارين فجرا. "
        "وتابعت أن أشغال الترميم تنطلق قريبا.",
        "أغلقت البلدية السوق القديمة. وتابعت أن سقف الرواق الشرقي انهار فوق محلات الجزارين فجرا، "
        "وأن أشغال الترميم تنطلق قريبا.",
    )
    assert kinds.isdisjoint({"addition", "removal", "rewrite"})


def test_a_figure_is_told_in_a_lead_that_was_reworded_around_it() -> None:
    before = (
        "أعلنت ديوانة الميناء، ليلة الأربعاء، عن تنفيذ عملية واسعة بالتنسيق مع حرس السواحل أسفرت "
        "عن حجز 370 صندوقا من السجائر المهربة وإيقاف عدد من البحارة المطلوبين."
    )
    after = "أعلنت الديوانة حجز 320 صندوقا من السجائر بعملية مشتركة في عرض البحر."
    kinds = told(before, after)
    assert "figures" in kinds
    assert "addition" not in kinds


def test_sentences_that_have_nothing_in_common_are_not_paired_for_standing_in_one_place() -> None:
    before = "ينتظر سكان الحي منذ أسابيع إصلاح أعمدة الإنارة في الشارع الكبير."
    after = "فازت فرقة المسرح البلدي بالجائزة الأولى في مهرجان الجنوب للهواة."
    assert told(before, after) == {"addition", "removal"}


def test_what_is_told_in_another_order_is_not_rewritten() -> None:
    before = (
        "ينتظر بداية من يوم غد وإلى غاية نهاية الأسبوع وصول رياح باردة إلى مرتفعات الجهة تتسبب في "
        "انخفاض كبير للحرارة وتجمد المسالك، وأعلنت بلدية الجهة عن فتح قاعة الرياضة أمام العائلات."
    )
    after = (
        "فتحت بلدية الجهة قاعة الرياضة أمام العائلات بسبب رياح باردة وصلت إلى مرتفعات الجهة، "
        "وبانخفاض كبير للحرارة تجمدت المسالك، وينتظر أن يتواصل ذلك إلى غاية نهاية الأسبوع."
    )
    assert "rewrite" not in told(before, after, around=())


def test_a_long_clause_put_for_a_few_words_went_and_they_are_told_beside_it() -> None:
    kinds = told(
        "وصل الرحالة إلى الواحة للمشاركة في حملة لغرس النخيل، في زيارة كانت مقررة الشهر الماضي "
        "لكنها أرجئت إثر مرض أصابه.",
        "وصل الرحالة إلى الواحة عبر دراجته القديمة.",
    )
    assert {"removal", "wording"} <= kinds


def _moved_clause(seats: int) -> set[str]:
    opening = "افتتحت البلدية قاعة العروض الكبرى وسط المدينة بعد ترميم دام سنتين"
    closing = "وتنطلق الفرق المدعوة في تقديم أعمالها خلال الأسبوع الثاني من الربيع"
    before = "حيث يتسع مدرجها الجديد لأكثر من 300 متفرج مع مداخل للكراسي المتحركة"
    after = f"علما أن المدرج الجديد يتسع لأكثر من {seats} متفرج وله مداخل للكراسي المتحركة"
    edit = compare(
        piece(body=(f"{opening}، {before}.", *AROUND, f"{closing}.")),
        piece(body=(f"{opening}.", *AROUND, f"{closing}، {after}.")),
    )
    return set(edit.kinds) if edit else set()


def test_a_clause_that_moved_far_off_and_was_reworded_is_wording() -> None:
    assert _moved_clause(300).isdisjoint({"addition", "removal", "figures"})


def test_a_figure_that_changed_while_its_clause_moved_is_told() -> None:
    assert "figures" in _moved_clause(250)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        # how somebody denies is not who does
        (
            "نفى مصدر بلدي صحة خبر الغلق.",
            "نفى مصدر بلدي جملة وتفصيلا صحة خبر الغلق.",
            {"wording"},
        ),
        # one way to introduce a source for another, «و» or not
        (
            "وبحسب المرصد تنزل الأمطار غدا.",
            "وفق المرصد تنزل الأمطار غدا.",
            {"wording"},
        ),
        # a statement that goes on speaking is no other speaker
        (
            'وتابع: "نغلق السوق القديمة لأسبوع كامل".',
            'وتابع البيان: "نغلق السوق القديمة لأسبوع كامل".',
            {"wording"},
        ),
        # a month that is named twice is one
        (
            "يفتح المعرض في نوفمبر القادم للزوار.",
            "يفتح المعرض في نوفمبر (تشرين الثاني) القادم للزوار.",
            {"formatting"},
        ),
    ],
)
def test_what_says_no_more_than_before_is_told_as_little(
    before: str, after: str, kinds: set[str]
) -> None:
    assert told(before, after) == kinds


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        (
            "نفت البلدية ارتفاع أسعار الكراء في السوق.",
            "أكدت البلدية أنه غير صحيح ارتفاع أسعار الكراء في السوق.",
            False,
        ),
        (
            "قال المدير إنه لا صحة لخبر غلق المسبح.",
            "نفى المدير خبر غلق المسبح.",
            False,
        ),
        ("أكد المدير غلق المسبح.", "نفى المدير غلق المسبح.", True),
        # alone before two words that stayed, it turned both
        (
            "لم يحضر الرئيس الجلسة وقد حضر نائبه.",
            "قد حضر الرئيس الجلسة ولم يحضر نائبه.",
            True,
        ),
    ],
)
def test_a_negation_that_another_word_takes_up_turns_nothing(
    before: str, after: str, turned: bool
) -> None:
    assert ("negation" in told(before, after)) is turned


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ("تبث القناة المباراة مساء.", "تبث القناة الوطنية الأولى المباراة مساء.", False),
        ("تبث القناة الأولى المباراة مساء.", "تبث القناة الثانية المباراة مساء.", True),
        ("يخوض الفريق الجولة من البطولة.", "يخوض الفريق الجولة الثانية من البطولة.", True),
    ],
)
def test_an_ordinal_that_came_with_what_it_names_counts_nothing(
    before: str, after: str, counts: bool
) -> None:
    assert ("figures" in told(before, after)) is counts


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("تفتح القاعة في 3/1/2026 أبوابها.", "تفتح القاعة في 3 يناير 2026 أبوابها.", False),
        ("تفتح القاعة في 3/1/2026 أبوابها.", "تفتح القاعة في 4 يناير 2026 أبوابها.", True),
        ("جددت المهمة لمدة عام واحد للفرقة.", "جددت المهمة لمدة عام للفرقة.", False),
        ("جددت المهمة لمدة عام واحد للفرقة.", "جددت المهمة لمدة عامين للفرقة.", True),
    ],
)
def test_one_date_and_one_count_are_the_same_in_other_words(
    before: str, after: str, changed: bool
) -> None:
    assert ("figures" in told(before, after)) is changed


def test_a_verb_that_agrees_with_another_subject_is_not_mended() -> None:
    kinds = told("صوت المجلس البلدي للمشروع أمس.", "صوتت اللجنة البلدية للمشروع أمس.")
    assert "spelling" not in kinds


def test_who_a_statement_is_of_is_attribution_though_a_sentence_of_its_own() -> None:
    edit = compare(
        piece(body=("صدر عن قيادة حرس السواحل البلاغ الآتي:", *AROUND)), piece(body=AROUND)
    )
    assert edit is not None
    assert edit.kinds == ("attribution",)


def test_another_speaker_of_a_quotation_is_one_though_a_document_spoke() -> None:
    assert "quote" in told(
        'وأكد البيان: "نغلق السوق القديمة لأسبوع كامل".',
        'وأكد المحافظ: "نغلق السوق القديمة لأسبوع كامل".',
    )


def test_only_a_conjunction_within_a_quotation_is_none_of_its_words() -> None:
    assert "quote" not in told(
        'قالت الجمعية إنه "وحسب المتطوعين تنطلق الحملة قريبا".',
        'قالت الجمعية إنه "حسب المتطوعين تنطلق الحملة قريبا".',
    )


@pytest.mark.parametrize(("before", "after"), [("مع", "ضد"), ("قبل", "بعد"), ("كل", "بعض")])
def test_a_small_word_turns_what_a_quotation_says(before: str, after: str) -> None:
    said = "وقال رئيس النقابة «سنواصل العمل اليوم {} الحكومة الجديدة في هذا الملف»."
    assert "quote" in told(said.format(before), said.format(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "لم يحضر المدير الجهوي اجتماع المجلس أمس، وقد وافق الأعوان على المقترح الجديد.",
            "حضر المدير الجهوي اجتماع المجلس أمس، ولم يوافق الأعوان على المقترح الجديد.",
        ),
        (
            "لم يوقع الوزير على الاتفاق مع الشركة، وسيغادر المدينة مساء اليوم مع الوفد.",
            "وقع الوزير على الاتفاق مع الشركة، ولن يغادر المدينة مساء اليوم مع الوفد.",
        ),
    ],
)
def test_two_statements_that_turn_are_both_told(before: str, after: str) -> None:
    assert "negation" in told(before, after)


def test_a_paragraph_of_nothing_but_dates_and_figures_is_judged_soon() -> None:
    began = process_time()
    told("3/1 " * 3_000, "3 " * 3_000)
    assert process_time() - began < 5
