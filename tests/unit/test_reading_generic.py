"""Articles are read off pages of any site, by their claims and their main text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.extract import read_article
from pipeline.records import ArticleData, NotArticle, ReadingRules

ADDRESS = "https://manara.example/articles/nahr"
PARAGRAPHS = (
    "سجلت محطات القياس على ضفاف النهر الكبير ارتفاعا في منسوب المياه بلغ مترين خلال أسبوع واحد.",
    "ودعت مصالح الحماية المدنية سكان القرى المنخفضة إلى الابتعاد عن المجرى حتى نهاية الأسبوع.",
    "وقال مهندس في وكالة الأحواض إن السدود الثلاثة ما زالت بعيدة عن الامتلاء الكامل.",
)


def page(head: str = "", extra: str = "", lang: str = "ar") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="{lang}">
      <head><title>النهر الكبير يرتفع مترين | منارة</title>{head}</head>
      <body><article><h1>النهر الكبير يرتفع مترين</h1>{text}{extra}</article></body></html>"""


def json_ld(**fields: Any) -> str:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(thing, ensure_ascii=False)}</script>'


def read(html: str, rules: ReadingRules | None = None, url: str = ADDRESS) -> ArticleData:
    reading = read_article(html.encode(), url, "text/html", rules or ReadingRules())
    assert isinstance(reading, ArticleData), reading
    return reading


def refusal(html: str, url: str = ADDRESS) -> str:
    reading = read_article(html.encode(), url, "text/html", ReadingRules())
    assert isinstance(reading, NotArticle), reading
    return reading.reason


def test_title_and_text_are_read_without_any_claim() -> None:
    article = read(page())

    assert article.title == "النهر الكبير يرتفع مترين"
    assert article.body == PARAGRAPHS
    assert article.extractor == "generic/5"


def test_claims_fill_the_fields() -> None:
    head = json_ld(
        headline="النهر الكبير يرتفع مترين",
        datePublished="2026-11-20T10:05:09+03:00",
        dateModified="2026-11-20T12:00:00+03:00",
        author=[{"@type": "Person", "name": "هالة درويش"}, "رويترز"],
        articleSection="بيئة",
        keywords="أنهار, أمطار",
        image={"@type": "ImageObject", "url": "/img/river.jpg"},
    )
    article = read(page(head))

    assert article.published is not None
    assert article.published.at.isoformat() == "2026-11-20T10:05:09+03:00"
    assert article.modified is not None
    assert article.modified.at.isoformat() == "2026-11-20T12:00:00+03:00"
    assert article.byline == "هالة درويش, رويترز"
    assert (article.authors, article.agencies) == (("هالة درويش",), ("رويترز",))
    assert article.section == "بيئة"
    assert article.tags == ("أنهار", "أمطار")
    assert article.image == "https://manara.example/img/river.jpg"


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebPage"}, {"@type": ["Article"], "datePublished": "2026-11-20"}]}',
        '[{"@type": "Organization"}, {"@type": "NewsArticle", "datePublished": "2026-11-20",}]',
        '<!-- {"@type": "NewsArticle", "datePublished": "2026-11-20"} -->',
        '{"@type": "NewsArticle", "headline": "سطر\nثان", "datePublished": "2026-11-20"};',
        '{"@type": "http://schema.org/NewsArticle", "datePublished": ["2026-11-20"]}',
    ],
)
def test_json_ld_is_read_though_it_is_nested_or_broken(script: str) -> None:
    article = read(page(f'<script type="application/ld+json">{script}</script>'))

    assert article.published is not None
    assert article.published.at.date().isoformat() == "2026-11-20"


def test_a_broken_script_does_not_hide_the_next() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArt</script>'
    article = read(page(broken + json_ld(datePublished="2026-11-20T10:05:09Z")))

    assert article.published is not None


def test_a_modification_at_the_time_of_publication_is_none() -> None:
    head = json_ld(datePublished="2026-11-20T10:05:09Z", dateModified="2026-11-20T10:05:09Z")

    assert read(page(head)).modified is None


def test_the_name_of_the_site_leaves_the_title() -> None:
    head = """<meta property="og:site_name" content="منارة">
      <meta property="og:title" content="نهر يرتفع وقرى تنتظر - منارة">"""
    html = page(head).replace("<h1>النهر الكبير يرتفع مترين</h1>", "")

    assert read(html).title == "نهر يرتفع وقرى تنتظر"


def test_byline_and_credit_leave_the_text() -> None:
    html = page(extra="<p>المصدر: وكالة الأحواض</p>").replace(
        "</h1>", "</h1><p>بقلم: سامي عمراني</p>"
    )
    article = read(html)

    assert article.body == PARAGRAPHS
    assert article.authors == ("سامي عمراني",)
    assert article.credited_source == "وكالة الأحواض"


def test_the_canonical_address_is_clean_and_of_the_same_site() -> None:
    own = read(page('<link rel="canonical" href="/articles/nahr/?utm_source=x#top">'))
    foreign = read(page('<link rel="canonical" href="https://copy.example/articles/nahr">'))

    assert own.canonical_url == foreign.canonical_url == ADDRESS


def test_the_language_is_guessed_where_nothing_tells() -> None:
    article = read(page(lang="").replace(' lang=""', ""))

    assert article.language == "ar"


def test_the_source_tells_the_language_where_the_page_does_not() -> None:
    article = read(page(lang=""), ReadingRules(language="ar-TN"))

    assert article.language == "ar-TN"


def test_a_k2_like_address_alone_makes_no_k2_article() -> None:
    article = read(page(), url="https://shop.example/item/1234-chair")

    assert (article.extractor, article.publisher_id) == ("generic/5", None)


def test_the_same_bytes_read_the_same_after_a_thousand_other_pages() -> None:
    first = read(page())
    for number in range(1000):
        read(page(extra=f"<p>فقرة أخيرة رقم {number} من سلسلة طويلة من الفقرات.</p>"))

    assert read(page()) == first


def test_the_home_page_is_no_article() -> None:
    assert refusal(page(), "https://manara.example/") == "the home page"


def test_a_list_of_articles_is_no_article() -> None:
    teasers = "".join(
        f"<article><h2>{text[:30]}</h2><p>{text}</p></article>" for text in PARAGRAPHS * 2
    )

    assert refusal(f"<title>آخر الأخبار</title><h1>بيئة</h1>{teasers}") == "a list of articles"


def test_a_page_without_text_is_no_article() -> None:
    assert (
        refusal("<title>صورة اليوم</title><h1>صورة اليوم</h1><img src='a.jpg'>") == "no body text"
    )
    assert refusal("<p>نص بلا عنوان.</p>") == "no title"
