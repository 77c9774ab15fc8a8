"""The words by which the press names itself: agencies, outlets, desks, given names.

Data for `pipeline.press.credits` and `pipeline.press.citations`, in folded, lower-case form. A name
is here because it tells something that grammar cannot; it is no list of all that exist.
"""

from __future__ import annotations

from typing import Final

from pipeline.folding import fold
from pipeline.remembering import remembered
from pipeline.text import letters_of


@remembered(8_192)  # the same few words and names are asked for again and again
def key(text: str) -> str:
    """The form in which names are compared: folded letters and digits of either case, only."""
    return letters_of(fold(text)).lower()


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).lower().split())


def _names(text: str) -> frozenset[tuple[str, ...]]:
    """Names of one or more words, set apart by commas."""
    return frozenset(tuple(name.split()) for name in fold(text).lower().split(","))


#: news agencies whose name, alone or in a sentence, means nothing else
AGENCIES: Final = _names(
    """
    رويترز, فرانس برس, أسوشيتد برس, أسوشييتد برس, أسوشيتدبرس, أسوشييتدبرس, اسوشيتدبريس,
    يونايتد برس, شينخوا, سبوتنيك, ريا نوفوستي, نوفوستي, إنترفاكس, انترفاكس, بلومبرغ,
    بلومبيرغ, بلومبرج, الأناضول, أ ف ب, أف ب, أفب, د ب أ, أ ش أ, و أ ج, وأج, واج, و م ع,
    يو بي آي, إيتار تاس, كيودو, قدس برس, reuters, afp, agence france-presse,
    agence france presse, associated press, aps, sputnik, xinhua, bloomberg, anadolu,
    ria novosti, interfax, upi, dpa, ansa, belga, kyodo, tass, ap, the associated press,
    deutsche presse-agentur, agencia efe, agência lusa, europa press, the canadian press,
    canadian press, pa media, press association, keystone-sda, austria presse agentur, ritzau,
    agence tunis afrique presse, algérie presse service, maghreb arabe presse, anadolu agency,
    agence anadolu, anadolu ajansı, dha, iha, jiji press, yonhap, thomson reuters
    """
)
#: those whose name is another word too: believed where it stands alone, or after «وكالة»
AGENCIES_ALONE: Final = _names(
    """
    وات, وام, واس, كونا, قنا, بترا, سانا, وفا, إرنا, تسنيم, فارس, مهر, معا, صفا, سبأ, سونا,
    واع, بنا, تاس, آكي, إفي, أنسا, أ ب, ماب, إينا, map, tap, wam, spa, kuna, qna, mena,
    sana, wafa, irna, efe, aa, ats, pti, sda, apa, sid, kna, epd, ntb, aap, ians, lusa, cp
    """
)
#: unnamed ones
SOME_AGENCIES: Final = _words("وكالات agences agencies wires")
AGENCY: Final = _words("وكالة agence agency")
#: what makes an agency one of news
NEWS: Final = _words("أنباء الأنباء للأنباء الإخبارية إخبارية برس نيوز press presse news")

