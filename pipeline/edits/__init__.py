"""Compares two versions of an article: what is the edit, how much does it matter, is it admitted?

The flow of `compare`, which knows no store and no clock:

    1. equal content and stamp: no edit; equal content: `touched`
    2. the title's two versions are judged as two versions of a sentence (`judging`)
    3. the body's sentences are aligned (`alignment`): stayed, moved, changed, gone, come
    4. each changed sentence is judged; what came or went is a correction, an
       addition, a removal, a credit
    5. where more than half of the body was replaced, `rewrite` stands for the small kinds
    6. byline and credit are attribution; section, tags and image metadata
    7. kinds give the severity (`severity`), the stamp says whether the page admits the edit

What a change is told by is known by packages of their own: figures (`counting`), names (`naming`),
denials and contraries (`denying`), sources and quotations (`sourcing`), words mended (`mending`).
docs/edits.md says what each kind means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC
from typing import Final, get_args

from config.edit_kinds import EditKind
from pipeline.diff import changes, diff_versions
from pipeline.edits.alignment import (
    Alignment,
    align,
    similar,
    title_sentence,
)
from pipeline.edits.clauses import LEAST_SENTENCE, statement_length
from pipeline.edits.common_words import is_common
from pipeline.edits.judging import judge_pair
from pipeline.edits.judging.agreement import without_agreeing
from pipeline.edits.likeness import exchanged
from pipeline.edits.mending.usage import Usage
from pipeline.edits.notices import is_notice
from pipeline.edits.reuniting import reunited
from pipeline.edits.severity import severity_of
from pipeline.edits.sourcing.moved_sources import without_moved
from pipeline.edits.sourcing.quotations import running_quotations
from pipeline.edits.sourcing.requoted import requoted
from pipeline.edits.sourcing.signatures import introduces, may_sign, names_person, signs
from pipeline.edits.words import Sentence, words_of
from pipeline.press.credits import credited_source, is_byline
from pipeline.records import ArticleData, EditData, KindEvidence, Stamp

__all__ = ["compare"]

_ORDER: Final = {kind: place for place, kind in enumerate(get_args(EditKind))}
#: what `rewrite` stands for
_SMALL_KINDS: Final = frozenset({"wording", "addition", "removal"})
#: what changes no words
_NO_WORDS: Final = frozenset({"formatting", "touched"})
#: of the title's findings, those that `headline` stands for
_HEADLINE: Final = _SMALL_KINDS | {"formatting"}
#: share of a body's words that must be gone, and new, for it to be rewritten
_REWRITTEN: Final = 0.5
#: share of a body's words, small ones not counted, that must be found nowhere in the other
_ANEW: Final = 0.24
#: one in how many words of a title stays for the rest to have turned its sense
_TURNED: Final = 3
#: a body of fewer words is not rewritten but reworded
_LEAST_BODY: Final = 20
#: what stands at the end of a quotation
_QUOTES: Final = '«»“”"„‟'
_CLOSING: Final = '»”"„‟.…!?؟ '
#: evidence kept of an edit, and of one text in characters: a hostile page must not choose
_MOST_EVIDENCE: Final = 200
_LONGEST_EVIDENCE: Final = 2_000


def compare(before: ArticleData, after: ArticleData) -> EditData | None:
    """The edit that leads from one version to the next; None when they are the same version.

    An edit is substantive when it is of any kind but `formatting` and `touched`, and stealth when
    it is substantive while the modified stamp (instant and precision) did not change, or the page
    prints none. Kinds stand in the order of docs/edits.md, each with evidence.
    """
    same_stamp = _same(before.modified, after.modified)
    same_content = _content(before) == _content(after)
    if same_content and same_stamp:
        return None
    found = _evidence(before, after, same_content=same_content)
    kinds = tuple(dict.fromkeys(one.kind for one in found))
    substantive = not _NO_WORDS.issuperset(kinds)
    return EditData(
        changes=() if same_content else changes(diff_versions(before, after)),
        stealth=substantive and (after.modified is None or same_stamp),
        substantive=substantive,
        title_before=before.title,
        title_after=after.title,
        kinds=kinds,
        severity=severity_of(kinds, found),
        evidence=tuple(map(_cut, found[:_MOST_EVIDENCE])),
    )


def _evidence(before: ArticleData, after: ArticleData, *, same_content: bool) -> list[KindEvidence]:
    found: list[KindEvidence] = []
    if not same_content:
        usage = Usage(_text(before), _text(after))
        found += _of_title(before.title, after.title, usage)
        found += _of_body(before.body, after.body, usage)
        found += _of_line(before.byline, after.byline)
        found += _of_line(before.credited_source, after.credited_source)
    found += _of_metadata(before, after)
    found = without_agreeing(found)
    if not found:
        kind: EditKind = "touched" if same_content else "formatting"
        found.append(KindEvidence(kind, None, _stamped(before), _stamped(after)))
    found.sort(key=lambda one: _ORDER[one.kind])
    return found


# --- title -----------------------------------------------------------------------


def _of_title(before: str, after: str, usage: Usage) -> list[KindEvidence]:
    if before == after:
        return []
    old, new = title_sentence(before), title_sentence(after)
    if old is None or new is None:
        return [KindEvidence("headline" if old or new else "formatting", None, before, after)]
    judged = judge_pair(old, new, usage)
    found = list(judged.evidence)
    changed = any(one.kind not in ("spelling", "formatting") for one in found)
    if not changed:
        return found or [KindEvidence("formatting", None, before, after)]
    headline = KindEvidence("headline", None, before, after)
    # «إلغاء مباراة الليلة», «تثبيت مباراة الليلة»: a title may have few words to be known by
    longest = max(len(old.words), len(new.words))
    turned = any(one.kind == "negation" for one in found)
    same = (2 * judged.kept >= longest and judged.kept > 1) or (
        turned and _TURNED * judged.kept >= longest
    )
    if not (same or similar(old, new)):
        return [headline, *(one for one in found if one.kind == "correction")]
    return [headline, *(one for one in found if one.kind not in _HEADLINE)]


# --- body ------------------------------------------------------------------------


def _of_body(before: Sequence[str], after: Sequence[str], usage: Usage) -> list[KindEvidence]:
    if tuple(before) == tuple(after):
        return []
    aligned = align(before, after)
    found: list[KindEvidence] = []
    kept = aligned.set_aside
    for old, new in aligned.stayed:
        found += judge_pair(old, new, usage).evidence if old.whole != new.whole else ()
        kept += len(old.words)
    for old, new in aligned.moved:
        found.append(KindEvidence("formatting", new.paragraph, old.whole, new.whole))
        kept += len(old.words)
    for old, new in aligned.changed:
        judged = judge_pair(old, new, usage)
        if _only_credits(old) and _only_credits(new):
            found.append(KindEvidence("attribution", new.paragraph, old.whole, new.whole))
        else:
            found += judged.evidence
        kept += judged.kept
    found += [
        KindEvidence("formatting", new.paragraph, old.whole, new.whole)
        for old, new in aligned.reordered
    ]
    pairs = (*aligned.changed, *aligned.stayed, *aligned.moved)
    went_on = running_quotations(pair[0] for pair in pairs)
    goes_on = running_quotations(pair[1] for pair in pairs)
    respoken = requoted(aligned.gone, aligned.come)
    found += [KindEvidence("quote", new.paragraph, old.whole, new.whole) for old, new in respoken]
    put_for = {id(one) for pair in respoken for one in pair}
    for one in aligned.gone:
        if id(one) in put_for:
            continue
        kinds = _of_quoted(one, _of_whole(one, "removal", len(before)), went_on)
        found += [KindEvidence(kind, one.paragraph, one.whole, "") for kind in kinds]
    signed = any(_signs(one, len(before)) for one in aligned.gone)
    for one in aligned.come:
        if id(one) in put_for:
            continue
        kind = _of_whole(one, "addition", len(after))
        if signed and one.paragraph == len(after) - 1 and may_sign(one):
            kind = "attribution"  # another name in the place of one that signed
        kinds = _of_quoted(one, kind, goes_on)
        found += [KindEvidence(kind, one.paragraph, "", one.whole) for kind in kinds]
    if any(one.kind == "quote" and not (one.before and one.after) for one in found):
        found = [one for one in found if not _only_closed(one)]
    found = without_moved(reunited(found))
    if aligned.parted and not any(one.kind == "formatting" for one in found):
        joined = len(after) < len(before)
        found.append(KindEvidence("formatting", None, "¶" * joined, "¶" * (not joined)))
    if _rewritten(aligned, kept):
        found = [one for one in found if one.kind not in _SMALL_KINDS]
        found.append(KindEvidence("rewrite", None, "\n".join(before), "\n".join(after)))
    return found


def _of_whole(sentence: Sentence, kind: EditKind, paragraphs: int) -> EditKind:
    """What a sentence is that came or went as a whole."""
    if is_notice(sentence):
        return "correction"
    if _only_credits(sentence, line=False) or introduces(sentence):
        return "attribution"
    if _signs(sentence, paragraphs):
        return "attribution"
    long = statement_length(sentence, list(range(len(sentence.words)))) >= LEAST_SENTENCE
    if not long and kind == "addition" and names_person(sentence):
        return "names"  # one more in a list
    return kind if long else "wording"


def _signs(sentence: Sentence, paragraphs: int) -> bool:
    """Whether a line signs the text; one among others is of a list, and signs nothing."""
    return sentence.paragraph in (0, paragraphs - 1) and signs(sentence)


def _only_credits(sentence: Sentence, *, line: bool = True) -> bool:
    """Whether a sentence only says whose the text is; `line`: it may be a bare name."""
    credited = credited_source(sentence.whole) or is_byline(sentence.whole)
    return bool(credited) or (line and signs(sentence))


def _of_quoted(
    sentence: Sentence, kind: EditKind, running: Collection[tuple[int | None, int]]
) -> tuple[EditKind, ...]:
    """The kind of a sentence that came or went, and `quote` where a quotation kept the rest."""
    if running_quotations((sentence,)).isdisjoint(running):
        return (kind,)
    return ("quote",) if kind == "wording" else ("quote", kind)


def _only_closed(one: KindEvidence) -> bool:
    """Whether a quotation that lost sentences, or gained them, is only closed elsewhere now."""
    told = (one.before, one.after)
    marks = [sorted(char for char in text if char in _QUOTES) for text in told]
    if one.kind != "formatting" or marks[0] == marks[1]:
        return False
    ends = [text.rstrip(_CLOSING) for text in told]
    # « total, souligne-t-elle », « total », souligne-t-elle »
    words = ["".join(char for char in text if char not in _QUOTES).split() for text in told]
    moved = len(marks[0]) != len(marks[1]) and "".join(words[0]) == "".join(words[1])
    return ends[0] == ends[1] or moved


def _rewritten(aligned: Alignment, kept: int) -> bool:
    pairs = (*aligned.changed, *aligned.stayed, *aligned.moved)
    old = aligned.set_aside + sum(
        len(one.words) for one in (*aligned.gone, *(pair[0] for pair in pairs))
    )
    new = aligned.set_aside + sum(
        len(one.words) for one in (*aligned.come, *(pair[1] for pair in pairs))
    )
    if old < _LEAST_BODY or old - kept <= _REWRITTEN * old or new - kept <= _REWRITTEN * new:
        return False
    # said in another order is not said anew
    left = (*aligned.gone, *(pair[0] for pair in pairs))
    right = (*aligned.come, *(pair[1] for pair in pairs))
    went, came = exchanged(left, right)
    return went.total() >= _ANEW * old * _telling(left) and came.total() >= _ANEW * new * _telling(
        right
    )


def _telling(sentences: Iterable[Sentence]) -> float:
    """The share of the words of some sentences that are no small ones: less in Latin letters."""
    small = [is_common(key) for one in sentences for key in one.keys]
    return 1.0 - sum(small) / max(1, len(small))


# --- the rest ----------------------------------------------------------------------


def _of_line(before: str | None, after: str | None) -> list[KindEvidence]:
    """What a changed byline or credit shows."""
    before, after = before or "", after or ""
    if before == after:
        return []
    old, new = words_of(before)[0], words_of(after)[0]
    kind: EditKind = "attribution"
    if [word.plain for word in old] == [word.plain for word in new]:
        kind = "formatting"
    elif [word.key for word in old] == [word.key for word in new]:
        kind = "spelling"
    return [KindEvidence(kind, None, before, after)]


def _of_metadata(before: ArticleData, after: ArticleData) -> list[KindEvidence]:
    lines = (
        (before.section or "", after.section or ""),
        ("، ".join(sorted(before.tags)), "، ".join(sorted(after.tags))),
        (before.image or "", after.image or ""),
    )
    return [KindEvidence("metadata", None, old, new) for old, new in lines if old != new]


def _stamped(data: ArticleData) -> str:
    return data.modified.at.isoformat() if data.modified else ""


def _cut(one: KindEvidence) -> KindEvidence:
    if max(len(one.before), len(one.after)) <= _LONGEST_EVIDENCE:
        return one
    old, new = one.before[:_LONGEST_EVIDENCE], one.after[:_LONGEST_EVIDENCE]
    return KindEvidence(one.kind, one.paragraph, old, new)


def _content(data: ArticleData) -> tuple[object, ...]:
    """What `pipeline.fingerprints.content_hash` hashes: equal for the same articles."""
    lines = (data.byline or "", data.credited_source or "", data.section or "")
    return (data.title, tuple(data.body), *lines)


def _text(data: ArticleData) -> str:
    return "\n".join((data.title, *data.body))


def _same(one: Stamp | None, other: Stamp | None) -> bool:
    if one is None or other is None:
        return one is other
    # In UTC, because `==` between zones says False in the hour that daylight saving repeats.
    return (one.at.astimezone(UTC), one.precision) == (other.at.astimezone(UTC), other.precision)
