"""What sources show that they did not use to; links are found by when they were found

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ailments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("usual", sa.Double(), nullable=True),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ailments")),
    )
    op.create_index(
        op.f("ix_ailments_source_ended_at"), "ailments", ["source", "ended_at"], unique=False
    )
    op.create_index(
        op.f("ix_links_source_discovered_at"), "links", ["source", "discovered_at"], unique=False
    )
