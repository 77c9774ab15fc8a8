"""Files of records: what they take, that they open elsewhere, and that nothing is lost in them."""

from __future__ import annotations

import gc
import gzip
import random
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.warcwriter import WARCWriter

from pipeline.evidence import packing, warc
from pipeline.evidence.files import (
    Compression,
    EvidenceArchive,
    EvidenceError,
    EvidenceRef,
)
from pipeline.evidence.packing import MOST, MOST_SAMPLES, Packing
from pipeline.records import FetchedPage, NotModified
from tests.builders import fetched, item_url, k2_page, minutes
from tests.full_disk import files_end_at
from tests.keeping import as_plain_warc

FRAME = "".join(f".c{n * n % 7919} {{ margin: {n}px }}\n" for n in range(600))


def page(number: int, *, source: str = "outlet", packed: bool = True) -> FetchedPage:
    """A page of a site, most of which all its pages share, sent as gzip unless told otherwise."""
    chance = random.Random(number)
    words = ["".join(chance.choices("ابتثجحخدذرزسشصضطظعغفق", k=5)) for _ in range(150)]
    html = k2_page(" ".join(words[:8]), (" ".join(words),)).replace("</head>", f"{FRAME}</head>")
    answer = fetched(html, minutes(number), url=item_url(number))
    if packed:
        headers = (
            *answer.exchange.response_headers,
            ("content-encoding", "gzip"),
            ("Content-Length", "777"),
        )
        payload = gzip.compress(answer.body, 6)
        exchange = replace(answer.exchange, payload=payload, response_headers=headers)
        answer = replace(answer, exchange=exchange)
    return replace(answer, source=source)


@pytest.fixture
def begin(tmp_path: Path) -> Callable[..., EvidenceArchive]:
    """As a process that starts does."""
    return lambda compression="zstd": EvidenceArchive(tmp_path / "warc", "Marsad/test", compression)


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "warc").rglob("*.warc.*"), key=lambda path: path.stat().st_mtime_ns)


def is_sound(file: Path) -> bool:
    return bool(Checker(Namespace(inputs=[str(file)], verbose=False)).process_all() == 0)


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_pages_of_a_site_take_half_once_some_were_seen(
    begin: Callable[..., EvidenceArchive], packed: bool
) -> None:
    archive = begin()
    refs = [archive.keep(page(number, packed=packed)) for number in range(MOST_SAMPLES + 6)]
    assert len({ref.file for ref in refs}) == 2
    assert len({ref.file for ref in refs[MOST_SAMPLES:]}) == 1
    first = [ref.length for ref in refs[:MOST_SAMPLES]]
    later = [ref.length for ref in refs[MOST_SAMPLES:]]
    assert max(later) < min(first) / 2
    assert [archive.read(ref).body for ref in refs] == [
        page(number).body for number in range(MOST_SAMPLES + 6)
    ]


