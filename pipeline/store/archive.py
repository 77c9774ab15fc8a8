"""The archive: articles with their versions and edits.

Every function works inside the transaction its caller opened, and writes what it is
told; what happened to an article is `pipeline.decide`'s to say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from pipeline.evidence.chain import next_link
from pipeline.evidence.files import EvidenceRef
from pipeline.fingerprints import content_hash
from pipeline.found_by import found_by
from pipeline.records import ArticleData, ArticleState, EditData
from pipeline.store import full_text
from pipeline.store.bulk import insert_rows, next_ids
from pipeline.store.plain import run
from pipeline.store.rows import (
    article_data,
    edit_columns,
    newer_reading,
    newest_reading,
    sealed_columns,
)
from pipeline.store.tables import ArticleRow, EditRow, ReadingRow, VersionRow

# asked for every page: to build a statement takes longer than to run it
# (what the session has of an article already may be older than the lock)
_BY_ID: Final = (
    select(ArticleRow)
    .where(ArticleRow.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_IDENTIFIED: Final = select(ArticleRow.id).where(
    ArticleRow.source == bindparam("source"), ArticleRow.identity == bindparam("identity")
)
_BY_IDENTITY: Final = (
    select(ArticleRow)
    .where(ArticleRow.source == bindparam("source"), ArticleRow.identity == bindparam("identity"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_WITH_TEXT: Final = (
    select(ArticleRow)
    .join(VersionRow, VersionRow.article_id == ArticleRow.id)
    .where(
        ArticleRow.source == bindparam("source"),
        ArticleRow.publisher_id.is_(None),
        VersionRow.n == ArticleRow.versions,
        VersionRow.content_hash == bindparam("text"),
        VersionRow.published_at == bindparam("at"),
    )
    .limit(1)
)
_RECHECK: Final = (
    update(ArticleRow)
    .where(ArticleRow.id == bindparam("article"))
    .values(recheck_at=bindparam("at"))
)


@dataclass
class NewArticle:
    """A new live article that is not stored yet, by the columns that tell of it.

    An `ArticleRow` takes ten times as long to make, most of what an article costs of many.
    """

    source: str
    identity: str
    publisher_id: str | None
    url: str
    canonical_url: str
    first_seen_at: datetime
    last_seen_at: datetime
    last_changed_at: datetime
    featured: bool
    hits: int | None
    tags: list[Any]
    state: str = ArticleState.LIVE.value
    state_reason: str | None = None
    absence: str | None = None
    missing_since: datetime | None = None
    recheck_at: datetime | None = None
    versions: int = 0
    #: see `number`
    id: int = field(init=False)


def article_by_id(session: Session, article_id: int) -> ArticleRow:
    """The article, locked against other writers until the transaction ends."""
    return session.scalars(_BY_ID, {"id": article_id}).one()


def article_by_identity(session: Session, source: str, identity: str) -> ArticleRow | None:
    """The article at an identity, locked against other writers until the transaction ends."""
    return session.scalar(_BY_IDENTITY, {"source": source, "identity": identity})


def identified(session: Session, source: str, identity: str) -> int | None:
    """The id of the article at an identity; nothing is locked."""
    known = {"source": source, "identity": identity}
    article: int | None = run(session, _IDENTIFIED, known).scalar()
    return article


def article_with_text(session: Session, source: str, data: ArticleData) -> ArticleRow | None:
    """An article of the source whose latest version has the same text and printed date.

    Only for pages without an id of the publisher's own: with one, two ids are two pieces.
    """
    if data.publisher_id or data.published is None:
        return None
    text, at = content_hash(data), data.published.at
    return session.scalar(_WITH_TEXT, {"source": source, "text": text, "at": at})


def known_identities(session: Session, source: str, identities: Collection[str]) -> set[str]:
    """Those of some identities at which a source has an article."""
    return set(
        session.scalars(
            select(ArticleRow.identity).where(
                ArticleRow.source == source, ArticleRow.identity.in_(identities)
            )
        )
    )


def known_texts(
    session: Session, source: str, hashes: Collection[str]
) -> set[tuple[str, datetime | None]]:
    """Content hash and printed date of articles that `article_with_text` may find.

    Args:
        hashes: content hashes that are asked for.
    """
    rows = session.execute(
        select(VersionRow.content_hash, VersionRow.published_at)
        .join(ArticleRow, VersionRow.article_id == ArticleRow.id)
        .where(
            # a bare column would lead SQLite through all articles of the source
            ArticleRow.source.concat("") == source,
            ArticleRow.publisher_id.is_(None),
            VersionRow.content_hash.in_(hashes),
        )
    )
    return {(row.content_hash, row.published_at) for row in rows}


def latest_version(session: Session, article: ArticleRow) -> VersionRow:
    return session.scalars(
        select(VersionRow).where(
            VersionRow.article_id == article.id, VersionRow.n == article.versions
        )
    ).one()


def new_article(
    source: str, identity: str, data: ArticleData, url: str, now: datetime
) -> NewArticle:
    """A new live article, without a version yet, that is not yet stored."""
    return NewArticle(
        source=source,
        identity=identity,
        publisher_id=data.publisher_id,
        url=url,
        canonical_url=data.canonical_url,
        first_seen_at=now,
        last_seen_at=now,
        last_changed_at=now,
        featured=data.featured,
        hits=data.hits,
        tags=list(data.tags),
    )


def new_row(source: str, identity: str, data: ArticleData, url: str, now: datetime) -> ArticleRow:
    """The same as a row, for what is to be told of it besides; no session has it."""
    new = new_article(source, identity, data, url, now)
    return ArticleRow(**vars(new), strikes=0, misses=0, unmodified=0)


def add_article(
    session: Session, source: str, identity: str, data: ArticleData, url: str, now: datetime
) -> ArticleRow:
    """A new live article, without a version yet."""
    row = new_row(source, identity, data, url, now)
    session.add(row)
    session.flush()
    return row


def add_version(
    session: Session,
    article: ArticleRow,
    data: ArticleData,
    fetched_at: datetime,
    evidence: EvidenceRef | None,
    *,
    last_lacked_at: datetime | None = None,
) -> VersionRow:
    """The next version of an article, bracketed by the last fetch that lacked it, and sealed.

    Args:
        last_lacked_at: that fetch, where it is not the last one that saw the article.
        evidence: where its response is kept; None where there is none (it was imported).
    """
    before = latest_version(session, article) if article.versions else None
    chain = before.chain if before else None
    lacked = (last_lacked_at or article.last_seen_at) if article.versions else None
    row = VersionRow(**next_version(article, data, fetched_at, evidence, chain, lacked))
    session.add(row)
    session.flush()
    if before is None:
        full_text.add_new(session, [(article.id, found_by(data).tokens)])
    else:
        full_text.replace(session, article.id, article_data(before), data)
    return row


def number(session: Session, articles: Sequence[ArticleRow | NewArticle]) -> None:
    """Gives articles that no session has the ids that they will be stored by."""
    for article, one in zip(articles, next_ids(session, ArticleRow, len(articles)), strict=True):
        article.id = one


def add_many(
    session: Session,
    articles: Sequence[tuple[ArticleRow | NewArticle, dict[str, Any], str]],
) -> None:
    """Stores new articles, numbered before; the session has none of them.

    Args:
        articles: each with its first version as `next_version` made it, and the tokens of that.
    """
    insert_rows(session, ArticleRow, [vars(article) for article, _, _ in articles])
    insert_rows(session, VersionRow, [version for _, version, _ in articles])
    full_text.add_new(session, [(article.id, tokens) for article, _, tokens in articles])


def add_piece(
    session: Session,
    article: ArticleRow,
    data: ArticleData,
    fetched_at: datetime,
    evidence: EvidenceRef | None,
    tokens: str,
) -> None:
    """Stores one new article with its first version; the session has neither of them.

    Args:
        article: as `new_row` made it. It is given its id; what changes of it later must be
            written by whoever changes it.
        tokens: what `pipeline.found_by` tells of the data.
    """
    number(session, [article])
    version = next_version(article, data, fetched_at, evidence, None, None)
    add_many(session, [(article, version, tokens)])


def set_recheck(session: Session, article: ArticleRow) -> None:
    """Writes when an article is looked at next, where the session does not have it."""
    bound = {"article": article.id, "at": article.recheck_at}
    session.connection().execute(_RECHECK, bound)


def next_version(
    article: ArticleRow | NewArticle,
    data: ArticleData,
    fetched_at: datetime,
    evidence: EvidenceRef | None,
    chain: str | None,
    last_lacked_at: datetime | None,
    read: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The columns of the next version of a stored article, which counts it; it is sealed.

    Args:
        chain: of the version before; None for the first.
        last_lacked_at: the last fetch that saw the article and lacked it.
        read: its `sealed_columns`, where they are known already.
    """
    n = article.versions = article.versions + 1
    columns = read or sealed_columns(data)
    digest = evidence.digest if evidence else None
    return {
        "article_id": article.id,
        "n": n,
        "fetched_at": fetched_at,
        "last_lacked_at": last_lacked_at,
        "evidence_file": evidence.file if evidence else None,
        "evidence_offset": evidence.offset if evidence else None,
        "evidence_length": evidence.length if evidence else None,
        "evidence_digest": digest,
        "chain": next_link(chain, n, fetched_at, columns["reading_digest"], digest),
        **columns,
    }


