"""How else a word of a query is written: أمريكا and أميركا, نتنياهو and نتانياهو and Netanyahu.

Tables that people read and mend, for what no rule of letters tells safely. Told alike by
their long vowels, words of four consonants were wrong two times in five in 10,161 articles
(«قنطرة» and «القنيطرة»), and one in two if they were heard in the other alphabet («خرجت» and
*correct*). Asked of queries only: what an article is found by knows nothing of it. Not here are
other names of one thing (المجر and هنغاريا), nor names that are common words: رئيسي is *main*,
no Raisi, «لولا» is *but for*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.arabic import fold_letters

#: A line of how words begin that are one, whatever follows: «الأمريكيين» is «الأميركيين».
_BEGINNINGS = """
    أمريك أميرك
    أوروبي أوربي
    إنجليز إنكليز إنقليز
    إنجلترا إنكلترا إنقلترا
    فنزويل فينزويل
    أوروغوا أوروجوا أورغوا أورجوا
    باراغوا باراجوا
    غواتيمال جواتيمال
    غامبي جامبي
    أنغول أنجول
    أوغند أوغاند أوجند
    غابون جابون
    كاميرون كامرون
    سنغال سينغال سنيغال
    نيجيري نيجري
    موريتاني موريطاني
    تنزاني تانزاني
    زيمبابو زمبابو
    موزمبيق موزامبيق
    أذربيجان أذربيدجان أذريبجان
    طاجيك تاجيك طاجك
    كردستان كوردستان
    دنمارك دانمارك دانمرك
    تشيلي شيلي
    فيتنام فييتنام
    كمبودي كامبودي
    فلبين فيليبين فليبين
    نيوزيلند نيوزيلاند نيوزلند نيوزلاند
    يوغوسلاف يوغسلاف يوجوسلاف
    هونغ هونج
    كونغ كونج
    شيكاغو شيكاجو
    شنغهاي شانغهاي شنجهاي شانجهاي
    بنغاز بنجاز بنقاز
    إسطنبول إستانبول إستنبول إسطمبول
    تلفزيون تليفزيون تلفيزيون
    تلفون تليفون
    إنترنت إنترنات إنترنيت
    باكالوريا بكالوريا باكلوريا
    أولمب أوليمب أولومب
    ميليشي مليشي ميلشي
    إنفلونز إنفلوانز
    فيدرال فدرال فيديرال
    جنرال جينرال جينيرال
    هوليوود هوليود
    بيشمرك بشمرك بيشمرغ بشمرغ
    يورانيوم أورانيوم
    ألمنيوم ألومنيوم ألومينيوم
    أكسجين أكسيجين أوكسجين أوكسيجين
    ماراثون ماراتون مارثون ماراطون
    دبلوم ديبلوم
"""
#: A line of words that are one, with nothing behind them.
_WORDS = """
    أوروبا أوربا
    هولندا هولاندا
    نرويج نروج
    سويسرا سويسرة
    مالطا مالطة
    مولدوفا مولدافيا
    كوسوفو كوسوفا
    هايتي هاييتي
    تايلاند تايلند تايلندا تايلاندا تيلاندا
    بكين بيكين
    مدريد مادريد
    أنجلوس أنجلس أنجليس
    أغادير أكادير
    مصراتة مصراطة
    تمنراست تامنراست تمنغست تامنغست
    يورو أورو
    غرام جرام
    غراما جراما
    مائة مئة
    ثلاثمائة ثلاثمئة
    أربعمائة أربعمئة
    خمسمائة خمسمئة
    ستمائة ستمئة
    سبعمائة سبعمئة
    ثمانمائة ثمانمئة ثمانيمائة
    تسعمائة تسعمئة
    إسحاق إسحق
    إسماعيل إسمعيل
    داود داوود
    رحمان رحمن
    إيبولا إبولا
"""
#: The same without ال alone, with which «السورية» is Syrian.
_WITHOUT_ARTICLE = """
    سوريا سورية
