"""The template breaker: what changes alike is held, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.breaker import (
    Alike,
    Mark,
    Part,
    Parts,
    alike,
    is_explained,
    marks_from_json,
    parts_from_json,
    parts_json,
    parts_of,
)
from pipeline.edits import compare
from pipeline.records import ArticleData
from tests.article_data import PIECE, piece

BANNER = "اشترك في نشرتنا البريدية لتصلك آخر الأخبار."
NOTHING = Alike(frozenset(), frozenset())
NUMBERS = ("أولى", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة")


def _pieces() -> list[ArticleData]:
    return [piece(body=(*PIECE.body, f"وهذه فقرة {number} تخص المادة.")) for number in NUMBERS]


def _parts(before: ArticleData, after: ArticleData) -> Parts:
    edit = compare(before, after)
    return parts_of(edit, before, after) if edit else frozenset()


def _changed(*pairs: tuple[ArticleData, ArticleData]) -> dict[int, Parts]:
    return {number: _parts(*pair) for number, pair in enumerate(pairs)}


def _with_banner(article: ArticleData) -> ArticleData:
    return replace(article, body=(*article.body, BANNER))


def test_a_text_that_came_into_enough_articles_is_held() -> None:
    changed = _changed(*((one, _with_banner(one)) for one in _pieces()))
    found = alike(changed, looked_at=len(changed))
    assert found.articles == changed.keys()
    assert found.marks == {Mark("body", "+", BANNER)}


def test_a_text_that_left_enough_articles_is_held() -> None:
    changed = _changed(*((_with_banner(one), one) for one in _pieces()))
    assert alike(changed, 7).marks == {Mark("body", "-", BANNER)}


def test_a_name_that_every_title_gets_is_held() -> None:
    changed = _changed(*((one, replace(one, title=f"{one.title} | نون")) for one in _pieces()))
    assert len(alike(changed, 7).articles) == 7


def test_four_articles_or_less_than_three_of_ten_are_too_few() -> None:
    pairs = [(one, _with_banner(one)) for one in _pieces()]
    assert alike(_changed(*pairs[:4]), 4) == NOTHING
    assert alike(_changed(*pairs[:5]), 17) == NOTHING
    assert len(alike(_changed(*pairs[:5]), 16).articles) == 5


def test_an_edit_that_says_more_than_the_banner_is_not_held_with_it() -> None:
    pairs = [(one, _with_banner(one)) for one in _pieces()]
    before, after = pairs[0]
    pairs[0] = before, replace(after, title="صوامع جديدة في واد الزيتون بسعة 3,000 طن")
    found = alike(_changed(*pairs), 7)
    assert found.articles == {1, 2, 3, 4, 5, 6}


def test_edits_that_differ_are_not_held_however_many_they_are() -> None:
    pairs = [
        (one, replace(one, body=(*one.body[:3], f"وهذه فقرة {number} عن أمر آخر تماما.")))
        for number, one in enumerate(_pieces())
    ]
    assert alike(_changed(*pairs), 7) == NOTHING
    figures = [
        (one, replace(one, title=one.title.replace("2,500", f"{3000 + number}")))
        for number, one in enumerate(_pieces())
    ]
    assert alike(_changed(*figures), 7) == NOTHING


def test_the_same_word_or_figure_put_for_another_everywhere_is_edits() -> None:
    pieces = [piece(title=f"خبر {number}", body=PIECE.body) for number in NUMBERS]
    for old, new in (("2024", "2023"), ("صباح", "مساء"), ("يكفي", "لا يكفي")):
        body = tuple(text.replace(old, new) for text in PIECE.body)
        assert alike(_changed(*((one, replace(one, body=body)) for one in pieces)), 7) == NOTHING


def test_a_field_that_is_read_off_another_element_is_held_whatever_it_says() -> None:
    pairs = [
        (
            replace(one, byline="نون", provenance={"byline": "preset (json-ld agrees)"}),
            replace(one, byline=f"كاتب {number}", provenance={"byline": "meta"}),
        )
        for number, one in enumerate(_pieces())
    ]
    assert alike(_changed(*pairs), 7).marks >= {Mark("byline", "element", "preset → meta")}
    same = [(one, replace(two, provenance={"byline": "preset"})) for one, two in pairs]
    assert alike(_changed(*same), 7) == NOTHING


def test_a_stamp_that_moves_everywhere_has_no_parts() -> None:
    assert _parts(PIECE, replace(PIECE, modified=None)) == frozenset()
    assert not is_explained(frozenset(), [Mark("body", "+", BANNER)])


def test_an_endless_text_is_told_by_its_hash() -> None:
    long = BANNER * 400
    (part,) = _parts(PIECE, replace(PIECE, body=(*PIECE.body, long)))
    (other,) = _parts(PIECE, replace(PIECE, body=(*PIECE.body, f"{long} آخر")))
    (mark,), (another,) = part.words, other.words
    assert len(mark.text) <= 300
    assert mark != another


_MARKS = st.builds(
    Mark, st.sampled_from(("title", "body")), st.sampled_from("+-"), st.text("اب", max_size=2)
)
_PART = st.builds(
    Part,
    st.frozensets(_MARKS, min_size=1, max_size=2),
    st.none() | st.just(Mark("body", "element", "preset → text")),
)
_CHANGED = st.dictionaries(
    st.integers(0, 40), st.frozensets(_PART, max_size=3), min_size=1, max_size=20
)


@given(_CHANGED, st.integers(0, 30), st.randoms())
def test_the_order_in_which_changes_arrive_does_not_matter(
    changed: dict[int, Parts], more: int, random: object
) -> None:
    looked_at = len(changed) + more
    items = list(changed.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert alike(dict(items), looked_at) == alike(changed, looked_at)


@given(_CHANGED, st.integers(0, 30))
def test_whatever_is_held_shares_every_part_with_four_others_at_least(
    changed: dict[int, Parts], more: int
) -> None:
    found = alike(changed, len(changed) + more)
    for article in found.articles:
        for part in changed[article]:
            fellows = [
                other
                for other in found.articles
                if not {*part.marks()}.isdisjoint(m for p in changed[other] for m in p.marks())
            ]
            assert len(fellows) >= 5


@given(st.integers(1, 30), st.integers(0, 30))
def test_edits_that_share_nothing_are_never_held(count: int, more: int) -> None:
    changed = {
        number: frozenset({Part(frozenset({Mark("body", "+", f"نص {number}")}))})
        for number in range(count)
    }
    assert alike(changed, count + more) == NOTHING


@given(_CHANGED, st.integers(0, 30), _PART)
def test_an_edit_with_a_part_of_its_own_is_never_held(
    changed: dict[int, Parts], more: int, part: Part
) -> None:
    own = Part(frozenset({Mark("title", "+", "لا يقولها غيره")}))
    changed = changed | {99: frozenset({part, own})}
    assert 99 not in alike(changed, len(changed) + more).articles


@given(_CHANGED, st.integers(0, 30))
def test_one_more_article_that_did_not_change_never_holds_more(
    changed: dict[int, Parts], more: int
) -> None:
    looked_at = len(changed) + more
    assert alike(changed, looked_at + 1).articles <= alike(changed, looked_at).articles


@given(st.frozensets(_PART, max_size=4))
def test_parts_come_back_from_the_store_as_they_were(parts: Parts) -> None:
    assert parts_from_json(parts_json(parts)) == parts
    for part in parts:
        assert marks_from_json([list(one) for one in part.words]) == part.words
