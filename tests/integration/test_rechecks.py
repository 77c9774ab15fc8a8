"""A page that is known again is not read; whatever of the piece moved is seen all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.extract.recheck import look_or_read
from pipeline.ingest import PageToRead, ReadWhole
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, RegionRow
from tests.builders import BODY, fetched, item_url, k2_page, minutes
from tests.keeping import Keeper
from tests.reading_here import take_looking


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """One article, fetched twice: what its reading rests on is known."""
    keeper = Keeper(store, tmp_path)
    keeper.publish(7)
    assert recheck(keeper, 1) == ("unchanged", False)
    return keeper


def recheck(keeper: Keeper, at: float, page: str | None = None) -> tuple[str, bool]:
    """What a recheck came to, and whether a look was enough."""
    answer = fetched(page or k2_page(), minutes(at), url=item_url(7))
    outcome, was_enough = take_looking(keeper.ingest, answer)
    return outcome.what, was_enough


def article(keeper: Keeper) -> ArticleRow:
    with keeper.store.read() as session:
        return session.scalars(select(ArticleRow)).one()


def test_an_unchanged_article_is_seen_without_being_read(keeper: Keeper) -> None:
    assert recheck(keeper, 5, k2_page(hits=81)) == ("unchanged", True)
    seen = article(keeper)
    assert (seen.hits, seen.last_seen_at) == (81, minutes(5))
    assert recheck(keeper, 6, k2_page(hits=81)) == ("unchanged", True)


def test_an_edit_is_found_after_looks_that_were_enough(keeper: Keeper) -> None:
    assert recheck(keeper, 5) == ("unchanged", True)
    other = (BODY[0], BODY[1].replace("12", "15"), BODY[2])
    assert recheck(keeper, 6, k2_page(body=other)) == ("edited", False)
    (edit,) = keeper.edits()
    assert "figures" in edit.edit.kinds
    assert [row.last_lacked_at for row in keeper.versions()] == [None, minutes(5)]
    assert recheck(keeper, 7, k2_page(body=other)) == ("unchanged", True)


def test_an_article_that_came_back_needs_no_reading(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.get_one(ArticleRow, 1).state = "gone"
    assert recheck(keeper, 5) == ("restored", True)
    assert article(keeper).state == "live"


def with_noise(at: int) -> str:
    return k2_page().replace("</body>", f"<p>{at}</p></body>")


def test_a_region_that_moves_in_vain_is_taken_narrower_and_then_given_up(keeper: Keeper) -> None:
    outcomes = [recheck(keeper, at, with_noise(at)) for at in range(2, 7)]
    assert outcomes[-1] == ("unchanged", True)
    with keeper.store.read() as session:
        region = session.get_one(RegionRow, 1).region
    assert region is not None
    assert region["wide"] is False


def test_a_page_whose_piece_is_full_of_noise_costs_no_proofs_for_ever(keeper: Keeper) -> None:
    for at in range(2, 9):
        noisy = k2_page().replace('<div class="itemContentFooter">', f"<i>{at}:{at}</i><div>")
        assert recheck(keeper, at, noisy)[0] in ("unchanged", "edited")
    look = keeper.ingest.look(fetched(k2_page(), minutes(9), url=item_url(7)))
    assert look is not None
    with keeper.store.read() as session:
        assert session.get_one(RegionRow, 1).vain == 8
    assert (look.region, look.wide) == (None, None)


def test_a_page_that_was_held_against_an_older_version_is_read(keeper: Keeper) -> None:
    answer = fetched(k2_page(), minutes(9), url=item_url(7))
    page, look = keeper.ingest.to_read(answer), keeper.ingest.look(answer)
    assert isinstance(page, PageToRead)
    assert look is not None
    looked = look_or_read(*page, look)
    keeper.publish(7, 8, title="عنوان آخر")
    assert isinstance(keeper.ingest.page(answer, looked), ReadWhole)
    assert take_looking(keeper.ingest, answer)[0].what == "pending"


def test_a_page_of_no_known_article_is_read_at_once(keeper: Keeper) -> None:
    assert keeper.ingest.look(fetched(k2_page(), minutes(9), url=item_url(8))) is None
