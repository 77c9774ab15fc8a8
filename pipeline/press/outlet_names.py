"""Finds where a text names an outlet, and where the name begins and ends.

Knows words and grammar only: whether the outlet is cited is `pipeline.press.citations`'s question.
Where nothing shows the end of an Arabic name, it is its first word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import Final, NamedTuple

from pipeline.folding import fold
from pipeline.press import words as press

#: a character of a word
IN_WORDS: Final = r"[^\W_]|[\u064b-\u0652\u0670]"
_LETTERS: Final = r"(?:[^\W_]++|[\u064b-\u0652\u0670]++)++"
_TOKEN: Final = re.compile(
    rf"(?:[ldLD]|[Qq]u)['’](?=[^\W\d_])|{_LETTERS}(?:[.'’&-]{_LETTERS})*+|[^\w\s]"
)
ARABIC_NOUN: Final = re.compile(
    rf"[وف]?[بلك]?(?P<article>ال|ل)?(?P<noun>{'|'.join(sorted(press.ARABIC_OUTLET_NOUNS))})"
)
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_QUOTES: Final = dict(zip("«\"“”„″('‹‘", "»\"”““″)'›’", strict=True))
_AFTER_AGENCY: Final = press.KNOWN | press.AGENCIES_ALONE
ATTRIBUTES: Final = press.VERBS | press.SOURCES
QUOTE_MARKS: Final = frozenset((*_QUOTES, *_QUOTES.values()))
# What a name can begin with and, if it has one of `press.OUTLET_MARKS` in it, what it can stand
# right after, each in every form: nearly all words are in neither, and need no further look.
_JOINED: Final = [first + second for first in ("", "و", "ف") for second in ("", "ب", "ل", "ك")]


def _beginnings() -> dict[str, set[str]]:
    """The first words of names and the nouns before names, with what must follow; "": anything."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for noun in press.LATIN_OUTLET_NOUNS:
        found[noun].add("")
    for joined in _JOINED:
        for noun in press.ARABIC_OUTLET_NOUNS:
            for article in ("", "ل", "ال"):
                found[joined + article + noun].add("")
        for head, *rest in _AFTER_AGENCY:
            found[joined + head].add(rest[0] if rest else "")
    return dict(found)


BEGINNINGS: Final = _beginnings()
_BEFORE: Final = (
    QUOTE_MARKS
    | {"ل"}
    | {
        joined + word + object_
        for joined in ("", "و", "ف")
        for word in ATTRIBUTES
        for object_ in ("", "ه", "ها", "هم")
    }
)
CLAUSE_ENDS: Final = frozenset(".,;:!?…|")
_ENDS_NAME: Final = press.STOPS | press.VERBS | CLAUSE_ENDS | QUOTE_MARKS
#: by the first word of known names: how many words they have, the longest first
_LENGTHS: Final = {
    head: sorted({len(name) for name in _AFTER_AGENCY if name[0] == head}, reverse=True)
    for head in press.HEADS
}
_PARTICLES: Final = frozenset({"of", "the", "de", "du", "des", "la", "l", "d", "and"})
_NO_ADJECTIVES: Final = _ENDS_NAME | _PARTICLES
_NOT_FIRST: Final = press.NOT_OUTLETS | _PARTICLES
_KINDS_OF_PRESS: Final = frozenset({"presse", "information", "informations", "ligne"})
_LONGEST_NAME: Final = 4
#: of a paragraph, in characters; no more of it is read
_LONGEST: Final = 20_000

#: the words of a name: from the first up to, not with, the second
_Span = tuple[int, int]


class Word(NamedTuple):
    """A word or one punctuation mark."""

    text: str
    #: folded, in lower case, without the apostrophe of an elision
    key: str


_STOP: Final = Word(".", ".")


class Name(NamedTuple):
    """An outlet's name in a paragraph."""

    #: as printed
    text: str
    #: the words it takes up, with the noun that introduces it
    first: int
    end: int


