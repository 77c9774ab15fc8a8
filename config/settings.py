"""The settings as frozen models: what each key may hold and what it defaults to.

Says nothing about where values come from (config.load), what a single one may be (config.values),
nor about mistakes that span keys, such as duplicate names (config.crosschecks).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import time, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from config.calm import AnHour, GroupTime, QuietHours, TimesOfDay, Wait
from config.edit_kinds import EditKind, Severity
from config.rules import RulesSettings
from config.values import (
    HOW_TO_SIGN,
    AppriseAddress,
    BaseUrl,
    DatabaseAddress,
    Duration,
    EmailAddress,
    Language,
    Name,
    OpenAddress,
    OwnAddress,
    PollInterval,
    PresetName,
    RetentionTime,
    SentryDsn,
    ServerName,
    SigningSecret,
    UnsubscribeAddress,
    WebUrl,
)
from config.zones import Zone


def section_fault(given: Collection[str]) -> str | None:
    """What is wrong with a section in which these keys are written, if anything."""
    if len({"page", "feed", "sitemap"} & set(given)) != 1:
        return "give one of page:, feed: and sitemap:, and only one"
    return None


def destination_fault(given: Collection[str]) -> str | None:
    """What is wrong with a destination in which these keys are written, if anything."""
    if len({"email", "webhook", "apprise"} & set(given)) != 1:
        return "give one of email:, webhook: and apprise:, and only one"
    if "webhook" in given and "secret" not in given:
        return f"a webhook needs secret: ({HOW_TO_SIGN}), so that its receiver can trust it"
    if "webhook" not in given and "secret" in given:
        return "secret: belongs to a webhook"
    if "webhook" not in given and "old_secret" in given:
        return "old_secret: belongs to a webhook"
    if "email" not in given and "unsubscribe" in given:
        return "unsubscribe: belongs to an email"
    return None


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    def _given(self) -> frozenset[str]:
        return frozenset(name for name, value in self if value is not None)


class SectionSettings(_Frozen):
    """A feed, section page or sitemap of a source, and how often it is polled."""

    name: Name
    page: WebUrl | None = None
    feed: WebUrl | None = None
    sitemap: WebUrl | None = None
    #: the longest time between two polls
    every: PollInterval = timedelta(minutes=10)
    #: the shortest, where new pieces come often; None: a quarter of `every`, at least a minute
    fastest: PollInterval | None = None
    #: pages of a section, or sitemaps of an index, followed until known ground is reached
    pages: int = Field(default=10, ge=1, le=100)

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if fault := section_fault(self._given()):
            raise ValueError(fault)
        if self.fastest is not None and self.fastest > self.every:
            raise ValueError("fastest is longer than every: it is the shortest time between polls")
        return self

    @property
    def polled_within(self) -> tuple[timedelta, timedelta]:
        """The shortest and the longest time between two polls."""
        fastest = max(self.every / 4, timedelta(minutes=1))
        return min(self.fastest or fastest, self.every), self.every

    @property
    def url(self) -> str:
        return str(self.page or self.feed or self.sitemap)

    @property
    def kind(self) -> Literal["page", "feed", "sitemap"]:
        if self.page is not None:
            return "page"
        return "feed" if self.feed is not None else "sitemap"


class SourceSettings(_Frozen):
    """A news outlet: its hosts, zone, language, reading preset and rules, politeness."""

    name: Name
    home: WebUrl
    timezone: Zone = "UTC"
    language: Language | None = None
    preset: PresetName | None = None
    #: what its own pages need beyond a preset; goes before the preset
    rules: RulesSettings | None = None
    delay: Duration = timedelta(seconds=2)
    #: rechecks a day that it may have; None: about as many as going by age would make
    budget: int | None = Field(default=None, ge=1, le=1_000_000)
    first_crawl: Literal["baseline", "alert"] = "baseline"
    #: browser: run the scripts of its pages, for sites whose pages hold no text without them
    render: Literal["browser"] | None = None
    #: whether to ask the site's own system what changed, where it tells
    sweep: Literal["auto", "off"] = "auto"
    #: a changed reading counts when a fetch so much later shows it too; 0s: at once
    confirm: Duration | None = None
    #: edits of which severity are told before they are confirmed
    unconfirmed_alerts: Literal["high", "never"] = "never"
    sections: tuple[SectionSettings, ...] = Field(min_length=1)

    @property
    def confirms_after(self) -> timedelta:
        """`confirm`; by default 3 minutes, but no longer than the shortest `every`."""
        if self.confirm is not None:
            return self.confirm
        return min(timedelta(minutes=3), *(section.every for section in self.sections))


class TopicSettings(_Frozen):
    """A saved query on a watchlist."""

    name: Name
    query: str = Field(min_length=1, max_length=10_000)
    on: tuple[Literal["new", "edit", "entered", "left", "removed", "restored"], ...] = Field(
        default=("new", "edit"), min_length=1
    )
    #: names of sources / sections it is limited to; empty: all
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    #: kind of edit → how much it matters here, in place of the default
    severity: dict[EditKind, Severity] = Field(default={})
    #: a later copy that says nothing but what was alerted of raises no alert of its own
    story_once: bool = True
    #: languages it is limited to, as `lang:` in a query has them; empty: all
    languages: tuple[Language, ...] = ()
    #: of edits, only those of a kind named here; empty: all
    kinds: tuple[EditKind, ...] = ()
    #: of edits, none that matters less
    min_severity: Literal["low", "medium", "high"] = "low"
    #: of edits, only those that the page does not admit
    stealth_only: bool = False
    #: sentences that the query must hold for, and must not, or the configuration is refused
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


class WatchlistSettings(_Frozen):
    """A named set of topics and the destinations of their alerts."""

    name: Name
    destinations: tuple[str, ...] = Field(min_length=1)
    topics: tuple[TopicSettings, ...] = Field(min_length=1)


class DestinationSettings(_Frozen):
    """Where alerts go: an e-mail recipient, a webhook, or a service that Apprise reaches."""

    name: Name
    email: EmailAddress | None = None
    webhook: WebUrl | None = None
    #: Apprise's address of a chat, push or SMS service; holds its password or token
    apprise: AppriseAddress | None = None
    secret: SigningSecret | None = None
    #: signs beside the other while receivers change over
    old_secret: SigningSecret | None = None
    #: where the mailbox's owner asks for no more mail
    unsubscribe: UnsubscribeAddress | None = None
    #: each alert when it is raised, or all that came up since in a digest
    deliver: Literal["immediately", "hourly", "daily"] = "immediately"
    #: times of day of a daily digest
    at: TimesOfDay = (time(8),)
    #: whose clock they and `quiet` go by, and what times are shown in; None: the readers' zone
    timezone: Zone | None = None
    #: hours in which nothing is sent; what comes up goes out in a digest at their end
    quiet: QuietHours | None = None
    #: messages an hour; what is more goes out in a digest
    at_most: AnHour | None = None
    #: how long an alert waits for others of its story, to go out in one message
    group: Annotated[Duration, GroupTime] | None = None
    #: which of these keys an edit of high severity does not wait for
    high_passes: tuple[Wait, ...] = ("at_most",)

    @model_validator(mode="after")
    def _one_channel(self) -> Self:
        if fault := destination_fault(self._given()):
            raise ValueError(fault)
        return self

    @property
    def channel(self) -> Literal["email", "webhook", "apprise"]:
        if self.email is not None:
            return "email"
        return "webhook" if self.webhook is not None else "apprise"


class SmtpSettings(_Frozen):
    """The server that takes the mail."""

    host: ServerName
    port: int = Field(default=25, ge=1, le=65535)
    sender: EmailAddress
    username: str | None = None
    password: SecretStr | None = None
    tls: Literal["none", "starttls", "implicit"] | None = None

    @property
    def effective_tls(self) -> Literal["none", "starttls", "implicit"]:
        """`tls`, or by default none on loopback and starttls anywhere else."""
        if self.tls is not None:
            return self.tls
        loopback = self.host in ("localhost", "::1") or self.host.startswith("127.")
        return "none" if loopback else "starttls"


class SentrySettings(_Frozen):
    dsn: SentryDsn | None = None


class NetworkSettings(_Frozen):
    """Private addresses that may be connected to, each as HOST:PORT."""

    allow: tuple[OpenAddress, ...] = ()


class HealthSettings(_Frozen):
    """Where the running service tells how it is, to probes and to Prometheus."""

    #: ADDRESS:PORT, or off
    listen: OwnAddress = "127.0.0.1:9464"
    #: whether other machines may ask
    exposed: bool = False
    #: names by which it may be asked, besides localhost and addresses
    hosts: tuple[ServerName, ...] = ()

    @model_validator(mode="after")
    def _hidden_unless_exposed(self) -> Self:
        if self.address and not self.exposed and not ip_address(self.address[0]).is_loopback:
            raise ValueError(
                "listen: lets other machines ask how Marsad is: "
                "write exposed: true as well, or listen on 127.0.0.1"
            )
        return self

    @property
    def address(self) -> tuple[str, int] | None:
        """The IP address and the port to listen on; None: nowhere."""
        if self.listen == "off":
            return None
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class DailySettings(_Frozen):
    """What one host may be asked in a day, UTC; robots.txt and redirects count."""

    requests: int = Field(default=30_000, ge=1, le=10_000_000)
    #: of bodies as they are sent
    megabytes: int = Field(default=5_000, ge=1, le=10_000_000)


class RetentionSettings(_Frozen):
    """How long what was kept is kept on; None: for ever."""

    #: since the article was last seen
    responses: RetentionTime | None = None
    #: titles and what is known of edits stay, the words of the texts go
    texts: RetentionTime | None = None


class ArchiveSettings(_Frozen):
    """How the responses that versions were read from are kept, and what room they leave."""

    #: zstd takes half of the room, gzip opens in every replay tool as it is
    compression: Literal["zstd", "gzip"] = "zstd"
    #: what crawls leave free on its disk and the database's: with less they pause
    reserve_mb: int = Field(default=200, ge=0, le=100_000_000)


class VigilSettings(_Frozen):
    """Whether the operator is told of sources that do not go on as they did."""

    enabled: bool = True
    #: how many silences of a section in a year may be taken for a death that are none
    false_alarms: float = Field(default=0.2, ge=0.001, le=50)


class LogSettings(_Frozen):
    #: auto: console on a terminal, JSON elsewhere
    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Frozen):
    """Everything a user can set. Paths are absolute once loaded."""

    #: goes into the User-Agent, so it is ASCII
    contact: str = Field(min_length=3, pattern=r"^[!-~]+$")
    database: DatabaseAddress = SecretStr("sqlite:///data/marsad.db")
    data: Path = Path("data")
    timezone: Zone = "UTC"
    #: where readers reach the dashboard: alerts then lead to an article's page there
    dashboard_url: BaseUrl | None = None
    smtp: SmtpSettings | None = None
    sources: tuple[SourceSettings, ...] = Field(min_length=1)
    #: queries that topics share, each taken in by @NAME
    queries: dict[Name, Annotated[str, Field(min_length=1, max_length=10_000)]] = Field(default={})
    watchlists: tuple[WatchlistSettings, ...] = ()
    destinations: tuple[DestinationSettings, ...] = ()
    #: name of the destination that is told when another is disabled, or a source may be dying
    operator: str | None = None
    #: alerts in the feed of each watchlist, the newest; 0: no feeds are written
    feed_entries: int = Field(default=50, ge=0, le=500)
    sentry: SentrySettings = SentrySettings()
    network: NetworkSettings = NetworkSettings()
    daily: DailySettings = DailySettings()
    health: HealthSettings = HealthSettings()
    archive: ArchiveSettings = ArchiveSettings()
    retention: RetentionSettings = RetentionSettings()
    vigil: VigilSettings = VigilSettings()
    log: LogSettings = LogSettings()

    def source(self, name: str) -> SourceSettings | None:
        return next((source for source in self.sources if source.name == name), None)

    def destination(self, name: str) -> DestinationSettings | None:
        return next((one for one in self.destinations if one.name == name), None)
