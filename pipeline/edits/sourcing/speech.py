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
    أردف أردفت مردفا استطرد استطردت مستطردا استدرك استدركت مستدركا نوه نوهت ينوه منوها نبه نبهت
    ينبه منبها أقر أقرت يقر تقر مقرا اعترف اعترفت يعترف تعترف معترفا ندد نددت ينددون منددا منددة
    استنكر استنكرت مستنكرا رجح رجحت يرجح ترجح مرجحا جزم جزمت جازما ناشد ناشدت مناشدا أبلغ أبلغت
    أعلم أعلمت أخبر أخبرت أعرب أعربت معربا عبرت ألمح ألمحت ملمحا غرد غردت تحدث تحدثت متحدثا خلص
    خلصت استنتج استنتجت هدد هددت مهددا شرح شرحت شارحا جدد جددت
    توعد توعدت متوعدا برر بررت مبررا عقبت معقبا أجاب أجابت مجيبا
    اقترح اقترحت مقترحا انتقد انتقدت منتقدا استغرب استغربت مستغربا رحب رحبت مرحبا أشاد أشادت مشيدا
    أثنى أثنت مثنيا تمنى تمنت متمنيا اشتكى اشتكت مشتكيا طمأن طمأنت مطمئنا استبعد استبعدت يستبعد
    تستبعد مستبعدا مستبعدة أنكر أنكرت ينكر تنكر منكرا فند فندت مفندا لاحظ لاحظت ملاحظا أوصى أوصت
    أقسم أقسمت نصح نصحت ناصحا اتهمت صرحوا أعلنوا أوضحوا أضافوا أشاروا أفادوا ذكروا كشفوا شددوا
    طالبوا نفوا اعتبروا حذروا يؤكدون يطالبون يعتبرون تحكي يحكي يروي تروي حكى حكت
    أجمع أجمعت أجمعوا أصر أصرت أصروا كرر كررت مكررا عزا عزت
    استرسل استرسلت مسترسلا شكك شككت مشككا روج روجت
    قائلين يضيفون مضيفين مؤكدين تصرح يصرحون مصرحة مصرحين يعلنون معلنين يوضحون موضحين يشيرون مشيرين
    يفيدون تذكر يذكرون كاشفة كاشفين يشدد تشدد يشددون مشددين بينوا يبين تبين مبينة مبينين يلفت تلفت
    لافتين يعتبر تعتبر معتبرين يرى ترى يرون رأوا زعموا يزعم تزعم يزعمون زاعما زاعمة يدعي تدعي
    ادعت ادعوا يحذر تحذر يحذرون محذرين نقلوا ينقل تنقل ينقلون رووا يروون توقعوا يتوقع تتوقع يتوقعون
    متوقعين اعترفوا يعترفون رجحوا يرجحون مرجحين لاحظوا يلاحظ تلاحظ يلاحظون أبرز أبرزت أبرزوا يبرز
    تبرز مبرزا مبرزة أورد أوردت أوردوا يورد تورد اعتقد اعتقدت اعتقدوا يعتقد تعتقد يعتقدون معتقدا
    يقدر تقدر أقروا يقرون أوصوا يوصي توصي يطالب تطالب مطالبين أخبروا أبلغوا أعلموا استعرض
    استعرضت مستعرضا ثمن ثمنت مثمنا عبر عبروا يعبر تعبر معبرا معبرة نددوا يندد تندد استنكروا يستنكر
    تستنكر أعربوا يعرب تعرب جزموا يجزم تجزم يدعو تدعو نوهوا أدان أدانت أدانوا استبعدوا يستبعدون
    أنكروا يتعهد تتعهد تعهدوا هددوا يهدد تهدد ألمحوا يلمح تلمح تساءلوا يتساءل أجابوا يجيب تجيب
    علقوا يعلق تعلق شرحوا يشرح تشرح فسر فسرت يفسر تفسر مفسرا وصفوا يصف تصف
    dit dire disent déclaré déclare affirmé affirme ajouté ajoute indiqué indique précisé précise
    souligné souligne annoncé annonce expliqué explique estimé estime promis promet assuré assure
    écrit confié lancé rappelé dénoncé
    disait disaient déclarait affirmait affirment ajoutait indiquent expliquait expliquent estiment
    estimait martelé martèle répondu répond rétorqué rétorque reconnu reconnaît reconnaissait admis
    admet prévenu prévient averti avertit insisté insiste soutenu soutient raconté raconte racontent
    témoigné témoigne réagi réagit regretté regrette déploré déplore conclu conclut jugé juge
    jugeait considéré considère poursuivi poursuit répété répète constaté constate relevé relève
    noté note observé observe plaidé plaide tonné ironisé ironise tweeté rappelle dénonce confie
    lance confirmé confirme résumé résume rapporté rapporte révélé révèle salué salue argumenté
    argumente glissé glisse soufflé souffle accusé accuse réclamé réclame prétendu prétend nié nie
    said say says told tells added adds stated states announced wrote writes explained warned
    claimed insisted declared replied promised
    adding saying telling stating argued argues acknowledged acknowledges admitted admits noted
    notes
    confirmed confirms tweeted posted urged urges recalled recalls concluded concludes testified
    pledged vowed vows stressed stresses reiterated commented comments observed joked continued
    continues insists explains warns claims alleged alleges asserted asserts emphasised emphasized
    remarked responded reported reports revealed reveals suggested suggests complained complains
    denied denies conceded concedes disclosed predicted predicts recounted quipped cautioned
    announces declares believes estimates estimated understands learned learns learnt
    rapportent annoncent assurent déclarent précisent soulignent confirment révèlent dénoncent
    notent rappellent promettent reconnaissent admettent jugent regrettent ajoutent racontait
    savoir croit croient espère espèrent craint craignent redoute redoutent avertissent préviennent
    warn warning think thinks believe expect expects fear fears hope hopes argue claim suggest
    appris apprend signale signalé martelle concède concédé détaille détaillé promettait assurait
    """
)


#: what leads into the thing said
THAT: Final = keys("أن إن أنه إنه أنها إنها بأن بأنه فإن que qu that")


def stem(key: str) -> str:
    """A word without the و or ف that joins it to the sentence before, where that is a verb."""
    return key[1:] if key[:1] in ("و", "ف") and key[1:] in SPEECH else key


def says_it(key: str) -> bool:
    """Whether a word is a verb of speech, with what is said joined to it or not: «أكدته»."""
    verb = stem(key)
    return not SPEECH.isdisjoint((verb, verb.removesuffix("ه"), verb.removesuffix("ها")))
