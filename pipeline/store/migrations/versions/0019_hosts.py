"""What is known of the hosts that are asked; failures of sections weigh differently

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("free_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("latency", sa.Double(), nullable=False),
        sa.Column("strain", sa.Double(), nullable=False),
        sa.Column("resting_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("resting_why", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    with op.batch_alter_table("sections") as sections:
        sections.add_column(sa.Column("strain", sa.Double(), nullable=True))
    # until now each failure weighed the same
    op.execute("UPDATE sections SET strain = failures")
    with op.batch_alter_table("sections") as sections:
        sections.alter_column("strain", existing_type=sa.Double(), nullable=False)
