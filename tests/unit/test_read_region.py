"""A page is known again only where every field of it reads as before."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from html import escape
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import read_article
from pipeline.extract.read_region import find_region, look_again
from pipeline.extract.recheck import ReadRegion, Unmoved
from pipeline.records import ArticleData, ReadingRules
from tests.builders import BODY, NOW, k2_page

URL = "https://news.example.org/culture/item/7-maktaba"
K2, GENERIC, WORDPRESS = (
    ReadingRules("joomla-k2", "Africa/Algiers", "ar"),
    ReadingRules(None, "Africa/Algiers", "ar"),
    ReadingRules("wordpress", "Africa/Algiers", "ar"),
)
TITLE = "مكتبة عمومية جديدة تفتح أبوابها في تالة"
LONG = (
    *BODY,
    "وأضاف أن الأشغال انطلقت قبل ثلاث سنوات وتوقفت مرتين بسبب نقص الاعتمادات.",
    "ومن المنتظر أن تستقبل القاعة نحو 300 تلميذ يوميا خلال العطل المدرسية.",
)


@dataclass(frozen=True)
class Piece:
    """What a page prints and claims, and what moves around it."""

    title: str = TITLE
    body: tuple[str, ...] = LONG
    byline: str | None = "ليلى بن صالح"
    section: str = "ثقافة"
    published: str = "2026-03-01T08:30:00+01:00"
    modified: str | None = None
    #: what JSON-LD says, where it says anything but the page
    claimed: tuple[tuple[str, Any], ...] = ()
    credit: str | None = None
    #: before and after the article
    before: str = ""
    after: str = ""
    #: inside it, below the text
    below: str = ""
    token: str = "a1b2c3"


def generic_page(piece: Piece) -> str:
    claims: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "datePublished": piece.published,
        "articleSection": piece.section,
    }
    claims |= {"dateModified": piece.modified} if piece.modified else {}
    claims |= {"author": {"@type": "Person", "name": piece.byline}} if piece.byline else {}
    claims |= dict(piece.claimed)
    author = f'<span class="author">{piece.byline}</span>' if piece.byline else ""
    credit = f"<p>المصدر: {piece.credit}</p>" if piece.credit else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.body)
    linked = json.dumps(claims, ensure_ascii=False)
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8">
<meta name="csrf-token" content="{piece.token}"><title>{escape(piece.title)} - الميناء</title>
<meta property="og:title" content="{escape(piece.title)}">
<script type="application/ld+json">{linked}</script>
<script nonce="{piece.token}">window.visit = "{piece.token}";</script></head>
<body><!-- made for {piece.token} --><header><a href="/?v={piece.token}">الميناء</a></header>
{piece.before}
<main><article class="story" data-visit="{piece.token}"><h1>{escape(piece.title)}</h1>
<div class="meta">{author}<time datetime="{piece.published}">{piece.published[:10]}</time></div>
<div class="story-body">{paragraphs}{credit}</div>{piece.below}</article></main>
{piece.after}<footer>جميع الحقوق محفوظة</footer></body></html>"""


