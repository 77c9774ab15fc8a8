"""A query run over a file of texts prints the ids that it holds for, and by which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from marsad.matching import match_manifest

TEXTS = [
    {"id": 1, "title": "زيارة إلى المغرب", "body": "وبالمغرب مناورات"},
    {"id": "two", "title": "صفقة", "body": ["من شركة «البيت سيستيمز»", "في المغربلة"]},
    {"id": "three", "title": None, "body": None},
    {"id": "four"},
]


def manifest(folder: Path, *lines: str) -> Path:
    path = folder / "texts.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_it_prints_one_object_a_text_that_matches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = manifest(tmp_path, *map(json.dumps, TEXTS), "")
    match_manifest('المغرب OR "Elbit Systems"', {}, path, as_json=True)
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in printed] == [1, "two"]
    assert [[(term["found"], term["field"]) for term in one["matched"]] for one in printed] == [
        [("المغرب", "title"), ("وبالمغرب", "body")],
        [("البيت سيستيمز", "body")],
    ]


def test_for_people_it_prints_the_id_and_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = manifest(tmp_path, *map(json.dumps, TEXTS))
    match_manifest("@one", {"one": "مناورة"}, path, as_json=False)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[0] == "1"
    assert "مناورات" in line


def test_a_mark_at_the_start_of_the_file_is_no_part_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match_manifest("المغرب", {}, manifest(tmp_path, "\ufeff" + json.dumps(TEXTS[0])), as_json=True)
    assert json.loads(capsys.readouterr().out)["id"] == 1


@pytest.mark.parametrize("line", ["{", "[1]", '{"title": "المغرب"}', "[" * 100_000])
def test_a_line_that_is_no_text_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = manifest(tmp_path, json.dumps(TEXTS[3]), line)
    with pytest.raises(typer.BadParameter, match=r"texts\.jsonl:2: not a JSON object with an id"):
        match_manifest("المغرب", {}, path, as_json=True)
