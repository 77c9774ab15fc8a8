"""What the head of an office, a body or a place governs, and who is named after it.

«وزير [الداخلية] [سالم العرفي]», «مدينة [القلعة الكبرى]», «[الهيئة العليا للانتخابات]». Which words
of a sentence are names, heads or not, is `pipeline.edits.naming.names`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.gazetteer import is_body, is_place
from pipeline.edits.naming.name_looks import (
    JOINED_ARTICLES,
    NO_NAME_ENDINGS,
    is_family,
    is_head,
    is_nisba,
    is_office,
    is_plain,
)
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.words import Word

_LONGEST: Final = 4
#: words before which part of a place a word tells
_NEAR: Final = 2
#: letters of a preposition and of a noun that is too short to be one
_SHORTEST: Final = 3
_QUOTES: Final = '"«»“”'
#: heads of bodies and places
_BODIES: Final = table.HEADS - table.PEOPLE


def governed(words: tuple[Word, ...], at: int) -> tuple[list[int], list[int]]:
    """What a head governs, and the person named after it: «وزير [الداخلية] [سالم العرفي]»."""
    if at + 1 >= len(words) or words[at + 1].gap.strip(_QUOTES):
        return [], []
    after = words[at + 1]
    before = words[at - 1].key if at else ""
    if is_plain(after) or (before, words[at].key) in table.NO_HEADS or after.key in table.TRAFFIC:
        return [], []
    definite = after.key.startswith("ال")
    quoted = bool(after.gap)  # «شركة ["تلنات"]»
    opens = after.key in table.OPEN_PLACES
    unlike = (after.key.endswith(("ي", *NO_NAME_ENDINGS)) or is_head(after)) and not _is_proper(
        words[at], after
    )
    beyond = words[at + 2] if at + 2 < len(words) else None
    if not (definite or opens or quoted) and unlike:
        # «فرقة [مكافحة الإرهاب]»
        task = after.plain.endswith("ة") and not is_head(after) and not _is_person(words[at])
        task = task and beyond is not None and beyond.key.startswith("ال") and not beyond.gap
        return ([at + 1, at + 2] if task else []), []
    if definite and _is_common_noun(words[at], after):
        return [], _person(words, at + 2)
    office = [at + 1]
    if opens and beyond and not (beyond.gap or is_plain(beyond)):
        office.append(at + 2)  # «عين الصبح», «سيدي ثابت»
        return office, office
    # «كاتب الدولة [للهجرة]»
    goes_on = ("ال", "لل") if after.key in table.OF_STATE else "ال"
    adjoins = beyond and not (beyond.gap or is_plain(beyond))
    whole = is_place(after.key) and beyond and beyond.key not in table.PARTS_OF_PLACES
    if beyond and adjoins and definite and beyond.key.startswith(goes_on) and not whole:
        office.append(at + 2)  # «القلعة الكبرى», «البنك الدولي»
    person = _person(words, office[-1] + 1) if definite else []
    # «نجم [الفريق]» is not called so
    return ([] if _is_player(words[at]) else office), person


def _is_common_noun(head: Word, after: Word) -> bool:
    """Whether what a head governs names nothing: «تنظيم [المهرجان]», «حديقة [المنزل]».

    Of heads that are followed by anything; a body, a place or a word that news are not written with
    is one.
    """
    if table.LOOSE_HEADS.isdisjoint((head.key, head.key[1:])) or not is_known(after.key):
        return False
    known = (
        is_place(after.key) or is_body(after.key) or is_office(after) or after.key in table.GIVEN
    )
    return not (known or after.key.removeprefix("ال") in table.HEADS or is_nisba(after))


def _is_person(word: Word) -> bool:
    return word.key in table.PEOPLE or word.key[1:] in table.PEOPLE


def _is_player(word: Word) -> bool:
    return word.key in table.PLAYERS or word.key[1:] in table.PLAYERS


def _is_proper(head: Word, after: Word) -> bool:
    """Whether by its form a word after a head is no adjective or noun of its: «شركة [هواوي]».

    An adjective of a feminine head would be feminine, and what a head governs is no nominative.
    """
    if after.key.endswith("ون"):
        return True
    nisba = after.key.endswith("ي") and not after.key.startswith("ت")  # «لجنة تقصي»
    return nisba and head.key.endswith("ه") and not is_nisba(after)


def _person(words: tuple[Word, ...], start: int) -> list[int]:
    """A person's name right after an office: a given name, or two words of which one looks so."""
    run: list[int] = []
    for at in range(start, min(start + _LONGEST, len(words))):
        word = words[at]
        if word.gap.strip(_QUOTES) or is_plain(word) or word.key.startswith(JOINED_ARTICLES):
            break
        unlike = word.key.startswith(("ال", "ل")) or word.key.endswith(("ه", "يه"))
        if not run and unlike and word.key not in table.GIVEN:
            break
        if run and not (is_family(word) or word.key in table.GIVEN or word.key in table.LINKS):
            break
        run.append(at)
    given = bool(run) and words[run[0]].key in table.GIVEN | table.LINKS
    return run if len(run) > 1 or given else []


def body_of(words: tuple[Word, ...], at: int) -> range:
    """Places of a body's name that says of what it is: «الهيئة العليا للانتخابات»."""
    if not (words[at].key.startswith("ال") and words[at].key[2:] in _BODIES):
        return range(0)
    end = at + 1
    while end < min(at + _LONGEST, len(words)) and words[end].key.startswith("ال"):
        if words[end].gap:
            return range(0)
        end += 1
    if not at + 1 < end < len(words) or words[end].gap or not _says_for_what(words, at, end):
        return range(0)
    end += 1 if words[end].key.startswith("لل") else 2
    while end < len(words) and not words[end].gap and words[end].key.startswith("وال"):
        end += 1  # «للكهرباء [والغاز]»
    return range(at, end)


def _says_for_what(words: tuple[Word, ...], head: int, at: int) -> bool:
    """«الهيئة العليا [للانتخابات]», «الجامعة التونسية [لكرة] القدم»."""
    if words[at].key.startswith("لل"):
        return True
    if words[head].key[2:] not in table.OF_MEMBERS:
        return False  # «الملعب المناسب [لاحتضان اللقاء]»
    after = words[at + 1].key if at + 1 < len(words) else ""
    task = words[at].key.startswith("ل") and not is_plain(words[at])
    return task and len(words[at].key) > _SHORTEST and after.startswith("ال")


def follows_head(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word stands right after the head of an office, a body or a place."""
    return 0 < at < len(words) and not words[at].gap and is_head(words[at - 1])


def _is_unlisted(word: Word) -> bool:
    """Whether a word may be the name of a place that no list has: «شبيلي [الوسطى]»."""
    joined = word.key.startswith(JOINED_ARTICLES) or word.key.startswith("ال")
    return not (joined or any(map(is_known, bare(word.key))))


def is_part_of_place(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word tells which part of a place it is, right after it or what it is.

    «سوسة [المدينة]», «المنطقة العسكرية [الشرقية]», «جوبا [السفلى]».
    """
    word = words[at]
    before = words[max(0, at - _NEAR) : at]
    known = bool(before) and (is_place(before[-1].key) or _is_unlisted(before[-1]))
    area = any(not table.AREAS.isdisjoint(bare(each.key)) for each in before)
    return (known or area) and not word.gap and word.key in table.PARTS_OF_PLACES
