"""Whether a change puts one name for another, or names somebody who was not named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.edits.clauses import is_verbal
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.named_anew import names_anew
from pipeline.edits.judging.pair import MOST_ATTENDING, Open, Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.name_heads import follows_head, is_part_of_place
from pipeline.edits.name_looks import (
    is_bare_noun,
    is_family,
    is_foreign_name,
    is_given,
    is_head,
    is_local,
    is_nisba,
    is_office,
    is_plain,
    is_title,
    name_forms,
)
from pipeline.edits.name_words import BEFORE_NAMES, GIVEN, OPEN_PLACES, PLACES
from pipeline.edits.spelling import agree
from pipeline.edits.words import Word

#: words that are left beside a name that only came, and say nothing without it
_FEW: Final = 2
_QUOTES: Final = '"«»“”'
#: words of a name that a title stands before
_NAMED: Final = (2, 3)
#: by which no unknown name begins: articles, prepositions, verbs
_NO_NAME: Final = ("ال", "لل", "بال", "ي", "ت", "س", "م")
#: what sets the name of the outlet off at the end of a title
_BARS: Final = frozenset("|–—-·•")
_JOINED: Final = ("ال", "لل", "بال", "و")
#: by which nouns end, and foreign names do not
_OF_NOUNS: Final = ("ات", "ين", "ون", "ها", "هم", "ية")
#: more words than name anybody, if they are so many times what they were put for
_MOST_NAMED: Final = 12
_TIMES: Final = 3
#: changes of a sentence among which another part of a name is looked for
_MOST_HUNKS: Final = 40
#: in longer sentences, both versions together, names are not looked for elsewhere
_MOST_WORDS: Final = 600


def look_at_names(pair: Pair, hunk: Hunk, *, quoted: bool = False) -> bool:
    """Tells and claims a name that was put for another, or came where none stood.

    In a quotation that was told anew (`quoted`) whom else it names is its own.
    """
    if _is_outlets_tail(pair, hunk):
        return False
    left = pair.open(hunk)
    if named := not quoted and _named_anew(pair, hunk, left):
        pair.tell("names", "", pair.after.sentence.said(named.start, named.stop))
        whole = named.stop > left.after[-1]
        pair.claim(*(left if whole else ([], list(named))))
        return True
    if _is_text(left) or _only_title(pair, hunk):
        return False
    old, new = pair.before.sentence.words, pair.after.sentence.words
    one = [at for at in left.before if at in pair.before.names]
    other = [at for at in left.after if at in pair.after.names]
    if not one and not other:
        one, other = _raised_elsewhere(pair, left)
    if not one and not other:
        one, other = _in_kind(pair, hunk)
        if not one:
            return False
    governed = left.before and left.after and follows_head(old, left.before[0])
    if bool(one) != bool(other) and governed and follows_head(new, left.after[0]):
        # «شركة [توتال]», «شركة [إيني]»: what a head governs on both sides
        one, other = one or left.before[:1], other or left.after[:1]
    looks = (_titled_alike, _foreign_alike, _persons_alike)
    if bool(one) != bool(other) and any(look(pair, left) for look in looks):
        one, other = left
    if _only_joined_otherwise(pair, hunk, one, other):
        return False
    one, other = _without_moved(pair, hunk, one, other)
    if not one and not other:
        return False
    if bool(one) != bool(other) and _within_changed(pair, hunk):
        pair.claim(*left)
        return True
    if one and not other:  # a name that went: another kind of words may stand for it
        alone = len(pair.before.content(left.before)) == len(one)
        other = _instead(pair.after, left.after, old[one[0]], alone=alone)
        if not other:
            return False
    if other and not one:
        alone = len(pair.after.content(left.after)) == len(other)
        one = _instead(pair.before, left.before, new[other[0]], alone=alone)
        if not one and (quoted or not _identifies(pair, hunk, other)):
            return False
    pair.tell_change("names", hunk)
    # «أعلنت الشرطة أن», «أعلن الدفاع المدني أن»: who says it is another as a whole
    speaks = pair.before.speaking(left.before) and pair.after.speaking(left.after)
    if speaks and pair.before.proper.isdisjoint(one) and pair.after.proper.isdisjoint(other):
        pair.tell_change("attribution", hunk)
    _claim_named(pair, hunk, one, other)
    return True


def _raised_elsewhere(pair: Pair, left: Open) -> Open:
    """Words at the head of a sentence, or of a title, whose capital the body says is a name's."""
    usage = pair.usage
    if usage is None or max(map(len, left)) > MOST_ATTENDING:
        return Open([], [])
    one, other = (
        [at for at in places if side.sentence.words[at].key.isascii()]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    one = [at for at in one if usage.names(pair.before.sentence.words[at])]
    other = [at for at in other if usage.names(pair.after.sentence.words[at])]
    return Open(one, other) if one and other else Open([], [])


def _is_outlets_tail(pair: Pair, hunk: Hunk) -> bool:
    """Whether a title only got an end set off by a bar, as outlets name themselves: «… | صحيفة …».

    A person's name or an office behind the bar is the piece's: «… - قيس سعيد».
    """
    after = pair.after.sentence
    at_end = hunk.i == hunk.i_end == len(pair.before.sentence.words)
    if after.paragraph is not None or not at_end or hunk.j_end != len(after.words):
        return False
    first = after.words[hunk.j]
    return not (_BARS.isdisjoint(first.gap) or is_given(first) or is_office(first))


def _named_anew(pair: Pair, hunk: Hunk, left: Open) -> range:
    """Places of the name that the words are which came where none stood, if they are one.

    A figure beside them aside; a clause that a mark sets off from the name may follow it.
    """
    came = _only_came(pair, hunk, left)
    if not came or came[-1] - came[0] + 1 != len(came):
        return range(0)
    first, last = came[0], came[-1] + 1
    words = pair.after.sentence.words
    mark = next((at for at in range(first + 1, last) if words[at].gap), last)
    for end in (last, mark):
        if names_anew(pair.after, first, end):
            return range(first, end)
    return range(0)


def _only_came(pair: Pair, hunk: Hunk, left: Open) -> list[int]:
    """Places of the words that came, without those that stood there: «كما [دعت]»."""
    if hunk.i == hunk.i_end:
        return left.after
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(left.before) > _FEW or not left.before:
        return []
    forms = {form for at in left.before for form in bare(old[at].key)}
    came = [at for at in left.after if forms.isdisjoint(bare(new[at].key))]
    stayed = {form for at in left.after for form in bare(new[at].key)}
    kept = all(not stayed.isdisjoint(bare(old[at].key)) for at in pair.before.content(left.before))
    return came if kept and len(came) < len(left.after) else []


def _is_text(left: Open) -> bool:
    """Whether a few words became a text of many, or the other way: it names more than them."""
    shorter, longer = sorted(map(len, left))
    return longer > _MOST_NAMED and longer > _TIMES * shorter


def _only_title(pair: Pair, hunk: Hunk) -> bool:
    """Whether before the name of one person a title was put for another, or for an office.

    «[رئيس الجمهورية] قيس سعيد», «[الرئيس] قيس سعيد»; two offices make it another person's name.
    """
    sides = list(pair.sides(hunk))
    for side, _, end in sides:
        words = side.sentence.words
        if end >= len(words) or words[end].gap.strip(".") or end not in side.proper:
            return False
    titled = [
        [is_title(word) or is_office(word) for word in side.sentence.words[start:end]]
        for side, start, end in sides
    ]
    named = any(
        at in side.proper and not is_title(side.sentence.words[at])
        for side, start, end in sides
        for at in range(start, end)
    )
    return all(titled) and any(map(all, titled)) and not named


def _in_kind(pair: Pair, hunk: Hunk) -> Open:
    """Words of no name that tell who or where, put for others that do: «الفرنسي», «الوزير»."""
    left = pair.open(hunk)
    old, new = pair.before.sentence.words, pair.after.sentence.words
    for test in (is_local, is_office):
        one = [at for at in left.before if test(old[at])]
        other = [at for at in left.after if test(new[at])]
        if one and other:
            return Open([], []) if _regendered(pair, one, other) else Open(one, other)
    looks = (_titled_alike, _foreign_alike, _persons_alike, _families_alike)
    if any(look(pair, left) for look in looks) or _of_country(pair, hunk, left):
        return left
    # «سوسة المدينة», «سوسة الشمالية»: which part of a place
    single = len(left.before) == len(left.after) == 1
    if single and all(is_part_of_place(*one) for one in ((old, hunk.i), (new, hunk.j))):
        return left
    return Open([], [])


def _titled_alike(pair: Pair, left: Open) -> bool:
    """Whether after one title two words, or three, stand for as many: «اللاعب [ديلان برون]»."""
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) not in _NAMED or places[0] == 0 or not is_title(words[places[0] - 1]):
            return False
        run = [words[at] for at in places]
        sure = is_given(run[0]) or any(is_foreign_name(word) for word in run)
        joined = run[0].key.startswith(_NO_NAME) and not sure
        if joined or any(word.gap.strip(_QUOTES) for word in run):
            return False
        if any(_no_part(word) for word in run):
            return False
    # «وهنأ الرئيس [أبطال العالم]»: a verb, who did it, and what
    return any(
        is_given(side.sentence.words[places[0]])
        or is_family(side.sentence.words[places[-1]])
        or any(is_foreign_name(side.sentence.words[at]) for at in places)
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )


