"""A watchlist's latest alerts are found by an index, for its feed

Revision: 0016
"""

from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_alerts_watchlist_id"), "alerts", ["watchlist", "id"], unique=False)
