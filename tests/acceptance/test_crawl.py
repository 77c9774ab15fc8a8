"""`marsad crawl` against the newsroom: every piece once, every edit, no noise, no harm."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from marsad.demo import trouble
from marsad.demo.newsroom import Template
from marsad.demo.receiver import Reply
from marsad.demo.trouble import Trouble
from pipeline.hosts import HostRecord
from pipeline.store import hosts
from pipeline.store.tables import ArticleRow, SectionRow
from tests.acceptance.conftest import COUNCIL, CREATED, STANDING, council
from tests.acceptance.watching import Watching, eventually


def test_every_piece_is_found_once_and_read_as_it_was_written(watching_anew: Watching) -> None:
    if "sqlite" in watching_anew.database:
        watching_anew.crawl_apart()
    else:  # the start of a process and its workers does not hang on the database
        watching_anew.crawl()
    articles = {one["publisher_id"]: one for one in watching_anew.list("articles")}
    assert set(articles) == {f"k2:{piece.id}" for piece in STANDING}
    for piece in STANDING:
        article = articles[f"k2:{piece.id}"]
        shown = watching_anew.run("show", str(article["id"]), "--json").objects[0]
        assert piece.created is not None
        assert article["title"] == piece.title
        assert article["published_at"] == piece.created.isoformat()
        assert article["published_precision"] == "second"
        assert tuple(shown["version"]["body"]) == piece.body
        assert article["sections"] == list(piece.sections)
    assert watching_anew.list("alerts") == []


@pytest.mark.parametrize("template", ["stock", "override", "plain"])
def test_every_template_gives_the_same_article(watching: Watching, template: Template) -> None:
    watching.site.switch(template=template)
    watching.newsroom.publish(
        replace(COUNCIL, created=CREATED, modified=CREATED + timedelta(minutes=21), featured=True)
    )
    watching.crawl()
    (article,) = [one for one in watching.list("articles") if one["publisher_id"] == "k2:50"]
    shown = watching.run("show", str(article["id"]), "--json").objects[0]
    assert tuple(shown["version"]["body"]) == COUNCIL.body
    assert (article["title"], article["featured"]) == (COUNCIL.title, True)
    assert (article["byline"], article["agencies"]) == ("الجريدة/وكالات", ["وكالات"])
    assert article["credited_source"] == "نشرة البلدية"
    assert article["section"] == "المغرب العربي"
    assert article["published_at"] == "2026-01-23T12:33:03+01:00"
    assert article["modified_at"] == "2026-01-23T12:54:00+01:00"
    assert article["modified_precision"] == "minute"


def test_pagination_is_followed_to_the_last_piece(watching: Watching) -> None:
    watching.site.switch(page_size=4)
    for number in range(30):
        watching.newsroom.publish(council(number))
    watching.crawl()
    assert len(watching.list("articles")) == 35


def test_noise_is_never_an_edit(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    for _ in range(5):
        for piece in watching.newsroom.pieces():
            watching.newsroom.view(piece.id)
        watching.site.switch(validators=False)
        watching.crawl("--all")
    assert watching.list("edits") == []
    assert {one["versions"] for one in watching.list("articles")} == {1}


def test_every_sort_of_edit_is_told_apart(watching_each: Watching) -> None:
    newsroom = watching_each.newsroom
    newsroom.publish(COUNCIL)
    watching_each.crawl()
    newsroom.edit(50, body=(COUNCIL.body[0], COUNCIL.body[1].replace("12", "15")), admit=False)
    watching_each.crawl("--all")
    newsroom.edit(50, title="البلدية تؤجل فتح المكتبة", admit=True)
    watching_each.crawl("--all")
    newsroom.touch(50)
    watching_each.crawl("--all")
    silent, admitted, touched = watching_each.list("edits")
    assert (silent["stealth"], admitted["stealth"], touched["stealth"]) == (True, False, False)
    assert {"before": "12", "after": "15"}.items() <= next(
        change for change in silent["changes"] if change["after"] == "15"
    ).items()
    assert (admitted["title_before"], admitted["title_after"]) == (
        COUNCIL.title,
        "البلدية تؤجل فتح المكتبة",
    )
    assert touched["kinds"] == ["touched"]
    kinds = [alert["kind"] for alert in watching_each.list("alerts")]
    assert kinds == ["edit", "edit"]


def test_a_new_slug_and_a_second_section_do_not_fork_the_article(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.reslug(50, "عنوان-آخر-تماما")
    watching.newsroom.edit(50, title="عنوان آخر تماما عن البلدية", admit=True)
    watching.newsroom.list_in(50, "economy")
    watching.crawl("--all")
    articles = [one for one in watching.list("articles") if one["publisher_id"] == "k2:50"]
    assert len(articles) == 1
    assert articles[0]["versions"] == 2
    assert sorted(articles[0]["sections"]) == ["economy", "maghreb"]
    for form in ("index", "short", "query", "print"):
        address = watching.site.address(50, form)
        shown = watching.run("show", address, "--json")
        assert shown.objects[0]["id"] == articles[0]["id"], address


def test_unchanged_pages_are_asked_for_conditionally_and_answered_304(watching: Watching) -> None:
    watching.crawl()
    report = watching.crawl("--all")
    assert report["not_modified"] >= len(STANDING)
    assert report["pages"] == 0


def test_an_edit_that_hides_behind_a_304_is_found_all_the_same(watching: Watching) -> None:
    watching.site.switch(lying_304=True)
    watching.crawl()
    watching.crawl("--all")
    watching.newsroom.edit(11, body=("نص آخر تماما لا يشبه ما كان هنا من قبل.",), admit=False)
    for _ in range(3):
        watching.crawl("--all")
    assert [edit["stealth"] for edit in watching.list("edits")] == [True]


def test_a_piece_taken_down_is_suspected_then_gone_then_restored(watching: Watching) -> None:
    watching.crawl()

    def state() -> str:
        found = next(one for one in watching.list("articles") if one["publisher_id"] == "k2:12")
        return str(found["state"])

    watching.newsroom.take_down(12, 404)
    states = []
    for _ in range(3):
        watching.crawl("--all")
        states.append(state())
    assert states == ["suspected", "suspected", "gone"]
    assert len(watching.list("articles")) == len(STANDING)


def test_robots_txt_is_obeyed(watching: Watching) -> None:
    watching.site.switch(robots="User-agent: *\nDisallow: /index.php/maghreb/item/\n")
    watching.crawl()
    sections = {one["sections"][0] for one in watching.list("articles")}
    assert sections == {"economy"}
    assert not any("/maghreb/item/" in request.target for request in watching.site.requests)


def test_every_request_says_who_we_are(watching: Watching) -> None:
    watching.crawl()
    agents = {request.headers["user-agent"] for request in watching.site.requests}
    assert len(agents) == 1
    assert "Marsad" in (agent := agents.pop())
    assert "tests@example.org" in agent


def test_the_delay_is_kept_between_requests(watching: Watching) -> None:
    watching.delay = "0.3s"
    watching.configure()
    watching.crawl()
    times = sorted(request.at for request in watching.site.requests)
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    assert min(gaps) >= 0.28


def test_what_was_asked_of_a_source_is_counted(watching: Watching) -> None:
    watching.configure()
    watching.crawl()
    watching.crawl("--all")
    (source,) = watching.list("sources")
    assert source["spent"]["requests"] == len(watching.site.requests)
    assert source["spent"]["rechecks"] == source["articles"]["live"] > 0
    assert (source["budget"], source["expected_delay_hours"]) == (None, None)
    asked = f"{len(watching.site.requests)} requests, of them {source['articles']['live']} rechecks"
    assert asked in " ".join(watching.run("sources").out.split())


def test_a_host_that_rests_is_told_with_the_reason_and_the_time(watching: Watching) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(hours=1)
    host = watching.site.host
    record = HostRecord(host, now, strain=2.0, resting_until=until, resting_why="HTTP 503")
    watching.run("sources")  # it makes the database
    with closing(watching.store()) as store, store.write() as session:
        hosts.keep(session, [record])
    report = watching.crawl()
    assert (report["requests"], report["completed"]) == (0, False)
    [told] = report["waits"]
    assert (told["host"], told["welcome"], told["until"]) == (host, "closed", until.isoformat())
    shown = " ".join(watching.run("crawl").err.split())
    assert f"newsroom waits until {until.astimezone(CREATED.tzinfo):%Y-%m-%d %H:%M} for " in shown
    assert "HTTP 503" in shown


def test_loopback_is_refused_unless_it_is_allowed(watching: Watching) -> None:
    watching.allow_site = False
    watching.configure()
    report = watching.crawl_apart()
    assert watching.site.requests == []
    assert report["failures"] > 0
    sources = watching.run("sources")
    assert "network" in sources.out or "refused" in sources.out


@pytest.mark.parametrize(
    "harm",
    [
        trouble.failing(500),
        trouble.failing(403),
        trouble.enormous(),
        trouble.gzip_bomb(),
        trouble.cut_off(),
        trouble.redirect_loop(),
        trouble.redirect("/"),
        trouble.empty(),
        trouble.soft_404(),
        trouble.login(),
        trouble.pdf(),
    ],
    ids=lambda harm: str(getattr(harm, "name", harm))[:40],
)
def test_no_trouble_costs_what_is_stored_or_makes_an_edit(
    watching: Watching, harm: Trouble
) -> None:
    watching.crawl()
    watching.site.misbehave(11, harm)
    watching.newsroom.publish(COUNCIL)
    watching.crawl("--all")
    articles = {one["publisher_id"]: one for one in watching.list("articles")}
    assert articles["k2:11"]["versions"] == 1
    assert articles["k2:11"]["state"] in ("live", "suspected")
    assert articles["k2:50"]["state"] == "live"
    assert watching.list("edits") == []
    told = watching.run("explain", watching.site.address(11)).out
    assert "missed" in told or "suspected" in told


@pytest.mark.parametrize("feed", ["cut", "undated", "html"])
def test_a_broken_feed_is_told_on_sources_and_stops_nothing(watching: Watching, feed: str) -> None:
    watching.feed = True
    watching.configure()
    watching.newsroom.publish(replace(COUNCIL, id=60, sections=("culture",)))
    watching.site.switch(feed=feed)
    watching.crawl()
    assert len([one for one in watching.list("articles") if one["sections"] != ["culture"]]) == 5
    (source,) = watching.list("sources")
    section = next(one for one in source["sections"] if one["name"] == "culture")
    assert section["last_error"]


@pytest.mark.parametrize("charset", ["windows-1256", "mislabelled"])
def test_arabic_survives_old_and_mislabelled_charsets(watching: Watching, charset: str) -> None:
    watching.site.switch(charset=charset)
    watching.crawl()
    titles = {one["title"] for one in watching.list("articles")}
    assert titles == {piece.title for piece in STANDING}


def test_a_second_marsad_on_the_same_data_is_refused(watching: Watching) -> None:
    with watching.service() as service:
        eventually(lambda: watching.site.requests, "the service's first request")
        second = watching.run("crawl")
        assert second.code == 4
        assert str(service.pid) in second.err
        assert len(watching.run("articles", "--json").objects) >= 0


def test_deliver_at_the_end_sends_signed_webhooks_and_mail(watching: Watching) -> None:
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.crawl("--deliver")
    (mail,) = watching.mailbox.messages
    assert mail.recipients == ("desk@example.org",)
    html = mail.message.get_body(("html",))
    assert html is not None
    assert 'dir="rtl"' in html.get_content()
    (hook,) = watching.receiver.received
    assert hook.verified
    assert {one["state"] for one in watching.list("deliveries")} == {"delivered"}
    watching.newsroom.edit(50, title="البلدية تؤجل", admit=False)
    watching.crawl("--all", "--deliver")
    reply = watching.mailbox.messages[1].message
    assert reply["In-Reply-To"] == mail.message["Message-ID"]
    assert watching.feed_entries() == 2


def test_a_refused_delivery_waits_and_says_why(watching: Watching) -> None:
    watching.receiver.replies.usual = Reply(500)
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.crawl("--deliver")
    waiting = [one for one in watching.list("deliveries") if one["destination"] == "hook"]
    assert waiting[0]["state"] == "queued"
    assert "500" in waiting[0]["last_error"]


def test_what_changed_is_confirmed_in_the_same_pass_whatever_the_pause(watching: Watching) -> None:
    watching.delay = "0.2s"
    watching.configure()
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.edit(COUNCIL.id, title="البلدية تغلق المكتبة القديمة", admit=True)
    watching.crawl("--all")
    assert [one["title_after"] for one in watching.list("edits")] == [
        "البلدية تغلق المكتبة القديمة"
    ]


def test_a_pass_looks_at_other_pages_before_it_tells_what_a_template_may_have_done(
    watching: Watching,
) -> None:
    """One page alone is due, and none of the others is told of for it."""
    watching.crawl()
    later = datetime.now(UTC) + timedelta(hours=1)
    with closing(watching.store()) as store, store.write() as session:
        session.execute(update(SectionRow).values(due_at=later))
        session.execute(update(ArticleRow).values(steady=3, recheck_at=later))
        session.get_one(ArticleRow, 1).recheck_at = datetime.now(UTC)
    banner = "تابعوا برامج إذاعة الواحة على الموجة المتوسطة كل مساء."
    for piece in watching.newsroom.pieces():
        watching.newsroom.edit(piece.id, body=(*piece.body, banner), admit=False)
    watching.crawl()
    assert watching.list("edits") == []
    (incident,) = watching.list("incidents")
    assert len(incident["held"]) == len(STANDING)


def test_what_every_page_changes_alike_is_one_incident_in_a_single_pass(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    banner = "تابعوا برامج إذاعة الواحة على الموجة المتوسطة كل مساء."
    for piece in watching.newsroom.pieces():
        watching.newsroom.edit(piece.id, body=(*piece.body, banner), admit=False)
    watching.newsroom.edit(11, body=("نص آخر تماما لا يشبه ما كان هنا من قبل.",), admit=False)
    watching.crawl("--all")
    (incident,) = watching.list("incidents")
    (edit,) = watching.list("edits")
    others = len(watching.list("articles")) - 1
    assert (incident["state"], len(incident["held"])) == ("open", others)
    assert edit["article"] not in incident["held"]
    assert f"incident {incident['id']}: {others} articles" in watching.run("sources").out
