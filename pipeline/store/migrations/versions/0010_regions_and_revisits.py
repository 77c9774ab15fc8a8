"""What a reading rests on, unchanged rechecks as revisit records, texts that retention takes

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("vain", sa.Integer(), nullable=False),
        sa.Column("region", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_regions_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_regions")),
    )
    op.create_table(
        "revisits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_file", sa.Text(), nullable=True),
        sa.Column("evidence_offset", sa.BigInteger(), nullable=True),
        sa.Column("evidence_length", sa.Integer(), nullable=False),
        sa.Column("evidence_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_revisits_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisits")),
    )
    op.create_index(op.f("ix_revisits_version_id"), "revisits", ["version_id"])
    op.create_index(op.f("ix_revisits_evidence_file"), "revisits", ["evidence_file"])
    # added in place: rows of other tables refer to this one
    op.add_column("versions", sa.Column("text_pruned_at", sa.DateTime(timezone=True)))
