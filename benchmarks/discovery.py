"""`make bench-discovery`: which links are taken for articles, counted on pages with known answers.

Three counts, printed with precision and recall:

- section pages of eleven invented layouts (tests/section_layouts.py) and the demo's newsroom:
  every piece is known;
- addresses of real articles and of real menus (../shared/data, skipped aloud where it is
  absent): the 760 pages' own addresses must be taken for articles', the links of their menus
  and footers must not; first by the addresses alone, then with the shapes of the other pages
  of the same outlet;
- real pages with their lists of links: what their own `nav`, `header` and `footer` hold is no
  piece, what is made like their own address and stands elsewhere, with a title, is one. That
  is agreement with a rule of thumb, no truth; it tells where the evidence loses lists.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.discovery import Found
from crawler.discovery.addresses import LIKELY, NEVER, address_evidence
from crawler.discovery.section_page import read_section_page
from crawler.discovery.shapes import Shapes, shape_of
from marsad.demo.habits import Habits
from marsad.demo.newsroom import Newsroom
from marsad.demo.site import Site
from pipeline.charset import decode_page
from pipeline.urls import canonical_url, host_key, k2_item_id, same_site, url_key
from tests.newsroom_site import many
from tests.section_layouts import HOME, LAYOUTS

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
#: kinds of segments that make a shape an article's beyond doubt
_TELLING = {"number", "number-slug", "slug-number", "year"}


@dataclass
class Count:
    """Right and wrong answers."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, got: set[str], wanted: set[str]) -> None:
        self.right += len(got & wanted)
        self.extra += len(got - wanted)
        self.missed += len(wanted - got)

    def __str__(self) -> str:
        precision = self.right / ((self.right + self.extra) or 1)
        recall = self.right / ((self.right + self.missed) or 1)
        return (
            f"precision {precision:.3f}  recall {recall:.3f}"
            f"  ({self.right} right, {self.extra} wrong, {self.missed} missed)"
        )


def main() -> None:
    layouts()
    newsroom()
    if not DATA.exists():
        print("real pages: skipped, ../shared/data is absent")
        return
    pages = list(real_pages())
    addresses(pages)
    lists(pages)


def layouts() -> None:
    total, pagers = Count(), 0
    for layout in LAYOUTS:
        found = read_section_page(
            layout.html.encode(), HOME + layout.path, "text/html; charset=utf-8", "UTC", None
        )
        assert isinstance(found, Found)
        count = Count()
        got = {unquote(link.url.removeprefix(HOME)) for link in found.links}
        for one in (count, total):
            one.add(got, set(layout.pieces))
        following = found.next_url and found.next_url.removeprefix(HOME)
        pagers += following == layout.following
        print(f"{layout.name:18} {count}")
    print(f"{'all layouts':18} {total}  next page {pagers} of {len(LAYOUTS)}\n")


def newsroom() -> None:
    """The demo's section pages, page after page, in its three templates, without a preset."""
    count = Count()
    for template in ("stock", "override", "plain"):
        room = Newsroom()
        for piece in many(37):
            room.publish(piece)
        with Site(room, Habits(template=template)) as site:
            got: set[str] = set()
            url: str | None = f"{site.url}/index.php/maghreb"
            while url is not None:
                parts = urlsplit(url)
                answer = site.answer(f"{parts.path}?{parts.query}")
                body = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
                found = read_section_page(body, url, answer.content_type, "UTC", None)
                assert isinstance(found, Found)
                got |= {k2_item_id(link.url) or link.url for link in found.links}
                url = found.next_url
        count.add(got, {str(one.piece.id) for one in room.listed("maghreb")})
    print(f"demo's newsroom    {count}  in three templates, all pages\n")


@dataclass(frozen=True)
class RealPage:
    url: str
    body: bytes


