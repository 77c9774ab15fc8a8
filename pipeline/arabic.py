"""One form for every way a word is written, Arabic first, and what may precede a word.

Knows letters and proclitics only: it neither cuts texts into words (pipeline.topics.words)
nor stems them (plurals, pronouns and the nisba ي make other words here).
"""

from __future__ import annotations

import re
import unicodedata

#: letters that other keyboards and old spellings put for one of ours, and Latin letters
#: that Unicode does not take apart
_SAME = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("یے", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ھہە", "ه"),
    "٫": ".",
    "٬": ",",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
}
#: composed letters that `plain` keeps, so that ال can be told from أل and إل
_HAMZA_LETTERS = frozenset("آأإؤئ")
_TATWEEL = "\u0640"

#: أ and ئ are looked at once more: see `_fold_seats`
_FOLDED = str.maketrans("آإىةؤ", "اايهو")
#: What most texts of the news are made of, and `plain` leaves as it is but for the vowels: they
#: need no look-up of every letter.
_USUAL = re.compile(r"[\n -@\[-`{-~«»،؛؟ء-غ\u0640-\u0652]*")
_VOWELS = re.compile(r"[\u0640\u064b-\u0652]+")
#: letters that are another in normal form
_SEVERAL_FORMS = re.compile("[آأإىةؤئء]")
#: more marks on one letter than Unicode's stream-safe text format lets stand
_MANY_MARKS = re.compile(
    "([\u0300-\u036f\u064b-\u065f\u0670]{30})[\u0300-\u036f\u064b-\u065f\u0670]+"
)
# Before a long و each seat of the hamza is in use: مسؤول مسئول, رؤوس رءوس, جاؤوا جاءوا.
_HAMZA_BEFORE_WAW = re.compile("[ئء]+(?=و)")

#: Words as `plain` writes them that begin with a letter of their own, not with a proclitic,
#: though the rest is a word too: «فكرة» is not ف + كرة, nor «لجنة» ل + جنة. Only words for
#: which that is by far the commoner reading; «بحرية» (naval, or freely) stays open to both.
WHOLE_WORDS = frozenset(
    """
    باخرة بارز بارزة بحار بحارة بذرة بركة بسام بسمة بضائع بطاقة بطاقات بعيدا بعيدة بقرة بكين بلاد
    بلاغ بناء بنية بوصلة بيان بيانات فاخر فاخرة فاصل فراس فرقة فساد فصول فعال فعالة فعالية فعاليات
    فعلي فعليا فعلية فقرة فقرات فكرة فنون فنية فيصل كابل كارثة كاتب كافة كامل كاملة كامن كامنة
    كاميرا كاميرات كوارث كتائب كبار كبير كبيرة كتاب كتلة كراس كريم كسوف كفيل كلام كلمة كمال كمية
    كميات كمين كيان لازم لازمة لاعب لبنان لبناني لبنانية لجان لجنة لحية لسان لصالح لصالحه لصالحها
    لصوص لطيف لقاء لقاءات لقاح لقطة لقطات لوحة لواء ليبيا واحد واحدة وادي وارد واردات واسع واصل
    واصلت وافق وافقت واقع والد والدة والي واليا والية وثيقة وثائق وجبة وجهة وجهات وجود وحدة وحدات
    وداع وردة ورشة ورقة ورود وزير وسام وسائل وسيط وسيلة وصفة وصول وعود وفاة وفية وفيات وفاق وقاية
    بداية بدرة بدوي برقية برهان بسكرة بشارة بعثة بعوض بلدي سنابل سنجار فاسد فاسدة فردا فعلا فقيد
    فقيدة فيهم كانت كانا كرامة كمون كواكب لباس لبنى لدينا وجدي وجيزة وردت وسادة وسيم وصيف
    وقفة وقود وكالة وكالات وكيل ولاء ولاة ولادة ولاية ولايات وليد
    """.split()  # noqa: SIM905 - a list that people read and mend
)


