"""What commands that list have in common: since when, how many, and how rows are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar, cast, overload
from zoneinfo import ZoneInfo

import typer
from rich.console import RenderableType

from config.values import parse_duration
from marsad import jsonlines
from marsad.screen import err, out

T = TypeVar("T")
#: the largest id, and number of rows, that every database takes
_MOST: Final = 2**31 - 1
#: rows a table shows people when they do not say; --json has no limit
_SCREENFUL = 50


@overload
def moment(text: str, zone: str) -> datetime: ...


@overload
def moment(text: str | None, zone: str) -> datetime | None: ...


def moment(text: str | None, zone: str) -> datetime | None:
    """A moment: so long ago, or the beginning of a day in the reader's zone."""
    if text is None:
        return None
    with suppress(ValueError, OverflowError):  # it is none, or before the first year
        return datetime.now(UTC) - cast(timedelta, parse_duration(text))
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or ZoneInfo(zone)).astimezone(UTC)
    raise typer.BadParameter(
        f"--since {text}: write how long ago (7d, 12h), a day (2026-01-31) or a time"
    )


def limited(limit: int | None, as_json: bool) -> int | None:
    """How many rows to show; people who do not say see a screenful."""
    if limit is None:
        return None if as_json else _SCREENFUL
    return min(limit, _MOST)


def row_id(text: str) -> int | None:
    """The id that a text may be; None where none is written so."""
    return int(text) if text.isdecimal() and len(text) < 11 and int(text) <= _MOST else None


def tell(
    rows: Iterable[T],
    as_json: bool,
    to_object: Callable[[T], dict[str, Any]],
    table: Callable[[], RenderableType],
    none: str = "",
) -> None:
    """Rows as a table for people, or as one JSON object a line for programs.

    Args:
        none: what people are told where there are no rows.
    """
    if not as_json:
        out.print(table())
        if none and not any(True for _ in rows):
            err.print(none, style="yellow", soft_wrap=True)
        return
    for row in rows:
        print_object(to_object(row))


def print_object(value: dict[str, Any]) -> None:
    """One line of JSON on standard output."""
    print(jsonlines.line(value))  # noqa: T201 - program output
