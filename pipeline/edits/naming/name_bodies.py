"""Whether words are, as a whole, what a body is called: «المنظمة التونسية للدفاع عن المستهلك».

It begins with the head of a body, or with one that is known by its article («النيابة
العمومية»), and goes on by what such names are made of: nouns and adjectives with an article,
tasks («لمكافحة الإرهاب»), places, and names that are set in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.clauses import is_verbal
from pipeline.edits.common_words import is_common
from pipeline.edits.joined import bare
from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.gazetteer import is_body, is_place, named_at
from pipeline.edits.naming.name_looks import is_head, is_local, is_plain, is_title
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: words of the longest
_LONGEST: Final = 9
_QUOTES: Final = '"«»“”'
_ARTICLES: Final = ("ال", "لل", "وال")
#: what stands before what a task is about: «للدفاع [عن] المستهلك», «برنامج … [في] تونس»
_WITHIN: Final = keys("عن في على من إلى")
#: what bodies are for: «برنامج [تنمية] القدرات»
_TASKS: Final = keys(
    """
    مكافحة حماية شؤون أملاك رعاية تنمية استغلال توزيع دعم تنظيم مراقبة حقوق أمن سلامة جودة نقل بحث
    طب إنتاج تسويق ترويج تشجيع تعليم تكوين تشغيل تمويل تأمين ضمان إعادة إدارة صيانة نظافة تهيئة
    تطوير تحرير حظر نزع حفظ صون إحياء تراث تجارة صناعة زراعة صيد ري مياه طاقة كهرباء بريد اتصالات
    إغاثة غوث إنقاذ إسعاف إطفاء حرس خفر جيش شرطة أبحاث دراسات علوم فنون آداب حرف سياحة بيئة غابات
    """
)
#: the same by the form of the word: «هيئة [تنشيط] السياحة», «فرقة [مقاومة] الإجرام»
_TASK: Final = re.compile("ت..ي.ه?|ت.ا..|م.ا..ه|ا..ا.|ا.ت.ا.|است..ا.")
#: heads of bodies that `table.HEADS` does not hold, since much else is called so
_MORE_HEADS: Final = keys(
    """
    برنامج جهاز مركز دار قوات قوة وحدة وحدات جيش حرس شرطة درك قطب تيار ائتلاف تنسيقية مرصد مصلحة
    سلطة أمانة برلمان بورصة كونفدرالية فيدرالية تعاونية حلف حكومة نيابة موقع
    كنفدرالية فدرالية جامعة قيادة هيئة كتابة مفتشية تفقدية بعثة محافظة أكاديمية معهد مخبر
    مستشفى مكتب قسم خلية فرع اتحادية مفوضية دائرة
    """
)
#: the same by their article alone
_DEFINITE: Final = keys(
    "النيابة الحماية الحرس الأمن الرصد الديوانة الشرطة الدرك القضاء الهلال الصليب الأمم الخطوط"
)
_HEADS: Final = (table.HEADS - table.PEOPLE) | _MORE_HEADS
_SURE_HEADS: Final = (
    table.OF_BODIES
    | _DEFINITE
    | keys(
        """
        وزارة رئاسة مديرية مندوبية سفارة قنصلية مفوضية نيابة جيش حرس شرطة ديوانة كتابة بلدية حزب
        حركة جبهة ائتلاف كتلة صحيفة جريدة قناة إذاعة مجلة نادي مرصد معهد مصرف صندوق برلمان تنسيقية
        شبكة كونفدرالية كنفدرالية فيدرالية
        """
    )
)
#: of those of whom nobody is told which they are
UNNAMED: Final = keys(
    """
    محلية أجنبية عالمية خاصة مختصة معنية مشتركة مستقلة وطنية دولية حكومية عامة جهوية مركزية فنية
    محلي أجنبي عالمي خاص مختص معني مشترك مستقل وطني دولي حكومي عام جهوي فني كبرى رسمية رسمي
    """
)


def is_body_name(words: Sequence[Word]) -> bool:
    """Whether words are a body's name from the first to the last."""
    if not 0 < len(words) <= _LONGEST or any(word.gap.strip(_QUOTES) for word in words[1:]):
        return False
    if len(words) == 1:
        return is_body(words[0].key) and not is_plain(words[0])
    if named_at(words, 0) == len(words):
        return True
    if any(word.gap for word in words[2:]) or not heads_body(words[0]):
        return False
    if any(is_plain(word) and word.key not in _WITHIN for word in words[1:]):
        return False
    if all(word.key.removeprefix("ال") in UNNAMED for word in words[1:]):
        return False
    places = {at for start in range(1, len(words)) for at in _of_list(words, start)}
    return all(at in places or _goes_on(words, at) for at in range(1, len(words)))


