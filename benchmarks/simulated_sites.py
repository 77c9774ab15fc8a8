"""News sites on loopback in a process of their own, which count what they are asked.

Each host has an address of its own in 127.0.0.0/8. A good one lists its newest pieces in feeds and
section pages, a hostile one does what brings crawlers down. What is measured on them is for the
benchmarks to say.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import re
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from socket import SO_REUSEADDR, SOL_SOCKET, create_server, socket
from time import time
from typing import Final, Literal

import uvloop

from benchmarks.corpora import load_corpora
from benchmarks.presets import Words, grown
from tests.builders import k2_page
from tests.integration.crawler_site import k2_listing

#: what a site does; `real` sends saved pages, and those after it are hostile
Manner = Literal["good", "real", "slow", "endless", "looping", "lying", "bomb"]
HOSTILE: Final[tuple[Manner, ...]] = ("slow", "endless", "looping", "lying", "bomb")

#: words that topics look for; two pieces in three have one
TOPICAL: Final = ("حكومة", "بلدية", "ميزانية", "فيضانات", "انتخابات", "مستشفى", "مدرسة", "ميناء")
_TITLE, _BODY = "ZZTITLEZZ", "ZZBODYZZ"
#: in an address of a piece, its number; other addresses lead nowhere
_PIECE: Final = re.compile(r"/(?:saved|item)/(\d+)")
_PARAGRAPHS, _WORDS = 7, 45
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Host:
    """One site."""

    #: in 127.0.0.0/8
    address: str
    manner: Manner = "good"
    #: pieces that a section lists at the most; of `real` ones, which saved pages they are
    pieces: int | tuple[int, ...] = 20
    #: seconds between two new pieces; 0: none comes
    fresh: float = 0.0
    #: seconds after which each piece has another text; 0: never
    edited: float = 0.0


@dataclass(slots=True)
class Counts:
    """What the sites were asked, times in seconds since 1970."""

    #: (address, section) → when it was polled
    polls: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    #: address → when a piece was asked for
    pieces: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: events that a webhook received
    delivered: int = 0


def addresses(number: int) -> list[str]:
    """So many addresses, none of them localhost's own."""
    return [f"127.{1 + n // 62_500}.{n // 250 % 250}.{1 + n % 250}" for n in range(number)]


@dataclass(frozen=True, slots=True)
class Sites:
    """The running sites, seen from outside."""

    port: int
    _pipe: Connection

    def counts(self) -> Counts:
        """What was asked so far."""
        self._pipe.send(None)
        found: Counts = self._pipe.recv()
        return found


