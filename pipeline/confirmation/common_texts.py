"""Finds what the texts of several readings share against a version's, place by place.

Paragraphs are laid out by what all have in order; what lies between two such is a place. There
versions of one text are matched by the words they share, and merged by sentence and word; what
stands there in turn is no part of the piece. Fields are `pipeline.confirmation.noise`'s, and what
follows is `pipeline.confirmation.policy`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Final, NamedTuple

from pipeline.diff_words import stretches

#: share of the words of two texts that must be common for one to be a version of the other
_LEAST_ALIKE: Final = 0.5
#: what is longer by so much than all that wavers is the piece's own
_MUCH_LONGER: Final = 2
#: pairs of texts in one place that are looked at; with more, the version stands there
_MOST_PAIRS: Final = 4_000
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟…])\s+")


def text_key(text: str) -> str:
    """What a paragraph is known by where it is remembered to waver."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def alike(one: str, other: str) -> bool:
    """Whether a text may be another version of the other."""
    words, others = Counter(one.split()), Counter(other.split())
    return 2 * (words & others).total() >= _LEAST_ALIKE * (words.total() + others.total())


class _Place(NamedTuple):
    """What stands between two texts that the version and all readings have."""

    #: of the version
    old: Sequence[str]
    #: what all readings have here and the version does not
    new: Sequence[str]
    #: for each reading: what it alone has before each text of `new`, and after the last
    alone: Sequence[Sequence[Sequence[str]]]
    #: indices in `old` of what is known to waver; what readings have of that is not in `alone`
    pinned: frozenset[int] = frozenset()
    #: the fewest such texts of a reading, and the letters of the longest
    seen_wavering: int = 0
    longest_wavering: int = 0


@dataclass
class Paragraphs:
    """The merging of one body; notes which paragraphs it found to stand in turn."""

    wavering: frozenset[str]
    rotated: set[str] = field(default_factory=set)

    def merged(self, old: Sequence[str], readings: Sequence[Sequence[str]]) -> tuple[str, ...]:
        if any(tuple(one) == tuple(old) for one in readings):
            return tuple(old)
        items = [
            item if isinstance(item, str) else _Matched(item, _by_sentence)
            for item in _laid_out(old, readings, self._wavers)
        ]
        self._keep_what_wanders([item for item in items if isinstance(item, _Matched)])
        texts: list[str] = []
        for item in items:
            texts += [item] if isinstance(item, str) else self._place(item)
        return tuple(texts)

    def _keep_what_wanders(self, places: Sequence[_Matched]) -> None:
        """Lets stand what went here where the like of it stands elsewhere in the text."""
        spare = sum(one.spare for one in places)
        if spare <= 0:
            return
        longest = max(one.longest for one in places)
        gone = sorted(
            (len(text), number, at)
            for number, one in enumerate(places)
            for at, text in one.gone()
            if len(text) <= _MUCH_LONGER * longest
        )
        for _, number, at in gone[:spare]:
            self.rotated.add(places[number].keep(at))

    def _wavers(self, text: str) -> bool:
        return bool(self.wavering) and text_key(text) in self.wavering

    def _place(self, found: _Matched) -> list[str]:
        self.rotated |= found.rotating()
        # what stands where a known promo stood is the next one
        place = found.place
        next_ones = max(0, len(place.pinned) - place.seen_wavering)
        self.rotated |= {place.new[at] for at in found.came[:next_ones]}
        return found.merged(found.came[next_ones:])


def _by_sentence(old: str, readings: Sequence[str]) -> str:
    """A paragraph with what alike paragraphs of the readings share against it."""
    if len(set(readings)) == 1:
        return readings[0]
    texts: list[str] = []
    for item in _laid_out(_SENTENCE_END.split(old), [_SENTENCE_END.split(one) for one in readings]):
        if isinstance(item, str):
            texts.append(item)
        else:
            found = _Matched(item, _by_word)
            texts += found.merged(found.came)
    return " ".join(texts)


