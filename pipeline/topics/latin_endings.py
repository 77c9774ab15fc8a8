"""What an English or French word may be without its plural: armies, journaux, women.

As light as `pipeline.arabic_endings` is for Arabic: no stems, no verbs, no feminine forms.
"""

from __future__ import annotations

from typing import Final

#: English and French words that end in s and are no plurals, or of which the rest is another
_NO_PLURALS = frozenset(
    """
    news pays corps cours fils temps sens mars jeans series species means mathematics economics
    politics physics ethics athletics gas plus moins sans dans tres vers hors ailleurs toujours
    lors alors jadis fonds poids bras repas acces proces succes progres congres deces exces
    discours recours parcours concours secours velours deux mieux mais yes always perhaps
    wales brussels athens james charles jules georges jacques hermes ares achilles naples
    athletes arts les des ces ses mes tes aux eaux ceux tous nous vous sous abus obus carlos
    marcos santos chaos propos
    """.split()  # noqa: SIM905
)
#: what becomes of words in sis: crises, analyses; «bases» are sooner of base than of basis
_OF_SIS = ("ises", "yses", "oses", "eses")
#: those in as and is, of which most are none: Hamas, Abbas, Paris, mois
_PLURALS = frozenset("visas cameras medias mafias amis ennemis partis".split())  # noqa: SIM905
#: Plurals that no rule makes. Not here are those that are sooner another word: *leaves*, of people
#: who go; nor *people*, which is more than persons.
_OWN_PLURALS: Final = {
    **{
        f"{who}men": f"{who}man"
        for who in """
        wo police fire gun fisher business spokes chair congress service country states law clergy
        camera sales work crafts french english irish dutch noble sea air militia tribes sports
        council gentle post alder assembly anchor
        """.split()  # noqa: SIM905 - a list that people read and mend
    },
    **{
        f"{who}women": f"{who}woman"
        for who in ("business", "spokes", "congress", "service", "police", "chair", "sports")
    },
    "men": "man",
    **{f"{whose}children": f"{whose}child" for whose in ("", "grand", "school")},
    **{f"{whose}wives": f"{whose}wife" for whose in ("", "mid", "house")},
    "lives": "life",
    "thieves": "thief",
    "knives": "knife",
    "wolves": "wolf",
    "travaux": "travail",
    "vitraux": "vitrail",
    "coraux": "corail",
    "baux": "bail",
    "yeux": "oeil",
}
_PLURAL_OF: Final = {noun: plural for plural, noun in _OWN_PLURALS.items()}


def latin_nouns(word: str) -> frozenset[str]:
    """An English or French plural and what it is of: armies → army, militaires → militaire."""
    if word in _OWN_PLURALS:
        return frozenset((word, _OWN_PLURALS[word]))
    found = {word}
    if len(word) < 4 or word in _NO_PLURALS or not word.isalpha():
        return frozenset(found)
    if word.endswith("ies"):
        found |= {word[:-3] + "y", word[:-1]}
    elif word.endswith("aux"):
        found |= {word[:-2] + "l", word[:-1]}
    elif word.endswith(("eux", "oux")):
        found.add(word[:-1])
    elif word.endswith(("ches", "shes", "sses", "uses", "xes", "zes", "oes")):
        found |= {word[:-2], word[:-1]}
    elif word.endswith(_OF_SIS):
        found |= {word[:-2] + "is", word[:-1]}
    elif word[-1] == "s" and (word[-2] not in "ais" or word in _PLURALS):
        found.add(word[:-1])
    return frozenset(found)


def latin_begun_otherwise(noun: str) -> frozenset[str]:
    """The plural of a noun that no rule makes: «women» for «woman»."""
    return frozenset((_PLURAL_OF[noun],)) if noun in _PLURAL_OF else frozenset()
