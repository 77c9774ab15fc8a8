"""What a written word may be: the words, nouns and names that it is a form of.

One record a spelling, kept for a query that is asked by itself; many queries at once keep only
what they ask for, see `pipeline.topics.index`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import NamedTuple

from pipeline.arabic import CONJUNCTIONS, bare_words, definite_after_lam, fold_letters
from pipeline.arabic_endings import nouns
from pipeline.topics.latin_endings import latin_nouns
from pipeline.topics.memo import Memo
from pipeline.topics.respelling import differently_begun, differently_spelt
from pipeline.topics.sounds import consonants, may_be_a_name, names_heard

#: «1.000», «12,500»: as `pipeline.topics.words` writes it, a comma being a point
_WITH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
#: letters; nothing longer can be a word behind proclitics
_LONGEST_WORD = 60
#: letters before a word that are heard: «فبال»
_MOST_PROCLITICS = 3
#: letters of a word in الت by nature that has an ending: «التزامه»; «التهم» are the charges
_SHORTEST_IN_ALT = 7

#: Names that keep their ال: without it they are other words, or nobody's name. «جزائر» are
#: islands, «مغرب» is a sunset, «رياض» a first name, «قاهرة» means compelling.
DEFINITE_NAMES = frozenset(
    """
    المغرب الجزائر الرياض القاهرة الكويت البحرين العراق الأردن السودان اليمن الصين الهند
    اليابان الدوحة المنامة الخرطوم الرباط البصرة الموصل الأنبار النجف القدس الخليل
    الناصرة الجليل الجولان الضفة الساحل النيجر السنغال الصومال الكونغو الفلبين البرازيل
    الأرجنتين المكسيك النرويج النمسا الدنمارك البرتغال السويد الفاتيكان البوسنة الشيشان
    القيروان المهدية المنستير الكاف القصرين البليدة الشلف الأغواط المسيلة الجلفة الوادي
    الفيليبين الفليبين النروج الدانمارك الدانمرك السينغال السنيغال
    الطارف المدية البويرة النعامة البيض الداخلة العيون الناظور الحسيمة الصويرة الجديدة
    الإسكندرية الإسماعيلية السويس الأقصر الجيزة الفيوم المنيا الله القرآن الإسلام الإنجيل
    التوراة الحجاز الشام الترجي الإفريقي الأهلي الزمالك الهلال النصر الوداد الرجاء
    """.split()  # noqa: SIM905 - a list that people read and mend
)


class Forms(NamedTuple):
    """What one spelling may be, in normal form."""

    #: the word itself and what stands behind its proclitics; phrases go by these
    words: frozenset[str]
    #: what words and their endings may be of; words of a query go by these
    nouns: frozenset[str]


def forms_of(spelling: str) -> Forms:
    """What a spelling may be, as `pipeline.arabic.plain` writes it."""
    if spelling.isascii() and spelling.isalpha():
        return Forms(frozenset((spelling,)), latin_nouns(spelling))
    bare = _bare(spelling)
    if len(bare) == 1:
        only = frozenset((fold_letters(spelling),))
        is_word = len(spelling) <= _LONGEST_WORD
        return Forms(only, _nouns_behind(spelling, spelling) if is_word else only)
    found = frozenset().union(*[_nouns_behind(one, spelling) for one in bare])
    return Forms(_folded(bare), found)


def _continuing(spelling: str) -> frozenset[str]:
    if spelling[:1] in CONJUNCTIONS and len(spelling) <= _LONGEST_WORD:
        return _folded(bare_words(spelling, conjunction=False))
    return forms_of(spelling).words


def _consonants_in(spelling: str) -> frozenset[str]:
    return frozenset(map(consonants, _bare(spelling)))


_FORMS = Memo(forms_of, 1 << 13, _LONGEST_WORD)
#: few words are asked for these
_CONTINUING = Memo(_continuing, 1 << 12, _LONGEST_WORD)
_CONSONANTS = Memo(_consonants_in, 1 << 12, _LONGEST_WORD)


def forms(spelling: str) -> Forms:
    """The same as `forms_of`, remembered."""
    return _FORMS[spelling]


def continuing(spelling: str) -> frozenset[str]:
    """The words that a spelling may be, less those behind و and ف: what goes on a phrase."""
    return _CONTINUING[spelling]


def consonants_in(spelling: str) -> frozenset[str]:
    """The consonants of each of the words that a spelling may be."""
    return _CONSONANTS[spelling] if len(spelling) <= _LONGEST_WORD else frozenset()


def names_in(spelling: str) -> frozenset[str]:
    """What foreign names are known by, of the words that a spelling may be."""
    if len(spelling) > _LONGEST_WORD or not may_be_a_name(spelling):
        return frozenset()
    return names_heard(_bare(spelling))


def may_be_one_of(names: Set[str], spelling: str) -> bool:
    """Whether a spelling may be one of such names: most are not, and it is soon told.

    Args:
        names: consonants of each.
    """
    if not names or not may_be_a_name(spelling):
        return False
    if spelling[-1:].isascii() and not spelling.isascii():
        return True  # of two alphabets: rare
    # What stands behind proclitics ends a word, and is heard at the end of it
    heard = consonants(spelling)
    return not names.isdisjoint([heard[start:] for start in range(_MOST_PROCLITICS + 1)])


def _bare(spelling: str) -> frozenset[str]:
    if len(spelling) > _LONGEST_WORD:
        return frozenset((spelling,))
    if "." in spelling:
        return bare_words(spelling) | _whole_number(spelling)
    return bare_words(spelling)


def _folded(words: Iterable[str]) -> frozenset[str]:
    # at once: what no text's word holds is a space
    return frozenset(fold_letters(" ".join(words)).split(" "))


def asked_words(spelling: str) -> tuple[str, ...]:
    """The forms of a phrase's word that are the same to a searcher, those of its own first.

    As written, after ل, and in other spellings of the same word or name.
    """
    others = (*differently_begun(spelling), *differently_spelt(spelling))
    return tuple(dict.fromkeys(form for one in (spelling, *others) for form in _as_written(one)))


def asked_nouns(spelling: str) -> tuple[str, ...]:
    """The forms of a query's word: with and without ال, of every number, with any pronoun.

    «الانتخابات» asks for انتخابات and انتخاب too; a name that keeps its ال asks for itself. Forms
    of the word as it is spelt come first, then those of its other spellings.
    """
    begun = differently_begun(spelling)
    if len(spelling) > _LONGEST_WORD or not DEFINITE_NAMES.isdisjoint((spelling, *begun)):
        return asked_words(spelling)
    asked = dict.fromkeys(form for one in (spelling, *begun) for form in sorted(_asked_nouns(one)))
    for one in differently_spelt(spelling):
        if asked.keys().isdisjoint(_nouns(one)):  # a text's word leads there by itself
            asked.update(dict.fromkeys((*_as_written(one), fold_letters(one.removeprefix("ال")))))
    return tuple(asked)


def _as_written(spelling: str) -> tuple[str, ...]:
    after_lam = definite_after_lam(spelling)
    same = fold_letters(spelling), *([after_lam] if after_lam else [])
    return (*same, *_whole_number(spelling))


def _asked_nouns(spelling: str) -> frozenset[str]:
    if spelling.startswith("ال") and len(spelling) > 4:
        asked = _nouns(spelling[2:], True) | _nouns_behind(spelling, "")
        return asked.union(_as_written(spelling))
    return _nouns(spelling) | _whole_number(spelling)


def _whole_number(spelling: str) -> frozenset[str]:
    """What «1.000» is too: a thousand. It may as well be one and nothing behind the point."""
    if _WITH_THOUSANDS.fullmatch(spelling) is None:
        return frozenset()
    return frozenset((spelling.replace(".", ""),))


def _nouns_behind(bare: str, spelling: str) -> frozenset[str]:
    """The nouns of a word behind proclitics; with the article on it, only as it stands.

    For what stands behind ال is asked by itself: «الأمان» is no dual of «الأم».
    """
    is_definite = len(bare) < len(spelling) and f"ال{bare}" in spelling
    if bare.startswith("ال"):
        # «التزامه» begins so by nature
        is_definite = is_definite or not bare.startswith("الت")
        if len(bare) > 4 and (is_definite or len(bare) < _SHORTEST_IN_ALT):
            return frozenset((fold_letters(bare),))
    return _nouns(bare, is_definite)


def _nouns(word: str, is_definite: bool = False) -> frozenset[str]:
    return latin_nouns(word) if word.isascii() else nouns(word, is_definite)
