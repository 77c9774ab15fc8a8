"""Whether two namings are of one source: in other words, by another title, or spelled otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.attribution import MARKERS, OWN_WORDS, is_source, passes_on
from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.name_looks import is_given, is_head, is_local, is_office, is_title
from pipeline.edits.name_words import HEADS, LINKS
from pipeline.edits.numbers import may_count
from pipeline.edits.slips import is_slip
from pipeline.edits.speech import SPEECH, THAT, keys, stem
from pipeline.edits.spelling import same_word, sounds_apart
from pipeline.edits.vocabulary import is_known
from pipeline.edits.word_forms import agree
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
STATEMENTS: Final = keys(
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
#: what holds words of somebody's own: «على [حد] قوله»
_HOLDS: Final = keys("حد")
#: who is another than the one beside whose name they stand
_RELATIVES: Final = keys(
    """
    والد والدة شقيق شقيقة شقيقته زوج زوجة ابن ابنة نجل نجلة أرملة صديق صديقة جار جارة عائلة أسرة
    محامي محامية محام دفاع أقارب قريب خال عم جد جدة وكيل مساعد مكتب
    père mère frère soeur fils fille épouse
    avocat avocate veuve famille father mother brother sister son daughter wife widow lawyer family
    """
)
#: letters of a title that no list has
_LONGEST_TITLE: Final = 2
#: how many words beyond a change the name of who speaks may stand
_REACH: Final = 6
#: which say what an outlet is, beside its name
_OUTLETS: Final = keys(
    "قناة إذاعة صحيفة جريدة موقع مجلة راديو journal quotidien chaîne newspaper paper channel"
)
#: letters of the shortest name that is known again with another
_LEAST_MENDED: Final = 4


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
    if _keeps_person(pair, hunk, one, other):
        return True
    goes_on = _goes_on(pair.before, old) and _goes_on(pair.after, new)
    one, other = (_without_outlet(words, goes_on=goes_on) for words in (one, other))
    return (bool(one) == bool(other) or goes_on) and _each_in(one, other) and _each_in(other, one)


def keeps_name(pair: Pair, hunk: Hunk) -> bool:
    """Whether one word of a person's name is another, beside one that stayed.

    «عبد [الحميد] البدوي», «عبد [المجيد] البدوي»: it may be one person whose name was wrong.
    """
    if hunk.i_end - hunk.i != 1 or hunk.j_end - hunk.j != 1:
        return False
    sides = list(pair.sides(hunk))
    if not all(_is_persons(side, start) for side, start, _ in sides):
        return False
    if all(_named_before(side, start) and _is_first(side, start - 1) for side, start, _ in sides):
        return True
    return all(
        end < len(side.sentence.words)
        and not side.sentence.words[end].gap
        and _is_persons(side, end)
        for side, _, end in sides
    )


def _is_first(side: Side, at: int) -> bool:
    word = side.sentence.words[at]
    return is_given(word) or word.key in LINKS or (at > 1 and _is_persons(side, at - 1))


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


def only_spelled(pair: Pair, left: Open) -> bool:
    """Whether names in a source are only spelled otherwise: «البحري», «البحيري»."""
    one = [pair.before.sentence.words[at] for at in left.before]
    other = [pair.after.sentence.words[at] for at in left.after]
    return len(one) == len(other) > 0 and all(
        set(bare(old.key)).isdisjoint(bare(new.key))
        and not agree(old.key, new.key)
        and not (is_known(old.key) and is_known(new.key))
        and _mended(old, new)
        for old, new in zip(one, other, strict=True)
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
    forms = bare(word.key)
    said = stem(word.key) in SPEECH or not OWN_WORDS.isdisjoint(forms)
    return said or not MARKERS.isdisjoint(forms)


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
        or _states(word)
        or not _ISSUED.isdisjoint(forms)
        or not _OF_STATEMENTS.isdisjoint(forms)
        or may_count(word)
        or passes_on(word.key.removesuffix("ه").removesuffix("ها"))  # «ما أعلنته منظمة»
        or word.key in _HOLDS
    )


def _states(word: Word) -> bool:
    return not STATEMENTS.isdisjoint(bare(word.key))


def _stated_otherwise(pair: Pair, told: list[Word], tells: list[Word], new: list[int]) -> bool:
    """Whether nobody is named by what stands there, and a statement that was not there before."""
    stated = [any(map(_states, words)) for words in (told, tells)]
    return any(stated) and not _goes_on(pair.after, new)


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


def _keeps_person(pair: Pair, hunk: Hunk, told: list[Word], tells: list[Word]) -> bool:
    """Whether the name of a person stands right beside what changed, and no other in it."""
    if not told or not tells or any(_is_anonymous(word) for word in (*told, *tells)):
        return False
    sides = list(pair.sides(hunk))
    named = any(
        at in side.proper
        and not (is_title(word) or is_office(word) or is_head(word))
        and (is_given(word) or not word.key.isascii())
        for side, start, end in sides
        for at in range(start, end)
        for word in (side.sentence.words[at],)
    )
    if named or any(not _RELATIVES.isdisjoint(bare(word.key)) for word in (*told, *tells)):
        return False
    if any(start and is_source(side.sentence.words[start - 1].key) for side, start, _ in sides):
        return False  # «صحيفة [بيلد] ام زونتاج»
    titled = any(map(is_title, (*told, *tells)))
    found = [_named_after(side, end, titled=titled) for side, _, end in sides]
    if all(found) and found[0] == found[1]:
        return True
    return all(_named_before(side, start) for side, start, _ in sides)


def _is_anonymous(word: Word) -> bool:
    return is_source(word.key) and not is_title(word) and not is_office(word)


def _named_after(side: Side, start: int, *, titled: bool) -> str:
    """The first word of a person's name that follows a change, what the change names beside it.

    «[رئيس] الإدارة الفرعية عبد القادر فرحات»: no mark stands between but after a title.
    """
    words = side.sentence.words
    for at in range(start, min(start + _REACH, len(words))):
        if words[at].gap.strip(".'’،" if titled and at == start else ".'’"):
            return ""
        if _is_persons(side, at):
            return words[at].key
        if at not in side.sayers and at not in side.attributing:
            return ""
    return ""


def _named_before(side: Side, start: int) -> bool:
    """Whether a person's name stands right before a change, no mark between."""
    words = side.sentence.words
    marked = start < len(words) and bool(words[start].gap.strip("."))
    if start == 0 or marked:
        return False
    # «عبد القادر [فرحات]» may be more of a name than is known
    return _is_persons(side, start - 1) or all(
        start > 2 and not side.sentence.words[start - 1].gap and _is_persons(side, at)
        for at in (start - 3, start - 2)
    )


