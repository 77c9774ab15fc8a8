"""Finds where a sentence denies: «لم», «نفى», « ne … pas », "without", "nobody".

«لا يزال», «لا سيما», «لا يقل عن», « ne … que » and the like are no negations. Whether a change
turned what a sentence says is `pipeline.edits.negation`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.failing import is_less
from pipeline.edits.number_words import ONES
from pipeline.edits.speech import THAT, keys
from pipeline.edits.words import Sentence, Word

_PARTICLES: Final = keys("لم لن لا ليس ليست ليسوا لسنا لست غير الغير دون بدون عدم بلا ألا ولا")
_DENIALS: Final = keys(
    """
    نفى نفت ينفي تنفي نفوا نافيا نافية تنف ينف فند فندت يفند تفند مفندا مفندة كذب كذبت يكذب تكذب
    مكذبا استبعد استبعدت يستبعد تستبعد يستبعدون استبعدوا مستبعدا مستبعدة أنكر أنكرت ينكر تنكر
    أنكروا منكرا منكرة ينفون démenti dément démentent nié nie nient niée démentie exclu exclut
    excluent excluant réfuté réfute réfutent denied denies deny denying denial démentir refuted
    refutes refuting
    """
)
LATIN: Final = keys(
    """
    pas jamais aucun aucune nul nulle rien guère sans ne n ni
    not never without cannot no none neither nobody nothing nowhere hardly
    """
)
#: of these, what is one with the word after the verb: « n'a [pas] réussi »
_FIRST_OF_TWO: Final = keys("ne n")
SECOND_OF_TWO: Final = keys("pas jamais aucun aucune nul nulle rien guère ni")
#: after the verb, with which « ne » only limits: « n'a [que] deux bus »
_ONLY: Final = keys("que qu")
#: words after « ne » among which it stands
_NEAR: Final = 3
_VERB: Final = 5
#: « sans surprise » denies nothing
_NOTHING_LACKS: Final = keys("surprise doute cesse conteste équivoque ambages tarder détour")
#: the same of «دون رد» and the like
_WITHOUT: Final = keys("دون بدون")
_NOT_LACKED: Final = keys("رد شك استثناء انقطاع هوادة كلل سابق")
#: before a verb, and what makes no more than a limit of them: «لم يحضر [سوى] المدير»
_VERBAL: Final = keys("لم لن لا")
_EXCEPT: Final = keys("سوى إلا")
#: «إلا أن» is "but", and limits nothing
_BUT: Final = keys("أن أنه أنها أنهم أنهما أننا أني")
#: "has ruled out", "has yet to"
_IN_TWO: Final = frozenset(
    {("ruled", "out"), ("rules", "out"), ("rule", "out"), ("ruling", "out"), ("yet", "to")}
)
_FROM: Final = "من"
#: of those, what makes nothing else of it but before this: «ليس أكثر [من] دعاية», «لا يقل [عن] 5»
_BEYOND: Final = {"اكثر": _FROM, "يقل": "عن", "تقل": "عن"}
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
            beyond = words[at + 2].key if at + 2 < len(words) else ""
            idiom = after in _NO_NEGATIONS and _BEYOND.get(after, beyond) == beyond
            # «[لا] تقل عن 5»: what stays says the contrary by itself
            idiom = idiom and not (at + 1 == end and is_less(after))
            idiom = idiom or _only_limits(words, at) or (key in _WITHOUT and after in _NOT_LACKED)
            if not idiom and not after[:1].isdigit():
                found.append(at)
        elif _is_first_of_two(sentence.keys, at) or (key == "sans" and after in _NOTHING_LACKS):
            continue
        elif (
            (key in _WHAT and _denies_past(sentence, at))
            or (is_denial(key) and not _leaves_out(sentence, at))
            or key in LATIN
            or (key == "t" and "'" in words[at].gap.replace("’", "'"))
            or (key, after) in _IN_TWO
        ):
            found.append(at)
    return found


def _only_limits(words: Sequence[Word], at: int) -> bool:
    """«[لم] يخلف الحريق سوى أضرار» says what it left, as « ne … que » does."""
    if words[at].key.removeprefix("و") not in _VERBAL:
        return False
    for place in range(at + 2, min(at + 2 + _VERB, len(words))):
        if words[place].gap:
            return False
        if words[place].key in _EXCEPT:
            return place + 1 == len(words) or words[place + 1].key not in _BUT
    return False


def _is_first_of_two(words: Sequence[str], at: int) -> bool:
    """Whether a word is « ne », and another after the verb tells what it makes of it."""
    return words[at] in _FIRST_OF_TWO and not (
        SECOND_OF_TWO.isdisjoint(words[at + 1 : at + 1 + _VERB])
        and _ONLY.isdisjoint(words[at + 1 : at + 1 + _NEAR])
    )


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
        at for at in found if words[at].key in LATIN or (words[at].key == "t" and words[at].gap)
    ]
    # « ne … pas » is one
    return (len(found) - len(particles) + bool(particles)) % 2 == 1


def is_particle(key: str) -> bool:
    joined = key[:1] in "وفب" and key[:2] != "بو"  # «بولا» is somebody
    return key in _PARTICLES or (joined and key[1:] in _PARTICLES)


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
