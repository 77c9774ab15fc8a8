"""Which articles people mean by an id, a publisher's id or an address."""

from __future__ import annotations

import typer
from sqlalchemy.orm import Session

from config.settings import Settings
from marsad.commands.listing import row_id
from marsad.screen import err
from pipeline.identity import link_key
from pipeline.store import queries
from pipeline.store.queries import ArticleView
from pipeline.urls import canonical_url


def article_named(session: Session, settings: Settings, wanted: str) -> ArticleView:
    """The article by its id, publisher's id or address; ends the command when unknown."""
    ids = articles_named(session, settings, wanted)
    view = queries.article(session, ids[0]) if ids else None
    if view is None:
        err.print(f"no article is known by {wanted}", style="yellow", soft_wrap=True)
        raise typer.Exit(3)
    return view


def articles_named(session: Session, settings: Settings, wanted: str) -> list[int]:
    """The ids of the articles that may be meant; an id that was written need not be known."""
    if wanted.isdecimal():
        number = row_id(wanted)
        return [] if number is None else [number]
    return _articles_at(session, settings, wanted)


def _articles_at(session: Session, settings: Settings, wanted: str) -> list[int]:
    ids = queries.articles_at(session, wanted, [wanted, *keys_of(settings, wanted)])
    links = queries.links(session, keys=keys_of(settings, wanted), url=wanted)
    return list(dict.fromkeys([*ids, *(one.article for one in links if one.article)]))


def keys_of(settings: Settings, url: str) -> list[str]:
    """Every key an address may be stored under, by the presets and rules in use."""
    try:
        cleaned = canonical_url(url)
    except ValueError:
        return []
    rules = {(source.preset, source.rules) for source in settings.sources} | {(None, None)}
    return sorted({link_key(cleaned, *one) for one in rules})
