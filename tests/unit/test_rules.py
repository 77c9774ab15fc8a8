"""A source's pages are read by its own rules, then by its preset's, then as any page is."""

from __future__ import annotations

import pickle
import time
from typing import Any, get_args

import pytest

from config.rules import RulesSettings
from config.values import PresetName
from pipeline.extract import read_article
from pipeline.identity import article_identity, link_key
from pipeline.presets import id_in_address, looks_like_article, site_rules
from pipeline.records import Absence, ArticleData, NotArticle, ReadingRules
from pipeline.urls import k2_item_id

SITE = "https://nasma.example"
ADDRESS = f"{SITE}/khabar/5120-awdat-alqitar"
PAGE = """<!DOCTYPE html><html lang="ar"><head><title>عودة القطار الليلي إلى خط الجنوب</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-24T17:05:09+00:00">
<meta property="article:section" content="أخبار"></head><body>
<div class="shreet"><h1 class="unwan">خبر في الشريط لا علاقة له</h1></div>
<article class="khabar" data-raqm="5120"><h1 class="unwan">عودة القطار الليلي إلى خط الجنوب</h1>
<div class="bayanat">بقلم: <b>هند سالمي</b> | <span class="tarikh">يوم 24 نوفمبر 2026 - 18:05</span>
<a class="qism" href="/naql">نقل</a> <i class="wusum">قطار، الجنوب</i></div>
<div class="nass"><p>عاد القطار الليلي، أمس، إلى خط الجنوب بعد توقف دام عامين كاملين.</p>
<div class="khabar-akhar"><p>سوق الخميس ينتقل إلى الساحة الجديدة</p></div>
<p>وتستغرق الرحلة تسع ساعات، بحسب الشركة، ويتوقف القطار في سبع محطات.</p></div></article>
<article class="khabar" data-raqm="5119"><h1 class="unwan">خبر سابق</h1></article></body></html>"""
RULES: dict[str, Any] = {
    "article_urls": "^/khabar/[0-9]+",
    "other_urls": ["^/qism/"],
    "id_name": "nasma",
    "id_in_url": "^/khabar/([0-9]+)",
    "within": "article.khabar",
    "title": "h1.unwan",
    "body": ".nass",
    "drop": ".khabar-akhar",
    "byline": ".bayanat > b",
    "section": ".bayanat > .qism",
    "tags": {"select": ".wusum", "split": "،,"},
    "published": ["time @datetime", {"select": ".tarikh", "match": "[0-9].*"}],
}


def read(
    page: str = PAGE,
    rules: dict[str, Any] | None = RULES,
    preset: str | None = None,
    url: str = ADDRESS,
) -> ArticleData | NotArticle:
    own = RulesSettings.model_validate(rules) if rules is not None else None
    reading = ReadingRules(preset, "Africa/Tunis", own=own)
    return read_article(page.encode(), url, "text/html; charset=utf-8", reading)


def article(*args: Any, **kwargs: Any) -> ArticleData:
    reading = read(*args, **kwargs)
    assert isinstance(reading, ArticleData), reading
    return reading


# What rules find on a page


def test_every_field_stands_where_the_rules_say() -> None:
    found = article()

    assert found.title == "عودة القطار الليلي إلى خط الجنوب"
    assert [text[:12] for text in found.body] == ["عاد القطار ا", "وتستغرق الرح"]
    assert (found.byline, found.authors) == ("هند سالمي", ("هند سالمي",))
    assert (found.section, found.tags) == ("نقل", ("قطار", "الجنوب"))
    assert found.published is not None
    assert found.published.at.isoformat() == "2026-11-24T18:05:00+01:00"
    assert found.publisher_id == "nasma:5120"
    assert {found.provenance[name] for name in ("title", "body", "published")} == {"preset"}


def test_what_the_rules_do_not_find_the_page_claims() -> None:
    found = article(rules={"title": "article h1", "body": ".nass"})

    assert found.section == "أخبار"
    assert found.published is not None
    assert found.published.at.isoformat() == "2026-11-24T17:05:09+00:00"
    assert found.provenance["published"] == "meta"


def test_where_the_rules_find_no_text_the_page_is_read_as_any_page() -> None:
    found = article(rules={"byline": ".bayanat > b", "section": ".qism"})

    assert found.title == "عودة القطار الليلي إلى خط الجنوب"
    assert (found.byline, found.section) == ("هند سالمي", "نقل")
    assert found.provenance["section"] == "preset"


def test_a_page_that_fits_none_of_the_rules_is_read_as_any_page() -> None:
    found = article(rules={"within": "#nowhere", "title": "h1", "body": "div"})

    assert found.body
    assert "preset" not in {found.provenance.get(name) for name in ("title", "body")}


