"""Turns records into rows and back; knows columns, decides nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipeline.evidence.chain import reading_digest
from pipeline.evidence.files import EvidenceRef
from pipeline.fingerprints import content_hash
from pipeline.records import (
    ArticleData,
    ArticleForUpdate,
    ArticleState,
    Change,
    EditData,
    KindEvidence,
    MatchedTerm,
    Precision,
    Stamp,
    Version,
)
from pipeline.store.tables import (
    ArticleRow,
    EditRow,
    PendingReadingRow,
    ReadingRow,
    RevisitRow,
    VersionRow,
)


def version_columns(data: ArticleData) -> dict[str, Any]:
    """The columns of a version that come from what was read."""
    return {
        "url": data.url,
        "canonical_url": data.canonical_url,
        "publisher_id": data.publisher_id,
        "title": data.title,
        "body": list(data.body),
        "byline": data.byline,
        "authors": list(data.authors),
        "agencies": list(data.agencies),
        "credited_source": data.credited_source,
        "cited_sources": list(data.cited_sources),
        "section": data.section,
        "tags": list(data.tags),
        "image": data.image,
        "language": data.language,
        "featured": data.featured,
        "hits": data.hits,
        "structure": list(data.structure),
        "provenance": dict(data.provenance),
        "live": data.live,
        "paywalled": data.paywalled,
        "extractor": data.extractor,
        **_stamp_columns("published", data.published),
        **_stamp_columns("modified", data.modified),
    }


def sealed_columns(data: ArticleData, content: str | None = None) -> dict[str, Any]:
    """The same, with the hashes of content and reading that go into the version's seal.

    Args:
        content: the hash of its content, where it is known already.
    """
    columns = {**version_columns(data), "content_hash": content or content_hash(data)}
    return {**columns, "reading_digest": reading_digest(columns)}


def article_data(row: VersionRow) -> ArticleData:
    """What was read for a version, as it was read."""
    return ArticleData(
        url=row.url,
        canonical_url=row.canonical_url,
        publisher_id=row.publisher_id,
        title=row.title,
        body=tuple(row.body),
        byline=row.byline,
        authors=tuple(row.authors),
        agencies=tuple(row.agencies),
        credited_source=row.credited_source,
        cited_sources=tuple(row.cited_sources),
        section=row.section,
        tags=tuple(row.tags),
        image=row.image,
        language=row.language,
        featured=row.featured,
        hits=row.hits,
        structure=tuple(row.structure),
        provenance=dict(row.provenance),
        live=row.live,
        paywalled=row.paywalled,
        published=_stamp(row.published_at, row.published_offset, row.published_precision),
        modified=_stamp(row.modified_at, row.modified_offset, row.modified_precision),
        extractor=row.extractor,
    )


def reading_json(data: ArticleData) -> dict[str, Any]:
    """What was read off a page, as JSON."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in version_columns(data).items()
    }


def reading_data(values: dict[str, Any]) -> ArticleData:
    """What `reading_json` wrote."""
    values = dict(values)
    for name in ("published_at", "modified_at"):
        values[name] = values[name] and datetime.fromisoformat(values[name])
    return article_data(VersionRow(**values))


def newer_reading(row: VersionRow, data: ArticleData) -> dict[str, Any] | None:
    """What another extractor read for a version, as JSON; None where it read the same."""
    own = article_data(row)
    # a confirmed version has the counter of the fetch that confirmed it, not of its response
    if replace(data, extractor=own.extractor, provenance=own.provenance, hits=own.hits) == own:
        return None
    return reading_json(data)


def newest_reading(row: VersionRow, newer: ReadingRow) -> ArticleData:
    """What the newer extractor read for a version."""
    if newer.data is None:
        return replace(article_data(row), extractor=newer.extractor)
    return reading_data(newer.data)


def evidence_ref(row: VersionRow | PendingReadingRow | RevisitRow) -> EvidenceRef | None:
    """Where the response behind a row is kept; None where it is not (any more)."""
    if row.evidence_file is None or row.evidence_offset is None or row.evidence_length is None:
        return None
    return EvidenceRef(
        row.evidence_file, row.evidence_offset, row.evidence_length, row.evidence_digest
    )


def version(row: VersionRow) -> Version:
    return Version(
        n=row.n,
        data=article_data(row),
        fetched_at=row.fetched_at,
        content_hash=row.content_hash,
        last_lacked_at=row.last_lacked_at,
    )


def article_for_update(row: ArticleRow, latest: VersionRow) -> ArticleForUpdate:
    return ArticleForUpdate(
        id=row.id,
        state=ArticleState(row.state),
        url=row.url,
        canonical_url=row.canonical_url,
        latest=version(latest),
        strikes=row.strikes,
        missing_since=row.missing_since,
        last_seen_at=row.last_seen_at,
        first_seen_at=row.first_seen_at,
        last_changed_at=row.last_changed_at,
    )


def edit_columns(edit: EditData) -> dict[str, Any]:
    """The columns of an edit that come from comparing its versions."""
    return {
        "stealth": edit.stealth,
        "substantive": edit.substantive,
        "kinds": list(edit.kinds),
        "severity": edit.severity,
        "evidence": [asdict(one) for one in edit.evidence],
        "title_before": edit.title_before,
        "title_after": edit.title_after,
        "changes": [asdict(change) for change in edit.changes],
    }


def edit_data(row: EditRow) -> EditData:
    return EditData(
        changes=tuple(Change(**change) for change in row.changes),
        stealth=row.stealth,
        substantive=row.substantive,
        title_before=row.title_before,
        title_after=row.title_after,
        kinds=tuple(row.kinds),
        severity=row.severity,
        evidence=tuple(KindEvidence(**one) for one in row.evidence),
    )


def matched_terms(rows: list[Any]) -> tuple[MatchedTerm, ...]:
    return tuple(MatchedTerm(**row) for row in rows)


def _stamp_columns(name: str, stamp: Stamp | None) -> dict[str, Any]:
    offset = stamp.at.utcoffset() if stamp else None
    return {
        f"{name}_at": stamp.at.astimezone(UTC) if stamp else None,
        f"{name}_offset": None if offset is None else int(offset.total_seconds() // 60),
        f"{name}_precision": str(stamp.precision) if stamp else None,
    }


def _stamp(at: datetime | None, offset: int | None, precision: str | None) -> Stamp | None:
    if at is None or offset is None or precision is None:
        return None
    return Stamp(at.astimezone(timezone(timedelta(minutes=offset))), Precision(precision))
