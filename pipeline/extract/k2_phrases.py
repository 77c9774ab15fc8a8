"""The phrases that K2's templates print around an article: Arabic, French and English.

As its language packs have them, and as sites reword them in overrides. Patterns only; what to
make of a phrase is `pipeline.extract.k2_words`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

_MARK: Final = re.compile("[\u064b-\u0652\u0640]")
_MARKS: Final = f"{_MARK.pattern}*"
_ALIKE: Final = {
    **dict.fromkeys("اأإآ", "[اأإآ]"),
    **dict.fromkeys("يى", "[يى]"),
    **dict.fromkeys("ةه", "[ةه]"),
    " ": r"\s+",
}


def _loosely(phrase: str) -> str:
    """A pattern for a phrase, whatever its hamzas and vowel marks."""
    letters = (_ALIKE.get(letter, re.escape(letter)) for letter in phrase.removesuffix(":"))
    colon = r"\s*[:：]" if phrase.endswith(":") else r"(?!\w)(?:\s*[:：])?"
    return _MARKS.join(letters) + _MARKS + colon


def _any_of(phrases: str) -> str:
    """A pattern for phrases that are set apart by commas, the longest first."""
    separate = sorted((" ".join(one.split()) for one in phrases.split(",")), key=len, reverse=True)
    return "(?:" + "|".join(map(_loosely, separate)) + ")"


def _first_letters(phrases: str) -> str:
    """The letters with which such a pattern can begin, as a class of a pattern has them."""
    letters = {one.strip()[0] for one in phrases.split(",")}
    return "".join(_ALIKE.get(letter, re.escape(letter)).strip("[]") for letter in sorted(letters))


class Phrases:
    """A pattern of phrases, made when it is first asked: hundreds of phrases take a while.

    Most texts are without vowel marks, and are asked by the pattern without them, which is made
    in a third of the time. Most begin with a letter that no phrase begins with, and are not asked
    at all.
    """

    def __init__(self, pattern: str, first_letters: str) -> None:
        self._pattern = pattern
        self._begins = re.compile(f"[{first_letters}]", re.IGNORECASE)

    def match(self, text: str) -> re.Match[str] | None:
        return self._fit_for(text).match(text) if self._begins.match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._fit_for(text).fullmatch(text) if self._begins.match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._fit_for(text).finditer(text)

    def _fit_for(self, text: str) -> re.Pattern[str]:
        return self._marked if _MARK.search(text) else self._unmarked

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.IGNORECASE)

    @cached_property
    def _unmarked(self) -> re.Pattern[str]:
        return re.compile(self._pattern.replace(_MARKS, ""), re.IGNORECASE)


def _phrases(listed: str, then: str = "", also: str = "", also_first: str = "") -> Phrases:
    """Phrases that are set apart by commas.

    Args:
        listed: the phrases.
        then: a pattern for what may follow each.
        also: a further alternative, with its bar.
        also_first: the letters that this one may begin with, as a class has them.
    """
    return Phrases(_any_of(listed) + then + also, _first_letters(listed) + also_first)


_SECTION: Final = """
    نشر في قسم, نشر في ركن, نشر في, نشرت في, نشر بقسم, القسم:, التصنيف:, الركن:, تصنيف:,
    published in, publié dans, catégorie:, rubrique:, category:, section:
"""
_MODIFIED: Final = """
    آخر تعديل في, آخر تعديل بتاريخ, آخر تعديل يوم, آخر تعديل, آخر تحديث في, آخر تحديث بتاريخ,
    آخر تحديث يوم, آخر تحديث, تم التحديث في, تم التعديل في, تاريخ التعديل, تاريخ التحديث, عدل في,
    last modified on, last modified, last updated on, last updated, updated on, modified on,
    dernière modification le, dernière modification, dernière mise à jour le, mis à jour le,
    modifié le
"""
_PUBLISHED: Final = """
    تاريخ النشر, تاريخ نشر, نشر بتاريخ, نشر يوم, كتب بتاريخ, كتب يوم, أضيف بتاريخ, أنشئ بتاريخ,
    أنشئ في, بتاريخ, تاريخ:, التاريخ:, published on, published:, created on, date:, publié le,
    créé le, écrit le
"""
_BYLINE: Final = """
    كتبه, كتبها, كتبته, كتب بواسطة, بواسطة, بقلم, الكاتب:, المؤلف:, written by, écrit par, by, par,
    author:, auteur:
"""
_TAGS: Final = """
    موسومة تحت, موسوم تحت, وسوم, الوسوم, كلمات دلالية, كلمات مفتاحية, الكلمات المفتاحية,
    الكلمات الدلالية, tagged under, tags, étiquettes, mots-clés, étiqueté sous
