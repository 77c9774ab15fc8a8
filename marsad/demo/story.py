"""The demo's script: what stands on the site at the start, and what happens to it when.

Acts on a `Newsroom` alone; who watches the site, and tells of it, is `marsad.cli`'s matter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import URL

from marsad.demo import pieces
from marsad.demo.newsroom import OUTLET, ZONE, Newsroom, Piece
from marsad.demo.serving import LOOPBACK


@dataclass(frozen=True, slots=True)
class Event:
    """Something an editor or the readers do at the newsroom."""

    #: seconds after the start
    at: float
    #: one line for the narrator
    say: str
    act: Callable[[Newsroom], None]
    #: alerts that it raises, each to every destination
    alerts: int = 0


def opening(now: datetime | None = None) -> tuple[Piece, ...]:
    """The pieces that are there before anybody watches, published over the last two days.

    Args:
        now: aware; None: the present.
    """
    now = (now or datetime.now(ZONE)).astimezone(ZONE).replace(microsecond=0)
    standing = (
        pieces.LIBRARY,
        pieces.FISH_MARKET,
        pieces.TALES,
        pieces.SCHOOL_BUSES,
        pieces.DATES,
        pieces.DAM,
    )
    ages = (timedelta(hours=7 * n, minutes=13 * n, seconds=11 * n) for n in range(6, 0, -1))
    return tuple(
        replace(piece, created=now - age) for piece, age in zip(standing, ages, strict=True)
    )


def script() -> tuple[Event, ...]:
    """What happens in the demo, in order, over three quarters of a minute."""
    return (
        Event(6, "A new piece on the desalination plant: topic «water».", _publish_desalination, 1),
        Event(10, "Readers come: the hit counters rise. That is no edit.", _crowd),
        Event(14, "A new piece on ceramics, which no topic asks for.", _publish_ceramics),
        Event(18, "A new piece on the electric train: topic «rail».", _publish_train, 1),
        Event(24, "The plant's output becomes 15 instead of 12, silently.", _change_a_figure, 1),
        Event(29, "The train is listed in a second section. Still one article.", _list_twice),
        Event(33, "The piece on the train is corrected, and says so.", _correct, 1),
        Event(38, "The piece on dates gets another headline and address.", _rename, 1),
        Event(43, "The piece on the fish market is taken down (410).", _take_down),
        Event(47, "Readers come again. Nothing else changes.", _crowd),
    )


def _publish_desalination(newsroom: Newsroom) -> None:
    newsroom.publish(pieces.DESALINATION)


def _publish_ceramics(newsroom: Newsroom) -> None:
    newsroom.publish(pieces.CERAMICS)


def _publish_train(newsroom: Newsroom) -> None:
    newsroom.publish(pieces.TRAIN)


def _crowd(newsroom: Newsroom) -> None:
    for piece in newsroom.pieces():
        for _ in range(1 + piece.id % 17):
            newsroom.view(piece.id)


def _change_a_figure(newsroom: Newsroom) -> None:
    piece_id = pieces.DESALINATION.id
    body = _with(newsroom.piece(piece_id).body, "12 ألف", "15 ألف")
    newsroom.edit(piece_id, body=body, admit=False)


def _list_twice(newsroom: Newsroom) -> None:
    newsroom.list_in(pieces.TRAIN.id, "economy")


def _correct(newsroom: Newsroom) -> None:
    piece_id = pieces.TRAIN.id
    body = _with(newsroom.piece(piece_id).body, "ثماني رحلات", "ست رحلات")
    newsroom.edit(piece_id, body=(*body, pieces.TRAIN_CORRECTION), admit=True)


def _rename(newsroom: Newsroom) -> None:
    newsroom.reslug(pieces.DATES.id, pieces.DATES_NEW_SLUG)
    newsroom.edit(pieces.DATES.id, title=pieces.DATES_NEW_TITLE, admit=True)


def _take_down(newsroom: Newsroom) -> None:
    newsroom.take_down(pieces.FISH_MARKET.id, 410)


def _with(body: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(paragraph.replace(old, new) for paragraph in body)


def demo_configuration(
    site_url: str, smtp_port: int, hook_url: str, secret: str, folder: str
) -> str:
    """The YAML that has Marsad watch the demo site and alert the two sinks.

    Args:
        site_url: scheme, host and port of the site, without a slash at the end.
        secret: the receiver's signing secret.
        folder: absolute path of the folder that keeps the database and the evidence.
    """
    hosts = [site_url.split("/")[2], hook_url.split("/")[2], f"{LOOPBACK}:{smtp_port}"]
    database = URL.create("sqlite", database=f"{folder}/marsad.db").render_as_string()
    return f"""\
# What the demo runs with: the {OUTLET} on loopback, polled every few seconds.
contact: demo@example.org
database: {_quoted(database)}
data: {_quoted(folder)}
timezone: Africa/Algiers
smtp: {{host: {LOOPBACK}, port: {smtp_port}, sender: marsad@example.org}}
sources:
  - name: demo
    home: {site_url}/
    timezone: Africa/Algiers
    language: ar
    preset: joomla-k2
    delay: 0.1s
    first_crawl: baseline
    confirm: 1s
    sections:
      - {{name: maghreb, page: "{site_url}/index.php/maghreb", every: 2s}}
      - {{name: economy, page: "{site_url}/index.php/economy", every: 2s}}
      - {{name: culture, feed: "{site_url}/index.php/culture?format=feed&type=rss", every: 3s}}
watchlists:
  - name: region
    destinations: [desk, hook]
    topics:
      - {{name: water, query: '"تحلية المياه" OR "وادي الزعفران"'}}
      - {{name: rail, query: '"القطار الكهربائي" OR "السكة الحديدية"'}}
      - {{name: dates, query: 'التمور AND (تصدير OR صادرات)'}}
destinations:
  - {{name: desk, email: desk@example.org}}
  - {{name: hook, webhook: "{hook_url}", secret: {secret}}}
network:
  allow: {json.dumps(hosts)}
health: {{listen: "off"}}
"""


def _quoted(text: str) -> str:
    """A YAML scalar: JSON's strings are YAML's too, whatever characters they hold."""
    return json.dumps(text)
