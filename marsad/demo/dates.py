"""Prints times as an Algerian K2 site does. Reading them back is the pipeline's matter."""

from __future__ import annotations

from datetime import datetime

MONTHS = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
#: from Monday, as `datetime.weekday` counts
WEEKDAYS = ("الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def to_the_day(at: datetime) -> str:
    """«الجمعة, 23 جانفي 2026»."""
    return f"{WEEKDAYS[at.weekday()]}, {at.day:02d} {MONTHS[at.month - 1]} {at.year}"


def to_the_minute(at: datetime) -> str:
    """«الجمعة, 23 جانفي 2026 12:33», K2's default."""
    return f"{to_the_day(at)} {at:%H:%M}"


def to_the_second(at: datetime) -> str:
    """«23 جانفي 2026 -- 12:33:03», a date format of some template overrides."""
    return f"{at.day:02d} {MONTHS[at.month - 1]} {at.year} -- {at:%H:%M:%S}"


def minutes_ago(minutes: int) -> str:
    """«منذ 5 دقائق», with the counted noun in its right form."""
    if minutes <= 1:
        return "منذ دقيقة"
    if minutes == 2:
        return "منذ دقيقتين"
    return f"منذ {minutes} {'دقائق' if minutes <= 10 else 'دقيقة'}"
