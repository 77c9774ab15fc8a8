"""Finds the words of a sentence that say according to whom it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.arabic import normalise
from pipeline.edits.joined import bare
from pipeline.edits.naming.name_looks import is_given, is_head, is_office, is_title
from pipeline.edits.naming.name_words import HEADS, PLACES
from pipeline.edits.sourcing.frames import CAME, before_verb
from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word
from pipeline.press import words as press

#: what introduces a source
MARKERS: Final = keys(
    """
    وفق وفقا بحسب حسب حسبما نقلا استنادا طبقا لسان وفقما بحسبما selon according citing quoting
    citant
    """
)
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
    برنامج قانون جدول شروط معايير خطة رغبة حاجة أصول ترتيب توقيت مقتضيات فصل أحكام طلب مقاس
    آتي تالي مواصفات مقاييس تقنيات أحدث أولوية أولويات نوع أنواع نوعية طبيعة عدد حجم سن أعمار
    عمر فئة فئات درجة أهمية حاجيات احتياجات إمكانيات إمكانات قدرة قدرات ظروف حالة حالات وضعية
    طريقة طرق منهج منهجية آلية آليات صيغة صيغ رؤية استراتيجية مقاربة مبدأ مبادئ قاعدة قواعد
    ضوابط تعليمات توجيهات دستور كراس دليل بروتوكول نسق وتيرة رزنامة روزنامة موعد مواعيد تسلسل
    بنود اتفاق اتفاقية عقد عقود فصول مادة مواد لوائح لائحة أنظمة نظام تصنيف
    تصميم تصاميم مثال أمثلة نموذج مخطط مسار خريطة خارطة تشريع تشريعات مرسوم أمر
    منطق ذوق عادة تقاليد أعراف سعر أسعار كلفة موسم مواسم منطقة مناطق جهة اختصاص تخصص مستوى جنس
    وزن طول season size weight plan plans schedule law rules rule needs need age price type
    kind whether how ordre date calendrier taille besoins saison saisons loi règles âge prix
    type cas critères mode mérite
    """
)
#: between what introduces a source and the source: "according [to the] season"
_BETWEEN: Final = keys("to the a l le la les un une des its their leur leurs")
_OPENS: Final = frozenset('"«“')
_ENDS: Final = frozenset(',،;؛:.()[]«»"“”–—!?؟')
_LONGEST: Final = 7
_CREDITS: Final = keys("المصدر مصدر المصادر مصادر source sources")
_VIEWS: Final = keys("تقدير نظر رأي اعتقاد ذمة")
#: «على ذمة البحث» is no source
_CUSTODY: Final = keys("ذمة")
_BEFORE_VIEW: Final = keys("في على وجهة")
_LONGEST_WHAT: Final = 18
#: what the naming of a source does not go on over
_ENDING: Final = THAT | keys("الذي التي الذين الذى qui which who")
#: what a source says, or how: «نفى مصدر أمني [جملة وتفصيلا] [صحة] [ما] تداولته مواقع»
_TOLD: Final = keys("ما صحة وجود أي أنباء جملة قطعيا بشدة")
#: «أعلنت في بلاغ [عن] ضياع طفل»
_ABOUT: Final = "عن"
#: «كما [أفاد به] مصدر», «على [حد] قوله»
_AS: Final = keys("كما مثلما")
_WITH_IT: Final = (("به",), ("بذلك",))
_WHAT: Final = keys("ما لما")
_BEFORE_WHAT: Final = keys("على إلى تبعا")
_ON: Final = "علي"
_HOLDS: Final = keys("حد")
OWN_WORDS: Final = keys(
    """
    قول قوله قولها قولهم قولهما تعبير تعبيره تعبيرها تعبيرهم تعبيرهما وصفه وصفها وصفهم كلامه كلامها
    رأيه رأيها رأيهم اعتقاده اعتقادها تقديره تقديرها زعمه زعمها زعمهم عبارته عبارتها روايته روايتها
    """
)
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
_COMMAS: Final = frozenset(",،")
_WITHIN_NAME: Final = frozenset({"", ".", "-", "'", "’"})
_DENIES: Final = keys("نفى نفت ينفي تنفي نفوا كذب كذبت فند فندت أنكر أنكرت")
_VARYING: Final = keys(
    """
    تختلف يختلف تتفاوت يتفاوت تتغير يتغير
    varie varient variait variaient diffère diffèrent vary varies varied differ differs
    """
)
_JUST_AS: Final = "كما"
_CITING: Final = keys("citing citant")
_WHO_IS_CITED: Final = keys(
    "police unnamed anonymous people person diplomats diplomates documents data médias media"
)
_FROM: Final = "من"
_LEARNT: Final = keys("علم علمت وعلمت وعلم علمنا علمته")
_FAR_LEARNT: Final = 6
#: between a verb of speech and its source
_REACH: Final = 3
#: the same in Latin scripts, which part names: « a annoncé jeudi un porte-parole »
_LATIN_REACH: Final = 5
_FAR: Final = 14


