"""Whether words by which a source is another call it by name: an outlet, a body, its spokesman.

«مصادر» → «صحيفة "لوباريزيان"», «شهود» → «وزارة الصحة», «مصدر قضائي» → «الناطق باسم محاكم سوسة»: of
witnesses nobody knows who they are, of these everybody. An office («مدير المستشفى») and a body that
is not told which of its sort («البلدية», «إذاعة محلية») are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.other_bodies import introduces, is_same_body
from pipeline.edits.judging.pair import Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.likeness import core
from pipeline.edits.naming.gazetteer import is_body, is_place, named_at
from pipeline.edits.naming.name_bodies import UNNAMED, heads_body, is_body_name
from pipeline.edits.naming.name_looks import is_foreign_name, is_local, is_nisba, is_plain, is_title
from pipeline.edits.naming.name_words import PEOPLE
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.attribution import passes_on
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word
from pipeline.press import words as press

#: whose name follows, in quotation marks or not
_OUTLETS: Final = keys(
    """
    صحيفة جريدة قناة إذاعة مجلة شبكة وكالة راديو تلفزيون موقع يومية أسبوعية فضائية تلفزة منصة
    journal quotidien hebdomadaire chaîne radio agence site magazine newspaper daily channel agency
    network broadcaster website outlet station
    """
)
#: of these, whose name may be a common noun with an article: «صحيفة [الشروق]», but «موقع [الشركة]»
_OF_NOUNS: Final = keys("صحيفة جريدة قناة إذاعة مجلة فضائية")
#: who speaks for the body that is named after them
_SPEAKS_FOR: Final = keys("ناطق ناطقة متحدث متحدثة ناطقا متحدثا")
_IN_NAME_OF: Final = keys("باسم بإسم")
#: what is told of a spokesman before that
_OFFICIAL: Final = keys("رسمي رسمية إعلامي إعلامية عسكري عسكرية")
#: what outlets are said to be, which is no name: «وكالة [الأنباء] الرسمية», «قناة [تلفزيونية]»
_SAID_OF_OUTLETS: Final = keys(
    """
    أنباء أخبار إخباري إخبارية تلفزي تلفزية تلفزيوني تلفزيونية إلكتروني إلكترونية رسمي رسمية فضائي
    فضائية يومي يومية أسبوعي أسبوعية تواصل رياضي رياضية مقرب مقربة محسوب محسوبة موالي موالية معارض
    معارضة حكومي حكومية خاص خاصة محلي محلية وطني وطنية عمومي عمومية عسكري عسكرية اقتصادية اقتصادي
    """
)
#: bodies of which every state has one, so that they tell nobody who speaks: «الحماية المدنية»
_OF_EVERY_STATE: Final = keys(
    "الحماية الدفاع الحرس النيابة الشرطة الأمن الديوانة الجمارك الدرك القضاء الادعاء الجيش الحكومة"
)
_QUOTES: Final = '"«»“”'
#: which part a naming, whatever stands beyond
_APART: Final = frozenset(",،;؛:()[]–—!?؟")
#: words of the longest name of a body, and of what may lead to it
_LONGEST: Final = 9
_LEADING: Final = 4
#: words of a source in Latin letters by which it is named: "the [Health Ministry] said"
_LATIN: Final = 5
#: letters of a word that nothing lists and that may be a name
_LONG: Final = 4


def names_other_source(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change calls by name a source that was another, or told of nobody.

    Where only the source came, what it is called must be a name of its own, and new to the article.
    """
    told = _named(pair.after, hunk.j, hunk.j_end)
    if not told:
        return False
    words = [pair.after.sentence.words[at] for at in told]
    said = pair.before.sources | pair.before.sayers | pair.before.speaker
    old = [pair.before.sentence.words[at] for at in _named(pair.before, hunk.i, hunk.i_end)]
    if not old and said.isdisjoint(pair.before.content(list(range(hunk.i, hunk.i_end)))):
        return _is_new(pair, told)
    if old:
        return not _is_one(old, words)
    return any(pair.before.forms.isdisjoint(bare(word.key)) for word in words)


