"""Addresses that must lead nowhere: of every class, in every spelling we know."""

from __future__ import annotations

from pathlib import Path

import pytest

LIST = Path(__file__).parents[2] / "shared" / "data" / "ssrf-urls.txt"

#: one of each class, and of each way to write one
HOSTS = [
    # of this machine
    "127.0.0.1", "127.9.8.7", "0.0.0.0", "0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]",
    "localhost", "LocalHost.", "inner.example.org", "two-answers.example.org",
    # of others behind the same router, or of nobody
    "10.0.0.5", "172.20.1.1", "192.168.3.4", "169.254.169.254", "100.64.3.2", "[fe80::1]",
    "[fe80::1%25lo]", "[fd00::2]", "[fec0::2]", "192.0.0.8", "192.0.2.9", "198.18.2.2",
    "203.0.113.5", "[2001:db8::5]", "224.0.0.9", "[ff02::1]", "240.0.0.3", "255.255.255.255",
    # IPv4 in IPv6
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::80ff:fffe]",
    # that resolvers read each in their own way
    "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1",
    "127.0.0.1.", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127。0。0。1", "%31%32%37.0.0.1",
    # that readers of addresses disagree about
    "news.example.org@127.0.0.1", "127.0.0.1@news.example.org", "news.example.org:x@127.0.0.1",
    "127.0.0.1\\@news.example.org", "127.0.0.1#@news.example.org", "127.0.0.1 news.example.org",
    "127.0.0.1\t", "127.0.0.1&@news.example.org", "127.0.0.1%00.news.example.org",
]  # fmt: skip


def invented(port: int) -> list[str]:
    """Ours, with a port at which somebody listens."""
    return [f"http://{_with_port(host, port)}/inside" for host in HOSTS]


def collected(port: int) -> list[str]:
    """What others have collected, as it is and with that port; skips aloud without it."""
    if not LIST.exists():
        pytest.skip(f"{LIST} is not here")
    lines = LIST.read_text(encoding="utf-8").splitlines()
    known = [line for line in lines if line and not line.startswith("#")]
    return [*known, *(line.replace(":80", f":{port}") for line in known)]


def _with_port(host: str, port: int) -> str:
    """The port, after what is a host to some reader or to all."""
    return f"{host}:{port}".replace("\\@", f":{port}\\@").replace("#@", f":{port}#@")
