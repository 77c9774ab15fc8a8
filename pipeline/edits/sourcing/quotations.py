"""Finds what stands in quotation marks, and speech that a colon introduces.

One or two words in marks are no quotation: they are a name, or words the writer keeps at a
distance. Nor is what something is called. Who said what no marks hold is
`pipeline.edits.sourcing.attribution`'s question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.number_words import RELATIVE_DAYS, WEEKDAYS
from pipeline.edits.joined import bare
from pipeline.edits.naming.name_looks import is_bare_noun, is_family, is_given
from pipeline.edits.naming.name_words import DOUBTFUL_NAMES, GIVEN, HEADS, LINKS
from pipeline.edits.sourcing.frames import frames
from pipeline.edits.sourcing.quoted_speech import dialogue, single_marks
from pipeline.edits.sourcing.speech import SPEECH, THAT, keys, stem
from pipeline.edits.words import Sentence, Word
from pipeline.press import words as press

_CLOSES: Final = {"«": "»", "“": "”“", "„": "“”", "‹": "›", "‘": "’", '"': '"', "”": "”“"}
_PRIMES: Final = frozenset("″〃＂")
_TYPED: Final = (
    ("<<", "«"),
    (">>", "»"),
    ("''", '"'),
    ("’’", '"'),
    *((one, '"') for one in _PRIMES),
)
_CLOSING: Final = frozenset().union(*_CLOSES.values())
#: fewer words than this are no quotation
LEAST_WORDS: Final = 3
#: how many words before a colon a verb of speech may stand
_REACH: Final = 8
#: how many words before «ل» the verb of who spoke to an outlet may stand
_FAR: Final = 16
#: words of the longest name that marks hold
_LONGEST_NAME: Final = 5
#: before the name of an outlet, a work, a body or an operation
_CALLED: Final = keys(
    """
    مراسل مراسلة إذاعة راديو قناة صحيفة جريدة مجلة وكالة موقع برنامج حصة فيلم مسلسل مسرحية كتاب
    رواية أغنية ديوان معرض مهرجان تظاهرة جمعية حزب حركة منظمة شركة مؤسسة تطبيق لعبة عملية حملة
    مبادرة مشروع عنوان بند اسم واسمه واسمها يسمى تسمى يدعى تدعى المدعو المدعوة المسمى المسماة
    جائزة كأس
    radio chaîne journal film livre roman émission projet opération titled called named album
    association collectif mouvement parti festival campagne série spectacle groupe société revue
    magazine chanson pièce exposition tableau documentaire prix intitulé intitulée baptisé baptisée
    movie novel book song play show series newspaper charity party campaign band documentary
    exhibition dubbed entitled movement
    """
)
#: of these, works, of which an adjective may stand before the name
_WORKS: Final = keys(
    """
    فيلم شريط وثائقي مسلسل مسرحية مسرحيت كتاب رواية روايت أغنية أغنيت ديوان قصيدة قصيدت لوحة معرض
    مجموعة ألبوم برنامج
    """
)
#: before «ل» and whoever is spoken to
_TOLD: Final = keys("تصريح تصريحات حديث حوار قال قالت صرح صرحت أكد أكدت أفاد أفادت أوضح أوضحت")
_ENDS: Final = frozenset(".!?؟…")
#: after a mark that closes
_STOPS: Final = frozenset(".!?؟,،;؛")
#: how many words name a speaker
_SPEAKER: Final = 4
#: between «قال إن» and what is quoted
_BEFORE_QUOTED: Final = 30
#: "said [a] neighbour", which keys do not tell from « à »
_ARTICLES: Final = frozenset({"a", "A"})
#: « explique [l'entraîneur] », « le porte-parole »
_WITHIN: Final = frozenset({"", "'", "’", "-"})
#: before the verb of who says a quotation, and before who it is: « a savouré [l'entraîneur] »
_HAVE: Final = keys("a ont has have")
_BEFORE_SPEAKER: Final = keys("le la l les un une son sa the a an his her")
#: a noun of speech, and what leads to it
_NOUNS: Final = keys("تصريح")
_IN: Final = keys("في خلال عبر وفي")
#: before who hears it, not who says it
_HEARD: Final = keys("told")
#: «نائب [عن] المعارضة» says who he is
_FOR: Final = "عن"
_SPEAKS_FOR: Final = keys(
    "نائب نائبة ممثل ممثلة عضو عضوة ناطق ناطقة متحدث متحدثة مترشح مترشحة مرشح مرشحة"
)
_ENDS_SPEAKER: Final = keys(
    """
    في من على إلى عن خلال أثناء إن أن إنه أنه إنها أنها بأن بعد قبل عقب أمام لدى عبر ردا تعليقا
    dans à lors pendant sur que qu après in on at during after that to
    vouloir pouvoir devoir avoir être
    """
)


def with_quotations(
    words: Sequence[Word], within: str = "", *, title: str | None = None
) -> list[Word]:
    """The words of a paragraph, each with the number of the quotation it stands in.

    Args:
        words: of the paragraph, or of a part of it.
        within: the mark that closes a quotation which an earlier paragraph opened; "" for none.
        title: what stands after the last word of a title, where an unclosed mark is stray.
    """
    marked = list(words)
    spans = chain(
        _marked(words, within, title), _introduced(words), dialogue(words), single_marks(words)
    )
    for number, (start, end) in enumerate(spans, 1):
        if end - start < LEAST_WORDS or _is_name(words, start, end):
            continue
        for at in range(start, end):
            if not marked[at].quotation:
                marked[at] = marked[at]._replace(quotation=number)
    return marked


def running_quotations(sentences: Iterable[Sentence]) -> frozenset[tuple[int | None, int]]:
    """The quotations that run over the end of some sentences, each by paragraph and number."""
    found: set[tuple[int | None, int]] = set()
    for sentence in sentences:
        first, last = sentence.words[0], sentence.words[-1]
        if first.quotation and _CLOSES.keys().isdisjoint(_as_marks(first.gap)):
            found.add((sentence.paragraph, first.quotation))
        if last.quotation and _CLOSING.isdisjoint(_as_marks(sentence.tail)):
            found.add((sentence.paragraph, last.quotation))
    return frozenset(found)


def _is_name(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether marks hold what something is called: «مراسل "إذاعة صوت الجبل"», «بعنوان "…"»."""
    if end - start > _LONGEST_NAME:
        return False
    if _is_person(words[start:end]):
        return True
    if start == 0:
        return False
    before = words[start - 1].key
    if before in _CALLED or before[1:] in _CALLED or _is_work(words, start):
        return True
    reach = words[max(0, start - 1 - _FAR) : start - 1]
    if before == "ل" and any(word.key in _TOLD for word in reach):  # «أكد الوالي ل"إذاعة …"»
        return True
    if before[0] >= "ء" and all(word.key.isascii() for word in words[start:end]):
        return True  # what Latin letters write in an Arabic text is called so
    first = words[start].key
    definite = all(word.key.startswith("ال") for word in words[start:end])
    body = definite and first[2:] in HEADS  # «"الحزب الديمقراطي الحر"»
    return body or tuple(word.key for word in words[start:end]) in press.KNOWN


