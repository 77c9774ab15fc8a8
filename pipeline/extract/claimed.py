"""Where a page's claims were read, for the readers that fill up an article from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline.dates import parse_machine
from pipeline.extract.structured import PageClaims

_STAMPS: Final = ("published", "modified")


def claimed_where(claims: PageClaims, names: Iterable[str]) -> dict[str, str]:
    """The provenance of fields that were taken from the claims, by the fields' names."""
    found = {name: _where(claims, name) for name in names}
    return {name: where for name, where in found.items() if where}


def _where(claims: PageClaims, name: str) -> str | None:
    usable = (
        claim
        for claim in claims.of(name)
        if name not in _STAMPS or parse_machine(claim.text, claims.zone)
    )
    return next((str(claim.provenance) for claim in usable), None)
