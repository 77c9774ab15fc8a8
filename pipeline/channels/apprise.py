"""The channel by way of Apprise: an alert as a short text for chats, pushes and SMS.

Apprise connects by itself, to whatever service its address names, and reads what that answers.
So it runs in a process of its own (`pipeline.channels.apprise_process`), behind the egress
policy, for one message; this file writes the message, starts the process and tells what came
of it, never naming the address, which is a secret.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final
from unicodedata import bidirectional

from pipeline.channels import DeliveryError
from pipeline.channels.digest_letter import compose_digest
from pipeline.channels.fitting import as_bytes
from pipeline.channels.letter import Letter, compose, one_line
from pipeline.channels.mail import subject_of
from pipeline.channels.page import Way
from pipeline.channels.wording import Wording
from pipeline.records import AlertMessage, Digest, EditData, Rendered
from pipeline.text import direction, isolate

#: characters, but for the links
LONGEST: Final = 900
#: alerts of one digest, and characters of each one's headline
MOST_NOTED: Final = 8
_LONGEST_ITEM: Final = 80
_LONGEST_PIECE: Final = 120
_LONGEST_OPENING: Final = 240
_MOST_CHANGES: Final = 3
#: what chats take for a call to everybody, a name or a link with a text of its own
_STEERING: Final = re.compile(r"(?<=@)(?=\w)|(?<=<)(?=[!@#/a-zA-Z])|(?<=\])(?=\()")
_APART: Final = "\u200b"
#: by which a line is told its direction
_MARKS: Final[dict[Way, str]] = {"rtl": "\u200f", "ltr": "\u200e"}
#: directions of letters, as Unicode has them
_LETTERS: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_ISOLATED: Final = re.compile("\u2068[^\u2069]*\u2069")

_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[1:];"
    "from pipeline.channels.apprise_process import main; main()"
)
#: what the process may know of our environment: neither secrets nor proxies
_KEPT: Final = (
    "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "SSL_CERT_DIR", "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE", "TZ",
)  # fmt: skip
#: logins that were written down for other programs
_SET: Final = {"NETRC": os.devnull}
#: what the operator may look at
_HINTS: Final = {
    401: ": is the password or token right?",
    403: ": is the password or token right, and may it write there?",
    429: ": too much at once",
}
#: bytes of its answer
_ANSWER_LIMIT: Final = 10_000


def render_note(message: AlertMessage, timezone: str) -> Rendered:
    """Title and text of an alert as JSON, the same bytes for the same message.

    Args:
        message: the alert.
        timezone: IANA name of the reader's zone.
    """
    letter = compose(message, timezone)
    lines: list[str] = []
    room = LONGEST
    for line in _lines(letter, message):
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(_led(_harmless(line), letter.direction))
    lines += [link for link in (letter.link, letter.dashboard) if link]
    return written_note(_led(_harmless(subject_of(letter, message)), letter.direction), lines)


def render_noted_digest(digest: Digest, timezone: str) -> Rendered:
    """A digest as JSON: of each alert what happened, the headline and the link.

    Args:
        digest: as many alerts as `MOST_NOTED`; all are told.
        timezone: IANA name of the reader's zone.
    """
    letter = compose_digest(digest, timezone)
    lines: list[str] = []
    for item in (item for part in letter.topics for story in part.stories for item in story):
        title = one_line(item.title, _LONGEST_ITEM)
        told = f"{'‼' if item.is_high else '•'} {item.marker}{item.wording.colon}{title}"
        lines += [_line(_harmless(told), item.direction, letter.direction)]
        lines += filter(None, [item.link])
    return written_note(_led(_harmless(letter.subject), letter.direction), lines)


def written_note(title: str, lines: Sequence[str]) -> Rendered:
    """A message of this title and these lines."""
    return Rendered(as_bytes({"title": title, "body": "\n".join(lines)}))


def _lines(letter: Letter, message: AlertMessage) -> Iterator[str]:
    wording, edit = letter.wording, message.edit or message.since_held
    yield wording.source + wording.colon + one_line(message.source, _LONGEST_PIECE)
    if message.edit is not None and edit is not None and edit.severity:
        name = wording.severity_names.get(edit.severity, edit.severity)
        yield wording.severity + wording.colon + name
    if message.since_held is not None and letter.notice:
        yield letter.notice  # «what follows is how it differs»
    if edit is not None:
        yield from _changes(edit, letter)
    if message.since_held is None and letter.notice:
        yield letter.notice
    if message.takes_back is not None:
        yield wording.takes_back + wording.colon + dict(letter.facts)[wording.takes_back]
    if edit is None and message.kind in ("new", "removed", "restored") and letter.excerpt:
        yield one_line(letter.excerpt[0], _LONGEST_OPENING)


def _changes(edit: EditData, letter: Letter) -> Iterator[str]:
    """What the kinds of an edit rest on, in brief; its changes where they are not known."""
    told = [(letter.wording.kind_names.get(one.kind, one.kind), one) for one in edit.evidence]
    changes: Sequence[tuple[str, Any]] = told or [
        (letter.wording.changes, one) for one in edit.changes
    ]
    for name, one in changes[:_MOST_CHANGES]:
        yield name + letter.wording.colon + _change(one.before, one.after, letter)
    if (left := len(changes) - _MOST_CHANGES) > 0:
        yield _more(left, letter.wording)


def _change(before: str, after: str, letter: Letter) -> str:
    old, new = (_apart(one_line(text, _LONGEST_PIECE), letter) for text in (before, after))
    if not old or not new:
        return f"+ {new}" if new else f"− {old}"
    return f"{old} {'←' if letter.direction == 'rtl' else '→'} {new}"


def _apart(text: str, letter: Letter) -> str:
    """Isolated where it runs the other way; an SMS is shorter without the marks."""
    return isolate(text) if text and direction(text, None) != letter.direction else text


def _more(left: int, wording: Wording) -> str:
    return wording.more.format(n=left)


def _led(line: str, way: Way) -> str:
    """The line, marked where its first letter would make a chat run it the other way.

    A chat lays out a message, or each line of it, by its first letter: that of a topic's name, say.
    """
    outside = _ISOLATED.sub("", line)
    first = next((_LETTERS[kind] for kind in map(bidirectional, outside) if kind in _LETTERS), None)
    return line if first in (way, None) else f"{_MARKS[way]}{line}"


def _line(line: str, way: Way, whole: Way) -> str:
    """The line in a message that runs as a whole perhaps the other way: apart there."""
    return _led(line, way) if way == whole else _MARKS[way] + isolate(line)


def _harmless(text: str) -> str:
    """The text, in which no chat finds somebody to call, nor a link but a bare one."""
    return _STEERING.sub(_APART, text)


async def send_note(
    rendered: Rendered,
    *,
    url: str,
    allow: Sequence[str],
    timeout: float = 30,  # noqa: ASYNC109 - one deadline for the process
) -> str:
    """Has Apprise send a rendered message; returns when the service has taken it.

    Args:
        rendered: from `render_note`.
        url: Apprise's address of the service; secret.
        allow: `HOST:PORT` of private addresses that may be connected to.
        timeout: seconds for the process as a whole.

    Returns:
        That it was accepted, in one line.

    Raises:
        DeliveryError: permanent where the egress policy refuses the service's address.
    """
    try:
        note = json.loads(rendered.payload)
        title, body = str(note["title"]), str(note["body"])
    except (ValueError, KeyError, TypeError) as error:
        line = "what was rendered is no message for Apprise: the destination was another channel"
        raise DeliveryError(line, permanent=True) from error
    order = {"url": url, "title": title, "body": body, "allow": list(allow), "seconds": timeout}
    process = await asyncio.create_subprocess_exec(
        *_command(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,  # Ctrl-C is the service's to heed
    )
    try:
        answer = await _heard(process, json.dumps(order).encode(), timeout)
        ended = process.returncode is not None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _accepted(_told(answer) or ({} if ended else {"late": True}), timeout)


async def _heard(
    process: asyncio.subprocess.Process,
    order: bytes,
    timeout: float,  # noqa: ASYNC109 - one deadline for the process
) -> bytes:
    """The end of what it printed until it ended, or the time was over."""
    assert process.stdin is not None
    assert process.stdout is not None
    answer = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(timeout):
            with suppress(ConnectionError):  # it ended before it read
                process.stdin.write(order)
                await process.stdin.drain()
            process.stdin.close()
            while piece := await process.stdout.read(_ANSWER_LIMIT):
                answer = (answer + piece)[-_ANSWER_LIMIT:]
            await process.wait()
    return answer


def is_readable(url: str) -> bool:
    """Whether Apprise can make something of an address; nothing is connected to, blocking."""
    ended = subprocess.run(  # noqa: S603 - ourselves
        _command(),
        input=json.dumps({"url": url, "allow": [], "seconds": 30}).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
        check=False,
    )
    return bool(_told(ended.stdout).get("readable"))


def _command() -> list[str]:
    return [sys.executable, "-c", _PROGRAM, *(path or os.getcwd() for path in sys.path)]


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | _SET


def _told(answer: bytes) -> dict[str, Any]:
    """What the process said; nothing, if it ended before it could."""
    try:
        told = json.loads(answer[-_ANSWER_LIMIT:].rpartition(b"\n")[2])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _accepted(told: dict[str, Any], timeout: float) -> str:
    """One line on a message that was taken.

    Raises:
        DeliveryError: it was not.
    """
    refused, status, wait = told.get("refused"), told.get("status"), told.get("wait")
    if told.get("accepted") is True:
        return "the service accepted it"
    if isinstance(refused, str):
        hint = "; list it under network.allow if it is meant to be reached"
        raise DeliveryError(f"{one_line(refused)}{hint}", permanent=True)
    if told.get("readable") is False:
        raise DeliveryError("Apprise can make nothing of the destination's address")
    if isinstance(status, int):
        hint = _HINTS.get(status, "")
        asked = float(wait) if isinstance(wait, int | float) else None
        raise DeliveryError(f"the service answered {status}{hint}", retry_after=asked)
    if told.get("late"):
        raise DeliveryError(f"the service did not answer within {timeout:g} s")
    if isinstance(told.get("trouble"), str):
        raise DeliveryError(f"the service could not be reached: {one_line(told['trouble'])}")
    if told:
        raise DeliveryError("the service could not be reached, or did not take the message")
    raise DeliveryError("the process that Apprise runs in ended early")
