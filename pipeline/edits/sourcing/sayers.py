"""Finds the words that name who says something, however long they are and whatever follows.

«وأفاد [سالم العرفي، عضو المجلس]، بأن», «ونفى [المدير] وجود», "[The head, Ann Lee], said".
Where a whole frame stands («وأوضح … أن») is `pipeline.edits.sourcing.frames`'s question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.number_words import RELATIVE_DAYS, WEEKDAYS
from pipeline.edits.joined import bare
from pipeline.edits.naming.name_words import PEOPLE, TITLES
from pipeline.edits.sourcing.frames import IN_TURN, RELATIVES
from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word

#: words of the longest naming of who speaks, with what marks set off in it
_LONGEST: Final = 16
#: words between a verb and what it leads to
_REACH: Final = 5
#: verbs that only tell what somebody says, whatever follows: «شدد المجلس على», «نفى الوزير وجود»
_ONLY_TELL: Final = keys(
    """
    قال قالت يقول تقول أكد أكدت يؤكد تؤكد شدد شددت يشدد تشدد أشار أشارت يشير تشير أفاد أفادت يفيد
    تفيد أوضح أوضحت يوضح توضح لفت لفتت يلفت تلفت نبه نبهت ينبه تنبه حذر حذرت يحذر تحذر صرح صرحت
    يصرح تصرح نفى نفت ينفي تنفي اعتبر اعتبرت يعتبر تعتبر يرى ترى أعرب أعربت يعرب تعرب ألمح ألمحت
    نوه نوهت ينوه أقر أقرت يقر اعترف اعترفت زعم زعمت يزعم ادعى ادعت استبعد استبعدت رجح رجحت يرجح
    أجمع أجمعت أصر أصرت توقع توقعت يتوقع جزم جزمت أنكر أنكرت فند فندت ذكر ذكرت وصف وصفت
    """
)
#: «[كان] الوالي [قد] قال»
_HAD: Final = keys("قد")
_WAS: Final = keys("كان كانت وكان وكانت")
#: «عبر الأمين العام [عن] قلقه»
_VOICES: Final = keys("عبر عبرت يعبر تعبر عبروا")
#: which tell from whom something is known
_QUOTES: Final = keys("نقل نقلت ينقل تنقل نقلوا أورد أوردت روى روت")
_THEIR_WORDS: Final = keys("قوله قولها قولهم قولهما")
#: words to whom it is known from, and of their names
_FAR: Final = 8
#: «[يدعى] سالم» is called so
_CALLED: Final = ("يدعى", "تدعى")
#: which tell what follows where a text is their subject: «وأظهرت [بيانات البنك]»
_SHOWS: Final = keys("أظهر أظهرت تظهر يظهر بينت نشر نشرت بث بثت")
_TEXTS: Final = keys(
    """
    بيانات أرقام دراسة تقرير إحصائيات إحصاءات نتائج معطيات وثائق استطلاع تحقيق
    صحيفة جريدة مجلة قناة إذاعة وكالة موقع
    """
)
#: what goes on after who speaks, as `Word.plain` writes it: «والي» is no «وإلى», «علي» no «على»
_LEADS: Final = frozenset(
    word
    for line in (
        "على إلى الى عن من ب في خلال عقب إثر اثر",
        "أثناء لدى عبر بعد قبل أمام ضمن حول بشأن مع",
    )
    for word in line.split()
)
#: «قبل [أن] يقلص الفارق» leads to a deed
_BEFORE_DEEDS: Final = keys("قبل بعد دون منذ عوض لأجل يمكن يجب ينبغي")
#: what goes on about something else: «نفى الوزير [ما] تناقلته مواقع»
_TOLD_OF: Final = keys("ما صحة عدم الذي التي الذين")
#: who belongs to somebody: «مسؤول [في] الحزب», «عضو [ب]…»
_MEMBERS: Final = keys(
    """
    مسؤول مسؤولة مصدر مصادر عضو عضوة قيادي قيادية نائب نائبة متحدث متحدثة مسؤولون مسؤولين
    قياديون أعضاء نواب خبير خبيرة باحث باحثة أستاذ أستاذة محلل محللة موظف موظفة ضابط شاهد شهود طبيب
    """
)
_OF: Final = keys("في من لدى عن ب")
#: «دعا الحزب [في بيان] إلى»
_IN: Final = keys("في عبر خلال")
_SAID_IN: Final = keys("بيان بلاغ تصريح تصريحات تدوينة تغريدة حوار ندوة مؤتمر منشور رسالة كلمة")
_WITHIN: Final = frozenset({"", "'", "’", "-", ".", "(", ")", '"', "«", "»", "“", "”"})
_COMMA: Final = frozenset(",،")
_COLONS: Final = frozenset(":;")
#: between which a verb in Latin letters names nobody
_CUTS: Final = keys(
    """
    who which that whom whose after before during while when because if although and but or than
    qui que où dont et mais car si quand après avant pendant alors lorsque ou
    """
)
#: whom a subject follows that is spoken to
_TO_WHOM: Final = keys("told tells telling")
#: before a participle that tells what was done
_BEEN: Final = keys("été être be been being was were")
_HAS: Final = keys("a ont")
#: « a [fait état] de »
_MADE: Final = keys("fait font")
_KNOWN: Final = keys("état savoir valoir part")
_STOPS_LATIN: Final = keys("on at with by from to sur avec par pour dans lors during in as")


def sayers(sentence: Sentence, *, led: bool = False) -> frozenset[int]:
    """Places of the words that name who says something in a sentence, outside quotations.

    Args:
        sentence: that may tell what somebody says.
        led: leaves aside those in Arabic after whom neither «أن» nor a mark leads into what is
            said («ونفى [المدير] وجود»): where they end is no more than likely.
    """
    words = sentence.words
    found: set[int] = set()
    for at, word in enumerate(words):
        if word.quotation:
            continue
        if word.key.isascii():
            if _says(words, at):
                after = range(0) if _set_off_name_before(words, at) else _set_off_after(words, at)
                # "the lawyer hailed a decision": what follows need not be said
                open_end = led and not _leads_on(words, at)
                found.update(after or (() if open_end else _before(words, at)))
        elif (stem(word.key) in SPEECH and not word.plain.endswith(_CALLED)) or _shows(words, at):
            found.update(_after(words, at, led=led), _quoted_from(words, at), _who_had(words, at))
    return frozenset(at for at in found if not words[at].quotation)


def _says(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.key in _MADE and at + 1 < len(words) and words[at + 1].key in _KNOWN:
        return True  # « la Croix-Rouge a fait état de »
    if at and words[at - 1].key in _BEEN:  # "no damage was reported"
        return False
    spoken = word.key in SPEECH or _closes_quotation(words, at)
    return spoken and not word.text[:1].isupper()


def _leads_on(words: Sequence[Word], verb: int) -> bool:
    """Whether « que », a colon or a quotation follows a verb, few words between."""
    for at in range(verb + 1, min(verb + 1 + _REACH, len(words))):
        if words[at].key in THAT or words[at].quotation or ":" in words[at].gap:
            return True
    return False


def _closes_quotation(words: Sequence[Word], at: int) -> bool:
    """Whether a participle stands right after a quotation: « "…", a [savouré] l'entraîneur »."""
    first = at - 1
    led = first > 0 and words[first].key in _HAS and words[first - 1].quotation
    return bool(led) and not words[first].quotation and words[at].text.endswith(("é", "i", "u"))


