"""Decides when a changed reading counts: at once, once others show it too, or never.

    a reading of the article is held against its latest version, without what is known to waver
    the same                    Stands: what was pending was noise
    the stamp alone moved       Confirmed at once
    a live page grew at its head, and was kept lately   Grows: the next snapshot will have it
    changed                     Waits, until enough readings in a row share the change: Confirmed
    other words at every fetch  Dropped, after so many readings
    a title that comes and goes HeadlineTest

Pure: what readings share is `pipeline.confirmation.noise`'s to tell, and nothing is stored here.
The rule and its reasons are in docs/noise.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from pipeline.confirmation.noise import LINES, Shared, alike, line, shared, text_key, texts_of
from pipeline.confirmation.passing_time import in_step
from pipeline.confirmation.wavering import COMES_AND_GOES
from pipeline.edits import compare
from pipeline.edits.alignment import title_sentence
from pipeline.edits.notices import is_notice
from pipeline.edits.severity import severity_of
from pipeline.records import ArticleData, EditData, KindEvidence

#: readings in a row that must share a change
_ENOUGH: Final = 2
#: the same with the readings that showed the version before: of a page that was seen once, nobody
#: knows what it shows in turn
_ENOUGH_IN_ALL: Final = 5
#: the same for a title that changed alone: half of the readers may be shown another
_ENOUGH_OF_TITLES: Final = 8
#: the same for a title, or a paragraph that came or went as a whole, on a source whose pages are
#: seen to waver
_ENOUGH_OF_NOISY: Final = 12
#: the same where a paragraph that changed stands in another article of the source too, came or
#: went there, or came and went here before
_FOR_SUSPECTS: Final = 8
#: so many other articles that carry a paragraph, or on whose pages it came and went, make it the
#: outlet's, not the article's
FURNITURE: Final = 3
#: times that a paragraph came or went after which it must be shown by more readings
_CAME_AND_WENT: Final = 2
#: readings in a row for a title that goes back to one that stood lately, and for the end of a test
FOR_TITLES: Final = 16
#: a title that stood for so long was no test
STOOD: Final = timedelta(hours=2)
#: readings after which a change that no two of them share is dropped
_MOST_READINGS: Final = 4
#: a live page's additions are kept as a version no more often
SNAPSHOT_EVERY: Final = timedelta(minutes=30)
#: pairs of changed paragraphs that are looked at
_MOST_PAIRS: Final = 400
#: paragraphs at the head of a live page that may stand above its newest entry
_MOST_LEDE: Final = 3
#: edits in a row that only added at the head, after which a page is taken for a live one
GROWS_LIKE_A_LIVE_PAGE: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it is known when a reading is held against it."""

    #: the latest version, as the extractor of the readings reads it
    version: ArticleData
    #: since that version was first fetched
    age: timedelta = timedelta(0)
    #: since the last edit was written
    quiet: timedelta = timedelta(0)
    #: full readings in a row that showed it
    steady: int = 1
    #: `text_key` of a paragraph → how often it came or went on this page
    flips: Mapping[str, int] = field(default_factory=dict)
    #: `text_key` of a paragraph → how many other articles of the source carry it
    carried: Mapping[str, int] = field(default_factory=dict)
    #: `text_key` of a paragraph → how often it came or went on each other page of the source where
    #: it did, and not only as it did here
    elsewhere: Mapping[str, Sequence[int]] = field(default_factory=dict)
    #: titles that are known to alternate with the version's, or came and went once
    titles: frozenset[str] = frozenset()
    #: titles of earlier versions that were given up less than `STOOD` ago
    titles_before: frozenset[str] = frozenset()
    #: other pages of the source were seen to waver
    noisy: bool = False
    #: its additions at the head came one after another
    grows: bool = False
    #: the source wants no second fetch
    at_once: bool = False

    @property
    def tests_headlines(self) -> bool:
        return self.version.title in self.titles


