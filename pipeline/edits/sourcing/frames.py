"""Finds where a sentence says that somebody says what follows: «وأوضح مدير المعهد في بيان أن».

What introduces a source within it («وفق مصدر أمني») is `pipeline.edits.sourcing.attribution`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.naming.name_words import TITLES
from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word

#: who learns something says it too: «علمت الإذاعة أن»
_LEARNS: Final = keys("علم علمت وعلمت وعلم")
#: «[جاء] في بيان», «[ورد] في بلاغ»
CAME: Final = keys("جاء ورد جاءت وردت")
_IN: Final = "في"
_WAS: Final = keys("كان كانت وكان وكانت")
_STOPS: Final = frozenset(".!?؟…")
#: words of the longest frame: a verb, who says it, where and when, «أن»
_LONGEST_FRAME: Final = 20
_LONGEST: Final = 7
#: the same between marks: « …, a déclaré à l'AFP un responsable local »
_LONGEST_SET_OFF: Final = 9
_WITHIN: Final = frozenset({"", "'", "’", "-"})
_WHOSE: Final = keys("his her their its my our")
#: « ont [fait] savoir les organisateurs »
_AUXILIARIES: Final = keys("fait tenu laissé")
#: of which who hears it, or when, may follow
_HEARD: Final = keys("told said says dit déclaré")
#: after a verb of speech: what is said follows
_LEADS_ON: Final = THAT | keys("vouloir pouvoir devoir")
#: what the naming of a source does not go on over
_ENDING: Final = THAT | keys("الذي التي الذين الذى qui which who")
#: what can be no participle
_SAID: Final = keys(
    "said says say dit disent affirme affirment assure assurent déclare déclarent believe fear warn"
)
#: words of the longest subject between a verb of speech and «إن»
_SUBJECT: Final = 4
#: the same where the name of a person ends it
LONGEST_SUBJECT: Final = 14
#: «[من جانبه] أكد», «[بدوره] قال»: says no more than that another speaks
IN_TURN: Final = keys(
    """
    بالقول جانبه جانبها جانبهم جهته جهتها جهتهم جهة ناحيته ناحيتها ناحيتهم ناحية جانب
    بدوره بدورها بدورهم
    """
)
#: «في بيان», «خلال ندوة», « contactée par l'agence »
_WHERE: Final = keys(
    """
    في وفي خلال وخلال عبر وعبر عقب إثر من ومن أثناء لدى dans lors in during at contacté contactée
    contactés interrogé interrogée interrogés joint jointe cité citée asked reached
    """
)
_LEADING: Final = frozenset({"", ",", "،", "'", "’"})
#: « …, alors que des témoins affirment que »: no source of what stands before
_CONJUNCTIONS: Final = keys(
    """
    although though while because since as when if but and who which that whereas qui que car mais
    tandis alors si lorsque quand dont où et
    """
)
#: what begins a clause that tells of a word before it
RELATIVES: Final = keys("who whom whose which qui dont")
_THAT_ONE: Final = frozenset((key,) for key in THAT)


def frames(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where somebody is said to say what follows: «وأوضح مدير المعهد في بيان أن».

    Each is given by its first place and the place after its last, «أن»; in Latin scripts it may
    be set off by marks instead. One without a word for who speaks («وأضاف أن») is none.
    """
    words = sentence.words
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        start, end = at, at
        if _tells(words, at):
            start = min(before_verb(sentence, at), default=_frame_start(sentence, at))
            end = _frame_end(sentence, at, start)
            if end <= at:
                start, end = _set_off(sentence, at)
            if end <= at:
                start, end = _opening(sentence, at)
        if end > start:
            found.append((start, end))
        at = max(end, at + 1)
    return tuple(found)


def _set_off(sentence: Sentence, at: int) -> tuple[int, int]:
    """Where a frame stands between marks around its verb: « …, a indiqué la préfecture »."""
    words = sentence.words
    if not words[at].key.isascii():
        return at, at
    start = at
    while start > max(0, at - _LONGEST) and words[start].gap in _WITHIN:
        start -= 1
    end = at + 1
    while end < min(len(words), at + _LONGEST_SET_OFF) and words[end].gap in _WITHIN:
        end += 1
    if at + 1 < end and words[at + 1].key in _WHOSE:
        return at, at  # "…, her father, confirmed [his daughter's death]"
    if any(
        not is_common(words[place].key) and words[place].key not in _AUXILIARIES
        for place in range(start, at)
    ):
        # "…, the mayor confirmed [the death of two men]": what follows is said
        end = end if words[at].key in _HEARD else at + 1
    said = any(not is_common(words[place].key) for place in range(start, end) if place != at)
    whole = start > 0 and "," in words[start].gap and end - start <= _LONGEST_SET_OFF
    whole = whole and words[start].key not in _ENDING  # « le juge, qui relève de la cour, »
    # « le ministre, en visite à Lyon, affirme qu'il veut … », « dit vouloir … »
    whole = whole and _LEADS_ON.isdisjoint(word.key for word in words[at + 1 : end])
    return (start, end) if whole and said else (at, at)


