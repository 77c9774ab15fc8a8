"""What one word looks like to a reader who looks for names: a title, a family name, a nisba.

Each test sees a word by itself; how names run through a sentence is `names`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.joined import bare
from pipeline.edits.mending.foreign import is_foreign
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Word
from pipeline.remembering import remembered

#: letters of a word whose beginning and end tell nothing
_SHORT: Final = 3
NO_NAME_ENDINGS: Final = ("ات", "ين", "ون", "ه")
#: «مسرعا», «متعجبا»
_CIRCUMSTANCE: Final = re.compile("م.{3,}ا")
#: «وأدى» is no «وادي» once folded
_LED: Final = frozenset({"وأدى", "فأدى"})
#: the article with what is joined before it
JOINED_ARTICLES: Final = ("بال", "لل", "كال", "فال", "وال")


def is_nisba(word: Word) -> bool:
    """Whether a word says of where somebody or something is: «الفرنسي», « kényane »."""
    if word.key.isascii():
        return any(form in table.LATIN_NISBAS for form in _without_endings(word.key))
    for form in bare(word.key):
        for ending in table.NISBA_ENDINGS:
            if form.endswith(ending) and form[: -len(ending)] in table.NISBAS:
                return True
    return False


def _without_endings(key: str) -> Iterator[str]:
    """A French adjective without what shows gender and number: « kényanes », « italienne »."""
    yield key
    for ending in ("es", "e", "s", "ne", "nes"):
        if key.endswith(ending):
            yield key[: -len(ending)]


def is_local(word: Word) -> bool:
    """Whether a word says of which country or city something is: «الفرنسي», «الصفاقسي»."""
    if is_nisba(word):
        return True
    if word.key in table.ADJECTIVES:  # «الليلي» is not of «ليل»
        return False
    for form in bare(word.key):
        for ending in table.NISBA_ENDINGS:
            town = form[: -len(ending)] if form.endswith(ending) else ""
            if town and not table.PLACES.isdisjoint((town, f"{town}ه", f"ال{town}", f"ال{town}ه")):
                return True
    return False


def is_office(word: Word) -> bool:
    """Whether a word is an office or a body of which there is one: «الوزير», «المحكمة»."""
    return any(form in table.OFFICES for form in (word.key, word.key[1:]))


def is_title(word: Word) -> bool:
    """Whether a word stands before a person's name: «المدرب»."""
    if word.key in table.TITLES or (word.key[:1] in "وفبل" and word.key[1:] in table.TITLES):
        return True
    return word.key[:2] == "لل" and f"ال{word.key[2:]}" in table.TITLES


def is_head(word: Word) -> bool:
    """Whether a word is the head of an office, a body or a place: «وزارة», «مدينة»."""
    if word.plain in _LED:
        return False
    return word.key in table.HEADS or (word.key[:1] in "وفبلك" and word.key[1:] in table.HEADS)


def is_foreign_name(word: Word) -> bool:
    """Whether a word without an article can only be the name of somebody or something: «كوبريك»."""
    definite = word.plain.startswith(("ال", *JOINED_ARTICLES))  # but «أليكس»
    return not definite and is_foreign(word.key) and not is_nisba(word)


_PERSONS: Final = table.GIVEN | table.FIGURES


def is_given(word: Word) -> bool:
    """Whether a word is, or may be, a person's known name."""
    return not _PERSONS.isdisjoint(bare(word.key))


def is_family(word: Word) -> bool:
    """A word that looks like a family name: «العرفاوي», «بالطيب», «الدريدي»."""
    key = word.key
    return (
        key.startswith("ال")
        and key.endswith("ي")
        and len(key) > 5
        and word.plain[-1] != "ى"  # «الجرحى»
        and key not in table.ADJECTIVES
        and key not in table.OFFICES
        and not is_nisba(word)
    ) or key.startswith(("بن", "بو", "ولد", "بال"))


def is_plain(word: Word) -> bool:
    """A word that certainly belongs to no name."""
    return (
        is_common(word.key)
        or word.key in table.PLAIN
        or stem(word.key) in SPEECH
        or may_count(word)
    )


def is_unknown(word: Word) -> bool:
    """A word that is none of the common sorts of words: no article, no verb's or noun's form."""
    key = word.key
    if len(key) <= _SHORT:  # «شي جين بينغ»: too short for most endings
        return not key.startswith("ال")
    return not key.startswith(("ال", "ي", "ت", "س", "م", "لل")) and not key.endswith(
        (*NO_NAME_ENDINGS, "ها", "هم", "تا", "وا")
    )


def is_circumstance(word: Word) -> bool:
    """Whether a word by its form tells how somebody does something: «مسرعا»."""
    return _CIRCUMSTANCE.fullmatch(word.key) is not None


def is_uncommon(word: Word) -> bool:
    """Whether a word is of no common sort, or none that news are full of: «جراد», «قسيلة».

    What somebody does it with («يده»), or how («مسرعا»), is neither.
    """
    if word.plain.endswith("ه") or is_circumstance(word):
        return False
    return is_unknown(word) or not (word.key.startswith("ال") or is_known(word.key))


def is_bare_noun(word: Word) -> bool:
    """Whether a word without an article, known to no list, may be a name: «قرطاج»."""
    joined = word.key.startswith(JOINED_ARTICLES) or len(word.key) <= _SHORT
    return is_unknown(word) and not (joined or is_plain(word) or is_head(word))


def name_forms(word: Word) -> frozenset[str]:
    """A name without what is joined before it, and the place that a «نسبة» is made of."""
    return _name_forms(word.key)


@remembered(1 << 12)
def _name_forms(key: str) -> frozenset[str]:
    forms = set(bare(key))
    if key.startswith("لل"):
        forms.add(key[2:])
    for form in tuple(forms):
        forms.update(
            form[: -len(ending)]
            for ending in table.NISBA_ENDINGS
            if form.endswith(ending) and form[: -len(ending)] in table.NISBAS
        )
        forms.update(form[:-cut] for cut in (1, 2) if form[:-cut] in table.NISBAS)
    return frozenset(forms)
