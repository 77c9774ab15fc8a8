"""What addresses tell of articles, by themselves and by the shape of known ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.addresses import LIKELY, NEVER, address_evidence
from crawler.discovery.shapes import Shapes, shape_of

HOME = "https://news.example.org"
NOTHING = Shapes.learnt(())


def evidence(path: str, shapes: Shapes = NOTHING) -> int:
    return address_evidence(HOME + path, shapes)


@pytest.mark.parametrize(
    "path",
    [
        "/2026/02/14/markt",
        "/politik/neue-bruecke-am-fluss",
        "/artikel-48151.html",
        "/index.php?id=9912",
        "/node/481512",
        "/?p=4812",
        "/x/خبر-من-مدينة-بعيدة",
        "/actu/2026-02-14/crue",
        "/local/a48151234",
        "/spip.php?article8532",
        "/liste.php?ArtNr=335222",
        "/politik/ein-tor-in-der-nacht/story.shtml",
        "/archives/48151",
        "/Eine-Frage/!5655255",
        "/autoren/anna-au/heute-schon-an-morgen-denken",
    ],
)
def test_dates_numbers_and_long_slugs_speak_for_an_article(path: str) -> None:
    assert evidence(path) >= LIKELY


@pytest.mark.parametrize(
    "path", ["/politik", "/", "/sport/fussball", "/archive-2026", "/2026", "/ueber-uns"]
)
def test_plain_words_and_years_do_not(path: str) -> None:
    assert evidence(path) < LIKELY


@pytest.mark.parametrize(
    "path",
    [
        "/tag/a-b-c-d",
        "/author/anna-von-der-au",
        "/login/a-b-c-d",
        "/archives/2026",
        "/a-long-report-2026.pdf",
        "/",
    ],
)
def test_tags_authors_and_files_are_never_articles(path: str) -> None:
    made_alike = Shapes.learnt(HOME + path for _ in range(50))
    assert evidence(path) == evidence(path, made_alike) == NEVER


def test_addresses_of_one_make_have_one_shape() -> None:
    made = ("politik/2026/02/14/neue-bruecke", "sport/2025/3/1/ein-tor-in-der-nacht")
    assert len({shape_of(f"{HOME}/{path}") for path in made}) == 1
    others = ("politik", "2026/02/14/neue-bruecke", "politik/2026/02/14/neue-bruecke.html")
    assert shape_of(f"{HOME}/{made[0]}") not in {shape_of(f"{HOME}/{path}") for path in others}


def test_the_shape_of_known_articles_outweighs_what_an_address_says_by_itself() -> None:
    known = Shapes.learnt(f"{HOME}/news/{word}" for word in "abcdefghijklmnopqrstuvwxyz")
    assert evidence("/news/bridge", known) >= LIKELY > evidence("/news/bridge")
    assert evidence("/shop/a-thing-to-buy", known) < LIKELY <= evidence("/shop/a-thing-to-buy")


def test_a_directory_that_all_known_articles_share_counts_as_part_of_their_shape() -> None:
    known = Shapes.learnt(f"{HOME}/item/{n}-a-b" for n in range(100, 150))
    assert known.agreement(f"{HOME}/item/999-c-d") == 1
    assert known.agreement(f"{HOME}/user/999-c-d") == 0.5


def test_few_known_addresses_teach_nothing() -> None:
    assert Shapes.learnt([f"{HOME}/a", f"{HOME}/b"]).agreement(f"{HOME}/c") is None


@given(st.lists(st.sampled_from(["politik", "2026", "02", "a-b-c", "12345", "x.html", "12-a"])))
def test_what_was_learnt_from_agrees_with_itself(segments: list[str]) -> None:
    url = f"{HOME}/{'/'.join(segments)}"
    assert Shapes.learnt([url] * 5).agreement(url) == 1


@given(st.text(max_size=80))
def test_any_address_has_a_shape(rest: str) -> None:
    shape_of(f"{HOME}/{rest}")
    address_evidence(f"{HOME}/{rest}", NOTHING)
