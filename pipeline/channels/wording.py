"""What a mail says besides the article's own words, in the article's language.

Arabic, French and English; any other language is served in English. No layout here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language. `{…}` are filled in by `str.format`."""

    #: BCP 47
    language: str
    #: what stands between a name and its value
    colon: str
    #: what stands between the entries of a list
    comma: str
    #: markers, for the subject and the head of the mail
    new: str
    silent_edit: str
    edit: str
    removed: str
    restored: str
    entered: str
    left: str
    unconfirmed: str
    withdrawn: str
    #: whether the page owns up to an edit, as a sentence
    silent: str
    admitted: str
    #: {absence}: that a piece is gone and what stands in its place, as a sentence
    is_gone: str
    is_back: str
    #: that it is back, and differs from the last text held as is shown
    is_back_changed: str
    #: that an edit was seen once, and that it was none
    is_unconfirmed: str
    was_noise: str
    #: `pipeline.records.Absence` → what was found instead
    absences: Mapping[str, str]
    #: names of facts
    title: str
    previous_title: str
    text: str
    source: str
    section: str
    byline: str
    credit: str
    carrier: str
    published: str
    modified: str
    modified_before: str
    first_seen: str
    changed: str
    disappeared: str
    confirmed: str
    seen_again: str
    takes_back: str
    kinds: str
    severity: str
    #: kind of edit → its name; severity → its name
    kind_names: Mapping[str, str]
    severity_names: Mapping[str, str]
    #: {time} and {zone}; {start}, {end} and {zone}
    at: str
    between: str
    #: {alert}, {time} as `at` has it, and {subject}
    alert_of: str
    #: headings
    why: str
    changes: str
    excerpt: str
    last_text: str
    #: {n} matches or changes that are not shown
    more: str
    #: {host}
    read: str
    #: of the link to the article's page on the dashboard
    dashboard: str
    #: {alert}, {topic} and {watchlist}
    footer: str


ARABIC = Wording(
    language="ar",
    colon=": ",
    comma="، ",
    new="مادة جديدة",
    silent_edit="تعديل صامت",
    edit="تعديل",
    removed="مادة محذوفة",
    restored="مادة عادت",
    entered="دخلت الموضوع بتعديل",
    left="خرجت من الموضوع بتعديل",
    unconfirmed="تعديل غير مؤكد",
    withdrawn="تراجع عن تنبيه",
    silent="تعديل صامت: تغيّر المحتوى ولم تُشِر الصفحة إلى ذلك.",
    admitted="تعديل معلن: حدّثت الصفحة تاريخ آخر تعديل.",
    is_gone="لم تعد المادة منشورة: {absence}. ما يلي آخر نص محفوظ لها.",
    is_back="عادت المادة إلى عنوانها.",
    is_back_changed=(
        "عادت المادة إلى عنوانها وقد تغيّرت. ما يلي ما اختلف فيها عن آخر نص محفوظ، كما ظهر في أول "
        "قراءة."
    ),
    is_unconfirmed="تعديل غير مؤكد: ظهر في قراءة واحدة، وستُقرأ الصفحة ثانية بعد قليل.",
    was_noise="ليس تعديلًا ما نُبّه إليه: لم يظهر حين قُرئت الصفحة ثانية، أو ظهر مثله في صفحات أخرى.",
    absences={
        "not-found": "الصفحة غير موجودة (404)",
        "gone": "سُحبت الصفحة (410)",
        "redirected": "صار العنوان يحيل إلى صفحة أخرى",
        "soft-404": "حلّت محلها صفحة خطأ",
        "emptied": "بقيت الصفحة بلا متن",
        "replaced": "حلّت محلها صفحة أخرى",
    },
    title="العنوان",
    previous_title="العنوان السابق",
    text="المتن",
    source="المصدر",
    section="القسم",
    byline="التوقيع",
    credit="نقلًا عن",
    carrier="نشره أيضًا",
    published="النشر",
    modified="آخر تعديل",
    modified_before="آخر تعديل سابقًا",
    first_seen="أول رصد",
    changed="وقت التغيير",
    disappeared="وقت الاختفاء",
    confirmed="تأكيد الاختفاء",
    seen_again="العودة",
    takes_back="يتراجع عن",
    kinds="نوع التغيير",
    severity="الأهمية",
    kind_names={
        "headline": "العنوان",
        "headline test": "اختبار عناوين",
        "figures": "الأرقام والتواريخ",
        "quote": "الاقتباس",
        "names": "الأسماء",
        "negation": "النفي والإثبات",
        "attribution": "المصدر والتوقيع",
        "correction": "تصحيح معلن",
        "addition": "إضافة",
        "removal": "حذف",
        "rewrite": "إعادة كتابة",
        "wording": "الصياغة",
        "spelling": "الإملاء",
        "formatting": "الشكل",
        "metadata": "القسم والوسوم",
        "touched": "تاريخ التعديل وحده",
        "template": "تغيّر قالب الموقع",
    },
    severity_names={
        "high": "عالية",
        "medium": "متوسطة",
        "low": "منخفضة",
        "none": "معدومة",
    },
    at="{time} (توقيت {zone})",
    between="بين {start} و{end} (توقيت {zone})",
    alert_of="التنبيه {alert} في {time}: {subject}",
    why="سبب التنبيه",
    changes="ما الذي تغيّر",
    excerpt="مطلع المادة",
    last_text="آخر نص محفوظ",
    more="وغيرها: {n}",
    read="اقرأ المادة على {host}",
    dashboard="صفحة المادة ونسخها في مرصد",
    footer="مرصد، تنبيه رقم {alert}: موضوع {topic} في قائمة {watchlist}.",
)

