"""What the short texts around a K2 article mean: dates, labels, counters, buttons.

A line counts as such only when nothing in it is left over, so that a paragraph that happens
to begin with «نشر في» stays a paragraph. Where on the page a line stands does not matter
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from pipeline.dates import Dating
from pipeline.extract import k2_phrases as phrases
from pipeline.folding import fold
from pipeline.press.credits import is_byline
from pipeline.records import Precision, Stamp
from pipeline.text import word_set


class Kind(Enum):
    """What a stretch of text beside an article tells."""

    PUBLISHED = auto()
    MODIFIED = auto()
    SECTION = auto()
    BYLINE = auto()
    HITS = auto()
    TAGS = auto()


class Fact(NamedTuple):
    """One thing that a line tells; what does not belong to its kind is empty."""

    kind: Kind
    #: without its label: the section, the byline, the tags
    text: str = ""
    #: None where a date is printed that cannot be read («منذ 3 ساعات»)
    stamp: Stamp | None = None
    number: int | None = None


_BARE_NUMBER: Final = re.compile(rf"[(\[]?\s*{phrases.NUMBER}\s*[)\]]?")
_DATE_THEN_HITS: Final = re.compile(
    r"(?P<date>.*?(?:\d{1,2}:\d\d(?::\d\d)?|(?:19|20)\d\d)(?:\s*(?:[صم]|صباحا|مساء|[ap]m))?)"
    rf"[\s|(\[–-]*?(?P<hits>{phrases.NUMBER})\s*[)\]]?",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"\s*[|•·¦]\s*")
_SENTENCE: Final = re.compile(r"[.؟!…](?:\s|$)")
_YEAR: Final = re.compile(r"\b\d{4}\b")
_CORE: Final = re.compile(r"\d(?:.*\d)?", re.DOTALL)
_WORD: Final = re.compile(r"[^\W\d_]+")

#: in characters, or words
_LONGEST_LINE: Final = 300
_LONGEST_VALUE: Final = 80
_MOST_WORDS: Final = 8
_MOST_WORDS_AT_END: Final = 10

#: what may stand around a printed date besides its own words
_AROUND_DATES: Final = word_set(
    fold(
        """
        الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت أحد اثنين ثلاثاء أربعاء خميس
        جمعة سبت ص م صباحا مساء ظهرا ليلا صباح مساءا هـ في يوم على الساعة ساعة بتوقيت غرينتش
        غرينيتش الجزائر تونس المغرب الموافق لـ gmt utc cet lundi mardi mercredi jeudi vendredi
        samedi dimanche le a h heure monday tuesday wednesday thursday friday saturday sunday on at
        am pm january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun
        """
    )
)


def facts_in(runs: Sequence[str], text: str, dating: Dating) -> tuple[Fact, ...] | None:
    """What a line tells, or None if it holds anything that is not understood.

    Args:
        runs: its stretches between the borders of inline elements.
        text: the whole line.
        dating: how the page's dates are read.

    Returns:
        Facts in order; none for a line of buttons or punctuation alone.
    """
    if len(text) > _LONGEST_LINE:
        return None
    tried: list[list[str]] = []
    for parts in _divided(runs, text):
        if parts in tried:
            continue
        facts = _facts_of(parts, dating)
        if facts is not None:
            return facts
        tried.append(parts)
    return None


def _divided(runs: Sequence[str], text: str) -> Iterator[list[str]]:
    """The ways to divide a line: at its elements, at labels and separators, not at all."""
    stretches = [part for run in runs for part in _SEPARATORS.split(run) if part]
    yield list(_with_labels_joined(stretches))
    yield [part for stretch in _SEPARATORS.split(text) for part in _cut(stretch)]
    yield [_SEPARATORS.sub(" ", text)]


def _facts_of(parts: Iterable[str], dating: Dating) -> tuple[Fact, ...] | None:
    facts: list[Fact] = []
    for part in parts:
        told = _facts_in_part(part.strip(" \t-–—,،"), dating)
        if told is None and facts:
            told = _after_a_fact(part, facts[-1])
        if told is None:
            return None
        facts += told
    return tuple(facts)


def _after_a_fact(part: str, before: Fact) -> list[Fact] | None:
    """What a stretch without a label means only because of what stands before it."""
    number = bare_count(part)
    if number is not None and before.kind is Kind.PUBLISHED:
        return [Fact(Kind.HITS, number=number)]
    return [Fact(Kind.BYLINE, part)] if is_byline(part) else None


def bare_count(part: str) -> int | None:
    """The number that a stretch is and nothing else; None if it is more, or none."""
    number = _BARE_NUMBER.fullmatch(part.strip())
    return count(number[1]) if number else None


def _with_labels_joined(parts: Sequence[str]) -> Iterator[str]:
    """Each label that stands alone joined to what follows it."""
    label = ""
    for part in parts:
        if label:
            part, label = f"{label} {part}", ""
        if is_label(part):
            label = part
        else:
            yield part
    if label:
        yield label


def _cut(text: str) -> Iterator[str]:
    """A line cut where labels begin."""
    starts = [found.start() for found in phrases.LABEL.finditer(text)]
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        if text[start:end].strip():
            yield text[start:end]


def _facts_in_part(part: str, dating: Dating) -> list[Fact] | None:
    if not any(map(str.isalnum, part)) or is_button(part):
        return []
    if hits := phrases.HITS.fullmatch(part):
        return [Fact(Kind.HITS, number=count(next(filter(None, hits.groups()))))]
    if phrases.RELATIVE_TIME.fullmatch(part):
        return [Fact(Kind.PUBLISHED, stamp=dating.printed(part))]
    label = phrases.LABEL.match(part)
    if label is None:
        return dated(part, dating)
    return _labelled(Kind[str(label.lastgroup)], part[label.end() :].strip(), dating)


def _labelled(kind: Kind, value: str, dating: Dating) -> list[Fact] | None:
    if not value:
        return []
    if len(value) > _LONGEST_VALUE or len(value.split()) > _MOST_WORDS:
        return None
    date = dated(value, dating)
    if kind is Kind.MODIFIED:
        return [Fact(kind, stamp=date[0].stamp if date else None)]
    if date:
        return date
    if kind is Kind.PUBLISHED or _YEAR.search(value):
        return [Fact(Kind.PUBLISHED)]
    return None if _SENTENCE.search(value) else [Fact(kind, value)]


def dated(text: str, dating: Dating) -> list[Fact] | None:
    """The publication date that a text is, with the view counter that K2 may print after it."""
    if _CORE.search(text) is None:
        return None
    both = _DATE_THEN_HITS.fullmatch(text)
    if both and (stamp := _whole_date(both["date"], dating)):
        return [Fact(Kind.PUBLISHED, stamp=stamp), Fact(Kind.HITS, number=count(both["hits"]))]
    stamp = _whole_date(text, dating)
    return [Fact(Kind.PUBLISHED, stamp=stamp)] if stamp else None


def _whole_date(text: str, dating: Dating) -> Stamp | None:
    """The stamp that is printed, if nothing else is."""
    core = _CORE.search(text)
    if core is None or len(_WORD.findall(core[0])) > _MOST_WORDS:
        return None
    around = fold(f"{text[: core.start()]} {text[core.end() :]}").lower()
    return dating.printed(text) if _AROUND_DATES.issuperset(_WORD.findall(around)) else None


def has_clock(facts: Sequence[Fact]) -> bool:
    """Whether a publication is told with its time of day."""
    return any(
        fact.kind is Kind.PUBLISHED and fact.stamp and fact.stamp.precision is not Precision.DAY
        for fact in facts
    )


def count(text: str) -> int | None:
    """The number in a text, whatever groups its digits and in whichever figures."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if 0 < len(digits) <= 15 else None


