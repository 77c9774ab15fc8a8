"""The one egress policy: which addresses Marsad may connect to.

Only public unicast addresses are open; a private one must be allow-listed as HOST:PORT.
What counts is the address that is connected to, so the check stands between the DNS
answer and the connection: an answer that changes in between changes nothing.

It decides and connects to nothing: it is asked by `crawler.egress` for crawls, by
`pipeline.egress.gated_http` for webhooks, by `pipeline.egress.gate` for whatever else the process
connects to. It does not follow redirects: channels refuse them; the crawler checks each hop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

#: IPv4 blocks that are not public: IANA's special-purpose registry, multicast, reserved
_CLOSED_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host agent: a public number that answers only inside
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

#: the only IPv6 block IANA has opened for global unicast: loopback, unspecified, mapped
#: and compatible IPv4, NAT64, unique-local, link-local, site-local and multicast addresses
#: all lie outside it
_GLOBAL_V6 = IPv6Network("2000::/3")

#: blocks inside it that are not public
_CLOSED_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "3fff::/20",  # documentation
    )
)

_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_NAME = 253
_PORTS = {"http": 80, "https": 443}


class EgressRefused(Exception):  # noqa: N818 - a policy's answer, not a fault
    """A connection that the policy forbids. The message never holds a path or a query.

    Attributes:
        host: the host that was asked for, "" when the URL names none.
        port: its port, None when the URL names none that can be read.
        address: the offending address, None when the host or the URL itself is at fault.
    """

    def __init__(
        self,
        host: str,
        port: int | None,
        address: str | None = None,
        reason: str = "not a public address",
    ) -> None:
        self.host, self.port, self.address = host, port, address
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        where = shown if port is None else f"{shown}:{port}"
        line = f"refused to connect to {where or 'this URL'}: "
        line += reason if address is None else f"{address} is {reason}"
        super().__init__("".join(char if char.isprintable() else "\ufffd" for char in line))


def canonical_host(host: str) -> str:
    """One spelling for a host: a lower-case ASCII name, or an address as RFC 5952 writes it.

    Args:
        host: as a URL or an allow-list has it; IPv6 with or without brackets.

    Raises:
        ValueError: not a host name, or an address in a spelling that resolvers read each
            in their own way (decimal, octal, hexadecimal, short, with a zone or a dot).
            A host whose last label is a number is an address, as in the WHATWG URL standard.
    """
    if host.startswith("[") or ":" in host:
        bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        if "%" in bare:
            raise ValueError("it carries a zone id")
        if not _is_literal(bare):
            raise ValueError("it is not an IPv6 address")
        return str(IPv6Address(bare))
    if len(host) > _LONGEST_NAME:
        raise ValueError("its host name is too long")
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("it is not a host name") from None
    labels = name.removesuffix(".")
    if _NUMBER.fullmatch(labels.rpartition(".")[2]):
        if labels != host or not _is_literal(labels):
            raise ValueError("it is an oddly written address")
        return labels
    if not _NAME.fullmatch(labels):
        raise ValueError("it is not a host name")
    return labels


def is_public(address: str) -> bool:
    """Whether an address literal is global unicast, by the IANA special-purpose registries."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _CLOSED_V4)
    if ip.scope_id is not None or ip not in _GLOBAL_V6:
        return False
    return not any(ip in block for block in _CLOSED_V6)


def _address_key(address: str) -> str:
    try:
        return str(ip_address(address))
    except ValueError:
        return address


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _open_pair(entry: str) -> tuple[str, int]:
    host, _, port = entry.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"not HOST:PORT: {entry!r}")
    return canonical_host(host), int(port)


class EgressPolicy:
    """Which hosts and addresses may be connected to: all public ones, and those listed.

    Args:
        allow: `HOST:PORT` strings, the host a name, an IPv4 address or `[IPv6]`.

    Raises:
        ValueError: an entry is not HOST:PORT.
    """

    def __init__(self, allow: Sequence[str] = ()) -> None:
        self._open = frozenset(_open_pair(entry) for entry in allow)
        #: where the listed names led when they were last permitted
        self._led: dict[tuple[str, int], frozenset[str]] = {}

    def lists(self, host: str, port: int) -> bool:
        """Whether the allow-list has this place by the name it is asked for."""
        try:
            return (canonical_host(host), port) in self._open
        except ValueError:
            return False

    def stands(self, address: str, port: int) -> bool:
        """Whether an address is open by itself: public, listed, or where a listed name led.

        For a check after `permit`, by which the name is not known any more.
        """
        key = _address_key(address)
        return (
            is_public(address)
            or (key, port) in self._open
            or any(key in led for (_, at), led in self._led.items() if at == port)
        )

    def permit(self, host: str, port: int, addresses: Sequence[str]) -> tuple[str, ...]:
        """The addresses that may be connected to for a host, in the order they came.

        Args:
            host: the host that was asked for.
            port: the port that will be connected to.
            addresses: everything DNS answered for it, as literals.

        Raises:
            EgressRefused: the host is oddly written, or ANY address is not public and
                neither `host:port` nor `address:port` is allow-listed. One bad answer
                condemns all: a name that points inside is not to be trusted at all.
        """
        try:
            name = canonical_host(host)
        except ValueError as error:
            raise EgressRefused(host, port, reason=str(error)) from None
        if (name, port) in self._open:
            self._led[name, port] = frozenset(map(_address_key, addresses))
            return tuple(addresses)
        for address in (name, *addresses) if _is_literal(name) else addresses:
            if not is_public(address) and (_address_key(address), port) not in self._open:
                raise EgressRefused(host, port, address)
        return tuple(addresses)

    def check_url(self, url: str) -> None:
        """What can be said of a URL before any DNS question.

        Raises:
            EgressRefused: not http(s), credentials inside, no readable host and port, an
                oddly written address, or a literal one that is not open.
        """
        if _CONTROLS.search(url):  # urlsplit drops some of these silently
            raise EgressRefused("", None, reason="the URL holds control characters")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise EgressRefused("", None, reason="the URL is malformed") from None
        if parts.scheme not in _PORTS:
            raise EgressRefused(host, port, reason="only http and https are open")
        if "@" in parts.netloc:
            raise EgressRefused(host, port, reason="the URL holds credentials")
        literal = (host,) if _is_literal(host) else ()
        self.permit(host, _PORTS[parts.scheme] if port is None else port, literal)