def _is_work(words: Sequence[Word], start: int) -> bool:
    """Whether marks hold what a work is called: «كتابه "…"», «الشريط الوثائقي "…"»."""
    return words[start - 1].key not in THAT and any(
        not _WORKS.isdisjoint((form, form.removesuffix("ه"), form.removesuffix("ها")))
        for word in words[max(0, start - 2) : start]
        for form in bare(word.key)
    )


def _is_person(run: Sequence[Word]) -> bool:
    """«"عبد الحميد أباعود"», «"محمد أمين بن عمر"»: a person's name, and nothing more."""
    first, *rest = run
    if first.key not in GIVEN - DOUBTFUL_NAMES and first.key not in LINKS:
        return False
    return all(
        is_given(word) or is_family(word) or word.key in LINKS or run[at].key in LINKS
        for at, word in enumerate(rest[:-1])
    ) and (is_family(rest[-1]) or is_given(rest[-1]) or is_bare_noun(rest[-1]))


def _marked(
    words: Sequence[Word], within: str, title: str | None = None
) -> Iterator[tuple[int, int]]:
    """What stands between marks.

    One right after a number opens nothing, for it tells inches; nor does one before a point or a
    comma and white space, which closes what was never opened.
    """
    closing, start = within, 0
    for at, word in enumerate(words):
        if not word.gap or word.space == "’":  # "we don’t"
            continue
        marks = _as_marks(word.gap)
        inches = at > 0 and words[at - 1].key[-1].isdigit() and not word.space[0].isspace()
        closes = marks[1:2] in _STOPS and marks[1:3] != ".." and word.space[-1].isspace()
        idle = inches or closes
        for place, char in enumerate(marks):
            if closing == char == '"' and _opens_anew(words, start, at):
                yield start, _end_of_unclosed(words, start, at)  # what closed it is missing
                start = at
            elif closing and char in closing:
                yield start, at
                closing = ""
            elif not closing and char in _CLOSES and not (char == '"' and place == 0 and idle):
                closing, start = _CLOSES[char], at
    stray = title is not None and set(closing).isdisjoint(_as_marks(title)) and start == 0
    if closing and not stray:  # the closing mark stands after the last word, or it is missing
        yield start, _end_of_unclosed(words, start, len(words))


