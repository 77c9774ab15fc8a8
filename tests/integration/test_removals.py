"""Removals through the pipeline: suspected, confirmed with their reason, told, and ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine
from sqlalchemy.exc import IntegrityError

from pipeline.channels.webhook import render_webhook
from pipeline.ingest import Outcome
from pipeline.records import FailureReason
from pipeline.store import messages, outbox, queries, removals
from pipeline.store.engine import Store
from pipeline.store.migrating import migration_config
from pipeline.store.tables import AlertRow, ArticleRow, DeliveryRow, RemovalRow
from tests.builders import (
    BODY,
    HOME,
    NOW,
    failure,
    fetched,
    item_url,
    k2_page,
    listing,
    minutes,
    settings,
)
from tests.keeping import Keeper

TOPIC = {"name": "library", "query": "المكتبة", "on": ["removed", "restored"]}
WATCHLISTS = [{"name": "desk", "destinations": ["hook"], "topics": [TOPIC]}]
HEAD = f"<html><head><title>{'مكتبة عمومية جديدة في تالة'}</title></head><body>"
EMPTIED = f'{HEAD}<div id="k2Container" class="itemView"><h2 class="itemTitle">مكتبة</h2></div>'
SOFT_404 = "<html><head><title>404 - الصفحة غير موجودة</title></head><body>404</body></html>"
LOG_IN = '<html><title>تسجيل الدخول</title><form><input type="password"></form></html>'


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """An archive with the piece 7, whose topic asks for removals and restorations."""
    keeper = Keeper(store, tmp_path, changes={"watchlists": WATCHLISTS})
    keeper.publish()
    return keeper


def missed(keeper: Keeper, at: float, status: int = 404, number: int = 7) -> Outcome:
    reason = FailureReason.GONE if status == 410 else FailureReason.NOT_FOUND
    return keeper.page(failure(reason, minutes(at), url=item_url(number), status=status))


def publish_another(keeper: Keeper, number: int, at: float = 0) -> None:
    keeper.publish(number, at, title=f"خبر رقم {number} من تالة", body=(f"{BODY[0]} {number}",))


def article(keeper: Keeper, number: int = 7) -> queries.ArticleView:
    with keeper.store.read() as session:
        found = queries.articles(session)
    return next(one for one in found if one.data.publisher_id == f"k2:{number}")


def confirming(after: str) -> dict[str, Any]:
    """The source of the builder, whose changes wait for so long."""
    (source,) = settings(Path("unused")).model_dump()["sources"]
    return {"sources": [source | {"confirm": after}]}


def alerts(keeper: Keeper) -> list[queries.AlertView]:
    with keeper.store.read() as session:
        return queries.alerts(session)[::-1]


def told(keeper: Keeper) -> list[removals.RemovalView]:
    with keeper.store.read() as session:
        return removals.of_articles(session, [article(keeper).id])


def webhooks(keeper: Keeper) -> list[Any]:
    """What is owed to the webhook, in the order in which it was raised."""
    with keeper.store.write() as session:
        claims = outbox.claim_due(
            session,
            owner="test",
            now=minutes(10_000),
            due_by=minutes(10_000),
            lease=minutes(1) - minutes(0),
            shares={"mail": 50, "hook": 50},
        )
        rendered = [render_webhook(messages.message_for(session, one)) for one in claims]
    return sorted(
        (json.loads(one.payload) for one in rendered), key=lambda one: str(one["timestamp"])
    )


def test_a_removal_is_told_with_the_last_text_and_its_end_too_each_time(keeper: Keeper) -> None:
    for at in (10, 25, 45):
        missed(keeper, at)
    assert article(keeper).state == "gone"
    keeper.page(fetched(k2_page(), minutes(60)))
    for at in (70, 130):
        missed(keeper, at, 410)
    assert [(one.kind, one.version, one.title) for one in alerts(keeper)] == [
        ("removed", 1, "مكتبة عمومية جديدة في تالة"),
        ("restored", 1, "مكتبة عمومية جديدة في تالة"),
        ("removed", 1, "مكتبة عمومية جديدة في تالة"),
    ]
    first, second = told(keeper)
    assert (first.removal.absence, first.removal.looks) == ("not-found", 3)
    assert (first.removal.last_seen_at, first.removal.missing_since) == (minutes(0), minutes(10))
    assert (first.removal.confirmed_at, first.removal.restored_at) == (minutes(45), minutes(60))
    assert (second.removal.absence, second.removal.restored_at) == ("gone", None)
    sent = webhooks(keeper)
    assert [one["type"] for one in sent] == [
        "article.removed",
        "article.restored",
        "article.removed",
    ]
    assert sent[0]["data"]["removal"]["text"] == list(BODY)
    assert sent[0]["data"]["removal"]["reason"] == "not-found"


@pytest.mark.parametrize(
    ("page", "more", "absence"),
    [
        (EMPTIED, {}, "emptied"),
        ("", {}, "emptied"),
        (SOFT_404, {}, "soft-404"),
        (k2_page("صفحة أخرى"), {"final_url": f"{HOME}/"}, "redirected"),
        (k2_page("صفحة أخرى"), {"final_url": f"{HOME}/index.php/culture"}, "redirected"),
    ],
)
def test_what_stands_in_place_of_a_piece_is_its_reason_and_confirmed_in_time(
    sqlite_store: Store, tmp_path: Path, page: str, more: dict[str, str], absence: str
) -> None:
    keeper = Keeper(sqlite_store, tmp_path, changes={"watchlists": WATCHLISTS})
    keeper.publish()
    states = []
    for at in (10, 40, 60, 100, 371):
        keeper.page(fetched(page, minutes(at), url=item_url(), **more))
        states.append(article(keeper).state)
    assert article(keeper).absence == absence
    assert states == ["suspected"] * 3 + (
        ["suspected", "gone"] if absence == "emptied" else ["gone", "gone"]
    )
    assert [one.removal.absence for one in told(keeper)] == [absence]


@pytest.mark.parametrize(
    "answer",
    [
        fetched(LOG_IN, minutes(10)),
        failure(FailureReason.BLOCKED, minutes(10), status=403),
        failure(FailureReason.HTTP, minutes(10), status=503),
        failure(FailureReason.TIMEOUT, minutes(10)),
    ],
    ids=["log-in", "wall", "503", "silence"],
)
def test_a_wall_or_an_outage_is_no_sign_of_a_removal(
    sqlite_store: Store, tmp_path: Path, answer: Any
) -> None:
    keeper = Keeper(sqlite_store, tmp_path)
    keeper.publish()
    assert keeper.page(answer).what == "missed"
    found = article(keeper)
    assert (found.state, found.absence, found.missing_since) == ("live", None, None)


def test_many_pieces_missing_at_once_are_held_and_said_of_the_source(keeper: Keeper) -> None:
    for number in range(8, 14):
        publish_another(keeper, number)
    for at in (10, 25, 45, 200):
        for number in range(7, 12):
            outcome = missed(keeper, at, number=number)
        keeper.page(fetched(k2_page(), minutes(at), url=item_url(13)))
    assert outcome.what == "suspected"
    assert "5 of 6 articles that were looked at are missing at once" in outcome.detail
    with keeper.store.read() as session:
        source = queries.source(session, "outlet")
    assert (source.suspected, source.gone, source.held) == (5, 0, 5)
    assert alerts(keeper) == []

    for number in range(9, 12):
        publish_another(keeper, number, 210)
    assert [missed(keeper, 215, number=number).what for number in (7, 8)] == ["gone", "gone"]
    with keeper.store.read() as session:
        assert queries.source(session, "outlet").held == 0
    assert [one.kind for one in alerts(keeper)] == ["removed", "removed"]


def test_nothing_is_taken_for_removed_while_no_section_answers(keeper: Keeper) -> None:
    for section in ("culture", "local"):
        answer = failure(FailureReason.NOT_FOUND, minutes(5), status=404)
        keeper.listings.failed(section, answer)
    outcomes = [missed(keeper, at) for at in (10, 25, 45)]
    assert outcomes[-1].what == "suspected"
    assert "no section of the source answers" in outcomes[-1].detail


def test_a_piece_whose_address_changed_is_looked_for_at_the_other_one(
    store: Store, tmp_path: Path
) -> None:
    """On a site whose pages give no id, the same text of the same time is the same piece."""
    sections = [{"name": name, "page": f"{HOME}/{name}"} for name in ("culture", "local")]
    source = {"name": "outlet", "home": f"{HOME}/", "sections": sections}
    keeper = Keeper(store, tmp_path, changes={"sources": [source]})
    old, new = f"{HOME}/2026/maktaba", f"{HOME}/2026/unwan-jadid"
    for url, at in ((old, 1), (new, 5)):
        keeper.listings.listing(listing(url, at=minutes(at)))
        keeper.page(fetched(k2_page(), minutes(at), url=url))
    keeper.page(failure(FailureReason.NOT_FOUND, minutes(20), url=old, status=404))
    with store.read() as session:
        (found,) = queries.articles(session)
    assert (found.state, found.url) == ("suspected", new)
    keeper.page(fetched(k2_page(), minutes(21), url=new))
    with store.read() as session:
        (found,) = queries.articles(session)
    assert (found.state, found.url) == ("live", new)


def test_a_removal_and_an_alert_of_an_older_release_are_kept(database_url: str) -> None:
    _an_older_archive(database_url)
    upgraded = Store(database_url)
    try:
        with upgraded.write() as session:
            (told,) = removals.of_articles(session, [1])
            assert (told.removal.absence, told.removal.detail) == (
                "gone",
                "the server answered 410",
            )
            assert session.get_one(ArticleRow, 1).absence == "gone"
            assert session.get_one(AlertRow, 1).removal_id == 0
            assert session.get_one(AlertRow, 1).sequence == 1
            delivery = session.get_one(DeliveryRow, "msg_1")
            assert delivery.alert_id == 1
        # what refers to what is checked as before
        with pytest.raises(IntegrityError), upgraded.write() as session:
            session.add(RemovalRow(article_id=99, **_REMOVED))
    finally:
        upgraded.close()


_REMOVED = {
    "version": 1,
    "absence": "gone",
    "detail": "",
    "last_seen_at": NOW,
    "missing_since": NOW,
    "confirmed_at": NOW,
    "looks": 2,
}


def _an_older_archive(url: str) -> None:
    """A database of schema 0008 with an article that is gone and an alert that was owed."""
    engine = create_engine(url)
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        tables = MetaData()
        tables.reflect(connection, only=["articles", "alerts", "deliveries"])
        for name, row in (
            (
                "articles",
                {
                    "source": "outlet",
                    "identity": "k2:7",
                    "url": item_url(),
                    "canonical_url": item_url(),
                    "state": "gone",
                    "state_reason": "the server answered 410",
                    "strikes": 2,
                    "missing_since": NOW,
                    "misses": 0,
                    "unmodified": 0,
                    "featured": False,
                    "first_seen_at": NOW,
                    "last_seen_at": NOW,
                    "last_changed_at": NOW,
                    "tags": [],
                    "versions": 1,
                },
            ),
            (
                "alerts",
                {
                    "topic": "library",
                    "watchlist": "desk",
                    "kind": "new",
                    "article_id": 1,
                    "version": 1,
                    "created_at": NOW,
                    "matched": [],
                },
            ),
            (
                "deliveries",
                {
                    "id": "msg_1",
                    "alert_id": 1,
                    "destination": "mail",
                    "state": "queued",
                    "attempts": 0,
                    "created_at": NOW,
                },
            ),
        ):
            connection.execute(tables.tables[name].insert(), [row])
    engine.dispose()


@pytest.mark.parametrize("confirm", ["0s", "3m"])
def test_a_piece_that_comes_back_changed_is_told_with_what_it_says_now_and_the_difference(
    store: Store, tmp_path: Path, confirm: str
) -> None:
    keeper = Keeper(store, tmp_path, changes={"watchlists": WATCHLISTS, **confirming(confirm)})
    keeper.publish()
    for at in (10, 25, 140):
        missed(keeper, at, 410)
    now = tuple(text.replace("12 ألف", "15 ألف") for text in BODY)
    came = keeper.page(fetched(k2_page("المكتبة تفتح في تالة", body=now), minutes(200)))
    assert came.what == "restored"
    _, back = webhooks(keeper)
    assert back["data"]["article"]["title"] == "المكتبة تفتح في تالة"
    assert "15 ألف" in back["data"]["article"]["excerpt"]
    changes = back["data"]["removal"]["changes"]
    assert ("12", "15") in [(one["before"], one["after"]) for one in changes]
    assert "title" in [one["field"] for one in changes]


def test_a_piece_that_comes_back_as_it_was_differs_in_nothing(keeper: Keeper) -> None:
    for at in (10, 25, 140):
        missed(keeper, at, 410)
    keeper.page(fetched(k2_page(hits=99), minutes(200)))
    _, back = webhooks(keeper)
    assert back["data"]["removal"]["changes"] == []


def test_who_was_told_that_a_piece_is_gone_is_told_of_its_end_whatever_came_back(
    keeper: Keeper,
) -> None:
    for at in (10, 25, 140):
        missed(keeper, at, 410)
    keeper.page(fetched(k2_page("افتتاح قاعة", body=("نص آخر عن قاعة للمطالعة.",)), minutes(200)))
    assert [one.kind for one in alerts(keeper)] == ["removed", "restored"]