def attributing(sentence: Sentence) -> frozenset[int]:
    """Places of the words that attribute: «وفق مصدر أمني», «ذكرت وكالة …», « selon … »."""
    words = sentence.words
    found: set[int] = set()
    for at, word in enumerate(words):
        if _is_marker(sentence, at):
            # «وفق ما جاء في بيان لوزارة الداخلية»
            long = at + 1 < len(words) and words[at + 1].key == "ما"
            end = _end(sentence, at + 1, _LONGEST_WHAT if long else _LONGEST)
            found.update(range(at, _set_off_name(sentence, end)))
        elif passes_on(word.key) and not _is_denied(sentence, at):
            reach = _LATIN_REACH if word.key.isascii() else _REACH
            for place in range(at + 1, min(at + 1 + reach, len(words))):
                if is_source(words[place].key) or _is_agency(sentence, place):
                    end = _end(sentence, place + 1)
                    found.update(range(place, _before_report(sentence, place + 1, end)))
                    break
            # «قال لوكالة …», to whom it was said
            for place in range(at + 1, min(at + 1 + _FAR, len(words))):
                if words[place].key[:1] == "ل" and _is_told(words, place):
                    found.update(range(place, _end(sentence, place + 1)))
            found.update(before_verb(sentence, at))
        elif word.key in _CREDITS and at + 1 < len(words) and ":" in words[at + 1].gap:
            found.update(range(at + 1, _end(sentence, at + 2)))
        elif word.key in _SOURCES and word.key.isascii():
            after = words[at + 1 : at + 3]
            # "In a later [statement], the firm said": what is set off after it says who
            set_off = len(after) > 1 and after[0].gap and after[0].key not in SPEECH
            if not set_off and any(one.key in SPEECH for one in after):
                found.add(at)
    return frozenset(found)


def _set_off_name(sentence: Sentence, end: int) -> int:
    """Where the name ends that a comma sets off from a source: « selon son avocat, [Me Ly], »."""
    words = sentence.words
    stop = end + 1
    while stop < len(words) and stop - end <= _REACH and words[stop].gap in _WITHIN_NAME:
        stop += 1
    named = stop < len(words) and words[end].gap in _COMMAS and words[stop].gap in _COMMAS
    if not named:
        return end
    run = words[end:stop]
    latin = all(word.text[:1].isupper() for word in run)
    return stop if latin or is_given(run[0]) or is_title(run[0]) else end


