"""Reads who wrote a piece, which agency it comes from and whom it credits, off short texts.

Arabic first, French and English too. A name is taken for a person's only when nothing speaks
for an outlet, a desk or an agency; a paragraph is taken for a byline only on evidence, for a
paragraph lost is worse than a byline missed. What a text cites on the way is found by
`pipeline.press.citations`, and belongs to the same questions: hence `cited_sources` here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pipeline.folding import fold
from pipeline.press import words as press
from pipeline.press.citations import cited_sources
from pipeline.remembering import remembered
from pipeline.text import clean

__all__ = [
    "agencies_in",
    "authors_in",
    "cited_sources",
    "credited_source",
    "is_byline",
    "signed_in",
]

#: no byline is longer, in characters; and no credit, in words
_LONGEST: Final = 200
_LONGEST_CREDIT: Final = 6
_LONGEST_BYLINE: Final = 5

_SEPARATORS: Final = re.compile(
    r"([/\\|؛;،,•·+&()\[\]{}«»\"“”„:]"
    r"|(?:^|(?<=\s))[-–—*]+|[-–—*]+(?=\s|$)|(?<=[ء-ي])[-–—](?=[ء-ي])"
    r"|(?<![.\s])\s(?:و|and|et|with|avec|مع)\s(?=\w\w))"
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]ـ?\.\s?){1,3}(?:[^\W\d_]ـ?)?\.?")
_ENDS_SENTENCE: Final = re.compile(r"[^\W\d_]{2,}\.(?:\s|$)")
_FULL_STOP: Final = re.compile(r"(?<=[^\W\d_]{2})\.$")
_EXCLAIMS: Final = re.compile(r"[?؟!…]")
_QUOTES_OR_COUNTS: Final = re.compile(r"[«»\"“”\d]")
_CREDIT: Final = re.compile(r"[(\[]?\s*([^:/–—-]{4,30}?)\s*[:/–—-]+\s*(.+?)[)\]]?")
_CREDIT_LABELS: Final = frozenset(
    map(press.key, ("المصدر", "المصادر", "مصدر", "مصدر الخبر", "مصدر المقال", "المصدر الأصلي"))
) | {"source", "sources"}
_FROM: Final = frozenset({"عن", "نقلا", "من", "from", "with", "avec"})
_AGENCY_KEYS: Final = frozenset(press.key("".join(name)) for name in press.AGENCIES)
_AGENCY_ALONE_KEYS: Final = frozenset(press.key("".join(name)) for name in press.AGENCIES_ALONE)
_NO_PERSON: Final = (
    press.NOT_IN_NAMES
    | press.DESKS
    | press.OUTLET_WORDS
    | press.SOME_AGENCIES
    | press.AGENCY
    | press.VERBS
)
_WORD: Final = re.compile(r"[^\W\d_][^\W\d]*(?:[.'’ـ-]+[^\W\d_]+)*\.?")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LATIN_ARTICLES: Final = frozenset({"the", "le", "la", "les", "el", "al"})
_JOINED_TO_NOUNS: Final = ("بال", "لل", "وال", "فال", "كال")


class _Part(NamedTuple):
    """A stretch of a byline between separators, without its label and titles."""

    text: str
    #: a label says that an author's name stands here
    marked: bool
    #: a label says that somebody else's does, such as the photographer's
    other: bool


@remembered(2_048)  # a page's names are asked about several times, and again where it is proven
def agencies_in(byline: str) -> tuple[str, ...]:
    """The news agencies in a byline, as printed: «الميثاق/وكالات» → «وكالات».

    Unnamed ones count («وكالات», « agences »); of «وكالة رويترز» the name is returned.
    """
    return _agencies(_parts(byline))


def authors_in(byline: str) -> tuple[str, ...]:
    """The people in a byline, as printed, without labels and titles.

    A part counts when it is marked (بقلم, كتب, par, by …), is initials («ق. و»), or is two to
    four words of which none belongs to an agency, an outlet, a desk or a sentence, and that
    are not built like an outlet's name («صدى الجنوب», «الخبر الرياضي»).
    """
    return _authors(_parts(byline))


def signed_in(byline: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people in a byline and the agencies: `authors_in` and `agencies_in` at once."""
    parts = list(_parts(byline))
    return _authors(parts), _agencies(parts)


def _agencies(parts: Iterable[_Part]) -> tuple[str, ...]:
    found = (_agency(part.text) for part in parts if not part.other)
    return tuple(dict.fromkeys(name for name in found if name))


def _authors(parts: Iterable[_Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.text for part in parts if _is_person(part)))


