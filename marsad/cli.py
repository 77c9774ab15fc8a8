"""The `marsad` command: its commands by topic, and how failures end.

Exit codes: 0 done · 1 it failed, and stderr says why · 2 a mistake in the
configuration or in the words of the command · 3 nothing is known by that name ·
4 another Marsad works on the same data folder.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from config.mistakes import ConfigurationError
from marsad import VERSION
from pipeline.store.errors import StoreError
from scheduler.lock import AlreadyRunningError

#: where each command is, in the order of the help
_PLACES: Final = {
    "init": "setup.init",
    "opml": "opml.app",
    "check": "setup.check",
    "add": "add.add",
    "crawl": "work.crawl",
    "run": "work.run",
    "reload": "work.reload",
    "deliver": "work.deliver",
    "read": "read.read",
    "compare": "compare.compare",
    "articles": "look.articles",
    "show": "look.show",
    "edits": "look.edits",
    "diff": "look.diff",
    "stories": "stories.stories",
    "incidents": "incidents.incidents",
    "alerts": "ledger.alerts_app",
    "deliveries": "ledger.deliveries_app",
    "destinations": "destinations.app",
    "sources": "sources.sources",
    "plan": "plan.plan",
    "stats": "stats.stats",
    "topics": "topics.app",
    "explain": "explain.explain",
    "export": "keep.export",
    "import": "keep.import_",
    "prune": "keep.prune",
    "reread": "keep.reread",
    "reindex": "keep.reindex",
    "verify": "keep.verify",
    "doctor": "doctor.doctor",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "demo": "demo.demo",
}


class _Commands(Mapping[str, Any]):
    """The commands by name, each imported when it is asked for: all together take a second."""

    def __getitem__(self, name: str) -> Any:
        return _command(name, _PLACES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


@cache
def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(".")
    with _nothing_collected():
        found = getattr(import_module(f"marsad.commands.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return _told_plainly(typer.main.get_command(found))
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return _told_plainly(typer.main.get_command(alone))


def _told_plainly(command: Any) -> Any:
    """Its help without line ends amid sentences, and without a type for what takes no value."""
    command.help = "\n\n".join(" ".join(one.split()) for one in command.help.split("\n\n"))
    for parameter in command.params:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    for below in getattr(command, "commands", {}).values():
        _told_plainly(below)
    return command


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is imported stays: looking for garbage in it takes an eighth of a short command."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()


class _Group(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # nothing is ever added to them
        self.commands = _Commands()  # type: ignore[assignment]


app = typer.Typer(
    name="marsad",
    help="Marsad tells people when the news changes.",
    cls=_Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"marsad {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="And exit.")
    ] = False,
) -> None:
    """Marsad tells people when the news changes."""


def main() -> None:
    """Runs the command; expected failures become a line on stderr and an exit code."""
    try:
        app()
    except ConfigurationError as error:
        _end(str(error), 2)
    except AlreadyRunningError as error:
        _end(str(error), 4)
    except StoreError as error:
        _end(f"database {error}", 1)
    except BrokenPipeError:
        # whoever read our output has seen enough; Python would complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _end(f"{error.filename or 'system'}: {error.strerror or error}", 1)


def _end(message: str, code: int) -> None:
    print(message, file=sys.stderr)  # noqa: T201 - plain lines, never wrapped
    sys.exit(code)
