"""Whether a word in Arabic letters is built as no Arabic word is, and so likely a foreign name.

Arabic words are cast in few forms, which its grammar writes with ف, ع and ل for the letters of the
root: «مفعول», «استفعال». What fits none of them, whatever is joined before and after it, came from
another language: «ستولتنبرغ», «فافرينكا». A few such words are everybody's: «تكنولوجيا». Short
words fit some form nearly always, and are not told.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.edits.counting.number_words import MONTHS
from pipeline.edits.mending.frequency import frequency, has_parts, is_listed
from pipeline.edits.sourcing.speech import keys
from pipeline.remembering import remembered

#: words of fewer letters fit some form
_SHORTEST: Final = 5
#: and of more are made by somebody who means no good
_LONGEST: Final = 40
#: nouns and verbs, weak roots with one letter less; endings that vary are in `_AFTER`
_FORMS: Final = """
    فل فعل فعلل فال فاعل فعال فعالا فعول فعيل فعالل فعاليل فعالول فاعول فاعيل فواعل فواعيل
    فعلول فعليل فعلال
    تفعل تفاعل تفعلل تفعيل تفعول تفعال تفاعيل
    مفعلو مفاعلو مفعولو متفاعلو مفتعلو مستفعلو
    مفعل مفعلل متفعل متفاعل مفتعل مفتال منفعل مستفعل مستفعلل مستفال متفعلل مفعول مفعال مفعيل
    افتعال افتعل افتال انفعال انفعل انفال استفعال استفعل استفال استفل استافل افعل افعال
    افال افلال افعلال افعلل افعول افعيل افاعل افاعيل افل افا انفا استفا
"""
#: verbs behind what their persons begin with
_VERBS: Final = """
    فعل فعلل فاعل تفعل تفاعل فتعل فتال نفعل نفال ستفعل ستفال ستفل ستافل تافلل فال تفعلل فا
"""
_PERSONS: Final = "[يتنا]"
#: in a root of four the second letter is hardly ever و or ي: «سيطر» and the like are few
_FOUR: Final = re.compile("فعل(?:ل|ول|يل|ال)")
_LONG_SECOND: Final = """
    سيطر هيمن كوكب كويكب جوهر صيدل بيطر فيصل حوصل عولم حوكم بوصل هيكل زورق بورص فيلم سوبر خوصص
    ديموم كينون شيخوخ قيلول حيلول صيرور زيتون طوفان دينار دولار هيثم فولاذ
    حيوان فوضو فيضان غيبوب زوبع فوتر شوهد صودر نوقش هوجم عولج عوقب قوبل شوكولا
