"""What each word, figure and sign means in a printed date, as one letter of a kind each.

The kinds, which the patterns of the other modules are written in:

    1 2 3 4 #  figures of so many digits, # of more      y q   a year: 1900-2199, 1300-1599
    M    month                                           H J   of the Islamic, Persian year
    G    ago: August, or the English word                W     day of the week
    e g  mark of an Islamic, a Gregorian year            o     ordinal (1er, 2nd)
    f    word within or before a date (من, de)           d     يوم: the same, or a unit
    r    word between the first day and the last (إلى)
    h    hour mark (14h30)                               u     what ends a time (Uhr)
    c    what announces a time (الساعة)                  t     a time in words (midnight)
    A    half of the day                                 B     the same, only beside a time
    m a p k  م, a, p, m: parts of a half, or words       T     the T of ISO 8601
    Z    zone                                            Q     what announces a place's time
    l i  a place, “time” after it                        D     أمس, yesterday
    R    what announces a span of time past (منذ)        j     what follows one (fa, önce)
    U V  unit, two units of time                         n     a number in words
    L    word of a label (published, تحديث)              x X   another word, another letter
    ;    another sign; the other signs stand for themselves
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pipeline.dates import names
from pipeline.dates.zones import NAMED, PLACES
from pipeline.folding import fold


class Word(NamedTuple):
    """What one word, figure or sign of a text means."""

    kind: str
    #: the number of a figure, month, weekday (0 is Monday); days, or minutes of a unit
    number: int = 0
    #: of a half of the day, or a zone
    name: str = ""


#: hours printed with the word → hour of the day
_AM: Final = {hour: hour % 12 for hour in range(13)}
_PM: Final = {hour: hour % 12 + 12 for hour in range(1, 24)}
_DAWN: Final = {12: 0, **{hour: hour for hour in range(8)}}
_NOON: Final = {hour: hour if hour > 9 else hour + 12 for hour in (10, 11, 12, 13, 14, 1, 2, 3, 4)}
_AFTERNOON: Final = {hour: hour % 12 + 12 for hour in (12, 1, 2, 3, 4, 5, 6, *range(13, 19))}
_EVENING: Final = {hour: hour % 12 + 12 for hour in (*range(4, 12), *range(16, 24))}
_NIGHT: Final = {
    **{hour: hour for hour in (1, 2, 3, 4, *range(19, 24))},
    **{hour: hour + 12 for hour in (7, 8, 9, 10, 11)},
}
HALVES: Final = {
    "am": _AM,
    "pm": _PM,
    "dawn": _DAWN,
    "noon": _NOON,
    "afternoon": _AFTERNOON,
    "evening": _EVENING,
    "night": _NIGHT,
}

#: half of the day → words that tell it wherever they stand (_ between words)
_HALVES_ANYWHERE: Final = {
    "am": "ص صباح صباحا قبل_الظهر",
    "pm": "مساء مساءا بعد_الظهر بعد_ظهر",
    "dawn": "فجرا فجر بعد_منتصف_الليل",
    "noon": "ظهرا ظهر",
    "afternoon": "عصرا عصر",
    "night": "ليلا ليل ليله",
}
#: … only beside the time: some are names of papers («Le Soir»)
_HALVES_BESIDE: Final = {
    "am": "am öö matin du_matin de_la_mañana del_mattino di_mattina da_manhã morgens vormittags"
    " pagi ق_._ظ پ_._ن صبح",
    "pm": "pm ös ب_._ظ د_._ن",
    "afternoon": "de_l_'_après_-_midi après_-_midi de_la_tarde del_pomeriggio da_tarde nachmittags"
    " petang بعدازظهر",
    "evening": "soir du_soir di_sera della_sera abends",
    "night": "de_la_noche da_noite nachts",
}
_HOUR, _DAY, _WEEK, _MONTH, _YEAR = 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 365 * 24 * 60
#: minutes → words; seconds count as none
_UNITS: Final = {
    0: "ثانية ثوان ثواني seconde secondes second seconds sec secs sekunde sekunden segundo segundos"
    " secondo secondi saniye detik s",
    1: "دقيقة دقائق دقايق minute minutes min mins mn minuten minuto minutos minuti dakika dk menit",
    _HOUR: "ساعة ساعات hour hours hr hrs stunde stunden std hora horas ora ore saat jam ساعت",
    _DAY: "يوم أيام يوما jour jours j day days d tag tage tagen día días dia dias giorno giorni"
    " gün hari",
    _WEEK: "أسبوع أسابيع أسبوعا semaine semaines week weeks w woche wochen semana semanas settimana"
    " settimane hafta minggu",
    _MONTH: "شهور أشهر شهرا mois month months monat monate monaten mes meses mese mesi ay bulan",
    _YEAR: "سنوات أعوام عاما an ans année années year years jahr jahre jahren año años anno anni"
    " ano anos yıl tahun",
}
_TWO_UNITS: Final = {
    0: "ثانيتين ثانيتان",
    2: "دقيقتين دقيقتان",
    2 * _HOUR: "ساعتين ساعتان",
    2 * _DAY: "يومين يومان",
    2 * _WEEK: "أسبوعين أسبوعان",
    2 * _MONTH: "شهرين شهران",
    2 * _YEAR: "سنتين عامين",
}
_NUMBERS: Final = {
    1: "one une un ein eine einer einem una uno um uma bir واحدة",
    2: "two deux zwei dos due dois duas iki dua اثنين",
    3: "three trois drei tres tre três üç tiga ثلاث ثلاثة",
    4: "four quatre vier cuatro quattro quatro dört empat أربع أربعة",
    5: "five cinq fünf cinco cinque beş lima خمس خمسة",
    6: "six sechs seis sei seis altı enam ست ستة",
    7: "seven sieben siete sette yedi tujuh سبع سبعة",
    8: "eight huit acht ocho otto oito sekiz delapan ثماني ثمان ثمانية",
    9: "nine neuf neun nueve nove dokuz sembilan تسع تسعة",
    10: "ten dix zehn diez dieci dez on sepuluh عشر عشرة",
}
_DAYS_AGO: Final = {
    0: "اليوم today aujourd_'_hui heute hoy oggi hoje bugün hari_ini امروز",
    1: "أمس الأمس بالأمس البارحة قبل_يوم منذ_يوم قبل_يوم_واحد منذ_يوم_واحد"
    " yesterday hier gestern ayer ieri ontem dün kemarin دیروز semalam",
    2: "أول_أمس أول_من_أمس avant_-_hier vorgestern anteayer altroieri anteontem",
}
_SIMPLE: Final = {
    "R": "منذ قبل il_y_a vor hace há",
    "j": "fa önce lalu yang_lalu atrás پیش",
    "h": "h heure heures hs سا س",
    "u": "uhr",
    "c": "الساعة um ore alle alle_ore à_las pukul às las kl klo vers",
    "f": "من شهر of de del di عام سنة لعام لسنة في ل ب و ك the le on in el il am_den den"
    " الموافق للموافق موافق بتاريخ على at du and et y e und",
    "r": "إلى حتى to until till through bis au jusqu_'_au hasta",
    "d": "يوم",
    "o": "er ère st nd rd th º",
    "e": "ه هجري هجرية للهجرة ah",
    "g": "ميلادي ميلادية للميلاد ad",
    "m": "م",
    "a": "a",
    "p": "p",
    "k": "m",
    "T": "t",
    "t": "midi minuit midnight noon mitternacht mezzanotte mezzogiorno medianoche mediodía"
    " منتصف_الليل منتصف_النهار الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة"
    " التاسعة العاشرة الحادية",
    "i": "time",
    "Q": "بتوقيت توقيت heure_de heure_d_' à_l_'_heure_de",
    "L": "نشر نشرت نشرة تاريخ النشر أضيف أضيفت كتب آخر أخر تحديث تعديل تم التحديث التعديل تحديثه"
    " published posted publication date added created updated update last modified edited"
    " publié publiée posté mis màj mise à jour ligne modifié dernière actualisé modification"
    " veröffentlicht erstellt aktualisiert stand zuletzt publicado publicada actualizado"
    " actualización pubblicato aggiornato aggiornamento atualizado atualização yayınlanma"
    " yayın güncelleme tarihi son diterbitkan dipublikasikan diperbarui dikemaskini",
}
#: said of a time in no zone but the source's own
_LOCAL: Final = "بالتوقيت_المحلي التوقيت_المحلي توقيت_محلي heure_locale local_time"

_STANDING_FOR_THEMSELVES: Final = ":/-.,()+|'"

#: folded words in order → what they mean together
_words: Final[dict[tuple[str, ...], Word]] = {}


def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(name).lower().split("_"))


def _enter(kind: str, meant: Mapping[str, int | str] | Iterable[str]) -> None:
    """Enters names under a kind; the first entry of a name stays."""
    values = meant if isinstance(meant, Mapping) else dict.fromkeys(meant, 0)
    for name, value in values.items():
        word = Word(kind, value) if isinstance(value, int) else Word(kind, 0, value)
        _words.setdefault(_folded(name), word)


def _by_name(table: Mapping[int, str] | Mapping[str, str]) -> dict[str, int | str]:
    return {name: value for value, names in table.items() for name in names.split()}


def _fill() -> None:
    for months in (names.MONTHS_ARABIC, names.MONTHS_ENGLISH, names.MONTHS_OTHERS):
        _enter("M", months)
    for arabic in ("كانون", "تشرين", "ك", "ت"):  # «كانون الثاني», also كانون2 and «كانون (2)»
        for number in (1, 2):
            month = _words[(arabic if arabic in "كت" else fold(arabic), str(number))]
            _words[_folded(f"{arabic}_(_{number}_)")] = month
    _enter("H", names.MONTHS_HIJRI)
    for weekdays in (names.WEEKDAYS_ARABIC, names.WEEKDAYS_ENGLISH, names.WEEKDAYS_OTHERS):
        _enter("W", weekdays)
    _enter("A", _by_name(_HALVES_ANYWHERE))
    _enter("B", _by_name(_HALVES_BESIDE))
    _enter("D", _by_name(_DAYS_AGO))
    _enter("f", _LOCAL.split())
    _enter("G", {"ago": 8})
    _enter("Z", {name.lower(): name for name in NAMED})
    _enter("Z", {"ت_._غ": "UTC", "تغ": "UTC"})
    for place, zone in PLACES.items():
        _enter("Z" if zone == "UTC" else "l", {place: zone})
    for kind, listed in _SIMPLE.items():
        _enter(kind, listed.split())
    _enter("V", _by_name(_TWO_UNITS))
    _enter("U", _by_name(_UNITS))
    _enter("n", _by_name(_NUMBERS))
    _enter("M", names.MONTHS_LIBYAN)
    _enter("J", names.JALALI)
    _enter("1", {str(n): n for n in range(10)})
    _enter("2", {f"{n:02}": n for n in range(100)})
    _enter("y", {str(n): n for n in range(1900, 2200)})
    _enter("q", {str(n): n for n in range(1300, 1600)})
    for sign in _STANDING_FOR_THEMSELVES:
        _words[(sign,)] = Word(sign)
    _words[("\\",)] = Word("/")
    _words[("[",)], _words[("]",)], _words[("_",)] = Word("("), Word(")"), Word("-")


_fill()


_WORD: Final = Word("x")
_LETTER: Final = Word("X")
_SIGN: Final = Word(";")


class _Words(dict[str, Word]):
    """What single tokens mean; those that are not listed are told by their looks."""

    def __missing__(self, token: str) -> Word:
        # not kept: there is no end of them
        if token[0] in "0123456789":
            return Word("34#"[min(len(token) - 3, 2)], int(token[:4]))
        if token.isalpha():
            return _WORD if len(token) > 1 else _LETTER
        return _SIGN


class _Kinds(dict[str, str]):
    """Their kinds alone, which are asked of every token."""

    def __missing__(self, token: str) -> str:
        return WORDS[token].kind


#: folded token, or several with a space between, → what it means, for any token
WORDS: Final = _Words({" ".join(name): word for name, word in _words.items()})
KINDS: Final = _Kinds({token: word.kind for token, word in WORDS.items()})
#: the numbers of those that are listed
NUMBERS: Final = {token: word.number for token, word in WORDS.items()}
#: first two tokens → the phrases that begin so, the longest first
PHRASES: Final[dict[tuple[str, str], list[list[str]]]] = {}
for _name in sorted(_words, key=len, reverse=True):
    if len(_name) > 1:
        PHRASES.setdefault((_name[0], _name[1]), []).append(list(_name))
BEGINS_PHRASES: Final = frozenset(first for first, _ in PHRASES)
SECOND_IN_PHRASES: Final = frozenset(second for _, second in PHRASES)

_ENGLISH_TOO: Final = {
    *(_folded(name) for name in (*names.MONTHS_ENGLISH, *names.WEEKDAYS_ENGLISH)),
    *(_folded(name) for name in ("h", "s", "d", "j", "min", "on", "a", "um", "set", "out", "las")),
}
_NOT_ENGLISH: Final = (
    "uhr publié publiée mis mise à jour modifié dernière veröffentlicht aktualisiert publicado"
    " actualizado pubblicato aggiornato atualizado yayınlanma güncelleme tarihi diterbitkan"
    " dipublikasikan diperbarui wib wita heure heures ore às pukul"
)
#: words by which a text shows that it is in a language that prints the day first
SHOWS_DAY_FIRST: Final = frozenset(
    name[0]
    for name in map(_folded, (*names.MONTHS_OTHERS, *names.WEEKDAYS_OTHERS, *_NOT_ENGLISH.split()))
    if len(name) == 1 and len(name[0]) > 2 and name not in _ENGLISH_TOO
)