#: outlets known by a name that cannot be told from other words by its form
OUTLETS: Final = _names(
    """
    بي بي سي, البي بي سي, سي إن إن, سي ان ان, سي إن بي سي, سي بي إس, إن بي سي, إيه بي سي,
    آي تي في, سكاي نيوز, سكاي نيوز عربية, سكاي سبورت, فوكس نيوز, يورونيوز, دويتشه فيله,
    فرانس 24, فرانس إنفو, روسيا اليوم, آر تي, تي آر تي, تي في 5 موند, الجزيرة نت, العربية نت,
    الجزيرة مباشر, نيويورك تايمز, واشنطن بوست, وول ستريت جورنال, فايننشال تايمز,
    لوس أنجلوس تايمز, التايمز, ذا تايمز, الغارديان, غارديان, الجارديان, الإندبندنت, إندبندنت,
    التلغراف, ديلي تلغراف, ديلي ميل, الديلي ميل, ديلي ميرور, ذا صن, الإيكونوميست, إيكونوميست,
    يو إس إيه توداي, نيوزويك, فوربس, بوليتيكو, أكسيوس, بيزنس إنسايدر, فورين بوليسي,
    فورين أفيرز, ميدل إيست آي, ميدل إيست مونيتور, ناشيونال إنترست, لوموند, لو موند, لوفيغارو,
    لو فيغارو, ليبراسيون, لوباريزيان, لو باريزيان, لوبوان, ليكيب, ميديابارت, جون أفريك,
    إل باييس, الباييس, إل موندو, إل كونفيدنسيال, موندو ديبورتيفو, كورييري ديلا سيرا,
    لا ريبوبليكا, دير شبيغل, شبيغل, دي فيلت, هآرتس, معاريف, يديعوت أحرونوت, يديعوت أحرنوت,
    إسرائيل هيوم, يسرائيل هيوم, جيروزاليم بوست, تايمز أوف إسرائيل, كان العبرية, القدس العربي,
    الشرق الأوسط, العربي الجديد, رأي اليوم, الخليج الجديد, عربي21, عربي بوست, الأهرام,
    اليوم السابع, المصري اليوم, الشروق أونلاين, النهار أونلاين, هسبريس, المساء المغربية,
    يني شفق, بزنس إنسايدر, هافينغتون بوست, هافنغتون بوست, ذي إنترسبت, تاغس شبيغل,
    غلوبال تايمز, le monde, le figaro, libération, le parisien, le point, l express,
    l humanité, l obs, l équipe, le monde diplomatique, mediapart, les échos, la croix,
    jeune afrique, france 24, france info, el watan, el khabar, el moudjahid,
    le soir d algérie, soir d algérie, rfi, tv5 monde, bfmtv, bfm tv, rtl, europe 1, el país,
    el pais, el mundo, el confidencial, marca, la vanguardia, der spiegel, die welt, die zeit,
    la repubblica, corriere della sera, haaretz, maariv, yedioth ahronoth, bbc, bbc news,
    cnn, cbs, nbc, abc news, fox news, sky news, al jazeera, al arabiya, euronews, politico,
    axios, guardian, the guardian, economist, the economist, the times, the independent,
    the sun, vox, business insider, financial times, middle east eye, foreign policy,
    newsweek, npr, times of israel, the times of israel, times of india, the times of india
    """
)
#: a name that has one of these is an outlet's
OUTLET_MARKS: Final = _words(
    """
    تايمز بوست نيوز جورنال إنسايدر تريبيون تلغراف غارديان أونلاين اونلاين تيفي بريس برس ميديا
    times post news journal insider tribune telegraph herald gazette press daily tv fm
    magazine observer chronicle courier broadcasting television newspaper
    """
)
#: what may follow the first word of an outlet's name, beside the marks
OUTLET_TAILS: Final = OUTLET_MARKS | _words(
    "نت سبورت بلس مباشر أف إف آف تي سي ميل ستار صن توداي ديلي كوم"
)
#: words for an outlet in a byline, and what marks a piece as the outlet's own
OUTLET_WORDS: Final = OUTLET_MARKS | _words(
    """
    جريدة صحيفة موقع يومية أسبوعية مجلة قناة إذاعة تلفزيون شبكة بوابة منصة نت راديو الجديد
    أخبار الأخبار الإخباري الإخبارية الإلكتروني الإلكترونية صدى صوت منبر نداء مصدر المصدر
    نقلا منقول journal site web radio online weekly group média media business copyright
    source com net org إخباري إخبارية تحليل مقال رأي افتتاحية كلمة
    """
)
#: a piece nobody signs: desks, and what stands for one
DESKS: Final = _words(
    """
    القسم قسم هيئة التحرير تحرير المحرر محرر محررة أسرة غرفة فريق مكتب خلية إدارة الإدارة
    مركز المشرف مشرف متابعات متابعة رصد خاص خاصة حصري وحدة rédaction desk staff newsroom
    service editor editors editorial team équipe bureau admin administrator webmaster
    superuser super
    """
)
#: a desk in one word
DESKS_ALONE: Final = _words("التحرير متابعات خاص admin administrator webmaster superuser editor")
#: a word that only a desk's name has
LATIN_DESKS: Final = _words("rédaction redaktion newsroom staff desk")
#: a desk in several words begins with one of the first set and has one of the second
DESK_HEADS: Final = _words("القسم قسم هيئة أسرة غرفة فريق مكتب المحرر محرر ق")
DESK_TAILS: Final = _words(
    """
    التحرير تحرير الأخبار أخبار الرياضي الرياضة الدولي الوطني المحلي السياسي الاقتصادي
    الاقتصاد الثقافي الثقافة الاجتماعي المجتمع الديني التقني العلمي الفني الفن الخارجي
    الإلكتروني المنوعات الترجمة التحقيقات الدراسات العربي العالمي العام الشؤون الدولية
    العربية المحلية السياسية الاقتصادية الثقافية الوطنية الرياضية المراسلين
    """
)

