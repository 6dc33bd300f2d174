"""Scores of predicted marks against gold: mentions, concepts, relations, network, with intervals and errors."""

from __future__ import annotations

import csv
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from pipeline.core.errors import GoldError
from pipeline.core.records import Reading, RelationType
from pipeline.reconcile import muc
from pipeline.reconcile.counting import TYPES, Case, Counting, count_cases
from pipeline.reconcile.errors import CAUSE_COLUMNS, COLUMNS, Row, by_cause, list_errors
from pipeline.reconcile.gold import GoldDocument, ceiling_of
from pipeline.reconcile.intervals import RESAMPLES, Comparison, compare, interval, resample
from pipeline.reconcile.marks import from_reading
from pipeline.reconcile.network_scores import network_score
from pipeline.reconcile.reconcile import Difference
from pipeline.reconcile.reconcile import write as write_reconciliation
from pipeline.reconcile.scores import Counts, macro
from pipeline.reconcile.tally import Array, counts, f1, mean_of_known

#: schemes for which precision and recall of one type are defined
_TYPED = ("strict", "type", "overlap")
#: columns of a row of scores
ROW = (
    "task",
    "metric",
    "type",
    "slice",
    "gold",
    "predicted",
    "tp",
    "precision",
    "recall",
    "f1",
    "low",
    "high",
    "unit",
    "ceiling",
)


