"""Bylines, credits and citations: who wrote it, who is credited, who is cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.press.credits import (
    agencies_in,
    authors_in,
    cited_sources,
    credited_source,
    is_byline,
)

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_ee4007a324c24eb4.txt"


@pytest.mark.parametrize(
    ("byline", "agencies", "authors"),
    [
        ("المرصد/وكالات", ["وكالات"], []),
        ("المرصد وكالات", ["وكالات"], []),
        ("صدى الواحة / وكالات", ["وكالات"], []),
        ("المرصد-وكالات", ["وكالات"], []),
        ("وكالات", ["وكالات"], []),
        ("وكالات الأنباء", ["وكالات الأنباء"], []),
        ("(وكالات)", ["وكالات"], []),
        ("ط. ن / وأج", ["وأج"], ["ط. ن"]),
        ("AFP", ["AFP"], []),
        ("(رويترز)", ["رويترز"], []),
        ("-رويترز-", ["رويترز"], []),
        ("الأناضول", ["الأناضول"], []),
        ("واج", ["واج"], []),
        ("و.أ.ج", ["و.أ.ج"], []),
        ("أ ف ب", ["أ ف ب"], []),
        ("أ.ف.ب", ["أ.ف.ب"], []),
        ("أ ب", ["أ ب"], []),
        ("أ.ب", [], ["أ.ب"]),
        ("APS", ["APS"], []),
        ("MAP", ["MAP"], []),
        ("map", [], []),
        ("Reuters", ["Reuters"], []),
        ("Agence France-Presse", ["Agence France-Presse"], []),
        ("avec agences", ["agences"], []),
        ("سبوتنيك", ["سبوتنيك"], []),
        ("وكالة سبوتنيك", ["سبوتنيك"], []),
        ("وكالة الأنباء الجزائرية", ["وكالة الأنباء الجزائرية"], []),
        ("وكالة الفضاء", [], []),
        ("الجزائر – واج", ["واج"], []),
        ("رام الله/ وفا", ["وفا"], []),
        ("رويترز، أ ف ب", ["رويترز", "أ ف ب"], []),
        ("رويترز وأ ف ب", ["رويترز", "أ ف ب"], []),
        ("رويترز / رويترز", ["رويترز"], []),
        ("نقلا عن رويترز", ["رويترز"], []),
        ("زهية مزيان ووكالات", ["وكالات"], ["زهية مزيان"]),
        ("زهية مزيان ورابح قدوري", [], ["زهية مزيان", "رابح قدوري"]),
        ("وسيم بن يوسف", [], ["وسيم بن يوسف"]),
        ("رابح وهاب", [], ["رابح وهاب"]),
        ("القسم الدولي ووكالات", ["وكالات"], []),
        ("القسم الرياضي", [], []),
        ("هيئة التحرير", [], []),
        ("قسم الأخبار", [], []),
        ("ط. ن", [], ["ط. ن"]),
        ("س.م", [], ["س.م"]),
        ("م. ب. ك", [], ["م. ب. ك"]),
        ("رابح بن قدور", [], ["رابح بن قدور"]),
        ("عبد القادر بن موسى", [], ["عبد القادر بن موسى"]),
        ("سمية لعرابي", [], ["سمية لعرابي"]),
        ("مزيان قدوري.", [], ["مزيان قدوري"]),
        ("المرصد - رابح بن قدور", [], ["رابح بن قدور"]),
        ("بقلم: زهية مزيان", [], ["زهية مزيان"]),
        ("بقلم/ د. زهية مزيان", [], ["زهية مزيان"]),
        ("بقلم زهية مزيان – صحفية بالمرصد", [], ["زهية مزيان"]),
        ("كتبت زهية مزيان", [], ["زهية مزيان"]),
        ("كتب: رابح", [], ["رابح"]),
        ("كتب: محرر الشؤون المحلية", [], []),
        ("إعداد وتقديم: رابح قدوري", [], ["رابح قدوري"]),
        ("مراسلنا من وهران: رابح قدوري", [], ["رابح قدوري"]),
        ("مراسل المرصد", [], []),
        ("الكاتب الصحفي رابح بن قدور", [], ["رابح بن قدور"]),
        ("زهية مزيان / تصوير: رابح قدوري", [], ["زهية مزيان"]),
        ("زهية مزيان / الصورة: رويترز", [], ["زهية مزيان"]),
        ("Par Lamine Zerrouki", [], ["Lamine Zerrouki"]),
        ("By Jane Rowe, Political editor", [], ["Jane Rowe"]),
        ("Jean Valmont et Anne de Brissac (AFP)", ["AFP"], ["Jean Valmont", "Anne de Brissac"]),
        ("La rédaction", [], []),
        ("The Daily Lantern", [], []),
        ("Super User", [], []),
        ("desk@example.org (Super User)", [], []),
        ("صدى الواحة", [], []),
        ("المرصد الرياضي", [], []),
        ("المرصد", [], []),
        ("", [], []),
        ("رابح قدوري " * 30, [], []),
    ],
)
def test_a_byline_is_told_apart_into_agencies_and_people(
    byline: str, agencies: list[str], authors: list[str]
) -> None:
    assert agencies_in(byline) == tuple(agencies)
    assert authors_in(byline) == tuple(authors)


@pytest.mark.parametrize(
    ("paragraph", "name"),
    [
        ("المصدر: معاريف", "معاريف"),
        ("المصدر : معاريف.", "معاريف"),
        ("المصدر/ وكالات", "وكالات"),
        ("  المصــدر:\u200fمعاريف\u00a0", "معاريف"),
        ("(المصدر: رويترز)", "رويترز"),
        ("المصدر: «صدى الواحة»", "صدى الواحة"),
        ("المصدر: وكالة الأنباء الجزائرية", "وكالة الأنباء الجزائرية"),
        ("المصدر: أ.ف.ب", "أ.ف.ب"),
        ("المصادر: رويترز + وكالات", "رويترز + وكالات"),
        ("مصدر الخبر: فرانس 24", "فرانس 24"),
        ("Source : AFP", "AFP"),
        ("Source: Reuters", "Reuters"),
        ("SOURCES : Le Courrier de l'Oasis", "Le Courrier de l'Oasis"),
    ],
)
def test_a_closing_credit_gives_the_name(paragraph: str, name: str) -> None:
    assert credited_source(paragraph) == name


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "المصدر",
        "المصدر:",
        "المصدر: .",
        "المصدر قال إن الأشغال ستنطلق غدا",
        "المصدر: أكد أن الأشغال ستنطلق غدا",
        "المصدر: من يملك الأرض؟",
        "المصدر: انطلقت الأشغال. ثم توقفت",
        "وأضاف المصدر: الأشغال ستنطلق غدا",
        "مصدر الصورة: رويترز",
        "المصدر: سكان الحي الجديد الذين حضروا الاجتماع مساء أمس",
        "Source de tension : le pétrole",
        "المصدر: " + "ا" * 300,
    ],
)
def test_a_sentence_that_speaks_of_a_source_is_no_credit(paragraph: str) -> None:
    assert credited_source(paragraph) is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "المرصد/وكالات",
        "صدى الواحة / وكالات",
        "المرصد ووكالات",
        "القسم الرياضي",
        "قسم الأخبار",
        "هيئة التحرير",
        "ق. الرياضي",
        "ط. ن",
        "ط. ن / وأج",
        "س.م",
        "وكالات",
        "واج",
        "و.أ.ج",
        "(رويترز)",
        "وكالة الأنباء الجزائرية",
        "الجزائر: واج",
        "نيويورك – رويترز",
        "رابح بن قدور",
        "أحمد مزيان",
        "فاطمة الزهراوي",
        "- محمّد الأمين مزيـــان",
        "زهية مزيان/ تصوير: رابح قدوري",
        "عبد القادر مزيان",
        "المرصد - زهية مزيان",
        "زهية مزيان ورابح قدوري",
        "بقلم: مزيان لعرابي",
        "كتبت مزيان لعرابي",
        "كتب: مزيان",
        "Par Lamine Zerrouki",
        "Mohamed Zerrouki",
        "AFP",
        "La rédaction",
    ],
)
def test_a_short_first_paragraph_with_evidence_is_a_byline(paragraph: str) -> None:
    assert is_byline(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        " ",
        "تفاصيل الاتفاق",
        "خلفية الأزمة",
        "أبرز النقاط",
        "السياق العام",
        "حسن الجوار",
        "أسماء الفائزين",
        "قاسم مشترك",
        "رياض أطفال",
        "بن عروس",
        "زوجة بن علي",
        "كتبت على سيارتها",
        "صور وكالة الأنباء السعودية",
        "يونس أول متهم",
        "كتب مدرسية جديدة",
        "كتب التاريخ",
        "تحقيق: المياه تختفي",
        "رويترز: ارتفاع النفط",
        "رويترز تنشر الوثيقة",
        "وكالة الفضاء",
        "قسم الأطفال",
        "أحمد يفوز بالكأس",
        "على الطريق",
        "على حافة الهاوية",
        "من هو الفائز؟",
        "«لن نتراجع»",
        "عاجل!",
        "12/03/2026",
        "الأهلي/الزمالك",
        "ذهابا/إيابا",
        "المصدر: وكالات",
        "انطلقت الأشغال أمس.",
        "أعلنت البلدية عن فتح المكتبة الجديدة أمام القراء",
        "رابح بن قدور يعلن عن فتح المكتبة",
        "Points clés",
        "Breaking News",
        "By accident",
        "رابح " * 100,
    ],
)
def test_a_subhead_a_quotation_or_a_sentence_is_no_byline(paragraph: str) -> None:
    assert not is_byline(paragraph)


@pytest.mark.parametrize(
    ("paragraph", "cited"),
    [
        # a noun and a name, and how the name ends
        ("وبحسب تقرير نشره موقع فورين بوليسي، ينتظر", ["فورين بوليسي"]),
        ("ويخلص موقع Foreign Policy إلى أنه لا حل", ["Foreign Policy"]),
        ("وبحسب تقرير بثته قناة زهرة الوادي، ينتظر", ["زهرة"]),
        ("وكشف موقع أطلس إنفو أن الأشغال", ["أطلس إنفو"]),
        ("قالت صحيفة معاريف العبرية إن الأشغال", ["معاريف"]),
        ("قالت صحيفة القدس العربي إن الأشغال", ["القدس العربي"]),
        ("قالت قناة الواحة التونسي، الخميس", ["الواحة التونسي"]),
        ("قالت صحيفة صوت الواحة إن الأشغال", ["صوت الواحة"]),
        ("نقلت صحيفة الواحة تفاصيل الخطة", ["الواحة"]),
        ("نقلت صحيفة الواحة صباح الخميس", ["الواحة"]),
        ("قالت قناة روسيا اليوم إن الأشغال", ["روسيا اليوم"]),
        ("قالت قناة الواحة اليوم إن الأشغال", ["الواحة"]),
        ("وأفاد راديو واحة أف أم بأن الأشغال", ["واحة أف أم"]),
        ("كتبت جريدة «صدى الواحة» أن الأشغال", ["صدى الواحة"]),
        ('ذكر الموقع الإخباري "أطلس إنفو" أن الأشغال', ["أطلس إنفو"]),
        ("ذكرت قناة (SWR) الألمانية أن الأشغال", ["SWR"]),
        ("صحيفة الواحة الجزائرية أن الأشغال", ["الواحة"]),
        ("في تصريح خاص لقناة الواحة، أكد الوزير", ["الواحة"]),
        ("وأكد مسؤول أمني كبير لصحيفة الواحة وقف الأشغال", ["الواحة"]),
        # agencies
        ("قال مسؤول لوكالة رويترز إن الأشغال", ["رويترز"]),
        ("ونقلت وكالة الأنباء الجزائرية عن الوزير", ["وكالة الأنباء الجزائرية"]),
        ("ونقلت وكالة الأنباء الرسمية «وات» عن الوزير", ["وات"]),
        ("في تصريح لوكالة تونس إفريقيا للأنباء أن", ["وكالة تونس إفريقيا للأنباء"]),
        ("ونقلت وكالة «الرمال» الموريتانية للأنباء عن الوزير", ["الرمال"]),
        ("ذكرت وكالة شهاب الإخبارية أن", ["شهاب"]),
        ("ذكرت وكالة الأنباء أن الأشغال", []),
        # a name that needs no noun
        ("حسب ما أوردته رويترز، فإن الأشغال", ["رويترز"]),
        ("وفقًا لرويترز", ["رويترز"]),
        ("ووفقًا لـ«فورين بوليسي»، فإن الأشغال", ["فورين بوليسي"]),
        ("نقلت رويترز وفرانس برس عن الوزير", ["رويترز", "فرانس برس"]),
        ("بحسب صنداي تايمز البريطانية", ["صنداي تايمز"]),
        ("وفقا لصنداي تايمز", ["صنداي تايمز"]),
        ("قال إن رويترز أخطأت", []),
        # French and English
        ("selon le journal Le Monde, les travaux", ["Le Monde"]),
        ("d'après l'AFP, les travaux", ["AFP"]),
        ("L'AFP rapporte que les travaux", ["AFP"]),
        ("rapportent Le Monde et l'AFP", ["Le Monde", "AFP"]),
        ("selon le site d'information Atlas Info, il", ["Atlas Info"]),
        ("selon le quotidien espagnol El País", ["El País"]),
        ("a-t-il déclaré à l'agence Reuters", ["Reuters"]),
        ("l'agence spatiale européenne ESA a annoncé", []),
        ("le site de Tchernobyl a annoncé", []),
        ("Selon le journal, les travaux", []),
        ("according to Reuters, the works", ["Reuters"]),
        ("the newspaper Haaretz said", ["Haaretz"]),
        ("The Oasis Lantern newspaper reported", ["Oasis Lantern"]),
        ("The British newspaper reported that", []),
        ("he told Oasis News on Monday", ["Oasis News"]),
        ("the Oasis Gazette reported", ["Oasis Gazette"]),
        # common nouns
        ("وذكر شهود من موقع الحادث أن", []),
        ("نشر على موقع التواصل الاجتماعي فيسبوك أن", []),
        ("نشر على موقع «فيسبوك» أن", []),
        ("قالت وكالة الفضاء الأوروبية إن", []),
        ("أعلنت وكالة الطاقة الدولية أن", []),
        ("خفضت وكالة «فيتش» تصنيف البلاد", []),
        ("تعلن مصر أن قناة السويس تعمل", []),
        ("وفق مجلة الإجراءات الجزائية", []),
        ("قالت شبكة دعم القراء إن", []),
        ("نشرت صحيفة محلية أن الأشغال", []),
        ("نشرت صحيفة ألمانية أن الأشغال", []),
        ("وأضافت الصحيفة أن الأشغال", []),
        ("تقارير يومية يعطيها للمدير", []),
        # an outlet that is spoken of, not cited
        ("دخل أعوان قناة «الواحة» في إضراب", []),
        ("مقر قناة الواحة في العاصمة", []),
        ("وفقا لـ«اتفاق الواحة»، فإن", []),
    ],
)
def test_outlets_are_cited_where_a_name_and_an_attribution_agree(
    paragraph: str, cited: list[str]
) -> None:
    assert cited_sources([paragraph]) == tuple(cited)


def test_an_outlet_is_cited_once_in_the_order_of_its_first_appearance() -> None:
    assert cited_sources(
        [
            "وبحسب موقع أطلس إنفو، ينتظر السكان.",
            "وقالت رويترز إن الأشغال انطلقت.",
            "ووفقًا لموقع «أطلس إنفـو»، فإن الأشغال توقفت.",
            "حسب ما أوردته رويترز.",
        ]
    ) == ("أطلس إنفو", "رويترز")


def test_a_name_is_given_as_it_is_printed() -> None:
    assert cited_sources(["ونَقلت وكالةُ  الأنباءِ  الجزائريّة عن"]) == ("وكالةُ الأنباءِ الجزائريّة",)


def test_the_seed_page_says_who_wrote_it_and_whom_it_cites() -> None:
    if not SEED.exists():
        pytest.skip("the seed document is not here: ../shared/seed")
    paragraphs = [line.strip() for line in SEED.read_text("utf-8").split("\n") if line.strip()]
    byline = next(one for one in paragraphs if is_byline(one))
    assert agencies_in(byline) == ("وكالات",)
    assert authors_in(byline) == ()
    assert [name for one in paragraphs if (name := credited_source(one))] == ["معاريف"]
    assert [one for one in paragraphs if is_byline(one)] == [byline]
    assert cited_sources(paragraphs) == ("بيزنس إنسايدر", "Business Insider")


WORDS = """
    موقع صحيفة وكالة الأنباء نقلت بحسب لـ « » " ( ) / : . ، و ووكالات رويترز لرويترز تايمز أن بقلم
    كتب: د. ق. Le Monde l' d'après selon newspaper News ـ َ الجزائرية
    """
PIECES = st.sampled_from([*WORDS.split(), "\u200f"])


@given(st.text() | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES).map("".join))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    for name in (*agencies_in(text), *authors_in(text), *cited_sources([text])):
        assert name.strip() == name != ""
    assert credited_source(text) != ""
    assert is_byline(text) in (True, False)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_what_is_cited_stands_in_the_text(text: str) -> None:
    plain = " ".join(text.split())
    assert all(name in plain for name in cited_sources([text]))