_AUTHOR_LABELS: Final = _words(
    """
    بقلم بواسطة كتبت أعدها أعده أعدته أعدتها حاوره حاورته حاورها حاورتها par by
    written propos recueillis
    """
)
_PERHAPS_LABELS: Final = _words(
    "كتب كتبها كتبه كتبته إعداد وتقديم وتحرير تقديم مراسل مراسلة مراسلنا مراسلتنا"
)
_KIND_LABELS: Final = _words("تقرير حوار تغطية تحقيق روبورتاج ربورتاج استطلاع")
_OTHER_LABELS: Final = _words("تصوير عدسة صورة صور الصورة ترجمة رسم مونتاج photo photos")
#: before a name: that of the author, perhaps (surely before a colon: «كتب:» is no book), of
#: somebody else such as the photographer; or the kind of piece, which says nothing of the name
LABELS: Final = {
    **dict.fromkeys(_AUTHOR_LABELS, "author"),
    **dict.fromkeys(_PERHAPS_LABELS, "perhaps"),
    **dict.fromkeys(_KIND_LABELS, "kind"),
    **dict.fromkeys(_OTHER_LABELS, "other"),
}
#: before a name and no part of it
TITLES: Final = _words(
    """
    د أ الدكتور الدكتورة دكتور دكتورة الأستاذ الأستاذة أستاذ الكاتب الكاتبة كاتب كاتبة الصحفي
    الصحفية صحفي صحفية الصحافي الصحافية صحافي صحافية الإعلامي الإعلامية المحامي المحامية
    البروفيسور الباحث الباحثة باحث باحثة المحلل الخبير مبعوث موفد مبعوثنا موفدنا dr mr mrs ms
    prof m mme
    """
)
#: no word of a name: it would be another trade, a place or a sentence
NOT_IN_NAMES: Final = _words(
    """
    في من إلى عن مع بعد قبل بين حول ضد عند منذ حتى عبر لدى تحت فوق دون أن إن أنه بأن لأن هذا
    هذه ذلك تلك التي الذي الذين هو هي هم نحن لا ما لم لن قد كان كانت ليس كل بعض أي غير ثم أو
    أم بل لكن كيف لماذا متى أين هل ماذا نعم رئيس مدير عام وزير نائب الوزير الرئيس المدير كأس
    دوري أمم أول ظبي the of in on at to for from with and or is are et ou des dans sur pour
    avec sans est correspondent reporter writer journalist journaliste envoyé envoyée spécial
    correspondant correspondante political sports chief senior breaking live update opinion
    """
)
#: first words of places that would pass for names: رام الله, تل أبيب
PLACE_HEADS: Final = _words(
    """
    رام تل سيدي برج عين تيزي سوق حاسي وادي واد بئر بيت سان سانت نيو لوس كوالا دار جنوب شمال
    شرق غرب كوت أم الولايات المملكة new los san saint north south east west united
    """
)

