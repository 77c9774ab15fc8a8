"""The site's listings: K2 section pages with pagination, and RSS and Atom feeds.

A feed carries the created date only, as K2's do, so it never shows that a piece was edited,
unless the habit says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from marsad.demo.frame import Scene, modified_line, page
from marsad.demo.newsroom import OUTLET, Piece, Standing
from marsad.demo.routes import Asked, Feed

_EDITORS_ADDRESS = "redaction@example.org"
#: characters that XML 1.0 cannot hold, even escaped
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def listing_title(asked: Asked, scene: Scene) -> str:
    """What heads a listing: its section, tag or byline, else the front page."""
    if asked.section is not None:
        return scene.section(asked.section).name
    return asked.tag or asked.author or "الرئيسية"


# Section pages


def listing_page(asked: Asked, shown: Sequence[Standing], path: str, scene: Scene) -> str:
    """One page of a listing.

    Args:
        shown: all that the listing holds; the page takes its own part.
        path: where the listing stands, without a query.
    """
    size = scene.habits.page_size
    part = shown[asked.start : asked.start + size]
    plain = scene.habits.template == "plain"
    draw = _plain_list if plain else _k2_list
    feed = f"{escape(path)}?format=feed&amp;type="
    head = (
        f'<link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="{feed}rss">\n'
        f'<link rel="alternate" type="application/atom+xml" title="Atom 1.0" href="{feed}atom">\n'
    )
    title = listing_title(asked, scene)
    main = (
        f'<div id="k2Container" class="itemListView"><div class="k2FeedIcon">'
        f'<a href="{feed}rss"><span>متابعة عبر RSS</span></a></div>'
        f'<div class="itemListCategory"><h2>{escape(title)}</h2></div>'
        f"{draw(part, asked.section, scene)}"
        f"{_pagination(len(shown), asked.start, path, size)}</div>"
    )
    return page(title, main, scene, head=head)


def _k2_list(part: Sequence[Standing], section: str | None, scene: Scene) -> str:
    """K2's four groups: the newest piece leads, the last ones are links alone."""
    groups = {"Leading": part[:1], "Primary": part[1:5], "Secondary": part[5:8], "Links": part[8:]}
    drawn = "".join(
        f'<div id="itemList{group}">'
        + "".join(
            f'<div class="itemContainer">{_k2_entry(one, group, section, scene)}</div>'
            for one in members
        )
        + "</div>"
        for group, members in groups.items()
        if members
    )
    return f'<div class="itemList">{drawn}</div>'


def _k2_entry(standing: Standing, group: str, section: str | None, scene: Scene) -> str:
    piece = standing.piece
    link = scene.href(piece, section)
    marker = " <span><sup>مميز</sup></span>" if piece.featured else ""
    title = f'<h3 class="catItemTitle"><a href="{link}">{escape(piece.title)}</a>{marker}</h3>'
    featured = " catItemIsFeatured" if piece.featured else ""
    opening = f'<div class="catItemView group{group}{featured}">'
    if group == "Links":
        return f"{opening}{title}</div>"
    modified = modified_line(piece)
    return (
        f'{opening}<div class="catItemHeader">'
        f'<span class="catItemDateCreated">{scene.created(piece)}</span>{title}</div>'
        f'<div class="catItemBody"><div class="catItemIntroText">{_intro(piece)}</div></div>'
        '<div class="catItemLinks"><div class="catItemHitsBlock"><span class="catItemHits">قرأت '
        f"<b>{standing.hits}</b> مرات</span></div></div>"
        f'<div class="catItemReadMore"><a class="k2ReadMore" href="{link}">إقرأ المزيد...</a></div>'
        + (f'<span class="catItemDateModified">{modified}</span>' if modified else "")
        + "</div>"
    )


def _plain_list(part: Sequence[Standing], section: str | None, scene: Scene) -> str:
    return "".join(
        f'<div class="news"><h4><a href="{scene.href(one.piece, section)}">'
        f"{escape(one.piece.title)}</a></h4></div>"
        for one in part
    )


def _intro(piece: Piece) -> str:
    """K2's intro block: the text up to its read-more mark, a byline typed above it included."""
    typed = [piece.byline] if piece.byline and piece.byline_place == "body" else []
    shown = piece.body[:1] if piece.split else piece.body
    return "".join(f"<p>{escape(line)}</p>" for line in (*typed, *shown))


