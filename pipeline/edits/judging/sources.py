"""Whether a change says otherwise who says something: a source, or a quotation's speaker."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from pipeline.edits.attribution import MARKERS, SAME_SOURCE, is_source
from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.named_anew import holds_office
from pipeline.edits.judging.other_bodies import is_same, other_body, other_speaker
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.same_sources import is_same_source
from pipeline.edits.judging.side import Side
from pipeline.edits.name_looks import is_given, is_local, is_title
from pipeline.edits.name_words import LINKS
from pipeline.edits.numbers import may_count
from pipeline.edits.signatures import SETS_OFF, is_signature, opens_by_source
from pipeline.edits.speech import SPEECH, keys, stem
from pipeline.edits.word_forms import agree
from pipeline.edits.words import Word

_OTHER_THAN: Final = "غير"
#: who looks on, and has no name
_OBSERVERS: Final = keys(
    """
    مراقبون محللون متابعون متتبعون مختصون مراقبين محللين متابعين مختصين observateurs analystes
    observers analysts
    """
)
#: a source put for another, in words
_LONGEST_SOURCE: Final = 8
#: what a source says it in: «وفق بيان صادر عن …»
_STATEMENTS: Final = keys("بيان بلاغ تصريح")
_ISSUED: Final = keys("صادر صادرة")
#: in Latin letters, what follows who says something: "…, the mayor, [told] reporters"
_TELLING: Final = keys("told said says told added affirme explique raconte indique précise")
_SET_OFF: Final = frozenset({"", ","})
_SAID_WITHIN: Final = 3
_STATED: Final = ("a", "fait", "etat")
#: words between a speaker and the name
_NAME_REACH: Final = 3
#: words by which a person is named in full
_WHOLE_NAME: Final = 2
#: a source that only came or went takes so many words with it
_FEW: Final = 3


def look_at_sources(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims a source that was put for another, came or went."""
    if not is_of_other_source(pair, hunk) and is_same_source(pair, hunk):
        return False
    if _look_at_frames(pair, hunk):
        return True
    left = pair.open(hunk)
    if is_same(pair, left):
        return False
    if (
        is_of_other_source(pair, hunk)
        or _signs(pair, hunk)
        or _opens_anew(pair, hunk)
        or _set_off_anew(pair, left)
    ):
        pair.tell_change("attribution", hunk)
        pair.claim(*left)
        return True
    old = [at for at in left.before if at in pair.before.attributing]
    new = [at for at in left.after if at in pair.after.attributing]
    if not old and not new:
        return False
    # «قال ناشطون إن», «قالت لجان الحي إن»: who speaks where a source spoke
    old = old or pair.before.speaking(left.before)
    new = new or pair.after.speaking(left.after)
    # attributing on both sides, or put in or taken out as a whole
    besides = (left.before and not old) or (left.after and not new)
    if besides and not (_marks(pair.before, old) or _marks(pair.after, new)):
        return False
    if old and new and (_only_introduce(pair, left) or _only_mark(pair, old, new)):
        return False
    person = _person_told(pair, hunk)
    if person and not (pair.before.led(old) or pair.after.led(new)):
        return False
    if bool(old) != bool(new):
        side, other, places = (
            (pair.before, pair.after, old) if old else (pair.after, pair.before, new)
        )
        if _named_in(other, [side.sentence.words[at] for at in places]):
            return False
        if _titles_person(pair, hunk) or not side.content(places):
            return False
    pair.tell_change("attribution", hunk)
    if old and new and (other_body(pair, left) or other_speaker(pair, left)):
        pair.tell_change("names", hunk)
    elif person and _names_somebody(pair, left):
        pair.tell_change("names", hunk)  # «مصدر أمني», «الناطق الرسمي سالم العرفي»
    longest = max(len(left.before), len(left.after))
    both = bool(old and new)
    both = both or all(side.within_frame(start, end) for side, start, end in pair.sides(hunk))
    if (both or longest <= _FEW) and longest <= _LONGEST_SOURCE:
        pair.claim(*left)
    else:
        pair.claim(old, new)
    return True


def is_of_other_source(pair: Pair, hunk: Hunk) -> bool:
    """Whether no more than «غير» came or went in a source: «مصادر [غير] رسمية»."""
    shown = [(side, at) for side, start, end in pair.sides(hunk) for at in range(start, end)]
    return bool(shown) and all(
        at in side.attributing and side.sentence.words[at].key == _OTHER_THAN for side, at in shown
    )