def _is_one(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether two names of sources are one's, «سي إن إن» and «إن بي سي» not."""
    counts = [Counter(core(word.key) for word in _telling(words)) for words in (old, new)]
    if counts[0] == counts[1]:
        return True
    return is_same_body(old, new) and (counts[0] <= counts[1] or counts[1] <= counts[0])


def _telling(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a name without those that say what it is: «صحيفة [لوباريزيان]»."""
    return words[1:] if len(words) > 1 and heads_body(words[0]) else words


def _is_new(pair: Pair, told: range) -> bool:
    """Whether what came is called by a name that the older version has nowhere."""
    words = pair.after.sentence.words
    if ":" in words[told.start].gap or "(" in words[told.start].gap:
        return False  # a credit
    of_which = any(is_place(words[at].key) or is_nisba(words[at]) for at in told)
    if words[told.start].key in _OF_EVERY_STATE and not of_which:
        return False
    usage = pair.usage
    proper = any(_is_proper(words[at]) or named_at(words, at) for at in told)
    return proper and usage is not None and not all(usage.wrote(words[at].text) for at in told)


def _is_proper(word: Word) -> bool:
    if word.key.isascii():
        return word.text[:1].isupper()
    known = is_place(word.key) or is_body(word.key) or is_foreign_name(word)
    return known or (is_local(word) and word.key.startswith("ال")) or _is_unknown(word)


def _is_unknown(word: Word) -> bool:
    """Whether news are not written with a word, and it has no ending of a noun or adjective."""
    unlike = len(word.key) < _LONG or word.plain.endswith(("ة", "ات", "ين", "ون", "ها", "هم"))
    return not (unlike or any(map(is_known, bare(word.key))))


def _named(side: Side, start: int, end: int) -> range:
    """Places of the name by which words[start:end] call a source first of all."""
    words = side.sentence.words
    first = next(
        (
            at
            for at in range(start, min(start + _LEADING + _LEADING, end))
            if not (_leads(side, at) or (is_common(words[at].key) and not _gaps(words[at])))
        ),
        end,
    )
    if first >= end:
        return range(0)
    if words[first].key.isascii():
        return _named_in_latin(side, first, end)
    if not _SPEAKS_FOR.isdisjoint(bare(words[first].key)) or _speaks_for(side, first):
        after = _spoken_for(side, first, end)
        return _body(side, after, end, spoken_for=True) if after else range(0)
    if first and not words[first].gap.strip(_QUOTES) and first == start:
        head = words[first - 1]
        if not _OUTLETS.isdisjoint(bare(head.key)):  # «قناة ["218"]»
            first -= 1
    return _body(side, first, end)


def _leads(side: Side, at: int) -> bool:
    """Whether a word only says that it was said: «أعلنته», «بيان»."""
    key = side.sentence.words[at].key
    return introduces(side, at) or passes_on(key.removesuffix("ه").removesuffix("ها"))


def _gaps(word: Word) -> bool:
    return not _APART.isdisjoint(word.gap)


def _speaks_for(side: Side, at: int) -> bool:
    return not _IN_NAME_OF.isdisjoint(bare(side.sentence.words[at].key))


def _spoken_for(side: Side, start: int, end: int) -> int:
    """Where the body begins that somebody speaks for: «الناطق الرسمي باسم [محاكم سوسة]»."""
    words = side.sentence.words
    for at in range(start, min(start + _LEADING, end)):
        if words[at].key in _IN_NAME_OF:
            return at + 1
        forms = bare(words[at].key)
        if _SPEAKS_FOR.isdisjoint(forms) and _OFFICIAL.isdisjoint(forms):
            return 0
    return 0


def _body(side: Side, first: int, end: int, *, spoken_for: bool = False) -> range:
    """The longest name of a body, or of an outlet, that begins at a place.

    Whatever somebody speaks for (`spoken_for`) is a body.
    """
    words = side.sentence.words
    if first >= end or is_title(words[first]) or not PEOPLE.isdisjoint(bare(words[first].key)):
        return range(0)
    if not _OUTLETS.isdisjoint(bare(words[first].key)):
        return _outlet(side, first, end)
    for stop in range(min(first + _LONGEST, end), first, -1):
        run = words[first:stop]
        if any(map(_gaps, run[1:])):
            continue
        if is_body_name(run) or (len(run) <= _LONGEST and _is_agency(run)):
            return range(first, stop)
    return _specified(side, first, end, sure=spoken_for)


def _specified(side: Side, first: int, end: int, *, sure: bool) -> range:
    """«محاكم سوسة», «شرطة دبي», «مرصد قنديلي»: bodies with a place or an unknown name."""
    words = side.sentence.words
    after = words[first + 1] if first + 1 < end else None
    if after is not None and heads_body(words[first]) and not after.gap and _is_unknown(after):
        return range(first, first + 2)
    for at in range(first + 1, min(first + _LEADING, end)):
        if words[at].gap or is_plain(words[at]):
            break
        if is_place(words[at].key) or named_at(words, at):
            return range(first, at + 1) if sure or heads_body(words[first]) else range(0)
    return range(0)


def _is_agency(run: tuple[Word, ...] | list[Word]) -> bool:
    return tuple(word.key for word in run) in press.AGENCIES


def _outlet(side: Side, first: int, end: int) -> range:
    """«صحيفة ["لوباريزيان"]», «قناة [نسمة]»; «وكالة [الأنباء] الرسمية» is not called anything."""
    words = side.sentence.words
    after = first + 1
    if after >= end:
        return range(0)
    word = words[after]
    if word.gap.strip() and not set(_QUOTES).isdisjoint(word.gap):
        return range(first, _closed(side, after, end))
    if word.gap or is_plain(word):
        return range(0)
    if word.key.removeprefix("ال") in _SAID_OF_OUTLETS or word.key.removeprefix("ال") in UNNAMED:
        named = after + 1 < end and not words[after + 1].gap and _tells_which(words[after + 1])
        return range(first, after + 2) if named and word.key.startswith("ال") else range(0)
    if is_local(word) and not words[first].key.startswith("ال"):
        beyond = after + 1 < end and not set(_QUOTES).isdisjoint(words[after + 1].gap)
        return range(first, _closed(side, after + 1, end)) if beyond else range(0)
    common = word.key.startswith("ال") and _OF_NOUNS.isdisjoint(bare(words[first].key))
    if common and is_known(word.key) and not (is_local(word) or is_body(word.key)):
        return range(0)
    if words[first].key.startswith("ال") and not is_local(word):
        return range(0)  # «القناة [بثت]»
    return range(first, _closed(side, after, end))


def _tells_which(word: Word) -> bool:
    """«وكالة الأنباء [السعودية]», «قناة أخبار [العراق]»."""
    return is_place(word.key) or is_local(word)


def _closed(side: Side, start: int, end: int) -> int:
    """Where a name ends that begins at a place: by a mark, or with the words that changed."""
    words = side.sentence.words
    quoted = bool(words[start].gap.strip())
    stop = start + 1
    while stop < end and stop - start < _LEADING and not words[stop].gap.strip():
        if is_plain(words[stop]) and not quoted:
            break
        stop += 1
    return stop


def _named_in_latin(side: Side, first: int, end: int) -> range:
    """« l'agence [APA] », "the [Health Ministry]": words with a capital before any small noun."""
    words = side.sentence.words
    for at in range(first, min(first + _LATIN, end)):
        word = words[at]
        if at > first and _gaps(word):
            break
        if at in side.proper and word.text[:1].isupper():
            stop = next((to for to in range(at + 1, end) if to not in side.proper), end)
            return range(at, stop)
        known = is_common(word.key) or heads_body(word) or word.key in _OUTLETS
        if not known:
            break
    return range(0)
