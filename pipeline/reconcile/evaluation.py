"""Scores of predicted marks against gold: mentions, concepts, relations, network, with intervals and errors."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from pipeline.core.errors import GoldError
from pipeline.core.records import Document, EntityType, Reading, RelationType
from pipeline.reconcile import relation_scores
from pipeline.reconcile.errors import COLUMNS, Row, list_errors
from pipeline.reconcile.gold import GoldDocument, ceiling_of
from pipeline.reconcile.intervals import RESAMPLES, Comparison, compare, interval, resample
from pipeline.reconcile.marks import Entity, Marks, close_gaps, from_reading
from pipeline.reconcile.matching import Pairs, align, align_overlap
from pipeline.reconcile.network_scores import network_score
from pipeline.reconcile.scores import SCHEMES, Counts, credit, macro
from pipeline.reconcile.tally import Array, Tally, counts, f1

_TYPES = tuple(kind.value for kind in EntityType)
_CODE = {kind: number for number, kind in enumerate(EntityType)}
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
#: fewer documents than this, and passages are resampled in their place
FEW_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One document to score: gold and predicted marks, and, where known, the document with its passages."""

    gold: Marks
    predicted: Marks
    document: Document | None = None

    @property
    def text(self) -> str | None:
        """The text that both sides mark, where it is known."""
        return self.gold.text if self.gold.text is not None else self.predicted.text

    def passage(self, offset: int) -> int:
        """Number of the passage that holds an offset: of the document, else the line of the text, else 0."""
        if self.document is not None:
            found = self.document.passage_at(offset)
            return found.index + 1 if found else 0
        return self.text.count("\n", 0, offset) if self.text else 0

    def slices(self, offset: int) -> tuple[str, ...]:
        """Names of the section and the kind of passage that an offset stands in."""
        found = self.document.passage_at(offset) if self.document else None
        return (f"section: {found.section.value}", f"kind: {found.kind.value}") if found else ()


