"""The commands that keep the archive, on what was really crawled."""

from __future__ import annotations

from argparse import Namespace

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from tests.acceptance.conftest import COUNCIL, STANDING
from tests.acceptance.watching import Watching


def test_verify_finds_a_crawled_archive_sound_and_tells_of_damage(watching: Watching) -> None:
    watching.crawl()
    sound = watching.run("verify", "--json")
    assert sound.code == 0
    (total,) = sound.objects
    assert (total["versions"], total["damaged"]) == (len(STANDING), 0)
    assert total["responses"]["kept"] == len(STANDING)

    (records,) = (watching.folder / "data" / "warc").rglob("*.warc.gz")
    kept = records.read_bytes()
    records.write_bytes(kept[:-100])
    damaged = watching.run("verify", "--json")
    assert damaged.code == 1
    *found, total = damaged.objects
    assert [one["damage"] for one in found] != []
    assert total["damaged"] == len(found) == 1
    told = watching.run("verify")
    assert told.code == 1
    assert f"article {found[0]['article']}, version 1: response:" in told.out
    assert "1 damaged" in told.err

    assert watching.run("verify", "--since", "1d").code == 1
    assert watching.run("verify", "--since", "2100-01-01").code == 0
    wrong = watching.run("verify", "--since", "yesterday")
    assert (wrong.code, "write a date" in wrong.err) == (2, True)


def test_export_writes_every_format_with_every_row(watching: Watching) -> None:
    watching.crawl()
    file = watching.folder / "out.csv"
    for what in ("articles", "versions"):
        lines = watching.run("export", what)
        assert lines.code == 0
        assert len(lines.objects) == len(STANDING)
        assert {tuple(one["body"]) for one in lines.objects} == {one.body for one in STANDING}
        assert watching.run("export", what, file, "--format", "csv").code == 0
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        assert watching.run("export", what, file, "--format", "parquet").code == 0
        assert file.read_bytes().startswith(b"PAR1")
    assert watching.run("export", "edits").objects == []
    assert watching.run("export", "articles", "--since", "2100-01-01").objects == []
    assert len(watching.run("export", "articles", "--since", "1d").objects) == len(STANDING)
    assert list(watching.folder.glob(".*.part")) == []
    assert watching.run("export", "everything").code == 2
    assert watching.run("export", "edits", "--format", "xls").code == 2


def test_an_articles_warc_opens_in_other_tools_and_holds_both_sides(watching: Watching) -> None:
    watching.newsroom.publish(COUNCIL)
    watching.crawl()
    watching.newsroom.edit(COUNCIL.id, admit=True, title="البلدية تفتح مكتبتين")
    watching.crawl("--all")
    (article,) = [
        one for one in watching.list("articles") if one["publisher_id"] == f"k2:{COUNCIL.id}"
    ]
    file = watching.folder / "bundle.warc.gz"
    assert watching.run("export", "--warc", str(article["id"]), file).code == 0
    assert Checker(Namespace(inputs=[str(file)], verbose=False)).process_all() == 0
    with file.open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(stream)
        ]
    url = article["url"]
    both = [("response", url), ("request", url)]
    assert records == [("warcinfo", None), *both, *both]
    assert watching.run("export", "--warc", "999", file).code == 3
    assert watching.run("export", "--warc", str(article["id"])).code == 2
