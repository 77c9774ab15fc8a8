"""The demo: the whole job on a local news site, told in the terminal as it happens.

Starts the newsroom, a mail sink and a webhook receiver on loopback, runs the real
service against them as a process of its own, and tells what each of them does.
"""

from __future__ import annotations

import base64
import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import typer
from rich.rule import Rule
from rich.text import Text

from marsad import screen
from marsad.demo.mailbox import Mail, Mailbox
from marsad.demo.newsroom import Newsroom
from marsad.demo.receiver import Received, Receiver
from marsad.demo.site import Site
from marsad.demo.story import Event, demo_configuration, opening, script
from marsad.files import create_private
from marsad.screen import foreign, out
from pipeline.diff import diff_versions
from pipeline.store import queries
from pipeline.store.engine import Store

#: seconds the service gets for the first crawl before the script begins, at the most
_HEAD_START = 120.0
#: seconds after the script's last event until all must have arrived
_TAIL = 9.0
#: seconds by which what an event raises may be late, on a busy machine, and holds up the script
_PATIENCE = 60.0
_STOP = 30.0
_ZONE = "Africa/Algiers"


class ServiceDiedError(Exception):
    """The service ended by itself; the message is the end of its log."""


def demonstrate(keep: Path | None = None) -> None:
    """Plays the demo.

    Args:
        keep: a new file for the demo's configuration; the archive stays beside it. None:
            both live in a temporary folder.

    Raises:
        typer.Exit: it was interrupted, the service died, or there is such a file.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with ExitStack() as stack:
            _Demo(stack, keep).play()
    except KeyboardInterrupt:
        out.print("\nended; nothing is left running")
        raise typer.Exit(1) from None
    except ServiceDiedError as error:
        out.print(Text(f"the service ended by itself:\n{error}", style="red"))
        raise typer.Exit(1) from None
    if keep is not None:
        out.print(f"kept: marsad articles --config {keep}", soft_wrap=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Demo:
    """The site, the sinks and the service, and what was already told of them."""

    def __init__(self, stack: ExitStack, keep: Path | None) -> None:
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self._newsroom = Newsroom(opening())
        self._site = stack.enter_context(Site(self._newsroom))
        self._mailbox = stack.enter_context(Mailbox())
        self._receiver = stack.enter_context(Receiver(secret))
        temporary = stack.enter_context(TemporaryDirectory(prefix="marsad-demo-"))
        configuration = (keep or Path(temporary) / "marsad.yaml").absolute()
        folder = configuration.parent
        create_private(
            configuration,
            demo_configuration(
                self._site.url, self._mailbox.port, self._receiver.url, secret, str(folder)
            ),
        )
        self._log = folder / "service.log"
        self._store = Store(f"sqlite:///{folder}/marsad.db")
        stack.callback(self._store.close)
        self._service = stack.enter_context(_service(configuration, self._log))
        self._mails = 0
        self._hooks = 0
        self._edits: set[int] = set()
        self._states: dict[int, str] = {}
        self._began = 0.0
        #: seconds by which the script is late
        self._behind = 0.0
        #: alerts that were waited for in vain
        self._missing = 0

    def play(self) -> None:
        """Tells the first crawl, the script and the sum of it."""
        out.print(Rule("Marsad's demo: a local newsroom, the real service, real mail and webhooks"))
        out.print(
            f"newsroom {self._site.url}/   mail sink 127.0.0.1:{self._mailbox.port}   "
            f"webhooks {self._receiver.url}\n",
            soft_wrap=True,
        )
        self._first_crawl()
        events = script()
        self._began = time.monotonic()
        raised = 0
        for event in events:
            self._watch_until(event.at, raised)
            self._newsroom_does(event)
            raised += event.alerts
        self._watch_until(events[-1].at + _TAIL, raised)
        self._sum_up()
        started = time.monotonic()
        self._service.send_signal(signal.SIGTERM)
        self._service.wait(_STOP)
        out.print(f"the service stopped cleanly in {time.monotonic() - started:.1f} s")

    def _first_crawl(self) -> None:
        standing = len(opening())
        self._began = time.monotonic()
        while len(self._articles()) < standing:
            self._check_service()
            if time.monotonic() - self._began > _HEAD_START:
                raise ServiceDiedError(self._log_end())
            time.sleep(0.2)
        for view in self._articles():
            self._states[view.id] = view.state
        self._say(
            "Marsad", "cyan", Text(f"first crawl: {standing} pieces were there already: no alerts")
        )

    def _watch_until(self, at: float, raised: int) -> None:
        """Tells what comes until then, and until so many alerts have arrived everywhere."""
        until = self._began + self._behind + at
        while (left := until - time.monotonic()) > 0 or (
            left > -_PATIENCE and min(self._mails, self._hooks) + self._missing < raised
        ):
            self._check_service()
            self._tell_stored()
            self._tell_arrived()
            time.sleep(min(0.25, left) if left > 0 else 0.25)
        self._behind -= min(left, 0.0)
        if left <= -_PATIENCE:
            self._missing = raised - min(self._mails, self._hooks)

    def _newsroom_does(self, event: Event) -> None:
        event.act(self._newsroom)
        self._say("newsroom", "magenta", Text(event.say))

    def _tell_stored(self) -> None:
        for view in sorted(self._articles(), key=lambda one: one.id):
            if view.id not in self._states:
                self._say("Marsad", "cyan", Text("new: ") + foreign(view.data.title))
            elif self._states[view.id] != view.state:
                told = Text(f"{view.state} ({view.state_reason or 'seen again'}): ")
                self._say("Marsad", "cyan", told + foreign(view.data.title))
            self._states[view.id] = view.state
        with self._store.read() as session:
            edits = queries.edits(session)
        for edit in reversed(edits):
            if edit.id in self._edits:
                continue
            self._edits.add(edit.id)
            kind = "silent edit" if edit.edit.stealth else "admitted edit"
            kind = kind if edit.edit.substantive else "no words changed"
            self._say("Marsad", "cyan", Text(f"{kind}: ") + foreign(edit.edit.title_after))

    def _tell_arrived(self) -> None:
        mails, hooks = self._mailbox.messages, self._receiver.received
        for mail in mails[self._mails :]:
            self._say("mail", "green", _mail_line(mail))
        for hook in hooks[self._hooks :]:
            self._say("webhook", "blue", _hook_line(hook))
        self._mails, self._hooks = len(mails), len(hooks)

    def _sum_up(self) -> None:
        out.print()
        out.print(Rule("what Marsad holds now (marsad articles, edits)"))
        with self._store.read() as session:
            articles = queries.articles(session)
            edits = queries.edits(session)
            out.print(screen.article_table(articles, _ZONE), "")
            out.print(screen.edit_table(edits, _ZONE), "")
            silent = next((one for one in edits if one.edit.stealth), None)
            if silent:
                versions = {one.n: one for one in queries.versions(session, silent.article)}
                before, after = versions[silent.from_version], versions[silent.to_version]
                out.print(Rule(f"the silent edit (marsad diff {silent.article})"))
                out.print(screen.diff_page(diff_versions(before.data, after.data)), "")
            out.print(Rule("what it told (marsad alerts)"))
            out.print(screen.alert_table(queries.alerts(session), _ZONE), "")
        out.print(
            f"{self._mails} mails and {self._hooks} webhooks arrived, "
            f"{sum(hook.verified for hook in self._receiver.received)} signatures verified"
        )

    def _articles(self) -> list[queries.ArticleView]:
        with self._store.read() as session:
            return queries.articles(session)

    def _check_service(self) -> None:
        if self._service.poll() is not None:
            raise ServiceDiedError(self._log_end())

    def _log_end(self) -> str:
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])

    def _say(self, who: str, style: str, what: Text) -> None:
        clock = f"{time.monotonic() - self._began:4.0f} s  "
        out.print(Text(clock, style="dim") + Text(f"{who:9}", style=style) + what, soft_wrap=True)


@contextmanager
def _service(configuration: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real service as a process of its own, ended by its id whatever happens."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program and a path of our making
            [sys.executable, "-m", "marsad", "run", "--config", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Ctrl-C is for us to pass on
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _mail_line(mail: Mail) -> Text:
    threaded = " (in its thread)" if mail.message["In-Reply-To"] else ""
    return (
        Text("to ")
        + Text(", ".join(mail.recipients))
        + Text(f"{threaded}: ")
        + foreign(str(mail.message["Subject"]))
    )


def _hook_line(hook: Received) -> Text:
    body = json.loads(hook.body)
    trust = "signature verified" if hook.verified else "SIGNATURE DOES NOT VERIFY"
    return Text(f"{body['type']} on «{body['data']['alert']['topic']}», {trust}: ") + foreign(
        body["data"]["article"]["title"]
    )
