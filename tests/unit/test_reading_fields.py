"""Each field of a page is read where it is surest, and tells where that was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import explain_article, read_article
from pipeline.extract.claims.mending import load, mended
from pipeline.records import ArticleData, Precision, ReadingRules

ADDRESS = "https://manara.example/articles/nahr"
TITLE = "النهر الكبير يرتفع مترين"
PARAGRAPHS = (
    "سجلت محطات القياس على ضفاف النهر الكبير ارتفاعا في منسوب المياه بلغ مترين خلال أسبوع واحد.",
    "ودعت مصالح الحماية المدنية سكان القرى المنخفضة إلى الابتعاد عن المجرى حتى نهاية الأسبوع.",
    "وقال مهندس في هيئة الأحواض إن السدود الثلاثة ما زالت بعيدة عن الامتلاء الكامل.",
)


def page(head: str = "", below: str = "", heading: str = f"<h1>{TITLE}</h1>", end: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="ar"><head><title>{TITLE} | منارة</title>{head}</head>'
        f"<body><article>{heading}{below}{text}</article>{end}</body></html>"
    )


def script(*things: Any) -> str:
    whole = things[0] if len(things) == 1 else list(things)
    return f'<script type="application/ld+json">{json.dumps(whole, ensure_ascii=False)}</script>'


def piece(**fields: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **fields}


def read(html: str, url: str = ADDRESS, fetched_at: datetime | None = None) -> ArticleData:
    rules = ReadingRules(timezone="Africa/Tunis")
    reading = read_article(html.encode(), url, "text/html", rules, fetched_at)
    assert isinstance(reading, ArticleData), reading
    return reading


def refusals(html: str, field: str, fetched_at: datetime | None = None) -> dict[str, str]:
    rules = ReadingRules(timezone="Africa/Tunis")
    reading = explain_article(html.encode(), ADDRESS, "text/html", rules, fetched_at)
    every = (one for one in reading.candidates if one.field == field and not one.won)
    return {one.value: one.why for one in every if one.why}


# JSON-LD in all its shapes


def test_of_several_pieces_the_one_of_this_address_is_read() -> None:
    head = script(
        piece(
            headline="خبر آخر", url="https://manara.example/articles/akhar", author="سامي عمراني"
        ),
        piece(headline=TITLE, mainEntityOfPage={"@id": ADDRESS}, author="هالة درويش"),
    )

    assert read(page(head)).authors == ("هالة درويش",)


def test_references_between_things_are_followed() -> None:
    head = script(
        {
            "@graph": [
                piece(headline=TITLE, author={"@id": "#p1"}, publisher={"@id": "#o"}),
                {"@type": "Person", "@id": "#p1", "name": "هالة درويش"},
                {"@type": "Organization", "@id": "#o", "name": "منارة"},
            ]
        }
    )

    assert read(page(head)).authors == ("هالة درويش",)


@pytest.mark.parametrize(
    "source",
    [
        '{"@type": "NewsArticle", "articleSection": "بيئة",}',
        '{"@type": "NewsArticle", /* قسم */ "articleSection": "بيئة"}',
        '{"@type": "NewsArticle", "headline": "قال "نعم" ومضى", "articleSection": "بيئة"}',
        '{"@type": "NewsArticle", "headline": "سطر\n\tثان", "articleSection": "بيئة"}',
        '{"@type": "NewsArticle", "articleSection": "بيئة"}'.replace('"', "&quot;"),
        '//<![CDATA[\n{"@type": "NewsArticle", "articleSection": "بيئة"}\n//]]>',
        '{"@type": "WebSite"} {"@type": "NewsArticle", "articleSection": "بيئة"}',
        r'{"@type": "NewsArticle", "headline": "l\'eau", "articleSection": "بيئة"}',
        '{"@type": "NewsArticle",, "articleSection": "بيئة"}',
    ],
)
def test_broken_json_is_mended(source: str) -> None:
    article = read(page(f'<script type="application/ld+json">{source}</script>'))

    assert (article.section, article.provenance["section"]) == ("بيئة", "json-ld")


@given(st.text(max_size=200))
def test_mending_any_text_ends_and_keeps_what_was_json(text: str) -> None:
    load(text)
    value = {"كلام": text, "قائمة": [text, 1, None, True]}

    assert json.loads(mended(json.dumps(value))) == value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "author", "headline", "name", "datePublished", "image",
                 "publisher", "keywords", "mainEntityOfPage", "isAccessibleForFree", "hasPart"]
            ),
            inner | st.just("NewsArticle"),
            max_size=6,
        ),
        max_leaves=30,
    )
)  # fmt: skip
def test_whatever_json_ld_holds_the_page_is_read(value: Any) -> None:
    article = read(page(script(value)))

    assert article.body == PARAGRAPHS
    assert article.authors == tuple(dict.fromkeys(article.authors))


# Other layers


def test_microdata_is_read_where_nothing_else_claims() -> None:
    below = """<div itemscope itemtype="https://schema.org/NewsArticle">
      <span itemprop="author" itemscope itemtype="https://schema.org/Person">
        <span itemprop="name">هالة درويش</span></span>
      <meta itemprop="datePublished" content="2026-11-20T10:05:09+01:00">
      <span itemprop="articleSection">بيئة</span></div>"""
    article = read(page(below=below))

    assert (article.authors, article.section) == (("هالة درويش",), "بيئة")
    assert article.provenance["published"] == "microdata"


@pytest.mark.parametrize(
    "name", ["dc.creator", "parsely-author", "sailthru.author", "citation_author", "author"]
)
def test_many_a_meta_name_tells_the_author(name: str) -> None:
    article = read(page(f'<meta name="{name}" content="Hala Darwich">'))

    assert article.authors == ("Hala Darwich",)
    assert article.provenance["authors"] == "meta"


# Titles


@pytest.mark.parametrize(
    "graph",
    [
        f"{TITLE} - منارة",
        f"{TITLE} | أخبار | منارة",
        f"منارة: {TITLE}",
        f"عاجل: {TITLE}",
    ],
)
def test_neither_the_site_nor_a_kicker_is_of_the_title(graph: str) -> None:
    head = (
        '<meta property="og:site_name" content="منارة">'
        f'<meta property="og:title" content="{graph}">'
    )

    assert read(page(head)).title == TITLE


def test_a_kicker_inside_the_heading_stays_out() -> None:
    heading = f'<h1><span class="kicker">بيئة</span><span>{TITLE}</span></h1>'

    assert read(page(heading=heading)).title == TITLE


def test_what_the_outlet_declares_twice_keeps_its_kicker() -> None:
    whole = f"الأحوال الجوية: {TITLE}"
    head = script(piece(headline=whole)) + f'<meta property="og:title" content="{whole}">'

    assert read(page(head)).title == whole


def test_a_kicker_that_the_headline_has_and_the_shared_title_has_not_stays_out() -> None:
    whole = f"الأحوال الجوية: {TITLE}"
    head = script(piece(headline=whole)) + f'<meta property="og:title" content="{TITLE}">'

    assert read(page(head, heading=f"<h1>{whole}</h1>")).title == TITLE


def test_a_headline_that_was_cut_is_read_whole() -> None:
    cut = TITLE.rpartition(" ")[0]

    assert read(page(script(piece(headline=f"{cut} ...")))).title == TITLE


@pytest.mark.parametrize(
    "logo",
    [
        '<h1><a href="https://manara.example/">النهر الكبير</a></h1>',
        '<a href="/"><h1>النهر الكبير</h1></a>',
        '<h1 class="site-title">النهر الكبير</h1>',
    ],
)
def test_a_first_heading_that_leads_home_is_the_name_of_the_site(logo: str) -> None:
    html = page(heading=f"{logo}<h2>{TITLE}</h2>")

    assert read(html.replace(f"{TITLE} | منارة", f"{TITLE} | النهر الكبير")).title == TITLE


def test_a_title_after_the_site_and_its_archive_is_found_by_the_second_heading() -> None:
    html = page('<meta property="og:site_name" content="منارة">', heading=f"<h2>{TITLE}</h2>")

    assert (
        read(html.replace(f"{TITLE} | منارة", f"منارة » الأرشيف الكامل هنا » {TITLE}")).title
        == TITLE
    )


def test_a_heading_that_a_claim_runs_on_from_is_the_title() -> None:
    run_on = f"{TITLE}دليل الشركات الكبرى"
    head = f'<meta property="og:title" content="{run_on}">'
    html = page(head, heading=f"<h1 class='logo'>دليل الشركات</h1><h1>{TITLE}</h1>")
    html = html.replace(f"{TITLE} | منارة", run_on)

    assert read(html.replace(TITLE, "محطة الشمال")).title == "محطة الشمال"


def test_of_a_heading_with_the_name_of_another_site_the_claimed_part_is_the_title() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'

    assert read(page(head, heading=f"<h1>{TITLE} | الساحل الشرقي</h1>")).title == TITLE


def test_a_heading_that_is_a_logo_is_not_the_title() -> None:
    html = page(
        '<meta property="og:title" content="سدود ثلاثة بعيدة عن الامتلاء">',
        heading="<h1>منارة الساحل</h1>",
    ).replace(f"<title>{TITLE} | منارة</title>", "")

    assert read(html).title == "سدود ثلاثة بعيدة عن الامتلاء"


# People


@pytest.mark.parametrize(
    ("claimed", "people"),
    [
        ("By Jane Roe and John Doe", ("Jane Roe", "John Doe")),
        ("Par Nadia Merabet, envoyée spéciale", ("Nadia Merabet",)),
        ("بقلم: هالة درويش وسامي عمراني", ("هالة درويش", "سامي عمراني")),
        ("Jane Roe, Senior Reporter; John Doe", ("Jane Roe", "John Doe")),
        ("Jane Roe for The Daily Example", ("Jane Roe",)),
        ("Alexa von Heyden", ("Alexa von Heyden",)),
        ("Jan Roe", ("Jan Roe",)),
        ("Ana del Río, May 2026", ("Ana del Río",)),
        ("Angelo Di Marco", ("Angelo Di Marco",)),
        ("Salim haddad", ("Salim haddad",)),
        ("Reuters", ()),
        ("الأناضول", ()),
        ("redaction@manara.example", ()),
        ("https://manara.example/authors/hala", ()),
        ("@hala", ()),
        ("manara", ()),
        ("manara.example, Tunis, Tunisia", ()),
        ("Jane Roe, manara.example", ("Jane Roe",)),
        ("admin", ()),
    ],
)
def test_only_people_are_authors(claimed: str, people: tuple[str, ...]) -> None:
    assert read(page(script(piece(headline=TITLE, author=claimed)))).authors == people


@pytest.mark.parametrize(
    ("byline", "signer"),
    [
        ("By Manara Newsroom", ("Manara Newsroom",)),
        ("Von Newsdesk - 20. November 2026", ("Newsdesk",)),
        ("القسم الرياضي", ("القسم الرياضي",)),
        ("Autor: manara.example", ("manara.example",)),
        ("By admin", ()),
        ("Redaktion, Reuters", ("Redaktion",)),
    ],
)
def test_where_no_person_signs_the_desk_or_outlet_that_is_printed_does(
    byline: str, signer: tuple[str, ...]
) -> None:
    assert read(page(below=f'<div class="author">{byline}</div>')).authors == signer


def test_a_desk_signs_in_a_claim_too_but_what_a_template_says_of_the_outlet_signs_nothing() -> None:
    outlet = {"@type": "Organization", "name": "Manara"}
    template = script(piece(headline=TITLE, author=outlet, publisher=outlet))
    desk = script(piece(headline=TITLE, author="Manara Staff", publisher=outlet))

    assert read(page(template)).authors == ()
    assert read(page(desk)).authors == ("Manara Staff",)
    assert read(page(desk)).provenance["authors"] == "json-ld"
    named = '<p class="byline">By Jane Roe</p>'
    assert read(page(desk, below=named)).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("byline", "people", "agencies"),
    [
        ("تونس (وات)", (), ("وات",)),
        ("الجزائر / وأج", (), ("وأج",)),
        ("وكالات", (), ("وكالات",)),
        ("هالة درويش - الأناضول", ("هالة درويش",), ("الأناضول",)),
        ("نشر بواسطة هالة درويش في 20 نوفمبر 2026", ("هالة درويش",), ()),
        ("Par Nadia Merabet (avec APS)", ("Nadia Merabet",), ("APS",)),
        ("Datum: 19.11.2026 Autor: Jane Roe Quelle: Manara", ("Jane Roe",), ()),
        ("Veröffentlicht: 05.01.2026 | Autor: Jane Roe | Abgelegt unter: Foto", ("Jane Roe",), ()),
    ],
)
def test_a_printed_byline_tells_people_from_agencies(
    byline: str, people: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    article = read(page(below=f'<div class="author">{byline}</div>'))

    assert (article.authors, article.agencies) == (people, agencies)


def test_an_organisation_is_no_author_and_an_agency_is_kept_apart() -> None:
    head = script(
        piece(
            headline=TITLE,
            author=[
                {"@type": "Organization", "name": "Collectif du Fleuve"},
                {"@type": "Person", "name": "Nadia Merabet"},
                "AFP",
            ],
        )
    )
    article = read(page(head))

    assert (article.authors, article.agencies) == (("Nadia Merabet",), ("AFP",))


def test_who_publishes_on_a_domain_of_their_own_name_is_an_author() -> None:
    url = "https://safi.example/2026/nahr"
    printed = page(below='<a rel="author" href="/a">View all posts by Mona Safi</a>')
    owner = {"@type": ["Person", "Organization"], "name": "Mona Safi"}
    claimed = page(script({"@type": "BlogPosting", "headline": TITLE, "author": owner}))
    outlet = page(below='<a rel="author" href="/a">Rob Safi, SAFI</a>')

    assert read(printed, url).authors == ("Mona Safi",)
    assert read(claimed, url).authors == ("Mona Safi",)
    assert "SAFI" not in read(outlet, url).authors


def test_a_name_ends_where_another_place_ends_it() -> None:
    below = (
        '<div class="author"><p class="author-name">Mona Safi</p> Mona</div>'
        '<p class="comments">-</p>'
    )

    assert read(page(below=below)).authors == ("Mona Safi",)


def test_a_printed_byline_that_names_more_is_believed() -> None:
    head = script(piece(headline=TITLE, author="Jane Roe"))
    article = read(page(head, below='<p class="byline">By Jane Roe and John Doe</p>'))

    assert article.authors == ("Jane Roe", "John Doe")
    assert article.byline == "By Jane Roe and John Doe"


def test_authors_of_other_pieces_on_the_page_do_not_count() -> None:
    end = '<aside class="related"><a rel="author">Max Muster</a></aside>'

    assert read(page(end=end)).authors == ()


@pytest.mark.parametrize(
    "below",
    [
        '<footer class="entry-footer"><a rel="author" href="/a">Jane Roe</a></footer>',
        '<div class="meta-author">Posted on September 21, 2026 by Jane Roe</div>',
        "<div>20.11.2026 13:30 von Jane Roe</div>",
    ],
)
def test_authors_are_found_in_the_foot_of_the_article_and_beside_the_date(below: str) -> None:
    assert read(page(below=below)).authors == ("Jane Roe",)


def test_what_holds_the_only_heading_is_no_sidebar_whatever_its_class() -> None:
    author = '<p class="byline">By Jane Roe</p>'
    teaser = page(heading=f'<div class="teaser top"><h1>{TITLE}</h1>{author}</div>')
    with_sidebar = page(below=f'<div class="wrapper with-sidebar">{author}</div>')
    other = page(below='<div class="teaser"><a rel="author" href="/a">Jane Roe</a></div>')

    assert read(teaser).authors == read(with_sidebar).authors == ("Jane Roe",)
    assert read(other).authors == ()


def test_a_signature_below_the_text_is_read_unless_it_is_of_a_book() -> None:
    book = "<div>Autorin: Mona Safi</div><div>Verlag: Manara</div>"

    assert read(page(end="<p>Autorin: Mona Safi</p>")).authors == ("Mona Safi",)
    assert read(page(end=book)).authors == ()


def test_a_headline_that_begins_like_a_byline_is_none() -> None:
    title = "Von Dämmen und Deichen"

    assert read(page(heading=f"<h1>{title}</h1>")).authors == ()


# Times


def test_a_time_of_day_completes_a_midnight_of_the_same_day() -> None:
    head = script(piece(headline=TITLE, datePublished="2026-11-20T00:00:00Z"))
    article = read(page(head, below='<span class="date">20/11/2026 12:33:03</span>'))

    assert article.published is not None
    assert article.published.at.isoformat() == "2026-11-20T12:33:03+01:00"
    assert article.provenance["published"].startswith("text (with the time; json-ld has the day")


def test_a_stamp_with_a_zone_is_believed_over_the_same_clock_in_utc() -> None:
    head = (
        script(piece(headline=TITLE, datePublished="2026-11-20T12:33:03Z"))
        + '<meta property="article:published_time" content="2026-11-20T12:33:03+01:00">'
    )
    article = read(page(head))

    assert article.published is not None
    assert article.published.at.isoformat() == "2026-11-20T12:33:03+01:00"


@pytest.mark.parametrize(
    ("below", "url"),
    [
        ('<p class="date">24/02/2026</p><p class="time">9:25pm</p>', ADDRESS),
        ('<p class="meta">منى الصافي @ 21:25</p>', "https://manara.example/2026/02/24/nahr"),
    ],
)
def test_a_clock_apart_from_its_day_tells_the_zone_of_a_stamp_in_utc(below: str, url: str) -> None:
    published = read(
        page(script(piece(datePublished="2026-02-25T02:25:54Z")), below), url
    ).published

    assert published is not None
    assert published.at.isoformat() == "2026-02-24T21:25:54-05:00"


def test_a_date_after_the_fetch_is_refused_with_a_reason() -> None:
    fetched = datetime(2026, 11, 25, 12, tzinfo=UTC)
    html = page(
        script(piece(headline=TITLE, datePublished="2031-01-01T10:00:00Z")),
        below='<time datetime="2026-11-20T10:00:00Z">20/11/2026</time>',
    )
    article = read(html, fetched_at=fetched)

    assert article.published is not None
    assert article.published.at.year == 2026
    assert refusals(html, "published", fetched)["2031-01-01T10:00:00Z"] == "after the fetch"


def test_a_date_before_1995_is_refused_with_a_reason() -> None:
    html = page(script(piece(headline=TITLE, datePublished="1970-01-01T00:00:00Z")))

    assert read(html).published is None
    assert refusals(html, "published")["1970-01-01T00:00:00Z"] == "before 1995"


def test_dates_of_other_pieces_do_not_win() -> None:
    end = '<div class="related"><time datetime="2026-11-24T10:00:00Z">24/11/2026</time></div>'
    before = '<nav><time datetime="2026-11-23">23/11/2026</time></nav>'
    article = read(page(below="<time>20/11/2026 10:05</time>", end=end + before))

    assert article.published is not None
    assert (article.published.at.day, article.published.precision) == (20, Precision.MINUTE)


def test_the_day_in_the_address_decides_between_stamps_and_stands_in_for_them() -> None:
    url = "https://manara.example/2026/11/20/nahr"
    head = script(piece(headline=TITLE, datePublished="2026-11-24T10:00:00+01:00"))
    dated = read(page(head, below="<time>20/11/2026 10:05</time>"), url)
    alone = read(page(), url)

    assert dated.published is not None
    assert dated.published.at.day == 20
    assert alone.published is not None
    assert (alone.published.at.day, alone.published.precision) == (20, Precision.DAY)
    assert alone.provenance["published"] == "heuristic (the day in the address)"


def day_of(html: str, url: str = ADDRESS) -> str | None:
    published = read(html, url).published
    return published.at.date().isoformat() if published else None


@pytest.mark.parametrize(
    "below",
    [
        "<p>20/11/2026 – أعلنت مصالح الأرصاد عن انخفاض في درجات الحرارة.</p>",
        "<p>(20 نوفمبر 2026) أعلنت مصالح الأرصاد عن انخفاض في درجات الحرارة.</p>",
        "<table><tr><td>20 | 11 | 2026 </td><td>محلية</td></tr></table>",
        "<p><b>عضو منذ:</b> <i>Registriert:</i> 18/09/2008</p><p>20/11/2026</p>",
        "<p>وقال المدير إن اللقاء القادم سيكون بالمدينة يوم 5 ديسمبر 2026 في القاعة</p>"
        "<b>20/11/2026</b>",
        '<em>20/11/2026</em><p><a class="Publication" href="/b">بلاغ 14 أكتوبر 2026</a></p>',
        '<em>20/11/2026</em><p class="current-time">24/11/2026</p>',
        '<p class="meta">محلية</p>' * 50 + '<time datetime="2026-11-20">20/11/2026</time>',
    ],
)
def test_a_date_that_stands_for_itself_is_found_and_others_are_passed_over(below: str) -> None:
    assert day_of(page(below=below)) == "2026-11-20"


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("(20 نوفمبر 2026) ", "2026-11-20"),
        ("تونس، 20 نوفمبر 2026 – ", "2026-11-20"),
        ("SFAX, 20 novembre 2026 (TAP) - ", "2026-11-20"),
        ("( الكاف، 20 نوفمبر 2026 ) ", "2026-11-20"),
        ("ويعود الأمر إلى اجتماع عقد بالكاف، 20 نوفمبر 2026، و", None),
        ("وفي تونس، 20 نوفمبر 2026: ", None),
    ],
)
def test_a_text_far_from_the_heading_may_begin_with_its_day(dateline: str, day: str | None) -> None:
    menu = "<ul>" + '<li><a href="/b">محلية</a></li>' * 200 + "</ul>"
    html = page(below=menu)
    assert day_of(html) is None

    assert day_of(html.replace(PARAGRAPHS[0], dateline + PARAGRAPHS[0])) == day


@pytest.mark.parametrize(
    "end",
    [
        "<p>Erschienen am:</p><h2>20.11.2026</h2>",
        "<p>Publié le 20 novembre 2026 à 18:05 | Eau</p>",
        "<p>تاريخ النشر: 20 نوفمبر 2026</p>",
        "<p>Dieser Beitrag wurde am <b>20. November 2026</b> um <b>23:03</b> Uhr gepostet.</p>",
        "<p>This entry was posted on Friday, November 20, 2026 at 6:53 pm and is filed.</p>",
        f'<ul><li>20/11/2026 <a href="{ADDRESS}">{TITLE}</a></li></ul>',
    ],
)
def test_the_day_of_publication_is_found_below_the_text_too(end: str) -> None:
    far = "<p>نص</p>" * 200

    assert day_of(page(end=far + end)) == "2026-11-20"


def test_a_line_of_the_publication_is_believed_over_a_vague_claim_and_under_a_clear_one() -> None:
    vague = '<meta name="date" content="2026-11-22">'
    clear = '<meta property="article:published_time" content="2026-11-22">'
    end = "<p>نص</p>" * 200 + "<p>Erstellt am: 20.11.2026</p>"

    assert day_of(page(vague, end=end)) == "2026-11-20"
    assert day_of(page(clear, end=end)) == "2026-11-22"


@pytest.mark.parametrize(
    "end",
    [
        "<p>Erschienen am: 20.11.2026</p><p>Erschienen am: 21.11.2026</p>",
        "<p>Die Umlage wurde am 20. November 2026, kurz vor ihrem Beginn, gekippt.</p>",
        f'<p><a href="{ADDRESS}#comment-7">20/11/2026, 10:31 قارئ</a></p>',
        '<ul><li>20/11/2026 <a href="/articles/akhar">خبر آخر من المدينة</a></li></ul>',
    ],
)
def test_days_of_other_things_below_the_text_are_not_the_publication_s(end: str) -> None:
    assert day_of(page(end="<p>نص</p>" * 200 + end)) is None


def test_the_date_of_a_picture_is_not_the_piece_s() -> None:
    caption = "محطة القياس على النهر يوم 24 أكتوبر 2026"
    figure = f"<figure><img src='/n.jpg'><figcaption>{caption}</figcaption></figure>"
    box = f'<div><img src="/n.jpg" alt="{caption}"><p>{caption}</p></div>'

    assert day_of(page(below=figure)) is None
    assert day_of(page(below=f"{box}<p>20/11/2026</p>")) == "2026-11-20"


def test_a_line_just_before_the_heading_is_nearer_than_one_far_below_it() -> None:
    heading = f"<p>20/11/2026 // محلية</p><h1>{TITLE}</h1>"

    assert day_of(page(heading=heading, end="<p>06/08/2025 // محلية</p>")) == "2026-11-20"


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ('{"id": 7, "published_at": "2026-11-20T06:22:28+01:00"}', "2026-11-20"),
        ('{\\"publishDate\\":\\"2026-11-20 06:22\\"}', "2026-11-20"),
        ('{"createdAt": "2026-11-18T06:22:28Z", "datePublished": "2026-11-20"}', "2026-11-20"),
        ('[{"publishedAt": "2026-11-20"}, {"publishedAt": "2026-11-21"}]', None),
        ('{"republished_atom": "2026-11-20", "updatedAt": "2026-11-20"}', None),
    ],
)
def test_data_for_scripts_tell_the_day_where_nothing_else_does(told: str, day: str | None) -> None:
    assert day_of(page(end=f"<script>window.state = {told};</script>")) == day


def test_the_data_of_scripts_is_not_asked_where_the_page_prints_a_date() -> None:
    end = '<script>var s = {"publishedAt": "2026-11-24"};</script>'

    assert day_of(page(below="<time>20/11/2026</time>", end=end)) == "2026-11-20"


def test_the_domain_of_a_country_tells_the_order_of_a_date_where_no_language_is_declared() -> None:
    html = page(below="<time>03/04/2026</time>").replace(' lang="ar"', "")

    assert day_of(html, "https://manara.example/nahr") is None
    assert day_of(html, "https://manara.tn/nahr") == "2026-04-03"


def test_milliseconds_after_a_third_colon_are_read() -> None:
    head = script(piece(headline=TITLE, datePublished="2026-11-20T10:06:08:684Z"))

    assert day_of(page(head)) == "2026-11-20"


def test_published_and_updated_in_one_line_are_told_apart() -> None:
    line = '<p class="meta">نشر في 20/11/2026 10:05 | آخر تحديث 21/11/2026 08:30</p>'
    article = read(page(below=line))

    assert article.published is not None
    assert article.modified is not None
    assert (article.published.at.day, article.modified.at.day) == (20, 21)


def test_a_change_told_by_how_long_ago_would_move_with_every_fetch_and_is_not_taken() -> None:
    line = '<p class="meta">نشر في 20/11/2026 10:05 | آخر تحديث منذ 5 دقائق</p>'
    had = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    article = read(page(below=line), fetched_at=had)

    assert article.published is not None
    assert article.modified is None


def test_a_change_is_never_before_the_publication() -> None:
    head = script(
        piece(headline=TITLE, datePublished="2026-11-20T10:00Z", dateModified="2026-11-19T10:00Z")
    )

    assert read(page(head)).modified is None


# Section, tags, markers


def test_a_live_report_and_a_paywall_are_marked() -> None:
    live = read(page(script(piece(headline=TITLE) | {"@type": "LiveBlogPosting"})))
    paid = read(page(script(piece(headline=TITLE, isAccessibleForFree="False"))))
    free = read(page(script(piece(headline=TITLE, isAccessibleForFree=True))))

    assert (live.live, live.paywalled) == (True, False)
    assert (paid.live, paid.paywalled) == (False, True)
    assert (free.live, free.paywalled) == (False, False)
    assert (live.provenance["live"], paid.provenance["paywalled"]) == ("json-ld", "json-ld")


@pytest.mark.parametrize(
    ("title", "live"),
    [
        ("مباشر | فيضان النهر الكبير", True),
        ("En direct : la crue du fleuve", True),
        ("Flood LIVE: river rises", True),
        ("Une soirée en direct du fleuve", False),
        ("The band plays live", False),
        ("لقاء مباشر بين الوفدين", False),
    ],
)
def test_a_title_tells_of_a_live_report_only_at_its_head(title: str, live: bool) -> None:
    assert read(page(heading=f"<h1>{title}</h1>").replace(f"{TITLE} | منارة", title)).live is live


@pytest.mark.parametrize(
    ("tier", "paywalled"), [("locked", True), ("metered", False), ("free", False)]
)
def test_a_content_tier_tells_of_a_paywall(tier: str, paywalled: bool) -> None:
    head = f'<meta property="article:content_tier" content="{tier}">'

    assert read(page(head)).paywalled is paywalled


def test_the_last_crumb_before_the_piece_is_its_section() -> None:
    crumbs = [
        {"@type": "ListItem", "position": at, "name": name}
        for at, name in enumerate(("الرئيسية", "بيئة", TITLE), 1)
    ]
    head = script(piece(headline=TITLE), {"@type": "BreadcrumbList", "itemListElement": crumbs})

    assert read(page(head)).section == "بيئة"


def test_tags_are_a_list_however_they_are_written() -> None:
    both = ("أنهار", "أمطار")
    one = read(page(script(piece(headline=TITLE, keywords="أنهار، أمطار, سدود"))))
    two = read(page("".join(f'<meta property="article:tag" content="{tag}">' for tag in both)))
    three = read(page(end='<a rel="tag">أنهار</a><a rel="tag">أمطار</a>'))

    assert one.tags == ("أنهار", "أمطار", "سدود")
    assert two.tags == three.tags == both


def test_a_logo_is_no_lead_image() -> None:
    head = (
        '<meta property="og:image" content="/static/logo.png">'
        '<meta name="twitter:image" content="/img/river.jpg">'
    )

    assert read(page(head)).image == "https://manara.example/img/river.jpg"


# Provenance and candidates


def test_every_field_that_was_read_tells_where() -> None:
    head = script(piece(headline=TITLE, datePublished="2026-11-20T10:00:00Z", author="هالة درويش"))
    article = read(page(head, end="<p>المصدر: هيئة الأحواض</p>"))
    told = {name for name in ArticleData.__dataclass_fields__ if getattr(article, name)}

    assert told - set(article.provenance) == {"url", "body", "structure", "provenance", "extractor"}


def test_each_field_has_one_winner_and_the_table_is_that_of_the_reading() -> None:
    head = script(piece(headline=TITLE, datePublished="2026-11-20T10:00:00Z", author="هالة درويش"))
    html = page(head, below='<p class="byline">هالة درويش</p><time>20/11/2026 11:00</time>')
    reading = explain_article(html.encode(), ADDRESS, "text/html", ReadingRules())
    assert isinstance(reading.result, ArticleData)
    winners = [one.field for one in reading.candidates if one.won]

    assert len(winners) == len(set(winners))
    assert set(winners) == set(reading.result.provenance)
