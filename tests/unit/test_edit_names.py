"""Words that only came name somebody or something where grammar says so, and not where it does not.

No list holds the names in these sentences.
"""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import told


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        ("استقبل وزير الصناعات التقليدية", "بوجمعة الفرجاوي", "بعثة من الحرفيين."),
        ("تسلمت مديرة المتحف البحري،", "روزالين الغطاسي،", "مفاتيح القاعة الكبرى."),
        ("افتتح السفير النرويجي بالجهة", "أولاف برونستاد،", "ورشة لصانعي القوارب."),
        ("وصف حارس المنارة القديمة", "هارون الخياري", "ما رآه في تلك الليلة."),
        ("نفى رئيس نقابة الصيادين سندباد", "الكركوي", "بيع الرصيف."),
        ("تفاوض النادي مع", "هيوغو لانس", "المدرب السابق للفريق."),
    ],
)
def test_who_holds_an_office_is_a_name_no_list_need_know(
    before: str, came: str, after: str
) -> None:
    assert told(f"{before} {after}", f"{before} {came} {after}") == {"names"}


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        ("استقبل وزير الصناعات التقليدية", "مبتسما", "بعثة من الحرفيين."),
        ("تسلمت مديرة المتحف البحري،", "مرفوقة بأعوانها،", "مفاتيح القاعة الكبرى."),
        ("وصف حارس المنارة القديمة", "وسط صمت ثقيل", "ما رآه في تلك الليلة."),
        ("تسلم مدير المتحف حمدان الغطاسي", "رغم التردد", "مفاتيح القاعة الكبرى."),
    ],
)
def test_how_somebody_does_something_is_no_name(before: str, came: str, after: str) -> None:
    assert told(f"{before} {after}", f"{before} {came} {after}") == {"wording"}


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        ("عثر الصيادون على القارب في جزيرة", '"لمبوكا"', "بعد يومين."),
        ("انتهت المباراة التي جمعته بفريق", "غولدن أرو", "بالتعادل."),
        ("تأهل الفريق بعد فوزه أمام", "غرين هيرون الكيني", "في مباراة الإياب."),
        ("تمكنت", "فرقة الحماية المدنية بالضاحية", "من إخماد حريق الغابة."),
        ("انتقل المعرض", "عبر ميناء رأس الجزيرة الغربي", "إلى الضفة المقابلة."),
        ("ولد أول نسر في", "الحديقة الوطنية بجبل الصوان بمدنين،", "بعد أشهر."),
        ("انفرجت أزمة", "الملعب التبرسقي أو الملعب القابسي", "في الساعات الأخيرة."),
        ("عقد الحرفيون اجتماعا", "بمقر بلدية القصور الجديدة", "لبحث المشاركة."),
    ],
)
def test_which_body_or_place_it_was_is_a_name(before: str, came: str, after: str) -> None:
    assert "names" in told(f"{before} {after}", f"{before} {came} {after}")


def test_where_something_is_states_nothing_however_long() -> None:
    kinds = told(
        "انزلقت التربة في قرية، مما قطع الطريق على السكان.",
        "انزلقت التربة في قرية عين المرجان المحاذية لجبل الصوان بمعتمدية الرقاب من ولاية القصرين،"
        " مما قطع الطريق على السكان.",
    )
    assert kinds == {"names"}


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        ("تعرف الأعوان على رجل له علاقة", "بقطع تم العثور عليها مؤخرا قرب المرفأ", "بالجهة."),
        ("نقل الطفل إلى المستشفى بعد أن", "أنقذه جاره من حريق شب بالبيت العائلي", "قبل أيام."),
    ],
)
def test_what_was_done_is_a_statement_without_a_verb_it_looks_like(
    before: str, came: str, after: str
) -> None:
    assert told(f"{before} {after}", f"{before} {came} {after}") == {"addition"}


def test_words_that_begin_a_sentence_are_a_statement_of_their_own() -> None:
    kinds = told(
        "عريضة سحب الثقة من الهيئة المديرة بعد الهزيمة.",
        "أمضى عدد كبير من أنصار نادي الحي القديم عريضة سحب الثقة من الهيئة المديرة بعد الهزيمة.",
    )
    assert kinds == {"addition"}


