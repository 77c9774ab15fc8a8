"""What changed between two versions of one sentence, each change explained by the kinds it shows.

The flow of `judge_pair`; each step claims the words it explains, and the next looks at the rest:

    1. marks and letters of the words that stayed (`marks`)
    2. a notice of correction that the sentence became, or was, is that and nothing else
    3. lists told in another order (`lists`); of the rest, changes that are statements of their own
       (`statements`); words only written together or apart
    4. figures, in all other changes (`figures`)
    5. of each change: negation (`statements`), spelling (`mending`), quoted words, names
       (`names`), sources (`sources`) and who speaks (`speakers`)
    6. what is left says something else in the same place: wording
    7. speech that stayed and lost its quotation marks (`unquoted`)
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

from config.edit_kinds import EditKind
from pipeline.edits.counting.numbers import attends
from pipeline.edits.counting.periods import period
from pipeline.edits.denying.roots import alike, stem
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.figures import look_at_figures
from pipeline.edits.judging.lists import look_at_lists
from pipeline.edits.judging.marks import leave_marks_to_quotation, look_at_equal_words
from pipeline.edits.judging.mending import look_at_spelling, mend_blanks
from pipeline.edits.judging.named_sources import names_other_source
from pipeline.edits.judging.names import look_at_names
from pipeline.edits.judging.other_bodies import other_speaker
from pipeline.edits.judging.pair import Open, Pair, PairJudgement
from pipeline.edits.judging.side import Side
from pipeline.edits.judging.sources import look_at_sources
from pipeline.edits.judging.speakers import (
    look_at_named_sayers,
    look_at_speaker,
    names_another,
    speaks_anew,
)
from pipeline.edits.judging.statements import look_at_negation, statements, tell_statements
from pipeline.edits.judging.unquoted import look_at_unquoted
from pipeline.edits.likeness import core
from pipeline.edits.mending.usage import Usage
from pipeline.edits.mending.word_forms import agree, inflected, joined_otherwise
from pipeline.edits.notices import is_notice
from pipeline.edits.words import Sentence, Word

__all__ = ["PairJudgement", "judge_pair"]

#: changes of more words than this are not looked at for words that agree
_MOST_AGREEING: Final = 40
#: changes of a sentence that are all of one that turned it: «لم يعد المصنع يشتغل»
_FEW: Final = 3
#: words that come or go beside what explains a change and say nothing without it
_MOST_BESIDE: Final = 3
_TWO: Final = 2


def judge_pair(before: Sentence, after: Sentence, usage: Usage | None = None) -> PairJudgement:
    """What two versions of one sentence show, as evidence for kinds of edit.

    Args:
        before: the sentence as it was.
        after: as it is.
        usage: how the rest of both versions writes their words, where that is known.
    """
    pair = Pair(before, after, usage)
    look_at_equal_words(pair)
    if is_notice(before) != is_notice(after):
        pair.tell("correction", before.whole, after.whole)
        return pair.found
    ordered = look_at_lists(pair)
    hunks = [hunk for hunk in pair.hunks if hunk not in ordered]
    stated = {hunk: kinds for hunk in hunks if (kinds := statements(pair, hunk))}
    parted = {hunk for hunk in hunks if mend_blanks(pair, hunk)}
    holding = look_at_figures(pair, {*stated, *parted, *ordered})
    for hunk in hunks:
        if hunk in stated:
            tell_statements(pair, hunk, stated[hunk])
            if _stands_for(pair, hunk, stated[hunk]):
                _explain(pair, hunk, said=False)
        else:
            denied = look_at_negation(pair, hunk)
            look_at_spelling(pair, hunk)
            _explain(pair, hunk, said=denied or hunk in holding)
    for hunk in hunks:
        if hunk not in stated or _stands_for(pair, hunk, stated[hunk]):
            _look_at_wording(pair, hunk, counted=hunk in holding)
    look_at_unquoted(pair)
    leave_marks_to_quotation(pair)
    return pair.found


def _stands_for(pair: Pair, hunk: Hunk, kinds: tuple[EditKind, ...]) -> bool:
    """Whether a statement was put for a few words, which are to be explained by themselves."""
    if len(kinds) > 1:
        return False
    left = pair.open(hunk)
    return len(pair.before.content(left.before)) > 1 or len(pair.after.content(left.after)) > 1


def _explain(pair: Pair, hunk: Hunk, *, said: bool) -> None:
    """Finds what a change shows beside figures and negation (`said`: it shows one of them)."""
    left = pair.open(hunk)
    if not left.before and not left.after and not said:
        return
    quoted = pair.before.quoted(left.before) or pair.after.quoted(left.after)
    if (quoted and pair.says_otherwise(left)) or (said and pair.quoted(hunk)):
        pair.tell_change("quote", hunk)
        look_at_names(pair, hunk, quoted=True)
        pair.claim(*left)
        return
    # who says a quotation is the quotation's business before it is attribution
    looks: tuple[Callable[[Pair, Hunk], bool], ...]
    led = pair.before.led(left.before) and pair.after.led(left.after)
    if not led and (pair.before.speaker or pair.after.speaker):
        looks = (look_at_names, look_at_speaker, look_at_sources)
    else:
        looks = (look_at_sources, look_at_names, look_at_speaker)
    named = pair.told("names")
    for look in looks:
        said = look(pair, hunk) or said
    if pair.told("names") > named:
        look_at_named_sayers(pair, hunk, left)
    if said:
        pair.explained.add(hunk)


def _look_at_wording(pair: Pair, hunk: Hunk, *, counted: bool) -> None:
    """What is left when all else is explained: words that changed and say nothing else.

    Args:
        pair: both versions, with what they have shown.
        hunk: the change.
        counted: whether it holds figures.
    """
    before, after = pair.open(hunk)
    if hunk in pair.explained or pair.says_more_than_spelling:
        _claim_agreeing(pair, before, after)
        left = pair.open(hunk)
        before, after = pair.before.content(left.before), pair.after.content(left.after)
    if pair.shows("figures"):
        before = _without_attending(pair.before, before)
        after = _without_attending(pair.after, after)
    turned = pair.shows("negation") and len(pair.hunks) <= _FEW
    if pair.shows("attribution") or pair.shows("figures") or turned:
        # «ستفتح المدرسة», «أوضح المندوب أن المدرسة ستفتح»
        before, after = _without_moved(pair, hunk, before, after)
    if turned:  # «وقع العقد», «رفض توقيع العقد»
        before, after = _without_nouns(pair, hunk, before, after)
    if pair.shows("attribution"):  # «على لسان», «نقلا عن»
        before, after = pair.before.besides_markers(before), pair.after.besides_markers(after)
        if all(
            side.within_frame(start, end) or side.sayers.issuperset(range(start, end))
            for side, start, end in pair.sides(hunk)
        ):
            return
    replaced = counted and before and after  # «لقي 3», «توفي 4»
    if hunk in pair.explained and not replaced and max(len(before), len(after)) <= _MOST_BESIDE:
        return  # few words came with what another kind tells
    if _only_reordered(pair, before, after):
        pair.tell_change("formatting", hunk)
    elif speaks_anew(pair, hunk, before, after):
        pair.tell_change("attribution", hunk)
        said = Open(before, after)
        another = names_another(pair, hunk) or names_other_source(pair, hunk)
        if another or other_speaker(pair, said):
            pair.tell_change("names", hunk)
    elif before or after:
        pair.tell_change("wording", hunk)


def _without_attending(side: Side, places: list[int]) -> list[int]:
    """Leaves aside what goes with a figure: «يوم», «منتصف»."""
    words = side.sentence.words
    return [at for at in places if not (attends(words[at]) or period(words, at))]


def _without_moved(
    pair: Pair, hunk: Hunk, before: list[int], after: list[int]
) -> tuple[list[int], list[int]]:
    """Leaves aside words that another change puts in as they were, or takes out."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(pair.hunks) > _MOST_AGREEING:
        return before, after
    rest = [each for each in pair.hunks if each != hunk]
    went = {_unjoined(old[at]) for each in rest for at in range(each.i, each.i_end)}
    came = {_unjoined(new[at]) for each in rest for at in range(each.j, each.j_end)}
    return (
        [at for at in before if _unjoined(old[at]) not in came],
        [at for at in after if _unjoined(new[at]) not in went],
    )


