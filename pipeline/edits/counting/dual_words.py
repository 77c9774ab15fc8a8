"""The nouns that tell two by their dual, wherever it stands: «سنتين», «قتيلان».

Data for `pipeline.edits.counting.numbers`. Whether any noun is the dual of another beside it is
`pipeline.edits.counting.duals`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.arabic import normalise
from pipeline.edits.counting.number_words import UNITS

_DUALS_OF: Final = """
    ساعة دقيقة ثانية يوم أسبوع شهر سنة عام دينار درهم دولار ريال جنيه ليرة طن متر كيلومتر هكتار
    لتر درجة شخص قتيل جريح طفل طفلة شاب شابة امرأة رجل تلميذ تلميذة طالب طالبة جندي عون شرطي
    ضحية رضيع سائق مرة هدف نقطة مباراة سيارة شاحنة حافلة مدرسة بلد دولة شركة قرية منزل ولاية
    وزير نائب طبيب ضابط سفير خبير حزب فريق جسر حي شارع كتاب فيلم جائزة ميدالية مقعد صوت شوط لقاء
    اجتماع سفينة صاروخ غارة قنبلة مسيرة عبوة هجوم انفجار حريق هزة اتفاق قانون مرسوم عقد ملف تقرير
    حالة جثة فتاة قاصر شقيق كيلو قطعة قضية جلسة عملية رحلة طائرة قارب مركب مشروع محل
    عضو زورق خلية رصاصة قذيفة بناية عمارة طابق غرفة باب صندوق كيس علبة صفيحة شحنة بندقية مسدس سكين
    خيمة بئر مزرعة متجر سوق ملعب لاعبة ممرضة معلمة أستاذة نائبة وزيرة جمعية نقابة منظمة
    لجنة هيئة محكمة حكم تهمة مخالفة عقوبة غرامة دعوى رسالة صورة فيديو تسجيل رقم اسم عنوان سبب شرط
    محافظة معتمدية بلدية مدينة بلدة منطقة قارة جزيرة ميناء مطار محطة قطار دراجة عربة ناقلة مروحية
    زلزال إعصار عاصفة فيضان انزلاق ضربة صفعة طعنة جرعة لقاح عينة إصابة وفاة ولادة توأم حفيد
    تذكرة بطاقة ورقة صفحة فصل مادة بند فقرة جزء حلقة دورة جولة مرحلة خطوة ثغرة فرصة محاولة تمريرة
    بطولة كأس لقب ركلة هزيمة فوز تعادل شهادة وثيقة اتفاقية معاهدة قمة ندوة ورشة
"""
#: only in «ان»: with «ين» they would be the plural («العاملين»)
_DUALS_IN_AN: Final = """
    عامل مصاب لاعب متهم موقوف مهاجر مسافر مواطن عنصر متظاهر مسلح إرهابي مشتبه مدير رئيس مرشح حارس
    مدرب صحفي مسؤول ناشط مهندس أستاذ ممرض محام
"""


def _duals() -> dict[str, str]:
    """A dual («سنتين», «قتيلان») with its unit; the noun itself where it is no unit."""
    found: dict[str, str] = {}
    for nouns, endings in ((_DUALS_OF, ("ان", "ين")), (_DUALS_IN_AN, ("ان",))):
        for noun in nouns.split():
            key = normalise(noun)
            stem = key[:-1] + "ت" if noun.endswith("ة") else key
            for ending in endings:
                found[stem + ending] = UNITS.get(key, key)
    return found


DUALS: Final = _duals()
