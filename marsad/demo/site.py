"""The newsroom's web site on loopback: answers requests, conditional ones too, and misbehaves.

What pages look like is in `marsad.demo.pages` and `marsad.demo.listings`, what addresses mean
in `marsad.demo.routes`.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from itertools import count
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from marsad.demo import listings, pages, routes, systems
from marsad.demo.frame import Scene, notice_page
from marsad.demo.habits import Habits
from marsad.demo.newsroom import Newsroom, Standing
from marsad.demo.routes import Asked, Form, item_path
from marsad.demo.serving import LOOPBACK, LoopbackServer, QuietHandler
from marsad.demo.tray import Tray
from marsad.demo.trouble import GALLERY, HTML, Trouble

#: one transparent dot
_IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request the site answered."""

    method: str
    #: path and query as they came
    target: str
    status: int
    #: names in lower case
    headers: Mapping[str, str]
    #: UTC
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site has to say, before charset and compression."""

    status: int
    content_type: str
    body: str | bytes
    etag: str | None = None
    #: to the second
    last_modified: datetime | None = None


class Site:
    """Serves a newsroom while it is entered; the address stays the same when entered again.

    Args:
        newsroom: whose pieces it shows.
        habits: how it prints and behaves; change them with `switch`.
    """

    def __init__(self, newsroom: Newsroom, habits: Habits | None = None) -> None:
        self.newsroom = newsroom
        self.habits = habits or Habits()
        self._server: LoopbackServer | None = None
        self._port = 0
        self._requests: Tray[Request] = Tray()
        self._troubles: dict[int | str, Trouble] = {}
        self._turns = count(1)
        #: the validators last given for each kind of page and what it lists
        self._issued: dict[tuple[object, ...], tuple[str, datetime]] = {}
        #: what a frozen habit first told
        self._frozen: dict[Asked, str] = {}

    def __enter__(self) -> Site:
        self._server = LoopbackServer(partial(_Visit, self), self._port)
        self._port = self._server.server_port
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None, "only an entered site is left"
        self._server.stop()
        self._server = None

    @property
    def url(self) -> str:
        """Scheme and host, without a slash at the end."""
        return f"http://{self.host}"

    @property
    def host(self) -> str:
        """HOST:PORT, as `network.allow` wants it."""
        return f"{LOOPBACK}:{self._port}"

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in the order of the answers."""
        return self._requests.all()

    def address(self, piece_id: int, form: Form = "index", section: str | None = None) -> str:
        """The whole address of a piece."""
        return self.url + item_path(self.newsroom.piece(piece_id), form, section)

    def switch(self, **habits: Any) -> None:
        """Change habits by name, from the next request on."""
        self.habits = replace(self.habits, **habits)

    def misbehave(self, target: int | str, trouble: Trouble) -> None:
        """Have trouble at a piece (its id: all its addresses), at a path, or at "*", all pages."""
        self._troubles = self._troubles | {_plain_path(target): trouble}

    def behave(self) -> None:
        """Be well again everywhere."""
        self._troubles = {}

    def keep(self, request: Request) -> None:
        """Write a request down."""
        self._requests.add(request)

    def trouble_at(self, target: str) -> Trouble | None:
        """What is wrong at an address, the most particular trouble first; robots.txt is no page."""
        asked = routes.parse(target, self.newsroom.sections)
        if asked.kind == "trouble":
            return GALLERY.get(asked.trouble or "")
        keys: list[int | str] = [_plain_path(target)]
        if asked.piece_id is not None:
            keys.append(asked.piece_id)
        if asked.kind != "robots":
            keys.append("*")
        return next((self._troubles[key] for key in keys if key in self._troubles), None)

    def answer(self, target: str) -> Answer:
        """What the address shows now; a piece that is shown counts one view."""
        asked = routes.parse(target, self.newsroom.sections)
        match asked.kind:
            case "item":
                return self._item(asked)
            case "posts":
                return self._posts(asked)
            case "listing" if asked.json and self.habits.k2_json == "off":
                return _NOT_FOUND
            case "listing":
                return self._listing(asked, urlsplit(target).path)
            case "robots":
                return Answer(self.habits.robots_status, "text/plain", self.habits.robots)
            case "media":
                return Answer(200, "image/png", _IMAGE)
        return _NOT_FOUND

    def _item(self, asked: Asked) -> Answer:
        standing = self.newsroom.standing(asked.piece_id or 0)
        if standing is None:
            return _NOT_FOUND
        if standing.gone is not None:
            return replace(_NOT_FOUND, status=standing.gone)
        standing = self.newsroom.view(standing.piece.id)
        page = pages.item_page(
            standing, self._scene(), section=asked.section, print_view=asked.print_view
        )
        return self._validated(asked, (standing,), HTML["Content-Type"], page)

    def _listing(self, asked: Asked, path: str) -> Answer:
        shown = tuple(
            standing
            for standing in self.newsroom.listed(asked.section)
            if (asked.tag is None or asked.tag in standing.piece.tags)
            and (asked.author is None or asked.author == standing.piece.byline)
        )
        scene, kind = self._scene(), asked.feed
        if asked.json and self.habits.k2_json != "html":
            told = systems.k2_json(asked, shown, scene)
            frozen = self.habits.k2_json == "frozen"
            return self._validated(asked, shown, systems.JSON, self._told(asked, told, frozen))
        if kind is None or self.habits.feed == "html":
            page = listings.listing_page(asked, shown, path, scene)
            return self._validated(asked, shown, HTML["Content-Type"], page)
        text = listings.feed(kind, asked, shown, path, scene)
        if self.habits.feed == "cut":
            text = text[: len(text) * 2 // 3]
        return self._validated(asked, shown, f"application/{kind}+xml; charset=utf-8", text)

    def _posts(self, asked: Asked) -> Answer:
        if self.habits.rest == "off":
            return _NOT_FOUND
        crying = self.habits.rest == "crying"
        told = systems.posts_json(asked, self.newsroom.listed(), self._scene(), crying=crying)
        frozen = self.habits.rest == "frozen"
        return Answer(200, systems.JSON, self._told(asked, told, frozen))

    def _told(self, asked: Asked, told: str, frozen: bool) -> str:
        """What a system tells now, or what it first told."""
        if not frozen:
            self._frozen[asked] = told
        return self._frozen.setdefault(asked, told)

    def _scene(self) -> Scene:
        return Scene(
            site_url=self.url,
            habits=self.habits,
            sections=self.newsroom.sections,
            now=self.newsroom.now(),
            turn=next(self._turns),
            live=self.newsroom.listed(),
        )

    def _validated(
        self, asked: Asked, shown: tuple[Standing, ...], content_type: str, text: str
    ) -> Answer:
        """The answer with validators that follow what is shown, and no noise.

        A site that lies goes on giving those it gave before.
        """
        answer = Answer(200, content_type, text)
        if not self.habits.validators:
            return answer
        page = (asked, tuple(standing.piece.id for standing in shown))
        revisions = [(standing.piece.id, standing.revision) for standing in shown]
        content = repr((asked, revisions, replace(self.habits, lying_304=False)))
        changed_at = max((one.changed_at for one in shown), default=datetime.fromtimestamp(0, UTC))
        honest = (f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"', changed_at)
        if not self.habits.lying_304:
            self._issued[page] = honest
        etag, last_modified = self._issued.setdefault(page, honest)
        return replace(answer, etag=etag, last_modified=last_modified)


_NOT_FOUND = Answer(
    404,
    HTML["Content-Type"],
    notice_page("404", "عذرا، الصفحة المطلوبة غير موجودة.").encode(),
)


class _Visit(QuietHandler):
    """One connection to the site."""

    def __init__(self, site: Site, *args: Any) -> None:
        self.site = site
        super().__init__(*args)

    def do_GET(self) -> None:  # noqa: N802 (the base looks for this name)
        """Trouble first, if there is any; then the page."""
        trouble = self.site.trouble_at(self.path)
        if trouble is not None:
            self.pause(trouble.delay)
            if trouble.answer is not None:
                trouble.answer(self)
                return
        self._say(self.site.answer(self.path))

    def do_HEAD(self) -> None:  # noqa: N802 (the base looks for this name)
        self.do_GET()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Called by `send_response`: here the status is known."""
        headers = getattr(self, "headers", None) or {}  # neither is there if the request is broken
        self.site.keep(
            Request(
                self.command or "",
                getattr(self, "path", ""),
                int(code),
                {name.lower(): value for name, value in headers.items()},
                datetime.now(UTC),
            )
        )

    def _say(self, answer: Answer) -> None:
        habits = self.site.habits
        headers: dict[str, str] = {}
        if answer.etag is not None and answer.last_modified is not None:
            headers["ETag"] = answer.etag
            stamp = answer.last_modified.astimezone(UTC)
            headers["Last-Modified"] = format_datetime(stamp, usegmt=True)
            if _is_current(self.headers, answer.etag, answer.last_modified):
                self.answer(304, headers)
                return
        headers["Content-Type"], body = _encoded(answer, habits)
        if habits.gzip:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"], body = "gzip", gzip.compress(body)
        self.answer(answer.status, headers, body)


def _is_current(headers: Message, etag: str, last_modified: datetime) -> bool:
    """Whether a conditional request is answered 304 (RFC 9110 13.2.2: a tag outranks a date)."""
    if (tags := headers.get("If-None-Match")) is not None:
        return any(tag.strip().removeprefix("W/") in ("*", etag) for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return last_modified <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _encoded(answer: Answer, habits: Habits) -> tuple[str, bytes]:
    """The Content-Type and the bytes; the charset habit is about HTML pages alone."""
    if isinstance(answer.body, bytes):
        return answer.content_type, answer.body
    if answer.content_type != HTML["Content-Type"] or habits.charset == "utf-8":
        return answer.content_type, answer.body.encode(errors="xmlcharrefreplace")
    if habits.charset == "mislabelled":
        return "text/html; charset=ISO-8859-1", answer.body.encode(errors="xmlcharrefreplace")
    body = answer.body.encode("windows-1256", errors="xmlcharrefreplace")
    return "text/html; charset=windows-1256", body


def _plain_path(target: int | str) -> int | str:
    """A path as troubles are kept under: decoded, without query and closing slash."""
    if isinstance(target, int) or target == "*":
        return target
    return unquote(target.partition("?")[0]).rstrip("/") or "/"
