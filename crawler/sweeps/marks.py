"""The mark of an article in a sweep: it differs when the system tells of a change.

It takes in the stamp and, where the system gives the text, the text: a silent edit leaves
the stamp as it was.
"""

from __future__ import annotations

import re
from hashlib import blake2s

_TAG = re.compile(r"<[^<>]*>")


def mark(stamp: str, *texts: str) -> str:
    """The stamp as told, then a hash of the texts if any are given.

    Tags, their attributes and white space are left out, for they carry what differs at every
    request (tokens, the names of lazily loaded images). A changed algorithm makes every
    article look changed once, which costs a round of rechecks and no more.
    """
    if not texts:
        return stamp
    # the length keeps texts apart: words that move from one to the next are a change
    plain = [" ".join(_TAG.sub(" ", text).split()) for text in texts]
    told = "".join(f"{len(text)}:{text}" for text in plain)
    digest = blake2s(told.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return f"{stamp} {digest}".strip()
