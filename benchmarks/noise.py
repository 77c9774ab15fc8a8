"""`make bench-noise`: false edits on pages that nobody edits, and edits missed among the noise.

Invented pages, half in K2's markup and half of no system, misbehave in eight sorts. Each look is
read and stored as the service does it, with a clock that jumps to whatever is due next: rechecks
by age, and the looks that pending edits ask for. A title that alternates may leave one record of
kind `headline test`; any other edit that nobody made is false.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from sqlalchemy import select

from benchmarks.edits import HALVES, labelled_pairs
from benchmarks.watching import watching
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import ArticleRow, PendingEditRow
from tests.builders import NOW, fetched, item_url, k2_page, listing, settings
from tests.reading_here import take

_ARTICLES: Final = 200
_RECHECKS: Final = 10_000
_EDITED_RECHECKS: Final = 2_000
#: in the second run a piece is edited before one in so many of its rechecks
_EDIT_EVERY: Final = 6
_PARAGRAPHS: Final = 5
_PROMOS: Final = (
    "اشتركوا في نشرتنا البريدية لتصلكم الأخبار كل صباح",
    "شاهد أيضا: صور من سوق السمك القديم",
    "حملوا تطبيقنا على هواتفكم",
    "ملف خاص: مدن الساحل في مئة عام",
    "تابعونا على قناتنا الجديدة",
    "بودكاست الأسبوع: حكايات الميناء",
)
_NAMES: Final = ("أمينة سالم", "أمينة سالم — تابعوها", "قسم الأخبار")
_BANNERS: Final = (
    "نستعمل ملفات تعريف الارتباط لتحسين خدماتنا. موافق. رفض.",
    "موقعنا يستخدم الكوكيز، بالمواصلة فإنك توافق على سياسة الخصوصية.",
    "خصوصيتك تهمنا: اقبل الكل أو خصص اختياراتك.",
)
_WORDS: Final = ("ناجحة", "استثنائية", "متواضعة", "مخيبة", "رائعة", "هادئة")


@dataclass
class Piece:
    """An invented piece as its editors have it."""

    number: int
    title: str
    other_title: str
    body: list[str]
    published: datetime
    count: int = 120
    word: int = 0
    #: words that edits put in, not found yet
    made: list[str] = field(default_factory=list)

    def text(self) -> list[str]:
        return [
            *self.body,
            f"وقال المنظمون في اليوم الأخير إن الدورة كانت {_WORDS[self.word % len(_WORDS)]} "
            f"وإنهم سيعودون إلى القاعة {self.number} في الموعد نفسه.",
            f"وبلغ عدد المسجلين في اللقاء {self.count} شخصا من مختلف مدن الجهة رقم {self.number}.",
        ]

    def edit(self, chance: random.Random) -> None:
        """One word, or one figure."""
        if chance.random() < 0.5:
            self.word += 1
            self.made.append(_WORDS[self.word % len(_WORDS)])
        else:
            self.count += chance.randrange(1, 40)
            self.made.append(str(self.count))


@dataclass
class Shown:
    """What one answer shows of a piece."""

    title: str
    body: list[str]
    byline: str = "أمينة سالم"
    hits: int = 10
    above: str = ""
    below: str = ""


Sort = Callable[[Shown, Piece, random.Random, datetime], None]


def counters(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    page.hits = chance.randrange(100, 90_000)
    page.body.append(f"شوهد هذا الخبر {chance.randrange(100, 90_000)} مرة")


def related_links(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    links = [
        f'<li><a href="{item_url(number)}">خبر آخر من أخبار الجهة رقم {number}</a></li>'
        for number in chance.sample(range(1000, 2000), 5)
    ]
    page.below = f"<h3>اقرأ أيضا</h3><ul>{''.join(links)}</ul>"
    page.body.insert(2, f"اقرأ أيضا: خبر من أرشيف الجريدة رقم {chance.randrange(40)}")


def adverts(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    if chance.random() < 0.7:
        text = f"إعلان: تخفيضات {chance.randrange(10, 60)} بالمئة في متجر {chance.randrange(25)}"
        page.body.insert(chance.randrange(1, len(page.body)), text)


def relative_times(page: Shown, piece: Piece, _chance: random.Random, now: datetime) -> None:
    minutes = int((now - piece.published).total_seconds() // 60) + 5
    for length, unit in ((7 * 1440, "أسابيع"), (1440, "أيام"), (60, "ساعات"), (1, "دقائق")):
        if minutes >= 3 * length:
            ago = f"منذ {minutes // length} {unit}"
            break
    page.above = f"<div class='ago'>{ago}</div>"
    page.body.append(f"آخر تحديث لهذه الصفحة {ago}")


def promos(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    page.body.insert(3, chance.choice(_PROMOS))


def headlines(page: Shown, piece: Piece, chance: random.Random, _now: datetime) -> None:
    page.title = chance.choice((piece.title, piece.other_title))


def bylines(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    page.byline = chance.choice((*_NAMES, f"أمينة سالم · {chance.randrange(900, 2000)} متابعا"))


def banners(page: Shown, _piece: Piece, chance: random.Random, _now: datetime) -> None:
    if chance.random() < 0.6:
        page.above = f"<div class='notice'><p>{chance.choice(_BANNERS)}</p></div>"
    if chance.random() < 0.4:
        page.body.insert(0, chance.choice(_BANNERS))


SORTS: Final[tuple[Sort, ...]] = (
    counters,
    related_links,
    adverts,
    relative_times,
    promos,
    headlines,
    bylines,
    banners,
)


def rendered(piece: Piece, sort: Sort, chance: random.Random, now: datetime) -> str:
    """The page as it is put together at one fetch."""
    page = Shown(piece.title, piece.text())
    sort(page, piece, chance, now)
    if piece.number % 2:
        html = k2_page(page.title, tuple(page.body), byline=page.byline, hits=page.hits)
        html = html.replace('<div id="k2Container"', f'{page.above}<div id="k2Container"')
        return html.replace("</body>", f"{page.below}</body>")
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in page.body)
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8">
<title>{escape(page.title)} | جريدة الميناء</title><meta property="og:type" content="article">
</head><body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>{page.above}<main><article>
<h1>{escape(page.title)}</h1><p class="byline">بقلم: {escape(page.byline)}</p>
<time datetime="2026-03-01T09:30:00+01:00">1 مارس 2026</time>
<div class="content">{paragraphs}</div></article><aside>{page.below}</aside></main>
<footer>عدد الزوار اليوم {page.hits}</footer></body></html>"""