"""
#: A line of spellings of one name that the news has daily: heads of state, bodies, companies,
#: players. Latin ones without accents; what has five consonants that are heard is not here.
_NAMES = """
    نتنياهو نتانياهو ناتانياهو نيتانياهو netanyahu netanyahou
    بنيامين بنجامين benjamin binyamin
    لافروف لفروف lavrov
    بوتين بوتن putin poutine
    ماكرون مكرون macron
    ترامب ترمب trump
    أردوغان أردوجان أردغان أردوقان erdogan
    ميركل مركل ميركيل merkel
    أنغيلا أنجيلا أنغلا أنجلا angela
    جونسون جونسن johnson
    بايدن biden
    هاريس harris
    أوباما obama
    بلينكن بلنكن blinken
    شولتس شولتز شولز scholz
    ستارمر starmer
    سوناك sunak
    ميلوني meloni
    غوتيريش غوتيريس غوتيرش غوتيراس جوتيريش جوتيريس guterres
    خامنئي خامنائي khamenei
    خميني khomeini
    روحاني rouhani rohani
    سليماني soleimani
    عراقجي عراقتشي araghchi araqchi
    قذافي gaddafi kadhafi kaddafi qaddafi gadhafi
    سيسي sisi sissi
    تبون tebboune
    بورقيبة bourguiba
    غنوشي ghannouchi
    مرزوقي marzouki
    مشيشي mechichi
    شنقريحة chengriha
    حفتر haftar hafter
    دبيبة dbeibah dbeiba
    ميقاتي mikati
    حريري hariri
    سنوار sinwar
    حميدتي hemedti hemeti
    هولاند أولاند hollande
    ساركوزي sarkozy
    بارنييه بارنيي barnier
    ميلانشون ميلونشون melenchon
    مادورو maduro
    تشافيز شافيز تشافيس شافيس chavez
    كاسترو castro
    ترودو trudeau
    بيلوسي pelosi
    بومبيو pompeo
    بولتون bolton
    تيلرسون tillerson
    فانس vance
    روبيو rubio
    ويتكوف witkoff
    كوشنر كوشنير kushner
    غالانت غالنت جالانت
    غانتس غانتز جانتس جانتز gantz
    لابيد lapid
    سانشيز سانشيث سانشيس sanchez
    دراغي draghi
    سالفيني salvini
    ميرتس ميرتز merz
    أوربان أوربن orban
    بوريل borrell
    ميدفيديف مدفيديف ميدفيدف medvedev
    لوكاشينكو لوكاشنكو lukashenko loukachenko
    شويغو شويجو shoigu choigou
    بيسكوف بسكوف peskov
    زاخاروفا زخاروفا zakharova
    بريغوجين بريجوجين بريغوزين prigozhin prigojine
    رامافوزا رامابوزا ramaphosa
    كاغامي كاجامي kagame
    دوتيرتي دوتيرتيه duterte
    غورباتشوف غورباتشيف جورباتشوف gorbachev gorbatchev
    كادروف قديروف kadyrov
    أونروا unrwa
    يونسكو unesco
    يونيسف يونيسيف unicef
    ناتو nato
    أوبك أوبيك opec
    فيفا fifa
    يويفا uefa
    إيكواس ecowas
    داعش daesh daech
    حوثي houthi
    فاغنر فاجنر فاغنير wagner
    غوغل جوجل قوقل google
    فيسبوك فايسبوك facebook
    تويتر twitter
    يوتيوب يوتوب youtube
    واتساب whatsapp
    تلغرام تليغرام تيليغرام تلجرام تليجرام تيليجرام telegram
    تيكتوك tiktok
    أمازون amazon
    تسلا تيسلا tesla
    هواوي huawei
    بوينغ بوينج بوينق boeing
    إيرباص إيرباس airbus
    رويترز رويتر reuters
    ميسي messi
    رونالدو ronaldo
    نيمار neymar
    مبابي إمبابي mbappe
    بلاتر blatter
    بلاتيني platini
    إنفانتينو infantino
    مورينيو مورينهو mourinho
    غوارديولا جوارديولا guardiola
    بنزيما بنزيمة benzema
    تشيلسي شيلسي تشلسي chelsea
    يوفنتوس جوفنتوس juventus
"""
#: Names of two words that are often written as one: the first word of those that go on with الله
#: or الدين, and whole names.
_BEFORE_GOD = """
    نور عز علاء صلاح شمس بدر محيي محي سيف نصر خير فخر جمال زين حسام بهاء ضياء سعد فتح فضل رزق جار
    خلف ضيف جاب عطا حسب
