"""A time, score, date, range, share or measure told in other words or signs is no figure."""

from __future__ import annotations

import pytest

from tests.edited import told

SAME = [
    # times of day
    ("ويفتح السوق على الساعة الثانية ظهرا.", "ويفتح السوق على الساعة 14:00."),
    ("ويفتح السوق عند الثامنة والنصف مساء.", "ويفتح السوق عند 20:30."),
    ("ويغلق السوق عند منتصف الليل.", "ويغلق السوق عند 00:00."),
    ("ويغلق السوق الخامسة إلا ربعا مساء.", "ويغلق السوق 16:45."),
    ("ويفتح السوق من الثانية عشرة ليلا.", "ويفتح السوق من 00:00."),
    ("The market opens at noon on Monday.", "The market opens at 12:00 on Monday."),
    ("The market closes at half past eight.", "The market closes at 8:30."),
    ("The market opens at 2 pm on Monday.", "The market opens at 14:00 on Monday."),
    ("La foire ouvre à 8 heures et demie.", "La foire ouvre à 8h30."),
    ("La foire ouvre à 7 heures du soir.", "La foire ouvre à 19h."),
    # scores
    ("وفاز الفريق 2-1 في النهائي.", "وفاز الفريق بهدفين لهدف في النهائي."),
    ("وفاز الفريق بثلاثية نظيفة في النهائي.", "وفاز الفريق 3-0 في النهائي."),
    ("وتعادل الفريقان 1-1 في الذهاب.", "وتعادل الفريقان هدف لمثله في الذهاب."),
    ("وانتهى الشوط بالتعادل السلبي.", "وانتهى الشوط 0-0."),
    ("Le club gagne 2-1 en finale.", "Le club gagne deux buts à un en finale."),
    ("The side won 2-0 on Monday.", "The side won two goals to nil on Monday."),
    # dates and ranges
    ("The fair runs from March 12 to April 3.", "The fair runs from 12 March to 3 April."),
    ("وينظم المعرض الخامس من مارس.", "وينظم المعرض 5 مارس."),
    ("وينظم المعرض يوم 13 أوت.", "وينظم المعرض يوم 13 آب."),
    ("وتتراوح الأسعار بين 10 و15 دينارا.", "وتتراوح الأسعار 10-15 دينارا."),
    ("Le salon dure du 5 au 7 mai.", "Le salon dure du 5-7 mai."),
    ("He was born in the 1990s.", "He was born in the nineties."),
    # places
    ("وهذه أول مرة يشارك فيها.", "وهذه المرة الأولى يشارك فيها."),
    ("Il a fini à la seconde place.", "Il a fini à la deuxième place."),
    ("La ville date du XXe siècle.", "La ville date du 20e siècle."),
    ("It is the 21st fair.", "It is the twenty-first fair."),
    # amounts
    ("ومثل ربع الحرفيين.", "ومثل 25 بالمئة الحرفيين."),
    ("ويستمر المعرض سنة ونصف.", "ويستمر المعرض 18 شهرا."),
    ("The fair lasted 48 hours.", "The fair lasted two days."),
    ("Une quinzaine de potiers sont là.", "Environ quinze potiers sont là."),
    ("وبلغت المبيعات مليارا و200 مليون دينار.", "وبلغت المبيعات 1.2 مليار دينار."),
    ("ويعد أحد أبرز الحرفيين.", "ويعد واحدا من أبرز الحرفيين."),
    ("ويعملان في وقت واحد.", "ويعملان في الوقت نفسه."),
    ("وأصيب شخص واحد في السوق.", "وأصيب شخص في السوق."),
    ("He waited for a second.", "He waited for a moment."),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_a_figure_told_otherwise_is_no_figure(before: str, after: str) -> None:
    assert "figures" not in told(before, after) | told(after, before)


OTHER = [
    ("ويفتح السوق على الساعة الثانية ظهرا.", "ويفتح السوق على الساعة 15:00."),
    ("ويفتح السوق عند الثامنة صباحا.", "ويفتح السوق عند الثامنة مساء."),
    ("ويفتح السوق عند الثامنة والنصف.", "ويفتح السوق عند الثامنة والربع."),
    ("ويغلق السوق عند منتصف الليل.", "ويغلق السوق عند 01:00."),
    ("The market opens at 8am.", "The market opens at 8pm."),
    ("La foire ouvre à midi.", "La foire ouvre à minuit."),
    ("وفاز الفريق 2-1 في النهائي.", "وفاز الفريق بثلاثة أهداف لهدف في النهائي."),
    ("وفاز الفريق بثلاثية نظيفة في النهائي.", "وفاز الفريق برباعية نظيفة في النهائي."),
    ("وفاز الفريق بهدفين لهدف في النهائي.", "وفاز الفريق بهدفين لصفر في النهائي."),
    ("The fair runs from March 12 to April 3.", "The fair runs from 12 March to 4 April."),
    ("وتتراوح الأسعار بين 10 و15 دينارا.", "وتتراوح الأسعار 10-20 دينارا."),
    ("He was born in the nineties.", "He was born in the eighties."),
    ("وهذه أول مرة يشارك فيها.", "وهذه المرة الثانية يشارك فيها."),
    ("La ville date du XXe siècle.", "La ville date du XIXe siècle."),
    ("ومثل ربع الحرفيين.", "ومثل 35 بالمئة الحرفيين."),
    ("ويستمر المعرض سنة ونصف.", "ويستمر المعرض سنتين."),
    ("Une quinzaine de potiers sont là.", "Environ vingt potiers sont là."),
    ("واختير أحدهما للجائزة.", "واختير كلاهما للجائزة."),
    ("وتراجعت المبيعات في الثلاثي الأول.", "وتراجعت المبيعات في السداسي الأول."),
]


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_another_time_score_date_or_share_is_a_figure(before: str, after: str) -> None:
    assert "figures" in told(before, after) & told(after, before)
