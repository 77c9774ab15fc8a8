"""How texts and digests stand in the database: small, and never looked into by SQL.

    Packed   JSON, compressed by zlib that knows the words of news beforehand
    Digest   `v1:` or `sha256:` and hexadecimal digits, as bytes

An article is too short for a compressor to learn its language: with the small words, the words of
news and the names that its JSON is made of, it takes a quarter less. The words are part of the
format, and must never change under one number; more or better ones would be another.
"""

from __future__ import annotations

import json
import zlib
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

#: the first byte of what is packed: which words are known
_WORDS_1: Final = b"\x01"
#: characters of JSON that is likely to come again
_SHORT: Final = 200
#: those that come last are the cheapest to name
_KNOWN: Final = {
    _WORDS_1: """
according government president minister company million people police that have with this from
selon gouvernement président ministre millions personnes après depuis pendant contre plusieurs
entre cette ainsi également leurs d'une qu'il dans les pour des que par sur est aux avec ont été
the of to in and for on said was were which has been their will at by as is
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر جانفي فيفري أفريل
ماي جوان جويلية أوت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت صباح مساء أمس
تونس الجزائر المغرب ليبيا مصر السودان فلسطين غزة إسرائيل لبنان سوريا العراق الأردن السعودية
الإمارات قطر الكويت اليمن إيران تركيا فرنسا روسيا أوكرانيا أمريكا الولايات المتحدة الأمريكية
الصين أوروبا الاتحاد الأوروبي الأوروبية الإسرائيلي الإسرائيلية الفلسطيني الفلسطينية التونسي
التونسية الجزائري الجزائرية المغربي المغربية المصري المصرية السوري الليبي الفرنسي الأمريكي
الروسي العالمية الدولية الدولي العربية العربي الإفريقية الوطنية الوطني المحلية الجهوية العامة
العام العمومية الرسمية الرسمي السياسية السياسي الاقتصادية الاقتصادي الاجتماعية الاجتماعي
الثقافية الرياضية العسكرية الأمنية القضائية الصحية التعليمية المالية التجارية الصناعية الفلاحية
الجديدة الجديد الكبرى الأولى الأول الثانية الثاني الثالثة الماضي الماضية المقبل المقبلة الحالي
الحالية الجاري الخاصة الخاص مختلف عديد العديد المزيد مجموعة قطاع مجال إطار مستوى عملية برنامج
مشروع مشاريع خدمات قرار قانون اتفاق اجتماع مؤتمر تصريح بيان بلاغ تقرير حملة أزمة حرب هجوم حادث
حريق وفاة إصابة قتلى جرحى ضحايا مصالح قوات الجيش الشرطة الأمن الحماية المدنية المستشفى المحكمة
النيابة التحقيق القضية السجن القبض الحكومة البرلمان مجلس النواب لجنة وزارة وزير وزيرة الوزراء
الوزير رئيس رئيسة الرئيس مدير المدير كاتب والي الوالي نائب عضو أعضاء ممثل ممثلي خبراء مواطنين
المواطنين الشعب الدولة البلاد المدينة الولاية ولاية بلدية البلدية معتمدية مدينة منطقة المنطقة
الجهة شارع مدرسة المدرسة الجامعة جامعة التربية التعليم الصحة النقل الفلاحة التجارة الصناعة
الطاقة المياه الكهرباء السياحة الثقافة الشباب الرياضة كرة القدم المنتخب الفريق فريق النادي مباراة
المباراة البطولة بطولة كأس الدوري اللاعب المدرب نقطة هدف أهداف ملعب السوق الأسعار أسعار سعر البنك
المركزي مليون مليار ألف دينار دولار يورو بالمائة المائة نسبة عدد قيمة كمية إنتاج ارتفاع تراجع
انخفاض زيادة استثمار شركة الشركة مؤسسة المؤسسات منظمة جمعية النقابة الاتحاد حزب حركة الحركة
انتخابات الانتخابات ساعة دقيقة يوم أيام أسبوع شهر أشهر سنة سنوات عام أعوام اليوم الآن الليلة
شخص أشخاص شخصا طفل أطفال امرأة نساء رجل عائلة السيارة سيارة حافلة قطار طائرة مطار ميناء الحدود
وأوضح وأكد وأضاف وأشار وقال وأفاد وذكر واعتبر ودعا وشدد وبين وتابع ولفت وكشف وأعلن أكد أكدت أعلن
أعلنت قال قالت أفاد أفادت أوضح أضاف أشار إشراف مشيرا مؤكدا مضيفا موضحا مبينا داعيا معتبرا قائلا
وذلك كما حيث وفق حسب بحسب وفقا خاصة بعد قبل منذ حتى خلال عبر بين ضمن حول نحو أكثر أقل غير مع عن
إلى على في من أن إن التي الذي الذين هذا هذه ذلك تلك كان كانت يكون تكون سيتم يتم تم قد لم لن لا ما
هو هي وهو وهي أو ثم كل بعض أي جميع نفس عدة عدد من إلى أن، على أن، من أجل من خلال من قبل بعد أن في
إطار على مستوى في ما فيما إضافة إلى بالإضافة إلى بما في ذلك إلى جانب من جهة أخرى من جانبه وكالة
الأنباء وكالات (وات) (رويترز) (أ ف ب) وأضاف أن وأكد أن وأوضح أن وأشار إلى أن وقال إن وقالت إن
{"title":"preset","body":"preset","structure":"preset","publisher_id":"preset","canonical_url":
"preset","section":"preset","hits":"preset","tags":"preset","image":"preset","byline":"preset",
"credited_source":"preset","agencies":"preset","published":"preset","modified":"preset"}
"json-ld" "meta" "microdata" "heuristic" "text" "text","subhead","text","item","item","quote"
[{"op":"replace","before":"","after":"","field":"title","paragraph":null},{"op":
"insert","before":"","after":"","field":"body","paragraph":1},{"op":"delete","before":"
[{"kind":"figures","paragraph":0,"before":"},{"kind":"addition","paragraph":2,"before":"","after":"
["text","text","text","text","text","text","text","text","text"] ال" وال" بال" لل، و. و."," ""]
""",
}


