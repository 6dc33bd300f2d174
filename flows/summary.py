"""What a run tells at its end: counts, accuracy, the strongest edges with their evidence, where the report is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.scoring import accuracy_table
from pipeline.core.records import Document, EntityType, Failure, RelationType, Statement
from pipeline.network.occurrences import Named
from pipeline.report import findings
from pipeline.report.findings import verb


@dataclass(frozen=True, slots=True)
class Strong:
    """One of the strongest edges, with one sentence that it rests on."""

    head: str
    says: str
    tail: str
    type: str
    polarity: str | None
    belief: float
    documents: int
    studies: int
    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that the end of a run prints and ``run.json`` keeps."""

    run: str
    report: str
    found: int
    read_now: int
    read_before: int
    failed: int
    duplicates: int
    ignored: int
    failures: tuple[Failure, ...]
    mentions: dict[str, int]
    concepts: dict[str, int]
    relations: dict[str, int]
    edges: dict[str, int]
    accuracy: tuple[dict[str, Any], ...]
    accuracy_documents: int
    strongest: tuple[Strong, ...]
    seconds: dict[str, float]

    @property
    def read(self) -> int:
        """Documents that were read, now or in an earlier run."""
        return self.read_now + self.read_before

    def as_json(self) -> dict[str, Any]:
        """The summary as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Summary:
        """The summary that was made plain data, as ``run.json`` keeps it."""
        failures, strong = told["failures"], told["strongest"]
        records = {"failures": tuple(Failure(**one) for one in failures), "accuracy": tuple(told["accuracy"])}
        return cls(**{**told, **records, "strongest": tuple(Strong(**one) for one in strong)})


def count_mentions(named: Sequence[Named]) -> tuple[dict[str, int], dict[str, int]]:
    """Mentions and distinct concepts by type, every type named."""
    mentions: Counter[str] = Counter()
    concepts: dict[str, set[int]] = {kind.value: set() for kind in EntityType}
    for one in named:
        mentions[one.type] += one.times
        concepts[one.type].add(one.node)
    return {kind: mentions[kind] for kind in concepts}, {kind: len(found) for kind, found in concepts.items()}


def count_relations(statements: Sequence[Statement]) -> dict[str, int]:
    """Relations by type, every type named: each is a piece of evidence for or against one statement."""
    found: Counter[str] = Counter()
    for one in statements:
        found[one.type.value] += len(one.supporting) + len(one.opposing)
    return {kind.value: found[kind.value] for kind in RelationType}


def strongest(
    graph: Any, statements: Sequence[Statement], documents: Sequence[Document], many: int = 5
) -> tuple[Strong, ...]:
    """The statements that the report shows first, each with the sentence that it rests on most."""
    sources = {document.id: document.source for document in documents}
    return tuple(
        Strong(
            graph.nodes[item.head]["name"],
            verb(item.type.value, item.polarity),
            graph.nodes[item.tail]["name"],
            item.type.value,
            item.polarity,
            item.belief,
            item.documents,
            item.studies,
            sources[item.supporting[0].document],
            " ".join(item.supporting[0].text.split()),
        )
        for item in findings.strongest(graph, statements, many)
    )


def line(summary: Summary) -> str:
    """The summary in one line, for a log."""
    return (
        f"vesiweb: {summary.read} read ({summary.read_now} now), {summary.failed} failed, "
        f"{sum(summary.edges.values())} edges; report {summary.report}"
    )


def show(summary: Summary, console: Console) -> None:
    """Print a summary."""
    fresh = "nothing was read anew" if not summary.read_now else f"{summary.read_now} read now"
    console.print(
        f"[bold]Documents[/]  {summary.read} read ({fresh}, {summary.read_before} from the store), "
        f"{summary.failed} failed, {summary.duplicates} duplicates, {summary.ignored} files passed over"
    )
    for failure in summary.failures:
        console.print(
            f"  [red]{escape(failure.code)}[/]  {escape(failure.source)}: {escape(failure.message)}. "
            f"[dim]Remedy: {escape(failure.remedy)}.[/]"
        )
    table = Table("type", "mentions", "concepts", box=None, pad_edge=False)
    for kind, mentions in summary.mentions.items():
        table.add_row(kind, str(mentions), str(summary.concepts[kind]))
    console.print(table)
    relations = ", ".join(f"{kind} {number}" for kind, number in summary.relations.items() if number)
    console.print(f"[bold]Relations[/]  {sum(summary.relations.values())}: {relations or 'none'}")
    edges = ", ".join(f"{layer} {number}" for layer, number in summary.edges.items())
    console.print(f"[bold]Edges[/]  {edges or 'none'}")
    _show_accuracy(summary, console)
    if summary.strongest:
        console.print("[bold]Strongest edges[/]")
    for number, edge in enumerate(summary.strongest, 1):
        console.print(
            f"  {number}. {escape(edge.head)} [bold]{escape(edge.says)}[/] {escape(edge.tail)}  "
            f"{edge.type}{f' {edge.polarity}' if edge.polarity else ''}, belief {edge.belief:.2f}, "
            f"documents {edge.documents}, primary studies {edge.studies}"
        )
        console.print(f"     [dim]“{escape(_short(edge.sentence))}” ({escape(edge.source)})[/]")
    console.print(f"[bold]Run[/]  {escape(summary.run)}", soft_wrap=True)
    console.print(f"[bold]Report[/]  {escape(summary.report)}", soft_wrap=True)


def _show_accuracy(summary: Summary, console: Console) -> None:
    if not summary.accuracy:
        console.print("[bold]Accuracy[/]  no document of this run has gold")
        return
    console.print(f"[bold]Accuracy[/]  against the gold of {summary.accuracy_documents} documents")
    console.print(accuracy_table(summary.accuracy))


def _short(text: str, limit: int = 240) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + " …"
