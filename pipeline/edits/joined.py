"""Words without what Arabic joins before them: «و», «ف», «ب», «ل», «ك» and the article.

Which of them it is that stands there, only the sentence may tell: every reading is offered.
"""

from __future__ import annotations

from typing import Final

from pipeline.arabic import WHOLE_WORDS, normalise
from pipeline.remembering import remembered

#: what may be joined before a word
PREFIXES: Final = ("و", "ف", "ب", "ل", "ك")
_CONJUNCTIONS: Final = "وف"
#: whose first letter is their own: «برقية» is no «رقية»
_WHOLE: Final = frozenset(map(normalise, WHOLE_WORDS))


def bare(key: str) -> tuple[str, ...]:
    """A word, and what is left of it without «و», «ب», «ال» and the like, most literal first."""
    return _bare(key) if key[:1] in "وفبلكا" else (key,)


@remembered(1 << 14)
def _bare(key: str) -> tuple[str, ...]:
    forms = [key]
    if key not in _WHOLE and key[:1] in PREFIXES and len(key) > 2:
        forms.append(key[1:])
        # «و» and «ف» stand first: «كوستا» is no «ستة»
        twice = (key[0] in _CONJUNCTIONS and key[1] not in _CONJUNCTIONS) or key[:2] == "لل"
        if twice and key[1] in PREFIXES and len(key) > 4:
            forms.append(key[2:])
        if key.startswith("لل"):
            forms += ("ا" + key, "ال" + key[2:])  # «لليلة», «للمرة»
    forms += [form[2:] for form in forms if form.startswith("ال") and len(form) > 4]
    return tuple(dict.fromkeys(forms))
