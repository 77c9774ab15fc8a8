"""One version of a sentence that is being explained, and which of its words are accounted for.

What the words bear witness to is found once, when it is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pipeline.edits.clauses import is_statement
from pipeline.edits.common_words import is_common
from pipeline.edits.joined import bare
from pipeline.edits.naming.name_bodies import bodies_in
from pipeline.edits.naming.name_phrases import heads_name, named_phrases
from pipeline.edits.naming.names import names_in, proper_names_in
from pipeline.edits.sourcing.attribution import MARKERS, attributing, leading
from pipeline.edits.sourcing.frames import IN_TURN, LONGEST_SUBJECT, frames, lead_ins, subjects
from pipeline.edits.sourcing.quotations import speaker
from pipeline.edits.sourcing.sayers import sayers
from pipeline.edits.sourcing.speech import SPEECH, says_it, stem
from pipeline.edits.words import Sentence

QUOTES: Final = '«»“”"„‟'
#: words of «إلى أن»
_LONGEST_CLOSING: Final = 2
#: quotation marks of one quotation
_PAIRED: Final = 2


@dataclass
class Side:
    """One version of the sentence with the words that are accounted for."""

    sentence: Sentence
    claimed: set[int] = field(default_factory=set)

    @cached_property
    def names(self) -> frozenset[int]:
        return names_in(self.sentence)

    @cached_property
    def proper(self) -> frozenset[int]:
        return proper_names_in(self.sentence)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words of the sentence, with and without what is joined before them."""
        return frozenset(form for word in self.sentence.words for form in bare(word.key))

    @cached_property
    def holds_stray(self) -> bool:
        """Whether one quotation mark belongs to no other: «إن "قرار … أن "…"»."""
        gaps = (*(word.gap for word in self.sentence.words), self.sentence.tail)
        marks = sum(char in QUOTES for gap in gaps for char in gap)
        return marks > _PAIRED and marks % _PAIRED == 1

    @cached_property
    def phrases(self) -> frozenset[int]:
        """Places of the words that are of the name of a body or place: heads, adjectives, all."""
        return named_phrases(self.sentence, self.names)

    @cached_property
    def bodies(self) -> dict[int, range]:
        """Places of the words by which the sentence names a body, each with the whole of it."""
        return {at: whole for whole in bodies_in(self.sentence.words) for at in whole}

    @cached_property
    def attributing(self) -> frozenset[int]:
        return attributing(self.sentence)

    @cached_property
    def speaker(self) -> frozenset[int]:
        return speaker(self.sentence)

    @cached_property
    def sayers(self) -> frozenset[int]:
        """Places of all words that name who says something, outside quotations."""
        return sayers(self.sentence) | self.subjects

    @cached_property
    def led_sayers(self) -> frozenset[int]:
        """The same, where «أن» or a mark leads into what they say."""
        return sayers(self.sentence, led=True) | self.subjects

    def led_within(self, start: int, end: int) -> frozenset[int]:
        """Places of who says what stands beyond words[start:end], and in no quotation of them."""
        return frozenset() if self.quoted(list(range(start, end))) else self.led_sayers

    @cached_property
    def frames(self) -> dict[int, int]:
        """Where the frames of the sentence begin, and where each ends."""
        return dict(frames(self.sentence))

    @cached_property
    def sources(self) -> frozenset[int]:
        """Places of all words that say who says something."""
        framed = (at for start, end in self.frames.items() for at in range(start, end))
        return self.attributing.union(framed, self.subjects)

    @cached_property
    def named_sources(self) -> frozenset[str]:
        """The words that say who says something, without what is joined before them."""
        words = self.sentence.words
        return frozenset(form for at in self.sources for form in bare(words[at].key))

    def framed(self, start: int, end: int) -> list[int]:
        """Places among words[start:end] of whole frames: «وأوضح مدير المعهد أن».

        The «أن», or «إلى أن», that closes the first may stand right after them: it stays where
        another verb led to it.
        """
        if not self.frames:
            return []
        beyond = len(self.sentence.words) + 3
        ends = ((first, self.frames.get(first, beyond)) for first in range(start, end))
        return [
            at
            for first, last in ends
            if last <= end or (first == start and last <= end + _LONGEST_CLOSING)
            if all(is_common(key) for key in self.sentence.keys[end:last])
            for at in range(first, min(last, end))
        ]

    def within_frame(self, start: int, end: int) -> bool:
        """Whether words[start:end] are of one frame: of who says what follows."""
        return any(first <= start and end <= last for first, last in self.frames.items())

    def open(self, start: int, end: int) -> list[int]:
        return [at for at in range(start, end) if at not in self.claimed]

    def quoted(self, places: list[int]) -> bool:
        return any(self.sentence.words[at].quotation for at in places)

    @cached_property
    def _leading(self) -> frozenset[int]:
        return frozenset(leading(self.sentence))

    def led(self, places: list[int]) -> bool:
        """Whether words that attribute are led by «وفق» or name an outlet, not a speaker."""
        return not self._leading.isdisjoint(places) or any(
            self.sentence.words[at].key[:1] == "ل" for at in places
        )

    @cached_property
    def subjects(self) -> frozenset[int]:
        return subjects(self.sentence)

    def besides_markers(self, places: list[int]) -> list[int]:
        """Some places without what introduces a source, verbs too: «نقلا [عن]»."""
        words = self.sentence.words
        return [
            at
            for at in places
            if MARKERS.isdisjoint(bare(words[at].key)) and not says_it(words[at].key)
            if at not in self.lead_ins
        ]

    @cached_property
    def long_subjects(self) -> frozenset[int]:
        """The same, however long: «وأكد الكاتب العام للاتحاد الجهوي للشغل سالم العرفي أن»."""
        return subjects(self.sentence, LONGEST_SUBJECT)

    @cached_property
    def lead_ins(self) -> frozenset[int]:
        return lead_ins(self.sentence, self.frames)

    def says(self, places: list[int]) -> bool:
        """Whether some words are, besides a verb, the subject of «قالت … إن»."""
        others = self.besides_verb(places)
        return bool(others) and self.subjects.issuperset(others)

    def besides_verb(self, places: list[int]) -> list[int]:
        """Some places without small words, verbs of speech, and whose turn it is: «من جانبه»."""
        return [
            at
            for at in self.content(places)
            if stem(self.sentence.words[at].key) not in SPEECH
            and self.sentence.words[at].key not in IN_TURN
        ]

    def leads_to_speech(self, places: list[int]) -> bool:
        """Whether some words say who says what follows, or before that where: «وفي بيان قالت»."""
        return self.lead_ins.union(self.led_sayers).issuperset(self.besides_verb(places))

    def speaking(self, places: list[int]) -> list[int]:
        """Some places, where they are the subject of «قالت … إن» from its first word on."""
        words = self.sentence.words
        first = (
            [words[at].key for at in range(max(0, places[0] - 1), places[0] + 1)] if places else []
        )
        begins = any(stem(key) in SPEECH for key in first)
        return places if begins and self.says(places) else []

    def states(self, start: int, end: int) -> bool:
        """Whether words[start:end] are a statement, and not only say according to whom."""
        every = set(self.open(start, end)).difference(
            self.framed(start, end), self.led_within(start, end)
        )
        if every <= self.attributing or self.only_names(start, end):
            return False
        return is_statement(self.sentence, start, end, self.names)

    def only_names(self, start: int, end: int) -> bool:
        """Whether words[start:end] say, small words aside, which body or place, and no more."""
        told = self.content(list(range(start, end)))
        return (
            len(told) > 1
            and self.phrases.issuperset(told)
            and not self.names.isdisjoint(told)
            and (told[0] in self.names or heads_name(self.sentence.words, told[0]))
        )

    def content(self, places: list[int]) -> list[int]:
        return [at for at in places if not is_common(self.sentence.words[at].key)]
