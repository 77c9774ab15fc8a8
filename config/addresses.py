"""What makes an address usable: of a web site, a database, a Sentry project.

Never quotes an address in what it raises: addresses hold passwords. Opens nothing.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

#: under a country's domain these stand where a name would: news.com.dz, ahram.org.eg
_SECOND_LEVEL = frozenset(
    {"ac", "asso", "co", "com", "edu", "go", "gouv", "gov", "info", "mil", "net", "or", "org"}
)
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url(text: str) -> str:
    """The database's address in the form SQLAlchemy opens, with psycopg 3 for PostgreSQL.

    Raises:
        ValueError: what to write instead, for people.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ValueError(
            "write sqlite:///data/marsad.db or postgresql://user:password@host/name"
        ) from None
    if url.drivername not in _DRIVERS:
        raise ValueError("only sqlite:/// and postgresql:// databases are known")
    url = url.set(drivername=_DRIVERS[url.drivername])
    if url.drivername == "sqlite":
        _check_file(url)
    return url.render_as_string(hide_password=False)


def database_under(address: str, folder: Path) -> str:
    """The address with SQLite's relative path taken from `folder`; others unchanged."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite" or url.database is None:
        return address
    return url.set(database=str(folder / url.database)).render_as_string(hide_password=False)


def is_sentry_dsn(text: str) -> bool:
    # here, because it takes longer to load than all the rest and few files need it
    from sentry_sdk.utils import Dsn

    try:
        Dsn(text)
    except ValueError:  # BadDsn is one; urllib raises others for a malformed host or port
        return False
    return True


def same_site(host: str, other: str) -> bool:
    """Whether two hosts look like one outlet's: www., m., a subdomain, the same parent.

    A guess at the registered domain without the public suffix list, which changes
    weekly; good enough to catch a pasted address of somebody else's site.
    """
    return _registered(host) == _registered(other)


def name_labels(host: str) -> tuple[str, ...]:
    """The parts of a host that name its outlet: `fr.news.com.dz` → `("fr", "news")`.

    Without `www` and mobile prefixes; empty for an IP address.
    """
    registered, bare = _registered(host), host.strip("[]").rstrip(".").lower()
    try:
        ip_address(bare)
    except ValueError:
        below = bare.removesuffix(registered).rstrip(".").split(".")
        kept = (one for one in below if one not in ("", "www", "m", "mobile", "amp", "wap"))
        return (*kept, registered.partition(".")[0])
    return ()


def _registered(host: str) -> str:
    bare = host.strip("[]").rstrip(".").lower()
    try:
        return str(ip_address(bare))
    except ValueError:
        labels = bare.split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if country else -2 :])


def _check_file(url: URL) -> None:
    if url.host:
        raise ValueError("a SQLite file needs three slashes, or four before an absolute path")
    if url.database in (None, "", ":memory:"):
        raise ValueError("a database in memory forgets everything: write sqlite:///data/marsad.db")
    if str(url.database).startswith("file:"):
        raise ValueError("write the SQLite file's path itself, without file:")
