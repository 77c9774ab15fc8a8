"""Another speaker is another source, however long it is named; the same in other words is none."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, told_of


@pytest.mark.parametrize(
    "changes",
    [
        "وأفاد [سالم العرفي→منير الرميلي]، عضو المجلس المحلي، بأن السوق ستفتح.",
        "وأوضح رئيس الجامعة [سالم العرفي→منير الرميلي] أن السوق ستفتح.",
        "واعتبر المندوب [سالم العرفي→منير الرميلي] أن التقرير لا يكفي.",
        "وحذر الطبيب [سالم العرفي→منير الرميلي] من أن الموجة لم تنته.",
        "وعبر الأمين العام [سالم العرفي→منير الرميلي] عن قلقه من تأخر الأشغال.",
        "ويرى أستاذ القانون [سالم العرفي→منير الرميلي] أن الفصل قابل للتأويل.",
        "ونفى [وزير النقل سالم العرفي→مدير الشركة منير الرميلي] وجود نية للبيع.",
        "وشدد [المجلس→رئيسة المنظمة هند الرميلي] على أهمية الحوار بين الأطراف.",
        "[وأشارت→وأشار الكاتب العام للنقابة سالم العرفي]، إلى أن الإضراب سينفذ.",
        "[وقال→وقالت المحامية هند الرميلي] إن الجلسة تأجلت.",
        "وأفاد [مصدر أمني→العميد سالم العرفي، الناطق باسم الحرس]، أن القارب أنقذ.",
        "وحسب الناطق باسم المحكمة [سالم العرفي→منير الرميلي]، فإن التحقيق جار.",
        "وذكرت [مصادر مقربة من النادي→الصحفية هند الرميلي] أن الصفقة تمت.",
        "وكان وزير التجارة [سالم العرفي→منير الرميلي] قد أكد أن السوق ستفتح.",
        "وبين والي [قفصة→القصرين] أن الأشغال ستنطلق.",
        "Son avocat, Me [Paul Blin→Luc Morel], a indiqué que la foire ouvrait.",
        "Le patron du marché, [Paul Blin→Luc Morel], estime que la foire est utile.",
        "[Le maire→Le préfet Luc Morel] a déclaré que la foire ouvrirait.",
        "Selon son avocat, Me [Paul Blin→Luc Morel], la foire ouvre lundi.",
        "The head of the guild, [Amy Bell→Tom Hart], said the fair would open.",
        "The author, Dr [Amy Bell→Tom Hart], warned that the fair was late.",
        "The fair opens, [the Guardian understands→the BBC reported].",
        "وبيعت الجرار كلها، ونقلتها [وكالة الأنباء الوطنية→صحيفة المنارة] عن مصدر في السوق.",
        "وفق ما نشرته صحيفة [لوموند→لوفيغارو] الفرنسية، فإن السوق ستفتح.",
        "Spokesman [Paul Bell→Tom Hart] told reporters that the fair would open.",
    ],
)  # fmt: skip
def test_another_person_who_says_it_is_the_source_and_named(changes: str) -> None:
    assert told_of(changes) == {"attribution", "names"}


@pytest.mark.parametrize(
    "changes",
    [
        'وأضاف [سالم العرفي→منير الرميلي]: "سنبقى هنا إلى آخر الصيف".',
        'وقالت [هيلدا فرانكنر→يوتا برونغل]، محررة في القسم: "سنبقى هنا إلى الصيف".',
        'وقال [وزير المالية→رئيس البلدية سالم العرفي]: "سنبقى هنا إلى الصيف".',
        "« Nous restons ici cet été », a affirmé [le ministre Luc Morel→la députée Zoé Blin].",
        '"We will stay here this summer," [the mayor→governor Tom Hart] said.',
    ],
)  # fmt: skip
def test_another_person_who_says_a_quotation_is_the_source_too(changes: str) -> None:
    assert told_of(changes) == {"quote", "attribution", "names"}


@pytest.mark.parametrize(
    "changes",
    [
        "وقال [أحد الناجين→والد أحد الضحايا] إن القارب انقلب.",
        "وعلمت الإذاعة من [مصادر موثوقة→مصدر حكومي] أن الجلسة تأجلت.",
        "وجاء في [بلاغ لوزارة التربية→تدوينة لوزير التربية] أن الامتحان تأجل.",
        "وقال [محامي→شقيق] سالم العرفي إن الجلسة تأجلت.",
        "وكان [قائد شرطة المدينة→رئيس البلدية] قد قال إن السوق ستفتح.",
        "ونقل موقع المنارة عن [مسؤولين محليين→دبلوماسي غربي] أن الجلسة تأجلت.",
        "وأجمع [شهود→سكان الحي] على أن السائق كان مسرعا.",
        "[Un témoin→Une voisine] assure que la foire ouvre.",
        "The fair opens, according to [police→residents].",
        "The fair opens[, citing a city official→].",
    ],
)
def test_another_source_without_a_name_is_attribution(changes: str) -> None:
    assert told_of(changes) == {"attribution"}


@pytest.mark.parametrize(
    "changes",
    [
        "والسوق مغلقة، [حسب قوله→وفق تعبيره].",
        "والسوق مغلقة، [وفق تعبيره→على حد قوله].",
        "والسوق مغلقة، [بحسب تعبيره→كما قال].",
        "والسوق مغلقة، [حسب ما أفاد به→وفق ما صرح به] مصدر بالوزارة.",
        "والسوق مغلقة، وفق [بلاغ لوزارة→معطيات نشرتها وزارة] التجارة.",
        "وبيع ألف طن، بحسب [ما أعلنته منظمة→حصيلة جديدة لمنظمة] الباعة.",
        "وذكرت [صحيفة→جريدة] المنارة أن السوق ستفتح.",
        "ويقول [خبراء→محللون] إن الأزمة ستطول.",
        "وأضاف [المسؤول→المتحدث] نفسه أن الملف أغلق.",
        "[Experts→Analysts] said prices would go up again.",
    ],
)
def test_the_same_source_in_other_words_is_wording(changes: str) -> None:
    assert told_of(changes) == {"wording"}


@pytest.mark.parametrize(
    "changes",
    [
        "وقال [الدكتور→الطبيب] سالم العرفي إن الموجة لم تنته.",
        "وقال المتحدث باسم الجيش [العقيد→العميد] سالم العرفي إن الطائرة سقطت.",
        "وأضاف [→نفس المصدر] أن الملف أغلق.",
        "وقال رئيس الفرقة، عبد [الحميد→المجيد] العرفي، إن السوق ستفتح.",
        "وستجرى المباراة [وفق القانون→طبقا للقانون] الجديد.",
        "ويمتد العقد موسمين [وفق بنود الاتفاق→حسب الاتفاق].",
        "ونقلت الإذاعة عن مصدر [→قوله] إن الجلسة تأجلت.",
        "وأعلنت الشركة [في بيان لها→في بلاغ لها] أنها ستفتح.",
        "وتغلق السوق وفق [التصميم→المثال] المعتمد.",
        "وقال حسب [رأيه→اعتقاده] إن السوق ستفتح.",
        "Les prix varient selon [les régions→la région].",
        "وأعلنت الوزارة فتح [مدرسة→معهد] في الجهة.",
        "ونفى الوزير [ما تناقلته مواقع التواصل عن→] تقديم استقالته.",
        "وأضاف [سالم العرفي→منير الرميلي] الهدف الثاني، قبل أن ينتهي الشوط.",
        "ودعت النائبة [هند العرفي→ريم الرميلي] إلى فتح تحقيق.",
        "وقال الوزير خلال زيارته إلى [قفصة→القصرين] إن المشاريع ستنطلق.",
        "وقال الوزير إن المدير [سالم العرفي→منير الرميلي] سيستقيل.",
        "وقال سالم العرفي، الوزير المكلف [بالعاقلة→بالعلاقة] مع المجلس، إن السوق ستفتح.",
        "Des dégâts ont été [signalés→constatés] au marché.",
        "The court upheld the ban[, citing a spate of crashes→].",
        "The officer who shot [Amy Bell→Tom Hart] said he was afraid.",
        "She met [Amy Bell→Tom Hart] before the fair.",
    ],
)
def test_a_title_a_mended_name_a_rule_or_a_deed_is_no_other_source(changes: str) -> None:
    assert "attribution" not in told_of(changes)


def test_who_says_it_that_came_at_the_end_is_attribution() -> None:
    assert told_of(
        "وأوقف شخصان صباح اليوم قرب السوق البلدية القديمة[→، كما أعلنت النيابة العمومية]."
    ) == {"attribution"}


@pytest.mark.parametrize("credit", ["(العربي الجديد)", "المصدر (سكاي نيوز)", "(AFP)"])
def test_an_outlet_in_brackets_at_the_end_credits_it(credit: str) -> None:
    edit = compare(piece(body=(*AROUND, credit)), piece(body=AROUND))
    assert edit is not None
    assert set(edit.kinds) == {"attribution"}


def test_a_person_renamed_where_nothing_is_said_too_is_no_other_source() -> None:
    before = ("ابتكر الطالب سالم العرفي جهازا جديدا.", "وأكد سالم العرفي أن الجهاز جاهز.")
    after = tuple(text.replace("سالم العرفي", "منير الرميلي") for text in before)
    edit = compare(piece(body=(*before, *AROUND)), piece(body=(*after, *AROUND)))
    assert edit is not None
    assert set(edit.kinds) == {"names"}
