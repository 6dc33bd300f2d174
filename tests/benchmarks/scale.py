"""Reads a library of many abstracts and measures throughput, memory, workers, and what one new document costs.

    python tests/benchmarks/scale.py ABSTRACTS.jsonl [--many 20000] [--workers 2] [--outputs FOLDER]
    python tests/benchmarks/scale.py ABSTRACTS.jsonl --many 700 --compare       # 1 worker, 2 workers, 2 Dask workers

The library is made of the abstracts given, repeated with a changed number in each, so that every one is another text.
Orchestration and network are left out: what is measured is reading and storing, in the run's own workers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from material import records

from flows import stages
from flows.workers import Done, memory_peak, workers
from pipeline.core.provenance import extractor_digest
from pipeline.core.settings import Settings
from pipeline.core.store import Store
from pipeline.ingest import discover

FILE = 1_000  # abstracts a file


def library(source: Path, folder: Path, many: int) -> None:
    """Write ``many`` abstracts in files of a thousand."""
    abstracts = list(records(source))
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, many, FILE):
        with (folder / f"{start // FILE:05d}.jsonl").open("w") as out:
            for number in range(start, min(many, start + FILE)):
                record = abstracts[number % len(abstracts)]
                text = f"{record['text']} The count of this series was {number}."
                out.write(json.dumps({"title": record["title"], "abstract": text, "pmid": str(number + 1)}) + "\n")


def read(
    folder: Path, outputs: Path, number: int, scheduler: str = "", size: int | None = None
) -> tuple[list[tuple[float, Done]], int]:
    """Read what is new below a folder; gives the times at which batches were done, and how many sources are known."""
    settings = Settings.load(None, run={"workers": number, "scheduler": scheduler, "batch_size": size})
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


def rate(done: list[tuple[float, Done]], first: int = 1) -> float:
    """Sources a second after the first batches, in which the models are loaded."""
    return sum(item.sources for _, item in done[first:]) / (done[-1][0] - done[first - 1][0])


def compare(library: Path, outputs: Path, size: int) -> None:
    """One worker, two, and two Dask workers over the same library, each from nothing: speed and bytes."""
    from distributed import LocalCluster

    rates: dict[str, float] = {}
    stores: dict[str, str] = {}
    for name, number in (("1 worker", 1), ("2 workers", 2), ("2 Dask workers", 2)):
        out, used = outputs / name.replace(" ", "-"), cpu()
        if "Dask" in name:
            with LocalCluster(
                n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", memory_limit=None
            ) as local:
                done, _ = read(library, out, number, local.scheduler_address, size)
        else:
            done, _ = read(library, out, number, "", size)
        rates[name] = rate(done, 2 * number)
        stores[name] = contents(out / "store")
        peak = max(item.megabytes for _, item in done)
        print(
            f"{name}: {rates[name]:.2f} abstracts/s once models are loaded, {done[-1][0]:.1f} s in all, "
            f"worker {peak:.0f} MB, {cpu() - used:.0f} s of processor time (of Dask's workers none)",
            flush=True,
        )
    print(f"2 workers to 1: {rates['2 workers'] / rates['1 worker']:.2f}")
    print(f"Dask to 2 workers: {rates['2 Dask workers'] / rates['2 workers']:.2f}")
    print(f"same bytes: {len(set(stores.values())) == 1}")


def contents(folder: Path) -> str:
    """Digest of all files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


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
    parser.add_argument("--compare", action="store_true", help="1 worker, 2 workers and 2 Dask workers")
    parser.add_argument("--batch", type=int, default=None, help="documents a batch")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        outputs = chosen.outputs or Path(name)
        library(chosen.abstracts, outputs / "library", chosen.many)
        if chosen.compare:
            compare(outputs / "library", outputs, chosen.batch or 10)
            return
        before = cpu()
        done, _ = read(outputs / "library", outputs, chosen.workers, size=chosen.batch)
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
        again, known = read(outputs / "library", outputs, 1, size=chosen.batch)
        print(f"one new among {known}: {time.perf_counter() - begun:.1f} s, {len(again)} batch")


if __name__ == "__main__":
    main()
