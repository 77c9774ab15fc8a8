"""A word that nobody writes, a letter from a common one, was mistyped; a rare word was not."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("mistyped", "right"),
    [
        ("فتحت النيابة تخقيقا في الحادث.", "فتحت النيابة تحقيقا في الحادث."),
        ("حطت الطائرة في المطا ليلا.", "حطت الطائرة في المطار ليلا."),
        ("أشرف رئيس الجهورية على الموكب.", "أشرف رئيس الجمهورية على الموكب."),
        ("اجتمع عدد من المسؤليين في المقر.", "اجتمع عدد من المسؤولين في المقر."),
        ("صدر القانمن الجديد أمس.", "صدر القانون الجديد أمس."),
        ("غادرت العائلة تزنس في الصباح.", "غادرت العائلة تونس في الصباح."),
        ("تعطلت الحافلة قرب الجسر ةوصل المسافرون متأخرين.",
         "تعطلت الحافلة قرب الجسر ووصل المسافرون متأخرين."),
        ("حان موعد نطلاق الدروس.", "حان موعد انطلاق الدروس."),
        ("تصل القافلة اليموم إلى الميناء.", "تصل القافلة اليوم إلى الميناء."),
        ("وصلت الشاحنة غلى الميناء.", "وصلت الشاحنة إلى الميناء."),
        ("دعى المنظمون إلى الهدوء.", "دعا المنظمون إلى الهدوء."),
    ],
)  # fmt: skip
def test_what_nobody_writes_was_mistyped(mistyped: str, right: str) -> None:
    assert told(mistyped, right) == {"spelling"}
    assert told(right, mistyped) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # both are words
        ("انتقل اللاعب من الشرق.", "انتقل اللاعب من الشرط."),
        ("انتهت الحرب في الشمال.", "انتهى الحزب في الشمال."),
        ("حجز الأعوان القطار.", "حجز الأعوان القناص."),
        # a rare one is another form of a common one
        ("كان اللاعب يحاول التسديد.", "كان اللاعب محاول التسديد."),
        ("تتمثل الأشغال في الطريق.", "تتماثل الأشغال في الطريق."),
    ],
)
def test_another_word_is_no_mistake_of_the_first(before: str, after: str) -> None:
    assert "wording" in told(before, after)


def test_a_family_that_is_less_common_is_another() -> None:
    assert told("كرم الحي المخرج سالم الماجري.", "كرم الحي المخرج سالم الهاجري.") == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("لم يأتي أحد إلى الموعد.", "لم يأت أحد إلى الموعد."),
        ("لم يكون الطريق مفتوحا.", "لم يكن الطريق مفتوحا."),
        ("وأكد المدير أن العمال لن يغادرون المصنع.", "وأكد المدير أن العمال لن يغادروا المصنع."),
        ("تضررت عشرة منزلا من الأمطار.", "تضررت عشرة منازل من الأمطار."),
        ("بدا السكان مستاؤون من القرار.", "بدا السكان مستائين من القرار."),
    ],
)
def test_an_ending_that_a_word_before_asks_for_is_spelling(before: str, after: str) -> None:
    assert told(before, after) == {"spelling"}


def test_a_verb_that_no_particle_governs_is_another_form() -> None:
    assert told("كان السكان يغادرون الحي.", "كان السكان يغادروا الحي.") != {"negation"}
    assert told("كما يأتي الوفد غدا.", "كما يأت الوفد غدا.") == {"wording"}


def test_a_blank_left_out_after_a_small_word_is_formatting() -> None:
    assert told("أشرف الوالي علىالاجتماع.", "أشرف الوالي على الاجتماع.") == {"formatting"}
