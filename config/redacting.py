"""Takes the secrets out of a configuration's text and leaves the rest as it is written.

For copies that leave the machine. It errs on the side of taking out too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from config.document import Node, read_document
from config.mistakes import ConfigurationError, mistake_at

#: stands where a secret was; no key takes it for a value, so that it is not forgotten
REMOVED: Final = "removed-by-backup"

_KEYS: Final = ("secret", "old_secret", "apprise", "password", "dsn")
#: a signing secret wherever it stands, and whatever was commented out
_SIGNING: Final = re.compile(r"whsec_[A-Za-z0-9+/=]+")
_COMMENTED: Final = re.compile(
    rf"(#[^\n\r]*?\b(?:{'|'.join(_KEYS)}|database)\b[\"']?\s*[:=]\s*)([^\n\r]+)"
)
#: characters from which on a secret is looked for in the rest of the text, as in a comment
_TELLING: Final = 6


def without_secrets(content: bytes, file: str) -> str:
    """The text of a configuration without passwords, signing secrets and tokens.

    Raises:
        ConfigurationError: it cannot be read.
    """
    root = read_document(content, file).root
    text = content.decode("utf-8-sig")
    secrets = list(_secrets(root, None))
    # the last first: the places of those before stay
    for at, node, instead in sorted(
        ((_index(text, node), node, instead) for node, instead in secrets),
        key=lambda one: one[0],
        reverse=True,
    ):
        # the line's end belongs to a text of several lines
        text = f"{text[:at]}{instead}{text[at + len((node.written or '').rstrip()) :]}"
    for node, _ in secrets:
        for typed in (node.value, node.written):
            if isinstance(typed, str) and len(typed) >= _TELLING:
                text = text.replace(typed, REMOVED)
    text = _SIGNING.sub(REMOVED, _COMMENTED.sub(rf"\g<1>{REMOVED}", text))
    _require_none(text, file)
    return text


def _require_none(text: str, file: str) -> None:
    """Reads what came out as a whole: better none than one with a secret in it."""
    for node, instead in _secrets(read_document(text.encode(), file).root, None):
        if node.value not in (REMOVED, instead.strip('"')):
            message = "this secret cannot be told from the text around it: write it on one line"
            raise ConfigurationError([mistake_at(node.place, (), message)])


def _secrets(node: Node, key: str | None) -> Iterator[tuple[Node, str]]:
    """Every text that is secret, and what is to stand for it."""
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            yield from _secrets(child, name)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _secrets(child, key)
    elif node.value and key in _KEYS:
        yield node, REMOVED
    elif node.value and key == "database" and (instead := _database(node.value)):
        yield node, instead


def _database(address: str) -> str | None:
    """The address with its password taken out; None where there is none."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return REMOVED
    if url.query:
        return REMOVED if url.get_backend_name() != "sqlite" else None
    if url.password is None:
        return None
    return f'"{url.set(password=REMOVED).render_as_string(hide_password=False)}"'


def _index(text: str, node: Node) -> int:
    """Where in the text a value is written; YAML's own line ends count."""
    lines = re.split(r"(\r\n|[\n\r\x85\u2028\u2029])", text)
    at = sum(map(len, lines[: (node.place.line - 1) * 2])) + node.place.column - 1
    written = node.written or ""
    # a text of several lines, or an odd line end: wherever it is, it has to go
    return at if text.startswith(written, at) else text.index(written)