def test_whose_something_is_states_nothing() -> None:
    kinds = told(
        "عثر على جثة قبالة المرفأ ليلا.",
        "عثر على جثة حارس ليلي بسيط تابع لشركة الصيد قبالة المرفأ ليلا.",
    )
    assert "addition" not in kinds


def test_a_name_that_only_moved_names_nobody_anew() -> None:
    moved = told("حجز سجائر بقيمة كبيرة بالمنستير.", "المنستير : حجز سجائر بقيمة كبيرة.")
    assert "names" not in moved
    assert "names" in told("فاز الترجي على النجم هناك.", "فاز النجم على الترجي هناك.")


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("يلعب الفريق في رين هذا المساء.", "يلعب الفريق في تروا هذا المساء.", True),
        ("يلعب الفريق في رين هذا المساء.", "يلعب الفريق في ملعبه هذا المساء.", False),
        ("نزل اللاعبون في رين هذا المساء.", "نزل اللاعبون بسرعة في رين هذا المساء.", False),
    ],
)
def test_one_word_put_for_a_place_is_another_place(before: str, after: str, *, named: bool) -> None:
    assert ("names" in told(before, after)) is named


def test_an_office_before_the_person_who_holds_it_names_nobody_anew() -> None:
    kinds = told(
        "نفى العقيد حمدان الغطاسي ما نشر أمس.",
        "نفى الناطق الرسمي باسم وزارة النقل، العقيد حمدان الغطاسي ما نشر أمس.",
    )
    assert kinds == {"wording"}


def test_an_office_in_another_gender_is_the_same_office() -> None:
    assert "names" not in told("حضرت الوزير السابقة للحفل.", "حضرت الوزيرة السابقة للحفل.")
    assert "names" in told("حضر الوزير السابق للحفل.", "حضر السفير السابق للحفل.")


@pytest.mark.parametrize("tail", [" | صحيفة الواحة", " – صحيفة الواحة"])
def test_the_outlet_named_behind_a_bar_at_the_end_of_a_title_is_no_name_of_the_piece(
    tail: str,
) -> None:
    title = "افتتاح مكتبة جديدة في تالة"
    edit = compare(piece(title=title), piece(title=title + tail))
    assert edit is not None
    assert edit.kinds == ("headline",)


def test_a_person_named_behind_a_bar_is_named() -> None:
    title = "وفاة حارس المنارة القديمة"
    edit = compare(piece(title=title), piece(title=f"{title} - قيس الخياري"))
    assert edit is not None
    assert "names" in edit.kinds


def test_a_name_that_comes_within_a_title_is_one_though_it_ends_in_the_outlets() -> None:
    before, after = (
        f"استقبل وزير الثقافة{name} بعثة من الحرفيين | صحيفة الواحة"
        for name in ("", " بوجمعة الفرجاوي")
    )
    edit = compare(piece(title=before), piece(title=after))
    assert edit is not None
    assert "names" in edit.kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("فازت اللاعبة الروسية ألكسندروفا إيكاترينا.", "فازت اللاعبة التيوانية كي شين شانغ."),
        ("فازت المدربة الكورية الجنوبية سو جيونغ.", "فازت المدربة الكورية الشمالية ران هوت."),
        ("تعطلت الدروس في تبرسق بسبب الثلوج.", "تعطلت الدروس في عمدون بسبب الثلوج."),
        # two towns that differ by a dot
        ("أغلق الطريق بفرنانة صباحا.", "أغلق الطريق بفريانة صباحا."),
        ("لعب الفريق في رين مباراة ودية.", "لعب الفريق في ميتز مباراة ودية."),
        ("أسس البنك الإفريقي للتنمية فرعا هنا.", "أسس البنك العالمي فرعا هنا."),
    ],
)
def test_one_put_for_another_is_a_name_and_no_more(before: str, after: str) -> None:
    assert told(before, after) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("فتحت مركز النخبة أبوابها.", "فتحت مركز النخبة بالمنزه أبوابها."),
        ("تعيش التلميذة ظروفا صعبة.", "تعيش التلميذة نور الهدى ظروفا صعبة."),
        ("فنّد ناد خبر الاتفاق مع المدرب.", "فنّد ناد خبر الاتفاق مع لوران بلان المدرب."),
        # a clause set off by a mark may follow who is named
        (
            "وافق مكتب على طلب الأهالي.",
            "وافق مكتب مجلس نواب الشعب، المنعقد بقصر باردو، على طلب الأهالي.",
        ),
        # beside a verb that was only joined otherwise
        ("كما دعت الأهالي إلى الحذر.", "ودعت الإدارة العامة للحرس الوطني الأهالي إلى الحذر."),
    ],
)
def test_who_or_what_was_not_named_is_told_where_it_is(before: str, after: str) -> None:
    assert "names" in told(before, after)


