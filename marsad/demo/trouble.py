"""Ways in which a site misbehaves at one address, each a value that the site is given.

Trouble that concerns the whole site (charset, validators, feeds) is in `marsad.demo.habits`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from marsad.demo.frame import notice_page
from marsad.demo.serving import QuietHandler

HTML = {"Content-Type": "text/html; charset=utf-8"}
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to a request instead of, or before, its answer."""

    #: seconds before the first byte
    delay: float = 0.0
    #: None: after the delay all is well
    answer: Callable[[QuietHandler], None] | None = None


def slow(seconds: float) -> Trouble:
    """The right answer, too late."""
    return Trouble(delay=seconds)


def endless(interval: float = 0.05) -> Trouble:
    """A page that never ends, a paragraph every `interval` seconds."""

    def answer(to: QuietHandler) -> None:
        def drip() -> Iterator[bytes]:
            yield b'<!DOCTYPE html><html lang="ar" dir="rtl"><body>'
            while True:
                yield "<p>وللحديث بقية…</p>\n".encode()
                to.pause(interval)

        to.stream(HTML, drip())

    return Trouble(answer=answer)


def enormous(mebibytes: int = 100) -> Trouble:
    """A page that is much too large and says nothing of its length."""
    paragraph = "<p>كلام كثير لا ينتهي إلى شيء.</p>\n".encode()
    chunk = paragraph * (_MEBIBYTE // len(paragraph))

    def answer(to: QuietHandler) -> None:
        to.stream(HTML, (chunk for _ in range(mebibytes)))

    return Trouble(answer=answer)


def gzip_bomb(mebibytes: int = 100) -> Trouble:
    """A small body that unpacks to a page that is much too large."""

    def answer(to: QuietHandler) -> None:
        to.answer(200, HTML | {"Content-Encoding": "gzip"}, _packed_spaces(mebibytes))

    return Trouble(answer=answer)


@cache
def _packed_spaces(mebibytes: int) -> bytes:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)  # 16: with gzip's header
    parts = [packer.compress(b" " * _MEBIBYTE) for _ in range(mebibytes)]
    return b"".join(parts) + packer.flush()


def failing(status: int = 500, *, retry_after: int | None = None) -> Trouble:
    """An error; `retry_after` seconds are announced if given."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return _fixed(status, headers, notice_page(f"خطأ {status}", "تعذر عرض الصفحة المطلوبة."))


def redirect(to: str, status: int = 302) -> Trouble:
    """Somewhere else: a path of this site ("/" for its front page) or any address."""
    return _fixed(status, {"Location": to}, "")


def redirect_loop() -> Trouble:
    """To the same path, at a new address each time."""

    def answer(to: QuietHandler) -> None:
        split = urlsplit(to.path)
        turn = int(split.query.removeprefix("turn=") or 0) if "turn=" in split.query else 0
        to.answer(302, {"Location": f"{split.path}?turn={turn + 1}"})

    return Trouble(answer=answer)


def empty() -> Trouble:
    """A page with nothing in it."""
    return _fixed(200, {}, "")


def soft_404() -> Trouble:
    """A page that says in words alone that there is none."""
    return _fixed(
        200,
        {},
        notice_page("الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير موجودة أو تم حذفها."),
    )


def login() -> Trouble:
    """A page that asks who is there."""
    return _fixed(
        200, {}, notice_page("تسجيل الدخول", "يجب تسجيل الدخول أولا للاطلاع على هذا المحتوى.")
    )


def cut_off() -> Trouble:
    """A page whose connection is reset in the middle."""
    start = notice_page("خبر عاجل", "بدأ هذا النص ولم").removesuffix("</html>\n").encode()

    def answer(to: QuietHandler) -> None:
        to.send_response(200)
        for name, value in (HTML | {"Content-Length": str(3 * len(start))}).items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(start)
        to.pause(0.05)  # let it arrive: a reset also throws away what was not yet read
        to.cut()

    return Trouble(answer=answer)


def pdf() -> Trouble:
    """A page of another kind."""
    body = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n%%EOF\n"

    def answer(to: QuietHandler) -> None:
        to.answer(200, {"Content-Type": "application/pdf"}, body)

    return Trouble(answer=answer)


def _fixed(status: int, headers: Mapping[str, str], page: str) -> Trouble:
    body = page.encode()

    def answer(to: QuietHandler) -> None:
        to.answer(status, HTML | dict(headers), body)

    return Trouble(answer=answer)


#: at /trouble/NAME, always
GALLERY: Mapping[str, Trouble] = {
    "slow": slow(3600),
    "endless": endless(),
    "enormous": enormous(),
    "gzip-bomb": gzip_bomb(),
    "500": failing(500),
    "503": failing(503, retry_after=30),
    "403": failing(403),
    "home": redirect("/"),
    "loop": redirect_loop(),
    "empty": empty(),
    "soft-404": soft_404(),
    "login": login(),
    "cut-off": cut_off(),
    "pdf": pdf(),
}
