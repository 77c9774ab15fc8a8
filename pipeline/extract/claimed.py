"""Where a page's claims were read, for the readers that fill up an article from them."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.structured import PageClaims
from pipeline.records import Provenance


def claimed_where(claims: PageClaims, names: Iterable[str]) -> dict[str, str]:
    """The provenance of fields that were taken from the claims, by the fields' names."""
    return {
        name: str(Provenance.JSON_LD if name in claims.from_json_ld else Provenance.META)
        for name in names
    }
