"""What is learned of how often articles are edited; alerts are found by their article

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("learned_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_learned")),
    )
    with op.batch_alter_table("alerts") as alerts:
        alerts.create_index(op.f("ix_alerts_article_id"), ["article_id"], unique=False)
