"""The small words of Arabic, French and English: what joins a sentence and says nothing alone."""

from __future__ import annotations

from typing import Final

from pipeline.edits.sourcing.speech import keys
from pipeline.remembering import remembered

#: as keys, without what may be joined before them
COMMON: Final = keys(
    """
    في من إلى على عن مع بعد قبل بين حول ضد عند منذ حتى عبر لدى تحت فوق خلال أثناء نحو أمام وراء
    ضمن داخل خارج أن إن أنه أنها إنه إنها أنهم إنهم بأن لأن كأن هذا هذه ذلك تلك هؤلاء الذي التي
    الذين اللذان اللتان هو هي هم هن نحن أنا أنت ما لا لم لن قد لقد سوف كان كانت كانوا يكون تكون
    ليس ليست كل بعض أي غير ثم أو أم بل لكن لكنه لكنها كيف لماذا متى أين هل ماذا نعم إذ إذا لو كما
    حيث بينما فيما عندما حين أيضا كذلك فقط جدا تم يتم تمت منه منها فيه فيها له لها لهم به بها بهم
    و عليه عليها عنه عنها معه معها إليه إليها ذات ذاته نفسه نفسها أبرز أحد إحدى بسبب بعدما لما مما
    الآن هنا هناك ممن وهو وهي ولا ولم ولن وقد وكان وكانت وفي ومن وعلى وإلى وعن ومع وأن وإن
    ل ب ك ف
    le la les l un une des du de d au aux en à et ou où dans sur sous par pour avec que qu qui quoi
    dont ce c cet cette ces se s son sa ses leur leurs il elle ils elles on nous vous je j tu y ne n
    pas plus est sont était étaient été être a ont avait avaient avoir mais si comme entre vers
    chez lors après avant depuis pendant aussi également
    the a an of in on at to for from with and or but as by is are was were be been being has have
    had this that these those it its his her their they he she we you i who which what not no into
    over under after before than then so if there s t
    """
)
_PREPOSITIONS: Final = frozenset("بلك")
_AFTER_NONE: Final = _PREPOSITIONS | {"و"}
_JOINED: Final = ("و", "ف", "ب", "ل", "ك")


@remembered(1 << 14)
def is_common(key: str) -> bool:
    """Whether a word is a small one, «و», «ف», «ب», «ل», «ك» before it counted off."""
    if key in COMMON:
        return True
    # a preposition stands before none that another begins, or «و»: «بلان» is no «لأن»
    doubled = key[:1] in _PREPOSITIONS and key[1:2] in _AFTER_NONE
    return len(key) > 2 and key[0] in _JOINED and key[1:] in COMMON and not doubled
