"""Checks what Marsad talks to: names, receivers, the mail server, and if asked the sites.

Sends no mail and no alert. The sites are asked for one section each, with robots.txt, as a crawl
would ask.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from email.utils import parsedate_to_datetime
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from config.settings import Settings, SmtpSettings, SourceSettings
from crawler.probe import Probe
from crawler.reactor import install_reactor, shutdown_reactor
from crawler.runner import CrawlRunner
from marsad import VERSION
from marsad.doctor.findings import Finding, together
from marsad.wording import counted
from pipeline.channels import DeliveryError
from pipeline.channels.mail import greet_server
from pipeline.egress.gated_http import resolve
from pipeline.egress.policy import EgressPolicy, EgressRefused
from pipeline.reading.workers import ReadingPool
from pipeline.records import FailureReason, FetchedPage, FetchFailure

#: seconds for one name, and names that are asked for at a time
_PATIENCE: Final = 10.0
_AT_A_TIME: Final = 8
#: seconds by which a clock may differ from what sites say, and from which on it is wrong
_OFF: Final = 30.0
_WRONG: Final = 300.0
_PORTS: Final = {"http": 80, "https": 443}


async def network(settings: Settings, policy: EgressPolicy) -> AsyncIterator[Finding]:
    """Names and receivers, without a request to any site."""
    addresses = {section.url for source in settings.sources for section in source.sections}
    for finding in await _names("sites' names", addresses, policy):
        yield finding
    hooks = {str(one.webhook) for one in settings.destinations if one.webhook}
    for finding in await _names("webhooks", hooks, policy):
        yield finding
    if settings.smtp is not None and any(one.email for one in settings.destinations):
        async for finding in _mail(settings.smtp):
            yield finding


async def sites(
    settings: Settings, policy: EgressPolicy, progress: Callable[[str], None]
) -> AsyncIterator[Finding]:
    """Asks each source for its first section, and compares the clock with theirs.

    Args:
        progress: told each address just before it is asked for.
    """
    install_reactor()
    troubles: list[Finding] = []
    offsets: list[float] = []
    try:
        with ReadingPool() as reader:
            runner = CrawlRunner(settings.contact, VERSION, policy, reader)
            for source in settings.sources:
                probe = Probe(runner, source.delay, progress)
                answer = await probe.fetch(source.sections[0].url)
                if isinstance(answer, FetchedPage):
                    offsets += offset(answer)
                else:
                    troubles.append(silent(source, answer))
    finally:
        shutdown_reactor()
    asked = len(settings.sources)
    for finding in together("sites", troubles, asked, f"{asked} answer, and robots.txt allows it"):
        yield finding
    if offsets:
        yield clock(median(offsets))


def silent(source: SourceSettings, answer: FetchFailure) -> Finding:
    """What is said of a site that gave no page."""
    told = f"{source.name}: {answer.detail}"
    if answer.reason == FailureReason.ROBOTS:
        advice = "ask the site, or take the source out: Marsad keeps to robots.txt"
        return Finding("sites", "bad", told, advice)
    if answer.reason in (FailureReason.NOT_FOUND, FailureReason.GONE, FailureReason.OFF_SITE):
        return Finding("sites", "bad", told, "the section moved: see marsad add with its home")
    return Finding("sites", "warn", told, "it may pass; marsad sources tells how long it lasts")


def offset(page: FetchedPage) -> Iterator[float]:
    """Seconds by which our clock is before a site's, where a page says what that shows."""
    headers = {name.lower(): value for name, value in page.exchange.response_headers}
    if "age" in headers:  # a cache's copy: its time is that of the copy
        return
    try:
        said = parsedate_to_datetime(headers["date"])
        yield (page.fetched_at - said).total_seconds()
    except (KeyError, ValueError, TypeError, OverflowError):
        return


def clock(difference: float) -> Finding:
    """What is said of a clock that is so many seconds before those of most sites."""
    told = f"{abs(difference):.0f} s {'before' if difference > 0 else 'behind'} the sites' clocks"
    if abs(difference) <= _OFF:
        return Finding("clock", "ok", "as those of the sites")
    advice = "set it, and run chrony or systemd-timesyncd: edits get wrong times"
    return Finding("clock", "bad" if abs(difference) > _WRONG else "warn", told, advice)


async def _names(check: str, urls: Iterable[str], policy: EgressPolicy) -> list[Finding]:
    """Whether every name has addresses, and all of them may be connected to."""
    asked = {_place(url) for url in urls}
    places = asyncio.Semaphore(_AT_A_TIME)

    async def look(host: str, port: int) -> Finding | None:
        async with places:
            return await _name(check, host, port, policy)

    found = await asyncio.gather(*(look(host, port) for host, port in sorted(asked)))
    troubles = [one for one in found if one is not None]
    well = f"{counted(len(asked), 'has', 'have')} addresses that may be connected to"
    return list(together(check, troubles, len(asked), well))


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


async def _name(check: str, host: str, port: int, policy: EgressPolicy) -> Finding | None:
    try:
        async with asyncio.timeout(_PATIENCE):
            addresses = await resolve(host, port)
        policy.permit(host, port, addresses)
    except EgressRefused as error:
        advice = f"if it is yours, open it: network: {{allow: ['{host}:{port}']}}"
        return Finding(check, "bad", str(error), advice)
    except TimeoutError:
        told = f"{host}: no answer from DNS within {_PATIENCE:.0f} s"
        return Finding(check, "bad", told, "see /etc/resolv.conf, and the firewall for port 53")
    except (OSError, UnicodeError) as error:
        told = f"{host}: {getattr(error, 'strerror', None) or error}"
        return Finding(check, "bad", told, "see that the name is right, and that DNS answers")
    return None


async def _mail(smtp: SmtpSettings) -> AsyncIterator[Finding]:
    server = f"{smtp.host}:{smtp.port}"
    try:
        await greet_server(smtp, _PATIENCE)
    except DeliveryError as error:
        advice = "see smtp: in the configuration, and the firewall"
        yield Finding("mail", "bad", str(error), advice)
        return
    login = "and takes the login" if smtp.username else "and asks for no login"
    tls = {"none": "in the clear", "starttls": "by STARTTLS", "implicit": "by TLS"}
    yield Finding("mail", "ok", f"{server} answers {tls[smtp.effective_tls]} {login}")
    default = smtp.model_copy(update={"tls": None}).effective_tls
    if smtp.effective_tls == "none" and default != "none":
        told = "mail and password leave this machine unencrypted"
        yield Finding("mail", "warn", told, "leave smtp: tls: out, or set starttls or implicit")
