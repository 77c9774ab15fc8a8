"""Decides which language a site writes in, by what it declares and by its articles; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from crawler.survey.records import Certainty, Judged
from pipeline.extract.language import language_of
from pipeline.languages import language_by_words

#: letters of an article that are looked at; fewer than the least tell nothing
_SAMPLE: Final = 3000
_LEAST: Final = 80


def judge_language(declared: Sequence[str], texts: Sequence[str]) -> Judged:
    """The language as a BCP 47 tag without a region, None where nothing tells.

    Args:
        declared: what its pages say, best first.
        texts: bodies of articles.
    """
    said = next((tag for one in declared if (tag := _primary(one, texts))), None)
    heard = Counter(language_by_words(text[:_SAMPLE]) for text in texts if len(text) >= _LEAST)
    spoken = heard.most_common(1)[0][0] if heard else None
    if said and spoken == said:
        return Judged(said, Certainty.SURE, "its pages declare it, and its articles are in it")
    if spoken and said:
        why = f"its articles are in it, though its pages declare {said}"
        return Judged(spoken, Certainty.LIKELY, why)
    if spoken:
        return Judged(spoken, Certainty.LIKELY, "its articles are in it; its pages declare none")
    if said:
        return Judged(said, Certainty.LIKELY, "its pages declare it")
    return Judged(None, Certainty.GUESS, "nothing tells")


def _primary(tag: str, texts: Sequence[str]) -> str | None:
    """The language of a declared tag, unless the letters of the articles refute it."""
    found = language_of(tag, None, " ".join(texts)[:_SAMPLE])
    return found.partition("-")[0].lower() if found else None
