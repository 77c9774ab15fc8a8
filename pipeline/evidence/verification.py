"""Checks the archive: the chain of every article's versions, and every response on disk.

It says what is damaged and mends nothing. A version whose response was pruned, or that came
without one, is sound as long as its chain is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from pipeline.evidence.chain import next_link, reading_digest
from pipeline.evidence.files import EvidenceArchive, EvidenceError
from pipeline.store.engine import Store
from pipeline.store.rows import evidence_ref
from pipeline.store.tables import ArticleRow, RevisitRow, VersionRow

#: versions read in one transaction
_BATCH = 200

#: what became of a version's response: on disk and as it was kept; taken away by the rules of
#: retention; there never was one; missing or changed
Response = Literal["kept", "pruned", "none", "damaged"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One version as it was found."""

    article: int
    n: int
    response: Response
    #: what is wrong, a clear line each; none: it is sound
    damage: tuple[str, ...] = ()
    #: rechecks that found it unchanged, of which a record is on disk as it was kept
    revisits: int = 0


def verify(
    store: Store, evidence: EvidenceArchive, since: datetime | None = None
) -> Iterator[Checked]:
    """Every version with what is wrong with it, article by article, a batch at a time.

    Args:
        since: checks only articles with a version fetched since then, those whole.
    """
    last: tuple[int, int] = (0, 0)
    before: VersionRow | None = None
    while True:
        with store.read() as session:
            rows = _batch(session, last, since)
            revisits = _revisits(session, [row.id for row, _, _ in rows])
        if not rows:
            return
        for row, versions, is_last in rows:
            if before is not None and before.article_id != row.article_id:
                before = None
            held = versions if is_last else None
            yield _check(row, before, held, evidence, revisits.get(row.id, ()))
            before = row
        last = (before.article_id, before.n) if before else last


def _batch(session: Session, last: tuple[int, int], since: datetime | None) -> list[Any]:
    """The next versions, each with its article's count and whether it is the last there is."""
    key = tuple_(VersionRow.article_id, VersionRow.n)
    later = VersionRow.__table__.alias()
    is_last = ~(
        select(later.c.id)
        .where(later.c.article_id == VersionRow.article_id, later.c.n > VersionRow.n)
        .exists()
    )
    query = (
        select(VersionRow, ArticleRow.versions, is_last)
        .join(ArticleRow, ArticleRow.id == VersionRow.article_id)
        .where(key > last)
        .order_by(VersionRow.article_id, VersionRow.n)
        .limit(_BATCH)
    )
    if since is not None:
        recent = select(later.c.article_id).where(later.c.fetched_at >= since)
        query = query.where(VersionRow.article_id.in_(recent))
    return list(session.execute(query))


def _revisits(session: Session, versions: list[int]) -> dict[int, list[RevisitRow]]:
    """By version, the rechecks that were kept."""
    found: dict[int, list[RevisitRow]] = {}
    for row in session.scalars(
        select(RevisitRow).where(RevisitRow.version_id.in_(versions)).order_by(RevisitRow.id)
    ):
        found.setdefault(row.version_id, []).append(row)
    return found


def _check(
    row: VersionRow,
    before: VersionRow | None,
    held: int | None,
    evidence: EvidenceArchive,
    revisits: Sequence[RevisitRow],
) -> Checked:
    damage = list(_chain_damage(row, before))
    if held is not None and held != row.n:
        damage.append(f"the article had {held} versions, the last there is is {row.n}")
    response: Response = "kept"
    ref = evidence_ref(row)
    if ref is None:
        response = "none" if row.evidence_length is None else "pruned"
    else:
        try:
            evidence.check(ref)
        except EvidenceError as error:
            response = "damaged"
            damage.append(f"response: {error}")
    sound = 0
    for revisit in revisits:
        if (ref := evidence_ref(revisit)) is None:
            continue  # pruned
        try:
            evidence.records(ref)
            sound += 1
        except EvidenceError as error:
            damage.append(f"revisit: {error}")
    return Checked(row.article_id, row.n, response, tuple(damage), sound)


def _chain_damage(row: VersionRow, before: VersionRow | None) -> Iterator[str]:
    if row.n != (before.n if before else 0) + 1:
        yield f"the version before it is {before.n if before else 'missing'}"
    columns = {name: getattr(row, name) for name in VersionRow.__table__.columns.keys()}  # noqa: SIM118 - a collection of columns, not a dict
    if row.text_pruned_at is None and reading_digest(columns) != row.reading_digest:
        yield "what was read is not what was kept"
    previous = before.chain if before else None
    link = next_link(previous, row.n, row.fetched_at, row.reading_digest, row.evidence_digest)
    if link != row.chain:
        yield "the chain is broken: this version or the one before was changed"
