"""Word vectors: half the size on disk, the same back, one word's the same whatever stands beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vectors import Vectors

from pipeline.annotate import wordvectors
from pipeline.annotate.wordvectors import WordVectors, make_vectors

SETTINGS = {"mode": "floret", "hash_count": 2, "minn": 3, "maxn": 4, "bow": "<", "eow": ">"}


def table(rows: int = 50, width: int = 8) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(rows, width)).astype(np.float32)


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6))
def test_a_words_vector_is_spacys_whatever_stands_beside_it(words: list[str]) -> None:
    ours, theirs = WordVectors(data=table(), **SETTINGS), Vectors(data=table(), **SETTINGS)
    found = ours.get_batch(words)
    for word, row in zip(words, found, strict=True):
        assert (row == theirs.get_batch([word])[0]).all()
    assert (ours.get_batch(words[::-1]) == found[::-1]).all()


def test_on_disk_it_is_half_the_size_and_comes_back_as_written(tmp_path: Path) -> None:
    first = WordVectors(data=table(2_000), **SETTINGS)
    first.to_disk(tmp_path / "one")
    assert first.data.dtype == np.float32
    assert np.load(tmp_path / "one" / "vectors").dtype == np.float16
    again = WordVectors().from_disk(tmp_path / "one")
    assert again.data.dtype == np.float32
    assert again.data == pytest.approx(first.data, abs=2e-3)
    again.to_disk(tmp_path / "two")
    assert (tmp_path / "two" / "vectors").read_bytes() == (tmp_path / "one" / "vectors").read_bytes()
    assert again.get_batch(["miR-21"])[0] == pytest.approx(first.get_batch(["miR-21"])[0], abs=2e-3)


def test_a_full_memory_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordvectors, "_REMEMBERED", 4)
    vectors = WordVectors(data=table(), **SETTINGS)
    first = vectors.get_batch(["a", "b", "c"]).copy()
    vectors.get_batch(["d", "e", "f"])
    assert len(vectors._rows) == 3
    assert (vectors.get_batch(["a", "b", "c"]) == first).all()


def test_a_table_of_whole_words_works_as_spacys() -> None:
    vectors = WordVectors(data=table(2), keys=["hESC", "MSC"])
    assert (vectors.get_batch(["MSC"])[0] == table(2)[1]).all()


def test_configs_name_it() -> None:
    from spacy.vocab import Vocab

    vocab = Vocab()
    assert make_vectors()(vocab).strings is vocab.strings
