"""The words that count, measure and date in Arabic, French and English.

Data for `pipeline.edits.counting.numbers`: keys (`Word.key`) with what they are worth.
"""

from __future__ import annotations

from typing import Final

from pipeline.arabic import normalise


def table(text: str) -> dict[str, float]:
    """Lines of `value word word …`."""
    found: dict[str, float] = {}
    for line in text.strip().splitlines():
        value, *words = normalise(line).split()
        for word in words:
            found[word] = float(value)
    return found


def _groups(text: str) -> dict[str, str]:
    """Lines of `name word word …`: every word of a line stands for its first."""
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        name, *words = normalise(line).split()
        found.update(dict.fromkeys(words, name))
    return found


#: 1 to 10, as they count («ثلاث», «ثلاثة»)
ONES: Final = table(
    """
    1 واحد واحدة واحدا
    2 اثنان اثنين اثنتان اثنتين إثنان إثنين two deux
    3 ثلاث ثلاثة ثلاثا three trois
    4 أربع أربعة أربعا four quatre
    5 خمس خمسة خمسا five cinq
    6 ست ستة ستا six
    7 سبع سبعة سبعا seven sept
    8 ثمان ثماني ثمانية ثمانيا eight huit
    9 تسع تسعة تسعا nine neuf
    10 عشر عشرة عشرا ten dix
    11 eleven onze
    12 twelve douze
    13 thirteen treize
    14 fourteen quatorze
    15 fifteen quinze
    16 sixteen seize
    17 seventeen
    18 eighteen
    19 nineteen
    """
)
#: before «عشر», «عشرة»: «أحد عشر», «اثني عشر»
BEFORE_TEN: Final = ONES | table(
    """
    1 أحد إحدى حادي حادية
    2 اثنا اثني اثنتا اثنتي إثنا إثني
    """
)
TENS: Final = table(
    """
    20 عشرون عشرين twenty vingt vingts
    30 ثلاثون ثلاثين thirty trente
    40 أربعون أربعين forty quarante
    50 خمسون خمسين fifty cinquante
    60 ستون ستين sixty soixante
    70 سبعون سبعين seventy septante
    80 ثمانون ثمانين eighty octante
    90 تسعون تسعين ninety nonante
    """
)
HUNDREDS: Final = table(
    """
    100 مئة مائة hundred hundreds cent cents
    200 مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي
    300 ثلاثمئة ثلاثمائة
    400 أربعمئة أربعمائة
    500 خمسمئة خمسمائة
    600 ستمئة ستمائة
    700 سبعمئة سبعمائة
    800 ثمانمئة ثمانمائة ثمانيمئة
    900 تسعمئة تسعمائة
    """
)
SCALES: Final = table(
    """
    1000 ألف آلاف ألفا thousand thousands mille
    1000000 مليون ملايين مليونا million millions
    1000000000 مليار مليارات مليارا بليون milliard milliards billion billions
    1000000000000 تريليون تريليونات ترليون trillion trillions
    """
)
#: written short after digits; the second ones only beside the sign of a currency
SHORT_SCALES: Final = {"mn": 1e6, "bn": 1e9, "tn": 1e12, "md": 1e9, "mds": 1e9, "mrd": 1e9}
MONEY_SCALES: Final = {"k": 1e3, "m": 1e6, "b": 1e9}
DUAL_SCALES: Final = table(
    """
    2000 ألفان ألفين ألفا ألفي
    2000000 مليونان مليونين مليوني
    2000000000 ملياران مليارين ملياري
    """
)
FRACTIONS: Final = table(
    """
    0.5 نصف نصفا half moitié demi demie
    0.33 ثلث tiers
    0.67 ثلثا ثلثي ثلثان ثلثين
    0.25 ربع ربعا quarter quart
    0.125 ثمن
    """
)
#: after a number, what it is divided by: "two thirds", « trois quarts »
PARTS: Final = table(
    """
    3 third thirds tiers
    4 quarter quarters quart quarts أرباع
    5 fifth fifths cinquième cinquièmes أخماس
    6 sixth sixths sixième sixièmes أسداس
    7 seventh sevenths septième septièmes أسباع
    8 eighth eighths huitième huitièmes أثمان
    9 ninth ninths neuvième neuvièmes أتساع
    10 tenth tenths dixième dixièmes أعشار
    """
)
#: 1 to 10 and, in Latin letters, on; also as hours and places («الثالثة», «المركز الثاني»), and
#: the 1 of 21
ORDINALS: Final = table(
    """
    1 الأول الأولى أولا غرة الحادي الحادية premier première first unième
    2 الثاني الثانية ثانيا ثاني ثان deuxième second seconde
    3 الثالث الثالثة ثالثا ثالث ثالثة troisième third
    4 الرابع الرابعة رابعا رابع رابعة quatrième fourth
    5 الخامس الخامسة خامسا خامس خامسة cinquième fifth
    6 السادس السادسة سادسا سادس سادسة sixième sixth
    7 السابع السابعة سابعا سابع سابعة septième seventh
    8 الثامن الثامنة ثامنا ثامن ثامنة huitième eighth
    9 التاسع التاسعة تاسعا تاسع تاسعة neuvième ninth
    10 العاشر العاشرة عاشرا عاشر عاشرة dixième tenth
    11 onzième eleventh
    12 douzième twelfth
    13 treizième thirteenth
    14 quatorzième fourteenth
    15 quinzième fifteenth
    16 seizième sixteenth
    17 seventeenth
    18 eighteenth
    19 nineteenth
    20 vingtième twentieth
    30 trentième thirtieth
    40 quarantième fortieth
    50 cinquantième fiftieth
    60 soixantième sixtieth
    70 seventieth
    80 eightieth
    90 ninetieth
    100 centième hundredth
    """
)
#: how many, only roughly
VAGUE: Final = table(
    """
    10 dizaine
    12 dozen douzaine
    15 quinzaine
    20 vingtaine
    30 trentaine
    40 quarantaine
    50 cinquantaine
    60 soixantaine
    100 centaine
    500 عشرات العشرات dizaines dozens
    5000 مئات المئات مائات المائات centaines
    1000 millier
    50000 milliers
    """
)
MONTHS: Final = table(
    """
    1 جانفي يناير janvier january jan janv
    2 فيفري فبراير شباط février february feb févr fév
    3 مارس mars march آذار أذار
    4 أفريل أبريل نيسان إبريل avril april apr avr
    5 ماي مايو أيار mai may
    6 جوان يونيو حزيران juin june يونيه
    7 جويلية جويليه يوليو يوليوز تموز juillet july يوليه juil
    8 أوت أغسطس غشت august août آب aug
    9 سبتمبر شتنبر أيلول septembre september sept sep
    10 أكتوبر octobre october oct
    11 نوفمبر نونبر novembre november nov
    12 ديسمبر دجنبر décembre december dec déc
    21 رمضان
    22 شعبان
    23 شوال
    24 رجب
    """
)
#: months written short, with the letters by which they begin where they are no other words
SHORT_MONTHS: Final = {
    key: "آ" if value == 8 and key[0] >= "ء" else key[0] + key[0].upper()
    for key, value in (
        *table(
            """
            1 jan janv
            2 feb févr fév
            4 apr avr
            7 juil
            8 aug آب
            9 sep
            10 oct
            11 nov
            12 dec déc
            """
        ).items(),
    )
} | {"sept": "S"}
#: months of two words: the second one's value
TWO_WORD_MONTHS: Final = {
    tuple(normalise(name).split()): value
    for name, value in (
        ("كانون الثاني", 1.0),
        ("تشرين الأول", 10.0),
        ("تشرين الثاني", 11.0),
        ("كانون الأول", 12.0),
    )
}
#: names of months that are words of other meanings where no number stands beside them
DOUBTFUL_MONTHS: Final = frozenset(normalise("مارس mars march may mai ماي رجب شعبان").split())
WEEKDAYS: Final = table(
    """
    1 الاثنين الإثنين lundi monday
    2 الثلاثاء mardi tuesday
    3 الأربعاء الإربعاء mercredi wednesday
    4 الخميس jeudi thursday
    5 الجمعة vendredi friday
    6 السبت samedi saturday
    7 الأحد dimanche sunday
    """
)
RELATIVE_DAYS: Final = table(
    """
    -1 أمس الأمس البارحة hier yesterday
    0 اليوم aujourd'hui today tonight
    1 غدا الغد غد demain tomorrow
    """
)
#: before «غد» and «أمس»: a day farther
FARTHER_DAYS: Final = frozenset(normalise("بعد أول قبل").split())
#: a price too, but of a round of matches
DOUBTFUL_FRACTION: Final = "ثمن"
ROUNDS: Final = frozenset(normalise("نهائي النهائي الدور").split())
DAY_PARTS: Final = table(
    """
    1 فجر فجرا
    2 صباح صباحا matin morning
    3 ظهر ظهرا midi noon
    4 عصر عصرا afternoon
    5 مساء عشية soir evening
    6 ليلة ليلا الليلة nuit night
    """
)
#: of these, those from which on the hours are of the second half; of the last, from its sixth
MIDDAY, NIGHT, EVENING, NOON, LAST_MINUTE = 3, 6, 6, 12, 59
#: of a month
LAST_DAY: Final = 31
#: after the hour in digits: « 18h30 », "6.30pm"
HOURS: Final = frozenset({"h", "heure", "heures"})
HALVES_OF_DAY: Final = frozenset({"am", "pm"})
#: of these, verbs and nouns of other meanings but beside a day, or after one of the others
DOUBTFUL_DAY_PARTS: Final = frozenset(normalise("فجر ظهر عصر عشية ليلة").split())
BEFORE_DAY_PARTS: Final = frozenset(
    normalise("من منذ حتى بعد قبل عند إلى مع قبيل بعيد صلاة أذان وقت").split()
)
#: before who they are, of whom there are many: «نقابة السائقين»
BEFORE_MANY: Final = frozenset(normalise("نقابة اتحاد جمعية رابطة هيئة مجلس نادي كل جميع").split())
#: before a day of the week that is no date: «خطبة الجمعة»
BEFORE_NO_DATE: Final = frozenset(normalise("خطبة خطيب صلاة سوق مسجد جامع").split())
UNITS: Final = _groups(
    """
    second ثوان ثواني secondes seconds
    minute دقيقة دقائق minutes minute
    hour ساعة ساعات heure heures hour hours h
    day يوم أيام يوما jour jours day days
    week أسبوع أسابيع أسبوعا semaine semaines week weeks
    month شهر أشهر شهور شهرا mois month months
    year سنة سنوات سنين عام أعوام عاما an ans année années year years
    dinar دينار دنانير دينارا dinar dinars dt tnd دت
    dirham درهم دراهم درهما dirham dirhams
    dollar دولار دولارات دولارا dollar dollars
    euro يورو أورو euro euros
    riyal ريال ريالات ريالا
    pound جنيه جنيهات جنيها pound pounds
    lira ليرة ليرات
    franc فرنك فرنكات francs
    ton طن أطنان طنا tonne tonnes tons
    kilo كيلوغرام كيلوغراما كيلوغرامات كغ كلغ كيلو kg kilos
    gram غرام غراما غرامات grammes grams
    metre متر أمتار مترا mètre mètres metres meters
    kilometre كيلومتر كيلومترا كيلومترات كلم كم km kilomètres kilometres kilometers miles
    hectare هكتار هكتارات هكتارا hectare hectares
    litre لتر لترات لترا litres
    degree درجة درجات degrés degrees
    megawatt ميغاوات ميجاوات
    % بالمئة بالمائة بالمية pourcent percent
    """
)
#: percentages in two words
PERCENT: Final = frozenset(
    tuple(normalise(words).split())
    for words in ("في المئة", "في المائة", "في المية", "pour cent", "per cent")
)
#: of these, what measures time and is no moment
TIME_UNITS: Final = {
    key: unit
    for key, unit in UNITS.items()
    if unit in ("minute", "hour", "day", "week", "month", "year")
}
SIGNS: Final = {"%": "%", "٪": "%", "$": "dollar", "€": "euro", "£": "pound"}

