"""Turns a tree of values into Settings, or into mistakes in plain words.

Each key for itself: what pydantic refuses is reworded for people who never saw it, and
unknown keys are found however broken their neighbours are. Rules that span keys are in
`config.crosschecks`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.calm import MisreadError
from config.document import Node, plain
from config.mistakes import Loc, Mistake, hint, mistake_at
from config.rules import PLACE_KEYS
from config.settings import Settings
from config.written import place_within

#: what a required key may look like, for whoever left it out
_EXAMPLES = {
    "contact": "contact: ops@example.org",
    "destinations": "destinations: [desk]",
    "home": "home: https://news.example.org/",
    "host": "host: mail.example.org",
    "name": "name: economy",
    "query": "query: '\"trade deal\" OR tariffs'",
    "sections": "sections:, with a list of section pages or feeds under it",
    "select": "select: and a CSS selector, such as h1.title",
    "sender": "sender: marsad@example.org",
    "sources": "sources:, with a list of news sites under it",
    "topics": "topics:, with a list of names and queries under it",
}
#: a missing list that leaves alerts nowhere to go deserves its own words
_POINTLESS = {"destinations": "no destination for its alerts", "topics": "no topic to watch for"}
_NAME = (
    "write a name of at most 64 characters, without spaces, slashes, colons or commas, "
    "and not beginning with a full stop"
)
_LANGUAGE = "write a language's code, such as ar, fr or en-GB"
_PATTERNS = {
    "contact": "write an e-mail or web address in Latin letters, without spaces",
    "id_name": "write a short name in small Latin letters, such as wp",
    "language": _LANGUAGE,
    "languages": _LANGUAGE,
    "name": _NAME,
    "queries": _NAME,
}
#: what pydantic puts behind a key that may not be one
_AS_KEY = "[key]"
_WORDS = {
    "dict_type": "write keys and values here, each on its own line: key: value",
    "list_type": "write a list here: [first, second], or a line with a dash for each",
    "model_type": "write keys and values here, each on its own line: key: value",
    "path_type": "write the path of a folder",
    "string_type": "write a text here, not a list or keys",
    "tuple_type": "write a list here: [first, second], or a line with a dash for each",
}
_KINDS = {
    "bool_": "write yes or no",
    "float_": "write a number",
    "int_": "write a whole number",
    "string_": "write a text",
    "url_": "write a whole web address, such as https://news.example.org/",
}


def validated(root: Node) -> tuple[Settings | None, tuple[Mistake, ...]]:
    """The settings, or None and everything that is wrong with single keys."""
    unknown = tuple(_unknown_keys(root, Settings, ()))
    try:
        return Settings.model_validate(plain(root)), unknown
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, (*unknown, *(_reworded(root, one) for one in details if not _echo(one)))


def submodel(annotation: Any) -> type[BaseModel] | None:
    """The model inside a field's type, such as that of `tuple[SectionSettings, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(submodel, get_args(annotation))), None)


def _unknown_keys(node: Node, model: type[BaseModel], loc: Loc) -> Iterator[Mistake]:
    if isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from _unknown_keys(item, model, (*loc, index))
    elif isinstance(node.value, dict):
        for key, child in node.value.items():
            field = model.model_fields.get(key)
            if field is None:
                yield mistake_at(
                    child.key or child.place, (*loc, key), _unknown(key, model.model_fields)
                )
            elif inner := submodel(field.annotation):
                yield from _unknown_keys(child, inner, (*loc, key))


def _unknown(key: str, known: Collection[str]) -> str:
    return "unknown key" + (hint(key, known) or f"; known here: {', '.join(known)}")


def _echo(error: ErrorDetails) -> bool:
    """Whether it is said elsewhere: unknown keys by us, bad items one by one."""
    counted_without_bad_items = error["type"] == "too_short" and bool(error["input"])
    return error["type"] == "extra_forbidden" or counted_without_bad_items


def _reworded(root: Node, error: ErrorDetails) -> Mistake:
    if error["loc"][-1:] == (_AS_KEY,):
        return _misnamed(root, error)
    node, loc, cause = _nearest(root, error["loc"]), error["loc"], error.get("ctx", {}).get("error")
    if isinstance(cause, MisreadError):
        place, excerpt = place_within(node, 1, cause.column)
        return mistake_at(place, loc, str(cause), excerpt)
    return mistake_at(node.place, loc, _message(error))


def _misnamed(root: Node, error: ErrorDetails) -> Mistake:
    """What is wrong with a key of one's own choice, such as a query's name."""
    loc = error["loc"][:-1]
    node = _nearest(root, loc)
    return mistake_at(node.key or node.place, loc, _message({**error, "loc": loc[:-1]}))


def _nearest(node: Node, loc: Loc) -> Node:
    """The value at `loc`, or the innermost one on the way that was written."""
    for step in loc:
        if isinstance(node.value, dict) and step in node.value:
            node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(step, int):
            continue  # what may be a list is written without one
        else:
            break
    return node


def _message(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    key = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "")
    match kind:
        case "unexpected_keyword_argument":
            return _unknown(key, PLACE_KEYS)
        case "value_error":
            return str(context["error"])
        case "missing":
            return _missing(key)
        case "too_short":
            return _POINTLESS.get(key, "must not be empty; write at least one")
        case "literal_error":
            return _one_of(context["expected"].replace("'", ""), error["input"])
        case "string_pattern_mismatch" | "string_too_short" if key in _PATTERNS:
            return _PATTERNS[key]
        case "string_too_short":
            return "must not be empty"
        case "string_too_long":
            return f"must be at most {context['max_length']} characters long"
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "url_scheme":
            return "must begin with http:// or https://"
    words = (text for prefix, text in _KINDS.items() if kind.startswith(prefix))
    return _WORDS.get(kind) or next(words, "write something else here: see docs/configuration.md")


def _one_of(expected: str, written: object) -> str:
    """What may be written, and which of it was meant where it is near."""
    known = re.split(", | or ", expected)
    return f"write {expected}" + (hint(written, known) if isinstance(written, str) else "")


def _missing(key: str) -> str:
    nothing = f" ({_POINTLESS[key]})" if key in _POINTLESS else ""
    return f"{key} is missing{nothing}; write {_EXAMPLES.get(key, key + ':')}"