class Paragraph:
    """A paragraph cut into words; beyond either end there are only full stops."""

    def __init__(self, text: str) -> None:
        tokens = _TOKEN.findall(text[:_LONGEST])
        # folded together: one by one takes several times as long
        folded = fold("\n".join(tokens)).lower()
        keys = folded.split("\n") if tokens else []
        if "'" in folded:
            keys = [key.rstrip("'") for key in keys]
        self._text = text
        self._tokens = tokens
        self._keys = keys
        if "" in keys:  # a word that is nothing but marks
            self._tokens = [token for token, key in zip(tokens, keys, strict=True) if key]
            self._keys = [key for key in keys if key]

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, at: int) -> Word:
        return Word(self._tokens[at], self._keys[at]) if 0 <= at < len(self._keys) else _STOP

    @cached_property
    def is_marked(self) -> bool:
        """Whether it has a word such as «تايمز» or "News", which makes a name of those before."""
        return not press.OUTLET_MARKS.isdisjoint(self._keys)

    def places(self) -> list[int]:
        """Where a name, or the noun before one, can begin at all."""
        keys = self._keys
        if not self.is_marked:
            likely = [(at, BEGINNINGS[key]) for at, key in enumerate(keys) if key in BEGINNINGS]
            return [at for at, after in likely if "" in after or self[at + 1].key in after]
        return [
            at
            for at, key in enumerate(keys)
            if key in BEGINNINGS or (at and keys[at - 1] in _BEFORE) or _is_capital(self[at])
        ]

    def printed(self, first: int, end: int) -> str:
        return " ".join(self._text[self._spans[first][0] : self._spans[end - 1][1]].split())

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text."""
        spans = [one.span() for one in _TOKEN.finditer(self._text[:_LONGEST])]
        if len(spans) == len(self._tokens):
            return spans
        return [one for one in spans if fold(self._text[slice(*one)]).rstrip("'")]


def name_at(words: Paragraph, at: int) -> Name | None:
    """The outlet that is named at a word: by a noun and a name, or by a name that needs none."""
    return _after_noun(words, at) or _alone(words, at)


def _after_noun(words: Paragraph, at: int) -> Name | None:
    """The name that a noun at `at` introduces: «صحيفة معاريف», « le journal Le Monde »."""
    if words[at].text.islower() and words[at].key in press.LATIN_OUTLET_NOUNS:
        return _after_latin_noun(words, at) or _before_latin_noun(words, at)
    found = ARABIC_NOUN.fullmatch(words[at].key)
    if found is None:
        return None
    if found["noun"] in press.AGENCY:
        return _after_agency(words, at)
    start = at + 1
    if found["article"]:  # «الموقع الإخباري "…"»: adjectives, then a name that shows its ends
        while start < at + 4 and is_definite(words[start]):
            start += 1
        return _name(words, at, _quoted(words, start) or _latin_run(words, start))
    span = (
        _known(words, start, press.KNOWN)
        or _quoted(words, start)
        or _latin_run(words, start)
        or _arabic_run(words, start, masculine=found["noun"] in press.MASCULINE_NOUNS)
    )
    if span and found["noun"] in press.VAGUE_NOUNS and not _looks_like_press(words, span):
        return None
    return _name(words, at, span)


def _after_agency(words: Paragraph, at: int) -> Name | None:
    """«وكالة رويترز», «وكالة الأنباء الرسمية "…"», «وكالة … للأنباء»; not the space agency."""
    start = at + 1
    while start < at + 4 and (is_definite(words[start]) or words[start].key == "انباء"):
        start += 1
    after_news = words[at + 1].key in press.NEWS
    for named_at in (at + 1, start) if after_news else (at + 1,):
        if known := _known(words, named_at, _AFTER_AGENCY):
            return _name(words, at, known)
    if quoted := _quoted(words, start):
        believed = after_news or _known(words, quoted[0], _AFTER_AGENCY)
        if believed or _has_news(words, (quoted[0], quoted[1] + 3)):  # «… الإيرانية للأنباء»
            return _name(words, at, quoted)
    end = at + 1
    while end <= at + _LONGEST_NAME and _is_name_word(words[end].key):
        end += 1
    return _agency_by_description(words, at, end)


def _agency_by_description(words: Paragraph, at: int, end: int) -> Name | None:
    """«وكالة الأنباء الجزائرية», «وكالة تونس إفريقيا للأنباء»: the noun is part of the name."""
    news = next((one for one in range(at + 1, end) if words[one].key in press.NEWS), None)
    if news is None:
        return None
    if not words[news].key.endswith("انباء"):  # «وكالة شهاب الإخبارية», «وكالة معا نيوز»
        last = news if is_definite(words[news]) else news + 1
        return _name(words, at, (at + 1, last)) if last > at + 1 else None
    last = news + 1
    if news == at + 1:
        last = min(last + 1, end)
        while last < end and is_definite(words[last]):
            last += 1
        if words[last - 1].key == "الرسميه":
            last -= 1
        if last == news + 1:
            return None
    joined = ARABIC_NOUN.fullmatch(words[at].key)
    letters = joined.start("noun") if joined else 0
    return Name(_without(words.printed(at, last), letters), at, last)


def _after_latin_noun(words: Paragraph, at: int) -> Name | None:
    """« le quotidien espagnol El País », « le site d'information X », "the newspaper X"."""
    start = at + 1
    for _ in range(2):
        if words[start + 1].key in _KINDS_OF_PRESS:
            start += 2
        elif words[start].text.islower() and words[start].key not in _NO_ADJECTIVES:
            start += 1
    known = _known(words, start, _AFTER_AGENCY)
    span = known or _quoted(words, start) or _latin_run(words, start)
    of_news = known or (span and _has_news(words, (at + 1, span[1])))
    return _name(words, at, span) if of_news or words[at].key not in press.AGENCY else None


