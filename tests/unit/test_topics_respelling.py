"""A word is found in the other spellings that desks have for it, and no word beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic import fold_letters
from pipeline.topics import match, parse_query, prepare
from pipeline.topics.forms import asked_nouns, asked_words
from pipeline.topics.reasons import why_not
from pipeline.topics.relaxed import relaxations
from pipeline.topics.respelling import differently_begun, differently_parted, differently_spelt

#: of each word the spellings that are met; asked for each, all are found
SPELLINGS = """
    أمريكا أميركا
    الأمريكي الأميركي
    الأمريكيين الأميركيين
    الأمريكية الأميركية
    أمريكيتان الأميركية
    سوريا سورية
    أوروبا أوربا اوروبا
    الأوروبيون الأوربيون
    إنجلترا إنكلترا انجلترا إنقلترا
    الإنجليزية الإنكليزية الانقليزية
    فنزويلا فينزويلا
    باراغواي باراجواي
    غامبيا جامبيا
    الغابون الجابون
    أنغولا أنجولا
    أوغندا أوغاندا أوجندا
    الكاميرون الكامرون
    السنغال السينغال السنيغال
    نيجيريا نيجريا
    موريتانيا موريطانيا
    تنزانيا تانزانيا
    النرويج النروج
    هولندا هولاندا
    سويسرا سويسرة
    الدنمارك الدانمارك الدانمرك
    الفلبين الفيليبين الفليبين
    نيوزيلندا نيوزيلاندا نيوزلندا
    تايلاند تايلندا تايلند
    تشيلي شيلي
    الكونغو الكونجو
    هونغ هونج
    شنغهاي شانغهاي
    إسطنبول إستانبول
    بكين بيكين
    يورو أورو اليورو
    مائة مئة
    خمسمائة خمسمئة
    تلفزيون تليفزيون التلفزيون
    الإنترنت الأنترنات
    باكالوريا بكالوريا
    الأولمبية الأوليمبية
    مليشيات الميليشيات
    إنفلونزا انفلوانزا
    الرحمن الرحمان
    داود داوود
    مسؤول مسئول
    شؤون شئون
    هيئة هيأة
    ديمقراطية ديموقراطية
    غوغل جوجل قوقل Google
    فيسبوك الفايسبوك facebook
    نتنياهو نتانياهو Netanyahu Nétanyahou
    لافروف لفروف Lavrov
    بوتين بوتن Putin Poutine
    ماكرون Macron
    ترامب ترمب Trump
    زيلينسكي زلنسكي Zelensky
    أردوغان اردوغان إردوغان أردوجان Erdoğan
    ميركل مركل Merkel
    جونسون Johnson
    بايدن Biden
    هاريس Harris
    القذافي Kadhafi Gaddafi
    السيسي Sissi
"""
#: words that share letters, in one direction and the other
OTHER_WORDS = """
    سوريا السورية
    سوريا سوري
    روسيا روسية
    بريطانيا بريطانية
    غاز جاز
    أمير أميركا
    أوربا أوربان
    هولندا هولاند
    الغابون غاب
    الفلبين فيليب
    بكين بيك
    البرتغال البرتقال
    بكالوريا بكالوريوس
    كورونا كرونا
    كييف كيف
    مائة مياه
    مائتان ميتان
    أولمبيك أولمبي
    السيسي سيساهم
    هاريس هاريسون
    ماراثون مارث
    قنطرة القنيطرة
    جرجيس جرجس
    بوتين بوت
    Raisi رئيسي
    Lula لولا
    correct خرجت
    Modi المؤدي
