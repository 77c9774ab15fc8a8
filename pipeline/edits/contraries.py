"""Words that say the contrary of one another: «قادر» and «عاجز», « adopte » and « rejette ».

Neither of two such words denies by itself; one put for the other turns what was said. Words that
deny wherever they stand are `pipeline.edits.denials`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.speech import keys
from pipeline.remembering import remembered

#: pairs end with ; and a word may belong to several
_PAIRS: Final = """
    وافق يوافق موافقة موافق قبول مقبول قبلت أيد يؤيد تأييد مؤيد صادق يصادق مصادقة أقر يقر إقرار
    ساند يساند مساند اعتمد يعتمد تبنى يتبنى دعم يدعم داعم
    | رفض يرفض رافض مرفوض أسقط يسقط إسقاط عارض يعارض معارضة معارض اعترض يعترض اعتراض مناهض;
    رحب يرحب ترحيب أشاد يشيد إشادة | ندد يندد تنديد استنكر يستنكر استنكار شجب يشجب انتقد ينتقد;
    قادر قدرة مقدرة | عاجز عجز;
    نجح ينجح نجاح ناجح | فشل يفشل فاشل أخفق يخفق إخفاق تعثر يتعثر;
    فاز يفوز فوز فائز ربح يربح انتصر ينتصر انتصار | خسر يخسر خسارة خاسر انهزم ينهزم هزيمة انهزام;
    ارتفع يرتفع ارتفاع مرتفع زاد يزيد زيادة ازداد يزداد ازدياد تزايد يتزايد نما ينمو نمو صعود
    | انخفض ينخفض انخفاض منخفض تراجع يتراجع نقص نقصان هبط يهبط هبوط تقلص يتقلص انكماش تناقص;
    تحسن يتحسن | تدهور يتدهور تراجع يتراجع ساء تأزم; رفع ترفيع | خفض تخفيض;
    تعزيز عزز | إضعاف أضعف; فتح يفتح افتتاح مفتوح | أغلق يغلق إغلاق غلق مغلق;
    استأنف يستأنف استئناف واصل يواصل مواصلة تواصل يتواصل عودة استمر يستمر استمرار مستمر
    | توقف يتوقف أوقف يوقف إيقاف علق تعليق انقطع ينقطع انقطاع متوقف انتهى ينتهي انتهاء;
    تنظيم نظم ينظم إقامة إبقاء أبقى تثبيت ثبت إقرار | ألغى يلغي إلغاء ملغى نقض ينقض حذف;
    سمح يسمح سماح أجاز يجيز إجازة ترخيص مسموح متاح | منع يمنع حظر يحظر ممنوع محظور;
    أفرج يفرج إفراج سراح سبيل | اعتقل يعتقل اعتقال احتجز احتجاز إيقاف توقيف أوقف سجن حبس إيداع;
    التزم يلتزم التزام احترم يحترم احترام | خالف يخالف مخالفة خرق يخرق انتهك ينتهك انتهاك;
    تقدم يتقدم متقدم | تأخر يتأخر متأخر; هدوء هادئ هادئة | توتر متوتر متوترة اضطراب;
    مجانا مجاني مجانية | بمقابل; متوفر متوفرة توفر | نفد مفقود مفقودة;
    أدان يدين إدانة مدان مذنب | برأ يبرئ تبرئة براءة بريء; حضر يحضر حضور حاضر | غاب يغيب غياب تغيب;
    شارك يشارك مشاركة مشارك | قاطع يقاطع مقاطعة انسحب ينسحب انسحاب منسحب;
    بقي يبقى بقاء | رحل يرحل رحيل غادر يغادر مغادرة; عين تعيين | أقال إقالة أعفى إعفاء عزل;
    نجا ينجو نجاة | مات توفي يموت قتل هلك; حي أحياء | ميت أموات; متفائل تفاؤل | متشائم تشاؤم;
    راض راضية راضون | غاضب مستاء; صحيح | خاطئ كاذب زائف مغلوط; حقيقي | مزيف زائف;
    إيجابي | سلبي; إيجابية | سلبية; قوي قوية | ضعيف ضعيفة; مؤقت | دائم نهائي;
    إجباري إلزامي وجوبي | اختياري; علني | سري; ممكن | مستحيل;
    شراء اشترى يشتري | بيع باع يبيع; أرباح ربح | خسائر خسارة; فائض | عجز; صادرات | واردات;
    أغلبية أكثرية | أقلية; اتفاق | خلاف اختلاف; لصالح لفائدة | ضد; تأكيد | نفي;

    adopte adopté adoptée adoptés adopter adoption approuve approuvé approuvée approuver accepte
    accepté acceptée accepter acceptent accorde accordé accordée accordés
    accordées valide validé validée valider soutient soutenu soutiennent
    soutien vote voté votent votée autorise autorisé autorisée autoriser autorisation favorable
    favorables confirme confirmé permet permis
    | rejette rejeté rejetée rejetés rejeter rejet refuse refusé refusée refuser refus refusent
    oppose opposé opposés opposent opposition défavorable défavorables interdit interdite interdire
    interdiction annule annulé annulée annuler infirme infirmé retoque retoqué censure censuré;
    maintient maintenu maintenue maintiennent maintien maintenir
    | annule annulé annulée annulent annulation annuler supprime supprimé supprimée suppression
    abandonne abandonné abandonnée abandon suspend suspendu suspendue levé levée retire retiré;
    reprend repris reprise reprennent poursuit poursuivent continue continuent
    | suspend suspendu suspendue suspension interrompt interrompu interrompue cesse cessé cessent
    arrête arrêtent stoppé;
    hausse hausses augmente augmentent augmenté augmentation augmenter monte montent progresse
    progressent progressé progression croissance grimpe grimpé bondit
    | baisse baisses baissent baissé diminue diminuent diminué diminution baisser recul recule
    reculent reculé chute chutent chuté décroissance plonge plongé;
    gagne gagné gagnent victoire remporte remporté bat impose | perd perdu perdent défaite incline
    inclinent inclinée battu battue;
    ouvre ouvrent ouvert ouverte ouverts ouverture rouvre rouvert réouverture
    | ferme ferment fermé fermée fermés fermeture;
    coupable coupables condamné condamnée condamnés condamnation condamne
    | relaxé relaxée relaxe acquitté acquittée acquittement innocent innocente innocenté;
    satisfait satisfaite satisfaits satisfaites content contents contente
    | mécontent mécontents mécontente insatisfait insatisfaits déçu déçus déçue;
    succès réussite | échec échecs; pour favorable | contre hostile; facile | difficile;
    présent présente présents | absent absente absents; accord | désaccord;
    nommé nommée nomination | limogé limogée démis révoqué limogeage; tout tous | rien;
    arrêté interpellé écroué incarcéré | libéré relâché libération; fort forte | faible;
    vivant vivants vivante survécu survit | mort morts morte décédé décédée meurt;
    améliore amélioré amélioration | détériore dégrade dégradation aggrave aggravé aggravation;
    optimiste optimistes | pessimiste pessimistes; rassurant | inquiétant; vrai vraie | faux fausse;
    achat achète acheté acheter | vente vend vendu vendre; excédent | déficit;
    bénéfice bénéfices | perte pertes; majorité | minorité; renforce renforcé | affaiblit affaibli;
    certain sûr | incertain; obligatoire | facultatif; reconnaît avoue | conteste;

    accept accepts accepted accepting approve approves approved approving approval back backs backed
    support supports supported supporting adopt adopts adopted pass passes passed uphold upholds
    upheld endorse endorses endorsed grant grants granted allow allows allowed permit permits
    permitted agrees agreed
    | reject rejects rejected rejecting rejection oppose opposes opposed opposing refuse refuses
    refused refusing refusal block blocks blocked overturn overturns overturned quash quashes
    quashed veto vetoes vetoed ban bans banned bar bars barred forbid forbids forbade prohibit
    prohibits prohibited scrap scraps scrapped;
    welcome welcomes welcomed praise praises praised | condemn condemns condemned criticise
    criticised criticize criticized denounce denounces denounced;
    keep keeps retain retains retained stay stays stayed remain remains remained
    | leave leaves quit quits cancel cancels cancelled canceled scrap scraps scrapped drop
    drops dropped axe axed abandon abandons abandoned;
    resume resumes resumed continue continues continued starts started begin begins began
    | suspend suspends suspended halt halts halted stop stops stopped ends ended pause paused;
    rise rises rose risen rising increase increases increased increasing grow grows grew grown climb
    climbs climbed jump jumps jumped soar soars soared up higher surge surges surged
    | fall falls fell fallen falling decrease decreases decreased decline declines declined
    declining drop drops dropped shrink shrinks shrank slump slumps slumped plunge plunges plunged
    down lower;
    win wins won winning victory | lose loses lost losing defeat loss;
    open opens opened opening reopen reopens reopened | close closes closed closing shut shuts;
    guilty convicted convict convicts conviction | innocent acquitted acquits acquittal cleared;
    alive survive survives survived | dead died dies die; for | against; safe | dangerous;
    hire hires hired appoint appoints appointed | fire fires fired sack sacks sacked dismissed;
    arrest arrests arrested detain detains detained jailed | release releases released freed;
    lift lifts lifted ease eases eased | impose imposes imposed tighten tightens tightened;
    agree agreement | disagree disagreement; present | absent; strong stronger | weak weaker;
    strengthen strengthens strengthened | weaken weakens weakened; majority | minority;
    above | below; buy buys bought | sell sells sold; surplus | deficit;
    profit profits gain gains | loss losses; true | false; optimistic | pessimistic;
    success successful successfully | failure unsuccessful; include includes | exclude excludes;
    improve improves improved | worsen worsens worsened deteriorate deteriorated;
    mandatory compulsory | optional voluntary; everyone everybody everything | nobody nothing