def test_a_clause_that_begins_by_who_holds_the_office_names_too() -> None:
    kinds = told(
        "أشرف رئيس الجامعة على حفل الختام.",
        "أشرف رئيس الجامعة وديع الجريء قصد تسليم الجوائز التي وعد بها لاعبيه على حفل الختام.",
    )
    assert kinds == {"addition", "names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # an adjective that ends as names of families do
        ("يواجه المنتخب التونسي الفريق الليلة.", "يواجه المنتخب الوطني الفريق الليلة."),
        ("افتتح المسرح البلدي موسمه الجديد.", "افتتح المسرح الصيفي موسمه الجديد."),
        ("ناقشوا القانون العقاري قريبا.", "ناقشوا القانون الجبائي قريبا."),
        # a place among other words that were put for one
        ("ثم رفعتا صحبة الأستاذ قفازا.", "ثم نقشتا اسم تونس صحبة الأستاذ قفازا."),
        ("كما دعت الأهالي إلى الحذر.", "ودعت بكل إلحاح جميع الأهالي إلى الحذر."),
        (
            "أشرف مدير السوق على حفل الختام.",
            "أشرف مدير السوق القديمة التي أغلقت أبوابها قبل سنتين بسبب حريق على حفل الختام.",
        ),
    ],
)
def test_what_only_looks_like_a_name_is_none(before: str, after: str) -> None:
    assert "names" not in told(before, after)


def test_a_preposition_after_a_verb_of_speech_is_no_name() -> None:
    kinds = told("وتحدث مشددا بالقول إن السوق مغلقة.", "وتحدث مشددا على أن السوق مغلقة.")
    assert kinds == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("واستقبل محمد الماجري أمس الوفد.", "واستقبل محمد الهاجري أمس الوفد."),
        ("Le maire Jean Dupont a ouvert la halle.", "Le maire Jean Dumont a ouvert la halle."),
        ("واستقبل سالم العرفي الوفد.", "واستقبل سليم العرفي الوفد."),
        ("والتقى الرئيس الكوري الشمالي بالوفد.", "والتقى الرئيس الكوري الجنوبي بالوفد."),
    ],
)
def test_another_person_or_country_by_a_letter_or_a_word_is_no_other_spelling(
    before: str, after: str
) -> None:
    assert "names" in told(before, after)
    assert "spelling" not in told(before, after)


