"""What the configuration file may hold, and what people are told when it holds something else."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from config.load import ConfigurationError, Mistake, load_settings
from config.settings import Settings
from config.shipped import PLACEHOLDER_SECRET
from pipeline.topics import checks

GOOD = f"""\
contact: ops@example.org
smtp: {{host: mail.example.org, sender: marsad@example.org}}
sources:
  - name: almithaq
    home: https://www.news.example.org/
    sections:
      - {{name: maghreb, page: "https://news.example.org/maghreb"}}
watchlists:
  - name: security
    destinations: [desk]
    topics:
      - {{name: arms, query: سلاح}}
destinations:
  - {{name: desk, email: desk@example.org}}
  - {{name: hook, webhook: "https://hooks.example.org/", secret: {PLACEHOLDER_SECRET}}}
"""


def load(folder: Path, content: str | bytes, **more: object) -> Settings:
    path = folder / "marsad.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_settings(path, {}, **more)  # type: ignore[arg-type]


def mistakes(folder: Path, content: str | bytes, **more: object) -> list[str]:
    """What is wrong, each without the file's name."""
    with pytest.raises(ConfigurationError) as caught:
        load(folder, content, **more)
    return [str(one).removeprefix(f"{folder / 'marsad.yaml'}:") for one in caught.value.mistakes]


def edited(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


# ------------------------------------------------------------------ what is read


def test_a_short_file_is_enough_and_the_rest_has_defaults(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert loaded.timezone == "UTC"
    assert loaded.sources[0].delay == timedelta(seconds=2)
    assert loaded.sources[0].sections[0].every == timedelta(minutes=10)
    assert loaded.data == tmp_path / "data"
    assert loaded.database.get_secret_value() == f"sqlite:///{tmp_path}/data/marsad.db"


def test_plain_values_stay_the_text_that_was_typed(tmp_path: Path) -> None:
    text = edited("sender: marsad@example.org", "sender: a@b, username: 12:30, password: 007")
    loaded = load(tmp_path, text.replace("home:", "language: no\n    home:"))
    assert loaded.sources[0].language == "no"
    assert loaded.smtp is not None
    assert loaded.smtp.username == "12:30"
    assert loaded.smtp.password is not None
    assert loaded.smtp.password.get_secret_value() == "007"


def test_keys_without_a_value_are_as_if_not_written(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD + "log:\nnetwork: ~\nsentry: {dsn: null}\ntimezone:\n")
    assert loaded == load(tmp_path, GOOD)


def test_no_delay_may_be_written_as_a_bare_zero(tmp_path: Path) -> None:
    assert load(tmp_path, edited("home:", "delay: 0\n    home:")).sources[0].delay == timedelta(0)


def test_a_mark_that_windows_editors_put_first_is_ignored(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("health", "address"),
    [
        ("", ("127.0.0.1", 9464)),
        ("health: {listen: off}", None),
        ("health: {listen: '[::1]:9500'}", ("::1", 9500)),
        ("health: {listen: '127.0.0.2:80', hosts: [marsad]}", ("127.0.0.2", 80)),
        ("health: {listen: '0.0.0.0:9464', exposed: yes}", ("0.0.0.0", 9464)),
    ],
)
def test_health_is_told_on_this_machine_unless_it_is_exposed_by_name(
    tmp_path: Path, health: str, address: tuple[str, int] | None
) -> None:
    assert load(tmp_path, f"{GOOD}{health}\n").health.address == address


def test_topics_may_name_sections_of_any_source(tmp_path: Path) -> None:
    loaded = load(tmp_path, edited("query: سلاح", "query: سلاح, sections: [maghreb]"))
    assert loaded.watchlists[0].topics[0].sections == ("maghreb",)


@pytest.mark.parametrize(
    "page",
    [
        "https://m.news.example.org/maghreb",
        "https://example.org/maghreb",
        "http://sport.example.org:8080/maghreb",
        "https://NEWS.example.org./maghreb",
    ],
)
def test_a_section_may_lie_on_a_sister_host(tmp_path: Path, page: str) -> None:
    assert load(tmp_path, edited("https://news.example.org/maghreb", page))


@pytest.mark.parametrize(
    ("home", "page"),
    [
        ("https://sahafa.com.dz/", "https://jarida.com.dz/"),
        ("http://127.0.0.1:8001/", "http://10.9.0.1:8001/"),
        ("http://[::1]:8001/", "http://[::2]:8001/"),
        ("https://sahafa.example/", "https://xn--ogbhx3c3b.example/"),
    ],
)
def test_a_section_on_somebody_elses_site_is_a_mistake(
    tmp_path: Path, home: str, page: str
) -> None:
    text = edited("https://www.news.example.org/", home)
    (found,) = mistakes(tmp_path, text.replace("https://news.example.org/maghreb", page))
    assert found.startswith("7:31: sources[0].sections[0].page: this address is not on")


# ---------------------------------------------------------------- databases and folders


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("sqlite:///data/x.db", "sqlite:///{folder}/data/x.db"),
        ("sqlite:////var/x.db", "sqlite:////var/x.db"),
        ("sqlite+pysqlite:///x.db", "sqlite:///{folder}/x.db"),
        ("postgres://u:p%40@h/d", "postgresql+psycopg://u:p%40@h/d"),
        ("postgresql://h:5433/d?sslmode=require", "postgresql+psycopg://h:5433/d?sslmode=require"),
        ("postgresql+psycopg:///d", "postgresql+psycopg:///d"),
    ],
)
def test_database_addresses_become_what_sqlalchemy_opens(
    tmp_path: Path, written: str, opened: str
) -> None:
    loaded = load(tmp_path, GOOD + f"database: {written}\n")
    assert loaded.database.get_secret_value() == opened.format(folder=tmp_path)


