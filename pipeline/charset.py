"""Turns the bytes of a page into text, whatever its header and its own tags claim.

The bytes are asked first: UTF-8 can hardly be met by accident. Then the claims, in order, as
long as the bytes do not speak against them; then what can be seen of Arabic and French. It never
raises, and it does not undo content encodings such as gzip.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from pipeline.byte_counts import has_controls

#: where a page may declare its charset; browsers look at 1 KiB, templates put more before it
_HEAD: Final = 4096

#: Python codec → labels that mean it. What the WHATWG Encoding Standard calls them, in its words
#: (https://encoding.spec.whatwg.org/#names-and-labels); a codec that is not listed is not
#: believed, for Python has some that run code-like escapes or take quadratic time
_LABELS: Final = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2 csunicode iso-10646-ucs-2",
    "utf-16-be": "utf-16be unicodefffe",
    "windows-1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1"
    " l1 ascii us-ascii ansi_x3.4-1968 cp819 ibm819 iso-ir-100",
    "windows-1256": "windows-1256 cp1256 x-cp1256",
    "iso-8859-6": "iso-8859-6 iso8859-6 iso88596 iso_8859-6 iso-8859-6-e iso-8859-6-i arabic"
    " asmo-708 ecma-114 csisolatinarabic iso-ir-127",
    "iso-8859-2": "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2",
    "iso-8859-5": "iso-8859-5 iso8859-5 iso_8859-5 cyrillic",
    "iso-8859-7": "iso-8859-7 iso8859-7 iso_8859-7 greek",
    "iso-8859-8": "iso-8859-8 iso8859-8 iso-8859-8-i iso_8859-8 hebrew logical visual",
    "iso-8859-13": "iso-8859-13 iso8859-13",
    "iso-8859-15": "iso-8859-15 iso8859-15 iso_8859-15 latin9 l9",
    "windows-1250": "windows-1250 cp1250 x-cp1250",
    "windows-1251": "windows-1251 cp1251 x-cp1251",
    "windows-1253": "windows-1253 cp1253 x-cp1253",
    "windows-1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5",
    "windows-1255": "windows-1255 cp1255 x-cp1255",
    "windows-1257": "windows-1257 cp1257 x-cp1257",
    "windows-1258": "windows-1258 cp1258 x-cp1258",
    "cp874": "windows-874 dos-874 tis-620 iso-8859-11 iso8859-11",
    "koi8-r": "koi8-r koi8 koi koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman",
    "gb18030": "gb18030 gbk gb2312 gb_2312 gb_2312-80 x-gbk chinese",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp949": "euc-kr korean ks_c_5601-1987 ksc5601 windows-949",
}
_CODECS: Final = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}

_ARABIC: Final = ("windows-1256", "iso-8859-6")
_UTF16: Final = ("utf-16-le", "utf-16-be")
_LAST_RESORT: Final = "windows-1252"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOM_BYTES: Final = tuple(bom for bom, _ in _BOMS)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,>]+)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_META: Final = re.compile(r"<meta\s[^>]*", re.IGNORECASE)

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

#: evidence is gathered from the first words with any byte beyond ASCII
_EVIDENCE: Final = 20_000
_FOREIGN_BYTES: Final = re.compile(
    rb"(?<![A-Za-z])[A-Za-z]{0,40}[\x80-\xff][A-Za-z\x80-\xff]{0,40}"
)
#: a run of letters, vowel marks and bytes that could not be decoded
_WORD: Final = re.compile(r"(?:[^\W\d_]|[\u064b-\u0652\ufffd])+")
_ARABIC_WORD: Final = re.compile(r"[\u0621-\u063a\u0640-\u0652\u067e\u0686\u0698\u06a9\u06af]{2,}")
_WITH_ARTICLE: Final = re.compile(r"[وفبك]?ال..")
#: four letters in ten of an Arabic text; of Russian in KOI8 that is taken for one, hardly any
_FREQUENT: Final = frozenset("لمنهوي")
_FREQUENT_SHARE: Final = 0.25

#: what French prints beyond ASCII, in words and around them
_FRENCH_PRINT: Final = frozenset("àâæçèéêëîïôœùûüÿÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸ«»‹›“”‘’–—…·•°€§©®™\u00a0")
#: words that make up a quarter of any French text, and that its neighbours do not have
_FRENCH_WORD: Final = re.compile(
    rb"(?<![A-Za-z\x80-\xff])(?:l[ea]s?|d[ue]s?|une?|et|est|dans|pour|que|qui|sur|avec|par|aux?)"
    rb"(?![A-Za-z\x80-\xff])|(?<![A-Za-z\x80-\xff])[dlnscj]['\x92]",
    re.IGNORECASE,
)
#: for one letter beyond ASCII French has about three such words; one in that many will do
_LETTERS_A_WORD: Final = 8

#: codecs of other scripts, in whose words no Latin letters stand
_OTHER_SCRIPTS: Final = frozenset(
    (
        *("windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "windows-1253", "iso-8859-7"),
        *("windows-1255", "iso-8859-8", "cp874", *_ARABIC),
    )
)
_MIXED_WORD: Final = re.compile(r"(?:[a-zA-Z][^\W\d_a-zA-Z]|[^\W\d_a-zA-Z][a-zA-Z])")
#: in CJK text Latin words stand between letters without a space, but not most of the time
_MOSTLY_MIXED: Final = 0.5
_OFTEN_MIXED: Final = 0.2
_WIDE: Final = frozenset(("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"))
#: of UTF-16, one byte in this many is zero: its spaces, its markup
_ZEROES: Final = 50


class _Arabic(NamedTuple):
    """How Arabic some bytes look when one codec reads them, each from 0 to 1."""

    #: of the letters in words with any letter beyond ASCII, those in wholly Arabic words
    share: float
    #: of the wholly Arabic words, those with the definite article
    article: float
    #: of the letters in wholly Arabic words, those that any text has often
    frequent: float

    @property
    def likelihood(self) -> float:
        return 2 * self.share + self.article + self.frequent

    @property
    def is_certain(self) -> bool:
        """Whether hardly anything else would look like that."""
        return self.share >= 0.8 and (self.article >= 0.05 or self.frequent >= _FREQUENT_SHARE)


class PageText(NamedTuple):
    """A page as text."""

    text: str
    #: the same in UTF-8, for those who parse it
    encoded: bytes


def decode_page(body: bytes, content_type: str) -> str:
    """The page as text, free of NUL and of the other C0 controls but tab and line ends.

    Args:
        body: the page's bytes, content encodings undone.
        content_type: the Content-Type header's value, "" if there was none.
    """
    return page_text(body, content_type).text


def page_text(body: bytes, content_type: str) -> PageText:
    """As `decode_page`, with what `str.encode` would make of it, which nearly always is there."""
    # Bytes are looked over many times faster than characters, and no codec makes a control of
    # any other byte.
    is_free = not has_controls(body)
    if is_free and not body.startswith(_BOM_BYTES):
        try:
            return PageText(body.decode(), body)
        except UnicodeDecodeError:
            pass
    text = _decoded(body, content_type).removeprefix("\ufeff")
    text = text if is_free else _CONTROLS.sub("", text)
    return PageText(text, text.encode("utf-8", "replace"))


def _decoded(body: bytes, content_type: str) -> str:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return _read(body, codec)
    if (utf8 := _as_utf8(body)) is not None:
        return utf8
    sample = b" ".join(word[0] for word in islice(_FOREIGN_BYTES.finditer(body), _EVIDENCE))
    seen = {codec: _arabic_in(_read(sample, codec)) for codec in _ARABIC}
    best = max(_ARABIC, key=lambda codec: seen[codec].likelihood)
    for codec in _claims(body, content_type):
        text = _read(body, codec)
        if _sensible(body, text, codec, seen.get(codec), seen[best]):
            return text
    return _read(body, best if seen[best].share > 0.5 else _LAST_RESORT)


def _read(body: bytes, codec: str) -> str:
    """Decoded, broken bytes replaced, a character that is cut off at the end left out."""
    return codecs.getincrementaldecoder(codec)("replace").decode(body)


def _as_utf8(body: bytes) -> str | None:
    """The text if it is UTF-8 by its own bytes, a few of which may be broken.

    Other charsets hardly ever form a valid sequence, so two for each broken byte are proof.
    Plain ASCII is settled here too, unless controls in it hint at UTF-16 or ISO-2022-JP.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = _read(body, "utf-8")
    else:
        if not body.isascii():
            return text
    if body.isascii():
        return None if _CONTROLS.search(text) else text
    broken = text.count("\ufffd") - body.count("\ufffd".encode())
    valid = _beyond_ascii(text) - broken
    return text if valid > 2 * broken else None


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _claims(body: bytes, content_type: str) -> Iterator[str]:
    """The codecs that the header and then the page's own tags name, if they say anything.

    UTF-8 is ruled out by now, and windows-1252 is what servers say without knowing: it stays
    the last resort.
    """
    head = _COMMENT.sub("", body[:_HEAD].decode("latin-1"))
    for claim in (content_type, *_META.findall(head)):
        found = _CHARSET.search(claim)
        codec = _CODECS.get(found[1].lower()) if found else None
        # A tag that could be read as ASCII is not in UTF-16, whatever it says.
        if codec in (None, "utf-8", _LAST_RESORT) or (
            codec in _UTF16 and claim is not content_type
        ):
            continue
        yield codec


