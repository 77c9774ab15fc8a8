"""A word that was made to agree with those beside it, which stayed: a slip mended, or made.

«[الوزيرة] السابقة», «[الهجوم] الإلكتروني», «12 [سجينا]». Words that agree with what changed beside
them are no mended words; `pipeline.edits.judging` claims those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting.numbers import may_count
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.latin_slips import is_slip_in_latin
from pipeline.edits.judging.pair import Pair
from pipeline.edits.mending.agreeing import (
    are_forms_of_one,
    is_adjective_anew,
    is_tanwin,
    same_verb,
)
from pipeline.edits.mending.word_forms import agree, lost_alif, same_but_ending
from pipeline.edits.naming.name_looks import is_given, is_local
from pipeline.edits.naming.name_words import BODIES
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word, words_of
from pipeline.records import KindEvidence

_ARTICLE: Final = "ال"
#: letters that change between the forms of a noun
_WEAK: Final = frozenset("اويهء")
_LEAST_VERB: Final = 3
#: what a verb that is not past begins with, and the letters of the shortest that lost one: «ير»
_OF_VERBS: Final = frozenset("يتنا")
_LEAST_SHORTENED: Final = 2
_LONG_VOWELS: Final = frozenset("اوي")
#: after which a plural drops its ن
_GOVERNING: Final = keys("لم لن أن كي لكي حتى ألا")
#: after which a noun has the article: «هذا [القطاع]»
_POINTING: Final = keys("هذا هذه ذلك تلك بهذا بهذه لهذا لهذه وهذا وهذه")
#: adjectives that are no nouns, and no part of a name
_ADJECTIVES: Final = keys(
    "السابق المقبل القادم الجديد المكلف المعني المختص المذكور المنتخب الراحل المؤقت الأخير الكبير "
    "الصغير القديم المتضرر المشارك الخاص المنقضي الجاري الراهن الموقوف المفقود"
)
#: joined to a word, for whom it speaks of
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "ه")
#: how a noun of two ends before another
_TWO: Final = ("تي", "تا")
#: what has the pronoun of the one who acts: «زوجه» and «زوجها» are two persons
_BEARERS: Final = keys("لكن أن إن بأن لأن كأن")
#: past verbs of two letters, which have another for a woman or a thing: «تم», «تمت»
_DOUBLED_VERBS: Final = keys("تم وتم فتم مر حل ضم فر جد شب قل صح عم دب رد سد كف")
#: words that got other forms together: «[تأثيرا مباشرا]»
_MOST_TOGETHER: Final = 4
#: changes of a sentence among which near ones are looked for
_MOST_HUNKS: Final = 200
#: changes near one that are looked at
_MOST: Final = 10
#: words on both sides of a verb among which its subject is looked for
_NEAR: Final = 5
#: consonants by which a counted noun is known in its plural
_LEAST_ROOT: Final = 2
#: the same, of a plural that nothing else shows
_LEAST_BROKEN: Final = 4
#: how plurals begin or end that a number takes in place of the accusative: «أشخاص», «سجناء»
_SOUND_PLURALS: Final = ("ين", "ون", "ات")
#: plurals of nouns of three letters: «أهداف», «رجال», «شهور»
_BROKEN: Final = re.compile("ا(..)ا(.)|(..)[او](.)")
_PLURAL_ENDINGS: Final = (*_SOUND_PLURALS, "اء", "ي")


def agrees_anew(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change is one word in another form that the word before or after it asks for."""
    if (hunk.i_end - hunk.i, hunk.j_end - hunk.j) != (1, 1):
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one, other = old[hunk.i].key, new[hunk.j].key
    if one.isascii() and other.isascii():
        return is_slip_in_latin(old, hunk.i, new, hunk.j, alone=stands_alone(pair, hunk))
    if hunk.i and hunk.j and old[hunk.i - 1].key == new[hunk.j - 1].key:
        counted = may_count(old[hunk.i - 1]) and not (old[hunk.i].gap or new[hunk.j].gap)
        if counted and (_is_counted(one, other) or _is_counted(other, one)):
            return True
        if _is_governed(old[hunk.i - 1].key, one, other):
            return True
        if _is_pointed_at(pair, hunk):
            return True
    if lost_alif(one, other) and stands_alone(pair, hunk):
        return True
    # a verb agrees with no number in digits
    verbs = same_verb(one, other)
    if _is_form_of(pair, hunk, hunk.i, hunk.j) and stands_alone(pair, hunk, digits=verbs):
        return True
    if hunk.i_end >= len(old) or hunk.j_end >= len(new):
        return False
    after = new[hunk.j_end]
    if old[hunk.i_end].gap or after.gap or not _is_definite(after):
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer == f"{shorter}ه":  # «الوزير السابقة», but not «القرى المتضررة»
        plural = "ى" in (old[hunk.i].plain[-1], new[hunk.j].plain[-1])
        return shorter.startswith(_ARTICLE) and after.key.endswith("ه") and not plural
    if _without_article(longer) != shorter:
        return False
    if hunk.i and not old[hunk.i].gap and _is_definite(old[hunk.i - 1]):
        return False  # «الحليب [المجهول] المصدر»
    return _is_adjective_of(shorter, after)