"""
_OF_TWO_WORDS = """
    أبو_ظبي أبو_بكر نيو_يورك بور_سعيد فيس_بوك فايس_بوك تيك_توك واتس_آب
"""

#: what may stand before such a word in a query: «بأمريكا», «للكونغرس», «والإنترنت»
_PROCLITICS: Final = "[وف]?[بكل]?"
_BEFORE: Final = f"({_PROCLITICS}(?:ال|ل)?)"
#: letters that a query has for one another at the same place
_LOOSE: Final = str.maketrans(dict.fromkeys("اأإآ", "[اأإآ]") | dict.fromkeys("ةه", "[ةه]"))


def _rows(table: str) -> dict[str, tuple[str, ...]]:
    """From the normal form of each spelling to the spellings of its line."""
    lines = [tuple(line.split()) for line in table.splitlines()]
    return {fold_letters(one): line for line in lines for one in line}


def _any_of(table: str) -> str:
    # the longest first, for one may begin another
    return "|".join(one.translate(_LOOSE) for one in sorted(table.split(), key=len, reverse=True))


_LINE_OF: Final = _rows(_BEGINNINGS) | _rows(_WORDS) | _rows(_WITHOUT_ARTICLE)
_NAMES_LIKE: Final = _rows(_NAMES)
_BEGUN: Final = re.compile(f"{_BEFORE}({_any_of(_BEGINNINGS)})(.*)")
_WHOLE: Final = re.compile(f"{_BEFORE}({_any_of(_WORDS)})()")
_BARE: Final = re.compile(f"({_PROCLITICS})({_any_of(_WITHOUT_ARTICLE)})()")
_OF_TWO: Final = re.compile(
    f"({_PROCLITICS}(?:عبد|[أا]بو|أبي|أبا))(ال..+)"
    f"|({_PROCLITICS}(?:{'|'.join(_BEFORE_GOD.split())}))(الله|الدين)"
    + "".join(
        f"|({_PROCLITICS}(?:ال)?{first.translate(_LOOSE)})({second.translate(_LOOSE)})"
        for first, second in (name.split("_") for name in _OF_TWO_WORDS.split())
    )
)


def differently_begun(spelling: str) -> tuple[str, ...]:
    """The same word with another beginning, and the same ending: «الأميركية» for «الأمريكية».

    Args:
        spelling: a word of a query, as `pipeline.arabic.plain` writes it.
    """
    return _respelt(_BEGUN.fullmatch(spelling))


def differently_spelt(spelling: str) -> tuple[str, ...]:
    """The same word or name, in spellings that take no ending: «سورية» for «سوريا».

    Args:
        spelling: a word of a query, as `pipeline.arabic.plain` writes it.
    """
    name = fold_letters(spelling.removeprefix("ال"))
    names = _others(name, _NAMES_LIKE.get(name, ()))
    return (*_respelt(_WHOLE.fullmatch(spelling) or _BARE.fullmatch(spelling)), *names)


def _respelt(found: re.Match[str] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    before, written, behind = found.groups()
    known = fold_letters(written)
    return tuple(before + one + behind for one in _others(known, _LINE_OF[known]))


def _others(known: str, line: Iterable[str]) -> list[str]:
    return [one for one in line if fold_letters(one) != known]


def differently_parted(spellings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A phrase with its names in two words and in one: «عبد المجيد تبون», «عبدالمجيد تبون».

    Args:
        spellings: words of a query, as `pipeline.arabic.plain` writes them.

    Returns:
        Those of the two that are not as given, at most both.
    """
    given = tuple(spellings)
    apart = tuple(part for one in given for part in _apart(one))
    joined: list[str] = []
    rest = list(reversed(apart))
    while rest:
        one = rest.pop()
        if rest and _apart(one + rest[-1]) == (one, rest[-1]):
            one += rest.pop()
        joined.append(one)
    return tuple(one for one in dict.fromkeys((apart, tuple(joined))) if one != given)


def _apart(word: str) -> tuple[str, ...]:
    found = _OF_TWO.fullmatch(word)
    return tuple(filter(None, found.groups())) if found else (word,)
