"""A query finds what its author means, in Arabic and French as people write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.arabic import WHOLE_WORDS
from pipeline.records import MatchedTerm
from pipeline.topics import match, parse_query, prepare


def found(query: str, text: str, title: str = "") -> list[str] | None:
    terms = match(parse_query(query), prepare(title, [text]))
    return None if terms is None else [term.found for term in terms]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        # proclitics
        ("الجزائر", "زار الوفد تونس وبالجزائر التقى نظراءه", ["وبالجزائر"]),
        ("الجزائر", "وصل فريق للجزائر مساء", ["للجزائر"]),
        ("الجزائر", "فالجزائر كانت حاضرة", ["فالجزائر"]),
        ("الجزائر", "وللجزائر موقف آخر", ["وللجزائر"]),
        ("الجزائر", "مدينة كالجزائر لا تنام", ["كالجزائر"]),
        ("جزائر", "عاد إلى الجزائر", ["الجزائر"]),
        ("اللغة", "يوم للغة الأم", ["للغة"]),
        ("الله", "الحمد لله", ["لله"]),
        ("ألمانيا", "سافر لألمانيا", ["لألمانيا"]),
        ("المانيا", "سافر لألمانيا", ["لألمانيا"]),
        ("لبنان", "شكرا للبنان", ["للبنان"]),
        ("المغامرة", "بين التشويق و المغامرة", ["و المغامرة"]),
        ("سد", "افتتح الوزير السد الجديد", ["السد"]),
        # spelling
        ("الإدارة", "قررت الاداره ذلك", ["الاداره"]),
        ("مستشفى", "نقل الى المستشفي", ["المستشفي"]),
        ("مسؤول", "صرّح مسئول محلي", ["مسئول"]),
        ("الجزائر", "من الجَزَائِرِ إلى الجــزائر", ["الجَزَائِرِ", "الجــزائر"]),
        ("2000", "منذ عام ٢٠٠٠ و۲۰۰۰", ["٢٠٠٠", "و۲۰۰۰"]),
        ("١٫٥", "نما بنسبة 1.5 ثم 1,5 بالمائة", ["1.5", "1,5"]),
        ("40", "على بعد 40كلم", ["40"]),
        ("20", "قمة مجموعة الـ20", ["الـ20"]),
        # what writing parts
        ("الساحل", "#قمة_الساحل اليوم", ["الساحل"]),
        # what writing should have parted
        ("وزارة", "أعلنت وزارةالتربية", ["وزارة"]),
        ("وزارة التربية", "أعلنت وزارةالتربية", ["وزارة", "التربية"]),
        # a name and a particle of the same letters, and what a ه may be
        ("علي", "وصل علي إلى البيت على عجل", ["علي"]),
        ("التزام", "جدد التزامه", ["التزامه"]),
        ("مدرسة", "افتتاح المدرسه", ["المدرسه"]),
        ("F-16", "une escadrille de F 16", ["F 16"]),
        ("أيت-أحمد", "قال أيت أحمد أمس", ["أيت أحمد"]),
        # French and English
        ("armée", "L’ARMEE et l'armée", ["ARMEE", "armée"]),
        ("l'Algérie", "le président d’Algérie", ["Algérie"]),
        ("oeuvre", "une œuvre majeure", ["œuvre"]),
        ("aujourd'hui", "dès aujourd’hui", ["aujourd’hui"]),
        ("Malta", "Malta's ferry", ["Malta"]),
    ],
)
def test_a_word_is_found_as_people_write_it(query: str, text: str, words: list[str]) -> None:
    assert found(query, text) == words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("المغرب", "الوفد المغربي حاضر"),
        ("المغرب", "عملية المغربلة انتهت"),
        ("المغرب", "هذا مغرب اليوم"),
        ("الرياض", "سجل رياض هدفا"),
        ("القاهرة", "لظروف قاهرة"),
        ("كرة", "هذه فكرة جديدة"),
        ("أزمة", "اتخذت الإجراءات اللازمة وهي لازمة"),
        ("جنة", "قررت لجنة التحكيم وللجنة رأيها"),
        ("لد", "ولد في بلد بعيد"),
        ("ماء", "وما قاله"),
        ("1.5", "المادة 1 والفقرة 5"),
        ("1", "نما بنسبة 1.5"),
        ("200", "قبل 2000 عام"),
        ("هام", "قالت إلهام"),
        ("مدرس", "افتتاح المدرسه"),
        ("آلي", "عاد إلى البيت"),
        ("آلية", "ما يصبو إليه"),
        ("فئات", "بيت نسكن فيه"),
        ("بحر", "قمة البحرين"),
        ("أمير", "صورته الكاميرا"),
        ("صالح", "حكم لصالح الشركة"),
        ("عيد", "هدف ليس بعيدا"),
        ("arme", "l'armée"),
        ("arm", "l'armée"),
    ],
)
def test_letters_in_common_are_not_enough(query: str, text: str) -> None:
    assert found(query, text) is None


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("التعاون العسكري", "إشادة بالتعاون العسكري بينهما", ["بالتعاون العسكري"]),
        ("تعاون عسكري", "تعزيز التعاون العسكري", ["التعاون العسكري"]),
        ("سفير فرنسا", "عين سفيرا جديدا، وكان سفير لفرنسا", ["سفير لفرنسا"]),
        ("التعاون العسكري", "بحث التعاون «العسكري» أمس", ["التعاون «العسكري"]),
        ("الوزير الأول سمير", "الوزير الأول، سمير", ["الوزير الأول، سمير"]),
        ("التربية والتعليم", "قطاع التربية و التعليم", ["التربية و التعليم"]),
        ("التربية و التعليم", "قطاع التربية والتعليم", ["التربية والتعليم"]),
        ("د. سليم", "حضر د. سليم", ["د. سليم"]),
        ("علي بن صالح", "قال على بن صالح", ["على بن صالح"]),
        ("armée algérienne", "l'armée algérienne", ["armée algérienne"]),
        ("président de l'Algérie", "le Président de l’Algérie", ["Président de l’Algérie"]),
        ("porte-parole", "le porte parole", ["porte parole"]),
        ("news.example.org", "sur news.example.org hier", ["news.example.org"]),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, words: list[str]) -> None:
    assert found(f'"{phrase}"', text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("التعاون العسكري", "التعاون الأمني العسكري"),
        ("التعاون العسكري", "العسكري التعاون"),
        ("التعاون العسكري", "انتهى التعاون. العسكري غادر"),
        ("التعاون العسكري", "هل انتهى التعاون؟ العسكري غادر"),
        ("التعاون العسكري", "ختام التعاون"),
        ("رئيس الوزراء", "التقى الرئيس والوزراء"),
        ("التعاون العسكري", "تعاون عسكري"),
        ("التعاون العسكري", "انتهى «التعاون». العسكري غادر"),
        ("التعاون العسكري", "انتهى التعاون...العسكري غادر"),
        ("عام 20 وفد", "في عام 20. وفد وصل"),
    ],
)
def test_a_phrase_needs_its_words_in_one_breath(phrase: str, text: str) -> None:
    assert found(f'"{phrase}"', text) is None


def test_a_phrase_does_not_cross_paragraphs_nor_leave_the_title() -> None:
    query = parse_query('"التعاون العسكري"')
    assert match(query, prepare("", ["بدء التعاون", "العسكري غادر"])) is None
    assert match(query, prepare("بدء التعاون", ["العسكري غادر"])) is None


def test_a_word_without_a_field_is_sought_in_title_and_body() -> None:
    query = parse_query("مناورات")
    in_title = match(query, prepare("مناورات في البحر", ["نص"]))
    in_body = match(query, prepare("خبر", ["نص", "مناورات في البحر"]))
    assert in_title is not None
    assert [term.field for term in in_title] == ["title"]
    assert in_body is not None
    assert [term.field for term in in_body] == ["body"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:مناورات", True),
        ("title: مناورات", True),
        ("title:الساحل", False),
        ('title:"مناورات البحر"', True),
        ('title:"وصل الساحل"', False),
        ("title:(الساحل OR البحر)", True),
        ("title:(مناورات الساحل)", False),
        ("title:(مناورات NOT الساحل)", True),
        ("الساحل NOT title:الساحل", True),
        ("الساحل title:البحر", True),
        ("title:البحر title:الساحل", False),
    ],
)
def test_title_looks_at_the_title_alone(query: str, expected: bool) -> None:
    text = prepare("مناورات البحر", ["وصل الساحل"])
    assert (match(parse_query(query), text) is not None) is expected


def test_an_alert_says_which_words_matched_and_where() -> None:
    text = prepare(
        "قمة في الساحل",
        ["أعلن ناطق باسم قيادة الأركان أمس الأحد أن «مناورات» كبرى تجري في الجنوب منذ يومين."],
    )
    assert match(parse_query('مناورات AND (الساحل OR "جزر البحر")'), text) == (
        MatchedTerm(
            term="مناورات",
            found="مناورات",
            field="body",
            context="…باسم قيادة الأركان أمس الأحد أن «مناورات» كبرى تجري في الجنوب منذ يومين.",
        ),
        MatchedTerm(term="الساحل", found="الساحل", field="title", context="قمة في الساحل"),
    )


def test_a_context_keeps_words_whole_and_says_where_it_was_cut() -> None:
    words = [f"كلمة{chr(0x627 + i)}" for i in range(20)]
    [term] = match(parse_query("هنا"), prepare("", [" ".join([*words, "هنا", *words])])) or ()
    assert term.context == f"…{' '.join(words[-6:])} هنا {' '.join(words[:6])}…"


def test_a_term_is_shown_at_three_places_the_title_first() -> None:
    terms = match(parse_query("مصر OR مصر"), prepare("مصر أولا", ["مصر ثانيا", "مصر", "مصر"]))
    assert terms is not None
    assert [(term.field, term.context) for term in terms] == [
        ("title", "مصر أولا"),
        ("body", "مصر ثانيا"),
        ("body", "مصر"),
    ]


def test_only_terms_that_made_the_query_hold_are_shown() -> None:
    assert found("(a b) OR c", "a c") == ["c"]
    assert found("a NOT b", "a c") == ["a"]
    assert found("a NOT (b NOT c)", "a b c") == ["a", "c"]


@pytest.mark.parametrize(
    "hostile",
    [
        "الج" + "\u0640" * 100_000 + "زائر",
        "«" * 50_000 + "الجزائر" + "»" * 50_000,
        "x" * 100_000 + " الجزائر " + "y" * 100_000,
        "و " * 20_000 + "الجزائر",
        "x" + ".-" * 100_000 + "الجزائر",
        "1." * 100_000 + "الجزائر",
        "الجزائر" + "\u064e" * 100_000,
    ],
)
def test_a_hostile_text_gives_a_short_context(hostile: str) -> None:
    [term] = match(parse_query("الجزائر"), prepare("", [hostile])) or ()
    assert len(term.found) <= 301
    assert len(term.context) <= 302


def test_an_empty_text_matches_nothing() -> None:
    assert match(parse_query("a OR b"), prepare("", [])) is None
    assert match(parse_query('"a b"'), prepare("a", ["", " ", "b"])) is None


WORDS = ["مصر", "ليبيا", "القمة", "قمة", "العسكري", "التعاون", "حرب", "وفد", "2026", "paix"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TERMS = st.one_of(
    st.sampled_from(WORDS),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map('"{0[0]} {0[1]}"'.format),
)
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("({0[0]} AND {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} OR {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} NOT {0[1]})".format),
    ),
    max_leaves=6,
)


def holds(query: str, text: str) -> bool:
    return found(query, text) is not None


@given(TERMS, QUERIES, TEXTS)
def test_not_excludes_exactly_what_its_query_holds_for(term: str, query: str, text: str) -> None:
    assert holds(f"{term} NOT {query}", text) is (holds(term, text) and not holds(query, text))


@given(TERMS, TERMS, TERMS, TEXTS)
def test_de_morgan(wanted: str, one: str, other: str, text: str) -> None:
    assert holds(f"{wanted} NOT ({one} OR {other})", text) is holds(
        f"{wanted} NOT {one} NOT {other}", text
    )
    assert holds(f"{wanted} NOT ({one} {other})", text) is holds(
        f"({wanted} NOT {one}) OR ({wanted} NOT {other})", text
    )


@given(QUERIES, QUERIES, TEXTS)
def test_and_or_and_juxtaposition_are_what_they_say(one: str, other: str, text: str) -> None:
    both = holds(one, text) and holds(other, text)
    assert holds(f"{one} AND {other}", text) is both
    assert holds(f"{one} {other}", text) is both
    assert holds(f"{one} OR {other}", text) is (holds(one, text) or holds(other, text))


@given(QUERIES, TEXTS)
def test_a_match_always_names_a_word_of_the_text(query: str, text: str) -> None:
    terms = match(parse_query(query), prepare("", [text]))
    if terms is not None:
        assert terms
        assert all(term.found in text and term.found in term.context for term in terms)


MARKS = st.text(
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640\u200b\u200f", max_size=3
)


@given(QUERIES, TEXTS, st.data())
def test_marks_and_tatweel_change_no_match(query: str, text: str, data: st.DataObject) -> None:
    marked = re.sub("[ء-ي]", lambda letter: letter[0] + data.draw(MARKS), text)
    assert holds(query, marked) is holds(query, text)


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"])
@given(number=st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,2})?", fullmatch=True))
def test_the_script_of_digits_changes_no_match(digits: str, number: str) -> None:
    in_script = number.translate(str.maketrans("0123456789", digits))
    assert holds(number, f"بلغ {in_script} نقطة")
    assert holds(in_script, f"بلغ {number} نقطة")


PROCLITICS = ["و", "ف", "ب", "ك", "ل", "ال", "وال", "بال", "وبال", "لل", "ولل", "فك"]


@given(
    st.sampled_from(PROCLITICS),
    # a ة ends a word
    st.from_regex(r"[ابتجحخدرزسشصضطعغفقكلمنهويى]{3,7}[ةي]?", fullmatch=True),
    TEXTS,
)
def test_a_proclitic_loses_no_match(proclitic: str, word: str, text: str) -> None:
    written = proclitic + word
    assume(not any(written[i:] in WHOLE_WORDS for i in range(len(proclitic))))
    assert holds(word, f"{text} {written} {text}")
