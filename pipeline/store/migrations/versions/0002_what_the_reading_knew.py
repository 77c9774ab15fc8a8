"""What the reading knew: kinds of paragraphs, provenance, live reports, paywalls

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the defaults are for versions that were read before these columns were there
    with op.batch_alter_table("versions") as versions:
        for name, kind, default in (
            ("structure", sa.JSON(), sa.text("'[]'")),
            ("provenance", sa.JSON(), sa.text("'{}'")),
            ("live", sa.Boolean(), sa.false()),
            ("paywalled", sa.Boolean(), sa.false()),
        ):
            versions.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("versions") as versions:
        for name in ("structure", "provenance", "live", "paywalled"):
            versions.alter_column(name, server_default=None)