#: given names that hardly stand for anything else at the head of two to four words
GIVEN_NAMES: Final = _words(
    """
    أحمد محمد امحمد محند علي حسن حسين الحسن الحسين عمر عثمان خالد يوسف إبراهيم إسماعيل موسى
    عيسى سليمان داود يعقوب إسحاق زكريا يحيى مصطفى محمود حمزة طارق زياد سامي سمير منير نبيل
    رابح مراد فؤاد رشيد حميد مجيد وليد ياسين ياسر يونس إدريس إلياس أيوب بلال بشير توفيق جعفر
    حاتم حبيب حسام حكيم حليم حمدي حمدان رامي رمزي رضوان زهير سفيان سليم شريف شكري شوقي
    صابر طاهر طه عاطف عامر عباس عدنان عزيز عصام عماد عمار عمرو غسان فاروق فتحي فوزي فيصل كريم
    لخضر لطفي لعيد ماهر مجدي محفوظ محسن مختار معمر منصف منصور مهدي ميلود ناصر نزار نسيم نعيم
    هاشم هاني هشام هيثم وائل وسيم يزيد يسري عبدو عبده حسني الطاهر الطيب الهادي السعيد البشير
    الأخضر المختار الصادق المنصف الحبيب العيد المهدي الشاذلي الزبير الصديق المنجي الناصر
    العربي الميلود بوعلام بومدين بوجمعة قدور جيلالي الجيلالي معاذ فاطمة خديجة عائشة مريم زينب
    سعاد سعيدة سميرة سهام سهيلة سلمى سارة سناء سمية سامية سلوى سميحة ليلى لمياء لينا ليندة
    لطيفة مليكة منال منى ميساء نادية نجيبة نجية نعيمة نسرين نسيمة نورة نوال نهلة هاجر هند
    هناء وهيبة ياسمين يسرى يمينة رانيا رشيدة رقية ريم ريما زهية زهور زكية شهرزاد شيماء صفية
    صوفيا عزيزة عفاف غادة فايزة فاتن فتيحة فضيلة فوزية كوثر كنزة كهينة حورية حسيبة حليمة
    حميدة جميلة جهيدة بهية باية أمينة آسيا آسية إلهام إيناس دليلة راضية رزيقة روزة رتيبة
    جويدة تسعديت أنيسة عبلة علجية mohamed mohammed muhammad ahmed ali hassan hussein omar
    karim samir rachid nabil youssef yacine mustapha mourad kamel khaled salim farid amine
    sofiane fatima nadia samia leila amina yasmine jean pierre michel françois philippe
    nicolas laurent julien thomas antoine claude jacques louis marie anne sophie claire
    isabelle nathalie catherine camille julie john james david michael peter paul robert
    william richard mark andrew daniel matthew sarah mary jane emma anna laura elizabeth
    """
)
#: first halves of Arabic names of two words
NAME_LINKS: Final = _words("بن ابن بنت آيت ولد عبد أبو")
#: small words inside Latin names
NAME_PARTICLES: Final = _words("de du d ben bin el al la le van von der ould ait abu")

