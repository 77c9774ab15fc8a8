"""What is queued is found by its destination

Revision: 0015
"""

from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_deliveries_queues",
        "deliveries",
        ["state", "destination", "next_attempt_at", "created_at", "id"],
        unique=False,
    )
