"""What a digest says besides what it carries, in Arabic, French and English. No layout here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DigestWording:
    """The phrases of one language. `{…}` are filled in by `str.format`."""

    #: so many alerts, in words that go with the number
    alerts: Callable[[int], str]
    #: stands in the subject where a topic does
    sender: str
    #: {alerts}: heading of those of one story
    story: str
    #: that the same is told in full under another topic
    elsewhere: str
    #: {alerts}: that so many are told by their headlines alone
    brief: str
    #: {alerts}
    footer: str


def _arabic(n: int) -> str:
    if n in (1, 2):
        return ("تنبيه واحد", "تنبيهان")[n - 1]
    if 3 <= n % 100 <= 10:
        return f"{n} تنبيهات"
    return f"{n} تنبيهًا" if n % 100 > 10 else f"{n} تنبيه"


def _french(n: int) -> str:
    return f"{n} alerte" if n < 2 else f"{n} alertes"


def _english(n: int) -> str:
    return f"{n} alert" if n == 1 else f"{n} alerts"


_WORDINGS: Final[Mapping[str, DigestWording]] = {
    "ar": DigestWording(
        alerts=_arabic,
        sender="مرصد",
        story="نص واحد، {alerts}",
        elsewhere="تفصيله تحت موضوع آخر في هذه الرسالة",
        brief="للإيجاز اقتصرت هذه الرسالة على العنوان في {alerts}.",
        footer="مرصد: {alerts} في رسالة واحدة، ورقم كلٍّ منها بعد علامة #.",
    ),
    "fr": DigestWording(
        alerts=_french,
        sender="Marsad",
        story="Un même texte, {alerts}",
        elsewhere="détaillé sous un autre sujet de ce message",
        brief="Pour faire court, seul le titre est donné pour {alerts}.",
        footer="Marsad : {alerts} en un seul message ; le numéro de chacune suit le signe #.",
    ),
    "en": DigestWording(
        alerts=_english,
        sender="Marsad",
        story="One story, {alerts}",
        elsewhere="told in full under another topic of this message",
        brief="To keep this short, {alerts} are told by headline alone.",
        footer="Marsad: {alerts} in one message; the number of each follows its #.",
    ),
}


def digest_wording_for(language: str) -> DigestWording:
    """The phrases for a language that `pipeline.channels.wording` has."""
    return _WORDINGS[language]