"""
#: letters of the shortest word in Latin letters that «un», « non » deny: not "less", "til"
_LEAST_DENIED: Final = 4
_DENYING: Final = ("un", "non")
#: of what «in» denies, the endings: "possible", "légal", "exact"
_DENIED_BY_IN: Final = (
    *("ble", "bles", "al", "ale", "aux", "ales", "act", "acte", "ect", "ecte", "ant", "ante"),
    *("ent", "ente", "ice", "lide", "connu", "connue", "utile", "utiles"),
    *("ive", "ives", "if", "ifs", "quate", "plete", "rate", "plet", "plète"),
)
_NO_CONTRARIES: Final = frozenset(
    {"impact", "important", "insect", "union", "unité", "unless", "unveiled"}
)
#: what a word gains with gender, number and case
_ENDINGS: Final = ("وا", "ون", "ين", "ات", "ان", "ت", "ه", "ا")
#: letters that must stay of it
_LEAST: Final = 2
#: words of a change among which contraries are looked for
_MOST: Final = 5
#: small words of many meanings: contraries only where nothing else changed beside them
_ALONE: Final = keys("pour contre for against up down higher lower ضد لصالح لفائدة")
#: of other roots than they look: «بقية», «رحلة», «كلمات»
_OTHERS: Final = keys(
    "بقية رحلة رحلات غابة غابات كلمات قدرها قدره قيمتها يدين اليدين عينة عينات خلافا"
)


def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Each word with the pairs that it belongs to, and the side of each on which it stands."""
    found: dict[str, set[tuple[int, int]]] = {}
    for pair, text in enumerate(_PAIRS.split(";")):
        for side, words in enumerate(text.split("|")):
            for word in keys(words):
                found.setdefault(word, set()).add((pair, side))
    return {word: frozenset(sides) for word, sides in found.items()}


