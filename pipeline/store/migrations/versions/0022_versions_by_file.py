"""The versions whose responses are in a file are found by an index, for pruning

Revision: 0022
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_versions_evidence_file"), "versions", ["evidence_file"], unique=False)
