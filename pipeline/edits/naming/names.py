"""Which words of a sentence name a person, a body or a place, by lists, grammar and context.

There is no model behind it: known names, what stands after a title, a verb of speech or the
head of an office («وزير …», «مدينة …»), capitals where the script has them. It rather says too
little of a word than too much: a name matters only where another stands in its place.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.compound_names import COMPOUNDS
from pipeline.edits.naming.gazetteer import is_body, is_place, named_at
from pipeline.edits.naming.name_capitals import capitals
from pipeline.edits.naming.name_heads import body_of, governed
from pipeline.edits.naming.name_lists import begins, first_of_two, listed, second_of_two, set_off
from pipeline.edits.naming.name_looks import (
    JOINED_ARTICLES,
    NO_NAME_ENDINGS,
    is_family,
    is_foreign_name,
    is_head,
    is_local,
    is_nisba,
    is_office,
    is_plain,
    is_title,
    is_uncommon,
    is_unknown,
)
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Sentence, Word

_LONGEST: Final = 4
#: letters of a word that may be anything
_SHORTEST: Final = 3
_PREPOSITIONS: Final = ("ل", "ب")
#: «الشاهد», «الناصر»
_PARTICIPLE: Final = re.compile("ال[^ا]ا[^ا]{2}")
#: written as the name «علي» is once folded
_ON: Final = "على"
_QUOTES: Final = '"«»“”'


def names_in(sentence: Sentence) -> frozenset[int]:
    """Places of the words that are, or belong to, a name, those of offices and bodies too."""
    if _is_latin(sentence.words):
        return proper_names_in(sentence)
    named: set[int] = set()
    for at, word in enumerate(sentence.words):
        if is_head(word):
            named.update(governed(sentence.words, at)[0])
        else:
            named.update(body_of(sentence.words, at))
    return proper_names_in(sentence) | named


def proper_names_in(sentence: Sentence) -> frozenset[int]:
    """Places of the words that belong to the name of a person or place, or of a known body."""
    words = sentence.words
    if _is_latin(words):
        places = {at for at, word in enumerate(words) if word.key in table.PLACES}
        return frozenset(capitals(words) | {at for at in places if words[at].text[:1].isupper()})
    found: set[int] = set()
    beyond = 0
    for at, word in enumerate(words):
        if at < beyond:
            continue
        if word.key.isascii():
            if word.key.isalpha() and word.text[:1].isupper():
                found.add(at)
        elif is_foreign_name(word):
            found.add(at)
        elif named := named_at(words, at):
            beyond = at + named
            found.update(range(at, beyond))
        elif _is_compound(words, at):
            found.update((at, at + 1, *_rest(words, at + 2, given=True)))
        elif _known(words, at):
            found.add(at)
            found.update(_rest(words, at + 1, given=not _doubtful(word)))
        elif word.key in table.SURE_OPEN_PLACES and _has_beside(words, at):
            found.update((at, at + 1))
        elif at - 1 in found and word.key[:1] == "و" and word.key[1:] in table.GIVEN:
            found.update(_joined(words, at))
        elif begins(words, at) and (run := set_off(words, at) or listed(words, at, found)):
            found.update(run)
        elif (at > 1 and second_of_two(words, at)) or first_of_two(words, at):
            found.add(at)
        elif word.key in table.CLUBS and at + 1 < len(words) and is_local(words[at + 1]):
            found.update((at, at + 1))
        elif is_head(word):
            found.update(governed(words, at)[1])
        elif is_title(word):
            found.update(_titled(words, at + 1))
        elif stem(word.key) in SPEECH:
            found.update(_speaker(words, at + 1))
        elif word.key in table.LINKS and at + 1 < len(words) and words[at + 1].key.isalpha():
            found.update((at, at + 1))
    found.update(at for at in range(1, len(words)) if _tells_which(words, at))
    return frozenset(found)


def _is_latin(words: tuple[Word, ...]) -> bool:
    return sum(word.key.isascii() for word in words) * 2 > len(words)


def _joined(words: tuple[Word, ...], at: int) -> list[int]:
    """«سالم العرفي [وأنور سليماني]»: a given name that «و» joins to a name, and the family's."""
    after = at + 1
    if after >= len(words) or words[after].gap or is_plain(words[after]) or is_head(words[after]):
        return [at]
    family = is_unknown(words[after]) or words[after].key.endswith("ي")
    return [at, after] if family else [at, *_rest(words, after, given=True)]


def _known(words: tuple[Word, ...], at: int) -> bool:
    word = words[at]
    if word.plain == _ON or word.key in table.ADJECTIVES:  # «الليلي» is no «ليلى»
        return False
    if is_place(word.key) or is_body(word.key):
        return True
    forms = bare(word.key)
    for form in forms:
        if form in table.FIGURES:
            return True
        if form in table.GIVEN and (
            form not in table.DOUBTFUL_NAMES or _introduced(words, at) or _goes_on(words, at)
        ):
            return True
    return any("ال" + form in table.PLACES for form in forms[1:] if word.key.startswith("لل"))


