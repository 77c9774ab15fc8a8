"""Reads the printed stamps of `dates.tsv` and prints what was right, refused and wrong.

A row is the source's zone, the page's language and the time of its fetch (`-`: not told),
the text, and what it means: an instant with its precision, or `refused`. A refusal of what
means something is no error, a stamp of what does not is one. The half that is called aside
was drawn by lot before the reader was first run on any; the stamps called stranger's were
written later, by somebody who went by the wish for them and not by the reader.

    python -m benchmarks.dates [--failures] [--without-dateparser]
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.dates import read_stamp
from pipeline.dates.printed import forget
from pipeline.records import Precision, Stamp

_ROWS = Path(__file__).with_name("dates.tsv")
_SETS = ("near", "aside", "stranger")
_LANGUAGES = ["ar", "fr", "en", "de", "es", "it", "pt", "tr", "id", "ms", "fa"]


class Row(NamedTuple):
    half: str
    zone: str
    language: str | None
    fetched_at: datetime | None
    text: str
    #: None: to be refused
    at: datetime | None
    precision: Precision | None


Reader = Callable[[Row], object]


def rows() -> list[Row]:
    with _ROWS.open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                half,
                zone,
                None if language == "-" else language,
                None if fetched_at == "-" else datetime.fromisoformat(fetched_at),
                text,
                None if expected == "refused" else datetime.fromisoformat(expected.split()[0]),
                None if expected == "refused" else Precision(expected.split()[1]),
            )
            for half, zone, language, fetched_at, text, expected in list(
                csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            )[1:]
        ]


def ours(row: Row) -> object:
    return read_stamp(row.text, row.zone, language=row.language, fetched_at=row.fetched_at)


def dateparser(languages: list[str] | None) -> Reader:
    """The peer as its users call it, with all that we are told."""
    from dateparser import parse

    def read(row: Row) -> object:
        settings: dict[str, object] = {"TIMEZONE": row.zone, "RETURN_AS_TIMEZONE_AWARE": True}
        if row.fetched_at:
            settings["RELATIVE_BASE"] = row.fetched_at.replace(tzinfo=None)
        return parse(row.text, languages=languages, settings=settings)

    return read


def verdict(row: Row, told: object) -> str:
    at = told.at if isinstance(told, Stamp) else told if isinstance(told, datetime) else None
    if at is None:
        return "right" if row.at is None else "refused"
    if row.at is None or row.precision is None:
        return "wrong"
    if isinstance(told, Stamp) and told.precision is not row.precision:
        return "wrong"
    return (
        "right" if _to(row.precision, at, row.at) == _to(row.precision, row.at, row.at) else "wrong"
    )


def _to(precision: Precision, at: datetime, like: datetime) -> datetime | date:
    """An instant as finely as was printed, on the expected offset's clock."""
    at = at.astimezone(like.tzinfo)
    if precision is Precision.DAY:
        return at.date()
    return at.replace(microsecond=0, second=at.second if precision is Precision.SECOND else 0)


def measure(name: str, read: Reader, rounds: int, show: bool) -> float:
    """Prints one reader's line for each set; seconds of processor time a text."""
    every = rows()
    told = [read(row) for row in every]
    for half in _SETS:
        counts = Counter(
            verdict(row, one) for row, one in zip(every, told, strict=True) if row.half == half
        )
        count = sum(counts.values())
        print(
            f"{name:<24} {half:<8} {count:>4} texts   right {counts['right'] / count:.3f}"
            f"   refused {counts['refused']:>3}   wrong {counts['wrong']:>3}"
        )
    if show:
        for row, one in zip(every, told, strict=True):
            if (found := verdict(row, one)) != "right":
                print(f"    {found}: {row.text!r} ({row.zone}) expected {row.at}, told {one}")
    best = again = float("inf")
    for _ in range(rounds):
        forget()
        best = min(best, _seconds(read, every))
        again = min(again, _seconds(read, every))
    print(f"{name:<24} {best * 1e6:.1f} µs a text, {again * 1e6:.1f} when it is asked for again")
    return best


def _seconds(read: Reader, every: list[Row]) -> float:
    start = time.process_time()
    for row in every:
        read(row)
    return (time.process_time() - start) / len(every)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--failures", action="store_true", help="print each that is not right")
    arguments.add_argument("--without-dateparser", action="store_true")
    chosen = arguments.parse_args()
    mine = measure("marsad", ours, 50, chosen.failures)
    if chosen.without_dateparser:
        return
    try:
        peers = {
            "dateparser": dateparser(None),
            f"dateparser, {len(_LANGUAGES)} languages": dateparser(_LANGUAGES),
            "dateparser, 3 languages": dateparser(_LANGUAGES[:3]),
        }
    except ImportError:
        sys.exit("dateparser is not here: pip install --editable .[bench]")
    for name, read in peers.items():
        print(f"{'':<24} {measure(name, read, 1, show=False) / mine:.0f} × ours")


if __name__ == "__main__":
    main()
