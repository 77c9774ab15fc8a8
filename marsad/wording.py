"""How many of something there are, as people say it."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """«1 source», «2 sources».

    Args:
        one: what a single one is called.
        many: what several are called; by default the same with an s.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(texts: list[str] | tuple[str, ...]) -> str:
    """Texts in a row, with the comma of the first one's script."""
    arabic = bool(texts) and any("\u0600" <= letter <= "\u06ff" for letter in texts[0])
    return ("، " if arabic else ", ").join(texts)
