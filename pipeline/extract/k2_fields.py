"""Makes an article of what was found on a K2 page: title, text and what the lines tell.

What the page prints goes before what its JSON-LD and OpenGraph tags claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from pipeline.extract.addresses import absolute, canonical_of, item_id_of
from pipeline.extract.claimed import claimed_where
from pipeline.extract.dom import FlatPage
from pipeline.extract.k2_text import Text
from pipeline.extract.k2_title import Title, split_marker
from pipeline.extract.k2_words import Fact, Kind, without_label
from pipeline.extract.language import language_of
from pipeline.extract.page import Page
from pipeline.extract.structured import PageClaims
from pipeline.press.credits import cited_sources, signed_in
from pipeline.press.words import key
from pipeline.records import ArticleData, Precision, Provenance, Stamp

EXTRACTOR: Final = "joomla-k2/2"

_IMAGES: Final = frozenset(("itemimageblock", "itemimage"))


def make_article(
    page: Page, flat: FlatPage, title: Title, text: Text, facts: Sequence[Fact]
) -> ArticleData:
    """The article, from what was found in a part of the page.

    Args:
        page: the page.
        flat: the part that was read.
        title: as found, perhaps with K2's marker of featured items.
        text: as read.
        facts: what the lines tell, the most trustworthy first.
    """
    url, claims = page.url, page.claims
    headline, marked = _unmarked(title, claims)
    byline = text.byline or _first_text(facts, Kind.BYLINE)
    authors, agencies = signed_in(byline) if byline else ((), ())
    printed_change = _first_stamp(facts, Kind.MODIFIED)
    published = _published(facts, claims, printed_change)
    image = _image(flat, url)
    item = item_id_of(url, claims.addresses)
    whole_text = " ".join((headline, *text.paragraphs))
    is_item_featured = "itemisfeatured" in flat.element(0).plain_names
    values: dict[str, Any] = {
        "title": headline,
        "body": text.paragraphs,
        "structure": text.kinds,
        "publisher_id": f"k2:{item}" if item else None,
        "byline": without_label(byline, Kind.BYLINE) if byline else None,
        "authors": authors,
        "agencies": agencies,
        "credited_source": text.credited_source,
        "cited_sources": cited_sources(text.paragraphs),
        "section": _first_text(facts, Kind.SECTION),
        "tags": _tags(facts),
        "image": image or claims.image,
        "featured": marked or is_item_featured,
        "hits": next((fact.number for fact in facts if fact.number is not None), None),
        "published": published,
        "modified": printed_change or _claimed_change(claims, published),
    }
    claimed = {
        "title": title.claimed,
        "image": image is None,
        "published": not any(fact.stamp is published for fact in facts),
        "modified": printed_change is None,
    }
    where = dict.fromkeys((name for name, value in values.items() if value), Provenance.PRESET)
    return ArticleData(
        url=url,
        canonical_url=canonical_of(url, claims.addresses),
        **values,
        language=language_of(claims.language, page.rules.language, whole_text),
        provenance={name: str(preset) for name, preset in where.items()}
        | claimed_where(claims, (name for name in where if claimed.get(name))),
        extractor=EXTRACTOR,
    )


def _unmarked(title: Title, claims: PageClaims) -> tuple[str, bool]:
    """The title without a featured marker that is plain text, and whether it had one.

    A title may also end in that word: then the page's own tags have it too.
    """
    bare, looks_marked = split_marker(title.text)
    if title.marked or not looks_marked:
        return title.text, title.marked
    names = map(key, (*claims.headlines, claims.document_title or ""))
    if any(key(title.text) in name for name in names):
        return title.text, False
    return bare, True


def _published(facts: Sequence[Fact], claims: PageClaims, change: Stamp | None) -> Stamp | None:
    """The first date that can be the publication's: none is later than the change printed.

    A header's clock stands on pages that print no date of their own.
    """
    told = [fact.stamp for fact in facts if fact.kind is Kind.PUBLISHED]
    stamps = (stamp for stamp in (*told, claims.published) if stamp)
    return next((stamp for stamp in stamps if not _is_after(stamp, change)), None)


def _is_after(stamp: Stamp, change: Stamp | None) -> bool:
    """Whether a stamp is surely later than a change, however coarsely that was printed."""
    if change is None:
        return False
    unit = timedelta(days=1) if change.precision is Precision.DAY else timedelta(minutes=1)
    return stamp.at >= change.at + unit


def _first_text(facts: Sequence[Fact], kind: Kind) -> str | None:
    return next((fact.text for fact in facts if fact.kind is kind and fact.text), None)


def _first_stamp(facts: Sequence[Fact], kind: Kind) -> Stamp | None:
    return next((fact.stamp for fact in facts if fact.kind is kind and fact.stamp), None)


def _tags(facts: Sequence[Fact]) -> tuple[str, ...]:
    texts = [fact.text for fact in facts if fact.kind is Kind.TAGS]
    separate = (tag.strip(" #") for text in texts for tag in re.split("[,،]", text))
    return tuple(dict.fromkeys(tag for tag in separate if tag))


def _claimed_change(claims: PageClaims, published: Stamp | None) -> Stamp | None:
    """The change that JSON-LD claims: K2 repeats the publication there if there was none."""
    published_at = {stamp.at for stamp in (claims.published, published) if stamp}
    changed = claims.modified
    return changed if changed and changed.at not in published_at else None


def _image(flat: FlatPage, url: str) -> str | None:
    """The item's own picture: not one in its text, nor a related item's."""
    for index, entry in enumerate(flat.entries):
        if isinstance(entry, str) or _IMAGES.isdisjoint(entry.plain_names):
            continue
        for _, inside in flat.elements(index, entry.end):
            source = inside.get("data-src") or inside.get("src")
            if inside.tag == "img" and source and (image := absolute(source, url)):
                return image
    return None
