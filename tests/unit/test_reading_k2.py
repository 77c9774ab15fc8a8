"""Articles are read off K2 pages whatever the template, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.extract import read_article
from pipeline.records import ArticleData, NotArticle, ReadingRules
from tests.k2_layouts import LAYOUTS, PIECE, Piece, print_view, stock

ADDRESS = "https://www.sada-alatlas.example/index.php/thaqafa/item/1420-maktaba"
RULES = ReadingRules(preset="joomla-k2", timezone="Africa/Algiers", language="ar")
SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_ee4007a324c24eb4.txt"


def read(html: str, url: str = ADDRESS, rules: ReadingRules = RULES) -> ArticleData:
    reading = read_article(html.encode(), url, "text/html; charset=utf-8", rules)
    assert isinstance(reading, ArticleData), reading
    return reading


def refusal(html: str, url: str = ADDRESS, rules: ReadingRules = RULES) -> str:
    reading = read_article(html.encode(), url, "text/html; charset=utf-8", rules)
    assert isinstance(reading, NotArticle), reading
    return reading.reason


def item(
    title: str = "عنوان المقال الأول",
    text: str = "<p>نص المقال الأول.</p>",
    header: str = "",
    footer: str = "",
    names: str = "itemView",
    head: str = "",
) -> str:
    """A stock item page with a full text only."""
    return f"""<html><head>{head}</head><body><div id="k2Container" class="{names}">
      <div class="itemHeader">{header}<h2 class="itemTitle">{title}</h2></div>
      <div class="itemBody"><div class="itemFullText">{text}</div>{footer}</div></div>
      </body></html>"""


def published(article: ArticleData) -> tuple[str, str] | None:
    stamp = article.published
    return (stamp.at.isoformat(), stamp.precision.value) if stamp else None


def modified(article: ArticleData) -> tuple[str, str] | None:
    stamp = article.modified
    return (stamp.at.isoformat(), stamp.precision.value) if stamp else None


# Layouts


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_article(layout: Callable[[Piece], str]) -> None:
    article = read(layout(PIECE))

    assert article.title == PIECE.title
    assert article.featured
    assert published(article) == ("2026-02-08T19:07:44+01:00", "second")
    assert article.hits == 2051
    assert article.section == "ثقافة"
    assert article.byline == "صدى الأطلس/وكالات"
    assert article.agencies == ("وكالات",)
    assert article.authors == ()
    assert article.body == PIECE.paragraphs
    assert article.credited_source == "إذاعة السدرة"
    assert modified(article) == ("2026-02-08T21:30:00+01:00", "minute")
    assert article.publisher_id == "k2:1420"
    assert article.language == "ar"
    assert article.extractor == "joomla-k2/2"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_the_seed_is_read_exactly_in_every_layout(layout: Callable[[Piece], str]) -> None:
    if not SEED.exists():
        pytest.skip(f"the seed is not here: {SEED}")
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    date, _, hits = lines[2].rpartition(" ")
    seed = Piece(
        title=lines[1].removesuffix(" مميز"),
        published=date,
        hits=int(hits),
        section=lines[3].removeprefix("نشر في "),
        byline=lines[4],
        paragraphs=tuple(lines[5:-2]),
        credit=lines[-2].removeprefix("المصدر: "),
        modified=lines[-1].removeprefix("آخر تعديل في "),
    )

    article = read(layout(seed))

    assert article.title == seed.title
    assert article.featured
    assert published(article) == ("2026-01-23T12:33:03+01:00", "second")
    assert article.hits == 130
    assert article.section == "المغرب العربي"
    assert article.byline == "الميثاق/وكالات"
    assert article.agencies == ("وكالات",)
    assert len(article.body) == 10
    assert article.body == seed.paragraphs
    assert article.credited_source == "معاريف"
    assert modified(article) == ("2026-01-23T12:54:00+01:00", "minute")
    assert "Business Insider" in article.cited_sources


def test_the_print_view_is_the_same_article_as_the_item_page() -> None:
    page = read(stock(PIECE))
    printed = read(print_view(PIECE), ADDRESS + "?tmpl=component&print=1")

    assert replace(printed, url=page.url) == page


def test_a_template_that_only_changes_white_space_changes_nothing() -> None:
    page = stock(PIECE)
    spaced = page.replace(">", ">\n\t ").replace("</p>", " &nbsp;</p>\u200f").replace(" ", "  ")

    assert read(spaced) == read(page)


def test_k2_is_recognised_without_a_preset() -> None:
    article = read(stock(PIECE), rules=ReadingRules(timezone="Africa/Algiers"))

    assert article.extractor == "joomla-k2/2"
    assert article.body == PIECE.paragraphs


# Title and featured marker


@pytest.mark.parametrize(
    "marker", [" مميز", "<sup>مميز</sup>", "<span><sup> مميز </sup></span>", " Featured", " (مميز)"]
)
def test_the_featured_marker_leaves_the_title(marker: str) -> None:
    article = read(item(title=f"أمطار غزيرة على الساحل{marker}"))

    assert (article.title, article.featured) == ("أمطار غزيرة على الساحل", True)


def test_a_marker_beside_the_title_counts_and_is_no_text() -> None:
    header = '<span class="flag">مميز</span>'
    page = item(title="أمطار غزيرة على الساحل").replace("</h2>", f"</h2>{header}")

    article = read(page)

    assert (article.title, article.featured) == ("أمطار غزيرة على الساحل", True)


def test_a_title_may_end_in_the_word_for_featured() -> None:
    head = "<title>حفل ختام مميز - صدى الأطلس</title>"
    article = read(item(title="حفل ختام مميز", head=head))

    assert (article.title, article.featured) == ("حفل ختام مميز", False)


def test_a_featured_title_that_ends_in_the_word_loses_only_the_marker() -> None:
    head = "<title>حفل ختام مميز</title>"
    article = read(item(title="حفل ختام مميز <sup>مميز</sup>", head=head))

    assert (article.title, article.featured) == ("حفل ختام مميز", True)


def test_the_container_alone_says_that_an_item_is_featured() -> None:
    assert read(item(names="itemView itemIsFeatured")).featured


def test_a_title_over_two_lines_is_one_title() -> None:
    assert read(item(title="الجزء الأول<br>والجزء الثاني")).title == "الجزء الأول والجزء الثاني"


def test_a_title_above_the_container_is_found() -> None:
    page = item(head="<title>عودة القطار الليلي إلى الجنوب - صدى الأطلس</title>").replace(
        '<h2 class="itemTitle">عنوان المقال الأول</h2>', ""
    )
    above = page.replace("<body>", "<body><h1>عودة القطار الليلي إلى الجنوب</h1>")

    assert read(above).title == "عودة القطار الليلي إلى الجنوب"


# Dates, counter, section


def test_the_date_of_today_in_the_page_header_is_not_the_publication() -> None:
    page = item().replace("<body>", "<body><div>الاثنين، 23 نوفمبر 2026</div>")

    assert published(read(page)) is None


def test_the_date_of_today_is_not_taken_on_a_page_without_markup() -> None:
    page = """<html><head><title>عودة القطار الليلي إلى الجنوب</title></head><body>
      <div>الاثنين، 23 نوفمبر 2026</div><div>عودة القطار الليلي إلى الجنوب</div>
      <div>نشر في نقل</div><p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p></body>"""

    article = read(page)

    assert (published(article), article.section) == (None, "نقل")


@pytest.mark.parametrize(
    ("printed", "hits"),
    [
        ("قراءة <b>130</b> مرات", 130),
        ("قراءة <b>1,384</b> مرات", 1384),
        ("٢٬٤٠٩ قراءة", 2409),
        ("عدد المشاهدات: 77", 77),
        ("قرأت <b>3</b> مرات", 3),
        ("Lu 12 fois", 12),
        ("Read <b>5</b> times", 5),
    ],
)
def test_the_counter_is_read_however_it_is_printed(printed: str, hits: int) -> None:
    stock_page = item(footer=f'<span class="itemHits">{printed}</span>')
    bare_page = item(footer=f"<p>{printed}</p>")

    assert read(stock_page).hits == read(bare_page).hits == hits


def test_the_counter_is_not_glued_to_the_time_before_it() -> None:
    header = "<div><span>17 نوفمبر 2026 -- 09:04:57</span><span>318</span></div>"
    article = read(item(header=header))

    assert published(article) == ("2026-11-17T09:04:57+01:00", "second")
    assert article.hits == 318


def test_neighbouring_dates_and_counters_are_told_apart() -> None:
    footer = (
        '<div><span class="itemHits">قراءة <b>9</b> مرات</span>'
        '<span class="itemDateModified">آخر تعديل في الأربعاء, 18 نوفمبر 2026 11:20</span></div>'
    )
    article = read(item(footer=footer))

    assert article.hits == 9
    assert modified(article) == ("2026-11-18T11:20:00+01:00", "minute")


def test_an_item_never_modified_has_no_modified_stamp() -> None:
    related = """<div class="itemRelated">
      <span class="itemDateModified">آخر تعديل في الجمعة, 20 نوفمبر 2026 10:00</span></div>"""

    assert modified(read(item(footer=related))) is None


def _json_ld(published: str, modified: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "Article", '
        f'"datePublished": "{published}", "dateModified": "{modified}"}}</script>'
    )


def test_json_ld_serves_where_the_page_prints_no_date() -> None:
    head = _json_ld("2026-11-17T09:04:57+01:00", "2026-11-18T11:20:00+01:00")
    article = read(item(head=head))

    assert published(article) == ("2026-11-17T09:04:57+01:00", "second")
    assert modified(article) == ("2026-11-18T11:20:00+01:00", "second")


def test_what_is_printed_goes_before_json_ld() -> None:
    header = '<span class="itemDateCreated">الثلاثاء, 17 نوفمبر 2026 09:04</span>'
    head = _json_ld("2026-11-17T09:04:57+01:00", "2026-11-17T09:04:57+01:00")
    article = read(item(header=header, head=head))

    assert published(article) == ("2026-11-17T09:04:00+01:00", "minute")
    assert modified(article) is None


def test_a_date_behind_the_section_phrase_is_a_date() -> None:
    article = read(item(header="<p>نشر في 23 جانفي 2026 10:00</p>"))

    assert published(article) == ("2026-01-23T10:00:00+01:00", "minute")
    assert article.section is None


# Byline and credit


def test_the_byline_in_the_text_goes_before_the_account_that_typed_it_in() -> None:
    author = '<span class="itemAuthor">كتبه <a rel="author" href="/u">مدير الموقع</a></span>'
    article = read(item(header=author, text="<p>ق. و</p><p>نص المقال الأول.</p>"))

    assert article.byline == "ق. و"
    assert article.body == ("نص المقال الأول.",)


def test_the_name_of_the_site_above_the_text_is_a_byline() -> None:
    head = "<title>عنوان المقال الأول - صدى الأطلس</title>"
    article = read(item(head=head, text="<p>صدى الأطلس</p><p>نص المقال الأول.</p>"))

    assert article.byline == "صدى الأطلس"
    assert article.body == ("نص المقال الأول.",)


def test_a_short_first_paragraph_is_not_taken_for_a_byline() -> None:
    article = read(item(text="<p>تفاصيل الاتفاق</p><p>نص المقال الأول.</p>"))

    assert article.byline is None
    assert article.body == ("تفاصيل الاتفاق", "نص المقال الأول.")


@pytest.mark.parametrize(
    "credit",
    [
        "<p>المصدر: معهد الرصد</p>",
        "<p><strong>المصدر</strong> : معهد الرصد</p>",
        "<p>المصدر:</p><p>معهد الرصد</p>",
        "<p>(المصدر: معهد الرصد)</p><p>&nbsp;</p>",
    ],
)
def test_the_closing_credit_leaves_the_text(credit: str) -> None:
    article = read(item(text=f"<p>نص المقال الأول.</p>{credit}"))

    assert article.credited_source == "معهد الرصد"
    assert article.body == ("نص المقال الأول.",)


def test_a_credit_after_a_line_break_leaves_its_paragraph() -> None:
    article = read(item(text="<p>نص المقال الأول.<br>المصدر: معهد الرصد</p>"))

    assert (article.body, article.credited_source) == (("نص المقال الأول.",), "معهد الرصد")


# The text


def test_nothing_of_the_text_is_lost_or_doubled() -> None:
    text = """مقدمة بلا فقرة.<div><div>فقرة في صندوقين.</div></div>
      <h3>عنوان فرعي</h3><ul><li>أولا<ul><li>ثانيا</li></ul></li></ul>
      <blockquote><p>قول أول</p><p>قول ثان</p></blockquote>
      <p>سطر<br><br>بعد سطر</p><table><tr><td>خلية</td></tr></table>خاتمة بلا فقرة."""

    assert read(item(text=text)).body == (
        "مقدمة بلا فقرة.",
        "فقرة في صندوقين.",
        "عنوان فرعي",
        "أولا",
        "ثانيا",
        "قول أول",
        "قول ثان",
        "سطر",
        "بعد سطر",
        "خلية",
        "خاتمة بلا فقرة.",
    )


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="ad-300x250"><p>اشترك الآن</p></div>',
        '<ins class="adsbygoogle">عرض</ins><script>var a = "<p>نص</p>";</script>',
        '<iframe src="https://video.example/1">بديل</iframe>',
        "<p>إعلان</p>",
        '<p><strong>اقرأ أيضا:</strong> <a href="/x">موضوع آخر</a></p>',
        '<p>اقرأ أيضا</p><ul><li><a href="/1">أول</a></li><li><a href="/2">ثان</a></li></ul>',
        '<div class="moduletable_news"><h3>أخبار</h3><a href="/3">خبر</a></div>',
        "<figure><img src='a.jpg'><figcaption>شرح الصورة</figcaption></figure>",
        '<div class="img_caption"><img src="a.jpg"><p class="img_caption">شرح</p></div>',
        '<div class="addthis_toolbox"><a href="#">شارك</a></div>',
        '<p style="display: none">نص خفي</p>',
        '<article class="next"><h2>المقال الموالي</h2><p>نص المقال الموالي.</p></article>',
        '<div class="itemView"><h2 class="itemTitle">آخر</h2><p>نص آخر.</p></div>',
        "<!-- <p>ملاحظة</p> --><style>p { color: red }</style>",
    ],
)
def test_what_stands_among_the_paragraphs_is_no_text(noise: str) -> None:
    text = f"<p>الفقرة الأولى.</p>{noise}<p>الفقرة الثانية.</p>"

    assert read(item(text=text)).body == ("الفقرة الأولى.", "الفقرة الثانية.")


def test_advertisements_that_come_and_go_leave_the_article_alone() -> None:
    plain = stock(PIECE)
    dressed = plain.replace(
        "</p><p>", '</p><div id="div-gpt-ad-7"><b>خصم 50%</b></div><p>&nbsp;</p><p>'
    ).replace("<b>2051</b>", "<b>2052</b>")

    assert replace(read(dressed), hits=2051) == read(plain)


def test_an_introduction_that_the_full_text_repeats_stands_once() -> None:
    page = item(text="<p>المقدمة.</p><p>البقية.</p>").replace(
        '<div class="itemFullText">',
        '<div class="itemIntroText"><p>المقدمة.</p></div><div class="itemFullText">',
    )

    assert read(page).body == ("المقدمة.", "البقية.")


def test_single_line_breaks_are_spaces_where_doubled_ones_divide() -> None:
    article = read(item(text="سطر أول<br>يتبعه ثان<br><br>فقرة أخرى"))

    assert article.body == ("سطر أول يتبعه ثان", "فقرة أخرى")


def test_invisible_characters_are_gone_and_tatweel_stays() -> None:
    article = read(item(text="<p>\u202bمـحـمد&zwnj; &rlm;علي\u00a0&shy;و\ufeffسعيد\u202c</p>"))

    assert article.body == ("مـحـمد علي وسعيد",)


def test_an_article_below_the_first_stays_out_on_a_page_without_markup() -> None:
    page = """<h2>عودة القطار الليلي إلى الجنوب</h2><p>17 نوفمبر 2026 -- 09:04:57</p>
      <p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>
      <h2>المطار يفتح قاعة جديدة للمسافرين</h2><p>16 نوفمبر 2026 -- 08:00:00</p>
      <p>فتح المطار قاعة جديدة تتسع لألف مسافر في الساعة.</p>"""

    article = read(page)

    assert article.title == "عودة القطار الليلي إلى الجنوب"
    assert article.body == ("عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.",)


def test_days_that_head_paragraphs_stay_in_a_chronology() -> None:
    page = item(text="").replace(
        '<div class="itemFullText"></div>',
        "<p>تسلسل الأحداث كما رصدته الصحيفة.</p><p>3 مارس 2026</p><p>بدأت الأشغال.</p>",
    )

    assert read(page).body == ("تسلسل الأحداث كما رصدته الصحيفة.", "3 مارس 2026", "بدأت الأشغال.")


# Addresses, picture, tags


def test_the_canonical_address_is_believed_about_the_same_item_only() -> None:
    own = item(head='<link rel="canonical" href="/index.php/thaqafa/item/1420-new-slug?fbclid=1">')
    home = item(head='<link rel="canonical" href="https://www.sada-alatlas.example/">')
    other = item(head='<link rel="canonical" href="https://elsewhere.example/item/1420-x">')

    assert read(own).canonical_url.endswith("/index.php/thaqafa/item/1420-new-slug")
    assert read(home).canonical_url == read(other).canonical_url == ADDRESS


def test_the_item_number_is_found_in_the_canonical_address() -> None:
    page = item(head=f'<link rel="canonical" href="{ADDRESS}">')

    assert read(page, "https://sada-alatlas.example/maktaba.html").publisher_id == "k2:1420"


def test_the_picture_is_the_items_own() -> None:
    image = """<div class="itemImageBlock"><span class="itemImage">
      <a href="/big.jpg"><img src="/media/k2/a_L.jpg"></a></span></div>"""
    article = read(item(text='<p><img src="/in-text.jpg">نص.</p>', header=image))

    assert article.image == "https://www.sada-alatlas.example/media/k2/a_L.jpg"


def test_tags_are_read_without_their_label() -> None:
    tags = """<div class="itemTagsBlock"><span>موسومة تحت</span><ul class="itemTags">
      <li><a href="/1">ميناء</a></li><li><a href="/2">صيد بحري</a></li></ul></div>"""

    assert read(item(footer=tags)).tags == ("ميناء", "صيد بحري")


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("ar-aa", "ar"), ("ar-dz", "ar-dz"), ("en-gb", "ar"), ("", "ar"), ("fa", "fa")],
)
def test_a_declared_language_is_believed_if_the_letters_allow(declared: str, expected: str) -> None:
    page = item().replace("<html>", f'<html lang="{declared}">')

    assert read(page).language == expected


# What is no article


def test_an_item_whose_text_vanished_is_no_article() -> None:
    assert refusal(item(text="<p>&nbsp;</p><img src='a.jpg'>")) == "no body text"


def test_an_item_without_title_is_no_article() -> None:
    assert refusal(item(title="")) == "no title"


def test_a_list_of_items_is_no_article() -> None:
    page = """<div id="k2Container" class="itemListView"><div class="catItemView">
      <h3 class="catItemTitle"><a href="/item/1-a">عنوان</a></h3>
      <p>مقدمة طويلة بما يكفي لتكون نصا.</p></div></div>"""

    assert refusal(page) == "a list of articles"


def test_a_list_without_markup_is_no_article() -> None:
    row = "<h3>عنوان خبر من القائمة</h3><p>نشر في نقل</p><p>مقدمة طويلة بما يكفي لتكون نصا هنا.</p>"

    assert refusal(row * 3, "https://www.sada-alatlas.example/naql") == "a list of articles"


@pytest.mark.parametrize(
    "title", ["404", "404 - الصفحة غير موجودة", "خطأ 404", "Error: 404 Not Found"]
)
def test_an_error_page_with_a_good_status_is_no_article(title: str) -> None:
    page = f"""<html><head><title>{title}</title></head><body><h1>عذرا</h1>
      <p>الصفحة التي تبحث عنها غير موجودة على هذا الموقع.</p></body></html>"""

    assert refusal(page) == "an error page"
    assert refusal(page, rules=ReadingRules()) == "an error page"


def test_a_piece_whose_title_begins_with_404_is_an_article() -> None:
    head = "<title>404 قتلى في حصيلة جديدة للزلزال</title>"
    assert read(item(title="404 قتلى في حصيلة جديدة للزلزال", head=head)).title.startswith("404")


def test_a_page_that_nothing_marks_as_an_article_is_none() -> None:
    page = "<h1>اتصل بنا</h1><p>يسعدنا أن نستقبل رسائلكم في مقر الجريدة طوال أيام الأسبوع.</p>"

    assert "nothing marks an article" in refusal(page)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_the_time_of_day_in_the_sites_header_is_not_taken_for_the_articles(gap: str) -> None:
    page = gap.join(
        (
            "<html><head><title>عودة القطار</title></head><body>",
            '<div id="date">الاثنين, 23 نوفمبر 2026 21:36</div>',
            '<div class="art"><h1 class="itemTitle">عودة القطار</h1>',
            "<span>20 نوفمبر 2026 -- 08:14:09</span>",
            "<span>130</span>",
            '<div>نشر في <a href="/s">نقل</a></div>',
            "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p></div></body></html>",
        )
    )
    article = read(page)
    assert article.published is not None
    assert article.published.at.isoformat() == "2026-11-20T08:14:09+01:00"
    assert article.hits == 130


def test_a_clock_later_than_the_printed_change_is_no_date_of_publication() -> None:
    page = (
        "<html><head><title>عودة القطار</title></head><body>"
        "<div>الاثنين, 23 نوفمبر 2026 21:36</div><h1>عودة القطار</h1>"
        "<div>نشر في نقل</div><p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>"
        "آخر تعديل في الأحد, 22 نوفمبر 2026 10:02</body></html>"
    )
    article = read(page)
    assert article.published is None
    assert article.modified is not None


@pytest.mark.parametrize(
    "line",
    [
        '<span class="itemDateCreated">20 نوفمبر 2026 -- 08:14:09</span> <span>130</span>',
        '<span class="itemDateCreated">20 نوفمبر 2026 -- 08:14:09</span> 130',
        "<ul><li>20 نوفمبر 2026 -- 08:14:09</li><li>130</li></ul>",
        "<div>20 نوفمبر 2026 -- 08:14:09</div><div>130</div>",
    ],
)
def test_a_number_alone_after_the_date_is_the_hits(line: str) -> None:
    text = "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>"
    article = read(item(text=text, header=line))
    assert article.hits == 130
    assert len(article.body) == 1


def test_a_credit_with_initials_below_it_is_still_a_credit() -> None:
    text = "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p><p>المصدر: واج</p><p>ق. إ</p>"
    article = read(item(text=text))
    assert (article.credited_source, article.byline) == ("واج", "ق. إ")
    assert len(article.body) == 1


def test_a_byline_may_end_with_a_colon() -> None:
    text = "<p>القسم الدولي:</p><p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>"
    article = read(item(text=text))
    assert article.byline == "القسم الدولي"
    assert len(article.body) == 1


# Dates by the time of the fetch


def at(hour: int) -> datetime:
    return datetime(2026, 3, 1, hour, 30, tzinfo=UTC)


def read_at(html: str, fetched_at: datetime) -> ArticleData:
    reading = read_article(html.encode(), ADDRESS, "text/html; charset=utf-8", RULES, fetched_at)
    assert isinstance(reading, ArticleData), reading
    return reading


def test_a_relative_date_of_publication_is_counted_from_the_fetch() -> None:
    page = item(header='<span class="itemDateCreated">أمس الساعة 14:30</span>')
    assert published(read_at(page, at(9))) == ("2026-02-28T14:30:00+01:00", "minute")


def test_a_relative_time_of_change_would_move_with_every_fetch_and_is_not_taken() -> None:
    page = item(footer='<span class="itemDateModified">آخر تعديل منذ 5 دقائق</span>')
    assert [modified(read_at(page, at(hour))) for hour in (9, 10)] == [None, None]


def test_a_date_of_figures_is_read_in_the_order_of_the_pages_language() -> None:
    page = item(header='<span class="itemDateCreated">03/02/2026 12:15</span>')
    assert published(read_at(page, at(9))) == ("2026-02-03T12:15:00+01:00", "minute")


def test_a_date_after_the_fetch_is_not_believed() -> None:
    page = item(header='<span class="itemDateCreated">الأحد, 03 ماي 2026 12:15</span>')
    assert published(read_at(page, at(9))) is None
