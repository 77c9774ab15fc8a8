"""Tells whether the full-text index is well, by what `pipeline.store.index_check` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from marsad.doctor.findings import Finding
from marsad.wording import counted
from pipeline.store.engine import Store
from pipeline.store.index_check import look_at_index

#: seconds for SQLite's whole index
_PATIENCE: Final = 30.0
_ADVICE: Final = "marsad reindex makes it anew; the service may run meanwhile"


def full_text_index(store: Store) -> Iterator[Finding]:
    """Whether it is well; of an archive without articles nothing."""
    state = look_at_index(store, _PATIENCE)
    if state.trouble:
        told = f"{state.trouble}; searches miss articles, and new ones may not be stored"
        yield Finding("full-text", "bad", told, _ADVICE)
    elif state.left:
        told = (
            f"{counted(state.left, 'article is', 'articles are')} taken in while the service runs"
        )
        yield Finding("full-text", "ok", told)
    elif state.asked:
        yield Finding(
            "full-text", "ok", f"has the words of the latest {counted(state.asked, 'article')}"
        )