@contextmanager
def running_sites(hosts: Sequence[Host], shared: Path | None = None) -> Iterator[Sites]:
    """Sites in a process of their own, ended at the end.

    Args:
        shared: the folder with the saved pages of `real` ones.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, tuple(hosts), shared), daemon=True)
    process.start()
    theirs.close()  # so that its end is heard
    try:
        yield Sites(int(ours.recv()), ours)
    finally:
        process.terminate()
        process.join()


def _run(pipe: Connection, hosts: tuple[Host, ...], shared: Path | None) -> None:
    uvloop.run(_Server(hosts, shared).serve(pipe))


class _Server:
    def __init__(self, hosts: tuple[Host, ...], shared: Path | None) -> None:
        self._hosts = {host.address: host for host in hosts}
        self._counts = Counts()
        self._began = time()
        self._port = 0
        self._saved = load_corpora(shared) if shared else ()

    async def serve(self, pipe: Connection) -> None:
        sockets = list(_listening(list(self._hosts)))
        for one in sockets:
            await asyncio.start_server(self._connected, sock=one)
        self._port = sockets[0].getsockname()[1]
        pipe.send(self._port)
        loop = asyncio.get_running_loop()
        loop.add_reader(pipe.fileno(), lambda: pipe.send((pipe.recv(), self._counts)[1]))
        # the loop wants it otherwise, but what was asked for hours is more than the pipe holds
        os.set_blocking(pipe.fileno(), True)
        await asyncio.Event().wait()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = self._hosts[writer.get_extra_info("sockname")[0]]
        # uvloop tells by RuntimeError that the other end hung up meanwhile
        with closing(writer), suppress(asyncio.IncompleteReadError, ConnectionError, RuntimeError):
            while True:
                first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
                headers = dict(line.lower().split(": ", 1) for line in rest if line)
                await reader.readexactly(int(headers.get("content-length", 0)))
                path = first.split(" ")[1]
                async for part in self._answer(host, path, headers.get("if-none-match", "")):
                    writer.write(part)
                    await writer.drain()
                if host.manner in HOSTILE:
                    return

    async def _answer(self, host: Host, path: str, known: str) -> AsyncIterator[bytes]:
        now = time()
        if path == "/robots.txt":
            yield _response(b"User-agent: *\nAllow: /\n", "text/plain")
        elif path == "/hook":
            self._counts.delivered += 1
            yield b"HTTP/1.1 204 No Content\r\n\r\n"
        elif path.startswith(("/feed", "/page")) and "format=" not in path:  # a sweep is no poll
            self._counts.polls[host.address, path.partition("?")[0][1:]].append(now)
            for part in self._listing(host, path, known, now):
                yield part
        elif not _PIECE.search(path):
            yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        else:
            self._counts.pieces[host.address].append(now)
            if host.manner in HOSTILE:
                async for part in _trap(host.manner, path):
                    yield part
            else:
                yield _response(self._piece(host, path, now), "text/html; charset=utf-8")

    def _listing(self, host: Host, path: str, known: str, now: float) -> Iterator[bytes]:
        if host.manner == "real":
            assert isinstance(host.pieces, tuple)
            saved = [(f"/saved/{n}.html", f"piece {n}") for n in host.pieces]
            yield _response(self._feed(host, saved), _XML)
            return
        assert isinstance(host.pieces, int)
        # not all sites at once
        turn = zlib.crc32(host.address.encode()) / 2**32
        come = int((now - self._began) / host.fresh + turn) if host.fresh else 0
        if host.manner == "looping":  # each page of the list leads to the next, with other pieces
            come = 1_000 * int(path.partition("?p=")[2] or 0) + int(now)
        newest = range(come + host.pieces, come, -1)
        links = [(f"/index.php/news/item/{n}-piece", f"خبر رقم {n}") for n in newest]
        tag = f'"{come}"'
        if host.manner != "looping" and known == tag and not path.endswith("plain"):
            yield f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        elif path.startswith("/feed"):
            yield _response(self._feed(host, links), _XML, f"ETag: {tag}\r\n")
        else:
            following = None
            if host.manner == "looping":
                page, _, number = path.partition("?p=")
                following = f"{page}?p={int(number or 0) + 1}"
            html = k2_listing(*(link for link, _ in links), following=following)
            etag = "" if path.endswith("plain") else f"ETag: {tag}\r\n"
            yield _response(html.encode(), "text/html; charset=utf-8", etag)

    def _feed(self, host: Host, links: Sequence[tuple[str, str]]) -> bytes:
        home = f"http://{host.address}:{self._port}"
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{home}{link}</link></item>"
            for link, title in links
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>أخبار</title><link>{home}/</link>{items}</channel></rss>"
        ).encode()

    def _piece(self, host: Host, path: str, now: float) -> bytes:
        if host.manner == "real":
            return self._saved[_number(path)].body()
        number = _number(path)
        edition = int((now - self._began) / host.edited) if host.edited else 0
        return k2_piece(host.address, number, edition)


def _number(path: str) -> int:
    found = _PIECE.search(path)
    assert found is not None
    return int(found[1])


def k2_piece(site: str, number: int, edition: int = 0) -> bytes:
    """A K2 page with all that stands around an article, and a text of its own.

    Args:
        edition: one word of the text goes by it.
    """
    words = random.Random(f"{site} {number}").choices(_vocabulary(), k=_PARAGRAPHS * _WORDS + 9)
    words[20] = f"{words[20]}{edition}" if edition else words[20]
    title = " ".join(words[-9:])
    body = "".join(
        f"<p>{' '.join(words[n * _WORDS : (n + 1) * _WORDS])}.</p>" for n in range(_PARAGRAPHS)
    )
    before, after = _frame(number % 8)
    return before.replace(_TITLE, title).encode() + body.encode() + after


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    return [*Words("texts").sentence(20_000).split(), *(5 * TOPICAL)]


@lru_cache(maxsize=8)
def _frame(number: int) -> tuple[str, bytes]:
    html = grown(k2_page(_TITLE, (_BODY,)), [], Words(f"frame {number}"))
    before, _, after = html.partition(f"<p>{_BODY}</p>")
    return before, after.encode()


_XML: Final = "application/rss+xml; charset=utf-8"


def _response(body: bytes, kind: str, headers: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}"
    return f"{head}\r\n".encode() + body


async def _trap(manner: Manner, path: str) -> AsyncIterator[bytes]:
    """An answer for a page that is never worth having."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    if manner == "slow":
        yield head + b"Content-Length: 100000\r\n\r\n<html>"
        for _ in range(600):
            await asyncio.sleep(1)
            yield b"."
    elif manner == "endless":
        yield head + b"\r\n"
        for _ in count():
            yield b"<p>and so on</p>" * 1_000
    elif manner == "looping":
        where, _, number = path.partition("?")
        yield f"HTTP/1.1 302 Found\r\nLocation: {where}?{int(number or 0) + 1}\r\n\r\n".encode()
    elif manner == "lying":
        lies = (
            head + b"Content-Length: 90000\r\n\r\n<html><p>less",
            head + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip.",
            head + b"Content-Length: 200000\r\n\r\n" + random.Random(path).randbytes(200_000),
        )
        yield lies[zlib.crc32(path.encode()) % len(lies)]
    else:
        yield _response(_bomb(zlib.crc32(path.encode()) % 3), "text/html", _GZIP)


_GZIP: Final = "Content-Encoding: gzip\r\n"


@lru_cache(maxsize=3)
def _bomb(which: int) -> bytes:
    """Bytes that swell to more than may be taken, or stall a parser."""
    swollen = (b" " * 200 * _MB, b"<div>" * _MB, b"<h1>a b</h1>" + b"<p>a.</p>" * (_MB // 2))
    return gzip.compress(swollen[which], 6)


def _listening(hosts: Sequence[str]) -> Iterator[socket]:
    """A socket at each address, all with one port."""
    port = 0
    for address in hosts:
        one = create_server((address, port), backlog=128)
        one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        port = one.getsockname()[1]
        yield one
