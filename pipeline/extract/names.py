"""Finds the people that a field or line for authors names, in any language.

Labels, jobs, several names in one string, and whatever stands there without being a person:
the outlet, a desk, an agency, an address, a handle. Arabic names are read by
`pipeline.press.credits`, which knows how they are built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.press import byline_words as words
from pipeline.press import words as press
from pipeline.press.credits import agencies_in, authors_in
from pipeline.press.words import key

_LONGEST: Final = 200
_LONGEST_NAME: Final = 50
_MOST_WORDS: Final = 6

_ARABIC: Final = re.compile(r"[\u0620-\u064a]")
#: «نشر بواسطة …» before a name, «… في 20 نوفمبر» after it
_ARABIC_PUBLISHED: Final = re.compile(r"^\s*(?:تم\s+)?(?:ال)?نُ?شر(?:ه|ت)?\s+(?=بواسطة|بقلم|من)")
_ARABIC_DATE: Final = re.compile(r"\s*(?:\b(?:في|بتاريخ|يوم)\s+)?[|،,·-]?\s*[0-9٠-٩۰-۹].*$")
_ADDRESS: Final = re.compile(
    r"\S*@\S*|https?://\S+|www\.\S+|(?<![\w.])[\w-]+\.(?:com|net|org|info|de|fr|at|ch|tn|dz|ma|it|es|nl|be|pl|eu|lu|dk|tv|co\.\w\w)\b",
    re.I,
)
_LABEL: Final = re.compile(
    rf"^\W*(?:(?:{'|'.join(words.LATIN_BYLINE_LABELS)})(?:\s*:\s*|\s+(?=\S))|(?:{'|'.join(words.LATIN_COLON_LABELS)})\s*:\s*)",
    re.I,
)
#: «3. Mai 2020 von …», "Posted on May 3 by …", «Artikel von …»
_LABEL_INSIDE: Final = re.compile(
    rf"(?:\d\W*|\b(?:{'|'.join(words.LATIN_PIECES)})\b[^.,|]{{0,40}}?\s)(?:{'|'.join(words.LATIN_INNER_LABELS)})\s+(?=\S)",
    re.I,
)
#: «Datum: 19.11.2021 Autor: Jane Roe Quelle: Manara»
_COLON_INSIDE: Final = re.compile(
    rf"(?:^|\s)(?:{'|'.join(words.LATIN_COLON_LABELS)})\s*:\s*(?=\S)", re.I
)
#: the label of the next thing in a line, behind a name
_NEXT_LABEL: Final = re.compile(r"\s*[|•»].*$|\s+[^\W\d_][\w-]*\s*:.*$")
_BETWEEN: Final = re.compile(
    r"\s*[;|•·/\n&+،؛,]\s*|\s+[–—-]\s+|\s+(?:and|und|et|y|e|en|og|och|och|with|avec|mit)\s+(?=[^\W\d_])",
    re.I,
)
_BRACKETS: Final = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
#: where a name ends and something else begins
_TAIL: Final = re.compile(
    r"\s+(?i:for)\s+(?:(?i:the)\s+)?[A-Z].*$"
    r"|\s+(?:in|at|from|pour|à|für|aus|bei|en|is|ist|est|has|writes|schreibt|on|am|vom|um|le|den)\s.*$"
    r"|\s*[:–—].*$|\s+(?:on|am|vom|le|in|at|im)$"
)
#: a date or a clock: no name goes on after it; a month is one beside figures, and no «Jan Roe»
_DATE: Final = re.compile(
    rf"(?:^|(?<=[\s,|(]))(?:\d[\d./:]*|(?:{'|'.join(words.LATIN_DAYS_AND_MARKS)})"
    rf"|(?:{'|'.join(words.LATIN_MONTHS)})(?=\.?,?\s*\d))\b.*$",
    re.I,
)
_LEGAL: Final = re.compile(r"\b(?:GmbH|e\.\s?V\.|KG|AG|Ltd|Inc|LLC|S\.A\.|SARL)(?!\w)")
_KOREAN: Final = re.compile(r"(?:^|\S+\s+)?([가-힣]{2,4})\s+(?:기자|특파원|논설위원)")
_NAME_WORD: Final = re.compile(r"[^\W\d_][\w.'’´`ʼ-]*")
_HANDLE: Final = re.compile(r"[^\W_][\w.-]{1,30}")
_DEGREES: Final = words.DEGREES
_PARTICLES: Final = words.PARTICLES
#: words that no person's name has, as keys
NO_PERSON: Final = (
    press.DESKS | press.LATIN_DESKS | press.SOME_AGENCIES | press.AGENCY | words.NO_AUTHORS
)
_LABEL_KEYS: Final = frozenset(
    map(key, (*words.LATIN_BYLINE_LABELS, *words.LATIN_COLON_LABELS, *words.LATIN_PIECES))
)


def names_in(
    text: str, outlets: frozenset[str], *, marked: bool = True, certain: bool = True
) -> Iterator[str]:
    """The people that a field or line for authors names, as printed, without labels and jobs.

    Args:
        text: such as "By Jane Roe and John Doe, Reuters".
        outlets: keys of the outlet's names, which are no people's.
        marked: whether the place is certain to name the author; a line that may hold all
            sorts of details must have a label.
        certain: whether nothing but names is to be expected, as in a claim.
    """
    if len(text) > _LONGEST or key(text) in outlets or _LEGAL.search(text):
        return
    first, comma, _ = text.partition(",")
    if certain and comma and "." in first and key(first) in outlets:
        return  # the outlet with its place: «manara.example, Tunis, Tunisia»
    if _ARABIC.search(text):
        yield from _arabic_names(text, outlets, marked=marked)
        return
    if not (marked or has_label(text) or _LABEL_INSIDE.search(text)):
        return
    bare = _BRACKETS.sub(" ", _ADDRESS.sub(" ", text))
    if not certain and (colon := _COLON_INSIDE.search(bare)):
        bare = _NEXT_LABEL.sub("", bare[colon.end() :])
    label = _LABEL.match(bare)
    while label:
        bare = bare[label.end() :]
        label = _LABEL.match(bare)
    if not certain and (inside := _LABEL_INSIDE.search(bare)):
        bare = bare[inside.end() :]
    if dated := _DATE.search(bare):
        bare = bare[: dated.start()] if dated.start() > 1 else ""
    for part in _parts(bare, certain=certain):
        inner = _LABEL.match(part)
        name = _TAIL.sub("", part[inner.end() :] if inner else part).strip(" \"'“”„«»*,.:-_>")
        if re.search(r"\b\w\.$", part.rstrip()) and not name.endswith("."):
            name += "."  # «Nicolas Gutierrez C.»
        if _is_name(name, outlets, certain=certain):
            yield name


def _arabic_names(text: str, outlets: frozenset[str], *, marked: bool) -> Iterator[str]:
    """As `pipeline.press.credits` does; one word alone only after a label or if people have it."""
    line = _ARABIC_DATE.sub("", _ARABIC_PUBLISHED.sub("", text))
    labelled = any(press.LABELS.get(key(word)) for word in line.split()[:2])
    for name in authors_in(line if labelled or not marked else f"بقلم: {line}"):
        certain = labelled or " " in name or key(name) in press.GIVEN_NAMES
        if certain and key(name) not in outlets:
            yield name


def _parts(text: str, *, certain: bool) -> list[str]:
    """The parts that may each be a name; in a printed line, none of one word beside longer ones."""
    parts = [part for part in _BETWEEN.split(_KOREAN.sub(r"\1,", text)) if part and part.strip()]
    longer = any(len(_LABEL.sub("", part).split()) > 1 for part in parts)
    if certain or not longer or not text.isascii():
        return parts
    return [part for part in parts if len(part.split()) > 1]


def _is_name(name: str, outlets: frozenset[str], *, certain: bool) -> bool:
    """Whether it may be a person's name, or the handle that one signs with.

    A claim is believed where it writes the second of two words small.
    """
    words = name.split()
    keys = [key(part) for word in words for part in word.split("-")]
    if not 0 < len(name) <= _LONGEST_NAME or not 1 <= len(words) <= _MOST_WORDS:
        return False
    whole = "".join(keys)
    if (
        len(whole) < 2
        or whole in _LABEL_KEYS
        or whole in outlets
        or whole in press.DESKS_ALONE
        or whole.isdigit()
    ):
        return False
    if not NO_PERSON.isdisjoint(keys) or _is_agency(name) or set(keys) <= _DEGREES:
        return False
    if len(words) > 1 and any(len(one) > 2 and one in outlets for one in keys):
        return False
    if len(words) == 1:
        if "admin" in whole:
            return False
        return _HANDLE.fullmatch(name) is not None and (len(name) > 2 or not name.isascii())
    if not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    small = [word for word in words if word[0].islower() and key(word) not in _PARTICLES]
    return not small or (len(words) == 2 and (small == words or (certain and small == words[1:])))


def _is_agency(name: str) -> bool:
    return bool(agencies_in(name)) or key(name) in press.AGENCY_KEYS


def has_label(text: str) -> bool:
    """Whether a line says that it names the author."""
    if _LABEL.match(text) or _COLON_INSIDE.search(text):
        return True
    inside = _LABEL_INSIDE.search(text)
    return bool(inside and inside[0][0].isdigit())


def without_label(text: str) -> str:
    """A line without the label at its head: "By Jane Roe" → "Jane Roe"."""
    label = _LABEL.match(text)
    return text[label.end() :] if label else text
