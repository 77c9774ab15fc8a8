"""Who says something is told as that, however it is put, and no more."""

from __future__ import annotations

import pytest

from tests.edited import AROUND, AUTOUR, told, told_of


def test_another_body_that_says_it_as_a_whole_is_named_and_is_the_source() -> None:
    kinds = told(
        "وأوضحت وزارة النقل في بلاغ لها أن الجسر مغلق.",
        "وأوضحت الإدارة العامة للجسور في بلاغ لها أن الجسر مغلق.",
    )
    assert kinds == {"names", "attribution"}


def test_who_says_it_is_no_wording_beside_the_source() -> None:
    kinds = told(
        "أكدت عدد من المصادر المقربة من فريق السد أن المدرب باق.",
        "أكد رئيس فريق السد أن المدرب باق.",
    )
    assert kinds == {"attribution"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("فتحت السوق وفق بلاغ صادر عن بلدية الحي.", "فتحت السوق بحسب بلدية الحي."),
        ("فتحت السوق حسب بيان لبلدية الحي.", "فتحت السوق وفق بيان لبلدية الحي."),
    ],
)
def test_the_same_source_led_by_other_words_is_none(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("فتحت السوق وفق بلاغ بلدية الحي.", "فتحت السوق وفق مصادر بلدية الحي."),
        ("فتحت السوق وفق بلاغ صادر عن بلدية الحي.", "فتحت السوق بحسب تجار الحي."),
        ("فتحت السوق وفق بلاغ.", "فتحت السوق وفق شهود."),
    ],
)
def test_another_source_is_told(before: str, after: str) -> None:
    assert "attribution" in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('ستفتح السوق ثم "نبيع فيها ما نريد".', "ستفتح السوق ثم نبيع فيها ما نصنع."),
        ("وقال سنبيع فيها ما نريد.", 'وقال "سنبيع فيها ما نصنع".'),
    ],
)
def test_the_marks_of_a_quotation_that_changed_are_its_own(before: str, after: str) -> None:
    assert "formatting" not in told(before, after)
    assert "quote" in told(before, after)


def test_marks_put_around_words_that_stayed_are_formatting() -> None:
    before, after = "قال إننا نبيع فيها ما نريد.", 'قال إننا "نبيع فيها ما نريد".'
    assert told(before, after) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after", "around"),
    [
        ("لم يتم إلى حد الآن فتح الجسر.", "تم فتح الجسر.", AROUND),
        ("They could not independently determine it.", "They independently determined it.", AUTOUR),
    ],
)
def test_what_only_denies_is_no_wording(before: str, after: str, around: tuple[str, ...]) -> None:
    assert told(before, after, around) == {"negation"}


def test_a_dual_pronoun_is_no_spelling() -> None:
    before, after = "وصل شابان ومعهما حقيبة عمرهما.", "وصل ثلاثة شبان ومعهم حقيبة عمرهم."
    assert "spelling" not in told(before, after)


def test_a_clause_cut_from_a_quotation_is_the_quotations() -> None:
    whole = 'وقال "سنفتح السوق الجديدة، ونريد فقط أن نقدم للأهالي شيئا نافعا في الحي" ثم غادر.'
    cut = 'وقال "سنفتح السوق الجديدة" ثم غادر.'
    assert told(whole, cut) == {"quote"}
    assert told(cut, whole) == {"quote"}


def test_a_clause_cut_beside_a_quotation_went() -> None:
    whole = 'وقال "سنفتح السوق" ثم غادر، حيث التقى بتجار الحي القديم أمام المقر.'
    assert told(whole, 'وقال "سنفتح السوق" ثم غادر.') == {"removal"}


def test_a_clause_that_brings_a_quotation_is_both() -> None:
    before = "أغلقت البلدية السوق يوم الأحد."
    quoted = 'أغلقت البلدية السوق يوم الأحد، وقال المندوب بالجهة "لن نفتحها قبل الصيف".'
    called = 'أغلقت البلدية السوق يوم الأحد، تحت بند "تهيئة السوق القديمة" أمام جمهور غفير هناك.'
    assert told(before, quoted) == {"addition", "quote"}
    assert told(before, called) == {"addition"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Le conseil « reste favorable au projet de la halle », note aussi la préfecture.",
            "Le conseil « reste favorable au projet de la halle », relève également la préfecture.",
        ),
        (
            "La directrice, en visite à la gare, affirme qu'elle souhaite « garder les guichets ».",
            "La directrice, en visite à la gare, dit vouloir « garder les guichets ».",
        ),
    ],
)
def test_another_verb_before_the_same_speaker_is_wording(before: str, after: str) -> None:
    assert told(before, after, AUTOUR) == {"wording"}


def test_another_speaker_after_the_same_verb_is_the_source() -> None:
    kinds = told(
        "Le pont rouvrira lundi, a annoncé la mairie.",
        "Le pont rouvrira lundi, a annoncé la préfecture.",
        AUTOUR,
    )
    assert kinds == {"attribution"}


@pytest.mark.parametrize(
    "changes",
    [
        "فتحت السوق وفق [مصدر أمني→وزارة الداخلية].",
        'فتحت السوق وفق [شهود عيان→صحيفة "الخبر"].',
        "فتحت السوق حسب [مصادر محلية→الناطق باسم وزارة الدفاع].",
        "فتحت السوق حسب [مصدر قضائي→الناطق باسم محاكم سوسة].",
        "فتحت السوق بحسب [تقارير إعلامية→منظمة العفو الدولية].",
        'فتحت السوق وفق [قناة "العربية"→قناة "الجزيرة"].',
        "وذكرت [مصادر→وكالة الأنباء السعودية] أن السوق ستفتح.",
        "[قال ناشطون→قالت منظمة هيومن رايتس ووتش] إن السوق ستفتح.",
        "Le marché a ouvert, selon [des témoins→l'agence Reuters].",
        "The market opened, according to [witnesses→the BBC].",
        "The market opened, [police→Sky News] said.",
    ],
)
def test_a_source_called_by_name_is_named_where_it_was_another(changes: str) -> None:
    assert told_of(changes) == {"attribution", "names"}


@pytest.mark.parametrize(
    "changes",
    [
        "فتحت السوق وفق [مصدر أمني→مصدر قضائي].",
        "فتحت السوق وفق [شهود→مصدر من الحماية المدنية].",
        "فتحت السوق وفق [وسائل إعلام→صحيفة محلية].",
        "فتحت السوق وفق [مصادر→قناة تلفزيونية].",
        "فتحت السوق حسب [شهود→البلدية].",
        "فتحت السوق وفق [مصادر→الناطق باسم الشركة].",
        "فتحت السوق وفق [شهود→مدير السوق].",
        "Le marché a ouvert, selon [des témoins→le parquet].",
        "The market opened, according to [witnesses→local police].",
    ],
)
def test_a_source_of_which_nobody_is_told_which_it_is_names_nobody(changes: str) -> None:
    assert told_of(changes) == {"attribution"}


def test_a_source_that_came_is_named_if_it_is_called_by_a_name_of_its_own() -> None:
    before = "وبلغت كميات المحاصيل التي جمعت هذا العام مستويات لم تعرف من قبل."
    assert told(before, f"{before[:-1]}، وفقا للأمم المتحدة.") == {"attribution", "names"}
    assert told(before, f"{before[:-1]}، وفق وزارة الفلاحة.") == {"attribution"}
