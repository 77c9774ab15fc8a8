"""Every command that connects proves its gate before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad.cli import app
from pipeline.egress.gate import Gate
from tests.builders import SECRET

CONFIGURATION = """
contact: tests@example.org
sources:
  - name: outlet
    home: https://news.example.org/
    sections: [{name: news, page: https://news.example.org/news}]
destinations:
  - {name: desk, webhook: https://desk.example.org/, secret: "SECRET"}
""".replace("SECRET", SECRET)

_LOGS_OF_ANSWERS = "looping.start_logs_of_answer"
COMMANDS = [
    ["run"],
    ["crawl"],
    ["deliver"],
    ["alerts", "test", "desk"],
    ["read", "https://news.example.org/story"],
    ["add", "https://other.example.org/"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_does_not_begin_where_its_gate_does_not_hold(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("running.start_telemetry", "delivering.start_telemetry", _LOGS_OF_ANSWERS):
        monkeypatch.setattr(f"marsad.{place}", lambda *_, **__: None)
    monkeypatch.setattr(Gate, "judge", lambda self, address: None)
    file = tmp_path / "marsad.yaml"
    file.write_text(CONFIGURATION, "utf-8")
    ended = CliRunner().invoke(app, [*command, "--config", str(file)])
    assert isinstance(ended.exception, RuntimeError), ended.output
    assert "the egress gate does not hold" in str(ended.exception)
