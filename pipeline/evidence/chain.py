"""The hash chain of an article's versions: what was kept cannot be changed unnoticed.

    reading = hash of all that was read for a version
    chain   = hash of the chain before it, its number, when it was fetched, reading, evidence

Since the chain holds hashes and no texts, it can still be checked where a response was pruned.
It proves that nothing was changed by somebody who did not also compute every later link anew.
Pure; what stands on disk is compared by `pipeline.evidence.verification`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final

#: changes whenever the same version would hash differently
_VERSION: Final = "v1"
#: the columns of a version that the reading's hash covers; never to be changed under one
#: `_VERSION`, for a column that comes later is not in the versions sealed before
_READ: Final = (
    "url",
    "canonical_url",
    "publisher_id",
    "title",
    "body",
    "byline",
    "authors",
    "agencies",
    "credited_source",
    "cited_sources",
    "section",
    "tags",
    "image",
    "language",
    "published_at",
    "published_offset",
    "published_precision",
    "modified_at",
    "modified_offset",
    "modified_precision",
    "content_hash",
    "extractor",
)
_read: Final = itemgetter(*_READ)


def _time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_ASCII: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_time)


def reading_digest(columns: Mapping[str, Any]) -> str:
    """`v1:` and the SHA-256 of what was read for a version.

    Args:
        columns: a version's columns by name; lists as lists, times as aware datetimes.
    """
    return _hash(_read(columns))


def next_link(
    previous: str | None, n: int, fetched_at: datetime, reading: str, evidence: str | None
) -> str:
    """The link of the chain that seals a version.

    Args:
        previous: the link of the version before; None for the first.
        n: the version's number within its article.
        fetched_at: aware.
        reading: see `reading_digest`.
        evidence: the digest of the kept response; None where none was kept or taken.
    """
    return _hash((previous, n, fetched_at, reading, evidence))


def _hash(content: Sequence[Any]) -> str:
    # in ASCII even half a surrogate pair can be encoded
    encoded = _ASCII.encode(content)
    return f"{_VERSION}:{sha256(encoded.encode('ascii')).hexdigest()}"