#: made once: to make one takes longer than to write a list of six words
_plain: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Packed(TypeDecorator[Any]):
    """Lists and objects of JSON, compressed; None is no value, and bytes were packed before."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return value if value is None or isinstance(value, bytes) else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else unpack(value)


class Digest(TypeDecorator[str]):
    """A digest behind the name of what made it, a colon between them.

    Raises:
        ValueError: on binding what is none.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else digest_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        name, _, digits = bytes(value).partition(b":")
        return f"{name.decode()}:{digits.hex()}"


def pack(value: Any) -> bytes:
    """JSON, compressed."""
    plain = _plain(value)
    return _packed_again(plain) if len(plain) <= _SHORT else _packed(plain)


def _packed(plain: str) -> bytes:
    # level 6 takes two thirds longer, for two to five hundredths of the bytes
    stream = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=known_words(_WORDS_1))
    # half a surrogate pair is no UTF-8, and may stand in what a page says
    return _WORDS_1 + stream.compress(plain.encode("utf-8", "surrogatepass")) + stream.flush()


#: «{}», and the kinds of six paragraphs: the same for thousands of versions
_packed_again = lru_cache(maxsize=1 << 10)(_packed)


def unpack(packed: bytes) -> Any:
    """What was packed.

    Raises:
        ValueError: it was not packed by this or an older Marsad, or is damaged.
    """
    number = bytes(packed[:1])
    if number not in _KNOWN:
        raise ValueError("it was packed by a newer Marsad, or is damaged")
    stream = zlib.decompressobj(-zlib.MAX_WBITS, zdict=known_words(number))
    try:
        plain = stream.decompress(packed[1:]) + stream.flush()
    except zlib.error as error:
        raise ValueError(f"it is damaged: {error}") from error
    return json.loads(plain.decode("utf-8", "surrogatepass"))


def digest_bytes(written: str) -> bytes:
    """The name and the bytes of a digest.

    Raises:
        ValueError: it is none.
    """
    name, colon, digits = written.partition(":")
    if not colon or digits != digits.lower():
        raise ValueError(f"no digest: {written[:80]!r}")
    return name.encode() + b":" + bytes.fromhex(digits)


@cache
def known_words(number: bytes) -> bytes:
    """What zlib knows beforehand of what begins with this byte; never to be changed."""
    return _KNOWN[number].encode()
