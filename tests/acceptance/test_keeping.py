"""The commands that keep the archive, on what was really crawled."""

from __future__ import annotations

from tests.acceptance.conftest import STANDING
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
