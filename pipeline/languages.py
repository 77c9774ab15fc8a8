"""Tells by its words which language a text is in, with the model of py3langid.

The model is 75 MB and takes half a second: it is loaded when a text first asks for it.
"""

from __future__ import annotations

import lzma
from array import array
from functools import cache
from io import BytesIO
from shutil import copyfileobj
from typing import Any

from pipeline.loading import loading


def language_by_words(text: str) -> str:
    """The likeliest language, as ISO 639 has it; of a text without words, any."""
    language, _ = _identifier().classify(text)
    return str(language)


@cache
def _identifier() -> Any:
    with loading():
        # all that the loading took, but the model, is let go of inside
        return _loaded()


def _loaded() -> Any:
    import numpy
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    # As py3langid does, but in memory: it unpacks into a temporary file, and where pages
    # are read no file may be written.
    unpacked = BytesIO()
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        copyfileobj(packed, unpacked, 1 << 20)
    unpacked.seek(0)
    with numpy.load(unpacked, allow_pickle=False) as model:
        identifier = LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            _numbers(model["nextmove"]),
            model["out_feat"].tolist(),
            tk_row=_numbers(model["nextmove_row"]),
        )
    # numpy takes its working memory at the first product, and ends the process without it
    identifier.classify("Le train de nuit est de retour.")
    return identifier


def _numbers(of: Any) -> array[int]:
    return array(of.dtype.char, of.tobytes())
