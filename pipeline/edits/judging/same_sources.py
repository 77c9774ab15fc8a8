"""Whether a source is the same on both sides, told otherwise: «وفق بلاغ للوزارة», «حسب الوزارة».

What leads to a source, what it says it in and who holds an office that is named on both sides
make no other source; nor does a speaker who was named before: «حسب قوله», «وفق تعبيره».
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from pipeline.edits.attribution import MARKERS, passes_on
from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.name_looks import is_given
from pipeline.edits.numbers import may_count
from pipeline.edits.speech import keys
from pipeline.edits.words import Word

#: words of the longest naming of a source that is looked at, on each side of a change
_REACH: Final = 12
#: what a source says something in, and of it that it is new
_STATEMENTS: Final = keys(
    """
    بيان بلاغ تصريح حصيلة معطيات أرقام إحصائيات إحصاءات بيانات تقديرات معلومات تدوينة منشور ندوة
    رواية نص آخر أحدث جديد جديدة أولية محينة صادر صادرة نشر نشرتها نشرها أصدرتها أعلنتها أعلنته
    أعلنها قدمتها أصدرته أوردته أوردتها
    statement figures data communiqué chiffres données
    """
)
#: of a statement, before whom it was made in general
_MEDIA: Final = keys("إعلامي إعلامية صحفي صحفية إذاعي إذاعية متلفز هاتفي مقتضب مقتضبة")
#: whoever was named before speaks
_OWN: Final = keys(
    """
    قول قوله قولها قولهم تعبير تعبيره تعبيرها تعبيرهم وصفه وصفها كلامه كلامها تقديره تقديرها رأيه
    رأيها روايته روايتها حد
    """
)
#: words that say the same of who speaks
_SAME: Final = {
    key: group[0]
    for group in (
        ("ناطق", "متحدث"),
        ("ناطقه", "متحدثه"),
        ("spokesman", "spokeswoman", "spokesperson"),
    )
    for key in group
}
#: letters of a name that may be written in another way
_LEAST_LETTERS: Final = 4


def is_same_source(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change within what says who says it leaves whoever says it."""
    said = _who(pair.before, hunk.i, hunk.i_end)
    again = _who(pair.after, hunk.j, hunk.j_end)
    if said is None or again is None:
        return False
    if len(said) == len(again) and all(map(_alike, said, again)):
        return True
    return bool(said and again) and _same_person(pair, said, again)


def _who(side: Side, start: int, end: int) -> list[Word] | None:
    """The words that name the source in which a change stands; None where none attributes."""
    words = side.sentence.words
    sources = side.sources
    first, last = start, end
    while first > max(0, start - _REACH) and first - 1 in sources and not _parted(words, first):
        first -= 1
    while last < min(len(words), end + _REACH) and last in sources and not _parted(words, last):
        last += 1
    if first == last or any(at not in sources for at in range(start, end)):
        return None
    return [words[at] for at in range(first, last) if not _says_nothing(words[at])]


def _parted(words: tuple[Word, ...], at: int) -> bool:
    return at == len(words) or bool(words[at].gap.strip("'’-"))


def _says_nothing(word: Word) -> bool:
    key = word.key
    forms = bare(key)
    if is_common(key) or passes_on(key) or passes_on(key.removesuffix("ه")) or may_count(word):
        return True
    return not (_STATEMENTS | _MEDIA | _OWN | MARKERS).isdisjoint(forms)


def _alike(one: Word, other: Word) -> bool:
    """Whether two words of a source are one, or one foreign name: «جياني», «جاني»."""
    forms, others = ({_SAME.get(form, form) for form in bare(word.key)} for word in (one, other))
    if not forms.isdisjoint(others):
        return True
    near = min(len(one.key), len(other.key)) >= _LEAST_LETTERS and one.key[0] == other.key[0]
    names = is_given(one) and is_given(other)
    return near and not names and OSA.distance(one.key, other.key) == 1


def _same_person(pair: Pair, said: list[Word], again: list[Word]) -> bool:
    """Whether the same person is named on both sides, or one who holds the office named there."""
    proper = {
        side.sentence.words[at].key for side in (pair.before, pair.after) for at in side.proper
    }
    told, tells = ({word.key for word in words} for words in (said, again))
    apart = [word for word in (*said, *again) if (word.key in told) != (word.key in tells)]
    shared = [word for word in said if word.key in tells]
    named = [word for word in shared if is_given(word)]
    if len(named) and not any(is_given(word) for word in apart):
        return True  # «[رئيس] الإدارة سالم العرفي», «[مدير] الإدارة سالم العرفي»
    only = told < tells or tells < told
    return only and bool(apart) and all(word.key in proper for word in apart)
