"""What an edit rests on: the evidence of its kinds

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the default is for edits that were compared before this column was there
    with op.batch_alter_table("edits") as edits:
        edits.add_column(
            sa.Column("evidence", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("edits") as edits:
        edits.alter_column("evidence", server_default=None)