"""


def finds(query: str, text: str) -> bool:
    return match(parse_query(query), prepare("", [text])) is not None


def _lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line.strip()]


@pytest.mark.parametrize("line", _lines(SPELLINGS), ids=" ".join)
def test_a_word_is_found_in_its_other_spellings(line: list[str]) -> None:
    for query in line:
        for text in line:
            assert finds(query, f"{text} أمس"), (query, text)
            assert finds(query, f"قال و{text}"), (query, text)


@pytest.mark.parametrize("line", _lines(OTHER_WORDS), ids=" ".join)
def test_words_that_share_letters_are_not_one(line: list[str]) -> None:
    one, other = line
    assert not finds(one, other)
    assert not finds(other, one)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"الرئيس الأمريكي"', "والرئيس الأميركي", True),
        ('"في سوريا"', "في سورية", True),
        ('"الكونغرس الأميركي"', "الكونجرس الأمريكي", True),
        ('"بنيامين نتنياهو"', "بنيامين نتانياهو", True),
        ('"بنيامين نتنياهو"', "Benjamin Netanyahu", True),
        ('"دونالد ترامب"', "دونالد ترمب", True),
        ("NEAR/2(بوتين, ترامب)", "التقى بوتن أمس Trump", True),
        ("title:أمريكا", "أميركا", False),
        # the adjective without ال is of the country too, and asks for no Syrians
        ("سوريا", "قوات سورية", True),
        ("سورية", "السوريين", False),
        # these very letters, or how a word begins
        ("=أمريكا", "أميركا", False),
        ("=سوريا", "سورية", False),
        ('="ترامب"', "ترمب", False),
        ("أمريك*", "أميركا", False),
        # a name takes no ending with it
        ("Putin", "بوت", False),
        ("غرام", "غرامة", False),
    ],
)
def test_spellings_within_a_query(query: str, text: str, expected: bool) -> None:
    assert finds(query, text) is expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("عبدالله", "قال عبد الله", True),
        ('"عبد الله"', "قال لعبدالله", True),
        ('"عبد المجيد تبون"', "وعبدالمجيد تبون", True),
        ('"عبدالمجيد تبون"', "عبد المجيد تبون", True),
        ('"عبد الرحمن عبدالله"', "عبدالرحمان عبد الله", False),
        ('"عبد الرحمن عبدالله"', "عبدالرحمان عبدالله", True),
        ('"أحمد أبو الغيط"', "أحمد أبوالغيط", True),
        ("نورالدين", "نور الدين", True),
        ('"نصر الله"', "نصرالله", True),
        ("أبوظبي", "في أبو ظبي", True),
        ('"أبو ظبي"', "بأبوظبي", True),
        ("فيسبوك", "على الفيس بوك", True),
        ("NEAR/2(عبدالله, وزير)", "الوزير السابق عبد الله", True),
        ("قال NOT عبدالله", "قال عبد الله", False),
        ("title:عبدالله", "عبد الله", False),
        ("byline:(عبدالله OR سليم)", "عبد الله", False),
        # the words apart are two words, and no sentence ends within a name
        ("عبدالله", "عبد. الله", False),
        ("عبدالله", "الله عبد", False),
        ("=عبدالله", "عبد الله", False),
        ("عبدالل*", "عبد الله", False),
        # what only ends so is one word
        ("كالدين", "ك الدين", False),
        ("بالله", "ب الله", False),
        ("أبواب", "أبو اب", False),
    ],
)
def test_a_name_of_two_words_may_be_written_as_one(query: str, text: str, expected: bool) -> None:
    assert finds(query, text) is expected


def test_a_name_in_two_spellings_is_told_once() -> None:
    query = parse_query("عبدالله زيارة")
    assert why_not(query, prepare("", ["زيارة"])) == "عبدالله is not found"
    assert [what for what, _ in relaxations(query)] == ["without عبدالله", "without زيارة"]
    found = match(query, prepare("", ["زيارة عبد الله"])) or ()
    assert [(one.term, one.found) for one in found] == [
        ("عبدالله", "عبد الله"),
        ("زيارة", "زيارة"),
    ]


names = st.lists(
    st.sampled_from(["عبد", "الله", "أبو", "ظبي", "نور", "الدين", "عبدالله", "أبوظبي", "ونورالدين"])
)


@given(names)
def test_names_are_parted_both_ways_and_lead_back(spellings: list[str]) -> None:
    both = {tuple(spellings), *differently_parted(spellings)}
    assert {"".join(one) for one in both} == {"".join(spellings)}
    for one in differently_parted(spellings):
        assert {one, *differently_parted(one)} | {tuple(spellings)} == both


words = st.tuples(
    st.sampled_from(["", "ال", "و", "بال", "لل", "ل"]),
    st.sampled_from([one for line in _lines(SPELLINGS) for one in line]),
    st.sampled_from(["", "ي", "ية", "ين", "ه"]),
).map("".join)


@given(words)
def test_what_is_written_otherwise_leads_back(spelling: str) -> None:
    for other in (differently_begun, differently_spelt):
        for one in other(spelling):
            assert fold_letters(one) != fold_letters(spelling)
            back = {fold_letters(two).removeprefix("ال") for two in other(one)}
            assert fold_letters(spelling).removeprefix("ال") in back
    if len({letter.isascii() for letter in spelling}) > 1:  # «الPutin»
        return
    # of two alphabets, a term is of the one that it is written in
    for asked in (asked_words(spelling), asked_nouns(spelling)):
        assert asked[0].isascii() == spelling.isascii()
        assert len(set(asked)) == len(asked)
