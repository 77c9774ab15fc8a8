"""How foreign texts are shown: every line that they take is isolated, and nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from marsad import screen
from marsad.screen import assembled, foreign
from pipeline.diff import diff_versions
from pipeline.records import MatchedTerm
from pipeline.store.queries import ArticleView, DeliveryView, EditView, VersionView
from pipeline.text import clean
from tests.alert_messages import ARABIC_PIECE, ARABIC_REVISED, admitted_edit
from tests.builders import NOW

OPEN, CLOSE = "\u2068", "\u2069"
#: as a headline may mix them
WORDS = st.sampled_from(
    ["البلدية", "تفتح", "COVID-19", "3.5%", "(2026)", "—", "«المكتبة»", "France 24", "x" * 30]
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.integers(24, 90))
def test_each_line_of_a_title_in_a_table_is_isolated(words: list[str], width: int) -> None:
    title = " ".join(words)
    table = Table("id", "title", box=None, pad_edge=False)
    table.columns[1].overflow = "fold"
    table.add_row("1", foreign(title))
    file = StringIO()
    Console(file=file, width=width).print(table)
    lines = file.getvalue().splitlines()[1:]
    shown = []
    for line in lines:
        assert cell_len(line) <= width
        assert (line.count(OPEN), line.count(CLOSE)) == (1, 1)
        start, end = line.index(OPEN), line.index(CLOSE)
        assert start < end
        # the text begins where its column does
        assert cell_len(line[:start]) == 4
        shown.append(line[start + 1 : end])
    assert "".join("".join(shown).split()) == "".join(clean(title).split())


@given(
    st.lists(WORDS, min_size=1, max_size=30),
    st.lists(WORDS, min_size=1, max_size=30),
    st.integers(24, 90),
)
def test_each_line_of_what_stands_between_words_of_ours_is_isolated(
    words: list[str], others: list[str], width: int
) -> None:
    told, other = " ".join(words), " ".join(others)
    line = Text("changed: ", "dim") + foreign(told, "bold") + " → " + foreign(other) + Text(" (2)")
    for shown in (line, assembled("changed: ", foreign(told), " → ", foreign(other), " (2)")):
        lines = _lines(Group(shown), width)
        for one in lines:
            assert cell_len(one) <= width
            # every isolate ends on the line where it begins, and holds nothing of ours
            assert one.count(OPEN) == one.count(CLOSE)
            ours = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", one)
            assert not set(ours) - set("changed: →(2)")
        read = "".join("".join(lines).translate({ord(OPEN): "", ord(CLOSE): ""}).split())
        assert read == "".join(f"changed:{clean(told)}→{clean(other)}(2)".split())


def test_texts_of_an_incident_or_a_difference_are_isolated_on_each_line() -> None:
    text = "تقرأون على موقعنا كل مساء أخبار المدينة والبلدية والمكتبة " * 4
    marks = assembled("\n").join([Text("body came: ") + foreign(text), Text("… and 2 more")])
    before, after = (replace(ARABIC_PIECE, body=(one,)) for one in ("الأول", f"الأول {text}"))
    for shown in (marks, screen.diff_page(diff_versions(before, after))):
        lines = _lines(Group(shown), 40)
        assert sum(OPEN in one for one in lines) > 3
        assert all(one.count(OPEN) == one.count(CLOSE) for one in lines)


def _lines(shown: Group, width: int) -> list[str]:
    file = StringIO()
    Console(file=file, width=width).print(shown)
    return file.getvalue().splitlines()


def test_a_text_that_is_missing_takes_no_line() -> None:
    assert foreign(None).plain == foreign("").plain == ""


def test_deliveries_can_be_read_on_a_terminal_of_80_columns() -> None:
    ids = [f"msg_{n:032x}" for n in range(5)]
    dead = DeliveryView(
        ids[0], 12345, "desk", "dead", 43, NOW, "550 no such mailbox here", NOW, None
    )
    views = [
        dead,
        replace(dead, id=ids[1], state="queued", attempts=2),
        replace(dead, id=ids[2], state="queued", last_error=None, held="quiet"),
        replace(dead, id=ids[3], alert=None, carries=12, state="delivered", last_error=None),
        replace(dead, id=ids[4], state="queued", last_error=None, disabled=True),
    ]
    console = Console(file=(file := StringIO()), width=80)
    console.print(screen.delivery_table(views, "Africa/Algiers"))
    lines = file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert lines[0].split() == ["alert", "destination", "state", "attempts", "delivery"]
    rows = [line.split() for line in lines if "msg_" in line]
    assert [row[-1] for row in rows] == ids
    assert rows[0][:4] == ["12345", "desk", "dead", "43"]
    told = " ".join("".join(lines).replace(OPEN, "").replace(CLOSE, "").split())
    assert told.count("550 no such mailbox here") == 2
    assert told.count("next attempt 2026-03-01") == 2
    assert "held until quiet hours end" in told
    assert "its destination is disabled" in told


def test_a_timeline_breaks_no_day_and_tells_titles_below_where_they_changed() -> None:
    first = VersionView(7, 1, NOW, None, "", ARABIC_PIECE)
    second = replace(first, n=2, last_lacked_at=NOW, data=ARABIC_REVISED)
    third = replace(second, n=3)
    edit = admitted_edit().edit
    assert edit is not None
    named = replace(edit, kinds=("figures", "correction", "attribution"), severity="high")
    edits = [EditView(n, 7, n, n + 1, NOW, named) for n in (1, 2)]
    console = Console(file=(file := StringIO()), width=80)
    console.print(screen.timeline([first, second, third], edits, "Africa/Algiers"))
    told = file.getvalue()
    assert max(map(cell_len, told.splitlines())) <= 80
    assert told.count("2026-03-01") == 5
    assert "correction" in told
    assert re.findall(r"title of version (\d)", told) == ["1", "2"]
    console = Console(file=(file := StringIO()), width=80)
    console.print(screen.timeline([first, replace(first, n=2)], [], "Africa/Algiers"))
    assert "title of" not in file.getvalue()


def test_articles_break_no_day_and_tell_below_the_title_why_one_is_missing() -> None:
    live = ArticleView(
        7, "almithaq", (), "", "", "live", None, None, None, NOW, NOW, 0, False, (), 2, ARABIC_PIECE
    )
    why = "the server answered 410"
    missing = replace(live, id=8, state="suspected", absence="gone", state_reason=why)
    console = Console(file=(file := StringIO()), width=80)
    console.print(screen.article_table([live, missing], "Africa/Algiers"))
    told = file.getvalue()
    assert max(map(cell_len, told.splitlines())) <= 80
    assert len(re.findall(r"2026-03-01 \d\d:\d\d", told)) == 2
    assert told.splitlines()[-1].strip() == f"{OPEN}{why}{CLOSE}"


def test_what_stands_below_a_heading_stays_indented_on_its_second_line() -> None:
    found = MatchedTerm("المكتبة", "المكتبة", "body", "فتحت المكتبة العمومية أبوابها " * 4)
    file = StringIO()
    Console(file=file, width=40).print(screen.reasons([found]))
    lines = file.getvalue().splitlines()
    assert len(lines) > 2
    assert all(line.startswith("  ") and line[2] != " " for line in lines)
