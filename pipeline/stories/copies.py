"""Whether two texts that look alike are copies of one piece.

What counts is how much of the shorter stands in the longer, so that a copy may have lost its
tail or gained an intro. Three things look like copies and are none: a page with the next piece
appended, a bulletin with today's figures, and short lines that are alike by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Final

from pipeline.stories.shingles import SIZE, ComparedText

#: below so many words two texts are copies only where they are all but the same
SHORT: Final = 25
#: and below so many never: «التفاصيل لاحقا» is everybody's
SHORTEST: Final = 8
_NEARLY_SAME: Final = 0.9
#: least share of all shingles, and least share of the shorter's, in common; either will do
_ALIKE: Final = 0.5
_WITHIN: Final = 0.7
#: pieces of a source, of unrelated titles, that have a shingle before it is its furniture
_OFTEN: Final = 3
#: before the text in common, a copy has at most an intro of its own: so many words, or this
#: share of the longer text
_INTRO_WORDS: Final = 25
_INTRO_SHARE: Final = 0.25
#: of the first shingles of a place, how many must be in common for the copy to begin there
_WINDOW: Final = 10
_WINDOW_COMMON: Final = 6
#: least words of a title that is looked for in another's text
_TELLING_TITLE: Final = 4
#: a bulletin's texts have so many figures each, of which most differ
_MANY_FIGURES: Final = 3
_SAME_FIGURES: Final = 0.5
_SAME_DESPITE_FIGURES: Final = 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common, and what follows."""

    #: shingles in common, of all that either has; 0 to 1
    jaccard: float
    #: shingles in common, of all that the shorter has; 0 to 1
    within: float
    #: why they are no copies; None: they are
    objection: str | None

    @property
    def copies(self) -> bool:
        return self.objection is None


def judge(one: ComparedText, other: ComparedText, boilerplate: Set[int] = frozenset()) -> Likeness:
    """Compares two texts; which of them comes first makes no difference.

    Args:
        one: a text.
        other: another.
        boilerplate: shingles that do not count, see `boilerplate`.
    """
    mine, theirs = one.distinct - boilerplate, other.distinct - boilerplate
    common = len(mine & theirs)
    least = min(len(mine), len(theirs))
    jaccard = common / (len(mine) + len(theirs) - common) if least else 0.0
    within = common / least if least else 0.0
    # what is left once the boilerplate is gone decides whether there is enough to go by
    return Likeness(jaccard, within, _objection(one, other, mine & theirs, least, jaccard, within))


def boilerplate(texts: Iterable[ComparedText]) -> frozenset[int]:
    """Shingles of a source's furniture: those that pieces under three unrelated titles have.

    Args:
        texts: pieces of one source, the compared one among them.
    """
    titled: list[tuple[frozenset[str], set[int]]] = []
    for text in texts:
        title = frozenset(text.title)
        for known, shingles in titled:
            if _akin(known, title):
                shingles |= text.distinct
                break
        else:
            titled.append((title, set(text.distinct)))
    times = Counter(shingle for _, shingles in titled for shingle in shingles)
    return frozenset(shingle for shingle, count in times.items() if count >= _OFTEN)


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))


def _objection(
    one: ComparedText,
    other: ComparedText,
    common: Set[int],
    least: int,
    jaccard: float,
    within: float,
) -> str | None:
    if least < SHORTEST - SIZE + 1:
        return "too short to tell"
    if least < SHORT - SIZE + 1:
        return None if jaccard >= _NEARLY_SAME else "short, and not nearly the same"
    if jaccard < _ALIKE and within < _WITHIN:
        return "too little in common"
    if jaccard < _SAME_DESPITE_FIGURES and _other_figures(one, other):
        return "the same words about other figures"
    shorter, longer = sorted((one, other), key=lambda text: len(text.words))
    return _appended(shorter, longer, common, jaccard)


def _other_figures(one: ComparedText, other: ComparedText) -> bool:
    """Whether two texts are one form, filled in with the figures of two days."""
    least = min(len(one.figures), len(other.figures))
    same = len(one.figures & other.figures)
    return least >= _MANY_FIGURES and same < _SAME_FIGURES * least


def _appended(
    shorter: ComparedText, longer: ComparedText, common: Set[int], jaccard: float
) -> str | None:
    """Whether the longer is a page that goes on with the shorter after a piece of its own.

    The piece that a page begins with is its own, and may have copies. What follows it is known
    by its headline, which comes along, or by standing behind more than an intro.
    """
    start = _start(longer.shingles, common)
    if start < _INTRO_WORDS:
        return None
    # some bodies begin with words of their headline, which then are in common already
    if _holds(longer.words[: start + SIZE + len(shorter.title)], shorter.title):
        return "appended to another piece, under its headline"
    if jaccard < _ALIKE and start > _INTRO_SHARE * len(longer.words):
        return "behind another piece's text"
    return None


def _start(shingles: tuple[int, ...], common: Set[int]) -> int:
    """Where the text in common begins, in words; a phrase shared by chance is no beginning."""
    shared = [shingle in common for shingle in shingles]
    window = min(_WINDOW, len(shared))
    needed = min(_WINDOW_COMMON, window)
    count = sum(shared[:window])
    for place in range(len(shared) - window + 1):
        if shared[place] and count >= needed:
            return place
        if place + window < len(shared):
            count += shared[place + window] - shared[place]
    return 0


def _holds(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    if len(title) < _TELLING_TITLE:
        return False
    return f" {' '.join(title)} " in f" {' '.join(words)} "
