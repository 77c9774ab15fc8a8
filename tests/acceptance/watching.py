"""The real command and service against the local newsroom, and short ways to ask them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import (
    ExitStack,
    chdir,
    closing,
    contextmanager,
    nullcontext,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest.mock import patch

import feedparser
import structlog
from sqlalchemy import func, select

from config.load import load_settings
from marsad.cli import main
from marsad.demo.mailbox import Mailbox
from marsad.demo.newsroom import Newsroom
from marsad.demo.receiver import Receiver
from marsad.demo.site import Site
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, Base, UtcDateTime
from tests.builders import SECRET
from tests.forked import ForkedService
from tests.reading_here import ReadHere, WorkHere

#: by a name of its own: `Watching.list` hides the usual one
Objects = list[dict[str, Any]]
Process = TypeVar("Process", ForkedService, "subprocess.Popen[str]")
#: seconds a single command may take, on a machine with much else to do
_COMMAND = 180
#: seconds for anything to come; where ten programs share a core an interpreter starts in fifty
_PATIENCE = 240
#: commands that read pages, and what they start processes with to do it in
_Places = Mapping[str, type[ReadHere] | type[WorkHere]]
_READ_IN: Final[Mapping[str, _Places]] = {
    "crawl": {"marsad.app.ReadingPool": ReadHere},
    "add": {"marsad.adding.ReadingPool": ReadHere},
    "read": {"marsad.reading.Worker": WorkHere},
    "compare": {"marsad.comparing.Worker": WorkHere},
}


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def marsad(
    *words: str | Path, cwd: Path | None = None, seconds: float = _COMMAND, **environment: str
) -> Ended:
    """Runs the real command in a process of its own, for so many seconds at the most."""
    done = subprocess.run(
        [sys.executable, "-m", "marsad", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=seconds,
        cwd=cwd,
        env={**_environment(), **environment},
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def ask(*words: str | Path, cwd: Path | None = None, **environment: str) -> Ended:
    """Runs the command in this process: the same command, a second sooner.

    Pages are read here as well: processes that may only take so much are tested in
    `tests/integration/test_reading_workers.py`, and work for `marsad` and the service.
    """
    data, err, code = BytesIO(), StringIO(), 0
    out = TextIOWrapper(data, "utf-8", newline="", write_through=True)
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "argv", ["marsad", *map(str, words)]))
        stack.enter_context(patch.dict(os.environ, _environment() | environment, clear=True))
        stack.enter_context(chdir(cwd) if cwd else nullcontext())
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(_logs_let_go())
        stack.enter_context(_reading_here(_READ_IN.get(str(words[0]), {})))
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ended(code, data.getvalue().decode(), err.getvalue())


@contextmanager
def _reading_here(places: _Places) -> Iterator[None]:
    """Pages are read without a process."""
    with ExitStack() as stack:
        for place, here in places.items():
            stack.enter_context(patch(place, lambda here=here, **_: nullcontext(here())))
        yield


@contextmanager
def _logs_let_go() -> Iterator[None]:
    """The logs that a command sets up are let go at its end."""
    handlers = logging.getLogger().handlers
    before = list(handlers)
    try:
        yield
    finally:
        handlers[:] = before
        structlog.reset_defaults()
        logging.captureWarnings(False)


def _environment() -> dict[str, str]:
    """Ours, without settings of Marsad that the developer may have."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MARSAD_")}