def _is_pointed_at(pair: Pair, hunk: Hunk) -> bool:
    """Whether a noun got the article that it has after «هذا», and that one before another lacks."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    bare, definite = sorted((old[hunk.i], new[hunk.j]), key=lambda word: len(word.key))
    if old[hunk.i - 1].key not in _POINTING or definite.key != _ARTICLE + bare.key:
        return False
    after = old[hunk.i_end : hunk.i_end + 1]
    governs = bool(after) and after[0].plain.startswith(_ARTICLE) and not after[0].gap
    return not (bare.gap or definite.gap or governs)


def agree_as_whole(pair: Pair, hunk: Hunk) -> bool:
    """Whether the words of a change are the same ones in other forms: «[تأثيرا مباشرا]»."""
    length = hunk.i_end - hunk.i
    if not 1 < length == hunk.j_end - hunk.j <= _MOST_TOGETHER:
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    places = list(zip(range(hunk.i, hunk.i_end), range(hunk.j, hunk.j_end), strict=True))
    return stands_alone(pair, hunk) and all(
        old[i].key == new[j].key
        or same_but_ending(old[i].key, new[j].key)
        or _is_form_of(pair, hunk, i, j)
        for i, j in places
    )


def _is_form_of(pair: Pair, hunk: Hunk, i: int, j: int) -> bool:
    """Whether two words are one in two genders, numbers or cases that words beside it ask for."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one, other = old[i].key, new[j].key
    return (
        _is_other_gender(one, other)
        or are_forms_of_one(one, other)
        or same_verb(one, other)
        or is_tanwin(one, other)
        or (i == hunk.i and is_adjective_anew(new, j, old[i], new[j]))
    )


def _is_governed(particle: str, one: str, other: str) -> bool:
    """Whether a verb only got the ending that a particle before it asks for.

    «لم يأتي», «لم يأت»; «لم يكون», «لم يكن»; «لن يسافرون», «لن يسافروا».
    """
    shorter, longer = sorted((one, other), key=len)
    if shorter[:1] not in _OF_VERBS or len(shorter) < _LEAST_SHORTENED:
        return False
    particle = particle[1:] if particle[:1] in "وف" else particle
    if particle in _GOVERNING and one[:-1] == other[:-1]:
        return {one[-2:], other[-2:]} == {"ون", "وا"}
    cut = (longer[:-1], longer[:-2] + longer[-1:])
    weak = (longer[-1:], longer[-2:-1])
    return particle == "لم" and any(
        shorter == rest and letter in _LONG_VOWELS for rest, letter in zip(cut, weak, strict=True)
    )


def without_agreeing(found: Sequence[KindEvidence]) -> list[KindEvidence]:
    """Evidence without words that agree anew with a figure or name that another sentence changed.

    «أصيب شخصان»: «[نقلهما]»; «أصيب ثلاثة»: «[نقلهم]».
    """
    kinds = {one.kind for one in found}
    if kinds.isdisjoint(("figures", "names")):
        return list(found)
    return [
        one
        for one in found
        if one.kind != "wording" or not _only_agrees(one, in_number="figures" in kinds)
    ]


def _only_agrees(one: KindEvidence, *, in_number: bool) -> bool:
    told, again = one.before.split(), one.after.split()
    if len(told) != 1 or len(again) != 1:
        return False
    keys_of = [[word.key for word in words_of(text)[0]] for text in (one.before, one.after)]
    pairs = list(zip(*keys_of, strict=False))
    return bool(pairs) and all(
        (i.endswith(_PRONOUNS) and agree(i, j)) or (in_number and _is_of_more(i, j))
        for i, j in pairs
    )


def _is_of_more(one: str, other: str) -> bool:
    """Whether a noun before another only stands for two, or more: «بندقيتي صيد», «أصيلي الجهة»."""
    singles = [key.removesuffix("ه") for key in (one, other)]
    if any(f"{single}{two}" == key for single in singles for two in _TWO for key in (one, other)):
        return True
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"ا", "ي"} and len(one) > _LEAST_VERB


def stands_alone(pair: Pair, hunk: Hunk, *, digits: bool = False) -> bool:
    """Whether nothing near a change changed too, but endings, which a word might agree with.

    Args:
        pair: under judgement.
        hunk: the change.
        digits: whether numbers in digits may have changed near it.
    """
    if len(pair.hunks) > _MOST_HUNKS:
        return False
    near = [other for other in pair.hunks if other != hunk and abs(other.i - hunk.i) <= _NEAR]
    return all(
        _is_ending(pair, other) or (digits and _is_digits(pair, other)) for other in near[:_MOST]
    )


