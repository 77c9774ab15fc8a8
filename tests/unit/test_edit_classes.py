"""Whole classes of figures, denials, verbs of saying and names are known, not single words."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, AUTOUR, told

# --- figures -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("عضو", "عضوين"),
        ("نجار", "نجاران"),
        ("منسجة", "منسجتين"),
        ("مستشفى", "مستشفيين"),
        ("مروحية", "مروحيتان"),
        ("خليتين", "خلايا"),
        ("جرتان", "جرات"),
        ("إبريقين", "أباريق"),
        ("زورقين", "زوارق"),
    ],
)
def test_a_noun_in_the_dual_put_for_its_singular_or_plural_is_a_figure(one: str, two: str) -> None:
    assert "figures" in told(
        f"وذكر البيان أن {one} بالسوق أمس.", f"وذكر البيان أن {two} بالسوق أمس."
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("مدارس", "مدرسين"),
        ("فلاح", "فلاحين"),
        ("ميدان", "ميادين"),
        ("تونسي", "تونسيين"),
        ("فقد", "فقدان"),
        ("غاضب", "غضبان"),
        ("الأمن", "الأمنيين"),
        ("المدن", "المدنيين"),
        ("الصحف", "الصحفيين"),
        ("آخر", "آخرين"),
        ("القصر", "القصرين"),
        ("ومسؤول", "ومسؤولين"),
        ("المدير سالم السعيدي", "المدير سلمان السعيدي"),
        ("المدير عمر السعيدي", "المدير عمران السعيدي"),
    ],
)
def test_what_only_looks_like_a_dual_is_no_figure(one: str, two: str) -> None:
    assert "figures" not in told(f"وزار الوفد {one} هناك.", f"وزار الوفد {two} هناك.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("يفتح السوق مطلع سنة 2031.", "يفتح السوق نهاية سنة 2031."),
        ("يفتح السوق أوائل مارس 2031.", "يفتح السوق أواخر مارس 2031."),
        ("يفتح السوق الأسبوع الماضي.", "يفتح السوق الأسبوع المقبل."),
        ("يفتح السوق خلال أسبوع من الآن.", "يفتح السوق خلال شهر من الآن."),
        ("يفتح السوق في الصيف القادم.", "يفتح السوق في الشتاء القادم."),
        ("بني السوق في الثمانينات بالحجر.", "بني السوق في التسعينيات بالحجر."),
        ("يفتح السوق عند منتصف النهار.", "يفتح السوق عند منتصف الليل."),
        ("يغلق السوق على الثامنة إلا ربعا.", "يغلق السوق على الثامنة."),
        ("Le marché ouvre fin mars dans la halle.", "Le marché ouvre début mars dans la halle."),
        ("The fair opens in early May this time.", "The fair opens in late May this time."),
        ("The fair lost one third of its stalls.", "The fair lost a quarter of its stalls."),
        ("The fair will double the stalls.", "The fair will triple the stalls."),
        ("Une dizaine de potiers sont venus.", "Une vingtaine de potiers sont venus."),
    ],
)
def test_a_period_or_measure_put_for_another_is_a_figure(before: str, after: str) -> None:
    assert "figures" in told(before, after, AROUND if before[0] > "z" else AUTOUR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("يفتح السوق بداية سنة 2031.", "يفتح السوق مطلع سنة 2031."),
        ("يفتح السوق الشهر القادم.", "يفتح السوق الشهر المقبل."),
        ("أعلن ذلك الرئيس السابق للجمعية.", "أعلن ذلك الرئيس الحالي للجمعية."),
        ("في بداية العرض رقص الحرفيون.", "في نهاية العرض رقص الحرفيون."),
    ],
)
def test_the_same_period_in_other_words_or_no_period_is_no_figure(before: str, after: str) -> None:
    assert "figures" not in told(before, after)


def test_a_unit_in_the_singular_is_the_other_side_of_a_figure() -> None:
    assert told("دام العرض 45 دقيقة أمام الجمهور.", "دام العرض ساعة كاملة أمام الجمهور.") == {
        "figures"
    }


def test_the_unit_of_a_figure_is_no_wording_where_a_word_between_them_stayed() -> None:
    before = "وبلغت كلفة السوق 270 ألف دولار هذه السنة."
    assert told(before, "وبلغت كلفة السوق 250 ألف يورو هذه السنة.") == {"figures"}


# --- negation ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تم العثور على الحلي المسروقة.", "لم يتم إلى حد الآن العثور على الحلي المسروقة."),
        ("توصلت الجمعية إلى اتفاق.", "لم تتوصل الجمعية بعد إلى اتفاق."),
        ("أكدت البلدية غلق السوق.", "استبعدت البلدية غلق السوق."),
        ("أكد الحرفي بيع الجرة.", "أنكر الحرفي بيع الجرة."),
        ("لا تستبعد البلدية غلق السوق.", "تستبعد البلدية غلق السوق."),
        ("La mairie a évoqué la fermeture.", "La mairie a exclu la fermeture."),
        ("La mairie n’exclut pas la fermeture.", "La mairie exclut la fermeture."),
        ("The mayor has ruled out a new fair.", "The mayor has not ruled out a new fair."),
        ("The mayor was aware of the debt.", "The mayor was unaware of the debt."),
        ("The sale was legal in the town.", "The sale was illegal in the town."),
        ("The mayor has yet to sign the lease.", "The mayor has signed the lease."),
    ],
)
def test_a_denial_in_any_of_its_forms_is_a_negation(before: str, after: str) -> None:
    assert "negation" in told(before, after, AROUND if before[0] > "z" else AUTOUR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("استبعد المدرب حارسين من القائمة.", "استدعى المدرب حارسين إلى القائمة."),
        ("استبعد المدرب ثلاثة حراس لأسباب.", "استدعى المدرب ثلاثة حراس لأسباب."),
        ("Le club exclut deux joueurs de la liste.", "Le club écarte deux joueurs de la liste."),
        ("The press office sold unions goods.", "The press office sold onions goods."),
        ("The pact was signed at noon.", "The impact was signed at noon."),
        ("They sold less, unless told.", "They sold less, less told."),
        ("والأمر ليس أكثر من دعاية.", "والأمر أكثر من دعاية."),
    ],
)
def test_what_only_looks_like_a_denial_is_none(before: str, after: str) -> None:
    assert "negation" not in told(before, after, AROUND if before[0] > "z" else AUTOUR)


# --- quotations and sources ----------------------------------------------------------


@pytest.mark.parametrize("verb", ["أقر", "استنكر", "أردف", "ندد", "أجاب", "اقترح", "رحب", "جدد"])
def test_another_speaker_of_a_quotation_is_told_after_any_verb_of_saying(verb: str) -> None:
    said = ': "سنعود إلى السوق القديم مع كل الحرفيين".'
    assert told(f"و{verb} المندوب{said}", f"و{verb} الكاتب العام{said}") == {"quote"}


@pytest.mark.parametrize("verb", ["said", "argued", "admitted", "vowed"])
def test_another_speaker_after_an_english_quotation_is_told(verb: str) -> None:
    said = "“We will reopen the old market in the spring,”"
    before, after = (
        f"{said} {verb} the mayor of the town.",
        f"{said} {verb} the warden of the town.",
    )
    assert told(before, after, AUTOUR) == {"quote"}


@pytest.mark.parametrize("verb", ["martelé", "reconnu", "prévenu", "regretté"])
def test_another_speaker_after_a_french_quotation_is_told(verb: str) -> None:
    said = "« Nous rouvrirons la halle au printemps »"
    before, after = f"{said}, a {verb} le maire.", f"{said}, a {verb} la préfète."
    assert told(before, after, AUTOUR) == {"quote"}


@pytest.mark.parametrize(("opens", "closes"), [("<<", ">>"), ("''", "''"), ("″", "″")])
def test_typed_quotation_marks_hold_a_quotation(opens: str, closes: str) -> None:
    before = f"ووعد المندوب بأن السوق {opens}سيبقى مفتوحا للحرفيين{closes} هذه السنة."
    after = f"ووعد المندوب بأن السوق {opens}سيبقى مفتوحا للتجار{closes} هذه السنة."
    assert "quote" in told(before, after)


@pytest.mark.parametrize("verb", ["أقر", "نبه", "رجح", "لاحظ", "أعلم", "خلص"])
def test_another_source_is_told_after_any_verb_of_saying(verb: str) -> None:
    before = f"و{verb} رئيس البلدية أن السوق ستفتح قريبا."
    after = f"و{verb} مصدر مطلع أن السوق ستفتح قريبا."
    assert "attribution" in told(before, after)


def test_a_source_put_in_beside_a_verb_that_agrees_with_it_is_no_wording() -> None:
    before = "وأكدت أن السوق ستفتح قريبا للعموم."
    assert told(before, "وأكد مصدر بلدي أن السوق ستفتح قريبا للعموم.") == {"attribution"}


def test_another_source_between_marks_is_attribution() -> None:
    before = "The old market will reopen, the town council said."
    assert told(before, "The old market will reopen, the police said.", AUTOUR) == {"attribution"}
    before = "La halle rouvrira, a annoncé la préfecture."
    assert told(before, "La halle rouvrira, a annoncé le syndicat.", AUTOUR) == {"attribution"}


def test_the_initials_a_writer_signs_with_are_attribution() -> None:
    assert told("وتغلق السوق ليلا. س ل م", "وتغلق السوق ليلا.") == {"attribution"}


def test_according_to_whom_is_attribution_beside_a_quotation_too() -> None:
    before = 'وقال المندوب "سنعود إلى السوق القديم غدا" حسب ما ذكره موقع "الجبل" الإلكتروني.'
    after = 'وقال المندوب "سنعود إلى السوق القديم غدا" حسب ما ذكرته صحيفة "السهل".'
    assert "attribution" in told(before, after)
    assert "formatting" not in told(before, after)


# --- names and marks -------------------------------------------------------------------


def test_who_is_called_doctor_is_a_name_that_no_list_knows() -> None:
    before = "وقال الدكتور شانبور، رئيس القسم، إن العملية نجحت."
    assert "names" in told(before, "وقال الدكتور فاندركاي، رئيس القسم، إن العملية نجحت.")


def test_a_name_joined_to_names_is_told() -> None:
    before = "وغاب عن المعرض سالم العرفي ومنذر الصبيحي هذه المرة."
    after = "وغاب عن المعرض سالم العرفي ومنذر الصبيحي وأنور سليماني هذه المرة."
    assert told(before, after) == {"names"}


def test_two_persons_of_like_names_are_not_one_name_mended() -> None:
    before = "وافتتح المعرض حاتم بن سالم مساء."
    assert "spelling" not in told(before, "وافتتح المعرض سليم خلبوس مساء.")


def test_quotation_marks_go_with_the_words_they_hold() -> None:
    before = 'وقال المندوب لمراسل إذاعة "صوت الجبل" خلال الحفل إن السوق ستفتح.'
    after = "وقال المندوب لوكالة الشمال للأنباء خلال الحفل إن السوق ستفتح."
    assert "formatting" not in told(before, after)


# --- what runs over sentences, and two denials -------------------------------------------


def test_a_sentence_that_went_out_of_a_quotation_is_a_quotation_that_changed() -> None:
    before = 'وقال المندوب: "السوق مفتوحة للجميع. سنعود غدا. لن نغلق الأبواب قبل الليل".'
    after = 'وقال المندوب: "السوق مفتوحة للجميع. لن نغلق الأبواب قبل الليل".'
    assert told(before, after) == {"quote"}
    assert told(after, before) == {"quote"}


def test_a_statement_put_at_the_end_of_a_quotation_is_told_of_both() -> None:
    before = 'وقال المندوب: "السوق مفتوحة للجميع. سنعود إليها غدا".'
    after = before.replace('غدا".', 'غدا. ولن نترك أي حرفي دون مكان في هذا السوق".')
    assert {"quote", "addition"} <= told(before, after)


def test_a_quotation_that_is_new_as_a_whole_is_an_addition() -> None:
    before = "وفتحت السوق أبوابها للحرفيين."
    after = before + ' وقال المندوب: "السوق مفتوحة للجميع. لن نغلق الأبواب قبل الليل".'
    assert "quote" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "وقال إن القرار ليس نهائيا وقابل للمراجعة.",
            "وقال إن القرار نهائي وغير قابل للمراجعة.",
        ),
        (
            "أكدت الجمعية تسجيل حرفيين جدد في السوق القديمة.",
            "لم تسجل الجمعية أي حرفيين جدد في السوق القديمة.",
        ),
        ("وتم العثور على الجرة المفقودة.", "ولم يعثر بعد على الجرة المفقودة."),
        ("والسوق ليست أكثر أمنا من الحي.", "والسوق أكثر أمنا من الحي."),
        ("لم يعد بإمكان الحرفي العودة إلى السوق.", "بإمكان الحرفي العودة إلى السوق."),
        ("وخرج الحرفي ولم يعد إلى غاية اليوم.", "وخرج الحرفي وعاد إلى منزله اليوم."),
        ("ولم يفز أي حرفي من الجهة بالجائزة.", "وفاز حرفي من الجهة بالجائزة."),
        ("على أن لا يقل سعر الجرة عن دينار.", "على أن يقل سعر الجرة عن دينار."),
    ],
)
def test_a_denial_of_what_the_other_version_says_in_another_form(before: str, after: str) -> None:
    assert "negation" in told(before, after)
    assert "negation" in told(after, before)


# --- sources in other words --------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["على حد قوله", "على حد تعبير المندوب", "كما أفاد به مصدر محلي", "كما جاء في بيان الجمعية"],
)
def test_according_to_whom_is_attribution_in_other_words_too(source: str) -> None:
    before = "انطلقت أشغال تهيئة السوق القديمة في البلدة."
    assert told(before, before.replace(".", f"، {source}.")) == {"attribution"}


def test_who_also_affirms_something_is_no_source_of_it() -> None:
    before = "كما أكد المندوب أن السوق ستفتح قريبا للعموم."
    assert "attribution" not in told(before, before.replace("قريبا", "لاحقا"))


def test_another_body_that_says_it_is_a_name_and_a_source() -> None:
    before = "أعلنت الشرطة أن السوق أغلقت أبوابها."
    after = "أعلن الدفاع المدني أن السوق أغلقت أبوابها."
    assert told(before, after) == {"names", "attribution"}


@pytest.mark.parametrize(
    ("one", "other"), [("ظابط", "ضابط"), ("لاكن", "لكن"), ("لقائات", "لقاءات")]
)
def test_a_word_written_as_it_sounds_was_mended(one: str, other: str) -> None:
    assert told(f"حضر الحفل {one} هناك.", f"حضر الحفل {other} هناك.") == {"spelling"}


@pytest.mark.parametrize(
    "line",
    ["سالم العرفي", "تحرير: منى الصبيحي", "متابعة: س. العرفي", "(س.ع)", "المصدر: وكالات"],
)
def test_a_line_that_only_says_who_wrote_it_is_attribution(line: str) -> None:
    edit = compare(piece(body=AROUND), piece(body=(*AROUND, line)))
    assert edit is not None
    assert edit.kinds == ("attribution",)


def test_a_name_in_a_line_among_others_is_no_signature() -> None:
    edit = compare(piece(body=AROUND), piece(body=(AROUND[0], "سالم العرفي", *AROUND[1:])))
    assert edit is not None
    assert "attribution" not in edit.kinds


@pytest.mark.parametrize("opening", ["الترجي - الإفريقي: ", "أخبار - رياضة: "])
def test_a_heading_before_a_text_says_not_whose_it_is(opening: str) -> None:
    text = "تعادل مثير بين الفريقين في الملعب."
    assert "attribution" not in told(opening + text, text)


def test_what_is_told_of_somebody_between_marks_is_no_source() -> None:
    before = "Le juge a ordonné la libération du suspect dans la matinée."
    after = before.replace("juge", "juge, qui relève de la cour d’appel,")
    assert "attribution" not in told(before, after, AUTOUR)


@pytest.mark.parametrize(
    "opening", ["تونس (وات) - ", "(أ ف ب) - ", "الجبل - سالم العرفي: ", "وكالات / "]
)
def test_what_stands_before_a_text_says_where_it_is_from(opening: str) -> None:
    text = "اندلع حريق في مخزن السوق فجر اليوم."
    assert "attribution" in told(text, opening + text)
    assert "attribution" in told(opening + text, text)


def test_another_credit_in_a_line_of_its_own_is_attribution() -> None:
    assert told("المصدر: وكالات", "المصدر: رويترز") == {"attribution"}


def test_who_holds_the_office_that_speaks_is_a_name() -> None:
    before = "وقال المتحدث باسم الجمعية إن السوق ستفتح."
    assert "names" in told(before, before.replace(" إن", " معز تريعة إن"))