#: what is written onto the front of a word and begins something new
CONJUNCTIONS = frozenset("وف")
#: the letters that proclitics begin with
_PROCLITIC_HEADS = frozenset("وفبكلسا")
#: how `WHOLE_WORDS` begin, whatever ends them: none is shorter than four letters
_BEGIN_WHOLE = frozenset(word[:3] for word in WHOLE_WORDS)
#: what may stand behind a noun: pronouns, numbers, tanwin
_ENDINGS = ("ا", "ي", "ه", "ها", "هم", "هن", "هما", "نا", "كم", "ان", "ين", "ون", "ات")


def plain(text: str) -> str:
    """A text without what is not letter or figure: marks, case, script of digits.

    Drops tashkeel, tatweel, accents and invisible marks; undoes presentation forms
    (Unicode compatibility forms); writes every decimal digit as ASCII. Keeps the
    letters apart that `normalise` makes one: أ إ آ ا, ى ي, ة ه, ؤ ئ. Applying it twice
    changes nothing.
    """
    if text.isascii():
        return text.lower()
    return _compose(text).translate(_PLAIN)


def normalise(text: str) -> str:
    """The form in which two spellings of one word are equal.

    Beyond `plain`: أ إ آ ٱ are ا, ى is ي, ة is ه, ؤ is و, ئ is ي, and a hamza before و
    is و whatever its seat (مسئول = مسؤول). A hamza that stands alone stays: «ماء» is not
    «ما». Applying it twice changes nothing.
    """
    if _USUAL.fullmatch(text):
        return fold_letters(_VOWELS.sub("", text))
    return _fold_seats(_compose(text).translate(_NORMAL))


def _compose(text: str) -> str:
    """A text with its letters and their marks as one character, where there is one.

    Marks beyond the thirtieth of one letter, none of which any script has, are left out: sorting
    them takes time that grows with the square of their number.
    """
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(r"\1", text))


def fold_letters(plain_text: str) -> str:
    """The second half of `normalise`, for a text that went through `plain`."""
    if _SEVERAL_FORMS.search(plain_text) is None:
        return plain_text  # most words
    # a look-up a letter takes several times as long
    folded = plain_text.replace("آ", "ا").replace("إ", "ا").replace("ى", "ي")
    return _fold_seats(folded.replace("ة", "ه").replace("ؤ", "و"))


def _fold_seats(folded: str) -> str:
    """A hamza without its seat, for a text of which all other letters are folded."""
    if "ئ" in folded or "ء" in folded:
        folded = _HAMZA_BEFORE_WAW.sub("و", folded).replace("ئ", "ي")
    # Morocco writes «هيأة» for «هيئة»
    return folded.replace("يأه", "ييه").replace("أ", "ا")


def readings(word: str, conjunction: bool = True) -> frozenset[str]:
    """Every word that `word` may be once proclitics are taken off, in normal form.

    Args:
        word: one word, as `plain` returns it.
        conjunction: whether و and ف may come off.
    """
    return frozenset(map(fold_letters, bare_words(word, conjunction)))


def bare_words(word: str, conjunction: bool = True) -> frozenset[str]:
    """Every word that `word` may be once proclitics are taken off, as `plain` writes it.

    The proclitics are و ف, then ب ك ل, then ال, each at most once (وبال, فلل …); or the س
    of the future before a verb («وسيعلن»). What is left has three letters or more, or two
    after ال, or is a number or a Latin word; and ال is the article only with a bare alef:
    «إلهام» is not ال + هام. Nothing comes off `WHOLE_WORDS`. What لل hides of a definite
    word, `definite_after_lam` tells.

    Args:
        word: one word, as `plain` returns it.
        conjunction: whether و and ف may come off.
    """
    head, rest = word[:1], word[1:]
    if head not in _PROCLITIC_HEADS or _is_whole(word):
        return frozenset((word,))
    if head == "ا":
        return frozenset((word, *_without_article(word)))
    found = {word}
    if conjunction and head in CONJUNCTIONS and _stands_alone(rest):
        found |= bare_words(rest, conjunction=False)
    if head in ("ب", "ك", "ل") and _stands_alone(rest):
        found.add(rest)
    if head == "س" and _begins_as_a_verb(rest):
        found.add(rest)
    if head in ("ب", "ك"):
        found |= _without_article(rest)
    if head == "ل" and rest not in WHOLE_WORDS:
        found |= _without_article("ا" + rest)  # للجزائر is ل + الجزائر less its alef
    return frozenset(found)


