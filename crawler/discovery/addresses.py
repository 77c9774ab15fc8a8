"""What an address alone says for and against an article behind it.

Knows no page: where a link stands is `crawler.discovery.section_page`'s to judge.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.discovery.shapes import Shapes
from pipeline.text import word_set

_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|docx?|xlsx?|zip|rar|mp[34]|"
    r"m4a|avi|mov|webm|ogg|apk|gz|txt|ics)$",
    re.IGNORECASE,
)
_ELSEWHERE: Final = word_set(
    "tag tags category categories cat author authors auteur auteurs autor autores autoren topic"
    " topics theme themes user users login signin signup register share"
    " account search feed feeds rss page pages wp-admin wp-login.php contact about privacy terms"
    " subscribe newsletter newsletters cart print profile profil member members"
    " abo impressum datenschutz mentions-legales cookies advertise jobs"
)
#: what lists by month, but also what stands before the number of a piece (WordPress)
_ARCHIVE: Final = word_set("archive archives")
_DATE_PATH: Final = re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2})?/[^/]+")
_NUMBER: Final = re.compile(r"(?:^|[-_.,/=!])[a-z]?(\d{3,})(?=$|[-_.,/&])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBERED: Final = re.compile(
    r"(?:^|&)(?:(?:id|p|nid|aid|story|news|item)=|(?:id_)?article=?)\d+"
    r"|(?:^|&)[a-z_]{1,20}(?:id|nr|num)=\d{3,}"
)
#: what a link to share a piece, or to answer a comment, carries
_NO_READING: Final = re.compile(r"(?:^|&)(?:share|replytocom)=")

#: from here on an address by itself speaks for an article
LIKELY: Final = 2
#: an address that the source's rules call an article's
CERTAIN: Final = 9
#: an address that can be no article's
NEVER: Final = -9


def address_evidence(url: str, shapes: Shapes) -> int:
    """How much an address speaks for an article: above 0 for, below against.

    A date with something after it, a numbered parameter, a long number or a long slug speak
    for one; a single plain word against it. Being made like the source's known articles
    outweighs all that; being made like none of twenty or more takes as much away.

    Args:
        url: absolute, cleaned by `pipeline.urls.canonical_url`.
        shapes: of the source's known articles.
    """
    parts = urlsplit(url)
    segments = [unquote(one) for one in parts.path.lower().split("/") if one]
    if _FILE.search(parts.path) or _NO_READING.search(parts.query.lower()):
        return NEVER
    if not _ELSEWHERE.isdisjoint(segments[-2:]):
        return NEVER
    if not _ARCHIVE.isdisjoint(segments[-2:]) and not _is_numbered(segments[-1]):
        return NEVER
    if not segments and not _NUMBERED.search(parts.query.lower()):
        return NEVER
    own = _of_itself(parts.path, parts.query.lower(), segments)
    if not _ELSEWHERE.isdisjoint(segments):  # somewhere above: an author's pieces, a tag's pages
        own -= 1
    share = shapes.agreement(url)
    if share is None:
        return own
    if share >= 0.05:
        return max(own, 0) + 3
    return own - 3 if share == 0 and shapes.known >= 20 else own


def _is_numbered(segment: str) -> bool:
    return segment.isdigit() and len(segment) >= 3 and not _YEAR.fullmatch(segment)


def _of_itself(path: str, query: str, segments: list[str]) -> int:
    if _NUMBERED.search(query) or _DATE_PATH.search(path):
        return 3
    slug = re.sub(r"\.[a-z]{2,5}$", "", segments[-1]) if segments else ""
    words = [word for word in re.split("[-_+ ]", slug) if word]
    if len(words) == 1 and len(segments) > 1:  # …/the-slug-of-it/story.html
        words = max(words, [word for word in re.split("[-_+ ]", segments[-2]) if word], key=len)
    numbers = [found[1] for one in segments for found in _NUMBER.finditer(one)]
    numbers = [number for number in numbers if not _YEAR.fullmatch(number)]
    if any(len(number) >= 5 for number in numbers) or len(words) >= 5:
        return 3
    if numbers or len(words) >= 3:
        return 2
    if len(words) == 2:
        return 0
    return -1 if len(segments) > 1 else -2
