"""docs/configuration.md describes every key and every variable, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from config.load import load_settings, unknown_variables
from config.settings import Settings, SmtpSettings
from config.shipped import shipped_configuration
from config.validation import submodel

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")
#: key, type, default, example, meaning
ROWS = {
    row[0].strip("`"): row
    for line in PAGE.splitlines()
    if len(row := [cell.strip() for cell in line.strip("|").split(" | ")]) == 5
    and row[0].startswith("`")
}


def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every key with its default, groups before what is in them."""
    for name, field in model.model_fields.items():
        inner = submodel(field.annotation)
        many = "tuple" in str(field.annotation)
        if not (inner and not many and prefix):
            yield prefix + name, field.default
        if inner:
            yield from _keys(inner, f"{prefix}{name}{'[]' if many else ''}.")


def test_every_key_is_described_and_every_described_key_exists() -> None:
    assert sorted(ROWS) == sorted(key for key, _ in _keys(Settings))


def test_every_described_key_has_a_type_an_example_and_a_meaning() -> None:
    assert all(all(cells) for cells in ROWS.values())


def test_required_keys_are_described_as_such() -> None:
    required = {key for key, default in _keys(Settings) if default is PydanticUndefined}
    assert {key for key, row in ROWS.items() if row[2] == "*required*"} == required


def test_described_defaults_are_the_real_ones() -> None:
    simple = {key: default for key, default in _keys(Settings) if isinstance(default, str | int)}
    for key, default in simple.items():
        shown = str(default).lower() if isinstance(default, bool) else default
        assert ROWS[key][2] == f"`{shown}`"
    assert simple["smtp.port"] == SmtpSettings(host="h", sender="a@b").port


def test_every_described_variable_is_one_that_sets_something(tmp_path: Path) -> None:
    (tmp_path / "marsad.yaml").write_text(shipped_configuration(), "utf-8")
    settings = load_settings(tmp_path / "marsad.yaml", {})
    described = set(re.findall(r"MARSAD_[A-Z_<>]*[A-Z]\b", PAGE.replace("<NAME>", "HOOK")))
    assert unknown_variables(dict.fromkeys(described, "x"), settings) == ()
    assert {"MARSAD_SMTP_PASSWORD_FILE", "MARSAD_DESTINATIONS_HOOK_SECRET"} <= described