@dataclass
class Watching:
    """A newsroom, its site, the two sinks, and a Marsad configured to watch them."""

    newsroom: Newsroom
    site: Site
    mailbox: Mailbox
    receiver: Receiver
    folder: Path
    database: str
    every: str = "1s"
    delay: str = "0s"
    topics: str = "{name: council, query: البلدية}"
    allow_site: bool = True
    first_crawl: str = "baseline"
    feed: bool = False
    preset: str | None = "joomla-k2"
    sweep_mode: str | None = None
    #: None: as by default; tests that count what is asked for want no second looks
    confirm: str | None = None
    #: ADDRESS:PORT; several services run at once
    health: str = "off"
    #: name, "page" or "feed", path; None: the usual ones
    sections: tuple[tuple[str, str, str], ...] | None = None

    def __post_init__(self) -> None:
        self.config = self.folder / "marsad.yaml"
        #: when the sections are due again, by the monotonic clock
        self._due_at = 0.0
        self.configure()

    def configure(self) -> None:
        """Writes the configuration as the fields say now."""
        hosts = [self.receiver.host] + ([self.site.host] if self.allow_site else [])
        usual = [(name, "page", f"/index.php/{name}") for name in ("maghreb", "economy")]
        if self.feed:
            usual.append(("culture", "feed", "/index.php/culture?format=feed&type=rss"))
        sections = [
            f'{{name: {name}, {kind}: "{self.site.url}{path}", every: {self.every}}}'
            for name, kind, path in (usual if self.sections is None else self.sections)
        ]
        listed = "\n      - ".join(sections)
        self.config.write_text(
            f"""\
contact: tests@example.org
database: {json.dumps(self.database)}
data: data
timezone: Africa/Algiers
smtp: {{host: 127.0.0.1, port: {self.mailbox.port}, sender: marsad@example.org}}
sources:
  - name: newsroom
    home: {self.site.url}/
    timezone: Africa/Algiers
    language: ar
    preset: {self.preset or "null"}
    sweep: {self.sweep_mode or "null"}
    confirm: {self.confirm or "null"}
    delay: {self.delay}
    first_crawl: {self.first_crawl}
    sections:
      - {listed}
watchlists:
  - name: desk
    destinations: [mail, hook]
    topics: [{self.topics}]
destinations:
  - {{name: mail, email: desk@example.org}}
  - {{name: hook, webhook: "{self.receiver.url}", secret: {SECRET}}}
network: {{allow: [{", ".join(json.dumps(host) for host in hosts)}]}}
health: {{listen: "{self.health}"}}
""",
            encoding="utf-8",
        )

    def run(self, *words: str | Path) -> Ended:
        """A command with our configuration, in this process."""
        return ask(*words, "--config", self.config)

    def crawl(self, *words: str) -> dict[str, Any]:
        """One pass; its report on the newsroom."""
        if self.every == "1s" and "--all" not in words:
            time.sleep(max(0.0, self._due_at - time.monotonic()))
        report = _report(self.run("crawl", *words, "--json"))
        self._due_at = time.monotonic() + 1.1
        return report

    def crawl_apart(self) -> dict[str, Any]:
        """One pass in a process of its own, with processes of its own to read in."""
        return _report(marsad("crawl", "--json", "--config", self.config))

    def feed_entries(self) -> int:
        """How many alerts the watchlist's feed holds."""
        return len(feedparser.parse((self.folder / "data/feeds/desk.atom").as_uri()).entries)

    def stored(self) -> int:
        """How many articles there are: asked again and again, so not by a command."""
        url = self.database.replace("sqlite:///data/", f"sqlite:///{self.folder}/data/")
        with closing(Store(url)) as store, store.read() as session:
            return session.scalar(select(func.count()).select_from(ArticleRow)) or 0

    def list(self, what: str) -> Objects:
        """What a listing command prints, oldest first."""
        ended = self.run(what, "--json")
        assert ended.code == 0, ended.err
        return ended.objects[::-1]

    @contextmanager
    def service(self) -> Iterator[ForkedService]:
        """`marsad run` in a process of its own, forked: it begins two seconds sooner."""
        with _ended(ForkedService(self.config, self._log, _environment())) as process:
            yield process

    @contextmanager
    def service_apart(self) -> Iterator[subprocess.Popen[str]]:
        """`marsad run` in an interpreter of its own, as people start it."""
        with self._log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "marsad", "run", "--config", str(self.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                encoding="utf-8",
                env=_environment(),
            )
        with _ended(process):
            yield process

    def store(self) -> Store:
        """The archive that the configuration names, for as long as the caller keeps it open."""
        return Store(load_settings(self.config, {}).database.get_secret_value())

    def pass_time(self, passed: timedelta) -> None:
        """Moves all that is stored into the past, as if so much time had gone by since.

        What publishers said stays as they said it.
        """
        printed = {"published_at", "modified_at"}
        store = self.store()
        with store.write() as session:
            for mapper in Base.registry.mappers:
                columns = {one.key: one.type for one in mapper.columns}
                times = [key for key, kind in columns.items() if isinstance(kind, UtcDateTime)]
                for row in session.scalars(select(mapper.class_)):
                    for name in set(times) - printed:
                        at = getattr(row, name)
                        setattr(row, name, at - passed if at else None)
        store.close()

    def log(self) -> Objects:
        """The service's log so far."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]

    @property
    def _log(self) -> Path:
        return self.folder / "service.log"


@contextmanager
def _ended(process: Process) -> Iterator[Process]:
    """A process, and its end by its id whatever happens."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def _report(ended: Ended) -> dict[str, Any]:
    assert ended.code == 0, ended.err
    return ended.objects[0] if ended.objects else {}


def eventually(holds: Callable[[], Any], what: str) -> Any:
    """Waits until something is true and returns it; fails, naming it, when it never is."""
    until = time.monotonic() + _PATIENCE
    while not (found := holds()):
        assert time.monotonic() < until, f"not within {_PATIENCE} s: {what}"
        time.sleep(0.2)
    return found
