"""Makes the lists of `pipeline/edits/mending/frequencies` anew: how often a word is written.

    python -m benchmarks.edits.frequencies ../shared/data/jawhara-news-ar.jsonl.gz

Needs wordfreq (`pip install wordfreq`), which nothing else here does. The argument, the pieces of
the ANT corpus, may be left out: then Arabic lacks what is written in its news alone. What is
counted, and why it is shipped so, says docs/decisions/013-words-that-news-are-written-with.md.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module
from math import log10
from pathlib import Path
from typing import Final

from pipeline.edits.mending.frequency import LEAST, LONGEST, STEP, conjoined, folder
from pipeline.edits.words import spelled, words_of

#: by language, what its words are made of once they are keys
_LETTERS: Final = {
    "ar": frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "fr": frozenset("abcdefghijklmnopqrstuvwxyz"),
    "en": frozenset("abcdefghijklmnopqrstuvwxyz"),
}
#: what is rarer is left out: Arabic has more forms of a word
_LEAST_OF: Final = {"ar": LEAST, "fr": LEAST + STEP, "en": LEAST + STEP}
_SHORTEST: Final = 2
#: words of a billion
_BILLION: Final = 1e9
#: pieces of news that hold a word which is taken for a known one, and for how frequent
_LEAST_PIECES: Final = 5
_OF_NEWS: Final = 2.6
#: how far what «و» makes of a word may be from what is counted, and be left out
_NEAR: Final = 0.6


def main(pieces: str | None = None) -> None:
    """Writes a list of each language, and says how large it is."""
    counted = import_module("wordfreq").get_frequency_dict
    for language, letters in _LETTERS.items():
        counts = counted(language, wordlist="large")
        found = _frequencies(counts, letters, _LEAST_OF[language])
        if language == "ar" and pieces is not None:
            found |= {key: max(found.get(key, 0.0), _OF_NEWS) for key in _of_news(Path(pieces))}
        kept = {key: often for key, often in found.items() if not _follows(key, often, found)}
        lines = sorted(f"{key}{_level(often)}" for key, often in kept.items())
        path = Path(str(folder())) / f"{language}.txt.xz"
        path.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
        print(f"{language}: {len(lines):,} words, {path.stat().st_size:,} bytes")


def _frequencies(
    shares: Mapping[str, float], letters: frozenset[str], least: float
) -> dict[str, float]:
    """How often each key is written, as powers of ten; spellings of one are counted together."""
    sums: defaultdict[str, float] = defaultdict(float)
    for word, share in shares.items():
        key = spelled(word)[1]
        if _SHORTEST <= len(key) <= LONGEST and letters.issuperset(key):
            sums[key] += share * _BILLION
    return {key: often for key, count in sums.items() if (often := log10(count)) >= least}


def _of_news(pieces: Path) -> Iterator[str]:
    """The words that several pieces of news hold."""
    held: Counter[str] = Counter()
    with gzip.open(pieces, "rt", encoding="utf-8") as lines:
        for piece in map(json.loads, lines):
            text = f"{piece['title']}\n{piece['text']}"
            held.update({word.key for line in text.splitlines() for word in words_of(line)[0]})
    for key, count in held.items():
        if count >= _LEAST_PIECES and len(key) <= LONGEST and _LETTERS["ar"].issuperset(key):
            yield key


def _follows(key: str, often: float, found: Mapping[str, float]) -> bool:
    """Whether a word is another with «و» before it, and as frequent as that lets expect."""
    rest, less = conjoined(key)
    return bool(rest) and rest in found and abs(found[rest] - less - often) < _NEAR


def _level(often: float) -> int:
    return min(9, int((often - LEAST) / STEP))


if __name__ == "__main__":
    main(*sys.argv[1:2])
