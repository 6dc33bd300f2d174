"""Word vectors that are small on disk and quick to look up: spaCy's floret table, in half precision, with a memory.

A floret vector is the mean of hashed rows, one a piece of the word: no word is unknown, and a look-up takes time. Each
distinct word is reckoned once and remembered. On disk the table is ``float16``, half the size; the trained parts are
measured with the values as they come back from disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.util import registry
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.vocab import Vocab

#: words remembered; past it the memory starts anew, so that a long run stays within its memory
_REMEMBERED = 30_000


class WordVectors(Vectors):  # type: ignore[misc]
    """spaCy's vectors, in half precision on disk, each word's reckoned once.

    Examples
    --------
    >>> table = np.arange(12, dtype=np.float32).reshape(4, 3)
    >>> vectors = WordVectors(data=table, mode="floret", hash_count=2, minn=3, maxn=4)
    >>> once, again = vectors.get_batch(["miR-21"]), vectors.get_batch(["CD63", "miR-21"])
    >>> bool((once[0] == again[1]).all())
    True
    """

    data: Any

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._rows: dict[int | str, int] = {}
        self._memory: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def get_batch(self, keys: Iterable[int | str]) -> NDArray[np.float32]:
        """The vectors of words, given as strings or as hashes: word, dimension."""
        if self.mode != "floret":
            plain: NDArray[np.float32] = super().get_batch(keys)
            return plain
        wanted = keys.tolist() if isinstance(keys, np.ndarray) else list(keys)
        if self._memory.shape[1:] != self.data.shape[1:] or len(self._rows) + len(wanted) > _REMEMBERED:
            self._rows, self._memory = {}, np.zeros((0, self.data.shape[1]), dtype=np.float32)
        new = [key for key in dict.fromkeys(wanted) if key not in self._rows]
        if new:
            if len(self._rows) + len(new) > len(self._memory):
                room = np.zeros((2 * (len(self._rows) + len(new)), self.data.shape[1]), dtype=np.float32)
                room[: len(self._rows)] = self._memory[: len(self._rows)]
                self._memory = room
            # the rows of each word are summed by themselves: its vector is the same whatever is beside it
            self._memory[len(self._rows) : len(self._rows) + len(new)] = super().get_batch(new)
            for key in new:
                self._rows[key] = len(self._rows)
        return self._memory[[self._rows[key] for key in wanted]]

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table in half precision."""
        full = self.data
        self.data = full.astype(np.float16)
        try:
            super().to_disk(Path(path), exclude=tuple(exclude))
        finally:
            self.data = full

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> WordVectors:
        """Read what :meth:`to_disk` or spaCy's own vectors wrote."""
        super().from_disk(Path(path), exclude=tuple(exclude))
        self.data = self.data.astype(np.float32)
        self._rows = {}
        return self


@registry.vectors("vesiweb_vectors.v1")  # type: ignore[untyped-decorator]
def make_vectors() -> Callable[[Vocab], WordVectors]:
    """The vectors as configs name them."""
    return lambda vocab: WordVectors(strings=vocab.strings)
