"""`marsad add`: from an address to a source that checks, crawls and finds its pieces."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.acceptance.conftest import COUNCIL, STANDING
from tests.acceptance.watching import Ended, Watching, ask, marsad
from tests.integration.crawler_site import Site, fixed

ROOT = Path(__file__).parents[2]
#: a configuration with something to say to people, and no source yet
BEGUN = """\
# ours: do not touch   \t
contact: tests@example.org   # the desk

network: {{allow: ["{host}"]}}
log: {{level: warning}}
"""


def begun(watching: Watching) -> Path:
    """A configuration without sources, which may talk to the newsroom."""
    watching.config.write_text(BEGUN.format(host=watching.site.host), "utf-8")
    return watching.config


def add(watching: Watching, *words: str, url: str | None = None) -> Ended:
    return watching.run("add", url or watching.site.url, "--delay", "0s", *words)


def test_a_site_that_is_added_is_checked_crawled_and_its_pieces_are_found(
    watching: Watching,
) -> None:
    path = begun(watching)
    before = path.read_text("utf-8")
    watching.newsroom.publish(COUNCIL)
    added = marsad("add", watching.site.url, "--delay", "0s", "--write", "--config", path)
    assert added.code == 0, added.err
    assert path.read_text("utf-8").startswith(before)
    assert watching.run("check").code == 0
    report = watching.crawl()
    assert report["failures"] == 0
    assert {one["publisher_id"] for one in watching.list("articles")} == {
        f"k2:{piece.id}" for piece in (*STANDING, COUNCIL)
    }
    (article,) = [one for one in watching.list("articles") if one["publisher_id"] == "k2:11"]
    assert article["published_at"] == "2026-01-23T11:33:03+01:00"


def test_without_write_the_lines_to_paste_are_all_of_standard_output(watching: Watching) -> None:
    path = begun(watching)
    before = path.read_bytes()
    shown = add(watching)
    assert (shown.code, path.read_bytes()) == (0, before)
    path.write_text(f"{before.decode()}sources:\n{shown.out}", "utf-8")
    assert watching.run("check").code == 0
    assert "# likely: " in shown.out  # what is sure and what is guessed
    assert STANDING[0].title in shown.err
    assert "2026-01-23 12:33:03 +0100" in shown.err


def test_right_to_left_text_stands_at_the_right(watching: Watching) -> None:
    begun(watching)
    lines = [line for line in add(watching).err.splitlines() if STANDING[0].title in line]
    assert lines
    assert all(line.startswith("  ") and line.endswith("\u2069") for line in lines)


def test_json_is_one_object_with_the_documented_fields(watching: Watching) -> None:
    begun(watching)
    (told,) = add(watching, "--json", "--write").objects
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in (*told, *told["sections"][0], *told["tried"][0], *told["timezone"]):
        assert f"`{name}`" in documented, name
    assert told["system"]["value"] == "joomla-k2"
    assert told["source"]["preset"] == "joomla-k2"
    assert told["written"] == str(watching.config)
    assert told["requests"] == len(watching.site.requests) <= 25
    assert len(told["articles"]) == 3


def test_an_address_without_a_scheme_is_asked_for_by_http_where_https_does_not_answer(
    watching: Watching,
) -> None:
    begun(watching)
    (told,) = add(watching, "--json", url=watching.site.host).objects
    assert told["source"]["home"] == f"http://{watching.site.host}/"


def test_of_a_site_that_does_not_answer_nothing_but_the_object_is_on_standard_output(
    tmp_path: Path,
) -> None:
    (tmp_path / "marsad.yaml").write_text(BEGUN.format(host="127.0.0.1:1"), "utf-8")
    ended = ask("add", "http://127.0.0.1:1/", "--json", cwd=tmp_path)
    (told,) = ended.objects
    assert ended.code == 1
    assert "refuses connections" in told["error"]


def test_a_site_that_is_there_already_is_told_and_not_added_twice(watching: Watching) -> None:
    before = watching.config.read_bytes()
    again = add(watching, "--write")
    assert (again.code, watching.config.read_bytes()) == (0, before)
    assert "newsroom" in again.err
    assert watching.site.requests == []


def test_a_configuration_that_would_have_a_mistake_is_not_written(watching: Watching) -> None:
    path = begun(watching)
    path.write_text(path.read_text("utf-8") + "sources: &all []\n", "utf-8")
    before = path.read_bytes()
    refused = add(watching, "--write")
    assert refused.code == 2
    assert f"{path}:" in refused.err
    assert path.read_bytes() == before


def test_every_request_says_who_asks_and_robots_txt_is_obeyed(watching: Watching) -> None:
    begun(watching)
    watching.site.switch(robots="User-agent: *\nDisallow: /index.php/economy\n")
    add(watching)
    agents = {request.headers["user-agent"] for request in watching.site.requests}
    assert [("tests@example.org" in agent) for agent in agents] == [True]
    assert not any("economy" in request.target for request in watching.site.requests)


def test_the_pause_is_kept_and_comes_into_the_source(watching: Watching) -> None:
    begun(watching)
    shown = watching.run("add", watching.site.url, "--delay", "0.2s")
    assert "delay: 0.2s" in shown.out
    times = sorted(request.at for request in watching.site.requests)
    assert min((b - a).total_seconds() for a, b in pairwise(times)) >= 0.18


# --- without a configuration -----------------------------------------------------------


def test_without_a_configuration_what_to_do_is_told(tmp_path: Path) -> None:
    ended = ask("add", "https://news.example.org", cwd=tmp_path)
    assert ended.code == 2
    assert "--contact" in ended.err
    assert "marsad init" in ended.err
    ended = ask("add", "news.example.org", "--contact", "a@example.org", "--write", cwd=tmp_path)
    assert (ended.code, "marsad init" in ended.err) == (2, True)


def test_with_a_contact_alone_private_addresses_stay_closed(tmp_path: Path) -> None:
    with Site() as site:
        site.routes["/"] = fixed("<html><body>x</body></html>")
        ended = ask("add", site.url(), "--contact", "a@example.org", cwd=tmp_path)
        assert site.seen == []
    assert ended.code == 1
    assert "network: allow:" in ended.err


@pytest.mark.parametrize("address", ["ftp://news.example.org", "https://", "file:///etc/passwd"])
def test_what_is_no_web_address_is_a_mistake_in_the_words(watching: Watching, address: str) -> None:
    ended = watching.run("add", address)
    assert ended.code == 2


def test_a_site_without_articles_is_told_with_what_was_tried(watching: Watching) -> None:
    begun(watching)
    for piece in STANDING:
        watching.newsroom.take_down(piece.id, 404)
    ended = add(watching)
    assert ended.code == 1
    assert "no articles" in ended.err
    assert "what was tried:" in ended.err
    (told,) = add(watching, "--json").objects
    assert told["error"]
    assert told["tried"]