def _no_part(word: Word) -> bool:
    return is_plain(word) or is_head(word) or (word.key.endswith("ه") and not is_given(word))


def _foreign_alike(pair: Pair, left: Open) -> bool:
    """Whether up to three words stand for as many that may be foreign names, and one surely is.

    «انضم إلى [نيم أولمبيك]», «انضم إلى [ستاد رين]».
    """
    runs = [
        [side.sentence.words[at] for at in places]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    ]
    if not all(0 < len(run) <= max(_NAMED) for run in runs):
        return False
    if any(word.gap.strip(_QUOTES) for run in runs for word in run[1:]):
        return False
    surely = [any(map(is_foreign_name, run)) for run in runs]
    return any(surely) and all(
        _may_be_foreign(word, beside=sure and len(run) > 1)
        for sure, run in zip(surely, runs, strict=True)
        for word in run
    )


def _persons_alike(pair: Pair, left: Open) -> bool:
    """Whether a person's name of two words or three was put for as many that may be another's."""
    runs = [
        (side, places, [side.sentence.words[at] for at in places])
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    ]
    if any(len(run) not in _NAMED for _, _, run in runs):
        return False
    if any(word.gap.strip(_QUOTES) for _, _, run in runs for word in run[1:]):
        return False
    known = [
        side.proper.issuperset(places) and run[0].key in GIVEN and not is_title(run[0])
        for side, places, run in runs
    ]
    return any(known) and all(
        sure or _may_be_person(run) for sure, (_, _, run) in zip(known, runs, strict=True)
    )


