"""What the environment and the command line give, and how it ranks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import AnyUrl

from config.environment import MAX_SECRET
from config.load import ConfigurationError, load_settings, unknown_variables
from config.settings import Settings
from config.shipped import PLACEHOLDER_SECRET

GOOD = f"""\
contact: file@example.org
smtp: {{host: file.example.org, port: 1, sender: marsad@example.org}}
sources:
  - name: almithaq
    home: https://news.example.org/
    sections: [{{name: maghreb, page: "https://news.example.org/maghreb"}}]
destinations:
  - {{name: desk, email: desk@example.org}}
  - {{name: hook-1, webhook: "https://hooks.example.org/", secret: {PLACEHOLDER_SECRET}}}
  - {{name: chat, apprise: "json://file.example.org/"}}
"""
SECRET = "whsec_" + "A" * 40


def load(folder: Path, environ: dict[str, str], *overrides: str, text: str = GOOD) -> Settings:
    path = folder / "marsad.yaml"
    path.write_text(text, "utf-8")
    return load_settings(path, environ, overrides)


def mistakes(folder: Path, environ: dict[str, str], *overrides: str, text: str = GOOD) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(folder, environ, *overrides, text=text)
    return [str(one) for one in caught.value.mistakes]


def found(settings: Settings, path: str) -> Any:
    value: Any = settings
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path,
) -> None:
    environ = {"MARSAD_SMTP_HOST": "env.example.org", "MARSAD_SMTP_PORT": "2"}
    smtp = load(tmp_path, environ, "smtp.port=3").smtp
    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.sender) == ("env.example.org", 3, "marsad@example.org")


@pytest.mark.parametrize(
    ("variable", "text", "path", "value"),
    [
        ("MARSAD_CONTACT", "env@example.org", "contact", "env@example.org"),
        ("MARSAD_DATABASE", "postgres://u:p@h/d", "database", "postgresql+psycopg://u:p@h/d"),
        ("MARSAD_DATA", "/var/lib/marsad", "data", Path("/var/lib/marsad")),
        ("MARSAD_TIMEZONE", "Africa/Tunis", "timezone", "Africa/Tunis"),
        ("MARSAD_DASHBOARD_URL", "https://m.org/", "dashboard_url", AnyUrl("https://m.org/")),
        ("MARSAD_SMTP_HOST", "env.example.org", "smtp.host", "env.example.org"),
        ("MARSAD_SMTP_PORT", "587", "smtp.port", 587),
        ("MARSAD_SMTP_SENDER", "env@example.org", "smtp.sender", "env@example.org"),
        ("MARSAD_SMTP_TLS", "implicit", "smtp.tls", "implicit"),
        ("MARSAD_SENTRY_DSN", "https://key@h/1", "sentry.dsn", "https://key@h/1"),
        ("MARSAD_NETWORK_ALLOW", "a:1, [::1]:2,", "network.allow", ("a:1", "[::1]:2")),
        ("MARSAD_LOG_FORMAT", "json", "log.format", "json"),
        ("MARSAD_LOG_LEVEL", "debug", "log.level", "debug"),
        ("MARSAD_DESTINATIONS_HOOK_1_SECRET", SECRET, "destinations.1.secret", SECRET),
        ("MARSAD_DESTINATIONS_CHAT_APPRISE", "ntfy://h/t", "destinations.2.apprise", "ntfy://h/t"),
    ],
)
def test_every_variable_sets_its_key(
    tmp_path: Path, variable: str, text: str, path: str, value: object
) -> None:
    loaded = load(tmp_path, {variable: text})
    assert found(loaded, path) == value
    assert unknown_variables({variable: text}, loaded) == ()


def test_a_login_may_come_from_the_environment_alone(tmp_path: Path) -> None:
    smtp = load(tmp_path, {"MARSAD_SMTP_USERNAME": "u", "MARSAD_SMTP_PASSWORD": "  0: #x"}).smtp
    assert smtp is not None
    assert smtp.username == "u"
    assert smtp.password is not None
    assert smtp.password.get_secret_value() == "  0: #x"


def test_the_mail_server_may_come_from_the_environment_alone(tmp_path: Path) -> None:
    text = GOOD.replace("smtp:", "#")
    environ = {"MARSAD_SMTP_HOST": "h", "MARSAD_SMTP_SENDER": "a@b"}
    assert load(tmp_path, environ, text=text).smtp is not None
    assert mistakes(tmp_path, {"MARSAD_SMTP_HOST": "h"}, text=text) == [
        "environment:1:1: MARSAD_SMTP_HOST: sender is missing; write sender: marsad@example.org"
    ]


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    environ = {"MARSAD_CONTACT": "", "MARSAD_SENTRY_DSN": "", "MARSAD_SENTRY_DSN_FILE": ""}
    assert load(tmp_path, environ) == load(tmp_path, {})


# ------------------------------------------------------------------------ secrets' files


@pytest.mark.parametrize(
    ("variable", "content", "path", "value"),
    [
        ("MARSAD_SMTP_PASSWORD_FILE", b" s p \n", "smtp.password", " s p "),
        ("MARSAD_SMTP_PASSWORD_FILE", b"s\r\n", "smtp.password", "s"),
        ("MARSAD_SMTP_PASSWORD_FILE", "كلمة".encode(), "smtp.password", "كلمة"),
        ("MARSAD_SENTRY_DSN_FILE", b"https://key@h/1\n", "sentry.dsn", "https://key@h/1"),
        ("MARSAD_DATABASE_FILE", b"postgresql://h/d", "database", "postgresql+psycopg://h/d"),
        (
            "MARSAD_DESTINATIONS_HOOK_1_SECRET_FILE",
            SECRET.encode(),
            "destinations.1.secret",
            SECRET,
        ),
    ],
)
def test_a_secret_may_come_from_a_file(
    tmp_path: Path, variable: str, content: bytes, path: str, value: str
) -> None:
    (tmp_path / "secret").write_bytes(content)
    environ = {"MARSAD_SMTP_USERNAME": "u", "MARSAD_SMTP_PASSWORD": "p", variable: "secret"}
    environ.pop(variable.removesuffix("_FILE"), None)
    loaded = load(tmp_path, environ)
    assert found(loaded, path) == value
    assert unknown_variables(environ, loaded) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "is no text in UTF-8"),
        (b"x" * (MAX_SECRET + 1), "is too large for a secret"),
    ],
)
def test_a_secrets_file_that_is_no_good_is_a_mistake(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    assert mistakes(tmp_path, {"MARSAD_DATABASE_FILE": "secret"}) == [
        f"environment:1:1: MARSAD_DATABASE: the file that MARSAD_DATABASE_FILE names {said}"
    ]


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    environ = {"MARSAD_DATABASE": "sqlite:///hunter2", "MARSAD_DATABASE_FILE": "hunter2"}
    assert mistakes(tmp_path, environ) == [
        "environment:1:1: MARSAD_DATABASE: "
        "MARSAD_DATABASE and MARSAD_DATABASE_FILE are both set: keep one"
    ]


def test_only_secrets_come_from_files(tmp_path: Path) -> None:
    environ = {"MARSAD_CONTACT_FILE": "x"}
    assert unknown_variables(environ, load(tmp_path, environ)) == ("MARSAD_CONTACT_FILE",)


def test_variables_that_set_nothing_are_told(tmp_path: Path) -> None:
    environ = {
        "HOME": "/",
        "MARSAD_CONFIG": "x",
        "MARSAD_TEST_PG_URL": "x",
        "MARSAD_SMTP_HOSTS": "x",
        "MARSAD_DESTINATIONS_HOOK_SECRET": "x",
    }
    assert unknown_variables(environ, load(tmp_path, environ)) == (
        "MARSAD_DESTINATIONS_HOOK_SECRET",
        "MARSAD_SMTP_HOSTS",
    )


# ----------------------------------------------------------------------- the command line


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("contact=set@example.org", "contact", "set@example.org"),
        ("sources[0].sections[0].pages=3", "sources.0.sections.0.pages", 3),
        ('network.allow=["127.0.0.1:8080", "h:1"]', "network.allow", ("127.0.0.1:8080", "h:1")),
        ("log={level: error}", "log.level", "error"),
        ("smtp.host='mail.example.org'", "smtp.host", "mail.example.org"),
        ("contact=a=b@example.org", "contact", "a=b@example.org"),
        ("database=sqlite:///x.db", "database", "sqlite:///{folder}/x.db"),
        ("sentry.dsn=null", "sentry.dsn", None),
        ("smtp.port=", "smtp.port", 25),
    ],
)
def test_a_key_is_set_on_the_command_line(
    tmp_path: Path, override: str, path: str, value: object
) -> None:
    if isinstance(value, str):
        value = value.format(folder=tmp_path)
    assert found(load(tmp_path, {}, override), path) == value


def test_the_last_of_two_settings_of_a_key_holds(tmp_path: Path) -> None:
    assert load(tmp_path, {}, "contact=a@b", "contact=c@d").contact == "c@d"


def test_a_value_that_only_looks_like_yaml_stays_text(tmp_path: Path) -> None:
    smtp = load(tmp_path, {}, "smtp.username=*a: #b", "smtp.password=- &c !d").smtp
    assert smtp is not None
    assert smtp.username == "*a: #b"
    assert smtp.password is not None
    assert smtp.password.get_secret_value() == "- &c !d"


def test_setting_a_group_replaces_it(tmp_path: Path) -> None:
    smtp = load(tmp_path, {}, "smtp={host: h, sender: a@b}").smtp
    assert smtp is not None
    assert (smtp.host, smtp.port) == ("h", 25)


NOTHING = "there is nothing of that name or number to set"
KEY_VALUE = "write KEY=VALUE, such as --set smtp.host=mail.example.org"


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("hunter2", f"1:1: --set: {KEY_VALUE}"),
        ("=hunter2", f"1:1: --set: {KEY_VALUE}"),
        (".".join("a" * 5_000) + "=hunter2", f"1:1: --set: {KEY_VALUE}"),
        ("a..b=hunter2", f"1:1: --set: {KEY_VALUE}"),
        ("sources[x].delay=hunter2", f"1:1: --set: {KEY_VALUE}"),
        ("sources[9].delay=1s", f"1:1: sources[9].delay: {NOTHING}"),
        ("sources.delay=1s", f"1:1: sources.delay: {NOTHING}"),
        ("contact.x=1", f"1:1: contact.x: {NOTHING}"),
        ("smtp.port=many", "1:1: smtp.port: write a whole number"),
        ("smtp.prt=1", '1:1: smtp.prt: unknown key; did you mean "port"?'),
        ("log={level: loud}", "1:9: log.level: write debug, info, warning or error"),
        ("log={lvl: info}", '1:2: log.lvl: unknown key; did you mean "level"?'),
        (
            "smtp.password=[hunter2",
            "1:1: smtp.password: a bracket or quote is opened here and never closed",
        ),
    ],
)
def test_a_mistake_on_the_command_line_names_the_key(
    tmp_path: Path, override: str, said: str
) -> None:
    assert mistakes(tmp_path, {}, override) == [f"command line:{said}"]


def test_mistakes_everywhere_are_told_at_once(tmp_path: Path) -> None:
    environ = {"MARSAD_LOG_LEVEL": "loud", "MARSAD_NETWORK_ALLOW": "x"}
    told = mistakes(tmp_path, environ, "timezone=Mars", text=GOOD.replace("1, sender", "x, sender"))
    assert [one.split(": ")[:2] for one in told] == [
        [f"{tmp_path}/marsad.yaml:2:38", "smtp.port"],
        ["command line:1:1", "timezone"],
        ["environment:1:1", "MARSAD_LOG_LEVEL"],
        ["environment:1:1", "MARSAD_NETWORK_ALLOW"],
    ]


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    no_text = "holds a character that is no text: type it again"
    assert mistakes(tmp_path, {"MARSAD_DATA": "a\udcff"}, "contact=a\udcffb") == [
        f"command line:1:1: contact: {no_text}",
        f"environment:1:1: MARSAD_DATA: {no_text}",
    ]