def _is_persons(side: Side, at: int) -> bool:
    """Whether a word is of a person's name, and no title."""
    word = side.sentence.words[at]
    if is_title(word) or is_office(word) or not HEADS.isdisjoint(bare(word.key)):
        return False
    if word.key.isascii():  # « Me »
        return at > 0 and word.text[:1].isupper() and len(word.key) > _LONGEST_TITLE
    return at > 0 and at in side.proper


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
    return all(any(_same(word, other) for other in others) for word in words)


def _same(one: Word, other: Word) -> bool:
    return not set(bare(one.key)).isdisjoint(bare(other.key)) or _mended(one, other)


def _sounds_alike(one: Word, other: Word) -> bool:
    """Whether two words that are no common ones are a name in two transliterations."""
    if is_known(one.key) or is_known(other.key) or (is_given(one) and is_given(other)):
        return False
    return (
        min(len(one.key), len(other.key)) > _LEAST_MENDED and sounds_apart(one.key, other.key) <= 1
    )


def _mended(one: Word, other: Word) -> bool:
    """Whether one word is the other spelled otherwise, and no other word that is known."""
    if not set(bare(one.key)).isdisjoint(bare(other.key)) or same_word(
        one.key, other.key, names=True
    ):
        return True
    if is_source(one.key) or is_source(other.key):
        return False
    if one.key[-1:] == other.key[-1:] and _sounds_alike(one, other):
        return True
    known = is_known(one.key) and is_known(other.key)
    known = known or (is_given(one) and is_given(other))  # «مبروك», «مبارك»
    long = min(len(one.key), len(other.key)) >= _LEAST_MENDED
    return long and not known and is_slip(one.key, other.key)