def wordpress_page(piece: Piece) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in piece.body)
    changed = f'<time class="updated" datetime="{piece.modified}"></time>' if piece.modified else ""
    author = f'<span class="author vcard"><a rel="author">{piece.byline}</a></span>'
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8">
<meta name="generator" content="WordPress 6.4"><title>{escape(piece.title)}</title></head>
<body class="single single-post">{piece.before}<article class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{escape(piece.title)}</h1>
<time class="entry-date published" datetime="{piece.published}"></time>{changed}
{author if piece.byline else ""}<span class="cat-links"><a rel="category tag">{piece.section}</a>
</span></header><div class="entry-content">{paragraphs}</div>{piece.below}</article>
{piece.after}</body></html>"""


def stock_k2_page(piece: Piece) -> str:
    page = k2_page(
        piece.title,
        piece.body,
        byline=piece.byline,
        section=piece.section,
        modified=piece.modified and f"الأحد, 01 مارس 2026 {piece.modified[11:16]}",
    )
    page = page.replace("<body>", f"<body><!-- {piece.token} -->{piece.before}")
    return page.replace("</body>", f"{piece.after}</body>")


MAKERS = {"generic": (generic_page, GENERIC), "k2": (stock_k2_page, K2)}
MAKERS["wordpress"] = (wordpress_page, WORDPRESS)


def read(page: str, rules: ReadingRules) -> ArticleData:
    reading = read_article(page.encode(), URL, "text/html", rules, NOW)
    assert isinstance(reading, ArticleData)
    return reading


def region_of(page: str, rules: ReadingRules, *, wide: bool = True) -> ReadRegion:
    article = read(page, rules)
    found = find_region(page.encode(), URL, "text/html", rules, NOW, article, wide=wide)
    assert found is not None
    return found


def look(page: str, rules: ReadingRules, region: ReadRegion) -> Unmoved | None:
    return look_again(page.encode(), "text/html", rules, region)


NEWS = "قال الوزير إن 12 قتيلا سقطوا 15 في المدينة لم يعلن عن ذلك أمس ثلاثة البلدية الجديدة"
words = st.sampled_from(NEWS.split())
sentences = st.lists(words, min_size=6, max_size=14).map(lambda found: " ".join(found) + ".")
moments = st.sampled_from(("2026-03-01T08:30:00+01:00", "2026-03-01T08:45:00+01:00"))
credited = st.sampled_from((None, "وكالة الأنباء", "الإذاعة"))
marks = st.sampled_from(
    (
        "",
        '<div class="paywall">هذا المقال للمشتركين فقط، اشترك لمواصلة القراءة كاملا.</div>',
        '<div class="liveblog">تغطية</div>',
        '<p class="note">تصحيح: ورد في نسخة سابقة رقم خاطئ.</p>',
        '<ul><li><a href="/1">خبر آخر من الجهة</a></li></ul>',
    )
)


@st.composite
def edits(draw: st.DrawFn, piece: Piece) -> Piece:
    """The piece with one field changed, as a newsroom or its system would."""
    at = draw(st.integers(0, len(piece.body) - 1))
    put = draw(sentences)
    paragraphs = draw(
        st.sampled_from(
            (
                (*piece.body[:at], put, *piece.body[at:]),
                (*piece.body[:at], f"{piece.body[at]} {put}", *piece.body[at + 1 :]),
                (
                    *piece.body[:at],
                    piece.body[at].replace("ثلاث", "أربع", 1),
                    *piece.body[at + 1 :],
                ),
                (*piece.body[:at], *piece.body[at + 1 :]),
            )
        )
    )
    changes: dict[str, st.SearchStrategy[Any]] = {
        "title": sentences,
        "body": st.just(paragraphs),
        "byline": st.sampled_from((None, "منى العلوي")),
        "section": st.sampled_from(("محليات", "ثقافة وفنون")),
        "published": moments,
        "modified": moments,
        "credit": credited,
        "claimed": st.sampled_from(
            (
                (("dateModified", "2026-03-01T11:00:00+01:00"),),
                (("@type", "LiveBlogPosting"),),
                (("isAccessibleForFree", False),),
                (("headline", "عنوان آخر تماما للخبر نفسه"),),
            )
        ),
        "before": marks,
        "after": marks,
        "below": marks,
    }
    name = draw(st.sampled_from(sorted(changes)))
    return replace(piece, **{name: draw(changes[name])})


def _without_what_moves(data: ArticleData) -> ArticleData:
    return replace(data, hits=None, provenance={})


@pytest.mark.parametrize("kind", sorted(MAKERS))
@settings(max_examples=25)
@given(st.data())
def test_a_page_that_is_known_again_reads_the_same(kind: str, data: st.DataObject) -> None:
    make, rules = MAKERS[kind]
    before = Piece(byline=data.draw(st.sampled_from(("ليلى بن صالح", None))))
    after = replace(data.draw(edits(before)), token=data.draw(st.sampled_from(("a1b2c3", "zz"))))
    region = region_of(make(before), rules, wide=data.draw(st.booleans()))
    now = read_article(make(after).encode(), URL, "text/html", rules, NOW)
    if look(make(after), rules, region) is not None:
        assert isinstance(now, ArticleData)
        then = read(make(before), rules)
        assert _without_what_moves(now) == _without_what_moves(then)


@pytest.mark.parametrize("kind", sorted(MAKERS))
@pytest.mark.parametrize("wide", [True, False])
def test_what_moves_around_a_piece_does_not_hide_it(kind: str, wide: bool) -> None:
    make, rules = MAKERS[kind]

    def page(day: int) -> str:
        ad = f'<div id="ad-81723{day}"><a href="/c?x={day}">عرض اليوم {day}</a></div>'
        latest = "".join(
            f'<li><a href="/{n}?d={day}">خبر {day} آخر رقم {n} من الجهات</a></li>'
            for n in range(40)
        )
        token = f"f00ba4{day}"
        return make(replace(Piece(), token=token, before=ad, after=f"<ul>{latest}</ul>"))

    region = region_of(page(1), rules, wide=wide)
    assert look(page(2), rules, region) is not None
    assert look(page(2).replace("تلميذ", "طالب"), rules, region) is None


def test_visits_and_comments_that_are_counted_inside_a_piece_are_no_change() -> None:
    def page(views: str, comments: int) -> str:
        below = f'<span class="n">{views} مشاهدة</span><a href="#c">Comments ({comments})</a>'
        return generic_page(replace(Piece(), below=below))

    region = region_of(page("1,204", 3), GENERIC)
    assert look(page("1,350", 14), GENERIC, region) == Unmoved(None)


def test_a_figure_in_a_tag_of_its_own_is_a_change() -> None:
    def page(dead: int) -> str:
        return generic_page(Piece()).replace("12 ألف", f"<b>{dead}</b> ألف")

    region = region_of(page(12), GENERIC)
    assert look(page(12), GENERIC, region) is not None
    assert look(page(15), GENERIC, region) is None


def test_the_view_counter_of_k2_is_read_without_reading_the_page() -> None:
    region = region_of(k2_page(hits=10), K2)
    assert look(k2_page(hits=1735), K2, region) == Unmoved(1735)
    assert look(k2_page(hits=10).replace("<b>10</b>", "<b>١٢٬٠٣٥</b>"), K2, region) == Unmoved(
        12035
    )


def test_a_view_counter_with_its_label_is_read_as_well() -> None:
    def page(hits: int) -> str:
        return k2_page(hits=hits).replace(f"قراءة <b>{hits}</b> مرة", f"{hits} مشاهدة")

    assert read(page(10), K2).hits == 10
    assert look(page(12), K2, region_of(page(10), K2)) == Unmoved(12)


def test_the_view_counter_does_not_take_a_figure_of_the_text_with_it() -> None:
    body = ("في المكتبة 10 قاعات فتحت كلها للقراء من المدينة وضواحيها.", *BODY)
    region = region_of(k2_page(body=body, hits=10), K2)
    assert look(k2_page(body=body, hits=11), K2, region) == Unmoved(11)
    other = (body[0].replace("10", "11"), *BODY)
    assert look(k2_page(body=other, hits=10), K2, region) is None


@pytest.mark.parametrize(
    "word", ["paywall", "liveblog", "Correction", "تصويب", "نعتذر"], ids=lambda word: word
)
def test_words_that_tell_of_a_change_count_wherever_they_stand(word: str) -> None:
    region = region_of(generic_page(Piece()), GENERIC, wide=False)
    told = generic_page(replace(Piece(), after=f'<p class="{word}">{word}</p>'))
    assert look(told, GENERIC, region) is None


def test_other_rules_and_another_zone_are_another_reading() -> None:
    page = generic_page(Piece())
    region = region_of(page, GENERIC)
    assert look(page, GENERIC, region) is not None
    assert look(page, replace(GENERIC, timezone="Asia/Beirut"), region) is None
    assert look(page, WORDPRESS, region) is None


def test_a_page_cannot_forge_the_places_by_which_its_region_is_found() -> None:
    page = generic_page(Piece()).replace("<article ", '<article marsad-at="0" ')
    region = region_of(page, GENERIC)
    assert region.start.startswith(("<main>", "<article", "<body>"))
    assert look(page.replace("12 ألف", "15 ألف"), GENERIC, region) is None


@pytest.mark.parametrize("tag", ["span", "the-piece"])
@pytest.mark.parametrize("forged", ["0", "7", "99999999999999999999", "here", "-1", "٣"])
def test_nor_in_a_tag_that_is_given_no_place(tag: str, forged: str) -> None:
    page = generic_page(Piece()).replace("<article ", f'<{tag} marsad-at="{forged}" ')
    page = page.replace("</article>", f"</{tag}>")
    body = page.encode()
    article = read_article(body, URL, "text/html", GENERIC, NOW)
    assert isinstance(article, ArticleData)
    region = find_region(body, URL, "text/html", GENERIC, NOW, article, wide=True)
    assert region is None or look(page.replace("12 ألف", "15 ألف"), GENERIC, region) is None


def test_a_text_in_another_encoding_is_read_whole_or_known_again() -> None:
    text = generic_page(Piece()).replace('charset="utf-8"', 'charset="windows-1256"')
    page = text.encode("windows-1256", "xmlcharrefreplace")
    article = read_article(page, URL, "text/html", GENERIC, NOW)
    assert isinstance(article, ArticleData)
    region = find_region(page, URL, "text/html", GENERIC, NOW, article, wide=True)
    assert region is None or look_again(page, "text/html", GENERIC, region) is not None


@settings(max_examples=30)
@given(st.binary(max_size=300), st.integers(0, 2000))
def test_whatever_the_bytes_a_look_raises_nothing(junk: bytes, at: int) -> None:
    page = generic_page(Piece()).encode()
    region = region_of(page.decode(), GENERIC)
    broken = page[:at] + junk + page[at:]
    look_again(broken, "text/html", GENERIC, region)
    article = read_article(broken, URL, "text/html", GENERIC, NOW)
    if isinstance(article, ArticleData):
        find_region(broken, URL, "text/html", GENERIC, NOW, article, wide=True)


@pytest.mark.parametrize(
    "trap",
    ["<meta ", "<script ", "<link ", "<input ", '<meta "', "<!--", "<title>", "<div data-a='"],
)
def test_a_page_of_nothing_but_beginnings_takes_no_time(trap: str) -> None:
    region = region_of(generic_page(Piece()), GENERIC)
    page = generic_page(Piece(before=trap * (400_000 // len(trap)))).encode()
    start = process_time()
    look_again(page, "text/html", GENERIC, region)
    look_again(trap.encode() * (400_000 // len(trap)), "text/html", GENERIC, region)
    assert process_time() - start < 2
