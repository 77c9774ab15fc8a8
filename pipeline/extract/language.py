"""Tells an article's language from what the page, its source and its letters say."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pipeline.char_tables import CharTable
from pipeline.text import word_set

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ARABIC_LETTERS: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_IN_ARABIC_SCRIPT: Final = word_set("ar fa ur ps sd ug ckb ku ks pnb lrc azb glk mzn arz ary")
#: letters that are looked at
_SAMPLE: Final = 2000
_ARABIC: Final = 1
_LETTER: Final = 2
_NO_LETTER: Final = 3


#: the languages of countries whose domains are used at home, all of which print the day first
_BY_DOMAIN: Final = {
    domain: language
    for language, domains in {
        "ar": "tn dz ma eg sa ae iq jo lb sy ye om kw qa bh sd ps mr",
        "de": "de at ch li",
        "fr": "fr be lu",
        "es": "es ar mx cl pe uy py bo ec ve cr",
        "it": "it sm",
        "nl": "nl",
        "pt": "pt br",
        "pl": "pl",
        "da": "dk",
        "fi": "fi",
        "nb": "no",
        "cs": "cz",
        "sk": "sk",
        "ro": "ro",
        "el": "gr",
        "tr": "tr",
        "ru": "ru",
        "uk": "ua",
    }.items()
    for domain in domains.split()
}


def language_of_domain(url: str) -> str | None:
    """The language of the country whose domain an address has, where a date's order follows."""
    host = urlsplit(url).hostname or ""
    return _BY_DOMAIN.get(host.rpartition(".")[2])


def language_of(declared: str | None, configured: str | None, text: str) -> str | None:
    """The BCP 47 tag of a text, None if nothing tells.

    Args:
        declared: what the page says.
        configured: what the source's settings say.
        text: the article. A claim that its letters refute is not believed: many templates
            declare English whatever they hold.
    """
    arabic = _share_of_arabic(text[:_SAMPLE])
    for claim in (_tag(declared), _tag(configured)):
        if claim and (arabic is None or _fits(claim, arabic)):
            return claim
    return "ar" if arabic is not None and arabic > 0.5 else None


def _share_of_arabic(text: str) -> float | None:
    """The Arabic letters among all letters; None where there are none."""
    import numpy as np

    kinds = _KINDS.look_up(text)
    arabic, others = np.count_nonzero(kinds == _ARABIC), np.count_nonzero(kinds == _LETTER)
    return arabic / (arabic + others) if arabic or others else None


def _kind(char: str) -> int:
    if _ARABIC_LETTERS.fullmatch(char):
        return _ARABIC
    return _LETTER if _LETTERS.fullmatch(char) else _NO_LETTER


_KINDS: Final = CharTable(_kind)


def _tag(claim: str | None) -> str | None:
    tag = (claim or "").strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return None
    # Joomla's Arabic pack calls itself ar-AA, which is no country.
    return re.sub("(?i)-aa$", "", tag)


def _fits(tag: str, arabic: float) -> bool:
    """Whether a language can have that share of Arabic letters."""
    if tag.partition("-")[0].lower() in _IN_ARABIC_SCRIPT:
        return arabic > 0.1
    return arabic < 0.5
