"""Works out of imported lines what needs no store: rows, and what is stored of new articles.

It says nothing of which rows are new, and may be done before anybody knows, in another process
(`pipeline.importing.ahead`), or by `pipeline.importing.new` for those that are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.fingerprints import content_hash
from pipeline.found_by import found_by_each
from pipeline.importing.rows import ImportedRow, parse_row
from pipeline.records import ArticleData
from pipeline.store.packed import pack
from pipeline.store.rows import sealed_columns
from pipeline.stories.signing import Signed, signed_each


class Made(NamedTuple):
    """What is stored of a new article beside its identity, its link and its times."""

    #: of its first version, see `sealed_columns`; the body is packed
    columns: dict[str, Any]
    tokens: str
    signed: Signed | None


class WorkedOut(NamedTuple):
    """A line, as far as it was worked out."""

    #: or why it cannot be used
    row: ImportedRow | str
    #: None: nobody did yet
    made: Made | None = None


def read(lines: Sequence[str], source: str | None, zones: Mapping[str, str]) -> list[WorkedOut]:
    """The rows of lines that are not blank, see `parse_row`, and nothing more of them."""
    return [WorkedOut(parse_row(line, source, zones)) for line in lines if line.strip()]


def work_out(lines: Sequence[str], source: str | None, zones: Mapping[str, str]) -> list[WorkedOut]:
    """As `read`, with all that is stored of the rows if they are new."""
    found = read(lines, source, zones)
    rows = [row.data for row, _ in found if not isinstance(row, str)]
    made = iter(make([(data, content_hash(data)) for data in rows]))
    return [one if isinstance(one.row, str) else WorkedOut(one.row, next(made)) for one in found]


def make(articles: Sequence[tuple[ArticleData, str]]) -> list[Made]:
    """What is stored of new articles, each given with its content hash."""
    found = found_by_each([data for data, _ in articles])
    signed = signed_each([one.hashes for one in found])
    return [
        Made(_columns(data, content), own.tokens, one)
        for (data, content), own, one in zip(articles, found, signed, strict=True)
    ]


def _columns(data: ArticleData, content: str) -> dict[str, Any]:
    columns = sealed_columns(data, content)
    return {**columns, "body": pack(columns["body"])}
