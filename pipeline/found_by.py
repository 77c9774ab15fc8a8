"""What an article is found by: tokens for the full-text index, hashes of words for near-duplicates.

It is cut once for both, and what is said of a piece is remembered for both at once: to look a word
up among tens of thousands takes as long as most of what is done with it. What tokens and hashes
are is `pipeline.topics.tokens`' and `pipeline.stories.shingles`' to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Final, NamedTuple

from pipeline.chunks import chunks
from pipeline.records import ArticleData
from pipeline.remembering import RememberedOfMany
from pipeline.stories.shingles import hashes_of_body, hashes_of_each, word_hash
from pipeline.topics.tokens import joined_tokens, tokens_of, tokens_of_usual, usual_words
from pipeline.topics.words import LONGEST_CACHED

#: articles whose words are looked up at once: what is met of more would not stay in the caches
_TOGETHER: Final = 10
#: of one piece, characters of its tokens and bytes of its words' hashes that are remembered
_LONGEST_TOKENS: Final = 64
_LONGEST_HASHES: Final = 32
#: of what is said of a piece
_tokens: Final = itemgetter(0)
_hashes: Final = itemgetter(1)


class FoundBy(NamedTuple):
    """What one article is found by."""

    #: with spaces between, in no order
    tokens: str
    #: of the words of its body in order, behind one another
    hashes: bytes


def found_by(data: ArticleData) -> FoundBy:
    """What an article is found by.

    Tokens are of title, paragraphs, byline and tags: what a query may seek in the sections' names
    is not here.
    """
    return found_by_each([data])[0]


def found_by_each(articles: Sequence[ArticleData]) -> list[FoundBy]:
    """As `found_by` of each of some articles; words that were not met lately are met together."""
    groups = (articles[at : at + _TOGETHER] for at in range(0, len(articles), _TOGETHER))
    return [found for group in groups for found in _found_by_few(group)]


def _found_by_few(articles: Sequence[ArticleData]) -> Iterator[FoundBy]:
    cut = [(chunks(" ".join(data.body)), chunks(" ".join(_beside(data)))) for data in articles]
    said = iter(_SAID.of_each([*chain.from_iterable(chain.from_iterable(cut))]))
    for data, (body, beside) in zip(articles, cut, strict=True):
        of_body = list(islice(said, len(body)))
        tokens = list(map(_tokens, chain(of_body, islice(said, len(beside)))))
        yield FoundBy(
            joined_tokens(chain(body, beside), tokens, (*data.body, *_beside(data))),
            hashes_of_body(data.body, map(_hashes, of_body)),
        )


def _beside(data: ArticleData) -> tuple[str, ...]:
    """What of an article a query finds beside its body."""
    return data.title, data.byline or "", *data.tags


def _said(chunks: set[str]) -> dict[str, tuple[str, bytes]]:
    """The tokens of each of what `pipeline.chunks` cuts, and the hashes of its words."""
    usual, folded = usual_words(chunks)
    tokens = tokens_of_usual(usual, folded)
    said = dict(zip(usual, zip(tokens, map(word_hash, folded), strict=True), strict=True))
    rest = chunks.difference(said)
    hashes = hashes_of_each(rest)
    return said | {chunk: (tokens_of(chunk), hashes[chunk]) for chunk in rest}


def _is_small(said: tuple[str, bytes]) -> bool:
    """Whether it may be remembered: one sign can stand for a phrase («ﷺ»), and grow so."""
    return len(said[0]) <= _LONGEST_TOKENS and len(said[1]) <= _LONGEST_HASHES


_SAID: Final = RememberedOfMany(_said, 3 << 14, LONGEST_CACHED, _is_small)
