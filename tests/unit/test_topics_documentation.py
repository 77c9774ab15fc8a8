"""What docs/topics.md says of words and phrases is so: its examples are tried, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.topics import match, mistake_in, parse_query, prepare
from pipeline.topics.checks import surprise

PAGE = (Path(__file__).parents[2] / "docs" / "topics.md").read_text(encoding="utf-8")

_QUERY = r"`([^`]+)`"
#: «…» or *…*, several of them with commas and "and"
_TEXTS = r"((?:[«*][^»*]+[»*](?:,? and |, )?)+)"


def finds(query: str, text: str) -> bool:
    return match(parse_query(query), prepare("", [text])) is not None


def part(title: str) -> str:
    """A part of the page on one line, from its heading to the next."""
    text = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    assert text
    return text


def rows(text: str) -> Iterator[tuple[str, str]]:
    """The first two cells of each row of a part's tables."""
    for row in re.findall(r"^\|(.+)\|$", text, re.MULTILINE):
        first, second = re.split(r"(?<!\\)\|", row)[:2]
        yield first.replace("\\|", "|").strip(), second.replace("\\|", "|").strip()


def told(verb: str, *titles: str) -> Iterator[tuple[str, str]]:
    """Queries and texts of sentences such as: `زيت` does not find «زيتون»."""
    text = " ".join(" ".join(map(part, titles)).split())
    for query, texts in re.findall(f"{verb.format(query=_QUERY)} {_TEXTS}", text):
        for one in re.findall(r"[«*]([^»*]+)[»*]", texts):
            yield query, one


WORDS, PHRASES = "What counts as the same word", "Phrases"
SPELLINGS = [
    (one.strip(), other.strip())
    for _, cell in rows(part(WORDS))
    for pair in cell.split(" · ")
    if " = " in pair
    for one, other in [pair.rsplit(" = ", 1)]
]
FORMS = [
    (query, form)
    for cell, forms in rows(part(WORDS))
    for query in re.findall(_QUERY, cell)
    for form in re.findall(r"[\w-]+", forms.replace("and before a noun", ""))
]
FOUND = [
    *told("{query} finds", WORDS, PHRASES),
    *told("{query} is found in", WORDS, PHRASES),
]
NOT_FOUND = [
    *told("{query} does not find", WORDS, PHRASES),
    *told("nor {query}", WORDS, PHRASES),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_that_it_calls_one_are_one(one: str, other: str) -> None:
    for left in one.split(" = "):
        assert finds(left, other)
        assert finds(other, left)


@pytest.mark.parametrize(("query", "form"), FORMS)
def test_forms_that_it_lists_are_found(query: str, form: str) -> None:
    assert finds(query, form)


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_what_it_says_is_found_is_found(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_what_it_says_is_not_found_is_not(query: str, text: str) -> None:
    assert not finds(query, text)


def test_the_examples_are_seen() -> None:
    assert min(len(SPELLINGS), len(FOUND), len(NOT_FOUND)) >= 12
    assert len(FORMS) >= 30


def test_every_line_of_the_language_can_be_read() -> None:
    queries = [
        query for cell, _ in rows(part("The language")) for query in re.findall(_QUERY, cell)
    ]
    queries = [query for query in queries if not query.endswith(":")]
    assert len(queries) >= 12
    assert [mistake_in(query, {"sahel": "مالي"}) for query in queries] == [None] * len(queries)


def test_a_topic_that_carries_its_proof_passes_it() -> None:
    blocks = re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    (proven,) = (block for block in blocks if "must_match" in block)
    (topic,) = YAML(typ="safe").load(proven)
    wanted = [(sentence, True) for sentence in topic["must_match"]]
    wanted += [(sentence, False) for sentence in topic["must_not_match"]]
    for sentence, is_wanted in wanted:
        assert surprise(topic["query"], {}, sentence, is_wanted) is None
