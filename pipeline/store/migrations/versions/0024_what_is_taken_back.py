"""Withdrawn alerts name the alert that they take back

Revision: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_UNIQUE = ("topic", "article_id", "version", "kind", "removal_id")


def upgrade() -> None:
    with op.batch_alter_table("alerts") as alerts:
        alerts.add_column(
            sa.Column("takes_back", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        alerts.drop_constraint("_".join(("uq_alerts", *_UNIQUE)), type_="unique")
        alerts.create_unique_constraint(
            "_".join(("uq_alerts", *_UNIQUE, "takes_back")), [*_UNIQUE, "takes_back"]
        )
    # an unconfirmed edit and a confirmed one may have been told of the same version: where two
    # could be meant, none is named
    op.execute(
        "UPDATE alerts SET takes_back = COALESCE((SELECT min(told.id) FROM alerts AS told"
        " WHERE told.topic = alerts.topic AND told.article_id = alerts.article_id"
        " AND told.version = alerts.version AND told.id < alerts.id"
        " AND told.kind IN ('edit', 'entered', 'left', 'unconfirmed')"
        " GROUP BY told.topic HAVING count(*) = 1), 0) WHERE kind = 'withdrawn'"
    )
