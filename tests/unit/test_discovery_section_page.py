"""What is found on section pages: K2's own markup, its overrides, and pages of other makes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from time import process_time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.rules import RulesSettings
from crawler.discovery import Found, Unreadable
from crawler.discovery.section_page import read_section_page
from pipeline.records import ArticleLink, Precision, Stamp
from tests.section_layouts import HOME, LAYOUTS, Layout

URL = "https://news.example.org/index.php/mahalli"
ALGIERS = timezone(timedelta(hours=1))


def read(
    html: str, *, url: str = URL, preset: str | None = "joomla-k2", zone: str = "Africa/Algiers"
) -> Found:
    found = read_section_page(html.encode(), url, "text/html; charset=utf-8", zone, preset)
    assert isinstance(found, Found)
    return found


def paths(found: Found) -> list[str]:
    return [link.url.removeprefix("https://news.example.org") for link in found.links]


def minute(day: int, hour: int, minutes: int) -> Stamp:
    return Stamp(datetime(2026, 2, day, hour, minutes, tzinfo=ALGIERS), Precision.MINUTE)


STOCK = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><base href="https://news.example.org/">
<link rel="alternate" type="application/rss+xml" href="/index.php/mahalli?format=feed"></head>
<body class="site has-sidebar com_k2 view-itemlist">
<header><a href="/index.php/mahalli/item/999-ticker">عاجل من الشريط</a></header>
<nav><ul><li><a href="/index.php/mahalli">محلي</a></li></ul></nav>
<div class="breadcrumbs"><a href="/">الرئيسية</a></div>
<main>
<div id="k2Container" class="itemListView">
 <div class="k2FeedIcon"><a href="/index.php/mahalli?format=feed"><span>RSS</span></a></div>
 <div class="itemListCategoriesBlock"><div class="itemListSubCategories">
   <div class="subCategory"><h2><a href="/index.php/mahalli/itemlist/category/9-far">فرعي</a></h2>
     </div>
 </div></div>
 <div class="itemList">
  <div id="itemListLeading"><div class="itemContainer itemContainerLast">
   <div class="catItemView groupLeading catItemIsFeatured">
    <div class="catItemHeader">
     <span class="catItemDateCreated">الأحد, 15 فيفري 2026 09:40</span>
     <h3 class="catItemTitle"><a href="/index.php/mahalli/item/41-jisr">جسر «الوادي» يفتح
        أمام المارة</a> <span><sup>مميز</sup></span></h3>
     <span class="catItemAuthor">كتبه <a rel="author"
     href="/index.php/mahalli/itemlist/user/7">هدى</a></span>
    </div>
    <div class="catItemBody"><div class="catItemImageBlock"><span class="catItemImage">
      <a href="/index.php/mahalli/item/41-jisr"><img alt="جسر" src="/media/41.jpg"></a></span></div>
      <div class="catItemIntroText">
     <p>بدأ العبور. <a href="/index.php/mahalli/item/30-qadim">خبر سابق</a></p></div></div>
    <div class="catItemLinks"><div class="catItemHitsBlock">
     <span class="catItemHits">قرأت <b>14</b> مرة</span></div>
      <div class="catItemCategory"><span>نشر في</span><a href="/index.php/mahalli">محلي</a></div>
     </div>
    <div class="catItemCommentsLink">
     <a href="/index.php/mahalli/item/41-jisr#itemCommentsAnchor">كن أول من يعلق على هذا الخبر</a>
     </div>
    <div class="catItemReadMore">
     <a class="k2ReadMore" href="/index.php/mahalli/item/41-jisr">إقرأ المزيد...</a></div>
    <span class="catItemDateModified">آخر تعديل في الاثنين, 16 فيفري 2026 10:05</span>
   </div></div></div>
  <div id="itemListPrimary"><div class="itemContainer"><div class="catItemView groupPrimary">
     <span class="catItemDateCreated">السبت, 14 فيفري 2026 18:00</span>
     <h3 class="catItemTitle">
     <a href="/index.php/mahalli/item/40-suq?tmpl=component&amp;print=1">سوق الخضر</a></h3>
     <a class="k2ReadMore" href="/index.php/mahalli/item/40-suq">إقرأ المزيد</a>
  </div></div></div>
  <div id="itemListLinks"><h4>المزيد</h4><div class="itemContainer">
     <div class="catItemView groupLinks">
     <h3 class="catItemTitle"><a href="/index.php/mahalli/item/39-maa">انقطاع الماء</a></h3>
  </div></div></div>
 </div>
 <div class="k2Pagination"><ul>
   <li><span>1</span></li>
   <li><a href="/index.php/mahalli?start=20">3</a></li>
   <li><a href="/index.php/mahalli?start=10">2</a></li>
   <li class="pagination-next"><a href="/index.php/mahalli?start=10">التالي</a></li>
   <li><a href="/index.php/mahalli?start=90">النهاية</a></li></ul>الصفحة 1 من 10</div>
</div></main>
<aside><div id="k2ModuleBox88" class="k2ItemsBlock"><ul>
  <li><a class="moduleItemTitle" href="/index.php/siyasa/item/7-aham">الأكثر قراءة</a></li></ul>
     </div></aside>
<footer><a href="/index.php/mahalli/item/8-dhayl">من الذيل</a></footer></body></html>"""