def test_the_element_for_the_text_without_a_text_is_no_article() -> None:
    emptied = PAGE.replace("عاد القطار الليلي، أمس، إلى خط الجنوب بعد توقف دام عامين كاملين.", "")
    emptied = emptied.replace("وتستغرق الرحلة تسع ساعات، بحسب الشركة، ويتوقف", "").replace(
        "القطار في سبع محطات.", ""
    )

    assert read(emptied) == NotArticle("no body text", Absence.EMPTIED)


@pytest.mark.parametrize(
    ("body", "is_other"),
    [
        ("<body class='x archive'>", True),
        ("<BODY CLASS='archive x'>", True),
        ("<body class='archived'>", False),
        ("<body id='archive'>", False),
        ("<body>", False),
    ],
)
def test_a_class_of_the_body_tells_another_page_and_one_like_it_does_not(
    body: str, is_other: bool
) -> None:
    reading = read(PAGE.replace("<body>", body), RULES | {"other_pages": ["body.archive"]})

    assert isinstance(reading, NotArticle) is is_other


def test_what_is_sought_in_the_body_is_not_the_body_itself() -> None:
    rules = RULES | {"id_in_url": [], "id": "body [data-raqm] @data-raqm"}
    page = PAGE.replace("<body>", '<body data-raqm="7">')

    assert article(page, rules, url=f"{SITE}/khabar").publisher_id == "nasma:5120"


def test_a_page_of_another_kind_is_no_article() -> None:
    reading = read(rules=RULES | {"other_pages": ["body.archive", "div.shreet"]})

    assert reading == NotArticle(
        "no article, by the rules: div.shreet is on the page", Absence.REPLACED
    )


@pytest.mark.parametrize("kind", ["live", "paywalled", "featured"])
def test_an_element_can_say_what_kind_of_article_it_is(kind: str) -> None:
    assert not getattr(article(), kind)
    assert getattr(article(rules=RULES | {kind: [".none", ".tarikh"]}), kind)


def test_times_without_an_offset_are_in_the_zone_of_the_rules() -> None:
    found = article(rules=RULES | {"timezone": "Asia/Tehran"})

    assert found.published is not None
    assert found.published.at.isoformat() == "2026-11-24T18:05:00+03:30"


def test_what_a_page_says_of_its_address_need_not_be_believed() -> None:
    lying = PAGE.replace("<head>", f'<head><link rel="canonical" href="{SITE}/akhbar/all">')

    assert article(lying).canonical_url == f"{SITE}/akhbar/all"
    assert article(lying, rules=RULES | {"canonical": "address"}).canonical_url == ADDRESS


def test_an_address_with_another_pieces_id_is_not_believed() -> None:
    lying = PAGE.replace("<head>", f'<head><link rel="canonical" href="{SITE}/khabar/1-x">')

    assert article(lying).canonical_url == ADDRESS


def test_a_desk_above_the_text_says_less_than_an_author() -> None:
    desk = PAGE.replace('<div class="nass">', '<div class="nass"><p>القسم الاقتصادي</p>')

    assert article(desk).byline == "هند سالمي"
    assert article(desk, rules=RULES | {"byline": []}).byline == "القسم الاقتصادي"


def test_the_kinds_of_paragraphs_are_told() -> None:
    extra = (
        "<h3>محطات الخط</h3><ul><li>الساحة الكبرى،</li></ul><blockquote>رحلة لا تنسى</blockquote>"
    )
    found = article(PAGE.replace("<p>وتستغرق", f"{extra}<p>وتستغرق"))

    assert found.structure == ("text", "subhead", "item", "quote", "text")


def test_the_same_rules_have_one_name_and_other_rules_another() -> None:
    names = {article(rules=RULES | {"drop": drop}).extractor for drop in (".a", ".b", ".a")}

    assert len(names) == 2
    assert all(name.startswith("rules/1+") for name in names)


# How they go together


def test_own_rules_go_before_the_preset() -> None:
    page = """<html lang="fr"><body class="single single-post postid-7"><main>
    <article class="post type-post"><h1 class="entry-title">Un titre du thème</h1>
    <p class="chapo-titre">Le vrai titre de la pièce</p>
    <div class="entry-content"><p>Le marché couvert a rouvert ses portes mardi matin.</p></div>
    </article></main></body></html>"""
    plain = article(page, rules=None, preset="wordpress", url=f"{SITE}/un-titre")
    own = article(page, rules={"title": ".chapo-titre"}, preset="wordpress", url=f"{SITE}/un-titre")

    assert (plain.title, own.title) == ("Un titre du thème", "Le vrai titre de la pièce")
    assert plain.body == own.body
    assert plain.publisher_id == own.publisher_id == "wp:7"
    assert own.extractor.startswith("wordpress+rules/1+")


