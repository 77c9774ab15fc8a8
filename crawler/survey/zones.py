"""Decides in which time zone a site prints its times, by its country and its clock; pure.

Countries and their zones are the IANA database's own (`zone.tab`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from crawler.survey.offsets import Offset
from crawler.survey.records import Certainty, Judged
from pipeline.text import word_set

#: domains of countries that mostly others use
_FOR_ALL: Final = word_set("ac ag ai cc co fm gg io la me nu sc sh st su tk to tv vc ws")
#: domains whose country has another code
_COUNTRIES: Final = {"uk": "GB", "eu": "", "su": "RU"}
#: the zones most people of a country live in, where they are not the first of the database's
_MAIN: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto America/Vancouver",
    "CD": "Africa/Kinshasa",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "RU": "Europe/Moscow",
    "US": "America/New_York America/Chicago America/Los_Angeles America/Denver",
}
#: where most outlets of a language are, in the order of preference
_OF_LANGUAGE: Final = {
    "ar": "Africa/Algiers Africa/Tunis Africa/Casablanca Africa/Cairo Asia/Riyadh Asia/Baghdad"
    " Asia/Beirut Asia/Damascus Asia/Dubai Africa/Tripoli Africa/Khartoum",
    "fr": "Europe/Paris Africa/Algiers America/Toronto Africa/Abidjan",
    "en": "Europe/London America/New_York America/Chicago America/Los_Angeles Australia/Sydney",
    "es": "Europe/Madrid America/Mexico_City America/Argentina/Buenos_Aires America/Bogota",
    "pt": "America/Sao_Paulo Europe/Lisbon",
}
#: languages most of whose outlets are in one country
_OF_ONE_COUNTRY: Final = {
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "fa": "Asia/Tehran",
    "fi": "Europe/Helsinki",
    "he": "Asia/Jerusalem",
    "hu": "Europe/Budapest",
    "id": "Asia/Jakarta",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "nb": "Europe/Oslo",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow",
    "sv": "Europe/Stockholm",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "ur": "Asia/Karachi",
    "vi": "Asia/Ho_Chi_Minh",
}
#: offsets of so many times must agree
_MOST: Final = 200


def judge_zone(
    host: str, languages: Sequence[str], offsets: Iterable[Offset], now: datetime
) -> Judged:
    """The IANA zone of a site's printed times; never None.

    Args:
        host: without a port.
        languages: BCP 47, as the site declares them; their regions count.
        offsets: what its pages and feeds show of its clock.
        now: for telling whether the zones of one country differ.
    """
    seen = _prevailing(list(offsets)[:_MOST])
    for country, sign in _countries(host):
        if zones := _zones_of(country):
            return _by_country(zones, sign, seen, now)
    for country, sign in _regions(languages):  # templates declare countries they are not in
        zones = _zones_of(country)
        if zones and (not seen or any(_fits(zone, seen) for zone in zones)):
            found = _by_country(zones, sign, seen, now)
            return replace(found, certainty=Certainty.LIKELY if seen else Certainty.GUESS)
    if seen:
        return _by_clock(languages, seen)
    spoken = _spoken(languages)
    if zone := _OF_ONE_COUNTRY.get(spoken):
        return Judged(zone, Certainty.GUESS, f"by its language alone, {spoken}")
    why = "nothing tells its zone: write that of the place"
    return Judged("UTC", Certainty.GUESS, why)


def _by_country(zones: tuple[str, ...], sign: str, seen: list[Offset], now: datetime) -> Judged:
    fitting = [zone for zone in zones if seen and _fits(zone, seen)]
    if fitting:
        return Judged(fitting[0], Certainty.SURE, f"{sign}; {_clock(seen)}")
    alike = len({_year(zone, now) for zone in zones}) == 1
    if seen:
        why = f"{sign}, though {_clock(seen)}, which is another zone's"
        return Judged(zones[0], Certainty.GUESS, why)
    if alike:
        return Judged(zones[0], Certainty.LIKELY, f"{sign}; no time on it tells more")
    return Judged(zones[0], Certainty.GUESS, f"{sign}, which has several zones")


def _by_clock(languages: Sequence[str], seen: list[Offset]) -> Judged:
    spoken = _spoken(languages)
    for zone in (_OF_ONE_COUNTRY.get(spoken) or _OF_LANGUAGE.get(spoken, "")).split():
        if _fits(zone, seen):
            why = f"{_clock(seen)}, and its language is {spoken}; other zones have the same time"
            # one time printed near one in UTC may be that of something else
            chance = seen[0].printed and len({one.at for one in seen}) < 2
            return Judged(zone, Certainty.GUESS if chance else Certainty.LIKELY, why)
    hours, rest = divmod(seen[-1].minutes, 60)
    if rest or not -12 <= hours <= 14:
        return Judged("UTC", Certainty.GUESS, f"{_clock(seen)}: write the zone of the place")
    zone = f"Etc/GMT{-hours:+d}"  # POSIX has the sign the other way round
    why = f"{_clock(seen)}; a zone without summer time: write the place's own if it has one"
    return Judged(zone, Certainty.GUESS, why)


def _prevailing(offsets: list[Offset]) -> list[Offset]:
    """The offsets to go by: those written behind times if there are any, and the most frequent.

    Summer and winter time are an hour apart, and both count.
    """
    written = [one for one in offsets if not one.printed]
    chosen = written or offsets
    counts = Counter(one.minutes for one in chosen)
    if not counts:
        return []
    most, number = counts.most_common(1)[0]
    near = {
        minutes
        for minutes, times in counts.items()
        if abs(minutes - most) in (0, 60) and 3 * times >= number
    }
    kept = [one for one in chosen if one.minutes in near]
    return sorted(kept, key=lambda one: one.at)


def _fits(zone: str, seen: list[Offset]) -> bool:
    place = ZoneInfo(zone)
    return all(
        one.at.astimezone(place).utcoffset() == timedelta(minutes=one.minutes) for one in seen
    )


def _clock(seen: list[Offset]) -> str:
    sorts = dict.fromkeys(one.minutes for one in seen)
    shown = " and ".join(map(_shown, sorts))
    if seen[0].printed:
        return f"it prints times {shown} beside the same ones in UTC"
    return f"its times carry {shown}"


def _spoken(languages: Sequence[str]) -> str:
    return (languages[0] if languages else "").replace("_", "-").partition("-")[0].lower()


def _shown(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _countries(host: str) -> Iterator[tuple[str, str]]:
    """ISO code of the country that its domain is of, with the sign that tells it."""
    domain = host.rpartition(".")[2].lower()
    if domain not in _FOR_ALL and (code := _COUNTRIES.get(domain, domain.upper())):
        yield code, f"its domain is .{domain}"


def _regions(languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The countries in its languages: TN of ar-TN."""
    for tag in languages:
        for part in tag.replace("_", "-").split("-")[1:]:
            if len(part) == 2 and part.isalpha():
                yield part.upper(), f"its language is {tag}"


def _year(zone: str, now: datetime) -> tuple[timedelta | None, ...]:
    """The zone's offsets in the four seasons around a time."""
    days = (now + timedelta(days=91 * quarter) for quarter in range(4))
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in days)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[code] = (*found.get(code, ()), zone)
    return found


def _zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country, those of most people first."""
    zones, main = _table().get(country, ()), _MAIN.get(country, "").split()
    return (*main, *(one for one in zones if one not in main))