def test_a_stock_listing_gives_each_item_once_with_its_dates() -> None:
    found = read(STOCK)
    home = "https://news.example.org/index.php/mahalli/item"
    assert found.links[0] == ArticleLink(
        f"{home}/41-jisr", "جسر «الوادي» يفتح أمام المارة", minute(15, 9, 40), minute(16, 10, 5)
    )
    titles = {link.url: (link.title, link.published, link.modified) for link in found.links}
    assert titles[f"{home}/40-suq"] == ("سوق الخضر", minute(14, 18, 0), None)
    assert titles[f"{home}/39-maa"] == ("انقطاع الماء", None, None)
    assert found.complaints == ()


def test_modules_menus_and_footers_are_no_part_of_a_listing() -> None:
    assert {path.rpartition("/")[2] for path in paths(read(STOCK))} >= {
        "41-jisr",
        "40-suq",
        "39-maa",
    }
    assert not {"999-ticker", "7-aham", "8-dhayl", "9-far"} & {
        path.rpartition("/")[2] for path in paths(read(STOCK))
    }


def test_the_markup_of_k2_is_known_without_a_preset() -> None:
    assert read(STOCK, preset=None) == read(STOCK)


def test_the_next_page_is_the_smallest_step_forward() -> None:
    assert read(STOCK).next_url == f"{URL}?start=10"
    assert read(STOCK, url=f"{URL}?start=10").next_url == f"{URL}?start=20"
    assert read(STOCK, url=f"{URL}?start=20").next_url == f"{URL}?start=90"
    assert read(STOCK, url=f"{URL}?start=90").next_url is None


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ('<a rel="next" href="?limitstart=5">x</a>', "?limitstart=5"),
        ('<div class="pagination"><a href="?start=10">التالي</a></div>', "?start=10"),
        ('<ul class="pager"><a href="/index.php/mahalli?page=2">2</a></ul>', "?page=2"),
        ('<div class="pagination"><a href="/mahalli?start=10">2</a></div>', None),
        ('<div class="pagination"><a href="/index.php/other?start=10">2</a></div>', None),
        ('<div class="pagination"><a href="https://else.example.com/?start=10">2</a></div>', None),
        ('<div class="pagination"><a href="?start=0">1</a><a href="?start=x">2</a></div>', None),
        ('<p><a href="?start=10">بلا ترقيم</a></p>', None),
    ],
)
def test_pages_are_found_in_pagers_alone(pager: str, following: str | None) -> None:
    found = read(f"<html><body>{pager}</body></html>").next_url
    if pager.startswith('<div class="pagination"><a href="/mahalli'):
        # the same section, with and without Joomla's index.php
        assert found == "https://news.example.org/mahalli?start=10"
    else:
        assert found == (f"{URL}{following}" if following else None)


