"""The frame around every page of the site, with the noise that differs at each request.

What stands inside is drawn in `marsad.demo.pages` and `marsad.demo.listings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from marsad.demo import dates
from marsad.demo.habits import Habits
from marsad.demo.newsroom import OUTLET, ZONE, Piece, Section, Standing
from marsad.demo.routes import Form, item_path

_ADVERTS = (
    "تخفيضات الموسم على الأثاث المنزلي إلى غاية نهاية الأسبوع",
    "عرض خاص: شهران مجانا عند الاشتراك في خدمة الإنترنت المنزلي",
    "دورات مسائية في اللغات والإعلام الآلي، التسجيل مفتوح",
    "رحلات نهاية الأسبوع نحو الواحات بأسعار مدروسة",
)
_STYLE = (
    "body{font:17px/1.9 serif;margin:0;background:#f4f1ea;color:#222}"
    "header,footer{background:#2b4a5a;color:#fff;padding:.6em 2em}header a{color:#fff}"
    "#columns{display:flex;gap:2em;max-width:70em;margin:1em auto;padding:0 1em}"
    "main{flex:3;background:#fff;padding:1em 2em}aside{flex:1;font-size:.85em}"
    "nav a,.itemToolbar li{display:inline;margin-inline-end:1.2em}"
    ".bannergroup{border:1px dashed #bbb;padding:.5em;color:#777}"
    ".itemHits,.itemDateCreated,.itemDateModified,.catItemDateCreated{color:#777;font-size:.85em}"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds the texts on one answer; most of it differs at the next."""

    #: scheme and host of the site, without a slash at the end
    site_url: str
    habits: Habits
    sections: tuple[Section, ...]
    now: datetime
    #: number of the request; all that rotates follows it
    turn: int
    #: everything the site lists
    live: tuple[Standing, ...]

    @property
    def root(self) -> str:
        return "/index.php" if self.habits.index_php else ""

    @property
    def charset(self) -> str:
        return "windows-1256" if self.habits.charset == "windows-1256" else "utf-8"

    def section(self, slug: str) -> Section:
        return next(one for one in self.sections if one.slug == slug)

    def href(self, piece: Piece, section: str | None = None) -> str:
        form: Form = "index" if self.habits.index_php else "short"
        return escape(item_path(piece, form, section))

    def created(self, piece: Piece) -> str:
        assert piece.created is not None, "publishing stamps it"
        at = piece.created.astimezone(ZONE)
        return dates.to_the_second(at) if self.habits.seconds else dates.to_the_minute(at)

    def others(self, piece: Piece | None, count: int, step: int) -> Sequence[Standing]:
        """Some other pieces, different ones at different turns."""
        rest = [one for one in self.live if piece is None or one.piece.id != piece.id]
        first = self.turn * step % len(rest) if rest else 0
        return (rest[first:] + rest[:first])[:count]


def modified_line(piece: Piece) -> str:
    """«آخر تعديل في …», to the minute as K2 prints it; "" if the piece never was."""
    if piece.modified is None:
        return ""
    return f"آخر تعديل في {dates.to_the_minute(piece.modified.astimezone(ZONE))}"


def page(title: str, main: str, scene: Scene, *, head: str = "") -> str:
    """A whole page: header with today's date, menu, content, sidebar."""
    menu = "".join(
        f'<a href="{scene.root}/{one.slug}">{escape(one.name)}</a>' for one in scene.sections
    )
    return document(
        title,
        f'<header><a href="/">{OUTLET}</a> '
        f'<span class="today">{dates.to_the_day(scene.now)}</span><nav>{menu}</nav></header>'
        f'<div id="columns"><main>{main}</main><aside>{_sidebar(scene)}</aside></div>'
        f"<footer>© {scene.now.year} {OUTLET} — صحيفة متخيَّلة لا تنشر إلا للتجربة</footer>",
        charset=scene.charset,
        head=head,
    )


def notice_page(title: str, text: str) -> str:
    """A bare page that says something other than news, in UTF-8."""
    return document(title, f"<main><h1>{escape(title)}</h1><p>{escape(text)}</p></main>")


def document(title: str, body: str, *, charset: str = "utf-8", head: str = "") -> str:
    return (
        '<!DOCTYPE html>\n<html lang="ar-dz" dir="rtl">\n<head>\n'
        f'<meta charset="{charset}">\n'
        f"<title>{escape(title)} - {OUTLET}</title>\n"
        '<meta name="generator" content="Joomla! - Open Source Content Management">\n'
        f"<style>{_STYLE}</style>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _sidebar(scene: Scene) -> str:
    rows = "".join(
        f'<li class="{"odd" if row % 2 else "even"}">'
        f'<a class="moduleItemTitle" href="{scene.href(one.piece)}">{escape(one.piece.title)}</a> '
        f'<span class="moduleItemDateCreated">{dates.minutes_ago(1 + scene.turn + 7 * row)}</span>'
        f' <span class="moduleItemHits">قرئ {one.hits} مرات</span></li>'
        for row, one in enumerate(scene.others(None, count=4, step=1))
    )
    return f'<div class="k2ItemsBlock"><h3>الأكثر قراءة</h3><ul>{rows}</ul></div>{advert(scene, 1)}'


def advert(scene: Scene, place: int) -> str:
    number = scene.turn + place
    return (
        '<div class="bannergroup"><div class="bannerheader">إعلان</div><div class="banneritem">'
        f'<a href="/index.php/component/banners/click/{number}" rel="nofollow">'
        f"{_ADVERTS[number % len(_ADVERTS)]}</a></div>"
        f'<script>window.shown=(window.shown||[]).concat("banner-{number}");</script></div>'
    )
