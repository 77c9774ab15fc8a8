"""Finds the words of a sentence that say according to whom it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.arabic import normalise
from pipeline.edits.common_words import is_common
from pipeline.edits.name_words import HEADS, PLACES, TITLES
from pipeline.edits.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word, words_of
from pipeline.press import words as press
from pipeline.records import KindEvidence

#: what introduces a source
MARKERS: Final = keys("وفق وفقا بحسب حسب حسبما نقلا استنادا طبقا لسان selon according وفقما بحسبما")
#: who is no person with a name: whoever is put for them, it is the source that changed
_SOURCES: Final = keys(
    """
    مصدر مصادر وكالة وكالات صحيفة صحف قناة قنوات إذاعة موقع مواقع جريدة مجلة مراسل مراسلة بيان
    بلاغ تقرير تقارير شهود شاهد ناشط ناشطون نشطاء مسؤول مسؤولون متحدث متحدثة ناطق ناطقة وسائل
    جهات دوائر هيئة هيئات تلفزيون التلفزيون المصدر المصادر الوكالة الصحيفة القناة البيان البلاغ
    التقرير
    source sources agence agency agences journal quotidien newspaper channel broadcaster
    communiqué statement report rapport témoins witnesses officials official spokesman
    spokeswoman spokesperson parole
    """
)
#: whoever was named before and goes on speaking
SAME_SOURCE: Final = keys("المصدر البيان البلاغ التقرير ذاته نفسه")
#: after «وفق» and «حسب»: rules and orders, not who says so
_NOBODY: Final = keys(
    """
    البرنامج برنامج القانون قانون الجدول جدول الشروط شروط المعايير معايير الخطة خطة رغبة الحاجة
    الأصول الترتيب ترتيب التوقيت توقيت مقتضيات الفصل أحكام الطلب المقاس الآتي التالي
    """
)
_OPENS: Final = frozenset('"«“')
#: words that tell one source from others: «المصدر» alone may be any
_LEAST_NAMED: Final = 2
#: pieces of evidence among which a source that moved is looked for
_MOST_EVIDENCE: Final = 100
_ENDS: Final = frozenset(',،;؛:.()[]«»"“”–—!?؟')
#: who learns something says it too: «علمت الإذاعة أن»
_LEARNS: Final = keys("علم علمت وعلمت وعلم")
_WAS: Final = keys("كان كانت وكان وكانت")
_STOPS: Final = frozenset(".!?؟…")
#: words of the longest frame: a verb, who says it, where and when, «أن»
_LONGEST_FRAME: Final = 20
_LONGEST: Final = 7
#: the same between marks: « …, a déclaré à l'AFP un responsable local »
_LONGEST_SET_OFF: Final = 9
_WITHIN: Final = frozenset({"", "'", "’"})
_CREDITS: Final = keys("المصدر مصدر المصادر source sources")
_LONGEST_WHAT: Final = 18
#: after a verb of speech: what is said follows
_LEADS_ON: Final = THAT | keys("vouloir pouvoir devoir")
#: what the naming of a source does not go on over
_ENDING: Final = THAT | keys("الذي التي الذين الذى qui which who")
#: what a source says, or how: «نفى مصدر أمني [جملة وتفصيلا] [صحة] [ما] تداولته مواقع»
_TOLD: Final = keys("ما صحة وجود أي أنباء جملة قطعيا بشدة")
#: «أعلنت في بلاغ [عن] ضياع طفل»
_ABOUT: Final = "عن"
#: «كما [أفاد به] مصدر», «على [حد] قوله»
_AS: Final = keys("كما مثلما")
_CAME: Final = keys("جاء ورد جاءت وردت")
_WITH_IT: Final = (("به",), ("بذلك",))
_ON: Final = "علي"
_HOLDS: Final = keys("حد")
_OWN_WORDS: Final = keys("قول قوله قولها قولهم تعبير تعبيره تعبيرها وصفه وصفها تعبيرهم")
_ISSUED: Final = keys("صادر صادرة نقلا")
#: « [de] sources diplomatiques », "[from] sources"
_BEFORE_SOURCE: Final = keys("de from")
#: « cité [par l'agence] », "quoted [by the agency]"
_BY: Final = keys("par by")
_CITED: Final = keys(
    "cité citée cités citées rapporté rapportée relayé relayée cited quoted reported published seen"
)
_FROM_WHOM: Final = "aupres"
#: who passed it on follows: «ونقلتها وكالة الأنباء»
_RELAYED: Final = keys(
    """
    نقلته نقلتها نقله نقلها نقلوا أورد أوردت أوردته أوردتها أورده أوردها ذكرته ذكرتها ذكره نشرته
    نشرتها بثته بثتها تناقلت تناقلته تناقلتها رصدته ينقل تنقل كشفته كشفتها بثها
    أوردوه ذكروه أذاعته أذاعتها
    """
)
#: after the name of a radio or a channel
_ON_AIR: Final = frozenset(
    tuple(normalise(name).split()) for name in ("أف أم", "إف إم", "اف ام", "تي في", "أف.أم")
)
#: between a verb of speech and its source
_REACH: Final = 3
#: the same in Latin scripts, which part names: « a annoncé jeudi un porte-parole »
_LATIN_REACH: Final = 5
_FAR: Final = 14
_THAT_ONE: Final = frozenset((key,) for key in THAT)
#: what can be no participle
_SAID: Final = keys("said says dit disent affirme affirment assure assurent déclare déclarent")
#: words of the longest subject between a verb of speech and «إن»
_SUBJECT: Final = 4


def attributing(sentence: Sentence) -> frozenset[int]:
    """Places of the words that attribute: «وفق مصدر أمني», «ذكرت وكالة …», « selon … »."""
    words = sentence.words
    found: set[int] = set()
    for at, word in enumerate(words):
        if _is_marker(sentence, at):
            # «وفق ما جاء في بيان لوزارة الداخلية»
            long = at + 1 < len(words) and words[at + 1].key == "ما"
            found.update(range(at, _end(sentence, at + 1, _LONGEST_WHAT if long else _LONGEST)))
        elif _passes_on(word.key):
            reach = _LATIN_REACH if word.key.isascii() else _REACH
            for place in range(at + 1, min(at + 1 + reach, len(words))):
                if _is_source(words[place].key) or _is_agency(sentence, place):
                    end = _end(sentence, place + 1)
                    found.update(range(place, _before_report(sentence, place + 1, end)))
                    break
            # «قال لوكالة …», to whom it was said
            for place in range(at + 1, min(at + 1 + _FAR, len(words))):
                if words[place].key[:1] == "ل" and _is_told(words, place):
                    found.update(range(place, _end(sentence, place + 1)))
            found.update(_before_verb(sentence, at))
        elif word.key in _CREDITS and at + 1 < len(words) and ":" in words[at + 1].gap:
            found.update(range(at + 1, _end(sentence, at + 2)))
        elif word.key in _SOURCES and word.key.isascii():
            after = words[at + 1 : at + 3]
            # "In a later [statement], the firm said": what is set off after it says who
            set_off = len(after) > 1 and after[0].gap and after[0].key not in SPEECH
            if not set_off and any(one.key in SPEECH for one in after):
                found.add(at)
    return frozenset(found)


def _before_verb(sentence: Sentence, verb: int) -> range:
    """« [La police] affirme que »: who says it, where that is no name, before its verb.

    From the beginning of the sentence, or a mark.
    """
    words = sentence.words
    if not words[verb].key.isascii() or sentence.keys[verb + 1 : verb + 2] not in _THAT_ONE:
        return range(0)
    start = verb
    while start > 0 and not words[start].gap and verb - start < _SUBJECT:
        start -= 1
        if start and words[start].text[:1].isupper():
            return range(0)
    return range(start, verb if start == 0 or words[start].gap else start)


def frames(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where somebody is said to say what follows: «وأوضح مدير المعهد في بيان أن».

    Each is given by its first place and the place after its last, «أن»; in Latin scripts it may
    be set off by marks instead. One without a word for who speaks («وأضاف أن») is none.
    """
    words = sentence.words
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        start, end = at, at
        if _tells(words[at].key):
            start = _frame_start(sentence, at)
            end = _frame_end(sentence, at, start)
            if end <= at:
                start, end = _set_off(sentence, at)
        if end > start:
            found.append((start, end))
        at = max(end, at + 1)
    return tuple(found)


