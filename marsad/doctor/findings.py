"""What a check finds, and how findings of many alike become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

#: `warn`: it works, and may not for long, or not as it is meant to; `bad`: it does not work
Verdict = Literal["ok", "warn", "bad"]

#: findings of a kind that are told one by one
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    verdict: Verdict
    told: str
    #: what to do; empty when it is well
    advice: str = ""


def together(
    check: str, troubles: Sequence[Finding], asked: int, all_well: str
) -> Iterator[Finding]:
    """The troubles of many alike, the first of them one by one; where there are none, that.

    Args:
        asked: how many were looked at; of none nothing is said.
    """
    if asked and not troubles:
        yield Finding(check, "ok", all_well)
    yield from troubles[:_MOST]
    if more := troubles[_MOST:]:
        told = f"… and {len(more)} more of {asked}"
        yield Finding(check, worst(more), told, troubles[0].advice)


def worst(findings: Iterable[Finding]) -> Verdict:
    found = {one.verdict for one in findings}
    return "bad" if "bad" in found else "warn" if "warn" in found else "ok"
