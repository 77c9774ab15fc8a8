"""One builder a record, each with sensible values that a test overrides where it cares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from config.settings import Settings
from pipeline.records import (
    ArticleLink,
    Exchange,
    FailureReason,
    FetchedPage,
    FetchFailure,
    Listing,
    NotModified,
)

NOW = datetime(2026, 3, 1, 9, 0, 0, tzinfo=UTC)
HOME = "https://news.example.org"
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoZSB0ZXN0cyBvZiBtYXJzYWQhIQ=="

BODY = (
    "أعلنت بلدية تالة عن فتح المكتبة العمومية الجديدة أمام القراء بداية من الأسبوع القادم.",
    "وتضم المكتبة 12 ألف كتاب في الآداب والعلوم، وقاعة للمطالعة تتسع لثمانين قارئا.",
    "وقال رئيس المجلس البلدي إن المشروع كلف ثلاث سنوات من العمل المتواصل.",
)


def minutes(count: float) -> datetime:
    """So many minutes after `NOW`."""
    return NOW + timedelta(minutes=count)


def settings(data: Path, **changes: Any) -> Settings:
    """One K2 source with two sections, one topic on «المكتبة» to a mailbox and a webhook."""
    values: dict[str, Any] = {
        "contact": "ops@example.org",
        "database": f"sqlite:///{data}/marsad.db",
        "data": data,
        "timezone": "Africa/Algiers",
        "smtp": {"host": "127.0.0.1", "port": 25, "sender": "marsad@example.org"},
        "sources": [
            {
                "name": "outlet",
                "home": f"{HOME}/",
                "timezone": "Africa/Algiers",
                "language": "ar",
                "preset": "joomla-k2",
                # what becomes of changes that wait has tests of its own
                "confirm": "0s",
                "sections": [
                    {"name": "culture", "page": f"{HOME}/index.php/culture", "every": "10m"},
                    {"name": "local", "page": f"{HOME}/index.php/local", "every": "10m"},
                ],
            }
        ],
        "watchlists": [
            {
                "name": "desk",
                "destinations": ["mail", "hook"],
                "topics": [{"name": "library", "query": "المكتبة"}],
            }
        ],
        "destinations": [
            {"name": "mail", "email": "desk@example.org"},
            {"name": "hook", "webhook": "https://hooks.example.org/in", "secret": SECRET},
        ],
    }
    return Settings.model_validate(values | changes)


def item_url(number: int = 7, slug: str = "maktaba", section: str = "culture") -> str:
    return f"{HOME}/index.php/{section}/item/{number}-{slug}"


def k2_page(
    title: str = "مكتبة عمومية جديدة في تالة",
    body: tuple[str, ...] = BODY,
    *,
    modified: str | None = None,
    hits: int = 10,
    byline: str | None = None,
    section: str = "ثقافة",
    published: str = "الأحد, 01 مارس 2026 09:30",
) -> str:
    """A K2 item page in stock markup."""
    author = f'<span class="itemAuthor">كتبه <a rel="author">{byline}</a></span>' if byline else ""
    changed = f'<span class="itemDateModified">آخر تعديل في {modified}</span>' if modified else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in body)
    return f"""<!DOCTYPE html><html lang="ar-dz" dir="rtl"><head><meta charset="utf-8">
<title>{escape(title)}</title></head><body><div id="k2Container" class="itemView">
<div class="itemHeader"><span class="itemDateCreated">{published}</span>
<h2 class="itemTitle">{escape(title)}</h2>{author}</div>
<div class="itemBody"><div class="itemFullText">{paragraphs}</div>
<div class="itemContentFooter"><span class="itemHits">قراءة <b>{hits}</b> مرة</span>{changed}</div>
</div><div class="itemLinks"><div class="itemCategory"><span>نشر في</span>
<a href="/index.php/culture">{escape(section)}</a></div></div></div></body></html>"""


def fetched(
    html: str | bytes,
    at: datetime = NOW,
    *,
    url: str | None = None,
    final_url: str | None = None,
    etag: str | None = None,
) -> FetchedPage:
    body = html.encode() if isinstance(html, str) else html
    url = url or item_url()
    return FetchedPage(
        source="outlet",
        url=url,
        final_url=final_url or url,
        fetched_at=at,
        status=200,
        content_type="text/html; charset=utf-8",
        body=body,
        exchange=Exchange(
            request_headers=(("Host", "news.example.org"), ("User-Agent", "Marsad/test")),
            status_line="HTTP/1.1 200 OK",
            response_headers=(("Content-Type", "text/html; charset=utf-8"),),
            payload=body,
            ip_address="192.0.2.1",
        ),
        etag=etag,
    )


def not_modified(at: datetime, url: str | None = None) -> NotModified:
    return NotModified("outlet", url or item_url(), at)


def failure(
    reason: FailureReason, at: datetime, *, url: str | None = None, status: int | None = None
) -> FetchFailure:
    return FetchFailure("outlet", url or item_url(), at, reason, f"it failed: {reason}", status)


def listing(
    *links: ArticleLink | str, section: str = "culture", at: datetime = NOW, **more: Any
) -> Listing:
    return Listing(
        source="outlet",
        section=section,
        url=f"{HOME}/index.php/{section}",
        fetched_at=at,
        links=tuple(ArticleLink(one) if isinstance(one, str) else one for one in links),
        **more,
    )
