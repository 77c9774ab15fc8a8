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
    #: whether the page owns up to an edit, as a sentence
    silent: str
    admitted: str
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
    kinds: str
    severity: str
    #: kind of edit → its name; severity → its name
    kind_names: Mapping[str, str]
    severity_names: Mapping[str, str]
    #: {time} and {zone}; {start}, {end} and {zone}
    at: str
    between: str
    #: headings
    why: str
    changes: str
    excerpt: str
    #: {n} matches or changes that are not shown
    more: str
    #: {host}
    read: str
    #: {alert}, {topic} and {watchlist}
    footer: str


ARABIC = Wording(
    language="ar",
    colon=": ",
    comma="، ",
    new="مادة جديدة",
    silent_edit="تعديل صامت",
    edit="تعديل",
    silent="تعديل صامت: تغيّر المحتوى ولم تُشِر الصفحة إلى ذلك.",
    admitted="تعديل معلن: حدّثت الصفحة تاريخ آخر تعديل.",
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
    kinds="نوع التغيير",
    severity="الأهمية",
    kind_names={
        "headline": "العنوان",
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
    },
    severity_names={
        "high": "عالية",
        "medium": "متوسطة",
        "low": "منخفضة",
        "none": "معدومة",
    },
    at="{time} (توقيت {zone})",
    between="بين {start} و{end} (توقيت {zone})",
    why="سبب التنبيه",
    changes="ما الذي تغيّر",
    excerpt="مطلع المادة",
    more="وغيرها: {n}",
    read="اقرأ المادة على {host}",
    footer="مرصد، تنبيه رقم {alert}: موضوع {topic} في قائمة {watchlist}.",
)

FRENCH = Wording(
    language="fr",
    colon=" : ",
    comma=", ",
    new="Nouvel article",
    silent_edit="Modification silencieuse",
    edit="Modification",
    silent="Modification silencieuse : le contenu a changé et la page ne le dit pas.",
    admitted="Modification déclarée : la page a mis à jour sa date de modification.",
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
    kinds="Nature",
    severity="Importance",
    kind_names={
        "headline": "titre",
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
    },
    severity_names={
        "high": "élevée",
        "medium": "moyenne",
        "low": "faible",
        "none": "nulle",
    },
    at="{time} (heure de {zone})",
    between="entre {start} et {end} (heure de {zone})",
    why="Pourquoi cette alerte",
    changes="Ce qui a changé",
    excerpt="Début de l’article",
    more="et {n} de plus",
    read="Lire l’article sur {host}",
    footer="Marsad, alerte n° {alert} : sujet {topic}, liste {watchlist}.",
)

ENGLISH = Wording(
    language="en",
    colon=": ",
    comma=", ",
    new="New piece",
    silent_edit="Silent edit",
    edit="Edit",
    silent="Silent edit: the content changed and the page does not say so.",
    admitted="Declared edit: the page updated its modified time.",
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
    kinds="Kinds",
    severity="Severity",
    kind_names={
        "headline": "headline",
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
    },
    severity_names={
        "high": "high",
        "medium": "medium",
        "low": "low",
        "none": "none",
    },
    at="{time} ({zone} time)",
    between="between {start} and {end} ({zone} time)",
    why="Why this alert",
    changes="What changed",
    excerpt="How it begins",
    more="and {n} more",
    read="Read the article on {host}",
    footer="Marsad, alert {alert}: topic {topic} on watchlist {watchlist}.",
)

_BY_LANGUAGE = {wording.language: wording for wording in (ARABIC, FRENCH, ENGLISH)}


def wording_for(language: str | None) -> Wording:
    """The phrases for a BCP 47 tag such as "ar-DZ"; English where there are none."""
    primary = (language or "").lower().partition("-")[0]
    return _BY_LANGUAGE.get(primary, ENGLISH)
