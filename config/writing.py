"""Writes entries into a configuration's lists and keeps every other byte of the file.

Pure on text, but for `replace_configuration`, which puts a new text in the place of the old
one at once. What goes into an entry is for others to say.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from config.document import plain, read_document
from config.mistakes import ConfigurationError, Loc, Mistake, dotted
from config.visible import visible

#: a text that YAML reads as itself wherever it stands, and in a block only
_PLAIN = re.compile(r"[^\W_][\w-]*")
_PLAIN_IN_BLOCK = re.compile(r"[^\W_](?:[\w./?&=%+~@;,()-]|:(?!$))*")
_NULLS = frozenset({"null", "Null", "NULL"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDTH = 96
_WHOLE_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an entry, with what it says."""

    name: str
    value: str | tuple[Entry, ...]
    #: for people: lines of comment above the key, left out where no comment can stand
    note: str | None = None


#: an entry of a list: its keys in order
Entry = tuple[Key, ...]


def block_of(entries: Sequence[Entry], indent: int = 2) -> str:
    """The entries as lines of YAML, an empty line between two, comments among them.

    Args:
        indent: spaces before the dash.
    """
    return "\n".join("".join(f"{line}\n" for line in _block(one, indent)) for one in entries)


def plain_entry(entry: Entry) -> dict[str, Any]:
    """The entry as dicts, lists and texts, without its notes."""
    return {
        key.name: key.value
        if isinstance(key.value, str)
        else [plain_entry(one) for one in key.value]
        for key in entry
    }


def with_entries(text: str, loc: Loc, entries: Sequence[Entry], file: str) -> str:
    """The configuration with entries added at the end of one of its lists.

    Every character of the text stays, line ends included. A list that is not there is begun,
    if it is one of the top.

    Args:
        text: of a whole configuration, as it stands in the file.
        loc: the way to the list, such as `("sources",)` or `("sources", 0, "sections")`.
        entries: what comes into it.
        file: the name for mistakes.

    Raises:
        ConfigurationError: the text cannot be read, or is written in a way that cannot be
            added to.
    """
    body = text.removeprefix(_BOM)
    before = plain(read_document(body.encode(), file).root)
    added = _added(body, loc, entries)
    try:
        after = plain(read_document(added.encode(), file).root) if added is not None else None
    except ConfigurationError:
        after = None
    # The one proof that nothing else was touched: it reads as before, with the entries.
    if added is None or after != _appended(before, loc, [plain_entry(one) for one in entries]):
        message = "this list is written in a way that cannot be added to: add the lines by hand"
        raise ConfigurationError([Mistake(file, 1, 1, dotted(loc), message)])
    return text[: len(text) - len(body)] + added


def replace_configuration(
    path: Path, before: bytes, after: bytes, check: Callable[[Path], object]
) -> None:
    """Puts a checked text in a configuration's place, or leaves it as it is.

    1. writes the text beside the file, readable for those who could read the file;
    2. has it checked there;
    3. sees that nobody changed the file meanwhile, and moves the text over it.

    Args:
        before: what the file held when `after` was made from it.
        check: raises ConfigurationError for a file that `marsad check` would not pass.

    Raises:
        ConfigurationError: the text does not pass, or the file is another one by now.
        OSError: the folder or the file cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays one
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777)
        try:
            check(beside)
        except ConfigurationError as error:
            raise ConfigurationError(
                replace(one, file=str(path)) if one.file == name else one for one in error.mistakes
            ) from None
        if target.read_bytes() != before:
            message = "was changed by somebody else meanwhile: nothing is written, try again"
            raise ConfigurationError([Mistake(str(path), 1, 1, "(file)", message)])
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


# --- how entries are written -----------------------------------------------------


def _block(entry: Entry, indent: int) -> Iterator[str]:
    pad = " " * indent
    for number, key in enumerate(entry):
        lead = pad + ("  " if number else "- ")
        # a comment above the first key stands above the dash
        margin = pad + ("  # " if number else "# ")
        for note in (key.note or "").splitlines():
            for line in wrap(visible(note), _WIDTH - len(margin), **_WHOLE_WORDS):
                yield margin + line
        if isinstance(key.value, str):
            yield f"{lead}{key.name}: {_scalar(key.value, _PLAIN_IN_BLOCK)}"
            continue
        yield f"{lead}{key.name}:"
        for inner in key.value:
            yield from _block(inner, indent + 4)


def _flow(entry: Entry) -> str:
    pairs = (
        f"{key.name}: "
        + (
            _scalar(key.value, _PLAIN)
            if isinstance(key.value, str)
            else f"[{', '.join(map(_flow, key.value))}]"
        )
        for key in entry
    )
    return f"{{{', '.join(pairs)}}}"


def _scalar(value: str, safe: re.Pattern[str]) -> str:
    if safe.fullmatch(value) and value not in _NULLS:
        return value
    return "'" + value.replace("'", "''") + "'"


def _appended(tree: Any, loc: Loc, entries: list[dict[str, Any]]) -> Any:
    """The tree of a configuration with entries added to one list; None if it has none there."""
    if not loc:
        return [*(tree or []), *entries] if isinstance(tree, list | None) else None
    step, rest = loc[0], loc[1:]
    if isinstance(step, int):
        return [_appended(one, rest, entries) if i == step else one for i, one in enumerate(tree)]
    return {**tree, step: _appended(tree.get(step), rest, entries)}


# --- where they go ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a value stands: offsets into the text, and the end of its last written part."""

    start: int
    end: int
    column: int
    kind: str
    flow: bool = False


