"""Small invented news sites as WordPress, Drupal, Blogger, Ghost, Joomla and no system print them.

The texts are ours; the markup around them is what each system is known by. Three sections
with four pieces each, a feed, and what such sites have besides: feeds of comments, a page
about themselves, a way to sign in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from tests.integration.crawler_site import Respond, Site, fixed

#: the sites' clocks
ZONE = timezone(timedelta(hours=1))
_FIRST = datetime(2026, 2, 3, 9, 15, 20, tzinfo=ZONE)

_ARABIC = (
    "قررت بلدية الواحة تمديد ساعات فتح السوق الأسبوعية إلى المساء طيلة شهر رمضان المقبل.",
    "وقال رئيس المصلحة التقنية إن الإنارة جددت في كامل الممرات، وإن النقل سيكون مجانيا.",
    "ورحب التجار بالقرار الذي طالبوا به منذ ثلاث سنوات، ودعوا إلى تهيئة موقف للسيارات.",
)
_FRENCH = (
    "La commune a décidé de prolonger les horaires du marché hebdomadaire pendant tout le mois.",
    "Selon le chef du service technique, l'éclairage a été refait et le transport sera gratuit.",
    "Les commerçants saluent une décision qu'ils demandaient depuis trois ans déjà.",
)


@dataclass(frozen=True)
class Kind:
    """How a system prints a site."""

    #: as the survey names it, None for a site of no known system
    system: str | None
    #: `{section}` and `{number}` stand in the address of a piece
    piece: str
    section: str
    feed: str
    #: of every page's head and body
    head: str = ""
    body_class: str = ""
    resources: str = ""
    #: the class that its own themes give the text of a piece, "" for a theme that has none
    text_class: str = ""
    #: the head says where the feed is
    declares_feed: bool = True
    language: str = "ar"


SECTIONS = {"politics": "السياسة", "economy": "الاقتصاد", "culture": "الثقافة"}

WORDPRESS = Kind(
    "wordpress",
    "/2026/02/{section}-story-number-{number}/",
    "/category/{section}/",
    "/feed/",
    head='<meta name="generator" content="WordPress 6.8.1">'
    '<link rel="alternate" type="application/rss+xml" title="الواحة &raquo; خلاصة التعليقات"'
    ' href="/comments/feed/">',
    resources='<link rel="stylesheet" href="/wp-content/themes/oasis/style.css">',
    text_class="entry-content",
)
DRUPAL = Kind(
    "drupal",
    "/fr/{section}/recit-du-jour-numero-{number}",
    "/fr/{section}",
    "/rss.xml",
    head='<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">',
    resources='<script src="/core/misc/drupal.js?v=10"></script>',
    declares_feed=False,
    language="fr",
)
BLOGGER = Kind(
    "blogger",
    "/2026/02/{section}-story-of-day-{number}.html",
    "/search/label/{section}",
    "/feeds/posts/default",
    head='<meta content="blogger" name="generator">'
    '<link rel="alternate" type="application/atom+xml" title="الواحة - Atom"'
    ' href="/feeds/comments/default">',
    resources='<link href="https://www.blogger.com/static/v1/widgets/1.css" rel="stylesheet">',
    body_class="blog-posts",
)
GHOST = Kind(
    "ghost",
    "/{section}-long-story-number-{number}/",
    "/tag-{section}/",
    "/rss/",
    head='<meta name="generator" content="Ghost 5.90">',
    body_class="gh-viewport",
    declares_feed=False,
)
JOOMLA = Kind(
    "joomla",
    "/index.php/{section}/10{number}-news-of-the-day",
    "/index.php/{section}",
    "/?format=feed&type=rss",
    head='<meta name="generator" content="Joomla! - Open Source Content Management">',
    resources='<script src="/media/system/js/core.min.js"></script>',
    body_class="com-content-category",
    declares_feed=False,
)
NONE = Kind(
    None,
    "/{section}/2026/02/03/local-news-{number}",
    "/{section}",
    "/atom.xml",
    declares_feed=False,
)
KINDS = {
    "WordPress": WORDPRESS,
    "Drupal": DRUPAL,
    "Blogger": BLOGGER,
    "Ghost": GHOST,
    "Joomla": JOOMLA,
    "none": NONE,
}


def serve(kind: Kind, site: Site) -> None:
    """Gives a loopback site all the pages of such a site."""
    pieces = [(section, number) for section in SECTIONS for number in range(1, 5)]
    site.routes["/"] = fixed(_page(kind, "الواحة", _list(kind, pieces)))
    site.routes[kind.feed] = _feed(kind, site, pieces)
    for section, label in SECTIONS.items():
        own = [(one, number) for one, number in pieces if one == section]
        site.routes[_path(kind.section, section)] = fixed(_page(kind, label, _list(kind, own)))
    for section, number in pieces:
        path = _path(kind.piece, section, number)
        # canonical addresses have no slash at their end
        site.routes[path] = site.routes[path.rstrip("/")] = fixed(_article(kind, section, number))
    about = _page(kind, "من نحن", "<main><p>جريدة مخترعة لا وجود لها.</p></main>")
    site.routes["/about"] = fixed(about)
    site.routes["/robots.txt"] = fixed("User-agent: *\nAllow: /\n", Content_Type="text/plain")


def text_of(kind: Kind) -> tuple[str, ...]:
    """The paragraphs of every piece."""
    return _FRENCH if kind.language == "fr" else _ARABIC


def feeds_asked(site: Site) -> list[str]:
    """The feeds of comments that were asked for."""
    return [one.path for one in site.seen if "comments" in one.path]


def _path(pattern: str, section: str, number: int = 0) -> str:
    return pattern.format(section=section, number=number)


def _title(section: str, number: int) -> str:
    return f"خبر {number} من قسم {SECTIONS[section]} في الواحة"


def _at(section: str, number: int) -> datetime:
    return _FIRST - timedelta(hours=3 * number, minutes=7 * list(SECTIONS).index(section))


def _page(kind: Kind, title: str, main: str, head: str = "") -> str:
    menu = "".join(
        f'<li><a href="{_path(kind.section, section)}">{label}</a></li>'
        for section, label in SECTIONS.items()
    )
    feed = (
        f'<link rel="alternate" type="application/rss+xml" title="الواحة" href="{kind.feed}">'
        if kind.declares_feed
        else ""
    )
    return (
        f'<!DOCTYPE html><html lang="{kind.language}"><head><meta charset="utf-8">'
        f"<title>{title} | الواحة</title>"
        f'<meta property="og:site_name" content="الواحة">{feed}{kind.head}{head}{kind.resources}'
        f'</head><body class="{kind.body_class}"><nav class="menu"><ul>'
        f'<li><a href="/">الرئيسية</a></li>{menu}<li><a href="/about">من نحن</a></li>'
        f'<li><a href="/login">الدخول</a></li></ul></nav>{main}'
        f'<footer><a href="/privacy">الخصوصية</a></footer></body></html>'
    )


def _list(kind: Kind, pieces: list[tuple[str, int]]) -> str:
    rows = "".join(
        f'<article><h2><a href="{_path(kind.piece, *piece)}">{_title(*piece)}</a></h2>'
        f"<p>{_ARABIC[0]}</p></article>"
        for piece in pieces
    )
    return f"<main>{rows}</main>"


def _article(kind: Kind, section: str, number: int) -> str:
    at = _at(section, number)
    text = "".join(f"<p>{one}</p>" for one in text_of(kind))
    text = f'<div class="{kind.text_class}">{text}</div>' if kind.text_class else text
    stamp = at.astimezone(UTC).isoformat() if kind is NONE else at.isoformat()
    head = (
        '<meta property="og:type" content="article">'
        f'<meta property="og:title" content="{_title(section, number)}">'
        f'<meta property="article:published_time" content="{stamp}">'
    )
    month = "février" if kind.language == "fr" else "فيفري"
    main = (
        f"<main><article><h1>{_title(section, number)}</h1>"
        f'<span class="date">{at.day} {month} {at:%Y - %H:%M:%S}</span>{text}</article></main>'
    )
    return _page(kind, _title(section, number), main, head)


def _feed(kind: Kind, site: Site, pieces: list[tuple[str, int]]) -> Respond:
    if kind.feed.endswith(("default", "atom.xml")):
        entries = "".join(
            f"<entry><title>{_title(*one)}</title><id>tag:{number}</id>"
            f'<link rel="alternate" href="{site.url(_path(kind.piece, *one))}"/>'
            f"<updated>{_at(*one).astimezone(UTC).isoformat()}</updated></entry>"
            for number, one in enumerate(pieces)
        )
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>ا</title>{entries}</feed>'
        return fixed(body, Content_Type="application/atom+xml")
    items = "".join(
        f"<item><title>{_title(*one)}</title><link>{site.url(_path(kind.piece, *one))}</link>"
        f"<pubDate>{format_datetime(_at(*one).astimezone(UTC))}</pubDate></item>"
        for one in pieces
    )
    body = f'<rss version="2.0"><channel><title>الواحة</title>{items}</channel></rss>'
    return fixed(body, Content_Type="application/rss+xml")
