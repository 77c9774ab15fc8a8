"""Where publishers' systems tell what changed, and how their answers are read.

Pure: addresses and bytes go in, what was told comes out. Whether a system is believed is
`pipeline.trust`'s to say.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from config.settings import SourceSettings
from crawler.discovery import Unreadable
from crawler.sweeps.bounded_json import NotJsonError, parse_json
from crawler.sweeps.k2 import read_k2
from crawler.sweeps.wordpress import read_wordpress
from pipeline.records import SweepKind, SweepVisit, Told

#: what WordPress is asked for: the least that tells what changed
_WORDPRESS_QUERY = {
    "orderby": "modified",
    "order": "desc",
    "per_page": "100",
    "_fields": "id,link,slug,date_gmt,modified_gmt,title",
}
#: K2 gives as many at most, and heeds no other paging in its JSON view than `page`
_K2_QUERY = {"format": "json", "limit": "100"}
#: parameters of a section's address that its JSON view must not inherit
_VIEWS = frozenset({"format", "type", "limit", "start", "limitstart", "tmpl", "print"})


def sweep_visits(source: SourceSettings, *, k2_pages: bool) -> tuple[SweepVisit, ...]:
    """Where a source may tell what changed; each address once, none if its settings say so.

    Args:
        k2_pages: pages of the source were recognised as K2's, whatever its settings say.
    """
    if source.sweep == "off":
        return ()
    visits: list[SweepVisit] = []
    if source.preset in (None, "wordpress"):
        url = _wordpress_address(str(source.home))
        visits.append(SweepVisit(SweepKind.WORDPRESS, None, url))
    if source.preset == "joomla-k2" or k2_pages:
        addresses: dict[str, str] = {}
        for section in source.sections:
            addresses.setdefault(_k2_address(section.url), section.name)
        visits += [SweepVisit(SweepKind.K2, name, url) for url, name in addresses.items()]
    return tuple(visits)


def read_sweep(kind: SweepKind, body: bytes, url: str) -> tuple[Told, ...] | Unreadable:
    """What a system's answer tells, each article once, at most 100.

    Args:
        body: the answer as it arrived, content encodings undone.
        url: the address that answered; relative links are read against it.
    """
    try:
        data = parse_json(body)
    except NotJsonError as error:
        return Unreadable(str(error))
    return (read_k2 if kind is SweepKind.K2 else read_wordpress)(data, url)


def _wordpress_address(home: str) -> str:
    parts = urlsplit(home)
    path = f"{parts.path.rstrip('/')}/wp-json/wp/v2/posts"
    query = urlencode(_WORDPRESS_QUERY, safe=",")
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _k2_address(section: str) -> str:
    parts = urlsplit(section)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in _VIEWS]
    query = urlencode([*kept, *_K2_QUERY.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
