"""Recognises the sentence by which an outlet admits an error: a correction, a clarification."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from pipeline.arabic import normalise
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Sentence

_LABELS: Final = keys(
    """
    تصحيح تنويه توضيح استدراك اعتذار تحديث تحيين تصويب إيضاح تنبيه تصحيحات محدث محين
    rectificatif correction rectifié rectifiée corrigé corrigée
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
        "article corrigé", "article modifié", "article rectifié", "titre corrigé",
        "dépêche corrigée", "le titre de cet article",
        "ce que nous écrivions", "ce que nous avons écrit", "ce que nous avions",
        "ce que nous indiquions",
        "contrairement à ce qui était indiqué",
        "une erreur s est glissée", "nous avons écrit par erreur", "nos excuses à nos lecteurs",
        "an earlier headline", "a previous headline", "an editing error", "apologise for the error",
        "apologize for the error", "apologise for this error", "regrets the error",
        "regret the error", "version corrects the", "story corrects the", "editor s note",
        "editors note", "note de la rédaction", "ndlr une erreur", "نسخة معدلة من الخبر",
        "نسخة مصححة من الخبر", "نلفت عناية قرائنا", "نلفت نظر قرائنا", "نلفت انتباه قرائنا",
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
    "تصحيح التصحيح تصويب تصويبها التصويب خطأ الخطأ بالخطأ خاطئة نعتذر معذرة فمعذرة اعتذار دقيقة"
)
_OWN_TEXT: Final = keys("الخبر المقال المقالة التقرير المادة النص العنوان المعلومة النسخة خبر مقال")
_BARE_TEXT: Final = keys("خبر مقال مقالة تقرير نسخة مادة عنوان")
_NOTES: Final = keys("ملاحظة ملحوظة المحرر التحرير هام")
_READERS: Final = keys("القراء للقراء قراءنا قرائنا لقرائنا القارئ لقراء قراءه قراءها")
_OPENINGS: Final = tuple(
    tuple(normalise(opening).split())
    for opening in (
        *("mise à jour", "correction apportée", "version corrigée", "حق الرد", "بيان توضيحي"),
        *("تصحيح معلومات", "تصحيح معلومة", "تصحيح خطأ", "توضيح الوزارة", "صحح"),
    )
)
#: between an opening and its colon: « Mise à jour à 15 h : »
_WHEN: Final = keys("à le")
_REACH: Final = 3
#: words by which a text speaks of itself, side by side
_ITSELF: Final = frozenset(
    tuple(normalise(f"{one} {two}").split())
    for ones, twos in (
        ("هذا", "الخبر المقال العنوان"),
        ("هذه", "القصة المقالة"),
        ("خبر مقال", "سابق آخر"),
        ("نسخة", "سابقة أولى أولية قديمة"),
        ("النسخة الصيغة نسخته صيغته", "السابقة الأولى الأولية الأصلية"),
        ("صيغة", "سابقة أولى أولية"),
        ("صورة عنوان نص", "الخبر المقال"),
        ("الخبر المقال العنوان", "السابق الأصلي الأول"),
        ("cet cette ce notre", "article papier dépêche texte billet"),
        ("version", "précédente antérieure initiale"),
        ("première précédente", "version"),
        ("this our", "article story post headline piece"),
        ("earlier previous original", "version headline"),
    )
    for one in ones.split()
    for two in twos.split()
)
#: what others may say is wrong: «وأكدت الوزارة أن هذا الخبر غير صحيح»
_SAID_OF_NEWS: Final = keys(
    "دقيق دقيقة دقيقا صحيح صحيحة صحيحا صحته خلافا بخلاف عكس خاطئ خاطئة والصحيح"
)
#: the same, of what a law or a film may be too
_MAY_BE_ITSELF: Final = frozenset(
    {("the", "article"), ("the", "story"), ("the", "post"), ("the", "headline"), ("l", "article")}
)
#: what a festival has too
_VERSIONS: Final = keys(
    "نسخة النسخة نسخته صيغة الصيغة صيغته version première précédente original "
    "earlier previous antérieure initiale"
)
_POINTED: Final = keys("هذا هذه")
_OF_TEXT: Final = keys(
    """
    الخبر المقال المقالة التقرير المادة القصة خبر مقال العنوان خطأ سهوا بالخطأ خلافا بخلاف article
    story post dépêche tort erreur incorrectly misstated wrong mistakenly error
    """
)
_WE_PRINTED: Final = keys(
    "خبرنا مقالنا نشرنا نشرناه نشرناها ذكرنا ذكرناه أوردنا أوردناه كتبنا كتبناه"
)
_TAKEN_OR_ADDED: Final = keys("حذف سحبت سحب تغيير أضيف أضيفت إضافة")
#: what is said of a text that was wrong, or was changed when it stood there
_WAS_WRONG: Final = (
    _MENDING
    | _TAKEN_OR_ADDED
    | keys(
        """
    خطأ سهوا غلط دقيق دقيقة دقيقا صحيح صحيحا صحته خلافا بخلاف
    عكس corrigé corrigée modifié modifiée actualisé actualisée rectifié erreur erroné erronée tort
    corrected amended updated edited changed misstated misspelled misspelt incorrectly incorrect
    wrong wrongly error mistakenly originally clarify clarified corrects
    """
    )
)
#: of these, what only stands at the head of a notice: elsewhere it is of anything («إضافة إلى»)
_CHANGED: Final = (_MENDING - _WRONG - keys("والصواب والصحيح خاطئ صحيحة")) | _TAKEN_OR_ADDED
#: of these, what is said of no law
_WAS_EDITED: Final = keys(
    """
    actualisé actualisée erreur corrected updated edited misstated misspelled incorrectly error
    mistakenly originally clarify publication
    """
)
_APOLOGIES: Final = keys("تعتذر يعتذر تأسف يأسف")
_WE_APOLOGISE: Final = keys("نعتذر نأسف فنعتذر ونعتذر ونأسف نتأسف")
_ERRORS: Final = keys("خطأ الخطأ للخطأ اللبس للبس الالتباس السهو للسهو معلومة الهفوة أخطاء الأخطاء")
_IN_PRINT: Final = keys(
    "ورد وردت الوارد الواردة نشر نشرت خبر الخبر نسخة مقال المقال لقرائه لقرائها لمتابعيها"
)
_PARAGRAPHS: Final = keys("الفقرة فقرة")
_CORRECTS: Final = keys("صحح صححت يصحح تصحح تصحيح corrects corrige rectifie")
_MENDS: Final = _CORRECTS | keys("عدل عدلت يعدل تعديل")
#: «حُدّث الخبر بعد …»
_MENDED_HERE: Final = keys("حدث صحح عدل نقح حين")
_PUBLISHED: Final = keys("المنشور المنشورة نشرت نشر نشره نشرها")
_HERE: Final = keys("الخبر المقال")
_DUE: Final = keys("وجب اقتضى لزم فوجب لزمنا")
_PRINTED: Final = keys("سقط سقطت حذف حذفت نشر نشرت ذكر ذكرت ورد وردت كتب أدرج")
_BY_MISTAKE: Final = keys("سهوا خطأ بالخطأ")
_AGAIN: Final = keys("أعيد أعدنا يعاد نعيد إعادة تعيد")
_PUBLISHING: Final = keys("نشر نشره نشرها بث بثه بثها النشر")
#: the brackets of a note that is a sentence of its own
_APART: Final = (("(", "[", "*("), (")", "]"))
_LONGEST_ASIDE: Final = 10
#: how far in a sentence its apology begins
_AT_ONCE: Final = 2