FRENCH = Wording(
    language="fr",
    colon=" : ",
    comma=", ",
    new="Nouvel article",
    silent_edit="Modification silencieuse",
    edit="Modification",
    removed="Article retiré",
    restored="Article rétabli",
    entered="Entré dans le sujet",
    left="Sorti du sujet",
    unconfirmed="Modification non confirmée",
    withdrawn="Alerte retirée",
    silent="Modification silencieuse : le contenu a changé et la page ne le dit pas.",
    admitted="Modification déclarée : la page a mis à jour sa date de modification.",
    is_gone="L’article n’est plus en ligne : {absence}. Suit le dernier texte conservé.",
    is_back="L’article est de nouveau à son adresse.",
    is_back_changed=(
        "L’article est de nouveau à son adresse, modifié. Voici ce qui diffère du dernier texte "
        "conservé, à la première lecture."
    ),
    is_unconfirmed="Modification non confirmée : vue une seule fois, la page sera relue sous peu.",
    was_noise="Ce n’en était pas une : disparue à la relecture, ou pareille sur d’autres pages.",
    absences={
        "not-found": "la page est introuvable (404)",
        "gone": "la page a été retirée (410)",
        "redirected": "son adresse mène à une autre page",
        "soft-404": "une page d’erreur a pris sa place",
        "emptied": "la page est restée sans son texte",
        "replaced": "une autre page a pris sa place",
    },
    title="Titre",
    previous_title="Ancien titre",
    text="Texte",
    source="Source",
    section="Rubrique",
    byline="Signature",
    credit="D’après",
    carrier="Aussi chez",
    published="Publié",
    modified="Modifié",
    modified_before="Modifié auparavant",
    first_seen="Vu d’abord",
    changed="Changé",
    disappeared="Disparu",
    confirmed="Disparition confirmée",
    seen_again="Revu",
    takes_back="Annule",
    kinds="Nature",
    severity="Importance",
    kind_names={
        "headline": "titre",
        "headline test": "test de titres",
        "figures": "chiffres et dates",
        "quote": "citation",
        "names": "noms",
        "negation": "négation",
        "attribution": "attribution",
        "correction": "rectificatif",
        "addition": "ajout",
        "removal": "retrait",
        "rewrite": "réécriture",
        "wording": "formulation",
        "spelling": "orthographe",
        "formatting": "mise en forme",
        "metadata": "rubrique et mots-clés",
        "touched": "date de modification seule",
        "template": "nouveau gabarit du site",
    },
    severity_names={
        "high": "élevée",
        "medium": "moyenne",
        "low": "faible",
        "none": "nulle",
    },
    at="{time} (heure de {zone})",
    between="entre {start} et {end} (heure de {zone})",
    alert_of="l’alerte {alert} du {time} : {subject}",
    why="Pourquoi cette alerte",
    changes="Ce qui a changé",
    excerpt="Début de l’article",
    last_text="Dernier texte conservé",
    more="et {n} de plus",
    read="Lire l’article sur {host}",
    dashboard="L’article et ses versions dans Marsad",
    footer="Marsad, alerte n° {alert} : sujet {topic}, liste {watchlist}.",
)

