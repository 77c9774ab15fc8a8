"""Deliveries that wait, digests that carry them, and what calm destinations were sent

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_times = UtcDateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("held", sa.Text(), nullable=True))
        deliveries.add_column(sa.Column("released_at", _times, nullable=True))
        deliveries.add_column(sa.Column("digest_id", sa.Text(), nullable=True))
        deliveries.add_column(
            sa.Column("carries", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        deliveries.create_foreign_key(
            op.f("fk_deliveries_digest_id"), "deliveries", ["digest_id"], ["id"]
        )
    op.create_index(
        op.f("ix_deliveries_digest_id"),
        "deliveries",
        ["digest_id"],
        unique=False,
        sqlite_where=sa.text("digest_id IS NOT NULL"),
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )
    op.add_column("destinations", sa.Column("digested_at", _times, nullable=True))
    op.add_column("destinations", sa.Column("recent", sa.JSON(), nullable=True))