def test_numbered_pages_in_the_path_are_followed() -> None:
    html = (
        '<nav class="pagination"><a href="/akhbar/page/3">3</a><a href="/akhbar/page/2">2</a></nav>'
    )
    section = "https://news.example.org/akhbar"
    assert read(html, url=section, preset=None).next_url == f"{section}/page/2"
    assert read(html, url=f"{section}/page/2", preset=None).next_url == f"{section}/page/3"


OVERRIDE = """<html><body><div id="menu"><a href="/index.php/mahalli">محلي</a></div>
<div id="content"><div class="list">
 <div class="entry"><a class="thumb" href="/mahalli/item/12-nadi">
     <img src="n.jpg" alt="صورة النادي"></a>
   <h4><a href="/mahalli/item/12-nadi">النادي يحرز الكأس</a></h4>
   <div class="info-date">12 فيفري 2026 -- 20:15:30</div><p>...</p>
   <span class="updated-on">آخر تعديل في 13 فيفري 2026 08:00</span>
   <a href="/mahalli/item/12-nadi">المزيد »</a></div>
 <div class="entry"><a class="thumb" href="/mahalli/item/11-masrah">
     <img src="m.jpg" alt="المسرح البلدي"></a>
   <time datetime="2026-02-11T10:00:00+01:00">أمس</time></div>
 <div class="related"><a href="/mahalli/item/2-qadim">موضوع ذو صلة</a></div>
</div></div>
<div class="sidebar"><a href="/mahalli/item/3-aham">الأكثر قراءة</a></div></body></html>"""


def test_an_override_with_its_own_class_names_is_read_by_its_item_links() -> None:
    found = read(OVERRIDE)
    assert [(link.url.rpartition("/")[2], link.title) for link in found.links] == [
        ("12-nadi", "النادي يحرز الكأس"),
        ("11-masrah", "المسرح البلدي"),
    ]
    nadi, masrah = found.links
    assert nadi.published == Stamp(
        datetime(2026, 2, 12, 20, 15, 30, tzinfo=ALGIERS), Precision.SECOND
    )
    assert nadi.modified == minute(13, 8, 0)
    assert masrah.published == Stamp(datetime(2026, 2, 11, 10, 0, tzinfo=ALGIERS), Precision.SECOND)
    assert masrah.modified is None


@pytest.mark.parametrize(
    ("language", "month_and_day"), [("fr", (4, 3)), ("en-US", (3, 4)), (None, None)]
)
def test_the_source_s_language_tells_the_order_of_a_date_in_figures(
    language: str | None, month_and_day: tuple[int, int] | None
) -> None:
    html = (
        '<div class="list"><div class="entry"><h4><a href="/mahalli/item/12-a">خبر</a></h4>'
        "<time>03/04/2026 10:15</time></div></div>"
    )
    found = read_section_page(
        html.encode(), URL, "text/html", "UTC", "joomla-k2", (), None, language
    )

    assert isinstance(found, Found)
    published = found.links[0].published
    assert (published and (published.at.month, published.at.day)) == month_and_day


def test_items_outside_any_main_part_are_found_too() -> None:
    html = (
        '<div class="moduletable"><a href="/item/5-x">جانبي</a></div>'
        '<div class="xyz"><p><a href="/item/4-y">خبر في وسط الصفحة</a></p></div>'
    )
    assert paths(read(html)) == ["/item/4-y"]


def test_titles_without_an_item_number_are_known_by_k2s_class_names() -> None:
    html = (
        '<div class="itemList"><div class="catItemView"><h3 class="catItemTitle">'
        '<a href="/mahalli/jisr">جسر</a></h3></div><p><a href="/contact">اتصل</a></p></div>'
    )
    assert paths(read(html)) == ["/mahalli/jisr"]


