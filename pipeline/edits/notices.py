"""Recognises the sentence by which an outlet admits an error: a correction, a clarification."""

from __future__ import annotations

from typing import Final

from pipeline.arabic import normalise
from pipeline.edits.speech import keys
from pipeline.edits.words import Sentence

_LABELS: Final = keys(
    """
    تصحيح تنويه توضيح استدراك اعتذار تحديث تحيين تصويب إيضاح تنبيه تصحيحات محدث محين
    rectificatif correction
    corrections clarification erratum errata rectification précision correctif update updated
    amended corrected corrigendum
    """
)
#: what may follow a label in place of a colon
_AFTER_LABEL: Final = keys("خطأ خبر هام من واعتذار وتوضيح واجب")
_LABEL_MARKS: Final = frozenset(":-–—()[]|/")
_PHRASES: Final = tuple(
    f" {normalise(phrase)} "
    for phrase in (
        "ورد خطأ", "ورد سهوا", "سقط سهوا", "نشرنا خطأ", "نشر خطأ", "وقع خطأ", "والصحيح أن",
        "والصحيح أنه", "والصحيح هو", "والصواب", "في نسخة سابقة", "في نسخة أولى", "النسخة السابقة",
        "النسخة الأولى من هذا", "تم تصحيح هذا", "جرى تصحيح هذا",
        "تم تحديث هذا", "حدث هذا الخبر", "صححنا", "صحح هذا", "عدل هذا", "نعتذر للقراء",
        "نعتذر لقرائنا", "نعتذر عن الخطأ", "نعتذر عن هذا الخطأ", "وجب التصحيح", "لذا وجب التنويه",
        "une version précédente", "une version antérieure", "une première version",
        "cet article a été corrigé", "cet article a été modifié", "cet article a été mis à jour",
        "mise à jour le", "nous prions nos lecteurs", "an earlier version", "a previous version",
        "this article was amended", "this article was corrected", "this article was updated",
        "this article has been", "this story has been corrected", "this story was corrected",
    )
)  # fmt: skip
#: the longest word of each phrase: without any, no phrase is looked for
_TELLING: Final = frozenset(max(phrase.split(), key=len) for phrase in _PHRASES)
#: before a note that stands apart from the text
_OPENED: Final = ("(", "[", "*")
_DONE: Final = keys("تم جرى وقع تمت يتم لقد")
_MENDED: Final = keys("مصحح مصححة محدث محدثة معدل معدلة منقح منقحة")
#: what is done to a text that was wrong
_MENDING: Final = _MENDED | keys(
    """
    تصحيح تصحيحه تصحيحها التصحيح تصويب تصويبه تصويبها التصويب تحديث تحيين تعديل تدارك إصلاح صحح
    صححت صححنا عدل عدلت عدلنا حدث حدثت حذف حذفت خطأ الخطأ بالخطأ خاطئة خاطئ صحيحة نعتذر معذرة
    فمعذرة اعتذار والصواب والصحيح
    """
)
#: of these, what is said to readers of a text that was wrong
_WRONG: Final = keys(
    "تصحيح التصحيح تصويب تصويبها التصويب خطأ الخطأ بالخطأ خاطئة نعتذر معذرة فمعذرة اعتذار"
)
_OWN_TEXT: Final = keys("الخبر المقال المقالة التقرير المادة النص العنوان المعلومة النسخة خبر مقال")
_BARE_TEXT: Final = keys("خبر مقال مقالة تقرير نسخة مادة عنوان")
_NOTES: Final = keys("ملاحظة ملحوظة المحرر التحرير هام")
_READERS: Final = keys("القراء للقراء قراءنا قرائنا لقرائنا القارئ لقراء")
_OPENINGS: Final = (("mise", "a", "jour"),)
_REACH: Final = 3


def is_notice(sentence: Sentence) -> bool:
    """Whether a sentence, or a title, carries a notice of correction or clarification."""
    return (
        _labelled(sentence)
        or _phrased(sentence)
        or _mends_itself(sentence.keys, apart=sentence.words[0].gap.endswith(_OPENED))
    )


def _labelled(sentence: Sentence) -> bool:
    words = sentence.words
    for at, word in enumerate(words[:_REACH]):
        key = word.key
        if key not in _LABELS and not (key.startswith("ال") and key[2:] in _LABELS):
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        gap = after.gap if after else sentence.tail
        if not _LABEL_MARKS.isdisjoint(gap) or (after is None and len(words) <= _REACH):
            return True
        opened = word.gap.endswith(_OPENED)
        if at == 0 and after and (opened or after.key in _AFTER_LABEL):
            return True
    if words[-1].key in _LABELS and words[-1].gap.endswith(("(", "[", "-", "|", "–")):
        return True
    for opening in _OPENINGS:
        if tuple(word.key for word in words[: len(opening)]) == opening:
            after_gap = words[len(opening)].gap if len(words) > len(opening) else sentence.tail
            return ":" in after_gap
    return False


def _mends_itself(words: tuple[str, ...], *, apart: bool) -> bool:
    """«تم تحديث الخبر …», «ملاحظة: صححت …», «خبر مصحح: …», «نعتذر للقراء عن الخطأ»."""
    if _MENDING.isdisjoint(words):
        return False
    for at, word in enumerate(words[:-1]):
        done = word in _DONE and words[at + 1] in _MENDING
        if done and apart and at == 0:
            return True
        if done and not _OWN_TEXT.isdisjoint(words[at + 2 : at + 4]):
            return True
    noted = not _NOTES.isdisjoint(words[:2])
    mended = len(words) > 1 and words[0] in _BARE_TEXT and words[1] in _MENDED
    told = not (_READERS.isdisjoint(words) or _WRONG.isdisjoint(words))
    return noted or mended or told


def _phrased(sentence: Sentence) -> bool:
    if _TELLING.isdisjoint(sentence.keys):
        return False
    text = f" {' '.join(sentence.keys)} "
    return any(phrase in text for phrase in _PHRASES)
