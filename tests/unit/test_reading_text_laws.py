"""Whatever a page holds, its text is read in bounded time and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.text_pages import (
    ARABIC,
    FRENCH,
    TITLE,
    article,
    html_page,
    json_ld,
    links,
    paragraphs,
    text_of,
)

PIECES = (
    *(f"<p>{text}</p>" for text in (*ARABIC, *FRENCH)),
    links(3),
    f"<h1>{TITLE}</h1>",
    "<h2>عنوان فرعي</h2>",
    "<div class=related>",
    "<div class='entry-content'>",
    "<article>",
    "</article>",
    "</div>",
    "<ul><li>بند</ul>",
    "<blockquote>",
    "</blockquote>",
    "<br><br>",
    "<aside>",
    "</aside>",
    "<noscript><p>x</p></noscript>",
    "<table><tr><td>أ<td>ب</table>",
    json_ld(headline=TITLE, articleBody=" ".join(ARABIC) * 2, description=ARABIC[0]),
)
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=15), max_size=60).map("".join)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(html=SOUP)
def test_paragraphs_are_clean_have_kinds_and_come_again(html: str) -> None:
    text = text_of(html)

    assert text == text_of(html)
    assert len(text.paragraphs) == len(text.structure)
    for paragraph in text.paragraphs:
        assert paragraph == " ".join(paragraph.split())
        assert any(map(str.isalnum, paragraph))


@settings(max_examples=60, deadline=None)
@given(noise=st.lists(SOUP, min_size=1, max_size=4))
def test_pages_read_before_change_nothing(noise: list[str]) -> None:
    html = article(paragraphs((*ARABIC, *FRENCH)))
    first = text_of(html)

    for other in noise:
        text_of(other)

    assert text_of(html) == first


def test_another_process_with_other_hashes_reads_the_same() -> None:
    program = (
        "from tests.text_pages import *; import hashlib;"
        "boxes = links(5) + '<div class=ad>x</div>';"
        "html = article(paragraphs(ARABIC) + boxes + paragraphs(FRENCH));"
        "print(hashlib.sha256(repr(text_of(html)).encode()).hexdigest())"
    )

    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, check=True
        ).stdout

    assert run("1") == run("2") != b""


#: made only when they are read: they are large
HOSTILE: dict[str, Callable[[], str]] = {
    "subheads": lambda: "".join(f"<h2>{ARABIC[0][:40]} {n}</h2>" for n in range(8_000)),
    "quotes": lambda: "".join(f"<blockquote>{ARABIC[0]} {n}</blockquote>" for n in range(8_000)),
    "long paragraphs": lambda: "".join(f"<p>{' '.join(ARABIC * 6)} {n}</p>" for n in range(1_500)),
    "boxes in boxes": lambda: "".join(
        "<div class=a>" * 40 + f"<p>{FRENCH[0]} {n}</p>" + "</div>" * 40 for n in range(800)
    ),
    "each its own box": lambda: (
        paragraphs(ARABIC)
        + "".join(
            f"<div class=c{'x' * (n % 900)}><div><p>{FRENCH[0]}</p></div></div>"
            for n in range(6_000)
        )
    ),
    "deep boxes": lambda: (
        "<div>" * 1_400
        + "".join(f"<div class=k{'y' * (n % 500)}><p>{FRENCH[0]}</p></div>" for n in range(8_000))
    ),
    "zones in zones": lambda: "<div class=ad>" * 1_400 + paragraphs(FRENCH) * 3_000,
    "inline zones": lambda: "<p>" + "<span class=ad>كلمة " * 1_300 + "</p>" + paragraphs(ARABIC),
    "a huge claim": lambda: (
        json_ld(headline="x", articleBody="كلمة وأخرى " * 80_000) + paragraphs(FRENCH) * 2_500
    ),
    "articles": lambda: "".join(f"<article><p>{ARABIC[0]}</p></article>" for _ in range(6_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_stall_the_reader_is_done_with_in_time(name: str) -> None:
    html = html_page(HOSTILE[name]())
    started = time.process_time()

    text_of(html)

    assert time.process_time() - started < 6.0
