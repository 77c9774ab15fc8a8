"""Brings a database to the newest schema by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Runs the migrations that are missing, in the connection's transaction."""
    config = migration_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def known_schemas() -> set[str]:
    """Every revision this Marsad can start from."""
    script = ScriptDirectory.from_config(migration_config())
    return {revision.revision for revision in script.walk_revisions()}


def migration_config() -> Config:
    """Alembic's configuration, pointing at the migrations in this package."""
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
