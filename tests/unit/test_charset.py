"""Bytes to text: the bytes are asked first, then the claims, then what can be seen."""

from __future__ import annotations

import codecs
import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.charset import decode_page, page_text

NEWS: Final = (
    "أعلنت البلدية اليوم عن فتح المكتبة الجديدة أمام القراء، وقال مديرها إن الكتب وصلت من "
    "العاصمة قبل أسبوع. وكانت الأشغال قد انطلقت في الربيع."
)
FRENCH: Final = (
    "L'été dernier, la bibliothèque a été fermée à cause des dégâts — « hélas », dit-il."
)
RUSSIAN: Final = "Вчера вечером городская библиотека снова открылась после долгого ремонта."
JAPANESE: Final = "市立図書館は長い改修工事を終えて昨日の夕方に再び開館しました。"
KOREAN: Final = "시립 도서관이 오랜 공사를 마치고 어제 저녁 다시 문을 열었습니다."
CHINESE: Final = "市图书馆经过长时间的维修后昨晚重新开放，市民纷纷前来参观。"
TURKISH: Final = "Şehir kütüphanesi uzun süren onarımın ardından dün akşam yeniden açıldı."

#: words as people write them; each beyond a few letters, some with the article
ARABIC_WORDS: Final = sorted(set(re.findall("[ء-ي]{3,}", NEWS)))
ARABIC_TEXTS: Final = st.lists(st.sampled_from(ARABIC_WORDS), min_size=6, max_size=40).map(" ".join)


def page(text: str, charset: str, meta: str = "") -> bytes:
    head = f'<html><head><meta charset="{meta}">' if meta else "<html><head>"
    return f"{head}<title>x</title></head><body><p>{text}</p></body></html>".encode(charset)


@pytest.mark.parametrize(
    "header", ["", "text/html", "text/html; charset=windows-1256", "x/y; charset="]
)
@pytest.mark.parametrize("meta", ["", "utf-8", "iso-8859-1", "no-such-charset"])
def test_valid_utf_8_is_utf_8_whatever_is_claimed(header: str, meta: str) -> None:
    assert NEWS in decode_page(page(NEWS, "utf-8", meta), header)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(codec: str) -> None:
    mark = "\ufeff" if codec.endswith("e") else ""
    body = (mark + NEWS).encode(codec)
    assert decode_page(body, "text/html; charset=windows-1252") == NEWS


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (NEWS, "windows-1256", "windows-1256"),
        (NEWS, "windows-1256", "CP1256"),
        (NEWS, "windows-1256", '"x-cp1256"'),
        (NEWS, "iso-8859-6", "iso-8859-6"),
        (NEWS, "iso-8859-6", "ASMO-708"),
        (NEWS, "utf-16-le", "utf-16"),
        (NEWS, "utf-16-be", "utf-16be"),
        (FRENCH, "windows-1252", "iso-8859-1"),
        (FRENCH, "windows-1252", "latin1"),
        (FRENCH, "windows-1252", "us-ascii"),
        (FRENCH.replace("—", "-"), "iso-8859-15", "iso-8859-15"),
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gb18030", "gbk"),
        (TURKISH, "windows-1254", "iso-8859-9"),
    ],
)
def test_a_true_claim_is_believed_in_the_header_and_in_the_page(
    text: str, codec: str, label: str
) -> None:
    printed = text.encode(codec, "ignore").decode(codec)
    assert decode_page(text.encode(codec, "ignore"), f"text/html; charset={label}") == printed
    if "utf-16" not in label.lower():
        tag = (
            f"<META http-equiv='Content-Type' content='text/html; charset={label.strip(chr(34))}'>"
        )
        body = tag.encode("ascii") + text.encode(codec, "ignore")
        assert decode_page(body, "text/html") == tag + printed


def test_the_header_wins_over_the_page() -> None:
    body = b'<meta charset="windows-1251">' + TURKISH.encode("windows-1254")
    assert TURKISH in decode_page(body, "text/html; charset=windows-1254")


def test_a_claim_beyond_the_first_4_kib_or_in_a_comment_is_not_seen() -> None:
    tag = b'<meta charset="windows-1251">'
    for body in (b"<!-- " + tag + b" -->", b" " * 4096 + tag):
        assert "é" in decode_page(body + "é".encode("windows-1252"), "")


@pytest.mark.parametrize("codec", ["windows-1256", "iso-8859-6"])
@pytest.mark.parametrize(
    "claim",
    [
        "",
        "utf-8",
        "iso-8859-1",
        "windows-1252",
        "windows-1251",
        "gbk",
        "windows-1256",
        "iso-8859-6",
    ],
)
def test_arabic_is_read_whatever_a_server_says_of_it(codec: str, claim: str) -> None:
    written = NEWS.encode(codec, "ignore").decode(codec)
    header = f"text/html; charset={claim}" if claim else "text/html"
    assert decode_page(written.encode(codec), header) == written
    assert written in decode_page(page(written, codec, claim), "")


def test_french_without_a_claim_is_windows_1252() -> None:
    assert decode_page(FRENCH.encode("windows-1252"), "") == FRENCH
    assert decode_page(b"caf\xe9", "") == "café"
    assert decode_page(b"a\x81b", "") == "a\ufffdb"