def _shows(words: Sequence[Word], at: int) -> bool:
    key = words[at].key
    follows = words[at + 1].key if at + 1 < len(words) and not words[at + 1].gap else ""
    return (key in _SHOWS or key[1:] in _SHOWS) and follows in _TEXTS


def _after(words: Sequence[Word], verb: int, *, led: bool) -> range:
    """«قال [وزير الصحة] إن»: who follows an Arabic verb, up to what is said."""
    end, closed = _closes(words, verb + 1)
    key = stem(words[verb].key)
    if closed:
        return range(verb + 1, end)
    voiced = key in _VOICES and end < len(words) and words[end].key == "عن"
    if led or not (key in _ONLY_TELL or voiced or _stated(words, end)):
        return range(0)
    return range(verb + 1, _phrase_end(words, verb + 1, end))


def _stated(words: Sequence[Word], end: int) -> bool:
    """Whether who speaks is followed by what it is said in: «دعا الحزب [في بيان] إلى»."""
    said = tuple(word.key for word in words[end : end + 2])
    return len(said) > 1 and said[0] in _IN and said[1] in _SAID_IN


def _who_had(words: Sequence[Word], verb: int) -> range:
    """«وكان [رئيس البلدية] قد قال إن»: who stands before a verb of the pluperfect."""
    if words[verb - 1].key not in _HAD or not verb or not _leads_on(words, verb):
        return range(0)
    start = verb - 1
    while start > 0 and words[start].gap in _WITHIN and verb - start < _LONGEST:
        start -= 1
        if words[start].key in _WAS:
            return range(start + 1, verb - 1)
    return range(0)


def _quoted_from(words: Sequence[Word], verb: int) -> range:
    """«ونقل الموقع عن [مسؤولين] أن»: whom an outlet quotes."""
    if stem(words[verb].key) not in _QUOTES:
        return range(0)
    reach = range(verb + 1, min(verb + 1 + _FAR, len(words)))
    start = next((at + 1 for at in reach if words[at].key == "عن"), len(words))
    for end in range(start, min(start + _FAR, len(words))):
        if words[end].key in THAT or words[end].key in _THEIR_WORDS:
            return range(start, end)
        if words[end].gap not in _WITHIN:
            break
    return range(0)


