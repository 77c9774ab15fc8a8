"""Names of abroad in two transliterations are one name; names and words of Arabic are not."""

from __future__ import annotations

import pytest

from pipeline.edits.mending.transliterations import transliterated
from pipeline.edits.words import spelled
from tests.edited import told


def _key(word: str) -> str:
    return spelled(word)[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سالزبورغ", "زالتسبورغ"),
        ("لموزارت", "لموتسارت"),
        ("دياقو", "دييغو"),
        ("جوجل", "غوغل"),
        ("مايتسيره", "ميزيير"),
        ("جوفنتوس", "يوفنتوس"),
        ("هامبورغ", "هامبورج"),
        ("شولتس", "شولتز"),
        ("هاريس", "هاريز"),
        ("غريزمان", "جريزمان"),
        ("زوكربيرغ", "زوكربرج"),
        ("كازاخستان", "قازاخستان"),
        ("تشيلسي", "شيلسي"),
        ("مانشستر", "مانشيستر"),
    ],
)
def test_names_of_abroad_that_sound_alike_are_one(one: str, other: str) -> None:
    assert transliterated(_key(one), _key(other))
    assert transliterated(_key(other), _key(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سالم", "سليم"),
        ("خالد", "خليد"),
        ("كمال", "كميل"),
        ("غانا", "غينيا"),
        ("شارون", "شيرين"),
        ("ميسي", "موسى"),
        ("الجيوب", "الجيب"),
        ("كتاب", "كاتب"),
        ("سيف", "صيف"),
        ("جريمة", "كريمة"),
        ("فرنسا", "فرنسي"),
        ("لندن", "لبنان"),
        ("ألمانيا", "ألبانيا"),
        ("بروكسل", "برشلونة"),
        ("شاحنتهما", "شاحنتهم"),
        ("تلقيها", "تتلقى"),
        ("دونالد", "رونالد"),
        ("كولومبيا", "كولومبو"),
    ],
)
def test_names_of_arabic_other_places_and_words_are_two(one: str, other: str) -> None:
    assert not transliterated(_key(one), _key(other))


def test_a_name_in_another_transliteration_is_spelling_and_names_nobody_else() -> None:
    before = "أطلقت شركة جوجل نموذجا جديدا للذكاء الاصطناعي."
    after = "أطلقت شركة غوغل نموذجا جديدا للذكاء الاصطناعي."
    assert told(before, after) == {"spelling"}
