"""`make bench-edits`: how well kinds are told, and how long a comparison takes.

The 1,000-word edit and the 10,000-word live page are built of the invented paragraphs of the
labelled pairs; times are CPU seconds of this process, the median of some rounds, with difflib
over the same words in the same run.
"""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Callable
from statistics import median

from benchmarks.edits import HALVES, labelled_pairs
from benchmarks.edits.kinds import scores
from pipeline.diff import diff_versions
from pipeline.edits import compare
from pipeline.records import ArticleData

_ROUNDS = 15
#: of the paragraphs, one in so many was edited
_EDITED = 5


def main() -> None:
    for half in HALVES:
        _tell_kinds(half, verbose="--mistakes" in sys.argv)
    print(f"{'words':>8} {'compare':>10} {'diff':>10} {'difflib':>10} {'difflib / diff':>15}")
    for words in (1_000, 10_000):
        _tell_speed(words)


def _tell_kinds(half: str, *, verbose: bool) -> None:
    pairs = labelled_pairs(half)
    found, mistakes = scores(pairs)
    print(f"{half}: {len(pairs)} pairs")
    print(f"{'kind':>14} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}")
    for kind, one in found.items():
        rates = f"{one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f}"
        print(f"{kind:>14} {rates} {one.right:6} {one.wrong:6} {one.missed:6}")
    for pair, told in mistakes if verbose else ():
        print(f"  {pair.id}: {sorted(pair.kinds)}, told {sorted(told)}")
    print()


def _tell_speed(words: int) -> None:
    before, after = _long_article(words)
    compare(before, after)
    old, new = (" ".join(one.body).split() for one in (before, after))
    whole = _median(lambda: compare(before, after), _ROUNDS)
    diff = _median(lambda: diff_versions(before, after), _ROUNDS)
    peer = _median(lambda: difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes(), 3)
    print(
        f"{len(old):8} {whole:7.2f} ms {diff:7.2f} ms {peer:7.1f} ms {peer / diff:15.1f}",
        flush=True,
    )


def _long_article(words: int) -> tuple[ArticleData, ArticleData]:
    """A long page before and after: every fifth paragraph edited, one new at the head."""
    pairs = [
        pair
        for half in HALVES
        for pair in labelled_pairs(half)
        if "_ar" in pair.id and "rewrite" not in pair.kinds
    ]
    old: list[str] = []
    new: list[str] = []
    count = 0
    for number in range(words):
        if count >= words:
            break
        pair, other = pairs[number % len(pairs)], pairs[(7 * number + 3) % len(pairs)]
        before, after = pair.before.body[0], pair.after.body[0]
        rest = f"{' '.join(other.before.body[:2])} وهذه الفقرة رقم {number} من التغطية."
        old.append(f"{before} {rest}")
        new.append(f"{before if number % _EDITED else after} {rest}")
        count += len(old[-1].split())
    head = "وفي آخر التطورات أعلنت اللجنة المنظمة تمديد التظاهرة إلى نهاية الأسبوع المقبل."
    return _article(old), _article([head, *new])


def _article(body: list[str]) -> ArticleData:
    address = "https://fair.example.org/live"
    return ArticleData(address, address, "تغطية حية للمعرض", tuple(body))


def _median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of CPU time."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1_000 * median(times)


if __name__ == "__main__":
    main()
