"""Measures the archive: bytes on disk a version, and how fast it is checked, written, taken in.

Pages are made here: 60 kB of K2 markup, a third of it menus and styles that all pages of a
site share, the rest related pieces and a text of 350 words drawn by chance out of 2,000 made up
ones. As gzip, which is how servers send it, it is a quarter of its size, as real pages are. What
records take is measured also for pages that came otherwise, and for files of gzip.
"""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from marsad import jsonlines
from pipeline.evidence.files import Compression, EvidenceArchive
from pipeline.evidence.verification import verify
from pipeline.importing.batches import Importing
from pipeline.records import FetchedPage
from pipeline.store import exporting
from pipeline.store.engine import Store
from tests.builders import fetched, item_url, k2_page, listing, minutes
from tests.keeping import Keeper

_PAGE = 60_000
_SHARED = 20_000
_WORDS = 350
_ARTICLES = 300
#: bytes on disk that a version of such a page may take
_MOST_BYTES = 15_000
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


class Press:
    """Makes pages, the same ones every time."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self._lexicon = ["".join(self._chance.choices(_LETTERS, k=2 + n % 7)) for n in range(2000)]
        self._frame = (
            "<style>"
            + "".join(
                f".{self._code(6)} {{ margin: {n}px auto; color: #{self._code(6)} }}\n"
                for n in range(_SHARED // 45)
            )
            + "</style>"
        )

    def text(self, words: int) -> str:
        # some words are far more frequent than others, as in any language
        weights = [1 / (place + 1) for place in range(len(self._lexicon))]
        return " ".join(self._chance.choices(self._lexicon, weights, k=words))

    def page(self, number: int) -> FetchedPage:
        body = tuple(f"{self.text(_WORDS // 7)}." for _ in range(7))
        html = k2_page(self.text(9), body, hits=self._chance.randrange(9999))
        around = [self._frame]
        size = len(html.encode()) + _SHARED
        while size < _PAGE:
            piece = self._related()
            around.append(piece)
            size += len(piece.encode())
        whole = html.replace("</body>", "".join(around) + "</body>").encode()
        page = fetched(whole, minutes(number / 100), url=item_url(number))
        return sent_as(page, gzip.compress(whole, 6))

    def _related(self) -> str:
        number = self._chance.randrange(99999)
        return (
            f'<li class="catItem"><a class="moduleItemTitle" href="{item_url(number)}">'
            f'{self.text(8)}</a><img src="/media/k2/items/cache/{self._code(32)}_M.jpg"></li>\n'
        )

    def _code(self, characters: int) -> str:
        return "".join(self._chance.choices("0123456789abcdef", k=characters))


def sent_as(page: FetchedPage, payload: bytes) -> FetchedPage:
    """A page whose gzip is the payload, or that came as it is."""
    headers = page.exchange.response_headers
    if payload != page.body:
        headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"))
    return replace(page, exchange=replace(page.exchange, payload=payload, response_headers=headers))


def _by_another(body: bytes) -> bytes:
    """Gzip that no zlib at its usual memory makes, as that of some servers is."""
    stream = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16, memLevel=5)
    return stream.compress(body) + stream.flush()


def _records_otherwise(press: Press, folder: str) -> None:
    pages = [press.page(number) for number in range(_ARTICLES // 5)]
    ways: list[tuple[str, Compression, list[FetchedPage]]] = [
        ("sent as they are", "zstd", [sent_as(one, one.body) for one in pages]),
        (
            "sent as gzip that zlib does not make",
            "zstd",
            [sent_as(one, _by_another(one.body)) for one in pages],
        ),
        ("in files of gzip", "gzip", pages),
    ]
    for told, compression, answers in ways:
        archive = EvidenceArchive(Path(folder) / told, "Marsad/bench", compression)
        size = sum(archive.keep(one).length for one in answers)
        print(f"records of pages {told}: {size / len(answers):,.0f} bytes each")


def main() -> int:
    press = Press()
    with TemporaryDirectory() as folder:
        Store(f"sqlite:///{folder}/marsad.db").close()  # what it holds then is in its file
        store = Store(f"sqlite:///{folder}/marsad.db")
        keeper = Keeper(store, Path(folder))
        empty = _size(folder)
        size = 0
        for number in range(1, _ARTICLES + 1):
            page = press.page(number)
            size += len(page.body)
            keeper.listings.listing(listing(page.url, at=page.fetched_at))
            assert keeper.page(page).what == "new"
        records = sum(path.stat().st_size for path in Path(folder).rglob("*.warc.*"))
        _timed("verify", lambda: len(list(verify(store, keeper.evidence))))
        lines: list[str] = []
        _timed("export versions", lambda: _export(store, lines))
        _timed("import versions", lambda: _import(folder, keeper, lines))
        store.close()
        database = _size(folder) - empty
        _records_otherwise(press, folder)
    each = (records + database) / _ARTICLES
    print(
        f"a version of a page of {size / _ARTICLES:,.0f} bytes takes {each:,.0f} bytes on disk: "
        f"{records / _ARTICLES:,.0f} of records, {database / _ARTICLES:,.0f} of database "
        f"(at most {_MOST_BYTES:,})"
    )
    return int(each > _MOST_BYTES)


def _size(folder: str) -> int:
    """Bytes of the database; what it takes before the first article is no article's."""
    return sum(path.stat().st_size for path in Path(folder).glob("marsad.db"))


def _export(store: Store, lines: list[str]) -> int:
    for one in exporting.versions(store, None):
        lines.append(jsonlines.line(jsonlines.exported_version(one.source, one.view)))
    return len(lines)


def _import(folder: str, keeper: Keeper, lines: list[str]) -> int:
    other = Store(f"sqlite:///{folder}/other.sqlite")
    run = Importing(keeper.settings, other, keeper.timing, "benchmark")
    for start in range(0, len(lines), 100):
        assert run.take(lines[start : start + 100], minutes(1000)) == []
    other.close()
    return len(lines)


def _timed(what: str, call: Callable[[], int]) -> None:
    start = perf_counter()
    count = call()
    print(f"{what}: {count / (perf_counter() - start):,.0f} versions a second")


if __name__ == "__main__":
    raise SystemExit(main())
