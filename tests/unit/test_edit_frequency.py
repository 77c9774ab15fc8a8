"""How often a word is written is told by lists, and of what no list has by its parts."""

from __future__ import annotations

import lzma

import pytest

from pipeline.edits.mending.frequency import LEAST, conjoined, folder, frequency
from pipeline.edits.mending.misspelt import are_two_words
from tests.edited import AUTOUR, told


@pytest.mark.parametrize(
    ("rare", "often"),
    [
        ("تخقيق", "تحقيق"),
        ("المطا", "المطار"),
        ("التهاون", "التعاون"),
        ("المسولين", "المسوولين"),
        ("receuillir", "recueillir"),
        ("recieve", "receive"),
    ],
)
def test_a_word_is_more_frequent_than_its_misspelling(rare: str, often: str) -> None:
    assert frequency(rare) + 1.4 < frequency(often)


def test_a_form_that_no_list_has_is_as_rare_as_its_parts_make_it() -> None:
    assert frequency("ويستهجنونهم") < LEAST
    assert 0 < frequency("وبالمحميات") <= LEAST
    assert frequency("وبالتخقيق") == 0


def test_a_conjunction_makes_a_word_rarer() -> None:
    assert conjoined("والمدينه")[0] == "المدينه"
    assert frequency("المدينه") > frequency("والمدينه") > LEAST
    assert conjoined("ورد") == ("", 0.0)


