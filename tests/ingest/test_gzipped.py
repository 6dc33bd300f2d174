"""Gzipped collections: read as those that are not packed; broken and swollen ones are told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.core.settings import IngestSettings
from pipeline.ingest.sources import discover, read

RECORDS = [
    {"title": "Small vesicles", "abstract": "Stromal cells shed exosomes with miR-21.", "pmid": "1"},
    {"title": "Smaller vesicles", "abstract": "Endothelial cells take them up.", "pmid": "2"},
]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


@pytest.mark.parametrize("name", ["set.jsonl.gz", "set.v2.NDJSON.gz"])
def test_packed_lines_give_the_documents_of_plain_ones(tmp_path: Path, name: str) -> None:
    settings = IngestSettings()
    (tmp_path / "plain.jsonl").write_bytes(LINES)
    (tmp_path / name).write_bytes(gzip.compress(LINES))
    plain, packed = (discover([tmp_path / file], settings).sources for file in ("plain.jsonl", name))
    assert [source.source for source in packed] == [f"{tmp_path / name}#{number}" for number in (1, 2)]
    for one, other in zip(plain, packed, strict=True):
        expected, found = read(one, settings), read(other, settings)
        assert (found.id, found.text, found.format, found.pmid) == (expected.id, expected.text, "jsonl", expected.pmid)


def test_packed_and_plain_lines_of_the_same_records_count_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINES)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(LINES))
    found = discover([tmp_path], IngestSettings())
    assert (len(found.sources), len(found.duplicates), found.failures) == (2, 2, ())


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (LINES, "binary", "named .gz"),
        (gzip.compress(LINES)[:-20], "broken table", "no whole gzipped file"),
        (b"\x1f\x8bnothing of the kind", "broken table", "no whole gzipped file"),
        (gzip.compress(b" " * 2_000_000), "too large", "ingest.max_bytes"),
        (gzip.compress(b""), "empty", "empty"),
    ],
    ids=["not packed", "cut", "no stream", "swells too far", "nothing inside"],
)
def test_what_is_wrong_with_a_packed_collection_is_told(tmp_path: Path, content: bytes, code: str, word: str) -> None:
    path = tmp_path / "bad.jsonl.gz"
    path.write_bytes(content)
    found = discover([path], IngestSettings(max_bytes=1_000_000))
    assert [failure.code for failure in found.failures] == [code]
    assert word in f"{found.failures[0].message} {found.failures[0].remedy}"