def _by_word(old: str, readings: Sequence[str]) -> str:
    """A sentence with what alike sentences of the readings share against it."""
    words: list[str] = []
    for item in _laid_out(old.split(" "), [one.split(" ") for one in readings]):
        words += [item] if isinstance(item, str) else _words(item)
    return " ".join(words)


def _words(place: _Place) -> Sequence[str]:
    """The words of one place: the shared ones, unless others waver among them."""
    slots = [max(len(one[at]) for one in place.alone) for at in range(len(place.new) + 1)]
    if not any(slots):
        return place.new
    first, last = slots[0], slots[-1] if len(slots) > 1 else 0
    beside = first + last == sum(slots) and not (first and last)
    if not place.new or not beside or len(place.old) != sum(slots) + len(place.new):
        return place.old
    return [*place.old[:first], *place.new, *place.old[first + len(place.new) :]]


class _Matched:
    """The texts of one place, matched by likeness.

    Attributes:
        came: indices in `new` of what is no version of a text that was there.
    """

    def __init__(self, place: _Place, merge: Callable[[str, Sequence[str]], str]) -> None:
        self.place = place
        #: index in `old` → the text that stands for it now
        self._stand: dict[int, str] = {at: place.old[at] for at in place.pinned}
        #: index in `new` → index in `old` of its earlier version
        self._from: dict[int, int] = {}
        #: for each reading: what it alone has, without what was matched
        self._alone = [[text for texts in one for text in texts] for one in place.alone]
        looked_at = len(place.new) + sum(map(len, self._alone))
        self._is_bounded = len(place.old) * looked_at <= _MOST_PAIRS
        if self._is_bounded:
            self._match(merge)
        steady = not any(self._alone)
        left = [at for at in range(len(place.old)) if not self._is_matched(at)]
        #: what stands where a text of the version stood, and is known to come and go
        known = max(0, place.seen_wavering - len(place.pinned))
        alone = max(map(len, self._alone), default=0)
        #: letters of the longest text that wavers here
        self.longest = max(
            (len(text) for own in self._alone for text in own), default=place.longest_wavering
        )
        if self._is_bounded or steady:
            # so many stay as others stand in turn; what rotates is short beside the piece's own
            most = _MUCH_LONGER * max(self.longest, place.longest_wavering)
            left = [at for at in left if len(place.old[at]) <= most]
            left.sort(key=lambda at: (len(place.old[at]), at))
            left = left[: known + alone]
        self._stand |= {at: place.old[at] for at in left}
        self._in_turn = {place.old[at] for at in left[:known]}
        self._kept = {place.old[at] for at in left}
        #: how many waver here beyond what the version has in this place
        self.spare = place.seen_wavering - len(place.pinned) + alone - len(left)
        self.came = [at for at in range(len(place.new)) if at not in self._from]
        if not self._is_bounded and not steady:
            self.came = []

    def gone(self) -> Iterator[tuple[int, str]]:
        """Texts of the version that no reading has, with their indices."""
        for at, text in enumerate(self.place.old):
            if not self._is_matched(at):
                yield at, text

    def keep(self, at: int) -> str:
        """Lets a text of the version stand."""
        self._stand[at] = self.place.old[at]
        return self._stand[at]

    def _is_matched(self, at: int) -> bool:
        return at in self._stand or at in self._from.values()

    def _match(self, merge: Callable[[str, Sequence[str]], str]) -> None:
        place = self.place
        least = 0
        for at, text in enumerate(place.old):
            for new in range(least, len(place.new) if at not in self._stand else 0):
                if alike(text, place.new[new]):
                    self._from[new], least = at, new + 1
                    break
        for at, text in enumerate(place.old):
            if self._is_matched(at):
                continue
            found = [next((one for one in own if alike(text, one)), None) for own in self._alone]
            versions = [one for one in found if one is not None]
            if versions and len(versions) == len(self._alone):
                for own, one in zip(self._alone, versions, strict=True):
                    own.remove(one)
                self._stand[at] = merge(text, versions)

    def rotating(self) -> set[str]:
        """Texts that stood here in turn, none of them a version of another."""
        texts = [text for own in self._alone for text in own]
        if len(self._alone) < 2 or not all(self._alone) or len(texts) ** 2 > _MOST_PAIRS:
            return self._in_turn
        if any(alike(one, other) for at, one in enumerate(texts) for other in texts[:at]):
            return self._in_turn
        return {*texts, *self._kept}

    def merged(self, came: Collection[int]) -> list[str]:
        """The texts of the place in order.

        Args:
            came: those of `new` that come in, besides the new versions of what was there.
        """
        place, at = self.place, 0
        texts: list[str] = []

        def old_until(end: int) -> list[str]:
            return [self._stand[one] for one in range(at, end) if one in self._stand]

        for new, text in enumerate(place.new):
            if new in self._from:
                texts += [*old_until(self._from[new]), text]
                at = self._from[new] + 1
            elif new in came:
                following = [old for one, old in self._from.items() if one > new]
                end = min(following, default=len(place.old))
                texts += [*old_until(end), text]
                at = end
        return [*texts, *old_until(len(place.old))]


