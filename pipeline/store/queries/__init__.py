"""Reads the store for people: articles, versions, edits, alerts, deliveries, sources.

Every function runs inside a reading transaction and returns frozen views; none writes.
"""

from pipeline.store.queries.alerts import (
    AlertView,
    DeliveryView,
    alerts,
    attempts,
    deliveries,
    topic_counts,
)
from pipeline.store.queries.articles import (
    ArticleView,
    VersionView,
    article,
    article_ids,
    articles,
    evidence_of,
    version_count,
    version_view,
    versions,
)
from pipeline.store.queries.edits import EditView, edit_view, edits
from pipeline.store.queries.links import FetchView, LinkView, articles_at, links
from pipeline.store.queries.sources import GapView, SectionView, SourceView, SweepView, source

__all__ = [
    "AlertView",
    "ArticleView",
    "DeliveryView",
    "EditView",
    "FetchView",
    "GapView",
    "LinkView",
    "SectionView",
    "SourceView",
    "SweepView",
    "VersionView",
    "alerts",
    "article",
    "article_ids",
    "articles",
    "articles_at",
    "attempts",
    "deliveries",
    "edit_view",
    "edits",
    "evidence_of",
    "links",
    "source",
    "topic_counts",
    "version_count",
    "version_view",
    "versions",
]
