"""Lays a digest's letter out as plain text and as HTML. Everything is escaped here, once.

As `pipeline.channels.layout` does for one alert: style inline, no image, script, form or remote
thing, no link but to the articles and their pages on the dashboard. Each alert runs in its own
direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from pipeline.channels.digest_letter import DigestLetter, Item, TopicPart
from pipeline.channels.letter import Highlights
from pipeline.diff import DiffBlock
from pipeline.diff_render import as_html, as_plain
from pipeline.text import isolate

_SHEET = ":root{color-scheme:light dark;supported-color-schemes:light dark}"
_FONT = "'Segoe UI',Tahoma,'Noto Sans Arabic','Noto Naskh Arabic',Arial,sans-serif"
_FAINT = "rgba(128,128,128,.4)"
_MARK = "background:rgba(255,196,0,.42);color:inherit;padding:0 2px;border-radius:2px"
_SMALL = "margin:0;font-size:14px;opacity:.8"
#: before a line that does not begin with an Arabic or Hebrew letter, but for links
_LEFTISH = re.compile("^(?=[^\n\u0590-\u08ff\u200f])(?!https?://)", re.MULTILINE)


def digest_text(letter: DigestLetter) -> str:
    """The digest as plain text; lines are paragraphs, wrapped by the reader's client."""
    blocks = [letter.title]
    if letter.summary:
        blocks.append(_aligned(letter.summary, letter.direction))
    for part in letter.topics:
        blocks.append(_aligned(f"═══ {_counted(part)}", letter.direction))
        for story in part.stories:
            if len(story) > 1:
                line = letter.wording.story.format(alerts=letter.wording.alerts(len(story)))
                blocks.append(_aligned(f"─── {line}", letter.direction))
            blocks += (_item_text(item, letter) for item in story)
    if letter.brief:
        blocks.append(letter.brief)
    return "\n\n".join(blocks) + f"\n\n-- \n{letter.footer}\n"


def _aligned(text: str, direction: str) -> str:
    """A client lays a line out by its first letter: one that begins otherwise gets a mark."""
    return _LEFTISH.sub("\u200f", text) if direction == "rtl" else text


def _item_text(item: Item, letter: DigestLetter) -> str:
    return _aligned("\n".join(_item_lines(item, letter)), item.direction)


def _item_lines(item: Item, letter: DigestLetter) -> Iterator[str]:
    colon = item.wording.colon
    yield f"{'‼' if item.is_high else '•'} {item.title}"
    yield item.line
    if item.is_elsewhere:
        yield letter.wording.elsewhere
    if not item.is_brief:
        if item.seen:
            yield f"{item.seen[0]}{colon}{item.seen[1]}"
        if item.notice:
            yield item.notice
        yield from (f"> {_starred(context)}" for context in item.contexts)
        if item.opening:
            yield f"> {item.opening}"
        for name, blocks in _by_field(item):
            yield f"{name}{colon}".rstrip()
            yield as_plain(blocks)
        if item.blocks_left:
            yield item.wording.more.format(n=item.blocks_left)
    yield from filter(None, (item.link, item.dashboard))


def _starred(context: Highlights) -> str:
    return "".join(f"*{text}*" if found else text for text, found in context)


def _by_field(item: Item) -> Iterator[tuple[str, Iterable[DiffBlock]]]:
    wording = item.wording
    names = {
        "title": wording.title,
        "body": wording.text,
        "byline": wording.byline,
        "credit": wording.credit,
        "section": wording.section,
    }
    for field, blocks in groupby(item.blocks, key=lambda block: block.field):
        yield names[field], blocks


def _counted(part: TopicPart) -> str:
    return f"{isolate(part.topic)} ({part.count})"


def digest_page(letter: DigestLetter) -> str:
    """The digest as an HTML page, its root in the language and direction of most of it."""
    root = f'lang="{escape(letter.language)}" dir="{letter.direction}"'
    return (
        f'<!doctype html>\n<html {root}>\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(letter.subject)}</title>\n<style>{_SHEET}</style></head>\n"
        '<body style="margin:0;padding:0">\n'
        # said again: web clients keep the body's content and drop the root
        f'<div {root} style="max-width:40em;margin:0 auto;padding:16px;font:16px/1.7 {_FONT};'
        f'overflow-wrap:anywhere;{_start(letter.direction)}">\n'
        + "\n".join(_sections(letter))
        + "\n</div>\n</body>\n</html>\n"
    )


