"""What the doctor says of what it measured."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from config.settings import SourceSettings
from marsad.doctor.findings import Finding, together, worst
from marsad.doctor.machine import available_memory, clock_is_kept, memory, open_files, room, zones
from marsad.doctor.network import clock, network, offset, silent
from marsad.doctor.setup import contact, setup
from pipeline.egress.policy import EgressPolicy
from pipeline.records import FailureReason, FetchedPage
from tests.builders import NOW, SECRET, failure, fetched, settings

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (room(5000 * MB), "ok"),
        (room(1000 * MB), "warn"),
        (room(10 * MB), "bad"),
        (memory(500 * MB, browser=False), "ok"),
        (memory(500 * MB, browser=True), "warn"),
        (open_files(-1), "ok"),
        (open_files(1024), "ok"),
        (open_files(512), "warn"),
        (open_files(64), "bad"),
        (zones(["UTC", "Africa/Algiers"]), "ok"),
        (zones(["UTC", "Africa/Nowhere"]), "bad"),
        (clock(-3), "ok"),
        (clock(-90), "warn"),
        (clock(3600), "bad"),
        (contact("desk@paper.dz"), "ok"),
        (contact("https://paper.dz/bot"), "ok"),
        (contact("ops@example.org"), "bad"),
        (contact("https://www.example.com/bot"), "bad"),
        (contact("me@my.invalid"), "bad"),
        (contact("nobody"), "warn"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.check}: {value.told}",
)
def test_each_measure_has_its_verdict_and_what_is_not_well_its_advice(
    finding: Finding, verdict: str
) -> None:
    assert finding.verdict == verdict
    assert bool(finding.advice) == (verdict != "ok")


def test_many_alike_are_told_as_one() -> None:
    troubles = [Finding("names", "warn", f"host {number}", "wait") for number in range(25)]
    told = list(together("names", troubles, 100, "all well"))
    assert len(told) == 11
    assert told[-1] == Finding("names", "warn", "… and 15 more of 100", "wait")
    assert list(together("names", [], 100, "all well")) == [Finding("names", "ok", "all well")]
    assert list(together("names", [], 0, "all well")) == []
    assert worst([*told, Finding("x", "bad", "y")]) == "bad"


def test_what_the_system_says_is_understood_or_left_out() -> None:
    assert (available_memory() or MB) >= MB
    assert clock_is_kept() in (True, False, None)


def _answer(**headers: str) -> FetchedPage:
    page = fetched("")
    exchange = page.exchange.__class__((), "HTTP/1.1 200 OK", tuple(headers.items()), b"")
    return FetchedPage("outlet", page.url, page.url, NOW, 200, "text/html", b"", exchange)


def test_a_sites_clock_counts_where_it_is_its_own() -> None:
    ahead = format_datetime(NOW + timedelta(seconds=40))
    assert list(offset(_answer(Date=ahead))) == [-40]
    assert list(offset(_answer(Date=ahead, Age="9"))) == []
    assert list(offset(_answer(Date="yesterday, 1 Ü"))) == []
    assert list(offset(_answer(Date="Mon, 01 Jan 0000 00:00:00 +9999"))) == []
    assert list(offset(_answer())) == []


def test_a_site_that_refuses_is_bad_and_one_that_may_answer_later_is_not(tmp_path: Path) -> None:
    source: SourceSettings = settings(tmp_path).sources[0]
    verdicts = {}
    for reason in (FailureReason.ROBOTS, FailureReason.NOT_FOUND, FailureReason.TIMEOUT):
        found = silent(source, failure(reason, NOW))
        verdicts[reason] = found.verdict
    assert list(verdicts.values()) == ["bad", "bad", "warn"]


def test_secrets_that_everybody_may_read_are_told(tmp_path: Path) -> None:
    file = tmp_path / "marsad.yaml"
    file.write_text(f"destinations: [{{secret: {SECRET}}}]\n")
    file.chmod(0o604)
    told = [one.told for one in setup(file, settings(tmp_path), {"MARSAD_SMTP_HOTS": "x"})]
    assert "everybody on this machine may read the secrets in it" in told
    assert "MARSAD_SMTP_HOTS is set and names no setting" in told
    file.chmod(0o600)
    assert not any("everybody on" in one.told for one in setup(file, settings(tmp_path), {}))
    file.write_text("contact: a\n")
    file.chmod(0o604)
    assert not any("everybody on" in one.told for one in setup(file, settings(tmp_path), {}))


def test_who_is_told_what_fails_where_no_operator_is_set_is_named(tmp_path: Path) -> None:
    (file := tmp_path / "marsad.yaml").write_text("contact: x\n")
    told = {one.check: one.told for one in setup(file, settings(tmp_path), {})}
    assert told["operator"] == "not set: mail, the first destination, is told what fails"
    told = {one.check: one.told for one in setup(file, settings(tmp_path, operator="hook"), {})}
    assert "operator" not in told


async def test_an_address_inside_is_refused_with_what_would_open_it(tmp_path: Path) -> None:
    inside = settings(
        tmp_path,
        smtp=None,
        destinations=[{"name": "hook", "webhook": "http://127.0.0.1:9/in", "secret": SECRET}],
        watchlists=[],
        sources=[
            {
                "name": "outlet",
                "home": "http://localhost/",
                "sections": [{"name": "all", "page": "http://localhost:8080/"}],
            }
        ],
    )
    found = [one async for one in network(inside, EgressPolicy())]
    assert [(one.check, one.verdict) for one in found] == [
        ("sites' names", "bad"),
        ("webhooks", "bad"),
    ]
    assert "localhost:8080" in found[0].advice
    opened = EgressPolicy(("127.0.0.1:9", "localhost:8080"))
    assert {one.verdict for one in [one async for one in network(inside, opened)]} == {"ok"}