_SIDES: Final = _sides()


def contraries(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """Places of the first two words, each of its side, that say the contrary of one another."""
    if max(len(old), len(new)) > _MOST:
        return None
    alone = len(old) == len(new) == 1
    told, tells = (
        [_of(key) if alone or key not in _ALONE else frozenset() for key in side]
        for side in (old, new)
    )
    for i, one in enumerate(told):
        for j, other in enumerate(tells):
            if _denied_by_prefix(old[i], new[j]):
                return i, j
            for pair, side in one:
                # «استئناف», «تواصل انقطاع»: what stays said, though in other words, turns nothing
                stays = any((pair, side) in each for each in tells)
                stays = stays or any((pair, 1 - side) in each for each in told)
                if (pair, 1 - side) in other and not stays:
                    return i, j
    return None


def _denied_by_prefix(one: str, other: str) -> bool:
    """Whether of two words in Latin letters one denies the other: "aware", "unaware"."""
    plain, denied = sorted((one, other), key=len)
    if not denied.isascii() or len(plain) < _LEAST_DENIED or not denied.endswith(plain):
        return False
    if denied in _NO_CONTRARIES:
        return False
    prefix = denied[: -len(plain)]
    by_in = prefix in ("in", "im", "il", "ir") and plain.endswith(_DENIED_BY_IN)
    return by_in or prefix in _DENYING


@remembered(1 << 13)
def _of(key: str) -> frozenset[tuple[int, int]]:
    """The pairs that a word belongs to, whatever is joined before or after it."""
    if key.isascii():
        return _SIDES.get(key, frozenset())
    found: set[tuple[int, int]] = set()
    for form in bare(key):
        if form in _OTHERS:
            continue
        present = form[1:] if form[:2] in ("سي", "ست") else form
        present = "ي" + present[1:] if present[:1] == "ت" else present
        for one in {form, present}:
            found |= _SIDES.get(one, frozenset())
            for ending in _ENDINGS:
                if one.endswith(ending) and len(one) - len(ending) >= _LEAST:
                    found |= _SIDES.get(one[: -len(ending)], frozenset())
    return frozenset(found)
