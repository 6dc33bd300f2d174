"""Reads a library of many abstracts and measures throughput, memory, workers, and what one new document costs.

    python tests/benchmarks/scale.py ABSTRACTS.jsonl [--many 20000] [--workers 2] [--outputs FOLDER]

The library is made of the abstracts given, repeated with a changed number in each, so that every one is another text.
Orchestration and network are left out: what is measured is reading and storing, in the run's own workers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flows import stages
from flows.workers import Done, memory_peak, workers
from pipeline.core.provenance import extractor_digest
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import discover

FILE = 1_000  # abstracts a file


def library(source: Path, folder: Path, many: int) -> None:
    """Write ``many`` abstracts in files of a thousand."""
    content = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    given = [json.loads(line) for line in content.splitlines()]
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, many, FILE):
        with (folder / f"{start // FILE:05d}.jsonl").open("w") as out:
            for number in range(start, min(many, start + FILE)):
                record = given[number % len(given)]
                text = f"{record['text']} The count of this series was {number}."
                out.write(json.dumps({"title": record["title"], "abstract": text, "pmid": str(number + 1)}) + "\n")


def read(folder: Path, outputs: Path, number: int) -> tuple[list[tuple[float, Done]], int]:
    """Read what is new below a folder; gives the times at which batches were done, and how many sources are known."""
    settings = Settings.load(None, run={"workers": number})
    store = Store(outputs / "store", extractor_digest(settings))
    begun = time.perf_counter()
    discovery = discover([folder], settings.ingest)
    found = time.perf_counter()
    known = store.known()
    batches = stages.batches(discovery, settings.run.batch_size, known)
    looked = time.perf_counter() - found
    print(f"discovered {len(discovery.sources)} in {found - begun:.1f} s, looked up in {looked:.1f} s")
    done: list[tuple[float, Done]] = []
    with workers(settings, store) as team, ThreadPoolExecutor(max(1, number)) as threads:
        for future in as_completed([threads.submit(team.read, batch) for batch in batches]):
            done.append((time.perf_counter() - begun, future.result()))
    return done, len(known)


def rate(done: list[tuple[float, Done]]) -> float:
    """Sources a second between the first and the last batch: start-up is left out."""
    return sum(item.sources for _, item in done[1:]) / (done[-1][0] - done[0][0])


def cpu() -> float:
    """Seconds of processor time of this process and of the workers that have ended: not touched by other load."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--outputs", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        outputs = chosen.outputs or Path(name)
        library(chosen.abstracts, outputs / "library", chosen.many)
        before = cpu()
        done, _ = read(outputs / "library", outputs, chosen.workers)
        used = (cpu() - before) / chosen.many
        part = max(2, len(done) // 5)
        peak = max(item.megabytes for _, item in done)
        print(f"processor seconds an abstract, loading models included: {used:.3f}")
        size = sum(path.stat().st_size for path in (outputs / "store").rglob("*") if path.is_file())
        print(f"{sum(item.sources for _, item in done)} abstracts, {chosen.workers} workers, {done[-1][0]:.1f} s")
        print(
            f"abstracts/s: {rate(done):.2f}; first fifth {rate(done[:part]):.2f}, last fifth {rate(done[-part:]):.2f}"
        )
        print(
            f"memory peak: worker {peak:.0f} MB, main {memory_peak():.0f} MB; store {size / chosen.many:.0f} bytes each"
        )
        (outputs / "library" / "new.txt").write_text("Exosomes of hESCs carry miR-200a.\n")
        begun = time.perf_counter()
        again, known = read(outputs / "library", outputs, 1)
        print(f"one new among {known}: {time.perf_counter() - begun:.1f} s, {len(again)} batch")


if __name__ == "__main__":
    main()
