"""Compares saved versions of articles and prints the edits; stores nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from marsad import jsonlines, screen
from marsad.screen import err, out
from pipeline.diff import diff_versions
from pipeline.edits import compare
from pipeline.reading.workers import Worker
from pipeline.records import ArticleData, EditData, NotArticle, Precision, Stamp
from pipeline.text import clean

#: bytes of a version that are read, as many as of a fetched page
_LARGEST = 5 * 1024 * 1024
_WORD = re.compile(r"\S+")


class UnreadableError(Exception):
    """A version could not be had; the message is one line for people."""


def compare_files(before: Path, after: Path, *, as_json: bool) -> bool:
    """Compares two versions and prints the edit; whether both could be read."""
    try:
        with Worker() as worker:
            old, new = (_from_file(path, worker) for path in (before, after))
    except UnreadableError as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return False
    edit = compare(old, new)
    if as_json:
        _print(_edit_object(old, new, edit))
    else:
        _tell(old, new, edit)
    return True


def compare_manifest(manifest: Path, *, as_json: bool) -> None:
    """Compares each pair of a manifest and prints a line for it; one that fails says so.

    Raises:
        typer.BadParameter: a line is no JSON object with `id`, `before` and `after`.
    """
    with Worker() as worker:
        for entry in _entries(manifest):
            name = entry["id"]
            try:
                old, new = (_version(entry[side], manifest, worker) for side in ("before", "after"))
            except UnreadableError as error:
                if as_json:
                    _print({"id": name, "error": str(error)})
                else:
                    err.print(f"{name}: {error}", style="red", soft_wrap=True, markup=False)
                continue
            edit = compare(old, new)
            if as_json:
                _print({"id": name, **_edit_object(old, new, edit)})
            else:
                line = screen.kinds_line(edit) if edit else "the two versions say the same"
                out.print(f"{name}", line, soft_wrap=True, markup=False)


def _entries(manifest: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = manifest.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise typer.BadParameter(f"{manifest}: {error.strerror}") from None
    with lines:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                entry = json.loads(text)
            except (ValueError, RecursionError):
                entry = None
            if not isinstance(entry, dict) or not {"id", "before", "after"} <= entry.keys():
                raise typer.BadParameter(
                    f"{manifest}:{number}: not a JSON object with id, before and after"
                )
            yield entry


def _version(value: Any, manifest: Path, worker: Worker) -> ArticleData:
    if isinstance(value, dict):
        return _from_object(value)
    if isinstance(value, str):
        beside = manifest.parent / value
        return _from_file(beside if beside.exists() else Path(value), worker)
    raise UnreadableError("a version is an object or the path of a file")


def _from_file(path: Path, worker: Worker) -> ArticleData:
    """A version from a file: JSON where it begins with a brace, else a page."""
    try:
        with path.open("rb") as file:
            head = file.read(_LARGEST)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_page(path, worker)
    try:
        value = json.loads(head.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        if len(head) == _LARGEST:
            raise UnreadableError(f"{path}: larger than {_LARGEST // 2**20} MB") from None
        raise UnreadableError(f"{path}: neither a page nor well-formed JSON") from None
    try:
        return _from_object(value)
    except UnreadableError as error:
        raise UnreadableError(f"{path}: {error}") from None


def _from_page(path: Path, worker: Worker) -> ArticleData:
    from marsad.reading import one_page, read_one

    reading = read_one(worker, one_page(str(path), None)[0], None, None)
    if isinstance(reading, str):
        raise UnreadableError(f"{path}: {reading}")
    if isinstance(reading.result, NotArticle):
        raise UnreadableError(f"{path}: no article: {reading.result.reason}")
    return reading.result


def _from_object(value: dict[str, Any]) -> ArticleData:
    """A version from an object in the field names of docs/commands.md; text is cleaned."""
    tags = value.get("tags")
    return ArticleData(
        url=_text(value, "url") or "",
        canonical_url=_text(value, "canonical_url") or "",
        title=_tidy(_text(value, "title", "")),
        body=_paragraphs(value),
        byline=", ".join(filter(None, map(_tidy, _texts(value, "byline")))) or None,
        credited_source=_tidy(_text(value, "credited_source", "")) or None,
        section=_tidy(_text(value, "section", "")) or None,
        tags=tuple(tags) if isinstance(tags, list) and all(map(_is_text, tags)) else (),
        image=_text(value, "image"),
        modified=_stamp(value),
    )


def _paragraphs(value: dict[str, Any]) -> tuple[str, ...]:
    """The body, a list of texts each of one or more lines, or one text; none without a body."""
    lines = (line for text in _texts(value, "body") for line in text.splitlines())
    return tuple(filter(None, map(_tidy, lines)))


def _texts(value: dict[str, Any], name: str) -> list[str]:
    """A field that may be one text, a list of texts, or missing; nulls count for nothing."""
    found = value.get(name)
    every = found if isinstance(found, list) else [found]
    if not all(one is None or isinstance(one, str) for one in every):
        raise UnreadableError(f"{name} must be a text or a list of texts")
    return [one for one in every if one is not None]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _tidy(text: str) -> str:
    """The text without invisible characters; white space stays: it may be what changed."""
    return _WORD.sub(lambda word: clean(word[0]), text).strip()


def _text(value: dict[str, Any], name: str, default: str | None = None) -> Any:
    found = value.get(name)
    if found is not None and not isinstance(found, str):
        raise UnreadableError(f"{name} must be a text")
    return found or default


def _stamp(value: dict[str, Any]) -> Stamp | None:
    text = _text(value, "modified_at")
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
        precision = Precision(value.get("modified_precision") or "second")
    except ValueError:
        raise UnreadableError("modified_at must be a time as RFC 3339 writes it") from None
    if at.tzinfo is None:
        raise UnreadableError("modified_at must carry an offset")
    return Stamp(at, precision)


def _edit_object(before: ArticleData, after: ArticleData, edit: EditData | None) -> dict[str, Any]:
    same = EditData((), False, False, before.title, after.title)
    return jsonlines.edit_content(edit or same)


def _tell(before: ArticleData, after: ArticleData, edit: EditData | None) -> None:
    if edit is None:
        out.print("the two versions say the same")
        return
    out.print(screen.kinds_line(edit), soft_wrap=True)
    out.print()
    out.print(screen.diff_page(diff_versions(before, after)))
    out.print(screen.evidence_table(edit.evidence))


def _print(value: dict[str, Any]) -> None:
    print(jsonlines.line(value))  # noqa: T201 - program output
