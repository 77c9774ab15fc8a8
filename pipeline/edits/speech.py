"""The verbs by which somebody says something, in Arabic, French and English."""

from __future__ import annotations

from typing import Final

from pipeline.arabic import normalise
from pipeline.text import word_set


def keys(text: str) -> frozenset[str]:
    """Words as `Word.key` writes them."""
    return word_set(normalise(text))


#: past and present, masculine and feminine, and the participles that go on from a verb
SPEECH: Final = keys(
    """
    قال قالت قالوا يقول تقول يقولون قائلا قائلة قوله قولها أضاف أضافت يضيف تضيف مضيفا مضيفة
    أكد أكدت يؤكد تؤكد مؤكدا مؤكدة أكدوا صرح صرحت يصرح مصرحا أعلن أعلنت يعلن تعلن معلنا معلنة
    أوضح أوضحت يوضح توضح موضحا موضحة أشار أشارت يشير تشير مشيرا مشيرة أفاد أفادت يفيد تفيد
    ذكر ذكرت يذكر كشف كشفت يكشف تكشف كاشفا شدد شددت مشددا مشددة بين بينت مبينا لفت لفتت لافتا
    كتب كتبت يكتب تساءل تساءلت اعتبر اعتبرت معتبرا معتبرة رأى رأت تابع تابعت متابعا علق علقت
    معلقا ختم ختمت خاتما تعهد تعهدت متعهدا دعا دعت داعيا داعية طالب طالبت مطالبا نفى نفت ينفي
    تنفي نافيا نافية زعم زعمت ادعى حذر حذرت محذرا محذرة نقل نقلت روى روت اتهم اتهمت متهما وصف
    وصفت واصفا توقع توقعت متوقعا تصريح هتف هتفوا رد ردت وعد وعدت
    dit dire disent déclaré déclare affirmé affirme ajouté ajoute indiqué indique précisé précise
    souligné souligne annoncé annonce expliqué explique estimé estime promis promet assuré assure
    écrit confié lancé rappelé dénoncé
    said say says told tells added adds stated states announced wrote writes explained warned
    claimed insisted declared replied promised
    """
)


#: what leads into the thing said
THAT: Final = keys("أن إن أنه إنه أنها إنها بأن بأنه فإن que qu that")


def stem(key: str) -> str:
    """A word without the و or ف that joins it to the sentence before, where that is a verb."""
    return key[1:] if key[:1] in ("و", "ف") and key[1:] in SPEECH else key