def _added(body: str, loc: Loc, entries: Sequence[Entry]) -> str | None:
    newline = (_LINE_END.search(body) or ["\n"])[0]
    span = _find(body, loc)
    if span is None or (span.kind == "scalar" and span.start == span.end):
        if len(loc) != 1:
            return None
        block = block_of(entries)
        if span is None:  # no such key: at the end
            at, block = len(body), f"{loc[0]}:\n{block}"
        else:  # a key with nothing after it
            at = _line_after(body, span.end)
        return _inserted(body, at, block, newline, apart=span is None)
    if span.kind != "sequence":
        return None
    if span.flow:
        close = span.end - 1
        written = body[span.start + 1 : close].strip()
        comma = ", " if written and not written.endswith(",") else ""
        return body[:close] + comma + ", ".join(map(_flow, entries)) + body[close:]
    at = _after_own_comments(body, _line_after(body, span.end), span.column)
    return _inserted(body, at, block_of(entries, span.column), newline, apart=True)


def _inserted(body: str, at: int, block: str, newline: str, *, apart: bool) -> str:
    before, after = body[:at], body[at:]
    if before and not before.endswith(("\n", "\r")):
        before += newline
    # an empty line sets the entries off from what stands before them
    return before + (newline if apart and before else "") + block.replace("\n", newline) + after


def _line_after(body: str, at: int) -> int:
    """Where the line begins that follows the one with this place in it."""
    if at and body[at - 1] in "\r\n":  # a block of text ends with its last line
        return at
    found = _LINE_END.search(body, at)
    return found.end() if found else len(body)


def _after_own_comments(body: str, at: int, column: int) -> int:
    """Past the comments that follow at once and stand further in than the list's dashes."""
    while found := re.compile(r"( *)#[^\r\n]*(?:\r\n|\r|\n|\Z)").match(body, at):
        if len(found[1]) <= column:
            break
        at = found.end()
    return at


def _find(body: str, loc: Loc) -> _Span | None:
    """The span of the value at a place, None if nothing stands there."""
    events = iter(YAML(typ="safe", pure=True).parse(body))
    for event in events:
        if isinstance(event, MappingStartEvent | SequenceStartEvent | ScalarEvent):
            found: list[_Span] = []
            _walk(event, events, loc, found)
            return found[0] if found else None
    return None


def _walk(event: Any, events: Iterator[Any], loc: Loc | None, found: list[_Span]) -> _Span:
    """The span of one value; keeps it if the way `loc` ends here. None: off the way."""
    start = event.start_mark
    if isinstance(event, ScalarEvent):
        end = event.end_mark.index
        if event.style in ("|", ">"):  # ends where the next token begins, comments and all
            end = _end_of_text_block(event, end)
        span = _Span(start.index, end, start.column, "scalar")
    elif isinstance(event, MappingStartEvent | SequenceStartEvent):
        span = _collection(event, events, loc, found)
    else:
        span = _Span(start.index, event.end_mark.index, start.column, "other")
    if loc == ():
        found.append(span)
    return span


def _collection(event: Any, events: Iterator[Any], loc: Loc | None, found: list[_Span]) -> _Span:
    start, last = event.start_mark, event.end_mark.index
    is_map = isinstance(event, MappingStartEvent)
    number = 0
    while not isinstance(inner := next(events), MappingEndEvent | SequenceEndEvent):
        step: str | int = number
        if is_map:
            key = _walk(inner, events, None, found)
            last, step = max(last, key.end), str(getattr(inner, "value", "?"))
            inner = next(events)
        on_the_way = loc and loc[0] == step
        last = max(last, _walk(inner, events, loc[1:] if on_the_way and loc else None, found).end)
        number += 1
    end = inner.end_mark.index if event.flow_style else last
    kind = "mapping" if is_map else "sequence"
    return _Span(start.index, end, start.column, kind, bool(event.flow_style))


def _end_of_text_block(event: Any, end: int) -> int:
    text: str = event.start_mark.buffer[: end + 1] if event.start_mark.buffer else ""
    return len(text.rstrip()) if text else end