@dataclass(frozen=True, slots=True)
class Stands:
    """The page shows the version, as far as it does not waver."""

    #: paragraphs that stood in a known promo's place
    rotated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waits:
    """The change is not shown by enough readings yet."""

    rotated: frozenset[str] = frozenset()
    #: so many more readings must share it; 0: no two of them share anything
    more: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """No two readings agree: none of it is an edit."""

    rotated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grows:
    """A live page has new entries at its head, and was kept less than `SNAPSHOT_EVERY` ago."""


@dataclass(frozen=True, slots=True)
class HeadlineTest:
    """The title alone alternates between variants."""

    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A new version: the latest one with what enough readings share."""

    data: ArticleData
    edit: EditData
    #: index of the first reading that shows it, the one judged being the last
    first: int
    rotated: frozenset[str] = frozenset()


Verdict = Stands | Waits | Dropped | Grows | HeadlineTest | Confirmed


def judge(known: Known, earlier: Sequence[ArticleData], reading: ArticleData) -> Verdict:
    """What a reading is to an article.

    Args:
        known: the article.
        earlier: what is pending: the readings before this one, in a row, that differed from the
            version; one for each fetch.
        reading: what was read now, by the same extractor as all others.
    """
    wavering = _wavering(known, (*earlier, reading))
    run = [_comparable(known, one) for one in (*earlier, reading)]
    now = shared(known.version, run[-1:], wavering)
    edit = compare(known.version, now.data)
    if edit is None:
        alternated = earlier and _by_title_alone(known, run[0], wavering)
        if alternated and run[0].title in known.titles | known.titles_before:
            return HeadlineTest(frozenset((run[0].title, known.version.title)))
        return Stands(now.rotated)
    if edit.kinds == ("touched",):
        return Confirmed(now.data, edit, len(earlier), now.rotated)
    retitled = _by_title_alone(known, run[-1], wavering)
    if retitled and not earlier and _alternates(known, reading.title):
        return HeadlineTest(frozenset((reading.title, known.version.title)))
    is_live = known.version.live or reading.live or known.grows
    if is_live and known.quiet < SNAPSHOT_EVERY and grew_at_head(known.version, now.data):
        return Grows()
    # a title that goes back may be tested, whatever the source wants
    if known.at_once and not (retitled and reading.title in known.titles_before):
        return Confirmed(now.data, edit, len(earlier), now.rotated)
    return _of_changed(known, run, wavering, retitled=retitled)


def _alternates(known: Known, title: str) -> bool:
    """Whether a title is known to, or both it and the version's were given up for each other."""
    return title in known.titles or {title, known.version.title} <= known.titles_before


def _of_changed(
    known: Known, run: Sequence[ArticleData], wavering: frozenset[str], *, retitled: bool
) -> Verdict:
    found = shared(known.version, run[-_ENOUGH:], wavering)
    rotated = shared(known.version, run[-1:], wavering).rotated | found.rotated
    needed = _needed(known, found, retitled=retitled)
    if needed > len(run):
        return Waits(rotated, needed - len(run))
    found = shared(known.version, run[-needed:], wavering)
    edit = compare(known.version, found.data)
    if edit is None or edit.kinds == ("touched",):
        return Waits(rotated) if len(run) < max(needed, _MOST_READINGS) else Dropped(rotated)
    return Confirmed(found.data, edit, _first(known, run, needed, wavering, found), rotated)


def _needed(known: Known, found: Shared, *, retitled: bool) -> int:
    """How many readings must share what the last ones share."""
    if retitled and found.data.title in known.titles_before:
        return FOR_TITLES
    # nobody moves a stamp for a test
    retitled = retitled and found.data.modified == known.version.modified
    changed = texts_of(known.version) ^ texts_of(found.data)
    keys = {text_key(text) for text in changed}
    least = _FOR_SUSPECTS if any(_is_suspect(known, key) for key in keys) else _ENOUGH
    in_all = _ENOUGH_OF_TITLES if retitled else _ENOUGH_IN_ALL
    if known.noisy and (retitled or _came_or_went(known.version, found.data)):
        in_all = _ENOUGH_OF_NOISY
    return max(least, in_all - known.steady)


