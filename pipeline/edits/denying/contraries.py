"""Words that say the contrary of one another: «قادر» and «عاجز», « adopte » and « rejette ».

Neither of two such words denies by itself; one put for the other turns what was said, and one that
is denied says the other. Words that deny wherever they stand are `denials`'s; the lists are
`contrary_words_arabic`'s and `contrary_words_latin`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from pipeline.edits.denying import contrary_words_arabic as arabic
from pipeline.edits.denying import contrary_words_latin as latin
from pipeline.edits.denying.denied_by_prefix import denied_by_prefix
from pipeline.edits.denying.inflections import arabic_forms, english_forms, forms, french_forms
from pipeline.edits.joined import bare
from pipeline.edits.mending.word_forms import inflected
from pipeline.edits.sourcing.speech import keys
from pipeline.remembering import remembered


class _Side(NamedTuple):
    """One side of a pair of contraries."""

    pair: int
    side: int
    #: tells one thing with the other when those they are said of change places too
    converse: bool
    #: only one that is denied says the other
    quality: bool

    def of_contrary(self, other: _Side) -> bool:
        return self.pair == other.pair and self.side != other.side


_Sides = frozenset[_Side]
#: each list, how its words are inflected, whether its pairs are converses, and qualities
_LISTS: Final[tuple[tuple[str, Callable[[str], Iterator[str]], bool, bool], ...]] = (
    (arabic.PAIRS, arabic_forms, False, False),
    (arabic.CONVERSES, arabic_forms, True, False),
    (arabic.QUALITIES, arabic_forms, False, True),
    (latin.FRENCH, french_forms, False, False),
    (latin.FRENCH_CONVERSES, french_forms, True, False),
    (latin.FRENCH_QUALITIES, french_forms, False, True),
    (latin.ENGLISH, english_forms, False, False),
    (latin.ENGLISH_CONVERSES, english_forms, True, False),
    (latin.ENGLISH_QUALITIES, english_forms, False, True),
)
#: joined to a word, for whose it is or whom it is done to, longest first
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "نا", "ه")
#: what a word gains with gender, number and case
_ENDINGS: Final = ("تان", "تين", "وا", "ون", "ين", "ات", "ان", "ت", "ه", "ا")
#: of these, before which a verb loses its ي
_AFTER_WEAK: Final = ("ت", "وا", "ون")
_FUTURE: Final = ("سي", "ست", "سن", "سا")
_PRESENT: Final = ("ت", "ن", "ا")
#: letters that must stay of it, and of one without its pronoun
_LEAST: Final = 2
_LEAST_OWNED: Final = 3
#: words of a change among which contraries are looked for
MOST_TOGETHER: Final = 5
#: small words of many meanings: contraries only where nothing else changed beside them
_ALONE: Final = keys("pour contre for against up down higher lower ضد لصالح لفائدة")
#: of other roots than they look: «بقية», «رحلة», «كلمات»
_OTHERS: Final = keys("بقية رحلة رحلات غابة غابات كلمات قدرها قدره قيمتها عينة عينات خلافا")
#: "change", "unchanged"
_UN: Final = "un"
_NONE: Final[_Sides] = frozenset()


@cache
def _sides() -> dict[str, _Sides]:
    """Each word with the sides of the pairs that it belongs to."""
    found: dict[str, set[_Side]] = {}
    pair = 0
    for text, of, converse, quality in _LISTS:
        for pair, one in enumerate(text.split(";"), pair + 1):  # noqa: B020 - numbered on
            for side, words in enumerate(one.split("|")):
                for word in forms(words, of):
                    found.setdefault(word, set()).add(_Side(pair, side, converse, quality))
    return {word: frozenset(sides) for word, sides in found.items()}


class Contraries(NamedTuple):
    """Places of two words, each of its side of a change, that say the contrary of one another."""

    before: int
    after: int
    converse: bool


def contraries(old: Sequence[str], new: Sequence[str]) -> Contraries | None:
    """The first two words, each of its side, that say the contrary of one another."""
    if max(len(old), len(new)) > MOST_TOGETHER:
        return None
    alone = len(old) == len(new) == 1
    told, tells = (
        [_turning(key) if alone or key not in _ALONE else _NONE for key in side]
        for side in (old, new)
    )
    for i, one in enumerate(told):
        for j, other in enumerate(tells):
            if denied_by_prefix(old[i], new[j]):
                return Contraries(i, j, converse=False)
            for each in one:
                against = next((two for two in other if each.of_contrary(two)), None)
                # «استئناف», «تواصل انقطاع»: what stays said, though in other words, turns nothing
                stays = any(each in sides_of(key) for key in new)
                if against and not stays and not any(against in sides_of(key) for key in old):
                    return Contraries(i, j, each.converse)
    return None


def opposed(one: str, other: str) -> bool:
    """Whether a word that is denied says the other: «[ليس] سهلا», «صعب»."""
    against = sides_of(other)
    return (
        any(each.of_contrary(two) for each in sides_of(one) for two in against)
        or denied_by_prefix(one, other)
        or (other.startswith(_UN) and inflected(one, other.removeprefix(_UN)))
    )


def akin(one: str, other: str) -> bool:
    """Whether two words stand against the same: «قانوني», «شرعي»."""
    return not sides_of(one).isdisjoint(sides_of(other))


def _turning(key: str) -> _Sides:
    return frozenset(one for one in sides_of(key) if not one.quality)


@remembered(1 << 14)
def sides_of(key: str) -> _Sides:
    """The sides of pairs that a word belongs to, whatever is joined before or after it."""
    known = _sides()
    if key.isascii():
        return known.get(key, _NONE)
    found: set[_Side] = set()
    for form in bare(key):
        if form not in _OTHERS or key.endswith(f"ال{form}"):
            for one in _readings(form):
                found |= known.get(one, _NONE)
    return frozenset(found)


def _readings(form: str) -> set[str]:
    """A word with and without its ending, as he does it."""
    present = form[1:] if form[:2] in _FUTURE else form
    if present[:1] in _PRESENT and len(present) > _LEAST_OWNED:
        present = f"ي{present[1:]}"
    found = {form, present}
    for one in (form, present):
        for pronoun in _PRONOUNS:
            if one.endswith(pronoun) and len(one) - len(pronoun) >= _LEAST_OWNED:
                rest = one[: -len(pronoun)]
                # «إدانته», «رفضوه»
                found |= {rest, f"{rest[:-1]}ه"} if rest.endswith("ت") else {rest}
                found |= {rest[:-1]} if rest.endswith("و") else set()
                break
    for one in tuple(found):
        found |= {
            one[: -len(ending)]
            for ending in _ENDINGS
            if one.endswith(ending) and len(one) - len(ending) >= _LEAST
        }
        for ending in _AFTER_WEAK:  # «ألغت», «يلغون»
            if one.endswith(ending) and len(one) - len(ending) >= _LEAST:
                found.add(f"{one[: -len(ending)]}ي")
    return found