def _without_nouns(
    pair: Pair, hunk: Hunk, before: list[int], after: list[int]
) -> tuple[list[int], list[int]]:
    """Leaves aside words of the roots of those that another change puts in or takes out."""
    old, new = pair.before.sentence.keys, pair.after.sentence.keys
    rest = [each for each in pair.hunks if each != hunk]
    went = {stem(old[at]) for each in rest for at in range(each.i, each.i_end)[:_MOST_AGREEING]}
    came = {stem(new[at]) for each in rest for at in range(each.j, each.j_end)[:_MOST_AGREEING]}
    return (
        [at for at in before if not any(alike(stem(old[at]), one) for one in came)],
        [at for at in after if not any(alike(stem(new[at]), one) for one in went)],
    )


def _only_reordered(pair: Pair, before: list[int], after: list[int]) -> bool:
    """Whether two words that «و» joins only changed places: «إيران وليبيا», «ليبيا وإيران»."""
    if len(before) != _TWO or len(after) != _TWO:
        return False
    told, again = (
        [side.sentence.words[at].key for at in places]
        for side, places in ((pair.before, before), (pair.after, after))
    )
    joined = told[1][:1] == again[1][:1] == "و"
    return joined and [core(key) for key in told] == [core(key) for key in reversed(again)]


def _unjoined(word: Word) -> str:
    return core(word.key)


def _claim_agreeing(pair: Pair, before: list[int], after: list[int]) -> None:
    """Claims words that only agree with what changed: «أشرفت» before another's name."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    for i, j in product(before[:_MOST_AGREEING], after[:_MOST_AGREEING]):
        # «أقر بمشاركته», «نفى مشاركته»
        # "did not open", "opened"
        governed = pair.shows("negation") and (
            joined_otherwise(old[i].key, new[j].key) or inflected(old[i].key, new[j].key)
        )
        if governed or agree(old[i].key, new[j].key):
            pair.claim([i], [j])
