"""Occurrences: what the store's files give is what the readings give, whichever batch a document is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.batch import Batch
from pipeline.core.errors import NetworkError
from pipeline.core.records import Reading
from pipeline.core.settings import NetworkSettings
from pipeline.core.store import Store
from pipeline.network.cooccurrence import count, count_occurrences
from pipeline.network.occurrences import Occurrences, documents_of, of_readings, of_store

SETTINGS = NetworkSettings(min_sentences=0, test_floor=1)


@pytest.fixture
def texts(make: ModuleType, readings: list[Reading]) -> list[Reading]:
    """Reviews with a table, a hostile name, names that are linked to nothing, and mentions in a reference list."""
    parts = [
        make.Part(["[tenocyte-like cells] met [CD9]."]),
        make.Part(["[CD63] [CD9] in a title."], make.Section.REFERENCES, make.PassageKind.REFERENCE),
    ]
    unmined = make.reading("unmined", parts)
    first, *rest = unmined.annotation.mentions
    spaced = replace(first, surface="Tenocyte-like \t Cells", start=first.start, end=first.end)
    mentions = (spaced, *rest, replace(rest[0], passage=-1, sentence=-1, start=0, end=1))
    unmined = replace(unmined, annotation=replace(unmined.annotation, mentions=mentions))
    hostile = make.hostile(make.HOSTILE.replace("\ud800", "?"))  # a lone surrogate gets into no store
    return [*readings, hostile, unmined]


def store(folder: Path, *batches: list[Reading]) -> Store:
    kept = Store(folder, "0" * 16)
    for batch in batches:
        kept.add(Batch(tuple(batch), ()))
    return kept


def standing(found: Occurrences) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows in an order of their own: which number a row has is told by nothing."""
    rows = [tuple(row.values()) for row in found.table.to_pylist()]
    return sorted(rows, key=repr), sorted((tuple(row.values()) for row in found.places.to_pylist()), key=repr)


def test_the_store_gives_what_the_readings_give(texts: list[Reading], tmp_path: Path) -> None:
    kept = store(tmp_path, texts[:2], texts[2:])
    ids = [reading.document.id for reading in texts]
    found, plain = of_store(kept.batches(), ids), of_readings(texts)
    assert (found.nodes, found.documents) == (plain.nodes, plain.documents)
    assert standing(found) == standing(plain)
    assert found.named == plain.named
    assert documents_of(found) == documents_of(plain)
    assert sum(one.times for one in found.named) == sum(len(one.annotation.mentions) for one in texts)
    assert count_occurrences(found, SETTINGS) == count(texts, SETTINGS)
    assert set(found.nodes) == {mention.node for reading in texts for mention in reading.annotation.mentions}
    assert sum(node.startswith("nil:CELL_TYPE:tenocyte") for node in found.nodes) == 1


def test_where_each_mention_stands(make: ModuleType, texts: list[Reading]) -> None:
    found = of_readings(texts[-1:])
    number = {node: at for at, node in enumerate(found.nodes)}
    rows = [(row["node"], row["passage"], row["sentence"] is None) for row in found.table.to_pylist()]
    cd9, cd63 = number["HGNC:1709"], number["HGNC:1692"]
    assert sorted(rows, key=repr) == sorted(
        [(number["nil:CELL_TYPE:tenocyte-like cells"], 0, False), (cd9, 0, False), (cd63, 1, True), (cd9, 1, True),
         (cd9, None, True)],
        key=repr,
    )  # fmt: skip
    # a row's head cell stands in the row below that takes it over, too
    below = of_readings(make.invented()[:1])
    hesc = below.nodes.index("CL:0002322")
    sentences = [row["sentence"] for row in below.table.to_pylist() if row["node"] == hesc]
    assert len(sentences) == len(set(sentences)) == 2
    spans = {row["sentence"]: (row["first"], row["last"]) for row in below.places.to_pylist()}
    text = make.invented()[0].document.text
    assert sorted(text[slice(*spans[one])] for one in sentences) == ["\tcalnexin\tburn", "hESC\tCD9, CD63\twound"]


def test_only_the_documents_asked_for_and_each_once(texts: list[Reading], tmp_path: Path) -> None:
    again = replace(texts[0], annotation=replace(texts[0].annotation, mentions=texts[0].annotation.mentions[:2]))
    kept = store(tmp_path, [texts[0], texts[1]], [again, texts[2]])
    first = next(one for one in kept.readings({texts[0].document.sha256}))
    assert len(kept.batches()) == 2
    found = of_store(kept.batches(), [texts[0].document.id])
    assert standing(found) == standing(of_readings([first]))
    assert found.documents == (texts[0].document.id,)


def test_nothing_in_nothing_out() -> None:
    empty = of_store([], [])
    assert (empty.nodes, empty.documents, empty.table.num_rows) == ((), (), 0)
    assert count_occurrences(empty, SETTINGS) == ()


def test_what_the_store_lacks_or_cannot_give_is_said(texts: list[Reading], tmp_path: Path) -> None:
    kept = store(tmp_path, texts[:1])
    with pytest.raises(NetworkError, match="holds 1 of the 2 documents"):
        of_store(kept.batches(), [texts[0].document.id, texts[1].document.id])
    (kept.batches()[0] / "mentions.parquet").write_bytes(b"damaged")
    with pytest.raises(NetworkError, match=r"mentions\.parquet"):
        of_store(kept.batches(), [texts[0].document.id])
