"""What reaches the log: names and key-values, no secrets, nothing unseen."""

from __future__ import annotations

import io
import json
import logging
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from config.settings import LogSettings
from config.telemetry import configure_logging, report_unexpected
from config.visible import visible

HOSTILE = "خبر\n2026-01-01 [error] forged\r\x1b[31mred\x9b\u202egnp.exe\u2066\x00\ud800\U000e0041"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.setLevel(level)
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)


def json_lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().split("\n") if line]


def logged(**values: Any) -> dict[str, Any]:
    """One event as a program reads it back."""
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    structlog.get_logger().info("article_new", **values)
    (event,) = json_lines(stream)
    return event


def unseen(text: str) -> list[str]:
    return [
        c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    ]


# --------------------------------------------------------------------------------- events


def test_an_event_is_a_json_line_with_its_name_level_and_utc_time() -> None:
    event = logged(article=7, title="خبر")
    assert list(event)[:3] == ["timestamp", "level", "event"]
    assert (event["event"], event["level"]) == ("article_new", "info")
    assert (event["article"], event["title"]) == (7, "خبر")
    assert datetime.fromisoformat(event["timestamp"]).utcoffset() == timedelta(0)


def test_arabic_is_readable_in_json() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    structlog.get_logger().info("article_new", title="«الميثاق»")
    assert "«الميثاق»" in stream.getvalue()


def test_json_keeps_hostile_text_exactly_and_safely() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    structlog.get_logger().info("article_new", title=HOSTILE, **{HOSTILE: [HOSTILE]})
    assert unseen(stream.getvalue().removesuffix("\n")) == []
    (event,) = json_lines(stream)
    assert event["title"] == HOSTILE
    assert event[HOSTILE] == [HOSTILE]


def test_a_terminal_gets_one_plain_line_whatever_the_headline_holds() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="console"), stream)
    structlog.get_logger().info(
        "article_new", title=HOSTILE, tags=[HOSTILE], nested={HOSTILE: HOSTILE}, **{HOSTILE: 1}
    )
    line, end = stream.getvalue().split("\n")
    assert end == ""
    assert unseen(line) == []
    assert "خبر" in line


@given(st.text(st.characters()))
def test_visible_text_holds_nothing_unseen_but_the_joiners(text: str) -> None:
    assert set(unseen(visible(text))) <= {"\u200c", "\u200d"}
    assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize(
    ("format_", "terminal", "is_json"),
    [
        ("auto", True, False),
        ("auto", False, True),
        ("console", False, False),
        ("json", True, True),
    ],
)
def test_the_format_follows_the_stream_unless_it_is_set(
    format_: Literal["auto", "console", "json"], terminal: bool, is_json: bool
) -> None:
    stream = Terminal() if terminal else io.StringIO()
    configure_logging(LogSettings(format=format_), stream)
    structlog.get_logger().info("article_new")
    assert stream.getvalue().startswith("{") == is_json
    assert ("\x1b[" in stream.getvalue()) == (terminal and not is_json)


def test_only_events_from_the_level_up_are_logged() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(level="warning"), stream)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")
    assert [event["event"] for event in json_lines(stream)] == ["loud"]


def test_the_last_configuration_holds() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logging(LogSettings(), first)
    configure_logging(LogSettings(), second)
    logging.getLogger("some.library").warning("once")
    assert first.getvalue() == ""
    assert len(json_lines(second)) == 1


@pytest.mark.parametrize("value", [None, True, 3, 1.5, "x", [1, "x"], {"a": {"b": 1}}])
def test_json_values_stay_what_they_are(value: object) -> None:
    assert logged(value=value)["value"] == value


@pytest.mark.parametrize("value", [float("nan"), float("-inf")])
def test_numbers_that_json_lacks_become_text(value: float) -> None:
    assert logged(value=value)["value"] == str(value)


def test_other_values_are_shown_as_text() -> None:
    moment = datetime.fromisoformat("2026-01-23T12:33:03+01:00")
    event = logged(at=moment, error=ValueError("no"), seen=("a", b"b"))
    assert event["at"] == "2026-01-23 12:33:03+01:00"
    assert event["error"] == "no"
    assert event["seen"] == ["a", "b'b'"]


class _Broken(io.StringIO):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error


@pytest.mark.parametrize(
    "error", [OSError(28, "no space"), BrokenPipeError(), ValueError("closed")]
)
def test_a_log_that_cannot_be_written_stops_nobody(error: Exception) -> None:
    configure_logging(LogSettings(), _Broken(error))
    structlog.get_logger().info("article_new")
    logging.getLogger("scrapy").warning("lost")


def test_a_terminal_without_arabic_gets_escapes() -> None:
    raw = io.BytesIO()
    configure_logging(LogSettings(), io.TextIOWrapper(raw, encoding="ascii"))
    structlog.get_logger().info("article_new", title="خبر")
    assert json.loads(raw.getvalue())["title"] == "خبر"


# -------------------------------------------------------------------------------- secrets


