"""Sets up the logs and Sentry: what happened, without secrets and without surprises.

A log event is a fixed name with key-values: `log.info("article_new", article=7)`. Text
from sites is hostile, so nothing unseen reaches a terminal, and no headline can forge a
line. Libraries' own logs come through from warnings up. Decides nothing about what is
worth a log line, nor when a process ends.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from math import isfinite
from threading import RLock
from time import monotonic
from typing import Any, TextIO

import sentry_sdk
import structlog
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from structlog.tracebacks import ExceptionDictTransformer

from config.settings import LogSettings
from config.visible import visible

#: seconds that the end of the process may wait for Sentry
SENTRY_FLUSH = 2
MAX_BREADCRUMBS = 10
#: seconds in which the same error is sent to Sentry once, and so many at all
SENTRY_SPAN = 3600.0
MOST_IN_SPAN = 100

_HIDDEN = "[hidden]"
_SECRET_KEYS = re.compile(r"passw|secret|token|dsn|authorization|cookie|api_?key", re.IGNORECASE)
_SECRETS = re.compile(r"(?<=://)[^\s/?#]+@|whsec_[A-Za-z0-9+/=_-]+")
_QUERY = re.compile(r"(https?://[^\s?#\"'<>]*)\?[^\s#\"'<>]*")
# Mark an exception object that has been logged, or sent to Sentry.
_LOGGED, _SENT = "_marsad_logged", "_marsad_sent"
_WRITING = RLock()
_LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}

Event = MutableMapping[str, Any]


def configure_logging(log: LogSettings, stream: TextIO | None = None) -> None:
    """Sends all logs to `stream` (standard error), as lines for people or as JSON lines.

    The format `auto` is for people on a terminal and JSON elsewhere. May be called again:
    the last call holds.
    """
    stream = stream or sys.stderr
    for_people = log.format == "console" or (log.format == "auto" and stream.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _console_exception if for_people else _json_exception,
            _made_safe,
            _console(stream.isatty()) if for_people else _json_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[log.level]),
        logger_factory=lambda *_: _Lines(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, _LibraryLogs)]:
        root.removeHandler(earlier)
    root.addHandler(_LibraryLogs(logging.WARNING))
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)


def start_sentry(dsn: str | None, *, release: str, environment: str) -> None:
    """Reports unexpected exceptions to Sentry from now on; without a DSN, to nobody.

    No integration is on but the last-resort hook and the flush at exit: neither a log line
    nor a library makes an event, and argv, request bodies and local variables stay here.
    Personal data is off by Sentry's own default.
    """
    _SPARING.begin_anew()
    if dsn is None:
        sentry_sdk.get_global_scope().set_client(None)
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[ExcepthookIntegration(), AtexitIntegration(callback=_wait_in_silence)],
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=MAX_BREADCRUMBS,
        shutdown_timeout=SENTRY_FLUSH,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=_before_send,
    )


def report_unexpected(error: BaseException, **tags: str | int) -> None:
    """Logs an exception that nobody expected, and sends it to Sentry, once.

    The same exception, or another raised from it, is neither logged nor sent again. One like it,
    raised on the same way for the same source, is logged, and sent when an hour has passed:
    what fails at every tick or page is one trouble.

    Args:
        tags: what was being done, such as `source="almithaq"`.
    """
    if _marked(error, _LOGGED):
        return
    _mark(error, _LOGGED)
    structlog.get_logger().error("unexpected_error", exc_info=error, **tags)
    if not _SPARING.lets(error, tags.get("source")):
        return
    with sentry_sdk.new_scope() as scope:
        for name, value in tags.items():
            scope.set_tag(name, str(value))
        sentry_sdk.capture_exception(error)


class _Sparing:
    """Which errors are sent: each once in a span of time, and so many in all."""

    def __init__(self) -> None:
        self._sent: dict[object, float] = {}
        self._lock = RLock()

    def begin_anew(self) -> None:
        self._sent = {}

    def lets(self, error: BaseException, source: object) -> bool:
        """Whether this one may be sent; counts it as sent if so."""
        frames = traceback.walk_tb(error.__traceback__)
        way = tuple((frame.f_code.co_filename, line) for frame, line in frames)
        key = type(error).__qualname__, way, source
        now = monotonic()
        with self._lock:
            lately = {one: at for one, at in self._sent.items() if now - at < SENTRY_SPAN}
            lets = key not in lately and len(lately) < MOST_IN_SPAN
            self._sent = lately | ({key: now} if lets else {})
        return lets


_SPARING = _Sparing()


class _Lines:
    """Writes whole lines. A full disk or a closed pipe costs the line, never the work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._encoding = stream.encoding or "utf-8"

    def write(self, line: str) -> None:
        known = line.encode(self._encoding, "backslashreplace").decode(self._encoding)
        with _WRITING, suppress(OSError, ValueError):  # ValueError: the stream is closed
            self._stream.write(known + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = write


class _LibraryLogs(logging.Handler):
    """Hands the standard library's log records to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # arguments that do not fit the template
            message = str(record.msg)
        logger = structlog.get_logger()
        log = logger.error if record.levelno >= logging.ERROR else logger.warning
        log("library_message", library=record.name, message=message, exc_info=record.exc_info)


def _json_exception(_logger: Any, _method: str, event: Event) -> Event:
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        transform = ExceptionDictTransformer(show_locals=False, max_frames=20, use_rich=False)
        event["exception"] = transform((type(error), error, error.__traceback__))
    return event


def _console_exception(_logger: Any, _method: str, event: Event) -> Event:
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = "".join(traceback.format_exception(error)).splitlines()
    return event


def _exception(exc_info: Any) -> BaseException | None:
    """What a logger was given as `exc_info`: an exception, its triple, or True for the current."""
    if isinstance(exc_info, BaseException):
        return exc_info
    triple = sys.exc_info() if exc_info is True else exc_info
    return triple[1] if isinstance(triple, tuple) else None


def _made_safe(_logger: Any, _method: str, event: Event) -> Event:
    return {str(key): _safe(str(key), value) for key, value in event.items()}


def _safe(key: str, value: Any) -> Any:
    """A value without secrets, made of what JSON knows."""
    if value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return value
    if _SECRET_KEYS.search(key):
        return _HIDDEN
    if isinstance(value, dict):
        return {str(name): _safe(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe("", inner) for inner in value]
    return _SECRETS.sub(_HIDDEN, str(value))


def _json_line(_logger: Any, _method: str, event: Event) -> str:
    # visible() writes JSON's own escapes, so the line stays JSON and keeps its meaning.
    first = {key: event[key] for key in ("timestamp", "level", "event")}
    return visible(json.dumps({**first, **event}, ensure_ascii=False))


def _console(colours: bool) -> structlog.types.Processor:
    renderer = structlog.dev.ConsoleRenderer(colors=colours, pad_event_to=24)

    def line(logger: Any, method: str, event: Event) -> str:
        traced = event.pop("exception", [])
        shown = {visible(key): _shown(value) for key, value in event.items()}
        # Indented, so that a line inside an exception's message cannot pass for a log line.
        return "\n    ".join([str(renderer(logger, method, shown)), *map(visible, traced)])

    return line


def _shown(value: Any) -> Any:
    if isinstance(value, list | dict):
        return visible(json.dumps(value, ensure_ascii=False))
    return visible(value) if isinstance(value, str) else value


def _before_send(event: Any, hint: dict[str, Any]) -> Any:
    """The event without secrets and query strings; None if its exception went out before."""
    _, error, _ = hint.get("exc_info") or (None, None, None)
    if error is not None:
        if not isinstance(error, Exception) or _marked(error, _SENT):
            return None
        _mark(error, _SENT)
    return _scrubbed("", event)


def _scrubbed(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _scrubbed(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(key, inner) for inner in value]
    if isinstance(value, str):
        return (
            _HIDDEN if _SECRET_KEYS.search(key) else _QUERY.sub(r"\1", _SECRETS.sub(_HIDDEN, value))
        )
    return value


def _mark(error: BaseException, mark: str) -> None:
    # Into __dict__: a frozen dataclass may be an exception and refuses setattr.
    error.__dict__[mark] = True


def _marked(error: BaseException, mark: str) -> bool:
    """Whether the exception, or one it was raised from, carries the mark."""
    known: set[int] = set()  # causes may form a ring
    link: BaseException | None = error
    while link is not None and id(link) not in known:
        if mark in link.__dict__:
            return True
        known.add(id(link))
        link = link.__cause__
    return False


def _wait_in_silence(pending: int, timeout: float) -> None:
    """Sentry's own callback writes to the terminal."""