@dataclass
class Evaluation:
    """What an evaluation found; see `evaluate`. ``rows`` for tables, ``errors`` for people."""

    cases: Sequence[Case]
    resamples: int = RESAMPLES
    seed: int = 13
    known: Container[str] | None = None
    ceiling: Mapping[str, float] = field(default_factory=dict)
    counting: Counting = field(default_factory=Counting)

    @property
    def unit(self) -> str:
        """What is resampled: documents or passages."""
        return self.counting.unit

    @property
    def units(self) -> int:
        """How many of these there are."""
        return len(self.counting.numbers)

    @cached_property
    def tables(self) -> dict[tuple[str, str], Array]:
        """Counts of every metric as arrays of shape (3, units, types)."""
        return {key: self.counting.table(key) for key in self.counting.tallies}

    def counts(self, task: str, metric: str, kind: str = "all") -> Counts:
        """Counts of a metric, over all types or of one.

        Raises
        ------
        KeyError
            There is no such task and metric, or no such type.
        """
        tally = self.counting.tallies[task, metric]
        each = counts(self.tables[task, metric])
        if kind == "all":
            return sum(each, Counts())
        return each[tally.types.index(kind)]

    def rows(self) -> list[dict[str, object]]:
        """One dict a score: task, metric, type, slice, gold, predicted, tp, precision, recall, f1, low, high,
        unit (what was resampled for the interval of F1), ceiling (F1 between two annotators).

        ``type`` is ``all`` for the micro average, ``macro`` for the mean over types (whose counts are the sums).
        """
        return [dict(row) for row in self._rows]

    @cached_property
    def _rows(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for (task, metric), table in self.tables.items():
            types = self.counting.tallies[task, metric].types
            each = counts(table)
            whole_documents = task == "concepts" or metric.startswith("concepts")
            drawn = None if whole_documents and self.unit == "passages" else self._drawn.get((task, metric))
            names: list[tuple[str, Counts, tuple[int, ...]]] = [
                ("all", sum(each, Counts()), tuple(range(len(types)))),
            ]
            if task != "mentions" or metric in _TYPED:
                names += [(kind, each[n], (n,)) for n, kind in enumerate(types)]
            if task == "relations":
                rest = tuple(n for n, kind in enumerate(types) if kind != RelationType.MEMBER_OF.value)
                names.insert(1, ("all but MEMBER_OF", sum((each[n] for n in rest), Counts()), rest))
            for name, total, columns in names:
                limits = interval(f1(drawn[:, :, list(columns)].sum(axis=2))) if drawn is not None else None
                rows.append(self._row(task, metric, name, "all", total, limits))
            if len(names) > 1:
                precision, recall, mean = macro(each)
                limits = None
                if drawn is not None:
                    limits = interval(mean_of_known(f1(drawn)))
                row = self._row(task, metric, "macro", "all", sum(each, Counts()), limits)
                row.update(precision=precision, recall=recall, f1=mean)
                rows.append(row)
        for (name, kind, metric), count in self.counting.slices.items():
            task = "mentions" if metric == "strict" else "relations"
            rows.append(self._row(task, metric, kind, name, count, None))
        rows += self._network_rows()
        return rows

    def _network_rows(self) -> list[dict[str, object]]:
        score = network_score([case.gold for case in self.cases], [case.predicted for case in self.cases])
        row = self._row("network", "edges", "all", "all", score.edges, None)
        rows = [row]
        for name, value in (("rank agreement (Spearman)", score.spearman), ("rank agreement (Kendall)", score.kendall)):
            count = Counts(0, score.compared, score.compared)
            extra = self._row("network", name, "all", "strongest 50 of each", count, None)
            extra.update(tp=None, precision=None, recall=None, f1=value)
            rows.append(extra)
        return rows

    @cached_property
    def _drawn(self) -> dict[tuple[str, str], Array]:
        """Sums of every metric over the bootstrap samples, the same samples for all."""
        if not self.resamples or self.units < 2:
            return {}
        sizes = [table.shape[2] for table in self.tables.values()]
        drawn = resample(np.concatenate(list(self.tables.values()), axis=2), self.resamples, self.seed)
        parts = np.split(drawn, np.cumsum(sizes)[:-1], axis=2)
        return dict(zip(self.tables, parts, strict=True))

    def _row(
        self, task: str, metric: str, kind: str, part: str, count: Counts, limits: tuple[float, float] | None
    ) -> dict[str, object]:
        return {
            "task": task,
            "metric": metric,
            "type": kind,
            "slice": part,
            "gold": count.gold,
            "predicted": count.predicted,
            "tp": int(count.tp) if float(count.tp).is_integer() else count.tp,
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
            "low": limits[0] if limits else None,
            "high": limits[1] if limits else None,
            "unit": self.unit if limits else None,
            "ceiling": self.ceiling.get(f"{task}/{metric}/{kind}") if part == "all" else None,
        }

    @property
    def documents(self) -> int:
        """Number of documents scored."""
        return len(self.cases)

    def headline(self) -> list[dict[str, object]]:
        """The rows of `rows` that people look at first; ``metric`` names task and metric."""
        wanted = {
            ("mentions", "strict"): ("all", *TYPES),
            ("mentions", "overlap"): ("all",),
            ("identifiers", "given span"): ("all",),
            ("relations", "overlap"): ("all", "all but MEMBER_OF"),
            ("relations", "concepts"): ("all",),
        }
        return [
            {**row, "metric": f"{row['task']}, {row['metric']}"}
            for row in self.rows()
            if row["slice"] == "all" and row["type"] in wanted.get((str(row["task"]), str(row["metric"])), ())
        ]

    def write(self, folder: Path) -> list[Difference]:
        """Leave ``scores.csv``, ``muc.csv``, ``errors.csv``, ``causes.csv`` and the tables of the reconciliation.

        Gives the rows of the reconciliation. Equal evaluations give equal bytes.

        Raises
        ------
        GoldError
            The folder cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_csv(folder / "scores.csv", ROW, self.rows())
            write_csv(folder / "muc.csv", muc.COLUMNS, muc.rows(self.cases, self.counting.pairs))
            errors = self.errors()
            write_csv(folder / "errors.csv", COLUMNS, errors)
            write_csv(folder / "causes.csv", CAUSE_COLUMNS, by_cause(errors))
            return write_reconciliation(self.cases, folder, self.known)
        except OSError as error:
            raise GoldError(
                f"the evaluation cannot be written ({error.strerror})",
                where=str(folder),
                remedy="choose a folder that you may write to",
            ) from error

    def errors(self) -> list[Row]:
        """Every missed, spurious or wrong mention and relation as a dict, in document and text order."""
        return [
            row
            for case, pairs in zip(self.cases, self.counting.pairs, strict=True)
            for row in list_errors(case.gold, case.predicted, pairs, case.text, self.known)
        ]

    def against(self, other: Evaluation) -> list[dict[str, object]]:
        """F1 of this evaluation and another of the same texts, metric by metric, with paired tests.

        Raises
        ------
        GoldError
            The two were not scored against the same documents.
        """
        names = [[case.gold.name for case in side.cases] for side in (self, other)]
        if names[0] != names[1]:
            raise GoldError(
                f"one evaluation has {len(names[0])} documents, the other {len(names[1])}, and they are not the same",
                where="comparison",
                remedy="score both against the same gold",
            )
        keys = sorted(self.counting.numbers.keys() | other.counting.numbers.keys())
        rows: list[dict[str, object]] = []
        for key in self.counting.tallies:
            one, two = (side.counting.table(key, keys).sum(axis=2) for side in (self, other))
            result: Comparison = compare(one, two, self.resamples or RESAMPLES, self.seed)
            rows.append({"task": key[0], "metric": key[1], **{n: getattr(result, n) for n in result.__slots__}})
        return rows


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV with a header; None is an empty field."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def evaluate_cases(
    cases: Sequence[Case],
    *,
    resamples: int = RESAMPLES,
    seed: int = 13,
    known: Container[str] | None = None,
    ceiling: Mapping[str, float] | None = None,
) -> Evaluation:
    """Score predicted marks against gold; documents are taken in the order of their names.

    Parameters
    ----------
    resamples
        Bootstrap resamples for the intervals; 0 for none.
    known
        Identifiers that lexicon or training data hold: scores are then also given for seen and unseen concepts.
    ceiling
        F1 between annotators by ``task/metric/type``; for readings of the project's own test documents alone,
        their agreement is taken where nothing is given.
    """
    ordered = sorted(cases, key=lambda case: case.gold.name)
    return Evaluation(ordered, resamples, seed, known, dict(ceiling or {}), count_cases(ordered, known))


def evaluate(
    pairs: Sequence[tuple[GoldDocument, Reading]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 13,
    known: Container[str] | None = None,
    ceiling: Mapping[str, float] | None = None,
) -> Evaluation:
    """Score readings against the gold of their texts.

    Raises
    ------
    GoldError
        A reading's text is not the one that was annotated.
    """
    cases = [
        Case(gold.bound(reading.document.text), from_reading(reading, gold.name), reading.document)
        for gold, reading in pairs
    ]
    if ceiling is None:
        ceiling = ceiling_of({gold.set for gold, _ in pairs})
    return evaluate_cases(cases, resamples=resamples, seed=seed, known=known, ceiling=ceiling)