def test_one_item_under_two_addresses_is_one_link() -> None:
    html = (
        '<div class="itemList"><h3 class="catItemTitle"><a href="/a/item/6-new">الجديد</a></h3>'
        '<a href="/index.php?option=com_k2&view=item&id=6:old">إقرأ المزيد</a></div>'
    )
    assert paths(read(html)) == ["/a/item/6-new"]


def test_a_malformed_date_costs_the_date_alone() -> None:
    html = (
        '<div class="itemList"><div class="catItemView"><span class="catItemDateCreated">'
        'قبل الظهر 54 فيفري</span><h3 class="catItemTitle"><a href="/item/1-a">خبر</a></h3>'
    )
    found = read(html)
    assert [link.published for link in found.links] == [None]
    assert found.complaints == ("a malformed date: 'قبل الظهر 54 فيفري'",)


@pytest.mark.parametrize(
    "printed", ["منذ 9 دقائق", "منذ 3 ساعات", "أمس", "قبل أسبوعين", "2 weeks ago"]
)
def test_a_relative_time_is_no_date_and_no_malformed_one(printed: str) -> None:
    html = (
        '<div class="itemList"><div class="catItemView"><span class="catItemDateCreated">'
        f'{printed}</span><h3 class="catItemTitle"><a href="/item/1-a">خبر</a></h3>'
    )
    found = read(html)
    assert [link.published for link in found.links] == [None]
    assert found.complaints == ()


def test_a_page_in_windows_1256_is_read() -> None:
    body = STOCK.encode("cp1256", "xmlcharrefreplace")
    found = read_section_page(body, URL, "text/html", "Africa/Algiers", "joomla-k2")
    assert found == read(STOCK)


PLAIN = """<html><body>
<header><a href="/2026/02/15/banner-story-of-the-day">banner</a></header>
<main><h1>Nachrichten</h1>
<article><h2><a href="/politik/neue-bruecke-am-fluss">Neue Brücke am Fluss</a></h2>
  <time datetime="2026-02-15T08:00:00Z">heute</time>
     <a href="/politik/neue-bruecke-am-fluss#c">3 Kommentare</a>
  <a href="/tag/bruecke-fluss-stadt">Brücke</a> <a href="/author/anna-von-der-au">Anna</a></article>
<article><header><h2><a href="/story/2026/02/14/markt">Markt</a></h2></header></article>
<div class="teaser"><p><a href="/artikel-48151.html">Viertes Tor</a></p></div>
<div class="teaser"><p><a href="/index.php?id=9912&amp;utm_source=x">Halle</a></p></div>
<div class="teaser"><p><a href="/x/خبر-من-مدينة-بعيدة">خبر من مدينة بعيدة</a></p></div>
<p><a href="/a-lone-link-in-text">lone</a> <a href="/politik">Politik</a> <a
     href="/login/a-b-c-d">x</a>
 <a href="/files/a-long-report-2026.pdf">pdf</a> <a href="/archive-2026">2026</a>
 <a href="mailto:a@example.org">mail</a> <a href="javascript:void(0)">js</a>
 <a href="https://else.example.com/some-other-site-story">other</a></p>
</main><aside><h3><a href="/most/read-story-of-all">most read</a></h3></aside></body></html>"""


def test_on_other_pages_addresses_and_places_tell_articles() -> None:
    found = read(PLAIN, url="https://news.example.org/", preset=None, zone="UTC")
    assert [
        (link.url.removeprefix("https://news.example.org"), link.title) for link in found.links
    ][:4] == [
        ("/politik/neue-bruecke-am-fluss", "Neue Brücke am Fluss"),
        ("/story/2026/02/14/markt", "Markt"),
        ("/artikel-48151.html", "Viertes Tor"),
        ("/index.php?id=9912", "Halle"),
    ]
    assert [link.title for link in found.links[4:]] == ["خبر من مدينة بعيدة"]
    assert found.links[0].published is not None


def test_a_listing_has_at_most_three_hundred_links() -> None:
    items = "".join(f'<h3><a href="/item/{n}-x">خبر {n}</a></h3>' for n in range(1000))
    assert len(read(f'<div class="itemList">{items}</div>').links) == 300


