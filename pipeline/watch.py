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
from pipeline.records import AlertKind, ArticleData, EditData, Match, MatchedTerm
from pipeline.topic_limits import feels, limit_against, limit_against_edit
from pipeline.topic_weights import topic_weights
from pipeline.topics import Facets, PreparedText, parse_query, prepare
from pipeline.topics.expressions import Facet, Leaf
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import PLACES, facet_shown, holds, shown_places
from pipeline.topics.places import Place, places, shown
from pipeline.topics.reasons import why_not


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic that holds for an article or edit, and where its alert goes."""

    #: names, as all three in the configuration
    topic: str
    watchlist: str
    destinations: tuple[str, ...]
    #: what is told: a new piece, an edit, a piece that an edit made enter or leave the topic
    kind: AlertKind
    match: Match
    #: the topic tells of a story once, whichever article carries it
    story_once: bool = True


class Watch:
    """The topics of all watchlists, their queries read once and asked together.

    Args:
        settings: where the watchlists stand.

    Raises:
        pipeline.topics.QueryError: a query is malformed. The configuration's check tells
            it first, by `pipeline.topics.checks`.
    """

    def __init__(self, settings: Settings) -> None:
        self._topics = tuple(
            _WatchedTopic(topic, watchlist.name, watchlist.destinations)
            for watchlist in settings.watchlists
            for topic in watchlist.topics
        )
        #: what topics add to what it costs that an edit stands unseen, by name
        self.weights = topic_weights(settings)
        self._queries = QueryIndex(
            [parse_query(one.settings.query, settings.queries) for one in self._topics]
        )

    def alerts_for_new(
        self, source: str, sections: Sequence[str], data: ArticleData
    ) -> tuple[Hit, ...]:
        """The topics that a new piece is to be told for, in the configuration's order.

        Args:
            source: the source's configured name.
            sections: configured names of all sections that listed the piece.
            data: what was read off its page.
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
        edit put in or took out is shown first. A topic that asks for it is told that the
        edit made the article enter or leave it, instead of the edit. An edit of no severity
        is never told: one that changed no words, or one of kinds to which the topic's
        settings give none.

        Args:
            source: the source's configured name.
            sections: configured names of all sections that listed the article.
            before: the older version.
            after: the newer version.
            edit: their difference.
        """
        kinds: tuple[AlertKind, ...] = ("edit", "entered", "left")
        applying = {
            number: topic
            for number, topic in enumerate(self._topics)
            if topic.applies(kinds, source, sections, after) and feels(topic.settings, edit)
        }
        if not applying:
            return ()
        texts = prepared(source, sections, before), prepared(source, sections, after)
        then, now = (dict(self._queries.held(text)) for text in texts)
        events = {
            number: kind
            for number, topic in applying.items()
            if (kind := topic.event(number in then, number in now, edit)) is not None
        }
        if not events:
            return ()
        edited = _EditedText(*map(self._queries.narrowed, texts))
        return tuple(
            applying[number].hit(
                kind, edited.shown(dict.fromkeys((*now.get(number, ()), *then.get(number, ()))))
            )
            for number, kind in events.items()
        )

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
        if not any(topic.applies((kind,), source, sections, data) for topic in self._topics):
            return ()
        text = prepared(source, sections, data)
        told = [
            (topic, held)
            for number, held in self._queries.held(text)
            if (topic := self._topics[number]).applies((kind,), source, sections, data)
        ]
        if not told:
            return ()
        # places of what held ask for no other forms than queries do
        narrowed = self._queries.narrowed(text)
        return tuple(
            topic.hit(kind, [term for leaf in held for term in shown_places(leaf, narrowed)])
            for topic, held in told
        )

    def verdicts(
        self, source: str, sections: Sequence[str], data: ArticleData
    ) -> tuple[TopicVerdict, ...]:
        """What every topic makes of an article as it stands, in the configuration's order."""
        text = prepared(source, sections, data)
        return tuple(
            TopicVerdict(
                topic.settings.name,
                limit_against(topic.settings, source, sections, data)
                or (None if holds(query.root, text) else why_not(query, text)),
            )
            for topic, query in zip(self._topics, self._queries.queries, strict=True)
        )


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """Whether a topic holds for an article, and if not, why."""

    topic: str
    #: None: it holds
    why_not: str | None


def prepared(source: str, sections: Sequence[str], data: ArticleData) -> PreparedText:
    """An article made ready for queries, with what is searched beside its title and body."""
    facets = Facets(
        byline=data.byline or "",
        tags=tuple(data.tags),
        sections=(*sections, *([data.section] if data.section else [])),
        source=source,
        language=data.language or "",
    )
    return prepare(data.title, data.body, facets)


@dataclass(frozen=True, slots=True)
class _WatchedTopic:
    settings: TopicSettings
    watchlist: str
    destinations: tuple[str, ...]

    def applies(
        self, kinds: Sequence[AlertKind], source: str, sections: Sequence[str], data: ArticleData
    ) -> bool:
        """Whether an article is one that the topic looks at, for one of these events."""
        told_of = not set(kinds).isdisjoint(self.settings.on)
        return told_of and limit_against(self.settings, source, sections, data) is None

    def event(self, held_before: bool, holds_now: bool, edit: EditData) -> AlertKind | None:
        """What the topic is to be told of an edit that it feels."""
        if not (held_before or holds_now):
            return None
        asked = self.settings
        if "entered" in asked.on and not held_before:
            return "entered"
        if "left" in asked.on and not holds_now:
            return "left"
        return "edit" if limit_against_edit(asked, edit) is None else None

    def hit(self, kind: AlertKind, terms: Iterable[MatchedTerm]) -> Hit:
        name = self.settings.name
        match = Match(name, tuple(terms))
        return Hit(name, self.watchlist, self.destinations, kind, match, self.settings.story_once)


class _EditedText:
    """An article before and after an edit, and which of its words the edit touched."""

    def __init__(self, before: PreparedText, after: PreparedText) -> None:
        self.before = before
        self.after = after
        #: numbers of words in `before`, in `after`
        self._taken_out = _surplus(before, after)
        self._put_in = _surplus(after, before)

    def shown(self, held: Iterable[Leaf]) -> tuple[MatchedTerm, ...]:
        """The places of the terms that hold, those first that the edit touched."""
        found = [self._places(leaf) for leaf in held]
        found.sort(key=lambda found_at: not found_at[0])
        return tuple(term for _, terms in found for term in terms)

    def _places(self, leaf: Leaf) -> tuple[bool, list[MatchedTerm]]:
        """Whether the edit touched a term, and the places to show."""
        if isinstance(leaf, Facet):
            return False, [facet_shown(leaf)]
        came, stayed = _parted(places(leaf, self.after), self._put_in)
        went, stood = _parted(places(leaf, self.before), self._taken_out)
        in_order = [(place, self.after) for place in came]
        in_order += [(place, self.before) for place in went]
        in_order += [(place, self.after) for place in stayed]
        if not stayed:
            in_order += [(place, self.before) for place in stood]
        terms = [shown(leaf, place, text) for place, text in in_order[:PLACES]]
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
        number: spelling
        for number, (spelling, block) in enumerate(
            zip(text.words.spellings, text.block_of, strict=True)
        )
        if block not in same
    }


def _parted(found: Iterable[Place], touched: frozenset[int]) -> tuple[list[Place], list[Place]]:
    within: list[Place] = []
    without: list[Place] = []
    for place in found:
        untouched = touched.isdisjoint(range(place.first, place.last))
        (without if untouched else within).append(place)
    return within, without
