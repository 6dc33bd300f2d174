"""`vesiweb prune`: removes old runs, and what of the store no kept run refers to."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from flows import lock, runs
from pipeline.core.errors import StoreError
from pipeline.core.store import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed, or would be."""

    removed: tuple[Path, ...]
    megabytes: float
    kept: int  # runs


def prune(outputs: Path, keep: int, *, digest: str, wait: float, dry: bool) -> Pruned:
    """Remove what nobody refers to any more.

    Kept are the newest ``keep`` runs, the run that ``latest`` points to, every batch that holds a source of a kept
    run, and everything that the extractor of now has read and drawn of it. Removed are older runs, stores of extractors
    that no kept run was made with, batches and drawn pages of sources that no kept run read (they were withdrawn or
    replaced), batches that were set aside as damaged, what killed runs left, and Prefect's database while no schedule
    is served: it is no record.

    Parameters
    ----------
    outputs
        The outputs folder.
    keep
        Runs to keep, at least 1.
    digest
        Digest of the extractor of now: its store is kept even before the first run with it ends.
    wait
        Seconds to wait while a run is at work.
    dry
        Only say what would be removed.

    Raises
    ------
    StoreError
        A run is at work for longer than ``wait``, or something cannot be removed.
    """
    with lock.hold(outputs, wait):
        history = runs.history(outputs)
        latest = (outputs / "latest").resolve()
        kept = [
            (path, told) for number, (path, told) in enumerate(history) if number < keep or path.resolve() == latest
        ]
        gone = [path for path, _ in history if path not in {one for one, _ in kept}]
        if history:  # an outputs folder without runs may hold a first run's store, of which every batch is wanted
            read = {str(told.get("extractor_digest", "")) for _, told in kept} | {digest}
            wanted = {sha for _, told in kept for sha in told.get("inputs", {}).values()}
            gone += _stores(outputs / "store", read, wanted)
        if lock.holder(outputs, lock.SERVING) is None:
            gone += sorted((outputs / "prefect").glob("*prefect.db*"))
        size = sum(_size(path) for path in gone)
        if not dry:
            runs.sweep(outputs)
            _remove(gone)
    return Pruned(tuple(gone), round(size / 1e6, 1), len(kept))


def _stores(folder: Path, digests: set[str], wanted: set[str]) -> list[Path]:
    """Stores of other extractors, and of the others the batches that hold nothing wanted."""
    gone: list[Path] = []
    by_name = {digest[:16]: digest for digest in digests if digest}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in by_name:
            gone.append(path)
            continue
        store = Store(folder, by_name[path.name])
        gone += [batch for batch in store.batches() if not store.sources(batch) & wanted]
        gone += [drawn for drawn in sorted(store.pages.glob("*.json")) if drawn.stem not in wanted]
        gone += sorted(path.glob(".damaged-*"))
    return gone


def _size(path: Path) -> int:
    files = (item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]
    return sum(item.stat().st_size for item in files)


def _remove(paths: list[Path]) -> None:
    try:
        for path in paths:
            if path.is_dir():
                # out of sight at once: a prune that is killed leaves no half run and no half batch
                aside = path.with_name(f"{runs.PRUNED}{path.name}")
                path.rename(aside)
                shutil.rmtree(aside)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"it cannot be removed ({error.strerror})",
            where=str(error.filename),
            remedy="check the permissions of the outputs folder",
        ) from error
