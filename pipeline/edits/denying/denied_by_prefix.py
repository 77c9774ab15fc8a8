"""Whether of two words in Latin letters one denies the other: "aware", "unaware", « apte ».

By what stands before it ("un", "in", "dis", « mé ») or behind it ("harmful", "harmless").
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.sourcing.speech import keys

#: letters of the shortest word that is denied: not "less", "til"
_LEAST: Final = 4
_ALWAYS: Final = ("un", "non")
#: what "in" stands before and denies nothing, or no word of the news: "formation", « quiet »
_NOT_BY_IN: Final = keys(
    """
    form forms formed forming formation formations press pressed prison prove proved proves plant
    plants print part pact side sides tend tense stall stalled stalls struct port ports ported
    pose posed poses posé come comes vest vests vent vents jury crease creased cite cites fluence
    quiet quiète cliné vite vites stance dice dices still stilled sure sured ward wards law laws
    deed habit habits habitants tention tact tègre scription sulte trigue pulse post posts peach
    mense migrant migrants migration merge merged plication tendance tendant terne ternes spire
    spires spirer former formel corporated flux fluer culte nova novation jection vasion different
    différent valuable flammable famous vente ventes venter
    """
)
_IN: Final = ("in", "im", "il", "ir")
#: beginnings of what these deny
_STEMS: Final = {
    "dis": (
        *("agree", "approv", "allow", "qualif", "satisf", "honest", "loyal", "connect", "arm"),
        *("engag", "obey", "respect", "continu", "appear", "advantag", "credit", "prove", "own"),
        *("orderly", "similar", "proportion", "bar", "trust", "pleas", "unity", "content"),
    ),
    "des": (
        *("accord", "approuv", "engag", "arm", "activ", "enclav", "interess", "honor", "equilibr"),
        *("union", "organis", "obei", "agreable", "avantag", "espoir", "integr"),
    ),
    "de": (
        *("bloqu", "blocage", "gel", "stabilis", "motiv", "mobilis", "confin", "favorable"),
        *("raisonnable", "classifi", "congestion", "regul", "plais", "nationalis", "penalis"),
    ),
    "me": ("content", "fiance", "connaiss"),
    "mis": ("trust",),
    "mal": ("heureux", "honnete", "chance", "adroit", "traite"),
    "a": ("normal", "typique", "typical", "politique", "political"),
    "anti": ("constitution", "democrat", "terror"),
}
_NOT_DENIED: Final = frozenset(
    {"impact", "important", "insect", "union", "unité", "unless", "unveiled", "unions", "intent"}
)


def denied_by_prefix(one: str, other: str) -> bool:
    """Whether of two words, given by their keys, one is the other with what denies it."""
    if not (one.isascii() and other.isascii()):
        return False
    plain, denied = sorted((one, other), key=len)
    if len(plain) < _LEAST or denied in _NOT_DENIED:
        return False
    if _lacking(one, other) or _lacking(other, one):
        return True
    if not denied.endswith(plain) or plain == denied:
        return False
    prefix = denied[: -len(plain)]
    return (
        prefix in _ALWAYS
        or (prefix in _IN and plain not in _NOT_BY_IN)
        or plain.startswith(_STEMS.get(prefix, ("\n",)))
    )


def _lacking(full: str, less: str) -> bool:
    """ "harmful", "harmless"."""
    return full.endswith("ful") and less.endswith("less") and full[:-3] == less[:-4]
