"""Reads each date of a line by the label before it: published, modified, or none.

Which words a page puts around the line, and which of its lines to trust, is the page
readers' matter.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, Literal, NamedTuple

from pipeline.dates.printed import read_stamp
from pipeline.dates.wording import LONGEST
from pipeline.folding import fold
from pipeline.records import Stamp

Label = Literal["published", "modified"]


class LabelledStamp(NamedTuple):
    """A date with what its label says it is."""

    #: None: it has no label that is known
    label: Label | None
    stamp: Stamp


_PUBLISHED: Final = (
    "نشر نشرت نُشرت تاريخ_النشر تم_النشر أضيف أضيفت كتب published posted first_published"
    " publication_date created added publié publiée posté mis_en_ligne créé paru veröffentlicht"
    " erstellt publicado publicada pubblicato pubblicata yayınlanma yayın_tarihi diterbitkan"
    " dipublikasikan انتشار"
)
_MODIFIED: Final = (
    "آخر_تحديث آخر_تعديل أخر_تحديث أخر_تعديل تم_التحديث تم_التعديل تاريخ_التحديث حدثت حُدِّث محدث"
    " تحديث تعديل عدل updated last_updated last_update update modified last_modified edited"
    " màj mis_à_jour mise_à_jour dernière_mise_à_jour modifié modifiée dernière_modification"
    " actualisé aktualisiert zuletzt_aktualisiert zuletzt_geändert stand actualizado"
    " última_actualización aggiornato ultimo_aggiornamento atualizado última_atualização"
    " güncelleme güncellenme son_güncelleme diperbarui dikemaskini"
)
_LISTED: Final[dict[Label, str]] = {"published": _PUBLISHED, "modified": _MODIFIED}
_LABELS: Final[dict[str, Label]] = {
    fold(name).lower().replace("_", " "): label
    for label, listed in _LISTED.items()
    for name in listed.split()
}
_LABEL: Final = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s{1,3}")
        for name in sorted(_LABELS, key=len, reverse=True)
    )
    + r")(?![^\W_])",
    re.IGNORECASE,
)


def labelled_stamps(
    text: str, zone: str, *, language: str | None = None, fetched_at: datetime | None = None
) -> tuple[LabelledStamp, ...]:
    """Reads every date of a line with its label.

    Args:
        text: at most 200 characters, such as «نشر في 23 جانفي 2026 | آخر تحديث: 24 جانفي 2026».
        zone: as for `read_stamp`, as are the others.
        language: BCP 47, of the page.
        fetched_at: aware, when the page was had.

    Returns:
        In order, a stretch that cannot be read for certain left out, and both of two
        stretches that carry one label and different dates.

    Raises:
        ZoneInfoNotFoundError: there is no such zone.
    """
    if len(text) > LONGEST:
        return ()
    folded = fold(text)
    borders = list(_LABEL.finditer(folded))
    ends = [found.start() for found in borders] + [len(folded)]
    stretches: list[tuple[Label | None, str]] = [(None, folded[: ends[0]])]
    for found, end in zip(borders, ends[1:], strict=True):
        label = _LABELS[" ".join(found[0].lower().split())]
        stretches.append((label, folded[found.end() : end]))
    told = [
        LabelledStamp(label, stamp)
        for label, stretch in stretches
        if isinstance(
            stamp := read_stamp(stretch, zone, language=language, fetched_at=fetched_at), Stamp
        )
    ]
    return tuple(
        one
        for one in told
        if {other.stamp for other in told if other.label == one.label} == {one.stamp}
    )
