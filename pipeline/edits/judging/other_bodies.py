"""Whether a change puts one body for another as a whole, or one name for another who speaks.

What a body is called may change by a word alone («[اللجنة] الوطنية [للمرأة]»), so it is looked for
around the words that changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.side import Side
from pipeline.edits.naming.called_otherwise import is_called_otherwise, may_be_of_one
from pipeline.edits.naming.name_bodies import is_body_name
from pipeline.edits.naming.name_looks import (
    is_family,
    is_given,
    is_head,
    is_local,
    is_office,
    is_plain,
    is_title,
)
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.attribution import MARKERS, is_source
from pipeline.edits.sourcing.speech import SPEECH, keys, stem
from pipeline.edits.words import Word

#: what leads to a source, and in what it says it
_INTRODUCING: Final = MARKERS | keys(
    """
    بيان بلاغ تصريح صادر صادرة نشر نشرت نشره نشرته نشرها نشرتها بث بثت بثه بثته بثها بثتها أوردت
    أورد أورده أوردته نقلت نقل نقله نقلته نقلها نقلتها
    """
)
_OF: Final = ("عن",)
#: heads that are one thing by another name: «الصحيفة», «الجريدة»
_SAME: Final = {"جريده": "صحيفه", "موسسه": "شركه", "يوميه": "صحيفه"}
#: who does something: «المنقب», «المتعلم»; no family's name has such a form
_PARTICIPLE: Final = re.compile("الم[^اوي]{2,5}")
#: by which nouns end, and names of families without an article do not
_OF_NOUNS: Final = ("ة", "ات", "ين", "ون", "ها", "هم", "تا", "تي")


#: words for a paper, each as good as another
_PAPERS: Final = keys("صحيفة جريدة يومية مجلة أسبوعية")


def bodies_alike(pair: Pair, left: Open) -> bool:
    """Whether what one body is called was put for what another is: «[البنك المركزي]»."""
    told = []
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = [side.sentence.words[at] for at in places]
        if not words or places[-1] - places[0] >= len(places) or not is_body_name(words):
            return False
        told.append(words)
    return not is_same_body(*told)


def other_speaker(pair: Pair, left: Open) -> bool:
    """Whether one word right after a verb of speech was put for another, and both may be names.

    «وأضاف [العبيدي] أن», «وشدد [لاغارد] على»: no word that news are written with.
    """
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if len(places) != 1 or not places[0] or words[places[0]].gap:
            return False
        word, verb = words[places[0]], words[places[0] - 1]
        named = is_family(word) or is_given(word) or not is_known(word.key)
        unlike = is_plain(word) or is_head(word) or is_title(word) or is_office(word)
        unlike = unlike or is_source(word.key) or word.plain.endswith(_OF_NOUNS)
        unlike = unlike or _PARTICIPLE.fullmatch(word.key) is not None
        if stem(verb.key) not in SPEECH or unlike or not named:
            return False
    return True


def is_same(pair: Pair, left: Open) -> bool:
    """Whether one place or body is only called by another of its names: «الناتو».

    Words that stayed may be of it: «[اتحاد] الشغل», «[الاتحاد العام التونسي] للشغل».
    """
    one, other = (
        [side.sentence.words[at] for at in places]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    if not (one and other and may_be_of_one(one[0]) and may_be_of_one(other[0])):
        return False
    wholes = (
        [side.sentence.words[at] for at in side.bodies.get(places[0], ())]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    return is_called_otherwise(one, other) or is_called_otherwise(*wholes)


def other_body(pair: Pair, left: Open) -> bool:
    """Whether words that changed are of what a body is called, and it is another's as a whole.

    «[اللجنة] الوطنية [للمرأة]», «[الهيئة] الوطنية [للمحامين]».
    """
    told = []
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        at = {
            place
            for place in side.content(places)
            if not (introduces(side, place) or is_local(words[place]))
        }
        whole = side.bodies.get(min(at), range(0)) if at else range(0)
        if not at <= set(whole):
            return False
        if side.sentence.keys[whole.stop : whole.stop + 1] == _OF:
            return False  # who passed it on: «نقلته [وكالة رويترز] عن مصدر»
        told.append([side.sentence.words[place] for place in whole])
    heads = [{_SAME.get(form, form) for form in bare(words[0].key)} for words in told if words]
    return len(heads) == len(told) and heads[0].isdisjoint(heads[1]) and not is_same_body(*told)


def introduces(side: Side, at: int) -> bool:
    """Whether a word is no part of a name, but leads to who says something: «أفادت», «بلاغ»."""
    key = side.sentence.words[at].key
    return stem(key) in SPEECH or not _INTRODUCING.isdisjoint(bare(key))


def is_same_body(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether one body is only called otherwise: «الوزارة», «وزارة الداخلية»."""
    if all(words and not _PAPERS.isdisjoint(bare(words[0].key)) for words in (one, other)):
        one, other = one[1:], other[1:]  # «صحيفة المنارة», «جريدة المنارة»
    forms = [{form for word in words for form in bare(word.key)} for words in (one, other)]
    return all(not forms[1].isdisjoint(bare(word.key)) for word in one) or all(
        not forms[0].isdisjoint(bare(word.key)) for word in other
    )
