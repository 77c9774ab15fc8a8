"""A piece's page in each of three templates, and its print view.

Every text is escaped here; nothing here counts views or looks at a request.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from marsad.demo import dates
from marsad.demo.frame import Scene, advert, document, modified_line, page
from marsad.demo.newsroom import Piece, Standing, Template
from marsad.demo.routes import item_path

_COMMENTS = (
    "شكرا على هذا الخبر المفصل.",
    "نتمنى متابعة الموضوع في الأسابيع القادمة.",
    "معلومة مهمة لسكان المنطقة.",
)


def item_page(standing: Standing, scene: Scene, *, section: str | None, print_view: bool) -> str:
    """The page of a piece, or its print view.

    Args:
        section: the section in the address that was asked for; None: the piece's first.
    """
    piece = standing.piece
    template: Template = piece.template or scene.habits.template
    draw = {"stock": _stock, "override": _override, "plain": _plain}[template]
    main = draw(standing, scene, print_view)
    head = ""
    if scene.habits.canonical:
        head = f'<link rel="canonical" href="{scene.site_url}{scene.href(piece)}">\n'
    if print_view:
        head += '<meta name="robots" content="noindex, nofollow">\n'
        main = f'{_PRINT_BUTTON}<div id="component">{main}</div>'
        return document(piece.title, main, charset=scene.charset, head=head)
    return page(piece.title, _breadcrumbs(piece, scene, section) + main, scene, head=head)


_PRINT_BUTTON = (
    '<a class="itemPrintThisPage" rel="nofollow" href="#" onclick="window.print();return false;">'
    "<span>طباعة هذه الصفحة</span></a>"
)


def _breadcrumbs(piece: Piece, scene: Scene, section: str | None) -> str:
    here = scene.section(section or piece.sections[0])
    return (
        '<div class="breadcrumbs"><a class="pathway" href="/">الرئيسية</a> ‹ '
        f'<a class="pathway" href="{scene.root}/{here.slug}">{escape(here.name)}</a></div>'
    )


def _stock(standing: Standing, scene: Scene, print_view: bool) -> str:
    """K2's own item.php: its blocks, their classes and their order."""
    piece = standing.piece
    featured = " itemIsFeatured" if piece.featured else ""
    modified = modified_line(piece)
    return (
        f'<span id="startOfPageId{piece.id}"></span>'
        f'<div id="k2Container" class="itemView{featured}"><div class="itemHeader">'
        f'<span class="itemDateCreated">{scene.created(piece)}</span>'
        f'<h2 class="itemTitle">{escape(piece.title)}{_marker(piece)}</h2>'
        f"{_author(piece)}</div>{_toolbar(piece, scene, print_view)}{_RATING}"
        f'<div class="itemBody">{_image(piece)}{_split_text(piece, scene)}'
        '<div class="clr"></div><div class="itemContentFooter">'
        f'<span class="itemHits">قرأت <b>{standing.hits}</b> مرات</span>'
        + (f'<span class="itemDateModified">{modified}</span>' if modified else "")
        + '<div class="clr"></div></div><div class="clr"></div></div>'
        f'<div class="itemLinks">{_category(piece, scene)}{_tags(piece, scene)}'
        f'<div class="clr"></div></div>{_related(piece, scene)}'
        + ("" if print_view else _navigation(piece, scene))
        + _comments(piece, scene)
        + ("" if print_view else _back_to_top(piece, scene))
        + "</div>"
    )


def _override(standing: Standing, scene: Scene, print_view: bool) -> str:
    """A template override: K2's class names in the order that print views often have."""
    piece = standing.piece
    modified = modified_line(piece)
    return (
        f'<article id="k2Container" class="itemView newspaper"><h1 class="itemTitle">'
        f"{escape(piece.title)}{_marker(piece)}</h1>"
        f'<p class="meta"><span class="itemDateCreated">{scene.created(piece)}</span> '
        f'<span class="itemHits"><b>{standing.hits}</b></span></p>'
        f"{_category(piece, scene)}{_author(piece)}{_image(piece)}"
        f'<div class="itemFullText">{"".join(_typed(piece, scene))}</div>'
        + (f'<div class="itemDateModified">{modified}</div>' if modified else "")
        + _tags(piece, scene)
        + ("" if print_view else _navigation(piece, scene))
        + _related(piece, scene)
        + "</article>"
    )


def _plain(standing: Standing, scene: Scene, print_view: bool) -> str:
    """Markup of somebody's own: nothing of K2 but what its language file prints."""
    piece = standing.piece
    section = scene.section(piece.sections[0])
    return (
        f'<div class="post"><h1 class="entry-title">{escape(piece.title)}'
        + (" <small>مميز</small>" if piece.featured else "")
        + f'</h1><div class="infos">{scene.created(piece)} <i class="icon-eye"></i> {standing.hits}'
        f'</div><div class="infos">نشر في <a href="{scene.root}/{section.slug}">'
        f"{escape(section.name)}</a></div>{_image(piece)}"
        f'<div class="entry">{"".join(_typed(piece, scene, author_too=True))}</div>'
        f'<div class="infos">{modified_line(piece)}</div>'
        + ("" if print_view else _navigation(piece, scene))
        + "</div>"
    )


