"""Topics: a query read once, and the words of an article that make it hold.

Pure: no store, no settings. Which topics apply to which article is `pipeline.watch`'s.
"""

from pipeline.topics.expressions import Query
from pipeline.topics.match import match
from pipeline.topics.query import QueryError, mistake_in, parse_query
from pipeline.topics.text import Facets, PreparedText, prepare

__all__ = [
    "Facets",
    "PreparedText",
    "Query",
    "QueryError",
    "match",
    "mistake_in",
    "parse_query",
    "prepare",
]
