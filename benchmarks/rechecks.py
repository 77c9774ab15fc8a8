"""Measures rechecks of articles that have not changed: what a look costs, how often it is enough.

    python -m benchmarks.rechecks [--shared DIR]

Real pages (`benchmarks.corpora`) and K2 pages made here are fetched six times each, while what
pages move at every fetch moves: tokens, generated comments, adverts, related pieces, counters,
versions of styles and scripts, relative times. Then one word of the text, or one figure, is
changed, and it is counted whether a look would have hidden it. No page's text is printed.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from time import process_time
from typing import Final

from benchmarks.archive import Press
from benchmarks.corpora import load_corpora, shared_folder
from pipeline.extract import read_article
from pipeline.extract.read_region import find_region, look_again
from pipeline.extract.recheck import ReadRegion
from pipeline.records import ArticleData, ReadingRules

_FETCHES: Final = 6
_EVERY: Final = 8
_MADE: Final = 60
_HEADLINES: Final = (
    "أسعار الخضر تتراجع في أسواق الجملة",
    "Le port rouvre après trois jours de tempête",
    "Council to vote on the night bus",
    "المنتخب يستعد لمباراة الغد",
)
_ASSET: Final = re.compile(rb"\.(css|js)([\"'])")
_OPEN_BODY: Final = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
_END_OF_TITLE: Final = re.compile(rb"</h1\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A page that is fetched again and again."""

    body: bytes
    url: str
    rules: ReadingRules
    at: datetime | None


@dataclass(slots=True)
class _Counts:
    """What came of a set of pages, times in seconds of the processor."""

    readings: list[float]
    looks: list[float]
    proofs: list[float]
    #: pages of which some part was shown to be enough
    proven: int = 0
    decided: int = 0
    rechecks: int = 0
    edits: int = 0
    hidden: int = 0
    #: all that was spent on rechecks with looks
    spent: float = 0.0


def _noisy(body: bytes, chance: random.Random) -> bytes:
    """The page as another fetch would have it."""
    token = f"{chance.getrandbits(64):x}".encode()
    headlines = "".join(
        f'<li><a href="/n/{chance.randrange(9999)}">{chance.choice(_HEADLINES)}</a></li>'
        for _ in range(8)
    ).encode()
    body = _ASSET.sub(rb".\1?v=" + token + rb"\2", body)
    body = body.replace(
        b"</head>",
        b'<meta name="csrf-token" content="%b"><script nonce="%b">var t="%b"</script></head>'
        % (token, token, token),
        1,
    )
    body = _OPEN_BODY.sub(
        lambda found: (
            found[0]
            + b'<!-- %b --><div class="ad" id="ad-%b"><a href="/c?%b">+</a></div>'
            % (token, token, token)
        ),
        body,
        count=1,
    )
    body = _END_OF_TITLE.sub(
        lambda found: found[0] + b'<span class="n">%d views</span>' % chance.randrange(9999),
        body,
        count=1,
    )
    tail = b'<ul class="latest">%b</ul><p class="now">%d min</p>' % (
        headlines,
        chance.randrange(60),
    )
    return body.replace(b"</body>", tail + b"</body>", 1)


def _edited(body: bytes, article: ArticleData, chance: random.Random) -> bytes | None:
    """The page with a word or a figure of its text changed; None where it is not found as it is."""
    text = chance.choice(article.body)
    words = [word for word in re.findall(r"\w{4,}|\d+", text) if body.count(word.encode()) == 1]
    if not words:
        return None
    word = chance.choice(words)
    other = str(int(word) + 3) if word.isascii() and word.isdigit() else word[:-1] + "كx"
    return body.replace(word.encode(), other.encode())


def _measure(subjects: Sequence[_Subject]) -> _Counts:
    counts = _Counts([], [], [])
    for number, subject in enumerate(subjects):
        _recheck(subject, random.Random(number), counts)
    return counts


def _recheck(subject: _Subject, chance: random.Random, counts: _Counts) -> None:
    region: ReadRegion | None = None
    is_proven, wide = False, True
    for fetch in range(_FETCHES):
        body = _noisy(subject.body, chance)
        if fetch:
            counts.rechecks += 1
        if region is not None:
            start = process_time()
            known = look_again(body, "text/html", subject.rules, region)
            counts.looks.append(process_time() - start)
            counts.spent += counts.looks[-1]
            if known is not None:
                counts.decided += 1
                continue
            wide = False
        start = process_time()
        article = read_article(body, subject.url, "text/html", subject.rules, subject.at)
        counts.readings.append(process_time() - start)
        if not isinstance(article, ArticleData):
            return
        start = process_time()
        region = find_region(
            body, subject.url, "text/html", subject.rules, subject.at, article, wide=wide
        )
        counts.proofs.append(process_time() - start)
        if fetch:
            counts.spent += counts.readings[-1] + counts.proofs[-1]
        is_proven |= region is not None
    counts.proven += is_proven
    if region is not None:
        _try_edits(subject, body, region, chance, counts)


def _try_edits(
    subject: _Subject, body: bytes, region: ReadRegion, chance: random.Random, counts: _Counts
) -> None:
    before = read_article(body, subject.url, "text/html", subject.rules, subject.at)
    assert isinstance(before, ArticleData)
    for _ in range(4):
        changed = _edited(body, before, chance)
        if changed is None:
            continue
        changed = _noisy(changed, chance)
        after = read_article(changed, subject.url, "text/html", subject.rules, subject.at)
        if isinstance(after, ArticleData) and (after.title, after.body) == (
            before.title,
            before.body,
        ):
            continue  # the word stood elsewhere as well, or is no part of what is read
        counts.edits += 1
        counts.hidden += look_again(changed, "text/html", subject.rules, region) is not None


def _tell(name: str, counts: _Counts) -> bool:
    full, look = mean(counts.readings), mean(counts.looks)
    print(
        f"\n{name}: {counts.rechecks} rechecks; of {counts.proven} articles a part of the page "
        f"was shown to be enough\n"
        f"  a reading {1000 * full:.2f} ms, a look {1000 * look:.2f} ms: "
        f"{look / full:.3f} of it (at most 0.100)\n"
        f"  decided by a look: {counts.decided} ({counts.decided / counts.rechecks:.0%})\n"
        f"  all rechecks, with readings and proofs where they were needed: "
        f"{counts.spent / (counts.rechecks * full):.2f} of readings each time\n"
        f"  edits of a word or a figure hidden: {counts.hidden} of {counts.edits}"
    )
    return look <= full / 10 and not counts.hidden


def _made() -> Iterator[_Subject]:
    press, rules = Press(), ReadingRules(preset="joomla-k2")
    for number in range(1, _MADE + 1):
        page = press.page(number)
        yield _Subject(page.body, page.url, rules, page.fetched_at)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure rechecks of unchanged articles.")
    parser.add_argument("--shared", help="the folder that holds data/")
    given = parser.parse_args()
    good = _tell("K2 pages of 60 kB, made here", _measure(list(_made())))
    pages = load_corpora(shared_folder(given.shared))[::_EVERY]
    real = [_Subject(page.body(), page.url, ReadingRules(), page.crawled_at) for page in pages]
    good &= _tell("real pages, without a preset", _measure(real))
    return int(not good)


if __name__ == "__main__":
    raise SystemExit(main())
