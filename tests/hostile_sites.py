"""Sites that send what is made to bring a crawler down, and a service that watches them.

Each trap stands on a site of its own and is harmless until it is set; a good site beside them
shows whether others are hindered.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from tests.acceptance.watching import ask
from tests.builders import k2_page
from tests.integration.crawler_site import Handler, Respond, Site, fixed, k2_listing

ITEM = "/index.php/culture/item/1-a"
SIZE = 5 * 1024 * 1024 - 100
MB = 1024 * 1024


def _compressed(times: int, size: int) -> bytes:
    body = b" " * size
    for _ in range(times):
        body = gzip.compress(body, 6)
    return body


def _endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"A: b\r\n" * 1000)


_BILLION_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "laugh">' for n in range(12)
)

#: what a page answers, made when it is first asked for; then the reason that is to be told
PAGES: dict[str, tuple[Callable[[], Respond], str]] = {
    "flat": (lambda: fixed("<h1>a b</h1>" + "<p>نص.</p>" * (SIZE // 13)), "64 MB"),
    "slow": (
        lambda: fixed("<h1>a b c</h1>17 نوفمبر 2026 09:04<br>" + "hello world.<br>" * 100_000),
        "reading took more than",
    ),
    "nested": (lambda: fixed("<div>" * 1_000_000), "made to stall parsers"),
    "attributes": (
        lambda: fixed("<p " + " ".join(f"a{n}=1" for n in range(500_000)) + ">"),
        "made to stall parsers",
    ),
    "layers": (
        lambda: fixed(_compressed(200, 10), Content_Encoding=", ".join(["gzip"] * 200)),
        "compressed 200 times over",
    ),
    "bomb": (
        lambda: fixed(_compressed(1, 200 * MB), Content_Encoding="gzip"),
        "when decompressed",
    ),
    "double-bomb": (
        lambda: fixed(_compressed(2, 200 * MB), Content_Encoding="gzip, gzip"),
        "when decompressed",
    ),
    "large": (lambda: fixed(" " * (50 * MB)), "larger than we take"),
    "headers": (lambda: _endless_headers, "headers are longer"),
    "entities": (
        lambda: fixed(f"<!DOCTYPE html [{_BILLION_LAUGHS}]><h1>&l11;</h1><p>&l11;</p>"),
        "no ",
    ),
}
#: what a feed answers, and the reason; None: it is read, and nothing comes of the trap
FEEDS: dict[str, tuple[Callable[[], Respond], str]] = {
    "laughing-feed": (
        lambda: fixed(
            f"<!DOCTYPE rss [{_BILLION_LAUGHS}]><rss><channel><item><title>&l11;</title>"
            "<link>&l11;</link></item></channel></rss>",
            Content_Type="text/xml",
        ),
        "feed",
    ),
    "feed-of-a-file": (
        lambda: fixed(
            '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item>'
            "<title>&f;</title><link>file:///etc/passwd</link></item></channel></rss>",
            Content_Type="text/xml",
        ),
        "",
    ),
    "path-for-a-feed": (lambda: fixed("/etc/passwd", Content_Type="text/xml"), "feed"),
    "nested-feed": (
        lambda: fixed("<rss>" + "<item>" * 800_000, Content_Type="text/xml"),
        "feed",
    ),
}


@dataclass
class Trap:
    """A site with one trap."""

    name: str
    site: Site
    path: str
    respond: Callable[[], Respond]
    reason: str
    is_feed: bool = False

    def set(self) -> float:
        """Sets the trap; returns when."""
        self.site.routes[self.path] = self.respond()
        if not self.is_feed:
            self.site.routes["/news"] = fixed(k2_listing(ITEM))
        return monotonic()

    def sprung(self) -> bool:
        return self.path in self.site.paths()


@dataclass
class Watched:
    """A running service, its traps and its good site."""

    folder: Path
    traps: dict[str, Trap]
    good: Site
    process: subprocess.Popen[bytes]

    def sources(self) -> dict[str, dict[str, Any]]:
        told = ask("sources", "--json", "--config", self.folder / "marsad.yaml")
        assert told.code == 0, told.err
        return {one["name"]: one for one in told.objects}

    def trouble(self, name: str) -> str:
        """All that the source's record says of what went wrong."""
        source = self.sources()[name]
        troubles = (one["last_error"] for one in (source, *source["sections"]))
        return "; ".join(trouble for trouble in troubles if trouble)

    def workers(self) -> list[int]:
        """The ids of the processes that pages are read in, those left out that still start."""
        children: list[str] = []
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            with suppress(OSError):  # that thread has ended
                children += path.read_text().split()
        return [int(pid) for pid in children if _is_ready(int(pid))]


