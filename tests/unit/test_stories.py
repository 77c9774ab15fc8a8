"""Copies are told from texts that only look like copies; signatures stay what they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.found_by import found_by
from pipeline.records import ArticleData, Precision, Stamp
from pipeline.stories.copies import boilerplate, judge
from pipeline.stories.divergence import Followed, divergence, followed
from pipeline.stories.origin import Carrier, in_order, likely_origin
from pipeline.stories.shingles import (
    LONGEST,
    ComparedText,
    compared_words,
    shingle_numbers,
    shingles,
)
from pipeline.stories.signatures import BANDS, KEY_SIZE, bands, signature
from tests.story_texts import (
    OTHER_TEXT,
    OTHER_TITLE,
    TAIL_NOTE,
    TEXT,
    TITLE,
    invented_words,
    text_piece,
)

SEVEN = ("أ", "ب", "ت", "ث", "ج", "ح", "خ")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INTRO = "رأس الواد (وكالة الأنباء المستعارة) في خطوة طال انتظارها من أهالي الجهة:"


def compared(body: tuple[str, ...] = TEXT, title: str = TITLE) -> ComparedText:
    return ComparedText.of(text_piece(body, title))


def hashes(body: Sequence[str]) -> bytes:
    return found_by(text_piece(tuple(body))).hashes


def are_copies(one: ComparedText, other: ComparedText) -> bool:
    assert judge(one, other) == judge(other, one)
    return judge(one, other).copies


# --- what is a copy ------------------------------------------------------------


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(compared(title="طريق جديد يغير وجه رأس الواد"), id="another headline"),
        pytest.param(compared(TEXT[:3]), id="a cut tail"),
        pytest.param(compared(TEXT[:2]), id="half of it cut"),
        pytest.param(compared((INTRO, *TEXT)), id="an intro"),
        pytest.param(compared((*TEXT, "(وات)")), id="an agency line"),
        pytest.param(compared((INTRO, *TEXT[:3], "المصدر: وكالات")), id="all of these"),
        pytest.param(
            compared(tuple(text.replace("140 مليون", "150 مليون") for text in TEXT)),
            id="a figure corrected",
        ),
        pytest.param(
            compared(tuple(text.replace("أ", "ا").replace("ة", "ه") for text in TEXT)),
            id="spelt another way",
        ),
    ],
)
def test_a_copy_is_known_though(copy: ComparedText) -> None:
    assert are_copies(compared(), copy)


def test_two_reports_of_one_event_in_their_own_words_are_no_copies() -> None:
    own = (
        "بدأت اليوم في رأس الواد أشغال طريق دائري طوله 23 كيلومترا حسب ما صرح به وزير النقل.",
        "وتقدر كلفة الطريق بحوالي 140 مليون دينار، ويدوم إنجازه عامين ونصف العام تقريبا، ويقول "
        "سكان الجهة إنهم ينتظرون أيضا ممرات آمنة لأطفال المدارس القريبة من المسار.",
    )
    assert not are_copies(compared(), compared(own))


def test_a_page_with_the_next_piece_appended_is_no_copy_of_that_piece() -> None:
    page = compared((*TEXT[:2], OTHER_TITLE, *OTHER_TEXT))
    assert not are_copies(page, compared(OTHER_TEXT, OTHER_TITLE))
    assert are_copies(page, compared(TEXT[:2]))


def test_nor_where_that_piece_begins_with_words_of_its_headline() -> None:
    opening = f"{OTHER_TITLE} حسب بلاغ نشر مساء الأحد."
    page = compared((*TEXT[:2], OTHER_TITLE, opening, *OTHER_TEXT))
    assert not are_copies(page, compared((opening, *OTHER_TEXT), OTHER_TITLE))


def test_nor_is_it_where_the_headline_is_not_appended_with_the_text() -> None:
    page = compared((*TEXT, *OTHER_TEXT))
    assert not are_copies(page, compared(OTHER_TEXT, OTHER_TITLE))


def test_short_lines_are_copies_only_where_they_are_nearly_the_same() -> None:
    line = "عاجل: انقطاع التيار الكهربائي عن أحياء كاملة في مدينة رأس الواد منذ منتصف النهار"
    alike = "عاجل: انقطاع الماء الصالح للشراب عن أحياء كاملة في مدينة رأس الواد منذ الفجر"
    assert are_copies(compared((line,)), compared((line + ".",)))
    assert not are_copies(compared((line,)), compared((alike,)))
    assert not are_copies(compared(("التفاصيل لاحقا",)), compared(("التفاصيل لاحقا",)))


def test_bulletins_of_two_days_in_the_same_words_are_no_copies() -> None:
    def bulletin(*figures: int) -> ComparedText:
        warm, cold, wind, wave = figures
        text = (
            f"يكون الطقس اليوم مغيما جزئيا بأغلب الجهات وتصل الحرارة القصوى إلى {warm} درجة "
            f"بالجنوب وتنزل إلى {cold} درجات بالمرتفعات، وتهب الريح من القطاع الشمالي بسرعة "
            f"{wind} كيلومترا في الساعة ويبلغ ارتفاع الموج {wave} أمتار قرب السواحل الشمالية."
        )
        return compared((text,), "طقس اليوم")

    assert not are_copies(bulletin(31, 9, 40, 2), bulletin(28, 7, 55, 3))
    assert are_copies(bulletin(31, 9, 40, 2), bulletin(31, 9, 40, 2))


def test_what_many_pieces_of_a_source_share_does_not_make_them_copies() -> None:
    pieces = [
        compared((" ".join(invented_words(n, 12)), TAIL_NOTE), " ".join(invented_words(-n, 6)))
        for n in range(1, 5)
    ]
    furniture = boilerplate(pieces)
    assert not judge(pieces[0], pieces[1], furniture).copies
    assert judge(compared((*TEXT, TAIL_NOTE)), compared(), furniture).copies


def test_a_piece_posted_three_times_is_not_taken_for_furniture() -> None:
    again = [compared(TEXT, f"{TITLE} {ending}") for ending in ("فيديو", "صور", "بلاغ")]
    assert boilerplate(again) == frozenset()


@given(st.lists(st.sampled_from(TEXT + OTHER_TEXT), max_size=6), st.sets(st.integers(0, 300)))
def test_likeness_is_the_same_both_ways_and_whole_for_a_text_and_itself(
    paragraphs: list[str], left_out: set[int]
) -> None:
    one = compared(tuple(paragraphs))
    words = [word for at, word in enumerate(" ".join(paragraphs).split()) if at not in left_out]
    other = compared((" ".join(words),))
    there, back = judge(one, other), judge(other, one)
    assert (there.jaccard, there.within) == (back.jaccard, back.within)
    assert 0 <= there.jaccard <= there.within <= 1
    if len(one.words) >= 25:
        assert judge(one, one).copies


# --- signatures ----------------------------------------------------------------


def test_signatures_are_what_they_were_when_stored_ones_were_made() -> None:
    kept = signature(compared().shingles)
    assert kept is not None
    assert sha256(kept).hexdigest()[:16] == "510b30f3b2b92abf"
    keys = ",".join(map(str, bands(kept)))
    assert sha256(keys.encode()).hexdigest()[:16] == "fd8e6cd4828c0838"


def test_keys_of_bands_fit_their_bytes_and_never_meet_across_bands() -> None:
    kept = signature(compared().shingles)
    assert kept is not None
    keys = bands(kept)
    assert len(keys) == len(set(keys)) == BANDS
    assert all(0 <= key < 2 ** (8 * KEY_SIZE) for key in keys)
    assert [key >> 35 for key in keys] == list(range(BANDS))


def test_a_text_of_two_words_has_no_signature() -> None:
    assert signature(shingles(("كلمة", "وحيدة"))) is None


def test_a_signature_of_a_long_text_is_that_of_its_parts() -> None:
    words = tuple(invented_words("long", 5_000))
    numbers = shingles(words)
    whole = signature(numbers)
    parts = [signature(numbers[:2_500]), signature(numbers[2_500:])]
    assert whole is not None
    least = [
        min(int.from_bytes(part[at : at + 4], "little") for part in parts if part)
        for at in range(0, 512, 4)
    ]
    assert least == [int.from_bytes(whole[at : at + 4], "little") for at in range(0, 512, 4)]


def test_equal_values_of_two_signatures_tell_the_share_in_common() -> None:
    for kept_share in (0.9, 0.7, 0.5):
        one = invented_words(f"share {kept_share}", 2_000)
        other = [
            *one[: int(2_000 * kept_share)],
            *invented_words("else", int(2_000 * (1 - kept_share))),
        ]
        a, b = set(shingles(tuple(one))), set(shingles(tuple(other)))
        left, right = signature(a), signature(b)
        assert left is not None
        assert right is not None
        equal = sum(left[at : at + 4] == right[at : at + 4] for at in range(0, 512, 4)) / 128
        assert equal == pytest.approx(len(a & b) / len(a | b), abs=0.12)


def test_texts_of_jaccard_63_nearly_always_share_a_band() -> None:
    found = 0
    for trial in range(300):
        words = tuple(invented_words(trial, 202))
        numbers = shingles(words)  # 200: 155 in common of 245 is a Jaccard of .63
        others = shingles(tuple(invented_words(-trial - 1, 47)))
        left, right = signature(numbers), signature((*numbers[:155], *others))
        assert left is not None
        assert right is not None
        found += not set(bands(left)).isdisjoint(bands(right))
    assert found >= 297


@given(st.permutations(shingles(SEVEN)), st.integers(1, 3))
def test_order_and_repetition_change_no_signature(numbers: list[int], times: int) -> None:
    assert signature(numbers * times) == signature(shingles(SEVEN))


@given(
    st.lists(
        st.lists(st.text("اأئءوةهيىـًَﷺ٥5.,،:؛«»'’_-@a É\n\u0301\u200c", max_size=40), max_size=4),
        max_size=3,
    )
)
def test_runs_of_many_texts_are_those_of_the_words_compared(bodies: list[list[str]]) -> None:
    found = [tuple(one.tolist()) for one in shingle_numbers(map(hashes, bodies))]
    assert found == [shingles(compared_words(body)) for body in bodies]


@pytest.mark.parametrize("body", [("كلمة ثم " * 20_000,), ("ﷺ" * 9_000, "ثم نص"), ("x" * 500_000,)])
def test_runs_of_a_long_text_are_those_of_its_first_words(body: tuple[str, ...]) -> None:
    assert tuple(shingle_numbers([hashes(body)])[0].tolist()) == shingles(compared_words(body))


def test_a_hostile_text_is_looked_at_no_further_than_its_first_words() -> None:
    assert len(compared_words(["كلمة " * 100_000])) == LONGEST
    assert len(compared_words(["x" * 5_000_000])[0]) <= LONGEST * 20


# --- origin --------------------------------------------------------------------


def carrier(article: int, minute: float = 0, source: str = "", **more: object) -> Carrier:
    seen = NOW + timedelta(minutes=minute)
    data = replace(
        text_piece(published=None, byline=None, agencies=(), credited_source=None),
        url=f"https://{source or f'outlet{article}'}.example.org/a",
        **more,  # type: ignore[arg-type]
    )
    return Carrier(article, source or f"outlet{article}", seen, data)


def printed(minute: float, precision: Precision = Precision.MINUTE) -> Stamp:
    return Stamp(NOW + timedelta(minutes=minute), precision)


def test_the_origin_is_who_the_others_credit_even_when_it_was_seen_late() -> None:
    late = carrier(1, 30, source="manara")
    others = [carrier(2, credited_source="Manara"), carrier(3, 5, byline="manara/وكالات")]
    origin = likely_origin([*others, late])
    assert (origin.article, origin.why) == (1, "credited by 2 of the others")


def test_else_it_is_who_printed_the_earliest_time() -> None:
    seen_first = carrier(1, 10, published=printed(9))
    printed_first = carrier(2, 20, published=printed(3))
    by_day = carrier(3, 15, published=printed(0, Precision.DAY))
    origin = likely_origin([seen_first, by_day, printed_first])
    assert (origin.article, origin.why) == (2, "earliest printed time")
    assert [one.article for one in in_order([by_day, printed_first, seen_first])] == [2, 1, 3]


def test_a_time_that_is_printed_later_than_the_piece_was_seen_is_not_believed() -> None:
    assert carrier(1, 10, published=printed(500)).appeared_at == NOW + timedelta(minutes=10)


def test_an_agency_that_most_carriers_credit_is_told_as_the_source_outside() -> None:
    origin = likely_origin(
        [carrier(1, agencies=("وات",)), carrier(2, 5, agencies=("وات",)), carrier(3, 9)]
    )
    assert origin.article == 1
    assert origin.credited == "وات"


# --- divergence ----------------------------------------------------------------


def test_how_a_copy_differs_is_told_in_words() -> None:
    copy = text_piece((INTRO, *TEXT[:3]), "عنوان آخر")
    found = divergence(text_piece(), copy)
    assert found.of_origin == pytest.approx(0.75, abs=0.1)
    assert found.of_copy > 0.85
    assert not found.same_title
    assert any("طال انتظارها" in run for run in found.added)
    assert any("الدراسات الفنية" in run for run in found.cut)


def corrected(before: str, after: str) -> ArticleData:
    return text_piece(tuple(text.replace(before, after) for text in TEXT))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("140 مليون", "190 مليون"),
        (" ولم يتلقوا ردا إلى اليوم", ""),
        ("صباح الإثنين", "صباح الإثنين رفقة والي الجهة"),
    ],
)
def test_a_copy_that_did_not_follow_a_correction_is_told_from_one_that_did(
    before: str, after: str
) -> None:
    new = corrected(before, after)
    assert new != text_piece()
    assert followed(text_piece(), new, text_piece()) is Followed.UNCORRECTED
    assert followed(text_piece(), new, new) is Followed.CORRECTED
    without = text_piece(OTHER_TEXT)
    assert followed(text_piece(), new, without) is Followed.ABSENT


def test_a_copy_with_the_right_figure_followed_though_it_carries_no_notice() -> None:
    figure = corrected("140 مليون", "190 مليون")
    notice = "تصحيح: ورد في نسخة سابقة من هذا المقال أن المبلغ 140 مليونا، والصحيح أنه 190 مليونا."
    new = replace(figure, body=(*figure.body, notice))
    assert followed(text_piece(), new, figure) is Followed.CORRECTED
    assert followed(text_piece(), new, text_piece()) is Followed.UNCORRECTED
    # where a notice is all that came, who lacks it did not follow
    alone = replace(text_piece(), body=(*text_piece().body, notice))
    assert followed(text_piece(), alone, alone) is Followed.CORRECTED


def test_a_copy_that_dropped_a_paragraph_did_not_follow_one_that_was_written_anew() -> None:
    new = replace(text_piece(), body=(TEXT[0], OTHER_TEXT[0], *TEXT[2:]))
    assert followed(text_piece(), new, new) is Followed.CORRECTED
    dropped = replace(text_piece(), body=(TEXT[0], *TEXT[2:]))
    assert followed(text_piece(), new, dropped) is Followed.ABSENT


def test_an_edit_of_no_words_asks_nothing_of_copies() -> None:
    assert followed(text_piece(), corrected("،", " ،"), text_piece()) is None
