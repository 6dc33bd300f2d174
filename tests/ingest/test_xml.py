"""XML is parsed without trusting it."""

from __future__ import annotations

import pytest

from pipeline.core.errors import BrokenMarkup, EmptySource
from pipeline.ingest.xml import local, parse_xml


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<article><body>", "well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "entities"),
        (b"<a>&unknownthing;</a>", "unknownthing"),
        (b"\x00\x01\x02", "well-formed"),
        (b"<a>" * 400 + b"</a>" * 400, "well-formed"),
    ],
)
def test_hostile_and_broken_xml_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BrokenMarkup, match=words):
        parse_xml(data, "a.xml")


def test_an_empty_file_is_told() -> None:
    with pytest.raises(EmptySource):
        parse_xml(b" \n", "a.xml")


def test_namespaces_and_comments_have_no_say_in_a_name() -> None:
    root = parse_xml(b'<a:b xmlns:a="u"><!-- no --><c/></a:b>', "a.xml")
    assert [local(element) for element in root.iter()] == ["b", "", "c"]