def keep_reading(
    session: Session,
    version: VersionRow,
    extractor: str,
    data: ArticleData,
    now: datetime,
    *,
    adopted: bool,
) -> None:
    """Keeps what is read for a version now beside it, in place of an older such reading.

    Args:
        extractor: of the readings it is to be compared with.
        adopted: it was read off a later page, for the version's own could not be.
    """
    session.merge(
        ReadingRow(
            version_id=version.id,
            extractor=extractor,
            read_at=now,
            adopted=adopted,
            data=newer_reading(version, data),
        )
    )


def reading_by(session: Session, version: VersionRow, extractor: str) -> ArticleData | None:
    """What to compare readings by an extractor with, if that is kept."""
    if version.extractor == extractor and version.text_pruned_at is None:
        return article_data(version)
    newer = session.get(ReadingRow, version.id)
    if newer is None or newer.extractor != extractor:
        return None
    return newest_reading(version, newer)


def add_edit(
    session: Session,
    article: ArticleRow,
    edit: EditData,
    to_version: int,
    now: datetime,
    *,
    reverts_to: int | None = None,
) -> EditRow:
    """An edit between two consecutive versions.

    Args:
        reverts_to: the earlier version whose content it went back to.
    """
    row = EditRow(
        reverts_to=reverts_to,
        article_id=article.id,
        from_version=to_version - 1,
        to_version=to_version,
        detected_at=now,
        **edit_columns(edit),
    )
    session.add(row)
    session.flush()
    return row


def version_with(session: Session, article: ArticleRow, data: ArticleData) -> int | None:
    """Number of the latest version, before the last one, that has the content of a reading."""
    return session.scalar(
        select(func.max(VersionRow.n)).where(
            VersionRow.article_id == article.id,
            VersionRow.n < article.versions,
            VersionRow.content_hash == content_hash(data),
        )
    )


def titles_given_up_since(session: Session, article: ArticleRow, since: datetime) -> frozenset[str]:
    """Titles that edits since then put others for, where that was no test."""
    rows = session.execute(
        select(EditRow.title_before, EditRow.kinds).where(
            EditRow.article_id == article.id,
            EditRow.detected_at >= since,
            EditRow.title_before != EditRow.title_after,
        )
    )
    return frozenset(
        row.title_before for row in rows if not {"headline test", "template"} & set(row.kinds)
    )


def last_edit(session: Session, article: ArticleRow) -> EditRow | None:
    """The edit that led to the article's latest version."""
    return session.scalar(
        select(EditRow).where(
            EditRow.article_id == article.id, EditRow.to_version == article.versions
        )
    )