def test_a_page_made_to_stall_parsers_is_refused() -> None:
    answer = read_section_page(b"<div>" * 100_000, URL, "text/html", "UTC", None)
    assert isinstance(answer, Unreadable)


def shown(found: Found) -> set[str]:
    return {unquote(link.url.removeprefix(HOME)) for link in found.links}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_of_any_layout_the_pieces_are_found_and_nothing_else(layout: Layout) -> None:
    found = read(layout.html, url=HOME + layout.path, preset=None)
    assert shown(found) == set(layout.pieces)
    following = found.next_url and found.next_url.removeprefix(HOME)
    assert following == layout.following


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("known", ["its own", "of another make"])
def test_known_articles_cost_no_piece(layout: Layout, known: str) -> None:
    """A site that changed its addresses is read on until the new ones are known."""
    own = [HOME + path for path in layout.pieces * 4]
    others = [f"{HOME}/x/y/z/{n}-{n}/{n}.php" for n in range(1000, 1050)]
    found = read_section_page(
        layout.html.encode(),
        HOME + layout.path,
        "text/html",
        "UTC",
        None,
        own if known == "its own" else others,
    )
    assert isinstance(found, Found)
    assert shown(found) == set(layout.pieces)


def test_known_articles_tell_teasers_of_pieces_from_teasers_of_other_things() -> None:
    teasers = "".join(
        f'<div class="t"><a href="/{path}">Ein Titel mit vielen Worten</a></div>'
        for path in ("story/48151", "story/48152", "shop/eine-sehr-feine-sache", "story/48153")
    )
    known = [f"{HOME}/story/{n}" for n in range(47000, 47030)]
    without = read(teasers, url=HOME, preset=None)
    taught = read_section_page(teasers.encode(), HOME, "text/html", "UTC", None, known)
    assert isinstance(taught, Found)
    assert shown(without) - shown(taught) == {"/shop/eine-sehr-feine-sache"}


def test_authors_and_links_in_running_text_are_no_pieces() -> None:
    entries = "".join(
        f"""<div class="entry"><h3><a href="/bericht/{n}-neues-vom-fluss">Neues vom Fluss</a></h3>
        <p>Gestern, wie <a href="/bericht/{n}-der-alte-bericht-dazu">der alte Bericht dazu</a>
        sagt.</p><span>Von <a href="/anna-von-der-au-{n}00">Anna von der Au</a></span></div>"""
        for n in range(100, 106)
    )
    assert shown(read(entries, url=HOME, preset=None)) == {
        f"/bericht/{n}-neues-vom-fluss" for n in range(100, 106)
    }


@pytest.mark.parametrize(
    ("section", "pager", "following"),
    [
        ("/actu", '<a class="next" href="/actu/page/2/">x</a>', "/actu/page/2"),
        ("/actu/page/2", '<a class="next" href="/actu/page/3/">x</a>', "/actu/page/3"),
        ("/actu", '<a href="/actu?paged=2">Articles plus anciens</a>', "/actu?paged=2"),
        ("/actu", '<a class="load-more" href="/actu?page=2">…</a>', "/actu?page=2"),
        ("/actu", '<a href="/actu?offset=20">Voir plus</a>', "/actu?offset=20"),
        ("/actu", '<a href="/actu/page-2.html">Suivant »</a>', "/actu/page-2.html"),
        ("/x", '<a href="/x?page=2">الصفحة التالية</a>', "/x?page=2"),
        ("/x", '<a href="/x?page=2">المزيد</a>', "/x?page=2"),
        ("/x", '<link rel="next" href="/x/page/2">', "/x/page/2"),
        ("/x?page=1", '<a rel="next" href="/x?page=2">›</a><a href="/x?page=0">‹</a>', "/x?page=2"),
        ("/", '<a href="/?p=48151">المزيد</a>', None),
        ("/x", '<a href="/x?page=9">خبر</a>', None),
        ("/x?page=3", '<a rel="next" href="/x?page=2">التالي</a>', None),
        ("/x", '<a class="next" href="https://else.example.com/x?page=2">التالي</a>', None),
    ],
)
def test_links_that_lead_on_are_known_by_rel_name_or_words(
    section: str, pager: str, following: str | None
) -> None:
    html = f"<html><body>{pager}</body></html>"
    found = read(html, url=HOME + section, preset=None)
    assert found.next_url == (HOME + following if following else None)