@pytest.mark.parametrize(
    "values",
    [
        {"password": "hunter2"},
        {"smtp_password": "hunter2"},
        {"secret": b"hunter2"},
        {"webhook_secret": ["hunter2"]},
        {"sentry": {"dsn": "hunter2"}},
        {"headers": {"Authorization": "Bearer hunter2", "Set-Cookie": "hunter2"}},
        {"value": SecretStr("hunter2")},
        {"database": "postgresql://marsad:hunter2@h/d"},
        {"database": "postgresql://marsad:hun@hunter2@h/d"},
        {"message": "cannot reach https://hunter2@sentry.example.org/1 now"},
        {"message": "signed with whsec_hunter2=="},
    ],
)
def test_secrets_are_not_logged(values: dict[str, Any]) -> None:
    assert "hunter2" not in json.dumps(logged(**values))


def test_addresses_without_secrets_are_logged_whole() -> None:
    url = "https://news.example.org/@desk?to=a@example.org&page=2"
    event = logged(url=url, tokens=3)
    assert (event["url"], event["tokens"]) == (url, 3)


# ------------------------------------------------------------------------------ exceptions


class Trouble(Exception):  # noqa: N818 - a word that no library's log holds
    pass


@dataclass(frozen=True)
class Frozen(Exception):  # noqa: N818 - what matters is that it refuses setattr
    what: str


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    local = "hunter2"
    try:
        if local:
            raise error from cause
    except type(error) as caught:
        return caught
    raise AssertionError("unreachable")


def test_an_exception_is_data_in_json_without_local_values() -> None:
    stream, cause = io.StringIO(), raised(ValueError(HOSTILE))
    configure_logging(LogSettings(), stream)
    report_unexpected(raised(Trouble("at https://u:hunter2@h/"), cause), source="a")
    (event,) = json_lines(stream)
    assert (event["event"], event["level"], event["source"]) == ("unexpected_error", "error", "a")
    assert [one["exc_type"] for one in event["exception"]] == ["Trouble", "ValueError"]
    assert event["exception"][0]["frames"][-1]["name"] == "raised"
    assert event["exception"][1]["exc_value"] == HOSTILE
    assert "hunter2" not in stream.getvalue()


def test_an_exceptions_message_cannot_forge_a_line_on_a_terminal() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(format="console"), stream)
    report_unexpected(raised(Trouble(HOSTILE)))
    first, *rest = stream.getvalue().removesuffix("\n").split("\n")
    assert "unexpected_error" in first
    assert len(rest) > 2
    assert all(line.startswith("    ") and unseen(line) == [] for line in rest)


@pytest.mark.parametrize("error", [Trouble("x"), Frozen("x"), KeyError("x")])
def test_an_exception_is_reported_once(error: Exception) -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    again = raised(error)
    report_unexpected(again, source="a")
    report_unexpected(again, source="b")
    report_unexpected(raised(RuntimeError("outer"), again))
    assert [event["source"] for event in json_lines(stream)] == ["a"]


def test_equal_exceptions_are_each_reported() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    report_unexpected(raised(Trouble("x")))
    report_unexpected(raised(Trouble("x")))
    assert len(json_lines(stream)) == 2


def test_a_ring_of_causes_is_reported() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    one, other = Trouble("one"), Trouble("other")
    one.__cause__, other.__cause__ = other, one
    report_unexpected(one)
    assert json_lines(stream)[0]["exception"][0]["exc_value"] == "one"


def test_a_logged_exception_may_be_the_one_being_handled() -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    try:
        raise Trouble("now")
    except Trouble:
        structlog.get_logger().exception("crawl_failed")
    structlog.get_logger().error("nothing_raised", exc_info=True)
    failed, nothing = json_lines(stream)
    assert failed["exception"][0]["exc_value"] == "now"
    assert "exception" not in nothing


# ------------------------------------------------------------------------------- libraries


@pytest.mark.parametrize("library", ["scrapy.core.engine", "twisted", "alembic"])
def test_libraries_come_through_from_warnings_up(library: str) -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(level="debug"), stream)
    logger = logging.getLogger(library)
    logger.setLevel(logging.DEBUG)
    logger.debug("Crawled (200) <GET https://news.example.org/>")
    logger.info("Spider opened")
    logger.warning("slow: %s", HOSTILE)
    logger.critical("broken", exc_info=raised(Trouble("x")))
    logger.setLevel(logging.NOTSET)
    warning, error = json_lines(stream)
    assert warning["event"] == error["event"] == "library_message"
    assert (warning["level"], error["level"]) == ("warning", "error")
    assert (warning["library"], warning["message"]) == (library, f"slow: {HOSTILE}")
    assert error["exception"][0]["exc_type"] == "Trouble"


@pytest.mark.parametrize(
    ("message", "arguments"), [("%d pages", "many"), ("%(n)s pages", {"m": 1}), ("%q", "x")]
)
def test_a_librarys_malformed_message_is_logged_as_it_is(message: str, arguments: object) -> None:
    stream = io.StringIO()
    configure_logging(LogSettings(), stream)
    record = logging.LogRecord("scrapy", logging.WARNING, "", 1, message, (arguments,), None)
    handlers = logging.getLogger().handlers  # only ours: pytest's own raises on such a record
    next(one for one in handlers if type(one).__module__ == "config.telemetry").handle(record)
    assert json_lines(stream)[0]["message"] == message


def test_warnings_are_lines_of_the_log() -> None:
    stream = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure_logging(LogSettings(), stream)
        warnings.warn("old habit", stacklevel=1)
        logging.captureWarnings(False)
    assert "old habit" in json_lines(stream)[0]["message"]
