"""Values given outside the file: `MARSAD_…` variables, and `--set KEY=VALUE` texts.

Lays them over the file's tree. Says nothing of whether a value is a good one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from config.document import Node, placed, read_value
from config.mistakes import (
    COMMAND_LINE,
    ENVIRONMENT,
    ConfigurationError,
    Loc,
    Mistake,
    Place,
    mistake_at,
)
from config.settings import Settings
from config.visible import shortened

#: bytes of a secret's file that are read; no secret is longer
MAX_SECRET = 10_000

_SMTP = ("host", "port", "sender", "username", "password", "tls")
_LOCS: tuple[Loc, ...] = (
    ("contact",),
    ("database",),
    ("data",),
    ("timezone",),
    ("dashboard_url",),
    *(("smtp", key) for key in _SMTP),
    ("sentry", "dsn"),
    ("network", "allow"),
    ("health", "listen"),
    ("health", "exposed"),
    ("log", "format"),
    ("log", "level"),
)
_SECRET_LOCS = frozenset({("database",), ("smtp", "password"), ("sentry", "dsn")})
#: of a destination
_SECRETS = ("secret", "old_secret", "apprise")
_NOT_SETTINGS = ("MARSAD_CONFIG", "MARSAD_TEST_")
_KEY = re.compile(r"[^.\[\]\s]+(\[\d{1,6}\])?(\.[^.\[\]\s]+(\[\d{1,6}\])?){0,9}")


def variable(loc: Loc) -> str:
    """`("smtp", "host")` → `MARSAD_SMTP_HOST`."""
    return "_".join(["MARSAD", *map(str, loc)]).upper()


def secret_variable(destination: str, key: str = "secret") -> str:
    """The variable of a destination's secret: `desk-1` → `MARSAD_DESTINATIONS_DESK_1_SECRET`.

    Whatever is no letter from A to Z and no digit becomes one `_`.
    """
    return f"MARSAD_DESTINATIONS_{re.sub('[^A-Z0-9]', '_', destination.upper())}_{key.upper()}"


def unknown_variables(environ: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """The `MARSAD_…` variables that set nothing, most likely misspelt, in order."""
    secrets = [variable(loc) for loc in _SECRET_LOCS]
    secrets += [secret_variable(one.name, key) for one in settings.destinations for key in _SECRETS]
    known = {*map(variable, _LOCS), *secrets, *(f"{name}_FILE" for name in secrets)}
    return tuple(
        name
        for name in sorted(environ)
        if name.startswith("MARSAD_") and name not in known and not name.startswith(_NOT_SETTINGS)
    )


def with_environment(
    root: Node, environ: Mapping[str, str], folder: Path
) -> tuple[Node, tuple[Mistake, ...]]:
    """The tree with the environment's values in it. An empty variable is not set.

    Args:
        folder: the configuration's, which relative names of secrets' files start from.
    """
    mistakes: list[Mistake] = []
    for name, loc, secret in _targets(root, environ):
        place = Place(ENVIRONMENT, variable=name)
        try:
            text = _given(environ, name, secret, folder)
            if text is not None:
                value = _listed(text, place) if loc == ("network", "allow") else text
                root = placed(root, loc, Node(place, value, place))
        except LookupError:
            pass  # the file holds something else than keys there, and is told so
        except ValueError as error:
            mistakes.append(mistake_at(place, loc, str(error)))
    return root, tuple(mistakes)


def with_overrides(root: Node, overrides: Sequence[str]) -> tuple[Node, tuple[Mistake, ...]]:
    """The tree with `KEY=VALUE` texts in it, the later ones over the earlier."""
    mistakes: list[Mistake] = []
    for override in overrides:
        key, equals, text = override.partition("=")
        key = key.strip()
        if not equals or not _KEY.fullmatch(key):
            message = "write KEY=VALUE, such as --set smtp.host=mail.example.org"
            mistakes.append(Mistake(COMMAND_LINE, 1, 1, "--set", message))
            continue
        try:
            node = read_value(text, COMMAND_LINE)
            root = placed(root, _steps(key), replace(node, key=Place(COMMAND_LINE)))
        except ConfigurationError as error:
            mistakes += [replace(mistake, path=shortened(key)) for mistake in error.mistakes]
        except LookupError:
            message = "there is nothing of that name or number to set"
            mistakes.append(Mistake(COMMAND_LINE, 1, 1, shortened(key), message))
    return root, tuple(mistakes)


def _targets(root: Node, environ: Mapping[str, str]) -> Iterator[tuple[str, Loc, bool]]:
    """Every variable that may be set, where it goes, and whether it is a secret."""
    for loc in _LOCS:
        yield variable(loc), loc, loc in _SECRET_LOCS
    for index, name in _destinations(root):
        for key in _SECRETS:
            yield secret_variable(name, key), ("destinations", index, key), True


def _destinations(root: Node) -> Iterator[tuple[int, str]]:
    listed = root.value.get("destinations") if isinstance(root.value, dict) else None
    items: Iterable[Node] = listed.value if listed and isinstance(listed.value, list) else ()
    for index, item in enumerate(items):
        name = item.value.get("name") if isinstance(item.value, dict) else None
        if name is not None and isinstance(name.value, str):
            yield index, name.value


def _given(environ: Mapping[str, str], name: str, secret: bool, folder: Path) -> str | None:
    """The variable's value, or its file's, or None.

    Raises:
        ValueError: both are set, or the file cannot be used.
    """
    text, file = environ.get(name), environ.get(f"{name}_FILE") if secret else None
    if text and file:
        raise ValueError(f"{name} and {name}_FILE are both set: keep one")
    return _contents(folder / file, name) if file else text or None


def _contents(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SECRET + 1)
    except (OSError, ValueError):  # ValueError: a null byte in the name
        raise ValueError(f"the file that {name}_FILE names cannot be read") from None
    if len(content) > MAX_SECRET:
        raise ValueError(f"the file that {name}_FILE names is too large for a secret")
    try:
        text = content.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise ValueError(f"the file that {name}_FILE names is no text in UTF-8") from None
    if not text:
        raise ValueError(f"the file that {name}_FILE names is empty")
    return text


def _listed(text: str, place: Place) -> list[Node]:
    return [Node(place, part.strip()) for part in text.split(",") if part.strip()]


def _steps(key: str) -> Loc:
    """`sources[0].delay` → `("sources", 0, "delay")`."""
    return tuple(
        int(index) if index else word for word, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", key)
    )