ENGLISH = Wording(
    language="en",
    colon=": ",
    comma=", ",
    new="New piece",
    silent_edit="Silent edit",
    edit="Edit",
    removed="Piece removed",
    restored="Piece restored",
    entered="Entered the topic",
    left="Left the topic",
    unconfirmed="Unconfirmed edit",
    withdrawn="Alert withdrawn",
    silent="Silent edit: the content changed and the page does not say so.",
    admitted="Declared edit: the page updated its modified time.",
    is_gone="The piece is not there any more: {absence}. The last text held follows.",
    is_back="The piece is at its address again.",
    is_back_changed=(
        "The piece is at its address again, changed. What follows is how it differs from the last "
        "text held, as first read."
    ),
    is_unconfirmed="Unconfirmed edit: it was seen once, and the page will soon be read again.",
    was_noise="What was told is no edit: it was gone when read again, or others changed alike.",
    absences={
        "not-found": "its page is not found (404)",
        "gone": "its page was taken down (410)",
        "redirected": "its address leads to another page",
        "soft-404": "an error page stands in its place",
        "emptied": "its page is left without a text",
        "replaced": "another page stands in its place",
    },
    title="Title",
    previous_title="Previous title",
    text="Text",
    source="Source",
    section="Section",
    byline="Byline",
    credit="Credited to",
    carrier="Also carried by",
    published="Published",
    modified="Modified",
    modified_before="Modified, before",
    first_seen="First seen",
    changed="Changed",
    disappeared="Disappeared",
    confirmed="Confirmed",
    seen_again="Seen again",
    takes_back="Takes back",
    kinds="Kinds",
    severity="Severity",
    kind_names={
        "headline": "headline",
        "headline test": "headline test",
        "figures": "figures and dates",
        "quote": "quote",
        "names": "names",
        "negation": "negation",
        "attribution": "attribution",
        "correction": "correction notice",
        "addition": "addition",
        "removal": "removal",
        "rewrite": "rewrite",
        "wording": "wording",
        "spelling": "spelling",
        "formatting": "formatting",
        "metadata": "section and tags",
        "touched": "modified time alone",
        "template": "new template of the site",
    },
    severity_names={
        "high": "high",
        "medium": "medium",
        "low": "low",
        "none": "none",
    },
    at="{time} ({zone} time)",
    between="between {start} and {end} ({zone} time)",
    alert_of="the alert {alert} of {time}: {subject}",
    why="Why this alert",
    changes="What changed",
    excerpt="How it begins",
    last_text="The last text held",
    more="and {n} more",
    read="Read the article on {host}",
    dashboard="The article and its versions in Marsad",
    footer="Marsad, alert {alert}: topic {topic} on watchlist {watchlist}.",
)

_BY_LANGUAGE = {wording.language: wording for wording in (ARABIC, FRENCH, ENGLISH)}


def wording_for(language: str | None) -> Wording:
    """The phrases for a BCP 47 tag such as "ar-DZ"; English where there are none."""
    primary = (language or "").lower().partition("-")[0]
    return _BY_LANGUAGE.get(primary, ENGLISH)
