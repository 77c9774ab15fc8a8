"""The `marsad` command: its commands by topic, and how failures end.

Exit codes: 0 done · 1 it failed, and stderr says why · 2 a mistake in the
configuration or in the words of the command · 3 nothing is known by that name ·
4 another Marsad works on the same data folder.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from config.load import ConfigurationError
from marsad import VERSION
from marsad.commands import (
    add,
    compare,
    demo,
    keep,
    look,
    opml,
    plan,
    read,
    setup,
    stories,
    topics,
    work,
)
from pipeline.store.engine import StoreError
from scheduler.lock import AlreadyRunningError

app = typer.Typer(
    name="marsad",
    help="Marsad tells people when the news changes.",
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


app.command("init")(setup.init)
app.add_typer(opml.app)
app.command("check")(setup.check)
app.command("add")(add.add)
app.command("crawl")(work.crawl)
app.command("run")(work.run)
app.command("deliver")(work.deliver)
app.command("read")(read.read)
app.command("compare")(compare.compare)
app.command("articles")(look.articles)
app.command("show")(look.show)
app.command("edits")(look.edits)
app.command("diff")(look.diff)
app.command("stories")(stories.stories)
app.command("alerts")(look.alerts)
app.command("deliveries")(look.deliveries)
app.command("sources")(look.sources)
app.command("plan")(plan.plan)
app.add_typer(topics.app, name="topics")
app.command("explain")(look.explain)
app.command("export")(keep.export)
app.command("import")(keep.import_)
app.command("prune")(keep.prune)
app.command("reread")(keep.reread)
app.command("verify")(keep.verify)
app.command("demo")(demo.demo)


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
