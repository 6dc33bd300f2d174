"""Bytes to text: kept as it is, or refused with the reason and the remedy."""

from __future__ import annotations

import time

import pytest

from pipeline.core.errors import BinaryContent, EmptySource, EncodingFailure, TooLarge
from pipeline.core.settings import IngestSettings
from pipeline.ingest.text import check_length, decode, read_text


def test_utf8_is_kept_with_its_line_ends_and_mark() -> None:
    text = "\ufeffOne\r\nTwo\rβ-actin\u2029"
    assert decode(text.encode(), "a.txt") == text


def test_utf16_is_read_where_its_mark_says_so() -> None:
    assert decode("miR-21 ↑".encode("utf-16"), "a.txt") == "miR-21 ↑"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff\n".encode()])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(EmptySource, match=r"a\.txt"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.4 x", "PDF"), (b"PK\x03\x04zip", "ZIP"), (b"\x89PNG\r\n", "PNG"), (bytes(range(256)) * 4, "control")],
)
def test_binary_junk_is_told_by_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(BinaryContent, match=words) as caught:
        decode(data, "a.txt")
    assert caught.value.remedy


def test_another_encoding_is_told_with_its_offset_and_iconv() -> None:
    with pytest.raises(EncodingFailure, match=r"byte 3 .0xe9") as caught:
        decode("abcé is not UTF-8 here".encode("latin-1"), "a.txt")
    assert "iconv" in caught.value.remedy
    with pytest.raises(EncodingFailure):
        decode(b"\xff\xfea", "a.txt")


def test_a_text_that_is_too_long_is_refused_with_the_setting() -> None:
    with pytest.raises(TooLarge, match="20 characters, at most 10") as caught:
        check_length("x" * 20, "a.txt", IngestSettings(max_characters=10))
    assert "max_characters" in caught.value.remedy
    with pytest.raises(TooLarge):
        read_text(b"word " * 10, source="a", sha256="0" * 64, settings=IngestSettings(max_characters=49))


def test_a_long_text_is_read_in_linear_time() -> None:
    line = b"Vesicles of MSCs carry miR-21 to the cells of the kidney [3] and protect them from injury.\n\n"

    def seconds(times: int) -> float:
        began = time.perf_counter()
        read_text(line * times, source="a", sha256="0" * 64, settings=IngestSettings())
        return time.perf_counter() - began

    seconds(200)
    assert seconds(4000) < 40 * max(seconds(500), 0.01)


@pytest.mark.parametrize(
    "text",
    [
        "References\n\n- " + "Kim " * 20_000,
        "References\n\n- " + "Kim J, " * 20_000,
        "Results\n\n" + "Aaaa" * 20_000 + "\n\nReferences\n\n- Kim J. One. C. 2001;1:1.",
        "[1, 2]" * 10_000,
        "a" + " " * 100_000 + "b",
        "word " * 100_000,
    ],
    ids=["names", "authors", "one word", "marks", "blanks", "one line"],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    began = time.process_time()
    document = read_text(text.encode(), source="a", sha256="0" * 64, settings=IngestSettings())
    assert time.process_time() - began < 5
    assert document.text == text


def test_a_starred_correspondence_line_is_no_list_of_keywords() -> None:
    text = (
        "Vesicles of old cells\n\nAna Rivera\n\n* Correspondence: ana@example.org\n\nAbstract\n\n"
        "Old cells shed vesicles that carry many kinds of RNA into their medium.\n\n1. Introduction\n\n"
        "Vesicles are shed by all of the cells that were looked at so far.\n"
    )
    document = read_text(text.encode(), source="a.txt", sha256="6" * 64, settings=IngestSettings())
    starred = document.passage_at(text.index("Correspondence"))
    assert starred is not None
    assert starred.section.value == "front matter"


def test_a_numbered_heading_above_a_symbol_stays_one() -> None:
    text = (
        "Vesicles of old cells\n\nAbstract\n\nOld cells shed vesicles that carry many kinds of RNA with them.\n\n"
        "1. Introduction\n\nVesicles are shed by all of the cells that were looked at.\n\n2.1. Cargo of vesicles\n"
        "miR-21 is the best known of the small RNAs that vesicles carry, and it was found in all of them.\n"
    )
    document = read_text(text.encode(), source="a.txt", sha256="7" * 64, settings=IngestSettings())
    heading = document.passage_at(text.index("2.1."))
    assert heading is not None
    assert (heading.kind.value, text[heading.start : heading.end]) == ("heading", "2.1. Cargo of vesicles")