def _closes(words: Sequence[Word], start: int) -> tuple[int, bool]:
    """Where the naming of who speaks ends, and whether «أن», a colon or a quotation closes it."""
    end = start
    set_off = False
    while end < min(start + _LONGEST, len(words)):
        word = words[end]
        if word.key in THAT:
            return end, True
        if word.quotation or ":" in word.gap:
            return end, end > start
        if word.gap not in _WITHIN:
            if not _COMMA.issuperset(word.gap) or end == start:
                return end, False
            if set_off or not _set_off_name(words, end):
                return end, _led(words, end)
            set_off = True  # «[سالم العرفي، عضو المجلس،] بأن»
        elif _ends_subject(words, start, end):
            return end, _led(words, end)
        end += 1
    return end, False


def _set_off_name(words: Sequence[Word], comma: int) -> bool:
    """Whether another comma, or «أن», closes what a comma opens: «، عضو المجلس، بأن»."""
    if _leads(words[comma]):
        return False
    for at in range(comma + 1, min(comma + _LONGEST, len(words))):
        if words[at].key in THAT:
            return words[at - 1].key not in _BEFORE_DEEDS
        if words[at].gap and words[at].gap not in _WITHIN:
            return _COMMA.issuperset(words[at].gap)
    return False


def _led(words: Sequence[Word], at: int) -> bool:
    """Whether «أن» follows a few words on, where it was said between: «في بيان أن»."""
    first = words[at] if at < len(words) else None
    if first is None or not (_leads(first) or first.key in WEEKDAYS or first.key in RELATIVE_DAYS):
        return False
    for place in range(at, min(at + _LONGEST, len(words))):
        if words[place].key in THAT or words[place].quotation:
            return words[place - 1].key not in _BEFORE_DEEDS
        if words[place].gap and not _COMMA.issuperset(words[place].gap):
            return ":" in words[place].gap
    return False


def _leads(word: Word) -> bool:
    return word.plain in _LEADS or (word.plain[:1] in "وف" and word.plain[1:] in _LEADS)


def _ends_subject(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether the naming of who speaks ends by a small word, a day, or a joined «ب»."""
    key = words[at].key
    if key in WEEKDAYS or key in RELATIVE_DAYS or key in IN_TURN:
        return at > start
    if key in _OF and at > start:
        member = any(words[place].key in _MEMBERS for place in range(start, at))
        return not member
    return key in _TOLD_OF or _leads(words[at])


def _phrase_end(words: Sequence[Word], start: int, end: int) -> int:
    """Where the first phrase ends: before a second office or title, or a word joined by «ال»."""
    for at in range(start + 1, end):
        key = words[at].key
        if not words[at].gap and (key in TITLES or not PEOPLE.isdisjoint(bare(key))):
            return at
    return end


def _before(words: Sequence[Word], verb: int) -> range:
    """ "[The head of the union, Ann Lee], said", « [le maire] a déclaré »."""
    start = verb
    commas = 0
    while start > 0 and verb - start < _LONGEST:
        gap = words[start].gap
        if gap not in _WITHIN:
            if not _COMMA.issuperset(gap) or words[start].quotation:
                break
            commas += 1
            # one name that marks set off right before the verb, and what it belongs to
            if commas > 2 or (commas == 1 and start != verb and not _aux(words, start, verb)):
                break
        if words[start - 1].key in RELATIVES:
            return range(0)  # "the officer who shot Ann said"
        if words[start - 1].quotation or words[start - 1].key in _CUTS:
            break
        if start != verb and words[start - 1].key in SPEECH and words[start - 1].text.islower():
            break
        start -= 1
    first = start
    cut = next((at for at in range(first, verb) if words[at].key in _CUTS), verb)
    names = any(not is_common(words[at].key) for at in range(first, cut))
    return range(first, cut if names else first)


def _aux(words: Sequence[Word], start: int, verb: int) -> bool:
    """Whether only small words stand between a comma and the verb: « , a indiqué »."""
    return all(is_common(words[at].key) for at in range(start, verb))


def _set_off_name_before(words: Sequence[Word], verb: int) -> bool:
    """Whether a name between commas stands before the verb: "the head, [Ann Lee], said"."""
    if words[verb].gap != ",":
        return False
    start = verb - 1
    while start > 0 and not words[start].gap and verb - start < _REACH:
        start -= 1
    named = all(word.text[:1].isupper() for word in words[start:verb])
    return start > 0 and named and words[start].gap == "," and not words[start - 1].quotation


def _set_off_after(words: Sequence[Word], verb: int) -> range:
    """ ", said [Ann Lee]", « , a affirmé [le ministre] »: who follows a verb that marks lead."""
    first = verb
    while first > 0 and is_common(words[first - 1].key) and not words[first].gap:
        first -= 1
    led = words[first].gap if first else ""
    if not led or words[verb].key in _TO_WHOM or _COLONS.issuperset(led):
        return range(0)
    end = verb + 1
    while end < min(verb + 1 + _LONGEST, len(words)):
        word = words[end]
        if word.quotation or word.gap not in _WITHIN or word.key in THAT or word.key in _CUTS:
            break
        if word.key in _STOPS_LATIN or word.key in WEEKDAYS:
            break
        end += 1
    return range(verb + 1, end)