def credited_source(paragraph: str) -> str | None:
    """The name in a short paragraph that is a credit and nothing else: «المصدر: معاريف»."""
    if len(paragraph) > _LONGEST or not (found := _CREDIT.fullmatch(clean(paragraph))):
        return None
    label, name = found[1], found[2].strip(" .«»\"“”'")
    keys = [press.key(word) for word in name.split()]
    if press.key(label) not in _CREDIT_LABELS or not 1 <= len(keys) <= _LONGEST_CREDIT:
        return None
    if _ENDS_SENTENCE.search(fold(name)) or _EXCLAIMS.search(name):
        return None
    return name if (press.VERBS | press.THAT).isdisjoint(keys) and any(keys) else None


def is_byline(paragraph: str) -> bool:
    """Whether a body's first paragraph is a byline: at most five words, and evidence.

    Evidence is a part that is wholly an agency («واج»), a desk («القسم الرياضي»), initials
    («ق. و»), a name after a label («بقلم: …»), or a name that only people have, for it begins
    with a given name or «عبد …». What stands before such a part may be an outlet or a
    place; a lone noun or a pair of nouns («تفاصيل الاتفاق») is no evidence of anything.
    """
    text = clean(paragraph) if len(paragraph) <= _LONGEST else ""
    if not 1 <= len(re.findall(r"[^\W\d_]+\S*", text)) <= _LONGEST_BYLINE:
        return False
    if any(one.search(fold(text)) for one in (_EXCLAIMS, _QUOTES_OR_COUNTS, _ENDS_SENTENCE)):
        return False
    if credited_source(text):
        return False
    parts = list(_parts(text))
    evident = [_is_evident(part) for part in parts]
    if not any(evident):
        return False
    labelled = any(part.marked or part.other for part in parts)
    if ":" in text and not (labelled or _agency(parts[-1].text)):
        return False  # «رويترز: ارتفاع النفط» is a headline
    last = max(at for at, is_evident in enumerate(evident) if is_evident)
    return all(
        is_evident or _is_harmless(part, before=at < last)
        for at, (part, is_evident) in enumerate(zip(parts, evident, strict=True))
    )


def _parts(byline: str) -> Iterator[_Part]:
    """A byline cut at its separators, and before agencies and people that «و» joins on."""
    if len(byline) > _LONGEST:
        return
    pieces = [*_SEPARATORS.split(clean(byline)), ""]
    carried = ""
    for piece, separator in zip(pieces[::2], pieces[1::2], strict=True):
        label, words = _label(piece.split())
        label = label or carried
        for text in _joined(_without_title(words)):
            yield _Part(text, marked=label == "author", other=label == "other")
        # «بقلم: …», «كتب/ …», «مراسلنا من وهران: …»: the name is in the next piece.
        opens = separator == ":" or not words
        carried = ("author" if label == "perhaps" else label) if opens else ""


def _label(words: list[str]) -> tuple[str, list[str]]:
    """Whose name follows, as in `press.words.LABELS` ("" for anybody's), and what follows."""
    label = ""
    while words and (kind := press.LABELS.get(press.key(words[0]))):
        label = label if kind == "kind" else kind
        words = words[1:]
    return label, words


def _without_title(words: list[str]) -> list[str]:
    if _INITIALS.fullmatch(" ".join(words)):
        return words
    while len(words) > 1 and press.key(words[0]) in press.TITLES:
        if len(words[0]) == 1:
            return words  # «أ ف ب» has no title, «أ. محمد» has
        words = words[1:]
    return words


def _joined(words: list[str]) -> Iterator[str]:
    """«سعاد قاسم ووكالات», «سعاد قاسم وكريم بوزيد» → each by itself."""
    if words and not _agency(" ".join(words)) and (cut := _cut(words)):
        for half in cut:
            yield from _joined(half)
    elif words:
        yield _FULL_STOP.sub("", " ".join(words))


def _cut(words: list[str]) -> tuple[list[str], list[str]] | None:
    """Where an agency, or after a joined «و» a second person, begins."""
    for at in range(1, len(words)):
        rest = words[at:]
        bare = [rest[0].removeprefix("و"), *rest[1:]]
        for tail in (rest, bare):
            if _agency(" ".join(tail), anywhere=True):
                return words[:at], tail
        two = bare != rest and press.key(rest[0]) not in press.GIVEN_NAMES
        if two and _is_name(words[:at]) and _is_name(bare):
            return words[:at], bare
    return None