def test_a_folder_with_odd_letters_keeps_its_database(tmp_path: Path) -> None:
    from sqlalchemy import make_url

    folder = tmp_path / "مرصد 100% #1?"
    folder.mkdir()
    loaded = load(folder, GOOD)
    assert make_url(loaded.database.get_secret_value()).database == str(folder / "data/marsad.db")


def test_a_relative_name_of_the_file_still_gives_absolute_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "marsad.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path("marsad.yaml"), {}).data == tmp_path / "data"


# --------------------------------------------------------------------- mistakes, one by one


def _table() -> list[tuple[str, str, list[str]]]:
    """What is replaced, by what, and all that is said of it."""
    blocks = (Path(__file__).parent / "configuration_mistakes.txt").read_text("utf-8").split("\n\n")
    return [_row(*block.splitlines()) for block in blocks if not block.startswith("#")]


def _row(replacement: str, *said: str) -> tuple[str, str, list[str]]:
    old, new = (part.replace("⏎", "\n").replace("○", "") for part in replacement.split(" ⇒ "))
    return old, new, [line.strip() for line in said]


@pytest.mark.parametrize(("old", "new", "said"), _table())
def test_a_mistake_says_where_it_is_and_what_to_write(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    assert mistakes(tmp_path, edited(old, new)) == said


NO_SPAN = 'write when quiet begins and ends, such as "22:00-07:00"'


@pytest.mark.parametrize(
    ("key", "value", "under", "message"),
    [
        ("at", '"7.30"', "7.30", 'write a time of day, such as "07:30"'),
        ("at", "'07:61'", "61", "an hour's minutes go from 00 to 59"),
        ("at", "['07:30', '24:00']", "24", "a day's hours go from 00 to 23"),
        ("quiet", '"22:00 7:00"', " 7", NO_SPAN),
        ("quiet", '"22:00-22:00"', '22:00"', "quiet that never ends would keep every alert"),
        ("quiet", '"22:00-07:00 x"', " x", NO_SPAN),
        ("at_most", "20/m", "/m", "write how many messages an hour, such as 20/h"),
        ("at_most", "0/h", "0", "must be between 1/h and 1000/h"),
    ],
)  # fmt: skip
def test_what_is_misread_of_calm_is_shown_with_a_caret_under_it(
    tmp_path: Path, key: str, value: str, under: str, message: str
) -> None:
    line = f"  - {{name: desk, email: a@b, deliver: daily, {key}: {value}}}"
    written = edited("  - {name: desk, email: desk@example.org}", line)
    (said,) = mistakes(tmp_path, written)
    place, shown, caret = said.splitlines()
    assert place.endswith(f": {message}")
    column = int(place.split(":")[1]) - 1
    assert shown[caret.index("^") :].startswith(under)
    assert line[column:].startswith(under)


@pytest.mark.parametrize(
    ("written", "key", "read"),
    [
        ("deliver: daily, at: 07:30", "at", (time(7, 30),)),
        ('deliver: daily, at: ["7:30", 19:00]', "at", (time(7, 30), time(19))),
        ("quiet: 22:00-07:00", "quiet", (time(22), time(7))),
        ("quiet: '22:00 – 07:00'", "quiet", (time(22), time(7))),
        ("at_most: 20/h", "at_most", 20),
        ("group: 10m", "group", timedelta(minutes=10)),
        ("high_passes: []", "high_passes", ()),
        ("name: desk", "deliver", "immediately"),
    ],
)
def test_what_is_asked_of_calm_is_read_with_quotes_and_without(
    tmp_path: Path, written: str, key: str, read: object
) -> None:
    written = written if written.startswith("name") else f"name: desk, {written}"
    line = f"  - {{{written}, email: a@b}}"
    loaded = load(tmp_path, edited("  - {name: desk, email: desk@example.org}", line))
    assert getattr(loaded.destinations[0], key) == read


EMPTY = 'is empty: write your settings here, or run "marsad init" for an example'
CONTROL = "a control character stands here: this is no text file, or needs retyping"
COLON = (
    "a colon is out of place: check the indentation, "
    "and put quotes around a text that contains a colon and a space"
)
OTHER = "this is not YAML: check the indentation, the colons and the quotes around here"
NO_UTF8 = "is no text in UTF-8 from here on: save it as UTF-8"
KEYLESS = "must begin with keys, such as contact: ops@example.org"

#: files that cannot be read at all, and the one thing said of each
UNREADABLE = [
    (b"", "1:1", EMPTY),
    (b"# all\n# notes\n", "1:1", EMPTY),
    (b"- a\n- b\n", "1:1", KEYLESS),
    (b"\nhello\n", "2:1", KEYLESS),
    (b"a: b\nc: \x00\n", "2:4", CONTROL),
    (b"\x7fELF\x02\x01", "1:1", CONTROL),
    ("a: b\nc: «é".encode("cp1252"), "2:4", NO_UTF8),
    ("a: سلا".encode() + b"\xff", "1:7", NO_UTF8),
    (GOOD.encode("utf-16"), "1:1", "is saved as UTF-16: save it as UTF-8"),
    (b"a:\n\tb: c\n", "2:1", "a tab stands here: indent and separate with spaces"),
    (b"a: [b: {" * 5_000, "1:53", "is nested too deeply"),
    (b"x" * 10_000_000, "1:1", "is larger than 1000000 bytes: is this the right file?"),
    (b"a: b\n---\nc: d\n", "3:1", "a second document begins here: keep one, without --- lines"),
    (b"a: b: c\n", "1:5", COLON),
    (b"a: 'b\nc: d\n", "1:4", "the quotes opened here are never closed"),
    (b"a: [b\n", "1:4", "a bracket or quote is opened here and never closed"),
    (b"a: [b, c\nd: e\n", "2:2", "a comma or a closing bracket is missing"),
    (b"a:\n  b: c\n d: e\n", "3:2", "the indentation does not fit the lines above"),
    (b"a: b\nc\nd: e\n", "2:1", "a key lacks its colon: write key: value"),
    (b"a: @b\n", "1:4", "a text that begins with this character needs quotes around it"),
    (b'a: "\\q"\n', "1:6", "a backslash inside double quotes: use single quotes instead"),
    (b"a: - b\n", "1:4", "a list's dash is out of place: put each dash on its own line"),
    (b"%YAML 9.9\n---\na: b\n", "1:1", OTHER),
]


@pytest.mark.parametrize(("content", "place", "said"), UNREADABLE)
def test_a_file_that_cannot_be_read_has_one_mistake(
    tmp_path: Path, content: bytes, place: str, said: str
) -> None:
    assert mistakes(tmp_path, content) == [f"{place}: (file): {said}"]


def test_a_query_may_be_long_but_not_endless(tmp_path: Path) -> None:
    assert load(tmp_path, edited("query: سلاح", "query: " + "x" * 10_000))
    assert mistakes(tmp_path, edited("query: سلاح", "query: " + "x" * 10_001)) == [
        "12:29: watchlists[0].topics[0].query: must be at most 10000 characters long"
    ]


def test_a_bomb_of_references_is_never_unfolded(tmp_path: Path) -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    found = mistakes(tmp_path, "\n".join(["l0: &l0 [lol]", *levels]))
    assert sum("references are not read" in one for one in found) == 12 + 11 * 9


def test_mistakes_hide_neither_each_other_nor_those_between_keys(tmp_path: Path) -> None:
    text = edited("contact: ops@example.org", "contact: x x\nsnmp: x")
    text = text.replace("- {name: maghreb,", "- {nme: x, feed: nowhere,").replace("[desk]", "[dsk]")
    found = mistakes(tmp_path, text)
    assert [one.split(": ")[1] for one in found] == [
        "contact",
        "snmp",
        "sources[0].sections[0]",
        "sources[0].sections[0].name",
        "sources[0].sections[0].nme",
        "sources[0].sections[0].feed",
        "watchlists[0].destinations[0]",
    ]


def test_mistakes_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = edited("contact:", "zz: 1\naa: 2\ntimezone: x\ncontact:") + "mm: 3\n"
    lines = [int(one.split(":")[0]) for one in mistakes(tmp_path, text)]
    assert lines == sorted(lines)
    assert len(lines) == 4


def with_topic(*lines: str) -> str:
    """The good file with its topic written out, a key a line; the query is line 13."""
    written = "\n        ".join(("- name: arms", *lines)).replace("        - ", "      - ")
    return edited("- {name: arms, query: سلاح}", written)


@pytest.mark.parametrize(
    ("query", "place", "excerpt"),
    [
        (["query: 'سلاح AND'"], "13:22", ["'سلاح AND'", "      ^"]),
        (["query: سلاح AND"], "13:21", ["سلاح AND", "     ^"]),
        (['query: "سلاح\\u0020AND"'], "13:27", ['"سلاح\\u0020AND"', "           ^"]),
        (["query: '\"l''eau\" AND'"], "13:26", ["'\"l''eau\" AND'", "          ^"]),
        (["query: |", "  سلاح", "  AND"], "15:11", ["          AND", "          ^"]),
        (["query: >", "  سلاح", "  AND"], "15:11", ["          AND", "          ^"]),
        # what is invisible is written out, and the caret moves along
        (["query: '\u200fسلاح AND'"], "13:23", ["'\\u200fسلاح AND'", "            ^"]),
        (["query: 'سلاح\tAND'"], "13:22", ["'سلاح\\tAND'", "       ^"]),
        # a line folded by force
        (['query: "سلاح \\', '  AND"'], "14:11", ['          AND"', "          ^"]),
    ],
)
def test_a_querys_mistake_is_shown_where_it_was_written(
    tmp_path: Path, query: list[str], place: str, excerpt: list[str]
) -> None:
    [said] = mistakes(tmp_path, with_topic(*query), checks=checks)
    told, *shown = said.split("\n")
    assert told.startswith(f"{place}: watchlists[0].topics[0].query: AND needs a word")
    assert [line.removeprefix("    ") for line in shown] == excerpt


def test_a_query_from_the_command_line_is_told_by_its_own_places(tmp_path: Path) -> None:
    topics = "[{name: t, query: 'a AND'}]"
    lists = f"watchlists=[{{name: w, destinations: [desk], topics: {topics}}}]"
    [said] = mistakes(tmp_path, GOOD, overrides=[lists], checks=checks)
    assert "AND needs a word" in said


def test_topics_share_named_queries(tmp_path: Path) -> None:
    shared = "queries:\n  sahel: 'النيجر OR تشاد'\nwatchlists:"
    text = with_topic("query: '@sahel AND سلاح'").replace("watchlists:", shared)
    assert load(tmp_path, text, checks=checks).queries == {"sahel": "النيجر OR تشاد"}
    [said] = mistakes(tmp_path, text.replace("@sahel", "@sahil"), checks=checks)
    assert "there is no query named sahil" in said
    broken = mistakes(tmp_path, text.replace("OR تشاد", "OR"), checks=checks)
    assert [one.split(": ")[1] for one in broken] == [
        "queries.sahel",
        "watchlists[0].topics[0].query",
    ]


def test_a_topic_is_tried_on_its_own_sentences(tmp_path: Path) -> None:
    text = with_topic(
        "query: 'سلاح AND (صفقة OR عقد)'",
        "must_match: [صفقة سلاح جديدة, سلاح فقط]",
        "must_not_match: [وقع عقدا لشراء السلاح, عقد]",
    )
    said = mistakes(tmp_path, text, checks=checks)
    assert [one.partition(": ")[2] for one in said] == [
        "watchlists[0].topics[0].must_match[1]: the query does not hold for this sentence: "
        "none of صفقة, عقد is found",
        "watchlists[0].topics[0].must_not_match[0]: the query holds for this sentence, by "
        "سلاح (found: السلاح), عقد (found: عقدا)",
    ]


def test_a_mistake_reads_as_one_line() -> None:
    mistake = Mistake("marsad.yaml", 3, 7, "sources[0].home", "no")
    assert str(mistake) == "marsad.yaml:3:7: sources[0].home: no"
    assert str(ConfigurationError([mistake, mistake])) == str(mistake)
