"""What listings say of when to come again, and what was asked of sources by the hour

Revision: 0021
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sections", sa.Column("ttl", sa.Integer(), nullable=True))
    op.create_table(
        "spent",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("hour", UtcDateTime(timezone=True), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("rechecks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "hour", name=op.f("pk_spent")),
    )
