"""Where a character of a text stands in the file, however YAML wrote the text.

Quotes, doubled quotes, escapes, indentation and folded lines lie between what was typed and what
was read; walking both at once finds the place.
"""

from __future__ import annotations

from dataclasses import replace

from config.document import Node
from config.mistakes import Place
from config.visible import visible

_ESCAPED = {"x": 2, "u": 4, "U": 8}
_LONGEST_SHOWN = 100


def place_within(node: Node, line: int, column: int) -> tuple[Place, str]:
    """The place of a character, and the written line with a caret under it.

    Args:
        node: a text as the file has it.
        line: of the character in the text, counted from 1.
        column: counted from 1, in characters.

    Returns:
        The text's own place and no line where the character cannot be found.
    """
    text, written = node.value, node.written
    if not isinstance(text, str) or written is None:
        return node.place, ""
    lines = text.split("\n")
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    at = _index(text, written, offset)
    if at is None:
        return node.place, ""
    start = written.rfind("\n", 0, at) + 1
    indented = start > 0
    place = replace(
        node.place,
        line=node.place.line + written.count("\n", 0, at),
        column=at - start + (1 if indented else node.place.column),
    )
    shown = written[start:].partition("\n")[0]
    left = max(0, at - start - _LONGEST_SHOWN // 2)
    before = visible(shown[left : at - start])  # what is invisible takes room there
    behind = visible(shown[at - start : left + _LONGEST_SHOWN])
    return place, f"{before}{behind}\n{' ' * len(before)}^"


def _index(text: str, written: str, offset: int) -> int | None:
    """The index in what was written of the character of the text at an offset."""
    at = _beginning(written)
    for number, char in enumerate(text[: offset + 1]):
        while written[0] == '"' and written.startswith("\\\n", at):
            at += 2  # a line that was folded by force, and the indentation of the next
            at += len(written) - at - len(written[at:].lstrip(" \t"))
        if not char.isspace():
            while at < len(written) and written[at].isspace():
                at += 1  # indentation, or a line that was folded
        if number == offset:
            return at
        if at >= len(written):
            return None
        if written[at] == "\\" and written[0] == '"':
            at += 2 + _ESCAPED.get(written[at + 1 : at + 2], 0)
        elif char.isspace():
            at += written[at].isspace()
        elif written[at] != char:
            return None
        else:
            at += 2 if char == "'" and written[0] == "'" else 1
    return at


def _beginning(written: str) -> int:
    if written[:1] in ("'", '"'):
        return 1
    if written[:1] in ("|", ">"):
        return written.find("\n") + 1
    return 0
