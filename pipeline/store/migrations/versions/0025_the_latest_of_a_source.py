"""An index by which a source's latest articles are found without a look at all others

Revision: 0025
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_articles_source_id"), "articles", ["source", "id"])