"""

#: a phrase before what it names; the group is named after `k2_words.Kind`. Phrases that end in
#: a colon above count only where one is printed
LABEL: Final = Phrases(
    r"(?<![^\s(\[])(?:"
    f"(?P<SECTION>{_any_of(_SECTION)})|(?P<MODIFIED>{_any_of(_MODIFIED)})"
    f"|(?P<PUBLISHED>{_any_of(_PUBLISHED)})|(?P<BYLINE>{_any_of(_BYLINE)})"
    rf"|(?P<TAGS>{_any_of(_TAGS)}))\s*",
    _first_letters(",".join((_SECTION, _MODIFIED, _PUBLISHED, _BYLINE, _TAGS))),
)
#: a label too, but one whose value is read elsewhere
CREDIT: Final = _phrases("المصدر, مصدر الخبر, source")

#: digits in groups, Arabic figures too
NUMBER: Final = r"(\d[\d.,٬،\s]{0,15})"
HITS: Final = re.compile(
    rf"""(?: (?:عدد\s)?(?:مرات\s)?(?:ال)?(?:قراء[ةه]|قراءات|قراء|مشاهد[ةه]|مشاهدات|زيار[ةه]|زيارات)
        \s*:?\s* {NUMBER} \s*(?:مر[ةه]|مر[ّ]?ات)?
      | {NUMBER} \s*(?:قراء[ةه]|قراءات|مشاهد[ةه]|مشاهدات|زيار[ةه]|زيارات|مر[ةه]|مر[ّ]?ات)
      | (?:قر[أئا]ت?|قُرئت?|شوهدت?)\s+ {NUMBER} \s*(?:مر[ةه]|مر[ّ]?ات)
      | (?:read|viewed|lu)\s* {NUMBER} \s*(?:times?|fois)
      | (?:hits|views|vues|visites|lectures|affichages)\s*:?\s* {NUMBER}
      | {NUMBER} \s*(?:hits|views|vues|visites|lectures|fois|times)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
RELATIVE_TIME: Final = re.compile(
    r"(?:منذ|قبل)\s(?:\S+\s){0,2}(?:ثاني[ةه]|ثوان|دقيق[ةه]|دقائق|ساع[ةه]|ساعات|ساعتين|يوم|يومين|أيام"
    r"|أسبوع|أسبوعين|أسابيع|شهر|شهرين|أشهر|سن[ةه]|سنوات|عام|أعوام)"
    r"|أمس|اليوم|\d+\s(?:second|minute|hour|day|week|month|year)s?\sago"
    r"|il\sy\sa\s\d+\s(?:seconde|minute|heure|jour|semaine|mois|an)s?",
    re.IGNORECASE,
)

#: what stands between the paragraphs of some texts
ADVERT: Final = _phrases(
    "إعلان, إعلانات, إشهار, مساحة إعلانية, advertisement, publicité, طباعة هذه الصفحة"
)
#: what templates print on every page
BUTTON: Final = _phrases(
    """
    طباعة هذه الصفحة, طباعة, اطبع, أرسل إلى صديق, البريد الإلكتروني, البريد, شارك, مشاركة,
    شاركها, شارك هذا المقال, شارك المقال, انشر, غرد, تغريدة, فيسبوك, تويتر, واتساب,
    إلى الأعلى, العودة إلى الأعلى, أعلى الصفحة, حجم الخط, تصغير حجم الخط, تكبير حجم الخط,
    قيم الموضوع, قيم هذا الموضوع, كن أول من يعلق, كن أول من يعلق!, ميديا, الرئيسية, إغلاق,
    print, print this page, email, e-mail, share, tweet, facebook, twitter, whatsapp,
    back to top, font size, decrease font size, increase font size,
    rate this item, be the first to comment!, be the first to comment, imprimer, partager,
    envoyer par e-mail, haut de page, retour en haut, taille de police
    """,
    also=r"|\(?\d+\s(?:أصوات|صوت|votes?)\)?|(?:\d\s){2,4}\d",
    also_first=r"(\d",
)
READ_ALSO: Final = _phrases(
    """
    اقرأ أيضا, اقرؤوا أيضا, اقرأوا أيضا, اقرأ المزيد, اقرأ كذلك, واقرأ أيضا, طالع أيضا,
    طالعوا أيضا, شاهد أيضا, شاهدوا أيضا, انظر أيضا, تابع أيضا, للمزيد اقرأ, read also,
    also read, read more, see also, lire aussi, à lire aussi, à lire également, lire également,
    voir aussi
    """,
    then=r"(?P<points>\s*[:：|»–-]|\Z)?",
)
#: headings of what follows an article
END: Final = _phrases(
    """
    مواضيع ذات صلة, مقالات ذات صلة, أخبار ذات صلة, ذات صلة, مواضيع مشابهة, مقالات مشابهة,
    مواضيع متعلقة, الأكثر قراءة, الأكثر مشاهدة, المزيد في هذا القسم, المزيد من الأخبار,
    أحدث الأخبار, آخر الأخبار, أحدث المقالات, آخر المقالات, قد يعجبك أيضا, قد يهمك,
    قد يهمك أيضا, التعليقات, تعليقات, أضف تعليق, أضف تعليقا, أضف تعليقك, اترك تعليقا,
    اترك تعليق, related items, related articles, related,
    more in this category, latest from, latest news, most read, comments, leave a comment,
    add comment, articles similaires, articles liés, plus dans cette catégorie,
    derniers articles, dernières nouvelles, les plus lus, commentaires, laisser un commentaire,
    ajouter un commentaire
    """,
    then=r"\W*(?:\(.*\)|\d*)\W*",
    also=r"|\d+\s(?:تعليقات?|comments?|commentaires?)",
    also_first=r"\d",
)
IMPRINT: Final = _phrases(
    "جميع الحقوق محفوظة, كل الحقوق محفوظة, حقوق النشر, copyright, tous droits réservés",
    also="|all rights reserved|©",
    also_first="a©",
)