@pytest.mark.parametrize(
    "label",
    ["utf-7", "hex", "rot13", "zlib", "unicode_escape", "punycode", "idna", "undefined", "\x00"],
)
def test_a_charset_that_is_none_of_the_webs_is_not_believed(label: str) -> None:
    body = b"\\u0041+AGE- " + FRENCH.encode("windows-1252")
    assert decode_page(body, f"text/html; charset={label}") == "\\u0041+AGE- " + FRENCH


def test_a_few_broken_bytes_do_not_make_utf_8_something_else() -> None:
    body = (NEWS * 10).encode()
    broken = body[:200] + b"\xff" + body[200:900] + b"\xd8" + b" " + body[900:]
    text = decode_page(broken, "text/html; charset=windows-1256")
    assert "\ufffd" in text
    assert text.endswith(NEWS)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_utf_8_that_is_cut_inside_a_character_loses_only_that_character(cut: int) -> None:
    body = (NEWS + "😀").encode()[:-cut]
    assert decode_page(body, "") == NEWS


def test_controls_are_dropped_and_line_ends_kept() -> None:
    body = "a\x00b\x01\x08\x0b\x0c\x1f\tس\r\nب".encode()
    assert decode_page(body, "") == "ab\tس\r\nب"
    assert decode_page(b"a\x00b\x1b\n", "") == "ab\n"


@given(ARABIC_TEXTS)
def test_arabic_survives_utf_8_and_windows_1256(text: str) -> None:
    assert decode_page(text.encode("utf-8"), "") == text
    assert decode_page(text.encode("windows-1256"), "text/html; charset=windows-1256") == text
    assert decode_page(page(text, "windows-1256"), "") == page(text, "utf-8").decode()


FRENCH_PROSE: Final = (
    "L'été dernier la bibliothèque a été fermée à cause des dégâts « hélas » dit-il Élus et "
    "écoliers À la mairie Ça ira l'œuvre où naîtront Noël — Île-de-France être aimé dans la ville "
    "que les habitants ont quittées pour une autre qui est sur la côte avec le maire"
)
FRENCH_TEXTS: Final = st.lists(st.sampled_from(FRENCH_PROSE.split()), min_size=25, max_size=60).map(
    " ".join
)
LONGER_ARABIC: Final = st.lists(st.sampled_from(ARABIC_WORDS), min_size=12, max_size=40).map(
    " ".join
)
CLAIMS: Final = st.sampled_from(
    [
        *("", "utf-8", "iso-8859-1", "windows-1252", "windows-1256", "iso-8859-6", "utf-16"),
        *("windows-1251", "koi8-r", "iso-8859-8", "windows-1253", "windows-874", "no-such-one"),
    ]
)


@given(text=LONGER_ARABIC, claim=CLAIMS, in_page=st.booleans())
@pytest.mark.parametrize("codec", ["utf-8", "windows-1256", "iso-8859-6"])
def test_arabic_reads_back_whatever_is_claimed(
    codec: str, text: str, claim: str, in_page: bool
) -> None:
    header = f"text/html; charset={claim}" if claim and not in_page else "text/html"
    assert text in decode_page(page(text, codec, claim if in_page else ""), header)


@given(text=FRENCH_TEXTS, claim=CLAIMS, in_page=st.booleans())
@pytest.mark.parametrize("codec", ["utf-8", "windows-1252"])
def test_french_reads_back_whatever_is_claimed(
    codec: str, text: str, claim: str, in_page: bool
) -> None:
    header = f"text/html; charset={claim}" if claim and not in_page else "text/html"
    assert text in decode_page(page(text, codec, claim if in_page else ""), header)


@given(text=st.one_of(LONGER_ARABIC, FRENCH_TEXTS), draw=st.data())
def test_a_few_broken_bytes_leave_utf_8_what_it_is(text: str, draw: st.DataObject) -> None:
    body = (text + " ").encode() * 2
    at = draw.draw(st.sampled_from([0, len(body) // 2, len(body)]))
    broken = body[:at] + b"\xff\xc3 " + body[at:]
    decoded = decode_page(broken, draw.draw(CLAIMS.map("text/html; charset={}".format)))
    assert "\ufffd" in decoded
    assert text in decoded


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=windows-1252"]),
)
def test_utf_8_survives_but_for_controls(text: str, header: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    assert decode_page(("é" + text).encode(), header) == "é" + kept


@given(st.binary(), st.sampled_from(["utf-16", "gbk", "big5", "iso-2022-jp", "koi8-r", "?", ""]))
def test_no_bytes_make_it_fail(body: bytes, label: str) -> None:
    for header in (f"text/html; charset={label}", ""):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", decode_page(body, header))


@pytest.mark.parametrize(
    "body",
    [
        NEWS.encode(),
        b"plain",
        codecs.BOM_UTF8 + NEWS.encode(),
        NEWS.encode() + b"\x00\x1b",
        NEWS.encode() + b"\xff",
        NEWS.encode("windows-1256"),
        NEWS.encode("utf-16"),
    ],
)
def test_the_utf_8_of_a_page_is_that_of_its_text(body: bytes) -> None:
    text, encoded = page_text(body, "")

    assert encoded == text.encode()
    assert text == decode_page(body, "")
