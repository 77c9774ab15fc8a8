"""Loads the two corpora of real pages that reading is developed and measured on.

They lie outside the checkout, since news text belongs to its publishers: see `shared_folder`.
What is measured on them is for the benchmarks to say.

    pages-web          trafilatura's evaluation set: snippets that must and must not be in the body
    pages-publishers   Fundus' test pages: what a parser written by hand for the site reads
"""

from __future__ import annotations

import gzip
import html
import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal

#: names the folder that holds `data/`, where it is not `../shared` beside the checkout
VARIABLE: Final = "MARSAD_SHARED"

Corpus = Literal["pages-web", "pages-publishers"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What somebody found on a page; empty or None where nobody looked."""

    #: snippets that the body must hold, and must not
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    #: the body's paragraphs in order with its subheads: the standfirst apart, since parsers
    #: differ in whether it is one
    summary: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    #: those of `paragraphs` that are subheads
    subheads: tuple[str, ...] = ()
    title: str | None = None
    #: None: nobody looked; empty: the page names none
    authors: tuple[str, ...] | None = None
    #: the day of publication
    day: date | None = None
    #: the moment of publication, aware; None also where its zone was not written down
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """A saved page, where it came from and what is known of it."""

    corpus: Corpus
    #: unique within its corpus, such as "at/ORF_2024_11_22"
    name: str
    url: str
    #: the file, gzipped
    path: Path
    truth: Truth
    #: when it was had, aware (the corpus says no zone: taken as UTC); None: not known
    crawled_at: datetime | None = None

    def body(self) -> bytes:
        """The page's bytes as they were saved; read anew at each call."""
        return gzip.decompress(self.path.read_bytes())


def shared_folder(given: str | None = None) -> Path:
    """The folder that holds `data/`: the one given, else `MARSAD_SHARED`'s, else `../shared`."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    return Path(given or os.environ.get(VARIABLE) or beside)


def load_corpora(shared: Path) -> tuple[CorpusPage, ...]:
    """All pages of both corpora in a fixed order.

    Raises:
        SystemExit: a corpus is not there, which is said aloud; it is no failure (status 0).
    """
    web, publishers = (shared / "data" / name for name in ("pages-web", "pages-publishers"))
    if missing := [folder.name for folder in (web, publishers) if not folder.is_dir()]:
        print(f"nothing measured: {' and '.join(missing)} not found in {shared / 'data'}")
        print(f"(name the folder that holds data/ by --shared or {VARIABLE})")
        raise SystemExit(0)
    return (*_pages_web(web), *_pages_publishers(publishers))


def _pages_web(folder: Path) -> list[CorpusPage]:
    known = json.loads((folder / "truth.json").read_text("utf-8"))
    return [
        CorpusPage(
            "pages-web",
            facts["file"].removesuffix(".html"),
            url,
            folder / "html" / f"{facts['file']}.gz",
            Truth(
                present=tuple(facts["with"]),
                absent=tuple(facts["without"]),
                title=html.unescape(facts.get("title", "")) or None,
                authors=_authors(facts["author"]) if "author" in facts else None,
                day=date.fromisoformat(facts["date"]) if facts.get("date") else None,
            ),
        )
        for url, facts in known.items()
    ]


def _authors(given: str | list[str]) -> tuple[str, ...]:
    """One name, several in a list, or as the page prints them, joined by words or commas."""
    names = [given] if isinstance(given, str) else given
    return tuple(name for name in names if name)


def _pages_publishers(folder: Path) -> list[CorpusPage]:
    """The versions of a site's parser go by time, one page each, as its pages do by their names."""
    pages = []
    for country in sorted(path for path in folder.iterdir() if path.is_dir()):
        notes = json.loads((country / "meta.info").read_text("utf-8"))
        for results in sorted(country.glob("*.json")):
            versions = json.loads(results.read_text("utf-8"))
            saved = sorted(
                path
                for path in country.glob(f"{results.stem}_*.html.gz")
                if path.name.rsplit("_", 3)[0] == results.stem
            )
            for version, path in zip(sorted(versions), saved, strict=True):
                pages.append(_publishers_page(path, notes[path.name], versions[version]))
    return pages


def _publishers_page(path: Path, note: dict[str, str], facts: dict[str, Any]) -> CorpusPage:
    moment = datetime.fromisoformat(facts["publishing_date"])
    sections = facts["body"]["sections"]
    return CorpusPage(
        "pages-publishers",
        f"{path.parent.name}/{path.name.removesuffix('.html.gz')}",
        note["url"],
        path,
        Truth(
            summary=tuple(facts["body"]["summary"]),
            paragraphs=tuple(
                text for part in sections for text in (*part["headline"], *part["paragraphs"])
            ),
            subheads=tuple(text for part in sections for text in part["headline"]),
            title=facts["title"],
            authors=tuple(facts["authors"]) if "authors" in facts else None,
            day=moment.date(),
            moment=moment if moment.tzinfo else None,
        ),
        crawled_at=datetime.fromisoformat(note["crawl_date"]).replace(tzinfo=UTC),
    )