@dataclass
class Result:
    """What one run came to."""

    rechecks: int = 0
    looks: int = 0
    made: int = 0
    #: edits that nobody made, by sort
    false: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    tests: int = 0


class Simulation:
    """A source whose pages misbehave, watched with a simulated clock."""

    def __init__(self, store: Store, folder: Path, articles: int, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self._store = store
        source = settings(folder).sources[0].model_dump() | {"preset": None, "confirm": None}
        self._settings = settings(folder, sources=[source])
        self._listings, self._ingest = watching(self._settings, store, folder)
        self._pieces = {piece.number: piece for piece in _pieces(articles)}
        self._ids: dict[int, int] = {}
        for section in ("culture", "local"):
            self._listings.done("outlet", section, NOW)

    def run(self, rechecks: int, *, edits: bool) -> Result:
        result = Result()
        for number in self._pieces:
            at = NOW + timedelta(seconds=number)
            self._listings.listing(listing(item_url(number), at=at))
            self._look(number, at)
        with self._store.read() as session:
            for row in session.scalars(select(ArticleRow)):
                self._ids[row.id] = int(row.url.rsplit("/", 1)[1].split("-")[0])
        while result.rechecks < rechecks:
            number, at, confirms = self._next()
            piece = self._pieces[number]
            if not confirms:
                result.rechecks += 1
                if edits and self._chance.randrange(_EDIT_EVERY) == 0:
                    piece.edit(self._chance)
                    result.made += 1
            result.looks += 1
            self._look(number, at)
        self._settle(result)
        self._count(result)
        return result

    def _settle(self, result: Result) -> None:
        """One more look at each page, and those that pending edits ask for."""
        with self._store.read() as session:
            due = {row.id: row.recheck_at for row in session.scalars(select(ArticleRow))}
        latest = max((at for at in due.values() if at), default=NOW)
        for article, number in self._ids.items():
            at = latest
            for _ in range(20):
                self._look(number, at)
                result.looks += 1
                with self._store.read() as session:
                    waits = session.scalar(
                        select(PendingEditRow.confirm_at).where(
                            PendingEditRow.article_id == article, PendingEditRow.settled.is_(None)
                        )
                    )
                if waits is None:
                    break
                at = waits

    def _next(self) -> tuple[int, datetime, bool]:
        """The page that is due first, when, and whether a pending edit asks for it."""
        with self._store.read() as session:
            row, confirm_at = session.execute(
                select(ArticleRow, PendingEditRow.confirm_at)
                .outerjoin(
                    PendingEditRow,
                    (PendingEditRow.article_id == ArticleRow.id) & PendingEditRow.settled.is_(None),
                )
                .where(ArticleRow.recheck_at.is_not(None))
                .order_by(ArticleRow.recheck_at)
                .limit(1)
            ).one()
        assert row.recheck_at is not None, "the query asks for those that have one"
        return self._ids[row.id], row.recheck_at, confirm_at is not None

    def _look(self, number: int, at: datetime) -> None:
        piece = self._pieces[number]
        sort = SORTS[number // 2 % len(SORTS)]
        html = rendered(piece, sort, self._chance, at)
        take(self._ingest, fetched(html, at, url=item_url(number)))

    def _count(self, result: Result) -> None:
        with self._store.read() as session:
            edits = queries.edits(session)
        for edit in reversed(edits):
            piece = self._pieces[self._ids[edit.article]]
            name = SORTS[piece.number // 2 % len(SORTS)].__name__
            if edit.edit.kinds == ("headline test",):
                result.tests += 1
                continue
            came = " ".join(change.after for change in edit.edit.changes).split()
            # two edits between two looks are one; what was put in last is what is there
            found = [word for word in piece.made if word in came]
            if not found:
                result.false[name] = result.false.get(name, 0) + 1
                continue
            del piece.made[: piece.made.index(found[-1]) + 1]
        for piece in self._pieces.values():
            name = SORTS[piece.number // 2 % len(SORTS)].__name__
            if piece.made:
                result.missed[name] = result.missed.get(name, 0) + len(piece.made)


def _pieces(count: int) -> list[Piece]:
    """Pieces of invented paragraphs, no paragraph in two of them."""
    pairs = [
        pair
        for half in HALVES
        for pair in labelled_pairs(half)
        if "_ar" in pair.id and len(pair.before.body[0].split()) > 8
    ]
    return [
        Piece(
            number=number,
            title=f"{pairs[number % len(pairs)].before.title} ({number})",
            other_title=f"تعرفوا على ما جرى في المدينة رقم {number} هذا الأسبوع",
            body=[
                f"{pairs[(number * _PARAGRAPHS + n) % len(pairs)].before.body[0]} "
                f"وهذا ما جاء في العدد {number} من الجريدة."
                for n in range(_PARAGRAPHS)
            ],
            published=NOW - timedelta(minutes=10),
        )
        for number in range(1, count + 1)
    ]


def simulate(articles: int, rechecks: int, *, edits: bool, seed: int = 7) -> Result:
    with TemporaryDirectory(prefix="marsad-noise-") as folder:
        store = Store(f"sqlite:///{folder}/marsad.db")
        try:
            return Simulation(store, Path(folder), articles, seed).run(rechecks, edits=edits)
        finally:
            store.close()


def main() -> None:
    ends = True
    for edits, rechecks in ((False, _RECHECKS), (True, _EDITED_RECHECKS)):
        start = perf_counter()
        found = simulate(_ARTICLES, rechecks, edits=edits)
        print(
            f"{found.rechecks} rechecks of {_ARTICLES} articles, {found.looks} looks in "
            f"{perf_counter() - start:.0f} s: {sum(found.false.values())} false edits "
            f"{found.false or ''}, {found.tests} headline tests; {found.made} edits made, "
            f"{sum(found.missed.values())} missed {found.missed or ''}",
            flush=True,
        )
        ends = ends and not found.false and not found.missed
    sys.exit(0 if ends else 1)


if __name__ == "__main__":
    main()
