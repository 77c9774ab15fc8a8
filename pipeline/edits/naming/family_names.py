"""Whether a word is known as a family's name: «الحامدي», «السعدي».

`family_names.txt` holds, without the article and as keys write them, names that no dictionary of
Arabic has and texts are full of, and those that news write after a given name. What given names
make («السعيدي») is none of the list. How they were found says
docs/decisions/014-names-that-the-world-has.md.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.edits.naming.name_words import GIVEN

_ARTICLE: Final = "ال"
#: letters that sound alike to many: by these one name is written in two ways
_ALIKE: Final = str.maketrans("صضطذظ", "سدتدد")


def is_family_name(key: str) -> bool:
    """Whether a word, given by its key, is known as the name of a family."""
    name = key.removeprefix(_ARTICLE)
    return name != key and (name in _names() or (name.endswith("ي") and name[:-1] in GIVEN))


def are_two_families(one: str, other: str) -> bool:
    """Whether two words are the names of two families, not one written in two ways.

    Known ones, or such as differ by more than a slip: «البوعزيزي», «البوعزي».
    """
    looks = all(key.startswith(_ARTICLE) and key.endswith("ي") for key in (one, other))
    if looks and abs(len(one) - len(other)) > 1:
        return True
    if not (is_family_name(one) and is_family_name(other)):
        return False
    return one.translate(_ALIKE) != other.translate(_ALIKE)


@cache
def _names() -> frozenset[str]:
    return frozenset(
        files("pipeline.edits.naming").joinpath("family_names.txt").read_text("utf-8").split()
    )