def real_pages() -> Iterator[RealPage]:
    """The pages of both collections whose addresses are known."""
    truth = json.loads((DATA / "pages-web" / "truth.json").read_text())
    for url, one in truth.items():
        file = DATA / "pages-web" / "html" / (one["file"] + ".gz")
        # some addresses of the collection are no addresses
        if file.exists() and url.startswith("http"):
            yield RealPage(canonical_url(url), gzip.decompress(file.read_bytes()))
    for meta in sorted((DATA / "pages-publishers").glob("*/meta.info")):
        for name, one in json.loads(meta.read_text()).items():
            file = meta.parent / name
            if file.exists():
                yield RealPage(canonical_url(one["url"]), gzip.decompress(file.read_bytes()))


def addresses(pages: list[RealPage]) -> None:
    """The pages' own addresses against those in their menus and footers."""
    of_host: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        of_host[host_key(page.url)].append(page.url)
    for taught in (False, True):
        asked = taken = in_menus = refused = 0
        for page in pages:
            others = [url for url in of_host[host_key(page.url)] if url != page.url]
            if taught and not others:
                continue
            # as often as makes a sample: one page is too little to learn from
            shapes = Shapes.learnt(others * 5 if taught else ())
            asked += 1
            taken += address_evidence(page.url, shapes) >= LIKELY
            for url in menu_links(page):
                if url_key(url) != url_key(page.url):
                    in_menus += 1
                    refused += address_evidence(url, shapes) < LIKELY
        how = "with known ones" if taught else "by themselves"
        print(
            f"addresses {how:16} {taken} of {asked} articles taken ({taken / asked:.3f}), "
            f"{refused} of {in_menus} links of menus refused ({refused / in_menus:.3f})"
        )
    print("  (menus and footers do hold some links to articles, and those are counted as errors)\n")


def menu_links(page: RealPage) -> set[str]:
    found: set[str] = set()
    tree = LexborHTMLParser(decode_page(page.body, "text/html"))
    for anchor in tree.css("nav a[href], footer a[href]"):
        url = on_site(anchor.attributes.get("href") or "", page.url)
        if url:
            found.add(url)
    return found


def on_site(href: str, base: str) -> str | None:
    try:
        url = canonical_url(href, base)
        return url if same_site(url, base) else None
    except ValueError:
        return None


def lists(pages: list[RealPage]) -> None:
    """Links on real pages made like the page's own address, against what is read of them."""
    count, pages_with, seconds, wrong = Count(), 0, 0.0, Count()
    for page in pages:
        own = shape_of(page.url)
        if not _TELLING & set(own) or not urlsplit(page.url).path.strip("/"):
            continue
        wanted = listed_like(page)
        if len(wanted) < 3:
            continue
        started = process_time()
        found = read_section_page(page.body, page.url, "text/html", "UTC", None)
        seconds += process_time() - started
        if not isinstance(found, Found):
            continue
        pages_with += 1
        got = {url_key(link.url) for link in found.links}
        never = {
            url_key(link.url)
            for link in found.links
            if address_evidence(link.url, Shapes.learnt(())) == NEVER
        }
        # links of another make are unlabelled, unless they stand in a menu
        menus = {url_key(url) for url in menu_links(page)} - wanted
        count.add(got & (wanted | menus), wanted)
        wrong.add(got & never, set())
    print(f"lists on real pages {count}  over {pages_with} pages")
    spent = 1000 * seconds / max(1, pages_with)
    print(f"  {wrong.extra} links to tags, authors, files taken; {spent:.0f} ms a page")


def listed_like(page: RealPage) -> set[str]:
    """Titled links outside menus that are made like the page's own address."""
    own, here = shape_of(page.url), url_key(page.url)
    tree = LexborHTMLParser(decode_page(page.body, "text/html"))
    for furniture in tree.css("nav, footer, header, aside, form, p"):
        furniture.decompose()
    found: set[str] = set()
    for anchor in tree.css("a[href]"):
        url = on_site(anchor.attributes.get("href") or "", page.url)
        titled = len(anchor.text(deep=True).split()) >= 4
        if url and titled and shape_of(url) == own and url_key(url) != here:
            found.add(url_key(url))
    return found


if __name__ == "__main__":
    main()
