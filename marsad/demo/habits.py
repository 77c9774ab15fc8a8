"""The switches of the demo site: how it prints, and how well it behaves.

Trouble at single addresses is in `marsad.demo.trouble`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from marsad.demo.newsroom import Template


@dataclass(frozen=True, slots=True)
class Habits:
    """All switches; the defaults are a healthy K2 site."""

    template: Template = "stock"
    #: True: «23 جانفي 2026 -- 12:33:03»; False: K2's own «الجمعة, 23 جانفي 2026 12:33»
    seconds: bool = True
    #: addresses in links start with /index.php, as without URL rewriting
    index_php: bool = True
    #: pages name their canonical address
    canonical: bool = False
    #: pieces on a page of a listing
    page_size: int = 10
    #: what the bytes of pages are encoded in; mislabelled: UTF-8 that its header calls ISO-8859-1
    charset: Literal["utf-8", "windows-1256", "mislabelled"] = "utf-8"
    #: compress for those who accept it
    gzip: bool = False
    #: send ETag and Last-Modified, and answer 304 to those who have the page
    validators: bool = True
    #: validators no longer move when a piece changes, only when a listing lists others
    lying_304: bool = False
    robots: str = "User-agent: *\nDisallow: /administrator/\n"
    robots_status: int = 200
    #: cut: the XML ends in the middle; undated: no date can be read; html: a page instead
    feed: Literal["good", "cut", "undated", "html"] = "good"
    #: `?format=json` on a section. off: 404, as where the site turned it off; html: the page
    #: again; frozen: for ever what it first told, as from a cache that nothing clears
    k2_json: Literal["good", "off", "html", "frozen"] = "good"
    #: WordPress's REST interface, which no K2 site has; its stamps move with admitted edits
    #: alone. frozen: as above; crying: every stamp is the time of the request
    rest: Literal["off", "good", "frozen", "crying"] = "off"
    #: Atom's `updated` follows admitted edits; K2's own always says when a piece was created
    atom_updated: bool = False
