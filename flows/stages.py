"""What the steps of a run do, as plain functions: the flow's tasks call them, tests call them without Prefect."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from flows.duplicates import Print
from pipeline.core.batch import Batch
from pipeline.core.errors import StoreError
from pipeline.core.records import Document, Failure, Reading, Statement
from pipeline.core.settings import NetworkSettings
from pipeline.core.store import Store
from pipeline.ingest import Discovery, Source
from pipeline.network.cooccurrence import count_occurrences
from pipeline.network.formats import load_network, write_network
from pipeline.network.graph import build_graph
from pipeline.network.indirect import Indirect, listed
from pipeline.network.occurrences import Named, Occurrences, documents_of, of_store
from pipeline.network.stability import add_stabilities, stabilities
from pipeline.network.statements import NEEDED, build_statements
from pipeline.reconcile import gold
from pipeline.reconcile.evaluation import Evaluation, evaluate
from pipeline.reconcile.intervals import RESAMPLES


class Network(NamedTuple):
    """What the network stage gives."""

    graph: Any  # networkx.MultiDiGraph: networkx itself is known to pipeline.network and pipeline.report only
    statements: tuple[Statement, ...]
    links: tuple[Indirect, ...]  # what is not said yet
    named: tuple[Named, ...]  # how often each concept is called what


def with_failures(discovery: Discovery, more: Sequence[Failure]) -> Discovery:
    """A discovery with failures of an earlier step put to its own."""
    return replace(discovery, failures=(*discovery.failures, *more))


def batches(discovery: Discovery, size: int, known: set[str]) -> list[tuple[Source, ...]]:
    """Sources in batches, less those that the store knows.

    Batches are cut from all sources before the known ones are left out, so that a run that was killed and started
    again writes the batches that an undisturbed one writes.
    """
    sources = discovery.sources
    cut = (sources[start : start + size] for start in range(0, len(sources), size))
    fresh = (tuple(source for source in batch if source.sha256 not in known) for batch in cut)
    return [batch for batch in fresh if batch]


def commit(store: Store, sources: Sequence[Source], batch: Batch) -> str:
    """Check that nothing was lost on the way, then store the batch.

    Raises
    ------
    StoreError
        A source is neither read nor failed, or the store cannot be written.
    """
    out = {reading.document.sha256 for reading in batch.readings} | {failure.sha256 for failure in batch.failures}
    lost = [source.source for source in sources if source.sha256 not in out]
    if lost:
        raise StoreError(
            f"{len(lost)} of {len(sources)} sources came out neither read nor failed, first {lost[0]!r}",
            where="batch",
            remedy="this is a fault of vesiweb: please report it",
        )
    return store.add(batch)


def collect(store: Store, discovery: Discovery) -> tuple[tuple[Document, ...], tuple[Failure, ...]]:
    """What the store holds of the discovered sources: documents, without texts, and failures, every source in one.

    Raises
    ------
    StoreError
        A source is in neither.
    """
    wanted = {source.sha256 for source in discovery.sources}
    documents = tuple(store.documents(wanted))
    failures = store.failures(wanted)
    seen = {document.sha256 for document in documents} | {failure.sha256 for failure in failures}
    if seen != wanted:
        lost = sorted(source.source for source in discovery.sources if source.sha256 not in seen)
        raise StoreError(
            f"{len(wanted)} sources went in, {len(seen)} are in the store; missing: {', '.join(lost[:3])}",
            where=str(store.folder),
            remedy="run again; if it stays so, delete this store folder and run again",
        )
    return documents, tuple(sorted((*failures, *discovery.failures), key=lambda failure: failure.source))


@contextmanager
def no_cycles() -> Iterator[None]:
    """Without the search for cycles of objects: a network's millions hold none, and looking takes a fifth of the time.

    Examples
    --------
    >>> with no_cycles():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@no_cycles()
def build_network(documents: Sequence[Document], settings: NetworkSettings, folder: Path, store: Store) -> Network:
    """Statements, co-occurrences and the graph of stored documents, written to ``folder`` in every format.

    The readings are never in memory together: the store's files are gone through a batch at a time, and counted.
    """
    statements, where = gathered(documents, store)
    cooccurrences = count_occurrences(where, settings)
    graph = build_graph(where, statements, cooccurrences, settings)
    add_stabilities(graph, stabilities(statements, cooccurrences, where, settings))
    del cooccurrences  # the graph has what they tell, and files take room too
    links = listed(graph, where=documents_of(where))
    write_network(graph, statements, folder, links=links)
    return Network(graph, statements, links, where.named)


def gathered(documents: Sequence[Document], store: Store) -> tuple[tuple[Statement, ...], Occurrences]:
    """What a network of stored documents is made from: statements, and where concepts stand."""
    where = of_store(store.batches(), [one.id for one in documents])
    return build_statements(store.scan(documents, NEEDED)), where


def load_again(documents: Sequence[Document], run: Path, store: Store) -> Network:
    """The network of a run that was made before, with what its files do not tell from the store."""
    graph = load_network(run)
    statements, where = gathered(documents, store)
    return Network(graph, statements, listed(graph, where=documents_of(where)), where.named)


def with_gold(
    store: Store, documents: Sequence[Document], printed: Mapping[str, Print], manifest: Path | None = None
) -> tuple[Reading, ...]:
    """The readings of those documents of which the source or the text has gold."""
    index = gold.load(gold.locate(manifest))
    known = (one for one in documents if index.for_sha256(one.sha256) or index.for_sha256(printed[one.id].sha256))
    wanted = {one.sha256 for one in known}
    return tuple(store.readings(wanted)) if wanted else ()


def known_concepts() -> frozenset[str]:
    """Identifiers that the lexicon holds, microRNAs with each arm: scores are also given for what it has not."""
    from pipeline.annotate.components import load_lexicon

    concepts = load_lexicon().concepts
    arms = {f"{concept}-{arm}" for concept in concepts if concept.startswith("mirna:") for arm in ("3p", "5p")}
    return concepts | arms


def score(readings: Iterable[Reading], manifest: Path | None = None, resamples: int = RESAMPLES) -> Evaluation | None:
    """Accuracy over the documents that have gold in the manifest (the project's own by default); ``None`` for none."""
    pairs = gold.load(gold.locate(manifest)).pairs(readings)
    return evaluate(pairs, resamples=resamples, known=known_concepts()) if pairs else None


def inputs_digest(discovery: Discovery, extractor: str) -> str:
    """Digest of what goes into a run: the sources' contents and the extractor."""
    parts = [extractor, *sorted(source.sha256 for source in discovery.sources)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