def speaks_anew(pair: Pair, before: list[int], after: list[int]) -> bool:
    """Whether what is left of a change says that somebody else says what follows.

    «أكد [رئيس النقابة] أن» → «[كاتبة النقابة]», or with the word right after the verb alone: «قال
    [مدير] الشركة إن». Observers of whom nobody knows more are one as good as another.
    """
    if not (pair.before.subjects or pair.after.subjects):
        return False
    if not (pair.before.leads_to_speech(before) and pair.after.leads_to_speech(after)):
        return False
    if is_same(pair, Open(before, after)):
        return False
    told = [
        (side, [at for at in side.besides_verb(places) if at in side.subjects])
        for side, places in ((pair.before, before), (pair.after, after))
    ]
    if all(_OBSERVERS.issuperset(_keys(side, places)) for side, places in told):
        return False
    if _only_joined(*(_keys(side, places) for side, places in told)):
        return False
    if all(places for _, places in told):
        return True
    if any(not side.long_subjects.isdisjoint(side.proper) for side, _ in told):
        return False  # «أكد [الرئيس] قيس سعيد»
    return any(
        _follows_verb(side, at) or is_source(side.sentence.words[at].key)
        for side, at in _each(told)
    )


def _only_joined(said: list[str], again: list[str]) -> bool:
    """Whether only what is joined before words differs: «كشفت [لدراسة]», «كشفت [الدراسة]»."""
    return len(said) == len(again) > 0 and all(
        not set(bare(one)).isdisjoint(bare(other)) for one, other in zip(said, again, strict=True)
    )


def _each(told: list[tuple[Side, list[int]]]) -> Iterator[tuple[Side, int]]:
    return ((side, at) for side, places in told for at in places)


def _keys(side: Side, places: list[int]) -> list[str]:
    return [side.sentence.words[at].key for at in places]


def _follows_verb(side: Side, at: int) -> bool:
    words = side.sentence.words
    return at > 0 and not words[at].gap and stem(words[at - 1].key) in SPEECH


def _signs(pair: Pair, hunk: Hunk) -> bool:
    """Whether the initials of who wrote it came or went at the end, or are another's."""
    shown = [side.sentence.words[start:end] for side, start, end in pair.sides(hunk)]
    at_end = all(end == len(side.sentence.words) for side, _, end in pair.sides(hunk))
    return at_end and any(shown) and all(is_signature(words) for words in shown if words)


def _opens_anew(pair: Pair, hunk: Hunk) -> bool:
    """Whether what stands before a text came, went or is another's: «تونس (وات) - »."""
    paragraph = pair.after.sentence.paragraph
    if paragraph is None or hunk.i_end == hunk.j_end == 0:
        return False
    heads = []
    for side, _, end in pair.sides(hunk):
        words = side.sentence.words
        if end >= len(words) or end > _LONGEST_SOURCE:
            return False
        heads.append((words[:end], words[end]))
    if not (hunk.i or hunk.j):
        return all(not words or opens_by_source(words, after) for words, after in heads)
    # «تونس - », «تونس (وات) - »
    set_off = all(not SETS_OFF.isdisjoint(after.gap) for _, after in heads)
    return set_off and any(opens_by_source(words, after) for words, after in heads)


def _set_off_anew(pair: Pair, left: Open) -> bool:
    """« …, a annoncé [la préfecture] », "…, [the police] said": who speaks between marks."""
    for side, places in ((pair.before, left.before), (pair.after, left.after)):
        words = side.sentence.words
        if not places or not words[places[0]].key.isascii() or not side.says(places):
            return False
        if any(at in side.speaker or (at in side.proper and is_given(words[at])) for at in places):
            return False
    return True


def _titles_person(pair: Pair, hunk: Hunk) -> bool:
    """Whether an office came or went before who holds it: «[الناطق باسم …،] العقيد …»."""
    words, at = pair.after.sentence.words, hunk.j_end
    return (
        at < len(words)
        and (is_title(words[at]) or at in pair.after.proper)
        and not (hunk.i < hunk.i_end and hunk.j < hunk.j_end)
        and not _only_local(pair, hunk)  # «وزارة الداخلية [السورية] نور الدين …»
    )