# --- what is in all of them -------------------------------------------------------


def _laid_out(
    old: Sequence[str],
    readings: Sequence[Sequence[str]],
    wavers: Callable[[str], bool] = lambda _: False,
) -> Iterator[str | _Place]:
    """The version in order: texts that all have, and the places between them."""
    own = [at for at, text in enumerate(old) if not wavers(text)]
    sides = [_Side.of(reading, wavers) for reading in readings]
    common = _common([side.texts for side in sides])
    texts = [sides[0].texts[at[0]] for at in common]
    done_old, done = 0, 0
    for i, j in (*_pairs([old[at] for at in own], texts), (len(own), len(texts))):
        end = own[i] if i < len(own) else len(old)
        place = _Place(
            old[done_old:end],
            texts[done:j],
            [
                [side.between(common, r, g) for g in range(done, j + 1)]
                for r, side in enumerate(sides)
            ],
            frozenset(at - done_old for at in range(done_old, end) if wavers(old[at])),
            min(side.wavering_between(common, r, done, j) for r, side in enumerate(sides)),
            max(side.longest_wavering for side in sides),
        )
        if place.old or place.new or any(any(one) for one in place.alone):
            yield place
        if i < len(own):
            yield old[end]
        done_old, done = end + 1, j + 1


@dataclass(frozen=True, slots=True)
class _Side:
    """One reading without what is known to waver."""

    texts: Sequence[str]
    #: how many wavering texts stand before each of `texts`, and at the end
    wavering: Sequence[int]
    #: in letters
    longest_wavering: int

    @classmethod
    def of(cls, reading: Sequence[str], wavers: Callable[[str], bool]) -> _Side:
        texts: list[str] = []
        counts, longest = [0], 0
        for text in reading:
            if wavers(text):
                counts[-1] += 1
                longest = max(longest, len(text))
            else:
                texts.append(text)
                counts.append(0)
        return cls(texts, counts, longest)

    def between(self, common: Sequence[Sequence[int]], number: int, gap: int) -> Sequence[str]:
        """What it alone has before common text `gap`, being reading `number`."""
        start = common[gap - 1][number] + 1 if gap else 0
        return self.texts[start : common[gap][number] if gap < len(common) else None]

    def wavering_between(
        self, common: Sequence[Sequence[int]], number: int, first: int, last: int
    ) -> int:
        start = common[first - 1][number] + 1 if first else 0
        end = common[last][number] + 1 if last < len(common) else None
        return sum(self.wavering[start:end])


def _common(sides: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
    """Where each text stands that all sides have, in one order."""
    found: list[tuple[int, ...]] = [(at,) for at in range(len(sides[0]))]
    for side in sides[1:]:
        texts = [sides[0][at[0]] for at in found]
        found = [(*found[i], j) for i, j in _pairs(texts, side)]
    return found


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the texts stand that two sequences share in order."""
    for same, i, i_end, j, _ in stretches(one, other):
        if same:
            yield from ((at, j + at - i) for at in range(i, i_end))
