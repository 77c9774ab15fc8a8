"""A newsroom with five pieces, and a Marsad that watches it, on each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from marsad.demo.mailbox import Mailbox
from marsad.demo.newsroom import ZONE, Newsroom, Piece
from marsad.demo.receiver import Receiver
from marsad.demo.site import Site
from tests.acceptance.watching import Watching
from tests.builders import BODY, SECRET
from tests.story_texts import invented_words

CREATED = datetime(2026, 1, 23, 12, 33, 3, tzinfo=ZONE)

#: five pieces that no topic asks for
STANDING = tuple(
    Piece(
        id=10 + number,
        slug=f"خبر-رقم-{number}",
        title=f"خبر رقم {number} من الأرشيف",
        body=(
            "افتتح المعرض السنوي للصناعات التقليدية أبوابه أمام الزوار في وسط المدينة.",
            f"ويشارك في هذه الدورة {20 + number} عارضا قدموا من مختلف جهات البلاد.",
        ),
        sections=("maghreb",) if number % 2 else ("economy",),
        created=CREATED - timedelta(hours=number),
    )
    for number in range(5)
)

#: a piece that the topic «البلدية» asks for
COUNCIL = Piece(
    id=50,
    slug="مكتبة-تالة",
    title="البلدية تفتح مكتبة جديدة",
    body=BODY,
    sections=("maghreb",),
    byline="الجريدة/وكالات",
    credit="نشرة البلدية",
)


def council(number: int) -> Piece:
    """One of many pieces on the topic, each another text."""
    return replace(
        COUNCIL,
        id=100 + number,
        slug=f"مكتبة-{number}",
        title=f"البلدية: خبر {number}",
        body=(*BODY[:1], " ".join(invented_words(number, 60))),
    )


@pytest.fixture
def default_database(tmp_path: Path, migrated_file: Path) -> str:
    """SQLite where it is by default, which is what people run; the file is there already."""
    (tmp_path / "data").mkdir()
    shutil.copy(migrated_file, tmp_path / "data" / "marsad.db")
    return "sqlite:///data/marsad.db"


@pytest.fixture
def watching(tmp_path: Path, default_database: str) -> Iterator[Watching]:
    """On the default database."""
    with Site(Newsroom(STANDING)) as site, Mailbox() as mailbox, Receiver(SECRET) as receiver:
        yield Watching(site.newsroom, site, mailbox, receiver, tmp_path, default_database)


@pytest.fixture
def watching_each(tmp_path: Path, migrated_url: str) -> Iterator[Watching]:
    """Once on each database, which is there already."""
    with Site(Newsroom(STANDING)) as site, Mailbox() as mailbox, Receiver(SECRET) as receiver:
        yield Watching(site.newsroom, site, mailbox, receiver, tmp_path, migrated_url)


@pytest.fixture
def watching_anew(tmp_path: Path, database_url: str) -> Iterator[Watching]:
    """Once on each database, which the first command has to make."""
    with Site(Newsroom(STANDING)) as site, Mailbox() as mailbox, Receiver(SECRET) as receiver:
        yield Watching(site.newsroom, site, mailbox, receiver, tmp_path, database_url)
