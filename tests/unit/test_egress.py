"""Which addresses are open, whatever spelling, name or DNS answer leads to them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.egress.gated_http import GuardedBackend, resolve
from pipeline.egress.policy import EgressPolicy, EgressRefused, is_public

SSRF_URLS = Path(__file__).parents[2].parent / "shared" / "data" / "ssrf-urls.txt"
PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2a00:1450:4007:80e::200e"

NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.77",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::93.184.215.14",
    "::ffff:127.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::7f00:1",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:5db8:d70e::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00:1450:4007:80e::200e%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        EgressPolicy().permit("news.example.org", 443, [address])
    assert refused.value.host == "news.example.org"
    assert refused.value.port == 443
    assert refused.value.address == address


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
     "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255",
     "198.20.0.0", "223.255.255.255", PUBLIC_V6, "2001:200::1", "2606:4700::1111"],
)  # fmt: skip
def test_an_address_next_to_a_closed_block_is_open(address: str) -> None:
    assert EgressPolicy().permit("news.example.org", 443, [address]) == (address,)


def test_one_private_answer_among_public_ones_condemns_the_name() -> None:
    with pytest.raises(EgressRefused, match=r"10\.0\.0\.1"):
        EgressPolicy().permit("news.example.org", 443, [PUBLIC, "10.0.0.1", PUBLIC_V6])


def test_the_answers_keep_their_order() -> None:
    answers = (PUBLIC_V6, PUBLIC)
    assert EgressPolicy().permit("news.example.org", 80, answers) == answers


@pytest.mark.parametrize(
    ("entry", "host", "port", "address"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080, "127.0.0.1"),
        ("127.0.0.1:8080", "demo.example.org", 8080, "127.0.0.1"),
        ("localhost:8080", "LOCALHOST.", 8080, "127.0.0.1"),
        ("intranet.example.org:443", "intranet.example.org", 443, "10.2.3.4"),
        ("[::1]:8080", "[::1]", 8080, "::1"),
        ("[0:0:0::1]:8080", "::1", 8080, "0:0:0:0:0:0:0:1"),
        ("واحة.example:80", "xn--mgbel0i.example", 80, "10.2.3.4"),
    ],
)
def test_an_allow_listed_place_is_open(entry: str, host: str, port: int, address: str) -> None:
    assert len(EgressPolicy([entry]).permit(host, port, [address])) == 1


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", 8081, "127.0.0.1"),
        ("127.0.0.2", 8080, "127.0.0.2"),
        ("news.example.org", 8080, "::ffff:127.0.0.1"),
    ],
)
def test_the_allow_list_opens_nothing_beside_what_it_names(
    host: str, port: int, address: str
) -> None:
    with pytest.raises(EgressRefused):
        EgressPolicy(["127.0.0.1:8080"]).permit(host, port, [address])


@pytest.mark.parametrize("entry", ["127.0.0.1", "host:", "host:0", "host:65536", "host:٨٠", ":80"])
def test_an_allow_list_entry_that_is_not_host_and_port_is_a_mistake(entry: str) -> None:
    with pytest.raises(ValueError, match=r"host|HOST"):
        EgressPolicy([entry])


ODD_HOSTS = [
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0x",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1.",
    "93.184.215.14.",
    "093.184.215.14",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127。0。0。1",
    "1.2.3.4.5",
    "example.256",
    "[::1%25eth0]",
    "fe80::1%eth0",
    "[::1",
    "a b.example.org",
    "a..b",
    "",
    ".",
    "é" * 300,
    "host/path",
    "host\\@inside",
]


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_an_oddly_written_host_is_refused_even_with_a_public_answer(host: str) -> None:
    with pytest.raises(EgressRefused):
        EgressPolicy().permit(host, 80, [PUBLIC])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example.org/",
        "file:///etc/passwd",
        "//news.example.org/",
        "http:///nowhere",
        "http://user@news.example.org/",
        "http://user:secret@news.example.org/",
        "http://@news.example.org/",
        "http://news.example.org:65536/",
        "http://news.example.org:port/",
        "http://news.example.org\\@evil.example.net/",
        "http://news.example.org\n.evil.example.net/",
        "http://[::1/",
        "http://2130706433/",
        "https://127.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
    ],
)
def test_a_url_that_cannot_be_trusted_is_refused(url: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        EgressPolicy().check_url(url)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example.org/",
        "https://news.example.org:8443/a b?q=@",
        f"http://{PUBLIC}/",
        f"http://[{PUBLIC_V6}]:8080/",
        "https://واحة.example/خبر",
    ],
)
def test_a_plain_web_address_passes(url: str) -> None:
    EgressPolicy().check_url(url)


def test_a_url_with_an_allow_listed_literal_passes() -> None:
    EgressPolicy(["127.0.0.1:8080", "127.0.0.1:80"]).check_url("http://127.0.0.1:8080/x")
    EgressPolicy(["127.0.0.1:80"]).check_url("http://127.0.0.1/x")


def test_every_collected_ssrf_address_is_refused() -> None:
    if not SSRF_URLS.exists():
        pytest.skip(f"{SSRF_URLS} is not here")
    lines = SSRF_URLS.read_text(encoding="utf-8").splitlines()
    urls = [line for line in lines if line and not line.startswith("#")]
    open_names = [url for url in urls if not _is_refused(url, ())]
    # three are names that DNS points at this machine: only the answer can condemn them
    assert all("localhost" in url or "localtest.me" in url for url in open_names)
    assert len(open_names) == 3
    assert [url for url in open_names if not _is_refused(url, ("127.0.0.1",))] == []


def _is_refused(url: str, answers: Sequence[str]) -> bool:
    policy = EgressPolicy()
    try:
        policy.check_url(url)
        policy.permit(urlsplit(url).hostname or "", 80, answers)
    except EgressRefused:
        return True
    return False


@given(st.ip_addresses(v=4))
def test_no_address_that_the_standard_library_calls_private_is_open(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert not is_public(str(address))


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_that_carries_an_ipv4_one_is_open(address: IPv6Address) -> None:
    carries = address.ipv4_mapped or address.sixtofour or address.teredo
    if carries or not address.is_global or address.is_multicast:
        assert not is_public(str(address))


@given(st.text(max_size=40), st.integers(0, 65535), st.lists(st.text(max_size=20), max_size=3))
def test_any_host_and_answers_are_permitted_or_refused_and_nothing_else(
    host: str, port: int, answers: list[str]
) -> None:
    try:
        permitted = EgressPolicy().permit(host, port, answers)
    except EgressRefused:
        return
    assert all(is_public(address) for address in permitted)


@given(st.text(max_size=60).map("http://{}".format) | st.text(max_size=60))
def test_any_url_is_passed_or_refused_and_nothing_else(url: str) -> None:
    line = ""
    try:
        EgressPolicy().check_url(url)
    except EgressRefused as refused:
        line = str(refused)
    assert line.isprintable()


class Answers:
    """A resolver that gives prepared answers, one list a question, and counts them."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0)