def test_own_rules_go_before_the_reader_of_k2() -> None:
    page = """<div id="k2Container" class="itemView"><h2 class="itemTitle">عنوان من القالب</h2>
    <span class="katib">سعاد بن علي</span>
    <div class="itemFullText"><p>نص المقال الأول في هذه الصفحة.</p></div></div>"""
    url = f"{SITE}/x/item/12-a"
    found = article(page, rules={"byline": ".katib"}, preset="joomla-k2", url=url)

    assert (found.byline, found.authors) == ("سعاد بن علي", ("سعاد بن علي",))
    assert (found.title, found.publisher_id) == ("عنوان من القالب", "k2:12")


def test_a_page_of_blogger_is_not_taken_for_one_of_k2() -> None:
    page = f'<html><body class="item-view">{PAGE.partition("<body>")[2]}'

    assert article(page, rules=None).extractor.startswith("generic")


def test_rules_cross_to_another_process() -> None:
    rules = ReadingRules("wordpress", own=RulesSettings.model_validate(RULES))

    again = pickle.loads(pickle.dumps(rules))

    assert again == rules
    assert site_rules(again.preset, again.own) == site_rules(rules.preset, rules.own)


# Addresses


@pytest.mark.parametrize("name", get_args(PresetName))
def test_every_preset_can_be_loaded(name: str) -> None:
    site = site_rules(name, None)

    assert site is not None
    assert site.name == name
    assert site.rules.id_name


@pytest.mark.parametrize(
    ("preset", "url", "expected"),
    [
        ("wordpress", "/2026/11/25/unwan/", True),
        ("wordpress", "/2026/11/", False),
        ("wordpress", "/?p=12", True),
        ("wordpress", "/category/akhbar/", False),
        ("wordpress", "/?s=x", False),
        ("wordpress", "/a-slug/", None),
        ("joomla", "/filaha/63-qanat", True),
        ("joomla", "/index.php?option=com_content&view=article&id=63:qanat&catid=8", True),
        ("joomla", "/index.php?option=com_content&view=category&id=8", False),
        ("joomla-k2", "/x/item/12-a", True),
        ("joomla-k2", "/x/itemlist/category/3-x", False),
        ("drupal", "/ar/node/12", True),
        ("drupal", "/ar/taxonomy/term/4", False),
        ("blogger", "/2026/11/mawsim.html?m=1", True),
        ("blogger", "/search/label/x", False),
        ("ghost", "/tag/culture/", False),
        ("ghost", "/cinema/", None),
        (None, "/2026/11/25/unwan/", None),
    ],
)
def test_an_address_tells_whether_it_is_an_articles(
    preset: str | None, url: str, expected: bool | None
) -> None:
    assert looks_like_article(SITE + url, site_rules(preset, None)) is expected


@pytest.mark.parametrize(
    "url",
    [
        "/item/1234-slug",
        "/a/item/0012:x",
        "/component/k2/item/12",
        "/index.php?option=com_k2&view=item&id=12:slug",
        "/index.php?view=item&id=12%3Aslug&option=com_k2&Itemid=3",
        "/index.php?option=com_k2&view=item&id=12&lang=ar&Itemid=9",
        "/component/k2/?view=item&id=12",
        "/item/12?print=1&tmpl=component",
        "/items/12",
        "/item/12abc",
        "/item/000",
        "/index.php?option=com_content&view=item&id=4",
        "/itemlist/category/1",
        "http://[half",
    ],
)
def test_the_preset_finds_the_k2_id_that_the_reader_finds(url: str) -> None:
    address = url if "[" in url else SITE + url
    number = k2_item_id(address)

    found = id_in_address(address, site_rules("joomla-k2", None))

    assert found == (f"k2:{number}" if number else None)


def test_a_new_headline_makes_no_second_article() -> None:
    renamed = f"{SITE}/khabar/5120-unwan-jadid"
    own = RulesSettings.model_validate(RULES)

    assert link_key(ADDRESS, None, own) == link_key(renamed, None, own) == "nasma:5120"
    assert article_identity(article()) == article_identity(article(url=renamed))
    assert link_key(ADDRESS, None) != link_key(renamed, None)


# Hostile pages


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "<div class='khabar nass bayanat'>" * 1400 + "<p>نص</p>" * 20_000,
        "<div class='khabar nass bayanat'>" * 1000 + "<p class=bayanat>نص</p>" * 1_400,
        "<article class=khabar>" + "<p class=bayanat>نص" * 60_000,
        "<article class=khabar><h1 class=unwan>عنوان المقال</h1><div class=nass>"
        + "<div class=bayanat><b>س</b></div>" * 15_000,
        "<article class=khabar>" + "<div class=nass>" * 1000 + "<i class=wusum>،</i>" * 30_000,
    ],
)
@pytest.mark.parametrize("preset", [None, "wordpress", "drupal"])
def test_no_page_stalls_the_rules(page: str, preset: str | None) -> None:
    started = time.process_time()  # of ours alone, however busy the machine is

    read(page, preset=preset)

    assert time.process_time() - started < 6.0
