"""Whole classes of what turns the sense of a sentence, and of what says the same in other words."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, AUTOUR, told


def turned(before: str, after: str) -> bool:
    """Whether the change turns the sense, told the same way in both directions."""
    around = AROUND if before[0] > "~" else AUTOUR
    one, other = ("negation" in told(*pair, around) for pair in ((before, after), (after, before)))
    assert one == other
    return one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("اللاعب سيشارك في لقاء الأحد.", "اللاعب سيغيب عن لقاء الأحد."),
        ("وحضر المندوب جلسة السوق.", "وتغيب المندوب عن جلسة السوق."),
        ("وثبتت اللجنة نتيجة القرعة.", "وألغت اللجنة نتيجة القرعة."),
        ("وأفلحت الوساطة في إقناع الحرفيين.", "وفشلت الوساطة في إقناع الحرفيين."),
        ("وتوفرت مادة الطين في السوق.", "وانعدمت مادة الطين في السوق."),
        ("والطريق سالكة أمام العربات.", "والطريق مقطوعة أمام العربات."),
        ("ويلزم القانون الحرفي بالتسجيل.", "ويعفي القانون الحرفي من التسجيل."),
        ("وقد انضم الحرفي إلى الجمعية.", "وقد انسحب الحرفي من الجمعية."),
        ("وتبنت الجمعية البيان.", "وتبرأت الجمعية من البيان."),
        ("ومنح المجلس الثقة للمدير.", "وحجب المجلس الثقة عن المدير."),
        ("ويعرف المحققون هوية السارق.", "ويجهل المحققون هوية السارق."),
        ("وضمت القائمة الحرفي الشاب.", "وخلت القائمة من الحرفي الشاب."),
        ("وسقطت الجرار داخل السوق.", "وسقطت الجرار خارج السوق."),
        ("ووافقت البلدية على المعرض.", "واعتذرت البلدية عن المعرض."),
        ("وأكد إدانته بالسرقة.", "وأكد براءته من السرقة."),
        ("وقالت الوزارة إن تباطؤ النمو متواصل.", "وقالت الوزارة إن تسارع النمو متواصل."),
        ("وقال الطبيب إن الجسر سليم.", "وقال الطبيب إن الجسر متضرر."),
        ("وبلغت الأشغال مرحلة متقدمة.", "وبلغت الأشغال مرحلة متعثرة."),
        ("وحركة القطارات منتظمة منذ الصباح.", "وحركة القطارات متوقفة منذ الصباح."),
        ("وقرر القاضي تمديد توقيفه.", "وقرر القاضي الإفراج عنه."),
        ("والوزارة تستورد الحبوب.", "والوزارة تصدر الحبوب."),
        (
            "Le syndicat a décidé de prolonger la grève.",
            "Le syndicat a décidé de suspendre la grève.",
        ),
        ("The guild resisted the order.", "The guild surrendered to the order."),
        ("Le potier est apte au concours.", "Le potier est inapte au concours."),
        ("Les ateliers restent fermés lundi.", "Les ateliers ont été rouverts lundi."),
        ("La vidéo du four est authentique.", "La vidéo du four est truquée."),
        ("La ville recommande la visite.", "La ville déconseille la visite."),
        ("The guild granted the request.", "The guild dismissed the request."),
        ("The weaver will attend the fair.", "The weaver will miss the fair."),
        ("The guild has a majority here.", "The guild lacks a majority here."),
        ("The glaze was harmful to birds.", "The glaze was harmless to birds."),
        ("Visitors were allowed to leave.", "Visitors were prevented from leaving."),
    ],
)
def test_contraries_are_known_in_all_their_forms(before: str, after: str) -> None:
    assert turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وغادر الحرفي بعد أن باع الجرة.", "وغادر الحرفي دون أن يبيع الجرة."),
        ("وما من نية لنقل السوق.", "وهناك نية لنقل السوق."),
        ("وحفظ الملف لعدم وجود أدلة.", "وفتح الملف لوجود أدلة."),
        ("وأجل البيع لعدم اكتمال الأوراق.", "وأجل البيع رغم اكتمال الأوراق."),
        ("وقال إنه لن يقبل بالعرض الجديد.", "وقال إنه لا يرفض العرض الجديد."),
        ("ورفض القاضي سجنه.", "وقرر القاضي سجنه."),
        ("وقد وقع الطرفان عقد السوق.", "وقد رفض الطرفان توقيع عقد السوق."),
        ("وأدلى المدير بتصريح للزوار.", "ورفض المدير الإدلاء بتصريح للزوار."),
        ("وكاد المركب يغرق قرب السوق.", "وغرق المركب قرب السوق."),
        ("الحرفي يسيطر على فرنه.", "الحرفي يفقد السيطرة على فرنه."),
        ("وقرر المجلس إقامة المعرض.", "وقرر المجلس رفض إقامة المعرض."),
        ("وهذه الآنية مكلفة ومفيدة للبيت.", "وهذه الآنية رخيصة وغير مفيدة للبيت."),
        ("ولم تتبن أي جهة السرقة حتى الآن.", "وتبنت عصابة السرقة في رسالة إلى السوق."),
        ("والمعرض لا يزال مستمرا.", "والمعرض انتهى."),
        ("لا يزال الإضراب مستمرا في السوق.", "انتهى الإضراب في السوق."),
        ("Les potiers sont hors de danger.", "Les potiers sont en danger."),
        ("Personne n'a vu le voleur.", "Un potier a vu le voleur."),
        ("Le four n'est plus obligatoire.", "Le four est obligatoire."),
        ("Le guide n'exclut plus une visite.", "Le guide exclut une visite."),
        ("Potters to sign the lease.", "Potters refuse to sign the lease."),
        ("The kiln barely held the heat.", "The kiln held the heat."),
    ],
)
def test_what_denies_is_known_wherever_it_stands(before: str, after: str) -> None:
    assert turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وأكد أن الأمر ليس سهلا.", "وأكد أن الأمر صعب."),
        ("ولا تزال الأسباب مجهولة.", "ولم تعرف الأسباب بعد."),
        ("وقال إن الحكم لا رجعة فيه.", "وقال إن الحكم نهائي."),
        ("وقال إن الزيارة لم تكن طويلة.", "وقال إن الزيارة كانت قصيرة."),
        ("ولم تعد الجمعية تحظى بالدعم.", "وفقدت الجمعية الدعم."),
        ("Les orages ne sont pas rares ici.", "Les orages sont fréquents ici."),
        ("L'enquête n'est pas terminée.", "L'enquête se poursuit."),
        ("Les potiers ne reconnaissent pas les faits.", "Les potiers nient les faits."),
        ("The bridge is not safe.", "The bridge is unsafe."),
        ("The guild no longer employs him.", "The guild has dismissed him."),
    ],
)
def test_the_contrary_of_what_is_denied_says_the_same(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ولم يحضر المندوب الجلسة.", "وتغيب المندوب عن الجلسة."),
        ("وغادر الحرفي دون أن يدلي بتصريح.", "وغادر الحرفي ولم يدل بتصريح."),
        ("ويأتي هذا رغم عدم وجود اتفاق.", "ويأتي هذا رغم غياب اتفاق."),
        ("ورفض القاضي الإفراج عن الحرفي.", "وقرر القاضي إبقاء الحرفي في السجن."),
        ("وأنهت الفرقة الموسم دون هزيمة.", "ولم تنهزم الفرقة طيلة الموسم."),
        ("وليس هذا المعرض الأول في السوق.", "وهذا المعرض ليس الأول في السوق."),
        ("Personne n'a été blessé.", "L'incendie n'a pas fait de blessé."),
        ("Le suspect conteste les faits.", "Le suspect nie les faits."),
        ("والأحزاب تتكتم عن مصادر تمويلها.", "والأحزاب ترفض الكشف عن مصادر تمويلها."),
        ("The station is closed until May.", "The station will not reopen until May."),
        ("He has no children.", "He is childless."),
        ("Nobody was hurt in the fire.", "The fire hurt no one."),
        ("The guild did not attend.", "The guild was absent."),
        ("The mayor has yet to comment.", "The mayor has not commented."),
    ],
)
def test_a_denial_in_both_versions_turns_nothing(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ولا يقل عدد الزوار عن مئة.", "وبلغ عدد الزوار مئة على الأقل."),
        ("ولا تتجاوز نسبة الحضور 30 بالمئة.", "وتبلغ نسبة الحضور 30 بالمئة."),
        ("وليس المدير فقط من سيرحل.", "والمدير والكاتب سيرحلان."),
        ("وأجل البيع إلى موعد لاحق.", "وأجل البيع إلى موعد غير محدد."),
        ("Il n'y a plus que deux fours ici.", "Il ne reste que deux fours ici."),
        ("Le prix reste avant qu'il ne monte.", "Le prix reste avant que tout monte."),
        ("The No. 2 kiln won the prize.", "The second kiln won the prize."),
        ("Not only the potter but also his son left.", "Both the potter and his son left."),
        ("No fewer than 40 potters came.", "At least 40 potters came."),
        ("The fair did not open until May.", "The fair opened in May."),
        ("The street was left without power.", "The street was left in the dark."),
    ],
)
def test_what_only_limits_or_counts_denies_nothing(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وانتهى اللقاء بفوز النجم على الهلال.", "وانتهى اللقاء بخسارة الهلال أمام النجم."),
        ("وخسر الفريق الشوط الأول ثم فاز بالثاني.", "وفاز الفريق بالثاني بعد خسارة الأول."),
        ("Ghana beat the team on Sunday.", "The team lost to Ghana on Sunday."),
        ("Lille bat Nice.", "Nice perd contre Lille."),
    ],
)
def test_who_won_and_who_lost_may_change_places(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وأصيب ثلاثة حرفيين في الحادث.", "وقتل ثلاثة حرفيين في الحادث."),
        ("وقررت الجمعية تأجيل المعرض.", "وقررت الجمعية تقديم موعد المعرض."),
        ("وللتذكير فقد حضر الحرفي الجلسة.", "وحضر الحرفي الجلسة."),
        ("The guild may rule on Monday.", "The guild will rule on Monday."),
        ("Thierry Nier vend ses pots.", "Fabien Vidal vend ses pots."),
    ],
)
def test_a_graver_fact_is_no_contrary(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وقال إن الجمعية تجاهلت مطالبهم.", "وقال إن الجمعية لم تستجب لمطالبهم."),
        ("وقال إن النادي تمسك بحارسه.", "وقال إن النادي لم يتخل عن حارسه."),
        ("وحضر الحرفي الجلسة.", "ولم يغب الحرفي عن الجلسة."),
        ("لم تلغ البلدية المعرض.", "أبقت البلدية على المعرض."),
    ],
)
def test_a_verb_that_lost_a_letter_is_known(before: str, after: str) -> None:
    assert not turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ولم يغب الحرفي عن الجلسة.", "وغاب الحرفي عن الجلسة."),
        ("لم تلغ البلدية المعرض.", "ألغت البلدية المعرض."),
    ],
)
def test_a_verb_that_denies_and_is_denied_turns_when_it_is_not(before: str, after: str) -> None:
    assert turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ولم يصدر أي تعليق من البلدية.", "وعلقت البلدية على الحادثة في بيان."),
        ("ولم يتم إيقاف أي شخص إلى حد الآن.", "وأوقفت الشرطة شخصين بعد الحادثة."),
        ("The tour has been cancelled.", "The tour will go ahead."),
        ("No arrests have been made.", "Police have arrested two men over the fire."),
        ("No injuries were reported.", "Three people were injured."),
    ],
)
def test_a_sentence_that_says_what_the_one_in_its_place_denied(before: str, after: str) -> None:
    assert turned(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ولم يعلق النادي على الأخبار حول رحيل مدربه.", "ووقع النادي عقدا مع راع جديد لملعبه."),
        ("No injuries were reported.", "The road reopened at noon."),
    ],
)
def test_a_sentence_of_something_else_in_its_place_turns_nothing(before: str, after: str) -> None:
    assert not turned(before, after)


def test_a_negation_only_written_together_is_none() -> None:
    assert not turned("وندد بالتصرف لا أخلاقي تجاهه.", "وندد بالتصرف اللاأخلاقي تجاهه.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("البلدية توافق على المعرض", "البلدية تعتذر عن المعرض"),
        ("غدا: السوق مفتوحة للزوار", "غدا: السوق مغلقة أمام الزوار"),
        ("Foire : les potiers signent l'accord", "Foire : les potiers refusent de signer l'accord"),
        ("الأسعار ترتفع", "الأسعار تنخفض"),
        ("Rates rise", "Rates fall"),
        ("Potter fit for contest", "Potter ruled out of contest"),
    ],
)
def test_a_title_turns_by_them_too(before: str, after: str) -> None:
    edit = compare(piece(title=before, body=AROUND), piece(title=after, body=AROUND))
    assert edit is not None
    assert {"headline", "negation"} <= set(edit.kinds)
