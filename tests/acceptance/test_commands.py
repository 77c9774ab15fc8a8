"""The commands at their edges: first steps, mistakes, reading pages, names that are unknown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from marsad.cli import app
from tests.acceptance.conftest import COUNCIL, STANDING
from tests.acceptance.watching import Watching, ask, marsad
from tests.builders import BODY, item_url, k2_page
from tests.full_disk import files_end_at

ROOT = Path(__file__).parents[2]


def test_init_writes_a_configuration_that_checks_and_never_overwrites_one(tmp_path: Path) -> None:
    assert ask("init", tmp_path).code == 0
    written = (tmp_path / "marsad.yaml").read_text(encoding="utf-8")
    assert ask("check", cwd=tmp_path).code == 0
    again = ask("init", tmp_path)
    assert again.code == 1
    assert "exists already" in again.err
    assert (tmp_path / "marsad.yaml").read_text(encoding="utf-8") == written


def test_init_writes_to_the_file_that_config_names(tmp_path: Path) -> None:
    named = tmp_path / "desk" / "watch.yaml"
    assert ask("init", "--config", named).code == 0
    assert ask("check", "--config", named).code == 0
    assert ask("init", tmp_path, "--config", tmp_path / "other.yaml").code == 2


def test_two_users_never_get_the_same_secret(tmp_path: Path) -> None:
    secrets = set()
    for name in ("a", "b"):
        ask("init", tmp_path / name)
        text = (tmp_path / name / "marsad.yaml").read_text(encoding="utf-8")
        secrets.add(re.findall(r"whsec_\S+?(?=[\s}])", text)[-1])
    assert len(secrets) == 2


def test_the_shipped_configuration_has_no_mistake_but_a_secret_to_replace() -> None:
    checked = ask("check", "--config", ROOT / "config" / "marsad.yaml")
    assert checked.code == 0
    assert "everybody knows" in checked.err


def test_a_variable_that_names_no_setting_is_warned_of(tmp_path: Path) -> None:
    ask("init", tmp_path)
    checked = ask("check", cwd=tmp_path, MARSAD_TIMEZON="UTC")
    assert checked.code == 0
    assert "MARSAD_TIMEZON" in checked.err


def test_a_file_that_the_disk_takes_in_part_is_named_and_not_left_behind(tmp_path: Path) -> None:
    path, feeds = tmp_path / "marsad.yaml", tmp_path / "feeds.opml"
    with files_end_at(100):
        ended = ask("init", tmp_path)
    assert (ended.code, str(path) in ended.err) == (1, True)
    assert list(tmp_path.iterdir()) == []
    assert ask("init", tmp_path).code == 0
    feeds.write_text("an older one")
    with files_end_at(100):
        ended = ask("opml", "export", feeds, "--config", path)
    assert (ended.code, str(feeds) in ended.err) == (1, True)
    assert feeds.read_text() == "an older one"
    assert sorted(tmp_path.iterdir()) == [feeds, path]


def test_the_readmes_ten_lines_are_a_whole_configuration(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```yaml\n(.*?)```", readme, flags=re.DOTALL)
    (tmp_path / "marsad.yaml").write_text(sample, encoding="utf-8")
    checked = ask("check", cwd=tmp_path, MARSAD_SMTP_PASSWORD="as the README says")
    assert (checked.code, checked.err) == (0, "")
    counted = "1 source with 1 section, 1 topic on 1 watchlist, 1 destination"
    assert checked.out.endswith(f"no mistakes. {counted}\n")


def test_check_tells_every_mistake_with_its_place_and_exits_2(tmp_path: Path) -> None:
    path = tmp_path / "marsad.yaml"
    path.write_text(
        "contact: a@example.org\n"
        "timezone: Africa/Atlantis\n"
        "sorces: []\n"
        "sources:\n"
        "  - {name: a, home: 'https://a.example/', sections: [{name: s, page: 'ftp://a/'}]}\n"
        "watchlists:\n"
        "  - {name: w, destinations: [nobody], topics: [{name: t, query: '(الجزائر'}]}\n",
        encoding="utf-8",
    )
    checked = ask("check", "--config", path)
    assert checked.code == 2
    told = (checked.out + checked.err).splitlines()
    lines = [line for line in told if not line.startswith(" ")]
    places = {line.removeprefix(f"{path}:").split(": ")[0] for line in lines}
    assert all(re.match(r".*:\d+:\d+: \S+: .+", line) for line in lines), lines
    assert {"2:11", "3:1", "7:66"} <= places
    assert len(lines) == 5
    caret = told.index("    '(الجزائر'") + 1
    assert told[caret] == "     ^"


def test_no_configuration_says_what_to_do(tmp_path: Path) -> None:
    ended = marsad("articles", cwd=tmp_path)
    assert ended.code == 2
    assert "marsad init" in ended.err


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    ask("init", tmp_path)
    wrong = ask("check", cwd=tmp_path, MARSAD_TIMEZONE="Mars/Olympus")
    assert wrong.code == 2
    right = ask("check", "--set", "timezone=UTC", cwd=tmp_path, MARSAD_TIMEZONE="Mars/Olympus")
    assert right.code == 0


def test_a_chat_s_address_is_read_over_and_shown_nowhere(tmp_path: Path) -> None:
    ask("init", tmp_path)
    path = tmp_path / "marsad.yaml"
    text = path.read_text("utf-8")
    chat = "operator: desk\n"
    path.write_text(text.replace(chat, f"  - {{name: chat}}\n\n{chat}", 1), "utf-8")
    for service, warned in (("json", False), ("nosuch", True)):
        secret = {"MARSAD_DESTINATIONS_CHAT_APPRISE": f"{service}://h.example/my-t0ken"}
        checked = ask("check", cwd=tmp_path, **secret)
        assert checked.code == 0, checked.err
        assert ("nothing of the address of chat" in checked.err) == warned
        listed = ask("destinations", "--json", cwd=tmp_path, **secret)
        assert listed.objects[-1]["channel"] == "apprise"
        assert "t0ken" not in checked.out + checked.err + listed.out + listed.err


def test_words_that_may_be_meant_to_join_are_told(tmp_path: Path) -> None:
    ask("init", tmp_path)
    path = tmp_path / "marsad.yaml"
    text = path.read_text("utf-8")
    for query, words in (
        ("gas or oil not football", ["or", "not"]),
        ('gas AND "or"', []),
        ("or", []),
        ("gas OR nord", []),
    ):
        asked = f"query: '{query}'"
        path.write_text(
            text.replace("query: 'title:الحدود AND NOT (كرة OR مباراة)'", asked), "utf-8"
        )
        checked = ask("check", cwd=tmp_path)
        assert checked.code == 0
        warned = re.findall("query of borders looks for the word (.+?):", checked.err)
        assert warned == words, query


def test_names_that_nothing_has_are_told_with_those_that_may_be_meant(tmp_path: Path) -> None:
    ask("init", tmp_path)
    path = tmp_path / "marsad.yaml"
    text = path.read_text("utf-8")
    asked = "query: 'الحدود OR source:almithak OR source:Almithaq OR lang:arabic OR lang:ar-DZ'"
    path.write_text(text.replace("query: 'title:الحدود AND NOT (كرة OR مباراة)'", asked), "utf-8")
    checked = ask("check", cwd=tmp_path)
    assert checked.code == 0
    assert checked.err.count("warning") == 2
    assert "lang:arabic, and that is no language's code" in checked.err
    assert 'source:almithak, and no source is called so; did you mean "almithaq"?' in checked.err
    tried = ask("topics", "test", "bordres", cwd=tmp_path)
    assert tried.code == 0
    assert 'taken as a query: no topic is called bordres; did you mean "borders"?' in tried.err
    for plain in ("borders", "حدود OR كرة"):
        assert "taken as a query" not in ask("topics", "test", plain, cwd=tmp_path).err


def test_an_empty_archive_lists_nothing_and_explains_nothing(tmp_path: Path) -> None:
    ask("init", tmp_path)
    for command in ("articles", "edits", "alerts", "deliveries"):
        ended = ask(command, "--json", cwd=tmp_path)
        assert (ended.code, ended.out) == (0, "")
    for words in (
        ("show", "1"),
        ("show", "9" * 30),
        ("diff", "1"),
        ("explain", "https://news.example.org/x"),
        ("explain", "7"),
        ("alerts", "preview", "9" * 30),
    ):
        assert ask(*words, cwd=tmp_path).code == 3, words
    assert ask("crawl", "nobody", cwd=tmp_path).code == 3


def test_people_are_told_that_a_list_is_empty_and_which_sources_there_are(tmp_path: Path) -> None:
    ask("init", tmp_path)
    assert "no such article is kept" in ask("articles", cwd=tmp_path).err
    assert "no alert was raised yet" in ask("alerts", cwd=tmp_path).err
    unknown = " ".join(ask("edits", "--source", "nobody", cwd=tmp_path).err.split())
    assert "no source is called nobody" in unknown
    assert "there are: " in unknown


def test_read_prints_an_article_without_any_configuration(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(k2_page(), encoding="utf-8")
    ended = marsad("read", "page.html", "--url", item_url(), "--json", cwd=tmp_path)
    (article,) = ended.objects
    assert ended.code == 0
    assert article["publisher_id"] == "k2:7"
    assert tuple(article["body"]) == BODY
    assert article["published_at"] == "2026-03-01T09:30:00+00:00"
    assert (article["file"], article["url"]) == ("page.html", item_url())
    assert article["id"] is None


def test_read_explains_what_was_weighed_for_each_field(tmp_path: Path) -> None:
    page = """<html lang="ar"><meta property="og:title" content="نهر يرتفع - منارة"><article>
      <h1>نهر يرتفع</h1><time datetime="2026-11-20T10:05:09+01:00">20/11/2026</time>
      <p>سجلت محطات القياس على ضفاف النهر ارتفاعا في منسوب المياه بلغ مترين خلال أسبوع.</p>
      </article>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = ("read", "page.html", "--url", "https://manara.example/nahr", "--explain")
    told = ask(*command, "--json", cwd=tmp_path).objects[0]["candidates"]
    table = ask(*command, cwd=tmp_path)
    assert {"title", "published", "language"} <= {one["field"] for one in told if one["won"]}
    assert {"field", "value", "provenance", "where", "why", "won"} == set(told[0])
    assert table.code == 0
    assert "og:title" in table.out


