"""What WordPress and K2 tell of their articles, and what strangers send in their place."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import SourceSettings
from crawler.discovery import Unreadable
from crawler.sweeps import read_sweep, sweep_visits
from pipeline.records import SweepKind, Told

HOME = "https://news.example.org"
K2, WORDPRESS = SweepKind.K2, SweepKind.WORDPRESS


def source(*urls: str, home: str = f"{HOME}/", **more: Any) -> SourceSettings:
    sections = [
        {"name": f"s{number}", "feed" if "format=feed" in url else "page": url}
        for number, url in enumerate(urls or (f"{HOME}/local",))
    ]
    return SourceSettings.model_validate(
        {"name": "outlet", "home": home, "sections": sections} | more
    )


def item(number: Any = "7", **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": "مكتبة جديدة في تالة",
        "alias": "maktaba",
        "link": f"/index.php/local/item/{number}-maktaba",
        "introtext": "<p>افتتحت المكتبة.</p>",
        "fulltext": "<p>وتضم 12 ألف كتاب.</p>",
        "created": "2026-03-01 08:30:00",
        "modified": "0000-00-00 00:00:00",
        "hits": "130",
    } | changes


def post(number: int = 7, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "link": f"{HOME}/2026/03/maktaba-{number}/",
        "slug": "maktaba",
        "date_gmt": "2026-03-01T08:30:00",
        "modified_gmt": "2026-03-01T09:00:05",
        "title": {"rendered": "Une biblioth&egrave;que &#8211; &agrave; Thala"},
    } | changes


def told(kind: SweepKind, data: Any) -> tuple[Told, ...]:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    found = read_sweep(kind, body, f"{HOME}/index.php/local?format=json")
    assert not isinstance(found, Unreadable), found.why
    return found


def k2_mark(**changes: Any) -> str:
    (one,) = told(K2, {"items": [item(**changes)]})
    return one.mark


# --- where to ask --------------------------------------------------------------


def test_a_source_of_no_known_system_is_asked_for_wordpress_at_its_home() -> None:
    (visit,) = sweep_visits(source(home=f"{HOME}/fr/"), k2_pages=False)
    assert (visit.kind, visit.section) == (WORDPRESS, None)
    assert visit.url == (
        f"{HOME}/fr/wp-json/wp/v2/posts?orderby=modified&order=desc&per_page=100"
        "&_fields=id,link,slug,date_gmt,modified_gmt,title"
    )


def test_a_k2_source_is_asked_section_by_section_and_each_address_once() -> None:
    visits = sweep_visits(
        source(
            f"{HOME}/index.php/local?start=10",
            f"{HOME}/index.php/local?format=feed&type=rss&limit=30",
            f"{HOME}/index.php?option=com_k2&view=itemlist&task=category&id=3",
            preset="joomla-k2",
        ),
        k2_pages=False,
    )
    assert [(one.kind, one.section, one.url) for one in visits] == [
        (K2, "s0", f"{HOME}/index.php/local?format=json&limit=100"),
        (
            K2,
            "s2",
            f"{HOME}/index.php?option=com_k2&view=itemlist&task=category&id=3"
            "&format=json&limit=100",
        ),
    ]


def test_pages_recognised_as_k2s_are_enough() -> None:
    kinds = [one.kind for one in sweep_visits(source(), k2_pages=True)]
    assert kinds == [WORDPRESS, K2]


@pytest.mark.parametrize("preset", ["drupal", "ghost", "blogger", "joomla"])
def test_a_source_of_another_system_is_not_asked(preset: str) -> None:
    assert sweep_visits(source(preset=preset), k2_pages=False) == ()


def test_a_source_that_is_wordpress_is_asked_for_nothing_else() -> None:
    (visit,) = sweep_visits(source(preset="wordpress"), k2_pages=False)
    assert visit.kind is WORDPRESS


def test_a_source_that_wants_no_sweep_is_not_asked() -> None:
    assert sweep_visits(source(sweep="off"), k2_pages=True) == ()


# --- K2 --------------------------------------------------------------------------


def test_an_item_of_k2_is_told_with_its_number_address_and_stamps() -> None:
    (one,) = told(K2, {"items": [item(modified="2026-03-01 09:00:05")]})
    assert one.publisher_id == "k2:7"
    assert one.link.url == f"{HOME}/index.php/local/item/7-maktaba"
    assert one.link.title == "مكتبة جديدة في تالة"
    assert one.link.published is not None
    assert one.link.published.at.isoformat() == "2026-03-01T08:30:00+00:00"
    assert one.link.modified is not None
    assert one.link.modified.at.isoformat() == "2026-03-01T09:00:05+00:00"


def test_never_modified_is_no_stamp() -> None:
    (one,) = told(K2, {"items": [item()]})
    assert one.link.modified is None


@pytest.mark.parametrize(
    "changes",
    [
        {"modified": "2026-03-01 09:00:05"},
        {"title": "مكتبة قديمة في تالة"},
        {"introtext": "<p>افتتحت المكتبة أمس.</p>"},
        {"fulltext": "<p>وتضم 15 ألف كتاب.</p>"},
    ],
    ids=["stamp", "title", "intro", "text"],
)
def test_what_an_editor_changes_moves_the_mark(changes: dict[str, Any]) -> None:
    assert k2_mark(**changes) != k2_mark()


@pytest.mark.parametrize(
    "changes",
    [
        {"hits": "131"},
        {"number": 7, "link": "/index.php/local/item/7-maktaba"},
        {"introtext": '<p data-token="a1">افتتحت   المكتبة.\n</p>'},
        {"introtext": "", "fulltext": "<p>افتتحت المكتبة.</p><p>وتضم 12 ألف كتاب.</p>"},
    ],
    ids=["hits", "number as a number", "attributes and white space", "where it is cut"],
)
def test_what_differs_at_every_request_does_not(changes: dict[str, Any]) -> None:
    assert k2_mark(**changes) == k2_mark()


def test_the_mark_is_the_same_on_every_machine() -> None:
    assert k2_mark() == "0000-00-00 00:00:00 88c655a372b281b7f12113fca3cc3b2c"


def test_items_without_a_usable_number_or_link_are_left_out() -> None:
    odd = [
        item(None),
        item("x"),
        item(True),
        item(-3),
        item(10**30),
        item("9" * 40),
        item("٧"),
        item(8, link=None),
        item(9, link="javascript:alert(1)"),
        item(10, link=["/a"]),
        "text",
        None,
        item(11),
    ]
    assert [one.publisher_id for one in told(K2, {"items": odd})] == ["k2:11"]


def test_an_item_listed_twice_is_told_once() -> None:
    assert len(told(K2, {"items": [item(), item(title="أخرى")]})) == 1


# --- WordPress -------------------------------------------------------------------


def test_a_post_of_wordpress_is_told_with_its_address_and_stamps() -> None:
    (one,) = told(WORDPRESS, [post()])
    assert one.link.url == f"{HOME}/2026/03/maktaba-7"
    assert one.link.title == "Une bibliothèque – à Thala"
    assert one.link.modified is not None
    assert one.link.modified.at.isoformat() == "2026-03-01T09:00:05+00:00"
    assert one.publisher_id == "wp:7"


def test_a_posts_mark_moves_with_its_stamp_its_title_and_its_text_if_it_is_told() -> None:
    changed = [
        post(),
        post(modified_gmt="2026-03-01T09:00:06"),
        post(title={"rendered": "Une autre"}),
        post(content={"rendered": "<p>Douze mille livres.</p>"}),
        post(content={"rendered": "<p>Quinze mille livres.</p>"}),
    ]
    assert len({one.mark for each in changed for one in told(WORDPRESS, [each])}) == len(changed)


def test_posts_without_a_usable_link_or_stamp_are_left_out() -> None:
    odd = [
        post(modified_gmt=None),
        post(modified_gmt="yesterday"),
        post(link="mailto:a@example.org"),
        post(link=7),
        [],
        post(8, title="plain"),
    ]
    (one,) = told(WORDPRESS, odd)
    assert (one.link.url, one.link.title) == (f"{HOME}/2026/03/maktaba-8", None)


def test_an_empty_list_is_an_answer() -> None:
    assert told(WORDPRESS, []) == ()
    assert told(K2, {"items": []}) == ()


# --- strangers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (b"<!DOCTYPE html><html></html>", "not JSON"),
        (b"[1,", "broken JSON"),
        (b'{"items": [NaN]}', "broken JSON"),
        (b"\xff\xfe[\x00]\x00", "not JSON"),
        (b'["\xff"]', "broken JSON"),
        (b"[" * 40_000, "broken JSON"),
        (b'{"a":' * 40_000, "broken JSON"),
        (b"[" + b"9" * 5000 + b"]", "broken JSON"),
        (b"[" + b"[]," * 60_000 + b"[]]", "too many values"),
        (b"[" + b"1," * 400_000 + b"1]", "too many values"),
        (b'["' + b"a" * 6_000_000 + b'"]', "larger than"),
        (b'{"code":"rest_no_route","data":{"status":404}}', "JSON, but"),
        (b'{"items":"none"}', "JSON, but"),
        (b'{"items":[1,2,3]}', "JSON, but"),
        (b"[1,2,3]", "JSON, but"),
        (b"7", "not JSON"),
    ],
    ids=[
        "nothing",
        "a page",
        "cut",
        "NaN",
        "UTF-16",
        "no UTF-8",
        "deep list",
        "deep object",
        "long number",
        "lists",
        "numbers",
        "large",
        "no such route",
        "items no list",
        "items no objects",
        "list of numbers",
        "number",
    ],
)
@pytest.mark.parametrize("kind", [K2, WORDPRESS])
def test_what_is_no_sweep_is_refused_with_a_reason(kind: SweepKind, body: bytes, why: str) -> None:
    found = read_sweep(kind, body, HOME)
    assert isinstance(found, Unreadable)
    assert why in found.why


@pytest.mark.parametrize(
    "body",
    [
        b'{"items":[' + b'{"id":"1","link":"/","title":"' + b"<" * 4_000_000 + b'"}]}',
        b'{"items":[' + b",".join([b'{"id":"1","link":"/"}'] * 40_000) + b"]}",
        b'{"items":[' + b",".join([b'"ab"'] * 290_000) + b"]}",
        b'{"items":[' + b",".join([b'"%06d":1' % n for n in range(290_000)]) + b"]}",
        b"[{" + b",".join(b'"k%06d":"v%06d"' % (n, n) for n in range(240_000)) + b"}]",
        b"[" + b",".join([b"1e308"] * 290_000) + b"]",
        b"[" * 49_000 + b"]" * 49_000,
    ],
    ids=["open tags", "items", "texts", "no json", "names", "numbers", "depth"],
)
def test_the_worst_answer_takes_little_time_and_memory(body: bytes) -> None:
    tracemalloc.start()
    started = time.process_time()
    try:
        read_sweep(K2, body, HOME)
        read_sweep(WORDPRESS, body, HOME)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 10
    assert peak < 64 * 1024 * 1024


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(HOME),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["items", "id", "link", "title", "rendered", "modified", "modified_gmt", "created"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(st.sampled_from([K2, WORDPRESS]), values)
def test_any_json_is_read_or_refused(kind: SweepKind, data: Any) -> None:
    body = json.dumps(data).encode()
    found = read_sweep(kind, body, HOME)
    assert isinstance(found, Unreadable | tuple)
    if isinstance(found, tuple):
        assert all("\x00" not in one.mark and one.link.url for one in found)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    assert isinstance(read_sweep(K2, body, HOME), Unreadable | tuple)
