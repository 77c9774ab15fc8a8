"""A word put for its contrary turns what a sentence says, in the title and in the body."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("تمكن الفريق من إصلاح القناة.", "عجز الفريق عن إصلاح القناة."),
        ("استطاع الحرفي بيع الخزف.", "تعذر على الحرفي بيع الخزف."),
        ("وافق المجلس على المعرض.", "امتنع المجلس عن المعرض."),
        ("The guild accepted the offer.", "The guild declined the offer."),
    ],
)
def test_what_was_done_and_what_failed_turn_the_sense(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"negation"}


def test_but_limits_no_denial() -> None:
    before = "وقبل النادي العرض إلا أنه طلب مهلة."
    after = "ولن يقبل النادي العرض إلا أنه طلب مهلة."
    assert "negation" in told(before, after) & told(after, before)


def test_small_words_are_contraries_only_alone() -> None:
    assert "negation" not in told(
        "The rules were set up in May.", "The rules were laid down in May."
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("الفريق قادر على تجاوز المرحلة.", "الفريق عاجز عن تجاوز المرحلة."),
        ("النائب مؤيد لمشروع السوق الجديدة.", "النائب معارض لمشروع السوق الجديدة."),
        ("أدانت المحكمة صاحب الورشة.", "برأت المحكمة صاحب الورشة."),
        ("قرر المجلس تنظيم المعرض.", "قرر المجلس إلغاء المعرض."),
        ("La cour confirme la vente du moulin.", "La cour infirme la vente du moulin."),
        ("Les tisserands sont satisfaits du prix.", "Les tisserands sont mécontents du prix."),
        ("The guild supports the new market.", "The guild opposes the new market."),
        ("The new glaze is effective in rain.", "The new glaze is ineffective in rain."),
    ],
)
def test_a_word_put_for_its_contrary_turns_the_sense(before: str, after: str) -> None:
    assert told(before, after) == {"negation"}
    assert told(after, before) == {"negation"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ارتفاع أسعار الفخار في الأسواق", "انخفاض أسعار الفخار في الأسواق"),
        ("Foire : le conseil adopte le budget", "Foire : le conseil rejette le budget"),
        ("Potters accept pay offer", "Potters reject pay offer"),
    ],
)
def test_a_headline_whose_sense_turned_is_high(before: str, after: str) -> None:
    edit = compare(piece(title=before, body=AROUND), piece(title=after, body=AROUND))
    assert edit is not None
    assert (edit.kinds, edit.severity) == (("headline", "negation"), "high")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("لم ينجح الحرفي في بيع جراره.", "فشل الحرفي في بيع جراره."),
        ("وظل الحرفي غير راض عن السعر.", "وظل الحرفي مستاء من السعر."),
        ("The potter was not guilty of theft.", "The potter was innocent of theft."),
    ],
)
def test_a_contrary_that_is_denied_says_the_same(before: str, after: str) -> None:
    assert "negation" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("أعلن المدير عن استئناف العمل.", "أعلن المدير أنه يتواصل انقطاع العمل."),
        ("وأغلق السوق بعد مغادرة الزوار.", "وغادر الزوار قبل غلق السوق."),
    ],
)
def test_a_contrary_beside_the_word_itself_turns_nothing(before: str, after: str) -> None:
    assert "negation" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Nobody was hurt in the fair.", "A potter was hurt in the fair."),
        ("The kiln failed to reach its heat.", "The kiln reached its heat."),
        ("Le four n'a que deux portes.", "Le four n'a pas deux portes."),
        ("ما حضر الحرفي إلى السوق.", "حضر الحرفي إلى السوق."),
        ("امتنع الحرفي عن دفع الكراء.", "دفع الحرفي الكراء."),
    ],
)
def test_denials_of_all_three_languages_are_known(before: str, after: str) -> None:
    assert told(before, after) == {"negation"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Le four n'a que deux portes.", "Le four a deux portes."),
        ("La foire n'a reçu aucune visite.", "La foire n'a pas reçu de visite."),
        ("ضاعت الجرار، ما أغضب الحرفي.", "ضاعت الجرار، وأغضب ذلك الحرفي."),
    ],
)
def test_what_only_looks_like_a_denial_is_none(before: str, after: str) -> None:
    assert "negation" not in told(before, after)
