"""A word that was made to agree with those beside it, which stayed: a slip mended, or made.

«[الوزيرة] السابقة», «[الهجوم] الإلكتروني», «12 [سجينا]». Words that agree with what changed beside
them are no mended words; `pipeline.edits.judging` claims those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.latin_slips import is_slip_in_latin
from pipeline.edits.judging.pair import Pair
from pipeline.edits.name_looks import is_given, is_local
from pipeline.edits.name_words import BODIES
from pipeline.edits.numbers import may_count
from pipeline.edits.speech import keys
from pipeline.edits.word_forms import agree, same_but_ending
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
#: joined to a word, for whom it speaks of
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "ه")
#: what has the pronoun of the one who acts: «زوجه» and «زوجها» are two persons
_BEARERS: Final = keys("لكن أن إن بأن لأن كأن")
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
_PLURAL_ENDINGS: Final = (*_SOUND_PLURALS, "اء", "ي")


def agrees_anew(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change is one word in another form that the word before or after it asks for."""
    if (hunk.i_end - hunk.i, hunk.j_end - hunk.j) != (1, 1):
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one, other = old[hunk.i].key, new[hunk.j].key
    if one.isascii() and other.isascii():
        return is_slip_in_latin(old, hunk.i, new, hunk.j)
    if hunk.i and hunk.j and old[hunk.i - 1].key == new[hunk.j - 1].key:
        counted = may_count(old[hunk.i - 1]) and not (old[hunk.i].gap or new[hunk.j].gap)
        if counted and (_is_plural_of(one, other) or _is_plural_of(other, one)):
            return True
        if _is_governed(old[hunk.i - 1].key, one, other):
            return True
    if _is_other_gender(one, other) and stands_alone(pair, hunk):
        return True
    if hunk.i_end >= len(old) or hunk.j_end >= len(new):
        return False
    after = new[hunk.j_end]
    if old[hunk.i_end].gap or after.gap or not _is_definite(after):
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer == f"{shorter}ه":  # «الوزير السابقة»
        return shorter.startswith(_ARTICLE) and after.key.endswith("ه")
    if _without_article(longer) != shorter:
        return False
    if hunk.i and not old[hunk.i].gap and _is_definite(old[hunk.i - 1]):
        return False  # «الحليب [المجهول] المصدر»
    return _is_adjective_of(shorter, after)


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
    if all(one.kind not in ("figures", "names") for one in found):
        return list(found)
    return [one for one in found if one.kind != "wording" or not _only_agrees(one)]


def _only_agrees(one: KindEvidence) -> bool:
    told, again = one.before.split(), one.after.split()
    if len(told) != 1 or len(again) != 1:
        return False
    keys_of = [[word.key for word in words_of(text)[0]] for text in (one.before, one.after)]
    pairs = list(zip(*keys_of, strict=False))
    return bool(pairs) and all(i.endswith(_PRONOUNS) and agree(i, j) for i, j in pairs)


def stands_alone(pair: Pair, hunk: Hunk) -> bool:
    """Whether nothing near a change changed too, but endings, which a word might agree with."""
    if len(pair.hunks) > _MOST_HUNKS:
        return False
    near = [other for other in pair.hunks if other != hunk and abs(other.i - hunk.i) <= _NEAR]
    return all(_is_ending(pair, other) for other in near[:_MOST])


def _is_ending(pair: Pair, hunk: Hunk) -> bool:
    """«استقبال [حافل]», «استقبالا [حافلا]»."""
    if (hunk.i_end - hunk.i, hunk.j_end - hunk.j) != (1, 1):
        return False
    old, new = pair.before.sentence.keys, pair.after.sentence.keys
    return same_but_ending(old[hunk.i], new[hunk.j])


def _is_other_gender(one: str, other: str) -> bool:
    """Whether two words are one in two genders: «قام», «قامت»; «يشمل», «تشمل»; «لكنه», «لكنهم»."""
    said = [next((end for end in _PRONOUNS if key.endswith(end)), "") for key in (one, other)]
    if all(said) and one[: -len(said[0])] == other[: -len(said[1])]:
        return one[: -len(said[0])] in _BEARERS
    if one[:-1] == other[:-1] and {one[-1], other[-1]} == {"ت", "ه"}:  # «بعودت»
        return len(one) > _LEAST_VERB
    shorter, longer = sorted((one, other), key=len)
    if longer == f"{shorter}ت":
        return len(shorter) >= _LEAST_VERB and not shorter.endswith(("ا", "ه", "ي"))
    return one[1:] == other[1:] and {one[0], other[0]} == {"ي", "ت"} and len(one) > _LEAST_VERB


def _is_adjective_of(noun: str, word: Word) -> bool:
    """Whether a definite word is an adjective of the noun before it, which then needs the article.

    «الإلكتروني» is one, «فوز [الإفريقي]» may be a club's; after a plural in «ات» «ين» is none, and
    the noun needs no article.
    """
    if noun.endswith("ات"):
        return word.key.endswith(("ين", "يه"))
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
