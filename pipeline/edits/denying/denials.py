"""Finds where a sentence denies: «لم», «نفى», « ne … pas », "without", "nobody".

«لا يزال», «لا سيما», «لا يقل عن», « ne … que » and the like are no negations. Whether a change
turned what a sentence says is `pipeline.edits.denying.negation`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting.number_words import ONES
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.denying.failing import is_less
from pipeline.edits.denying.latin_denials import LATIN_DENIALS, denies_in_latin, limits_in_latin
from pipeline.edits.sourcing.speech import THAT, keys
from pipeline.edits.words import Sentence, Word

_PARTICLES: Final = keys("لم لن لا ليس ليست ليسوا لسنا لست غير الغير دون بدون عدم بلا ألا ولا")
#: «[لعدم] وجود أدلة»
_FOR_LACK: Final = keys("لعدم ولعدم كعدم")
_DENIALS: Final = keys(
    """
    نفى نفت ينفي تنفي نفوا نافيا نافية تنف ينف فند فندت يفند تفند مفندا مفندة كذب كذبت يكذب تكذب
    مكذبا استبعد استبعدت يستبعد تستبعد يستبعدون استبعدوا مستبعدا مستبعدة أنكر أنكرت ينكر تنكر
    أنكروا منكرا منكرة ينكرون منكرين إنكار ينفون نافين نفاه نفاها كذبوا يكذبون مكذبة مكذبين
    تكذيب فندوا يفندون مفندين تفنيد دحض دحضت يدحض تدحض دحضوا داحضا
    démenti dément démentent nié nie nient niée niait niaient niant démentir démentie démentait
    démentant exclu exclue exclus exclues exclut excluent excluant excluait exclure réfuté
    réfute réfutent réfutant
    réfutait réfuter conteste contestent contesté contestait contestant
    denied denies deny denying denial démentir refuted refutes refuting rebutted rebuts
    """
)
#: whom there is none of, and after "no"
_NOBODY: Final = keys("nobody none nothing personne rien")
_ONE: Final = keys("one أحد")
#: «دون رد» and the like deny nothing
_WITHOUT: Final = keys("دون بدون")
_NOT_LACKED: Final = keys("رد شك ريب استثناء انقطاع هوادة كلل سابق منازع")
#: before a verb, and what makes no more than a limit of them: «لم يحضر [سوى] المدير»
_VERBAL: Final = keys("لم لن لا")
_EXCEPT: Final = keys("سوى إلا")
#: goes on with a denial
_NOR: Final = "ولا"
#: denials of a change among which those that go on are looked for
_MOST_GOING_ON: Final = 8
#: «إلا أن» is "but", and limits nothing
_BUT: Final = keys("أن أنه أنها أنهم أنهما أننا أني")
#: "has ruled out", "has yet to"
_IN_TWO: Final = frozenset(
    {("ruled", "out"), ("rules", "out"), ("rule", "out"), ("ruling", "out"), ("yet", "to")}
    | {("faute", "de"), ("faute", "d"), ("hors", "de"), ("hors", "d")}
)
_FROM: Final = "من"
_THAT: Final = "ان"
#: of those, what makes nothing else of it but before this: «ليس أكثر [من] دعاية», «لا يقل [عن] 5»
_MORE: Final = "اكثر"
_THAN_LESS: Final = "عن"
#: verbs by which a negation only says how much there is: «لا [تتجاوز] النسبة 5 بالمئة»
_AT_MOST: Final = keys("يتجاوز تتجاوز تجاوز يتعدى تتعدى يفوق تفوق يزيد تزيد")
#: words of a clause after a negation among which is what makes something else of it
_VERB: Final = 5
#: words after such a verb among which the number is
_MEASURED: Final = 6
#: «ليس المدرب [فحسب]»
_ALSO: Final = keys("فحسب فقط وحسب")
_NOT: Final = keys("ليس ليست")
#: «ما من شأنه» is no «ما من أحد»
_CONCERN: Final = "شان"
#: words after «استبعد» among which «من» tells from what somebody was left out
_LEFT_OUT: Final = 6
#: «ما» may deny a verb of the past, where it begins a clause
_WHAT: Final = keys("ما وما فما")
#: of events: what follows is what happened, and nothing that did not
_HAPPENED: Final = keys(
    """
    حدث حدثت حصل حصلت جرى وقع وقعت ورد وردت جاء جاءت نشر نشرته نتج أدى أثار جعل دفع قام قامت انجر
    اقتضى لبث لبثت اعتبر حقق خلف بدا تم صدر قبل بعد هناك هنالك
    """
)
_RESUMED: Final = ("ه", "ها", "هم", "هن")
#: after a particle: they make something else of it
_NO_NEGATIONS: Final = keys(
    """
    يزال تزال زال زالت يزالون تزالون زالوا سيما بد شك يقل تقل بأس غرو محالة جدال ريب مناص أكثر
    أن أنه أنها سن فقط فحسب دام دامت فتئ برح انفك
    """
)
#: between a particle and what it negates
BETWEEN: Final = keys(
    """
    أي يتم تتم قد أن يكون تكون من على هناك بعد الآن حتى إلى حد لحد الساعة اللحظة غاية اليوم قط أبدا
    إطلاقا مطلقا بتاتا البتة قطعا نهائيا يعد تعد يعودوا être encore toujours été been be any yet so
    far ever
    """
)


def negations(sentence: Sentence, start: int = 0, end: int | None = None) -> list[int]:
    """Where negations stand among words[start:end]."""
    words = sentence.words
    found = []
    for at in range(start, len(words) if end is None else end):
        key = words[at].key
        after = words[at + 1].key if at + 1 < len(words) else ""
        if is_particle(key):
            idiom = after in _NO_NEGATIONS and _goes_on(sentence.keys, at)
            idiom = idiom and not (after == _THAT and key[-3:] in ("دون", "عدم"))  # «دون أن يعلق»
            # «[لا] تقل عن 5»: what stays says the contrary by itself
            idiom = idiom and not (at + 1 == end and is_less(after))
            idiom = idiom or _only_limits(words, at, end)
            idiom = idiom or (key in _WITHOUT and after in _NOT_LACKED)
            if not idiom and not after[:1].isdigit():
                found.append(at)
        elif key in LATIN_DENIALS:
            if denies_in_latin(sentence.keys, at, end):
                found.append(at)
        elif (
            (key in _WHAT and (_denies_past(sentence, at) or _denies_any(sentence, at)))
            or (is_denial(key) and not _leaves_out(sentence, at))
            or (key == "t" and "'" in words[at].gap.replace("’", "'"))
            or (key, after) in _IN_TWO
        ):
            found.append(at)
    return found


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether after «لا يقل» stands «عن», and after «ليس أكثر» right away «من»; else True too."""
    after = words[at + 1]
    if after == _MORE:
        return words[at + 2 : at + 3] == (_FROM,)
    return not is_less(after) or _THAN_LESS in words[at + 2 : at + 2 + _VERB]


