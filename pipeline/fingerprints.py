"""Fingerprints of an article's content: same content, same hash, on any machine and version.

They say what makes a version and what is mere formatting. They know nothing of near-duplicates
nor of how an edit matters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from unicodedata import normalize

from pipeline.records import ArticleData

#: changes whenever the same content would hash differently, so that old hashes are told apart
_VERSION = "v1"

# White space, tatweel, and what prints nothing: controls, soft hyphen, joiners, direction marks,
# variation selectors, invisible operators, byte order marks.
_FORMATTING = re.compile(
    r"[\s\u0640\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)


def content_hash(data: ArticleData) -> str:
    """`v1:` and the SHA-256 of what makes a version: title, body, byline, credit, section.

    An empty field is the same as none. The view counter, the featured marker, tags, the image,
    what was derived from these texts, the stamps and the extractor are no content.
    """
    return _hash(
        [
            data.title,
            list(data.body),
            data.byline or "",
            data.credited_source or "",
            data.section or "",
        ]
    )


def substance_hash(data: ArticleData) -> str:
    """As `content_hash`, blind to formatting.

    Equal for two articles exactly when they differ in nothing but white space (the borders of
    paragraphs too), tatweel, invisible characters, and composed or decomposed spellings. A
    changed letter, figure, vowel mark or punctuation mark changes it.
    """
    fields = (data.title, "".join(data.body), data.byline, data.credited_source, data.section)
    return _hash([_bare(field or "") for field in fields])


def _bare(text: str) -> str:
    return normalize("NFC", _FORMATTING.sub("", text))


def _hash(content: Sequence[object]) -> str:
    # JSON keeps the fields apart whatever they hold, and in ASCII even half a surrogate pair.
    encoded = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return f"{_VERSION}:{sha256(encoded.encode('ascii')).hexdigest()}"
