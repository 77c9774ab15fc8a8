"""Texts and digests as bytes, and of signatures what articles are looked up by

Revision: 0014
"""

import json
import zlib
from base64 import b85decode
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from pipeline.store.packed import digest_bytes, pack

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

#: rows written between two looks at the database
_BATCH: Final = 500

_Convert = Callable[[Any], bytes]


def upgrade() -> None:
    op.drop_index(op.f("ix_versions_content_hash"), "versions")
    _turn(
        "versions",
        "id",
        body=(_json, False),
        structure=(_json, False),
        provenance=(_json, False),
        content_hash=(digest_bytes, False),
        evidence_digest=(digest_bytes, True),
        reading_digest=(digest_bytes, False),
        chain=(digest_bytes, False),
    )
    op.create_index(op.f("ix_versions_content_hash"), "versions", ["content_hash"])
    _turn("readings", "version_id", data=(_json, True))
    _turn("regions", "article_id", region=(_json, True))
    _turn("edits", "id", evidence=(_json, False), changes=(_json, False))
    _turn("revisits", "id", evidence_digest=(digest_bytes, False))
    _turn("pending_readings", "id", data=(_json, False), evidence_digest=(digest_bytes, True))
    _turn("signatures", "article_id", signature=(_keys, False))
    with op.batch_alter_table("signatures") as signatures:
        signatures.alter_column("signature", new_column_name="keys", existing_type=sa.LargeBinary())
    _shorten_bands()


def _turn(table: str, key: str, **columns: tuple[_Convert, bool]) -> None:
    """Makes bytes of columns.

    Args:
        key: the column that tells the rows apart.
        columns: by name, what turns a value, and whether there may be none.
    """
    for name in columns:
        op.add_column(table, sa.Column(f"{name}_", sa.LargeBinary(), nullable=True))
    connection = op.get_bind()
    # as text in both databases, whatever the column is
    old = {
        name: sa.column(name) if name == "signature" else sa.cast(sa.column(name), sa.Text())
        for name in columns
    }
    rows = sa.table(table, sa.column(key), *(sa.column(f"{name}_") for name in columns))
    last = 0
    while found := connection.execute(
        sa.select(rows.c[key], *old.values())
        .where(rows.c[key] > last)
        .order_by(rows.c[key])
        .limit(_BATCH)
    ).all():
        connection.execute(
            sa.update(rows)
            .where(rows.c[key] == sa.bindparam("at"))
            .values(
                {
                    f"{name}_": sa.bindparam(f"new_{name}", type_=sa.LargeBinary())
                    for name in columns
                }
            ),
            [
                {"at": at}
                | {
                    f"new_{name}": None if value is None else columns[name][0](value)
                    for name, value in zip(columns, values, strict=True)
                }
                for at, *values in found
            ],
        )
        last = found[-1][0]
    with op.batch_alter_table(table) as altered:
        for name, (_, is_nullable) in columns.items():
            altered.drop_column(name)
            altered.alter_column(
                f"{name}_",
                new_column_name=name,
                existing_type=sa.LargeBinary(),
                nullable=is_nullable,
            )


def _json(text: str) -> bytes:
    """JSON as it was written, or, of a body, its JSON compressed and in base 85."""
    value = json.loads(text)
    if isinstance(value, str) and value.startswith("z:"):
        value = json.loads(zlib.decompress(b85decode(value[2:])).decode("utf-8", "surrogatepass"))
    return pack(value)


def _keys(signature: bytes) -> bytes:
    """What the bands of a signature are looked up by: 35 bits each below the band's number."""
    digests = (
        blake2b(bytes(signature)[band * 16 : band * 16 + 16], digest_size=8).digest()
        for band in range(32)
    )
    return b"".join(
        (band << 35 | int.from_bytes(digest, "little") >> 29).to_bytes(5, "little")
        for band, digest in enumerate(digests)
    )


def _shorten_bands() -> None:
    """Of the 58 bits below a band's number the upper 35."""
    op.execute("CREATE TABLE bands_before AS SELECT key, article_id FROM bands")
    op.execute("DELETE FROM bands")
    op.execute(
        "INSERT INTO bands (key, article_id)"
        " SELECT DISTINCT ((key >> 58) << 35) + ((key & 288230376151711743) >> 23), article_id"
        " FROM bands_before ORDER BY 1, 2"
    )
    op.execute("DROP TABLE bands_before")
