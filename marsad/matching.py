"""Runs a query over a file of texts: needs no archive, and loads nothing of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from marsad import jsonlines, screen
from marsad.screen import out
from pipeline.topics import parse_query, prepare
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import shown_places


def match_manifest(query: str, named: Mapping[str, str], manifest: Path, *, as_json: bool) -> None:
    """Prints the texts of a file that a query holds for, with the words that made it hold.

    Raises:
        typer.BadParameter: a line is no JSON object with an id.
    """
    index = QueryIndex([parse_query(query, named)])
    for entry in _entries(manifest):
        body = entry.get("body") or ""
        paragraphs = [str(one) for one in body] if isinstance(body, list) else str(body).split("\n")
        text = prepare(str(entry.get("title") or ""), paragraphs)
        held = next(index.held(text), None)
        if held is None:
            continue
        terms = [term for leaf in held[1] for term in shown_places(leaf, text)]
        if as_json:
            matched = [asdict(term) for term in terms]
            print(jsonlines.line({"id": entry["id"], "matched": matched}))  # noqa: T201 - program output
        else:
            words = dict.fromkeys(term.found for term in terms)
            out.print(f"{entry['id']}", screen.foreign(", ".join(words)), soft_wrap=True)


def _entries(manifest: Path) -> Iterator[dict[str, Any]]:
    with manifest.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                entry = json.loads(text)
            except (ValueError, RecursionError):
                entry = None
            if not isinstance(entry, dict) or "id" not in entry:
                raise typer.BadParameter(f"{manifest}:{number}: not a JSON object with an id")
            yield entry
