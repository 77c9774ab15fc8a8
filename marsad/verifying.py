"""Runs `marsad verify`: progress, a line for each damaged version, and a count of all."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from config.settings import Settings
from marsad import VERSION, jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err, out
from marsad.wording import counted
from pipeline.evidence.files import EvidenceArchive
from pipeline.evidence.verification import Checked, verify
from pipeline.store import queries


def verify_archive(settings: Settings, since: datetime | None, *, as_json: bool) -> bool:
    """Checks everything and tells what is damaged; whether nothing is."""
    evidence = EvidenceArchive(settings.data / "warc", f"Marsad/{VERSION}")
    responses: Counter[str] = Counter()
    articles: set[int] = set()
    damaged = revisits = 0
    with opened_store(settings) as store:
        with store.read() as session:
            expected = queries.version_count(session)
        with progress_bar("checking", None if since else expected) as advance:
            for one in verify(store, evidence, since):
                advance(1)
                responses[one.response] += 1
                revisits += one.revisits
                articles.add(one.article)
                if one.damage:
                    damaged += 1
                    _tell(one, as_json=as_json)
    total = responses.total()
    if as_json:
        print(  # noqa: T201 - program output
            jsonlines.line(
                {
                    "articles": len(articles),
                    "versions": total,
                    "damaged": damaged,
                    "responses": {
                        name: responses[name] for name in ("kept", "pruned", "none", "damaged")
                    },
                    "revisits": revisits,
                }
            )
        )
        return not damaged
    told = ", ".join(f"{count} {name}" for name, count in sorted(responses.items()))
    err.print(
        f"{counted(total, 'version')} of {counted(len(articles), 'article')} checked, "
        f"{damaged} damaged" + (f"; responses: {told}; revisits: {revisits}" if told else ""),
        style="red" if damaged else "green",
        soft_wrap=True,
    )
    return not damaged


def _tell(one: Checked, *, as_json: bool) -> None:
    if as_json:
        found = {"article": one.article, "n": one.n, "damage": list(one.damage)}
        print(jsonlines.line(found))  # noqa: T201 - program output
        return
    for damage in one.damage:
        out.print(f"article {one.article}, version {one.n}: {damage}", soft_wrap=True, markup=False)
