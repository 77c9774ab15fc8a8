"""`marsad crawl` where the site's system tells what changed: believed once it proved right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from marsad.demo import trouble
from marsad.demo.mailbox import Mailbox
from marsad.demo.newsroom import Newsroom, Piece
from marsad.demo.receiver import Receiver
from marsad.demo.site import Request, Site
from tests.acceptance.conftest import CREATED
from tests.acceptance.watching import Watching
from tests.builders import SECRET
from tests.story_texts import invented_words

#: a little more than the interval of the sections
_A_POLL = timedelta(minutes=11)

#: how each system is met on the newsroom's site: habits, preset, its section, whose sweep it is
_SYSTEMS: dict[str, tuple[dict[str, Any], str | None, tuple[str, str, str], str | None]] = {
    "k2": ({}, "joomla-k2", ("maghreb", "page", "/index.php/maghreb"), "maghreb"),
    "wordpress": (
        {"rest": "good", "k2_json": "off"},
        None,
        ("maghreb", "page", "/index.php/maghreb"),
        None,
    ),
    "atom": (
        {"atom_updated": True, "k2_json": "off"},
        "joomla-k2",
        ("maghreb", "feed", "/index.php/maghreb?format=feed&type=atom&limit=100"),
        "maghreb",
    ),
}


def _piece(number: int) -> Piece:
    return Piece(
        id=100 + number,
        slug=f"خبر-{number}",
        title=f"خبر رقم {number} من السلسلة الطويلة",
        body=(
            "تواصلت الأشغال في الورشة الكبرى طيلة الأسبوع رغم سوء الأحوال الجوية في الجهة.",
            f"وبلغ عدد العاملين فيها {200 + number} عاملا قدموا من مدن كثيرة في البلاد.",
        ),
        sections=("maghreb",),
        created=CREATED - timedelta(hours=number),
    )


class Swept(Watching):
    """A Marsad whose only section has many pieces, and what it asked for at each crawl."""

    def meet(self, system: str) -> Swept:
        """Has the site run a system, and watches it."""
        habits, self.preset, section, _ = _SYSTEMS[system]
        # no validators: every look is a whole one, as on most sites that build each page anew
        self.site.switch(page_size=100, validators=False, **habits)
        # second looks at what changed have tests of their own; here looks are counted
        self.every, self.sections, self.confirm = "10m", (section,), "0s"
        self.configure()
        self.crawl()
        return self

    def next_crawl(self) -> list[Request]:
        """What a crawl asks for that comes when the section is due again."""
        self.pass_time(_A_POLL)
        before = len(self.site.requests)
        self.crawl()
        return self.site.requests[before:]

    def edit(self, *numbers: int, admit: bool = True) -> None:
        """Adds to each of these pieces, to each something else: no changed template."""
        for number in numbers:
            piece = self.newsroom.piece(100 + number)
            body = (piece.body[0], f"{piece.body[1]} وأضاف {' '.join(invented_words(number, 2))}.")
            self.newsroom.edit(piece.id, body=body, admit=admit)

    def sweeps(self) -> list[dict[str, Any]]:
        (source,) = self.list("sources")
        return [one for one in source["sweeps"] if one["standing"] != "none"]

    def sweep(self) -> dict[str, Any]:
        (found,) = self.sweeps()
        return found

    def edited(self) -> list[int]:
        """Numbers of the pieces whose edits were seen, in order, once for each edit."""
        numbers = {one["id"]: one["publisher_id"] for one in self.list("articles")}
        return sorted(
            int(numbers[edit["article"]].removeprefix("k2:")) - 100 for edit in self.list("edits")
        )

    def earn_trust(self) -> None:
        """Six admitted edits, while the pages are rechecked as always."""
        self.next_crawl()
        for numbers in ((1, 2, 3), (4, 5, 6)):
            self.edit(*numbers)
            self.next_crawl()


def _swept(tmp_path: Path, database: str, pieces: int) -> Iterator[Swept]:
    newsroom = Newsroom(_piece(number) for number in range(pieces))
    with Site(newsroom) as site, Mailbox() as mailbox, Receiver(SECRET) as receiver:
        yield Swept(newsroom, site, mailbox, receiver, tmp_path, database)


@pytest.fixture
def hundred(tmp_path: Path, default_database: str) -> Iterator[Swept]:
    yield from _swept(tmp_path, default_database, 100)


@pytest.fixture
def ten(tmp_path: Path, default_database: str) -> Iterator[Swept]:
    yield from _swept(tmp_path, default_database, 10)


@pytest.fixture
def thirty(tmp_path: Path, default_database: str) -> Iterator[Swept]:
    yield from _swept(tmp_path, default_database, 30)


def _pages(requests: list[Request]) -> list[Request]:
    return [one for one in requests if "/item/" in one.target]


@pytest.mark.parametrize(
    ("system", "pieces"),
    [
        ("k2", "thirty"),
        ("wordpress", "thirty"),
        ("atom", "thirty"),
        pytest.param("k2", "hundred", marks=pytest.mark.exam),
    ],
)
def test_a_trusted_sweep_finds_three_edits_among_many_pages_with_three_visits(
    system: str, pieces: str, request: pytest.FixtureRequest
) -> None:
    swept: Swept = request.getfixturevalue(pieces)
    swept.meet(system).earn_trust()
    told = swept.sweep()
    assert (told["kind"], told["section"]) == (system, _SYSTEMS[system][3])
    assert (told["standing"], told["right"], told["missed"]) == ("trusted", 6, 0)

    swept.edit(20, 24, 28)
    asked = swept.next_crawl()
    assert len(_pages(asked)) == 3
    # the section's own poll, which for Atom is the sweep, and what the system tells
    assert len(asked) == 3 + (1 if system == "atom" else 2)
    assert swept.edited() == [1, 2, 3, 4, 5, 6, 20, 24, 28]
    shown = swept.run("sources").out
    assert f"{system}: trusted" in shown
    assert "rightly 9, missed 0, falsely 0" in shown


@pytest.mark.exam
def test_without_a_sweep_the_same_edits_cost_a_recheck_of_every_page(thirty: Swept) -> None:
    thirty.sweep_mode = "off"
    thirty.meet("k2").earn_trust()
    thirty.edit(20, 25)
    asked = thirty.next_crawl()
    assert len(_pages(asked)) == 30
    assert not any("format=json" in one.target for one in thirty.site.requests)
    assert thirty.list("sources")[0]["sweeps"] == []


def test_a_silent_edit_is_told_by_k2_for_it_tells_the_text(thirty: Swept) -> None:
    thirty.meet("k2").earn_trust()
    thirty.edit(20, admit=False)
    assert len(_pages(thirty.next_crawl())) == 1
    assert thirty.edited()[-1] == 20
    assert thirty.sweep()["standing"] == "trusted"


@pytest.mark.exam
def test_where_pages_answer_304_trust_waits_for_looks_at_whole_pages(thirty: Swept) -> None:
    thirty.meet("k2")
    thirty.site.switch(validators=True)
    thirty.earn_trust()
    told = thirty.sweep()
    assert (told["standing"], told["right"]) == ("on-trial", 6)
    for _ in range(4):  # after three 304s a page is fetched whole
        thirty.next_crawl()
    assert thirty.sweep()["standing"] == "trusted"
    thirty.edit(20)
    (visit,) = _pages(thirty.next_crawl())
    assert "if-none-match" not in visit.headers


def test_stamps_that_never_move_earn_no_trust_and_hide_no_edit(ten: Swept) -> None:
    ten.meet("wordpress")
    ten.next_crawl()
    ten.site.switch(rest="frozen")
    for numbers in ((1, 2, 3), (4, 5, 6), (7, 8, 9)):
        ten.edit(*numbers)
        ten.next_crawl()
    ten.next_crawl()
    told = ten.sweep()
    assert (told["standing"], told["right"], told["missed"]) == ("on-trial", 0, 9)
    assert ten.edited() == list(range(1, 10))


@pytest.mark.exam
def test_a_silent_edit_behind_trusted_stamps_is_found_by_a_sample_and_ends_the_trust(
    thirty: Swept,
) -> None:
    thirty.meet("wordpress").earn_trust()
    assert thirty.sweep()["standing"] == "trusted"
    thirty.edit(12, admit=False)
    crawls = 0
    while 12 not in thirty.edited():
        thirty.next_crawl()
        crawls += 1
        assert crawls < 15, "the sample never reaches it"
    thirty.next_crawl()  # the sweep's last chance to tell of it
    told = thirty.sweep()
    assert (told["standing"], told["missed"]) == ("revoked", 1)
    # rechecks go on as if there were no sweep: another silent edit is found at once
    thirty.edit(13, admit=False)
    thirty.next_crawl()
    assert thirty.edited()[-2:] == [12, 13]


@pytest.mark.exam
def test_trust_that_was_lost_costs_twice_as_many_hits(thirty: Swept) -> None:
    thirty.meet("wordpress").next_crawl()
    thirty.edit(0, admit=False)
    thirty.next_crawl()
    thirty.next_crawl()
    assert thirty.sweep()["missed"] == 1
    standings = []
    for numbers in ((1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12)):
        thirty.edit(*numbers)
        thirty.next_crawl()
        standings.append(thirty.sweep()["standing"])
    assert standings == ["on-trial", "on-trial", "on-trial", "trusted"]


@pytest.mark.exam
def test_a_system_that_cries_wolf_is_heeded_no_longer(thirty: Swept) -> None:
    thirty.meet("wordpress")
    thirty.site.switch(rest="crying")
    for _ in range(4):
        thirty.next_crawl()
    assert thirty.sweep()["standing"] == "noisy"
    # a day later the pages' own rechecks are hours apart, and the stamps move every time
    thirty.pass_time(timedelta(days=1))
    for _ in range(2):
        thirty.crawl()
    assert _pages(thirty.next_crawl()) == []
    assert thirty.sweep()["false"] >= 30
    assert thirty.edited() == []


@pytest.mark.parametrize(
    "harm",
    [
        trouble.failing(404),
        trouble.login(),
        trouble.redirect("/"),
        trouble.enormous(),
    ],
    ids=lambda harm: str(getattr(harm, "name", harm))[:40],
)
def test_a_system_that_is_not_there_is_asked_once_and_no_trouble_of_the_sources(
    ten: Swept, harm: trouble.Trouble
) -> None:
    ten.site.switch(rest="good")
    ten.site.misbehave("/wp-json/wp/v2/posts", harm)
    ten.meet("wordpress")
    reports = []
    for _ in range(2):
        ten.pass_time(_A_POLL)
        reports.append(ten.crawl())
    asked = [one for one in ten.site.requests if one.target.startswith("/wp-json")]
    assert len(asked) == 1
    assert [report["failures"] for report in reports] == [0, 0]
    (source,) = ten.list("sources")
    assert source["last_error"] is None
    (told,) = [one for one in source["sweeps"] if one["kind"] == "wordpress"]
    assert told["standing"] == "none"
    assert told["last_error"]


def test_a_system_that_robots_txt_forbids_is_not_asked(ten: Swept) -> None:
    ten.site.switch(robots="User-agent: *\nDisallow: /wp-json/\n")
    ten.meet("wordpress")
    ten.next_crawl()
    assert not any("wp-json" in one.target for one in ten.site.requests)
    assert ten.sweeps() == []


@pytest.mark.exam
def test_a_trusted_sweep_that_vanishes_brings_the_rechecks_back(thirty: Swept) -> None:
    thirty.meet("k2").earn_trust()
    assert _pages(thirty.next_crawl()) == []
    thirty.site.switch(k2_json="html")
    thirty.next_crawl()
    assert thirty.sweeps() == []
    thirty.edit(25, admit=False)
    thirty.next_crawl()
    assert thirty.edited()[-1] == 25