def _denies_any(sentence: Sentence, at: int) -> bool:
    """Whether «ما من» begins a clause: «وما من أحد»."""
    words = sentence.words
    if tuple(word.key for word in words[at + 1 : at + 2]) != (_FROM,) or words[at + 1].gap:
        return False
    begins = at == 0 or bool(words[at].gap) or words[at - 1].key in THAT or words[at].key != "ما"
    return begins and not any(_CONCERN in word.key for word in words[at + 2 : at + 3])


def denies_any(sentence: Sentence, at: int) -> bool:
    """Whether a negation says that there is none: "nobody", "no one", «لا أحد»."""
    return sentence.keys[at] in _NOBODY or not _ONE.isdisjoint(sentence.keys[at + 1 : at + 2])


def only_measures(sentence: Sentence, at: int) -> bool:
    """Whether a negation only says how much there is: «[لا] تتجاوز النسبة 5 بالمئة»."""
    words = sentence.words
    return any(word.key in _AT_MOST for word in words[at + 1 : at + 2]) and any(
        may_count(word) for word in words[at + 2 : at + 2 + _MEASURED]
    )


def _only_limits(words: Sequence[Word], at: int, end: int | None) -> bool:
    """«[لم] يخلف الحريق سوى أضرار» says what it left, as « ne … que » does."""
    key = words[at].key.removeprefix("و")
    if (
        key in _NOT
        and at + 1 != end
        and any(word.key in _ALSO for word in words[at + 1 : at + 1 + _MEASURED])
    ):
        return True
    if key not in _VERBAL:
        return False
    for place in range(at + 2, min(at + 2 + _VERB, len(words))):
        if words[place].gap:
            return False
        if words[place].key in _EXCEPT:
            return place + 1 == len(words) or words[place + 1].key not in _BUT
    return False