def _is_whole(word: str) -> bool:
    """Whether a word is one of `WHOLE_WORDS`, or that with an ending: «فكرته», «كاملا»."""
    if word[:3] not in _BEGIN_WHOLE:
        return False
    if word in WHOLE_WORDS:
        return True
    if not word.endswith(_ENDINGS) or word[1:3] == "ال":  # «والدين» is و + الدين
        return False
    bases = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(
        base in WHOLE_WORDS or (base.endswith("ت") and base[:-1] + "ة" in WHOLE_WORDS)
        for base in bases
    )


def definite_after_lam(word: str) -> str | None:
    """How a word with the article is written after ل: الجزائر → للجزائر, اللغة → للغة.

    Args:
        word: one word, as `plain` returns it.

    Returns:
        The normal form; None for a word without the article, or when the result is
        better known as another word («للجنة» is of اللجنة, not of الجنة).
    """
    if not word.startswith("ال") or len(word) < 4:
        return None
    noun = word[2:]
    if "ل" + noun in WHOLE_WORDS:
        return None
    return fold_letters("ل" + noun if noun.startswith("ل") else "لل" + noun)


def _stands_alone(rest: str) -> bool:
    return len(rest) > 2 or (rest != "" and not _is_arabic(rest[0]))


def _begins_as_a_verb(rest: str) -> bool:
    """«سيعلن», «سيتم», «ستعلن», «سأعلن»; not «ستين», which is no س before «تين»."""
    return len(rest) > 2 and (rest[0] == "ي" or (rest[0] in "تنأ" and len(rest) > 3))


def _without_article(word: str) -> set[str]:
    noun = word[2:]
    if not word.startswith("ال") or noun == "" or (len(noun) == 1 and _is_arabic(noun)):
        return set()
    return {noun}


def _is_arabic(letter: str) -> bool:
    return "ء" <= letter <= "ي"


class _PlainTable(dict[int, str]):
    """What `plain` makes of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        seen, char = "", chr(code)
        while seen != char:  # a compatibility form may hide a capital, and the reverse
            seen, char = char, "".join(map(_plain_character, char))
        if code < 0x10000:  # the table stays small whatever a hostile page holds
            self[code] = char
        return char


def _plain_character(char: str) -> str:
    if char in _HAMZA_LETTERS:
        return char
    if char in _SAME:
        return _SAME[char]
    if _is_mark(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    composed = unicodedata.normalize("NFKC", char)
    if composed != char:
        return composed
    taken_apart = unicodedata.normalize("NFKD", char)
    return "".join(part for part in taken_apart if not _is_mark(part)).casefold()


def _is_mark(char: str) -> bool:
    """Tashkeel, accents, points, tatweel and what is invisible; not an Indic vowel."""
    if char == _TATWEEL or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return True
    position = unicodedata.combining(char)  # 10 to 36: Hebrew, Arabic and Syriac points
    return 10 <= position <= 36 or position >= 200


class _NormalTable(dict[int, str]):
    """What `normalise` makes of each character but for the seats of a hamza."""

    def __missing__(self, code: int) -> str:
        char = _PLAIN[code].translate(_FOLDED)
        if code < 0x10000:
            self[code] = char
        return char


_PLAIN = _PlainTable()
_NORMAL = _NormalTable()
