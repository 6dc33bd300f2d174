"""How counting and scoring co-occurrences grows: 0.1, 1 and 10 million generated mentions, a process each.

Run as ``python tests/benchmarks/network.py [mentions ...]``; prints a line of JSON for each size. A document has 20
mentions in ten sentences of three passages, concepts being named as unevenly as words are (Zipf).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np
import pyarrow as pa

from pipeline.core.settings import NetworkSettings
from pipeline.network.cooccurrence import score
from pipeline.network.occurrences import Occurrences

SIZES = (100_000, 1_000_000, 10_000_000)
#: mentions, sentences, passages a document; one mention in so many lies in the one before it
MENTIONS, SENTENCES, PASSAGES, NESTED = 20, 10, 3, 25


def generated(mentions: int, concepts: int = 20_000, seed: int = 7) -> Occurrences:
    """Occurrences of ``mentions`` mentions of up to ``concepts`` concepts of four types."""
    chance = np.random.default_rng(seed)
    documents = mentions // MENTIONS
    weights = 1 / np.arange(1, concepts + 1)
    node = np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(mentions)).clip(max=concepts - 1)
    document = np.repeat(np.arange(documents), MENTIONS)
    inside = np.sort(chance.integers(0, SENTENCES, (documents, MENTIONS)), axis=1).ravel()
    first = np.tile(np.arange(MENTIONS) * 10, documents)
    last = first + 5
    first = np.where((np.arange(mentions) % NESTED == 1) & (np.arange(mentions) % MENTIONS > 0), first - 10, first)
    table = pa.table(
        {
            "document": document,
            "passage": document * PASSAGES + inside * PASSAGES // SENTENCES,
            "sentence": document * SENTENCES + inside,
            "first": first,
            "last": last,
            "node": pa.array(node, pa.int32()),
            "kind": pa.array(node % 4, pa.int8()),
        }
    )
    places = pa.table({"sentence": np.arange(documents * SENTENCES)})
    return Occurrences(table, places, tuple(map(str, range(concepts))), tuple(map(str, range(documents))))


def measure(mentions: int) -> dict[str, float | int]:
    """Seconds and memory of counting and scoring, memory with what Python and the input take."""
    occurrences = generated(mentions)
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    found = score(occurrences, NetworkSettings())
    seconds, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return {
        "mentions": mentions,
        "documents": len(occurrences.documents),
        "pairs": len(found["a"]),
        "tests": int(found["tests"][0]),
        "seconds": round(seconds, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, 1),
        "megabytes": used.ru_maxrss // 1024,
    }


def main() -> None:
    """Measure the sizes given, or all."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))), flush=True)
        return
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
