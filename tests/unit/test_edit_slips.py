"""A slip of the hand that is mended is spelling, however short the word; another word is not."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import told, told_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وصلت السفير الجديدة إلى العاصمة.", "وصلت السفيرة الجديدة إلى العاصمة."),
        ("نوقشت منظومة الصحية في اللقاء.", "نوقشت المنظومة الصحية في اللقاء."),
        ("بعد اختراق الإلكتروني أغلق الموقع.", "بعد الاختراق الإلكتروني أغلق الموقع."),
        ("الوالي: الطلبات الفلاحين قيد الدرس.", "الوالي: طلبات الفلاحين قيد الدرس."),
        ("أوقفت الشرطة 14 مهربين على الحدود.", "أوقفت الشرطة 14 مهربا على الحدود."),
        ("شارك 5 سباحا في السباق.", "شارك 5 سباحين في السباق."),
        ("حضر 8 شخصا إلى المقر.", "حضر 8 أشخاص إلى المقر."),
    ],
)
def test_a_word_made_to_agree_with_those_that_stayed_is_spelling(before: str, after: str) -> None:
    assert told(before, after) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # both agree with what follows, and say something else
        ("أشرف مدرب الإفريقي على الحصة.", "أشرف المدرب الإفريقي على الحصة."),
        ("منعت البلدية استهلاك الماء مجهول المصدر.", "منعت البلدية استهلاك الماء المجهول المصدر."),
        ("استقبل الوالي الطالب المتفوق هناك.", "استقبل الوالي الطالبة المتفوقة هناك."),
        ("زار الوزير مدرسة الفتيات.", "زار الوزير المدرسة الفتيات."),
        # other nouns after the same number
        ("عثروا على 12 قتيلا.", "عثروا على 12 قاتلا."),
        ("حضر 5 أعوان إلى المكان.", "حضر 5 أعوام إلى المكان."),
        ("جرح 7 عمال في الحادث.", "جرح 7 أعمال في الحادث."),
        ("فصل بين الفريقين نظرا لما حدث.", "فصل بين الفريقين انتظار لما حدث."),
    ],
)
def test_another_word_beside_those_that_stayed_is_no_spelling(before: str, after: str) -> None:
    assert "spelling" not in told(before, after)


def titled(before: str, after: str, body: str) -> set[str]:
    """The kinds of an edit of the title alone."""
    edit = compare(piece(title=before, body=(body,)), piece(title=after, body=(body,)))
    return set(edit.kinds) if edit else set()


@pytest.mark.parametrize(
    ("mistyped", "right", "body"),
    [
        ("الحكم على سرق البنك", "الحكم على سارق البنك", "قضت المحكمة بسجن سارق البنك سنة."),
        ("تعطل ملاحة في المضق", "تعطل ملاحة في المضيق", "تعطلت الملاحة في المضيق أمس."),
        ("انتشال غرقي قرب الميناء", "انتشال غرقى قرب الميناء", "انتشلوا غرقى قرب الميناء."),
        ("تدشين جسر الضاجية", "تدشين جسر الضاحية", "دشن الوالي جسر الضاحية."),
        ("فتح سوق السمق", "فتح سوق السمك", "باعوا السمك في السوق."),
    ],
)
def test_what_the_rest_of_the_article_writes_otherwise_was_mistyped(
    mistyped: str, right: str, body: str
) -> None:
    assert titled(mistyped, right, body) == {"spelling"}
    assert titled(right, mistyped, body) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after", "body"),
    [
        # the rest of the article says nothing of either
        ("الحكم على سرق البنك", "الحكم على سارق البنك", "لم يذكر الخبر شيئا آخر."),
        # both words belong to the article
        ("مقتل شاب في السوق", "مقاتل شاب في السوق", "كان مقاتل آخر في الجبل."),
        ("ضبط عامل في المصنع", "ضبط عميل في المصنع", "ضبطوا عاملا وقالوا إن عميل المصنع هرب."),
        # gender and number are no slips
        ("وزير التجارة يستقيل", "وزيرة التجارة يستقيل", "استقالت وزيرة التجارة."),
        ("إضراب عامل النظافة", "إضراب عاملي النظافة", "أضرب عاملي النظافة في الحي."),
        # nor is another letter
        ("نجاح المفاوضات", "نجاة المفاوضات", "تحدثوا عن نجاة المفاوضات من الفشل."),
        ("غلق الطريق الجبلية", "شلق الطريق الجبلية", "كان شلق الطريق بعيدا."),
    ],
)
def test_two_words_that_an_article_may_both_hold_are_no_slip(
    before: str, after: str, body: str
) -> None:
    assert "headline" in titled(before, after, body)


def test_vowel_marks_hide_no_other_spelling() -> None:
    body = "قَضَتِ المَحكَمَةُ بِسَجنِ سَارِقِ البَنكِ سَنَةً."
    assert titled("الحكم على سرق البنك", "الحكم على سارق البنك", body) == {"spelling"}


def test_a_slip_left_elsewhere_is_no_slip() -> None:
    before = "حوكم سرق البنك صباحا وقيل سرق البنك ليلا."
    after = "حوكم سارق البنك صباحا وقيل سرق البنك ليلا."
    around = ("شوهد سارق البنك قرب السوق.",)
    assert told(before, after, around) == {"wording"}
    assert told(before.split(" وقيل")[0], after.split(" وقيل")[0], around) == {"spelling"}


def test_a_hamza_put_on_after_a_changed_verb_is_spelling() -> None:
    assert "spelling" in told("وأكد ان السوق فتحت.", "وقال أن السوق فتحت.")
    assert "spelling" not in told("وأكد أن السوق فتحت.", "وقال إن السوق فتحت.")


def test_a_family_name_mended_by_a_letter_after_the_same_given_name_is_spelling() -> None:
    before = "كرم الحي المخرج كارلوس بورزاكو."
    assert told(before, "كرم الحي المخرج كارلوس بورساكو.") == {"spelling"}
    assert told(before, "كرم الحي المخرج كارلوس راندوس.") == {"names"}


def test_a_page_of_one_letter_is_looked_at_for_slips_in_bounded_time() -> None:
    letters = "ا" * 60_000
    words = " ".join("ا" * (3 + at % 5) for at in range(2_000))
    other = " ".join("ا" * (3 + (at + 1) % 5) for at in range(2_000))
    start = process_time()
    told(f"{words} {letters}", f"{other} {letters}")
    assert process_time() - start < 5


@pytest.mark.parametrize(
    "changes",
    [
        # two letters swapped, or one lost, in a word that is written far more often
        "أخلت الشرطة [كنسية→كنيسة] بمدينة نيس صباحا.",
        "تقررت عودة [المدراس→المدارس] يوم الاثنين.",
        "حقق [فيدو→فيديو] مصور مشاهدات واسعة.",
        # small words
        "[وكذالك→وكذلك] تقرر غلق الطريق.",
        "وصل القطار متأخرا. [كم→كما] طالبت الجمعية بفتح الملف.",
        # participles that end in «ي» only with an article
        "عثروا عليه [متردي→مترد] قرب البيت.",
        "طالبوا بتسمية [والي→وال] جديد على الجهة.",
        # a letter for a sound that Arabic lacks
        "قال رئيس النادي فراس [قفراش→ڤفراش] إن الفريق جاهز.",
        # a verb of two letters made to agree
        "وأضاف أنه [تم→تمت] زراعة ألف هكتار.",
        # a name of abroad
        "تراجعت الأسهم في بورصة [سيول→سيئول] أمس.",
    ],
)
def test_a_slip_that_what_is_written_or_grammar_tells_is_spelling(changes: str) -> None:
    assert told_of(changes) == {"spelling"}


@pytest.mark.parametrize(
    "changes",
    [
        # two tenses of a verb
        "[وسيؤمن→ويؤمّن] الخط رحلة كل ساعة.",
        "Nous [demandons→demandions] cela à tous.",
        "Vous [allez→alliez] au port avec eux.",
        # one and many
        "وصل [كاتب→كتاب] المسرح إلى المدينة.",
        # swapped letters of two words that are both written often
        "تحدث عن [العملية→العلمية] الأخيرة.",
        # a place and who is of it
        "استقبل النادي [مغرب→مغربي] الأصل.",
    ],
)
def test_another_word_a_letter_away_is_no_spelling(changes: str) -> None:
    assert "spelling" not in told_of(changes)
