"""Alerts for the tests of the channels: invented pieces of invented outlets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pipeline.edits import compare
from pipeline.records import (
    AlertMessage,
    ArticleData,
    Change,
    Digest,
    DigestEntry,
    EditData,
    KindEvidence,
    MatchedTerm,
    Precision,
    Removal,
    Stamp,
    TakenBack,
)

ALGIERS = timezone(timedelta(hours=1))
CREATED = datetime(2026, 2, 3, 9, 30, 5, tzinfo=UTC)

ARABIC_PIECE = ArticleData(
    url="https://waha.example.org/index.php/maghreb/item/4411-dam",
    canonical_url="https://waha.example.org/maghreb/item/4411-dam",
    title="ولاية تاغيت تطلق أشغال سدّ جديد بكلفة 12 مليار دينار",
    body=(
        "أعلنت مديرية الموارد المائية لولاية تاغيت، صباح الثلاثاء، انطلاق أشغال سدّ «وادي "
        "النخيل» الذي يُنتظر أن يسقي 4300 هكتار من الواحات المحيطة بالمدينة.",
        "وقال المهندس سفيان برهومي إنّ الشركة المنفّذة Delta Works التزمت بتسليم المشروع خلال "
        "26 شهرا، مضيفا أنّ «الأشغال تسير بالوتيرة المتّفق عليها».",
        "وينتظر فلّاحو المنطقة السدّ منذ سنوات، بعد أن تراجع منسوب المياه الجوفية بنسبة 18.5%.",
        "ويُذكر أنّ دراسة المشروع تعود إلى سنة 2019.",
    ),
    publisher_id="k2:4411",
    byline="صدى الواحة/وكالات",
    agencies=("وكالات",),
    section="المغرب العربي",
    language="ar",
    published=Stamp(datetime(2026, 2, 3, 10, 12, 44, tzinfo=ALGIERS), Precision.SECOND),
)

FRENCH_PIECE = ArticleData(
    url="https://lerivage.example.org/economie/port-sec",
    canonical_url="https://lerivage.example.org/economie/port-sec",
    title="Le port sec de Sidi Amar ouvrira « avant l’été »",
    body=(
        "Le port sec de Sidi Amar doit ouvrir avant l’été, a annoncé lundi sa directrice, "
        "Nadège Ferhat, lors d’une visite du chantier.",
        "Les travaux ont coûté 3,2 milliards de dinars.",
    ),
    byline="Hakim Oualdi",
    authors=("Hakim Oualdi",),
    section="Économie",
    language="fr",
    published=Stamp(datetime(2026, 2, 2, 18, 5, tzinfo=ALGIERS), Precision.MINUTE),
)

ENGLISH_PIECE = ArticleData(
    url="https://harbour.example.org/news/ferry-fares",
    canonical_url="https://harbour.example.org/news/ferry-fares",
    title="Ferry fares to rise 9% in March, council says",
    body=(
        "Ferry fares on the northern crossing will rise by 9% in March, the Port Ellery "
        "council said on Monday.",
        "Councillor Ines Tarbuck called the increase “regrettable but fair”.",
    ),
    language="en",
    published=Stamp(datetime(2026, 2, 2, tzinfo=UTC), Precision.DAY),
)


def new_piece(article: ArticleData = ARABIC_PIECE, **changed: Any) -> AlertMessage:
    """An alert about a piece that was not there before."""
    message = AlertMessage(
        alert_id=12,
        delivery_id="dlv-7f3a90c2",
        topic="مياه",
        watchlist="desk",
        kind="new",
        created_at=CREATED,
        source="waha",
        article_id=31,
        article=article,
        first_seen_at=CREATED - timedelta(seconds=3),
        sections=("maghreb", "maghreb-feed"),
        matched=(
            MatchedTerm("سد", "سدّ", "title", "تاغيت تطلق أشغال سدّ جديد بكلفة 12 مليار"),
            MatchedTerm("المياه", "المياه", "body", "تراجع منسوب المياه الجوفية بنسبة 18.5%."),
        ),
    )
    return replace(message, **changed)


def edited(before: ArticleData, after: ArticleData, **changed: Any) -> AlertMessage:
    """An alert about an edit; silent where both versions carry the same modified stamp."""
    edit = EditData(
        changes=(
            Change("replace", "12 مليار", "19 مليار", "title"),
            Change("replace", "26 شهرا", "38 شهرا", "body", 1),
        ),
        stealth=before.modified == after.modified,
        substantive=True,
        title_before=before.title,
        title_after=after.title,
        kinds=("headline", "figures"),
        severity="high",
        evidence=(
            KindEvidence("headline", None, before.title, after.title),
            KindEvidence("figures", None, "12 مليار دينار", "19 مليار دينار"),
        ),
    )
    return new_piece(
        after,
        **{
            "kind": "edit",
            "edit_id": 5,
            "edit": edit,
            "before": before,
            "from_version": 1,
            "to_version": 2,
            "last_lacked_at": CREATED - timedelta(minutes=10),
            "fetched_at": CREATED - timedelta(seconds=3),
            "delivery_id": "dlv-88e1d402",
            "thread_of": ("dlv-7f3a90c2",),
            **changed,
        },
    )


ARABIC_REVISED = replace(
    ARABIC_PIECE,
    title="ولاية تاغيت تطلق أشغال سدّ جديد بكلفة 19 مليار دينار",
    body=(
        ARABIC_PIECE.body[0],
        ARABIC_PIECE.body[1].replace("26 شهرا", "38 شهرا"),
        *ARABIC_PIECE.body[2:],
    ),
)


def silent_edit(**changed: Any) -> AlertMessage:
    """The dam's cost and term grew, and the page does not say so."""
    return edited(ARABIC_PIECE, ARABIC_REVISED, **changed)


