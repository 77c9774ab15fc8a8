"""What an Arabic word may be without its ending: sound plurals, duals, pronouns, tanwin.

A light stemmer that errs towards keeping words apart: it gives the nouns that a written word
may be a form of, never a root, and leaves the nisba ي and the feminine ة alone («المغربي» is not
«المغرب», «كتابة» not «كتاب»). Broken plurals are other words. What stands before a word
(و ف ب ك ل ال) is `pipeline.arabic`'s.
"""

from __future__ import annotations

from functools import cache

from pipeline.arabic import fold_letters

#: none ends in another of them
_PRONOUNS = frozenset(("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ه", "ك"))
#: the last letters of whatever ends a word here
_LAST_LETTERS = frozenset("اتكمنهوي")
_DUAL_OF_TA = ("تان", "تين")
_FEWEST_LETTERS = 3
#: what a dual in ان may be taken off: most shorter words end so by nature (لبنان, طيران)
_FEWEST_BEFORE_AN = 4
#: short nouns whose dual or plural in ان is common in the news
_SHORT_BEFORE_AN = frozenset(
    """
    بلد شخص طفل طرف حزب جيش ملف شهر يوم هدف فريق نجم عقد قطب خصم شاب رجل عام جزء سبب وجه
    أمر رقم عرض قرن جبل باب شرط
    """.split()  # noqa: SIM905
)

#: plurals in ات whose noun is neither theirs without it nor with ة in its place
_OWN_PLURALS = {
    "سنوات": "سنة",
    "وفيات": "وفاة",
    "مباريات": "مباراة",
    "قنوات": "قناة",
    "فتيات": "فتاة",
    "أدوات": "أداة",
    "صلوات": "صلاة",
    "بنات": "بنت",
    "أخوات": "أخت",
    "أمهات": "أم",
    "مستويات": "مستوى",
    "مقتضيات": "مقتضى",
    "معطيات": "معطى",
    "محتويات": "محتوى",
    "مستشفيات": "مستشفى",
    "منتديات": "منتدى",
    "ملتقيات": "ملتقى",
}
#: What lost its ي to tanwin, or has a ا that is not written or heard.
_OWN_SINGULARS = {
    "قاض": "قاضي",
    "محام": "محامي",
    "ناد": "نادي",
    "أراض": "أراضي",
    "مبان": "مباني",
    "مساع": "مساعي",
    "ثمان": "ثماني",
    "ليال": "ليالي",
    "نواح": "نواحي",
    "مرأة": "امرأة",
    "مائة": "مئة",
}
#: «سورية» is the country too, but behind ال, where it is Syrian
_NAMES_WITHOUT_ARTICLE = {"سورية": "سوريا", "سوريه": "سوريا"}
#: People whose plural in ون ين is common before the noun it belongs to: «لاعبو المنتخب»,
#: «موظفي البنك». For other words such an ending is no number: «داخلي» is not of «داخل».
_OF_PEOPLE = frozenset(
    """
    لاعب ناشط باحث سائق عامل بائع صانع مهندس موظف ممثل معلم مدرب محلل مشجع مصور مؤيد منتج مؤلف
    مدون مرشح مخرج منظم مورد طالب محرر مدير مفتش مربي صحفي صحافي محامي نقابي سياسي رياضي
    """.split()  # noqa: SIM905
)
#: plurals in ات of masculine nouns that look as though they were of one in ة
_OF_MASCULINES = frozenset(
    """
    طلبات سندات ملفات منتجات مؤشرات مخططات مخدرات منتخبات مسلسلات معدلات متطلبات مكتسبات
    مستندات مصطلحات مشروبات ملصقات مركبات منشورات مجوهرات كيلومترات هكتارات فيديوهات
    مخزونات معسكرات مختبرات مطبوعات مشتقات مستلزمات مدخرات مقررات محصولات مفرقعات متفجرات
    مجمعات معتقدات مستجدات لترات ممتلكات مخيمات إطارات اطارات إيرادات غازات باصات
    مؤتمرات محركات مستودعات مسدسات مفترقات مبيتات مجتمعات معتقلات مسكنات منحدرات منتزهات
    منتجعات مقترحات محلات منخفضات مرتفعات مجلدات مصنفات مكيفات مستنقعات منجزات مكونات مكبرات
    محيطات حاجيات ثمانينات مفاعلات خلافات
    """.split()  # noqa: SIM905 - a list that people read and mend
)
#: plurals in ات of a noun in ة though the word without it is a noun too
_OF_FEMININES = frozenset(
    """
    كتابات جماعات عمارات زيادات عيادات نقابات غرامات معلومات مجموعات تقنيات تونسيات صناعات
    زراعات حراسات عبادات قراءات رياضات قناعات خلاصات سماعات
    """.split()  # noqa: SIM905
)

