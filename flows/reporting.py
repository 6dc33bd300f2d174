"""What a run's report is made from: the run, what changed since the last one, pictures of pages, scores."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flows import stages
from flows.duplicates import Print
from flows.summary import count_mentions
from pipeline.core.errors import IngestError, NetworkError
from pipeline.core.records import Document, Failure, Span, Statement
from pipeline.core.settings import IngestSettings
from pipeline.core.store import Store
from pipeline.ingest.pdfimages import PageImage, page_images
from pipeline.network.difference import Difference, difference
from pipeline.network.reading import RunTables
from pipeline.reconcile.evaluation import Evaluation
from pipeline.reconcile.reconcile import reconcile
from pipeline.report.choice import choose
from pipeline.report.data import ReportData

log = logging.getLogger("vesiweb")
#: pages that a report has pictures of, in all and of one document, and documents that have any
PAGES, PAGES_EACH, PAPERS = 100, 30, 20


def report_data(
    store: Store,
    works: Sequence[Document],
    network: stages.Network,
    failures: Sequence[Failure],
    evaluation: Evaluation | None,
    same: Sequence[tuple[str, str]],
    *,
    printed: Mapping[str, Print],
    last: tuple[Path, Mapping[str, Any]] | None,
    now: tuple[Path, Mapping[str, Any]],
    ingest: IngestSettings,
) -> ReportData:
    """Everything that the report shows.

    Parameters
    ----------
    store, works
        Where the readings are, and the documents that the network was made from.
    network, failures, evaluation
        What the stages gave.
    same
        Sources left out because another has the same content: (left out, kept).
    printed
        Document id -> print of its text: how long it is.
    last, now
        Folder of a run and what its ``run.json`` says (of the run of now: inputs, extractor and settings at
        least); what changed from the one to the other is told. ``None``: there is no run before.
    ingest
        Limits for the drawing of PDF pages.
    """
    pages, undrawn = draw_pages(store, works, network.statements, ingest)
    scored = [one.document.id for one in evaluation.cases if one.document is not None] if evaluation else []
    wanted = choose(
        network.graph,
        network.statements,
        {one.id: printed[one.id].characters for one in works},
        [*scored, *(page.document for page in pages)],
    )
    readings = tuple(store.readings({one.sha256 for one in works if one.id in wanted}))
    return ReportData(
        readings=readings,
        documents=len(works),
        mentions=count_mentions(network.named)[0],
        graph=network.graph,
        statements=network.statements,
        failures=tuple(failures),
        evaluation=tuple(evaluation.rows()) if evaluation else None,
        errors=tuple(evaluation.errors()) if evaluation else None,
        reconciliation=tuple(reconcile(evaluation.cases, evaluation.known)) if evaluation else None,
        duplicates=tuple(same),
        difference=changes(last, now),
        since=last[0].name if last else "",
        indirect=network.links,
        pages=pages,
        undrawn=undrawn,
    )


def last_run(
    history: Sequence[tuple[Path, Mapping[str, Any]]], told: Mapping[str, Any]
) -> tuple[Path, Mapping[str, Any]] | None:
    """The newest run before one (``told``) that was asked the same; of what was asked nothing else, the newest.

    A run over the same sources with the same extractor and network settings is passed over: nothing has changed since,
    and a run that was killed at its very end and is started again says what it would have said.

    Parameters
    ----------
    history
        Runs with what their ``run.json`` says, newest first (`flows.runs.history`).
    told
        ``number``, ``asked``, ``inputs_digest`` and ``settings`` of the run.

    Examples
    --------
    >>> runs = [(Path("c"), {"number": 3, "asked": 1}), (Path("b"), {"number": 2}), (Path("a"), {"asked": 1})]
    >>> last_run(runs, {"number": 3, "asked": 1})[0].name, last_run(runs, {"number": 2, "asked": 2})[0].name
    ('a', 'a')
    """
    older = [one for one in history if one[1].get("number", 0) < told.get("number", 0) and _read(one[1]) != _read(told)]
    alike = [one for one in older if one[1].get("asked") == told.get("asked")]
    return next(iter(alike or older), None)


def _read(told: Mapping[str, Any]) -> tuple[Any, ...]:
    """What decides a run's network; a run of which that is not known is like no other."""
    network = told.get("settings", {}).get("network")
    return (told.get("inputs_digest") or id(told), network)


def changes(last: tuple[Path, Mapping[str, Any]] | None, now: tuple[Path, Mapping[str, Any]]) -> Difference | None:
    """What changed between two runs; ``None`` (and a line in the log) where the older cannot be compared."""
    if last is None:
        return None
    try:
        with RunTables(last[0], last[1]) as before, RunTables(now[0], now[1]) as after:
            return difference(before, after)
    except NetworkError as error:
        log.warning("what is new since %s is not told: %s", last[0].name, error)
        return None


def draw_pages(
    store: Store, works: Sequence[Document], statements: Sequence[Statement], settings: IngestSettings
) -> tuple[tuple[PageImage, ...], tuple[str, ...]]:
    """Pictures of the PDF pages that evidence stands on, and in words what has none and why.

    The documents with the most evidence come first, at most 20 with 30 pages each and 100 in all.
    """
    spans: dict[str, list[Span]] = {}
    for one in statements:
        for piece in (*one.supporting, *one.opposing):
            ends = ((piece.head_start, piece.head_end), (piece.tail_start, piece.tail_end))
            spans.setdefault(piece.document, []).extend(Span(*end) for end in ends)
    papers = [one for one in works if one.format == "pdf" and one.id in spans]
    papers.sort(key=lambda document: (-len(spans[document.id]), document.source))
    drawn: list[PageImage] = []
    undrawn: list[str] = []
    for number, document in enumerate(papers):
        room = min(PAGES_EACH, PAGES - len(drawn))
        if number >= PAPERS or room <= 0:
            undrawn.append(
                f"{len(papers) - number} more PDFs with evidence: at most {PAPERS} are shown, and {PAGES} pages in all"
            )
            break
        try:
            (whole,) = store.readings({document.sha256})
            drawn += page_images(whole.document, Path(document.source), spans[document.id], settings, room, store.pages)
        except IngestError as error:
            log.warning("%s", error)
            undrawn.append(f"{document.source}: {error.message}")
    return tuple(drawn), tuple(undrawn)
