"""Finds speech that no pair of quotation marks holds: dialogue after a dash, words in apostrophes.

And in which paragraphs a quotation goes on that an earlier one opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Word

_DASHES: Final = frozenset("—–-")
_COMMAS: Final = frozenset(",،")
#: between the comma and the verb of who speaks: « …, [a] dit le père »
_BEFORE_VERB: Final = 3
_APOSTROPHE: Final = "'"
#: words of the longest speech in apostrophes
_LONGEST: Final = 80
_CLOSES: Final = {"«": "»", "“": "”"}
_MARKS: Final = re.compile(r'[«»“”]|(?<!\d)"')
#: a mark that opens: after white space or at the beginning, before what it holds
_OPENS: Final = re.compile(r'(?:^|[\s:(])"(?=\w)')
#: paragraphs over which a quotation may run
_MOST_PARAGRAPHS: Final = 4


def dialogue(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """« — Nous partirons demain, a dit le capitaine »: what a dash opens and a speaker ends."""
    if not words or not words[0].gap or words[0].gap[-1] not in _DASHES:
        return
    for at in range(1, len(words)):
        if _COMMAS.isdisjoint(words[at].gap):
            continue
        if any(stem(word.key) in SPEECH for word in words[at : at + _BEFORE_VERB]):
            yield 0, at
            return


def single_marks(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """ "She wrote that 'nobody told us' in May": apostrophes that stand where marks do."""
    start = -1
    for at, word in enumerate(words):
        if _APOSTROPHE not in word.space:
            continue
        before, _, after = word.space.partition(_APOSTROPHE)
        opens = (before[-1:].isspace() or at == 0 or before[-1:] in "([:") and not after
        closes = not before and after[:1] and not word.space.isalpha()
        if start >= 0 and closes and at - start <= _LONGEST:
            yield start, at
            start = -1
        elif opens:
            start = at


def running_on(paragraphs: Sequence[str]) -> dict[int, str]:
    """The paragraphs that begin within a quotation, each with the mark that closes it.

    A quotation runs on only where a later paragraph closes what was left open, and opens none of
    its own before.
    """
    found: dict[int, str] = {}
    for at, text in enumerate(paragraphs):
        closing = _left_open(text)
        if not closing or at in found:
            continue
        for later in range(at + 1, min(at + 1 + _MOST_PARAGRAPHS, len(paragraphs))):
            first = _MARKS.search(paragraphs[later])
            if first is None:
                continue
            if _is_closing(paragraphs[later], first, closing):
                found.update(dict.fromkeys(range(at + 1, later + 1), closing))
            break
    return found


def _left_open(text: str) -> str:
    """The mark that would close what a paragraph leaves open; "" where it leaves nothing."""
    for opening, closing in _CLOSES.items():
        if text.count(opening) == text.count(closing) + 1:
            return closing if text.rfind(opening) > text.rfind(closing) else ""
    if text.count('"') % 2 == 0:
        return ""
    last = text.rfind('"')
    return '"' if _OPENS.match(text, max(0, last - 1)) or _OPENS.match(text, last) else ""


def _is_closing(text: str, mark: re.Match[str], closing: str) -> bool:
    if mark[0] != closing or mark.start() == 0:
        return False
    return closing != '"' or (text.count('"') % 2 == 1 and not text[mark.start() - 1].isspace())
