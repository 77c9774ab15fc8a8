"""Words without what Arabic joins before them: «و», «ف», «ب», «ل», «ك» and the article.

Which of them it is that stands there, only the sentence may tell: every reading is offered.
"""

from __future__ import annotations

from typing import Final

from pipeline.remembering import remembered

#: what may be joined before a word
PREFIXES: Final = ("و", "ف", "ب", "ل", "ك")


def bare(key: str) -> tuple[str, ...]:
    """A word, and what is left of it without «و», «ب», «ال» and the like, most literal first."""
    return _bare(key) if key[:1] in "وفبلكا" else (key,)


@remembered(1 << 14)
def _bare(key: str) -> tuple[str, ...]:
    forms = [key]
    if key[:1] in PREFIXES and len(key) > 2:
        forms.append(key[1:])
        if key[1:2] in PREFIXES and len(key) > 4:
            forms.append(key[2:])
        if key.startswith("لل"):
            forms += ("ا" + key, "ال" + key[2:])  # «لليلة», «للمرة»
    forms += [form[2:] for form in forms if form.startswith("ال") and len(form) > 4]
    return tuple(dict.fromkeys(forms))