def _is_digits(pair: Pair, hunk: Hunk) -> bool:
    """«[2400] دينار», «[4200] دينار»."""
    old, new = pair.before.sentence.keys, pair.after.sentence.keys
    changed = (*old[hunk.i : hunk.i_end], *new[hunk.j : hunk.j_end])
    return all(key[0].isdigit() for key in changed)


def _is_ending(pair: Pair, hunk: Hunk) -> bool:
    """«استقبال [حافل]», «استقبالا [حافلا]»."""
    if (hunk.i_end - hunk.i, hunk.j_end - hunk.j) != (1, 1):
        return False
    old, new = pair.before.sentence.keys, pair.after.sentence.keys
    return same_but_ending(old[hunk.i], new[hunk.j])


def _is_other_gender(one: str, other: str) -> bool:
    """Whether two words are one in two genders: «قام», «قامت»; «يشمل», «تشمل»; «لكنه», «لكنهم»."""
    said = [next((end for end in _PRONOUNS if key.endswith(end)), "") for key in (one, other)]
    if any(said) and _bears_anew(*sorted((one, other), key=len)):
        return True
    if all(said) and one[: -len(said[0])] == other[: -len(said[1])]:
        return one[: -len(said[0])] in _BEARERS
    if one[:-1] == other[:-1] and {one[-1], other[-1]} == {"ت", "ه"}:  # «بعودت»
        return len(one) > _LEAST_VERB
    shorter, longer = sorted((one, other), key=len)
    if longer == f"{shorter}ت":
        long = len(shorter) >= _LEAST_VERB and not shorter.endswith(("ا", "ه", "ي"))
        return long or shorter in _DOUBLED_VERBS
    return one[1:] == other[1:] and {one[0], other[0]} == {"ي", "ت"} and len(one) > _LEAST_VERB


def _bears_anew(bare: str, borne: str) -> bool:
    """Whether «أن» got or lost the pronoun that a noun or a verb after it asks for: «أن تم»."""
    return bare in _BEARERS and borne[len(bare) :] in ("ه", "ها") and borne.startswith(bare)


def _is_adjective_of(noun: str, word: Word) -> bool:
    """Whether a definite word is an adjective of the noun before it, which then needs the article.

    «الإلكتروني» is one, «فوز [الإفريقي]» may be a club's; after a plural in «ات» «ين» is none, and
    the noun needs no article.
    """
    if noun.endswith("ات"):
        return word.key.endswith(("ين", "يه"))
    if word.key.removesuffix("ه") in _ADJECTIVES:
        return noun.endswith("ه") == word.key.endswith("ه")
    if is_local(word) or not BODIES.isdisjoint((word.key, word.key[2:])):
        return False
    return word.key.endswith("ي") if not noun.endswith("ه") else word.key.endswith("يه")


def _is_definite(word: Word) -> bool:
    """Whether a word has the article, and is no person's name with one."""
    return word.key.startswith(_ARTICLE) and not is_given(word)


def _without_article(key: str) -> str:
    """«الهجوم», «هجوم»; «والهجوم», «وهجوم»; «للهجوم», «لهجوم»."""
    if key.startswith("لل"):
        return key[1:]
    joined = key[:1] if key[:1] in "وفبك" else ""
    rest = key[len(joined) :]
    return joined + rest[len(_ARTICLE) :] if rest.startswith(_ARTICLE) else ""


def _is_counted(plural: str, single: str) -> bool:
    """Whether after a number one noun stands in the plural and in the singular."""
    noun = single.removesuffix("ا").removesuffix("ه")
    if plural.endswith(_SOUND_PLURALS):
        return len(noun) >= _LEAST_VERB and plural[:-2] == noun
    broken = _BROKEN.fullmatch(plural)
    simple = broken and "".join(filter(None, broken.groups())) == single.removesuffix("ا")
    return bool(simple) or _is_plural_of(plural, single)


def _is_plural_of(plural: str, single: str) -> bool:
    """Whether after a number one noun stands in the plural and in the accusative."""
    if not single.endswith("ا") or single.endswith("ءا") or plural.endswith("ا"):
        return False
    shaped = plural.startswith("ا") or plural.endswith(_PLURAL_ENDINGS)
    root = _root(plural)
    least = _LEAST_ROOT if shaped else _LEAST_BROKEN  # «منازل», «منزلا»
    return len(root) >= least and root == _root(single)


def _root(key: str) -> str:
    key = key[:-2] if key.endswith(_SOUND_PLURALS) else key
    return "".join(letter for letter in key if letter not in _WEAK)
