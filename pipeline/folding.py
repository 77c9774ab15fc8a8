"""Folds a text for reading set forms in it, such as dates, credits and names.

Letters and digits become what `pipeline.arabic.normalise` makes of them, one by one;
punctuation becomes ASCII, and ASCII stays as it is, capitals too («12:54 EST»). The result
is compared, never shown.
"""

from __future__ import annotations

import codecs
from typing import Final

from pipeline.arabic import normalise

_ASCII_PUNCTUATION: Final = dict(zip("،؍؛؟٪‐‑‒–—―−‘’ʼ", ",/;?%-------'''", strict=True))


class _Table(dict[int, str]):
    """What `fold` makes of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char if char.isascii() else normalise(char)
        if code < 0x10000:  # the table stays small whatever a hostile page holds
            self[code] = folded
        return folded


_TABLE: Final = _Table(str.maketrans(_ASCII_PUNCTUATION))

#: What nearly all texts are made of, at most 256 characters of which none becomes more than one:
#: a text of these alone is folded as bytes, in a third of the time.
_USUAL: Final = (
    "".join(map(chr, (*range(0x80), *range(0x621, 0x63B), *range(0x640, 0x653))))
    + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹پچژگکیە،؛؟«»–—‘’“”•·°º\xa0\u200b\u200c\u200d\u200e\u200f"
    + "ÀÂÇÉÈÊÎÔÖÜàâäáãçéèêëíîïñóôöúùûüğış"
).ljust(256, "\ufffe")
_OF_BYTES: Final = codecs.charmap_build(_USUAL)
_FOLDED: Final = [char.translate(_TABLE) for char in _USUAL]
_BYTES: Final = bytes(max(_USUAL.find(folded), 0) for folded in _FOLDED)
_DROPPED: Final = bytes(at for at, folded in enumerate(_FOLDED) if not folded)


def fold(text: str) -> str:
    """`«الثّلاثاء ٢٣ أفريل»` → `«الثلاثاء 23 افريل»`."""
    if text.isascii():
        return text
    try:
        usual, _ = codecs.charmap_encode(text, "strict", _OF_BYTES)
    except UnicodeEncodeError:
        return text.translate(_TABLE)
    return codecs.charmap_decode(usual.translate(_BYTES, _DROPPED), "strict", _USUAL)[0]
