"""Which small words of French and English deny: « ne … pas », "not", "without", but no "No. 2".

« ne … que », "not only", « pas moins de » and the like only limit what they stand before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.sourcing.speech import keys

_LATIN: Final = keys(
    """
    pas jamais aucun aucune nul nulle rien guère sans ne n ni non
    not never without cannot no none neither nor nobody nothing nowhere hardly barely scarcely
    """
)
#: of these, what is one with the word after the verb: « n'a [pas] réussi »
_FIRST_OF_TWO: Final = keys("ne n")
SECOND_OF_TWO: Final = keys("pas jamais aucun aucune nul nulle rien guère ni personne plus")
#: « sans », "without"
_WITHOUT_LATIN: Final = keys("sans without")
LATIN_DENIALS: Final = _LATIN | SECOND_OF_TWO
#: of these, what denies only beside « ne »: « il n'est [plus] », « [personne] n'est »
_BESIDE_FIRST: Final = keys("personne plus")
#: « ne » denies by itself before these; in « avant qu'il ne parte » it says nothing
_BY_FIRST: Final = keys("peut peuvent pouvait saurait sauraient sait ose osent cesse cessent")
#: after the verb, with which « ne » only limits: « n'a [que] deux bus »
_ONLY: Final = keys("que qu")
#: words after « ne » among which it stands
_NEAR: Final = 3
_VERB: Final = 5
#: « sans surprise » denies nothing
_NOTHING_LACKS: Final = keys(
    """
    surprise doute cesse conteste équivoque ambages tarder détour compter oublier précédent attendre
    doubt fail exception question precedent
    """
)
#: a word that denies, and what after it makes something else of it: "not only", « pas seulement »
_OF_TWO: Final = frozenset(
    {("not", "only"), ("not", "just"), ("not", "merely"), ("not", "least"), ("not", "simply")}
    | {("no", "doubt"), ("no", "wonder"), ("no", "matter"), ("no", "sooner"), ("nothing", "but")}
    | {("pas", "seulement"), ("pas", "uniquement"), ("non", "seulement"), ("non", "plus")}
    | {("n", "cesse"), ("rien", "que")}
)
#: after "no", « pas »: measures that are only said another way, « pas [moins de] 200 »
_MEASURES: Final = keys("fewer less more later earlier moins")
_THAN: Final = keys("than de d")
#: before a word that denies, and leaves open whether: "whether [or] not", « [ou] non », "[if] not"
_OR: Final = keys("or ou if")
#: after "not", with which it only limits: "did not open [until] May"
_UNTIL: Final = "until"
#: words after "not" among which it stands
_CLAUSE: Final = 6


def denies_in_latin(words: Sequence[str], at: int, end: int | None) -> bool:
    """Whether a word that may deny does: not in "No. 2", "not only", « pas moins de »."""
    key = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if key in _FIRST_OF_TWO:
        return after in _BY_FIRST and SECOND_OF_TWO.isdisjoint(words[at + 1 : at + 1 + _VERB])
    if key in _BESIDE_FIRST and not _beside_first(words, at):
        return False
    if key in _WITHOUT_LATIN and after in _NOTHING_LACKS:
        return False
    if key in ("no", "non") and after[:1].isdigit():
        return False
    measures = after in _MEASURES and not _THAN.isdisjoint(words[at + 2 : at + 3])
    if at + 1 != end and ((key, after) in _OF_TWO or measures):
        return False  # where it alone came or went, what stays says the contrary by itself
    if limits_in_latin(words, at):
        return False
    return not (at > 0 and words[at - 1] in _OR and key in ("not", "non"))


def limits_in_latin(words: Sequence[str], at: int) -> bool:
    """Whether "not" only says from when on: "not open until May"."""
    return words[at] == "not" and _UNTIL in words[at + 1 : at + 1 + _CLAUSE]


def _beside_first(words: Sequence[str], at: int) -> bool:
    """Whether « ne » stands before « plus » (not « plus que »), or near « personne »."""
    if words[at] == "plus":
        only = at + 1 < len(words) and words[at + 1] in _ONLY
        return not (only or _FIRST_OF_TWO.isdisjoint(words[max(0, at - _VERB + 1) : at]))
    return not _FIRST_OF_TWO.isdisjoint(words[max(0, at - _VERB) : at + _NEAR])
