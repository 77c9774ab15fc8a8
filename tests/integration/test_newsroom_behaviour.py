"""The demo's site, as it behaves: conditional requests, charsets, trouble, start and stop."""

from __future__ import annotations

import gzip
import http.client
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args
from urllib.parse import urlsplit

import pytest

from marsad.demo import trouble
from marsad.demo.newsroom import Newsroom
from marsad.demo.routes import Form, item_path
from marsad.demo.site import Site
from tests.newsroom_site import PIECE, Clock, get


@pytest.fixture(autouse=True)
def nothing_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever happens to a connection, no thread of the server complains."""
    yield
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(clock: Clock) -> Newsroom:
    return Newsroom([PIECE], clock=clock)


@pytest.fixture
def site(newsroom: Newsroom) -> Iterator[Site]:
    with Site(newsroom) as site:
        yield site


# Conditional requests


@pytest.mark.parametrize(
    "target",
    [
        item_path(PIECE),
        item_path(PIECE, "print"),
        "/index.php/maghreb",
        "/index.php/maghreb?format=feed&type=rss",
    ],
)
def test_noise_leaves_the_validators_alone_and_an_edit_moves_them(
    newsroom: Newsroom, clock: Clock, site: Site, target: str
) -> None:
    first = get(site, target)
    again = get(site, target, if_none_match=first.headers["etag"])
    by_date = get(site, target, if_modified_since=first.headers["last-modified"])
    clock.now += timedelta(seconds=5)
    newsroom.edit(PIECE.id, body=(*PIECE.body[:-1], "ثم يفتح."), admit=False)
    edited = get(
        site,
        target,
        if_none_match=first.headers["etag"],
        if_modified_since=first.headers["last-modified"],
    )

    assert first.headers["last-modified"] == "Fri, 23 Jan 2026 11:33:03 GMT"
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert by_date.status == 304
    assert edited.status == 200
    assert edited.headers["last-modified"] == "Fri, 23 Jan 2026 11:33:08 GMT"
    assert edited.headers["etag"] != first.headers["etag"]


def test_a_tag_outranks_a_date(site: Site) -> None:
    target = item_path(PIECE)
    stamp = get(site, target).headers["last-modified"]

    assert get(site, target, if_none_match='"old"', if_modified_since=stamp).status == 200
    assert get(site, target, if_none_match='W/"old", *').status == 304
    assert get(site, target, if_modified_since="yesterday").status == 200


def test_a_site_without_validators_always_sends_the_page(site: Site) -> None:
    site.switch(validators=False)

    reply = get(site, item_path(PIECE), if_none_match="*")

    assert reply.status == 200
    assert {"etag", "last-modified"} & reply.headers.keys() == set()


def test_a_lying_site_hides_edits_but_not_new_pieces(newsroom: Newsroom, site: Site) -> None:
    item, listing = item_path(PIECE), "/index.php/maghreb"
    tags = {target: get(site, target).headers["etag"] for target in (item, listing)}
    site.switch(lying_304=True)

    newsroom.edit(PIECE.id, title="جسر آخر", admit=True)
    edited = [get(site, target, if_none_match=tag).status for target, tag in tags.items()]
    newsroom.publish(replace(PIECE, id=44))
    published = [get(site, target, if_none_match=tag).status for target, tag in tags.items()]

    assert edited == [304, 304]
    assert published == [304, 200]


# Other habits


def test_pages_come_in_the_old_arabic_charset(site: Site) -> None:
    site.switch(charset="windows-1256")

    reply = get(site, item_path(PIECE))

    assert reply.headers["content-type"] == "text/html; charset=windows-1256"
    assert PIECE.title in reply.body.decode("windows-1256")
    assert b'<meta charset="windows-1256">' in reply.body


def test_a_mislabelled_page_is_utf_8_for_all_its_header_says(site: Site) -> None:
    site.switch(charset="mislabelled")

    reply = get(site, item_path(PIECE))

    assert reply.headers["content-type"] == "text/html; charset=ISO-8859-1"
    assert PIECE.title in reply.text


def test_pages_are_compressed_for_those_who_accept_it(site: Site) -> None:
    site.switch(gzip=True)

    packed = get(site, item_path(PIECE), accept_encoding="gzip, br")
    plain = get(site, item_path(PIECE))

    assert PIECE.title in gzip.decompress(packed.body).decode()
    assert PIECE.title in plain.text
    assert packed.headers["vary"] == "Accept-Encoding"


def test_robots_txt_says_what_it_is_told_to(site: Site) -> None:
    usual = get(site, "/robots.txt")
    site.switch(robots="User-agent: *\nDisallow: /\n", robots_status=503)
    other = get(site, "/robots.txt")

    assert (usual.status, usual.headers["content-type"]) == (200, "text/plain")
    assert "Disallow: /administrator/" in usual.text
    assert (other.status, other.text) == (503, "User-agent: *\nDisallow: /\n")


def test_pages_name_their_canonical_address_if_they_should(site: Site) -> None:
    before = get(site, site.address(PIECE.id, "query")).links("link[rel=canonical]")
    site.switch(canonical=True)
    after = get(site, site.address(PIECE.id, "query")).links("link[rel=canonical]")

    assert before == []
    assert after == [site.address(PIECE.id)]


def test_images_are_images_and_heads_have_no_body(site: Site) -> None:
    image = get(site, "/media/k2/items/cache/x_L.jpg")
    head = get(site, item_path(PIECE), method="HEAD")

    assert image.headers["content-type"] == "image/png"
    assert image.body.startswith(b"\x89PNG")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) > 1000


def test_the_site_remembers_every_request(site: Site) -> None:
    get(site, "/index.php/maghreb?start=0", user_agent="Marsad/1")
    get(site, "/nowhere")

    first, second = site.requests
    assert (first.method, first.target, first.status) == ("GET", "/index.php/maghreb?start=0", 200)
    assert first.headers["user-agent"] == "Marsad/1"
    assert second.status == 404
    assert first.at <= second.at <= datetime.now(UTC)


# Taking down


def test_a_piece_that_is_taken_down_leaves_every_listing_and_can_come_back(
    newsroom: Newsroom, site: Site
) -> None:
    newsroom.take_down(PIECE.id)
    missing = get(site, item_path(PIECE)).status
    newsroom.take_down(PIECE.id, 410)
    gone = get(site, item_path(PIECE)).status
    listed = get(site, "/index.php/maghreb").links(".catItemTitle > a")
    newsroom.restore(PIECE.id)
    back = get(site, item_path(PIECE))

    assert (missing, gone, listed) == (404, 410, [])
    assert back.one(".itemTitle") == PIECE.title


# Misbehaviour


@pytest.mark.parametrize(
    ("name", "status", "header"),
    [
        ("500", 500, {}),
        ("503", 503, {"retry-after": "30"}),
        ("403", 403, {}),
        ("home", 302, {"location": "/"}),
        ("empty", 200, {"content-length": "0"}),
        ("soft-404", 200, {}),
        ("login", 200, {}),
        ("pdf", 200, {"content-type": "application/pdf"}),
    ],
)
def test_the_gallery_answers_with_its_troubles(
    site: Site, name: str, status: int, header: dict[str, str]
) -> None:
    reply = get(site, f"/trouble/{name}")

    assert reply.status == status
    assert header.items() <= reply.headers.items()


def test_a_soft_404_and_a_login_page_say_so_in_arabic_words_alone(site: Site) -> None:
    assert "غير موجودة" in get(site, "/trouble/soft-404").text
    assert "تسجيل الدخول" in get(site, "/trouble/login").text


def test_trouble_can_be_had_at_a_piece_a_path_or_everywhere(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.failing(500))
    site.misbehave("/index.php/maghreb", trouble.failing(503, retry_after=7))
    at_piece = [get(site, site.address(PIECE.id, form)).status for form in get_args(Form)]
    at_path = get(site, "/index.php/maghreb/?start=10")
    elsewhere = get(site, "/index.php/economy").status
    site.misbehave("*", trouble.failing(403))
    everywhere = [get(site, path).status for path in ("/", "/index.php/economy", "/robots.txt")]
    site.behave()

    assert at_piece == [500] * 4
    assert (at_path.status, at_path.headers["retry-after"]) == (503, "7")
    assert elsewhere == 200
    assert everywhere == [403, 403, 200]
    assert get(site, site.address(PIECE.id)).status == 200


def test_a_redirect_leads_where_it_is_told_to(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.redirect("http://127.0.0.1:9/secret", 301))

    reply = get(site, item_path(PIECE))

    assert (reply.status, reply.headers["location"]) == (301, "http://127.0.0.1:9/secret")


def test_a_redirect_loop_never_comes_to_an_end(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.redirect_loop())
    seen, target = [], item_path(PIECE)
    for _ in range(5):
        reply = get(site, target)
        seen.append(target)
        assert reply.status == 302
        target = reply.headers["location"]

    assert len(set(seen)) == 5


def test_a_slow_page_comes_in_the_end(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.slow(1.5))
    connection = http.client.HTTPConnection(site.host, timeout=0.1)
    connection.request("GET", item_path(PIECE))
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()

    assert get(site, item_path(PIECE)).one(".itemTitle") == PIECE.title


def test_an_enormous_page_is_enormous() -> None:
    with Site(Newsroom([PIECE])) as site:
        site.misbehave(PIECE.id, trouble.enormous(mebibytes=3))
        size = len(get(site, item_path(PIECE)).body)

    assert 3_000_000 < size < 3 << 20


def test_an_endless_page_goes_on_until_the_reader_leaves(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.endless(interval=0.001))
    connection = http.client.HTTPConnection(site.host, timeout=5)
    connection.request("GET", item_path(PIECE))
    start = connection.getresponse().read(20_000)
    connection.close()

    assert len(start) == 20_000


def test_a_gzip_bomb_is_small_until_it_is_unpacked(site: Site) -> None:
    site.misbehave(PIECE.id, trouble.gzip_bomb(mebibytes=4))

    reply = get(site, item_path(PIECE))

    assert reply.headers["content-encoding"] == "gzip"
    assert len(reply.body) < 10_000
    assert len(zlib.decompress(reply.body, wbits=31)) == 4 << 20


def test_a_page_that_is_cut_off_ends_in_a_reset(site: Site) -> None:
    connection = http.client.HTTPConnection(site.host, timeout=5)
    connection.request("GET", "/trouble/cut-off")
    answer = connection.getresponse()
    with pytest.raises(ConnectionResetError):
        answer.read()
    connection.close()


# The server itself


@pytest.mark.parametrize(
    "open_request",
    [
        lambda connection: None,
        lambda connection: connection.request("GET", "/trouble/endless"),
        lambda connection: connection.request("GET", "/trouble/slow"),
    ],
)
def test_no_thread_outlives_the_site_even_with_clients_still_connected(
    open_request: Callable[[http.client.HTTPConnection], None],
) -> None:
    before = set(threading.enumerate())
    with Site(Newsroom([PIECE])) as site:
        connection = http.client.HTTPConnection(site.host, timeout=5)
        connection.connect()
        open_request(connection)
        get(site, "/")  # by now the other connection was accepted too
    connection.close()

    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        get(site, "/")


def test_a_site_that_was_down_comes_back_at_its_address(newsroom: Newsroom) -> None:
    site = Site(newsroom)
    with site:
        first = site.url
    with site:
        assert site.url == first
        assert get(site, item_path(PIECE)).status == 200


def test_a_broken_request_is_no_concern_of_the_next(site: Site) -> None:
    connection = http.client.HTTPConnection(site.host, timeout=5)
    connection.connect()
    assert connection.sock is not None
    connection.sock.sendall(b"NONSENSE\r\n\r\n")
    assert b"400" in connection.sock.recv(1000)
    connection.close()

    assert get(site, item_path(PIECE)).status == 200


def test_addresses_are_on_loopback_alone(site: Site) -> None:
    assert urlsplit(site.url).hostname == "127.0.0.1"
    assert site.url == f"http://{site.host}"
