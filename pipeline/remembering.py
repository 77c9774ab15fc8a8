"""Remembers what a function says of words, but of none so long that pages could fill the memory.

    remembered        a function of one word
    RememberedOfMany  one that says of many words at once what would take longer word by word

Whoever needs the last of speed over whole articles has `pipeline.topics.memo`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from itertools import chain, islice
from typing import Final, Generic, TypeVar, cast

_Value = TypeVar("_Value")

#: characters of a word that is remembered; longer ones are rare, and made to be so
LONGEST_REMEMBERED: Final = 64


def remembered(most: int) -> Callable[[Callable[[str], _Value]], Callable[[str], _Value]]:
    """Has what a function of one word says kept for so many words, those met last.

    Args:
        most: words that are kept.
    """

    def decorate(act: Callable[[str], _Value]) -> Callable[[str], _Value]:
        kept = lru_cache(maxsize=most)(act)

        @wraps(act)
        def ask(word: str) -> _Value:
            return kept(word) if len(word) <= LONGEST_REMEMBERED else act(word)

        return ask

    return decorate


class RememberedOfMany(Generic[_Value]):
    """What a function says of many words at once, kept for those met lately.

    What is kept begins anew when it is full, and takes over from before what is met again: so
    words that a hostile page fills it with are gone after a while, and common ones stay.

    Args:
        act: says of each of some words what is remembered of it, never None.
        most: words that are kept, and once as many from before.
        longest: characters of one that is kept.
        fits: whether what is said of one is small enough to be kept.
    """

    def __init__(
        self,
        act: Callable[[set[str]], Mapping[str, _Value]],
        most: int,
        longest: int,
        fits: Callable[[_Value], bool] = lambda _: True,
    ) -> None:
        self._act = act
        self._most = most
        self._longest = longest
        self._fits = fits
        #: of one call no more are kept
        self._most_at_once = most // 4
        self._known: dict[str, _Value] = {}
        self._before: dict[str, _Value] = {}

    def of_each(self, words: Sequence[str]) -> list[_Value]:
        """What is said of each of these words, in their order."""
        known, before = self._known, self._before
        # by far most were met: a set of the words would take longer than to look each up
        found = list(map(known.get, words))
        places = [place for place, one in enumerate(found) if one is None]
        if places:
            new = {words[place] for place in places}
            again = {word: one for word in new if (one := before.get(word)) is not None}
            unmet = self._act(new.difference(again)) if len(again) < len(new) else {}
            for place in places:
                word = words[place]
                found[place] = again[word] if word in again else unmet[word]
            self._keep(again, unmet)
        return cast(list[_Value], found)

    def _keep(self, again: dict[str, _Value], unmet: Mapping[str, _Value]) -> None:
        longest, fits = self._longest, self._fits
        small = {word: one for word, one in unmet.items() if len(word) <= longest and fits(one)}
        kept = min(len(again) + len(small), self._most_at_once)
        if len(self._known) + kept > self._most:
            self._before, self._known = self._known, {}
        self._known.update(islice(chain(again.items(), small.items()), kept))
