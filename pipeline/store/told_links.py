"""Which known articles a sweep tells of, and which pieces that nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline.identity import link_key
from pipeline.records import ArticleLink, Told
from pipeline.store.tables import ArticleRow, LinkRow


def articles_told(
    session: Session, source: SourceSettings, told: Iterable[Told]
) -> list[tuple[ArticleRow, Told]]:
    """The known articles among those that a sweep tells of, each once."""
    by_key: dict[str, Told] = {}
    for one in told:
        by_key.setdefault(link_key(one.link.url, source.preset, source.rules), one)
        if one.publisher_id is not None:
            by_key.setdefault(one.publisher_id, one)
    linked = select(LinkRow.key, LinkRow.article_id).where(
        LinkRow.source == source.name, LinkRow.key.in_(by_key), LinkRow.article_id.is_not(None)
    )
    identified = select(ArticleRow.identity, ArticleRow.id).where(
        ArticleRow.source == source.name, ArticleRow.identity.in_(by_key)
    )
    ids: dict[str, int] = {}
    for query in (identified, linked):
        ids |= {key: number for key, number in session.execute(query) if number}
    rows = {
        row.id: row
        for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids.values())))
    }
    found: dict[int, Told] = {}
    for key, one in by_key.items():
        if key in ids:
            found.setdefault(ids[key], one)
    return [(rows[number], one) for number, one in found.items()]


def unknown_links(
    session: Session, source: SourceSettings, told: Iterable[Told]
) -> dict[str, ArticleLink]:
    """The links of those pieces that nobody knows of yet, by key.

    Addresses alone: another listing's spelling of a title or stamp would look like a change
    once the section's own listing shows the piece.
    """
    by_key = {link_key(one.link.url, source.preset, source.rules): one for one in told}
    ids = {one.publisher_id for one in by_key.values() if one.publisher_id}
    linked = session.scalars(
        select(LinkRow.key).where(LinkRow.source == source.name, LinkRow.key.in_(by_key))
    ).all()
    read = session.scalars(
        select(ArticleRow.identity).where(
            ArticleRow.source == source.name, ArticleRow.identity.in_([*by_key, *ids])
        )
    ).all()
    known = {*linked, *read}
    return {
        key: ArticleLink(one.link.url)
        for key, one in by_key.items()
        if key not in known and one.publisher_id not in known
    }
