"""Lists in another order are formatting; a period or a measure put for another is a figure."""

from __future__ import annotations

import pytest

from tests.edited import AUTOUR, told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ومن موردي الصين الأرجنتين والأوروغواي وأستراليا.",
            "ومن موردي الصين أستراليا والأرجنتين والأوروغواي.",
        ),
        (
            "حضر سالم العرفي ووليد الجابري وسامي النوري.",
            "حضر سامي النوري وسالم العرفي ووليد الجابري.",
        ),
    ],
)
def test_items_that_only_changed_their_order_are_formatting(before: str, after: str) -> None:
    assert told(before, after) == {"formatting"}
    assert told(after, before) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("حضر الممثلون من إيران وليبيا.", "حضر الممثلون من ليبيا وإيران."),
        ("وجاء القرار سريعا وحاسما أمس.", "وجاء القرار حاسما وسريعا أمس."),
    ],
)
def test_two_words_that_a_conjunction_joins_in_another_order_are_formatting(
    before: str, after: str
) -> None:
    assert told(before, after) == {"formatting"}
    assert told(after, before) == {"formatting"}


def test_figures_that_changed_their_order_in_a_list_are_figures() -> None:
    before = "سجلت 12 وفاة في الشمال و15 وفاة في الجنوب."
    after = "سجلت 15 وفاة في الشمال و12 وفاة في الجنوب."
    assert told(before, after) == {"figures"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تنطلق الأشغال خلال هذا الأسبوع بالمقر.", "تنطلق الأشغال خلال الأسبوع المقبل بالمقر."),
        ("بيع في حدود 85 مليون لتر من المياه.", "بيع في حدود 85 مليون قارورة من المياه."),
        ("تدخلوا لإيقاف لصين تعمدا اختطاف محفظة.", "تدخلوا لإيقاف لص تعمد اختطاف محفظة."),
    ],
)
def test_a_period_a_measure_and_a_dual_put_for_others_are_figures(before: str, after: str) -> None:
    assert told(before, after) == {"figures"}
    assert told(after, before) == {"figures"}


def test_a_unit_written_short_is_the_same() -> None:
    before, after = "La route fait 20 kilomètres ici.", "La route fait 20 km ici."
    assert told(before, after, AUTOUR) == {"formatting"}
    assert "figures" not in told("Il pèse 20 kilogrammes.", "Il pèse 20 kg.", AUTOUR)