def _denies_past(sentence: Sentence, at: int) -> bool:
    """Whether «ما» denies the verb after it, at the beginning of a clause: «ما حضر أحد»."""
    words = sentence.words
    # «…، ما أدى إلى» goes on from what was said
    begins = at == 0 or words[at].key != "ما" or words[at - 1].key in THAT
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        bool(begins)
        and after is not None
        and not (
            after.gap
            or is_common(after.key)
            or after.key in _NO_NEGATIONS
            or after.key in _HAPPENED
            or after.key.endswith(_RESUMED)  # «ما قاله»
            or after.key.startswith(("ال", "ي", "ت", "س"))
        )
    )


def only_denies(words: Sequence[Word]) -> bool:
    """Whether words are no more than a denial of what follows: «لم يتم إلى حد الآن»."""
    return all(
        is_particle(word.key) or word.key in BETWEEN or is_common(word.key) for word in words
    )


def denies(sentence: Sentence, found: list[int]) -> bool:
    words = sentence.words
    particles = [
        at
        for at in found
        if words[at].key in LATIN_DENIALS or (words[at].key == "t" and words[at].gap)
    ]
    # «لا ماء ولا كهرباء», «لم يعلق الجيش ولا الشرطة»: one denial goes on
    going_on = sum(
        words[at].key == _NOR and any(is_particle(words[one].key) for one in found[:place])
        for place, at in enumerate(found)
        if place <= _MOST_GOING_ON
    )
    # « ne … pas » is one
    return (len(found) - len(particles) - going_on + bool(particles)) % 2 == 1


def is_particle(key: str) -> bool:
    joined = key[:1] in "وفب" and key[:2] != "بو"  # «بولا» is somebody
    return key in _PARTICLES or (joined and key[1:] in _PARTICLES) or key in _FOR_LACK


def limits(sentence: Sentence, at: int) -> bool:
    """Whether a negation only says from when on, or but for whom: «لم تفتح [إلا]», "not until"."""
    return limits_in_latin(sentence.keys, at) or (
        sentence.keys[at].removeprefix("و") in _VERBAL and _only_limits(sentence.words, at, None)
    )


def _leaves_out(sentence: Sentence, at: int) -> bool:
    """«استبعد المدرب [لاعبين] من القائمة»: no denial."""
    words = sentence.words
    if "ستبعد" not in words[at].key and not words[at].key.startswith("exclu"):
        return False
    if any(ONES.get(word.key, 0) > 1 for word in words[at + 1 : at + 3]):
        return True  # «استبعد المدرب ثلاثة لاعبين», « exclut deux joueurs »
    return any(word.key == _FROM for word in words[at + 1 : at + 1 + _LEFT_OUT])


def is_denial(key: str) -> bool:
    return key in _DENIALS or (key[:1] in "وف" and key[1:] in _DENIALS)