@dataclass
class Evaluation:
    """What an evaluation found; see `evaluate`. ``rows`` for tables, ``errors`` for people."""

    cases: Sequence[Case]
    resamples: int = RESAMPLES
    seed: int = 13
    known: Container[str] | None = None
    ceiling: Mapping[str, float] = field(default_factory=dict)
    pairs: list[Pairs] = field(default_factory=list)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    slices: dict[tuple[str, str, str], Counts] = field(default_factory=dict)
    units: int = 0
    order: list[int] = field(default_factory=list)
    unit: str = "documents"

    def _count(self) -> None:
        """Align every document and count."""
        passages = len(self.cases) < FEW_DOCUMENTS
        self.unit = "passages" if passages else "documents"
        numbers: dict[tuple[int, int], int] = {}
        mentions = {scheme: Tally(_TYPES) for scheme in SCHEMES}
        identifiers, concepts = Tally(_TYPES), Tally(_TYPES)
        relations = relation_scores.tallies()
        parts: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0, 0])
        for number, case in enumerate(self.cases):

            def unit(offset: int, case: Case = case, number: int = number) -> int:
                key = (number, case.passage(offset) if passages else 0)
                return numbers.setdefault(key, len(numbers))

            gold, predicted = case.gold.entities, case.predicted.entities
            pairs = align(gold, predicted)
            self.pairs.append(pairs)
            loose = align_overlap(gold, predicted, pairs)
            gold_units = [unit(e.start) for e in gold]
            found_units = [unit(e.start) for e in predicted]
            for scheme, tally in mentions.items():
                tally.gold += [(u, _CODE[e.type], 1.0) for u, e in zip(gold_units, gold, strict=True)]
                tally.predicted += [(u, _CODE[e.type], 1.0) for u, e in zip(found_units, predicted, strict=True)]
                if scheme == "overlap":
                    tally.right += [(gold_units[i], _CODE[gold[i].type], 1.0) for i, _ in loose]
                    continue
                for i, j in pairs:
                    value = credit(gold[i], predicted[j], scheme)
                    if value:
                        tally.right.append((gold_units[i], _CODE[gold[i].type], value))
            self._slices(case, pairs, parts)
            for i, j in pairs:
                if credit(gold[i], predicted[j], "strict"):
                    event = (gold_units[i], _CODE[gold[i].type], 1.0)
                    identifiers.gold.append(event)
                    identifiers.predicted.append(event)
                    if gold[i].concept == predicted[j].concept:
                        identifiers.right.append(event)
            whole = unit(0)
            _concepts(concepts, gold, predicted, whole)
            relation_scores.count(relations, case.gold, case.predicted, unit, whole)
        for scheme, tally in mentions.items():
            self.tallies["mentions", scheme] = tally
        self.tallies["identifiers", "given span"] = identifiers
        self.tallies["concepts", "per document"] = concepts
        self.tallies.update({("relations", name): tally for name, tally in relations.items()})
        self.slices = {key: Counts(tp, round(g), round(p)) for key, (tp, g, p) in sorted(parts.items())}
        self.units = max(1, len(numbers))
        # numbered as first met; sorted, so that the order of marks decides nothing
        self.order = [numbers[key] for key in sorted(numbers)] or [0]

    def _slices(self, case: Case, pairs: Pairs, parts: dict[tuple[str, str, str], list[float]]) -> None:
        """Strict counts by section, kind of passage and seen or unseen concept."""
        hits = {i for i, j in pairs if credit(case.gold.entities[i], case.predicted.entities[j], "strict")}
        for side, entities in ((1, case.gold.entities), (2, case.predicted.entities)):
            for number, entity in enumerate(entities):
                names = case.slices(entity.start)
                if self.known is not None:
                    names += ("concept: seen" if entity.concept in self.known else "concept: unseen",)
                for name in names:
                    for kind in (entity.type.value, "all"):
                        parts[name, kind, "strict"][side] += 1
                        if side == 1 and number in hits:
                            parts[name, kind, "strict"][0] += 1

    @cached_property
    def tables(self) -> dict[tuple[str, str], Array]:
        """Counts of every metric as arrays of shape (3, units, types)."""
        return {key: tally.table(self.units)[:, self.order] for key, tally in self.tallies.items()}

    def counts(self, task: str, metric: str, kind: str = "all") -> Counts:
        """Counts of a metric, over all types or of one.

        Raises
        ------
        KeyError
            There is no such task and metric, or no such type.
        """
        tally = self.tallies[task, metric]
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
            types = self.tallies[task, metric].types
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
            for name, count, columns in names:
                limits = interval(f1(drawn[:, :, list(columns)].sum(axis=2))) if drawn is not None else None
                rows.append(self._row(task, metric, name, "all", count, limits))
            if len(names) > 1:
                precision, recall, mean = macro(each)
                limits = None
                if drawn is not None:
                    limits = interval(mean_of_known(f1(drawn)))
                row = self._row(task, metric, "macro", "all", sum(each, Counts()), limits)
                row.update(precision=precision, recall=recall, f1=mean)
                rows.append(row)
        for (name, kind, metric), count in self.slices.items():
            rows.append(self._row("mentions", metric, kind, name, count, None))
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
            ("mentions", "strict"): ("all", *_TYPES),
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

    def write(self, folder: Path) -> None:
        """Leave ``scores.csv``, ``errors.csv``, ``reconciliation.csv``, ``reconciliation.parquet`` and ``queue.csv``.

        Equal evaluations give equal bytes.

        Raises
        ------
        GoldError
            The folder cannot be written.
        """
        from pipeline.reconcile.reconcile import write as write_reconciliation

        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_csv(folder / "scores.csv", ROW, self.rows())
            write_csv(folder / "errors.csv", COLUMNS, self.errors())
            write_reconciliation(self.cases, folder, self.known)
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
            for case, pairs in zip(self.cases, self.pairs, strict=True)
            for row in list_errors(case.gold, case.predicted, pairs, case.text, self.known)
        ]

    def against(self, other: Evaluation) -> list[dict[str, object]]:
        """F1 of this evaluation and another of the same texts, metric by metric, with paired tests."""
        rows: list[dict[str, object]] = []
        for key, table in self.tables.items():
            if key in other.tables and other.tables[key].shape == table.shape:
                result: Comparison = compare(
                    table.sum(axis=2), other.tables[key].sum(axis=2), self.resamples or RESAMPLES, self.seed
                )
                rows.append({"task": key[0], "metric": key[1], **{n: getattr(result, n) for n in result.__slots__}})
        return rows


def mean_of_known(values: Array) -> Array:
    """Means over the last axis that pass over nan; nan where nothing is known."""
    known = ~np.isnan(values)
    number = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    mean: Array = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return mean


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV with a header; None is an empty field."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _concepts(tally: Tally, gold: Sequence[Entity], predicted: Sequence[Entity], unit: int) -> None:
    """Sets of identifiers of one document; entities without one do not take part."""
    wanted = {(e.type, e.concept) for e in gold if e.concept}
    found = {(e.type, e.concept) for e in predicted if e.concept}
    tally.gold += [(unit, _CODE[kind], 1.0) for kind, _ in wanted]
    tally.predicted += [(unit, _CODE[kind], 1.0) for kind, _ in found]
    tally.right += [(unit, _CODE[kind], 1.0) for kind, _ in wanted & found]


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
    result = Evaluation(sorted(cases, key=lambda case: case.gold.name), resamples, seed, known, dict(ceiling or {}))
    result._count()
    return result


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


def case(gold: Marks, predicted: Marks, text: str | None = None) -> Case:
    """A case of two sets of marks; with a text, stretches that a line end parted are joined on both sides."""
    if text is None:
        return Case(gold, predicted)
    return Case(close_gaps(gold, text), close_gaps(predicted, text))
