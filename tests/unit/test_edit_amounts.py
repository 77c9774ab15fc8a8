"""Amounts and times written another way are no figures; those that say another are."""

from __future__ import annotations

import pytest

from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La foire ouvre à 18h30 demain.", "La foire ouvre à 18:30 demain."),
        ("La foire ouvre à 18 h demain.", "La foire ouvre à 18h00 demain."),
        ("Le potier a 21 apprentis.", "Le potier a vingt et un apprentis."),
        ("Le potier a 80 jarres.", "Le potier a quatre-vingts jarres."),
        ("Le potier a 291 jarres.", "Le potier a deux cent quatre-vingt-onze jarres."),
        ("Le moulin coûte 1 200 000 euros.", "Le moulin coûte 1,2 million d'euros."),
        ("Le moulin coûte 1,2 million d'euros.", "Le moulin coûte 1,2 M€."),
        ("The fair opens at 6.30pm.", "The fair opens at 6:30 pm."),
        ("The kiln cost $2.5m last year.", "The kiln cost $2.5 million last year."),
        ("The kiln cost £3bn last year.", "The kiln cost £3 billion last year."),
        ("The potter has 21 helpers.", "The potter has twenty-one helpers."),
        ("وبلغت المبيعات مليونا ونصف المليون دينار.", "وبلغت المبيعات 1.5 مليون دينار."),
    ],
)
def test_one_amount_or_time_written_in_two_ways_is_formatting(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"formatting"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La foire ouvre à 18h30 demain.", "La foire ouvre à 19h demain."),
        ("Le potier a vingt et un apprentis.", "Le potier a vingt-deux apprentis."),
        ("Le potier a quatre-vingts jarres.", "Le potier a quatre-vingt-dix jarres."),
        ("Plus de 300 visiteurs sont venus.", "Moins de 300 visiteurs sont venus."),
        ("The fair opens at 6.30pm.", "The fair opens at 7.15pm."),
        ("The kiln cost $2.5m last year.", "The kiln cost $2.5bn last year."),
        ("More than 40 potters came.", "Fewer than 40 potters came."),
        ("A potter was hurt at the fair.", "Two potters were hurt at the fair."),
        ("One person was hurt.", "Two people were hurt."),
        ("At least nine potters came.", "Nearly a dozen potters came."),
        ("وبلغت المبيعات مليونا ونصف المليون دينار.", "وبلغت المبيعات مليوني دينار."),
        ("وحضر أكثر من 40 حرفيا.", "وحضر أقل من 40 حرفيا."),
    ],
)
def test_another_amount_time_or_bound_is_a_figure_and_no_more(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"figures"}


def test_of_two_short_sentences_in_one_place_a_third_of_the_words_makes_versions() -> None:
    assert told("لم يصب أحد في السوق.", "أصيب 3 أشخاص في السوق.") == {"figures", "negation"}
    assert told("The kiln cooled down overnight.", "Rain fell on the empty market.") == {
        "addition",
        "removal",
    }
