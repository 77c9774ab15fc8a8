"""Verbs that deny by what they say: «فشل في» is «لم ينجح في», «يقل عن» is «لا يتجاوز».

They are no negations by themselves: it depends on what they are put for, which
`pipeline.edits.denying.negation` knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.denying.inflections import arabic_forms, english_forms, forms, french_forms
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys

_FAILING: Final = (
    forms(
        """
        عجز عجزت يعجز تعجز عجزوا عاجز عاجزة عاجزا عاجزين فشل فشلت يفشل تفشل فشلوا فاشلة أخفق* أخفقت
        تخفق أخفقوا تعذر* تعذرت تتعذر استحال استحالت يستحيل تستحيل استحالة مستحيل مستحيلة امتنع*
        امتنعت تمتنع امتنعوا ممتنعة أحجم* أحجمت تحجم أحجموا رفض رفضت يرفض ترفض رفضوا رافض رافضا
        رافضة رافضين يرفضون غاب غابت يغيب تغيب غابوا غياب غائب غائبة تغيبت يتغيب متغيب انعدم*
        انعدمت تنعدم منعدمة معدوم معدومة افتقر* افتقرت تفتقر يفتقرون افتقد* افتقدت تفتقد خلا خلت
        يخلو تخلو خلو خال خالية خاليا فقدت فقدوا يفقد تفقد فقدان حرم حرمت حرموا حرمان محروم محرومة
        محرومون ألغى ألغت ألغي ألغيت إلغاء يلغي تلغي ملغاة اعتذر* اعتذرت تعتذر كاد كادت كادوا أوشك
        أوشكت أبى أبت تجنب* تجنبت مجهول مجهولة مجهولا منع منعت منعوا يمنع تمنع حظر حظرت يحظر تحظر
        """,
        arabic_forms,
    )
    | forms(
        """
        échou~ échec refus~ refus rejet~ rejette rejettent annul~ annulation déconseill~ renonc~
        abandonn~ interdit interdite interdiction interdire manqu~ abstenu abstenue abstenus
        abstient absent absente absents absence incapable incapables impossible dépourvu dépourvue
        privé privée introuvable
        """,
        french_forms,
    )
    | forms(
        """
        fail~ failure cancel cancels cancelled canceled cancellation scrap~p shelve~ ban~n
        refuse~ refusal decline~
        reject~ dispute~ lack~ absent absence unable refrain~ abstain~ missing unknown impossible
        """,
        english_forms,
    )
)
#: of these, what is said of the noun beside it
_DESCRIBING: Final = keys(
    """
    مجهول مجهولة مجهولا غائب غائبة متغيب معدوم معدومة منعدمة خال خالية خاليا محروم محرومة محرومون
    ملغاة absent absente absents impossible introuvable privé privée dépourvu dépourvue
    missing unknown cancelled canceled rejected failed refused disputed
    """
)
_NOT_WITHOUT: Final = keys("nevertheless nonetheless regardless doubtless useless")
#: their contraries
_DOING: Final = keys(
    """
    نجح نجحت ينجح تنجح نجحوا نجاح تمكن تمكنت يتمكن تتمكن تمكنوا استطاع استطاعت يستطيع تستطيع وافق
    وافقت يوافق توافق وافقوا قبلت يقبل تقبل قبلوا قبول سمح سمحت يسمح تسمح أفلح أفلحت أفلحوا يفلح
    réussi réussit réussissent accepté accepte acceptent parvenu parvient parviennent
    managed manages succeeded succeeds accepted accepts agreed agrees able
    """
)
#: of those that fail only before «عن», «من»: «توقف عن», «خارج عن»
_STOPPING: Final = forms(
    """
    تراجع* تراجعت تتراجع تراجعوا عدل عدلت تخلف* تخلفت توقف* توقفت تتوقف توقفوا كف كفت كفوا خارج
    خارجة غني غنية
    """,
    arabic_forms,
)
_LESS: Final = keys("يقل تقل")
_THAN: Final = "عن"
#: of those who do it
_ENDINGS: Final = ("تا", "وا", "ون", "ان", "ا", "ن")
#: letters that must stay of a verb
_LEAST: Final = 3
_JOINED: Final = frozenset("وفسبل")


def fails(words: Sequence[str], at: int) -> bool:
    """Whether the word at a place, of words given by their keys, is such a verb.

    «لا يقل عن» is of those that call it an idiom.
    """
    before_than = tuple(words[at + 1 : at + 2]) == (_THAN,)
    if before_than and (is_less(words[at]) or _is_of(words[at], _STOPPING)):
        return True
    called_off = words[at] == "off" and at > 0 and words[at - 1].startswith("call")
    return called_off or _is_of(words[at], _FAILING) or _is_without(words[at])


def _is_without(key: str) -> bool:
    """ "childless"."""
    return key.endswith("less") and len(key) > len("unless") and key not in _NOT_WITHOUT


def refuses(key: str) -> bool:
    """Whether a word denies what stands after it: «رفض», "failed"; not "missing" before a noun."""
    return _is_of(key, _FAILING) and not _is_of(key, _DESCRIBING)


def describes(key: str) -> bool:
    """Whether a word says of the noun beside it that it is not there, or not known: "absent"."""
    return _is_of(key, _DESCRIBING)


def is_less(key: str) -> bool:
    """«يقل», «وتقل»."""
    return _is_of(key, _LESS)


def succeeds(key: str) -> bool:
    """Whether a word is the contrary of such a verb."""
    return _is_of(key, _DOING)


def _is_of(key: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of some verbs, whatever is joined to it: «ستفشل», «فشلا»."""
    if key in verbs or (key[:1] in _JOINED and (key[1:] in verbs or key[2:] in verbs)):
        return True
    forms_of = [form for form in bare(key) if not key.endswith(f"ال{form}")]
    return any(
        form in verbs or any(_without(form, ending) in verbs for ending in _ENDINGS)
        for form in forms_of
    )


def _without(form: str, ending: str) -> str:
    rest = form.removesuffix(ending)
    return rest if len(rest) >= _LEAST else ""