#: what «موقع» introduces, in quotes or not, when no outlet is meant
PLATFORMS: Final = _words(
    """
    فيسبوك فايسبوك الفيسبوك الفايسبوك تويتر توتير إكس إنستغرام انستغرام أنستغرام يوتيوب
    اليوتيوب يوتوب تيك تلغرام تليغرام واتساب ويكيبيديا غوغل جوجل أمازون سناب لينكد إيباي ياهو
    الإنتربول الانتربول رقم facebook twitter instagram youtube tiktok telegram whatsapp
    wikipedia google amazon linkedin
    """
)
#: what follows a noun such as «موقع» or «وكالة» when no outlet is meant
NOT_OUTLETS: Final = PLATFORMS | _words(
    """
    التواصل  للتواصل الاجتماعي الحادث الحادثة الجريمة الانفجار التفجير الهجوم القصف
    الاصطدام المعركة العمل العملية البناء الحدث التصوير الواقعة الحريق السقوط الكعبة السويس
    بنما الفضاء ناسا الطاقة الأمن الأمنية الاستخبارات المخابرات غوث الغوث التصنيف موديز فيتش
    ستاندرد الأدوية الحدود التنمية التشغيل السفر الأسفار العقارية حماية دعم إعادة تهريب
    إجرامية إرهابية تجسس دولية محلية الإنترنت الانترنت الأنترنت الانترنات الأنترنات الكهرباء
    الطرق الطرقات المياه الاتصالات السكك الهاتف النقل التوزيع الاتجار المخدرات الإجراءات
    الأحوال الشغل الجماعات الاستثمار المحروقات الضريبة الحقوق الالتزامات العقوبات المرافعات
    الجباية الديوانة التأمين الأوسمة الحريات الوزارة وزارة الجامعة جامعة الاتحاد النادي
    الفيفا الرئاسة رئاسة الحكومة حكومة البنك بنك الشركة شركة الهيئة هيئة المنظمة منظمة
    المؤسسة مؤسسة البرلمان مجلس المجلس حركة الحركة حزب الحزب نادي البلدية بلدية الولاية ولاية
    المصنع المدرسة الشرطة الجيش اليونسكو الأمم القيادة السفارة القنصلية معهد المعهد مركز
    المركز متحف قاعدة أثري استراتيجي سياحي جغرافي جديد قديم آخر أخر إلكتروني الكتروني إخباري
    رسمي محلي متخصص مختص خاص شهير معروف مستقل تابع مقرب عالمي دولي عربي عبري إسرائيلي إيراني
    أمريكي أميركي فرنسي بريطاني روسي تركي مغربي جزائري تونسي ليبي مصري سعودي لبناني ألماني
    إسباني إيطالي صيني رياضي اقتصادي موال الواب واب بورصة الغابات واجبات واحد واحدة ما
    التيليفون التلفزة والتلفزيون الحكومي الموضوع الذاكرة البحر العام الخاصة nasa natura moody
    moody's fitch british american french german israeli russian chinese italian spanish
    turkish egyptian algerian moroccan tunisian saudi qatari iranian emirati lebanese
    """
)
#: common first words of outlets' names that take a definite second one: «صوت الأحرار»
TAKES_DEFINITE: Final = _words("صوت صدى أخبار دار نداء منبر رأي شبكة عين بوابة روسيا كان أنباء")

#: words that belong to a name only after the one before them: «تي في», «أف أم», «روسيا اليوم»
OUTLET_PAIRS: Final = _names(
    """
    تي في, أف أم, إف إم, آف آم, آم أف, روسيا اليوم, المصري اليوم, العراق اليوم, المغرب اليوم,
    الأردن اليوم, تونس اليوم, رأي اليوم, أخبار اليوم, فلسطين اليوم, الخليج اليوم
    """
)

#: stems of the verbs that attribute, masculine: past, and present without its first letter
_PAST: Final = """
    ذكر نقل نشر أورد أكد أعلن كشف قال أفاد كتب أشار أوضح أضاف بث تحدث زعم ادعى رجح اعتبر رأى خلص
    تداول نسب لفت نوه تناول أبرز عنون سلط رصد وصف حذر توقع أعاد استعرض علق حلل خصص نفى صرح وثق
    تساءل أذاع عرض انتقد
    """
_PRESENT: Final = """
    ذكر نقل نشر ورد ؤكد علن كشف قول فيد كتب شير وضح ضيف بث تحدث زعم دعي رجح رى خلص تداول نسب لفت
    نوه تناول برز رصد صف حذر توقع عيد ستعرض علق حلل صرح عرض نتقد
    """
