"""Topics: a query read once, and the words of an article that make it hold.

Pure: no store, no settings. Which topics apply to which article is `pipeline.watch`'s.
"""

from pipeline.topics.match import PreparedText, match, prepare
from pipeline.topics.query import Query, QueryError, mistake_in, parse_query

__all__ = [
    "PreparedText",
    "Query",
    "QueryError",
    "match",
    "mistake_in",
    "parse_query",
    "prepare",
]
