"""What an edit may be and how much it may matter: words that settings and edits share."""

from __future__ import annotations

from typing import Literal

#: see docs/edits.md; in the order in which kinds are told
EditKind = Literal[
    "headline",
    "headline test",
    "figures",
    "quote",
    "names",
    "negation",
    "attribution",
    "correction",
    "addition",
    "removal",
    "rewrite",
    "wording",
    "spelling",
    "formatting",
    "metadata",
    "touched",
    "template",
]
Severity = Literal["none", "low", "medium", "high"]
