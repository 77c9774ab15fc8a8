"""Destinations that are disabled, notices to the operator, and alerts counted by topic

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

_times = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "destinations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("failing_since", _times, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("disabled_at", _times, nullable=True),
        sa.Column("disabled_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_destinations")),
    )
    op.create_table(
        "sequences",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_sequences")),
    )
    op.add_column(
        "alerts", sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.execute(
        "UPDATE alerts SET sequence = counted.n FROM"
        " (SELECT id, row_number() OVER (PARTITION BY topic ORDER BY id) AS n FROM alerts)"
        " AS counted WHERE counted.id = alerts.id"
    )
    op.execute(
        "INSERT INTO sequences (topic, last) SELECT topic, count(*) FROM alerts GROUP BY topic"
    )
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.alter_column("alert_id", existing_type=sa.Integer(), nullable=True)
