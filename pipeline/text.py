"""Tidies text that came from outside: white space, invisible characters, direction.

It changes how text is stored and shown, never what it says: spelling, tatweel and vowel
marks stay as printed (folding them is `pipeline.folding`'s).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal


def word_set(text: str) -> frozenset[str]:
    """The words of a text, in no order: a legible way to write down a long set."""
    return frozenset(text.split())


_ZWNJ: Final = "\u200c"
_ZWJ: Final = "\u200d"

#: what prints nothing, or what no database or XML parser takes: controls that are no white
#: space, direction marks, soft hyphens, byte order marks, surrogates, noncharacters; not the
#: two joiners, which decide how a word is written
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINERS: Final = re.compile(f"[{_ZWNJ}{_ZWJ}]+")
_NO_LETTER: Final = re.compile(r"[\W_]+")
#: the same in ASCII, as bytes
_NO_ASCII_LETTER: Final = bytes(code for code in range(0x80) if not chr(code).isalnum())
_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: languages and scripts written from right to left (Unicode, scriptMetadata)
_RTL_LANGUAGES: Final = word_set("ar arc azb ckb dv fa glk he iw lrc mzn pnb ps sd ug ur yi")
_RTL_SCRIPTS: Final = word_set("adlm arab aran hebr mand nkoo rohg samr syrc thaa")


def clean(text: str) -> str:
    """One line of text: runs of white space are one space, invisible characters are gone.

    A zero-width non-joiner stays between letters, where it is spelling (Persian, Bengali), and
    a joiner after an Indic virama or between emoji. Idempotent; the result is valid Unicode.
    """
    bare = text.strip()
    # nearly all are clean: white space is one kind of space in a printable text
    if bare.isprintable() and "  " not in bare and (bare.isascii() or _is_visible(bare)):
        return bare
    text = _INVISIBLE.sub("", text)
    if _ZWNJ in text or _ZWJ in text:
        text = _JOINERS.sub(_needed_joiner, text)
    return " ".join(text.split())


def _is_visible(printable: str) -> bool:
    """Whether there is surely nothing invisible in a printable text.

    Five invisible characters up to U+FFFF count as printable, and what lies beyond takes a longer
    look.
    """
    text = printable
    return (
        "\u034f" not in text
        and "\u17b4" not in text
        and "\u17b5" not in text
        and "\u3164" not in text
        and "\uffa0" not in text
        and len(text.encode("utf-16-le")) == 2 * len(text)
    )


def _needed_joiner(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()] or " "
    after = found.string[found.end() : found.end() + 1] or " "
    kinds = unicodedata.category(before)[0] + unicodedata.category(after)[0]
    if _ZWNJ in found[0] and kinds in ("LL", "LM", "ML", "MM"):
        return _ZWNJ
    if _ZWJ not in found[0]:
        return ""
    after_virama = unicodedata.combining(before) == 9
    in_emoji = kinds == "SS" or (before == "\ufe0f" and kinds[1] == "S")
    return _ZWJ if after_virama or in_emoji else ""


def letters_of(text: str) -> str:
    """The letters and figures of a text, run together, in the same case and of whatever script."""
    # nearly all else is ASCII, and goes in a tenth of the time that looking for it takes
    rest = text.encode("utf-8", "surrogatepass").translate(None, _NO_ASCII_LETTER)
    bare = rest.decode("utf-8", "surrogatepass")
    return bare if text.isascii() or bare.isalnum() else _NO_LETTER.sub("", bare)


def direction(text: str, language: str | None) -> Literal["rtl", "ltr"]:
    """Which way a text runs.

    Its language says (BCP 47, a script subtag first), unless all its letters run the other way;
    where the language is not known, the majority of the letters says.
    """
    kinds = [unicodedata.bidirectional(character) for character in text]
    right, left = kinds.count("R") + kinds.count("AL"), kinds.count("L")
    if language is None or (right + left and not (right and left)):
        return "rtl" if right > left else "ltr"
    return "rtl" if _written_right_to_left(language) else "ltr"


def _written_right_to_left(language: str) -> bool:
    first, *others = language.lower().replace("_", "-").split("-")
    script = next((one for one in others if len(one) == 4 and one.isalpha()), None)
    return script in _RTL_SCRIPTS if script else first in _RTL_LANGUAGES


def isolate(text: str) -> str:
    """The text in a first-strong isolate, so that it cannot reorder what stands around it.

    Direction marks inside it are dropped: an unpaired one would end the isolate early.
    """
    return f"\u2068{_DIRECTION_MARKS.sub('', text)}\u2069"