def _before_latin_noun(words: Paragraph, at: int) -> Name | None:
    """ "the X newspaper", but not "the British newspaper"."""
    first = at
    while at - first < _LONGEST_NAME and _is_capital(words[first - 1]):
        first -= 1
    while first < at and words[first].key in _NOT_FIRST:
        first += 1
    if first == at or (words[at].key in press.AGENCY and not _has_news(words, (first, at))):
        return None
    return Name(words.printed(first, at), first, at + 1)


def _alone(words: Paragraph, at: int) -> Name | None:
    """A name that needs no noun: one that is known, or «… تايمز», "… News"."""
    word = words[at]
    if _LATIN.match(word.text):
        known = _known(words, at, press.KNOWN)
        run = known or (_latin_run(words, at) if _is_capital(word) else None)
        if run and (known or words[run[1] - 1].key in press.OUTLET_MARKS):
            return _name(words, at, run)
        return None
    for joined in range(_proclitics(word.key) + 1):
        if span := _known(words, at, press.KNOWN, joined):
            return Name(_without(words.printed(*span), joined), at, span[1])
    return _marked_run(words, at) if words.is_marked else None


def _marked_run(words: Paragraph, at: int) -> Name | None:
    """«بحسب صنداي تايمز», right after what attributes."""
    before = words[at - 1].key
    joined = int(words[at].key.startswith("ل") and stem(before) in ATTRIBUTES)
    if not (joined or before == "ل" or before in QUOTE_MARKS or stem(before) in ATTRIBUTES):
        return None
    for end in range(at + 1, at + 1 + _LONGEST_NAME):
        last = words[end - 1].key
        if not _is_name_word(last):
            return None
        if end > at + 1 and last in press.OUTLET_MARKS:
            name = _name(words, at, (at, end))
            return name and name._replace(text=_without(name.text, joined))
    return None


def _name(words: Paragraph, first: int, span: _Span | None) -> Name | None:
    if span is None:
        return None
    quoted = words[span[0] - 1].text in _QUOTES
    if words[span[0]].key in (press.PLATFORMS if quoted else press.NOT_OUTLETS):
        return None
    return Name(words.printed(*span), first, span[1])


def _known(
    words: Paragraph, start: int, names: frozenset[tuple[str, ...]], joined: int = 0
) -> _Span | None:
    """The longest of `names` that stands at `start`, less `joined` letters of its first word."""
    head = words[start].key[joined:]
    if head not in press.HEADS or (_LATIN.match(head) and not _is_capital(words[start])):
        return None
    for length in _LENGTHS[head]:
        rest = (words[at].key for at in range(start + 1, start + length))
        if (head, *rest) in names:
            return start, start + length
    return None


def _quoted(words: Paragraph, start: int) -> _Span | None:
    closing = _QUOTES.get(words[start].text)
    for end in range(start + 1, start + 2 + _LONGEST_NAME):
        if closing and words[end].text == closing:
            return (start + 1, end) if end > start + 1 else None
        if words[end].key in CLAUSE_ENDS:
            return None
    return None