#: Words, as `plain` writes them, whose ending is their own though the rest is a word too:
#: «زيتون» is no plural of «زيت», nor «سليمان» a dual of «سليم», nor «كانون» one of «كان».
OWN_ENDINGS = frozenset(
    """
    زيتون كانون صابون قانون تلفزيون مليون بليون تريليون ليمون عشرون ثلاثون أربعون خمسون سبعون
    ثمانون تسعون عشرين ثلاثين أربعين خمسين سبعين ثمانين تسعين تمرين تكوين تأمين تدوين تعيين شاهين
    ياسين ملايين قوانين فلسطين الصين تشرين تموين تحسين تخزين تلقين تدخين تضمين بساتين براهين
    ميادين عناوين موازين سليمان السودان برلمان مهرجان أردوغان باكستان أفغانستان كردستان داغستان
    طاجيكستان أوزبكستان تركمانستان كازاخستان قيرغيزستان تحريك تفكيك تماسك تمسك شريك سلوك ملوك بنوك
    مبارك معارك اشتراك استهلاك إدراك شباك فيسبوك مالك مشارك مشترك يشارك تشارك انتهاك تعليمات مدنين
    قصرين بحرين مكنين صابرين سعيدان علما فضلا نظرا نقلا بدلا خلافا مثلا أصلا حالا كانا مهما بعدما
    مطالبا معبرا مستقبلي متوسطي الأمين مؤتمرون عليهما عليك عليكم عليهن لديهما إليهما إليكم إليك
    إليهن اليها اليهم اليهما اليك اليكم الينا وإليه وإليها وإليهم وإليكم اتجاه انتباه مياه وجوه
    مشبوه فقيه نزيه تنبيه توجيه ترفيه تشويه تنويه تشبيه مكروه تفاهم مساهم محاكم تراكم متراكم
    كورونا غانا فيينا هافانا بوتسوانا غويانا كاتالونيا سينا مينا دنيا حسنا لدينا علينا إلينا فينا
    عليها إليها عليه عليهم إليهم لديها لديه لديهم بينها بينهم بينهما منهما مثلها مثله حولها حوله
    عندها عنده غيرها غيره لأنه لأنها وفقا كذلك أولئك هناك ماذا لماذا أيضا هكذا مرحبا سينما دراما
    بنما كاميرا أوبرا إفريقيا فرنسا كندا كوبا فرحات عرفات حيات معدات شبابيك توجه نشرته عدنا ولديها
    ولديهم
    طالبان مسكين ماكرون آيفون أيفون ايفون كلينتون أمازون امازون جونسون بنتاغون بنتاجون هاملتون
    أوربان اوربان هولاندا هولندا غابون جابون كاميرون كامرون تليفزيون تلفيزيون تلفون تليفون
    بوتين هاريسون سيساهم ستساهم ماراثون ماراتون مارثون ماراطون أولمبيك اولمبيك أوليمبيك اوليمبيك
    شارون هارون قارون خلدون زيدون سعدون حمدون عبدون سحنون شمعون فرعون هرمون كربون مجنون أفلاطون
    """.split()  # noqa: SIM905
)


#: Particles that their letters make one with a noun: «إلى» with «آلي», «إليه» with «آلية»,
#: «على» with the name «علي», «فيه» with «فئة». Commoner by far than any noun, they are none.
_PARTICLES = {
    **dict.fromkeys(("إلى", "الى", "وإلى", "والى"), "إلى"),
    **dict.fromkeys(("إليه", "اليه"), "إليه"),
    "على": "على",
    "فيه": "فىه",  # no noun comes to these letters
}

#: Nouns with «his» behind them that are hardly ever a noun in ة, written with ه: «عمله» is his
#: work and no «عملة», «دوره» his part and no «دورة».
_HIS = frozenset(
    """
    دوره عمله نشره نقله ضربه قدره زوجه ابنه رئيسه وزيره مديره نائبه حاله كتابه طلبه ملكه أمه
    مكتبه موقعه منطقه منزله بلده وصفه شقيقه صديقه زميله والده عقده بطله شعبه حمله صوره شهره
    """.split()  # noqa: SIM905
)

