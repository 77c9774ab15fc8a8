"""Whether somebody else says what a sentence tells: the subject of its verb, or of a quotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.other_bodies import is_same, other_body
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.same_persons import is_persons, keeps_name
from pipeline.edits.judging.same_sources import is_same_speaker
from pipeline.edits.judging.side import Side
from pipeline.edits.naming.name_looks import is_given, is_head, is_office, is_plain, is_title
from pipeline.edits.naming.name_words import OPEN_PLACES, PEOPLE, PLACES
from pipeline.edits.naming.vocabulary import is_known
from pipeline.edits.sourcing.attribution import SAME_SOURCE, is_source
from pipeline.edits.sourcing.speech import SPEECH, stem
from pipeline.edits.words import Word

_PLACES: Final = PLACES | OPEN_PLACES
_COMMAS: Final = frozenset(",،")
#: words of a name of which none is known
_LEAST_UNKNOWN: Final = 2


def speaks_anew(pair: Pair, hunk: Hunk, before: list[int], after: list[int]) -> bool:
    """Whether what is left of a change says that somebody else says what follows.

    «أكد [رئيس النقابة] أن» → «[كاتبة النقابة]», or with the word right after the verb alone: «قال
    [مدير] الشركة إن». Observers of whom nobody knows more are one as good as another.
    """
    if not (pair.before.led_sayers or pair.after.led_sayers):
        return False
    if not (pair.before.leads_to_speech(before) and pair.after.leads_to_speech(after)):
        return False
    if is_same(pair, Open(before, after)):
        return False
    old, new = (
        [at for at in side.besides_verb(places) if at in side.led_sayers]
        for side, places in ((pair.before, before), (pair.after, after))
    )
    if (old or new) and is_same_speaker(pair, hunk, Open(old, new)):
        return False
    if keeps_name(pair, hunk):
        return False
    if old and new:
        return _in_place(pair.before, old[0]) and _in_place(pair.after, new[0])
    if any(not side.long_subjects.isdisjoint(side.proper) for side in (pair.before, pair.after)):
        return False  # «أكد [الرئيس] قيس سعيد»
    return any(
        _follows_verb(side, at) or is_source(side.sentence.words[at].key)
        for side, places in ((pair.before, old), (pair.after, new))
        for at in places
    )


def _in_place(side: Side, at: int) -> bool:
    """Whether a word names who speaks, and stands in no more that a comma sets off from it."""
    words = side.sentence.words
    if words[at].key.isascii():
        return True
    while at > 0 and stem(words[at].key) not in SPEECH:
        if words[at].gap in _COMMAS:
            return False
        at -= 1
    return True


def _follows_verb(side: Side, at: int) -> bool:
    words = side.sentence.words
    return at > 0 and not words[at].gap and stem(words[at - 1].key) in SPEECH


def names_another(pair: Pair, hunk: Hunk) -> bool:
    """Whether a source that changed is a person who was not named in the sentence before.

    Or a body, where the older was another: «وفقا [للبنك المركزي]», «[للمعهد الوطني للإحصاء]».
    """
    words = pair.after.sentence.words
    told = pair.before.forms
    came = [at for at in range(hunk.j, hunk.j_end) if told.isdisjoint(bare(words[at].key))]
    if any(at in pair.after.proper and _is_of_person(words[at]) for at in came):
        return True
    went = range(hunk.i, hunk.i_end)
    if len(went) == len(came) == 1 and words[came[0] - 1].key in PEOPLE:
        return False  # «رئيس [المركز]» has no name
    if not pair.after.names.isdisjoint(came) and not pair.before.names.isdisjoint(went):
        return True
    return other_body(pair, Open(list(went), list(range(hunk.j, hunk.j_end))))


def _is_of_person(word: Word) -> bool:
    # "AFP" is none
    return is_given(word) or (
        word.key.isascii() and not (is_title(word) or (word.text.isupper() and len(word.text) > 1))
    )


def look_at_named_sayers(pair: Pair, hunk: Hunk, left: Open) -> None:
    """Tells a source where a change that put a name for another has it of who says something.

    «واعتبر المندوب [سالم العرفي] أن» → «[منير الرميلي]»; what was only added to who spoke is none.

    Args:
        pair: both versions of the sentence.
        hunk: the change.
        left: its words that nobody had claimed before names were told.
    """
    if speaks_of_others(pair, hunk, left):
        pair.tell_change("attribution", hunk)


def speaks_of_others(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """Whether the words of a change say on both sides who says something, and not the same."""
    who = _who(pair, left)
    if not who[1]:
        return False
    if not who[0]:
        return _speaks_first(pair, hunk, who[1])
    for side, places in _of(pair, who):
        naming = side.sayers | side.attributing | side.speaker
        if naming.isdisjoint(places) or not naming.union(side.lead_ins).issuperset(places):
            return False
    if all(_says_where(side, places) for side, places in _of(pair, who)):
        return False
    if not all(_is_certain(side, places) for side, places in _of(pair, who)):
        return False
    return not (is_same_speaker(pair, hunk, left) or keeps_name(pair, hunk))


def _who(pair: Pair, left: Open) -> list[list[int]]:
    """Of some words those that may name who speaks, on each side."""
    return [side.besides_verb(places) for side, places in _of(pair, list(left))]


def _of(pair: Pair, who: list[list[int]]) -> Iterator[tuple[Side, list[int]]]:
    return zip((pair.before, pair.after), who, strict=True)


def _is_certain(side: Side, places: list[int]) -> bool:
    """Whether what is said follows, or words name a person, or all of who speaks.

    «وشدد وزير الخارجية [القطري] على التهدئة» may be of another, and is not told to be.
    """
    certain = side.led_sayers | side.attributing | side.speaker
    if certain.issuperset(places) or _follows_verb(side, places[0]):
        return True
    return any(is_persons(side, at) for at in places)


def _says_where(side: Side, places: list[int]) -> bool:
    """Whether words only tell where somebody is: «مراسل الإذاعة [بسيدي بوزيد]»."""
    key = side.sentence.words[places[0]].key
    return key[:1] == "ب" and key not in PLACES and not _PLACES.isdisjoint(bare(key))


def _speaks_first(pair: Pair, hunk: Hunk, named: list[int]) -> bool:
    """Whether who speaks is told where nobody was: «[وأضافت] أن», «[وأضاف الوزير سالم …] أن»."""
    if not pair.after.sayers.issuperset(named) or hunk.i_end in pair.before.sayers:
        return False
    verbs = [
        [word.key for word in side.sentence.words[start:end] if stem(word.key) in SPEECH]
        for side, start, end in pair.sides(hunk)
    ]
    if all(verbs):
        return verbs[0] != verbs[1] or _is_new(pair, named)
    return hunk.i == hunk.i_end > 0 and _follows_verb(pair.after, named[0]) and _is_new(pair, named)


def _is_new(pair: Pair, named: list[int]) -> bool:
    """Whether the older version named none of the persons whom some words name."""
    words = [pair.after.sentence.words[at] for at in named if at in pair.after.proper]
    usage = pair.usage
    return usage is not None and bool(words) and not usage.wrote(words[-1].text)


def look_at_speaker(pair: Pair, hunk: Hunk) -> bool:
    """Tells whether the words that say a quotation's speaker changed; it claims them."""
    if _only_moved(pair, hunk):
        return True
    if _only_names_speaker(pair, hunk):
        return False
    found: list[str] = []
    left = pair.open(hunk)
    speaking = named = 0
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
        if named > 1:  # an unnamed one may be the same in other words
            pair.tell_change("attribution", hunk)
        elif names_other_speaker(pair, hunk, left):
            pair.tell_change("names", hunk)
            pair.tell_change("attribution", hunk)
    return bool(found)


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