"""
#: «ما زال», «لا يزال» written as one word, a conjunction, a preposition, the article
_BEFORE: Final = (
    "(?:و|ف)?(?:ما(?=زال|[يتن])|لا(?=[يتن]))?(?:ال|بال|كال|لل|ل|ب|ك(?=[ما])|س(?=[يتنا]))?"
)
#: number, gender, case, the relation («نسبة»), and the pronouns behind them
_AFTER: Final = (
    "(?:ي|اي|اوي|اني|ءي)?(?:ه|ات|ت|ا|ين|ون|ان|اء|ءات|تين|تان)?"
    "(?:ي|ا|ه|ها|هم|هن|هما|نا|ني|ك|كم|يه|وا|وه|وها|تم)?"
)
#: of other languages, but names of nothing and nobody
_LOANS: Final = tuple(
    keys(
        """
        ديمقراط ديموقراط دبلوماس ديبلوماس تكنولوج إلكترون استراتيج تلفزيون باكالوريا كيلومتر
        كيلوغرام كيلوجرام سنتيمتر مليمتر مليغرام كمبيوتر كومبيوتر سينما كهربا كيميا بلاستيك كلاسيكو
        مونديال رادار راديو راديكال بروتوكول برونز بيولوج جيولوج لوجست ليبرال فيدرال كنفدرال
        سيناريو دكتورا دكتاتور ديكتاتور ماجستير إنفلونزا استخبارات معلومات مهرجان براكاج فيديو
        بنفسج برتقال سيناتور بروفسور بروفيسور ملياردير مليونير إنترنت برلمان أولمبياد باليست
        ديناميك ميكانيك بيداغوج كاريكاتور كاريكاتير استوديو ستوديو فوتوغراف كوريغراف بروتين هيدروجين
        ميكروب فيروس كورونا هليكوبتر هيليكوبتر مغناطيس إيديولوج أيديولوج بيروقراط أكاديم إمبراطور
        فرنكوفون ميركاتو كورنيش كاثوليك أرثوذكس بروتستانت موسيقا إسمنت هاشتاغ كلاشنيكوف كلاشينكوف
        بوليس باسبور تاكسي تراكتور ديناصور سيكولوج سوسيولوج ميتيورولوج أوركسترا ليسانس
        ديسيبل تيفوييد كريستال تلسكوب ميكروفون تليفون تلفون كارافان نموذج برنامج
        كوميد كازينو كوليرا سيلفي ديكور روبوت
        كيلو قيراط مجوهرات شيطن كرنفال كاتدرائ إنفلوانزا أوتوماتيك استرلين كابيتال كوكايين مورفين
        """
    )
)
#: that only look so: of two small words, or too short to be known by a beginning
_NO_NAMES: Final = keys("حينما ماذا أولمبي أولمبية")


def _form(form: str) -> str:
    """One form as a pattern: its ف, ع and ل stand for any letters but ا."""
    letters = _FOUR.sub(lambda root: "ف(?![وي])" + root[0][1:], form)
    return letters.translate({ord(root): "[^ا]" for root in "فعل"})


def _any_of(forms: str) -> str:
    return f"(?:{'|'.join(map(_form, forms.split()))})"


_ARABIC: Final = re.compile(
    f"{_BEFORE}(?:{_any_of(_FORMS)}|{_PERSONS}{_any_of(_VERBS)}(?:ن(?!.))?"
    f"|{_PERSONS}?(?:{'|'.join(_LONG_SECOND.split())})){_AFTER}"
)
#: two words that lost the blank between them: «لدور[ال]ثمانية»
_GLUED: Final = re.compile("(.{3,})(ال.{3,})")
#: what Arabic joins to its own words, and hardly ever to names of abroad
_OF_WORDS: Final = ("ها", "هم", "ات", "وا", "ت")
#: with which verbs begin, each in the place of another
_OF_VERBS: Final = "يتن"
#: how much rarer, where it does
_HARDLY: Final = 1.0
_JOINED: Final = re.compile("(?:و|ف)?(?:ال|بال|كال|لل|ل|ب|ك)?(?=...)")


@remembered(1 << 14)
def is_foreign(key: str) -> bool:
    """Whether a word, given by its key, has the form of no Arabic word, nor is a loan word."""
    if not _SHORTEST <= len(key) <= _LONGEST or key.isascii() or key in MONTHS or key in _NO_NAMES:
        return False
    if _ARABIC.fullmatch(key):
        return False
    glued = _GLUED.fullmatch(key)
    if glued and all(map(_ARABIC.fullmatch, glued.groups())):
        return False
    start = _JOINED.match(key)
    return not key.startswith(_LOANS, start.end() if start else 0) and not key.startswith(_LOANS)


@remembered(1 << 14)
def is_uninflected(key: str) -> bool:
    """Whether a word is written, but hardly with an article or a pronoun: «ريكس», not «جيوب»."""
    if key.isascii() or key[0] in "وا" or not is_listed(key) or has_parts(key):
        return False
    forms = [f"ال{key}", *(key + behind for behind in _OF_WORDS)]
    if key[0] in _OF_VERBS:
        forms += [person + key[1:] for person in _OF_VERBS if person != key[0]]
    most = max(frequency(form) if is_listed(form) else 0.0 for form in forms)
    return most < frequency(key) - _HARDLY
