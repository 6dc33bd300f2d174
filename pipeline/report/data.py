"""What the report is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from pipeline.core.records import Failure, Reading, Statement
from pipeline.ingest.pdfimages import PageImage
from pipeline.network.difference import Difference
from pipeline.network.indirect import Indirect
from pipeline.reconcile.reconcile import Difference as Reconciled


@dataclass(frozen=True)
class ReportData:
    """Everything that the pages show, as the stages before gave it.

    Parameters
    ----------
    readings
        What was read from each document that the page carries the text of.
    graph
        The network of `pipeline.network.graph.build_graph`.
    statements
        The statements it was made from.
    failures
        What could not be read.
    evaluation
        Scores against gold, one row a mapping from column to value (`pipeline.reconcile.evaluation.Evaluation.rows`);
        ``None`` where no document has gold.
    errors
        What was missed and what was found too much, one row each; where a row names a document that was read
        (by id, source or file name without ending), ``start`` and ``end``, the page leads to the place.
    duplicates
        Sources left out because another one has the same content: (source, source that was read).
    summary
        Name and value of whatever else a run tells of itself; nothing that changes from run to run on the
        same input, if the report is to stay the same.
    difference, since
        What changed since an earlier run, and that run's name; ``None`` where there is none to compare with.
    indirect
        What no sentence says yet, ranked.
    pages, undrawn
        Pictures of PDF pages with evidence on them, and in words which have none and why.
    reconciliation
        Extraction and gold side by side, for ``reconciliation.html``; ``None`` where no document has gold.
    documents, mentions
        How many documents the network was made from, and how many mentions of each type they have; ``None``: it was
        made from these readings. Where it was made from more, the page shows what rests on these
        (`pipeline.report.choice`).
    title
        Headline of the page.
    """

    readings: Sequence[Reading]
    graph: nx.MultiDiGraph[str]
    statements: Sequence[Statement]
    failures: Sequence[Failure] = ()
    evaluation: Sequence[Mapping[str, Any]] | None = None
    errors: Sequence[Mapping[str, Any]] | None = None
    duplicates: Sequence[tuple[str, str]] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)
    difference: Difference | None = None
    since: str = ""
    indirect: Sequence[Indirect] = ()
    pages: Sequence[PageImage] = ()
    undrawn: Sequence[str] = ()
    reconciliation: Sequence[Reconciled] | None = None
    documents: int | None = None
    mentions: Mapping[str, int] | None = None
    title: str = "Stem-cell vesicles: what the reviews say"
