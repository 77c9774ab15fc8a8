"""Laws of edits, on generated articles: the diff, tashkeel, figures that are added."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.edits import labelled_pairs
from pipeline.diff import diff_versions
from pipeline.edits import compare
from pipeline.edits.severity import SEVERITIES
from pipeline.records import ArticleData
from tests.article_data import piece

PAIRS = [pair for half in ("aside", "open") for pair in labelled_pairs(half)]
ARABIC = [pair for pair in PAIRS if "_ar" in pair.id]
_MARKS = "ًٌٍَُِّْـ"

_TEXT = """
    الوزير قال إن لم المشروع 12 ثلاثة أيام في مدينة صفاقس «نعم لن نقبل» و الجسر ، . : وفق مصدر
"""
_WORDS = st.sampled_from(_TEXT.split())
_PARAGRAPHS = st.lists(_WORDS, min_size=1, max_size=14).map(" ".join)
_BODIES = st.lists(_PARAGRAPHS, max_size=5).map(tuple)
_VERSIONS = st.builds(
    lambda title, body, byline: piece(title=title, body=body, byline=byline, modified=None),
    _PARAGRAPHS,
    _BODIES,
    st.none() | _PARAGRAPHS,
)


@given(_VERSIONS, _VERSIONS)
def test_a_diff_applied_to_before_gives_after(before: ArticleData, after: ArticleData) -> None:
    blocks = diff_versions(before, after, unchanged=True)
    for name, old, new in (
        ("title", before.title, after.title),
        ("body", "\n".join(before.body), "\n".join(after.body)),
        ("byline", before.byline or "", after.byline or ""),
    ):
        own = [block for block in blocks if block.field == name]
        for op, text in (("delete", old), ("insert", new)):
            sides = (
                "".join(span.text for span in block.spans if span.op in ("equal", op))
                for block in own
                if any(span.op in ("equal", op) for span in block.spans)
            )
            assert "\n".join(sides) == text


@given(_VERSIONS)
def test_equal_texts_are_no_edit(version: ArticleData) -> None:
    assert compare(version, version) is None


@given(_VERSIONS, _VERSIONS)
def test_an_edit_has_kinds_with_evidence_and_a_severity(
    before: ArticleData, after: ArticleData
) -> None:
    edit = compare(before, after)
    if edit is not None:
        assert edit.kinds
        assert tuple(dict.fromkeys(one.kind for one in edit.evidence)) == edit.kinds
        assert edit.severity in SEVERITIES
        assert edit.substantive == bool(set(edit.kinds) - {"formatting", "touched"})


@st.composite
def _vocalised(draw: st.DrawFn, text: str) -> str:
    """The text with vowel marks and tatweel after some of its Arabic letters."""
    places = [at for at, letter in enumerate(text, 1) if "ء" <= letter <= "ي"]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=12)) if places else []
    for at in sorted(chosen, reverse=True):
        text = text[:at] + draw(st.sampled_from(_MARKS)) + text[at:]
    return text


@settings(deadline=None)
@given(st.sampled_from(ARABIC), st.data())
def test_kinds_but_formatting_are_blind_to_tashkeel_and_tatweel(pair: Any, data: Any) -> None:
    def marked(version: ArticleData) -> ArticleData:
        return piece(
            title=data.draw(_vocalised(version.title)),
            body=tuple(data.draw(_vocalised(text)) for text in version.body),
            byline=version.byline,
        )

    plain = compare(pair.before, pair.after)
    vocalised = compare(marked(pair.before), marked(pair.after))
    assert plain is not None
    assert vocalised is not None
    assert set(plain.kinds) - {"formatting"} == set(vocalised.kinds) - {"formatting"}


@settings(deadline=None)
@given(st.sampled_from(PAIRS), st.data())
def test_severity_never_falls_when_an_edit_grows_by_a_figure(pair: Any, data: Any) -> None:
    """A number put into the newer version, anywhere between two words of its title or body."""
    edit = compare(pair.before, pair.after)
    texts = [pair.after.title, *pair.after.body]
    at = data.draw(st.integers(0, len(texts) - 1))
    words = texts[at].split(" ")
    words.insert(data.draw(st.integers(0, len(words))), str(data.draw(st.integers(2, 9999))))
    texts[at] = " ".join(words)
    title, *body = texts
    grown = compare(pair.before, piece(title=title, byline=pair.after.byline, body=tuple(body)))
    assert edit is not None
    assert grown is not None
    assert edit.severity is not None
    assert grown.severity is not None
    assert SEVERITIES.index(grown.severity) >= SEVERITIES.index(edit.severity)


_SIGNS = st.text(st.sampled_from("0123456789٣۴²①➀½⁄Ⅳ৪㍘.,٫٬:/-–—−% ()«»أوساعة"), max_size=24)


@given(_SIGNS, _SIGNS)
@example("27500 – 3/4 – أفقي", "27600 – 3/4 – أفقي")
@example("½", "➀")
def test_whatever_digits_are_printed_a_verdict_is_reached(before: str, after: str) -> None:
    edit = compare(piece(title="", body=(before,)), piece(title="", body=(after,)))
    assert (edit is None) == (before == after)


def test_a_fraction_in_one_sign_is_worth_what_it_says() -> None:
    kinds = [
        compare(piece(body=(f"تملأ القارورة إلى {one} منها.",)), piece(body=(after,)))
        for one, after in (
            ("½", "تملأ القارورة إلى 0.5 منها."),
            ("½", "تملأ القارورة إلى ¾ منها."),
        )
    ]
    assert ["figures" in edit.kinds for edit in kinds if edit] == [False, True]
