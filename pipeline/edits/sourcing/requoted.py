"""Finds quotations that were put for others in the mouth of the same speaker.

So few words stayed that the sentences are no versions of one: «وقالت المديرة: "لا يمكن أن نتهم أي
طرف"», «وقالت المديرة: "لن نتحدث عن أحد قبل نهاية البحث"».
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Sentence

#: words that lead to a quotation, a verb of saying and who says it
_LEAST_LEAD, _LONGEST_LEAD = 2, 12


def requoted(
    gone: Sequence[Sentence], come: Sequence[Sentence]
) -> tuple[tuple[Sentence, Sentence], ...]:
    """Pairs of a sentence that went and one that came which lead to their quotations alike."""
    leads: dict[tuple[str, ...], Sentence] = {}
    for one in gone:
        if lead := _lead(one):
            leads.setdefault(lead, one)
    found = []
    for other in come:
        lead = _lead(other)
        if lead and lead in leads:
            found.append((leads.pop(lead), other))
    return tuple(found)


def _lead(sentence: Sentence) -> tuple[str, ...]:
    """The words before a quotation by which somebody is said to say it; () where none do."""
    length = next((at for at, word in enumerate(sentence.words) if word.quotation), 0)
    lead = sentence.keys[:length]
    if not _LEAST_LEAD <= length <= _LONGEST_LEAD or not any(stem(key) in SPEECH for key in lead):
        return ()
    return lead