def test_read_counts_relative_times_from_when_a_page_was_had(tmp_path: Path) -> None:
    page = k2_page(published="أمس الساعة 14:30")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    command = ("read", "page.html", "--url", item_url(), "--json")
    had = ask(*command, "--fetched-at", "2026-03-02T09:00Z", cwd=tmp_path)
    assert had.objects[0]["published_at"] == "2026-03-01T14:30:00+00:00"
    assert ask(*command, cwd=tmp_path).objects[0]["published_at"] is None
    assert ask(*command, "--fetched-at", "yesterday", cwd=tmp_path).code == 2
    line = {"file": "page.html", "url": item_url(), "fetched_at": "2026-03-02T09:00:00+00:00"}
    (tmp_path / "pages.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (listed,) = ask("read", "--manifest", "pages.jsonl", "--json", cwd=tmp_path).objects
    assert listed["published_at"] == "2026-03-01T14:30:00+00:00"


def test_read_takes_the_zone_of_a_named_source(watching: Watching) -> None:
    page = watching.folder / "page.html"
    page.write_text(k2_page(), encoding="utf-8")
    ended = watching.run("read", page, "--url", item_url(), "--source", "newsroom", "--json")
    assert ended.objects[0]["published_at"] == "2026-03-01T09:30:00+01:00"


def test_read_goes_through_a_manifest_in_order_and_survives_bad_entries(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "good.html").write_text(k2_page(), encoding="utf-8")
    (tmp_path / "pages" / "empty.html").write_text("", encoding="utf-8")
    names = ["empty.html", "good.html", "missing.html"]
    manifest = tmp_path / "pages" / "manifest.jsonl"
    manifest.write_text(
        "\n".join(json.dumps({"file": name, "url": item_url()}) for name in names),
        encoding="utf-8",
    )
    ended = ask("read", "--manifest", manifest, "--json", cwd=tmp_path)
    assert ended.code == 0
    assert [one["file"] for one in ended.objects] == names
    assert ["error" in one for one in ended.objects] == [True, False, True]


VERSION = {
    "title": "افتتاح المسبح البلدي",
    "byline": "وكالات",
    "body": ["افتتح رئيس البلدية المسبح.", "وكلف المشروع 12 مليون دينار."],
}
LATER = VERSION | {"body": "افتتح رئيس البلدية المسبح.\nوكلف المشروع 15 مليون دينار."}


def test_compare_tells_an_edit_of_two_json_articles_without_any_configuration(
    tmp_path: Path,
) -> None:
    for name, version in (("before.json", VERSION), ("after.json", LATER)):
        (tmp_path / name).write_text(json.dumps(version), encoding="utf-8")
    ended = ask("compare", "before.json", "after.json", "--json", cwd=tmp_path)
    (edit,) = ended.objects
    assert ended.code == 0
    assert (edit["kinds"], edit["severity"], edit["stealth"]) == (["figures"], "high", True)
    assert edit["evidence"] == [
        {
            "kind": "figures",
            "paragraph": 1,
            "before": "12 مليون دينار",
            "after": "15 مليون دينار",
        }
    ]
    shown = ask("compare", "before.json", "after.json", cwd=tmp_path).out
    assert "high: figures" in shown
    assert "12" in shown


def test_compare_reads_saved_pages(tmp_path: Path) -> None:
    (tmp_path / "before.html").write_text(k2_page(), encoding="utf-8")
    (tmp_path / "after.html").write_text(k2_page("افتتاح ملعب في تالة"), encoding="utf-8")
    (edit,) = ask("compare", "before.html", "after.html", "--json", cwd=tmp_path).objects
    assert edit["kinds"] == ["headline"]
    assert ask("compare", "before.html", "none.html", cwd=tmp_path).code == 1
    assert ask("compare", "before.html", cwd=tmp_path).code == 2


def test_compare_says_of_a_version_that_it_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text(json.dumps(VERSION), encoding="utf-8")
    large = VERSION | {"body": "x" * 5 * 2**20}
    (tmp_path / "after.json").write_text(json.dumps(large), encoding="utf-8")
    ended = ask("compare", "before.json", "after.json", cwd=tmp_path)
    assert ended.code == 1
    assert "after.json: larger than 5 MB" in ended.out + ended.err


def test_compare_goes_through_a_manifest_and_says_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "later.json").write_text(json.dumps(LATER), encoding="utf-8")
    pairs = [
        {"id": "edited", "before": VERSION, "after": "later.json"},
        {"id": "same", "before": LATER, "after": "later.json"},
        {"id": "lost", "before": VERSION, "after": "none.html"},
        {"id": "odd", "before": VERSION, "after": {"title": 3, "body": []}},
        {"id": "bare", "before": {"body": None}, "after": {"title": None, "body": "Rain."}},
        {"id": "names", "before": {"byline": ["A. Sy", None]}, "after": {"byline": "B. Ba"}},
    ]
    manifest = tmp_path / "pairs.jsonl"
    manifest.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    ended = ask("compare", "--manifest", manifest, "--json", cwd=tmp_path)
    assert ended.code == 0
    assert [one["id"] for one in ended.objects] == [
        "edited",
        "same",
        "lost",
        "odd",
        "bare",
        "names",
    ]
    kinds = [one.get("kinds") for one in ended.objects]
    assert kinds == [["figures"], [], None, None, ["wording"], ["attribution"]]
    assert ended.objects[1]["severity"] is None
    assert all("error" in one for one in ended.objects[2:4])
    manifest.write_text("not JSON", encoding="utf-8")
    assert ask("compare", "--manifest", manifest, cwd=tmp_path).code == 2


