"""Whether two words are forms of one: with another ending, pronoun or number, or joined otherwise.

What case, mood, gender and number change at the end of a word, and what is joined before it.
"""

from __future__ import annotations

import re
from typing import Final

#: consonants that two spellings of a name must share
LEAST_SOUND: Final = 3
_WEAK_NOUNS: Final = frozenset(
    (
        "جاري ماضي عالي كافي باقي غالي قاضي محامي متتالي متوالي متساوي ثاني مباني أراضي ليالي والي "
        "راضي راعي ساعي واعي قاسي تالي نادي وادي مساعي معاني ضواحي نواحي وافي شافي"
    )
    .replace("أ", "ا")
    .split()
)
#: what case and mood alone change at the end of a word, written in normal form
_ENDINGS: Final = tuple(
    map(frozenset, (("ون", "ين"), ("ان", "ين"), ("وا", "ي"), ("و", "ي", "ا"), ("", "ا")))
)
#: nouns that change their last letter with the case: «أبو», «أبا», «أبي»
_FIVE_NOUNS: Final = frozenset({"اب", "اخ", "حم", "ذ"})
#: endings that follow from the number or gender of a word beside, longest first
_AGREEING: Final = ("هما", "هم", "هن", "ها", "وا", "ان", "ين", "ون", "تا", "ه", "ت", "ا")
#: what a verb in Latin letters gains or loses with its tense
_INFLECTIONS: Final = ("s", "es", "ed", "d", "ing")
#: joined to a noun, for whose it is, longest first
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "نا", "ه")
#: an article, after what is joined before it
_DEFINITE: Final = re.compile("^([وف]?[بك]?)ال")
#: a hamza on the seat that the case asks for: «أبناؤه», «أبناءه», «أبنائه»
_SEAT: Final = re.compile("(?<=ا)[ءوي](?=(?:هما|هم|هن|ها|نا|كم|ه)$)")
#: a preposition, and another that was joined before it by mistake
_TWICE_PREPOSED: Final = re.compile("([وف]?)[بلك](في|الي|علي)")
_ARTICLE_ALONE: Final = re.compile("([وف]?)ال")
ARTICLE: Final = re.compile("^[وف]?(?:[بك]?ال|لل)?")


def twice_definite(one: str, other: str) -> bool:
    """Whether a word has an article and a pronoun, which no word has, and the other only one.

    «الزيارته», «زيارته» or «الزيارة».
    """
    for twice, once in ((one, other), (other, one)):
        pronoun = next((end for end in _PRONOUNS if twice.endswith(f"ت{end}")), "")
        head = _DEFINITE.match(twice)
        if not pronoun or head is None or len(twice) - head.end() - len(pronoun) < LEAST_SOUND:
            continue
        joined, rest = head[1], twice[head.end() :]
        noun = rest[: -len(pronoun) - 1]
        if once in (joined + rest, f"{head[0]}{noun}ه"):
            return True
    return False


def twice_preposed(one: str, other: str) -> bool:
    """Whether a preposition only has another one before it, which none has: «لفي», «في»."""
    shorter, longer = sorted((one, other), key=len)
    twice = _TWICE_PREPOSED.fullmatch(longer)
    return twice is not None and shorter == twice[1] + twice[2]


def lost_alif(one: str, other: str) -> bool:
    """Whether an article only lost its alif: «لفريق», «الفريق». To a team is another phrase."""
    shorter, longer = sorted((one, other), key=len)
    cut = _ARTICLE_ALONE.match(longer)
    return (
        cut is not None
        and len(longer) > LEAST_SOUND + 2
        and shorter == cut[1] + longer[cut.end(1) + 1 :]
    )


def lost_ya(one: str, other: str) -> bool:
    """Whether a noun only lost the ي that it has not without an article: «جاري», «جار»."""
    shorter, longer = sorted((one, other), key=len)
    return longer == f"{shorter}ي" and longer in _WEAK_NOUNS


