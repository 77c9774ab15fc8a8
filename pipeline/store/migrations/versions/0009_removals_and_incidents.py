"""Removals with their reasons, alerts that tell of them, and incidents

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

from pipeline.store.tables import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_times = UtcDateTime(timezone=True)
_UNIQUE = ("topic", "article_id", "version", "kind")


def upgrade() -> None:
    _removals()
    _incidents()


def _removals() -> None:
    op.add_column("articles", sa.Column("absence", sa.Text(), nullable=True))
    op.add_column(
        "articles", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("absence", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("last_seen_at", _times, nullable=False),
        sa.Column("missing_since", _times, nullable=False),
        sa.Column("confirmed_at", _times, nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("restored_at", _times, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_removals_article_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_removals_article_id"), "removals", ["article_id"])
    _name_what_was_missing()
    with op.batch_alter_table("alerts") as alerts:
        alerts.add_column(
            sa.Column("removal_id", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        alerts.drop_constraint("_".join(("uq_alerts", *_UNIQUE)), type_="unique")
        alerts.create_unique_constraint(
            "_".join(("uq_alerts", *_UNIQUE, "removal_id")), [*_UNIQUE, "removal_id"]
        )


def _name_what_was_missing() -> None:
    """Until now 404 and 410 alone could make an article gone, and their words were these."""
    op.execute(
        "UPDATE articles SET absence = CASE state_reason"
        " WHEN 'the server answered 410' THEN 'gone' ELSE 'not-found' END"
        " WHERE state = 'gone' OR state_reason IN"
        " ('the server answered 404', 'the server answered 410')"
    )
    op.execute(
        "INSERT INTO removals (article_id, version, absence, detail, last_seen_at,"
        " missing_since, confirmed_at, looks)"
        " SELECT id, versions, absence, COALESCE(state_reason, ''), last_seen_at,"
        " missing_since, missing_since, strikes"
        " FROM articles WHERE state = 'gone' AND missing_since IS NOT NULL"
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("opened_at", _times, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closed_at", _times, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_source_state"), "incidents", ["source", "state"])
    with op.batch_alter_table("pending_edits") as pending:
        pending.add_column(sa.Column("parts", sa.JSON(), nullable=True))
        pending.add_column(sa.Column("incident_id", sa.Integer(), nullable=True))
        pending.create_foreign_key(
            op.f("fk_pending_edits_incident_id"), "incidents", ["incident_id"], ["id"]
        )
        pending.create_index(op.f("ix_pending_edits_incident_id"), ["incident_id"])
