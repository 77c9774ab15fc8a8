"""Whether words that came or went make a statement of their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word

#: in words; numbers in digits do not count
LEAST_CLAUSE: Final = 6
#: words put for as many others are two statements from so many on
LEAST_REPLACED: Final = 8
#: a sentence shorter than this came or went as words, not as a statement
LEAST_SENTENCE: Final = 4
_OPENINGS: Final = keys(
    """
    فيما بينما حيث كما إذ ثم لكن غير إلا علما مما وهو وهي وهم وذلك التي الذي الذين بعد قبل عقب إثر
    بسبب بهدف قصد رغم مع من في على لأن كي حتى حين عندما متى إلى أن إن وأن وإن بعدما قبلما حاملا
    which who while where when whereas after before because although and but that as
    qui que dont où tandis alors après avant car mais et lorsque pendant afin
    """
)
#: beginnings of words whose «و» or «ف» is their own and joins nothing: «وسط», «فني», «فجأة»
_OWN: Final = tuple(
    keys(
        """
        وسط وزير وزارة وزراء وطني ولاية ولايات وفد واسع واضح وحدة وحدات وحيد وكيل وكالة وثيقة وثائق
        وفاة وجود وجيز وظيف وظائف واجب وقود وقفة وقتي وردي ورشة ورشات فني فرقة فريق فترة فرنسي فيلم
        فتاة فرصة فكرة فجئي فجائي فجأة فوز فيديو فعالي فلاحي فضاء فائق فرعي فاخر فلسطين فنان فندق
        """
    )
)
#: of these, what opens a statement wherever it stands
_WITHIN: Final = keys("فيما بينما حيث كما ثم مما علما إذ while where whereas alors tandis")
#: «بعد أن» and the like lead into a verb
_THAT: Final = "ان"
_BEFORE_VERB: Final = keys("بعد قبل منذ إلى دون")
#: with what follows, a verb: «تم العثور عليها», «كانت مخفية»
_AUXILIARIES: Final = keys("تم تمت يتم تتم وقع جرى جرت كان كانت كانوا")
_MARKS: Final = frozenset(",،;؛-–—(:")


def statement_length(sentence: Sentence, places: list[int]) -> int:
    """How many words there are at some places, numbers in digits not counted."""
    return sum(sentence.words[at].key.isalpha() for at in places)


def is_statement(
    sentence: Sentence, start: int, end: int, names: Collection[int] = frozenset()
) -> bool:
    """Whether words[start:end] read as a clause: set off by a mark, or led by what opens one.

    Args:
        sentence: that holds them.
        start: place of the first.
        end: place after the last.
        names: places of words that name somebody or something, and so are no verbs.
    """
    words = sentence.words
    if start >= end:
        return False
    first = words[start]
    closing = words[end].gap if end < len(words) else ""
    opened, closed = not _MARKS.isdisjoint(first.gap), not _MARKS.isdisjoint(closing[:1])
    if (opened or start == 0) and (closed or end == len(words)):
        return True
    joined = first.key.startswith(("و", "ف")) and not first.key.startswith(_OWN)
    if first.key in _OPENINGS or joined:
        return True
    if start > 1 and words[start - 1].key == _THAT and words[start - 2].key in _BEFORE_VERB:
        return True
    within = range(start + 1, end - LEAST_CLAUSE + 2)
    if any(words[at].key in _WITHIN for at in within):
        return True
    if stem(first.key) in SPEECH and not any(words[at].key in THAT for at in range(start, end)):
        return False  # «كشفت لجنة التعيينات» does not say what
    if start == 0 and end < len(words):  # a sentence begins with its verb, or with who does it
        return True
    return any(
        (words[at].key in _AUXILIARIES and at + 1 < end)
        or (at not in names and is_verbal(words[at]) and not _belongs(words, at))
        for at in range(start, end)
    )


def _belongs(words: tuple[Word, ...], at: int) -> bool:
    """«[تابع] للحرس», «[التابعة] للوزارة» say whose something is."""
    after = words[at + 1].key if at + 1 < len(words) else ""
    return words[at].key.startswith("تابع") and after.startswith("ل")


def is_verbal(word: Word) -> bool:
    """Whether a word looks like a verb."""
    key = word.key
    return stem(key) in SPEECH or (key[:1] in "يتس" and len(key) > 3 and not key.endswith("ه"))