def is_notice(sentence: Sentence) -> bool:
    """Whether a sentence, or a title, carries a notice of correction or clarification."""
    return (
        _labelled(sentence)
        or _phrased(sentence)
        or _mends_itself(sentence)
        or _speaks_of_itself(sentence)
        or _apologises(sentence)
        or _is_due(sentence)
    )


def _labelled(sentence: Sentence) -> bool:
    words = sentence.words
    for at, word in enumerate(words[:_REACH]):
        key = word.key
        if key not in _LABELS and not (key.startswith(("ال", "لل")) and key[2:] in _LABELS):
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        gap = after.gap if after else sentence.tail
        if key.startswith("لل") and key[2:] in _LABELS and not {":", "،"}.isdisjoint(gap):
            return True  # «للتوضيح، …»
        if key.startswith("لل"):
            continue
        if not _LABEL_MARKS.isdisjoint(gap) or (after is None and len(words) <= _REACH):
            return True
        opened = word.gap.endswith(_OPENED)
        if at == 0 and after and (opened or after.key in _AFTER_LABEL):
            return True
    if words[-1].key in _LABELS and words[-1].gap.endswith(("(", "[", "-", "|", "–")):
        return True
    for opening in _OPENINGS:
        if sentence.keys[: len(opening)] == opening:
            return _colon_after(sentence, len(opening))
    return False


def _colon_after(sentence: Sentence, at: int) -> bool:
    """Whether a colon stands before a place, or after the date or hour that begins there."""
    words = sentence.words
    if at < len(words) and ":" not in words[at].gap and words[at].key in _WHEN:
        at = next((n for n in range(at, min(at + 5, len(words))) if ":" in words[n].gap), at)
    return ":" in (words[at].gap if at < len(words) else sentence.tail)


