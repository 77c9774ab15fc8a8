"""The chain of versions, newer readings beside them, and how far long work has come

Revision: 0007
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.evidence.chain import next_link, reading_digest
from pipeline.store.tables import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_EVIDENCE = (
    ("evidence_file", sa.Text()),
    ("evidence_offset", sa.BigInteger()),
    ("evidence_length", sa.Integer()),
)
_SEALS = ("reading_digest", "chain")
#: versions sealed between two looks at the database
_BATCH = 500

_times = UtcDateTime(timezone=True)
_versions = sa.table(
    "versions",
    *(sa.column(name, sa.Integer()) for name in ("id", "article_id", "n")),
    *(sa.column(name, _times) for name in ("fetched_at", "published_at", "modified_at")),
    *(sa.column(name, sa.Integer()) for name in ("published_offset", "modified_offset")),
    *(
        sa.column(name, sa.JSON())
        for name in ("body", "authors", "agencies", "cited_sources", "tags")
    ),
    *(
        sa.column(name, sa.Text())
        for name in (
            "url",
            "canonical_url",
            "publisher_id",
            "title",
            "byline",
            "credited_source",
            "section",
            "image",
            "language",
            "published_precision",
            "modified_precision",
            "content_hash",
            "extractor",
            *_SEALS,
        )
    ),
)


def upgrade() -> None:
    with op.batch_alter_table("versions") as versions:
        for name in ("evidence_digest", *_SEALS):
            versions.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name, kind in _EVIDENCE:
            versions.alter_column(name, existing_type=kind, nullable=True)
    _seal(op.get_bind())
    with op.batch_alter_table("versions") as versions:
        for name in _SEALS:
            versions.alter_column(name, existing_type=sa.Text(), nullable=False)
    op.create_table(
        "readings",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("read_at", _times, nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_readings_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "progress",
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_progress")),
    )


def _seal(connection: sa.Connection) -> None:
    """Chains the versions that are there; the digests of their responses are not known."""
    article, link = 0, None
    for rows in _batches(connection):
        sealed = []
        for row in rows:
            link = link if row["article_id"] == article else None
            article, reading = row["article_id"], reading_digest(row)
            link = next_link(link, row["n"], row["fetched_at"], reading, None)
            sealed.append({"at": row["id"], "reading": reading, "link": link})
        connection.execute(
            _versions.update()
            .where(_versions.c.id == sa.bindparam("at"))
            .values(reading_digest=sa.bindparam("reading"), chain=sa.bindparam("link")),
            sealed,
        )


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """All versions, article by article."""
    key, last = sa.tuple_(_versions.c.article_id, _versions.c.n), (0, 0)
    while True:
        rows = [
            dict(row)
            for row in connection.execute(
                sa.select(_versions)
                .where(key > last)
                .order_by(_versions.c.article_id, _versions.c.n)
                .limit(_BATCH)
            ).mappings()
        ]
        if not rows:
            return
        last = (rows[-1]["article_id"], rows[-1]["n"])
        yield rows
