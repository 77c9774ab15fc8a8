"""Cut into words, a text has each where it is said to be, and the same when it is met again."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.words import Words, evened, spellings_in, spellings_of, writings

PIECES = ["وزير", "الوَزِير", "وزارةالتربية", "و", "س", "l’armée", "Malta's", "F-16", "15,5", "40كلم"]
PIECES += [
    "«مصر»",
    "مصر،",
    "د.",
    "انتهى.",
    "قال:",
    "؟",
    "...",
    "-",
    "",
    "\u00a0",
    "\n",
    "#حراك_الريف",
]
PIECES += [
    "كلمةطويلةجدالاتحفظلأنهاأطولمنأنتكونكلمة، وأخرى",
    "ﷺ",
    "\uffff",
    "ـ",
    "(و",
    "\u0651",
    "'",
    "s",
    "d'",
    "example.org",
    "said.",
    "«Été!»",
    "(Ende).",
    "«M.",
    "U.S.",
    "État-major",
    "and,",
    "ОТВЕТ.",
    "².",
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=12).map(" ".join)


def cut(*paragraphs: str) -> Words:
    words = Words()
    words.cut(*paragraphs)
    return words


@given(texts)
def test_a_word_stands_where_it_is_said_to(text: str) -> None:
    words = cut(text)
    last = 0
    for spelling, start, end in zip(words.spellings, words.starts, words.ends, strict=True):
        assert last <= start < end <= len(text)
        assert spellings_of(text[start:end]) == [spelling]
        last = end


@given(texts)
def test_a_text_met_again_is_cut_as_before(text: str) -> None:
    assert vars(cut(text)) == vars(cut(text))


@given(texts, texts)
def test_paragraphs_are_cut_one_by_one(first: str, second: str) -> None:
    both, one, other = cut(first, second), cut(first), cut(second)
    assert both.spellings == one.spellings + other.spellings
    assert both.starts == one.starts + other.starts
    moved = {number + len(one.spellings) for number in other.begins}
    assert both.begins == one.begins | moved
    assert both.ends_of_paragraphs == [len(one.spellings), len(both.spellings)]


@given(texts, texts)
def test_writings_hold_the_words_of_a_text_where_none_waits_for_another(
    first: str, second: str
) -> None:
    told = [spellings_in(one) for one in writings([first, second])]
    if not any(waits for _, waits in told):
        assert [word for words, _ in told for word in words] == cut(first, second).spellings


def test_most_conjunctions_written_apart_wait_for_nothing() -> None:
    told = dict(map(spellings_in, writings(["قال و أضاف ، و 15 و (هو) و\u00a0هي", "و هم"])))
    assert True not in told.values()
    words = [word for found in told for word in found]
    assert words == ["قال", "وأضاف", "و", "15", "و", "هو", "وهي", "وهم"]


def test_what_parts_paragraphs_is_no_sign_where_a_page_has_it() -> None:
    text = "قال \uffff وزير\uffff"
    assert cut(text).begins == {0}
    assert cut(text, text).ends_of_paragraphs == [2, 4]
    assert cut(text).ends == [3, 10]


@given(texts, texts)
def test_where_words_stand_may_be_asked_for_at_any_time(first: str, second: str) -> None:
    early, late = Words(), cut(first, second)
    for text in (first, second):
        early.cut(text)
        assert len(early.starts) == len(early.ends) == len(early.spellings)
    assert (early.starts, early.ends) == (late.starts, late.ends)


@given(texts)
def test_what_lies_between_two_words_decides_whether_a_sentence_ends(text: str) -> None:
    words = cut(text)
    assert (0 in words.begins) == (words.spellings != [])
    for number in range(1, len(words.spellings)):
        gap = evened(text)[words.ends[number - 1] : words.starts[number]]
        if number in words.begins:
            assert gap.strip(" ") != ""
        if set("!?؟;؛…|•") & set(gap):
            assert number in words.begins


def test_a_paragraph_of_conjunctions_alone_takes_no_longer_than_its_length() -> None:
    began = process_time()
    words = cut("و-" * 256_000)
    assert len(words.spellings) == len(words.starts) == 256_000
    assert process_time() - began < 7  # 10 where what follows each was copied


def test_a_sign_that_stands_for_a_phrase_is_a_word_as_long_as_it_says() -> None:
    assert [len(word) for word in spellings_of("ﷺ" * 9 + " كتاب")] == [9 * 15, 4]
