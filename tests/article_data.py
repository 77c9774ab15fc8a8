"""An invented article, read off no page, for tests of what happens to its content."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from pipeline.records import ArticleData, Precision, Stamp

ALGIERS = timezone(timedelta(hours=1))

PIECE = ArticleData(
    url="https://noon.example.org/index.php/sahel/item/812-silo?print=1",
    canonical_url="https://noon.example.org/index.php/sahel/item/812-silo",
    title="صوامع جديدة في واد الزيتون بسعة 2,500 طن",
    body=(
        "دشّن والي واد الزيتون، صباح الأحد، صوامع لتخزين الحبوب كلّفت 1.5 مليار دينار.",
        "وقالت مديرة التعاونية، حياة بوزيد، إنّ المشروع «يكفي ثلاث بلديات».",
        "وكان افتتاح الصوامع قد تأجّل مرّتين منذ سنة 2024.",
    ),
    publisher_id="k2:812",
    byline="نون/وكالات",
    agencies=("وكالات",),
    credited_source="نشرة الفلاح",
    section="الساحل",
    language="ar",
    hits=40,
    published=Stamp(datetime(2026, 2, 8, 10, 30, 15, tzinfo=ALGIERS), Precision.SECOND),
    modified=Stamp(datetime(2026, 2, 8, 11, 0, tzinfo=ALGIERS), Precision.MINUTE),
    extractor="joomla-k2/2",
)


def piece(**changes: Any) -> ArticleData:
    """The article, with some fields changed."""
    return replace(PIECE, **changes)


def stamp(minute: int, precision: Precision = Precision.MINUTE) -> Stamp:
    """A modified stamp so many minutes after eleven, in Algiers."""
    return Stamp(datetime(2026, 2, 8, 11, minute, tzinfo=ALGIERS), precision)
