"""Measures the CPU time of pages read by a preset, beside trafilatura's: `make bench-presets`.

The pages are the saved ones of tests/pages, grown to what such sites really send (menus,
modules, scripts, styles, a text of some length). Both readers get the same bytes in the same
run, in turns, so that a busy machine slows both; trafilatura is asked for its metadata too, and
its own charset detection is spared it.
"""

from __future__ import annotations

import json
import logging
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from trafilatura import bare_extraction

from pipeline.charset import decode_page
from pipeline.extract import read_article
from pipeline.records import ArticleData, ReadingRules

PAGES: Final = Path(__file__).parents[1] / "tests" / "pages"
#: the share of trafilatura's time that a page read by a preset may take
TARGET: Final = 0.2
#: the quickest of so many counts: on a busy machine the others measure the neighbours
ROUNDS: Final = 9

_TEXT: Final = (
    "قالت البلدية إن أشغال الطريق الجديد تبدأ الأسبوع المقبل بعد موافقة المجلس على الكلفة وذكرت "
    "مصادر محلية أن سكان الحي ينتظرون المشروع منذ سنوات وأن الشركة سلمت المرحلة الأولى قبل موعدها"
)
_WORDS: Final = _TEXT.split()


@dataclass(frozen=True)
class Sample:
    """A page to read."""

    preset: str
    body: bytes
    url: str
    rules: ReadingRules


def samples() -> Iterator[Sample]:
    """The saved pages that a preset reads, grown."""
    for path in sorted(PAGES.rglob("*.html")):
        expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if expected["preset"] is None or "article" not in expected:
            continue
        paragraphs = [text for text in expected["article"]["body"] if len(text) > 80]
        html = grown(path.read_text("utf-8"), paragraphs)
        rules = ReadingRules(preset=expected["preset"], timezone=expected["timezone"])
        yield Sample(expected["preset"], html.encode(), expected["url"], rules)


def grown(html: str, paragraphs: list[str]) -> str:
    """The page with a longer text and all that stands around an article on a real site."""
    for text in paragraphs[1:2]:
        more = "".join(f"<p>{_sentence(n, 45)}.</p>" for n in range(12))
        html = re.sub(rf"(<p[^>]*>\s*{re.escape(escape(text))}\s*</p>)", rf"\1{more}", html)
    html = html.replace("</head>", _styles() + "</head>", 1)
    html = re.sub(r"(<body[^>]*>)", lambda found: found[0] + _menus(), html, count=1)
    before, _, after = html.rpartition("</body>")
    return f"{before}{_modules()}{_scripts()}</body>{after}"


def _sentence(start: int, length: int) -> str:
    return " ".join(_WORDS[(start * 7 + n * (1 + start % 3)) % len(_WORDS)] for n in range(length))


def _styles() -> str:
    links = "".join(
        f'<link rel="stylesheet" href="/assets/css/part-{n}.css?v=8{n}1">' for n in range(14)
    )
    rules = "".join(f".block-{n} > a:hover{{color:#{n:03x};margin:0 {n}px}}" for n in range(250))
    return f"{links}<style>{rules}</style>"


def _menus() -> str:
    def entry(n: int, below: str = "") -> str:
        return (
            f'<li id="menu-item-{n}" class="menu-item menu-item-type-taxonomy level{n % 3}">'
            f'<a href="/index.php/section-{n}"><span>{_sentence(n, 2)}</span></a>{below}</li>'
        )

    below = "".join(entry(n) for n in range(8))
    entries = "".join(entry(n, f'<ul class="sub-menu">{below}</ul>') for n in range(12))
    return f'<header class="site-top"><nav class="main-menu"><ul>{entries}</ul></nav></header>'


def _modules() -> str:
    def teaser(n: int) -> str:
        return (
            f'<div class="teaser even"><a href="/index.php/news/{n}-piece"><img src="/img/{n}.jpg" '
            f'alt="" width="120" height="80"></a><h4><a href="/index.php/news/{n}-piece">'
            f'{_sentence(n, 8)}</a></h4><span class="when">2{n % 9} نوفمبر 2026</span>'
            f"<p>{_sentence(n + 3, 18)}</p></div>"
        )

    boxes = "".join(
        f'<div class="moduletable widget-{n}"><h3>{_sentence(n, 2)}</h3>'
        f"{''.join(teaser(10 * n + k) for k in range(8))}</div>"
        for n in range(6)
    )
    foot = "".join(f'<li><a href="/p/{n}">{_sentence(n, 2)}</a></li>' for n in range(40))
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


def main() -> int:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    ours: defaultdict[str, list[float]] = defaultdict(list)
    theirs: defaultdict[str, list[float]] = defaultdict(list)
    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for sample in samples():
        text = decode_page(sample.body, "")

        def read(sample: Sample = sample) -> object:
            return read_article(sample.body, sample.url, "text/html", sample.rules)

        def extract(text: str = text, url: str = sample.url) -> object:
            return bare_extraction(text, url=url, with_metadata=True)

        if not isinstance(reading := read(), ArticleData):
            print(f"{sample.preset} {sample.url}: {reading}", file=sys.stderr)
            return 1
        extract()
        pairs = [(_seconds(read), _seconds(extract)) for _ in range(ROUNDS)]
        ours[sample.preset].append(min(mine for mine, _ in pairs))
        theirs[sample.preset].append(min(other for _, other in pairs))
        sizes[sample.preset].append(len(sample.body))
    print(f"{'preset':<12} {'pages':>5} {'kB':>5} {'ms':>7} {'trafilatura':>12} {'ratio':>7}")
    for name in sorted(ours):
        mine, other = statistics.mean(ours[name]) * 1000, statistics.mean(theirs[name]) * 1000
        size = statistics.mean(sizes[name]) / 1000
        print(
            f"{name:<12} {len(ours[name]):>5} {size:>5.0f} {mine:>7.2f} {other:>12.2f} "
            f"{mine / other:>7.3f}"
        )
    mine, other = (
        sum(value for times in each.values() for value in times) for each in (ours, theirs)
    )
    print(f"all: {mine / other:.3f} of trafilatura's time (at most {TARGET} wanted)")
    return 0 if mine <= TARGET * other else 1


if __name__ == "__main__":
    raise SystemExit(main())
