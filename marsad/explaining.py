"""Shows what was weighed for each field of a page, and which candidate won.

What the candidates are and why one wins is `pipeline.extract`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from marsad.screen import foreign
from pipeline.extract.candidates import Candidate

#: of a candidate's value, in characters
_LONGEST: Final = 120


def candidates_table(candidates: Iterable[Candidate]) -> Table:
    """The candidates, field by field, the winner of each marked."""
    table = Table(box=None, padding=(0, 1), show_edge=False)
    for name in ("field", "", "candidate", "where", "why"):
        table.add_column(name, overflow="fold")
    before = None
    for one in sorted_by_field(candidates):
        table.add_row(
            Text("" if one.field == before else one.field, style="bold"),
            Text("✓" if one.won else "", style="green"),
            foreign(_cut(one.value), "" if one.won else "dim"),
            foreign(f"{one.provenance}: {one.where}", "dim"),
            foreign(_cut(one.why), "" if one.won else "yellow"),
        )
        before = one.field
    return table


def candidate_objects(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """The candidates for `--json`, as docs/commands.md describes them."""
    return [
        asdict(one) | {"provenance": str(one.provenance)} for one in sorted_by_field(candidates)
    ]


def sorted_by_field(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By field in the order of reading, within a field as they were weighed."""
    every = tuple(candidates)
    order = {name: at for at, name in enumerate(dict.fromkeys(one.field for one in every))}
    return sorted(every, key=lambda one: order[one.field])


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