def _start(direction: str) -> str:
    return f"text-align:{'right' if direction == 'rtl' else 'left'}"


def _sections(letter: DigestLetter) -> Iterator[str]:
    yield f'<h1 style="margin:0;font-size:22px;line-height:1.5">{escape(letter.title)}</h1>'
    if letter.summary:
        yield f'<p style="{_SMALL}">{escape(letter.summary)}</p>'
    for part in letter.topics:
        yield (
            f'<h2 style="margin:24px 0 4px;padding-top:12px;border-top:2px solid {_FAINT};'
            f'font-size:18px">{escape(_counted(part))}</h2>'
        )
        for story in part.stories:
            yield _story(story, letter)
    for line in filter(None, (letter.brief, letter.footer)):
        yield f'<p style="margin:16px 0 0;font-size:13px;opacity:.7">{escape(line)}</p>'


def _story(story: tuple[Item, ...], letter: DigestLetter) -> str:
    """Alerts of one story within a line that holds them together; one alone as it is."""
    items = "\n".join(_item(item, letter) for item in story)
    if len(story) == 1:
        return items
    line = letter.wording.story.format(alerts=letter.wording.alerts(len(story)))
    side = "right" if letter.direction == "rtl" else "left"
    return (
        f'<div style="margin:12px 0;padding-{side}:12px;border-{side}:3px solid {_FAINT}">\n'
        f'<p style="{_SMALL}">{escape(line)}</p>\n{items}\n</div>'
    )


def _item(item: Item, letter: DigestLetter) -> str:
    """One alert: its headline, a line of what it is, and below that what happened."""
    return (
        f'<div lang="{escape(item.language)}" dir="{item.direction}" '
        f'style="margin:12px 0;{_start(item.direction)}">\n'
        + "\n".join(_item_parts(item, letter))
        + "\n</div>"
    )


def _item_parts(item: Item, letter: DigestLetter) -> Iterator[str]:
    title = escape(item.title)
    if item.link:
        title = f'<a href="{escape(item.link)}" style="color:inherit">{title}</a>'
    if item.is_brief:
        yield f"<b>{title}</b><br>"
    else:
        yield f'<h3 style="margin:0;font-size:17px;line-height:1.5">{title}</h3>'
    # a sign and heavy letters, for those who see no colour
    line = f"<b>‼ {escape(item.line)}</b>" if item.is_high else escape(item.line)
    yield f'<span style="font-size:14px;opacity:.8">{line}</span>'
    if item.is_elsewhere:
        yield f'<br><span style="font-size:14px">{escape(letter.wording.elsewhere)}</span>'
    if item.is_brief:
        return
    if item.seen:
        name, value = item.seen
        yield f'<p style="{_SMALL}">{escape(f"{name}{item.wording.colon}{value}")}</p>'
    if item.notice:
        yield f'<p style="margin:4px 0"><strong>{escape(item.notice)}</strong></p>'
    yield from (_quote(_marked(context), item) for context in item.contexts)
    if item.opening:
        yield _quote(escape(item.opening), item)
    for name, blocks in _by_field(item):
        yield f'<p style="margin:6px 0 0;font-size:14px;opacity:.75">{escape(name)}</p>'
        yield as_html(blocks)
    if item.blocks_left:
        yield f'<p style="{_SMALL}">{escape(item.wording.more.format(n=item.blocks_left))}</p>'
    if item.dashboard:
        words, address = escape(item.wording.dashboard), escape(item.dashboard)
        yield f'<p style="{_SMALL}"><a href="{address}" style="color:inherit">{words}</a></p>'


def _marked(context: Highlights) -> str:
    return "".join(
        f'<mark style="{_MARK}">{escape(text)}</mark>' if found else escape(text)
        for text, found in context
    )


def _quote(html: str, item: Item) -> str:
    side = "right" if item.direction == "rtl" else "left"
    return (
        f'<p style="margin:4px 0;padding-{side}:12px;border-{side}:3px solid {_FAINT}">{html}</p>'
    )