#: what an ordinal after it names, and does not count: «القناة الأولى», «الرابطة المحترفة الثانية»
NAMED_BY_PLACE: Final = frozenset(
    normalise("الرابطة المحترفة القناة قناة الوطنية الإذاعة إذاعة المنتخب الفريق محمد").split()
)
#: before which an ordinal is of an office or a war: « le Premier ministre », "First Lady"
OFFICES_BY_PLACE: Final = frozenset(
    normalise("ministre ministres minister lady dame secretary").split()
)
#: after an ordinal that counts nothing: «الأولى من نوعها»
ITS_KIND: Final = frozenset(normalise("نوعه نوعها نوعهم").split())
#: what is named by the number after it
NUMBERED: Final = frozenset(normalise("القناة قناة فرانس france channel canal عربي").split())

#: what goes with dates and numbers, and changes with them
ATTENDING: Final = frozenset(
    normalise(
        """
        يوم الساعة ساعة شهر سنة عام الجاري الجارية القادم القادمة الماضي الماضية المقبل المقبلة
        الحالي الحالية يومه يومها عامه عامها شهره أسبوعه الفارط الفارطة
        المنقضي المنقضية الموافق بعد أكثر أقل حوالي نحو قرابة زهاء
        بتاريخ تاريخ الزوال ليوم مرة مرات بنتيجة يومي هدف هدفا هدفين أهداف مقابل رد
        prochain dernier next last about nearly around almost roughly approximately least
        environ presque près moins quelque plusieurs quelques several couple many some عدة
        """
    ).split()
)
