"""The rows of stories: signatures, the look-up by bands, carriers, and what was left untold.

Every function works inside the transaction its caller opened. Whether two texts are copies is
`pipeline.stories`' to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import Row, TextClause, delete, insert, select, text
from sqlalchemy.orm import Session

from pipeline.records import AlsoCarriedBy
from pipeline.store.bulk import insert_values
from pipeline.store.plain import run
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    BandRow,
    DeliveryRow,
    SignatureRow,
    StoryArticleRow,
    StoryRow,
    UntoldRow,
    VersionRow,
)
from pipeline.stories.signatures import BANDS, KEY_SIZE, bands

if TYPE_CHECKING:
    from pipeline.stories.signatures import Numbers

#: above the number of every article
NO_ARTICLE: Final = 2**31 - 1
#: articles looked at for one band, the latest: a source's furniture may fill a band with thousands
_MOST_IN_A_BAND: Final = 50


def _look_up() -> TextClause:
    """One statement for all bands, each read from the primary key alone."""
    parts = " UNION ALL ".join(
        f"SELECT article_id FROM (SELECT article_id FROM bands "  # noqa: S608 - numbers of ours
        f"WHERE key = :key{band} AND article_id < :before "
        f"ORDER BY article_id DESC LIMIT {_MOST_IN_A_BAND}) AS band{band}"
        for band in range(BANDS)
    )
    return text(
        f"SELECT article_id FROM ({parts}) AS alike WHERE article_id <> :but "  # noqa: S608 - likewise
        "GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT :most"
    )


_LOOK_UP: Final = _look_up()
_MET_OF_JSON: Final = text(
    "SELECT value FROM json_each(:keys) WHERE EXISTS (SELECT 1 FROM bands WHERE key = value)"
)
_MET_OF_ARRAY: Final = text(
    "SELECT value FROM unnest(CAST(:keys AS bigint[])) AS value"
    " WHERE EXISTS (SELECT 1 FROM bands WHERE key = value)"
)


def candidates(
    session: Session, signature: bytes, *, but: int, most: int, before: int = NO_ARTICLE
) -> list[int]:
    """Articles that share bands with a signature, those that share most first.

    Args:
        but: the article that is compared.
        most: how many at the most.
        before: only articles with a lower number are looked at.
    """
    keys = {f"key{band}": key for band, key in enumerate(bands(signature))}
    bound = keys | {"but": but, "most": most, "before": before}
    return list(session.connection().execute(_LOOK_UP, bound).scalars())


def is_signed(session: Session, article_id: int) -> bool:
    """Whether the article can be found by its likeness; texts of few words never can."""
    return session.scalar(select(SignatureRow.version).filter_by(article_id=article_id)) is not None


def sign(
    session: Session, article_id: int, version: int, signature: bytes | None, shingles: int
) -> None:
    """Puts a signature in the place of the article's earlier one; None: it has none any more."""
    row = session.get(SignatureRow, article_id)
    before = _keys(row.keys) if row else set()
    now = set(bands(signature)) if signature else set()
    if gone := before - now:
        session.execute(
            delete(BandRow).where(BandRow.article_id == article_id, BandRow.key.in_(gone))
        )
    if come := now - before:
        session.execute(
            insert(BandRow), [{"key": key, "article_id": article_id} for key in sorted(come)]
        )
    if row and signature is None:
        session.delete(row)
    elif row and signature:
        row.version, row.keys, row.shingles = version, _stored(now), shingles
    elif signature:
        session.add(
            SignatureRow(
                article_id=article_id, version=version, keys=_stored(now), shingles=shingles
            )
        )
    session.flush()


def sign_new(
    session: Session, articles: Sequence[int], keys: Numbers, shingles: Iterable[int]
) -> None:
    """Signs articles that have their first version, all at once.

    Args:
        articles: their numbers, ascending.
        keys: of the bands of each, a row an article, as `bands_of_each` tells them.
        shingles: how many distinct ones each has.
    """
    import numpy as np

    order = np.argsort(keys, axis=None, kind="stable")  # and those of one key by article
    holders = np.repeat(np.array(articles, dtype=np.int64), BANDS)[order]
    rows = zip(keys.ravel()[order].tolist(), holders.tolist(), strict=True)
    insert_values(session, BandRow.__tablename__, ("key", "article_id"), list(rows))
    stored = keys.astype("<u8").view(np.uint8).reshape(-1, BANDS, 8)[:, :, :KEY_SIZE]
    insert_values(
        session,
        SignatureRow.__tablename__,
        ("article_id", "version", "keys", "shingles"),
        [
            (article, 1, own.tobytes(), count)
            for article, own, count in zip(articles, stored, shingles, strict=True)
        ],
    )


def keys_met(session: Session, keys: Numbers) -> set[int]:
    """Those of some keys that any article has."""
    import numpy as np

    # in their order, which is the tree's; one of two articles may stand there twice
    sought = np.sort(keys, axis=None).tolist()
    if session.get_bind().dialect.name == "sqlite":
        return set(run(session, _MET_OF_JSON, {"keys": str(sought)}).scalars())
    return set(run(session, _MET_OF_ARRAY, {"keys": sought}).scalars())


