"""How counting and scoring co-occurrences grows: 0.1, 1 and 10 million generated mentions, a process each.

Run as ``python tests/benchmarks/network.py [mentions ...]``; prints a line of JSON for each size. The mentions stand in
Parquet files as the store has them, a thousand documents a batch; what is measured starts at these files and ends with
every pair's scores, p and q. A document has 20 mentions in ten sentences of three passages, concepts being named as
unevenly as words are (Zipf).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.batch import TABLES
from pipeline.core.columns import schema
from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import score
from pipeline.network.occurrences import of_store

SIZES = (100_000, 1_000_000, 10_000_000)
#: mentions, sentences, passages a document; one mention in so many lies in the one before it
MENTIONS, SENTENCES, PASSAGES, NESTED = 20, 10, 3, 25


BATCH = 1_000  # documents


def generated(folder: Path, mentions: int, concepts: int = 20_000, seed: int = 7) -> tuple[list[Path], list[str]]:
    """Write batches of ``mentions`` mentions of up to ``concepts`` concepts; gives them and the documents' ids."""
    chance = np.random.default_rng(seed)
    weights = 1 / np.arange(1, concepts + 1)
    shares = np.cumsum(weights / weights.sum())
    names = np.array([f"HGNC:{at}" for at in range(concepts)])
    types = np.array(["CELL_TYPE", "MARKER", "MIRNA", "PATHWAY"])
    batches, ids = [], []
    for start in range(0, mentions // MENTIONS, BATCH):
        many = min(BATCH, mentions // MENTIONS - start)
        here = [f"d{at:016x}" for at in range(start, start + many)]
        node = np.searchsorted(shares, chance.random(many * MENTIONS)).clip(max=concepts - 1)
        sentence = np.sort(chance.integers(0, SENTENCES, (many, MENTIONS)), axis=1).ravel()
        first = np.tile(np.arange(MENTIONS) * 10, many)
        inside = (np.arange(many * MENTIONS) % NESTED == 1) & (np.arange(many * MENTIONS) % MENTIONS > 0)
        folder_of = folder / f"b{start:016x}"
        folder_of.mkdir(parents=True)
        _write(folder_of, "documents", many, id=here)
        _write(
            folder_of,
            "mentions",
            many * MENTIONS,
            document=np.repeat(here, MENTIONS),
            type=types[node % 4],
            start=np.where(inside, first - 10, first),
            end=first + 5,
            surface=names[node],
            concept=names[node],
            passage=sentence * PASSAGES // SENTENCES,
            sentence=sentence,
        )
        every = np.tile(np.arange(SENTENCES), many)
        _write(
            folder_of,
            "sentences",
            many * SENTENCES,
            document=np.repeat(here, SENTENCES),
            index=every,
            passage=every * PASSAGES // SENTENCES,
            start=every * 20,
            end=every * 20 + 20,
        )
        _write(
            folder_of,
            "passages",
            many * PASSAGES,
            document=np.repeat(here, PASSAGES),
            index=np.tile(np.arange(PASSAGES), many),
            section=["abstract"] * (many * PASSAGES),
            kind=["paragraph"] * (many * PASSAGES),
            cells=[[]] * (many * PASSAGES),
        )
        batches.append(folder_of)
        ids += here
    return batches, ids


def _write(folder: Path, name: str, rows: int, **given: object) -> None:
    """A table of the store; columns that are not given are empty."""
    record, omit, extra = TABLES[name]
    columns = {}
    for field in schema(record, omit=omit, extra=extra):
        if field.name in given:
            columns[field.name] = pa.array(given[field.name], field.type)
        else:
            columns[field.name] = pa.nulls(rows, field.type)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet", compression="zstd")


def measure(mentions: int) -> dict[str, float | int]:
    """Seconds and memory from the files to the scores, memory with what Python takes."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, __file__, "--write", name, str(mentions)], check=True)
        batches = sorted(Path(name).iterdir())
        ids = [f"d{at:016x}" for at in range(mentions // MENTIONS)]
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.perf_counter()
        occurrences = of_store(batches, ids)
        gathered, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
        found = score(occurrences, NetworkSettings())
        seconds, last = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return {
        "mentions": occurrences.table.num_rows,
        "documents": len(occurrences.documents),
        "pairs": len(found["a"]),
        "tests": int(found["tests"][0]),
        "seconds": round(seconds, 1),
        "of_these_gathering": round(gathered, 1),
        "processor_seconds": round(last.ru_utime + last.ru_stime - before.ru_utime - before.ru_stime, 1),
        "of_these_gathering_processor": round(used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, 1),
        "megabytes": last.ru_maxrss // 1024,
    }


def main() -> None:
    """Measure the sizes given, or all."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))), flush=True)
        return
    if sys.argv[1:2] == ["--write"]:
        generated(Path(sys.argv[2]), int(sys.argv[3]))
        return
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