@pytest.mark.parametrize(
    "part",
    [
        '<a href="/item/1-a">',
        '<p>text vor dem Link hier<a rel="author" href="/x/{n}-a-b-c">x</a>',
        '<article><h2><a href="/x/{n}-a-b-c">x</a></h2><time>',
        '<a href="/item/{n}-a">x</a>',
        '<nav><a href="/item/{n}-a">x</a></nav>',
        '<div class="pagination"><a href="?start={n}">x</a></div>',
        '<span class="date">',
        '<div class="itemList"><a href="/item/{n}-a">x</a></div>',
        '<h3 class="catItemTitle"></h3><a href="/x/{n}-a-b-c">x</a>',
        "<h3>",
        '<base href="//[">',
        "\x00\u202e<a href='\u0000'>",
    ],
)
def test_large_odd_pages_are_read_in_time(part: str) -> None:
    html = "".join(part.replace("{n}", str(n)) for n in range(12_000))
    started = process_time()
    read_section_page(html.encode(), URL, "text/html", "UTC", "joomla-k2")
    assert process_time() - started < 6


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_links_are_distinct_on_the_site_and_in_page_order(numbers: list[int]) -> None:
    items = "".join(f'<div><h3><a href="/item/{n}-x">خبر {n}</a></h3></div>' for n in numbers)
    found = read(f'<div class="itemList">{items}</div>')
    assert paths(found) == [f"/item/{n}-x" for n in dict.fromkeys(numbers)]


@given(st.binary(max_size=400), st.sampled_from([None, "joomla-k2"]))
def test_any_bytes_are_read_without_an_error(body: bytes, preset: str | None) -> None:
    for page in (body, b'<div class="itemList"><a href="' + body + b'">x</a>' + body):
        answer = read_section_page(page, URL, "text/html", "UTC", preset)
        assert isinstance(answer, Unreadable) or all(
            link.url.startswith(("https://", "http://")) for link in answer.links
        )


def tiles(*addresses: str) -> str:
    return "<main>" + "".join(f'<div><a href="{one}">نص</a></div>' for one in addresses) + "</main>"


def test_addresses_that_the_rules_know_need_no_other_evidence() -> None:
    own = RulesSettings.model_validate(
        {"article_urls": "^/k/[a-z]+$", "other_urls": "^/k/(?:kuttab|qism)"}
    )
    html = "<main><div><a href='/k/bahr'>هدوء البحر</a></div>" + "".join(
        f'<h2><a href="{path}">عنوان طويل من خمس كلمات</a></h2>'
        for path in ("/k/kuttab/amal-bin-said-2026", "/k/qism/2026/11/25/ahwal-al-tarikh")
    )
    body = html.encode()

    found = read_section_page(body, URL, "text/html", "UTC", None, (), own)
    without = read_section_page(body, URL, "text/html", "UTC", None)

    assert isinstance(found, Found)
    assert isinstance(without, Found)
    assert paths(found) == ["/k/bahr"]
    assert "/k/bahr" not in paths(without)


def test_a_presets_pattern_makes_no_article_of_a_menu() -> None:
    menu = tiles("/1-mahalli", "/2-riyada", "/3-thaqafa", "/4-iqtisad")

    assert paths(read(menu, preset="joomla")) == []


def test_what_a_preset_calls_another_page_is_no_article() -> None:
    lists = "".join(
        f'<h2><a href="/category/{n}-akhbar-al-madina-al-qadima/">أخبار المدينة اليوم كلها</a></h2>'
        for n in range(4)
    )

    assert paths(read(f"<main>{lists}</main>", preset="wordpress")) == []
