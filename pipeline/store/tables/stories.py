"""Tables of texts that several articles carry, and of what such texts are found by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.tables.base import Base


class SignatureRow(Base):
    """What the latest version of an article is looked up by among near-duplicates."""

    __tablename__ = "signatures"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    version: Mapped[int]
    #: of the bands it has in `bands`, as `pipeline.store.stories` writes them
    keys: Mapped[bytes]
    #: how many distinct shingles the text has
    shingles: Mapped[int]


class BandRow(Base):
    """A band of an article's signature; like texts share some. Read from its index alone."""

    __tablename__ = "bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own hook

    #: number and hash of the band in one, see `pipeline.stories.signatures.bands`
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )


class StoryRow(Base):
    """One text that several articles carry."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: when its second carrier was found
    found_at: Mapped[datetime]


class StoryArticleRow(Base):
    """A carrier of a story; an article is part of one story at the most."""

    __tablename__ = "story_articles"
    __table_args__ = (Index(None, "story_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    joined_at: Mapped[datetime]
    #: the carrier it was found to be like; the story's first two name each other
    like_article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    #: share of the shorter text's shingles that the two have in common, 0 to 1, as of the
    #: carrier's latest version
    similarity: Mapped[float]
    #: an edit made it another text than that carrier's; None: it is a copy still
    diverged_at: Mapped[datetime | None]


class UntoldRow(Base):
    """A topic held for a carrier and was not told again, since it was told of the story."""

    __tablename__ = "untold"

    topic: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    #: the alert that told of it
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    at: Mapped[datetime]
