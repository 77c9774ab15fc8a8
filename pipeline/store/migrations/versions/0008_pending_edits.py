"""Edits that wait to be confirmed, and what is known to waver

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pending_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", _TIME, nullable=False),
        sa.Column("last_lacked_at", _TIME),
        sa.Column("confirm_at", _TIME),
        sa.Column("validators_wrong", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.Text()),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_pending_edits_article_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pending_edits"),
    )
    op.create_index("ix_pending_edits_article_id", "pending_edits", ["article_id"])
    op.create_index("ix_pending_edits_confirm_at", "pending_edits", ["confirm_at"])
    op.create_table(
        "pending_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pending_id", sa.Integer(), nullable=False),
        sa.Column("fetched_at", _TIME, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("evidence_file", sa.Text()),
        sa.Column("evidence_offset", sa.BigInteger()),
        sa.Column("evidence_length", sa.Integer()),
        sa.Column("evidence_digest", sa.Text()),
        sa.ForeignKeyConstraint(
            ["pending_id"], ["pending_edits.id"], name="fk_pending_readings_pending_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pending_readings"),
    )
    op.create_index("ix_pending_readings_pending_id_id", "pending_readings", ["pending_id", "id"])
    op.create_index("ix_pending_readings_evidence_file", "pending_readings", ["evidence_file"])
    op.create_table(
        "wavering",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("grown", sa.Integer(), nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_wavering_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_wavering"),
    )
    # added in place: rows of other tables refer to these tables
    op.add_column("edits", sa.Column("reverts_to", sa.Integer()))
    op.add_column("alerts", sa.Column("pending_id", sa.Integer()))
    # what articles of older releases were seen to be is not known
    op.add_column("articles", sa.Column("steady", sa.Integer(), nullable=False, server_default="0"))
