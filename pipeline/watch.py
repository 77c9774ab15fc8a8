"""Which topics hold for a new piece, an edit or a removal, and whom to tell.

Pure: it writes no alert and sends nothing, and knows nothing of baselines or of alerts
that were raised before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from config.settings import Settings, TopicSettings
from pipeline.edits.severity import topic_severity
from pipeline.records import AlertKind, ArticleData, EditData, Match, MatchedTerm
from pipeline.topics import PreparedText, Query, match, parse_query, prepare
from pipeline.topics.match import PLACES, Place, places, shown, terms_that_hold
from pipeline.topics.query import Term


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that holds for an article or edit, and where its alert goes."""

    #: names, as all three in the configuration
    topic: str
    watchlist: str
    destinations: tuple[str, ...]
    match: Match
    #: the topic tells of a story once, whichever article carries it
    story_once: bool = True


class Watch:
    """The topics of all watchlists, their queries read once.

    Args:
        settings: where the watchlists stand.

    Raises:
        pipeline.topics.QueryError: a query is malformed. The configuration's check tells
            it first, by `pipeline.topics.mistake_in`.
    """

    def __init__(self, settings: Settings) -> None:
        self._topics = tuple(
            _WatchedTopic(topic, watchlist.name, watchlist.destinations, parse_query(topic.query))
            for watchlist in settings.watchlists
            for topic in watchlist.topics
        )

    def alerts_for_new(
        self, source: str, sections: Sequence[str], data: ArticleData
    ) -> tuple[Hit, ...]:
        """The topics that a new piece is to be told for, in the configuration's order.

        Args:
            source: the source's configured name.
            sections: configured names of all sections that listed the piece.
            data: what was read off its page; title and body are searched.
        """
        return self._holding("new", source, sections, data)

    def alerts_for_edit(
        self,
        source: str,
        sections: Sequence[str],
        before: ArticleData,
        after: ArticleData,
        edit: EditData,
    ) -> tuple[Hit, ...]:
        """The topics that an edit is to be told for, in the configuration's order.

        A topic holds for an edit when it holds for the text after it or for the text
        before: words that were taken out count as much as words that came in. What the
        edit put in or took out is shown first. An edit of no severity is never told: one
        that changed no words, or one of kinds to which the topic's settings give none.

        Args:
            source: the source's configured name.
            sections: configured names of all sections that listed the article.
            before: the older version.
            after: the newer version.
            edit: their difference.
        """
        topics = [
            topic for topic in self._that_apply("edit", source, sections) if topic.heeds(edit)
        ]
        if not topics:
            return ()
        edited = _EditedText.of(before, after)
        found = ((topic, edited.match(topic.query)) for topic in topics)
        return tuple(topic.hit(terms) for topic, terms in found if terms is not None)

    def alerts_for_presence(
        self,
        kind: Literal["removed", "restored"],
        source: str,
        sections: Sequence[str],
        data: ArticleData,
    ) -> tuple[Hit, ...]:
        """The topics that are to be told that a piece is gone, or is there again.

        Args:
            data: the last text held, or the text that is there again.
        """
        return self._holding(kind, source, sections, data)

    def _holding(
        self, kind: AlertKind, source: str, sections: Sequence[str], data: ArticleData
    ) -> tuple[Hit, ...]:
        topics = self._that_apply(kind, source, sections)
        if not topics:
            return ()
        text = prepare(data.title, data.body)
        found = ((topic, match(topic.query, text)) for topic in topics)
        return tuple(topic.hit(terms) for topic, terms in found if terms is not None)

    def _that_apply(
        self, kind: AlertKind, source: str, sections: Sequence[str]
    ) -> tuple[_WatchedTopic, ...]:
        return tuple(topic for topic in self._topics if topic.applies(kind, source, sections))


@dataclass(frozen=True, slots=True)
class _WatchedTopic:
    settings: TopicSettings
    watchlist: str
    destinations: tuple[str, ...]
    query: Query

    def applies(self, kind: AlertKind, source: str, sections: Sequence[str]) -> bool:
        asked = self.settings
        return (
            kind in asked.on
            and (not asked.sources or source in asked.sources)
            and (not asked.sections or not set(asked.sections).isdisjoint(sections))
        )

    def heeds(self, edit: EditData) -> bool:
        """Whether an edit matters to the topic at all."""
        severity = topic_severity(edit, self.settings.severity)
        return edit.substantive if severity is None else severity != "none"

    def hit(self, terms: tuple[MatchedTerm, ...]) -> Hit:
        name = self.settings.name
        once = self.settings.story_once
        return Hit(name, self.watchlist, self.destinations, Match(name, terms), once)


@dataclass(frozen=True, slots=True)
class _EditedText:
    before: PreparedText
    after: PreparedText
    #: numbers of words in `before`
    taken_out: frozenset[int]
    #: numbers of words in `after`
    put_in: frozenset[int]

    @classmethod
    def of(cls, before: ArticleData, after: ArticleData) -> _EditedText:
        old, new = prepare(before.title, before.body), prepare(after.title, after.body)
        return cls(old, new, taken_out=_surplus(old, new), put_in=_surplus(new, old))

    def match(self, query: Query) -> tuple[MatchedTerm, ...] | None:
        now, then = terms_that_hold(query, self.after), terms_that_hold(query, self.before)
        if now is None and then is None:
            return None
        found = [self._places(term) for term in dict.fromkeys((now or ()) + (then or ()))]
        found.sort(key=lambda found_at: not found_at[0])
        return tuple(term for _, terms in found for term in terms)

    def _places(self, term: Term) -> tuple[bool, list[MatchedTerm]]:
        """Whether the edit touched a term, and the places to show."""
        came, stayed = _parted(places(term, self.after), self.put_in)
        went, stood = _parted(places(term, self.before), self.taken_out)
        in_order = [(place, self.after) for place in came]
        in_order += [(place, self.before) for place in went]
        in_order += [(place, self.after) for place in stayed]
        if not stayed:
            in_order += [(place, self.before) for place in stood]
        terms = [shown(term, place, text) for place, text in in_order[:PLACES]]
        return bool(came or went), terms


def _surplus(text: PreparedText, other: PreparedText) -> frozenset[int]:
    """Numbers of the words whose spelling is in changed paragraphs oftener than in the other's.

    Coarser than the edit's word diff, but it needs no alignment and survives moved words.
    """
    mine, theirs = _words_of_changed_blocks(text, other), _words_of_changed_blocks(other, text)
    count = Counter(mine.values())
    count.subtract(Counter(theirs.values()))
    return frozenset(number for number, spelling in mine.items() if count[spelling] > 0)


def _words_of_changed_blocks(text: PreparedText, other: PreparedText) -> dict[int, str]:
    kept = frozenset(other.blocks)
    same = {number for number, block in enumerate(text.blocks) if block in kept}
    return {
        number: word.spelling
        for number, (word, block) in enumerate(zip(text.words, text.block_of, strict=True))
        if block not in same
    }


def _parted(found: Iterable[Place], touched: frozenset[int]) -> tuple[list[Place], list[Place]]:
    within: list[Place] = []
    without: list[Place] = []
    for place in found:
        untouched = touched.isdisjoint(range(place.first, place.last))
        (without if untouched else within).append(place)
    return within, without
