"""All forms of a verb that a list gives by one of them, as keys of words.

Only the regular ones: weak and irregular verbs are written out by whoever lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pipeline.arabic import normalise

#: letters of the forms of an Arabic verb that nothing is joined to
_FOUR: Final = 4
_FIVE: Final = 5
_SIX: Final = 6
_FRENCH: Final = (
    *("e", "es", "ent", "ee", "ees", "er", "ant", "ait", "aient", "a", "erent", "era", "eront"),
    *("erait", "eraient", "ons"),
)
_VOWELS: Final = "aeiou"
_HISSING: Final = ("s", "x", "z", "sh", "ch")


def arabic_forms(entry: str) -> Iterator[str]:
    """Past, present, verbal noun and participle of «أغلق*», or of the second measure: «عزز2»."""
    if entry.endswith("2"):
        verb = normalise(entry[:-1])
        yield from (verb, f"ي{verb}", f"ت{verb[:2]}ي{verb[2:]}", f"م{verb}")
    elif entry.endswith("*"):
        yield from _derived(normalise(entry[:-1]))
    else:
        yield normalise(entry)


def _derived(verb: str) -> Iterator[str]:
    rest = verb[1:]
    yield verb
    if verb[0] == "ت":  # «تأخر», «تنازل»
        yield from (f"ي{verb}", f"م{verb}")
    elif verb[0] == "ا" and len(verb) in (_FOUR, _FIVE, _SIX):  # «أغلق», «انتصر», «استأنف»
        noun = f"{verb[:-1]}ا{verb[-1]}"
        yield from (f"ي{rest}", noun, f"م{rest}")
    else:  # «واصل»
        yield from (f"ي{verb}", f"م{verb}", f"م{verb}ه")


def french_forms(entry: str) -> Iterator[str]:
    """The forms of a verb in -er, given by its stem: « adopt~ »; another word is one form."""
    word = normalise(entry.removesuffix("~"))
    yield from (word + ending for ending in _FRENCH) if entry.endswith("~") else (word,)


def english_forms(entry: str) -> Iterator[str]:
    """The forms of a regular verb: "accept~", "deny~", "ban~n"; another word is one form."""
    verb, mark, doubled = normalise(entry).partition("~")
    yield verb
    if not mark:
        return
    if verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        plural = "es" if verb.endswith(_HISSING) else "s"
        yield from (verb + plural, f"{verb}{doubled}ed", f"{verb}{doubled}ing")


def forms(words: str, of: Callable[[str], Iterator[str]]) -> frozenset[str]:
    """All forms of the words of a list."""
    return frozenset(form for entry in words.split() for form in of(entry))