def _of_list(words: Sequence[Word], start: int) -> range:
    """A name of several words that begins there: «شبكة [دير الزور]»."""
    return range(start, start + named_at(words, start))


def _may_describe(words: Sequence[Word], at: int) -> bool:
    """Whether a word may be an adjective of a head that has an article: «الشركة [الوطنية]».

    Of the other gender it is what the body did something to: «تولت الشركة الوطنية [الأشغال]».
    """
    tasked = any(word.key.startswith("ل") for word in words[1 : at + 1])
    if tasked or not words[at].key.startswith("ال") or "ال" not in words[0].key[:3]:
        return True
    if words[0].key.endswith("ه"):
        return words[at].plain.endswith(("ة", "ه", "ا", "ى"))
    return not words[at].key.endswith(("ه", "ات"))


def heads_body(word: Word) -> bool:
    """Whether a word may begin what a body is called: «وزارة», «النيابة»."""
    forms = bare(word.key)
    return not _HEADS.isdisjoint(forms) or not _DEFINITE.isdisjoint(forms)


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether the name of a body that begins before a word may go on over it."""
    word, last = words[at], at == len(words) - 1
    definite = not last and words[at + 1].key.startswith(_ARTICLES)
    if is_common(word.key):
        beyond = at + 2 < len(words) and words[at + 2].key.startswith(_ARTICLES)
        about = definite or beyond  # «في [جرائم] الإرهاب»
        return word.key in _WITHIN and about and words[at - 1].key.startswith("ل")
    if is_title(word):
        return False
    if word.key.startswith(_ARTICLES) or is_place(word.key) or is_local(word):
        return (at > 1 or not word.key.startswith("وال")) and _may_describe(words, at)
    if words[1].gap or (word.key.isascii() and word.text[:1].isupper()):
        return True
    described = not table.HEADS.isdisjoint((words[0].key, words[0].key[1:]))
    if at == 1 and described and not definite:  # «قناة [نسمة]», but «القناة [جديدة]»
        return not (word.key.endswith(("ه", "ات")) or is_verbal(word) or is_known(word.key))
    # «لمكافحة الإرهاب», «شؤون اللاجئين», «كتلة حركة النهضة»
    task = word.key.startswith("ل") or word.key.removeprefix("و") in _TASKS
    task = task or (at == 1 and _TASK.fullmatch(word.key) is not None)
    before = at > 1 and words[at - 1].key in _WITHIN
    seated = is_head(word) and word.key[0] not in "وفلك"  # «[بمحكمة] الاستئناف»
    return (definite and (task or before)) or seated or is_body(word.key)


def bodies_in(words: Sequence[Word]) -> tuple[range, ...]:
    """Where a sentence names a body: each as long as it may be, none within another.

    Only of heads that hardly name anything else.
    """
    found: list[range] = []
    at = 0
    while at < len(words):
        longest = 0
        if not _SURE_HEADS.isdisjoint(bare(words[at].key)) or _may_open(words, at):
            ends = range(min(at + _LONGEST, len(words)), at, -1)
            longest = next((end for end in ends if is_body_name(words[at:end])), 0)
        if longest:
            found.append(range(at, longest))
        at = max(longest, at + 1)
    return tuple(found)


def _may_open(words: Sequence[Word], at: int) -> bool:
    quoted = at + 1 < len(words) and not set(_QUOTES).isdisjoint(words[at + 1].gap)
    return is_body(words[at].key) or bool(named_at(words, at)) or (quoted and heads_body(words[at]))
