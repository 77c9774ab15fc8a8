"""Whether two namings are of one source, in other words: «وفق بلاغ لوزارة …», «وفق معطيات وزارة …».

By another title, or spelled otherwise, is `same_persons`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.same_persons import keeps_person, mended
from pipeline.edits.judging.side import Side
from pipeline.edits.naming.name_looks import is_local
from pipeline.edits.sourcing.attribution import MARKERS, OWN_WORDS, is_source, passes_on
from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Word

#: who looks on or knows about it, and has no name
_OBSERVERS: Final = keys(
    """
    مراقبون محللون متابعون متتبعون مختصون مراقبين محللين متابعين مختصين خبراء باحثون باحثين
    ملاحظون ملاحظين عارفون متخصصون متخصصين observateurs analystes experts spécialistes observers
    analysts specialists pundits
    """
)
#: what a source says it in: «وفق بيان صادر عن …»
_STATEMENTS: Final = keys(
    """
    بيان بلاغ تصريح معطيات أرقام بيانات حصيلة إحصائيات إحصاءات إحصائية إعلان
    communiqué statement figures chiffres données data bilan tally
    """
)
_ISSUED: Final = keys(
    """
    صادر صادرة نشر نشرت نشرتها نشره نشرها أصدر أصدرت أصدرته أصدرتها أصدره قدمتها قدمها وردت
    publié publiés published issued released
    """
)
#: which a statement may be, or not, and be the same
_OF_STATEMENTS: Final = keys(
    "جديد جديدة أولي أولية رسمي رسمية أخير أخيرة محين محينة مؤقتة صحفي مقتضب new latest official"
)
#: of whoever was named before
_SAME: Final = keys("نفس ذات نفسه نفسها ذاته ذاتها عينه المذكور المذكورة")
_ANY: Final = keys("المصدر البيان البلاغ التقرير المسؤول المتحدث الناطق المسؤولة المتحدثة")
_OWN_LATIN: Final = keys("mots propos dires words lui elle eux him her them")
#: what holds words of somebody's own: «على [حد] قوله»
_HOLDS: Final = keys("حد")
#: which say what an outlet is, beside its name
_OUTLETS: Final = keys(
    """
    قناة إذاعة صحيفة جريدة موقع مجلة راديو وكالة مراسل مراسلة مبعوث
    journal quotidien chaîne newspaper paper channel
    """
)
#: more words than name one source
_MOST: Final = 20


def is_same_source(pair: Pair, hunk: Hunk, old: list[int], new: list[int]) -> bool:
    """Whether words that attribute, put for others that do, name the source that those named.

    Args:
        pair: both versions of the sentence.
        hunk: the change.
        old: places of the older words that attribute.
        new: of the newer.
    """
    told = [pair.before.sentence.words[at] for at in old]
    tells = [pair.after.sentence.words[at] for at in new]
    one, other = ([word for word in words if _tells_who(word)] for words in (told, tells))
    if not one and not other:
        return not _stated_otherwise(pair, told, tells, new)
    if observe(one) and observe(other):
        return True
    if _both_again(told, tells):
        return True
    if keeps_person(pair, hunk, one, other):
        return True
    goes_on = _goes_on(pair.before, old) and _goes_on(pair.after, new)
    one, other = (_without_outlet(words, goes_on=goes_on) for words in (one, other))
    return (bool(one) == bool(other) or goes_on) and _each_in(one, other) and _each_in(other, one)


def is_same_speaker(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """Whether words of a change that say who speaks name whoever they named: by another title."""
    if left.before and left.after and is_same_source(pair, hunk, *left):
        return True
    one = [pair.before.sentence.words[at] for at in left.before]
    other = [pair.after.sentence.words[at] for at in left.after]
    if _both_again(one, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    # «[اللجنة]», «[لجنة المالية]»; «[مصدر]», «[مصدر أمني]» are not known to be one
    return (
        bool(shorter) and _each_in(shorter, longer) and not any(is_source(w.key) for w in shorter)
    )


def says_again(pair: Pair, left: Open) -> bool:
    """Whether a change says, or no longer, that whoever was named goes on: «المصدر ذاته»."""
    one = [pair.before.sentence.words[at] for at in left.before]
    other = [pair.after.sentence.words[at] for at in left.after]
    return any(word.key in _SAME for word in (*one, *other)) and _both_again(one, other)


def only_introduce(pair: Pair, left: Open) -> bool:
    """Whether both versions only say that it was said: «بحسب تعبيره», «كما قال»; "according to"."""
    one = [pair.before.sentence.words[at] for at in left.before]
    other = [pair.after.sentence.words[at] for at in left.after]
    said = all(any(map(_introduces, words)) for words in (one, other))
    return (
        said and not any(map(_tells_who, (*one, *other))) and not any(map(_states, (*one, *other)))
    )


def _introduces(word: Word) -> bool:
    said = stem(word.key) in SPEECH or _is_own(word)
    return said or not MARKERS.isdisjoint(bare(word.key))


def says_nobody(side: Side, places: list[int]) -> bool:
    """Whether words are only of how something is said: «عن مصدر [قوله] إن»."""
    words = [side.sentence.words[at] for at in places]
    return any(map(_is_own, words)) and all(is_common(word.key) or _is_own(word) for word in words)


def _is_own(word: Word) -> bool:
    return not OWN_WORDS.isdisjoint(bare(word.key))


def observe(words: Sequence[Word]) -> bool:
    """Whether words tell of no more than who looks on: «مراقبون», "British analysts"."""
    seen = [not _OBSERVERS.isdisjoint(bare(word.key)) for word in words]
    return any(seen) and all(seen or is_local(word) for seen, word in zip(seen, words, strict=True))


def _tells_who(word: Word) -> bool:
    forms = bare(word.key)
    return not (
        is_common(word.key)
        or stem(word.key) in SPEECH
        or passes_on(word.key)
        or not MARKERS.isdisjoint(forms)
        or not OWN_WORDS.isdisjoint(forms)
        or word.key in _OWN_LATIN
        or _states(word)
        or not _ISSUED.isdisjoint(forms)
        or not _OF_STATEMENTS.isdisjoint(forms)
        or may_count(word)
        or passes_on(word.key.removesuffix("ه").removesuffix("ها"))  # «ما أعلنته منظمة»
        or word.key in _HOLDS
    )


def _states(word: Word) -> bool:
    return not _STATEMENTS.isdisjoint(bare(word.key))


def _stated_otherwise(pair: Pair, told: list[Word], tells: list[Word], new: list[int]) -> bool:
    """Whether nobody is named by what stands there, and a statement that was not there before."""
    stated = [any(map(_states, words)) for words in (told, tells)]
    marked = any(not MARKERS.isdisjoint(bare(word.key)) for word in (*told, *tells))
    return marked and any(stated) and not _goes_on(pair.after, new)


def _both_again(one: list[Word], other: list[Word]) -> bool:
    """Whether both tell of whoever was named; a text is no person: «[البلاغ] ذاته»."""
    if one and other and any(map(_states, one)) != any(map(_states, other)):
        return False
    return _only_again(one) and _only_again(other)


def _only_again(words: list[Word]) -> bool:
    said = [word for word in words if not is_common(word.key) or word.key in _SAME]
    said = [word for word in said if stem(word.key) not in SPEECH]
    return all(word.key in _SAME or word.key in _ANY for word in said) and (
        not said or any(word.key in _SAME for word in said) or len(said) == 1
    )


def _goes_on(side: Side, places: list[int]) -> bool:
    """Whether a word that may name somebody follows some places, no mark between."""
    after = places[-1] + 1
    words = side.sentence.words
    if after >= len(words) or words[after].gap.strip('"«“'):
        return False
    return words[after].key not in THAT and not is_common(words[after].key)


def _without_outlet(words: list[Word], *, goes_on: bool) -> list[Word]:
    """Names of outlets without what says that they are: «إذاعة موزاييك»."""
    rest = [word for word in words if _OUTLETS.isdisjoint(bare(word.key))]
    return rest if rest or goes_on else words


def _each_in(words: list[Word], others: list[Word]) -> bool:
    if max(len(words), len(others)) > _MOST:
        return False
    return all(any(_same(word, other) for other in others) for word in words)


def _same(one: Word, other: Word) -> bool:
    return not set(bare(one.key)).isdisjoint(bare(other.key)) or mended(one, other)
