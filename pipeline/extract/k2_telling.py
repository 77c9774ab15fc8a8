"""What each line of a K2 page tells: by K2's class around it, else by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.dates import Dating
from pipeline.extract.k2_lines import Line, Lines
from pipeline.extract.k2_markup import Role, is_featured_marker
from pipeline.extract.k2_words import (
    Fact,
    Kind,
    bare_count,
    count,
    facts_in,
    is_label,
    without_label,
)

_ROLE_KINDS: Final = {
    Role.PUBLISHED: Kind.PUBLISHED,
    Role.MODIFIED: Kind.MODIFIED,
    Role.SECTION: Kind.SECTION,
    Role.BYLINE: Kind.BYLINE,
    Role.HITS: Kind.HITS,
    Role.TAGS: Kind.TAGS,
}


class Telling:
    """What the lines of a part of a page tell, each read once."""

    def __init__(self, part: Lines, dating: Dating) -> None:
        self.part = part
        self.lines = part.lines
        self.dating = dating
        self._told: dict[int, tuple[Fact, ...] | None] = {}

    def at(self, index: int) -> tuple[Fact, ...] | None:
        """What a line tells; None if it is title or text, or is not understood."""
        if index not in self._told:
            told = self._read(self.lines[index])
            self._told[index] = self._hits_beside_a_date(index) if told is None else told
        return self._told[index]

    def _hits_beside_a_date(self, index: int) -> tuple[Fact, ...] | None:
        """A number alone right after the date of publication: overrides print hits so."""
        number = bare_count(self.lines[index].text)
        if number is None or index == 0 or self.lines[index].role is not None:
            return None
        before = self.at(index - 1) or ()
        if not any(fact.kind is Kind.PUBLISHED and fact.stamp for fact in before):
            return None
        return (Fact(Kind.HITS, number=number),)

    def _read(self, line: Line) -> tuple[Fact, ...] | None:
        if line.role in (Role.TITLE, Role.INTRO, Role.FULL):
            return None
        kind = _ROLE_KINDS.get(line.role) if line.role else None
        return self.by_words(line) if kind is None else tuple(self._of_kind(line, kind))

    def by_words(self, line: Line) -> tuple[Fact, ...] | None:
        """What the words of a line tell, whatever its role; None if not understood."""
        if is_featured_marker(line.text):
            return ()
        facts = facts_in(line.runs, line.text, self.dating)
        if facts and facts[0].kind is Kind.TAGS and line.links:
            return tuple(Fact(Kind.TAGS, tag) for tag in line.links)
        return facts

    def _of_kind(self, line: Line, kind: Kind) -> Iterator[Fact]:
        """What a line tells that K2 marks as being of a kind: lenient with its words."""
        if is_label(line.text):
            return
        value = without_label(line.text, kind)
        if kind in (Kind.PUBLISHED, Kind.MODIFIED):
            yield from self._date(line, kind, value)
        elif kind is Kind.HITS:
            yield Fact(kind, number=count(value))
        elif kind is Kind.TAGS:
            yield from (Fact(kind, tag) for tag in line.links or re.split("[,،]", value))
        else:
            link = line.links[0] if len(line.links) == 1 else ""
            yield Fact(kind, link if link and line.text.endswith(link) else value)

    def _date(self, line: Line, kind: Kind, value: str) -> Iterator[Fact]:
        understood = [fact for fact in self.by_words(line) or () if fact.stamp or fact.number]
        if kind is Kind.PUBLISHED and understood:
            yield from understood
            return
        machine = self.dating.machine(line.machine) if line.machine else None
        read = self.dating.lasting if kind is Kind.MODIFIED else self.dating.printed
        yield Fact(kind, stamp=read(value) or machine)

    def in_order_of_trust(self, places: Sequence[int]) -> Iterator[Fact]:
        """What lines tell: first those in K2's own classes, then the others."""
        for is_marked in (True, False):
            for at in places:
                if (self.lines[at].role in _ROLE_KINDS) is is_marked:
                    yield from self.at(at) or ()

    def sections(self) -> int:
        """How many lines name a section."""
        told = (self.at(at) or () for at in range(len(self.lines)))
        return sum(any(fact.kind is Kind.SECTION for fact in facts) for facts in told)
