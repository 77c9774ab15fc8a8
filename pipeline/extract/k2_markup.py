"""What the elements of a K2 page are, by the names that templates give them.

K2's own classes, microdata, and the words by which any template names what stands beside an
article. Reads no text.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from pipeline.extract.dom import Element, words_of
from pipeline.text import word_set


class Role(Enum):
    """The part that a line plays in a K2 item, by its markup."""

    TITLE = auto()
    PUBLISHED = auto()
    MODIFIED = auto()
    BYLINE = auto()
    SECTION = auto()
    HITS = auto()
    TAGS = auto()
    INTRO = auto()
    FULL = auto()
    #: in the item's body, but in neither of its two texts
    BODY = auto()
    #: of the item, but neither its title nor its body: may hold dates and labels
    BESIDE = auto()


#: the container of one item, without hyphens, underscores and capitals
ITEM: Final = "itemview"

#: without hyphens, underscores and capitals, which overrides change
_ROLES: Final = {
    "itemtitle": Role.TITLE,
    "itemdatecreated": Role.PUBLISHED,
    "itemdate": Role.PUBLISHED,
    "datecreated": Role.PUBLISHED,
    "itemdatemodified": Role.MODIFIED,
    "datemodified": Role.MODIFIED,
    "itemauthor": Role.BYLINE,
    "itemcategory": Role.SECTION,
    "itemhits": Role.HITS,
    "itemtagsblock": Role.TAGS,
    "itemtags": Role.TAGS,
    "itemintrotext": Role.INTRO,
    "itemfulltext": Role.FULL,
    "itembody": Role.BODY,
    "itemcontentfooter": Role.BESIDE,
    "itemlinks": Role.BESIDE,
}
_MICRODATA: Final = {
    "headline": Role.TITLE,
    "datepublished": Role.PUBLISHED,
    "datecreated": Role.PUBLISHED,
    "datemodified": Role.MODIFIED,
    "author": Role.BYLINE,
    "articlesection": Role.SECTION,
    "articlebody": Role.FULL,
}
#: the roles of an article's text
CONTENT: Final = (Role.INTRO, Role.FULL, Role.BODY)

#: parts of K2's templates that are no part of the article
_APART: Final = word_set(
    "itemtoolbar itemratingblock itemratingform itemextrafields itemsocialsharing itemauthorblock "
    "itemauthorlatest itemrelated itemvideoblock itemimagegallery itemnavigation itemcomments "
    "itemcommentsform itembacktotop itemprintthispage itemprintlink itememaillink itemeditlink "
    "itemattachmentsblock itemattachments itemimageblock itemimage itemimagecaption "
    "itemimagecredits itemlist catitemview k2itemsblock k2feedicon k2pagination latestitemsblock "
    "nextarticle nextpost nextitem infinitescroll"
)
#: how the names of Joomla's modules and banners and of share bars begin
_APART_PREFIXES: Final = ("moduletable", "k2module", "banner", "addtoany", "sharethis", "adsby")
#: words in a class or id of what stands beside an article on any page
_APART_WORDS: Final = word_set(
    "ad ads adv advert adverts advertisement advertising adsense adsbygoogle adslot adunit banner "
    "banners sponsor sponsored sponsors promo share sharing social socials addthis addtoany "
    "sharethis related recommended recommendations outbrain taboola mgid readmore breadcrumb "
    "breadcrumbs pathway pagination pagenav pager comments jcomments disqus newsletter subscribe "
    "caption credits sidebar widget widgets popup modal cookie cookies gdpr infinite ticker menu "
    "navbar navigation copyright"
)
_APART_TAGS: Final = word_set(
    "applet area audio base button canvas datalist dialog embed frame frameset head iframe img "
    "input link map math meta meter noembed noframes noscript object param picture progress "
    "script select source style svg template textarea title track video wbr figcaption"
)
#: skipped unless the article's own parts are inside
_APART_UNLESS_AROUND: Final = word_set("aside form nav")
_APART_ROLES: Final = word_set("navigation complementary search dialog alert banner")
#: a class such as `has-sidebar` speaks of the page around it
_ABOUT_THE_PAGE: Final = word_set("has no with without is not")

_FEATURED: Final = frozenset(("مميز", "متميز", "featured", "en vedette", "vedette", "à la une"))
_MAY_MARK: Final = word_set("sup sub small span b i em strong mark label div")


def role_of(element: Element, around: Role | None) -> Role | None:
    """The role that an element gives to the lines in it."""
    for name in element.plain_names:
        if role := _ROLES.get(name):
            return role
    if around in (Role.INTRO, Role.FULL):
        return around
    itemprop = element.attributes.get("itemprop")
    for name in itemprop.split() if itemprop else ():
        if role := _MICRODATA.get(name.lower()):
            return role
    return Role.BESIDE if element.tag == "footer" else around


def is_item(element: Element) -> bool:
    """Whether an element is the container that K2 puts around an item.

    Blogger says `item-view` of the whole page.
    """
    return ITEM in element.plain_names and element.tag != "body"


def is_landmark(element: Element) -> bool:
    """Whether it is a part of the article that nothing around it may be skipped with."""
    if not (element.plain_names or "itemprop" in element.attributes or element.tag == "h1"):
        return False  # most are spared the look
    place = role_of(element, None)
    return element.tag == "h1" or is_item(element) or place is Role.TITLE or place in CONTENT


def is_apart(element: Element) -> bool:
    """Whether it is never part of an article, whatever is in it."""
    if element.tag in _APART_TAGS:
        return True
    return bool(element.plain_names) and any(
        name in _APART or name.startswith(_APART_PREFIXES) for name in element.plain_names
    )


def is_apart_without_landmarks(element: Element) -> bool:
    """Whether it is no part of an article, unless there are landmarks in it."""
    if not element.attributes:
        return element.tag in _APART_UNLESS_AROUND
    style = element.get("style").replace(" ", "").lower()
    return (
        element.tag in _APART_UNLESS_AROUND
        or element.get("role").lower() in _APART_ROLES
        or "hidden" in element.attributes
        or "display:none" in style
    )


def is_named_apart(element: Element) -> bool:
    """Whether a class or id of it says that it stands beside an article, if it is small."""
    if not element.names:
        return False
    names = (words_of(name) for name in element.names)
    return any(
        words and words[0] not in _ABOUT_THE_PAGE and not _APART_WORDS.isdisjoint(words)
        for words in names
    )


def marks_featured(element: Element, text: str) -> bool:
    """Whether an element in a title, with its text, is K2's marker of featured items."""
    return element.tag in _MAY_MARK and is_featured_marker(text)


def is_featured_marker(text: str) -> bool:
    """Whether a text is what K2 prints after the title of a featured item."""
    return text.strip(" ()[]*-").casefold() in _FEATURED
