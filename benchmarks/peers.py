"""Reads pages by the tools that Marsad is measured beside, each as its authors have it used.

What they read may be kept on disk, by tool and version, since they take minutes over a corpus.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.corpora import CorpusPage


@dataclass(frozen=True, slots=True)
class ToolReading:
    """What a tool read off a page; None or empty where it found nothing."""

    #: one paragraph a line
    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    #: publication as the tool tells it: a day or a moment, ISO 8601
    published: str | None = None
    #: seconds of processor time; of the run that made it, when kept on disk
    cpu: float = 0.0


def _trafilatura(body: bytes, url: str, *, fast: bool) -> ToolReading:
    from trafilatura import bare_extraction

    document = bare_extraction(
        body, url=url, fast=fast, with_metadata=True, include_comments=False, include_tables=True
    )
    if document is None or isinstance(document, dict):
        return ToolReading()
    names = (document.author or "").split("; ")
    return ToolReading(
        document.text or "", document.title, tuple(filter(None, names)), document.date
    )


def _newspaper(body: bytes, url: str) -> ToolReading:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from newspaper import Article
        from newspaper.exceptions import ArticleException

    from pipeline.charset import decode_page

    article = Article(url, fetch_images=False)
    try:
        article.download(input_html=decode_page(body, ""))
        article.parse()
    except (ArticleException, ValueError, ImportError, LookupError):
        return ToolReading()  # the last two: it lacks a tokenizer for the language
    when = article.publish_date
    return ToolReading(
        article.text, article.title, tuple(article.authors), when.isoformat() if when else None
    )


def _htmldate(body: bytes, url: str) -> ToolReading:
    from htmldate import find_date

    return ToolReading(published=find_date(body, url=url, original_date=True))


#: name in the tables → distribution, reader
PEERS: Final[dict[str, tuple[str, Callable[[bytes, str], ToolReading]]]] = {
    "trafilatura": ("trafilatura", lambda body, url: _trafilatura(body, url, fast=False)),
    "trafilatura fast": ("trafilatura", lambda body, url: _trafilatura(body, url, fast=True)),
    "newspaper4k": ("newspaper4k", _newspaper),
    "htmldate": ("htmldate", _htmldate),
}


def timed(reader: Callable[[bytes, str], ToolReading], page: CorpusPage) -> ToolReading:
    """A page as a tool reads it, with the processor time that the reading took."""
    body = page.body()
    before = time.process_time()
    reading = reader(body, page.url)
    return replace(reading, cpu=time.process_time() - before)


def peer_readings(
    name: str, pages: Iterable[CorpusPage], kept: Path | None, *, anew: bool = False
) -> list[ToolReading]:
    """What a peer reads on each page, from what was kept of an earlier run where it may be.

    Args:
        name: one of `PEERS`.
        pages: the pages, of one corpus or several.
        kept: the folder where readings are kept, None to keep none.
        anew: read again what was kept.
    """
    distribution, reader = PEERS[name]
    file = kept / f"{name.replace(' ', '-')}-{version(distribution)}.json" if kept else None
    known: dict[str, dict[str, Any]] = {}
    if file and file.exists() and not anew:
        known = json.loads(file.read_text("utf-8"))
    readings, learnt = [], False
    for page in pages:
        key = f"{page.corpus}/{page.name}"
        if key not in known:
            known[key], learnt = asdict(timed(reader, page)), True
        readings.append(ToolReading(**{**known[key], "authors": tuple(known[key]["authors"])}))
    if file and learnt:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    return readings
