"""The commands that keep the archive, on what was really crawled."""

from __future__ import annotations

import gzip
import json
import shutil
from argparse import Namespace
from datetime import timedelta
from importlib.util import find_spec

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

    (records,) = (watching.folder / "data" / "warc").rglob("*.warc.zst")
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

    # the index is made of what the database holds
    assert watching.run("reindex", "--json").objects == [{"articles": len(STANDING)}]
    assert f"with {len(STANDING)} articles" in watching.run("reindex").err

    assert watching.run("verify", "--since", "1d").code == 1
    assert watching.run("verify", "--since", "2100-01-01").code == 0
    wrong = watching.run("verify", "--since", "yesterday")
    assert (wrong.code, "write how long ago" in wrong.err) == (2, True)
    for too_long_ago in ("999999d", "0001-01-01T00:00+23:00"):
        wrong = watching.run("edits", "--since", too_long_ago)
        assert (wrong.code, "write how long ago" in wrong.err) == (2, True)


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
    assert watching.run("export", "edits").objects == []
    assert watching.run("export", "articles", "--since", "2100-01-01").objects == []
    assert len(watching.run("export", "articles", "--since", "1d").objects) == len(STANDING)
    if find_spec("pyarrow"):
        assert watching.run("export", "versions", file, "--format", "parquet").code == 0
        assert file.read_bytes().startswith(b"PAR1")
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


def test_reread_reads_every_response_and_makes_no_edit(watching: Watching) -> None:
    watching.crawl()
    ended = watching.run("reread", "--json")
    assert ended.code == 0, ended.err
    assert ended.objects == [
        {"versions": len(STANDING), "same": len(STANDING), "other": 0, "unreadable": 0}
        | {"not_kept": 0}
    ]
    assert watching.list("edits") == []
    assert watching.run("verify").code == 0


def test_import_takes_a_corpus_once_and_writes_aside_what_it_cannot_use(
    watching: Watching,
) -> None:
    file = watching.folder / "corpus.jsonl.gz"
    rows = [
        {
            "url": f"https://old.example.org/{number}",
            "source": "Old FM",
            "title": f"خبر {number}",
            "text": "نص قديم.\nوفقرة.",
        }
        for number in range(250)
    ]
    lines = [json.dumps(row) for row in rows]
    lines[7] = "no JSON"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    aside = watching.folder / "corpus.jsonl.gz.rejected.jsonl"
    for expected in ({"new": 249, "unchanged": 0}, {"new": 0, "unchanged": 249}):
        ended = watching.run("import", file, "--json")
        assert ended.code == 0, ended.err
        (told,) = ended.objects
        assert told == expected | {"edited": 0, "rejected": 1, "rejected_file": str(aside)}
        (rejected,) = [json.loads(line) for line in aside.read_text("utf-8").splitlines()]
        assert (rejected["line"], rejected["row"]) == (8, "no JSON")
    assert watching.list("alerts") == []
    assert len(watching.list("articles")) == 249
    file.write_bytes(b"\x1f\x8bno gzip at all")
    assert watching.run("import", file).code == 1


def test_imports_and_rereads_leave_the_reserve_to_alerts_and_go_on_once_there_is_room(
    watching: Watching,
) -> None:
    watching.crawl()
    file = watching.folder / "corpus.jsonl"
    row = {"url": "https://old.example.org/1", "title": "خبر قديم", "text": "نص قديم " * 9}
    file.write_text(json.dumps(row | {"source": watching.list("articles")[0]["source"]}))
    more_than_there_is = ("--set", "archive={reserve_mb: 100000000}")
    for words in (("import", file), ("reread",)):
        ended = watching.run(*words, *more_than_there_is)
        assert (ended.code, "no room is left but the reserve" in ended.err) == (1, True)
    (told,) = watching.run("import", file, "--json").objects
    assert told["new"] == 1
    (told,) = watching.run("reread", "--json").objects
    assert told["versions"] == len(STANDING) + 1


def test_prune_tells_first_and_removes_when_told(watching: Watching) -> None:
    watching.crawl()
    assert watching.run("prune", "--json").objects[0]["responses"] == 0
    watching.pass_time(timedelta(days=3))
    rule = ("--set", "retention={responses: 2d}", "--json")
    (told,) = watching.run("prune", *rule).objects
    assert (told["responses"], told["removed"]) == (len(STANDING), False)
    assert watching.run("prune", "--remove", *rule).objects == [told | {"removed": True}]
    assert watching.run("prune", *rule).objects[0]["responses"] == 0
    *_, total = watching.run("verify", "--json").objects
    assert total["responses"] == {"kept": 0, "pruned": len(STANDING), "none": 0, "damaged": 0}
    assert watching.run("prune", "--set", "retention={responses: 1h}").code == 2


def test_a_backup_is_restored_elsewhere_and_found_sound(watching: Watching) -> None:
    watching.crawl()
    file = watching.folder / "backup.tar.gz"
    (told,) = watching.run("backup", file, "--json").objects
    assert (told["file"], told["missing"]) == (str(file), [])
    assert watching.run("backup", watching.folder / "backup.zip").code == 2
    nowhere = watching.folder / "none" / "backup.tar"
    assert f"{nowhere}: No such file" in watching.run("backup", nowhere).err
    assert watching.run("restore", file).code == 1, "the data folder is not empty"

    elsewhere = ("--set", "data=new", "--set", "database=sqlite:///new/marsad.db")
    restored = watching.run("restore", file, "--json", *elsewhere)
    assert restored.code == 0, restored.err
    (total,) = restored.objects
    assert (total["versions"], total["damaged"]) == (len(STANDING), 0)
    assert watching.run("articles", "--json", *elsewhere).objects == watching.list("articles")[::-1]

    copy = watching.folder / "new.yaml"
    assert watching.run("restore", file, "--configuration", copy).code == 0
    assert watching.run("restore", file, "--configuration", copy).code == 1, "it is there now"
    wrong = watching.run("restore", watching.config, *elsewhere)
    assert wrong.code == 1
    assert watching.run("restore", watching.folder / "none.tar").code == 1


def test_the_doctor_tells_what_is_wrong_by_its_exit_code(watching: Watching) -> None:
    shutil.rmtree(watching.folder / "data")
    well = watching.run("doctor", "--json", "--set", "contact=desk@paper.dz")
    assert well.code == 0, well.out
    assert {one["verdict"] for one in well.objects} <= {"ok", "warn"}
    assert not (watching.folder / "data").exists(), "it changes nothing"
    assert watching.site.requests == [], "nor does it ask any site"

    asked = watching.run("doctor", "--json", "--online")
    assert asked.code == 1, "contact: is an example's"
    verdicts = {one["check"]: one["verdict"] for one in asked.objects}
    assert (verdicts["sites"], verdicts["contact"]) == ("ok", "bad")
    assert watching.run("doctor").code == 1

    watching.config.write_text("contact: 1", "utf-8")
    broken = watching.run("doctor")
    assert broken.code == 1
    assert "marsad check tells every mistake" in broken.out


def test_stats_tell_how_the_archive_grew(watching: Watching) -> None:
    watching.crawl()
    told = watching.run("stats", "--json").objects
    assert [one["of"] for one in told] == ["archive", "source", "day"]
    assert {one["articles"] for one in told} == {one["versions"] for one in told} == {len(STANDING)}
    page = watching.run("stats").out
    assert "newsroom" in page
    assert max(map(len, page.splitlines())) <= 80
    assert len(watching.run("stats", "--json", "--since", "2100-01-01").objects) == 1
    assert watching.run("stats", "--since", "lately").code == 2