def test_read_fetches_a_live_page_under_the_same_guard(watching: Watching) -> None:
    address = watching.site.address(11)
    live = watching.run("read", address, "--json")
    assert live.objects[0]["title"] == STANDING[1].title
    watching.allow_site = False
    watching.configure()
    refused = watching.run("read", address, "--json")
    assert "error" in refused.objects[0]


def test_diff_and_show_read_well_for_people(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.edit(50, title="البلدية تؤجل فتح المكتبة", admit=False)
    watching.crawl("--all")
    diff = watching.run("diff", "k2:50")
    assert diff.code == 0
    assert "silent" in diff.out
    assert "تؤجل" in diff.out
    shown = watching.run("show", "k2:50").out
    assert "البلدية تؤجل فتح المكتبة" in shown
    assert "silent" in shown
    assert "medium: headline" in diff.out
    same = watching.run("diff", "k2:50", "1", "2", "--json").objects[0]
    assert same["title_before"] == COUNCIL.title


def test_edits_are_listed_by_kind_severity_and_time(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.edit(50, title="البلدية تؤجل فتح المكتبة", admit=False)
    watching.crawl("--all")
    for words, count in (
        (("--kind", "headline"), 1),
        (("--kind", "figures"), 0),
        (("--kind", "figures", "--kind", "headline"), 1),
        (("--min-severity", "medium"), 1),
        (("--min-severity", "high"), 0),
        (("--since", "1h", "--source", "newsroom"), 1),
        (("--since", "2000-01-01"), 1),
        (("--since", "2999-01-01"), 0),
    ):
        assert len(watching.run("edits", *words, "--json").objects) == count, words
    assert "headline" in watching.run("edits").out
    for words in (("--kind", "comma"), ("--min-severity", "dire"), ("--since", "soon")):
        assert watching.run("edits", *words).code == 2


def test_explain_tells_why_a_page_alerted_and_whom(watching: Watching) -> None:
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.crawl("--deliver")
    told = watching.run("explain", watching.site.address(50), "--json").objects[0]
    assert told["links"][0]["fetches"][0]["outcome"] == "new"
    assert told["alerts"][0]["matched"]
    assert {one["destination"] for one in told["deliveries"]} == {"mail", "hook"}
    (article,) = told["articles"]
    by_id = watching.run("explain", str(article["id"]), "--json").objects[0]
    assert by_id["links"] == told["links"]
    quiet = watching.run("explain", watching.site.address(11))
    assert "was there at the first crawl" in quiet.out


def test_json_is_one_object_a_line_with_the_documented_fields(watching: Watching) -> None:
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    watching.crawl()
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.edit(50, title="البلدية تؤجل", admit=False)
    watching.crawl("--all")
    for command in (
        "articles",
        "edits",
        "alerts",
        "deliveries",
        "destinations",
        "sources",
        "topics",
        "plan",
    ):
        ended = watching.run(command, "--json")
        assert ended.objects, command
        for name in ended.objects[0]:
            assert f"`{name}`" in documented, f"{command}: {name}"


@pytest.mark.slow
def test_the_demo_plays_to_its_end_and_leaves_its_archive_when_asked(tmp_path: Path) -> None:
    kept = tmp_path / "demo" / "marsad.yaml"
    played = marsad("demo", "--config", kept, seconds=600)
    assert played.code == 0, played.out + played.err
    assert "5 mails and 5 webhooks arrived, 5 signatures verified" in played.out
    assert "the service stopped cleanly" in played.out
    articles = ask("articles", "--json", "--config", kept).objects
    assert [one["state"] for one in articles].count("suspected") == 1
    assert ask("demo", "--config", kept).code == 1


@pytest.mark.parametrize("command", sorted(get_command(app).commands))  # type: ignore[attr-defined]
def test_every_command_is_in_the_readme_and_has_a_help(command: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"[`,] ?(marsad )?{command}\b", readme)
    ended = ask(command, "--help", COLUMNS="80")
    assert ended.code == 0
    assert "Usage" in ended.out
    assert "[[" not in ended.out
    assert "--json <bool>" not in " ".join(ended.out.split())  # it takes no value


def test_a_help_breaks_no_line_amid_a_sentence() -> None:
    assert "relative times («منذ ساعتين»)" in ask("read", "--help", COLUMNS="200").out
