"""The words that stand around names and dates where pieces are signed and dated.

Data for the readers of a page's fields (`pipeline.extract.names`, `stamps`), in European
languages; the Arabic ones are in `pipeline.press.words`. What names an agency or an outlet is
there too.
"""

from __future__ import annotations

from typing import Final

from pipeline.press.words import NAME_PARTICLES, key


def _keys(text: str) -> frozenset[str]:
    return frozenset(map(key, text.split()))


#: what a field for authors holds that is no person: the piece's kind, who runs the site
NO_AUTHORS: Final = _keys(
    """
    redaktion redaktionen redaktionsteam newsdesk webteam pressestelle pressedienst presseteam
    agentur agenturen nachrichtenagentur presse press news team editorial redazione redacción
    redaccion redactie redaksi redakce toimitus redaksjonen redaktionell zeitung gastautor
    gastbeitrag autor autoren author authors auteur auteurs reporter reporters correspondent
    correspondents korrespondent korrespondentin reporterin redakteur redakteurin chefredakteur
    chefredakteurin editor editors journalist journaliste journalistin writer columnist producer
    director manager contributor contributors contributing anonymous unknown unbekannt none null
    undefined user gast default administrator webmaster webredaktion onlineredaktion online
    magazin magazine service services digital media tv radio gmbh ag ltd inc llc foundation
    stiftung verband verein institut institute university universität universidad association
    follow folgen abonnieren subscribe share twitter facebook instagram linkedin email
    comments kommentare kommentar posted published updated veröffentlicht aktualisiert lesezeit
    minutes minuten uhr copyright photo photos foto fotos getty pool quelle sources
    correspondant correspondante envoyé envoyée politics sports sport wirtschaft politik
    reports report more mehr all posts view profile about über gesponserte inhalte sponsored
    anzeige werbung publisher sekretariat bundesverband ministerium bundesministerium feuerwehr
    abteilung partei union bund verlag verlagsgruppe zentrale fraktion presseabteilung
    anónimo anonyme anonym datum date schlagwörter schlagworte
    """
)
#: a name with one of these is of a desk that signs
SIGNING_DESKS: Final = _keys(
    """
    redaktion redaktionen redaktionsteam webredaktion onlineredaktion newsdesk newsroom webteam
    team staff desk reporter reporters pressestelle redazione redacción redaccion redactie
    redaksi redakce toimitus redaksjonen rédaction redação
    """
)
#: with one of these, of nobody
NOBODY: Final = _keys(
    """
    admin administrator wordpressadmin webmaster superuser super user default anonymous anonym
    anónimo anonyme unknown unbekannt none null undefined gast gastautor author autor auteur by
    von facebook twitter instagram linkedin gmbh ev ag ltd inc llc
    """
)
#: small words inside the names of people
PARTICLES: Final = NAME_PARTICLES | _keys(
    """
    af av da dal das degli dei del della delle den di do dos la las los lo ten ter und y zu zum
    zur
    """
)
#: letters after a name
DEGREES: Final = _keys("phd md msc bsc ma ba mba jr sr esq dr prof ii iii")
#: before an author's name; the second kind only with a colon, the third inside a line too
LATIN_BYLINE_LABELS: Final = (
    "by", "von", "par", "por", "di", "door", "av", "af", "oleh", "od", "przez", "yazan",
    "written by", "posted by", "published by", "reported by", "story by", "words by",
    "reviewed by", "geschrieben von", "verfasst von", "veröffentlicht von", "ein artikel von",
    "ein beitrag von", "eine analyse von", "ein kommentar von", "ein gastbeitrag von",
    "eine kolumne von", "ein interview von", "interview von", "publié par", "écrit par",
    "rédigé par", "propos recueillis par", "escrito por", "publicado por", "scritto da",
    "a cura di", "geplaatst door", "view all posts by", "zeige alle beiträge von",
    "alle beiträge von", "vom", "voir tous les articles de", "ver todas las entradas de",
    "more by", "mehr von", "plus de", "eingestellt von", "artikel von", "text von",
    "foto und text von", "skrevet af", "skrevet av",
)  # fmt: skip
LATIN_COLON_LABELS: Final = (
    "text", "texte", "texto", "testo", "autor", "autorin", "autoren", "author", "authors",
    "auteur", "auteurs", "autore", "auteur·rice", "redaktion", "tekst", "tekst og foto",
    "text und foto", "text & foto", "journalist", "interview", "bericht", "reporter", "writer",
)  # fmt: skip
LATIN_INNER_LABELS: Final = ("by", "von", "par", "por", "durch", "vom")
#: before such a label: what kind of piece it is, or what was done with it
LATIN_PIECES: Final = (
    "artikel", "beitrag", "kommentar", "analyse", "interview", "text", "bericht", "eingestellt",
    "veröffentlicht", "geschrieben", "verfasst", "erstellt", "gepostet", "geposted", "posted",
    "published", "written", "reported", "article", "story", "publié", "rédigé", "écrit",
    "publicado", "escrito", "pubblicato", "scritto", "pressemitteilung", "submitted", "added",
)  # fmt: skip
LATIN_DAYS_AND_MARKS: Final = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lundi", "mardi",
    "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "uhr", "stand", "updated",
    "published", "veröffentlicht", "aktualisiert", "publié", "mis à jour", "schlagworte",
    "kategorie", "kategorien", "kategorie:", "lesezeit",
    "min read", "kommentare",
)  # fmt: skip
#: these are parts of a date beside figures only: «Jan Roe», «Angelo Di Marco»
LATIN_MONTHS: Final = (
    "mo", "di", "mi", "do", "fr", "sa", "so",
    "januar", "jänner", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
    "january", "february", "july", "october", "november", "september", "december", "janvier",
    "février", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "okt",
    "nov", "dec", "dez", "august", "march", "april", "may", "june", "juillet", "août",
    "octobre", "novembre", "décembre", "septembre",
)  # fmt: skip
#: before or after a date, that it is of the last change; patterns
CHANGE_WORDS: Final = (
    "updated", "update", "last modified", "modified", "revised", "changed", "edited",
    "aktualisiert", "zuletzt", "geändert", "stand:", "stand vom", "letzte änderung", "bearbeitet",
    "mis à jour", "mise à jour", "modifié", "màj", "actualisé", "actualizado", "actualizada",
    "modificado", "aggiornato", "aggiornamento", "modificato", "bijgewerkt", "oppdatert",
    "opdateret", "uppdaterad", "päivitetty", "zaktualizowano", "güncelleme",
    "آخر تحديث", "اخر تحديث", "تحديث", "تم التحديث", "حدث في", "آخر تعديل", "اخر تعديل",
    "عدل في", "تم التعديل",
)  # fmt: skip
#: a date beside one of these is of something else than the piece
EVENT_WORDS: Final = (
    "termin", "veranstaltung", "event", "deadline", "einsendeschluss", "copyright", "©",
    "registriert", "joined", "geboren", "born",
)  # fmt: skip
