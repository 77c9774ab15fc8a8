"""What leaves the machine of a configuration: everything but its secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from config.document import plain, read_document
from config.redacting import REMOVED, without_secrets
from tests.builders import SECRET


def _without(text: str) -> str:
    return without_secrets(text.encode(), "marsad.yaml")


@pytest.mark.parametrize(
    "written",
    [
        "smtp: {host: mail, password: s3cret-word}",
        "smtp:\n  password: 's3cret-word'\n  host: mail",
        'smtp: {password: "s3cret\\x2dword"}',
        "destinations:\n  - apprise: >-\n      s3cret-word\n    name: desk",
        "database: postgresql://marsad:s3cret-word@db/marsad",
        "database: postgresql://marsad@db/marsad?password=s3cret-word",
        "sentry: {dsn: https://s3cret-word@sentry.example.org/1}",
        "contact: a@example.org  # password: s3cret-word",
        "smtp: {password: s3cret-word}\n# it was s3cret-word before, too",
        'contact: "a\u2028b\u0085c"\nsmtp: {password: s3cret-word}',
        "smtp:\n  password: >\n    s3cret\n    word\n  host: mail",
        "#smtp:\n#  password: s3cret-word\ncontact: a",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_secret_is_gone_however_it_is_written(written: str, line_end: str) -> None:
    text = _without(written.replace("\n", line_end))
    assert "s3cret" not in text
    assert REMOVED in text
    read_document(text.encode(), "marsad.yaml")


def test_a_signing_secret_is_gone_even_from_a_comment() -> None:
    text = _without(f"destinations:\n  - {{name: a, secret: {SECRET}}}\n# old: {SECRET[:20]}\n")
    assert "whsec_" not in text


def test_all_else_stays_as_it_is_written() -> None:
    text = "# من يراقب ماذا\ncontact: a@example.org   # us\nsmtp: {host: mail, password: x}\n"
    assert _without("\ufeff" + text) == text.replace(" x}", f" {REMOVED}}}")
    assert (
        _without("database: sqlite:///data/marsad.db\n") == "database: sqlite:///data/marsad.db\n"
    )


def test_a_databases_address_keeps_all_but_its_password() -> None:
    (address,) = plain(
        read_document(_without("database: postgresql://marsad:word@db:5433/x").encode(), "f").root
    ).values()
    assert address == f"postgresql://marsad:{REMOVED}@db:5433/x"


@run(max_examples=50)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_no_password_survives_whatever_its_letters(password: str) -> None:
    quoted = "'" + password.replace("'", "''") + "'"
    text = _without(f"smtp: {{host: mail, password: {quoted}, port: 25}}\n")
    assert plain(read_document(text.encode(), "f").root)["smtp"]["password"] == REMOVED