def _may_be_person(run: list[Word]) -> bool:
    first, *rest = run
    if first.key.startswith(_JOINED) or first.plain.endswith(("ة", *_OF_NOUNS)):
        return False
    if any(word.key.startswith(_JOINED) and not is_family(word) for word in rest):
        return False
    return not any(map(_no_part_of_any, run))


def _families_alike(pair: Pair, left: Open) -> bool:
    """Whether one family's name was put for another right after a verb: «وسجل [الخنيسي]».

    After a word with an article it would be an adjective.
    """
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) != 1 or not places[0] or words[places[0]].gap:
            return False
        word, verb = words[places[0]], words[places[0] - 1]
        family = word.key.startswith("ال") and is_family(word) and not _no_part_of_any(word)
        if not family or verb.key.startswith(("ال", "لل")) or is_head(verb):
            return False
    return True


def _of_country(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """Whether words take an adjective with the article without having one, as names do.

    «إلى [غلطة سراي] التركي», «إلى [فنربخشة] التركي»; after a verb «التركي» would be its subject.
    """
    for (side, start, end), places in zip(pair.sides(hunk), left, strict=True):
        words = side.sentence.words
        if not 0 < start < end < len(words) or places != list(range(start, end)):
            return False
        if words[start - 1].key not in BEFORE_NAMES or words[end].gap:
            return False
        if not words[end].key.startswith("ال") or not is_local(words[end]):
            return False
        if any(word.key.startswith(_JOINED) or _no_part_of_any(word) for word in words[start:end]):
            return False
    return True


def _may_be_foreign(word: Word, *, beside: bool) -> bool:
    """Whether a word may be of a foreign name: as a verb does one begin only `beside` another."""
    if is_foreign_name(word) or is_given(word):
        return True
    unlike = word.plain.startswith(_JOINED) or word.plain.endswith(_OF_NOUNS)
    unlike = unlike or (is_verbal(word) and not beside)
    return not (unlike or _no_part_of_any(word))


def _no_part_of_any(word: Word) -> bool:
    return is_plain(word) or is_head(word) or is_title(word)


def _regendered(pair: Pair, one: list[int], other: list[int]) -> bool:
    """Whether an office only changed its gender: «[الوزير] السابقة», «[الوزيرة] السابقة»."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    single = len(one) == len(other) == 1 and is_office(old[one[0]]) and is_office(new[other[0]])
    return single and agree(old[one[0]].key, new[other[0]].key)


def _only_joined_otherwise(pair: Pair, hunk: Hunk, one: list[int], other: list[int]) -> bool:
    """Whether all names of a change stand on its other side too, or only changed their order.

    «للترجي», «الترجي»; «المالية», «وزارة المالية»; «تونسي», «تونس»; two that «و» joins.
    """
    old, new = pair.before.sentence.words, pair.after.sentence.words
    before, after = old[hunk.i : hunk.i_end], new[hunk.j : hunk.j_end]
    told = [old[at] for at in one if not is_head(old[at])]
    tells = [new[at] for at in other if not is_head(new[at])]
    if not told and not tells:  # «برئيس», «رئيس»
        told, tells = [old[at] for at in one], [new[at] for at in other]
    if not told and not tells:
        return False
    if len(old) + len(new) > _MOST_WORDS:
        return False
    # «و» beside a name lets it be named elsewhere in the sentence, before or after another
    beside = (*before, *after, *old[hunk.i_end : hunk.i_end + 1], *new[hunk.j_end : hunk.j_end + 1])
    if any(word.key.startswith("و") for word in beside):
        before, after = old, new
    return all(_stands_in(word, after) for word in told) and all(
        _stands_in(word, before) for word in tells
    )


def _without_moved(
    pair: Pair, hunk: Hunk, one: list[int], other: list[int]
) -> tuple[list[int], list[int]]:
    """Leaves aside names that another change of the sentence puts elsewhere.

    Where all do, another order of names says something else: «فاز الترجي على النجم».
    """
    old, new = pair.before.sentence.words, pair.after.sentence.words
    if len(old) + len(new) > _MOST_WORDS:
        return one, other
    rest = [each for each in pair.hunks if each != hunk]
    went = [old[at] for each in rest for at in range(each.i, each.i_end)]
    came = [new[at] for each in rest for at in range(each.j, each.j_end)]
    stayed = [at for at in one if not _stands_in(old[at], came)]
    new_ones = [at for at in other if not _stands_in(new[at], went)]
    if stayed or new_ones:
        return stayed, new_ones
    return ([], []) if _in_same_order(pair) else (one, other)


def _within_changed(pair: Pair, hunk: Hunk) -> bool:
    """Whether a word came or went within a name another part of which was put for another.

    «الاتحاد [العام] التونسي [للشغل]», «الاتحاد التونسي [للصناعة]».
    """
    if hunk.i < hunk.i_end and hunk.j < hunk.j_end:
        return False
    for other in pair.hunks[:_MOST_HUNKS]:
        if other.i == other.i_end or other.j == other.j_end:
            continue
        (_, i, j), (_, end_i, end_j) = sorted((one.i, one.i, one.j) for one in (hunk, other))
        if all(
            end - start <= MOST_ATTENDING and side.names.issuperset(range(start, end + 1))
            for side, start, end in ((pair.before, i, end_i), (pair.after, j, end_j))
        ):
            return True
    return False


def _in_same_order(pair: Pair) -> bool:
    """Whether both versions name the same in the same order, wherever in the sentence."""
    one, other = (
        [side.sentence.words[at] for at in sorted(side.names)] for side in (pair.before, pair.after)
    )
    return len(one) == len(other) and all(
        _stands_in(name, [again]) for name, again in zip(one, other, strict=True)
    )


def _stands_in(name: Word, words: Iterable[Word]) -> bool:
    forms = name_forms(name)
    return any(not forms.isdisjoint(name_forms(word)) for word in words)


def _instead(side: Side, places: list[int], name: Word, *, alone: bool) -> list[int]:
    """What may stand where a name stands, if it is not lost among other words.

    One word that looks like nothing may be a name where the name stands alone.
    """
    words = side.sentence.words
    found = [at for at in places if _may_name(words[at])]
    if not found and alone and len(places) == 1:
        likewise = _is_likewise(words[places[0]], name) or _is_surname(words, places[0], name)
        found = places if likewise else []
    return found if len(side.content(places)) - len(found) <= _FEW else []


def _is_surname(words: Sequence[Word], at: int, name: Word) -> bool:
    """«يوسف [الصيد]», put for «يوسف [الشاهد]»."""
    word = words[at]
    definite = word.key.startswith("ال") and name.key.startswith("ال")
    after_given = at > 0 and not word.gap and is_given(words[at - 1])
    return definite and after_given and not (word.key.endswith("ه") or _no_part_of_any(word))


def _is_likewise(word: Word, name: Word) -> bool:
    """Whether one word may be a name since it was put for one: «في [رين]», «في [ميتز]»."""
    if name.key in PLACES:
        unlike = word.key.startswith(("ال", "و")) or word.key.endswith(("ه", "ات", "ها", "هم"))
        return not (unlike or is_plain(word) or is_head(word))
    return is_bare_noun(word)


def _may_name(word: Word) -> bool:
    """Whether a word may be a name where a name stands in its place."""
    # «بالحكم» looks like «بالطيب»
    family = is_family(word) and not word.key.startswith("بال")
    return is_office(word) or is_nisba(word) or is_given(word) or family


def _identifies(pair: Pair, hunk: Hunk, places: list[int]) -> bool:
    """Whether words that came are mainly a name of a person or place, and few."""
    left = pair.open(hunk)
    came, went = pair.after.content(left.after), pair.before.content(left.before)
    proper = [at for at in places if at in pair.after.proper]
    words = pair.after.sentence.words
    named = {*places, *_titles(pair.after, came)}
    if any(is_verbal(words[at]) for at in came if at not in named):
        return False  # «يتصدره الهلال والنصر» tells of them, and names nobody who was told of
    return bool(proper) and 2 * len(named) >= len(came) and len(went) <= MOST_ATTENDING


def _titles(side: Side, places: list[int]) -> list[int]:
    """What belongs to a name beside it: «بقيادة المدرب الفرنسي …»."""
    words = side.sentence.words
    return [
        at
        for at in places
        if is_title(words[at])
        or _may_name(words[at])
        or words[at].key in OPEN_PLACES
        or (is_head(words[at]) and words[at].key.isascii())
    ]


def _claim_named(pair: Pair, hunk: Hunk, one: list[int], other: list[int]) -> None:
    pair.claim(one, [*other, *_titles(pair.after, pair.open(hunk).after)])
    # «[تونس]», «[سوسة، ونقلته وكالة …]»: who passed it on came beside the name
    passed_on = set() if _attributes(pair.before, hunk.i, hunk.i_end) else pair.after.attributing
    for side, start, end in pair.sides(hunk):
        left = [at for at in side.open(start, end) if side is pair.before or at not in passed_on]
        if len(left) <= MOST_ATTENDING and ((one and other) or len(left) <= _FEW):
            side.claimed.update(left)


def _attributes(side: Side, start: int, end: int) -> bool:
    return not side.attributing.isdisjoint(range(start, end))