def _is_denied(sentence: Sentence, at: int) -> bool:
    """Whether what was passed on is what somebody denies: «نفى الوزير [ما تناقلته] مواقع»."""
    if at == 0 or sentence.keys[at - 1] not in _WHAT:
        return False
    before = sentence.keys[max(0, at - 1 - _LONGEST) : at - 1]
    return any(stem(key) in _DENIES for key in before)


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
    if _is_nobody(sentence, at + 1) or _varies(sentence, at):
        return False
    if word.key in _CITING and not _cites(sentence, at):
        return False
    if word.key == _FROM and after in _CREDITS:  # «علمت الإذاعة [من مصادر] موثوقة»
        return not _LEARNT.isdisjoint(sentence.keys[max(0, at - _FAR_LEARNT) : at])
    if word.key in MARKERS or (word.key[:1] in "وف" and word.key[1:] in MARKERS):
        return True
    if word.key in _AS and (after in CAME or sentence.keys[at + 2 : at + 3] in _WITH_IT):
        return after in CAME or after in SPEECH
    if word.key == _JUST_AS and word.gap in _COMMAS and _ends_by_source(sentence, at + 1):
        return True
    # «تبعا [لما صرح به]», «بناء على [ما أكده]», «على [ما أفاد به]»
    if after in _WHAT and word.key in _BEFORE_WHAT:
        said = sentence.keys[at + 2 : at + 3]
        return said != () and any(map(passes_on, (said[0], said[0].removesuffix("ه"))))
    if after in _HOLDS and word.key == _ON:
        return sentence.keys[at + 2 : at + 3] != () and sentence.keys[at + 2] in OWN_WORDS
    # «في [تقدير] المهندسين», «على [ذمة] مصدر», «من وجهة [نظر] النقابة»
    if word.key in _VIEWS and at > 0 and sentence.keys[at - 1] in _BEFORE_VIEW:
        return word.key not in _CUSTODY or is_source(after)
    if word.key in _BEFORE_SOURCE and after in _CREDITS:
        return True  # « de sources diplomatiques »
    if word.key in _BY and at > 0 and sentence.words[at - 1].key in _CITED:
        return True
    if word.key == _FROM_WHOM:  # « a-t-on appris auprès du parquet »
        return any(stem(key) in SPEECH for key in sentence.keys[max(0, at - _REACH) : at])
    return word.key == "apres" and at > 0 and sentence.words[at - 1].key == "d"


def _ends_by_source(sentence: Sentence, verb: int) -> bool:
    """Whether no more than who says it follows a verb: «، كما [أعلنت النيابة العمومية]»."""
    words = sentence.words[verb : verb + 1 + _REACH + 1]
    if len(words) < 2 or stem(words[0].key) not in SPEECH or words[1].gap:
        return False
    whole = verb + len(words) == len(sentence.words) and not any(word.gap for word in words)
    who = words[1]
    known = is_source(who.key) or is_title(who) or is_office(who) or is_head(who) or is_given(who)
    return whole and known and THAT.isdisjoint(word.key for word in words)


def _varies(sentence: Sentence, at: int) -> bool:
    """Whether what follows is a measure: « les prix varient [selon] les régions »."""
    return not _VARYING.isdisjoint(sentence.keys[max(0, at - _REACH) : at])


def _cites(sentence: Sentence, at: int) -> bool:
    """Whether "citing" leads to a source, and not to a reason: "citing a spate of crashes"."""
    return any(
        is_source(word.key) or word.text[:1].isupper() or word.key in _WHO_IS_CITED
        for word in sentence.words[at + 1 : at + 1 + _LATIN_REACH]
    )


def _is_nobody(sentence: Sentence, at: int) -> bool:
    """Whether a rule or a measure is named, and not who says so: «وفق [المواصفات] الدولية»."""
    keys_after = sentence.keys[at : at + 3]
    key = next((key for key in keys_after if key not in _BETWEEN), "")
    return not _NOBODY.isdisjoint(bare(key))


def passes_on(key: str) -> bool:
    return stem(key) in SPEECH or key in _RELAYED or (key[:1] in "وف" and key[1:] in _RELAYED)


def is_source(key: str) -> bool:
    """Whether a word is of a source without a name: «مصدر», «وكالة», "witnesses"."""
    return key in _SOURCES or (key.startswith("ال") and key[2:] in _SOURCES)


def _is_told(words: Sequence[Word], at: int) -> bool:
    """Whether a word is an outlet, or its reporter, to whom somebody spoke: «لمراسلنا»."""
    key = words[at].key[1:].removesuffix("نا")
    if is_source(key) or (key.startswith("ل") and f"ا{key}" in _SOURCES):
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
    return words[at - 1].key in _ISSUED or is_source(after)


def _end(sentence: Sentence, start: int, longest: int = _LONGEST) -> int:
    """Where the naming of a source that begins before `start` ends."""
    words = sentence.words
    for at in range(start, min(start + longest, len(words))):
        # «مراسل "إذاعة …"», «نشرته "الصباح"»
        led = is_source(words[at - 1].key) or words[at - 1].key in _RELAYED
        called = words[at].gap in _OPENS and led
        told = words[at].key in _ENDING or (at > start and words[at].key in _TOLD)
        if told or not (called or _ENDS.isdisjoint(words[at].gap)):
            return at
    return min(start + longest, len(words))