def _opens_anew(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a straight mark opens another quotation, sentences after one that none closed."""
    space = words[at].space
    return (
        space.endswith('"')
        and space[-2:-1].isspace()
        and any(_ends_sentence(word) for word in words[start + 1 : at])
    )


def _end_of_unclosed(words: Sequence[Word], start: int, end: int) -> int:
    """Where a quotation ends that nothing closes: before a sentence by which somebody speaks."""
    return next(
        (
            at
            for at in range(start + 1, end)
            if _ends_sentence(words[at]) and stem(words[at].key) in SPEECH
        ),
        end,
    )


def _ends_sentence(word: Word) -> bool:
    return word.space[-1:].isspace() and not _ENDS.isdisjoint(word.gap)


def _as_marks(gap: str) -> str:
    """Punctuation with what keyboards offer for quotation marks written as such: «<<», "''"."""
    for typed, mark in _TYPED if len(gap) > 1 or gap in _PRIMES else ():
        gap = gap.replace(typed, mark)
    return gap


def speaker(sentence: Sentence) -> frozenset[int]:
    """Places of the words that say who says a quotation of the sentence.

    They follow a verb of speech («قال الوزير», « a promis le préfet »), up to a mark or a
    preposition; in Latin scripts they may also stand before it. Whoever says what «أن» leads into
    outside the quotation is not its speaker.
    """
    words = sentence.words
    if not any(word.quotation for word in words):
        return frozenset()
    framed = frames(sentence)
    # up to where another speaks
    nexts = [*(start for start, _ in framed), len(words)][1:]
    beyond = dict(zip(framed, nexts, strict=True))
    elsewhere = {
        at
        for start, end in framed
        for at in range(start, end)
        if not any(
            word.quotation
            for word in words[start : max(end, min(end + _BEFORE_QUOTED, beyond[start, end]))]
        )
        and not (_set_off(words, end) and start and words[start - 1].quotation)
    }
    found: set[int] = set()
    for at, word in enumerate(words):
        if _follows_quotation(words, at):
            found.update(_until_mark(words, range(at + 1, at + 1 + _SPEAKER)))
        if word.quotation or stem(word.key) not in SPEECH or at in elsewhere:
            continue
        if word.key in _NOUNS and at and words[at - 1].key in _IN:
            continue  # «في تصريح لإذاعتنا»
        if word.key not in _HEARD:
            found.update(_until_mark(words, range(at + 1, at + 1 + _SPEAKER)))
        found.update(_named_beside(words, max(found, default=at) + 1))
        if word.key.isascii() and not found:
            found.update(_until_mark(words, range(at - 1, at - 1 - _SPEAKER, -1)))
    return frozenset(found)


def _follows_quotation(words: Sequence[Word], at: int) -> bool:
    """Whether a word in Latin letters is the verb of who says what stands before it.

    « "…", a savouré [l'entraîneur] », « "…", tonne [le préfet] », '"…," laughed [the baker]'.
    """
    start = at - 1 if at and words[at - 1].key in _HAVE else at
    if not start or at + 1 >= len(words) or not words[at].key.isascii() or words[at + 1].gap:
        return False
    closed = words[start - 1].quotation and not words[at].quotation and "," in words[start].gap
    who = words[at + 1]
    named = who.key in _BEFORE_SPEAKER or who.text[:1].isupper()
    return bool(closed) and named and words[at].text[:1].islower() and not is_common(words[at].key)


def _named_beside(words: Sequence[Word], at: int) -> range:
    """ "said their lawyer, [Marcus Obi]": the name that a comma sets off from who speaks."""
    end = at
    if at < len(words) and words[at].gap == ",":
        while end < min(at + _SPEAKER, len(words)) and words[end].text[:1].isupper():
            if end > at and words[end].gap:
                break
            end += 1
    return range(at, end)


def _set_off(words: Sequence[Word], end: int) -> bool:
    """Whether marks, and no «أن», close a frame: « "…", a promis le préfet »."""
    return words[end - 1].key not in THAT


def _until_mark(words: Sequence[Word], places: range) -> Iterator[int]:
    for at in places:
        if not 0 <= at < len(words) or words[at].quotation:
            return
        for_whom = words[at].key == _FOR and words[at - 1].key.removeprefix("ال") in _SPEAKS_FOR
        if words[at].key in _ENDS_SPEAKER and words[at].text not in _ARTICLES and not for_whom:
            return
        if words[at].key in WEEKDAYS or words[at].key in RELATIVE_DAYS:
            return  # «أعلن الاثنين الماضي»
        if words[at].key.startswith(("بال", "لل")) and not is_given(words[at]):
            return  # «اتهم بالسرقة»
        if places.step > 0 and words[at].gap not in _WITHIN:
            return
        yield at


def _introduced(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    end = 0
    for at, word in enumerate(words):
        if at < end or ":" not in word.gap or not _CLOSES.keys().isdisjoint(word.gap):
            continue
        if any(stem(one.key) in SPEECH for one in words[max(0, at - _REACH) : at]):
            end = next(
                (
                    place
                    for place in range(at + 1, len(words))
                    if words[place].space[-1:].isspace() and not _ENDS.isdisjoint(words[place].gap)
                ),
                len(words),
            )
            yield at, end
