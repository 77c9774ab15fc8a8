"""A word made to agree with those that stayed is spelling; another person or thing is not."""

from __future__ import annotations

import pytest

from tests.edited import AROUND, AUTOUR, told


def _around(text: str) -> tuple[str, ...]:
    return AROUND if text[0] > "z" else AUTOUR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # adjectives, after their noun and after «كان»
        ("استقبلت الوزيرة الجديد وفدا.", "استقبلت الوزيرة الجديدة وفدا."),
        ("افتتح الوالي المدرسة الابتدائي أمس.", "افتتح الوالي المدرسة الابتدائية أمس."),
        ("تشهد الأسواق الأسبوعي إقبالا.", "تشهد الأسواق الأسبوعية إقبالا."),
        ("انتقد محامي الطبيبة المتربص القرار.", "انتقد محامي الطبيبة المتربصة القرار."),
        ("برنامج الحركة القائمة على أهداف.", "برنامج الحركة القائم على أهداف."),
        ("كانت النتائج إيجابي هذه السنة.", "كانت النتائج إيجابية هذه السنة."),
        ("من المنتظرة أن تنطلق الحملة.", "من المنتظر أن تنطلق الحملة."),
        ("وهي المرة الأول التي يفوز فيها.", "وهي المرة الأولى التي يفوز فيها."),
        # what points, and what follows it
        ("هذا المدرسة بنيت حديثا.", "هذه المدرسة بنيت حديثا."),
        ("وهي المبادرة الذي أطلقت أمس.", "وهي المبادرة التي أطلقت أمس."),
        ("ويشغل هذا قطاع آلاف العمال.", "ويشغل هذا القطاع آلاف العمال."),
        ("أعلن وزير المكلف بالملف عن الخطة.", "أعلن الوزير المكلف بالملف عن الخطة."),
        # verbs
        ("سيكون الأسعار في متناول الجميع.", "ستكون الأسعار في متناول الجميع."),
        ("العمال يطالبوا بتحسين الأجور.", "العمال يطالبون بتحسين الأجور."),
        # cases
        ("سيكون لها تأثيرا مباشرا على الأسعار.", "سيكون لها تأثير مباشر على الأسعار."),
        ("أصبح الوضع صعب في الجهة.", "أصبح الوضع صعبا في الجهة."),
        ("ليس هناك حلا للأزمة.", "ليس هناك حل للأزمة."),
        ("توقفت شركتي النقل عن العمل.", "توقفت شركتا النقل عن العمل."),
        # after a number
        ("أوقفت الشرطة ثلاثة رجل في المحطة.", "أوقفت الشرطة ثلاثة رجال في المحطة."),
        ("سجل الفريق أربعة هدف.", "سجل الفريق أربعة أهداف."),
        ("شارك 7 لاعب في التمارين.", "شارك 7 لاعبين في التمارين."),
        ("زرعت البلدية خمسين شجرات.", "زرعت البلدية خمسين شجرة."),
        ("Les travaux reprendra lundi au port.", "Les travaux reprendront lundi au port."),
        ("Les élus a voté le budget.", "Les élus ont voté le budget."),
        ("Il est important du parler aux gens.", "Il est important de parler aux gens."),
        ("The artefacts was looted by soldiers.", "The artefacts were looted by soldiers."),
        ("The committee have decided to leave.", "The committee has decided to leave."),
        ("She go to the market every day.", "She goes to the market every day."),
        ("Two man were hurt in the crash.", "Two men were hurt in the crash."),
        ("Several house were damaged by fire.", "Several houses were damaged by fire."),
        ("He is one of the player who left.", "He is one of the players who left."),
        ("He gave a interview to the paper.", "He gave an interview to the paper."),
        ("He don't want to leave.", "He doesn't want to leave."),
    ],
)
def test_a_word_that_agrees_anew_is_spelling(before: str, after: str) -> None:
    assert told(before, after, _around(before)) == {"spelling"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كرمت البلدية المعلم بعد التقاعد.", "كرمت البلدية المعلمة بعد التقاعد."),
        ("أوقفت الشرطة المتهم في المحطة.", "أوقفت الشرطة المتهمة في المحطة."),
        ("افتتحت البلدية المكتب صباحا.", "افتتحت البلدية المكتبة صباحا."),
        ("استقبلت الوزيرة الطالب هناك.", "استقبلت الوزيرة الطالبة هناك."),
        ("زار الوفد القرية المتضررة.", "زار الوفد القرى المتضررة."),
        ("هذا رأي الوزير في القضية.", "هذا الرأي الوزير في القضية."),
        ("أعلن الحزب ترشيح كاتبه العامة.", "أعلن الحزب ترشيح كاتبته العامة."),
        ("يدرس المجلس قانونا جديدا.", "يدرس المجلس قوانين جديدا."),
        ("حضر 7 عمال إلى المقر.", "حضر 7 أعمال إلى المقر."),
        ("قال إنه يلعب في الفريق.", "قال إنه لعب في الفريق."),
        ("La salle est fermée hier.", "La sale est fermée hier."),
        ("La route est fermée hier.", "La route était fermée hier."),
        ("Il a vu le témoin hier.", "Il a vu les témoin hier."),
        ("The player who left are here.", "The players who left are here."),
        ("He has two sons here.", "He had two sons here."),
    ],
)
def test_another_person_thing_or_time_is_no_spelling(one: str, other: str) -> None:
    assert "spelling" not in told(one, other, _around(one))
    assert "spelling" not in told(other, one, _around(one))


def test_a_verb_that_agrees_with_what_changed_beside_it_is_no_spelling() -> None:
    before = "La date, ont fait savoir les organisateurs, reste fixée."
    after = "La date, a fait savoir le ministère, reste fixée."
    assert "spelling" not in told(before, after, AUTOUR)
