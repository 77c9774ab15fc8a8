"""Whether a change makes a sentence deny what its other version says, or the reverse.

A negation counts where what it negates stands in both versions; one that comes with words of
its own («… ولم يدل بتصريح») denies nothing that was said. A word put for its contrary turns the
sense too. Which words deny is `denials`'s, and what other changes of the sentence
take up `pipeline.edits.denying.handed_on`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.denying.denials import BETWEEN, denies, is_particle, only_measures
from pipeline.edits.denying.handed_on import (
    handed_on,
    refuses_the_contrary,
    says_the_contrary,
    taken_back,
    told_elsewhere,
    undoes,
    undone,
)
from pipeline.edits.denying.roots import of_one, of_one_verb, roots, stem
from pipeline.edits.denying.turns import (
    FAR,
    MOST_HUNKS,
    contrary,
    contrary_beside,
    denied_by,
    denying,
)
from pipeline.edits.hunks import Comparison, Hunk
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Sentence

#: of what denies, what only says that something was not there («دون إنذار»), or is of the word
#: after it («غير», «عدم»)
_LACKING: Final = keys("دون بدون بلا غير عدم sans without")
#: a replacement of more words than this turns a sense only if it keeps what is negated
_SHORT: Final = 4
#: words put for so few others are taken for their contrary
_SHORTEST: Final = 3


def turned(compared: Comparison, hunk: Hunk) -> bool:
    """Whether a change makes a sentence deny what it said, or say what it denied."""
    before, after = compared.before, compared.after
    said = contrary(compared, hunk)
    old, new = denying(compared, hunk)
    if said and (said.before in old or said.after in new):
        said = None  # «فشل» was counted
    if denies(before, old) == denies(after, new):
        if said:
            return not (
                undone(before, said.before, old) != undone(after, said.after, new)
                or taken_back(compared, hunk)
                or told_elsewhere(compared, hunk, said)
                or refuses_the_contrary(compared, hunk, said)
            )
        if not (old or new) and contrary_beside(compared, hunk):
            return True
        return _denies_another(before, old, hunk.i_end, after, new, (hunk.j, hunk.j_end))
    if says_the_contrary(compared, old, new):
        return False  # «غير مذنب», «بريء»
    if undoes(compared, hunk):
        return False  # « recommandent de ne pas », « déconseillent de »
    if said:
        return True  # «منخفضة وأنها صالحة», «مرتفعة وأنها غير صالحة»
    if handed_on(compared, hunk):
        return False
    if len(old) > len(new):
        return _bears(before, old, hunk.i_end, after, (hunk.j, hunk.j_end), hunk.i_end - hunk.i)
    return _bears(after, new, hunk.j_end, before, (hunk.i, hunk.i_end), hunk.j_end - hunk.j)


def _denies_another(
    before: Sentence,
    found: list[int],
    end: int,
    after: Sentence,
    new: list[int],
    span: tuple[int, int],
) -> bool:
    """Whether both versions deny, and what one denies the other says: «ليس نهائيا وقابل …»."""
    start, stop = span
    # «بلا غذاء», «يفتقرون إلى الغذاء»
    verb = next((at for at in new if not is_particle(after.words[at].key)), stop)
    said = {
        stem(after.words[at].key)
        for at in range(start, min(stop, start + MOST_HUNKS, verb))
        if at == 0 or not is_particle(after.words[at - 1].key)
    }
    denied = (at + 1 for at in found if at + 1 < end and is_particle(before.words[at].key))
    return any(
        not is_common(before.words[at].key) and stem(before.words[at].key) in said for at in denied
    )


def _bears(
    sentence: Sentence,
    found: list[int],
    end: int,
    other: Sentence,
    span: tuple[int, int],
    length: int,
) -> bool:
    """Whether what is negated stands in the other version too."""
    replaced = [word.key for word in other.words[span[0] : span[1]]]
    longest = max(length, len(replaced))
    lacking = all(not _LACKING.isdisjoint(bare(sentence.keys[at])) for at in found)
    if replaced and longest <= _SHORT and not all(only_measures(sentence, at) for at in found):
        says = sum(not is_common(key) for key in replaced)
        if lacking:  # «قانوني», «غير شرعي»; not "without power", "in the dark"
            denied = [key for at in found for key in denied_by(sentence, at)[:1]]
            if any(of_one(one, two) for one in denied for two in replaced):
                return True
        elif longest <= _SHORTEST or says <= 1:
            return True
    for at in found:
        if sentence.words[at].key.isascii() and length <= _SHORT and not lacking:
            return True
        place = at + 1
        while place < end and sentence.words[place].key in BETWEEN:
            place += 1
        if place >= end:
            return place < len(sentence.words)
        verbs = [sentence.keys[near] for near in dict.fromkeys((at + 1, place))]
        if any(of_one_verb(key, verb) for key in replaced for verb in verbs):
            return True
        if not roots(replaced).isdisjoint(roots(sentence.keys[at + 1 : min(end, at + FAR)])):
            return True
    return False