def _agency(text: str, *, anywhere: bool = False) -> str | None:
    """The name, if a text is an agency and nothing else.

    Args:
        text: a part of a byline, or its end.
        anywhere: believe only names that mean nothing else, for the text is not a whole part.
    """
    words = text.split()
    while len(words) > 1 and press.key(words[0]) in _FROM:
        words = words[1:]
    name = " ".join(words)
    key, head = press.key(name), press.key(words[0]) if words else ""
    if key in _AGENCY_KEYS or (head in press.SOME_AGENCIES and len(words) == 1):
        return name
    if anywhere and head not in press.SOME_AGENCIES:
        return None
    if key in _AGENCY_ALONE_KEYS:
        of_two = _INITIALS.fullmatch(name) and len(key) == 2  # «أ.ب» is a person, «أ ب» is not
        return None if of_two or (name.isascii() and not name.isupper()) else name
    if head not in press.AGENCY and head not in press.SOME_AGENCIES:
        return None
    rest = [press.key(word) for word in words[1:]]
    if head in press.AGENCY and "".join(rest) in _AGENCY_KEYS | _AGENCY_ALONE_KEYS:
        return " ".join(words[1:])
    described = len(words) <= _LONGEST_BYLINE and not press.NEWS.isdisjoint(rest)
    if described and press.STOPS.isdisjoint(set(rest) - press.NEWS):
        return name
    return None


def _is_desk(words: list[str]) -> bool:
    keys = [press.key(word) for word in " ".join(words).replace(".", ". ").split()]
    if "".join(keys) in press.DESKS_ALONE or not press.LATIN_DESKS.isdisjoint(keys):
        return True
    return keys[0] in press.DESK_HEADS and not press.DESK_TAILS.isdisjoint(keys[1:])


def _is_initials(text: str) -> bool:
    return _INITIALS.fullmatch(text) is not None and len(press.key(text)) > 1


def _is_person(part: _Part) -> bool:
    words = part.text.split()
    if part.other or _agency(part.text):
        return False
    return _is_initials(part.text) or _is_name(words, marked=part.marked)


def _is_name(words: list[str], *, marked: bool = False) -> bool:
    """Whether words may be a person's name; `marked` if a label says that they are one."""
    keys = [press.key(word) for word in words]
    if not (1 if marked else 2) <= len(words) <= (5 if marked else 4):
        return False
    if not all(_WORD.fullmatch(fold(word)) for word in words) or not _NO_PERSON.isdisjoint(keys):
        return False
    if _LATIN.match(words[0]):
        return keys[0] not in _LATIN_ARTICLES and all(
            word[0].isupper() or key in press.NAME_PARTICLES
            for word, key in zip(words, keys, strict=True)
        )
    if _reads_on(words, keys):
        return False
    return marked or _is_certain_name(keys) or _is_built_like_a_name(words, keys)


def _is_built_like_a_name(words: list[str], keys: list[str]) -> bool:
    """No article first, as in «الخبر الرياضي», no place, nothing like «صدى الجنوب»."""
    if words[0].startswith("ال") or keys[0] in press.PLACE_HEADS:
        return False
    return not _is_plain_definite(words[1])


def _is_plain_definite(word: str) -> bool:
    """«الجنوب», but not «العمراني», as family names are."""
    return word.startswith("ال") and not word.endswith(("ي", "ى"))


def _is_certain_name(keys: list[str]) -> bool:
    """A given name first, or «عبد …», «بن …» with more after it than «بن عروس», a town."""
    compound = keys[0] in press.NAME_LINKS and len(keys) > 2
    return compound or keys[0] in press.GIVEN_NAMES or keys[0].startswith("عبدال")


def _reads_on(words: list[str], keys: list[str]) -> bool:
    """Whether the words look like the beginning of a sentence: a joined preposition, a verb."""
    return (
        any(key.startswith(_JOINED_TO_NOUNS) for key in keys)
        or any(key.startswith("ي") and key not in press.GIVEN_NAMES for key in keys[1:])
        or "على" in (words[:-1] or words)  # as a last word it is an Egyptian علي
    )


def _is_evident(part: _Part) -> bool:
    words = part.text.split()
    if part.other:
        return False
    if _agency(part.text) or _is_desk(words) or _is_initials(part.text):
        return True
    if not _is_person(part):
        return False
    keys = [press.key(word) for word in words]
    virtue = len(words) == 2 and _is_plain_definite(words[1])  # «حسن الجوار» is no Hassan
    return part.marked or (_is_certain_name(keys) and not virtue)


def _is_harmless(part: _Part, *, before: bool) -> bool:
    """Whether a part without evidence may stand in a byline: an outlet, a place.

    Before the evidence it may be three words («نبض الشارع المحلي/وكالات»), after it only one,
    unless a label says whose name it is («تصوير: …»).
    """
    words = part.text.split()
    if len(words) > (3 if before else 1):
        return part.other
    return (press.NOT_IN_NAMES | press.VERBS).isdisjoint(press.key(word) for word in words)
