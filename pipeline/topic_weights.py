"""What it costs that an edit stands unseen, by the topics that hold for the article; pure.

An hour that an edit is not known costs one, and so much more for each topic that would have told
of it: a topic that asks for edits of every sort adds two, one that asks for some only adds one,
one that only wants to know of new pieces nothing, since a recheck has nothing to tell it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from config.settings import Settings, TopicSettings

#: of an article that no topic holds for
PLAIN: Final = 1.0
_ANY_EDIT, _SOME_EDITS = 2.0, 1.0
#: more topics add nothing: the rest of the source is to be looked at, too
MOST: Final = 9.0


def topic_weights(settings: Settings) -> dict[str, float]:
    """What each topic adds, by its name."""
    return {
        topic.name: _weight(topic)
        for watchlist in settings.watchlists
        for topic in watchlist.topics
    }


def article_weight(topics: Iterable[str], weights: Mapping[str, float]) -> float:
    """How many times as much an hour costs, by the names of the topics that hold.

    Topics that are configured no longer add nothing.
    """
    return min(PLAIN + sum(weights.get(name, 0.0) for name in set(topics)), MOST)


def _weight(topic: TopicSettings) -> float:
    if topic.on == ("new",):
        return 0.0
    narrow = topic.kinds or topic.stealth_only or topic.min_severity != "low"
    return _SOME_EDITS if narrow or "edit" not in topic.on else _ANY_EDIT
