"""What a mistake in the settings is: where it stands and what to write instead.

Knows nothing of what may be wrong; `config.validation` and `config.crosschecks` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from config.visible import shortened, visible

#: the way to a value from the top: keys, and indices of lists from 0
Loc = tuple[str | int, ...]

# What stands where a key should is shown only if it looks like one: in {password hunter2},
# where the colon was forgotten, it is a secret.
_KEY = re.compile(r"[\w-]{1,32}")

ENVIRONMENT = "environment"
COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was written."""

    #: the file's name as it was given, or ENVIRONMENT, or COMMAND_LINE
    file: str
    #: counts from 1
    line: int = 1
    #: counts from 1, in characters
    column: int = 1
    #: the environment variable that a value came from
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that has to be written otherwise. Never holds a secret's value."""

    file: str
    #: counts from 1
    line: int
    #: counts from 1, in characters
    column: int
    #: such as `sources[0].sections[1].every`, or the environment variable
    path: str
    message: str
    #: the line that is wrong and a caret under the place, where that helps
    excerpt: str = ""

    def __str__(self) -> str:
        told = f"{self.file}:{self.line}:{self.column}: {self.path}: {self.message}"
        return "\n    ".join((told, *self.excerpt.splitlines()))


class ConfigurationError(Exception):
    """The settings cannot be used; `mistakes` says all that is wrong with them."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        #: in order of position: the file's, then the environment's and the command line's
        self.mistakes = tuple(sorted(set(mistakes), key=_position))
        super().__init__("\n".join(map(str, self.mistakes)))


def mistake_at(place: Place, loc: Loc, message: str, excerpt: str = "") -> Mistake:
    path = place.variable or dotted(loc)
    return Mistake(place.file, place.line, place.column, path, message, excerpt)


def dotted(loc: Loc) -> str:
    """`("sources", 0, "every")` → `sources[0].every`; the whole file is `(file)`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{shown_key(step)}" for step in loc)
    return "".join(steps).removeprefix(".") or "(file)"


def shown_key(key: str) -> str:
    return key if _KEY.fullmatch(key) else "?"


def quoted(text: str) -> str:
    return f'"{shortened(text)}"'


def hint(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean "every"?` where a known word is close, else nothing."""
    close = get_close_matches(wrong[:64].casefold(), list(known), n=1)
    return f'; did you mean "{visible(close[0])}"?' if close else ""


def _position(mistake: Mistake) -> tuple[bool, str, int, int, str, str]:
    outside = mistake.file in (ENVIRONMENT, COMMAND_LINE)
    where = (mistake.line, mistake.column, mistake.path, mistake.message)
    return (outside, mistake.file, *where)
