"""Pairs of versions of invented articles, labelled by hand with the kinds of the edit between.

The form of the files: `@ kinds` opens a pair; then lines of `- ` (a paragraph of the older
version), `+ ` (of the newer), `= ` (of both), `t- ` `t+ ` (titles), `b- ` `b+ ` (bylines; `-`
stands for none). What a pair does not give is filled in alike on both sides, unless it has
lines of `= `: then its body is whole. The files named
`aside` were written from the definitions before the classifier was there; docs/edits.md tells
what it made of them, and of each lot of the others, when it first saw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.records import ArticleData

HERE = Path(__file__).parent
HALVES = {
    "aside": ("aside_ar.txt", "aside_fr_en.txt"),
    "open": ("open_ar.txt", "open_fr_en.txt"),
}

_AROUND = {
    "ar": (
        "افتتاح معرض الحرف التقليدية في قصر الثقافة",
        (
            "ويضم المعرض أجنحة للفخار والنسيج وصناعة الحلي من مختلف الجهات الداخلية.",
            "وحضر الافتتاح جمهور غفير من محبي الحرف اليدوية والعائلات والتلاميذ.",
            "ومن المنتظر أن تتنقل الأجنحة لاحقا إلى مدن أخرى في إطار جولة وطنية.",
        ),
    ),
    "la": (
        "Craft fair opens its doors",
        (
            "Potters, weavers and jewellers show their work in the old market hall.",
            "Families and pupils from the whole valley came to the opening ceremony.",
            "The stands will later travel to other towns during a national tour.",
        ),
    ),
}


@dataclass
class _Draft:
    kinds: frozenset[str]
    titles: dict[str, str] = field(default_factory=dict)
    bylines: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    bodies: dict[str, list[str]] = field(default_factory=lambda: {"-": [], "+": []})


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two versions of an article with the kinds that hold for the edit between them."""

    id: str
    before: ArticleData
    after: ArticleData
    kinds: frozenset[str]


def labelled_pairs(half: str) -> list[LabelledPair]:
    """The pairs of one half: `aside` or `open`."""
    return [pair for name in HALVES[half] for pair in _read(HERE / name)]


def _read(path: Path) -> Iterator[LabelledPair]:
    language = "ar" if path.stem.endswith("_ar") else "la"
    for number, block in enumerate(path.read_text(encoding="utf-8").split("@ ")[1:], 1):
        head, *lines = block.splitlines()
        draft = _Draft(frozenset(head.split()))
        for line in filter(None, lines):
            _add(draft, line)
        yield _pair(f"{path.stem}:{number}", draft, language)


def _add(draft: _Draft, line: str) -> None:
    mark, _, text = line.partition(" ")
    if mark == "=":
        draft.whole = True
        draft.bodies["-"].append(text)
        draft.bodies["+"].append(text)
    elif mark in draft.bodies:
        draft.bodies[mark].append(text)
    elif mark[:1] == "t":
        draft.titles[mark[1:]] = text
    elif mark[:1] == "b":
        draft.bylines[mark[1:]] = "" if text == "-" else text
    else:
        raise ValueError(f"a line that is none of a pair: {line}")


def _pair(name: str, draft: _Draft, language: str) -> LabelledPair:
    title, around = _AROUND[language]

    def version(side: str) -> ArticleData:
        return ArticleData(
            url="https://fair.example.org/1",
            canonical_url="https://fair.example.org/1",
            title=draft.titles.get(side, title),
            body=(*draft.bodies[side], *(() if draft.whole else around)),
            byline=draft.bylines.get(side) or None,
        )

    return LabelledPair(name, version("-"), version("+"), draft.kinds)
