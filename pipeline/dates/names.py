"""What months and days of the week are called, language by language, as people write them.

Names stand as printed; the lexicon folds them, so that hamza, alef, ى/ي, ة/ه, accents and
capitals make no difference here. A name of several words has _ between them.
"""

from __future__ import annotations

from typing import Final

#: twelve columns a row, | between them, several spellings in a column
_ARABIC: Final = (
    # Algeria, Tunisia
    "جانفي | فيفري فيفريي | مارس | أفريل | ماي | جوان | جويلية جويليا جوليا جويلي | أوت أووت"
    " | سبتمبر سيبتمبر | أكتوبر أوكتوبر | نوفمبر نوفمير | ديسمبر",
    # Morocco, Mauritania
    "يناير ينّاير | فبراير | مارس | أبريل إبريل | ماي مايو | يونيو يونيه | يوليوز يوليز يوليو"
    " | غشت أغشت | شتنبر شتمبر | أكتوبر | نونبر | دجنبر دجمبر",
    # Egypt, Sudan, Gulf
    "يناير | فبراير | مارس | أبريل | مايو | يونيو يونيه يونية | يوليو يوليه يولية"
    " | أغسطس أوغسطس | سبتمبر | أكتوبر | نوفمبر | ديسمبر دسمبر",
    # Levant, Iraq, with the usual abbreviations
    "كانون_الثاني كانون_ثاني كانون_ثان كانون_2 كانون_الثانى ك_2"
    " | شباط اشباط | آذار | نيسان | أيار مايس | حزيران | تموز | آب | أيلول"
    " | تشرين_الأول تشرين_أول تشرين_1 ت_1 | تشرين_الثاني تشرين_ثاني تشرين_ثان تشرين_2 ت_2"
    " | كانون_الأول كانون_أول كانون_1 ك_1",
    # Persian and Kurdish names of the Gregorian months
    "ژانویه ژانویهٔ | فوریه | مارس | آوریل | مه می | ژوئن | ژوئیه جولای | اوت آگوست | سپتامبر"
    " | اکتبر | نوامبر | دسامبر",
    "کانوونی_دووەم | شوبات | ئازار | نیسان | ئایار | حوزەیران | تەممووز تەمموز | ئاب"
    " | ئەیلوول ئەیلول | تشرینی_یەکەم | تشرینی_دووەم | کانوونی_یەکەم",
)
#: Libya until 2011; words of every day, so that they are months only with a day and a year
_LIBYAN: Final = (
    "أي_النار | النوار | الربيع | الطير | الماء | الصيف | ناصر | هانيبال | الفاتح | التمور"
    " | الحرث | الكانون"
)
_ENGLISH: Final = (
    "january jan | february feb febr | march mar | april apr | may | june jun | july jul"
    " | august aug | september sept sep | october oct | november nov | december dec"
)
_OTHERS: Final = (
    # French
    "janvier janv jan | février févr fév | mars | avril avr | mai | juin | juillet juil"
    " | août | septembre sept | octobre oct | novembre nov | décembre déc",
    # German
    "januar jänner jan | februar feber feb | märz maerz mär mrz | april apr | mai | juni jun"
    " | juli jul | august aug | september sept sep | oktober okt | november nov"
    " | dezember dez",
    # Spanish
    "enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul"
    " | agosto | septiembre setiembre sept sep set | octubre oct | noviembre nov"
    " | diciembre dic",
    # Italian
    "gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu"
    " | luglio lug | agosto | settembre set sett | ottobre ott | novembre nov | dicembre dic",
    # Portuguese
    "janeiro jan | fevereiro fev | março mar | abril abr | maio mai | junho jun | julho jul"
    " | agosto | setembro set | outubro out | novembro nov | dezembro dez",
    # Turkish
    "ocak oca | şubat şub | mart mar | nisan nis | mayıs | haziran haz | temmuz tem"
    " | ağustos ağu | eylül eyl | ekim eki | kasım kas | aralık ara",
    # Indonesian, Malay
    "januari jan | februari feb | maret mac | april apr | mei | juni jun | juli julai jul"
    " | agustus agt ogos | september sep | oktober okt | november nov nopember"
    " | desember disember des",
    # Dutch
    "januari | februari | maart mrt | april | mei | juni | juli | augustus | september"
    " | oktober | november | december",
)