def _is_compound(words: tuple[Word, ...], at: int) -> bool:
    """Whether a given name is written in two words: «عبد القادر», «خير الدين», «نصر الله»."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.gap or not after.key.startswith("ال"):
        return False
    return any(form + after.key in COMPOUNDS for form in bare(words[at].key))


def _introduced(words: tuple[Word, ...], at: int) -> bool:
    before = words[at - 1].key if at else ""
    return (at > 0 and is_title(words[at - 1])) or stem(before) in SPEECH


def _goes_on(words: tuple[Word, ...], at: int) -> bool:
    """Whether a doubtful given name is followed by something like a family name."""
    if at + 1 >= len(words) or words[at + 1].gap:
        return False
    after = words[at + 1]
    return (
        after.key in table.GIVEN
        or after.key in table.LINKS
        or not is_known(after.key)
        or (after.key.startswith("ال") and after.key.endswith("ي") and not is_nisba(after))
    )


def _has_beside(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word that may name a place stands right after: «سيدي [علوان]»."""
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and not (after.gap or is_plain(after) or is_title(after))


def _doubtful(word: Word) -> bool:
    """Whether no more of a name need follow: «ماكرون», or a given name that may be none."""
    forms = bare(word.key)
    return not table.DOUBTFUL_NAMES.isdisjoint(forms) or table.GIVEN.isdisjoint(forms)


def _rest(words: tuple[Word, ...], start: int, *, given: bool) -> list[int]:
    """What goes on a name that ends before `start`: «[بن] [سالم]», «[العرفاوي]».

    Args:
        words: of the sentence.
        start: where to begin.
        given: whether a given name stands before, so that an unknown word may be its family's.
    """
    found: list[int] = []
    for at in range(start, min(start + _LONGEST, len(words))):
        word = words[at]
        if word.gap.strip(_QUOTES) or is_plain(word) or word.key.startswith(JOINED_ARTICLES):
            break
        known = word.key in table.LINKS or word.key in table.GIVEN or is_family(word)
        called = is_uncommon(word) and not _is_what_is_of(words, at)
        called = called and not (word.key.endswith("ا") and is_known(word.key))  # «[خطرا]»
        called = given and not found and (called or _is_surname(words, at))
        if not (known or called):
            break
        found.append(at)
    return found


def _is_what_is_of(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word that everybody knows has a noun after it: «حمل ياسين [كأس] البطولة»."""
    after = words[at + 1] if at + 1 < len(words) else None
    noun = after is not None and not after.gap and after.key.startswith("ال")
    return noun and is_known(words[at].key)


def _is_surname(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word with an article is a family's after a given name: «كاظم [الساهر]».

    Without a title before it, it may be what somebody does something to: «حمل ياسين الكأس».
    """
    word = words[at]
    if not word.key.startswith("ال") or is_title(word) or is_office(word) or is_local(word):
        return False
    if word.key in table.ADJECTIVES or word.key.endswith(("ه", *NO_NAME_ENDINGS)):
        return False
    before = words[at - 2] if at > 1 else None
    titled = before is not None and (is_title(before) or is_office(before) or is_local(before))
    return titled or _PARTICIPLE.fullmatch(word.key) is not None


def _titled(words: tuple[Word, ...], start: int) -> list[int]:
    """A name after a title, adjectives of the title aside: «الرئيس الفرنسي [إيمانويل ماكرون]»."""
    country = False
    while start < len(words) and not words[start].gap:
        local = _tells_country(words, start)
        if not (local or words[start].key in table.OF_RANK):
            break
        start += 1
        country = country or local
    run: list[int] = []
    for at in range(start, min(start + _LONGEST, len(words))):
        word = words[at]
        if word.gap.strip(_QUOTES) or is_plain(word) or word.key.startswith(JOINED_ARTICLES):
            break
        known = word.key in table.LINKS or word.key in table.GIVEN or is_family(word)
        known = known or (bool(run) and word.key in table.COMPLETIONS)
        if not known and (word.key.startswith("ال") or (run and not is_uncommon(word))):
            break
        if not known and run and is_family(words[run[-1]]) and is_known(word.key):
            break  # «المقدم الوسلاتي [مساء]»
        if not (known or run) and word.key.startswith(_PREPOSITIONS):
            break  # «يستعد المدرب [لمباراة الدربي]»
        run.append(at)
    certain = any(
        words[at].key in table.LINKS or words[at].key in table.GIVEN or is_family(words[at])
        for at in run
    )
    # «وجه الرئيس [رسالة شكر]»: what somebody does may follow who does it
    foreign = country or any(is_foreign_name(words[at]) for at in run)
    if certain or (len(run) > 1 and foreign):
        return run
    named = run and words[start - 1].key in table.COURTESIES and _is_single_name(words[run[0]])
    return run if named else []


def _tells_country(words: tuple[Word, ...], at: int) -> bool:
    """«الفرنسي»; «الجنوبية» after «الكورية»."""
    return is_nisba(words[at]) or _tells_which(words, at)


def _tells_which(words: tuple[Word, ...], at: int) -> bool:
    """Of which of two countries: «الكورية [الجنوبية]»."""
    return words[at].key in table.COMPASS and is_nisba(words[at - 1])


def _is_single_name(word: Word) -> bool:
    """Whether a word by itself may be who «الدكتور» and the like stand before."""
    long = len(word.key) > _SHORTEST
    return long and is_unknown(word) and not (is_head(word) or word.key in table.PEOPLE)


def _speaker(words: tuple[Word, ...], start: int) -> list[int]:
    if start >= len(words) or words[start].gap:
        return []
    first = words[start]
    if first.key.startswith("ال"):  # «وأضاف [العبيدي] أن»
        family = is_family(first) and first.plain.endswith("ي")  # not «الكبرى»
        family = family and not (is_title(first) or is_local(first))
        return [start] if family else []
    if first.key not in table.GIVEN or first.plain == _ON:
        return []
    return [start, *_rest(words, start + 1, given=True)]
