"""Gives sources and sections names that the configuration takes, each its own; pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from unicodedata import category, normalize
from urllib.parse import unquote, urlsplit

from config.addresses import name_labels
from pipeline.text import clean

_LONGEST: Final = 40
#: parts of an address that name no section
_IDLE: Final = frozenset(
    {"index.php", "index.html", "index", "category", "categories", "section", "sections"}
    | {"rubrique", "topic", "label", "search", "blog", "default.aspx"}
)

_SEPARATOR: Final = re.compile(r"\s+[|–—·•:»-]{1,2}\s+|\s*\|\s*")
_FRONT_PAGE: Final = re.compile(
    r"(?:الصفحة\s+)?الرئيسي[ةه]|الاستقبال|home(?:\s*page)?|accueil|startseite|inicio|front\s*page",
    re.IGNORECASE,
)


def site_title(document_title: str) -> str | None:
    """What a site calls itself, by its front page's title without words such as Home."""
    parts = _SEPARATOR.split(clean(document_title))
    return next((one for one in parts if one and not _FRONT_PAGE.fullmatch(one)), None)


def as_name(text: str, taken: Collection[str], otherwise: str) -> str:
    """A name made of a text: letters and figures of any script, with hyphens between.

    Args:
        taken: names that are used already; the name gets a number if it is one of them.
        otherwise: the name for a text that has no letters.
    """
    letters = (one for one in normalize("NFC", clean(text)) if category(one) != "Cf")
    # anything else is refused in a name, or would have to be quoted in YAML and shells
    kept = "".join(one if category(one)[0] in "LMN" else "-" for one in letters)
    name = re.sub("-+", "-", kept).strip("-")
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    name = name.casefold() if name.isascii() else name
    return unique(name.strip("-") or otherwise, taken)


def unique(name: str, taken: Collection[str]) -> str:
    """The name, with the first number that makes it one of its own if it is taken."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def source_name(host: str, title: str | None, taken: Collection[str]) -> str:
    """What to call a source: after its host, which can be typed; after its title on a bare
    IP address."""
    labels = name_labels(host)
    return as_name("-".join(labels) if labels else title or host, taken, "source")


def section_name(url: str, text: str, taken: Collection[str]) -> str:
    """What to call a section: by its address where that is in words, else by its link's text."""
    parts = urlsplit(url)
    segments = [unquote(one) for one in parts.path.split("/") if one]
    words = [one for one in segments if one.lower() not in _IDLE and re.search(r"[a-z]{2}", one)]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", words[-1]) if words else ""
    # a Joomla category is 12-politics
    last = re.sub(r"^\d+-", "", last)
    legible = last.isascii() and len(last) <= _LONGEST
    return as_name(last if last and legible else text, taken, "section")