def _latin_run(words: Paragraph, start: int) -> _Span | None:
    """Capitalised words, with small ones only inside; after an Arabic word, of any case."""
    if not _LATIN.match(words[start].text):
        return None
    any_case = _ARABIC.search(words[start - 1].text) is not None
    end = start
    while end - start <= _LONGEST_NAME and (
        _is_capital(words[end])
        or (any_case and _LATIN.match(words[end].text))
        or (end > start and words[end].key in _PARTICLES and _is_capital(words[end + 1]))
    ):
        end += 1
    return (start, end) if end > start else None


def _arabic_run(words: Paragraph, start: int, *, masculine: bool) -> _Span | None:
    """An Arabic name without quotes, up to a word that cannot belong to it.

    An adjective that agrees with the noun is none of its name («صحيفة معاريف العبرية»), one
    that does not agree is («صحيفة القدس العربي»).
    """
    first = words[start].key
    if not _is_name_word(first):
        return None
    if first.endswith("يه") and not is_definite(words[start]):  # «صحيفة محلية»
        return None
    end = sure = start + 1
    while end - start < _LONGEST_NAME and _may_follow(words, start, end, masculine=masculine):
        end += 1
        sure = end if _surely_follows(words, end - 1) else sure
    shown = words[end].key in _ENDS_NAME or _agrees(words[end], masculine=masculine)
    return start, end if shown else sure


def _may_follow(words: Paragraph, start: int, at: int, *, masculine: bool) -> bool:
    first, word = words[start], words[at]
    if _surely_follows(words, at):
        return True
    if not _is_name_word(word.key) or _agrees(word, masculine=masculine):
        return False
    if is_definite(word):
        return is_definite(first) or first.key in press.TAKES_DEFINITE
    if word.key.startswith(("وال", "بال", "فال", "كال", "لل")) or word.key.endswith("ا"):
        return False
    return not is_definite(first)


def _surely_follows(words: Paragraph, at: int) -> bool:
    key = words[at].key
    pair = (words[at - 1].key, key)
    return key in press.OUTLET_TAILS or key.isdigit() or pair in press.OUTLET_PAIRS


def _is_name_word(key: str) -> bool:
    """Whether an Arabic word may belong to a name that nothing else shows the end of."""
    if not _ARABIC.match(key) or key in _ENDS_NAME:
        return False
    return not ARABIC_NOUN.fullmatch(key) and stem(key) not in ATTRIBUTES


def _agrees(word: Word, *, masculine: bool) -> bool:
    return is_definite(word) and word.key.endswith("ي" if masculine else "يه")


def is_definite(word: Word) -> bool:
    return word.text.startswith("ال")  # with a bare alef: «ألمانية» has no article


def _looks_like_press(words: Paragraph, span: _Span) -> bool:
    name = tuple(words[at].key for at in range(*span))
    return (
        name in press.KNOWN
        or not press.OUTLET_TAILS.isdisjoint(name)
        or _LATIN.match(name[0]) is not None
        or words[span[0] - 1].text in _QUOTES
    )


def _has_news(words: Paragraph, span: _Span) -> bool:
    return any(words[at].key in press.NEWS for at in range(*span))


def _is_capital(word: Word) -> bool:
    """A Latin word with a capital, or a number."""
    return word.text[0].isupper() or word.text.isdigit()


def stem(key: str) -> str:
    """A verb or preposition without a joined و or ف and without an object: «ونشرته» → «نشرت»."""
    for word in (key, key[1:] if key[0] in "وف" else key):
        for suffix in ("", "ه", "ها", "هم"):
            if word.removesuffix(suffix) in ATTRIBUTES:
                return word.removesuffix(suffix)
    return key


def _proclitics(key: str) -> int:
    """How many letters before a word may be و ف and ب ل ك."""
    found = re.match("[وف]?[بلك]?", key)
    return found.end() if found else 0


def _without(text: str, letters: int) -> str:
    """The text less its first letters, each with its vowel marks and tatweel."""
    while letters and text:
        letters -= 1
        text = text[1:].lstrip("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")
    return text
