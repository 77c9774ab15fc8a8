"""Fingerprints of an article's content: same content, same hash, on any machine and version.

They say what makes a version. They know nothing of near-duplicates nor of how an edit matters.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

from pipeline.records import ArticleData

#: changes whenever the same content would hash differently, so that old hashes are told apart
_VERSION = "v1"
_ASCII: Final = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def content_hash(data: ArticleData) -> str:
    """`v1:` and the SHA-256 of what makes a version: title, body, byline, credit, section.

    An empty field is the same as none. The view counter, the featured marker, tags, the image,
    what was derived from these texts, the stamps and the extractor are no content.
    """
    content = [
        data.title,
        list(data.body),
        data.byline or "",
        data.credited_source or "",
        data.section or "",
    ]
    # JSON keeps the fields apart whatever they hold, and in ASCII even half a surrogate pair.
    encoded = _ASCII.encode(content)
    return f"{_VERSION}:{sha256(encoded.encode('ascii')).hexdigest()}"
