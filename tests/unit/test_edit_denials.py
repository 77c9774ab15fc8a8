"""What turns the sense of a sentence, by a negation or by a verb that denies, and what does not."""

from __future__ import annotations

import pytest

from tests.edited import AROUND, AUTOUR, told


def kinds(before: str, after: str) -> set[str]:
    return told(before, after, AROUND if before[0] > "~" else AUTOUR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("نسبة الحضور لا تتجاوز 15 بالمئة.", "نسبة الحضور تقل عن 15 بالمئة."),
        ("السكان بلا غذاء ولا مياه في القرية.", "السكان يفتقرون إلى الغذاء والمياه في القرية."),
        ("عجزت البلدية عن إتمام الطريق.", "لم تتمكن البلدية من إتمام الطريق."),
        ("فشل الفريق في بلوغ النهائي.", "لم ينجح الفريق في بلوغ النهائي."),
        ("تعذر على الحماية الوصول إلى المكان.", "لم تستطع الحماية الوصول إلى المكان."),
        ("امتنع الشاهد عن الكلام أمام القاضي.", "لم يتكلم الشاهد أمام القاضي."),
        ("رفض المدرب تجديد عقده.", "لم يقبل المدرب تجديد عقده."),
        ("أحجمت العائلة عن الكلام.", "امتنعت العائلة عن الكلام."),
        ("لست معنيا بالسباق البلدي.", "السباق البلدي لا يعنيني."),
        ("La mairie n'a pas réussi à rouvrir le pont.", "La mairie a échoué à rouvrir le pont."),
        ("The council did not manage to open it.", "The council failed to open it."),
    ],
)
def test_one_denial_in_other_words_turns_nothing(before: str, after: str) -> None:
    assert "negation" not in kinds(before, after)
    assert "negation" not in kinds(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("نسبة الحضور لا تقل عن 15 بالمئة.", "نسبة الحضور تقل عن 15 بالمئة."),
        ("لا يتجاوز عدد التلاميذ 20 تلميذا.", "يتجاوز عدد التلاميذ 20 تلميذا."),
        ("لم يفشل الفريق في بلوغ النهائي.", "فشل الفريق في بلوغ النهائي."),
        ("لم ترفض البلدية طلب الجمعية.", "رفضت البلدية طلب الجمعية."),
        ("لم يعجز العمال عن إصلاح الجسر.", "عجز العمال عن إصلاح الجسر."),
        ("وافق المدرب على تجديد عقده.", "رفض المدرب تجديد عقده."),
        ("نجحت البلدية في إتمام الطريق.", "فشلت البلدية في إتمام الطريق."),
        ("La mairie accepte de rouvrir le pont.", "La mairie refuse de rouvrir le pont."),
        ("La mairie n'a pas rouvert le pont.", "La mairie a rouvert le pont."),
        ("The council did not fail to open it.", "The council failed to open it."),
        ("The council agreed to open it.", "The council declined to open it."),
    ],
)
def test_a_sense_that_turned_is_told(before: str, after: str) -> None:
    assert "negation" in kinds(before, after)
    assert "negation" in kinds(after, before)


def test_a_verb_that_denies_put_for_any_other_turns_nothing_that_is_known() -> None:
    assert told("أعلن المدرب تأجيل السفر.", "رفض المدرب تأجيل السفر.") == {"wording"}


def test_two_statements_of_which_each_is_turned_are_told() -> None:
    before, after = "حضر سالم ولم يحضر منير اللقاء.", "لم يحضر سالم وحضر منير اللقاء."
    assert "negation" in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "وقالت الجمعية إنها لا ترى موجبا من المشاركة في معرض الثلاثاء.",
            "وقالت الجمعية إنها ستشارك في معرض الثلاثاء.",
        ),
        (
            "Police made three arrests, however no one has been charged over the fire.",
            "Police made three arrests, and charges have been brought over the fire.",
        ),
        (
            "Le maire ne compte pas démissionner après le vote.",
            "Le maire a annoncé sa démission après le vote.",
        ),
    ],
)
def test_what_was_denied_and_is_said_in_other_words_turns_the_sense(
    before: str, after: str
) -> None:
    assert "negation" in kinds(before, after)
    assert "negation" in kinds(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "وقالت الجمعية إنها لا ترى موجبا من المشاركة في معرض الثلاثاء.",
            "وقالت الجمعية إنها ستنظم سوقا كبيرة في معرض الثلاثاء.",
        ),
        (
            "The council made three offers, however no one has signed over the land.",
            "The council made three offers, and lawyers have been invited over the land.",
        ),
    ],
)
def test_a_denial_that_went_for_something_else_turns_nothing(before: str, after: str) -> None:
    assert "negation" not in kinds(before, after)
    assert "negation" not in kinds(after, before)


def test_an_idiom_of_without_denies_nothing() -> None:
    before = "Le préfet a, sans surprise, balayé cette idée."
    assert "negation" in kinds(before, "Le préfet n’a pas écarté cette idée.")
    assert "negation" not in kinds(before, "Le préfet a balayé cette idée.")