#: Names that end in يا though the word without their alef is one too: «روسيا» is no «روسيًّا».
_NAMES_IN_YA = frozenset(
    """
    روسيا سوريا ليبيا ألمانيا المانيا إيطاليا ايطاليا تركيا إسبانيا اسبانيا أسبانيا بريطانيا
    أستراليا استراليا نيجيريا كوريا إندونيسيا اندونيسيا ماليزيا موريتانيا صربيا بلغاريا رومانيا
    نيجريا موريطانيا تانزانيا جامبيا كامبوديا مولدافيا
    جورجيا أرمينيا ارمينيا كولومبيا بوليفيا إثيوبيا اثيوبيا أثيوبيا كينيا زامبيا غامبيا تنزانيا
    ناميبيا ليبيريا سلوفينيا سلوفاكيا كرواتيا لاتفيا إستونيا ليتوانيا ألبانيا البانيا مقدونيا
    افريقيا أفريقيا غينيا كمبوديا منغوليا هنغاريا سيبيريا بافاريا سردينيا فالنسيا بريتوريا
    فيكتوريا مافيا ملاريا بكتيريا هستيريا
    أوكرانيا اوكرانيا تشيكيا بولونيا إريتريا آسيا كاليفورنيا كتالونيا يوغوسلافيا
    عليا منيا زكريا ماريا ثريا صوفيا تكنولوجيا بيولوجيا جيولوجيا أيديولوجيا إيديولوجيا استراتيجيا
    """.split()  # noqa: SIM905
)


def nouns(word: str, is_definite: bool = False) -> frozenset[str]:
    """The nouns that a word without proclitics may be a form of, itself among them.

    «قراراته» → قرار, قراره, قرارات, قراراته; «سيارتين» → سيارة. In normal form
    (`pipeline.arabic.normalise`), so ة is ه; but a particle that would be a noun in it is as
    written.

    Args:
        word: as `pipeline.arabic.plain` writes it, without proclitics.
        is_definite: ال stands before it, so that a ه behind it is a ة and no pronoun:
            «المدرسه» is of «مدرسة» and of no «مدرس».
    """
    if word in _PARTICLES:
        return frozenset((_PARTICLES[word],))
    if word in _HIS and not is_definite:
        return frozenset((fold_letters(word[:-1]),))
    if word in _NAMES_WITHOUT_ARTICLE and not is_definite:
        return frozenset((fold_letters(word), _NAMES_WITHOUT_ARTICLE[word]))
    last = word[-1:]
    if word in OWN_ENDINGS or (last not in _LAST_LETTERS and word not in _OWN_SINGULARS):
        return frozenset((fold_letters(word),))
    found = [word, *_own_singular(word)]
    if last in "تن":
        found += _without_number(word)
    if last in "ويا" and not is_definite:
        found += _before_a_noun(word)
    if last in "اهمنك":
        for bare in _without_pronoun(word, is_definite):
            found.append(bare)
            if bare not in OWN_ENDINGS:
                found += _without_number(bare)
    if last == "ا":
        found += _without_tanwin(word)
    if len(found) == 1:
        return frozenset((fold_letters(word),))
    return frozenset(fold_letters(" ".join(found)).split(" "))  # no word of a text holds a space


def begun_otherwise(noun: str) -> frozenset[str]:
    """Words that are of a noun by no rule, and may have endings: what they begin with.

    «سنوات» for «سنه», «مراه» for «امراه»: no rule leads from a noun to them. In normal form.
    """
    return _begun_otherwise().get(noun, frozenset())


@cache
def _begun_otherwise() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for known in (_OWN_PLURALS, _OWN_SINGULARS, _NAMES_WITHOUT_ARTICLE, _PARTICLES):
        for word, noun in known.items():
            found.setdefault(fold_letters(noun), set()).add(fold_letters(word))
    return {noun: frozenset(words) for noun, words in found.items()}


def _own_singular(word: str) -> list[str]:
    return [_OWN_SINGULARS[word]] if word in _OWN_SINGULARS else []


def _without_number(word: str) -> list[str]:
    """Behind a plural in ات ون ين or a dual in ان ين, the nouns it may be of."""
    if word in _OWN_PLURALS:
        return [_OWN_PLURALS[word]]
    base = word[:-2]
    if word.endswith("ات"):
        return _of_feminine_plural(word, base)
    if word.endswith(_DUAL_OF_TA) and len(word) > 4:
        # «سيارتين» of «سيارة»; «وقتين», «بيتان» of a noun that ends in ت
        return [word[:-3] + "ة", *([base] if len(base) == _FEWEST_LETTERS else [])]
    if len(base) < _FEWEST_LETTERS:
        return []
    if word.endswith(("ون", "ين")):
        # «محامون» is of «محامي», «مبدأين» of «مبدأ», «جزأين» of «جزء»
        return [base, *_own_singular(base), *([base[:-1] + "ء"] if base[-1] == "أ" else [])]
    if word.endswith("ان") and (len(base) >= _FEWEST_BEFORE_AN or base in _SHORT_BEFORE_AN):
        return [base]
    return []


