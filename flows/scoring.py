"""The evaluator's commands: score a run or folders, compare two, look after the gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows import stages
from flows.places import writable
from flows.runs import find_run, load_run
from pipeline.core.errors import IngestError, InputError, SettingsError
from pipeline.core.records import Failure
from pipeline.core.settings import IngestSettings
from pipeline.core.store import Store
from pipeline.ingest import discover, failure, read
from pipeline.reconcile import adjudicate, doctor, doors, export, muc, newgold
from pipeline.reconcile.adjudicate import Adjudicated
from pipeline.reconcile.attach import Attached
from pipeline.reconcile.doctor import Finding
from pipeline.reconcile.errors import CAUSE_COLUMNS, by_cause
from pipeline.reconcile.evaluation import Evaluation
from pipeline.reconcile.gold import locate
from pipeline.reconcile.intervals import RESAMPLES
from pipeline.reconcile.marks import Marks
from pipeline.reconcile.newgold import Made, Origin
from pipeline.reconcile.reconcile import Difference
from pipeline.reconcile.scores import SCHEMES
from pipeline.report.reconciliation import STATUSES, write_reconciliation


def score(
    gold: Path | None, predicted: Path | None, run: Path | None, manifest: Path | None, outputs: Path, resamples: int
) -> Evaluation:
    """Score a folder against a folder, or a run against the gold of its texts.

    Raises
    ------
    SettingsError
        One folder is given without the other.
    InputError
        No document of the run has gold.
    """
    if (gold is None) != (predicted is None):
        raise SettingsError(
            "one folder is given, two are needed", remedy="name the gold folder, then the folder to score"
        )
    if gold is not None and predicted is not None:
        return doors.evaluate_folders(gold, predicted, resamples=resamples)
    told = load_run(find_run(outputs, run))
    store = Store(outputs / "store", told["extractor_digest"])
    found = stages.score(store.readings(set(told["inputs"].values())), manifest, resamples)
    if found is None:
        raise InputError(
            "no document of the run has gold",
            where=told["summary"]["run"],
            remedy="read texts that the gold manifest names, or give two folders of annotations",
        )
    return found


def reconcile(run: Path | None, manifest: Path | None, outputs: Path, out: Path | None) -> tuple[Path, Counter[str]]:
    """Set a run's extraction against the gold of its texts, thing by thing.

    Returns
    -------
    folder, counts
        Where the tables and the curator's queue are (by default the run's ``evaluation``), and rows by status.
    """
    folder = out or find_run(outputs, run) / "evaluation"
    writable(folder)
    rows = leave(score(None, None, run, manifest, outputs, RESAMPLES), folder)
    return folder, Counter(row.status for row in rows)


def leave(evaluation: Evaluation, folder: Path) -> list[Difference]:
    """Write scores, errors and the reconciliation, the latter also as a page for people."""
    rows = evaluation.write(folder)
    write_reconciliation(rows, folder / "reconciliation.html")
    return rows


def compare(found: Evaluation, gold: Path | None, other: Path, resamples: int) -> list[dict[str, object]]:
    """Compare an evaluation with that of another folder against the same gold.

    Raises
    ------
    SettingsError
        The first evaluation is not of folders.
    """
    if gold is None:
        raise SettingsError("--against compares folders", remedy="name the gold folder and the folder to score first")
    return found.against(doors.evaluate_folders(gold, other, resamples=resamples))


def new_gold(paths: Sequence[Path], out: Path, split: str, licence: str) -> tuple[Made, list[Failure]]:
    """Put documents, read as a run reads them, to a folder's gold, still to be annotated."""
    settings = IngestSettings()
    discovery = discover(paths, settings)
    failures = list(discovery.failures)
    texts: list[Marks] = []
    origins: dict[str, Origin] = {}
    for name, source in zip(export.names(one.source for one in discovery.sources), discovery.sources, strict=True):
        try:
            document = read(source, settings)
        except IngestError as error:
            failures.append(failure(error, source.source, sha256=source.sha256, stage="ingest"))
            continue
        texts.append(Marks(name, text=document.text))
        origins[name] = Origin(document.title or name, document.licence or licence, source.source)
    return newgold.add(texts, out, origins, split=split), failures


