"""Which tokens an article must have for a query to hold, so that an index can find the few.

Pure and coarse, as guards are: an article that has them may still not hold, but every article
that holds has them. Read backwards are here the rules by which `pipeline.arabic` takes words from
behind proclitics and `pipeline.arabic_endings` takes their endings off; a test holds the two
against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final

from pipeline.arabic_endings import begun_otherwise
from pipeline.topics.expressions import (
    AllOf,
    AnyOf,
    AtLeast,
    By,
    Expression,
    Near,
    Query,
    Term,
)
from pipeline.topics.latin_endings import latin_begun_otherwise
from pipeline.topics.tokens import LONGEST, SOUND, token

#: behind a token that stands for all that begin so
PREFIX: Final = "*"
#: Tokens that one query may look for: each is read from the index by itself, of 10,161 articles in
#: some 55 µs. A list of thirty names in all their spellings takes as many.
_MOST: Final = 4_000
#: letters of a beginning that is worth looking for: shorter ones are of half the words
_SHORTEST_PREFIX: Final = 3
#: how many words a letter more makes rarer by
_RARER_BY_LETTER: Final = 2.0

#: what `bare_words` takes off: a conjunction, then a preposition, the article or both
_PROCLITICS: Final = tuple(
    conjunction + rest
    for conjunction, rest in product(
        ("", "و", "ف"), ("", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل")
    )
)
#: and what is heard of them
_PROCLITICS_HEARD: Final = tuple(
    conjunction + rest
    for conjunction, rest in product(("", "f"), ("", "b", "k", "l", "s", "bl", "kl"))
)
#: The last letters of nouns that endings change, in normal form, and what stands there instead:
#: سيارة سيارتين سيارات, مستوى مستواه, شاطئ شاطئه, أعضاء أعضاؤه أعضائه, مبدأ مبدئه;
#: army armies, journal journaux.
_BECOMES: Final = {
    "ه": ("ه", "ت", "ات"),
    "ي": ("ي", "ا", "و"),
    "ء": ("ء", "ا", "و", "ي"),
    "ا": ("ا", "و", "ي"),
    "y": ("y", "ie"),
    "l": ("l", "ux"),
}
#: what a hamza may be in normal form, and an alef that was one
_HAMZAS: Final = ("ء", "ي")
_BEHIND_A_HAMZA: Final = ("ء", "ي", "ا")


def needed(query: Query) -> tuple[frozenset[str], ...]:
    """Sets of tokens; every article for which a query holds has one token of each set at least.

    A token with a * behind it stands for all tokens that begin so. No set: any article may hold.
    """
    chosen: list[frozenset[str]] = []
    left = _MOST
    for tokens in sorted(set(_needed(query.root)), key=_frequency):
        left -= len(tokens)
        if left >= 0:
            chosen.append(tokens)
    return tuple(chosen)


def _needed(expression: Expression) -> list[frozenset[str]]:
    match expression:
        case Term():
            return _of_term(expression)
        case Near(parts=parts):
            return [tokens for terms in parts for tokens in _of_so_many(1, terms)]
        case AllOf(parts):
            return [tokens for part in parts for tokens in _needed(part)]
        case AnyOf(parts):
            return _of_so_many(1, parts)
        case AtLeast(count, parts):
            return _of_so_many(count, parts)
        case _:
            return []


def _of_so_many(count: int, parts: Sequence[Expression]) -> list[frozenset[str]]:
    """Where so many are to hold, all but that many less one may fail: one of the rest stands."""
    if count == len(parts) == 1:
        return _needed(parts[0])
    needing = [tokens for part in parts if (tokens := _needed(part))]
    missing = count - (len(parts) - len(needing))
    if missing <= 0:
        return []
    rarest = sorted((min(tokens, key=_frequency) for tokens in needing), key=_frequency)
    together = frozenset().union(*rarest[: len(rarest) - missing + 1])
    return [_without_needless(together)]


def _of_term(term: Term) -> list[frozenset[str]]:
    """What is needed for each of its words, or for what it sounds like instead."""
    if "section" in term.fields:
        return []  # its names are not in the index
    heard = frozenset(_heard(term.heard_by) if term.heard_by else ())
    found = ({*_of_word(same, term.by), *heard} for same in term.words)
    return [_without_needless(tokens) for tokens in found if not any(map(_is_too_coarse, tokens))]


def _of_word(same: Iterable[str], by: By) -> Iterator[str]:
    for form in map(token, same):
        match by:
            case By.SPELLING:
                yield form
            case By.WORD:
                yield from _with_proclitics((form,))
                yield from _with_thousands(form)
            case By.NOUN:
                yield from _with_proclitics(_with_endings(form))
                yield from _with_thousands(form)
            case By.PREFIX:
                yield from _with_proclitics((form + PREFIX,))
                yield from (f"{number}{PREFIX}" for number in _with_thousands(form))


def _with_proclitics(forms: Iterable[str]) -> Iterator[str]:
    for proclitics, form in product(_PROCLITICS, forms):
        bare = proclitics + form
        if bare.endswith(PREFIX):
            yield bare if len(bare) <= LONGEST else bare[:LONGEST] + PREFIX
        else:
            yield bare[:LONGEST]


def _with_endings(noun: str) -> tuple[str, ...]:
    """What words begin with that may be of a noun."""
    others = (word + PREFIX for word in begun_otherwise(noun) | latin_begun_otherwise(noun))
    if len(noun) < _SHORTEST_PREFIX and "و" not in noun:
        # little is taken off to leave so little: أمه, oxes, dies
        return (noun, f"{noun}ه", f"{noun}es", f"{noun[:-1]}ies", *others)
    ends = [noun[:-1] + end for end in _BECOMES.get(noun[-1], (noun[-1],))]
    before = noun[:-1] if noun[-1] in _BEHIND_A_HAMZA else ""
    while before.endswith(_HAMZAS):  # hamzas before و are one with it
        before = before[:-1]
        ends.append(before + "و")
    if noun.endswith("sis"):
        ends.append(noun[:-2] + "es")  # crises
    if noun.endswith("ييه"):
        ends.append(noun[:-2] + "ا")  # هيأة is هييه, and هيأته is هياته
    return (*(end + PREFIX for end in ends), *others)


def _with_thousands(number: str) -> Iterator[str]:
    """How a number, or the beginning of one, is written with thousands apart: 1000 as 1.000."""
    if not (number.isascii() and number.isdecimal()):
        return
    for first in range(1, min(4, len(number))):
        groups = [number[at : at + 3] for at in range(first, len(number), 3)]
        yield ".".join((number[:first], *groups))[:LONGEST]


def _heard(heard_by: str) -> Iterator[str]:
    """Tokens of what sounds so, behind proclitics too; a letter that is doubled is heard once."""
    heard = heard_by.rpartition(" ")[2]
    for before in _PROCLITICS_HEARD:
        yield f"{SOUND}{before}{heard}"[:LONGEST]
        if before[-1:] == heard[:1]:
            yield f"{SOUND}{before[:-1]}{heard}"[:LONGEST]


def _is_too_coarse(token: str) -> bool:
    return token.endswith(PREFIX) and len(token) <= _SHORTEST_PREFIX


def _without_needless(tokens: Iterable[str]) -> frozenset[str]:
    """The same, less those that another's beginning stands for."""
    kept: list[str] = []
    beginning: str | None = None
    for one in sorted(tokens):  # the beginning of a word is sorted before it: * comes first
        if beginning is not None and one.startswith(beginning):
            continue
        kept.append(one)
        beginning = one[:-1] if one.endswith(PREFIX) else None
    return frozenset(kept)


def _frequency(tokens: Iterable[str]) -> float:
    """How often one of these is met, by their lengths: long words are rare."""
    return sum(_RARER_BY_LETTER ** -len(one) * (8 if one.endswith(PREFIX) else 1) for one in tokens)