def names_other_speaker(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """Whether a person is named as who says a quotation, and was not before.

    «وقال [المدير]: "…"» → «وقال [الوزير سالم العرفي]: "…"»; a name put beside the office is none.
    """
    if hunk.i == hunk.i_end or not left.after:
        return False
    who = _who(pair, left)
    if any(
        not side.sayers.union(side.speaker).issuperset(places) for side, places in _of(pair, who)
    ):
        return False
    if who[0] and who[1] and all(map(_may_be_foreign, _of(pair, who))):
        return not is_same_speaker(pair, hunk, left)  # «[هيلدا فرانكنر]», «[يوتا برونغل]»
    if not any(is_persons(pair.after, at) for at in who[1]):
        return False
    if not who[0]:
        return _speaks_first(pair, hunk, who[1])
    return not is_same_speaker(pair, hunk, left)


def _may_be_foreign(one: tuple[Side, list[int]]) -> bool:
    """Whether words are two or more that may be a name of another tongue, whichever it is."""
    side, places = one
    words = [side.sentence.words[at] for at in places]
    if all(word.text[:1].isupper() and not (is_title(word) or is_office(word)) for word in words):
        return True  # '"…," [Emma] said'
    told = any(is_plain(word) or is_head(word) or word.key.startswith("ال") for word in words)
    unknown = any(not is_known(word.key) for word in words)
    return len(words) >= _LEAST_UNKNOWN and unknown and not told
