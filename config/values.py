"""What a single value of the settings may be: durations, addresses, secrets, names.

A value that may not be raises ValueError with what to write instead; where it came from, and how
it goes with others, is not looked at here.
"""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import timedelta
from importlib.util import find_spec
from ipaddress import ip_address
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AnyUrl,
    BeforeValidator,
    Field,
    SecretStr,
    UrlConstraints,
)

from config.addresses import database_url, is_sentry_dsn

HOW_TO_SIGN = "whsec_ and 24 to 64 random bytes in base64, as openssl rand -base64 32 prints them"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# Six digits keep the longest one, in days, within what datetime can add.
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*([smhd])")


def parse_duration(value: Any) -> Any:
    """`10m`, `2s`, `1.5h`, `3d` → timedelta.

    Raises:
        ValueError: no unit, or an unknown one. A bare 0 is no time at all.
    """
    if isinstance(value, timedelta):
        return value
    if value in (0, "0") and not isinstance(value, bool):
        return timedelta(0)
    if isinstance(value, str) and (parsed := _DURATION.fullmatch(value.strip())):
        return timedelta(seconds=float(parsed[1]) * _UNITS[parsed[2]])
    raise ValueError("write a number and a unit: 30s, 10m, 2h or 1d")


def _plain_address(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(
        r"[^@\s<>()\",;:\\\[\]\x00-\x1f]+@[^@\s<>()\",;:\\\[\]\x00-\x1f]+", value
    ):
        raise ValueError("write a plain e-mail address, such as desk@example.org")
    return value


def _signing_secret(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    try:
        key = b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if not text.startswith("whsec_") or not 24 <= len(key) <= 64:
        raise ValueError(f"write {HOW_TO_SIGN}")
    return value


def _apprise_address(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*://[!-~]{1,2000}", value.get_secret_value(), re.I):
        raise ValueError("write an address as Apprise's documentation has it: SERVICE://…")
    if find_spec("apprise") is None:
        raise ValueError("this needs an extra: pip install 'marsad[apprise]'")
    return value


def _database(value: SecretStr) -> SecretStr:
    return SecretStr(database_url(value.get_secret_value()))


def _sentry_dsn(value: SecretStr) -> SecretStr:
    if not is_sentry_dsn(value.get_secret_value()):
        raise ValueError("copy the DSN from Sentry's project settings: https://KEY@HOST/NUMBER")
    return value


def _without_credentials(value: AnyUrl) -> AnyUrl:
    if value.username is not None or value.password is not None:
        raise ValueError("leave the user name and password out of the address")
    return value


def _plain_base(value: AnyUrl) -> AnyUrl:
    if value.query is not None or value.fragment is not None:
        raise ValueError("write the address without ? and #, such as https://marsad.example.org/")
    return value


def _unsubscribe_address(value: str) -> str:
    if not re.fullmatch(r"mailto:[!-;=?-~]+@[!-;=?-~]+|https://[!-;=?-~]+", value):
        raise ValueError("write mailto:ADDRESS or an https:// address")
    return value


def _server_name(value: str) -> str:
    if not re.fullmatch(r"\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?|[^\s:/@\[\]]+", value):
        raise ValueError("write the server's name alone, such as mail.example.org")
    return value.strip("[]")


def _poll_interval(value: timedelta) -> timedelta:
    if value < timedelta(seconds=1):
        raise ValueError("must be at least 1s")
    return value


def _retention_time(value: timedelta) -> timedelta:
    if value < timedelta(days=1):
        raise ValueError("must be at least 1d")
    return value


def _open_address(value: Any) -> Any:
    written = isinstance(value, str) and re.fullmatch(
        r"(?:\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):([0-9]{1,5})", value
    )
    if not written or not 1 <= int(written[1]) <= 65535:
        raise ValueError("write HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080")
    return value


def _own_address(value: Any) -> Any:
    if value == "off":
        return value
    written = isinstance(value, str) and re.fullmatch(
        r"(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):([0-9]{1,5})", value
    )
    try:
        # no name: it could come to mean another address, one that strangers reach
        valid = written and ip_address(written[1] or written[2]) and 1 <= int(written[3]) <= 65535
    except ValueError:
        valid = False
    if not valid:
        raise ValueError("write ADDRESS:PORT, such as 127.0.0.1:9464 or [::1]:9464, or off")
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
EmailAddress = Annotated[str, BeforeValidator(_plain_address)]
SigningSecret = Annotated[SecretStr, AfterValidator(_signing_secret)]
AppriseAddress = Annotated[SecretStr, AfterValidator(_apprise_address)]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database)]
SentryDsn = Annotated[SecretStr, AfterValidator(_sentry_dsn)]
OpenAddress = Annotated[str, BeforeValidator(_open_address)]
OwnAddress = Annotated[str, BeforeValidator(_own_address)]
UnsubscribeAddress = Annotated[str, AfterValidator(_unsubscribe_address)]
ServerName = Annotated[str, AfterValidator(_server_name)]
PollInterval = Annotated[Duration, AfterValidator(_poll_interval)]
RetentionTime = Annotated[Duration, AfterValidator(_retention_time)]
WebUrl = Annotated[
    AnyUrl,
    UrlConstraints(allowed_schemes=["http", "https"], host_required=True),
    AfterValidator(_without_credentials),
]
#: an address that others are made of by adding a path
BaseUrl = Annotated[WebUrl, AfterValidator(_plain_base)]
#: names go into tables, mail subjects, file names and environment variables
Name = Annotated[
    str,
    Field(
        pattern=r"^[^\s./:,\\\p{Cc}\p{Bidi_Control}][^\s/:,\\\p{Cc}\p{Bidi_Control}]{0,63}$",
    ),
]
#: the files in pipeline/presets
PresetName = Literal["blogger", "drupal", "ghost", "joomla", "joomla-k2", "wordpress"]
_LANGUAGE = r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$"
Language = Annotated[str, Field(pattern=_LANGUAGE)]


def is_language(code: str) -> bool:
    """Whether a text looks like a language's code, such as ar or en-GB."""
    return re.fullmatch(_LANGUAGE, code) is not None