def test_a_given_name_by_its_last_letter_is_another_spelling() -> None:
    assert told("واستقبلت سارة الماجري الوفد.", "واستقبلت سارا الماجري الوفد.") == {"spelling"}


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("سها العباسي", "داليا المرابط"),
        ("فرانسوا لوبلان", "جاستن هاربر"),
        ("نرمين الفقيه", "شربل الخوري"),
    ],
)
def test_a_given_name_begins_a_person_where_no_title_does(first: str, other: str) -> None:
    rest = "في الورشة مع عدد من الحرفيين الذين قدموا من القرى المجاورة."
    assert told(f"شاركت أمس {first} {rest}", f"شاركت أمس {other} {rest}") == {"names"}


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("بعد أن طلعت الشمس على القرى", "بعد أن أشرقت الشمس على القرى"),
        ("حكمت المحكمة بالسجن على السائق", "قضت المحكمة بالسجن على السائق"),
        ("رفعت البلدية الأتربة من الطريق", "أزالت البلدية الأتربة من الطريق"),
        ("وجد الباحثون مشهدا فريدا من نوعه", "وجد الباحثون مشهدا نادرا من نوعه"),
    ],
)
def test_words_that_people_are_called_by_too_name_nobody_by_themselves(
    first: str, other: str
) -> None:
    rest = "في الجهة الشرقية من الولاية، وفق بلاغ صدر اليوم."
    assert told(f"{first} {rest}", f"{other} {rest}") == {"wording"}


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("خير الدين بنيس", "عبد القدوس جراد"),
        ("نصر الله قسيلة", "علاء الدين دياب"),
        ("عبدالمحسن الشابي", "ضياءالدين الزواري"),
    ],
)
def test_a_given_name_of_two_words_begins_a_person(first: str, other: str) -> None:
    rest = "في الورشة مع عدد من الحرفيين الذين قدموا من القرى المجاورة."
    assert told(f"شارك أمس {first} {rest}", f"شارك أمس {other} {rest}") == {"names"}


@pytest.mark.parametrize(
    ("first", "other"),
    [("بوغيفو", "أمواكون"), ("الشابي", "دياب")],
)
def test_a_surname_put_for_another_after_a_given_name_is_another_person(
    first: str, other: str
) -> None:
    rest = "عن الحرفيين الذين قدموا من القرى المجاورة."
    assert told(f"ووقع الوثيقة جوزيف {first} {rest}", f"ووقع الوثيقة جوزيف {other} {rest}") == {
        "names"
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ورفع سامي يده أمام الجمهور.", "ورفع سامي ذراعه أمام الجمهور."),
        ("وغادر سامي مسرعا بعد الحفل.", "وغادر سامي مهرولا بعد الحفل."),
        ("ونقلوا إلى مستشفى قريب ليلا.", "ونقلوا إلى مستشفى مجاور ليلا."),
        ("وتولت الشركة الوطنية الأشغال.", "وتولت المؤسسة الوطنية الأشغال."),
        ("وتولت إحدى الشركات الأشغال.", "وتولت شركة خاصة الأشغال."),
    ],
)
def test_what_somebody_does_and_what_sort_a_place_is_name_nothing(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ونقلوا إلى أحد المستشفيات ليلا.", "ونقلوا إلى مستشفى سهلول ليلا."),
        ("واجتمعوا قرب المجلس البلدي ليلا.", "واجتمعوا قرب البنك المركزي ليلا."),
        ("واشتغل عامين في إذاعة المرجان.", "واشتغل عامين في إذاعة شمس."),
        ("وأحرز الميدالية بطل الجهة.", "وأحرز الميدالية سفيان ساسي بطل الجهة."),
    ],
)
def test_which_place_body_or_person_it_is_is_a_name(before: str, after: str) -> None:
    assert told(before, after) == {"names"}


def test_who_holds_the_office_that_is_the_source_is_a_name_alone() -> None:
    source = "أغلق السوق اليوم، بحسب ما أعلنه رئيس لجنة الحرفيين التابعة لها"
    assert told(f"{source}.", f"{source} عبد القادر المرجاني.") == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("إيقاف مسافر في الميناء", "إسبانيا : إيقاف مسافر في الميناء"),
        ("بلدية تالة تفتح المكتبة", "بلدية تالة تفتح المكتبة صحيفة الواحة"),
    ],
)
def test_a_place_or_body_that_came_into_a_title_is_named_where_it_was_not(
    before: str, after: str
) -> None:
    edit = compare(piece(title=before), piece(title=after))
    assert edit is not None
    assert edit.kinds == ("headline", "names")


def test_another_part_of_a_place_that_no_list_has_is_another_place() -> None:
    before = "تتواصل الأشغال في إقليمي شبيلي الوسطى وهيران."
    assert told(before, before.replace("الوسطى", "السفلى")) == {"names"}
    before = "ارتفعت درجات الحرارة الصغرى هذا اليوم."
    assert told(before, before.replace("الصغرى", "الكبرى")) == {"wording"}
