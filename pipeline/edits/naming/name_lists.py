"""Names that stand alone between marks, in a list, or beside another: «بين باجة [وتبرسق]».

Which words of a sentence are names at all is `pipeline.edits.naming.names`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.name_looks import is_family, is_head, is_plain, is_unknown
from pipeline.edits.words import Word

_LONGEST: Final = 4
#: of «نصر الله», «ضيف الله»
_GOD: Final = "الله"
_QUOTES: Final = '"«»“”'


def begins(words: tuple[Word, ...], at: int) -> bool:
    """Whether a mark other than quotation marks stands before a word."""
    return bool(words[at].gap.strip(_QUOTES))


def set_off(words: tuple[Word, ...], start: int) -> list[int]:
    """A person's name alone between two marks, as in lists: «الجريدي - [صادق السالمي] / …».

    A given or unknown word without an article, and family names up to the next mark.
    """
    end = next(
        (at for at in range(start + 1, min(start + _LONGEST, len(words))) if begins(words, at)),
        len(words),
    )
    run = words[start:end]
    if not 1 < len(run) <= _LONGEST or any(is_plain(word) or is_head(word) for word in run):
        return []
    first, *rest = run
    given = first.key in table.GIVEN or first.key in table.LINKS
    family = all(
        is_family(word) or word.key in table.GIVEN or word.key in table.LINKS or word.key == _GOD
        for word in rest
    )
    certain = given or not any(word.key.startswith("بال") for word in rest)
    named = (given or is_unknown(first)) and family and is_family(rest[-1]) and certain
    return list(range(start, end)) if named else []


def listed(words: tuple[Word, ...], start: int, found: set[int]) -> list[int]:
    """One among names in a list: «سالم الهاني، [وخميس قسيلة]، ومنير الرميلي»."""
    if start - 1 not in found or not words[start].key.startswith("و"):
        return []
    end = next(
        (at for at in range(start + 1, min(start + _LONGEST, len(words))) if begins(words, at)),
        len(words),
    )
    run = words[start:end]
    if not 1 < len(run) < _LONGEST or end >= len(words) or not words[end].key.startswith("و"):
        return []
    named = words[end].key[1:] in table.GIVEN or words[end].key[1:] in table.LINKS
    plain = any(
        is_plain(word) or is_head(word) or is_common(word.key[1:])
        for word in (run[1:] if run[0].key[1:] in table.CALENDAR_NAMES else run)
    )
    told = run[0].key.startswith("وال") or run[0].key[1:] in table.CROWDS
    first = run[0].key[1:]  # «[ومطرب محبوب]» names nobody
    known = first in table.GIVEN or first in table.CALENDAR_NAMES or is_family(run[-1])
    return list(range(start, end)) if named and known and not (plain or told) else []


def second_of_two(words: tuple[Word, ...], at: int) -> bool:
    """«بين باجة [وتبرسق]»: a word that a place is named together with."""
    word = words[at]
    named = words[at - 1].key in table.PLACES and words[at - 2].key == "بين"
    return named and word.key.startswith("و") and not (word.gap or is_plain(word))


def first_of_two(words: tuple[Word, ...], at: int) -> bool:
    """«بين [الفحص] وتونس»."""
    if not 0 < at < len(words) - 1 or words[at - 1].key != "بين" or words[at + 1].gap:
        return False
    after = words[at + 1].key
    return after[:1] == "و" and after[1:] in table.PLACES