#: what says that the outlet before or after it is where something was said: verbs …
VERBS: Final = (
    _words(_PAST)
    | _words(" ".join(f"{stem}ت" for stem in _PAST.split()))
    | _words(" ".join(f"ي{stem} ت{stem}" for stem in _PRESENT.split()))
    | _words(
        """
        رأت ادعت نفت
        rapporte rapporté rapportent indique indiqué indiquent écrit révèle révélé affirme
        affirmé annonce annoncé précise précisé souligne souligné cite cité citant relaie relayé
        publie publié déclaré confié dévoile dévoilé explique expliqué ajoute said says report
        reported reports told wrote writes revealed reveals citing cited cites published
        announced quoted quoting saying claimed
        """
    )
)
#: … and nouns and prepositions
SOURCES: Final = _words(
    """
    بحسب حسب وفق وفقا طبقا استنادا نقلا تقرير تقارير مقال مقالا تحقيق تحقيقا تصريح تصريحات
    مقابلة حوار حديث لقاء مداخلة قوله قولها تصريحه تصريحها حسبما نبأ selon après according
    entretien interview interviewé
    """
)
#: words that may stand between what attributes and the outlet
TRANSPARENT: Final = _words(
    """
    على في من عن ل إلى عبر مع به له لها اليوم أمس الليلة ما خاص خاصة حصري صادر صدر قبل
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد الرسمي الرسمية الإلكتروني
    الإلكترونية إلكتروني إخباري الإخباري الإخبارية to by the a an à au aux le la les l d de
    du que par has had dans sur un une on in of with lundi mardi mercredi jeudi
    vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
    """
)
THAT: Final = _words(
    "أن إن أنه إنه أنها إنها بأن بأنه بأنها فإن فإنه فإنها فقد قوله قولها that que"
)
#: ends a name that no punctuation ends
STOPS: Final = (
    THAT
    | SOURCES
    | NOT_IN_NAMES
    | _words(
        """
        على اليوم أمس غدا صباح مساء يوم الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت
        الأحد الماضي الماضية الجاري أول حين عندما كما حيث بينما فيما إذ إذا بشأن بخصوص خلال أثناء
        الشهير الشهيرة المعروف المعروفة الخاص المستقل المستقلة المتخصص المتخصصة الموالي الموالية
        لدى الصادر الصادرة الصادرين الناطقة الناطق التابعة التابع المملوكة المقربة المقرب ذاتها
        نفسها ذاته نفسه المذكورة المذكور تقريرا خبرا خبر تفاصيل صورا صور صورة فيديو مقطع نص قائمة
        بيان بيانا رسالة وثائق وثيقة معلومات معطيات أسماء نتائج تصريحات مراسل مراسلة مراسلها مصور
        مذيع تغريدة قد سوف لقد لكنها أنباء عناوين عنوان بعنوان سلسلة مسلسل برنامج حلقة لقطات
        مشاهد مصادر
        """
    )
)

ARABIC_OUTLET_NOUNS: Final = _words(
    "موقع صحيفة صحيفتا صحيفتي قناة قناتا قناتي وكالة مجلة إذاعة جريدة شبكة راديو يومية أسبوعية"
)
#: of these, the ones that need more: a network or a review may be of anything
VAGUE_NOUNS: Final = _words("شبكة يومية أسبوعية")
#: of these, the masculine ones, whose adjectives are masculine
MASCULINE_NOUNS: Final = _words("موقع راديو")
LATIN_OUTLET_NOUNS: Final = _words(
    """
    journal quotidien hebdomadaire site magazine agence chaîne radio revue newspaper agency
    website channel outlet broadcaster network daily weekly tabloid
    """
)

#: every name that may stand without a noun; then the first words, and the length of the longest
KNOWN: Final = AGENCIES | OUTLETS
HEADS: Final = frozenset(name[0] for name in KNOWN | AGENCIES_ALONE)
LONGEST: Final = max(map(len, KNOWN | AGENCIES_ALONE))
#: the names of agencies in the form that `key` makes, wherever they are believed
AGENCY_KEYS: Final = frozenset(key("".join(name)) for name in AGENCIES)
