"""What the documents name is there: files, tables, states, links between them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.records import ArticleState
from pipeline.store.outbox import DeliveryState
from pipeline.store.tables import Base

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PACKAGES = ("config/", "crawler/", "marsad/", "pipeline/", "scheduler/")


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_link_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([\w/.-]+)`", text) if name.startswith(PACKAGES)}
    missing = {name for name in named if "NAME" not in name and not (ROOT / name).exists()}
    links = set(re.findall(r"\]\((?!https?:|#)([^)#]+)", text))
    missing |= {link for link in links if not (document.parent / link).exists()}
    assert missing == set()


def test_every_table_is_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert {name for name in Base.metadata.tables if f"`{name}`" not in text} == set()


def test_every_state_is_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    states = [*ArticleState, *DeliveryState]
    assert {state for state in states if f"`{state.value}`" not in text} == set()


def test_every_word_of_the_glossary_stands_for_something_in_the_code() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    )
    table = [line for line in text.splitlines() if line.startswith("| ") and line.count("|") == 4]
    named = {name for row in table for name in re.findall(r"`(\w+)`", row.rsplit("|", 2)[1])}
    assert named
    assert named - set(re.findall(r"\bclass (\w+)\b", code)) == set()
