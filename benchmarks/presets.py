"""Measures the CPU time of pages read by a preset, beside trafilatura's: `make bench-presets`.

The pages are the saved ones of tests/pages, grown to what such sites really send (menus,
modules, scripts, styles, a text of some length). Both readers get the same bytes in the same
run, in turns, so that a busy machine slows both; each turn has texts that neither has met before.
trafilatura is asked for its metadata too, and its own charset detection is spared it.
"""

from __future__ import annotations

import json
import logging
import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Final

from trafilatura import bare_extraction

from pipeline.charset import decode_page
from pipeline.extract import read_article
from pipeline.records import ReadingRules

PAGES: Final = Path(__file__).parents[1] / "tests" / "pages"
#: the share of trafilatura's time that a page read by a preset may take
TARGET: Final = 0.2
#: the quickest of so many counts: on a busy machine the others measure the neighbours
TURNS: Final = 9
FETCHED_AT: Final = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

#: letters of invented words, with the frequent ones more than once
_LETTERS: Final = "اااالللوويييممننتررربسعدهكقفحجشصطخزذضغثظ"
_FRAMES: Final = ("ال{}", "وال{}", "{}", "{}ة", "{}ات", "ب{}", "لل{}", "{}ون", "ي{}", "ت{}", "{}ها")
#: words that hold a text together: more than a third of any
_HOLDING: Final = "في من على إلى أن عن بعد قبل التي الذي مع هذا هذه كما قد لم كان قال وقال بحسب"
_SMALL: Final = tuple(_HOLDING.split())


@dataclass(frozen=True)
class Sample:
    """A page to read."""

    preset: str
    body: bytes
    url: str
    rules: ReadingRules


def samples(turn: int = 0) -> Iterator[Sample]:
    """The saved pages that a preset reads, grown; other words in each turn."""
    for path in sorted(PAGES.rglob("*.html")):
        expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if expected["preset"] is None or "article" not in expected:
            continue
        words = Words(f"{path.stem} {turn}")
        html = grown(path.read_text("utf-8"), expected["article"]["body"], words)
        rules = ReadingRules(preset=expected["preset"], timezone=expected["timezone"])
        yield Sample(expected["preset"], html.encode(), expected["url"], rules)


def grown(html: str, body: list[str], words: Words) -> str:
    """The page with a longer text and all that stands around an article on a real site."""
    for text in sorted(body, key=len)[-3:]:
        more = "".join(f"<p>{words.sentence(45)}.</p>" for _ in range(12))
        html, times = re.subn(
            rf"(<p[^>]*>{re.escape(escape(text, quote=False))}</p>)", rf"\1{more}", html
        )
        if times:
            break
    html = html.replace("</head>", _styles() + "</head>", 1)
    html = re.sub(r"(<body[^>]*>)", lambda found: found[0] + _menus(words), html, count=1)
    before, _, after = html.rpartition("</body>")
    return f"{before}{_modules(words)}{_scripts()}</body>{after}"


class Words:
    """Invented words, a few of them frequent and most of them rare, as in any language."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._known = [self._invented() for _ in range(4000)]

    def _invented(self) -> str:
        letters = "".join(self._random.choices(_LETTERS, k=self._random.randint(3, 4)))
        return self._random.choice(_FRAMES).format(letters)

    def sentence(self, length: int) -> str:
        return " ".join(self._word() for _ in range(length))

    def _word(self) -> str:
        if self._random.random() < 0.35:
            return self._random.choice(_SMALL)
        return self._known[int(len(self._known) ** self._random.random()) - 1]


def _styles() -> str:
    links = "".join(
        f'<link rel="stylesheet" href="/assets/css/part-{n}.css?v=8{n}1">' for n in range(14)
    )
    rules = "".join(f".block-{n} > a:hover{{color:#{n:03x};margin:0 {n}px}}" for n in range(250))
    return f"{links}<style>{rules}</style>"


def _menus(words: Words) -> str:
    def entry(n: int, below: str = "") -> str:
        return (
            f'<li id="menu-item-{n}" class="menu-item menu-item-type-taxonomy level{n % 3}">'
            f'<a href="/index.php/section-{n}"><span>{words.sentence(2)}</span></a>{below}</li>'
        )

    below = "".join(entry(n) for n in range(8))
    entries = "".join(entry(n, f'<ul class="sub-menu">{below}</ul>') for n in range(12))
    return f'<header class="site-top"><nav class="main-menu"><ul>{entries}</ul></nav></header>'


def _modules(words: Words) -> str:
    def teaser(n: int) -> str:
        return (
            f'<div class="teaser even"><a href="/index.php/news/{n}-piece"><img src="/img/{n}.jpg" '
            f'alt="" width="120" height="80"></a><h4><a href="/index.php/news/{n}-piece">'
            f'{words.sentence(8)}</a></h4><span class="when">2{n % 9} نوفمبر 2026</span>'
            f"<p>{words.sentence(18)}</p></div>"
        )

    boxes = "".join(
        f'<div class="moduletable widget-{n}"><h3>{words.sentence(2)}</h3>'
        f"{''.join(teaser(10 * n + k) for k in range(8))}</div>"
        for n in range(6)
    )
    foot = "".join(f'<li><a href="/p/{n}">{words.sentence(2)}</a></li>' for n in range(40))
    return f'<aside class="sidebar">{boxes}</aside><footer class="bottom"><ul>{foot}</ul></footer>'


def _scripts() -> str:
    code = "".join(
        f'window.q=window.q||[];if(a{n}<b&&c>{n}){{q.push({{"slot":"ad-{n}","w":[300,250]}});}}'
        for n in range(180)
    )
    return f"<script>{code}</script>" + '<script async src="/assets/js/app.js"></script>' * 12


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _measured(sample: Sample) -> tuple[float, float]:
    """Seconds of ours and of trafilatura's."""
    text = decode_page(sample.body, "")
    mine = _seconds(
        lambda: read_article(sample.body, sample.url, "text/html", sample.rules, FETCHED_AT)
    )
    return mine, _seconds(lambda: bare_extraction(text, url=sample.url, with_metadata=True))


def main() -> int:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    times: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for turn in range(TURNS + 1):
        for sample in samples(turn):
            measured = _measured(sample)
            if turn:  # the first warms both up
                times[sample.preset, sample.url].append(measured)
                sizes[sample.preset].append(len(sample.body))
    totals: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for (preset, _), pairs in times.items():
        mine, other = (min(each) for each in zip(*pairs, strict=True))
        totals[preset].append((mine, other))
    print(f"{'preset':<12} {'pages':>5} {'kB':>5} {'ms':>7} {'trafilatura':>12} {'ratio':>7}")
    for preset, pairs in sorted(totals.items()):
        _print_row(preset, pairs, statistics.mean(sizes[preset]))
    every = [pair for pairs in totals.values() for pair in pairs]
    _print_row("all", every, statistics.mean(size for one in sizes.values() for size in one))
    ratio = sum(mine for mine, _ in every) / sum(other for _, other in every)
    print(f"wanted: at most {TARGET}")
    return 0 if ratio <= TARGET else 1


def _print_row(name: str, pairs: Sequence[tuple[float, float]], size: float) -> None:
    mine, other = (statistics.mean(each) * 1000 for each in zip(*pairs, strict=True))
    print(
        f"{name:<12} {len(pairs):>5} {size / 1000:>5.0f} {mine:>7.2f} {other:>12.2f} "
        f"{mine / other:>7.3f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