def _is_suspect(known: Known, key: str) -> bool:
    """Whether a paragraph that came or went may be none of the piece's."""
    flips = known.flips.get(key, 0)
    return bool(known.carried.get(key) or known.elsewhere.get(key)) or flips >= _CAME_AND_WENT


def _came_or_went(version: ArticleData, changed: ArticleData) -> bool:
    """Whether a paragraph or line came or went that is no version of another."""
    if any(line(name, version) != line(name, changed) for name in LINES):
        return True
    old, new = set(version.body), set(changed.body)
    gone, came = sorted(old - new), sorted(new - old)
    if len(gone) != len(came) or len(gone) * len(came) > _MOST_PAIRS:
        return True
    return any(not any(alike(one, other) for other in came) for one in gone)


def _first(
    known: Known,
    run: Sequence[ArticleData],
    needed: int,
    wavering: frozenset[str],
    found: Shared,
) -> int:
    """Since which reading the page has shown what is confirmed."""
    first = len(run) - needed
    while first:
        longer = shared(known.version, run[first - 1 :], wavering)
        if compare(found.data, longer.data) is not None:
            break
        first -= 1
    return first


def headline_test(before: ArticleData, after: ArticleData) -> EditData:
    """The record of a title that alternates."""
    edit = compare(before, after)
    return EditData(
        changes=edit.changes if edit else (),
        stealth=False,
        substantive=True,
        title_before=before.title,
        title_after=after.title,
        kinds=("headline test",),
        severity=severity_of(("headline test",), ()),
        evidence=(headline_evidence(before.title, after.title),),
    )


def headline_evidence(before: str, after: str) -> KindEvidence:
    return KindEvidence("headline test", None, before, after)


def same(one: ArticleData, other: ArticleData) -> bool:
    """Whether two readings show the same."""
    return compare(one, other) is None


# --- what is known to waver ---------------------------------------------------------


def _wavering(known: Known, readings: Sequence[ArticleData]) -> frozenset[str]:
    """Keys of the paragraphs that are no part of the piece."""
    marked = {key for key, times in known.flips.items() if times >= COMES_AND_GOES}
    furniture = {key for key, times in known.carried.items() if times >= FURNITURE}
    furniture |= {
        key
        for key, pages in known.elsewhere.items()
        if sum(flips >= _CAME_AND_WENT for flips in pages) >= FURNITURE
    }
    if furniture:
        # that the outlet corrects many pieces in the same words makes its notices no furniture
        texts = {text for one in (known.version, *readings) for text in one.body}
        furniture -= {text_key(text) for text in texts if _is_notice(text)}
    return frozenset(marked | furniture)


def _is_notice(text: str) -> bool:
    sentence = title_sentence(text)
    return sentence is not None and is_notice(sentence)


def _comparable(known: Known, reading: ArticleData) -> ArticleData:
    """A reading without what is known to alternate, and without time that merely passed."""
    version = known.version
    if known.tests_headlines and reading.title in known.titles:
        reading = replace(reading, title=version.title)
    body = in_step(version.body, reading.body, known.age)
    return reading if body == reading.body else replace(reading, body=body)


def _by_title_alone(known: Known, reading: ArticleData, wavering: frozenset[str]) -> bool:
    version = known.version
    if reading.title == version.title:
        return False
    now = shared(version, [replace(reading, title=version.title)], wavering).data
    edit = compare(version, now)
    return edit is None or edit.kinds == ("touched",)


def grew_at_head(before: ArticleData, after: ArticleData) -> bool:
    """Whether the only change is that paragraphs came at the head of the text."""
    old, new = before.body, after.body
    grown = len(new) - len(old)
    rest = replace(after, body=old, modified=before.modified)
    if grown <= 0 or compare(before, rest) is not None:
        return False
    head = 0
    while head < len(old) and old[head] == new[head]:
        head += 1
    # where what came begins like what it came before, it may have come earlier
    return any(
        new[:at] == old[:at] and new[at + grown :] == old[at:]
        for at in range(min(head, _MOST_LEDE, len(old) - 1) + 1)
    )