def _arabic_in(text: str) -> _Arabic:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    arabic = [word for word in words if _ARABIC_WORD.fullmatch(word)]
    if not arabic:
        return _Arabic(0.0, 0.0, 0.0)
    with_article = sum(1 for word in arabic if _WITH_ARTICLE.match(word))
    letters = sum(map(len, arabic))
    frequent = sum(letter in _FREQUENT for word in arabic for letter in word)
    return _Arabic(letters / sum(map(len, words)), with_article / len(arabic), frequent / letters)


def _sensible(body: bytes, text: str, codec: str, claimed: _Arabic | None, best: _Arabic) -> bool:
    """Whether the bytes bear a claim out: all but 1 % decode, and they are nothing else.

    Args:
        body: the page's bytes.
        text: the page as the claimed codec reads it.
        codec: the claimed one.
        claimed: how Arabic that looks, None if the claim is of another script.
        best: how Arabic the bytes look to the likelier of the Arabic codecs.
    """
    foreign = _beyond_ascii(text)
    if text.count("\ufffd") * 100 > foreign:
        return False
    if codec in _UTF16:
        return body.count(0) * _ZEROES > len(body)
    mixed = _mixed_share(text)
    if (codec in _OTHER_SCRIPTS and mixed > _OFTEN_MIXED) or (
        codec in _WIDE and mixed > _MOSTLY_MIXED
    ):
        return False
    if claimed is not None:
        return claimed.share > best.share - 0.15
    return not best.is_certain and not _is_better_french(body, text)


def _mixed_share(text: str) -> float:
    """Of the words with letters beyond ASCII, those in which Latin letters stand beside them."""
    found = (word[0] for word in _WORD.finditer(text) if not word[0].isascii())
    words = list(islice(found, _EVIDENCE))
    return sum(map(bool, map(_MIXED_WORD.search, words))) / len(words) if words else 0.0


def _is_better_french(body: bytes, claimed: str) -> bool:
    """Whether the bytes are French, and print fewer oddities as windows-1252 than as claimed."""
    western = _read(body, _LAST_RESORT)
    foreign = _beyond_ascii(western)
    words = sum(1 for _ in _FRENCH_WORD.finditer(body))
    return 0 < foreign <= words * _LETTERS_A_WORD and _odd(western) < _odd(claimed)


def _odd(text: str) -> int:
    """Characters beyond ASCII that French does not print."""
    foreign = {char for char in set(text) if not char.isascii()} - _FRENCH_PRINT
    return sum(map(text.count, foreign))