def _set_off(sentence: Sentence, at: int) -> tuple[int, int]:
    """Where a frame stands between marks around its verb: « …, a indiqué la préfecture »."""
    words = sentence.words
    if not words[at].key.isascii():
        return at, at
    start = at
    while start > max(0, at - _LONGEST) and not words[start].gap:
        start -= 1
    end = at + 1
    while end < min(len(words), at + _LONGEST_SET_OFF) and words[end].gap in _WITHIN:
        end += 1
    said = any(not is_common(words[place].key) for place in range(start, end) if place != at)
    whole = start > 0 and "," in words[start].gap and end - start <= _LONGEST_SET_OFF
    whole = whole and words[start].key not in _ENDING  # « le juge, qui relève de la cour, »
    # « le ministre, en visite à Lyon, affirme qu'il veut … », « dit vouloir … »
    whole = whole and _LEADS_ON.isdisjoint(word.key for word in words[at + 1 : end])
    return (start, end) if whole and said else (at, at)


def _tells(key: str) -> bool:
    return stem(key) in SPEECH or key in _LEARNS


def _frame_start(sentence: Sentence, verb: int) -> int:
    """Where a frame begins: before its verb where «كان» leads it, «وكانت مصادر قد أكدت أن»."""
    words = sentence.words
    for at in range(verb, max(-1, verb - _LONGEST), -1):
        if at < verb and words[at].key in _WAS:
            return at
        if words[at].gap:
            break
    return verb


