"""Whether speech that stayed is no quotation any more, since its marks went."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from pipeline.edits.judging.pair import Pair
from pipeline.edits.judging.side import QUOTES
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Sentence

#: words in marks of fewer are what the writer keeps at a distance
_LEAST_WORDS: Final = 4
#: how far from a quotation the verb of who says it stands
_BEFORE, _AFTER = 12, 4


def look_at_unquoted(pair: Pair) -> None:
    """Tells a quotation of which the words stayed and are quoted no longer.

    Marks that come around words which somebody was said to say anyway are only marks.
    """
    old, new = pair.before.sentence, pair.after.sentence
    if not any(word.quotation for word in old.words):
        return
    place = dict(pair.compared.equal)
    for number, places in groupby(enumerate(old.words), key=lambda placed: placed[1].quotation):
        run = [at for at, _ in places]
        if not number or len(run) < _LEAST_WORDS or not _is_marked(old, run):
            continue
        kept = [place[at] for at in run if at in place]
        plain = not any(new.words[at].quotation for at in kept)
        if plain and 2 * len(kept) > len(run) and _is_said(old, run):
            pair.tell("quote", old.said(run[0], run[-1] + 1), new.said(kept[0], kept[-1] + 1))


def _is_marked(sentence: Sentence, run: list[int]) -> bool:
    """Whether marks stand on both sides of some words."""
    end = run[-1] + 1
    closing = sentence.words[end].gap if end < len(sentence.words) else sentence.tail
    opening = sentence.words[run[0]].gap
    return any(char in QUOTES for char in opening) and any(char in QUOTES for char in closing)


def _is_said(sentence: Sentence, run: list[int]) -> bool:
    """Whether somebody is told to say what stands in marks."""
    words = sentence.words
    beside = (
        *words[max(0, run[0] - _BEFORE) : run[0]],
        *words[run[-1] + 1 : run[-1] + 1 + _AFTER],
    )
    return any(stem(word.key) in SPEECH for word in beside)