def joined_otherwise(one: str, other: str) -> bool:
    """Whether only what is joined before two words differs: «والمدن», «وبالمدن»."""
    heads = ARTICLE.match(one), ARTICLE.match(other)
    before = [head[0] if head else "" for head in heads]
    if before[0] != before[1] and one[len(before[0]) :] == other[len(before[1]) :]:
        return True
    shorter, longer = sorted((one, other), key=len)
    if longer[1:] == shorter and longer[:1] in ("و", "ف"):  # «وزير», «ووزير»
        return True
    places = (0, 1) if longer[:1] in ("و", "ف") else (0,)  # «ولاستعراض», «واستعراض»
    return any(
        longer[at : at + 1] in ("ل", "ب", "ك") and longer[:at] + longer[at + 1 :] == shorter
        for at in places
    )


def of_place(one: str, other: str) -> bool:
    """Whether one of two words is what is of the other: «تونس», «تونسي»; «ثقافة», «ثقافية»."""
    shorter, longer = sorted((one, other), key=len)
    ways = (f"{shorter}ي", f"{shorter}يه", f"{shorter[:-1]}يه", f"{shorter}يا", f"{shorter}يين")
    return longer in ways


def agree(one: str, other: str) -> bool:
    """Whether two words differ in gender or number only, as a change beside them asks for it."""
    return _gendered(one) == _gendered(other)


def inflected(one: str, other: str) -> bool:
    """Whether two words in Latin letters are forms of one verb: "determine", "determined"."""
    if not (one.isascii() and other.isascii() and min(len(one), len(other)) >= LEAST_SOUND):
        return False
    return not _stems(one).isdisjoint(_stems(other))


def _stems(verb: str) -> set[str]:
    found = {verb.removesuffix("e")}
    for ending in _INFLECTIONS:
        if verb.endswith(ending) and len(verb) - len(ending) >= LEAST_SOUND:
            found.add(verb[: -len(ending)].removesuffix("e"))
    return found


def _gendered(key: str) -> str:
    """A word without what shows gender or number: «أشرفت», «أشرف»; «تقول», «يقول»; «تورطهم»."""
    head = key[:1] if key[:1] in ("و", "ف") and len(key) > 3 else ""
    rest = key[len(head) :]
    if rest[:1] in ("ي", "ت") and len(rest) > 3:
        rest = "ي" + rest[1:]
    ending = next((one for one in _AGREEING if rest.endswith(one) and len(rest) - len(one) > 1), "")
    return head + rest[: len(rest) - len(ending)]


def same_but_ending(one: str, other: str) -> bool:
    """Whether two words differ by case or mood alone: «العاملون», «العاملين»; «أبناؤه»."""
    if "ء" in one + other and one != other and _SEAT.sub("ء", one) == _SEAT.sub("ء", other):
        return True
    if one[:-3] == other[:-3] and {one[-3:], other[-3:]} == {"وون", "يين"}:
        return True  # «مستاؤون», «مستائين»
    for endings in _ENDINGS:
        for ending in endings:
            if not one.endswith(ending):
                continue
            stem = one[: len(one) - len(ending)]
            rest = other[len(stem) :] if other.startswith(stem) else None
            if rest is None or rest not in endings or rest == ending:
                continue
            if endings == {"", "ا"}:  # tanwin; not «قالا», «هذا»
                pronoun = stem.endswith(("ه", "هم", "كم"))  # «بيته», «بيتها»; «بيتهم», «بيتهما»
                return len(stem) > 3 and not (stem.startswith(("ي", "ت")) or pronoun)
            if endings == {"و", "ي", "ا"}:
                # «مدرسو التربية», «مدرسي التربية»; «شركتا النقل», «شركتي النقل»
                dual = stem.endswith("ت") and len(stem) > 3 and "و" not in (ending, rest)
                plural = "ا" not in (ending, rest) and len(stem) > 2
                return stem in _FIVE_NOUNS or dual or plural
            return len(stem) > 2
    return False