def _pagination(total: int, start: int, path: str, size: int) -> str:
    """Joomla's pagination: pages by number, then next; nothing where one page holds all."""
    pages = -(-total // size)
    if pages < 2:
        return ""
    here = start // size
    numbers = "".join(
        f'<li><span class="pagenav">{n + 1}</span></li>'
        if n == here
        else f'<li><a title="{n + 1}" href="{_start(path, n * size)}">{n + 1}</a></li>'
        for n in range(pages)
    )
    following = (
        f'<li class="pagination-next"><a title="التالي" href="{_start(path, (here + 1) * size)}" '
        'class="pagenav">التالي</a></li>'
        if here + 1 < pages
        else '<li class="pagination-next"><span class="pagenav">التالي</span></li>'
    )
    return (
        f'<div class="k2Pagination"><ul>{numbers}{following}</ul>'
        f'<div class="clr"></div>الصفحة {here + 1} من {pages}</div>'
    )


def _start(path: str, skipped: int) -> str:
    return f"{escape(path)}?start={skipped}" if skipped else escape(path)


# Feeds


def feed(kind: Feed, asked: Asked, shown: Sequence[Standing], path: str, scene: Scene) -> str:
    """The newest pieces of a listing as RSS 2.0 or Atom 1.0, in UTF-8 whatever pages are in."""
    pieces = [standing.piece for standing in shown[: asked.limit]]
    title = _xml(f"{OUTLET} - {listing_title(asked, scene)}")
    address = f"{scene.site_url}{escape(path)}"
    itself = f"{address}?format=feed&amp;type={kind}"
    return (_rss if kind == "rss" else _atom)(pieces, title, address, itself, scene)


def _rss(pieces: Sequence[Piece], title: str, address: str, itself: str, scene: Scene) -> str:
    stamp = _stamps(scene, format_datetime)
    items = "".join(
        f"<item><title>{_xml(piece.title)}</title><link>{_absolute(piece, scene)}</link>"
        f'<guid isPermaLink="true">{_absolute(piece, scene)}</guid>'
        f"<description>{_description(piece)}</description>"
        f"<author>{_EDITORS_ADDRESS} ({_xml(_signed(piece))})</author>"
        f"<category>{_xml(scene.section(piece.sections[0]).name)}</category>"
        f"<pubDate>{stamp(piece)}</pubDate></item>\n"
        for piece in pieces
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{title}</title><description>{OUTLET}</description><link>{address}</link>"
        f"<lastBuildDate>{format_datetime(scene.now)}</lastBuildDate>"
        f'<atom:link rel="self" type="application/rss+xml" href="{itself}"/>'
        f"<language>ar-dz</language>\n{items}</channel></rss>\n"
    )


def _atom(pieces: Sequence[Piece], title: str, address: str, itself: str, scene: Scene) -> str:
    stamp = _stamps(scene, datetime.isoformat)

    def updated(piece: Piece) -> str:
        if scene.habits.atom_updated and piece.modified is not None:
            return piece.modified.isoformat()
        return stamp(piece)

    entries = "".join(
        f"<entry><title>{_xml(piece.title)}</title><id>{_absolute(piece, scene)}</id>"
        f'<link rel="alternate" type="text/html" href="{_absolute(piece, scene)}"/>'
        f"<published>{stamp(piece)}</published><updated>{updated(piece)}</updated>"
        f"<author><name>{_xml(_signed(piece))}</name><email>{_EDITORS_ADDRESS}</email></author>"
        f'<summary type="html">{_description(piece)}</summary>'
        f'<category term="{_xml(scene.section(piece.sections[0]).name)}"/></entry>\n'
        for piece in pieces
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar-dz">'
        f'<title type="text">{title}</title><id>{address}</id>'
        f'<link rel="alternate" type="text/html" href="{address}"/>'
        f'<link rel="self" type="application/atom+xml" href="{itself}"/>'
        f"<updated>{scene.now.isoformat()}</updated>\n{entries}</feed>\n"
    )


def _stamps(scene: Scene, written: Callable[[datetime], str]) -> Callable[[Piece], str]:
    """How the feed writes created dates: as it should, or as nobody can read them."""

    def stamp(piece: Piece) -> str:
        assert piece.created is not None, "publishing stamps it"
        if scene.habits.feed == "undated":
            return f"الجمعة، {piece.created.day + 31} جانفي، قبل الظهر"
        return written(piece.created)

    return stamp


def _description(piece: Piece) -> str:
    image = (
        f'<div class="K2FeedImage"><img src="{escape(piece.image)}" alt=""></div>'
        if piece.image
        else ""
    )
    full = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in piece.body[1:] if piece.split)
    return _xml(
        f'{image}<div class="K2FeedIntroText">{_intro(piece)}</div>'
        f'<div class="K2FeedFullText">{full}</div>'
    )


def _signed(piece: Piece) -> str:
    return piece.byline or OUTLET


def _absolute(piece: Piece, scene: Scene) -> str:
    return f"{scene.site_url}{scene.href(piece)}"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