def _frame_end(sentence: Sentence, start: int, first: int) -> int:
    """Where the frame ends whose verb is at `start`; `start` where it is none."""
    words = sentence.words
    for at in range(start + 1, min(start + _LONGEST_FRAME, len(words))):
        if not _STOPS.isdisjoint(words[at].gap):
            return start
        if words[at].key in THAT:
            said = (*words[first:start], *words[start + 1 : at])
            return at + 1 if any(not is_common(word.key) for word in said) else start
    return start


def subjects(sentence: Sentence) -> frozenset[int]:
    """Places of the words between a verb of speech and the «إن» of what is said.

    In Latin scripts also of those beside a verb that marks set off: ", [the police] said".
    """
    words = sentence.words
    found: set[int] = set()
    for at, word in enumerate(words):
        if not _tells(word.key):
            continue
        found.update(_opening_subject(sentence, at))
        start, end = _set_off(sentence, at)
        found.update(range(start, end))
        who = at + 1
        for end in range(at + 1, min(at + _LONGEST_FRAME, len(words))):
            if words[end].key in THAT and who - at <= _SUBJECT + 1:
                found.update(range(at + 1, who))
                break
            if words[end].gap:
                break
            # «أوضحت الوزارة [في بلاغ لها] أن»: where it is said names nobody
            if who == end and not (end > at + 1 and is_common(words[end].key)):
                who = end + 1
    return frozenset(found)


def _opening_subject(sentence: Sentence, verb: int) -> range:
    """ "[The council] said the road …": who opens a sentence that goes on by what is said."""
    words = sentence.words
    whole = words[verb].key in _SAID and 0 < verb <= _SUBJECT and verb + 1 < len(words)
    whole = whole and words[0].key not in TITLES  # « Mme Calder »
    return range(verb if whole and not any(word.gap for word in words[1 : verb + 2]) else 0)


def leading(sentence: Sentence) -> frozenset[int]:
    """Places of what introduces a source («وفق», « selon ») and of the two words after it."""
    found: set[int] = set()
    for at in range(len(sentence.words)):
        if _is_marker(sentence, at):
            # «وفق [ما أكده] مصدر أمني»
            long = sentence.keys[at + 1 : at + 2] == ("ما",)
            found.update(range(at, at + (5 if long else 3)))
    return frozenset(found)


def _is_marker(sentence: Sentence, at: int) -> bool:
    word = sentence.words[at]
    after = sentence.words[at + 1].key if at + 1 < len(sentence.words) else ""
    if after in _NOBODY:
        return False
    if word.key in MARKERS or (word.key[:1] in "وف" and word.key[1:] in MARKERS):
        return True
    if word.key in _AS and (after in _CAME or sentence.keys[at + 2 : at + 3] in _WITH_IT):
        return after in _CAME or after in SPEECH
    if after in _HOLDS and word.key == _ON:
        return sentence.keys[at + 2 : at + 3] != () and sentence.keys[at + 2] in _OWN_WORDS
    if word.key in _BEFORE_SOURCE and after in _CREDITS:
        return True  # « de sources diplomatiques »
    if word.key in _BY and at > 0 and sentence.words[at - 1].key in _CITED:
        return True
    if word.key == _FROM_WHOM:  # « a-t-on appris auprès du parquet »
        return any(stem(key) in SPEECH for key in sentence.keys[max(0, at - _REACH) : at])
    return word.key == "apres" and at > 0 and sentence.words[at - 1].key == "d"


