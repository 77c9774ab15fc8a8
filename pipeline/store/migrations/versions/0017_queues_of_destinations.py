"""What is queued is found by its destination

Revision: 0017
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_deliveries_queues",
        "deliveries",
        ["state", "destination", "next_attempt_at", "created_at", "id"],
        unique=False,
    )
