"""How far one poll of a section goes."""

from __future__ import annotations

import pytest

from config.settings import SectionSettings
from crawler.discovery.course import Course
from pipeline.records import Listing, ListingAnswer
from tests.builders import NOW

PAGE = "https://outlet.example/culture"


def walked(pages: int, *, far_until: int) -> int:
    """The requests of a poll whose listing never ends, with a gap to fill down to a page."""
    course = Course(SectionSettings.model_validate({"name": "one", "page": PAGE, "pages": pages}))
    number = 0
    url: str | None = PAGE
    while url is not None and number < course.most_requests:
        number += 1
        listing = Listing("outlet", "one", url, NOW, (), next_url=f"{PAGE}?page={number}")
        url = course.after(listing, ListingAnswer((), go_on=True, far=number < far_until))
    return number


@pytest.mark.parametrize(
    ("pages", "far_until", "requests"),
    [(3, 0, 3), (3, 7, 7), (3, 1_000, 30), (20, 1_000, 100)],
)
def test_only_to_fill_a_gap_a_poll_goes_on_beyond_its_pages(
    pages: int, far_until: int, requests: int
) -> None:
    assert walked(pages, far_until=far_until) == requests
