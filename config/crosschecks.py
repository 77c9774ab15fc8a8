"""The rules that span keys: names that must differ, names that must exist, keys that go together.

Works on the tree as it was written, so that one broken value hides no other mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from config.addresses import same_site
from config.document import Node
from config.mistakes import Loc, Mistake, Place, hint, mistake_at, quoted
from config.settings import destination_fault, section_fault
from config.values import WebUrl
from config.written import place_within


class QueryFault(Protocol):
    """What is wrong with a query, and where in it; lines and columns count from 1."""

    message: str
    line: int
    column: int


class QueryChecks(Protocol):
    """What can be said of queries: the language is `pipeline.topics`', which is above us."""

    def fault(self, query: str, named: Mapping[str, str]) -> QueryFault | None:
        """What is wrong with a query that may take in the named ones; None for nothing."""

    def surprise(
        self, query: str, named: Mapping[str, str], sentence: str, wanted: bool
    ) -> str | None:
        """Why a query that can be read does not do with a sentence what was wanted of it."""


_WEB_ADDRESS = TypeAdapter(WebUrl)


def cross_mistakes(root: Node, checks: QueryChecks | None) -> Iterator[Mistake]:
    """Everything that is wrong between keys.

    Args:
        checks: what is said of queries; None: they are not looked into.
    """
    top = _Spot((), root)
    sources, lists = top.items("sources"), top.items("watchlists")
    sections = [section for source in sources for section in source.items("sections")]
    topics = [topic for one in lists for topic in one.items("topics")]
    destinations = top.items("destinations")

    yield from _repeated("source", sources)
    yield from chain.from_iterable(_repeated("section", one.items("sections")) for one in sources)
    yield from _repeated("watchlist", lists)
    yield from _repeated("topic", topics)
    yield from _repeated("destination", destinations)
    yield from _faults(section_fault, sections)
    yield from _faults(destination_fault, destinations)
    yield from chain.from_iterable(map(_strangers, sources))
    for one in lists:
        yield from _unknown_names("destination", one, destinations)
    yield from _unknown_operator(top, destinations)
    for topic in topics:
        yield from _unknown_names("source", topic, sources)
        yield from _unknown_names("section", topic, sections)
    if checks is not None:
        yield from _bad_queries(top, topics, checks)
    yield from chain.from_iterable(map(_times_of_no_digest, destinations))
    yield from _mail_without_server(top, destinations)
    yield from _half_a_login(top)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value of the tree together with the way to it."""

    loc: Loc
    node: Node

    def get(self, key: str) -> _Spot | None:
        """The value under a key, None where nothing is written."""
        child = self.node.value.get(key) if isinstance(self.node.value, dict) else None
        written = child is not None and child.value is not None
        return _Spot((*self.loc, key), child) if child and written else None

    def items(self, key: str) -> list[_Spot]:
        """The items of the list under a key, none where there is no list."""
        listed = self.get(key)
        if listed is None or not isinstance(listed.node.value, list):
            return []
        return [_Spot((*listed.loc, i), node) for i, node in enumerate(listed.node.value)]

    def text(self, key: str) -> str | None:
        """The text under a key, None where nothing or something else is written."""
        found = self.get(key)
        return found.node.value if found and isinstance(found.node.value, str) else None

    def mistake(self, message: str) -> Mistake:
        return mistake_at(self.node.place, self.loc, message)


def _repeated(what: str, named: Iterable[_Spot]) -> Iterator[Mistake]:
    first: dict[str, Place] = {}
    for one in named:
        name, text = one.get("name"), one.text("name")
        if name is None or text is None:
            continue
        earlier = first.setdefault(text, name.node.place)
        if earlier is not name.node.place:
            taken = f"another {what} has this name, at line {earlier.line}"
            yield name.mistake(f"{taken}: give each its own")


def _faults(rule: Callable[[set[str]], str | None], spots: Iterable[_Spot]) -> Iterator[Mistake]:
    for spot in spots:
        if isinstance(spot.node.value, dict):
            written = {key for key, child in spot.node.value.items() if child.value is not None}
            if fault := rule(written):
                yield spot.mistake(fault)


def _strangers(source: _Spot) -> Iterator[Mistake]:
    """Sections that lie on somebody else's site."""
    home = _host(source.text("home"))
    for section in source.items("sections"):
        for key in ("page", "feed", "sitemap"):
            address, host = section.get(key), _host(section.text(key))
            if address and home and host and not same_site(home, host):
                yield address.mistake(
                    f"this address is not on the source's own site, {home}: "
                    "check it, or make it a source of its own"
                )


