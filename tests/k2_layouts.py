"""One piece laid out as the templates of K2 sites do: stock, print view, overrides, bare texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final


@dataclass(frozen=True)
class Piece:
    """What a K2 page prints, as printed."""

    title: str
    published: str
    hits: int
    section: str
    byline: str
    paragraphs: tuple[str, ...]
    credit: str
    modified: str


PIECE: Final = Piece(
    title="بلدية السدرة تعيد فتح المكتبة العمومية بعد ترميم دام سنتين",
    published="8 فيفري 2026 -- 19:07:44",
    hits=2051,
    section="ثقافة",
    byline="صدى الأطلس/وكالات",
    paragraphs=(
        "أعادت بلدية السدرة، أمس، فتح المكتبة العمومية أمام القراء، بعد أشغال ترميم دامت سنتين.",
        "وقالت مديرة المكتبة، ليلى حمدان، إن «الرصيد تضاعف ليبلغ 41 ألف عنوان».",
        "نشر في الموقع الرسمي للبلدية برنامج الأنشطة، وهو يمتد إلى غاية شهر جوان المقبل.",
        "ومن المنتظر أن تفتح قاعة الأطفال في ديسمبر/كانون الأول 2026.",
    ),
    credit="إذاعة السدرة",
    modified="الأحد, 08 فيفري 2026 21:30",
)

_PRINT_BUTTON: Final = (
    '<a class="itemPrintThisPage" rel="nofollow" href="#" onclick="window.print();return false;">'
    "<span>طباعة هذه الصفحة</span></a>"
)


def _document(piece: Piece, content: str, body_class: str = "site") -> str:
    return (
        '<!DOCTYPE html><html lang="ar-aa" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(piece.title)}</title></head>"
        f'<body class="{body_class}">{content}</body></html>'
    )


def _item(piece: Piece) -> str:
    first, *others = (f"<p>{escape(text)}</p>" for text in piece.paragraphs)
    return f"""
<div id="k2Container" class="itemView itemIsFeatured">
  <div class="itemHeader">
    <span class="itemDateCreated"> {piece.published} </span>
    <h2 class="itemTitle">
      {escape(piece.title)}
      <span><sup> مميز </sup></span>
    </h2>
    <span class="itemAuthor">كتبه&nbsp;<a rel="author" href="/u/1">{piece.byline}</a></span>
  </div>
  <div class="itemToolbar"><ul><li><span>حجم الخط</span></li></ul></div>
  <div class="itemBody">
    <div class="itemIntroText">{first}</div>
    <div class="itemFullText">{"".join(others)}<p>المصدر: {piece.credit}</p></div>
    <div class="itemContentFooter"><span class="itemHits">قراءة <b>{piece.hits}</b> مرات</span>
      <span class="itemDateModified">آخر تعديل في {piece.modified}</span></div>
  </div>
  <div class="itemLinks"><div class="itemCategory"><span>نشر في</span>
    <a href="/s">{piece.section}</a></div></div>
  <div class="itemRelated"><h3>مواضيع ذات صلة</h3><ul><li><a href="/r">موضوع آخر</a></li></ul></div>
</div>"""


def stock(piece: Piece) -> str:
    """The item page of K2's own template."""
    today = "<div>الاثنين، 23 نوفمبر 2026</div>"
    back = '<div class="itemBackToTop"><a href="#">إلى الأعلى</a></div>'
    return _document(piece, today + _item(piece) + back)


def print_view(piece: Piece) -> str:
    """The same under `tmpl=component&print=1`."""
    return _document(piece, _PRINT_BUTTON + _item(piece), "contentpane component")


def override(piece: Piece) -> str:
    """Title first, in h1, then date and counter on one line, section, byline in the text."""
    texts = (piece.byline, *piece.paragraphs, f"المصدر: {piece.credit}")
    content = f"""
<div id="k2Container" class="itemView">
  <h1 class="itemTitle">{escape(piece.title)} مميز</h1>
  <div class="info"><span>{piece.published}</span> <span>{piece.hits}</span></div>
  <div class="cat">&nbsp; نشر في <a href="/s">{piece.section}</a></div>
  <div class="itemFullText"><p>&nbsp;</p>{"".join(f"<p>{escape(text)}</p>" for text in texts)}</div>
  <p class="last">آخر تعديل في {piece.modified}</p>
</div>"""
    return _document(piece, content)


def _lines(piece: Piece) -> tuple[str, ...]:
    return (
        "طباعة هذه الصفحة",
        f"{piece.title} مميز",
        f"{piece.published} {piece.hits}",
        f"  نشر في {piece.section}",
        piece.byline,
        *piece.paragraphs,
        f"المصدر: {piece.credit}",
        f"آخر تعديل في {piece.modified}",
    )


def _texts_in(before: str, after: str) -> Callable[[Piece], str]:
    """The texts alone, each between these two, with nothing of K2's markup."""

    def layout(piece: Piece) -> str:
        lines = "".join(f"{before}{escape(line)}{after}" for line in _lines(piece))
        return f"<html><body>{lines}</body></html>"

    return layout


def table(piece: Piece) -> str:
    """The texts alone, each in a row."""
    rows = "".join(f"<tr><td>{escape(line)}</td></tr>" for line in _lines(piece))
    return f"<html><body><table>{rows}</table></body></html>"


def preformatted(piece: Piece) -> str:
    """The texts alone, as a text file."""
    return "<html><body><pre>" + escape("\n\n".join(_lines(piece))) + "</pre></body></html>"


LAYOUTS: Final[dict[str, Callable[[Piece], str]]] = {
    "stock": stock,
    "print view": print_view,
    "override": override,
    "paragraphs": _texts_in("<p>", "</p>"),
    "divs": _texts_in('<div class="x">', "</div>"),
    "line breaks": _texts_in("", "<br>"),
    "doubled line breaks": _texts_in("", "<br /><br />\n"),
    "table": table,
    "preformatted": preformatted,
}