def _only_local(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change is no more than of which country or city something is."""
    return all(
        is_local(word)
        for side, start, end in pair.sides(hunk)
        for word in side.sentence.words[start:end]
    )


def _only_introduce(pair: Pair, left: Open) -> bool:
    """Whether one way to introduce a source was put for another: «حسب», «وفق», «وفق بيان عن».

    By two statements it would be told otherwise, and by one that nothing follows another source.
    """
    told, tells = (
        [side.sentence.words[at] for at in places]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    )
    stated = [any(map(_states, words)) for words in (told, tells)]
    if any(stated) and (all(stated) or not _goes_on(pair.after, left.after)):
        return False
    return all(
        not MARKERS.isdisjoint(bare(word.key))
        or is_common(word.key)
        or (any(stated) and (_states(word) or word.key in _ISSUED or may_count(word)))
        for word in (*told, *tells)
    )


def _only_mark(pair: Pair, old: list[int], new: list[int]) -> bool:
    """Whether of a source that stayed only what introduces it is another: «حسب», «وفق»."""
    marks = all(
        not MARKERS.isdisjoint(bare(side.sentence.words[at].key))
        for side, places in ((pair.before, old), (pair.after, new))
        for at in side.content(places)
    )
    return marks and _goes_on(pair.before, old) and _goes_on(pair.after, new)


def _states(word: Word) -> bool:
    return not _STATEMENTS.isdisjoint(bare(word.key))


def _goes_on(side: Side, places: list[int]) -> bool:
    """Whether a word follows some places, no mark between."""
    after = places[-1] + 1
    return after < len(side.sentence.words) and not side.sentence.words[after].gap


def _look_at_frames(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims «وأوضح مدير المعهد أن» that only came or went, and names a new source."""
    told = pair.before.framed(hunk.i, hunk.i_end)
    tells = pair.after.framed(hunk.j, hunk.j_end)
    if bool(told) == bool(tells):
        return False
    side, other, places = (
        (pair.before, pair.after, told) if told else (pair.after, pair.before, tells)
    )
    if _named_in(other, [side.sentence.words[at] for at in places]):
        return False
    pair.tell_change("attribution", hunk)
    side.claimed.update(places)
    # «[وأكدت] أن», «[وأكد مصدر أمني] أن»: the verb agrees with who speaks
    verbs = [
        side.sentence.words[at].key for at in places if stem(side.sentence.words[at].key) in SPEECH
    ]
    start, end = (hunk.j, hunk.j_end) if told else (hunk.i, hunk.i_end)
    rest = other.sentence.words
    other.claimed.update(
        at for at in other.open(start, end) if any(agree(rest[at].key, verb) for verb in verbs)
    )
    return True


def look_at_replaced_frames(pair: Pair, hunk: Hunk) -> None:
    """Tells whether another source says what a change put for something else."""
    words = pair.after.sentence.words
    tells = [words[at] for at in pair.after.framed(hunk.j, hunk.j_end)]
    if not _named_in(pair.before, tells):
        pair.tell_change("attribution", hunk)


def _named_in(other: Side, words: list[Word]) -> bool:
    """Whether the other version names the same source, in another place or with another verb."""
    who = [word for word in words if not _says_nothing(word)]
    # what follows a preposition tells where and when it was said
    end = next((at for at, word in enumerate(words) if at > 1 and is_common(word.key)), len(words))
    who = [word for word in words[:end] if not _says_nothing(word)] or who
    said = other.named_sources
    return bool(who) and all(not said.isdisjoint(bare(word.key)) for word in who)


def _says_nothing(word: Word) -> bool:
    key = word.key
    return stem(key) in SPEECH or key in MARKERS or is_common(key) or may_count(word)


def look_at_speaker(pair: Pair, hunk: Hunk) -> bool:
    """Tells whether the words that say a quotation's speaker changed; it claims them."""
    if _only_moved(pair, hunk):
        return True
    if _only_names_speaker(pair, hunk):
        return False
    found: list[str] = []
    speaking = named = 0
    left = pair.open(hunk)
    for side, start, end in pair.sides(hunk):
        touched = side.content(sorted(side.speaker & set(range(start, end))))
        if touched:
            side.claimed.update(side.open(start, end))
            found += (side.sentence.words[at].key for at in touched)
            speaking += 1
            named += not side.proper.isdisjoint(touched)
    # «وتابع: …», «وتابع البيان: …»: whoever spoke goes on
    if speaking == 1 and SAME_SOURCE.issuperset(found):
        pair.tell_change("wording", hunk)
    elif found:
        pair.tell_change("quote", hunk)
        pair.respoken.append(hunk)
        called = _names_somebody(pair, left, least=_WHOLE_NAME)
        if named > 1 or called:  # an unnamed one may be the same in other words
            pair.tell_change("attribution", hunk)
        if called or (named < 2 and hunk not in pair.naming and _speaks_by_name(pair, hunk)):
            pair.tell_change("names", hunk)
            pair.naming.append(hunk)
    return bool(found)


def tell_named_source(pair: Pair) -> None:
    """Tells that another person says what follows, whom the change names: «وقال [سالم …] إن»."""
    if pair.shows("attribution"):
        return
    for hunk in pair.naming:
        if hunk.i == hunk.i_end or hunk.j == hunk.j_end:
            continue
        if all(_names_sayer(side, start, end) for side, start, end in pair.sides(hunk)):
            pair.tell_change("attribution", hunk)
            return


def _names_sayer(side: Side, start: int, end: int) -> bool:
    """Whether words name who says something, before or after the verb that tells it."""
    words = side.sentence.words
    named = [at for at in side.content(list(range(start, end))) if at in side.proper | side.names]
    if named and side.long_subjects.union(side.attributing).issuperset(named):
        return True
    after = words[end : end + _SAID_WITHIN]
    if not after or not after[0].key.isascii():
        return False
    told = after[0].gap in _SET_OFF and stem(after[0].key) in _TELLING
    stated = tuple(word.key for word in after) == _STATED and not after[0].gap
    return told or stated


def _speaks_by_name(pair: Pair, hunk: Hunk) -> bool:
    """Whether the newer speaker is named: «وشدد المجلس», «وشددت رئيسة المنظمة وداد بوشماوي»."""
    words, proper = pair.after.sentence.words, pair.after.proper
    said = set(pair.before.sentence.keys)
    return any(
        at in proper
        and at + 1 in proper
        and not words[at].key.startswith("ال")  # «الأمين العام»
        and words[at].key not in said
        for at in sorted(pair.after.speaker & set(range(hunk.j, hunk.j_end)))
    )


def tell_named_speaker(pair: Pair) -> None:
    """Tells that a quotation is of another source where its other speaker is named.

    The name may be a change of its own: «وقال [رئيس وفد] الحركة [بنجامين مبونيمبا]».
    """
    for hunk, name in product(pair.respoken, pair.naming):
        if abs(name.j - hunk.j_end) <= _NAME_REACH or hunk == name:
            pair.tell_change("attribution", hunk)
            return


def _only_names_speaker(pair: Pair, hunk: Hunk) -> bool:
    """Whether a name only came, or went, beside the office that says it: «المدير [سالم …] إن»."""
    if hunk.i < hunk.i_end and hunk.j < hunk.j_end:
        return False
    side, start, end = (
        (pair.before, hunk.i, hunk.i_end)
        if hunk.i < hunk.i_end
        else (pair.after, hunk.j, hunk.j_end)
    )
    named = side.content(list(range(start, end)))
    beside = start - 1 in side.speaker and not side.sentence.words[start].gap
    return beside and bool(named) and side.proper.issuperset(named)


def _only_moved(pair: Pair, hunk: Hunk) -> bool:
    """Whether a speaker only went to another place: «وقال [الوزير] "…"», «وقال "…" [الوزير]»."""
    if hunk.i < hunk.i_end and hunk.j < hunk.j_end:
        return False
    goes = hunk.i < hunk.i_end
    side, other = (pair.before, pair.after) if goes else (pair.after, pair.before)
    start, end = (hunk.i, hunk.i_end) if goes else (hunk.j, hunk.j_end)
    told = side.content(side.open(start, end))
    if not told or not side.speaker.issuperset(told):
        return False
    spans = [(each.j, each.j_end) if goes else (each.i, each.i_end) for each in pair.hunks]
    places = {other.sentence.words[at].key: at for span in spans for at in range(*span)}
    keys_told = [side.sentence.words[at].key for at in told]
    if not all(key in places for key in keys_told):
        return False
    pair.tell_change("formatting", hunk)
    side.claimed.update(side.open(start, end))
    other.claimed.update(places[key] for key in keys_told)
    return True


def _person_told(pair: Pair, hunk: Hunk) -> bool:
    """Whether a change puts in or takes out a person's name, which says more than a source."""
    if hunk.i == hunk.i_end and holds_office(pair.after, hunk.j, hunk.j_end):
        return True
    return any(
        _is_of_person(side, at)
        for side, start, end in pair.sides(hunk)
        for at in side.open(start, end)
    )


def _is_of_person(side: Side, at: int) -> bool:
    """Whether a word is a person's name by which, or by the one before it, people are known."""
    words = side.sentence.words
    if at not in side.proper:
        return False
    beside = at > 0 and at - 1 in side.proper and not words[at].gap
    return is_given(words[at]) or (beside and (is_given(words[at - 1]) or _links(words[at - 1])))


def _links(word: Word) -> bool:
    return not LINKS.isdisjoint(bare(word.key))


def _names_somebody(pair: Pair, left: Open, least: int = 1) -> bool:
    """Whether the newer version names a person who was not named in the sentence before.

    By no less than so many words: «الأمين العام» names nobody.
    """
    words = pair.after.sentence.words
    told = {form for word in pair.before.sentence.words for form in bare(word.key)}
    named = sum(
        _is_of_person(pair.after, at) and told.isdisjoint(bare(words[at].key)) for at in left.after
    )
    return named >= least


def _marks(side: Side, places: list[int]) -> bool:
    """Whether the word that attributes is among some places."""
    return any(at - 1 not in side.attributing for at in places)
