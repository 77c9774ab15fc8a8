"""Reads YAML into a tree that knows where each value was written.

Every plain value stays the text that was typed (a password may begin with 0, a language
may be `no`); what it must be is the settings' business. Only `null`, `~` and nothing at
all mean "not written". References and tags, which can blow up or run code, are mistakes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from config.mistakes import ConfigurationError, Loc, Mistake, Place, mistake_at

#: bytes; a thousand sources fit, and reading stays a matter of seconds
MAX_SIZE = 1_000_000
MAX_DEPTH = 20

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Tab and line ends are text; a control character or half a surrogate pair never is.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What ruamel.yaml says → what to do. Its own words may quote the file, so they stay inside.
_ADVICE = {
    "'\\t' that cannot start": "a tab stands here: indent and separate with spaces",
    "cannot start any token": "a text that begins with this character needs quotes around it",
    "mapping values are not allowed": (
        "a colon is out of place: check the indentation, "
        "and put quotes around a text that contains a colon and a space"
    ),
    "could not find expected ':'": "a key lacks its colon: write key: value",
    "unexpected end of stream": "the quotes opened here are never closed",
    "<stream end>": "a bracket or quote is opened here and never closed",
    "expected ',' or": "a comma or a closing bracket is missing",
    "<block end>": "the indentation does not fit the lines above",
    "sequence entries are not allowed": (
        "a list's dash is out of place: put each dash on its own line"
    ),
    "unknown escape": "a backslash inside double quotes: use single quotes instead",
}
# These are seen only further down; the place to look at is where the text or key begins.
_SEEN_LATE = ("could not find expected ':'", "unexpected end of stream", "<stream end>")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    place: Place
    value: str | list[Node] | dict[str, Node] | None
    #: where the key stands that leads to it; None at the top and in lists
    key: Place | None = None
    #: a text of the file as it was typed, with its quotes; None for anything else
    written: str | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A configuration file as it was written, with what is wrong in its writing."""

    root: Node
    mistakes: tuple[Mistake, ...]


def read_document(content: bytes, file: str) -> Document:
    """The tree of a configuration file; its top is always a mapping.

    Raises:
        ConfigurationError: with the one mistake that keeps the rest from being read.
    """
    if len(content) > MAX_SIZE:
        raise _refusal(Place(file), f"is larger than {MAX_SIZE} bytes: is this the right file?")
    reader = _Reader(file)
    root = reader.read(_decoded(content, file))
    if root.value is None:
        message = 'is empty: write your settings here, or run "marsad init" for an example'
        raise _refusal(Place(file), message)
    if not isinstance(root.value, dict):
        message = "must begin with keys, such as contact: ops@example.org"
        raise _refusal(root.place, message)
    return Document(root, tuple(reader.mistakes))


def read_value(text: str, file: str) -> Node:
    """A value as it is given on the command line: a list, a mapping or quotes are YAML's.

    Raises:
        ConfigurationError: it begins like YAML and is not.
    """
    if text.strip() in _NULLS:
        return Node(Place(file), None)
    if text[0] not in "[{\"'":
        return Node(Place(file), text)
    reader = _Reader(file)
    node = reader.read(text)
    if reader.mistakes:
        raise ConfigurationError(reader.mistakes)
    return node


def placed(root: Node, loc: Loc, new: Node) -> Node:
    """The tree with one value set; mappings on the way are made where nothing stands.

    Raises:
        LookupError: the way leads through a text or past the end of a list.
    """
    if not loc:
        return replace(new, key=root.key)
    step, rest = loc[0], loc[1:]
    if isinstance(step, str) and isinstance(root.value, dict | None):
        children = dict(root.value or {})
        child = children.get(step, Node(new.place, None, new.place))
        children[step] = placed(child, rest, new)
        place = root.place if root.value is not None else new.place
        return Node(place, children, root.key)
    if isinstance(step, int) and isinstance(root.value, list) and step < len(root.value):
        changed = placed(root.value[step], rest, new)
        items = [*root.value[:step], changed, *root.value[step + 1 :]]
        return Node(root.place, items, root.key)
    raise LookupError(step)


