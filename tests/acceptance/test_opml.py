"""`marsad opml`: lists of feeds in and out of the real command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.watching import Watching, ask

ROOT = Path(__file__).parents[2]
LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>قائمتي</title></head><body>
<outline text="الصحافة">
  <outline type="rss" text="الواحة" xmlUrl="https://oasis.dz/feed" htmlUrl="https://oasis.dz/"/>
  <outline text="اقتصاد">
    <outline type="rss" text="Marché" xmlUrl="https://oasis.dz/eco/feed"/>
    <outline type="rss" text="بلا عنوان"/>
  </outline>
</outline>
</body></opml>
"""


def test_a_list_is_printed_ready_to_paste_or_added_and_then_known(watching: Watching) -> None:
    (watching.folder / "list.opml").write_text(LIST, "utf-8")
    before = watching.config.read_text("utf-8")
    shown = watching.run("opml", "import", watching.folder / "list.opml")
    assert shown.code == 0, shown.err
    assert watching.config.read_text("utf-8") == before
    assert "1 feed cannot be used" in shown.err
    assert "no xmlUrl" in shown.err
    assert before.index("watchlists:") > 0
    watching.run("opml", "import", watching.folder / "list.opml", "--write")
    after = watching.config.read_text("utf-8")
    at = before.index("watchlists:")
    assert after == f"{before[:at]}\n{shown.out}{before[at:]}"
    assert watching.run("check").code == 0
    again = watching.run("opml", "import", watching.folder / "list.opml", "--write")
    assert "2 known already" in again.err
    assert watching.config.read_text("utf-8") == after


def test_new_feeds_of_a_site_that_is_there_become_sections_of_it(watching: Watching) -> None:
    outline = f'<outline type="rss" text="ثقافة" xmlUrl="{watching.site.url}/culture?type=rss"/>'
    path = watching.folder / "list.opml"
    path.write_text(f"<opml version='2.0'><body>{outline}</body></opml>", "utf-8")
    assert watching.run("opml", "import", path, "--write").code == 0
    (source,) = watching.list("sources")
    assert [one["name"] for one in source["sections"]] == ["maghreb", "economy", "ثقافة"]


def test_an_export_names_the_feeds_and_counts_the_rest(watching: Watching, tmp_path: Path) -> None:
    watching.feed = True
    watching.configure()
    written = watching.run("opml", "export", tmp_path / "out.opml")
    assert written.code == 0, written.err
    assert "1 feed written" in written.err
    text = (tmp_path / "out.opml").read_text("utf-8")
    assert "culture?format=feed&amp;type=rss" in text
    assert "culture?format=feed&amp;type=rss" in watching.run("opml", "export").out
    known = watching.run("opml", "import", tmp_path / "out.opml")
    assert (known.code, "1 known already" in known.err) == (0, True)


def test_the_json_of_an_import_has_the_documented_fields(watching: Watching) -> None:
    (watching.folder / "list.opml").write_text(LIST, "utf-8")
    ended = watching.run("opml", "import", watching.folder / "list.opml", "--json")
    (told,) = map(json.loads, ended.out.splitlines())
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in (*told, *told["left_out"][0]):
        assert f"`{name}`" in documented, name
    assert told["feeds"] == 2


def test_what_is_no_list_ends_with_a_reason(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body>x</body></html>", "utf-8")
    ended = watching.run("opml", "import", tmp_path / "page.html")
    assert (ended.code, "not OPML" in ended.err) == (1, True)
    (tmp_path / "empty.opml").write_text("<opml><body/></opml>", "utf-8")
    assert watching.run("opml", "import", tmp_path / "empty.opml").code == 1
    gone = ask("opml", "import", tmp_path / "nothing.opml", "--config", watching.config)
    assert gone.code == 1
    assert "nothing.opml" in gone.err
