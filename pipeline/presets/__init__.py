"""The shipped presets, one file each, and what the rules of a source come to.

A preset says where the pages of a system (WordPress, Joomla K2, …) hold what; a source's own
rules go before it, field by field. What the rules say of addresses is answered here; what they
say of pages, by `pipeline.extract`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from config.document import plain, read_document
from config.rules import RulesSettings, compiled_pattern
from pipeline.text import word_set
from pipeline.urls import canonical_url, plain_punctuation

__all__ = ["SiteRules", "id_in_address", "looks_like_article", "named_id", "site_rules"]

_LONGEST_ID: Final = 64


class _Preset(RulesSettings):
    """A preset's file: the rules, and the reader where rules are not enough."""

    #: code that reads what is found on such pages; None: the rules do
    reader: Literal["joomla-k2"] | None = None


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What a source's own rules and its preset come to."""

    #: such as "wordpress", "wordpress+rules", "rules"
    name: str
    rules: RulesSettings
    #: changes with every word of the rules
    digest: str
    reader: Literal["joomla-k2"] | None = None
    #: whether the rules look for anything on pages
    selects: bool = True


#: keys of the rules that alone find nothing on a page
_OF_ADDRESSES: Final = word_set("article_urls other_urls id_in_url id_name timezone drop")


@lru_cache(maxsize=1000)
def site_rules(preset: str | None, own: RulesSettings | None) -> SiteRules | None:
    """The rules to read a source by; None if it has neither preset nor rules of its own.

    Lists are joined, the source's own first; of single values the source's own wins.

    Raises:
        FileNotFoundError: there is no such preset.
        ValueError: the preset's file has mistakes.
    """
    shipped = _shipped(preset) if preset else None
    layers = [layer for layer in (own, shipped) if layer]
    if not layers:
        return None
    joined: dict[str, Any] = {}
    for key in RulesSettings.model_fields:
        given = [getattr(layer, key) for layer in layers]
        lists = [value for value in given if isinstance(value, tuple)]
        single = next((value for value in given if value is not None), None)
        joined[key] = sum(lists, ()) if lists else single
    rules = RulesSettings.model_construct(None, **joined)  # its parts are valid already
    name = "+".join(filter(None, (preset, "rules" if own else None)))
    digest = sha256(rules.model_dump_json().encode()).hexdigest()[:8]
    selects = any(value for key, value in joined.items() if key not in _OF_ADDRESSES)
    return SiteRules(name, rules, digest, shipped.reader if shipped else None, selects)


@lru_cache
def _shipped(name: str) -> _Preset:
    file = files(__name__) / f"{name}.yaml"
    document = read_document(file.read_bytes(), file.name)
    if document.mistakes:
        raise ValueError("; ".join(map(str, document.mistakes)))
    return _Preset.model_validate(plain(document.root))


# What the rules say of addresses


def looks_like_article(url: str, site: SiteRules | None) -> bool | None:
    """Whether an address is an article's by the rules; None if they do not tell.

    Args:
        url: absolute.
        site: the rules of the source it was found on.
    """
    if site is None or (address := _after_host(url)) is None:
        return None
    if _matches(site.rules.other_urls, address):
        return False
    return True if _matches(site.rules.article_urls, address) else None


def id_in_address(url: str, site: SiteRules | None) -> str | None:
    """The publisher's id that an address holds, such as `k2:1234`; None if it holds none.

    Args:
        url: absolute, or without its host.
        site: the rules of the source it was found on.
    """
    if site is None or not site.rules.id_in_url or (address := _after_host(url)) is None:
        return None
    # RE2 counts in bytes; telling places in letters takes as long as the search
    written = address.encode()
    for pattern in site.rules.id_in_url:
        if found := compiled_pattern(pattern).search(written):
            return named_id(found[found.re.groups].decode(), site)
    return None


def named_id(printed: str, site: SiteRules) -> str | None:
    """The publisher's id with its system; None for what is no id."""
    bare = printed.strip()
    if bare.isascii() and bare.isdigit():
        bare = bare.lstrip("0")
    if not bare or len(bare) > _LONGEST_ID or any(map(str.isspace, bare)):
        return None
    return f"{site.rules.id_name or 'site'}:{bare}"


def _matches(patterns: tuple[str, ...], address: str) -> bool:
    return any(compiled_pattern(pattern).search(address) for pattern in patterns)


def _after_host(url: str) -> str | None:
    """What follows the host of a cleaned address, in its plainest form."""
    try:
        parts = urlsplit(canonical_url(url, base="http://relative.invalid/"))
    except ValueError:
        return None
    return plain_punctuation(parts.path + (f"?{parts.query}" if parts.query else ""))
