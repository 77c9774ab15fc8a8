"""Checks the configuration beyond its mistakes: who may read it, whom it names, what is unset."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from config.load import PLACEHOLDER_SECRET, unknown_variables
from config.mistakes import ConfigurationError
from config.redacting import REMOVED, without_secrets
from config.settings import Settings
from marsad.doctor.findings import Finding
from marsad.screen import counted
from pipeline.noticing import operators_first

#: names that nobody can be reached at (RFC 2606)
_NOBODY: Final = (".invalid", ".test", ".example", "example.org", "example.com", "example.net")


def refused(error: ConfigurationError) -> Finding:
    """What is said of a configuration that cannot be used."""
    first, more = error.mistakes[0], len(error.mistakes) - 1
    told = f"{first}{f' … and {more} more' if more else ''}"
    return Finding("configuration", "bad", told, "marsad check tells every mistake")


def setup(path: Path, settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """All of it, of a configuration without mistakes."""
    sources = counted(len(settings.sources), "source")
    yield Finding("configuration", "ok", f"{path}, {sources}")
    content = path.read_bytes()
    is_secret = REMOVED in without_secrets(content, str(path))
    if is_secret and os.stat(path).st_mode & 0o007:
        told = "everybody on this machine may read the secrets in it"
        yield Finding("configuration", "warn", told, f"chmod o-rwx {path}")
    for name in unknown_variables(environ, settings):
        told = f"{name} is set and names no setting"
        yield Finding("configuration", "warn", told, "correct its name, or unset it")
    for one in settings.destinations:
        if one.secret and one.secret.get_secret_value() == PLACEHOLDER_SECRET:
            told = f"{one.name} has the example's secret, which everybody knows"
            yield Finding("configuration", "bad", told, "marsad init writes a fresh one")
    yield contact(settings.contact)
    if settings.watchlists and settings.operator is None:
        told = "nobody is told of sources and destinations that fail"
        if settings.destinations:
            first = operators_first(settings)[0].name
            told = f"not set: {first}, the first destination, is told what fails"
        yield Finding("operator", "warn", told, "set operator: to one of the destinations")


def contact(written: str) -> Finding:
    """Whether the sites that are crawled can reach somebody."""
    host = written.rpartition("@")[2].rstrip("/").lower()
    host = host.partition("://")[2].partition("/")[0] or host
    if host.endswith(_NOBODY):
        told = f"{written} reaches nobody, and sites are told to write there"
        return Finding("contact", "bad", told, "set contact: to an address that is read")
    if "@" not in written and "://" not in written:
        told = f"{written} is neither a mail address nor a page"
        return Finding("contact", "warn", told, "set contact: to an address that is read")
    return Finding("contact", "ok", written)
