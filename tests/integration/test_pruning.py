"""Retention: old responses go, the rest stays readable, whatever interrupts."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.evidence import pruning
from pipeline.evidence.packing import MOST_SAMPLES
from pipeline.forgetting import forget_some, forgettable
from pipeline.store.engine import Store
from pipeline.store.tables import ProgressRow, VersionRow
from tests.builders import BODY, minutes, settings
from tests.keeping import Keeper, as_plain_warc

#: articles 8 and 9 were last seen after it, article 7 before
LIMIT = minutes(60)


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """Records of two articles among each other, the first not seen for long."""
    keeper = Keeper(store, tmp_path)
    keeper.publish(7, 0)
    keeper.publish(8, 1, title="باق")
    keeper.publish(7, 10, title="عنوان آخر")
    keeper.publish(9, 70, title="باق أيضا")
    keeper.publish(8, 80, title="باق بعد تعديل")
    keeper.evidence.close()
    return keeper


def _prune(keeper: Keeper) -> None:
    folder = keeper.folder / "warc"
    pruning.settle(keeper.store, folder)
    for one in pruning.prunable(keeper.store, keeper.folder / "warc", LIMIT):
        pruning.prune_file(keeper.store, folder, one.file, LIMIT, grace=0)


def _is_as_it_should_be(keeper: Keeper) -> None:
    assert keeper.damage() == []
    assert [(one.article, one.n, one.response) for one in keeper.verified()] == [
        (1, 1, "pruned"),
        (1, 2, "pruned"),
        (2, 1, "kept"),
        (2, 2, "kept"),
        (3, 1, "kept"),
    ]
    assert keeper.count(ProgressRow) == 0
    kinds = [record.rec_type for record in ArchiveIterator(as_plain_warc(keeper.record_file()))]
    assert kinds == ["warcinfo", *["response", "request"] * 3]


def test_what_was_not_seen_for_long_is_pruned_and_its_chain_holds(keeper: Keeper) -> None:
    (found,) = pruning.prunable(keeper.store, keeper.folder / "warc", LIMIT)
    assert found.responses == 2
    before = keeper.record_file().stat().st_size
    _prune(keeper)
    _is_as_it_should_be(keeper)
    assert keeper.record_file().stat().st_size == before - found.size
    assert pruning.prunable(keeper.store, keeper.folder / "warc", LIMIT) == []


def test_a_file_of_which_nothing_is_wanted_goes_whole(keeper: Keeper) -> None:
    pruning.prune_file(keeper.store, keeper.folder / "warc", _name(keeper), minutes(1000), grace=0)
    assert {one.response for one in keeper.verified()} == {"pruned"}
    assert keeper.damage() == []
    assert list((keeper.folder / "warc").rglob("*.warc.*")) == []


@pytest.mark.parametrize("at", ["_rewrite", "flush_folder", "_moved", "settle", "_kept_in"])
def test_killed_anywhere_nothing_is_lost_and_the_next_run_ends_it(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    file = _name(keeper)
    with monkeypatch.context() as patch:
        patch.setattr(pruning, at, killed)
        with pytest.raises(KeyboardInterrupt):
            pruning.prune_file(keeper.store, keeper.folder / "warc", file, LIMIT, grace=0)
    assert keeper.damage() == []
    _prune(keeper)
    _is_as_it_should_be(keeper)


def test_what_stays_in_a_file_with_a_dictionary_is_read_by_it(store: Store, tmp_path: Path) -> None:
    keeper = Keeper(store, tmp_path)
    for number in range(MOST_SAMPLES + 4):
        keeper.publish(number + 1, number, title=f"عنوان {number}")
    keeper.evidence.close()
    *_, last = sorted(keeper.versions(), key=lambda row: row.article_id)
    assert last.evidence_file is not None
    path = keeper.folder / "warc" / last.evidence_file
    assert path.read_bytes().startswith(b"\x5d\x2a\x4d\x18")
    limit = minutes(MOST_SAMPLES + 2)
    pruning.prune_file(store, keeper.folder / "warc", last.evidence_file, limit, grace=0)
    assert not path.exists()
    assert keeper.damage() == []
    assert [one.response for one in keeper.verified()][-4:] == ["pruned"] * 2 + ["kept"] * 2


def test_a_pruned_version_cannot_be_read_again_and_claims_no_edit(keeper: Keeper) -> None:
    _prune(keeper)
    assert keeper.publish(7, 90, title="عنوان آخر").what == "unchanged"
    assert keeper.publish(7, 95, title="عنوان ثالث").what == "edited"


def test_a_file_that_is_written_to_is_left_for_another_run(keeper: Keeper) -> None:
    keeper.publish(7, 90, title="ثالث")
    busy = sorted((keeper.folder / "warc").rglob("*.warc.*"), key=lambda path: path.stat().st_mtime)
    with pytest.raises(pruning.InUse):
        pruning.prune_file(
            keeper.store,
            keeper.folder / "warc",
            busy[-1].relative_to(keeper.folder / "warc").as_posix(),
            minutes(1000),
            grace=0,
        )
    assert keeper.damage() == []
    keeper.evidence.close()
    _prune(keeper)
    assert keeper.damage() == []


def test_rechecks_go_and_stay_with_the_response_that_they_refer_to(keeper: Keeper) -> None:
    for at in (1500, 3000):
        keeper.publish(8, at, title="باق بعد تعديل")
    keeper.evidence.close()
    files = {
        one.file for one in pruning.prunable(keeper.store, keeper.folder / "warc", minutes(2000))
    }
    for file in files:
        pruning.prune_file(keeper.store, keeper.folder / "warc", file, minutes(2000), grace=0)
    found = {(one.article, one.n): (one.response, one.revisits) for one in keeper.verified()}
    assert found == {
        (1, 1): ("pruned", 0),
        (1, 2): ("pruned", 0),
        (2, 1): ("kept", 0),
        (2, 2): ("kept", 2),
        (3, 1): ("pruned", 0),
    }
    assert keeper.damage() == []


def test_texts_go_and_the_chain_holds(keeper: Keeper) -> None:
    assert forgettable(keeper.store, LIMIT) == 2
    assert forget_some(keeper.store, LIMIT, minutes(200)) == 2
    assert forget_some(keeper.store, LIMIT, minutes(200)) == forgettable(keeper.store, LIMIT) == 0
    assert [(row.title, bool(row.body)) for row in keeper.versions()[:2]] == [
        ("مكتبة عمومية جديدة في تالة", False),
        ("عنوان آخر", False),
    ]
    edit = keeper.edits()[-1]
    assert (edit.edit.kinds, edit.edit.changes) == (("headline",), ())
    assert all(row.body for row in keeper.versions()[2:])
    assert keeper.damage() == []
    with keeper.store.write() as session:
        session.get_one(VersionRow, keeper.versions()[0].id).chain = "v1:00"
    assert keeper.damage() != []


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_article_whose_text_went_is_seen_again_without_an_edit(
    keeper: Keeper, is_kept: bool
) -> None:
    forget_some(keeper.store, LIMIT, minutes(200))
    if not is_kept:
        _prune(keeper)
    assert keeper.publish(7, 90, title="عنوان آخر").what == "unchanged"
    assert keeper.publish(7, 95, title="عنوان ثالث").what == "edited"
    assert keeper.damage() == []


def _name(keeper: Keeper) -> str:
    return keeper.record_file().relative_to(keeper.folder / "warc").as_posix()


@pytest.fixture(params=["zstd", "gzip"])
def noisy(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Keeper:
    """Article 8 stands for long; at 30 its page showed a notice, which was noise."""
    source = settings(tmp_path).sources[0].model_dump() | {"confirm": "3m"}
    archive = {"compression": request.param}
    keeper = Keeper(store, tmp_path, changes={"sources": [source], "archive": archive})
    keeper.publish(8, 1, title="باق")
    for at in (10, 20):
        keeper.publish(8, at, title="باق")
    keeper.publish(8, 30, title="باق", body=(*BODY, "اشتركوا في نشرتنا البريدية كل صباح."))
    keeper.publish(8, 33, title="باق")
    return keeper


def _types(keeper: Keeper) -> list[str]:
    records = ArchiveIterator(as_plain_warc(keeper.record_file()))
    return [record.rec_type for record in records]


def test_a_reading_that_was_noise_goes_once_it_is_as_old(noisy: Keeper) -> None:
    noisy.publish(9, 70, title="باق أيضا")
    noisy.evidence.close()
    before = _types(noisy)
    folder = noisy.folder / "warc"
    assert pruning.prunable(noisy.store, folder, minutes(29)) == []
    (found,) = pruning.prunable(noisy.store, folder, minutes(32))
    assert (found.responses, found.unreferenced) == (0, 1)
    size = noisy.record_file().stat().st_size
    pruning.prune_file(noisy.store, folder, found.file, minutes(32), grace=0)
    assert noisy.record_file().stat().st_size == size - found.size
    assert len(before) - len(_types(noisy)) == 2  # with its request
    assert {one.response for one in noisy.verified()} == {"kept"}
    assert sum(one.revisits for one in noisy.verified()) == 1
    assert noisy.damage() == []
    assert pruning.prunable(noisy.store, folder, minutes(32)) == []


def test_a_reading_that_waits_is_kept_and_counts_after_the_file_was_rewritten(
    noisy: Keeper,
) -> None:
    changed = (BODY[0], BODY[1].replace("12", "15"), BODY[2])
    noisy.publish(8, 40, title="باق", body=changed)
    noisy.evidence.close()
    _prune_all(noisy, 39)
    at = 43.0
    while len(noisy.versions()) == 1 and at < 60:
        noisy.publish(8, at, title="باق", body=changed)
        at += 1
    assert [one.response for one in noisy.verified()] == ["kept", "kept"]
    assert noisy.damage() == []


def test_a_file_that_nothing_points_to_goes_when_all_of_it_is_old(noisy: Keeper) -> None:
    folder = noisy.folder / "warc"
    noisy.evidence.close()
    kept = set(folder.rglob("*.warc.*"))
    with noisy.record_file().open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)  # as if another process wrote there
        notice = "شاهد صور الميناء القديم في هذا الألبوم."
        noisy.publish(8, 40, title="باق", body=(*BODY, notice))
        noisy.publish(8, 43, title="باق")
        noisy.evidence.close()
    (folder / "2026-01").mkdir()
    (folder / "2026-01" / "of-another-tool.warc.gz").write_bytes(b"")
    _prune_all(noisy, 39)
    assert len(set(folder.rglob("marsad-*.warc.*")) - kept) == 2  # one was written anew
    _prune_all(noisy, 42)
    assert len(list(folder.rglob("marsad-*.warc.*"))) == 1
    assert (folder / "2026-01" / "of-another-tool.warc.gz").exists()
    assert noisy.damage() == []


def test_what_a_kill_tore_is_left_where_it_is(noisy: Keeper) -> None:
    noisy.evidence.close()
    with noisy.record_file().open("ab") as file:
        file.write(noisy.record_file().read_bytes()[:200])
    _prune_all(noisy, 32)
    assert [one.response for one in noisy.verified()] == ["kept"]
    assert noisy.damage() == []


@pytest.mark.parametrize("noisy", ["gzip"], indirect=True)
def test_a_request_whose_place_was_never_noted_stays_with_its_response(noisy: Keeper) -> None:
    """As schemas before 0007 had it."""
    noisy.evidence.close()
    with noisy.store.write() as session, noisy.record_file().open("rb") as stream:
        row = session.get_one(VersionRow, noisy.versions()[0].id)
        records = ArchiveIterator(stream)
        next(record for record in records if record.rec_type == "response").content_stream().read()
        row.evidence_digest, row.evidence_length = None, records.get_record_length()
    _prune_all(noisy, 32)
    assert _types(noisy) == ["warcinfo", "response", "request", "revisit"]


def _prune_all(keeper: Keeper, before: float) -> None:
    folder = keeper.folder / "warc"
    for one in pruning.prunable(keeper.store, folder, minutes(before)):
        pruning.prune_file(keeper.store, folder, one.file, minutes(before), grace=0)