def _is_ready(pid: int) -> bool:
    """Whether a worker waits for readings or does one: the last thing it gives up is files."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text()
    except OSError:
        return False
    return limits.partition("Max file size")[2].split()[:1] == ["0"]


@dataclass
class Memory:
    """Peaks of resident memory above where it began, in bytes; sampled while it is open."""

    watched: Watched
    idle: int = 0
    service: int = 0
    #: the most by which any worker grew above what it had when it was first seen
    worker: int = 0
    _began: dict[int, int] = field(default_factory=dict)
    _done: Event = field(default_factory=Event)

    def __enter__(self) -> Memory:
        pid = self.watched.process.pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.idle = resident(pid)
        self._thread = Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self.service = resident(self.watched.process.pid, "VmHWM") - self.idle

    def _sample(self) -> None:
        while not self._done.wait(0.02):
            for pid in self.watched.workers():
                now = resident(pid)
                self.worker = max(self.worker, now - self._began.setdefault(pid, now))


def resident(pid: int, what: str = "VmRSS") -> int:
    """Resident memory of a process, or its peak (VmHWM), in bytes; 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    figure = status.partition(f"{what}:")[2].split(maxsplit=1)
    return int(figure[0]) * 1024 if figure else 0


@contextmanager
def hostile_sites(folder: Path, *names: str, robots: bool = False) -> Iterator[Watched]:
    """The service over a good site and the named traps, none of them set but for robots.txt."""
    with ExitStack() as stack:
        traps = {}
        for name in names:
            site = stack.enter_context(Site())
            respond, reason = (PAGES | FEEDS)[name]
            is_feed = name in FEEDS
            path = "/feed" if is_feed else ITEM
            traps[name] = Trap(name, site, path, respond, reason, is_feed)
            site.routes["/news"] = fixed(k2_listing("/index.php/culture/item/9-x"))
            site.routes["/feed"] = fixed("<rss><channel/></rss>", Content_Type="text/xml")
        if robots:
            site = stack.enter_context(Site())
            site.routes["/robots.txt"] = fixed(
                "User-agent: *\nDisallow: /x\n" * 400_000, Content_Type="text/plain"
            )
            traps["robots"] = Trap("robots", site, "/robots.txt", lambda: fixed(""), "robots.txt")
        good = stack.enter_context(Site())
        good.routes["/news"] = fixed(k2_listing(ITEM))
        good.routes[ITEM] = fixed(k2_page())
        _configure(folder, traps, good)
        log = stack.enter_context((folder / "service.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "marsad", "run", "--config", str(folder / "marsad.yaml")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield Watched(folder, traps, good, process)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def _configure(folder: Path, traps: dict[str, Trap], good: Site) -> None:
    sites = {name: (trap.site, trap.is_feed) for name, trap in traps.items()}
    sites["good"] = good, False
    sources = "".join(
        f"""
  - name: {name}
    home: {site.url()}
    timezone: Africa/Algiers
    language: ar
    delay: 0s
    sections: [{{name: news, {"feed" if is_feed else "page"}: "{
            site.url("/feed" if is_feed else "/news")
        }", every: 1s}}]"""
        for name, (site, is_feed) in sites.items()
    )
    hosts = ", ".join(json.dumps(site.address) for site, _ in sites.values())
    (folder / "marsad.yaml").write_text(
        f"contact: tests@example.org\ndata: data\nnetwork: {{allow: [{hosts}]}}\n"
        "health: {listen: off}\n"
        f"sources:{sources}\n",
        encoding="utf-8",
    )


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = monotonic() + seconds
    while not holds():
        if monotonic() > until:
            return False
        sleep(0.25)  # to ask may take a tenth of a second of one of few cores
    return True
