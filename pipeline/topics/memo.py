"""What a function says of each word, remembered for the words met most.

A dictionary, so that a word met before costs one look-up and no call. It knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")


class Memo(dict[str, _Value]):
    """A dictionary that works out what it does not hold, and never grows beyond its bounds.

    When it is full it begins anew, and takes over of what it held before whatever is asked for
    again: so what a hostile page fills it with is gone after a while, and common words stay.

    Args:
        act: what is remembered; of a key alone.
        most: places held, of which each key takes one, and once as many from before.
        longest: characters of a key that is held.
        places: how many more a value takes; none, where nothing is said.
    """

    def __init__(
        self,
        act: Callable[[str], _Value],
        most: int,
        longest: int,
        places: Callable[[_Value], int] | None = None,
    ) -> None:
        super().__init__()
        self._act = act
        self._most = most
        self._longest = longest
        self._places = places
        #: places that values take
        self._more = 0
        self._before: dict[str, _Value] = {}

    def __missing__(self, key: str) -> _Value:
        before = self._before  # another thread may put another in its place
        value = before[key] if key in before else self._act(key)
        if len(key) <= self._longest:
            more = self._places(value) if value and self._places else 0
            if len(self) + self._more + more >= self._most:
                self._before = dict(self)
                self.clear()
                self._more = 0
            self._more += more
            self[key] = value
        return value
