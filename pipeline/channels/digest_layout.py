"""Lays a digest's letter out as plain text and as HTML. Everything is escaped here, once.

As `pipeline.channels.layout` does for one alert: style inline, no image, script, form or remote
thing, no link but to the articles and their pages on the dashboard. Each alert runs in its own
direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from pipeline.channels.digest_letter import DigestLetter, Item, TopicPart
from pipeline.channels.letter import Highlights
from pipeline.channels.page import FAINT, aligned, boxed, by_field, page, quote, starred, start
from pipeline.diff_render import as_html, as_plain
from pipeline.text import isolate

_SMALL = "margin:0;font-size:14px;opacity:.8"


def digest_text(letter: DigestLetter) -> str:
    """The digest as plain text; lines are paragraphs, wrapped by the reader's client."""
    blocks = [letter.title]
    if letter.summary:
        blocks.append(aligned(letter.summary, letter.direction))
    for part in letter.topics:
        blocks.append(aligned(f"═══ {_counted(part)}", letter.direction))
        for story in part.stories:
            if len(story) > 1:
                line = letter.wording.story.format(alerts=letter.wording.alerts(len(story)))
                blocks.append(aligned(f"─── {line}", letter.direction))
            blocks += (_item_text(item, letter) for item in story)
    if letter.brief:
        blocks.append(letter.brief)
    return "\n\n".join(blocks) + f"\n\n-- \n{letter.footer}\n"


def _item_text(item: Item, letter: DigestLetter) -> str:
    return aligned("\n".join(_item_lines(item, letter)), item.direction)


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
        yield from (f"> {starred(context)}" for context in item.contexts)
        if item.opening:
            yield f"> {item.opening}"
        for name, blocks in by_field(item.blocks, item.wording):
            yield f"{name}{colon}".rstrip()
            yield as_plain(blocks)
        if item.blocks_left:
            yield item.wording.more.format(n=item.blocks_left)
    yield from filter(None, (item.link, item.dashboard))


def _counted(part: TopicPart) -> str:
    return f"{isolate(part.topic)} ({part.count})"


def digest_page(letter: DigestLetter) -> str:
    """The digest as an HTML page, its root in the language and direction of most of it."""
    return page(letter.subject, letter.language, letter.direction, _sections(letter))


def _sections(letter: DigestLetter) -> Iterator[str]:
    yield f'<h1 style="margin:0;font-size:22px;line-height:1.5">{escape(letter.title)}</h1>'
    if letter.summary:
        yield f'<p style="{_SMALL}">{escape(letter.summary)}</p>'
    for part in letter.topics:
        yield (
            f'<h2 style="margin:24px 0 4px;padding-top:12px;border-top:2px solid {FAINT};'
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
    return boxed(
        f'<p style="{_SMALL}">{escape(line)}</p>\n{items}',
        letter.direction,
        f"padding-{side}:12px",
        bar=FAINT,
        margin="12px 0",
    )


def _item(item: Item, letter: DigestLetter) -> str:
    """One alert: its headline, a line of what it is, and below that what happened."""
    told = "\n".join(_item_parts(item, letter))
    if not item.is_brief:
        return boxed(told, item.direction, "padding:12px 0", language=item.language)
    return (  # one of many, in few bytes
        f'<p lang="{escape(item.language)}" dir="{item.direction}" '
        f'style="margin:12px 0;{start(item.direction)}">\n{told}\n</p>'
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
    opening: tuple[Highlights, ...] = (((item.opening, False),),) if item.opening else ()
    for context in (*item.contexts, *opening):
        yield quote(context, item.direction, item.language, "4px 0")
    for name, blocks in by_field(item.blocks, item.wording):
        yield f'<p style="margin:6px 0 0;font-size:14px;opacity:.75">{escape(name)}</p>'
        yield as_html(blocks)
    if item.blocks_left:
        yield f'<p style="{_SMALL}">{escape(item.wording.more.format(n=item.blocks_left))}</p>'
    if item.dashboard:
        words, address = escape(item.wording.dashboard), escape(item.dashboard)
        yield f'<p style="{_SMALL}"><a href="{address}" style="color:inherit">{words}</a></p>'