def test_processes_that_keep_a_page_each_write_on_and_learn_together(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    refs = []
    for number in range(MOST_SAMPLES + 4):
        archive = begin()
        refs.append(archive.keep(page(number)))
        archive.close()
    assert len(files(tmp_path)) == 2
    assert refs[-1].length < refs[0].length / 2
    for ref in refs:
        begin().check(ref)


def test_two_processes_at_once_have_a_file_each(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    one, other = begin(), begin()
    refs = [archive.keep(page(number)) for number in range(4) for archive in (one, other)]
    assert len({ref.file for ref in refs}) == len(files(tmp_path)) == 2
    for ref in refs:
        one.check(ref)


def test_a_file_is_as_the_specification_has_it(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    archive = begin()
    for number in range(MOST_SAMPLES + 3):
        archive.keep(page(number))
    first, second = files(tmp_path)
    assert first.read_bytes()[:4] == b"\x28\xb5\x2f\xfd"
    content = second.read_bytes()
    assert content[:4] == b"\x5d\x2a\x4d\x18"
    size = int.from_bytes(content[4:8], "little")
    dictionary = zstd.ZstdDict(zstd.decompress(content[8 : 8 + size]))
    rest, kinds = content[8 + size :], []
    while rest:
        frame = rest[: zstd.get_frame_size(rest)]
        about = zstd.get_frame_info(frame)
        assert about.dictionary_id == dictionary.dict_id > 32_767
        plain = zstd.decompress(frame, dictionary)
        assert about.decompressed_size == len(plain)
        assert frame[4] & 0b100, "it has a checksum"
        kinds += [record.rec_type for record in ArchiveIterator(BytesIO(plain))]
        rest = rest[len(frame) :]
    assert kinds == ["warcinfo", *["response", "request"] * 3]


@pytest.mark.parametrize("compression", ["zstd", "gzip"])
def test_other_tools_find_every_file_sound(
    begin: Callable[..., EvidenceArchive], tmp_path: Path, compression: Compression
) -> None:
    archive = begin(compression)
    refs = [archive.keep(page(number, packed=number % 2 == 0)) for number in range(12)]
    archive.keep_revisit(page(13), refs[0])
    for number, file in enumerate(files(tmp_path)):
        plain = tmp_path / f"{number}.warc"
        plain.write_bytes(as_plain_warc(file).getvalue())
        assert is_sound(plain)
        assert compression == "zstd" or is_sound(file)


def test_an_export_is_gzip_and_holds_what_came_byte_for_byte(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    pages = [page(number, packed=number != 2) for number in range(MOST_SAMPLES + 2)]
    kept = begin("gzip")
    refs = [kept.keep(pages[0])]
    archive = begin()
    refs += [archive.keep(one) for one in pages[1:]]
    bundle = tmp_path / "bundle.warc.gz"
    bundle.write_bytes(b"".join(archive.bundle(refs, bundle.name)))
    assert is_sound(bundle)
    with bundle.open("rb") as stream:
        found = [
            (record.http_headers.headers, record.raw_stream.read())
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert found == [(list(one.exchange.response_headers), one.exchange.payload) for one in pages]


@given(
    payload=st.binary(max_size=40_000),
    values=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), max_size=4
    ),
)
def test_a_record_is_what_warcio_makes_of_it(payload: bytes, values: list[str]) -> None:
    answer = page(1, packed=False)
    headers = tuple(("X-Told", value.strip()) for value in values)
    exchange = replace(answer.exchange, payload=payload, response_headers=headers)
    for record in warc.exchanged(replace(answer, exchange=exchange)):
        found = next(iter(ArchiveIterator(BytesIO(record))))
        assert found.rec_headers.get_header("Content-Type").endswith(f"={found.rec_type}")
        given_when_written = {
            "warc-payload-digest",
            "warc-block-digest",
            "content-type",
            "content-length",
        }
        found.rec_headers.headers = [
            (name, value)
            for name, value in found.rec_headers.headers
            if name.lower() not in given_when_written
        ]
        body, written = found.raw_stream.read(), BytesIO()
        writer = WARCWriter(written, gzip=False, warc_version="1.1")
        writer.write_record(
            writer.create_warc_record(
                None,
                found.rec_type,
                payload=BytesIO(body),
                length=len(body),
                warc_headers=found.rec_headers,
                http_headers=found.http_headers,
            )
        )
        assert written.getvalue() == record


def test_a_revisit_refers_to_what_came(begin: Callable[..., EvidenceArchive]) -> None:
    archive, answer = begin(), page(1)
    ref = archive.keep(answer)
    unchanged = NotModified("outlet", answer.url, minutes(9), answer.exchange)
    refs = [ref, archive.keep_revisit(answer, ref), archive.keep_revisit(unchanged, ref)]
    told = [
        dict(record.rec_headers.headers)
        for record in ArchiveIterator(BytesIO(b"".join(archive.bundle(refs, "x"))))
    ]
    _, response, _, same, not_modified = told
    assert same["WARC-Profile"].endswith("identical-payload-digest")
    assert not_modified["WARC-Profile"].endswith("server-not-modified")
    for one in (same, not_modified):
        assert one["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]


def test_a_gzip_that_cannot_be_made_again_is_kept_as_it_came(
    begin: Callable[..., EvidenceArchive],
) -> None:
    archive, answer = begin(), page(1)
    payload = gzip.compress(answer.body[:100]) + gzip.compress(answer.body[100:])
    answer = replace(answer, exchange=replace(answer.exchange, payload=payload))
    ref = archive.keep(answer)
    assert archive.read(ref).body.startswith(answer.body[:100])
    archive.check(ref)
    _, record, *_ = ArchiveIterator(BytesIO(b"".join(archive.bundle([ref], "x"))))
    assert record.http_headers.get_header("Content-Encoding") == "gzip"


@pytest.mark.parametrize(
    ("status_line", "header"),
    [
        ("HTTP/1.1 200 OK", ("X-Crawler-Content-Encoding", "gzip")),
        ("HTTP/1.1 200 OK", ("WARC-Marsad-Made-By", "gzip level=6 memory=8 head=00")),
        ("HTTP/1.1 200 OK", ("X-\u00e9t\u00e9", "  ف  ")),
        ("HTTP/1.1 200 OK", ("X-Empty", "")),
        ("HTTP/1.1 200 OK", ("Content-Encoding", "br")),
        ("HTTP/1.1 200", ("X", "y")),
        ("", ("", "")),
    ],
)
def test_whatever_headers_a_site_sends_its_page_is_kept_and_comes_back(
    begin: Callable[..., EvidenceArchive], status_line: str, header: tuple[str, str]
) -> None:
    archives = [begin(), begin("gzip")]
    answer = page(1)
    headers = (*answer.exchange.response_headers, header)
    exchange = replace(answer.exchange, status_line=status_line, response_headers=headers)
    answer = replace(answer, exchange=exchange)
    responses = []
    for archive in archives:
        ref = archive.keep(answer)
        exported = gzip.decompress(b"".join(archive.bundle([ref], "x")))
        responses.append(exported.partition(b"WARC-Payload-Digest")[2].partition(b"WARC/1.1")[0])
        assert answer.exchange.payload in responses[-1]
    assert responses[0] == responses[1]


def test_another_zlib_leaves_the_page_and_verify_tells_of_it(
    begin: Callable[..., EvidenceArchive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, answer = begin(), page(1)
    ref = archive.keep(answer)
    archive.check(ref)
    monkeypatch.setattr("pipeline.evidence.codings.Recipe.make", lambda *_: b"another")
    with pytest.raises(EvidenceError, match="its gzip cannot be made again here"):
        archive.check(ref)
    assert archive.read(ref).body == answer.body
    exported = BytesIO(b"".join(archive.bundle([ref], "x")))
    (body,) = [
        record.content_stream().read()
        for record in ArchiveIterator(exported, check_digests="raise")
        if record.rec_type == "response"
    ]
    assert body == answer.body


def test_a_record_torn_by_a_kill_is_never_read_nor_learned_from(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    killed = begin()
    refs = [killed.keep(page(number)) for number in range(4)]
    killed.close()
    with files(tmp_path)[-1].open("ab") as file:
        file.write(zstd.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" * 500)[:40])
    archive = begin()
    refs.append(archive.keep(page(9)))
    assert refs[-1].file != refs[0].file
    assert refs[-1].length < refs[0].length / 2
    for ref in refs:
        archive.check(ref)


def test_a_record_that_the_disk_took_in_part_is_cut_off_and_its_file_written_on(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    archive = begin()
    refs = [archive.keep(page(0))]
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for number in (1, 2):  # the second meets what the first one left
        with files_end_at(len(whole) + 100), pytest.raises(OSError, match="too large"):
            archive.keep(page(number))
        assert file.read_bytes() == whole
    refs.append(archive.keep(page(3)))
    assert refs[1].file == refs[0].file
    for ref in refs:
        archive.check(ref)


def test_pages_that_share_nothing_get_no_dictionary(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    archive = begin()
    for number in range(3 * MOST_SAMPLES):
        body = random.Random(number).randbytes(5000)
        archive.keep(replace(fetched(body, minutes(number)), source="noise"))
    assert len(files(tmp_path)) == 2
    assert not any(file.read_bytes().startswith(b"\x5d\x2a\x4d\x18") for file in files(tmp_path))


def test_many_sources_have_a_file_each_and_few_are_held(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    archive = begin()
    gc.collect()  # what earlier tests left open
    before = len(list(Path("/proc/self/fd").iterdir()))
    for turn in range(2):
        for number in range(50):
            archive.keep(page(turn, source=f"جريدة-{number}[*]"))
    assert len(files(tmp_path)) == 50
    assert len(list(Path("/proc/self/fd").iterdir())) - before <= 33
    archive.close()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


def test_a_file_that_was_taken_away_meanwhile_is_begun_anew(
    begin: Callable[..., EvidenceArchive], tmp_path: Path
) -> None:
    archive = begin()
    archive.keep(page(1))
    (file,) = files(tmp_path)
    file.unlink()
    archive.check(archive.keep(page(2)))


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (zstd.compress(b"\0" * (MOST + 1)), "too much for a record"),
        (
            zstd.compress(
                b"\0" * (MOST + 1), options={zstd.CompressionParameter.content_size_flag: 0}
            ),
            "too much for a record",
        ),
        (
            zstd.compress(
                random.Random(1).randbytes(1 << 20) * 20,
                options={zstd.CompressionParameter.window_log: 27},
            ),
            "memory",
        ),
        (zstd.compress(b"WARC/1.1" * 90)[:-3], "ends before"),
        (b"no frame at all", "frame"),
    ],
    ids=["large", "large and silent", "a wide window", "cut off", "no frame"],
)
def test_what_a_frame_may_cost_is_bounded(
    begin: Callable[..., EvidenceArchive], tmp_path: Path, frame: bytes, told: str
) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "x.warc.zst").write_bytes(frame)
    with pytest.raises(EvidenceError, match=told):
        begin().read(EvidenceRef("x.warc.zst", 0, len(frame)))


@pytest.mark.parametrize(
    "head",
    [
        b"\x5d\x2a\x4d\x18\xff\xff\xff\xff",
        b"\x5d\x2a\x4d\x18\x04\0\0\0abcd",
        b"\x5d\x2a\x4d\x18"
        + (len(bomb := zstd.compress(b"\0" * (9 << 20)))).to_bytes(4, "little")
        + bomb,
    ],
    ids=["cut off", "no dictionary", "too large"],
)
def test_a_damaged_dictionary_is_told(
    begin: Callable[..., EvidenceArchive], tmp_path: Path, head: bytes
) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "x.warc.zst").write_bytes(head + b"record")
    with pytest.raises(EvidenceError, match="the dictionary"):
        begin().read(EvidenceRef("x.warc.zst", len(head), 6))


def test_records_are_unpacked_as_they_were_packed() -> None:
    records: list[Any] = [b"", b"one", b"two" * 9000]
    for suffix in (packing.GZIP, packing.ZSTD):
        one = Packing(suffix)
        assert one.unpack(b"".join(map(one.pack, records))) == records
