"""Where a listing may go on though it does not say so, by the habits of its system.

Asked only to fill a gap: a guess costs a request. Pure.
"""

from __future__ import annotations

import re
from typing import Final, Literal
from urllib.parse import urlsplit

from pipeline.urls import canonical_url

#: entries that K2 puts into a feed at most
_MOST_OF_K2: Final = 100
_LIMIT: Final = re.compile(r"(?:^|&)limit=(\d{1,6})(?=&|$)")
_START: Final = re.compile(r"(?:^|&)(?:limit)?start=(\d{1,6})(?=&|$)")
_PAGED: Final = re.compile(r"(?:^|&)paged=(\d{1,6})(?=&|$)")
_PAGE_PATH: Final = re.compile(r"/page/(\d{1,6})$")

System = Literal["joomla", "wordpress"]


def deeper_feed(url: str) -> str | None:
    """A longer or later form of a feed's address, None where no habit is known.

    Joomla's take `limit=`, up to 100 in K2; WordPress' take `paged=`.
    """
    query = urlsplit(url).query
    if re.search(r"(?:^|&)format=feed(?=&|$)", query):
        limit = _LIMIT.search(query)
        if limit and int(limit[1]) >= _MOST_OF_K2:
            return None
        return _with(url, _LIMIT, f"limit={_MOST_OF_K2}")
    path = urlsplit(url).path.rstrip("/")
    of_wordpress = re.search(r"/feed(?:/(?:rss2?|rdf|atom))?$", path) or re.search(
        r"(?:^|&)feed=(?:rss2?|rdf|atom)(?=&|$)", query
    )
    if of_wordpress:
        paged = _PAGED.search(query)
        return _with(url, _PAGED, f"paged={int(paged[1]) + 1 if paged else 2}")
    return None


def deeper_page(url: str, system: System | None, shown: int) -> str | None:
    """The page of a section after this one, None where no habit is known.

    Args:
        shown: pieces on this page; Joomla counts pieces, not pages.
    """
    if system is None or shown == 0:
        return None
    parts = urlsplit(url)
    if system == "joomla":
        start = _START.search(parts.query)
        return _with(url, _START, f"start={(int(start[1]) if start else 0) + shown}")
    number = _PAGE_PATH.search(parts.path.rstrip("/"))
    stem = _PAGE_PATH.sub("", parts.path.rstrip("/"))
    path = f"{stem}/page/{int(number[1]) + 1 if number else 2}"
    return canonical_url(parts._replace(path=path).geturl())


def _with(url: str, old: re.Pattern[str], parameter: str) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (old.sub("", parts.query).strip("&"), parameter) if part)
    return canonical_url(parts._replace(query=query).geturl())
