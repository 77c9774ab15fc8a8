"""What the site's publishing system tells machines: K2's JSON view, WordPress's posts.

The stamps are in UTC and carry no zone, in either. What of it is true is decided by
`marsad.demo.habits`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from marsad.demo.frame import Scene
from marsad.demo.newsroom import OUTLET, Standing
from marsad.demo.routes import Asked

JSON = "application/json; charset=utf-8"
#: how Joomla stores "never"
_NEVER = "0000-00-00 00:00:00"


def k2_json(asked: Asked, shown: Sequence[Standing], scene: Scene) -> str:
    """A listing as K2's JSON view gives it: newest first, with whole texts."""
    return json.dumps(
        {
            "site": {"url": scene.site_url, "name": OUTLET},
            "items": [_item(one, asked.section, scene) for one in shown[: asked.limit]],
        }
    )


def _item(standing: Standing, section: str | None, scene: Scene) -> dict[str, Any]:
    piece = standing.piece
    typed = [piece.byline] if piece.byline and piece.byline_place == "body" else []
    lines = [*typed, *piece.body, *([f"المصدر: {piece.credit}"] if piece.credit else [])]
    paragraphs = [f"<p>{escape(text)}</p>" for text in lines]
    # without a read-more mark all of it is K2's intro
    cut = len(typed) + 1 if piece.split else len(paragraphs)
    category = scene.section(section or piece.sections[0])
    return {
        "id": str(piece.id),
        "title": piece.title,
        "alias": piece.slug,
        "link": scene.href(piece, section),
        "catid": str(category.id),
        "introtext": "".join(paragraphs[:cut]),
        "fulltext": "".join(paragraphs[cut:]),
        "created": _stored(piece.created),
        "modified": _stored(piece.modified),
        "featured": str(int(piece.featured)),
        "hits": str(standing.hits),
        "category": {"id": str(category.id), "name": category.name, "alias": category.slug},
    }


def posts_json(
    asked: Asked, shown: Sequence[Standing], scene: Scene, *, crying: bool = False
) -> str:
    """The site's pieces as WordPress lists posts, last modified first.

    Args:
        crying: every post was modified just now, or so it says.
    """

    def modified(standing: Standing) -> datetime:
        at = scene.now if crying else standing.piece.modified or standing.piece.created
        assert at is not None, "publishing stamps it"
        return at

    newest = sorted(shown, key=modified, reverse=True)[: asked.limit]
    return json.dumps(
        [
            {
                "id": one.piece.id,
                "link": f"{scene.site_url}{scene.href(one.piece)}",
                "slug": one.piece.slug,
                "date_gmt": _zoneless(one.piece.created or modified(one)),
                "modified_gmt": _zoneless(modified(one)),
                "title": {"rendered": escape(one.piece.title)},
            }
            for one in newest
        ]
    )


def _stored(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if at else _NEVER


def _zoneless(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
