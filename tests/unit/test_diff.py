"""The word diff: it reads as phrases, loses nothing, and never cuts a word."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import DiffBlock, Span, changes, diff_versions
from pipeline.diff_render import as_html, as_plain, as_segments
from pipeline.records import ArticleData, Change
from tests.article_data import PIECE, piece

SHARED = Path(__file__).parents[3] / "shared"


def _marked(before: ArticleData, after: ArticleData) -> list[str]:
    """Each changed block as text, what went in [-…-] and what came in {+…+}."""
    form = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return [
        "".join(form[span.op].format(span.text) for span in block.spans)
        for block in diff_versions(before, after)
    ]


def _body(*paragraphs: str) -> ArticleData:
    return piece(body=paragraphs)


def _one(before: str, after: str) -> str:
    (block,) = _marked(_body(before), _body(after))
    return block


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("بلغ الإنتاج 1.5 طن", "بلغ الإنتاج 1.7 طن", "بلغ الإنتاج [-1.5-]{+1.7+} طن"),
        ("كلّف 2,000 دينار", "كلّف 2,500 دينار", "كلّف [-2,000-]{+2,500+} دينار"),
        ("سنة ٢٠٠٠ فقط", "سنة ٢٠٠١ فقط", "سنة [-٢٠٠٠-]{+٢٠٠١+} فقط"),
        ("على 12:33 ليلا", "على 12:34 ليلا", "على [-12:33-]{+12:34+} ليلا"),
        ("نسبة 50% منها", "نسبة 5% منها", "نسبة [-50%-]{+5%+} منها"),
        ("يوم 03/02/2026 مساء", "يوم 04/02/2026 مساء", "يوم [-03/02/2026-]{+04/02/2026+} مساء"),
        ("دون -5 درجات", "دون 5 درجات", "دون [--5-]{+5+} درجات"),
        ("قال محمد ذلك", "قال مُحمّد ذلك", "قال [-محمد-]{+مُحمّد+} ذلك"),
        ("قال محمد ذلك", "قال محمـــد ذلك", "قال [-محمد-]{+محمـــد+} ذلك"),
        ("قال ذلك", "«قال» ذلك", "{+«+}قال{+»+} ذلك"),
        ("de l’eau rare", "de l’air rare", "de [-l’eau-]{+l’air+} rare"),
        ("الأسرة 👨‍👩‍👧 هنا", "الأسرة 👨‍👩‍👦 هنا", "الأسرة [-👨‍👩‍👧-]{+👨‍👩‍👦+} هنا"),
        ("علم 🇩🇿 هنا", "علم 🇩🇪 هنا", "علم [-🇩🇿-]{+🇩🇪+} هنا"),
        ("كلمة  أخرى هنا", "كلمة أخرى هنا", "كلمة[-  -]{+ +}أخرى هنا"),
    ],
)
def test_a_change_is_cut_at_words_and_numbers(before: str, after: str, marked: str) -> None:
    assert _one(before, after) == marked


def test_words_that_stayed_by_chance_join_the_phrases_around_them() -> None:
    assert _one("أعلن الوزير عن خطة في وهران أمس", "كشف المدير عن برنامج في تلمسان أمس") == (
        "[-أعلن الوزير عن خطة في وهران-]{+كشف المدير عن برنامج في تلمسان+} أمس"
    )


def test_two_changes_with_words_between_stay_two() -> None:
    assert _one("أصيب 12 عاملا في 3 مصانع", "أصيب 15 عاملا في 4 مصانع") == (
        "أصيب [-12-]{+15+} عاملا في [-3-]{+4+} مصانع"
    )


def test_what_is_only_put_in_leaves_the_words_beside_it_alone() -> None:
    assert _one("وصل من وهران", "وصل أمس من وهران مساء") == "وصل {+أمس +}من وهران{+ مساء+}"


def test_an_inserted_sentence_begins_where_a_sentence_does() -> None:
    assert _one("قال زيد نعم. ثم خرج.", "قال عمر لا. قال زيد نعم. ثم خرج.") == (
        "{+قال عمر لا. +}قال زيد نعم. ثم خرج."
    )


def test_a_text_written_anew_is_shown_as_one_out_and_one_in() -> None:
    assert _one("انطلقت أشغال السدّ في الجنوب.", "فاز فريق المدينة بالكأس مساء السبت.") == (
        "[-انطلقت أشغال السدّ في الجنوب-]{+فاز فريق المدينة بالكأس مساء السبت+}."
    )


def test_an_inserted_paragraph_stands_alone_even_beside_a_changed_one() -> None:
    before = _body("وقال زيد في الاجتماع كلاما كثيرا.", "انتهى.")
    after = _body("وقال عمر شيئا آخر.", "وقال زيد في الاجتماع كلاما مهما.", "انتهى.")
    new, changed = diff_versions(before, after)
    assert new == DiffBlock("body", 0, "insert", (Span("insert", "وقال عمر شيئا آخر."),))
    assert (changed.op, changed.paragraph, changed.paragraph_before) == ("replace", 1, 0)
    assert changes([new, changed]) == (
        Change("insert", "", "وقال عمر شيئا آخر.", "body", 0),
        Change("replace", "كثيرا", "مهما", "body", 1),
    )


def test_a_deleted_paragraph_counts_in_the_older_version() -> None:
    (block,) = diff_versions(_body("أول.", "ثان.", "ثالث."), _body("أول.", "ثالث."))
    assert (block.op, block.paragraph, block.paragraph_before) == ("delete", 1, 1)
    assert changes([block]) == (Change("delete", "ثان.", "", "body", 1),)


def test_a_paragraph_moved_is_one_out_and_one_in() -> None:
    first, second, third = PIECE.body
    assert [
        block.op
        for block in diff_versions(_body(first, second, third), _body(second, third, first))
    ] == [
        "delete",
        "insert",
    ]


def test_a_paragraph_parted_in_two_changes_no_word() -> None:
    before = _body("جملة أولى هنا. وجملة ثانية هناك.", "خاتمة.")
    after = _body("جملة أولى هنا.", "وجملة ثانية هناك.", "خاتمة.")
    assert _marked(before, after) == ["جملة أولى هنا.[- -]{+\n+}وجملة ثانية هناك."]
    assert changes(diff_versions(before, after)) == ()


def test_a_change_after_a_new_border_counts_its_own_paragraph() -> None:
    before = _body("جملة أولى هنا. وجملة ثانية طويلة جدا هناك عن 12 شخصا.", "خاتمة.")
    after = _body("جملة أولى هنا.", "وجملة ثانية طويلة جدا هناك عن 13 شخصا.", "خاتمة.")
    assert changes(diff_versions(before, after)) == (Change("replace", "12", "13", "body", 1),)


def test_every_field_is_compared_and_named() -> None:
    after = piece(title="عنوان آخر تماما", byline=None, credited_source="الحصاد", section="اقتصاد")
    assert changes(diff_versions(PIECE, after)) == (
        Change("replace", PIECE.title, "عنوان آخر تماما", "title"),
        Change("delete", "نون/وكالات", "", "byline"),
        Change("replace", "نشرة الفلاح", "الحصاد", "credit"),
        Change("replace", "الساحل", "اقتصاد", "section"),
    )


def test_a_version_does_not_differ_from_itself() -> None:
    assert diff_versions(PIECE, PIECE) == ()
    whole = diff_versions(PIECE, PIECE, unchanged=True)
    assert {block.op for block in whole} == {"equal"}
    assert [block.paragraph for block in whole if block.field == "body"] == [0, 1, 2]


def test_texts_too_large_to_compare_are_replaced_as_a_whole() -> None:
    words = [f"كلمة{number}" for number in range(21_000)]
    first, second = " ".join(words), " ".join(reversed(words))
    (block,) = diff_versions(_body(first), _body(second))
    assert [span.op for span in block.spans] == ["delete", "insert"]


# --- laws ------------------------------------------------------------------------------

_TEXT = """قال الوزيرُ مُحمّد محمـد في من على الجزائر، الجزائر. «انتهى» ثمّ 12 1.5 2,000 ٢٠٠٠ 50% 12:33
-5 Reuters l’eau e\u0301te\u0301 👨‍👩‍👧 👍🏽 🇩🇿 (2026) … - و ق.و"""
_WORDS = st.sampled_from(_TEXT.split())
_PARAGRAPHS = st.lists(_WORDS, min_size=1, max_size=12).map(" ".join)
_BODIES = st.lists(_PARAGRAPHS, max_size=5)


@st.composite
def _edited(draw: st.DrawFn) -> tuple[ArticleData, ArticleData]:
    """Two versions, the second made from the first by the edits that newsrooms make."""
    before, after = draw(_BODIES), list[str]()
    for paragraph in before:
        words = paragraph.split(" ")
        match draw(st.sampled_from(["keep", "drop", "part", "join", "add", "words", "rewrite"])):
            case "drop":
                continue
            case "part" if len(words) > 1:
                at = draw(st.integers(1, len(words) - 1))
                after += [" ".join(words[:at]), " ".join(words[at:])]
            case "join" if after:
                after[-1] += " " + paragraph
            case "add":
                after += [draw(_PARAGRAPHS), paragraph]
            case "words":
                at = draw(st.integers(0, len(words)))
                words[at : at + draw(st.integers(0, 3))] = draw(st.lists(_WORDS, min_size=1))
                after.append(" ".join(words))
            case "rewrite":
                after.append(draw(_PARAGRAPHS))
            case _:
                after.append(paragraph)
    title = draw(_PARAGRAPHS)
    return piece(title=title, body=tuple(before)), piece(
        title=draw(st.sampled_from([title, title + " عاجل", "عنوان"])), body=tuple(after)
    )


def _side(blocks: list[DiffBlock], op: str) -> str:
    sides = ([span.text for span in one.spans if span.op in ("equal", op)] for one in blocks)
    return "\n".join("".join(side) for side in sides if side)


@given(_edited())
def test_both_versions_can_be_told_from_the_difference(
    pair: tuple[ArticleData, ArticleData],
) -> None:
    before, after = pair
    blocks = diff_versions(before, after, unchanged=True)
    titles = [block for block in blocks if block.field == "title"]
    bodies = [block for block in blocks if block.field == "body"]
    assert _side(titles, "delete") == before.title
    assert _side(titles, "insert") == after.title
    assert _side(bodies, "delete") == "\n".join(before.body)
    assert _side(bodies, "insert") == "\n".join(after.body)
    for block in bodies:
        if block.op != "delete":
            first = block.spans[0].text.split("\n")[0] if len(block.spans) == 1 else ""
            assert block.paragraph is not None
            assert after.body[block.paragraph].startswith(first)


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_difference_of_any_two_titles_loses_nothing(before: str, after: str) -> None:
    blocks = [
        block
        for block in diff_versions(piece(title=before), piece(title=after), unchanged=True)
        if block.field == "title"
    ]
    assert _side(blocks, "delete") == before
    assert _side(blocks, "insert") == after


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*%?")


def _is_torn(text: str, place: int) -> bool:
    left, right = text[place - 1], text[place]
    letters = (left.isalnum() or category(left) == "Mn") and right.isalnum()
    in_number = any(one.start() < place < one.end() for one in _NUMBER.finditer(text))
    in_character = category(right)[0] == "M" or "\u200d" in (left, right) or right in "🏽🇿"
    return letters or in_number or in_character


@given(_edited())
def test_no_word_number_or_character_is_ever_torn(pair: tuple[ArticleData, ArticleData]) -> None:
    for block in diff_versions(*pair, unchanged=True):
        for op in ("delete", "insert"):
            texts = [span.text for span in block.spans if span.op in ("equal", op)]
            whole, place = "".join(texts), 0
            for text in texts[:-1]:
                place += len(text)
                assert not _is_torn(whole, place), (whole[:place], whole[place:])


@given(_edited())
def test_the_changes_name_every_word_that_differs_and_where(
    pair: tuple[ArticleData, ArticleData],
) -> None:
    before, after = pair
    found = changes(diff_versions(before, after))
    same_words = " ".join(before.body).split() == " ".join(after.body).split()
    assert same_words or any(one.field == "body" for one in found)
    for one in found:
        assert one.before == one.before.strip() != one.after == one.after.strip()
        assert one.op == (
            "replace" if one.before and one.after else "insert" if one.after else "delete"
        )
        if one.field == "body":
            assert one.paragraph is not None
            version, text = (before, one.before) if one.op == "delete" else (after, one.after)
            assert version.body[one.paragraph].endswith(text.split("\n")[0]) or (
                text.split("\n")[0] in version.body[one.paragraph]
            )


# --- rendering -------------------------------------------------------------------------

LONG = "كلمة " * 40 + "بلغت 12 طنا" + " أخرى" * 40


def test_plain_text_isolates_each_run_and_leaves_out_what_is_far_from_it() -> None:
    shown = as_plain(diff_versions(_body(LONG), _body(LONG.replace("12", "13"))))
    assert "بلغت \u2068[-12-]\u2069 \u2068{+13+}\u2069 طنا" in shown
    assert shown.startswith("… كلمة")
    assert shown.endswith("أخرى …")
    assert len(shown.split()) < 30


def test_a_short_text_is_shown_whole() -> None:
    shown = as_plain(
        diff_versions(_body("بلغت 12 طنا هذا العام."), _body("بلغت 13 طنا هذا العام."))
    )
    assert "…" not in shown


def test_white_space_around_a_change_stands_outside_its_marks() -> None:
    blocks = diff_versions(_body("وصل اليوم من وهران"), _body("وصل من وهران"))
    assert as_plain(blocks) == "وصل \u2068[-اليوم-]\u2069 من وهران"


def test_a_change_of_white_space_and_borders_alone_can_be_seen() -> None:
    blocks = diff_versions(_body("جملة أولى. وثانية."), _body("جملة أولى.", "وثانية."))
    assert as_plain(blocks) == ("جملة أولى.\u2068[-␣-]\u2069 \u2068{+¶+}\u2069\nوثانية.")


def test_an_arabic_line_that_is_all_new_still_runs_from_right_to_left() -> None:
    blocks = diff_versions(_body("أ."), _body("أ.", "ملحق من وكالة Reuters."))
    assert as_plain(blocks) == "\u200f\u2068{+ملحق من وكالة Reuters.+}\u2069"
    assert as_html(blocks).startswith('<p dir="rtl"')


def test_html_is_escaped_isolated_and_styled_without_a_sheet() -> None:
    blocks = diff_versions(_body("the <b>old</b> & text"), _body("the <i>new</i> & text"))
    shown = as_html(blocks)
    assert "<b>" not in shown
    assert "&lt;" in shown
    assert '<p dir="ltr"' in shown
    assert re.search(r"<s [^>]*><bdi>[^<]*old", shown)
    assert re.search(r"<u [^>]*><bdi>[^<]*new", shown)


def test_segments_go_with_their_blocks_and_name_their_style() -> None:
    blocks = diff_versions(_body(LONG, "ب"), _body(LONG.replace("12", "13"), "ج"))
    segments = as_segments(blocks)
    assert len(segments) == len(blocks) == 2
    assert [style for style, _ in segments[0]] == [
        "elided", "equal", "delete", "equal", "insert", "equal", "elided",
    ]  # fmt: skip
    apart = ("equal", " ")  # so that one figure does not run into the other
    assert segments[1] == (("delete", "\u2068ب\u2069"), apart, ("insert", "\u2068ج\u2069"))


@given(st.text(st.characters(exclude_categories=()), max_size=20), st.text(max_size=20))
def test_nothing_of_a_site_can_disturb_the_screen(before: str, after: str) -> None:
    blocks = diff_versions(_body(f"x {before}"), _body(f"x {after}"))
    plain = as_plain(blocks)
    terminal = "".join(text for block in as_segments(blocks) for _, text in block)
    for shown in (plain, terminal):
        shown.encode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", shown)
        assert all(line.count("\u2068") == line.count("\u2069") for line in shown.split("\n"))
    tags = re.findall(r"<[^>]*>", as_html(blocks))
    assert all(re.match("</?(?:p|s|u|bdi|br)\\b", tag) for tag in tags)


def test_real_news_of_one_event_is_compared_without_loss() -> None:
    corpus = SHARED / "data" / "jawhara-news-ar.jsonl.gz"
    if not corpus.exists():
        pytest.skip(f"no {corpus.name} beside the project")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(200), strict=False)]
    pieces = [
        piece(body=tuple(p for one in text.split("\n") if (p := " ".join(one.split()))))
        for text in texts
    ]
    for before, after in pairwise(pieces):
        blocks = [
            one for one in diff_versions(before, after, unchanged=True) if one.field == "body"
        ]
        assert _side(blocks, "delete") == "\n".join(before.body)
        assert _side(blocks, "insert") == "\n".join(after.body)


def test_a_paragraph_that_only_stands_elsewhere_is_shown_as_moved() -> None:
    first, *rest = (f"الفقرة رقم {number} عن أشغال الجسر" for number in range(1, 5))
    blocks = diff_versions(piece(body=(first, *rest)), piece(body=(*rest, first)))
    assert [(block.op, block.moved) for block in blocks] == [("delete", 3), ("insert", 0)]
    assert as_plain(blocks).count("↕") == 2
    assert "[-" not in as_plain(blocks)
    assert "<s " not in as_html(blocks)
