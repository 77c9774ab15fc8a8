"""No bytes make reading raise, stall or let broken text through."""

from __future__ import annotations

import gc
import re
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract import read_article
from pipeline.extract.traps import safe_tree
from pipeline.records import Absence, ArticleData, NotArticle, ReadingRules

ADDRESS = "https://www.sada-alatlas.example/index.php/x/item/7-a"
PRESETS = ("joomla-k2", None)
#: seconds of work; what takes this long on a slow machine takes minutes where the page is a trap
PATIENCE = 6.0


def read(
    body: bytes, preset: str | None, content_type: str = "text/html"
) -> ArticleData | NotArticle:
    return read_article(body, ADDRESS, content_type, ReadingRules(preset, "Africa/Algiers"))


#: made only when they are read: they are large
HOSTILE: dict[str, Callable[[], str]] = {
    "nested blocks": lambda: "<div>" * 100_000,
    "nested lists": lambda: "<ul><li>" * 50_000,
    "nested spans, stray end tags": lambda: "<span>" * 300_000 + "</i>" * 300_000,
    "elements that do not close themselves": lambda: "<svg/>" + "<x/>" * 300_000 + "</i>" * 100_000,
    "very many attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    "attributes behind a quoted bracket": lambda: (
        '<p b="<" ' + " ".join(f"a{n}" for n in range(90_000))
    ),
    "attributes with a bracket in each": lambda: "<p " + 'a=">" ' * 200_000 + ">",
    "unclosed formatting": lambda: "".join(f"<b id={n}>" for n in range(5000)) + "<p>x" * 5000,
    "options": lambda: "<select>" + "<option>x" * 200_000,
    "markup behind a script in capitals": lambda: "<script></SCRIPT>" + "<div>" * 100_000,
    "unclosed quotes": lambda: '<a b="' * 500_000,
    "tags in tags": lambda: "<a" * 1_000_000,
    "entities": lambda: "<h1>a b c</h1><p>" + "&amp;&#1;&#x110000;" * 100_000,
    "comments": lambda: "<!--" * 500_000,
    "flat paragraphs": lambda: (
        "<h1>a b c</h1><p>17 نوفمبر 2026 09:04</p>" + "<p>hello world.</p>" * 300_000
    ),
    "flat line breaks": lambda: (
        "<h1>a b c</h1>17 نوفمبر 2026 09:04<br>" + "hello world.<br>" * 40_000
    ),
    "one long line": lambda: "<h1>a b c</h1><p>" + "كلمة <i>أخرى</i> " * 50_000,
    "stray quotes in JSON": lambda: (
        '<script type="application/ld+json">{"a": "' + ('"' + " " * 5_000) * 180 + "</script><p>x"
    ),
    "open comments in JSON": lambda: (
        '<script type="application/ld+json">{' + "/*" * 400_000 + "</script><p>x"
    ),
    "many bylines": lambda: "<h1>x</h1>" + '<a class="author date meta">By X Y</a>' * 20_000,
    "many headings": lambda: "<h1>x</h1>" * 20_000 + "<p>x",
    "quotes in quotes": lambda: "<h1>x</h1><p title='>'>" + "<a b='<a b=\"" * 100_000 + "<p>x",
    "scripts between tags": lambda: "<script></script><a b='>'>" * 700 + "<svg><p c='>'>" * 700,
    "deep JSON": lambda: '<script type="application/ld+json">' + "[" * 200_000 + "</script><p>x",
    "labels": lambda: "<div class=itemView><h2 class=itemTitle>a</h2>" + "<p>نشر في</p>" * 8_000,
    "noise in noise": lambda: "<b class=ad>" * 1_400 + "<p>hello world.</p>" * 10_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_stall_is_done_with_in_time(name: str, preset: str | None) -> None:
    body = HOSTILE[name]().encode()
    started = time.process_time()

    reading = read(body, preset)

    assert time.process_time() - started < PATIENCE
    assert isinstance(reading, ArticleData | NotArticle)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 1600,
        "<p " + "a " * 1100 + ">",
        "<p " + "a='>'" * 1100 + ">",
        '<p b = ">" ' + "a/" * 1100 + ">",
        "<b>" * 700 + "<p>" * 1500,
        "<select>" + "<option>" * 10_001,
        "<svg><path/><script>a<b</script></svg><p " + "a='>'" * 1100 + ">",
        "<!-- <p a='-->'><script>a<b</script><STYLE>" + "</style><p " + "a='>'" * 1100 + ">",
        "<script " + "a " * 1100 + ">",
        "<p title='نص > نص'>" * 60 + "<p " + "a='>'" * 1100 + ">",
        "<i t='>'>«نص»</i><p t=\"<q r='>" + '" ' + "a " * 1100 + ">",
    ],
)
def test_what_passes_a_limit_is_a_trap_wherever_it_stands(html: str) -> None:
    assert safe_tree(html) is None
    assert safe_tree(f"<p title='a > b'>نص</p><script>x = \"<p>\"</script>{html}<p>نص</p>") is None


