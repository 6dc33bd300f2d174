"""The store: whole batches or none, the same bytes each time, nothing lost."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.core.batch import TABLES, Batch
from pipeline.core.errors import StoreError
from pipeline.core.records import Failure, Reading
from pipeline.core.store import Store

DIGEST = "ab" * 32
FAILURE = Failure("x.pdf", "ingest", "encrypted", "needs a password", "decrypt it", "f" * 64)


def ordered(readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: (reading.document.source, reading.document.id)))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_is_stored_comes_back(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    store.add(Batch(tuple(readings[:2]), (FAILURE,)))
    store.add(Batch(tuple(readings[2:]), ()))
    assert tuple(store.readings()) == ordered(readings)
    assert store.failures() == [FAILURE]
    assert store.known() == {reading.document.sha256 for reading in readings} | {FAILURE.sha256}
    assert FAILURE.sha256 not in store.known(with_failures=False)


def test_only_the_wanted_come_back(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    store.add(Batch(tuple(readings), (FAILURE,)))
    wanted = {readings[0].document.sha256}
    assert [reading.document.source for reading in store.readings(wanted)] == ["b.txt"]
    assert store.failures(wanted) == []


def test_the_same_batch_gives_the_same_bytes(tmp_path: Path, readings: list[Reading]) -> None:
    for name in ("one", "two"):
        Store(tmp_path / name, DIGEST).add(Batch(tuple(readings), (FAILURE,)))
    one, two = _files(tmp_path / "one"), _files(tmp_path / "two")
    assert one == two
    assert len(one) == len(TABLES) + 1


def test_adding_twice_changes_nothing(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    store.add(Batch(tuple(readings), ()))
    before = _files(tmp_path)
    store.add(Batch(tuple(readings), ()))
    assert _files(tmp_path) == before


def test_a_batch_that_was_cut_short_is_not_seen_and_is_written_anew(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    batch = Batch(tuple(readings), ())
    folder = store.folder / batch.id
    folder.mkdir(parents=True)
    (folder / "documents.parquet").write_bytes(b"half")
    (store.folder / f".{batch.id}.99").mkdir()
    assert store.batches() == []
    store.add(batch)
    assert tuple(store.readings()) == ordered(readings)


def test_a_document_that_failed_and_was_read_later_is_no_failure(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    sha = readings[0].document.sha256
    store.add(Batch((), (Failure("b.txt", "ingest", "timeout", "too slow", "wait", sha),)))
    store.add(Batch((readings[0],), ()))
    assert store.failures() == []


def test_a_damaged_table_is_told_with_its_batch(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    key = store.add(Batch(tuple(readings), ()))
    (store.folder / key / "mentions.parquet").write_bytes(b"junk")
    with pytest.raises(StoreError, match=f"{key}.*mentions.*run again"):
        list(store.readings())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, readings: list[Reading]) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="write permission"):
        Store(tmp_path / "store", DIGEST).add(Batch(tuple(readings), ()))


def test_the_manifest_counts_rows(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    key = store.add(Batch(tuple(readings), (FAILURE,)))
    manifest = json.loads((store.folder / key / "manifest.json").read_text())
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    assert rows["documents"] == 3
    assert rows["mentions"] == 6
    assert rows["failures"] == 1


def test_what_a_killed_run_left_is_swept_and_whole_batches_stay(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    assert store.sweep() == []
    key = store.add(Batch(tuple(readings), ()))
    half = store.folder / ".b123.99"
    half.mkdir()
    (half / "documents.parquet").write_bytes(b"half")
    (store.folder / ".damaged-b1.99").mkdir()
    store.pages.mkdir()
    half_drawn, drawn = store.pages / ".ff.json.99", store.pages / "ff.json"
    for path in (half_drawn, drawn):
        path.write_text("")
    assert store.sweep() == [half, half_drawn]
    assert list(store.pages.iterdir()) == [drawn]
    assert [path.name for path in store.batches()] == [key]
    assert (store.folder / ".damaged-b1.99").is_dir()


def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    store = Store(tmp_path, DIGEST)
    with pytest.raises(StoreError, match=r"No space left.*free space"):
        store.add(Batch(tuple(readings), ()))
    assert list(store.folder.iterdir()) == []


def test_readings_of_many_batches_come_in_one_order(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    for reading in readings:
        store.add(Batch((reading,), ()))
    assert tuple(store.readings()) == ordered(readings)


def test_a_batch_that_another_worker_wrote_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch((), (Failure("a.txt", "ingest", "empty", "no", "no", "ff"),))
    rename = Path.rename

    def late(path: Path, target: Path) -> Path:
        if path.name.startswith(f".{batch.id}"):  # the other one is whole between our look and our rename
            monkeypatch.setattr(Path, "rename", rename)
            Store(tmp_path, "0" * 64).add(batch)
            path.mkdir(exist_ok=True)
            target.joinpath("theirs").touch()
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    store = Store(tmp_path, "0" * 64)
    store.add(batch)
    assert [path.name for path in store.folder.iterdir()] == [batch.id]
    assert (store.folder / batch.id / "theirs").exists()


def test_documents_come_without_their_texts_in_the_order_of_readings(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    for one in readings:
        store.add(Batch((one,), ()))
    whole = [reading.document for reading in store.readings()]
    assert store.documents() == [
        replace(one, text="", passages=(), references=(), citations=(), regions=()) for one in whole
    ]
    assert [one.id for one in store.documents({whole[1].sha256})] == [whole[1].id]


def test_a_scan_gives_what_is_asked_for_and_each_document_once(tmp_path: Path, readings: list[Reading]) -> None:
    store = Store(tmp_path, DIGEST)
    store.add(Batch(tuple(readings), ()))
    store.add(Batch(tuple(readings[:1]), (FAILURE,)))
    found = {one.document.id: one for one in store.scan(store.documents(), {"documents": ("text",), "relations": ()})}
    assert len(found) == len(readings) == len(list(store.scan(store.documents(), {})))
    for one in readings:
        part = found[one.document.id]
        assert (part.document.text, part.relations) == (one.document.text, one.relations)
        assert (part.document.passages, part.annotation.mentions) == ((), ())
    some = list(store.scan(store.documents()[:1], {"mentions": ("type", "start", "end", "surface")}))
    assert [one.document.id for one in some] == [store.documents()[0].id]
    assert [one.surface for one in some[0].annotation.mentions] == ["MSCs", "miR-21"]
    assert some[0].annotation.mentions[0].concept is None
