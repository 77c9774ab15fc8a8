"""Which address an article goes by, among those that its page gives.

A page may claim any address; it is believed only about its own site and its own item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from pipeline.urls import canonical_url, k2_item_id, same_site


def canonical_of(url: str, claimed: Sequence[str]) -> str:
    """The canonical address: the first that may be believed, else the page's own, cleaned.

    Args:
        url: the address that the page answered at.
        claimed: what the page says, in order, absolute and clean.
    """
    return next(_believable(url, claimed), None) or _cleaned(url)


def item_id_of(url: str, claimed: Sequence[str]) -> str | None:
    """The number of the K2 item, from the page's own address or a believable claim."""
    own = k2_item_id(url)
    return own or next(filter(None, map(k2_item_id, _believable(url, claimed))), None)


def _believable(url: str, claimed: Sequence[str]) -> Iterator[str]:
    own = k2_item_id(url)
    for address in claimed:
        of_home = urlsplit(address).path in ("", "/") and not urlsplit(address).query
        if of_home and _cleaned(url) != address:
            continue  # every page of some sites claims to be the home page
        if _same_site(url, address) and own in (None, k2_item_id(address)):
            yield address


def _same_site(url: str, address: str) -> bool:
    try:
        return same_site(url, address)
    except ValueError:
        return False


def _cleaned(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url


def absolute(address: str, base: str) -> str | None:
    """The http(s) address that a link or image means, parameters as given."""
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    usable = (
        parts.scheme in ("http", "https") and parts.netloc and not any(map(str.isspace, joined))
    )
    return joined if usable else None
