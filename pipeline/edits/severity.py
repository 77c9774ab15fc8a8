"""How much an edit matters: high, medium, low or none, from its kinds by a table.

docs/edits.md prints the table; a topic may override it. The highest kind decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from config.edit_kinds import EditKind, Severity
from pipeline.edits.counting.numbers import figures
from pipeline.edits.sourcing.quotations import with_quotations
from pipeline.edits.words import words_of
from pipeline.records import KindEvidence

SEVERITIES: Final[tuple[Severity, ...]] = ("none", "low", "medium", "high")

DEFAULTS: Final[Mapping[EditKind, Severity]] = {
    "headline": "medium",
    "headline test": "none",
    "figures": "high",
    "quote": "high",
    "names": "high",
    "negation": "high",
    "attribution": "medium",
    "correction": "high",
    "addition": "medium",
    "removal": "medium",
    "rewrite": "high",
    "wording": "low",
    "spelling": "low",
    "formatting": "none",
    "metadata": "low",
    "touched": "none",
    "template": "none",
}
#: figures that a removed text is weighed by: amounts, scores and dates, not «اليوم» or «الأول»
_WEIGHTY: Final = frozenset({"n", "parts", "rough", "month"})


def severity_of(
    kinds: Iterable[str],
    evidence: Iterable[KindEvidence],
    overrides: Mapping[EditKind, Severity] | None = None,
) -> Severity:
    """The severity of an edit.

    Args:
        kinds: of the edit; one that the table does not have is `medium`.
        evidence: of the edit: what was removed is looked at for figures and quotations.
        overrides: what a topic's configuration says of some kinds. A kind it names is as severe
            as it says, a removal of figures and a turned headline too.
    """
    evidence = tuple(evidence)
    found = [_by(overrides or {}, kind) or _default(kind, evidence) for kind in kinds]
    return max(found, key=SEVERITIES.index, default="none")


def at_least(least: Severity) -> tuple[Severity, ...]:
    """The severities that are no less than one."""
    return SEVERITIES[SEVERITIES.index(least) :]


class Weighed(Protocol):
    """An edit, or what of it tells how much it matters; see `pipeline.records.EditData`."""

    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def severity(self) -> str | None: ...
    @property
    def evidence(self) -> tuple[KindEvidence, ...]: ...


def topic_severity(edit: Weighed, overrides: Mapping[EditKind, Severity]) -> str | None:
    """How much an edit matters to a topic; the stored severity where nothing is overridden."""
    if not overrides or not edit.kinds:
        return edit.severity
    return severity_of(edit.kinds, edit.evidence, overrides)


def _default(kind: str, evidence: Iterable[KindEvidence]) -> Severity:
    if kind == "removal" and any(one.kind == kind and _weighs(one.before) for one in evidence):
        return "high"
    return _by(DEFAULTS, kind) or "medium"


def _by(table: Mapping[EditKind, Severity], kind: str) -> Severity | None:
    return next((severity for name, severity in table.items() if name == kind), None)


def _weighs(text: str) -> bool:
    """Whether a text holds figures or a quotation."""
    words, tail = words_of(text)
    if any(word.quotation for word in with_quotations(words)):
        return True
    return any(figure.value[0] in _WEIGHTY for figure in figures(words, tail))
