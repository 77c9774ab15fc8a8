"""A command loads what it needs: what crawls and what computes takes a second to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.builders import SECRET

_CONFIGURATION = f"""
contact: ops@example.org
sources:
  - name: outlet
    home: https://news.example.org/
    sections: [{{name: news, feed: https://news.example.org/feed}}]
destinations:
  - {{name: desk, webhook: https://desk.example.org/, secret: "{SECRET}"}}
"""
_PROGRAM = """
import sys
from marsad.cli import app

for command in (["deliver", "--config", sys.argv[1]], ["--help"]):
    try:
        app(command)
    except SystemExit as end:
        assert not end.code, end.code
    print(command[0], *sorted({"numpy", "scrapy", "trafilatura"} & sys.modules.keys()))
"""


def test_neither_the_help_nor_the_deliverer_loads_what_crawls_or_computes(tmp_path: Path) -> None:
    file = tmp_path / "marsad.yaml"
    file.write_text(_CONFIGURATION, "utf-8")
    command = [sys.executable, "-c", _PROGRAM, str(file)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert {"deliver", "--help"} <= set(shown.splitlines()), shown
