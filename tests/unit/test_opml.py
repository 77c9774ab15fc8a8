"""Lists of feeds come in and go out whole, and hostile ones harm nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from config.load import load_settings
from config.settings import Settings, SourceSettings
from config.writing import block_of, plain_entry
from marsad.opml import NotOpml, read_opml, write_opml
from marsad.outlines import Outlines, sources_of
from pipeline.urls import host_key

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def opml(*outlines: str) -> bytes:
    inside = "".join(outlines)
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{inside}</body></opml>'.encode()


def feed(address: str, title: str = "أخبار", **more: str) -> str:
    named = {"type": "rss", "text": title, "xmlUrl": address} | more
    return f"<outline {' '.join(f'{name}={quoteattr(text)}' for name, text in named.items())}/>"


def folder(title: str, *inside: str) -> str:
    return f"<outline text={quoteattr(title)}>{''.join(inside)}</outline>"


def made(*outlines: str, settings: Settings | None = None) -> Outlines:
    return sources_of(read_opml(opml(*outlines)), settings, NOW)


def checked(found: Outlines, folder: Path) -> Settings:
    """The settings that the new sources make."""
    path = folder / "marsad.yaml"
    path.write_text(f"contact: tests@example.org\nsources:\n{block_of(found.sources)}", "utf-8")
    return load_settings(path, {})


def feeds_of(settings: Settings) -> set[tuple[str, str]]:
    return {
        (host_key(str(source.home)), str(section.feed))
        for source in settings.sources
        for section in source.sections
        if section.feed
    }


# --- out and in again ------------------------------------------------------------------

_LABELS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
_SOURCES = st.lists(
    st.tuples(_LABELS, st.sampled_from(["com", "dz", "co.uk"]), st.sets(_LABELS, min_size=1)),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[:2],
)


@given(_SOURCES)
@examples(max_examples=25)
def test_what_is_exported_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, outlets: list[tuple[str, str, set[str]]]
) -> None:
    sources = [
        SourceSettings.model_validate(
            {
                "name": f"s{number}",
                "home": f"https://www.{label}.{domain}/",
                "language": "ar",
                "sections": [
                    {"name": path, "feed": f"https://www.{label}.{domain}/{path}?a=1&b='2'"}
                    for path in paths
                ],
            }
        )
        for number, (label, domain, paths) in enumerate(outlets)
    ]
    found = sources_of(read_opml(write_opml(sources, NOW).encode()), None, NOW)
    assert (found.left_out, found.known) == ((), 0)
    again = checked(found, tmp_path_factory.mktemp("opml"))
    before = {
        (host_key(str(source.home)), str(section.feed))
        for source in sources
        for section in source.sections
    }
    assert feeds_of(again) == before
    assert {source.language for source in again.sources} == {"ar"}


def test_a_page_section_has_no_place_in_opml() -> None:
    source = SourceSettings.model_validate(
        {
            "name": "x",
            "home": "https://x.example.org/",
            "sections": [{"name": "page", "page": "https://x.example.org/p"}],
        }
    )
    assert read_opml(write_opml([source], NOW).encode()) == []


# --- lists as they are found -------------------------------------------------------------


def test_five_hundred_feeds_in_nested_folders_are_all_there(tmp_path: Path) -> None:
    feeds = [
        feed(f"https://blog{n % 200}.example{n % 7}.com/feed{n}.xml", f"مدونة {n % 50}: أخبار")
        for n in range(500)
    ]
    nested = folder("الكل", folder("أ", *feeds[:200], folder("ب", *feeds[200:400])), *feeds[400:])
    found = made(nested)
    assert (found.feeds, found.known, found.left_out) == (500, 0, ())
    settings = checked(found, tmp_path)
    assert len(feeds_of(settings)) == 500


def test_feeds_of_one_host_are_sections_of_one_source_with_names_of_their_own() -> None:
    found = made(
        feed("https://www.x.example.com/a.xml", "أخبار", htmlUrl="https://www.x.example.com/a"),
        feed("http://x.example.com/b.xml", "أخبار"),
        feed("https://rss.x.example.com/c", "Sport: A/B, c", htmlUrl="https://x.example.com/"),
    )
    (source,) = map(plain_entry, found.sources)
    assert source["home"] == "https://www.x.example.com/"
    assert [one["name"] for one in source["sections"]] == ["أخبار", "أخبار-2", "sport-a-b-c"]


def test_folders_stay_as_comments() -> None:
    found = made(folder("الصحافة", folder("المغرب", feed("https://x.example.com/f", "الميثاق"))))
    assert "# الميثاق (in الصحافة / المغرب)" in block_of(found.sources)


@pytest.mark.parametrize(
    ("outline", "wanted"),
    [
        (feed("feed://x.example.com/f"), "http://x.example.com/f"),
        (feed("feed:https://x.example.com/f"), "https://x.example.com/f"),
        ('<outline TYPE="rss" TEXT="x" XMLURL="https://x.example.com/f"/>', None),
        ('<outline type="rss" text="A & B" xmlUrl="https://x.example.com/f?a=1&b=2"/>', None),
    ],
    ids=["feed://", "feed:https", "capitals", "bare ampersands"],
)
def test_the_ways_of_exporters_are_understood(outline: str, wanted: str | None) -> None:
    (source,) = map(plain_entry, made(outline).sources)
    address = source["sections"][0]["feed"]
    assert address == (wanted or address)
    assert address.startswith(("http://x.example.com/f", "https://x.example.com/f"))


def test_a_domain_s_country_gives_the_zone_and_the_list_the_language() -> None:
    (source,) = map(plain_entry, made(feed("https://x.dz/f", language="fr_DZ")).sources)
    assert (source["timezone"], source["language"]) == ("Africa/Algiers", "fr-DZ")


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline type="rss" text="x"/>', "no xmlUrl"),
        (feed("javascript:alert(1)"), "not an http"),
        (feed("https://"), "host"),
        (feed("https://user:pass@x.example.com/f"), "user name"),
        (feed("https://feeds.example.net/f", htmlUrl="https://x.example.com/"), "another site"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_reason(outline: str, why: str) -> None:
    found = made(outline, feed("https://good.example.com/f"))
    assert found.feeds == 1
    (left,) = found.left_out
    assert why in left.why


def test_what_is_configured_already_is_skipped_and_new_feeds_join_their_source(
    tmp_path: Path,
) -> None:
    settings = checked(made(feed("https://x.example.com/a", "أ")), tmp_path)
    found = made(
        feed("https://x.example.com/a", "أ"),
        feed("https://x.example.com/b", "أ"),
        feed("https://y.example.com/c"),
        feed("http://www.y.example.com/c"),
        settings=settings,
    )
    assert (found.known, len(found.sources), found.feeds) == (2, 1, 2)
    ((name, sections),) = found.sections.items()
    assert name == settings.sources[0].name
    assert [plain_entry(one)["name"] for one in sections] == ["أ-2"]


# --- hostile files ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"<html><body>no</body></html>",
        b'<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body/></opml>',
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml>&x;</opml>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE o [<!ENTITY a "b">]><opml/>'.encode(
            "utf-16"
        ),
        b"<opml>" + b"<outline>" * 60_000 + b"</opml>",
        b" " * (11 * 1024 * 1024),
    ],
    ids=["empty", "binary", "a page", "bomb", "local file", "utf-16", "deep", "large"],
)
def test_a_file_that_is_no_list_has_no_feeds(content: bytes) -> None:
    assert what_comes_of(content) in ([], "refused")


def what_comes_of(content: bytes) -> object:
    try:
        return read_opml(content)
    except NotOpml as error:
        return "refused" if str(error) else "refused without a word"


def test_entities_are_refused_in_any_charset() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>'
    for codec in ("utf-8", "utf-16", "utf-8-sig"):
        with pytest.raises(NotOpml):
            read_opml(text.encode(codec))


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_a_list_or_refused(content: bytes) -> None:
    for body in (content, b'<opml><outline xmlUrl="' + content + b'"/></opml>'):
        try:
            found = read_opml(body)
        except NotOpml:
            continue
        sources_of(found, None, NOW)


def test_old_charsets_are_read() -> None:
    text = (
        f'<?xml version="1.0" encoding="windows-1256"?>{opml(feed("https://x.dz/f")).decode()[21:]}'
    )
    assert read_opml(text.encode("windows-1256"))[0].title == "أخبار"