def test_ordinary_pages_are_no_traps() -> None:
    icons = "<svg viewBox='0 0 1 1'><path d='M0 0'/><circle r='1'/></svg>" * 3000
    unclosed = "<p>نص<br>" * 3000 + "<table><tr><td>خلية" * 1 + "<tr><td>خلية" * 3000
    script = "<script>for (i=0;i<n;i++) { a<b && c<d }</script>" * 1000

    assert safe_tree(icons + unclosed + script + "<div><span>نص</span></div>" * 5000) is not None


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "the page is empty"),
        (b" \r\n\t ", "", "the page is empty"),
        (b"%PDF-1.7\x00\xff\xfe" * 500, "text/html", "not a page but a PDF document"),
        (b"%PDF-1.7", "application/pdf", "not a page but application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "", "not a page but an image"),
        (b'{"title": "x"}', "application/json", "not a page but application/json"),
        (b"just a few words", "text/plain", "no title"),
        (b"\x00" * 100_000, "text/html", "no title"),
    ],
)
@pytest.mark.parametrize("preset", PRESETS)
def test_what_is_no_page_is_said_to_be_none(
    body: bytes, content_type: str, reason: str, preset: str | None
) -> None:
    of_removal = None if reason.startswith("not a page") else Absence.EMPTIED
    assert read(body, preset, content_type) == NotArticle(reason, of_removal)


def test_a_page_served_as_a_download_is_still_a_page() -> None:
    page = (
        "<!DOCTYPE html><h1>عودة القطار الليلي</h1><p>نشر في نقل</p>"
        "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>"
    )

    assert isinstance(read(page.encode(), "joomla-k2", "application/octet-stream"), ArticleData)


def test_an_unusable_address_is_kept_as_it_is() -> None:
    page = (
        "<h1>عودة القطار الليلي</h1><p>نشر في نقل</p>"
        "<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل.</p>"
    )
    rules = ReadingRules("joomla-k2")

    reading = read_article(page.encode(), "http://[half", "text/html", rules)

    assert isinstance(reading, ArticleData)
    assert (reading.url, reading.canonical_url) == ("http://[half", "http://[half")


PAGES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "pages").rglob("*.html"))
]
PIECES = sorted({piece for page in PAGES for piece in re.findall(r"<[^>]*>|[^<]+", page)})
ODDITIES = [
    "\u202e",
    "&#0;",
    "&#xd800;",
    "\ud800",
    "\x00",
    "<!--",
    "<pre>",
    "</body>",
    "<sup>مميز</sup>",
]
INVISIBLE = re.compile("[\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(PIECES) | st.sampled_from(ODDITIES) | st.text(max_size=20), max_size=80
    ),
    preset=st.sampled_from(PRESETS),
)
def test_any_soup_of_tags_reads_as_clean_text_or_nothing(
    pieces: list[str], preset: str | None
) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")

    reading = read(body, preset)

    assert reading == read(body, preset)
    if isinstance(reading, ArticleData):
        assert reading.title
        assert reading.body
        texts = (reading.title, *reading.body, reading.byline or "", reading.section or "")
        for text in (*texts, *reading.tags, *reading.authors):
            assert not INVISIBLE.search(text)
            assert text == " ".join(text.split())


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=2000), preset=st.sampled_from(PRESETS))
def test_any_bytes_are_read_or_refused(body: bytes, preset: str | None) -> None:
    assert isinstance(read(body, preset), ArticleData | NotArticle)


@pytest.mark.parametrize("preset", PRESETS)
def test_long_names_and_long_dates_do_not_outlive_their_page(preset: str | None) -> None:
    def page(number: int) -> bytes:
        long = f"{number} {'x' * 100_000}"
        dates = "".join(
            f'<time class="{n} {long}" id="{n} {long}" datetime="2026-{n} {long}">{n}</time>'
            for n in range(5)
        )
        return (
            f'<html lang="ar {long}"><body><article><h1>عاد القطار {number}</h1>{dates}'
            f"<p>{'عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل. ' * 20}</p></article></body>"
        ).encode()

    read(page(0), preset)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(1, 6):
            read(page(number), preset)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500_000, kept
