"""Retention: old responses go, the rest stays readable, whatever interrupts."""

from __future__ import annotations

from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline import pruning
from pipeline.store.engine import Store
from pipeline.store.tables import ProgressRow
from tests.builders import minutes
from tests.keeping import Keeper

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
    return keeper


def _prune(keeper: Keeper) -> None:
    folder = keeper.folder / "warc"
    pruning.settle(keeper.store, folder)
    for one in pruning.prunable(keeper.store, LIMIT):
        pruning.prune_file(keeper.store, folder, one.file, LIMIT)


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
    with keeper.record_file().open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds == ["warcinfo", *["response", "request"] * 3]


def test_what_was_not_seen_for_long_is_pruned_and_its_chain_holds(keeper: Keeper) -> None:
    (found,) = pruning.prunable(keeper.store, LIMIT)
    assert found.responses == 2
    before = keeper.record_file().stat().st_size
    _prune(keeper)
    _is_as_it_should_be(keeper)
    assert keeper.record_file().stat().st_size == before - found.size
    assert pruning.prunable(keeper.store, LIMIT) == []


def test_a_file_of_which_nothing_is_wanted_goes_whole(keeper: Keeper) -> None:
    pruning.prune_file(keeper.store, keeper.folder / "warc", _name(keeper), minutes(1000))
    assert {one.response for one in keeper.verified()} == {"pruned"}
    assert keeper.damage() == []
    assert list((keeper.folder / "warc").rglob("*.warc.gz")) == []


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
            pruning.prune_file(keeper.store, keeper.folder / "warc", file, LIMIT)
    assert keeper.damage() == []
    _prune(keeper)
    _is_as_it_should_be(keeper)


def test_a_pruned_version_cannot_be_read_again_and_claims_no_edit(keeper: Keeper) -> None:
    _prune(keeper)
    assert keeper.publish(7, 90, title="عنوان آخر").what == "unchanged"
    assert keeper.publish(7, 95, title="عنوان ثالث").what == "edited"


def _name(keeper: Keeper) -> str:
    return keeper.record_file().relative_to(keeper.folder / "warc").as_posix()
