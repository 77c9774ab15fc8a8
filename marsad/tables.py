"""Writes objects of `marsad.jsonlines` as JSON lines, CSV or Parquet, one at a time.

A CSV file is safe to open in a spreadsheet: no cell can be taken for a formula, and a byte
order mark says that it is UTF-8. Lists and objects are JSON in one cell, a text's paragraphs
lines of one cell.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import IO, TYPE_CHECKING, Any, Final, Literal

from marsad import jsonlines
from marsad.jsonlines import Object

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["jsonl", "csv", "parquet"]

#: what a spreadsheet takes for the beginning of a formula, or skips before one
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: rows of a Parquet file's group: what is held in memory at once
_GROUP: Final = 1000
_NUMBERS: Final = {"id", "article", "n", "from_version", "to_version", "versions", "hits"}
_TRUTHS: Final = {"featured", "live", "paywalled", "stealth"}


class MissingExtraError(Exception):
    """A format needs a library that is not installed; the message says which."""


def write_rows(rows: Iterable[Object], fields: list[str], form: Format, file: IO[bytes]) -> int:
    """Writes every row and returns how many there were.

    Args:
        fields: the names of all fields, in order; a row has no others.

    Raises:
        MissingExtraError: Parquet is asked for, and pyarrow is not installed.
    """
    writers: dict[Format, Callable[[Iterable[Object], list[str], IO[bytes]], int]] = {
        "jsonl": _write_lines,
        "csv": _write_csv,
        "parquet": _write_parquet,
    }
    return writers[form](rows, fields, file)


def _write_lines(rows: Iterable[Object], fields: list[str], file: IO[bytes]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - it is the result
        file.write(jsonlines.line(row).encode() + b"\n")
    return count


def _write_csv(rows: Iterable[Object], fields: list[str], file: IO[bytes]) -> int:
    count = 0
    file.write(b"\xef\xbb\xbf" + _csv_line(fields))
    for count, row in enumerate(rows, 1):  # noqa: B007 - it is the result
        file.write(_csv_line([_cell(name, row[name]) for name in fields]))
    return count


def _csv_line(cells: Iterable[str]) -> bytes:
    line = StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = _text(name, value).replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if name == "body":
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)


def _write_parquet(rows: Iterable[Object], fields: list[str], file: IO[bytes]) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError(
            "Parquet needs pyarrow, which is not installed: pip install 'marsad[parquet]'"
        ) from None
    schema = pa.schema([(name, _type(name, pa)) for name in fields])
    count = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(rows):
            columns = {name: [_value(name, row[name]) for row in group] for name in fields}
            writer.write_table(pa.table(columns, schema=schema))
            count += len(group)
    return count


def _groups(rows: Iterable[Object]) -> Iterator[list[Object]]:
    group: list[Object] = []
    for row in rows:
        group.append(row)
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


def _type(name: str, pa: Any) -> pa.DataType:
    if name in _NUMBERS:
        return pa.int64()
    if name in _TRUTHS:
        return pa.bool_()
    return pa.list_(pa.string()) if name in _LISTS else pa.string()


#: lists of texts; all other lists and objects are JSON in a text
_LISTS: Final = {
    "body",
    "structure",
    "sections",
    "authors",
    "agencies",
    "cited_sources",
    "tags",
    "kinds",
}


def _value(name: str, value: Any) -> Any:
    """What Parquet holds: half a surrogate pair, which UTF-8 cannot say, becomes a mark."""
    if value is None or name in _NUMBERS or name in _TRUTHS:
        return value
    if name in _LISTS:
        return [one.encode("utf-8", "replace").decode() for one in value]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