async def test_the_guard_refuses_a_public_name_that_answers_with_loopback() -> None:
    guard = GuardedBackend(EgressPolicy(), Answers(["127.0.0.1"]))
    with pytest.raises(EgressRefused, match=r"127\.0\.0\.1 is not a public address"):
        await guard.connect_tcp("news.example.org", 80)


async def test_the_guard_refuses_local_sockets() -> None:
    with pytest.raises(EgressRefused):
        await GuardedBackend(EgressPolicy(["localhost:80"])).connect_unix_socket("/run/x.sock")


async def test_a_name_without_an_address_is_a_connection_error() -> None:
    with pytest.raises(httpcore.ConnectError):
        await GuardedBackend(EgressPolicy(), Answers([])).connect_tcp("news.example.org", 80)


async def test_a_name_that_does_not_resolve_is_a_connection_error() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(httpcore.ConnectError):
        await GuardedBackend(EgressPolicy(), unknown).connect_tcp("news.example.org", 80)


async def test_a_resolver_that_hangs_is_a_timeout() -> None:
    async def silent(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(httpcore.ConnectTimeout):
        await GuardedBackend(EgressPolicy(), silent).connect_tcp("news.example.org", 80, 0.01)


async def test_the_system_resolver_gives_literals() -> None:
    assert await resolve("127.0.0.1", 80) == ("127.0.0.1",)
