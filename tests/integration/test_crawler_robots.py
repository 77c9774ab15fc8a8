"""How a crawl obeys robots.txt, remembers it, and what it does when it cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import sleep

import pytest

from crawler.plan import SectionPoll
from pipeline.records import FailureReason, FetchedPage, RobotsRecord
from tests.integration.crawler_site import (
    Respond,
    Sink,
    Site,
    article,
    fixed,
    plan,
    raw,
    redirect,
    runner,
    section,
)

VISITS = ("/item/1-a", "/secret/2-b")
RULES = "User-agent: *\nDisallow: /secret/\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        for path in VISITS:
            running.routes[path] = fixed(article())
        yield running


def origin(site: Site) -> str:
    return f"http://{site.address}"


def record(site: Site, status: int, body: str = "", *, hours: float = 0) -> RobotsRecord:
    age = timedelta(hours=hours)
    return RobotsRecord(origin(site), status, body.encode(), datetime.now(UTC) - age)


async def crawl(site: Site, known: RobotsRecord | None = None, **limits: float) -> Sink:
    sink = Sink(robots_records={known.origin: known} if known else {})
    async with runner(site, **limits) as crawls:
        await crawls.crawl(plan(site, *VISITS), sink)
    return sink


async def test_what_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    site.routes["/robots.txt"] = fixed(RULES, Content_Type="text/plain")
    sink = await crawl(site)
    assert site.paths() == ["/item/1-a"]
    forbidden = sink.page_at(site.url("/secret/2-b"))
    assert (forbidden.reason, forbidden.retry_after) == (FailureReason.ROBOTS, None)
    assert sink.robots_records[origin(site)].body == RULES.encode()


async def test_rules_for_us_stand_in_for_those_for_all(site: Site) -> None:
    site.routes["/robots.txt"] = fixed(f"{RULES}\nUser-agent: marsad\nDisallow: /item/\n")
    await crawl(site)
    assert site.paths() == ["/secret/2-b"]


async def test_a_section_that_robots_txt_forbids_fails(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("User-agent: *\nDisallow: /\n")
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, polls=(SectionPoll(section(site)),)), sink := Sink())
    [failure] = sink.of("failed")
    assert failure.reason is FailureReason.ROBOTS


async def test_the_target_of_a_redirect_needs_permission_too(site: Site) -> None:
    site.routes["/robots.txt"] = fixed(RULES)
    site.routes["/item/1-a"] = redirect("/secret/2-b")
    sink = await crawl(site)
    assert sink.page_at(site.url("/item/1-a")).reason is FailureReason.ROBOTS
    assert "/secret/2-b" not in site.paths()


@pytest.mark.parametrize("status", [200, 204, 401, 403, 404, 410])
async def test_no_rules_are_a_permission(site: Site, status: int) -> None:
    site.routes["/robots.txt"] = fixed("", status)
    sink = await crawl(site)
    assert all(isinstance(page, FetchedPage) for page in sink.pages)
    assert len(sink.pages) == 2
    assert sink.robots_records[origin(site)].status == status


@pytest.mark.parametrize(
    "respond", [fixed(RULES, 500), fixed(RULES, 503), fixed(RULES, 429), raw(b"")]
)
async def test_without_an_answer_nothing_may_be_fetched(site: Site, respond: Respond) -> None:
    site.routes["/robots.txt"] = respond
    sink = await crawl(site)
    assert site.paths() == []
    # one page says why, the others stay due
    [failure] = sink.pages
    assert failure.reason is FailureReason.ROBOTS
    assert "robots.txt could not be had" in failure.detail
    answered = sink.robots_records[origin(site)].status > 0
    assert failure.retry_after == pytest.approx(600 if answered else 60, abs=30)
    assert sink.robots_records[origin(site)].body == b""


async def test_a_robots_txt_that_stalls_counts_as_none(site: Site) -> None:
    site.routes["/robots.txt"] = lambda handler: sleep(1)
    sink = await crawl(site, timeout=0.2)
    assert sink.pages[0].reason is FailureReason.ROBOTS
    assert sink.robots_records[origin(site)].status == 0


async def test_a_known_copy_serves_for_a_day(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("")
    await crawl(site, record(site, 200, RULES, hours=23))
    assert [seen.path for seen in site.seen] == ["/item/1-a"]


async def test_after_a_day_the_copy_is_renewed(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("")
    sink = await crawl(site, record(site, 200, RULES, hours=25))
    assert [seen.path for seen in site.seen] == ["/robots.txt", *VISITS]
    assert sink.robots_records[origin(site)].body == b""


@pytest.mark.parametrize("respond", [fixed(RULES, 500), raw(b"")])
async def test_a_copy_a_day_old_serves_no_longer_though_there_is_no_newer_one(
    site: Site, respond: Respond
) -> None:
    site.routes["/robots.txt"] = respond
    sink = await crawl(site, record(site, 200, RULES, hours=25))
    assert site.paths() == []
    assert sink.pages[0].reason is FailureReason.ROBOTS


async def test_what_could_not_be_had_is_not_asked_for_again_at_once(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("")
    sink = await crawl(site, record(site, 503, hours=0.1))
    assert site.seen == []
    assert sink.pages[0].retry_after == pytest.approx(240, abs=30)


async def test_what_could_not_be_had_is_asked_for_again_soon(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("")
    sink = await crawl(site, record(site, 503, hours=0.2))
    assert all(isinstance(page, FetchedPage) for page in sink.pages)


async def test_robots_txt_may_be_redirected_to_another_host(site: Site) -> None:
    with Site() as other:
        other.routes["/rules.txt"] = fixed(RULES)
        site.routes["/robots.txt"] = redirect(other.url("/rules.txt"))
        async with runner(site, other) as crawls:
            await crawls.crawl(plan(site, *VISITS), Sink())
    assert site.paths() == ["/item/1-a"]


async def test_a_robots_txt_behind_endless_redirects_is_none(site: Site) -> None:
    site.routes["/robots.txt"] = redirect("/robots.txt")
    sink = await crawl(site)
    assert all(isinstance(page, FetchedPage) for page in sink.pages)


async def test_a_robots_txt_redirected_to_where_we_may_not_go_could_not_be_had(site: Site) -> None:
    with Site() as private:
        site.routes["/robots.txt"] = redirect(private.url("/robots.txt"))
        sink = await crawl(site)
        assert private.seen == []
    assert sink.pages[0].reason is FailureReason.ROBOTS


async def test_a_crawl_delay_longer_than_ours_holds(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("User-agent: *\nCrawl-delay: 0.3\n")
    await crawl(site)
    gaps = [later.at - earlier.at for earlier, later in pairwise(site.seen)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.3


async def test_a_request_rate_holds_as_a_crawl_delay_does(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("User-agent: *\nRequest-rate: 1/1\n")
    await crawl(site)
    assert min(later.at - earlier.at for earlier, later in pairwise(site.seen)) >= 1


async def test_a_crawl_delay_shorter_than_ours_does_not(site: Site) -> None:
    site.routes["/robots.txt"] = fixed("User-agent: *\nCrawl-delay: 0.1\n")
    async with runner(site) as crawls:
        await crawls.crawl(plan(site, *VISITS, delay="0.3s"), Sink())
    assert min(later.at - earlier.at for earlier, later in pairwise(site.seen)) >= 0.3