#: of the Islamic year
_HIJRI: Final = (
    "محرم المحرم محرّم_الحرام muharram mouharram | صفر صفر_الخير safar"
    " | ربيع_الأول ربيع_أول rabi_al-awwal"
    " | ربيع_الثاني ربيع_الآخر ربيع_ثاني ربيع_ثان rabi_al-thani"
    " | جمادى_الأولى جمادى_الأول جمادى_الاولي جماد_الأول جماد_أول جمادى_أولى"
    " | جمادى_الثانية جمادى_الآخرة جمادى_الثاني جمادى_الآخر جماد_الثاني جماد_ثاني جماد_الآخر"
    " جمادى_ثانية"
    " | رجب rajab | شعبان sha'ban shaban chaabane | رمضان رمضان_المبارك ramadan"
    " | شوال shawwal chaoual | ذو_القعدة ذي_القعدة ذوالقعدة | ذو_الحجة ذي_الحجة ذوالحجة"
)
#: of the Persian year, for which there is no reader
_JALALI: Final = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
    " farvardin ordibehesht khordad mordad shahrivar aban azar bahman esfand"
)

#: from Monday; abbreviations only where they are no other word
_WEEKDAYS_ARABIC: Final = (
    "الاثنين الإثنين الأثنين الاتنين اثنين | الثلاثاء الثلاثا الثلثاء التلاتاء ثلاثاء"
    " | الأربعاء الاربعا الإربعاء أربعاء | الخميس خميس | الجمعة جمعة | السبت سبت | الأحد الاحد",
    "دوشنبه دووشەممە | سه_شنبه سهشنبه سێشەممە | چهارشنبه چوارشەممە | پنجشنبه پنج_شنبه پێنجشەممە"
    " | جمعه هەینی | شنبه شەممە | یکشنبه یک_شنبه یەکشەممە",
)
_WEEKDAYS_ENGLISH: Final = (
    "monday mon | tuesday tue tues | wednesday wed | thursday thu thur thurs | friday fri"
    " | saturday sat | sunday sun"
)
_WEEKDAYS_OTHERS: Final = (
    "lundi lun | mardi | mercredi mer | jeudi jeu | vendredi ven | samedi sam | dimanche dim",
    "montag | dienstag | mittwoch | donnerstag | freitag | samstag sonnabend | sonntag",
    "lunes | martes | miércoles mié | jueves jue | viernes | sábado sáb | domingo dom",
    "lunedì | martedì | mercoledì | giovedì gio | venerdì | sabato | domenica",
    "segunda_-_feira | terça_-_feira | quarta_-_feira | quinta_-_feira | sexta_-_feira"
    " | sábado | domingo",
    "pazartesi | salı | çarşamba | perşembe | cuma | cumartesi | pazar",
    "senin isnin | selasa | rabu | kamis khamis | jumat jum'at jumaat | sabtu | minggu ahad",
    "maandag | dinsdag | woensdag | donderdag | vrijdag | zaterdag | zondag",
)


def _columns(*rows: str) -> dict[str, int]:
    """Each name of the rows with the number of its column, from 0."""
    return {
        name: number
        for row in rows
        for number, names in enumerate(row.split("|"))
        for name in names.split()
    }


#: printed name → 1 to 12
MONTHS_ARABIC: Final = {name: n + 1 for name, n in _columns(*_ARABIC).items()}
MONTHS_LIBYAN: Final = {name: n + 1 for name, n in _columns(_LIBYAN).items()}
MONTHS_ENGLISH: Final = {name: n + 1 for name, n in _columns(_ENGLISH).items()}
MONTHS_OTHERS: Final = {name: n + 1 for name, n in _columns(*_OTHERS).items()}
MONTHS_HIJRI: Final = {name: n + 1 for name, n in _columns(_HIJRI).items()}
JALALI: Final = frozenset(_JALALI.split())
#: printed name → 0 (Monday) to 6
WEEKDAYS_ARABIC: Final = _columns(*_WEEKDAYS_ARABIC)
WEEKDAYS_ENGLISH: Final = _columns(_WEEKDAYS_ENGLISH)
WEEKDAYS_OTHERS: Final = _columns(*_WEEKDAYS_OTHERS)