def import_gold(annotated: Path, out: Path, split: str, licence: str) -> Made:
    """Put annotated texts, in any of the formats, to a folder's gold."""
    marks = export.read_folder(annotated)
    origins = {name: Origin(name, licence, str(annotated)) for name in marks}
    return newgold.add(list(marks.values()), out, origins, split=split)


def check_gold(manifest: Path | None, texts: Sequence[Path]) -> tuple[list[Finding], bool]:
    """Examine gold; where no texts are named, against those that lie beside the marks."""
    found = locate(manifest)
    return doctor.check(found, texts or [found.parent / "gold"], stages.known_concepts())


def attach_gold(texts: Sequence[Path], name: str, out: Path | None, manifest: Path | None) -> list[Attached]:
    """Bind gold to texts."""
    return doors.attach(texts, out, locate(manifest), name)


def adjudicate_gold(queue: Path, author: str, date: str, manifest: Path | None) -> Adjudicated:
    """Apply a curator's decisions."""
    found = locate(manifest)
    writable(found.parent / "gold")
    return adjudicate.adjudicate(queue, author, date, found)


def _ratio(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"


def accuracy_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Scores as a table for a terminal; an undefined ratio is a dash."""
    names = ("what", "type", "gold", "found", "right", "precision", "recall", "F1", "95 % interval", "ceiling")
    table = Table(*names, box=None, pad_edge=False)
    for row in rows:
        interval = f"{row['low']:.3f}–{row['high']:.3f}" if row.get("low") is not None else "–"
        table.add_row(
            str(row["metric"]),
            str(row["type"]),
            *(str(row[name]) for name in ("gold", "predicted", "tp")),
            *(_ratio(row[name]) for name in ("precision", "recall", "f1")),
            interval,
            _ratio(row.get("ceiling")),
        )
    return table


def show_scores(evaluation: Evaluation, console: Console) -> None:
    """Print the scores that people look at first."""
    console.print(
        f"[bold]Accuracy[/]  {evaluation.documents} documents; intervals by bootstrap over {evaluation.unit}, "
        "ceiling: agreement of two annotators"
    )
    console.print(accuracy_table(evaluation.headline()))
    console.print("[bold]Mentions as MUC counts them[/]  what is of another type or span, missed, or not in the gold")
    console.print(muc_table(evaluation))
    causes = by_cause(evaluation.errors())
    if causes:
        console.print("[bold]Likely causes of what differs[/]")
        table = Table("cause", "mentions", "relations", "meaning", box=None, pad_edge=False)
        for row in causes:
            table.add_row(*(str(row[name]) for name in CAUSE_COLUMNS))
        console.print(table)


def muc_table(evaluation: Evaluation) -> Table:
    """MUC counts over all types, a row a scheme."""
    names = muc.COLUMNS[2:9]
    table = Table("scheme", *names, "precision", "recall", "F1", "right is", box=None, pad_edge=False)
    for row in muc.rows(evaluation.cases, evaluation.counting.pairs):
        if row["type"] == "all":
            ratios = (_ratio(row[name]) for name in ("precision", "recall", "f1"))
            table.add_row(str(row["scheme"]), *(str(row[name]) for name in names), *ratios, SCHEMES[str(row["scheme"])])
    return table


def show_comparison(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print F1 of two systems side by side, with the paired interval and the p-value."""
    table = Table("what", "F1", "other", "difference", "95 % interval", "p (randomised)", box=None, pad_edge=False)
    for row in rows:
        interval = f"{row['low']:.3f}–{row['high']:.3f}" if row["low"] is not None else "–"
        table.add_row(
            escape(f"{row['task']}, {row['metric']}"),
            *(_ratio(row[name]) for name in ("f1", "other", "difference")),
            interval,
            _ratio(row["p_randomised"]),
        )
    console.print(table)


def show_reconciliation(folder: Path, counts: Counter[str], console: Console) -> None:
    """Print how much is confirmed and how much differs, and where to look."""
    console.print("[bold]Reconciliation[/]  " + ", ".join(f"{status} {counts[status]}" for status in STATUSES))
    console.print(f"[bold]Table[/]  {escape(str(folder / 'reconciliation.html'))}", soft_wrap=True)
    console.print(f"[bold]Queue[/]  {escape(str(folder / 'queue.csv'))} (decide, then 'vesiweb gold adjudicate')")
