"""Whether a change is a statement that came or went, and whether it denies what was said."""

from __future__ import annotations

from typing import Final

from config.edit_kinds import EditKind
from pipeline.edits.clauses import LEAST_CLAUSE, LEAST_REPLACED, statement_length
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.denying.contraries import MOST_TOGETHER, opposed
from pipeline.edits.denying.denials import negations, only_denies
from pipeline.edits.denying.negation import turned
from pipeline.edits.denying.turns import contrary
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.named_anew import begins_with_holder
from pipeline.edits.judging.pair import MOST_ATTENDING, Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.judging.sources import is_of_other_source, look_at_replaced_frames
from pipeline.edits.mending.spelling import same_joined
from pipeline.edits.sourcing.speech import keys

#: words of a clause that outweighs what it was put for, and how many times as many they are
_LEAST_OUTWEIGHING: Final = 12
_OUTWEIGHING: Final = 5
#: roots that a text said anew shares with the other, and at least one in so many
_LEAST_SHARED: Final = 2
_SHARED: Final = 3
#: words of a text that is looked at for it
_MOST_SAID_ANEW: Final = 20
_LATIN_ROOT: Final = 5
#: what with the word before it says «الإفراج»
_IDIOMS: Final = ("سراح", "سبيل")
#: verbs that say no more than that something is what stands beside them
_REMAINS: Final = keys(
    """
    remain remains remained stay stays stayed become becomes became get gets got go goes went going
    down reste restent restera resteront demeure demeurent devient devenu redevient nouveau rendu
    بقي بقيت يبقى تبقى ظل ظلت يظل تظل بات باتت أصبح أصبحت يصبح تصبح يزال تزال زال زالت صار صارت
    """
)
#: letters that change between the forms of a word
_WEAK: Final = frozenset("اويهءت")


def statements(pair: Pair, hunk: Hunk) -> tuple[EditKind, ...]:
    """Whether a change is a statement that came, or went, or one put for another."""
    left = pair.open(hunk)
    # who says what follows states nothing by itself
    told = set(pair.before.framed(hunk.i, hunk.i_end))
    tells = set(pair.after.framed(hunk.j, hunk.j_end))
    old = _untold(left.before, told | pair.before.led_within(hunk.i, hunk.i_end))
    new = _untold(left.after, tells | pair.after.led_within(hunk.j, hunk.j_end))
    went = statement_length(pair.before.sentence, old)
    came = statement_length(pair.after.sentence, new)
    if min(went, came) >= LEAST_REPLACED:
        return () if _in_other_words(pair, old, new) else ("addition", "removal")
    if came >= LEAST_CLAUSE and _outweighs(came, pair.before, _untold(left.before, told)):
        return ("addition",) if pair.after.states(hunk.j, hunk.j_end) else ()
    if went >= LEAST_CLAUSE and _outweighs(went, pair.after, _untold(left.after, tells)):
        return ("removal",) if pair.before.states(hunk.i, hunk.i_end) else ()
    return ()


def _untold(places: list[int], told: set[int]) -> list[int]:
    return [at for at in places if at not in told]


def _in_other_words(pair: Pair, old: list[int], new: list[int]) -> bool:
    """Whether of two texts one says the other anew, by words of the same roots.

    «تنديدا بما اعتبروه تلويثه للطبيعة والإضرار …», «احتجاجا على ما يسببه من تلوث وأضرار …».
    """
    if max(len(old), len(new)) > _MOST_SAID_ANEW:
        return False
    said, again = (
        {root for at in side.content(places) if (root := _root(side.sentence.words[at].key))}
        for side, places in ((pair.before, old), (pair.after, new))
    )
    shared = said & again
    return len(shared) >= _LEAST_SHARED and _SHARED * len(shared) >= min(len(said), len(again))


def _root(key: str) -> str:
    """Roughly the root of an Arabic word, or the beginning of another; "" of a short one."""
    if key.isascii():
        return key[:_LATIN_ROOT] if len(key) > _LATIN_ROOT else ""
    word = bare(key)[-1]
    letters = "".join(letter for letter in word if letter not in _WEAK).removeprefix("م")
    return letters if len(letters) > 1 else ""