def without_label(text: str, kind: Kind) -> str:
    """What a text says after K2's label for that kind, all of it if it has none."""
    label = phrases.LABEL.match(text)
    return text[label.end() :].strip() if label and label.lastgroup == kind.name else text


def is_label(text: str) -> bool:
    """Whether a text is a label whose value stands in another element."""
    return bool(phrases.LABEL.fullmatch(text) or phrases.CREDIT.fullmatch(text))


def is_advert(text: str) -> bool:
    """Whether a text is the label of an advertisement or K2's print button, wherever it is."""
    return phrases.ADVERT.fullmatch(text.strip(" :()[]-")) is not None


def is_button(text: str) -> bool:
    """Whether a text is one that templates print on every page, such as «طباعة»."""
    bare = text.strip(" :()[]«»-")
    return is_advert(bare) or (
        len(bare) <= _LONGEST_VALUE and phrases.BUTTON.fullmatch(bare) is not None
    )


def points_elsewhere(text: str, *, linked: bool) -> bool:
    """Whether a paragraph only sends the reader to another article («اقرأ أيضا: …»).

    Args:
        text: the paragraph.
        linked: it holds a link; without one, only a label in the form of one counts, for
            «شاهد أيضا» begins sentences too.
    """
    phrase = phrases.READ_ALSO.match(text.lstrip("([*- ")) if len(text) <= _LONGEST_LINE else None
    return phrase is not None and (linked or ":" in phrase[0] or phrase["points"] is not None)


def ends_article(text: str) -> bool:
    """Whether a line heads what follows an article: related items, comments, the imprint."""
    if len(text) > _LONGEST_VALUE or len(text.split()) > _MOST_WORDS_AT_END:
        return False
    return bool(phrases.END.fullmatch(text) or phrases.IMPRINT.match(text))
