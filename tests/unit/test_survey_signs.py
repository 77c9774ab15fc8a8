"""What single signs tell of a site: its system, zone, language, names, feeds and menu."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from selectolax.lexbor import LexborHTMLParser

from config.values import Name
from crawler.survey.clues import (
    Clues,
    Link,
    best_sections,
    is_of_comments,
    read_clues,
    tells_of_comments,
)
from crawler.survey.languages import judge_language
from crawler.survey.names import as_name, section_name, site_title, source_name
from crawler.survey.offsets import offsets_in, offsets_of_page
from crawler.survey.records import Certainty
from crawler.survey.systems import recognise, signs_of
from crawler.survey.zones import judge_zone
from pipeline.extract.dom import FlatPage
from tests.builders import fetched

HOME = "https://news.example.org/"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def system(html: str, **headers: str) -> tuple[str | None, str]:
    page = FlatPage(LexborHTMLParser(html))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found = recognise(signs_of(page, HOME, named))
    return found.value, found.certainty.value


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<meta name="generator" content="WordPress 6.8">', ("wordpress", "sure")),
        ('<img src="/wp-content/uploads/a.jpg">', ("wordpress", "sure")),
        ('<script src="/wp-json/x"></script>', ("wordpress", "likely")),
        ('<meta name="Generator" content="Drupal 10">', ("drupal", "sure")),
        ('<script data-drupal-selector="x"></script>', ("drupal", "sure")),
        ('<img src="/sites/default/files/a.jpg">', ("drupal", "likely")),
        ('<meta name="generator" content="blogger">', ("blogger", "sure")),
        ('<script src="https://www.blogger.com/static/v1/w.js"></script>', ("blogger", "sure")),
        ('<meta name="generator" content="Ghost 5.9">', ("ghost", "sure")),
        ('<div class="gh-head"></div><figure class="kg-card"></figure>', ("ghost", "likely")),
        # one class alone is anybody's
        ('<figure class="kg-card"></figure><p class="wp-block-x"></p>', (None, "sure")),
        ('<meta name="generator" content="Joomla! 4">', ("joomla", "sure")),
        (
            '<meta name="generator" content="Joomla! 3"><div class="itemListView"></div>',
            ("joomla-k2", "sure"),
        ),
        ('<a href="/index.php/x/item/12-slug">خبر</a>', ("joomla-k2", "likely")),
        # somebody else's files, an article's words, and nothing at all
        ('<img src="https://other.example.com/wp-content/a.jpg">', (None, "sure")),
        ("<p>/wp-content/ WordPress Drupal data-drupal-x</p>", (None, "sure")),
        ('<a href="https://www.blogger.com/static/x">b</a>', (None, "sure")),
        ('<meta name="generator" content="Hugo 0.1">', (None, "sure")),
        ("", (None, "sure")),
    ],
)
def test_a_system_is_known_by_its_own_traces_only(html: str, wanted: tuple[str, str]) -> None:
    assert system(html) == wanted


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Link": '<https://x/wp-json/>; rel="https://api.w.org/"'}, "wordpress"),
        ({"X_Pingback": "https://x/xmlrpc.php"}, "wordpress"),
        ({"X_Generator": "Drupal 10"}, "drupal"),
        ({"x_drupal_cache": "HIT"}, "drupal"),
        ({"Server": "nginx"}, None),
    ],
)
def test_headers_tell_a_system_too(headers: dict[str, str], wanted: str | None) -> None:
    assert system("<p>", **headers)[0] == wanted


# --- zones -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "languages", "times", "zone", "certainty"),
    [
        ("news.dz", [], "2026-01-23T12:33:03+01:00", "Africa/Algiers", Certainty.SURE),
        ("news.dz", [], "", "Africa/Algiers", Certainty.LIKELY),
        # software that stamps in UTC says nothing of the place
        ("news.dz", [], "2026-01-23T12:33:03+00:00", "Africa/Algiers", Certainty.LIKELY),
        ("news.dz", [], "2026-01-23T12:33:03-05:00", "Africa/Algiers", Certainty.GUESS),
        (
            "news.fr",
            [],
            "2026-01-23T12:00:00+01:00 2026-07-23T12:00:00+02:00",
            "Europe/Paris",
            Certainty.SURE,
        ),
        ("news.us", [], "Fri, 23 Jan 2026 12:33:03 -0800", "America/Los_Angeles", Certainty.SURE),
        ("news.us", [], "", "America/New_York", Certainty.GUESS),
        ("news.co.uk", [], "", "Europe/London", Certainty.LIKELY),
        ("news.com", ["ar-TN"], "2026-01-23T12:00:00+01:00", "Africa/Tunis", Certainty.LIKELY),
        # templates declare countries that they are not in
        ("news.com", ["ar-SA"], "2026-01-23T12:00:00+01:00", "Africa/Algiers", Certainty.LIKELY),
        ("news.com", ["ar"], "2026-01-23T12:00:00+03:00", "Asia/Riyadh", Certainty.LIKELY),
        ("news.tv", ["ar"], "2026-01-23T12:00:00+02:00", "Africa/Cairo", Certainty.LIKELY),
        ("news.com", ["xx"], "2026-01-23T12:00:00-03:00", "Etc/GMT+3", Certainty.GUESS),
        ("news.com", ["de"], "", "Europe/Berlin", Certainty.GUESS),
        (
            "news.com",
            ["en-US"],
            "2026-05-23T12:00:00-07:00",
            "America/Los_Angeles",
            Certainty.LIKELY,
        ),
        ("news.com", ["ar"], "", "UTC", Certainty.GUESS),
        ("127.0.0.1", [], "", "UTC", Certainty.GUESS),
    ],
)
def test_the_zone_is_told_with_how_sure_it_is(
    host: str, languages: list[str], times: str, zone: str, certainty: Certainty
) -> None:
    found = judge_zone(host, languages, offsets_in(times), NOW)
    assert (found.value, found.certainty) == (zone, certainty), found.why


def test_a_time_printed_once_beside_another_in_utc_may_be_chance() -> None:
    def page(hour: int) -> str:
        return (
            f'<meta property="article:published_time" content="2026-02-03T{hour:02d}:15:20Z">'
            f"<h1>خبر</h1><p class=date>3 فيفري 2026 - {hour + 3:02d}:15:20</p>"
        )

    one = offsets_of_page(fetched(page(6), url=HOME))
    two = offsets_of_page(fetched(page(9), url=HOME))
    assert {offset.minutes for offset in (*one, *two)} == {180}
    once, twice = (judge_zone("news.com", ["ar"], seen, NOW) for seen in (one, (*one, *two)))
    assert (once.value, once.certainty) == ("Asia/Riyadh", Certainty.GUESS)
    assert (twice.value, twice.certainty) == ("Asia/Riyadh", Certainty.LIKELY)


@given(st.text(max_size=20), st.lists(st.text(max_size=10), max_size=3), st.text(max_size=80))
def test_whatever_a_site_says_its_zone_exists(host: str, languages: list[str], said: str) -> None:
    found = judge_zone(host, languages, offsets_in(said), NOW)
    assert ZoneInfo(found.value or "")


# --- languages ---------------------------------------------------------------------

_AR = "قررت بلدية الواحة تمديد ساعات فتح السوق الأسبوعية إلى المساء طيلة الشهر المقبل كله وما بعده."
_FR = "La commune a décidé de prolonger les horaires du marché hebdomadaire pendant tout le mois."


@pytest.mark.parametrize(
    ("declared", "texts", "language", "certainty"),
    [
        (["ar-DZ"], [_AR], "ar", Certainty.SURE),
        (["en-US"], [_AR, _AR], "ar", Certainty.SURE),  # its letters refute English
        (["en"], [_FR], "fr", Certainty.LIKELY),
        ([], [_FR], "fr", Certainty.LIKELY),
        (["fr"], [], "fr", Certainty.LIKELY),
        ([], [], None, Certainty.GUESS),
    ],
)
def test_articles_tell_their_language_better_than_templates(
    declared: list[str], texts: list[str], language: str | None, certainty: Certainty
) -> None:
    found = judge_language(declared, texts)
    assert (found.value, found.certainty) == (language, certainty)


# --- names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "title", "name"),
    [
        ("www.almithaq.dz", "الميثاق", "almithaq"),
        ("fr.news.com.dz", None, "fr-news"),
        ("m.news.co.uk", None, "news"),
        ("127.0.0.1", "الواحة", "الواحة"),
        ("[::1]", None, "1"),
    ],
)
def test_a_source_is_called_after_its_host(host: str, title: str | None, name: str) -> None:
    assert source_name(host, title, ()) == name


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("index.php/maghreb", "المغرب العربي", "maghreb"),
        ("category/politics/", "السياسة", "politics"),
        ("12-economie.html", "", "economie"),
        ("%D8%A7%D9%84", "المغرب العربي", "المغرب-العربي"),
        ("?id=7", "Sport / Foot", "sport-foot"),
        ("?id=7", "///", "section"),
    ],
)
def test_a_section_is_called_after_its_address_or_its_link(path: str, text: str, name: str) -> None:
    assert section_name(HOME + path, text, ()) == name


@given(st.text(max_size=200), st.sets(st.sampled_from(["source", "source-2", "a"])))
def test_every_name_is_one_the_configuration_takes_and_is_new(text: str, taken: set[str]) -> None:
    name = as_name(text, taken, "source")
    assert TypeAdapter(Name).validate_python(name) == name
    assert name not in taken


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("الرئيسية - الميثاق", "الميثاق"),
        ("Le Quotidien | Accueil", "Le Quotidien"),
        ("Home", None),
        ("", None),
    ],
)
def test_a_site_s_title_is_without_home(title: str, name: str | None) -> None:
    assert site_title(title) == name


# --- clues -------------------------------------------------------------------------


def clues(html: str) -> Clues:
    found = read_clues(fetched(html, url=HOME))
    assert found is not None
    return found


def test_feeds_are_those_the_head_declares_without_comments_and_other_sites() -> None:
    found = clues(
        '<link rel="alternate" type="application/rss+xml" title="أخبار" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="التعليقات" href="/x/feed/">'
        '<link rel="alternate" type="application/atom+xml" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" href="https://feeds.example.com/n">'
        '<link rel="alternate" type="text/html" hreflang="fr" href="/fr/">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<a href="/politics/rss.xml">RSS</a><a href="/feedback">x</a>'
    )
    assert [one.url for one in found.declared_feeds] == [f"{HOME}feed/"]
    assert [one.url for one in found.linked_feeds] == [f"{HOME}politics/rss.xml"]
    assert len(found.other_feeds) == 3


@pytest.mark.parametrize(
    ("url", "title", "wanted"),
    [
        (f"{HOME}feed", "أخبار", False),
        (f"{HOME}feeds/1234/comments/default", "", True),
        (f"{HOME}2026/02/story/feed/", "تعليقات على: خبر", True),
        (f"{HOME}feed?x", "Commentaires sur : récit", True),
        (f"{HOME}commentary/feed", "Commentary", False),
    ],
)
def test_feeds_of_comments_are_told_by_address_or_title(url: str, title: str, wanted: bool) -> None:
    assert is_of_comments(Link(url, title)) is wanted


def test_feeds_of_comments_are_told_by_their_links() -> None:
    entry = b"<item><link>https://x/a#comment-%d</link></item>"
    assert tells_of_comments(b"".join(entry % n for n in range(5)))
    assert not tells_of_comments(b"<item><link>https://x/a</link></item>" * 5)


def test_the_menu_gives_sections_and_leaves_what_is_none() -> None:
    found = clues(
        '<header><ul class="main-menu"><li><a href="/">الرئيسية</a></li>'
        '<li><a href="/politics">السياسة</a></li><li><a href="/politics#top">السياسة</a></li>'
        '<li><a href="/contact">اتصل بنا</a></li><li><a href="/fr">Français</a></li>'
        '<li><a href="/shop?utm_source=menu">متجر</a></li>'
        '<li><a href="/story">عنوان خبر طويل من ست كلمات كاملة</a></li>'
        '<li><a href="/tag/x">x</a></li><li><a href="/a.pdf">نسخة</a></li>'
        '<li><a href="https://x.example.com/y">حسابنا</a></li>'
        '<li><a href="?cat=3">ثقافة</a></li></ul></header>'
        '<main><a href="/story">خبر</a></main>'
        '<footer><nav><a href="/legal-notes">قانوني</a></nav></footer>'
    )
    assert [one.text for one in found.menu] == ["السياسة", "ثقافة"]


def test_the_likeliest_sections_come_first_and_stories_not_at_all() -> None:
    menu = [
        Link(f"{HOME}my-account-page", "حسابي"),
        Link(f"{HOME}culture", "ثقافة"),
        Link(f"{HOME}culture", "ثقافة وفنون"),
        Link(f"{HOME}politics/", "سياسة"),
        Link(f"{HOME}?option=com_content&view=category&id=7", "رياضة"),
        Link(f"{HOME}politics/the-story-of-the-day-in-town", "قصة اليوم"),
    ]
    pieces = [f"{HOME}politics/story-of-the-day-number-{n}" for n in range(30)]
    found = [link.text for link in best_sections(menu, pieces)]
    assert found[:3] == ["سياسة", "ثقافة", "رياضة"]
    assert "قصة اليوم" not in found