def test_no_word_is_long_or_empty() -> None:
    assert frequency("") == frequency("ا" * 100_000) == frequency("a" * 100_000) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("التهاون", "التعاون"),
        ("حساب", "حطاب"),
        ("العلماء", "العملاء"),
        ("خروف", "ظروف"),
        ("التعادل", "التعامل"),
        ("poison", "poisson"),
        ("trail", "trial"),
        ("dinner", "diner"),
    ],
)
def test_two_words_that_are_both_known_are_two(one: str, other: str) -> None:
    assert are_two_words(one, other)
    assert are_two_words(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("تحقيق", "تخقيق"), ("المسولين", "المسوولين"), ("recieve", "receive"), ("تحقيق", "زنبقق")],
)
def test_a_word_and_its_misspelling_are_not(one: str, other: str) -> None:
    assert not are_two_words(one, other)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The council will recieve two offers.", "The council will receive two offers."),
        ("The bridge was definately closed.", "The bridge was definitely closed."),
        ("The bridge was closed untill noon.", "The bridge was closed until noon."),
        ("The labour market of the harbour.", "The labor market of the harbor."),
        ("They organised the travelling fair.", "They organized the traveling fair."),
        ("Il faut receuillir les avis.", "Il faut recueillir les avis."),
        ("He was very independant then.", "He was very independent then."),
        ("They could of left the hall.", "They could have left the hall."),
        ("Le language du texte est clair.", "Le langage du texte est clair."),
        ("L'acceuil du public est suspendu.", "L'accueil du public est suspendu."),
    ],
)
def test_misspellings_in_latin_letters_are_mended(before: str, after: str) -> None:
    assert told(before, after, AUTOUR) == {"spelling"}
    assert told(after, before, AUTOUR) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Le magasin vend du poison.", "Le magasin vend du poisson."),
        ("The trail begins at noon.", "The trial begins at noon."),
        ("They opened a diner here.", "They opened a dinner here."),
        ("The hall was filled early.", "The hall was filed early."),
        ("ناقش الوزيران التهاون مع المهربين.", "ناقش الوزيران التعاون مع المهربين."),
        ("التقى الوزير العلماء أمس.", "التقى الوزير العملاء أمس."),
        ("تحدث الرئيس عن الجبال.", "تحدث الرئيس عن الجمال."),
    ],
)
def test_another_known_word_is_another_wording(before: str, after: str) -> None:
    assert told(before, after, AUTOUR if before.isascii() else ()) == {"wording"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # the vowel of a name of abroad
        ("حضر الحفل السيد مينغ هونغ أمس.", "حضر الحفل السيد منغ هونغ أمس."),
        ("قال الوزير ريكس تيلرسون إن الوفد وصل.", "قال الوزير ركس تيلرسون إن الوفد وصل."),
        # letters for sounds that Arabic lacks
        ("وقع ذلك في منطقة ڨرڨور الجبلية.", "وقع ذلك في منطقة قرقور الجبلية."),
        # one of two short words
        ("انطلق الاجتماع قي المقر.", "انطلق الاجتماع في المقر."),
        ("رحبوا بالشركاء لفي المبادرة.", "رحبوا بالشركاء في المبادرة."),
        # doubled, or written once
        ("قائمة اللاعبين المدعويين للمباراة.", "قائمة اللاعبين المدعوين للمباراة."),
        ("رفض أعضاء المجلس اللذين انتخبوا.", "رفض أعضاء المجلس الذين انتخبوا."),
        ("تراجع الإنتاج بسب الجفاف.", "تراجع الإنتاج بسبب الجفاف."),
        ("حضر القاء عدد من النواب.", "حضر اللقاء عدد من النواب."),
        # as it sounds, on another seat, with the alif that others have
        ("وهذا متل ما جاء في التقرير.", "وهذا مثل ما جاء في التقرير."),
        ("تحدث عن ضاهرة العنف.", "تحدث عن ظاهرة العنف."),
        ("تحدث عن بطئ الإجراءات.", "تحدث عن بطء الإجراءات."),
        ("هاكذا تحدث أولائك النواب.", "هكذا تحدث أولئك النواب."),
        ("الوزير يدعوا إلى الحوار.", "الوزير يدعو إلى الحوار."),
        ("كشفت لدراسة أن المدن تغيرت.", "كشفت الدراسة أن المدن تغيرت."),
        ("عاد السياح من الولايات المتحدة الأمريكية.", "عاد السياح من الولايات المتحدة الأميركية."),
        ("قال الالوزير إن الأشغال انطلقت.", "قال الوزير إن الأشغال انطلقت."),
        ("وقع الحادث غلى الطريق.", "وقع الحادث على الطريق."),
        ("وينطلق السباق ابتداءا من الصباح.", "وينطلق السباق ابتداء من الصباح."),
        # a given name that nobody has heard is one that all have
        ("حضر الحفل محمج السعيدي.", "حضر الحفل محمد السعيدي."),
        # a letter elsewhere in the word
        ("الوزير المكلف بالعاقلة مع المجلس.", "الوزير المكلف بالعلاقة مع المجلس."),
    ],
)
def test_what_is_written_otherwise_by_habit_or_by_slip_is_spelling(before: str, after: str) -> None:
    assert told(before, after) == {"spelling"}
    assert told(after, before) == {"spelling"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("عثروا على المال في الجيوب.", "عثروا على المال في الجيب."),
        ("تناول الضيوف طعام الغداء.", "تناول الضيوف طعم الغداء."),
        ("تتمثل الأشغال في الطريق.", "تتماثل الأشغال في الطريق."),
        ("وأكد أنه يأخذ المال منها.", "وأكد أنه يؤخذ المال منها."),
    ],
)
def test_a_vowel_of_an_arabic_word_makes_another(before: str, after: str) -> None:
    assert told(before, after) == {"wording"}


def test_a_letter_that_stands_for_a_mark_is_spelling() -> None:
    before, after = "نتائج المجموعة الأولى ك هلال مساكن.", "نتائج المجموعة الأولى : هلال مساكن."
    assert told(before, after) == {"spelling", "formatting"}


def test_a_unit_in_the_number_that_its_figure_asks_for_is_spelling() -> None:
    assert told("ضبط الأعوان 5 طن من السكر.", "ضبط الأعوان 5 أطنان من السكر.") == {"spelling"}
    assert told("جابوا 5 كلم سيرا.", "جابوا 5 كيلومترات سيرا.") != {"spelling"}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_list_can_be_searched_by_halves(language: str) -> None:
    packed = folder().joinpath(f"{language}.txt.xz").read_bytes()
    lines = lzma.decompress(packed).decode().splitlines()
    words = [line[:-1] for line in lines]
    assert words == sorted(set(words))
    assert all(line[-1].isdigit() for line in lines)
    step = len(words) // 50
    assert all(frequency(word) > LEAST for word in (words[0], *words[::step], words[-1]))
