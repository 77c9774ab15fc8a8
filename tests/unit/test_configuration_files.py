"""Which configuration is used, and the example that is shipped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.load import ConfigurationError, find_configuration, load_settings
from config.shipped import PLACEHOLDER_SECRET, new_configuration, shipped_configuration


def _written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(shipped_configuration(), "utf-8")
    return path


def test_the_file_is_looked_for_in_order(tmp_path: Path) -> None:
    given_one, named = _written(tmp_path / "given.yaml"), _written(tmp_path / "named.yaml")
    environ = {"MARSAD_CONFIG": "named.yaml"}
    in_folder = _written(tmp_path / "config" / "marsad.yaml")
    assert find_configuration(None, {}, tmp_path) == in_folder
    here = _written(tmp_path / "marsad.yaml")
    assert find_configuration(None, {}, tmp_path) == here
    assert find_configuration(None, {"MARSAD_CONFIG": ""}, tmp_path) == here
    assert find_configuration(None, environ, tmp_path) == named
    assert find_configuration(Path("given.yaml"), environ, tmp_path) == given_one


def test_without_any_file_people_learn_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="marsad init"):
        find_configuration(None, {}, tmp_path)


@pytest.mark.parametrize("name", ["gone.yaml", "a\0b", "x" * 5_000, "gone/marsad.yaml"])
def test_a_file_that_was_asked_for_and_is_not_there_is_not_replaced(
    tmp_path: Path, name: str
) -> None:
    _written(tmp_path / "marsad.yaml")
    with pytest.raises(ConfigurationError, match="there is no file"):
        find_configuration(Path(name), {}, tmp_path)
    with pytest.raises(ConfigurationError, match="environment:1:1: MARSAD_CONFIG: there is no"):
        find_configuration(None, {"MARSAD_CONFIG": name}, tmp_path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path / name, {})


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"is a folder: name the file in it"):
        find_configuration(tmp_path, {}, tmp_path)
    with pytest.raises(ConfigurationError, match=r"cannot be read"):
        load_settings(tmp_path, {})


def test_the_shipped_example_has_no_mistake(tmp_path: Path) -> None:
    loaded = load_settings(_written(tmp_path / "marsad.yaml"), {})
    assert loaded.sources[0].preset == "joomla-k2"
    assert {section.kind for section in loaded.sources[0].sections} == {"page", "feed"}
    assert {one.channel for one in loaded.destinations} == {"email", "webhook"}
    assert any(re.search(r"[\u0621-\u064a]", t.query) for t in loaded.watchlists[0].topics)


def test_a_new_configuration_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = set()
    for name in ("one.yaml", "other.yaml"):
        (tmp_path / name).write_text(new_configuration(), "utf-8")
        hook = load_settings(tmp_path / name, {}).destination("hook")
        assert hook is not None
        secrets.add(hook.secret)
    assert len(secrets) == 2
    assert shipped_configuration().count(PLACEHOLDER_SECRET) == 1
    assert PLACEHOLDER_SECRET not in new_configuration()


def test_every_explanation_in_the_example_survives_in_a_new_one() -> None:
    notes = [line for line in shipped_configuration().splitlines() if "#" in line]
    assert [line for line in new_configuration().splitlines() if "#" in line] == notes
