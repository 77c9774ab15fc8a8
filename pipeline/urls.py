"""Addresses: one clean form to fetch and show, one key to tell whether two are the same page.

It knows addresses only: it resolves no names, follows no redirects, and leaves it to
`pipeline.egress.policy` whether an address may be connected to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from unicodedata import category, normalize
from urllib.parse import quote, urljoin, urlsplit

import idna

#: an address longer than this, cleaned or not, is refused
MAX_LENGTH = 2000

_DEFAULT_PORTS = {"http": "80", "https": "443"}

# The patterns below match a whole parameter, `name` or `name=value`, in lower case.
# Who sent the reader: never part of what is shown.
_TRACKING = re.compile(
    r"""(?: (?:utm|hsa|mtm)_[^=]* | at_(?:campaign|custom|medium)[^=]*
    | pk_(?:campaign|cid|content|keyword|kwd|medium|source)
    | gclid | gclsrc | gbraid | wbraid | dclid | _ga | _gl | usqp | amp_gsa | amp_js_v
    | fbclid | fb_(?:action_ids|action_types|comment_id|ref|source) | igsh | igshid
    | mc_[ce]id | mkt_tok | _hsenc | _hsmi | __s | vero_(?:conv|id) | oly_(?:anon|enc)_id
    | msclkid | ttclid | twclid | __twitter_impression | li_fat_id | epik | ys?clid | _openstat
    | guccounter | guce_referrer(?:_sig)? | cmpid | s_kwcid | spref | sr_share | wickedid | xtor
    | ref_src | ref_url | jsessionid | phpsessid )(?:=.*)?""",
    re.VERBOSE,
)
# `ref` may name a thing (a reference number), so only these values of it are known to be idle.
_IDLE_REF = re.compile(
    r"""ref=(?: e?mail | facebook | fb | feed | google | home | homepage | instagram | linkedin
    | mobile | news | newsletter | push | rss | share | sharing | social | t\.co | telegram | tg
    | tw | twitter | whatsapp | x )""",
    re.VERBOSE,
)
_PRINT_VIEW = re.compile(r"print(?:=(?:1|print|true|yes)?)?|tmpl=component")
# What Joomla's links to a print view carry besides.
_PRINT_EXTRA = re.compile(r"page(?:=[0-9]*)?|layout=default")
_AMP_VIEW = re.compile(r"amp(?:=(?:1|true)?)?|(?:format|tmpl)=amp|outputtype=amp(?:-type)?")

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# White space, and the invisible marks that come along when an address is copied out of a text.
_ENDS = "".join(
    chr(code)
    for code in (*range(0x3001), 0xFEFF)
    if chr(code).isspace() or category(chr(code)) == "Cf"
)

# An address that is clean as it stands, as nearly all are that were cleaned before.
_CLEAN = re.compile(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+"
)
_CLEAN_LENGTH = 250  # so that no host in it is too long

_AUTHORITY = re.compile(
    r"(?:[^@\s%]*@)?"  # credentials
    r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:@%\[\]]+))"
    r"(?::(?P<port>[0-9]{0,5}))?"
)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")

_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PIECES = re.compile(r"%[0-9A-F]{2}|[A-Za-z0-9._~\-\u0080-\U0010ffff]+|.", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/:@!$&'()*+,;="
_QUERY_SAFE = _PATH_SAFE + "?"

_K2_PATH = re.compile(r"/item/([0-9]{1,18})(?=$|[-:._/])", re.IGNORECASE)
_K2_ID = re.compile(r"([0-9]{1,18})(?=$|[-:])")


@lru_cache(maxsize=256)  # one page's own address is asked for again and again
def canonical_url(url: str, base: str | None = None) -> str:
    """The address as it is fetched, shown and stored; idempotent.

    Absolute, scheme and host in lower case (host in its ASCII form), without default port,
    credentials, fragment, trailing slash, tracking parameters, and the parameters of print
    and AMP views; the other parameters sorted by name; dot segments resolved; percent-encoding
    as RFC 3986 section 6.2.2 has it, over NFC where it holds UTF-8. Escapes that are no UTF-8
    (windows-1256 slugs) and double encoding stay as they are.

    Args:
        url: absolute, or relative to `base`, as found in a page or feed.
        base: the absolute address of the page it was found in.

    Raises:
        ValueError: not an http(s) address, or one made to be read in two ways.
    """
    if len(url) <= _CLEAN_LENGTH and _CLEAN.fullmatch(url):
        return url
    url = _stripped(url)
    if base is not None:
        url = urljoin(_stripped(base), url)
    if len(url) > MAX_LENGTH:
        raise ValueError(f"address longer than {MAX_LENGTH} characters")
    if "\\" in url:
        raise ValueError("address with a backslash: browsers and libraries read it differently")
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http or https address: {url[:80]!r}")
    host = _authority(parts.netloc, _DEFAULT_PORTS[parts.scheme])
    path = _without_dots(_encoded(parts.path, _PATH_SAFE)).rstrip("/") or "/"
    query = _clean_query(_encoded(parts.query, _QUERY_SAFE))
    cleaned = f"{parts.scheme}://{host}{path}" + (f"?{query}" if query else "")
    if len(cleaned) > MAX_LENGTH:
        raise ValueError(f"address longer than {MAX_LENGTH} characters")
    return cleaned


def url_key(url: str) -> str:
    """What equal addresses share: compare it, never fetch or show it.

    On top of `canonical_url`: no scheme; `www.` and mobile hosts, Joomla's `/index.php`, a
    closing `/amp` and doubled slashes folded; punctuation that software escapes at will
    unescaped; Joomla parameters dropped where they only repeat a default.

    Raises:
        ValueError: only where `canonical_url` does.
    """
    url = canonical_url(url)
    parts = urlsplit(url)
    path = plain_punctuation(parts.path)
    if "//" in path:
        path = re.sub(r"//+", "/", path)
    if "/index.php" in path:
        path = re.sub(r"/index\.php(?=/|$)", "", path, count=1)
    path = re.sub(r"(?<=[^/])/amp$", "", path).rstrip("/")
    parameters = [plain_punctuation(one) for one in parts.query.split("&") if one]
    meaningful = _without_joomla_defaults(parameters, has_path=bool(path))
    return host_key(url) + (path or "/") + ("?" + "&".join(meaningful) if meaningful else "")


def host_key(url: str) -> str:
    """`host[:port]` with `www.` and mobile prefixes folded: one crawl at a time for each.

    Raises:
        ValueError: where `canonical_url` does.
    """
    host, port = _host_and_port(url)
    return host + port


def same_site(a: str, b: str) -> bool:
    """Whether both addresses are on one host, or one on a sub-domain of the other's.

    `www.` and mobile prefixes and the scheme do not count; a port that is written out does.

    Raises:
        ValueError: where `canonical_url` does.
    """
    (host_a, port_a), (host_b, port_b) = _host_and_port(a), _host_and_port(b)
    if port_a != port_b:
        return False
    return host_a == host_b or _is_under(host_a, host_b) or _is_under(host_b, host_a)


def k2_item_id(url: str) -> str | None:
    """The numeric id of a Joomla K2 item's address, print views included; else None.

    `/item/1234-slug`, `/item/1234:slug`, `/component/k2/item/1234`, and
    `index.php?option=com_k2&view=item&id=1234:slug`; the colon may be escaped.
    """
    try:
        parts = urlsplit(canonical_url(url, base="http://relative.invalid/"))
    except ValueError:
        return None
    path = plain_punctuation(parts.path)
    found = _K2_PATH.search(path)
    if found is None:
        pairs = (one.partition("=") for one in plain_punctuation(parts.query).split("&"))
        query = {name.lower(): value for name, _, value in pairs}
        of_k2 = query.get("option", "").lower() == "com_k2" or "/component/k2" in path.lower()
        if of_k2 and query.get("view", "").lower() == "item":
            found = _K2_ID.match(query.get("id", ""))
    number = found[1].lstrip("0") if found else ""
    return number or None


def _stripped(url: str) -> str:
    return _CONTROLS.sub("", url).strip(_ENDS)


def _authority(netloc: str, default_port: str) -> str:
    """`host[:port]` of what stands between the slashes, credentials dropped."""
    found = _AUTHORITY.fullmatch(netloc)
    if found is None:
        raise ValueError(f"no usable host: {netloc[:80]!r}")
    port = (found["port"] or "").lstrip("0")
    if found["port"] and not 1 <= int(port or 0) <= 65535:
        raise ValueError(f"no such port: {found['port']}")
    host = f"[{IPv6Address(found['ipv6'])}]" if found["ipv6"] else _ascii_host(found["name"])
    return host if port in ("", default_port) else f"{host}:{port}"


def _ascii_host(name: str) -> str:
    host = name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")
    host = host.lower().removesuffix(".")
    if not _HOST.fullmatch(host):
        raise ValueError(f"no usable host: {name[:80]!r}")
    return host


def _encoded(part: str, safe: str) -> str:
    """Normalised percent-encoding: what needs no escape has none, all else has one."""
    readable = _ESCAPES.sub(_readable, _STRAY_PERCENT.sub("%25", part))
    return _PIECES.sub(lambda found: _encoded_piece(found[0], safe), readable)


def _readable(escapes: re.Match[str]) -> str:
    """UTF-8 letters and unreserved characters out of their escapes, the rest left in them."""
    raw = bytes.fromhex(escapes[0].replace("%", ""))
    return "".join(map(_readable_character, raw.decode("utf-8", "surrogateescape")))


def _readable_character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        return f"%{code - 0xDC00:02X}"
    return character if code > 0x7F or character in _UNRESERVED else f"%{code:02X}"


def _encoded_piece(piece: str, safe: str) -> str:
    # Composing stays inside a run of text: `=` and a combining stroke must not become `≠`.
    if piece in safe or piece.startswith("%"):
        return piece
    return quote(normalize("NFC", piece), safe="")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _clean_query(query: str) -> str:
    # `&amp;` in an address is a feed that escaped twice.
    unescaped = re.sub(r"(?:^|(?<=&))(?:amp;)+", "", query)
    parameters = [one for one in unescaped.split("&") if one.strip("=")]
    idle = [_TRACKING, _IDLE_REF, _PRINT_VIEW, _AMP_VIEW]
    if any(_PRINT_VIEW.fullmatch(one.lower()) for one in parameters):
        idle.append(_PRINT_EXTRA)
    kept = [one for one in parameters if not any(each.fullmatch(one.lower()) for each in idle)]
    return "&".join(sorted(kept, key=_name))  # by name only: the order of values may matter


def _name(parameter: str) -> str:
    return parameter.partition("=")[0]


def plain_punctuation(part: str) -> str:
    """Escapes undone that some software writes and some does not, with one meaning."""
    if "%" not in part:
        return part
    return re.sub(r"%(?:2[1789AC]|3A|40)", lambda found: chr(int(found[0][1:], 16)), part)


def _without_joomla_defaults(parameters: list[str], has_path: bool) -> list[str]:
    lowered = {one.lower() for one in parameters}
    names = {_name(one) for one in lowered}
    idle = {"start=0", "start=", "limitstart=0", "limitstart=", "layout=default"}
    if "view=item" in lowered:
        idle.add("layout=item")
    # A menu item's number decides what is shown only where nothing else does.
    menu_is_idle = has_path or "id" in names
    return [
        one
        for one in parameters
        if one.lower() not in idle and not (menu_is_idle and _name(one).lower() == "itemid")
    ]


@lru_cache(maxsize=256)  # of a page that is under way, some ten times
def _host_and_port(url: str) -> tuple[str, str]:
    """The folded host, and `:port` or nothing."""
    parts = urlsplit(canonical_url(url))
    port = f":{parts.port}" if parts.port else ""
    return _folded(parts.netloc.removesuffix(port)), port


@lru_cache(maxsize=256)  # the hosts of a page's addresses are few
def _folded(host: str) -> str:
    if _is_address(host):
        return host
    while (rest := re.sub(r"^(?:www\d?|m|mobile|amp|wap)\.", "", host)) != host and "." in rest:
        host = rest
    return host


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _is_under(host: str, parent: str) -> bool:
    return "." in parent and host.endswith("." + parent) and not _is_address(parent)