def _passes_on(key: str) -> bool:
    return stem(key) in SPEECH or key in _RELAYED or (key[:1] in "وف" and key[1:] in _RELAYED)


def _is_source(key: str) -> bool:
    return key in _SOURCES or (key.startswith("ال") and key[2:] in _SOURCES)


def _is_told(words: Sequence[Word], at: int) -> bool:
    """Whether a word is an outlet, or its reporter, to whom somebody spoke: «لمراسلنا»."""
    key = words[at].key[1:].removesuffix("نا")
    if _is_source(key) or (key.startswith("ل") and f"ا{key}" in _SOURCES):
        return True
    # «للجوهرة [أف أم]», «لموزاييك [أف أم]»
    return tuple(word.key for word in words[at + 1 : at + 3]) in _ON_AIR


def _is_agency(sentence: Sentence, at: int) -> bool:
    """«رويترز», «فرانس برس»."""
    one = sentence.words[at].key
    two = sentence.words[at + 1].key if at + 1 < len(sentence.words) else ""
    return (one,) in press.AGENCIES or (one, two) in press.AGENCIES


def _before_report(sentence: Sentence, start: int, end: int) -> int:
    """Where a source ends by what it tells: «أفادت مصادر طبية [بإصابة عاملين]».

    «بوزارة», «بالمستشفى» say of where the source is, «صادر عن الوزارة» whose it is.
    """
    for at in range(start, end):
        key = sentence.words[at].key
        if key == _ABOUT and not _leads_to_source(sentence, at):
            return at
        within = key[1:] in HEADS or key[1:] in PLACES or key[1:3] == "ال"
        if key[:1] == "ب" and len(key) > 4 and not within:
            return at
    return end


def _leads_to_source(sentence: Sentence, at: int) -> bool:
    """«بلاغ صادر [عن] الوزارة», «نقلت الإذاعة [عن] مصدر»."""
    words = sentence.words
    after = words[at + 1].key if at + 1 < len(words) else ""
    return words[at - 1].key in _ISSUED or _is_source(after)


def _end(sentence: Sentence, start: int, longest: int = _LONGEST) -> int:
    """Where the naming of a source that begins before `start` ends."""
    words = sentence.words
    for at in range(start, min(start + longest, len(words))):
        # «مراسل "إذاعة …"», «نشرته "الصباح"»
        led = _is_source(words[at - 1].key) or words[at - 1].key in _RELAYED
        called = words[at].gap in _OPENS and led
        told = words[at].key in _ENDING or (at > start and words[at].key in _TOLD)
        if told or not (called or _ENDS.isdisjoint(words[at].gap)):
            return at
    return min(start + longest, len(words))


def without_moved(found: Sequence[KindEvidence]) -> list[KindEvidence]:
    """Evidence without the sources that one sentence no longer names since another does.

    «أكدت الوزارة أن …» that went where «وأضافت أن …» became «وأكدت الوزارة أن …» is no other
    source. Two sources that changed places are.
    """
    if len(found) > _MOST_EVIDENCE or all(one.kind != "attribution" for one in found):
        return list(found)
    told = [(_naming(one.before), _naming(one.after)) for one in found]
    return [
        one
        for at, one in enumerate(found)
        if one.kind != "attribution" or not any(_moved(told[at], other) for other in told)
    ]


def _moved(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether another change puts in all that one takes out, or the reverse, and no more of it."""
    went, came = one[0] - one[1], one[1] - one[0]
    if len(went) >= _LEAST_NAMED and went <= other[1] - other[0]:
        return not (came and came <= other[0])
    if len(came) >= _LEAST_NAMED and came <= other[0] - other[1]:
        return not (went and went <= other[1])
    return False


def _naming(text: str) -> frozenset[str]:
    """The words of a text that may say who says something."""
    return frozenset(
        word.key
        for word in words_of(text)[0]
        if not (is_common(word.key) or stem(word.key) in SPEECH or word.key in MARKERS)
    )