def _opening(sentence: Sentence, verb: int) -> tuple[int, int]:
    """ "[Sources familiar with the talks said] a deal was near": no "that" need follow."""
    words = sentence.words
    who = range(verb)
    whole = words[verb].key in _SAID and 0 < verb <= _LONGEST and verb + 1 < len(words)
    whole = whole and not any(word.gap for word in words[1 : verb + 2])
    whole = whole and any(not is_common(words[at].key) for at in who)
    return (0, verb + 1) if whole else (verb, verb)


def _tells(words: Sequence[Word], at: int) -> bool:
    """Whether a word is a verb by which something is said, and no name: "said", « Saïd »."""
    word = words[at]
    if word.key in CAME or word.key[1:] in CAME:  # «وجاء في بيان الوزارة أن»
        return at + 1 < len(words) and words[at + 1].key == _IN
    named = word.key.isascii() and word.text[:1].isupper()
    return not named and (stem(word.key) in SPEECH or word.key in _LEARNS)


def _frame_start(sentence: Sentence, verb: int) -> int:
    """Where a frame begins: before its verb where «كان» leads it, «وكانت مصادر قد أكدت أن»."""
    words = sentence.words
    for at in range(verb, max(-1, verb - _LONGEST), -1):
        if at < verb and words[at].key in _WAS:
            return at
        if words[at].gap:
            break
    return verb


def _frame_end(sentence: Sentence, start: int, first: int) -> int:
    """Where the frame ends whose verb is at `start`; `start` where it is none."""
    words = sentence.words
    for at in range(start + 1, min(start + _LONGEST_FRAME, len(words))):
        if not _STOPS.isdisjoint(words[at].gap):
            return start
        if words[at].key in THAT:
            said = (*words[first:start], *words[start + 1 : at])
            return at + 1 if any(not is_common(word.key) for word in said) else start
    return start


def subjects(sentence: Sentence, longest: int = _SUBJECT + 1) -> frozenset[int]:
    """Places of the words between a verb of speech and the «إن» of what is said.

    In Latin scripts also of those beside a verb that marks set off: ", [the police] said".
    """
    words = sentence.words
    found: set[int] = set()
    for at in range(len(words)):
        if not _tells(words, at):
            continue
        found.update(_opening_subject(sentence, at))
        if longest == LONGEST_SUBJECT:
            found.update(before_verb(sentence, at, named=True))
        start, end = _set_off(sentence, at)
        found.update(range(start, end))
        who = at + 1
        for end in range(at + 1, min(at + _LONGEST_FRAME, len(words))):
            if words[end].key in THAT and who - at <= longest:
                found.update(range(at + 1, who))
                break
            if words[end].gap:
                break
            # «أوضحت الوزارة [في بلاغ لها] أن»: where it is said names nobody
            if who == end and not (end > at + 1 and is_common(words[end].key)):
                who = end + 1
    return frozenset(found)


def lead_ins(sentence: Sentence, starts: Iterable[int]) -> frozenset[int]:
    """Places of the words before a verb of speech that say where: «و[في ندوة صحفية] قال … إن».

    Args:
        sentence: that holds them.
        starts: where its frames begin.
    """
    words = sentence.words
    found: set[int] = set()
    for start in starts:
        first = start
        while first > max(0, start - _LONGEST) and words[first].gap in _LEADING:
            first -= 1
        if words[first].key in _WHERE:
            found.update(range(first, start))
    return frozenset(found)


def _opening_subject(sentence: Sentence, verb: int) -> range:
    """ "[The council] said the road …": who opens a sentence that goes on by what is said."""
    words = sentence.words
    whole = words[verb].key in _SAID and 0 < verb <= _LONGEST and verb + 1 < len(words)
    whole = whole and words[0].key not in TITLES  # « Mme Calder »
    if not whole or any(word.gap for word in words[1 : verb + 2]):
        return range(0)
    # "[the officer] who shot Ann said": whom a clause tells of says nothing
    return range(next((at for at in range(verb) if words[at].key in RELATIVES), verb))


def before_verb(sentence: Sentence, verb: int, *, named: bool = False) -> range:
    """« [La police] affirme que »: who says it before its verb, where that is no name.

    From the beginning of the sentence, or a mark. A name, too, if `named`.
    """
    words = sentence.words
    if not words[verb].key.isascii() or sentence.keys[verb + 1 : verb + 2] not in _THAT_ONE:
        return range(0)
    start = verb
    longest = LONGEST_SUBJECT if named else _SUBJECT
    while start > 0 and not words[start].gap and verb - start < longest:
        start -= 1
        if start and not named and words[start].text[:1].isupper():
            return range(0)
    whole = (start == 0 or words[start].gap) and words[start].key not in _CONJUNCTIONS
    return range(start, verb if whole else start)