def plain(node: Node) -> Any:
    """The tree as dicts, lists and texts; keys with no value are left out."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items() if child.value is not None}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def unreadable_texts(node: Node, loc: Loc = ()) -> Iterator[Mistake]:
    """Mistakes for texts with control characters or half characters in them."""
    if isinstance(node.value, str) and _NOT_TEXT.search(node.value):
        yield mistake_at(node.place, loc, "holds a character that is no text: type it again")
    for step, child in _children(node):
        yield from unreadable_texts(child, (*loc, step))


def _children(node: Node) -> Iterator[tuple[str | int, Node]]:
    if isinstance(node.value, dict):
        yield from node.value.items()
    elif isinstance(node.value, list):
        yield from enumerate(node.value)


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refusal(Place(file), "is saved as UTF-16: save it as UTF-8")
    try:
        return content.decode("utf-8-sig")  # editors on Windows put a mark before the text
    except UnicodeDecodeError as error:
        line = content[: error.start].rpartition(b"\n")[2].decode("utf-8-sig", "replace")
        place = Place(file, content.count(b"\n", 0, error.start) + 1, len(line) + 1)
        raise _refusal(place, "is no text in UTF-8 from here on: save it as UTF-8") from None


class _Reader:
    """Builds nodes from ruamel.yaml's events, collecting what does not stop the reading."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []
        self._text = ""

    def read(self, text: str) -> Node:
        """The one document of a text; an empty text is an empty node at 1:1."""
        self._text = text
        try:
            return self._document(YAML(typ="safe", pure=True).parse(text))
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
            message = "a control character stands here: this is no text file, or needs retyping"
            raise _refusal(Place(self.file, line, column), message) from None
        except MarkedYAMLError as error:
            raise _refusal(self._marked(error), _advice(error)) from None
        except (YAMLError, ValueError):  # ValueError: a malformed %YAML line
            raise _refusal(Place(self.file), "is not YAML that can be read") from None

    def _document(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentEndEvent):
                continue
            if isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
                if root is not None:
                    message = "a second document begins here: keep one, without --- lines"
                    raise _refusal(self._place(event), message)
                root = self._node(event, events, ())
        return root or Node(Place(self.file), None)

    def _node(self, event: Any, events: Iterator[Any], loc: Loc) -> Node:
        place = self._place(event)
        if len(loc) > MAX_DEPTH:
            raise _refusal(place, "is nested too deeply")
        self._refuse_references(event, place, loc)
        if isinstance(event, MappingStartEvent):
            return Node(place, self._mapping(events, loc))
        if isinstance(event, SequenceStartEvent):
            return Node(place, self._sequence(events, loc))
        if isinstance(event, AliasEvent):
            return Node(place, None)
        empty = event.style is None and event.value in _NULLS
        written = self._text[event.start_mark.index : event.end_mark.index]
        return Node(place, None if empty else event.value, written=written)

    def _mapping(self, events: Iterator[Any], loc: Loc) -> dict[str, Node]:
        children: dict[str, Node] = {}
        while not isinstance(key_event := next(events), MappingEndEvent):
            key_place = self._place(key_event)
            key = self._node(key_event, events, (*loc, "?")).value
            name = key if isinstance(key, str) else "?"
            value_event = next(events)
            child = self._node(value_event, events, (*loc, name))
            if not isinstance(key, str):
                message = "a key must be one word before the colon"
                self.mistakes.append(mistake_at(key_place, loc, message))
            elif (earlier := children.get(key)) is not None and earlier.key is not None:
                message = f"this key is already written at line {earlier.key.line}: keep one"
                self.mistakes.append(mistake_at(key_place, (*loc, key), message))
            else:
                # Nothing has no place of its own; the key is where it should stand.
                nothing = value_event.start_mark.index == value_event.end_mark.index
                place = key_place if nothing else child.place
                children[key] = replace(child, place=place, key=key_place)
        return children

    def _sequence(self, events: Iterator[Any], loc: Loc) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._node(event, events, (*loc, len(items))))
        return items

    def _refuse_references(self, event: Any, place: Place, loc: Loc) -> None:
        if event.anchor is not None:
            message = (
                "YAML's & and * references are not read: write the value out, "
                "and put quotes around a text that begins with & or *"
            )
            self.mistakes.append(mistake_at(place, loc, message))
        elif getattr(event, "tag", None) is not None:
            message = "YAML's ! tags are not read: put quotes around a text that begins with !"
            self.mistakes.append(mistake_at(place, loc, message))

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _marked(self, error: MarkedYAMLError) -> Place:
        begun = any(said in str(error.problem) for said in _SEEN_LATE)
        marks = (error.context_mark, error.problem_mark)
        mark = next(filter(None, marks if begun else reversed(marks)), None)
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)


def _advice(error: MarkedYAMLError) -> str:
    problem = str(error.problem)
    return next(
        (advice for said, advice in _ADVICE.items() if said in problem),
        "this is not YAML: check the indentation, the colons and the quotes around here",
    )


def _refusal(place: Place, message: str) -> ConfigurationError:
    return ConfigurationError([mistake_at(place, (), message)])
