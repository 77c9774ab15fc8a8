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
        "النسخة الأولى من هذا", "تم تصحيح", "تم تعديل هذا", "جرى تعديل هذا", "جرى تصحيح",
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
_OPENINGS: Final = (("mise", "a", "jour"),)
_REACH: Final = 3


def is_notice(sentence: Sentence) -> bool:
    """Whether a sentence, or a title, carries a notice of correction or clarification."""
    return _labelled(sentence) or _phrased(sentence)


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
        opened = word.gap.endswith(("(", "[", "*"))
        if at == 0 and after and (opened or after.key in _AFTER_LABEL):
            return True
    if words[-1].key in _LABELS and words[-1].gap.endswith(("(", "[", "-", "|", "–")):
        return True
    for opening in _OPENINGS:
        if tuple(word.key for word in words[: len(opening)]) == opening:
            after_gap = words[len(opening)].gap if len(words) > len(opening) else sentence.tail
            return ":" in after_gap
    return False


def _phrased(sentence: Sentence) -> bool:
    if _TELLING.isdisjoint(sentence.keys):
        return False
    text = f" {' '.join(sentence.keys)} "
    return any(phrase in text for phrase in _PHRASES)