def withdrawn(**changed: Any) -> AlertMessage:
    """What was told of the dam is no edit."""
    told = TakenBack(13, "edit", CREATED - timedelta(minutes=7), ARABIC_REVISED.title, True)
    return new_piece(**{"alert_id": 14, "kind": "withdrawn", "takes_back": told, **changed})


def admitted_edit(**changed: Any) -> AlertMessage:
    """The same edit with the page's modified time."""
    stamp = Stamp(datetime(2026, 2, 3, 10, 25, tzinfo=ALGIERS), Precision.MINUTE)
    return edited(ARABIC_PIECE, replace(ARABIC_REVISED, modified=stamp), **changed)


REMOVAL = Removal(
    absence="gone",
    detail="the server answered 410",
    version=1,
    last_seen_at=CREATED - timedelta(hours=3),
    missing_since=CREATED - timedelta(hours=2, minutes=30),
    confirmed_at=CREATED,
    looks=4,
)


def removed_piece(article: ArticleData = ARABIC_PIECE, **changed: Any) -> AlertMessage:
    """An alert about a piece that was taken down."""
    return new_piece(
        article,
        **{
            "kind": "removed",
            "removal": REMOVAL,
            "delivery_id": "dlv-51b0aa9e",
            "thread_of": ("dlv-7f3a90c2",),
            **changed,
        },
    )


def restored_piece(article: ArticleData = ARABIC_PIECE) -> AlertMessage:
    """An alert about the same piece when it was there again."""
    back = replace(REMOVAL, restored_at=CREATED + timedelta(hours=5))
    return removed_piece(article, kind="restored", removal=back)


def returned_changed() -> AlertMessage:
    """An alert about a piece that was there again with another figure."""
    held = replace(ARABIC_PIECE, body=(*ARABIC_PIECE.body, "شارك 12 طالبا في الدورة الأولى."))
    back = replace(held, body=tuple(text.replace("12", "15") for text in held.body))
    return replace(restored_piece(back), before=held, since_held=compare(held, back))


def digest(*messages: AlertMessage) -> Digest:
    """Alerts that go out together; those of one article are of one story."""
    return Digest(
        "dlv-d16e5701",
        CREATED + timedelta(hours=6),
        tuple(DigestEntry(one, f"article {one.article_id}") for one in messages),
    )
