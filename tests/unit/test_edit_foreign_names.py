"""Names that no list holds are told by their form; what somebody does is told from who he is."""

from __future__ import annotations

import pytest

from pipeline.edits.mending.foreign import is_foreign
from pipeline.edits.words import words_of
from tests.edited import told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وفاز السويسري فافرينكا بالدورة.", "وفاز السويسري هينغيسون بالدورة."),
        ("أعد المغني غروفتسكي حفلا.", "أعد المغني إد ماتلوك حفلا."),
        ("واقتني الفيلم للمخرج بيتر كوبنرغ.", "واقتني الفيلم للمخرج كوينتن تارافيلو."),
        ("وانضم اللاعب إلى غلطة سراي التركي.", "وانضم اللاعب إلى فنربخشة التركي."),
        ("واشترت فندربوت الشركة الناشئة.", "واشترت زوكربيم الشركة الناشئة."),
        ("وسجل اللاعب فرانك كوم هدفا.", "وسجل اللاعب يايا ماغازا هدفا."),
        ("وأشرف كاتب الدولة للهجرة على الندوة.", "وأشرف كاتب الدولة للشباب على الندوة."),
    ],
)
def test_a_word_built_as_no_arabic_word_is_a_name(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وجه الرئيس رسالة شكر إلى الفريق.", "وجه الرئيس برقية تهنئة إلى الفريق."),
        ("واستقبل الوزير وفد رجال الأعمال.", "واستقبل الوزير جمع طلبة الأعمال."),
        ("وأصدر القاضي بطاقة إيداع بالسجن.", "وأصدر القاضي قرار إيقاف بالسجن."),
        ("رفض الرئيس عرض استقالة الوالي.", "رفض الرئيس طلب إعفاء الوالي."),
        ("وجه الرئيس إلى الفريق كلمة.", "وجه الرئيس رسالة شكر إلى الفريق كلمة."),
        ("وسجل المهاجم ثنائية رائعة.", "وسجل المهاجم هدفا جميلا."),
        ("وحيا نجم الفريق جمهوره.", "وحيا نجم المباراة جمهوره."),
        ("وغمرت المياه شارعا رئيسيا.", "وغمرت المياه شارعا فرعيا."),
        # loan words
        ("وعرضوا البرنامج على تلفزيون المدينة.", "وعرضوا البرنامج على كمبيوتر المدينة."),
    ],
)
def test_what_somebody_does_is_no_name(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


def test_a_foreign_name_may_look_like_a_number_and_a_sermon_has_no_date() -> None:
    before, after = "وتعاقد الفريق مع جورجينهو.", "وتعاقد الفريق مع كوستا."
    assert "figures" not in told(before, after) | told(after, before)
    assert "figures" not in told("وألقى الشيخ درس الوعظ.", "وألقى الشيخ خطبة الجمعة.")


@pytest.mark.parametrize(
    "text",
    [
        # every form with what may be joined to it
        "وبمكتوباتهم فسيستقبلونها المستشفيات استقلاليته انتخاباتنا تفاعلهما متفاعلون",
        "والاقتصادية بالمفاوضات كالمعلمين للمهندسين ومواطنو لاحتفالاتهم تواصلها الأهداف",
        "مسؤولياتها قضاياهم رئيسية التهاب الإضرابات يستأنفون سيطرت البرامج الدبلوماسية",
    ],
)
def test_words_of_arabic_form_are_not_foreign(text: str) -> None:
    assert [word.text for word in words_of(text)[0] if is_foreign(word.key)] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وسجل الخنيسي هدف الفوز.", "وسجل البدري هدف الفوز."),
        ("وسافر يوسف الشاهد إلى المعرض.", "وسافر يوسف الصيد إلى المعرض."),
        ("ورفض شفيق جراية عرض النادي.", "ورفض ياسين الشنوفي عرض النادي."),
        ("وداهمت الشرطة العدلية المنزل.", "وداهمت فرقة مكافحة التهريب المنزل."),
        ("وردت الجامعة التونسية لكرة القدم.", "وردت الجامعة التونسية لكرة اليد."),
        ("واحتج أهالي أولاد الشامخ أمس.", "واحتج أهالي سيدي علوان أمس."),
        ("والطريق بين الفحص وتونس مغلقة.", "والطريق بين زغوان وتونس مغلقة."),
        ("ورفض الاتحاد العام التونسي للشغل ذلك.", "ورفض الاتحاد التونسي للصناعة ذلك."),
    ],
)
def test_where_a_name_stands_another_is_one_too(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"names"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وحمل ياسين الكأس عاليا.", "وحمل ياسين الدرع عاليا."),
        ("وسافر ماكرون برا إلى المعرض.", "وسافر ماكرون جوا إلى المعرض."),
        ("وأنهت تونس المباراة متعبة.", "وأنهت تونس اللقاء متعبة."),
        ("واستعد المدرب لمباراة الإياب جيدا.", "واستعد المدرب لموعد الدربي جيدا."),
        ("ونقلوا الجرحى إلى المستشفى.", "ونقلوا المرضى إلى المستشفى."),
    ],
)
def test_what_stands_beside_a_name_is_none(before: str, after: str) -> None:
    assert "names" not in told(before, after) | told(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("وتغلب اللاعب على ريشار باسكيه أمس.", "وتغلب اللاعب على ريتشارد باسكييه أمس."),
        ("والتقى ستيفن مانوشين بالوفد.", "والتقى ستيفان منوشين بالوفد."),
        ("ودفن الرسام في مقبرة أرلينغون أمس.", "ودفن الرسام في مقبرة أرلينغتون أمس."),
    ],
)
def test_a_foreign_name_in_another_transliteration_is_spelling(before: str, after: str) -> None:
    assert told(before, after) == told(after, before) == {"spelling"}


def test_a_person_who_is_now_the_source_is_named() -> None:
    before = "وتراجع عدد الزوار، بحسب ما أفاد به مصدر أمني."
    after = "وتراجع عدد الزوار، بحسب ما أفاد به مدير المعرض سالم العياري."
    assert told(before, after) == {"attribution", "names"}
    assert told(after, before) == {"attribution"}


def test_one_more_in_a_list_is_named_and_a_mistyped_blank_names_nobody() -> None:
    before = "الفائزون: منير القطاري . محمود الزمزمي . سفيان الهاني . يسلمون الجوائز غدا."
    after = before.replace("سفيان الهاني .", "سفيان الهاني . حسونة الكرافي .")
    assert told(before, after) == {"names"}
    assert "names" not in told("ولعبوا في دورالثمانية.", "ولعبوا في دور الثمانية.")


def test_a_name_between_quotation_marks_is_no_quotation() -> None:
    before, after = 'غموض حول مصير "عبد الحميد أغروود".', 'إعلان نهاية "عبد الحميد أغروود".'
    assert "quote" not in told(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ودخلها عن طريق الخطأ أمس.", "ودخلها عن طريق الصدفة أمس."),
        ("وتعطلت حركة المرور أمس.", "وتعطلت حركة السير أمس."),
        ("Il fait 41 degrés à Sfax.", "Il fait 41 °C à Sfax."),
    ],
)
def test_what_heads_no_name_names_nothing(before: str, after: str) -> None:
    assert "names" not in told(before, after)
