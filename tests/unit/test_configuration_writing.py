"""Entries come into the configuration where they belong, and every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document import plain, read_document
from config.load import ConfigurationError, load_settings
from config.shipped import shipped_configuration
from config.writing import Entry, Key, block_of, replace_configuration, with_entries

ENTRY: Entry = (
    Key("name", "oasis", "الواحة\nlikely: its domain is .dz"),
    Key("home", "https://oasis.example.org/"),
    Key("sections", ((Key("name", "feed"), Key("feed", "https://oasis.example.org/?a=1&b=2")),)),
)


def added(text: str, *entries: Entry) -> str:
    return with_entries(text, ("sources",), entries or (ENTRY,), "marsad.yaml")


def tree(text: str) -> object:
    return plain(read_document(text.encode(), "marsad.yaml").root)


def test_the_shipped_example_with_a_source_more_passes_and_keeps_every_line(tmp_path: Path) -> None:
    before = shipped_configuration()
    after = added(before)
    assert after.replace("\n" + block_of([ENTRY]), "", 1) == before
    (tmp_path / "marsad.yaml").write_text(after, "utf-8")
    assert [one.name for one in load_settings(tmp_path / "marsad.yaml", {}).sources] == [
        "almithaq",
        "oasis",
    ]


def test_notes_become_comments_above_their_keys() -> None:
    assert added("contact: a@b\nsources:\n  - name: x\n").splitlines()[4:8] == [
        "  # الواحة",
        "  # likely: its domain is .dz",
        "  - name: oasis",
        "    home: https://oasis.example.org/",
    ]


LAYOUTS = {
    "dashes under the key": "sources:\n- name: x\nlog: {level: info}\n",
    "four spaces in": "sources:\n    - name: x\n      home: y\n\n\nlog: {level: info}\n",
    "no line end at the end": "contact: a@b\nsources:\n  - name: x",
    "Windows' line ends": "contact: a@b\r\nsources:\r\n  - name: x # c\r\nlog: {level: info}\r\n",
    "a byte order mark": "\ufeffsources:\n  - name: x\n",
    "a short list": "sources: [{name: x}] # all\nlog: {level: info}\n",
    "a short list with a comma at its end": "sources: [{name: x},]\n",
    "an empty list": "sources: []\nlog: {level: info}\n",
    "nothing after the key": "sources: # none yet\nlog: {level: info}\n",
    "no such key": "contact: a@b\n# end\n",
    "quotes over two lines": "sources:\n  - name: 'x\n      y'\nlog: {level: info}\n",
    "a block of text at the end": (
        "sources:\n  - name: |\n      x\n      y\n\n# k\nlog: {level: info}\n"
    ),
    "comments that belong to the last entry": (
        "sources:\n  - name: x\n    # home comes later\n# the log\nlog: {level: info}\n"
    ),
    "the whole file in braces": "{sources: [{name: x}], log: {level: info}}\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_however_the_list_is_laid_out_all_else_stays(text: str) -> None:
    after = added(text, ENTRY)
    before = tree(text.removeprefix("\ufeff"))
    assert isinstance(before, dict)
    found = tree(after.removeprefix("\ufeff"))
    assert isinstance(found, dict)
    new = {
        "name": "oasis",
        "home": "https://oasis.example.org/",
        "sections": [{"name": "feed", "feed": "https://oasis.example.org/?a=1&b=2"}],
    }
    assert found == before | {"sources": [*(before.get("sources") or []), new]}
    # what was there is there still, in one piece or in two
    same = next((n for n, pair in enumerate(zip(text, after, strict=False)) if len({*pair}) > 1), 0)
    assert after.endswith(text[same or len(text) :])
    if "\r\n" in text:
        assert after.count("\n") == after.count("\r\n")


def test_comments_further_in_stay_with_their_entry() -> None:
    after = added(LAYOUTS["comments that belong to the last entry"])
    assert after.index("# home comes later") < after.index("name: oasis") < after.index("# the log")


def test_sections_come_into_the_source_they_are_for() -> None:
    text = "sources:\n- name: a\n  sections:\n    - name: one\n- name: b\n  sections: []\n"
    for index in (0, 1):
        after = with_entries(text, ("sources", index, "sections"), [(Key("name", "two"),)], "f")
        found = tree(after)
        assert isinstance(found, dict)
        assert found["sources"][index]["sections"][-1] == {"name": "two"}
        assert len(found["sources"][1 - index].get("sections", [])) == 1 - (1 - index)


@pytest.mark.parametrize(
    "text",
    [
        "sources: 1\n",
        "sources: {a: b}\n",
        "sources: &all\n  - name: x\n",
        "a: 1\n---\nb: 2\n",
        ": [",
    ],
)
def test_what_cannot_be_added_to_is_a_mistake_with_its_place(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        added(text)
    assert caught.value.mistakes[0].file == "marsad.yaml"


#: what an address or a name may hold at most: letters, signs and spaces
TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60)


@given(st.text(max_size=60), TEXTS, st.sampled_from(sorted(LAYOUTS)))
def test_whatever_a_site_calls_itself_stays_in_its_comment_and_value(
    note: str, value: str, layout: str
) -> None:
    entry: Entry = (Key("name", "x1", note), Key("home", value))
    after = added(LAYOUTS[layout], entry)
    found = tree(after.removeprefix("\ufeff"))
    assert isinstance(found, dict)
    assert found["sources"][-1] == {"name": "x1", "home": value}


# --- the file ------------------------------------------------------------------------


def write(path: Path, after: str) -> None:
    replace_configuration(path, path.read_bytes(), after.encode(), lambda p: load_settings(p, {}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "marsad.yaml"
    file.write_text(shipped_configuration(), "utf-8")
    file.chmod(0o640)
    return file


def test_the_file_is_replaced_at_once_with_its_permissions(path: Path) -> None:
    link = path.parent / "link.yaml"
    link.symlink_to(path)
    write(link, added(path.read_text("utf-8")))
    assert "oasis" in path.read_text("utf-8")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in path.parent.iterdir()) == ["link.yaml", "marsad.yaml"]


def test_a_text_that_does_not_check_is_not_written_and_told_by_the_file_s_name(path: Path) -> None:
    before = path.read_bytes()
    bad = added(path.read_text("utf-8"), (Key("name", "almithaq"), Key("home", "no address")))
    with pytest.raises(ConfigurationError) as caught:
        write(path, bad)
    assert {one.file for one in caught.value.mistakes} == {str(path)}
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 1


def test_a_file_that_was_changed_meanwhile_is_left_alone(path: Path) -> None:
    with pytest.raises(ConfigurationError, match="meanwhile"):
        replace_configuration(path, b"contact: a@b\n", path.read_bytes(), lambda p: None)
    assert len(list(path.parent.iterdir())) == 1