def _outweighs(length: int, other: Side, places: list[int]) -> bool:
    """Whether words that came stand for so few others, or none, that they say more than those.

    A figure on the other side is no small word: it is told of.
    """
    said = len(other.content(places))
    return said <= 1 or (
        length >= max(_LEAST_OUTWEIGHING, _OUTWEIGHING * said)
        and not any(may_count(other.sentence.words[at]) for at in places)
    )


def tell_statements(pair: Pair, hunk: Hunk, kinds: tuple[EditKind, ...]) -> None:
    """Tells what came or went; a quotation changed that it stood in, or came with it."""
    for kind in ("quote",) if pair.inside_quotation(hunk) else kinds:
        pair.tell_change(kind, hunk)
    if pair.quoted(hunk):
        pair.tell_change("quote", hunk)
    if kinds == ("addition",):
        if hunk.i == hunk.i_end:
            named = begins_with_holder(pair.after, hunk.j, hunk.j_end)
            if named > hunk.j:
                pair.tell("names", "", pair.after.sentence.said(hunk.j, named))
        pair.after.claimed.update(range(hunk.j, hunk.j_end))
    elif kinds == ("removal",):
        pair.before.claimed.update(range(hunk.i, hunk.i_end))
    if pair.before.framed(hunk.i, hunk.i_end) and pair.after.framed(hunk.j, hunk.j_end):
        look_at_replaced_frames(pair, hunk)


def _claim_contraries(pair: Pair, hunk: Hunk) -> None:
    """Claims the words of a change that say the contrary of others, with what goes with them."""
    before = pair.before.sentence.keys[hunk.i : hunk.i_end]
    after = pair.after.sentence.keys[hunk.j : hunk.j_end]
    others = (after[:MOST_TOGETHER], before[:MOST_TOGETHER])
    for (side, start, end), words in zip(pair.sides(hunk), others, strict=True):
        for at in range(start, min(end, start + MOST_TOGETHER)):
            if any(opposed(side.sentence.keys[at], word) for word in words):
                side.claimed.update(_with_contrary(side, start, end, at))


def _with_contrary(side: Side, start: int, end: int, at: int) -> list[int]:
    """A word put for its contrary with what goes with it: «[إطلاق] سراح», «ارتفاع [طفيف]».

    What else stands beside it, and names, say more.
    """
    key = side.sentence.words[at].key
    others = [place for place in side.content(list(range(start, end))) if place != at]
    attending = [place for place in others if _attends(side, place, at)]
    idiom = [at - 1] if at and key.startswith(_IDIOMS) else []
    return [at, *idiom, *attending[:1]]


def _attends(side: Side, place: int, at: int) -> bool:
    """Whether a word is an adjective right after a contrary, or a verb such as "remains"."""
    key, contrary = side.sentence.words[place].key, side.sentence.words[at].key
    if place in side.names:
        return False
    definite = [word.startswith("ال") for word in (key, contrary)]
    adjective = place == at + 1 and not key.isascii() and definite[0] == definite[1]
    return key in _REMAINS or (adjective and not key.startswith("لل"))


def _only_parted(pair: Pair, hunk: Hunk) -> bool:
    """«لاتوجد», «لا توجد»; «اللاأخلاقي», «لا أخلاقي»."""
    old, new = (
        tuple(_without_article(word.key) for word in side.sentence.words[start:end])
        for side, start, end in pair.sides(hunk)
    )
    return same_joined(old, new)


def _without_article(key: str) -> str:
    return key[2:] if key.startswith("اللا") else key


def look_at_negation(pair: Pair, hunk: Hunk) -> bool:
    """Tells whether a change turned the sense of the sentence; it claims a short one."""
    if (
        not turned(pair.compared, hunk)
        or _only_parted(pair, hunk)
        or is_of_other_source(pair, hunk)
    ):
        return False
    pair.tell_change("negation", hunk)
    if pair.quoted(hunk):
        pair.tell_change("quote", hunk)
    for side, start, end in pair.sides(hunk):
        side.claimed.update(negations(side.sentence, start, end))
    words = [side.sentence.words[start:end] for side, start, end in pair.sides(hunk)]
    if contrary(pair.compared, hunk):
        _claim_contraries(pair, hunk)
    elif max(map(len, words)) <= MOST_ATTENDING or all(map(only_denies, words)):
        pair.claim(list(range(hunk.i, hunk.i_end)), list(range(hunk.j, hunk.j_end)))
    return True
