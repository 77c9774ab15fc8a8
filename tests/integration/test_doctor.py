"""The doctor sees what is wrong with an archive, on each database, and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from config.settings import SmtpSettings
from marsad.demo.mailbox import Mailbox
from marsad.doctor.archive import archive
from marsad.doctor.findings import Finding, Verdict
from marsad.doctor.network import network
from pipeline.channels import DeliveryError
from pipeline.channels.mail import greet_server
from pipeline.egress.policy import EgressPolicy
from pipeline.store.engine import Store
from pipeline.store.tables import SectionRow, SourceRow
from scheduler.lock import data_folder_lock
from tests.builders import NOW, settings
from tests.keeping import Keeper
from tests.outboxes import filled_outbox


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    address = store.url.render_as_string(hide_password=False)
    keeper = Keeper(store, tmp_path, changes={"database": address})
    keeper.publish()
    return keeper


def _found(keeper: Keeper, *, later: timedelta = timedelta(0)) -> list[Finding]:
    return list(archive(keeper.settings, NOW + later))


def _verdicts(found: list[Finding]) -> dict[str, Verdict]:
    return {one.check: one.verdict for one in found}


def test_an_archive_that_is_well_is_found_so(keeper: Keeper) -> None:
    with data_folder_lock(keeper.folder, "run"):
        verdicts = _verdicts(_found(keeper))
    assert set(verdicts.values()) == {"ok"}
    assert verdicts.keys() == {
        "service",
        "database",
        "alerts",
        "sections",
        "responses",
        "full-text",
    }


def test_nobody_at_work_is_worth_a_word(keeper: Keeper) -> None:
    assert _verdicts(_found(keeper))["service"] == "warn"


def test_a_response_that_was_changed_is_bad(keeper: Keeper) -> None:
    path = keeper.record_file()
    path.write_bytes(path.read_bytes()[:-20])
    assert _verdicts(_found(keeper))["responses"] == "bad"


def test_a_version_from_the_future_shows_a_wrong_clock(keeper: Keeper) -> None:
    assert "clock" not in _verdicts(_found(keeper))
    assert _verdicts(_found(keeper, later=-timedelta(hours=1)))["clock"] == "bad"


def test_alerts_that_nobody_sends_are_bad(store: Store, tmp_path: Path) -> None:
    address = store.url.render_as_string(hide_password=False)
    with filled_outbox(store, tmp_path):
        found = list(archive(settings(tmp_path, database=address), NOW + timedelta(days=900)))
    (late,) = [one for one in found if one.check == "alerts" and one.verdict == "bad"]
    assert "are late" in late.told
    assert late.advice == "marsad run"


def test_a_section_that_is_late_is_told_while_the_service_runs(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.execute(update(SectionRow).values(due_at=NOW - timedelta(hours=3)))
    with data_folder_lock(keeper.folder, "run"):
        late = [one for one in _found(keeper) if one.check == "sections"]
    assert {one.verdict for one in late} == {"warn"}
    assert "3 h late" in late[0].told
    with keeper.store.write() as session:
        session.merge(SourceRow(name="outlet", paused_until=NOW + timedelta(hours=1)))
    with data_folder_lock(keeper.folder, "run"):
        assert "sections" not in _verdicts(_found(keeper))


def test_a_newer_marsads_database_is_left_alone(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        found = [one for one in _found(keeper) if one.check == "database"]
        assert "schema 9999 is a newer Marsad's" in found[0].told
        assert found[0].verdict == "bad"
    finally:
        from pipeline.store.tables import SCHEMA

        with keeper.store.write() as session:
            session.execute(text(f"UPDATE alembic_version SET version_num = '{SCHEMA}'"))


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = list(archive(settings(tmp_path), NOW))
    assert "will be made" in found[-1].told
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_bad(tmp_path: Path, migrated_file: Path) -> None:
    content = bytearray(migrated_file.read_bytes())
    content[8192 * 3 : 8192 * 6] = b"\x00" * (8192 * 3)
    (tmp_path / "marsad.db").write_bytes(content)
    found = list(archive(settings(tmp_path), NOW))
    assert (found[-1].check, found[-1].verdict) == ("database", "bad")
    (tmp_path / "marsad.db").write_bytes(b"no database" * 1000)
    assert list(archive(settings(tmp_path), NOW))[-1].verdict == "bad"


async def test_the_mail_server_is_greeted_and_sent_nothing(tmp_path: Path) -> None:
    with Mailbox() as mailbox:
        smtp = {"host": "127.0.0.1", "port": mailbox.port, "sender": "marsad@example.org"}
        changed = settings(tmp_path, smtp=smtp, sources=settings(tmp_path).sources)
        found = [one async for one in network(changed, EgressPolicy()) if one.check == "mail"]
        assert [one.verdict for one in found] == ["ok"]
        demanding = SmtpSettings.model_validate(smtp | {"tls": "starttls"})
        with pytest.raises(DeliveryError, match="TLS"):
            await greet_server(demanding)
        assert len(mailbox.messages) == 0
    gone = SmtpSettings.model_validate(smtp)
    with pytest.raises(DeliveryError):
        await greet_server(gone)
