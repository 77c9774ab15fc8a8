"""One spelling for English words that Britons and Americans write otherwise: "labour", "labor"."""

from __future__ import annotations

import re
from typing import Final

#: what is written otherwise, as keys write it, and how Americans write it; a word of few letters
#: is another word with the letters of both: "four", "for"
_PATTERNS: Final = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        ("(?<=..)our(?=(?:s|ed|ing|able|ably|ful|fully|ite|ites|hood|ly|er|ers|less)?$)", "or"),
        ("(?<=..[bt])re(?=s?$)", "er"),
        ("(?<=..[bt])red$", "ered"),
        ("(?<=...)is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)", "iz"),
        ("(?<=..)ys(?=(?:e|ed|es|er|ers|ing)$)", "yz"),
        ("(?<=..)ogue(?=s?$)", "og"),
        ("(?<=defen|licen|offen)c(?=es?$)", "s"),
        ("(?<=preten)c(?=es?$)", "s"),
        ("(?<=gra)mme(?=s?$)", "m"),
        # "filled" and "filed" are two words
        ("([aeiou][^aeiou]+[aeiou]|fue|dia)ll(?=(?:ed|ing|er|ers|or|ors|ous)$)", r"\1l"),
        ("^((?:ful|en|in|dis)[^aeiou]+[aeiou])ll?(?=s?$)", r"\1l"),
        ("([aeiou]l)l(?=(?:ment|ments|ful|fully)$)", r"\1"),
        ("(?<=[pnhd])ae(?=[^aeiou]|ol)", "e"),
        ("(?<=judg|ledg)e(?=ments?$)", ""),
    )
)
#: letters of a word that has two spellings by a pattern
_LEAST: Final = 5
#: the few that follow none
_WORDS: Final = dict(
    pair.split("/")
    for pair in """
    grey/gray tyre/tire tyres/tires sceptic/skeptic sceptics/skeptics sceptical/skeptical mould/mold
    plough/plow aluminium/aluminum jewellery/jewelry cheque/check cheques/checks ageing/aging
    kerb/curb pyjamas/pajamas moustache/mustache foetus/fetus manoeuvre/maneuver
    manoeuvres/maneuvers storey/story whisky/whiskey learnt/learned burnt/burned spelt/spelled
    dreamt/dreamed programme/program programmes/programs
    """.split()  # noqa: SIM905 - a list that people read and mend
)


def american(key: str) -> str:
    """A word, given by its key, as Americans write it; any other word as it is."""
    if key in _WORDS:
        return _WORDS[key]
    if len(key) < _LEAST or not key.isascii():
        return key
    for pattern, written in _PATTERNS:
        key = pattern.sub(written, key)
    return key