def _of_feminine_plural(word: str, base: str) -> list[str]:
    """Nouns of action with a long vowel before the end, or in ت, are masculine; most others in ة.

    «انتخابات» is of «انتخاب», «تصريحات» of «تصريح», «توقعات» of «توقع»; «شركات» of «شركة»
    and of no «شرك», «عمليات» of «عملية» and of no «عملي».
    """
    if len(base) < 2:
        return []
    feminine = base + "ة"
    if word in _OF_FEMININES:
        return [feminine]
    if word in _OF_MASCULINES:
        return [base]
    if len(base) <= _FEWEST_LETTERS:
        return [feminine]  # «عادات», «دورات», «عملات»
    if len(base) == 4 and base[0] in "إا" and base[2] == "ا":
        return [feminine]  # «إصابات», «إشارات»: «أصاب», «أشار» are verbs
    of_two_sides = len(base) > 4 and base[0] == "م" and base[2] == "ا"  # «مفاوضات», «مناورات»
    of_action = not of_two_sides and (base[-2] in "او" or base[0] == "ت")
    return [base, feminine] if of_action else [feminine]


def _before_a_noun(word: str) -> list[str]:
    """What a plural or dual is of that lost its ن to the noun behind it: «مسؤولو», «مستثمري».

    In و of participles in م, for names end so as well («رونالدو», «ماركو»); in ي only where no
    nisba is likely: «مغربي» is not of «مغرب». «وزارتي» and «وزارتا» are of «وزارة».
    """
    base = word[:-1]
    if base in _OF_PEOPLE and word[-1] in "وي":
        return [base]
    if word.endswith("يي") and len(word) > 4:
        return [base]  # «صحفيي», «جزائريي»
    if word.endswith(("تي", "تا")) and len(word) > 4:
        return [word[:-2] + "ة"]
    if not base.startswith("م") or len(base) < 4 or base[-1] in "يا":
        return []
    if word.endswith("و"):
        return [base] if base[1] != "ا" else []
    if word.endswith("ي") and len(base) > 4:
        passive = len(base) == 5 and base[3] == "و"  # «مسؤولي»
        of_two_sides = len(base) == 5 and base[2] == "ا"  # «مواطني»
        return [base] if passive or of_two_sides or base.startswith(("مست", "مت")) else []
    return []


def _without_tanwin(word: str) -> list[str]:
    """«رئيسا», «جنديا»; not «قالوا», «دورها». «شيئا» is of «شيء»."""
    if not word.endswith("ا") or len(word) <= _FEWEST_LETTERS or word[-2] in "واه":
        return []
    if word in _NAMES_IN_YA:
        return []
    return [word[:-1], *([word[:-2] + "ء"] if word[-2] == "ئ" else [])]


def _without_pronoun(word: str, is_definite: bool) -> list[str]:
    """Behind a pronoun that ends it, the nouns a word may be."""
    for size in (1, 2, 3):
        pronoun = word[-size:]
        if pronoun in _PRONOUNS:
            break
    else:
        return []
    base = word[:-size]
    if len(base) < _FEWEST_LETTERS:
        return []
    if base.endswith("ت"):  # «مدينته» is of «مدينة», «صوته» of «صوت»
        return [base, base[:-1] + "ة"]
    if base[-1] in "ؤئ":  # «أعضاؤه», «أعضائه» of «أعضاء»; «مبدئه» of «مبدأ»; «شاطئه»
        short = len(base) == _FEWEST_LETTERS  # «ورائه» has nothing of «رأي»
        return [base[:-1] + "ء", *([] if short else [base, base[:-1] + "أ"])]
    if is_definite and (pronoun == "ه" or base.endswith("ا")):
        return []
    if base.endswith(("تا", "تي")) and len(base) > 4:  # «سيارتاه», «سيارتيه»
        return [base, base[:-2] + "ة"]
    if base.endswith("يا"):  # «قضاياه» is of «قضايا»
        return [base]
    if base.endswith("ا"):  # «مستواه» is of «مستوى», «وزيراه» of «وزيران»
        return [base[:-1] + "ى", *([base[:-1]] if len(base) > 4 else [])]
    if of := _before_a_noun(base):  # «لاعبوه», «مستشاريه»
        return [base, *of]
    long_enough = len(base) > 4 or (len(base) == 4 and pronoun in ("ها", "هم", "هما"))
    if base.endswith("ي") and long_enough and pronoun != "ه":
        # «موظفيها» is of «موظفين», «بلديهما» of «بلدين»; «مصريه» is «مصرية»
        return [base, base[:-1]]
    return [base]
