"""How an edit of one paragraph among others is told, for tests of kinds of edit."""

from __future__ import annotations

import re

from pipeline.edits import compare
from tests.article_data import piece

#: paragraphs that stay as they are, in Arabic and in two other languages
AROUND = (
    "ويضم المعرض أجنحة للفخار والنسيج وصناعة الحلي من مختلف الجهات.",
    "وحضر الافتتاح جمهور غفير من محبي الحرف اليدوية والعائلات.",
)
AUTOUR = (
    "Le marché réunit des potiers et des tisserands de toute la vallée.",
    "The fair brings potters and weavers together from all the valley.",
)


_CHANGE = re.compile(r"\[([^→\]]*)→([^\]]*)\]")


def told_of(changes: str) -> set[str]:
    """The kinds of an edit given as one paragraph with its changes: «قال [المدير→الوالي] إن …»."""
    before, after = (" ".join(_CHANGE.sub(rf"\{side}", changes).split()) for side in (1, 2))
    return told(before, after, AUTOUR if before.isascii() else AROUND)


def told(before: str, after: str, around: tuple[str, ...] = AROUND) -> set[str]:
    """The kinds of an edit that changed the paragraph above others; none if nothing is told."""
    edit = compare(piece(body=(before, *around)), piece(body=(after, *around)))
    return set(edit.kinds) if edit else set()
