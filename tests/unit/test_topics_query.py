"""Queries that can be read, and what their authors are told of those that cannot."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics import Facets, QueryError, match, mistake_in, parse_query, prepare
from pipeline.topics.query import MAX_DEPTH, MAX_LENGTH

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "topics.md"
NAUGHTY = Path(__file__).parents[3] / "shared" / "data" / "naughty-strings.json"


def holds(query: str, text: str) -> bool:
    return match(parse_query(query), prepare("", [text])) is not None


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # AND binds closer than OR, and needs not be written
        ("a OR b AND c", "a", True),
        ("a OR b AND c", "b", False),
        ("a OR b c", "b", False),
        ("a OR b c", "c b", True),
        ("(a OR b) c", "b", False),
        ("(a OR b) c", "b c", True),
        ("(a OR b)(c OR d)", "d a", True),
        ("(a OR b)(c OR d)", "c d", False),
        ('"a b"c', "c a b", True),
        # NOT takes what stands right after it
        ("a NOT b", "a", True),
        ("a NOT b", "a b", False),
        ("a AND NOT b c", "a c", True),
        ("NOT b AND a", "a", True),
        ("a NOT (b OR c)", "a c", False),
        ("a NOT (b c)", "a c", True),
        ("a NOT (b NOT c)", "a b", False),
        ("a NOT (b NOT c)", "a b c", True),
        ("(NOT (NOT a))", "a", True),
        # operators are in capitals and stand alone
        ("a and b", "a b", False),
        ("a and b", "b and a", True),
        ("ANDORRA OR NOTICE", "notice", True),
        ('a "OR" b', "a or b", True),
        ("or blanc", "l'or blanc", True),
        # layout means nothing
        ("  a\n\tAND\r\n  b ", "a b", True),
        ("a\u00a0AND\u2003b", "a b", True),
        ("\u200fa\u200f AND\u200f b\u200e", "b a", True),
        ("NOT\u200fb a", "a b", False),
    ],
)
def test_operators(query: str, text: str, expected: bool) -> None:
    assert holds(query, text) is expected


@pytest.mark.parametrize("quoted", ['"a b"', "«a b»", "“a b”", "”a b“", "„a b“", "« a b »"])
def test_any_quotation_marks_make_a_phrase(quoted: str) -> None:
    assert holds(quoted, "x a b y")
    assert not holds(quoted, "a x b")


def test_quotation_marks_of_another_kind_may_stand_inside() -> None:
    assert holds('«a "b" c»', "a b c")


@pytest.mark.parametrize(
    ("query", "line", "column", "part"),
    [
        ("", 1, 1, "empty"),
        (" \n ", 1, 1, "empty"),
        ("(مصر", 1, 1, "never closed"),
        ("مصر AND (ليبيا OR (تونس)", 1, 9, "never closed"),
        ("مصر)", 1, 4, "never opened"),
        ("()", 1, 1, "nothing stands between"),
        ("مصر ( )", 1, 5, "nothing stands between"),
        ('مصر "ليبيا', 1, 5, 'the quotation mark " is never closed'),
        ("مصر «ليبيا", 1, 5, "the quotation mark « is never closed"),
        ("ليبيا»", 1, 6, "the quotation mark » is never opened"),
        ('مصر ""', 1, 5, "no letter or figure"),
        ("مصر , ليبيا", 1, 5, "no letter or figure"),
        ("مصر AND", 1, 5, "AND needs"),
        ("مصر OR", 1, 5, "OR needs"),
        ("مصر NOT", 1, 5, "NOT needs"),
        ("مصر AND OR ليبيا", 1, 5, "AND needs"),
        ("(مصر OR)", 1, 6, "OR needs"),
        ("OR مصر", 1, 1, "OR has nothing before it"),
        ("(AND مصر)", 1, 2, "AND has nothing before it"),
        ("AND", 1, 1, "AND has nothing before it"),
        ("مصر NOT NOT ليبيا", 1, 5, "NOT needs"),
        ("title:", 1, 1, "title: needs"),
        ("مصر title: AND ليبيا", 1, 5, "title: needs"),
        ("NOT مصر", 1, 1, "none of its words"),
        ("مصر OR NOT ليبيا", 1, 8, "none of its words"),
        ("NOT (مصر NOT ليبيا)", 1, 1, "none of its words"),
        ("NOT title:مصر", 1, 1, "none of its words"),
        ("مصر author:سليم", 1, 5, "unknown field author:"),
        ("-مصر", 1, 1, "write NOT instead of -"),
        ("مصر !ليبيا", 1, 5, "write NOT instead of !"),
        ("m*l", 1, 1, "at the end of a word"),
        ("*", 1, 1, "no letter or figure"),
        ("a*", 1, 1, "at least 2 letters"),
        ("F-1*", 1, 1, "one word"),
        ("تبون|", 1, 5, "| needs"),
        ("|تبون", 1, 1, "| has nothing before it"),
        ("=", 1, 1, "no letter or figure"),
        ("مصر NEAR/5", 1, 5, "needs parentheses"),
        ("مصر NEAR/5(a)", 1, 5, "from 2 to 10"),
        ("NEAR/5(a, b c)", 1, 1, "no more"),
        ("NEAR/101(a, b)", 1, 1, "from 0 to 100"),
        ("NEAR(a, )", 1, 7, ", needs"),
        ("OF (a, b)", 1, 1, "needs a number"),
        ("3 OF (a, b)", 1, 1, "it has 2"),
        ("0 OF (a, b)", 1, 1, "would always hold"),
        ("2 OF (NOT a, NOT b, c)", 1, 7, "none of its words"),
        ("/ab", 1, 1, "ends with /"),
        ("/a(/", 1, 1, "cannot be used"),
        ("/a*/", 1, 1, "hold for an empty text"),
        ("مصر @outlets", 1, 5, "no query named outlets"),
        ("مصر\nAND (ليبيا\nOR تونس", 2, 5, "never closed"),
        ("مصر\n  OR", 2, 3, "OR needs"),
        ("a" * (MAX_LENGTH + 1), 1, 1, "longer than"),
        ("(" * (MAX_DEPTH + 1) + "a", 1, MAX_DEPTH + 1, "parentheses inside one another"),
    ],
)
def test_a_mistake_is_told_with_its_place(query: str, line: int, column: int, part: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert part in caught.value.message


def test_the_configuration_check_gets_one_line() -> None:
    assert mistake_in("مصر AND ليبيا") is None
    assert mistake_in("مصر AND") == ("column 5: AND needs a word, a phrase or parentheses after it")
    assert mistake_in("مصر\nAND") == (
        "line 2, column 1: AND needs a word, a phrase or parentheses after it"
    )


def test_marks_that_come_along_with_pasted_words_are_no_part_of_them() -> None:
    text = prepare("", ["نص militaires"], Facets(source="almithaq", language="ar"))
    for query in ("lang:ar\u200f نص", 'source:"\u200falmithaq\u2069"', "militair*\u200f"):
        assert match(parse_query(query), text) is not None


def test_the_widest_and_the_deepest_query_can_be_read() -> None:
    assert holds("a " * (MAX_LENGTH // 2), "a")
    assert holds("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, "a")
    assert holds("title:(" * MAX_DEPTH + "a OR NOT b" + ")" * MAX_DEPTH + " c", "c")


def test_the_titles_field_is_known_whatever_its_case() -> None:
    query = parse_query("Title:مصر")
    assert match(query, prepare("مصر", [])) is not None
    assert match(query, prepare("", ["مصر"])) is None


def check_that_only_query_errors_are_raised(text: str) -> None:
    error = refusal(text)
    if error is not None:
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.message.isprintable()


def refusal(text: str) -> QueryError | None:
    try:
        parse_query(text)
    except QueryError as error:
        return error
    return None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    check_that_only_query_errors_are_raised(text)


SCRAPS = ["(", ")", '"', "«", "»", "“", " AND ", " OR ", " NOT ", "title:", "x:", " ", "\n"]
SCRAPS += ["a", "الجزائر", "-", "*", "'", "\u200f", "\x00", "\ud800", "١٢", ".", "و "]


@given(st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join))
def test_scraps_of_queries_are_read_or_refused(text: str) -> None:
    check_that_only_query_errors_are_raised(text)


def test_strings_that_break_software_are_read_or_refused() -> None:
    if not NAUGHTY.exists():
        pytest.skip(f"{NAUGHTY} is not here")
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        check_that_only_query_errors_are_raised(text)
        prepare(text, [text])


def test_the_documentations_queries_can_be_read() -> None:
    queries = re.findall(r"query: '(.+?)'", DOCUMENTATION.read_text(encoding="utf-8"))
    assert len(queries) >= 5
    named = {"sahel": "مالي"}
    assert [mistake_in(query, named) for query in queries] == [None] * len(queries)


def test_the_documentations_mistakes_are_told_as_it_says() -> None:
    rows = re.findall(r"^\| `(.+)` \| (column .+) \|$", DOCUMENTATION.read_text("utf-8"), re.M)
    assert len(rows) >= 5
    assert [mistake_in(query) for query, _ in rows] == [told for _, told in rows]