def _stored(keys: Iterable[int]) -> bytes:
    """The keys of an article's bands: a fixed number of bytes each, least byte first."""
    return b"".join(key.to_bytes(KEY_SIZE, "little") for key in sorted(keys))


def _keys(stored: bytes) -> set[int]:
    return {
        int.from_bytes(stored[at : at + KEY_SIZE], "little")
        for at in range(0, len(stored), KEY_SIZE)
    }


def latest(session: Session, article_ids: list[int]) -> dict[int, tuple[ArticleRow, VersionRow]]:
    """Articles with their latest versions, by id."""
    rows = session.execute(
        select(ArticleRow, VersionRow)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(ArticleRow.id.in_(article_ids), VersionRow.n == ArticleRow.versions)
    )
    return {article.id: (article, version) for article, version in rows}


def recent_texts(
    session: Session, source: str, *, but: set[int], most: int, before: int = NO_ARTICLE
) -> list[Row[tuple[str, list[str], int]]]:
    """Title, body and id of a source's latest articles, of those before some number."""
    return list(
        session.execute(
            select(VersionRow.title, VersionRow.body, VersionRow.article_id)
            .join(ArticleRow, VersionRow.article_id == ArticleRow.id)
            .where(
                ArticleRow.source == source,
                ArticleRow.id.not_in(but),
                ArticleRow.id < before,
                VersionRow.n == ArticleRow.versions,
            )
            .order_by(ArticleRow.id.desc())
            .limit(most)
        )
    )


def membership(session: Session, article_id: int) -> StoryArticleRow | None:
    return session.get(StoryArticleRow, article_id)


def join(
    session: Session, article_id: int, like: int, *, similarity: float, now: datetime
) -> StoryArticleRow:
    """Makes an article a carrier of the story of another, which becomes one if it has none."""
    known = membership(session, like)
    if known is None:
        story = StoryRow(found_at=now)
        session.add(story)
        session.flush()
        known = _carrier(story.id, like, article_id, similarity, now)
        session.add(known)
    joined = _carrier(known.story_id, article_id, like, similarity, now)
    session.add(joined)
    session.flush()
    return joined


def _carrier(
    story: int, article_id: int, like: int, similarity: float, now: datetime
) -> StoryArticleRow:
    return StoryArticleRow(
        article_id=article_id,
        story_id=story,
        joined_at=now,
        like_article_id=like,
        similarity=similarity,
        diverged_at=None,
    )


def other_carriers(session: Session, story: int, *, but: int) -> tuple[AlsoCarriedBy, ...]:
    """Who else carries a story, the first seen first."""
    rows = session.execute(
        select(ArticleRow, VersionRow.title)
        .join(StoryArticleRow, StoryArticleRow.article_id == ArticleRow.id)
        .join(VersionRow, VersionRow.article_id == ArticleRow.id)
        .where(
            StoryArticleRow.story_id == story,
            ArticleRow.id != but,
            VersionRow.n == ArticleRow.versions,
        )
        .order_by(ArticleRow.first_seen_at, ArticleRow.id)
    )
    return tuple(
        AlsoCarriedBy(row.id, row.source, row.url, title, row.first_seen_at) for row, title in rows
    )


def told_by(session: Session, topic: str, story: int, *, but: int, most: int) -> list[AlertRow]:
    """Alerts in which a topic told of a story by other carriers, the first first.

    Those that reached nobody, for all who were to be told gave them up, told nothing.

    Args:
        but: the article that is compared.
        most: how many at the most, the latest.
    """
    reaches = select(DeliveryRow.id).where(
        DeliveryRow.alert_id == AlertRow.id, DeliveryRow.state != "dead"
    )
    latest = session.scalars(
        select(AlertRow)
        .join(StoryArticleRow, StoryArticleRow.article_id == AlertRow.article_id)
        .where(
            StoryArticleRow.story_id == story,
            AlertRow.topic == topic,
            AlertRow.kind.in_(("new", "edit")),
            AlertRow.article_id != but,
            reaches.exists(),
        )
        .order_by(AlertRow.id.desc())
        .limit(most)
    )
    return list(latest)[::-1]


def version_told(session: Session, alert: AlertRow) -> VersionRow | None:
    """What an alert told; None: it told of an edit that was not confirmed."""
    return session.scalar(
        select(VersionRow).where(
            VersionRow.article_id == alert.article_id, VersionRow.n == alert.version
        )
    )


def note_untold(
    session: Session, topic: str, article_id: int, *, story: int, alert: int, now: datetime
) -> None:
    """Remembers, once, that a topic held and why nobody was told."""
    if session.get(UntoldRow, (topic, article_id)) is None:
        session.add(
            UntoldRow(topic=topic, article_id=article_id, story_id=story, alert_id=alert, at=now)
        )
        session.flush()