def _speaks_of_itself(sentence: Sentence) -> bool:
    """«أشارت نسخة سابقة من هذا الخبر خطأ إلى …», «(يصحح الاسم في الفقرة الثانية)»."""
    words = sentence.keys
    if _is_note(sentence) and not (_OWN_TEXT | _PUBLISHED).isdisjoint(words):
        return True
    if _WAS_WRONG.isdisjoint(words) and _WAS_EDITED.isdisjoint(words) and "jour" not in words:
        return words[0] in _MENDS and sentence.words[0].gap.endswith(_OPENED)
    beside = set(pairwise(words))
    itself = beside & _ITSELF
    if itself and all(one in _VERSIONS for one, _ in itself) and _OF_TEXT.isdisjoint(words):
        return False  # of a festival: «النسخة الأولى»
    if itself or not _WE_PRINTED.isdisjoint(words):
        if not _CHANGED.isdisjoint(words[:_REACH]):
            return True
        pointed = bool(itself) and all(one in _POINTED for one, _ in itself)
        told = _WAS_WRONG - _CHANGED
        return not (told - _SAID_OF_NEWS if pointed else told).isdisjoint(words)
    begins = words[:2] in _MAY_BE_ITSELF and not (words[2:3] and words[2][0].isdigit())
    begins = begins and (("a", "jour") in beside or not _WAS_EDITED.isdisjoint(words))
    mended = words[0] in _MENDED_HERE and words[1:2] and words[1] in _HERE
    apart = words[0] in _MENDS and sentence.words[0].gap.endswith(_OPENED)
    placed = words[0] in _CORRECTS and not _PARAGRAPHS.isdisjoint(words)
    return bool(begins or mended or apart or placed)


def _is_note(sentence: Sentence) -> bool:
    """«ملاحظة من المحرر: …», but not «جبهة التحرير الوطني …», «اجتماع هام …»."""
    colon = any(":" in word.gap for word in sentence.words[1 : 1 + _REACH])
    return colon and not _NOTES.isdisjoint(sentence.keys[:2])


def _is_due(sentence: Sentence) -> bool:
    """«لذا اقتضى التنويه», «وجب الاعتذار», «سقطت سهوا عبارة», «(يعاد بثه لتصحيح خطأ)»."""
    words = sentence.words
    for one, two in pairwise(sentence.keys):
        if one in _DUE and two.startswith("ال") and two[2:] in _LABELS:
            return True
        if one in _PRINTED and two in _BY_MISTAKE:
            return True
    apart = words[0].gap.endswith(_APART[0]) and sentence.tail.startswith(_APART[1])
    # «(أعيد نشر الخبر بعد إصلاح …)»
    head = sentence.keys[: _REACH + 1]
    again = head[0] in _AGAIN and not (_PUBLISHING.isdisjoint(head) or _OWN_TEXT.isdisjoint(head))
    return (apart or again) and (
        (len(words) <= _LONGEST_ASIDE or again) and any(map(_mends, sentence.keys))
    )


def _mends(key: str) -> bool:
    """Whether a word, in a note in brackets, says that the text was mended: «لتصحيح», «المصححة»."""
    return any(
        form in _MENDING or form in _LABELS or form.removeprefix("ال") in _MENDED
        for form in (key, key[1:])
    )


def _apologises(sentence: Sentence) -> bool:
    """«تعتذر الجريدة عن خطأ ورد في …», «نأسف للخطأ»: not a player for his foul."""
    words = sentence.keys
    if _ERRORS.isdisjoint(words):
        return False
    if any(word.key in _WE_APOLOGISE and not word.quotation for word in sentence.words):
        return True
    return not (_APOLOGIES.isdisjoint(words[:_AT_ONCE]) or _IN_PRINT.isdisjoint(words))


def _mends_itself(sentence: Sentence) -> bool:
    """«تم تحديث الخبر …», «ملاحظة: صححت …», «خبر مصحح: …», «نعتذر للقراء عن الخطأ»."""
    words, apart = sentence.keys, sentence.words[0].gap.endswith(_OPENED)
    if _MENDING.isdisjoint(words):
        return False
    for at, word in enumerate(words[:-1]):
        done = word in _DONE and words[at + 1] in _MENDING
        if done and apart and at == 0:
            return True
        if done and not _OWN_TEXT.isdisjoint(words[at + 2 : at + 4]):
            return True
    mended = len(words) > 1 and words[0] in _BARE_TEXT and words[1] in _MENDED
    told = not (_READERS.isdisjoint(words) or _WRONG.isdisjoint(words))
    return _is_note(sentence) or mended or told


def _phrased(sentence: Sentence) -> bool:
    if _TELLING.isdisjoint(sentence.keys):
        return False
    text = f" {' '.join(sentence.keys)} "
    return any(phrase in text for phrase in _PHRASES)
