"""Takes the measures of the service that are asked for, and prints one line a measure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks.service import FULL, SHORT, Size, hostile, memory, polls, start, sustained


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parts: dict[str, Callable[[Size], Iterable[object]]] = {
        "sustained": sustained,
        "polls": lambda size: [polls(size)],
        "hostile": lambda size: [hostile(size)],
        "memory": lambda size: [memory(size)],
        "start": start,
    }
    parser.add_argument("--only", choices=parts)
    parser.add_argument("--short", action="store_true", help="minutes in place of hours")
    given = parser.parse_args()
    for name, part in parts.items():
        if given.only in (None, name):
            for result in part(SHORT if given.short else FULL):
                print(f"{name}: {result}", flush=True)


if __name__ == "__main__":
    main()