def _typed(piece: Piece, scene: Scene, *, author_too: bool = False) -> list[str]:
    """What was typed into the editor, a paragraph each, an advert standing amid them."""
    lines = [f"<p>{escape(paragraph)}</p>" for paragraph in piece.body]
    lines.insert(min(2, len(lines)), advert(scene, 2))
    if piece.byline and (author_too or piece.byline_place == "body"):
        lines = [f"<p><strong>{escape(piece.byline)}</strong></p>", "<p>&nbsp;</p>", *lines]
    if piece.credit:
        lines += ["<p>&nbsp;</p>", f"<p>المصدر: {escape(piece.credit)}</p>"]
    return lines


def _split_text(piece: Piece, scene: Scene) -> str:
    """K2 keeps a read-more mark in the text; without one it all stands in the full text."""
    lines = _typed(piece, scene)
    if not (piece.split and len(piece.body) > 1):
        return f'<div class="itemFullText">{"".join(lines)}</div>'
    cut = 1 + lines.index(f"<p>{escape(piece.body[0])}</p>")
    return (
        f'<div class="itemIntroText">{"".join(lines[:cut])}</div>'
        f'<div class="itemFullText">{"".join(lines[cut:])}</div>'
    )


def _marker(piece: Piece) -> str:
    return " <span><sup>مميز</sup></span>" if piece.featured else ""


def _author(piece: Piece) -> str:
    if not piece.byline or piece.byline_place != "author":
        return ""
    return (
        f'<span class="itemAuthor">كتبه <a rel="author" href="/index.php/itemlist/user/'
        f'{quote(piece.byline, safe="")}">{escape(piece.byline)}</a></span>'
    )


def _toolbar(piece: Piece, scene: Scene, print_view: bool) -> str:
    links = "" if print_view else _print_and_mail_links(piece)
    return (
        '<div class="itemToolbar"><ul><li><span class="itemTextResizerTitle">حجم الخط</span></li>'
        f'{links}<li><a class="itemCommentsLink k2Anchor" href="#itemCommentsAnchor">'
        f"<span>{_comment_count(scene)}</span> تعليقات</a></li></ul></div>"
    )


def _print_and_mail_links(piece: Piece) -> str:
    address = escape(item_path(piece, "print"))
    return (
        f'<li><a class="itemPrintLink" rel="nofollow" href="{address}"><span>طباعة</span></a></li>'
        '<li><a class="itemEmailLink" rel="nofollow" href="/index.php/component/mailto/">'
        "<span>البريد الإلكتروني</span></a></li>"
    )


_RATING = (
    '<div class="itemRatingBlock"><span>قيم الموضوع</span><div class="itemRatingForm">'
    '<div class="itemRatingLog">(0 أصوات)</div></div></div>'
)


def _image(piece: Piece) -> str:
    if piece.image is None:
        return ""
    return (
        '<div class="itemImageBlock"><span class="itemImage">'
        f'<img src="{escape(piece.image)}" alt="{escape(piece.title)}"></span></div>'
    )


def _category(piece: Piece, scene: Scene) -> str:
    section = scene.section(piece.sections[0])
    return (
        '<div class="itemCategory"><span>نشر في</span> '
        f'<a href="{scene.root}/{section.slug}">{escape(section.name)}</a></div>'
    )


def _tags(piece: Piece, scene: Scene) -> str:
    if not piece.tags:
        return ""
    links = "".join(
        f'<li><a href="{scene.root}/itemlist/tag/{quote(tag, safe="")}">{escape(tag)}</a></li>'
        for tag in piece.tags
    )
    return (
        f'<div class="itemTagsBlock"><span>موسومة تحت</span><ul class="itemTags">{links}</ul></div>'
    )


def _related(piece: Piece, scene: Scene) -> str:
    rows = "".join(
        f'<li><a class="itemRelTitle" href="{scene.href(one.piece)}">{escape(one.piece.title)}'
        "</a></li>"
        for one in scene.others(piece, count=3, step=2)
    )
    return f'<div class="itemRelated"><h3>مواضيع ذات صلة</h3><ul>{rows}</ul></div>'


def _navigation(piece: Piece, scene: Scene) -> str:
    near = scene.others(piece, 2, 0)
    links = "".join(
        f'<a class="{name}" href="{scene.href(one.piece)}">{escape(one.piece.title)}</a> '
        for name, one in zip(("itemPrevious", "itemNext"), near, strict=False)
    )
    return (
        '<div class="itemNavigation"><span class="itemNavigationTitle">المزيد في هذا القسم:</span>'
        f" {links}</div>"
    )


def _comment_count(scene: Scene) -> int:
    return 1 + scene.turn // 2


def _comments(piece: Piece, scene: Scene) -> str:
    comment = _COMMENTS[scene.turn % len(_COMMENTS)]
    return (
        '<a name="itemCommentsAnchor" id="itemCommentsAnchor"></a><div class="itemComments">'
        f'<h3 class="itemCommentsCounter"><span>{_comment_count(scene)}</span> تعليقات</h3>'
        f'<ul class="itemCommentsList"><li><span class="commentDate">'
        f"{dates.to_the_minute(scene.now)}</span><p>{comment}</p></li></ul></div>"
    )


def _back_to_top(piece: Piece, scene: Scene) -> str:
    return (
        '<div class="itemBackToTop"><a class="k2Anchor" '
        f'href="{scene.href(piece)}#startOfPageId{piece.id}">إلى الأعلى</a></div>'
    )
