"""Tells by an element's tag, names and role what stands beside an article's text.

The names are words in general use in the templates of publishing systems. Reads no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.dom import Element, Names, words_of
from pipeline.remembering import remembered
from pipeline.text import word_set

#: never text, whatever is in them
NEVER: Final = word_set(
    "applet area audio base button canvas datalist dialog embed fieldset figcaption frame frameset "
    "head iframe img input label link map math menu meta meter noembed noframes noscript object "
    "optgroup option param picture progress script select source style svg template textarea title "
    "track video wbr"
)
#: beside the text, unless the article is in them
APART: Final = word_set("aside footer form nav")
_ROLES: Final = word_set(
    "navigation complementary search dialog alert banner contentinfo menu menubar toolbar tablist "
    "alertdialog button form"
)
#: one of these words in a class or id names what is beside the text
_WORDS: Final = word_set(
    """
    ad ads adv advert adverts advertisement advertising adsense adsbygoogle adslot adunit adbox
    anzeige anzeigen banner banners sponsor sponsored sponsors promo promos promotion promobox cta
    share sharing shares social socials socialmedia sns addthis addtoany sharethis sharedaddy
    sharebar whatsapp
    related relatedposts relacionadas relacionados recommended recommendation recommendations
    recommender recirc recirculation outbrain taboola mgid readmore readalso alsoread trending
    popular mostread ranking teaser teasers yarpp
    breadcrumb breadcrumbs crumb crumbs pathway pagination pagenav pager paginator navi nav navbar
    navigation subnav mainnav menu submenu dropdown hamburger burger sitemap skip toc
    comment comments commentlist commentform jcomments disqus respond reply replies viafoura
    coral kommentare kommentar commentaires
    newsletter newsletters subscribe subscription subscriptions signup signin login register
    registration password verification
    caption captions credit credits figcaption bildunterschrift legende imagecaption copyright
    gallery galleries slideshow slider carousel lightbox
    sidebar sidebars widget widgets popup modal overlay cookie cookies gdpr consent
    infinite ticker toolbar tooltip
    author authors byline bylines bio authorbox vcard
    tag tags tagcloud taglist taxonomy topics keywords postmeta entrymeta metadata meta
    footer masthead colophon disclaimer legal date dates dateline datetime timestamp pubdate
    noprint printonly audioplayer player podcast poll quiz rating ratings vote feedback
    pullquote pullquotes infobox factbox oembed jwplayer
    """
)
#: these say so side by side only
_PAIRS: Final = word_set(
    """
    read-more read-also see-also more-news more-from most-read next-article next-post prev-next
    sign-up screen-reader sr-only visually-hidden no-print entry-meta post-meta article-meta
    follow-us to-top pull-quote video-fallback media-info img-box pic-box
    """
)
_PAIRED: Final = frozenset(pair.partition("-")[0] for pair in _PAIRS)
#: a class such as `has-sidebar` speaks of the page around it
_ABOUT_THE_PAGE: Final = word_set("has no with without is not js")
#: page builders call every part of a page a widget
_BUILDERS: Final = word_set("elementor cmp wp vc et wpb")
#: what is named so is not the article, though it be longer
SURE: Final = word_set(
    "comment comments commentlist jcomments disqus respond reply replies kommentare kommentar "
    "commentaires viafoura coral footer nav related recommended sidebar cookie consent gdpr "
    "taboola outbrain newsletter caption figcaption infobox factbox aside complementary dialog "
    "alertdialog popup modal"
)
#: what nobody sees
HIDDEN: Final = word_set("hidden sr-only visually-hidden screen-reader")


class Zones:
    """By what elements stand beside the text; remembers the names of one page."""

    def __init__(self) -> None:
        self._known: dict[Names, str | None] = {}

    def reason(self, element: Element) -> str | None:
        """The tag, role, attribute or word of a name that says so; None if nothing does."""
        given, tag = element.attributes, element.tag
        if tag in APART:
            return tag
        if not given:
            return None
        if "role" in given and (role := element.get("role").lower()) in _ROLES:
            return role
        names = element.named
        # an article is named after its tags and settings
        if tag != "article":
            if names not in self._known:
                self._known[names] = _told_by(names.written)
            if told := self._known[names]:
                return told
        if "hidden" in given or ("style" in given and _is_styled_away(element.get("style"))):
            return "hidden"
        return None


def _told_by(names: Sequence[str]) -> str | None:
    told = None
    for name in names:
        if name in ("hentry", "type-post"):
            return None  # an article, whatever its tag
        told = told or telling_word(name)
    return told


def _is_styled_away(style: str) -> bool:
    style = style.replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


@remembered(8_192)
def telling_word(name: str) -> str | None:
    """The word in a class or id that names something beside the text, None if there is none."""
    if name in ("hidden", "invisible", "hide"):
        return "hidden"
    if ":" in name or "[" in name:  # of a style sheet that is written in classes
        return None
    words = words_of(name)
    if not words or words[0] in _ABOUT_THE_PAGE:
        return None
    if words[0] in _BUILDERS and "widget" in words:
        return None
    if not _WORDS.isdisjoint(words):
        return next(word for word in words if word in _WORDS)
    if _PAIRED.isdisjoint(words):
        return None
    return next((pair for pair in map("-".join, pairwise(words)) if pair in _PAIRS), None)