def _unknown_names(what: str, spot: _Spot, named: Iterable[_Spot]) -> Iterator[Mistake]:
    known = list(dict.fromkeys(text for one in named if (text := one.text("name")) is not None))
    seen: set[str] = set()
    for reference in spot.items(f"{what}s"):
        name = reference.node.value
        if not isinstance(name, str):
            continue
        if name not in known:
            advice = hint(name, known) or f"; there {_listing(known)}"
            yield reference.mistake(f"there is no {what} named {quoted(name)}{advice}")
        elif name in seen:
            yield reference.mistake(f"{quoted(name)} is listed twice")
        seen.add(name)


def _unknown_operator(top: _Spot, destinations: Iterable[_Spot]) -> Iterator[Mistake]:
    operator, name = top.get("operator"), top.text("operator")
    known = [text for one in destinations if (text := one.text("name")) is not None]
    if operator and name is not None and name not in known:
        advice = hint(name, known) or f"; there {_listing(known)}"
        yield operator.mistake(f"there is no destination named {quoted(name)}{advice}")


def _bad_queries(top: _Spot, topics: Iterable[_Spot], checks: QueryChecks) -> Iterator[Mistake]:
    """Queries that cannot be read, and those that fail a topic's own sentences."""
    shared = top.get("queries")
    names = list(shared.node.value) if shared and isinstance(shared.node.value, dict) else []
    named = {name: text for name in names if shared and (text := shared.text(name))}
    for spot in (shared.get(name) for name in named if shared):
        if spot is not None:
            yield from _faults_of(spot, checks, named)
    for topic in topics:
        query = topic.get("query")
        if query is None or not topic.text("query"):
            continue
        faults = list(_faults_of(query, checks, named))
        yield from faults or _surprises(topic, checks, named)


def _faults_of(query: _Spot, checks: QueryChecks, named: Mapping[str, str]) -> Iterator[Mistake]:
    fault = checks.fault(str(query.node.value), named)
    if fault is None:
        return
    place, excerpt = place_within(query.node, fault.line, fault.column)
    message = fault.message
    if not excerpt:
        message = f"line {fault.line}, column {fault.column} of the query: {message}"
    yield mistake_at(place, query.loc, message, excerpt)


def _surprises(topic: _Spot, checks: QueryChecks, named: Mapping[str, str]) -> Iterator[Mistake]:
    query = topic.text("query") or ""
    for key, wanted in (("must_match", True), ("must_not_match", False)):
        for sentence in topic.items(key):
            text = sentence.node.value
            if not isinstance(text, str):
                continue
            if message := checks.surprise(query, named, text, wanted):
                yield sentence.mistake(message)


def _times_of_no_digest(destination: _Spot) -> Iterator[Mistake]:
    times = destination.get("at")
    if times and destination.text("deliver") != "daily":
        yield times.mistake("at: goes with deliver: daily")


def _mail_without_server(top: _Spot, destinations: Iterable[_Spot]) -> Iterator[Mistake]:
    if top.get("smtp") is None:
        message = "mail needs a server: write smtp: with host: and sender: under it"
        emails = (destination.get("email") for destination in destinations)
        yield from (email.mistake(message) for email in emails if email)


def _half_a_login(top: _Spot) -> Iterator[Mistake]:
    smtp = top.get("smtp")
    if smtp is None:
        return
    username, password = smtp.get("username"), smtp.get("password")
    if username and not password:
        yield username.mistake("a username needs a password: too")
    if password and not username:
        yield password.mistake("a password needs a username: too")


def _host(address: str | None) -> str | None:
    """The host of a good web address; bad ones are a mistake of their own."""
    try:
        return _WEB_ADDRESS.validate_python(address).host
    except ValidationError:
        return None


def _listing(names: list[str]) -> str:
    if not names:
        return "is none yet"
    return f"{'is' if len(names) == 1 else 'are'} {', '.join(map(quoted, names[:10]))}"
