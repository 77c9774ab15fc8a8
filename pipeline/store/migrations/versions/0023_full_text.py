"""The full-text index, which articles that are there enter later, some at a time

Revision: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        # only which articles have a token is kept; signs that tokens may hold are letters
        op.execute(
            "CREATE VIRTUAL TABLE full_text USING fts5("
            "words, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '.~'\")"
        )
    else:
        op.create_table(
            "full_text",
            sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            sa.ForeignKeyConstraint(
                ["article_id"], ["articles.id"], name=op.f("fk_full_text_article_id")
            ),
            sa.PrimaryKeyConstraint("article_id", name=op.f("pk_full_text")),
        )
        op.create_index("ix_full_text_words", "full_text", ["words"], postgresql_using="gin")
    # pipeline.store.full_text goes on from there
    op.execute(
        "INSERT INTO progress (work, position, counts)"
        " SELECT 'full-text', latest, '{}' FROM (SELECT max(id) AS latest FROM articles) AS known"
        " WHERE latest IS NOT NULL"
    )
