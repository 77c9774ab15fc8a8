"""Finds the configuration and loads it: command line > environment > file > defaults.

Every mistake is reported at once. What may stand in the file is `config.settings`'
business; what is wrong with it, that of `config.validation` and `config.crosschecks`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import SecretStr

from config.addresses import database_under
from config.crosschecks import QueryChecks, cross_mistakes
from config.document import MAX_SIZE, read_document, unreadable_texts
from config.environment import unknown_variables, with_environment, with_overrides
from config.mistakes import ENVIRONMENT, ConfigurationError, Mistake
from config.settings import Settings
from config.shipped import PLACEHOLDER_SECRET, new_configuration, shipped_configuration
from config.validation import validated

# The package's door: what the commands need stands here, wherever it is written.
__all__ = [
    "PLACEHOLDER_SECRET",
    "ConfigurationError",
    "Mistake",
    "find_configuration",
    "load_settings",
    "new_configuration",
    "shipped_configuration",
    "unknown_variables",
]

FILE_NAME = "marsad.yaml"


def find_configuration(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """The configuration to use, as an absolute path of a readable file.

    The first that is given or exists of: `explicit`, the variable MARSAD_CONFIG,
    `marsad.yaml` in `cwd`, `config/marsad.yaml` in `cwd`.

    Raises:
        ConfigurationError: there is none, or the one that was given cannot be read.
    """
    if explicit is not None:
        return _readable(cwd / explicit, str(explicit), "(file)")
    if named := environ.get("MARSAD_CONFIG"):
        return _readable(cwd / named, ENVIRONMENT, "MARSAD_CONFIG")
    for path in (cwd / FILE_NAME, cwd / "config" / FILE_NAME):
        if os.path.lexists(path):
            return _readable(path, str(path), "(file)")
    message = 'there is no configuration here: run "marsad init", or name one with --config FILE'
    raise ConfigurationError([Mistake(FILE_NAME, 1, 1, "(file)", message)])


def load_settings(
    path: Path,
    environ: Mapping[str, str],
    overrides: Sequence[str] = (),
    checks: QueryChecks | None = None,
) -> Settings:
    """The settings of one configuration; relative paths in it start from its folder.

    Args:
        path: the configuration's file.
        environ: where `MARSAD_…` variables are looked up.
        overrides: `KEY=VALUE` texts of the command line, such as `smtp.port=2525`.
        checks: what is said of queries; None: they are not looked into.

    Raises:
        ConfigurationError: with every mistake there is.
    """
    folder = path.absolute().parent
    document = read_document(_content(path), str(path))
    root, from_environment = with_environment(document.root, environ, folder)
    root, from_command_line = with_overrides(root, overrides)
    written = (
        *document.mistakes,
        *from_environment,
        *from_command_line,
        *unreadable_texts(root),
    )
    settings, of_single_keys = validated(root)
    between_keys = tuple(cross_mistakes(root, checks))
    mistakes = _without_echoes(written, (*of_single_keys, *between_keys))
    if mistakes or settings is None:
        raise ConfigurationError(mistakes)
    database = database_under(settings.database.get_secret_value(), folder)
    return settings.model_copy(
        update={"data": folder / settings.data, "database": SecretStr(database)}
    )


def _readable(path: Path, file: str, key: str) -> Path:
    if not os.path.exists(path):
        message = f'there is no file {path}: run "marsad init" to write one'
    elif path.is_dir():
        message = f"{path} is a folder: name the file in it, such as {path / FILE_NAME}"
    elif not os.access(path, os.R_OK):
        message = f"{path} cannot be read: see who may read it"
    else:
        return path.absolute()
    raise ConfigurationError([Mistake(file, 1, 1, key, message)])


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or "no such name"
        message = f'cannot be read ({reason}): see that it is there, or run "marsad init"'
        raise ConfigurationError([Mistake(str(path), 1, 1, "(file)", message)]) from error


def _without_echoes(
    written: tuple[Mistake, ...], later: tuple[Mistake, ...]
) -> tuple[Mistake, ...]:
    """All mistakes but those that only repeat that a value could not be read."""
    heard = {(one.file, one.line, one.column, one.path) for one in written}
    echoes = (one for one in later if (one.file, one.line, one.column, one.path) not in heard)
    return (*written, *echoes)
