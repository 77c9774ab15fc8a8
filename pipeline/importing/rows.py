"""Reads a line of JSON that another archive or a researcher's corpus has of an article.

The field names are those that `marsad export` writes; of other corpora `published`, `text` and
`date` are understood too. Pure: a row, or the reason why it cannot be used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, get_args

from pipeline.dates import parse_machine, parse_stamp
from pipeline.records import (
    Absence,
    ArticleData,
    ArticleState,
    ParagraphKind,
    Precision,
    Stamp,
)
from pipeline.text import clean
from pipeline.urls import canonical_url

#: characters of a line; the longest articles have some hundred thousand
MOST_CHARACTERS: Final = 4_000_000
_MOST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """An article, or one version of it, as another archive had it."""

    #: the source's name
    source: str
    data: ArticleData
    #: names of the sections that listed it, first listed first
    sections: tuple[str, ...]
    #: the version's number; None: the row is an article with its latest text
    n: int | None
    #: aware; None: the row does not say
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    last_lacked_at: datetime | None
    #: when the text was first had
    fetched_at: datetime | None
    state: ArticleState
    absence: Absence | None
    state_reason: str | None
    missing_since: datetime | None


class _UnusableError(ValueError):
    """The row cannot be used; the message says why, for people."""


def parse_row(
    line: str, source: str | None, zones: Mapping[str, str] = MappingProxyType({})
) -> ImportedRow | str:
    """What a line says of an article, or why it cannot be used.

    Args:
        source: the name of the source that all rows are of; None: each says its own.
        zones: IANA names of the zones of sources, for dates as printed; else they are UTC.
    """
    if len(line) > MOST_CHARACTERS:
        return f"more than {MOST_CHARACTERS} characters"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {str(error) or 'nested too deeply'}"
    if not isinstance(row, dict):
        return "no JSON object"
    try:
        return _row(row, source, zones)
    except _UnusableError as error:
        return str(error)


def _row(row: dict[str, Any], source: str | None, zones: Mapping[str, str]) -> ImportedRow:
    name = source or _text(row, "source")
    if not name or len(name) > _MOST_NAME:
        raise _UnusableError("source: missing, or no name; give one by --source")
    n = _number(row, "n")
    if n is not None and n < 1:
        raise _UnusableError("n: counts from 1")
    try:
        state = ArticleState(_text(row, "state") or "live")
    except ValueError:
        raise _UnusableError("state: one of live, suspected and gone") from None
    first_seen_at, last_seen_at = _time(row, "first_seen_at"), _time(row, "last_seen_at")
    fetched_at = _time(row, "fetched_at")
    if fetched_at is None and n is None:
        # an article that was changed had its latest text at the last, nobody tells since when
        fetched_at = first_seen_at if _number(row, "versions") in (None, 1) else last_seen_at
    absence = _text(row, "absence")
    return ImportedRow(
        source=name,
        data=_data(row, zones.get(name, "UTC")),
        sections=_texts(row, "sections"),
        n=n,
        first_seen_at=first_seen_at or fetched_at,
        last_seen_at=last_seen_at or fetched_at,
        last_lacked_at=_time(row, "last_lacked_at"),
        fetched_at=fetched_at,
        state=state,
        absence=Absence(absence) if absence in list(Absence) else None,
        state_reason=_text(row, "state_reason"),
        missing_since=_time(row, "missing_since"),
    )


def _data(row: dict[str, Any], zone: str) -> ArticleData:
    try:
        url = canonical_url(_text(row, "url") or "")
        canonical = canonical_url(_text(row, "canonical_url") or url)
    except ValueError:
        raise _UnusableError("url: no address of a page") from None
    title, body = _text(row, "title"), _body(row)
    if not title:
        raise _UnusableError("title: missing")
    if not body:
        raise _UnusableError("body: missing or empty")
    structure = tuple(one for one in _texts(row, "structure") if one in get_args(ParagraphKind))
    provenance = row.get("provenance")
    return ArticleData(
        url=url,
        canonical_url=canonical,
        title=title,
        body=body,
        publisher_id=_text(row, "publisher_id"),
        byline=_text(row, "byline"),
        authors=_texts(row, "authors"),
        agencies=_texts(row, "agencies"),
        credited_source=_text(row, "credited_source"),
        cited_sources=_texts(row, "cited_sources"),
        section=_text(row, "section"),
        tags=_texts(row, "tags"),
        image=_text(row, "image"),
        language=_text(row, "language"),
        featured=row.get("featured") is True,
        hits=_number(row, "hits"),
        published=_stamp(row, "published") or _printed(row, zone),
        modified=_stamp(row, "modified"),
        structure=structure if len(structure) == len(body) else (),  # type: ignore[arg-type]
        live=row.get("live") is True,
        paywalled=row.get("paywalled") is True,
        provenance={
            _usable("provenance", key): _usable("provenance", value)
            for key, value in (provenance if isinstance(provenance, dict) else {}).items()
            if isinstance(value, str)
        },
        extractor=_text(row, "extractor") or "imported",
    )


def _body(row: dict[str, Any]) -> tuple[str, ...]:
    """Paragraphs, or a text whose lines they are."""
    given = row.get("body", row.get("text"))
    lines = given.splitlines() if isinstance(given, str) else given
    if not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
        raise _UnusableError("body: neither a list of paragraphs nor a text")
    return tuple(text for one in lines if (text := clean(_usable("body", one))))


def _stamp(row: dict[str, Any], name: str) -> Stamp | None:
    at = _time(row, f"{name}_at", keep_offset=True)
    if at is None:
        return None
    try:
        return Stamp(at, Precision(_text(row, f"{name}_precision") or Precision.SECOND))
    except ValueError:
        raise _UnusableError(f"{name}_precision: one of day, minute and second") from None


def _printed(row: dict[str, Any], zone: str) -> Stamp | None:
    """A date as other corpora have it; one that cannot be read is not known."""
    text = _text(row, "published") or _text(row, "date")
    if text is None:
        return None
    return parse_machine(text, zone) or parse_stamp(text, zone, language=_text(row, "language"))


def _time(row: dict[str, Any], key: str, *, keep_offset: bool = False) -> datetime | None:
    value = row.get(key)
    if value in (None, ""):
        return None
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at if keep_offset else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise _UnusableError(f"{key}: no time such as 2026-03-01T09:30:00+01:00") from None


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _UnusableError(f"{key}: no text")
    return clean(_usable(key, value)) or None


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _UnusableError(f"{key}: no list of texts")
    return tuple(text for one in value if (text := clean(_usable(key, one))))


def _number(row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise _UnusableError(f"{key}: no number")
    return value


def _usable(key: str, text: str) -> str:
    """The text, which a database can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise _UnusableError(f"{key}: half a surrogate pair") from None
    return text.replace("\0", "")
