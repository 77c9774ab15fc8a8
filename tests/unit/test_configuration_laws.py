"""Laws of reading a configuration: it loads or has clear mistakes, and tells no secret."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.load import ConfigurationError, load_settings
from config.settings import Settings
from config.shipped import PLACEHOLDER_SECRET, shipped_configuration


def _outcome(content: bytes) -> Settings | ConfigurationError:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "marsad.yaml"
        path.write_bytes(content)
        try:
            return load_settings(path, {})
        except ConfigurationError as error:
            return error


def _is_sound(outcome: Settings | ConfigurationError) -> bool:
    if isinstance(outcome, Settings):
        return True
    clear = all(
        str(one).isprintable() and "pydantic" not in str(one) and "Input should" not in str(one)
        for one in outcome.mistakes
    )
    return bool(outcome.mistakes) and clear


@settings(deadline=None, max_examples=200)
@given(st.text())
@example("a: 2026-99-99")
@example("a: !!int foo")
@example("a: " + "9" * 5_000)
@example("%YAML 1.1\n---\non: yes")
@example("<<: 3")
@example("? {a: b}\n: 1")
@example("? *a\n: 1")
@example("%TAG ! x\n---\n!y z")
def test_any_text_loads_or_has_mistakes(text: str) -> None:
    assert _is_sound(_outcome(text.encode("utf-8", "surrogatepass")))


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_load_or_have_mistakes(content: bytes) -> None:
    assert _is_sound(_outcome(content))


_JUNK = st.sampled_from(
    [
        *("", "\t", "\n", " ", "-", ":", ": ", "[", "]", "{", "}", "&a ", "*a", "!", "#", "'", '"'),
        *("|", ">", "\x00", "\ud800", "\u202e", "\\", "%", "@", "`", "?", "? ", "<<: ", "---\n"),
        *("...\n", "~", "null", "9" * 400, "1e999", "0x", "'\\0'", '"\\0"', '"\\ud800"', "[[]]"),
        *("{a: {b: c}}", "- - -", "سلاح"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_good_file_with_junk_in_it_loads_or_has_mistakes(data: st.DataObject) -> None:
    text = shipped_configuration()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(_JUNK) + text[end:]
    assert _is_sound(_outcome(text.encode("utf-8", "surrogatepass")))


SECRETS = [
    "database: postgresql://marsad:{}@h:99999999/d",
    "database: {}",
    "sentry: {{dsn: 'https://{}@h'}}",
    "sentry: {{dsn: {}}}",
    "sentry: {{dsn {}}}",
    "sentry: {}",
    "smtp: {{host: h, sender: bad, username: [], password: {}}}",
    "smtp: {{password: [{}]}}",
    "smtp: {{password {}}}",
    "smtp: {{password: *{}}}",
    "smtp: {{password: !{} x}}",
    "smtp: {{password: &{} x}}",
    "smtp:\n  password {}\n  host: h",
    "smtp:\n  password: '{}\n  host: h",
    "smtp:\n  password: {}: b",
    "destinations: [{{name: h, webhook: 'https://h/', secret: {}}}]",
    "destinations: [{{name: h, webhook: 'https://u:{}@h/'}}]",
]


@pytest.mark.parametrize("template", SECRETS)
def test_no_mistake_tells_a_secret(template: str) -> None:
    outcome = _outcome(template.format("hunter2").encode())
    assert isinstance(outcome, ConfigurationError)
    assert "hunter2" not in str(outcome)


def test_settings_do_not_show_their_secrets() -> None:
    text = shipped_configuration().replace("{dsn: null}", "{dsn: 'https://hunter2@h/1'}")
    text = text.replace("port: 25\n", "username: u\n  password: hunter2\n")
    text = text.replace("sqlite:///data/marsad.db", "postgresql://u:hunter2@h/d")
    assert text.count("hunter2") == 3
    loaded = _outcome(text.encode())
    assert isinstance(loaded, Settings)
    for shown in (repr(loaded), str(loaded), loaded.model_dump_json()):
        assert "hunter2" not in shown
        assert PLACEHOLDER_SECRET not in shown
