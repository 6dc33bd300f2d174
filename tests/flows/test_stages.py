"""The steps of a run, without Prefect."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import stages
from pipeline.core.batch import Batch
from pipeline.core.errors import StoreError
from pipeline.core.records import Failure
from pipeline.core.store import Store
from pipeline.ingest import Discovery, Source
from pipeline.reconcile import gold


def _sources(many: int) -> tuple[Source, ...]:
    return tuple(Source(Path(f"{n}.txt"), f"{n}.txt", "txt", f"{n:064x}") for n in range(1, many + 1))


def _discovery(many: int, failures: tuple[Failure, ...] = ()) -> Discovery:
    return Discovery(_sources(many), failures, (), ())


@given(st.integers(0, 40), st.integers(1, 9), st.sets(st.integers(1, 5)))
def test_a_run_started_again_cuts_the_batches_of_an_undisturbed_one(many: int, size: int, done: set[int]) -> None:
    whole = stages.batches(_discovery(many), size, set())
    assert [source for batch in whole for source in batch] == list(_sources(many))
    finished = [batch for number, batch in enumerate(whole, 1) if number in done]
    known = {source.sha256 for batch in finished for source in batch}
    assert stages.batches(_discovery(many), size, known) == [batch for batch in whole if batch not in finished]


def test_a_source_that_came_out_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"1 of 1 sources .* '1\.txt'"):
        stages.commit(Store(tmp_path, "0" * 64), _sources(1), Batch((), ()))


def test_in_is_out_plus_failed(tmp_path: Path) -> None:
    store = Store(tmp_path, "0" * 64)
    failed = Failure("1.txt", "ingest", "empty", "no text", "save it again", _sources(1)[0].sha256)
    before = Failure("z.doc", "discover", "unsupported format", "a .doc", "save it as PDF")
    stages.commit(store, _sources(1), Batch((), (failed,)))
    documents, failures = stages.collect(store, _discovery(1, (before,)))
    assert documents == ()
    assert failures == (failed, before)
    with pytest.raises(StoreError, match=r"2 sources went in, 1 .*2\.txt"):
        stages.collect(store, _discovery(2))


def test_the_inputs_digest_follows_contents_not_names() -> None:
    one = stages.inputs_digest(_discovery(2), "x")
    assert one == stages.inputs_digest(Discovery(_sources(2)[::-1], (), (), ()), "x")
    assert one != stages.inputs_digest(_discovery(3), "x")
    assert one != stages.inputs_digest(_discovery(2), "y")


def test_without_gold_there_is_no_score(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_bytes(gold.MANIFEST.read_bytes().splitlines(keepends=True)[0])
    assert stages.score([], manifest) is None
