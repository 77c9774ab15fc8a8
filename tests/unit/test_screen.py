"""How foreign texts are shown: every line that they take is isolated, and nothing is lost."""

from __future__ import annotations

from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from marsad.screen import foreign
from pipeline.text import clean

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


def test_a_text_that_is_missing_takes_no_line() -> None:
    assert foreign(None).plain == foreign("").plain == ""
