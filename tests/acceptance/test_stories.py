"""What people see of stories: the list, one story, and why a copy was not told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tests.acceptance.conftest import COUNCIL
from tests.acceptance.watching import Watching
from tests.builders import BODY

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"
COPY = replace(
    COUNCIL,
    id=51,
    slug="نسخة",
    title="المكتبة الجديدة تفتح أبوابها بقرار من البلدية",
    body=(*BODY, "وينتظر القراء الافتتاح منذ أشهر."),
)


def test_a_copy_is_a_story_that_is_told_once_and_explained(watching_each: Watching) -> None:
    watching = watching_each
    watching.topics = "{name: council, query: البلدية, story_once: true}"
    watching.configure()
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.publish(COPY)
    watching.crawl()
    (shown,) = [
        one
        for one in watching.run("stories", "--json").objects
        if _title(watching, one["origin"]) in (COUNCIL.title, COPY.title)
    ]
    assert len(shown["articles"]) == 2
    assert shown["origin"] in shown["articles"]
    assert list(shown) == ["id", "articles", "origin", "first_seen_at"]
    told = watching.run("explain", watching.site.address(51), "--json").objects[0]
    assert told["alerts"] == []
    assert [one["story"] for one in told["untold"]] == [shown["id"]]
    assert "was not told again" in watching.run("explain", watching.site.address(51)).out


def test_one_story_shows_how_the_copy_differs_and_that_it_did_not_follow(
    watching: Watching,
) -> None:
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.newsroom.publish(replace(COPY, created=COUNCIL.created))
    watching.crawl()
    (listed,) = watching.run("stories", "--json").objects
    origin = listed["origin"]
    number = 50 if _title(watching, origin) == COUNCIL.title else 51
    body = COUNCIL.body if number == 50 else COPY.body
    corrected = tuple(text.replace("12 ألف كتاب", "15 ألف كتاب") for text in body)
    watching.newsroom.edit(number, body=corrected, admit=True)
    watching.crawl("--all")
    one = watching.run("stories", str(listed["id"]), "--json").objects[0]
    (edit,) = one["edits"]
    assert [copy["followed"] for copy in edit["copies"]] == ["uncorrected"]
    (copy,) = [c for c in one["carriers"] if c["article"] != origin]
    assert not copy["divergence"]["same_title"]
    assert copy["divergence"]["of_origin"] > 0.6
    page = watching.run("stories", str(listed["id"])).out
    assert "uncorrected" in page
    assert "the likely origin" in page
    documented = COMMANDS.read_text(encoding="utf-8")
    names = [*one, *copy, *copy["divergence"], *edit]
    assert [name for name in names if not re.search(rf"`{name}`", documented)] == []


def test_a_story_that_nobody_knows_is_told_with_exit_code_3(watching: Watching) -> None:
    assert watching.run("stories", "7").code == 3
    assert watching.run("stories", "--json").out == ""
    assert watching.run("stories").code == 0


def _title(watching: Watching, article: int) -> str:
    title: str = watching.run("show", str(article), "--json").objects[0]["title"]
    return title
