"""Questions to a finished run: `explain`, `top` and `diff`, answered from its tables, and its `report` made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from flows.runs import find_run, load_run
from pipeline.core.errors import StoreError

if TYPE_CHECKING:  # a command opens what it needs, so that the others start quickly
    from pipeline.network.difference import Change, Difference
    from pipeline.network.explain import Explanation, Link, Ranked
    from pipeline.network.indirect import Indirect

app = typer.Typer()
Outputs = Annotated[
    Path, typer.Option("--outputs", "-o", help="Folder of the store and the runs.", envvar="VESIWEB_OUTPUTS")
]
Run = Annotated[Path | None, typer.Option("--run", help="Run to ask; without one the newest.")]


@app.command("explain")
def explain_command(
    a: Annotated[str, typer.Argument(help="A cell, marker, microRNA or pathway, by any name or identifier.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    run: Run = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Tell what the texts say of two concepts, with every sentence, and by which way they are linked.

    **Example**  `vesiweb explain BM-MSC miR-21`
    """
    from pipeline.network.explain import explain
    from pipeline.network.reading import RunTables

    with RunTables(find_run(outputs, run)) as tables:
        show_explanation(explain(tables, a, b), tables.sources(), _console())


@app.command("top")
def top_command(
    kind: Annotated[str, typer.Argument(help="cell, marker, miRNA or pathway")],
    of: Annotated[str, typer.Option("--for", help="The concept that they are linked with; a cell with its kinds.")],
    many: Annotated[int, typer.Option("--many", "-n", min=1, help="How many.")] = 10,
    indirect: Annotated[
        bool, typer.Option("--indirect", help="What no sentence joins with it yet, by the concepts between them.")
    ] = False,
    run: Run = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Rank the concepts of a type that a concept is most linked with, or (--indirect) is not linked with yet.

    **Example**  `vesiweb top miRNA --for hMSC`
    """
    from pipeline.network.explain import top
    from pipeline.network.indirect import indirect_links
    from pipeline.network.kinds import kind_of
    from pipeline.network.reading import RunTables

    wanted = kind_of(kind)
    with RunTables(find_run(outputs, run)) as tables:
        kinds = tables.kinds(tables.need(of))
        if indirect:
            graph = tables.graph()
            links = indirect_links(graph, many, of=[one.id for one in kinds], kind=wanted)
            show_indirect(links, graph, [one.label for one in kinds], _console())
            raise typer.Exit(0 if links else 1)
        found = top(tables, wanted, of, many=many)
        show_ranking(found, [one.label for one in kinds], tables.sources(), _console())
    if not found:
        raise typer.Exit(1)


@app.command("diff")
def diff_command(
    before: Annotated[Path, typer.Argument(help="The older run: a folder, or its name below outputs/runs.")],
    after: Annotated[Path | None, typer.Argument(help="The newer run; without one the newest.")] = None,
    together: Annotated[bool, typer.Option("--together", help="List co-occurrences too, not only statements.")] = False,
    many: Annotated[int, typer.Option("--many", "-n", min=1, help="How many of each kind to list.")] = 20,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Compare two runs: what was gained, lost and changed in sign or strength, each with its cause.

    **Example**  `vesiweb diff 20261121T220015-e34f7d50` (against the newest run)
    """
    from pipeline.network.difference import difference
    from pipeline.network.reading import RunTables

    with RunTables(find_run(outputs, before)) as old, RunTables(find_run(outputs, after)) as new:
        show_difference(difference(old, new), _console(), many=many, together=together)


@app.command("report")
def report_command(
    run: Annotated[Path | None, typer.Argument(help="A run's folder, or its name; without one the newest.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write to, instead of the run's own.")] = None,
    gold: Annotated[
        Path | None, typer.Option(exists=True, help="Score against this gold manifest (or its folder), not the run's.")
    ] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Make the report of a finished run again, from what the store holds, with today's pages.

    **Examples**

    `vesiweb report 20261121T220015-e34f7d50 --out shared/`

    `vesiweb report --gold mine/manifest.csv` (with scores and errors against your own gold)
    """
    typer.echo(f"report written to {remake_report(find_run(outputs, run), outputs, out, gold)}")


def remake_report(run: Path, outputs: Path, out: Path | None = None, gold: Path | None = None) -> Path:
    """Write the report of a run anew; nothing is read again.

    Parameters
    ----------
    run
        The run's folder.
    outputs
        The folder whose store holds what was read.
    out
        Where to write; ``None`` writes over the run's own report.
    gold
        A gold manifest to score against; ``None`` takes that of the run.

    Raises
    ------
    StoreError
        The store no longer holds a document of the run.
    """
    from flows import duplicates, reporting, stages
    from flows.runs import history
    from pipeline.core.records import Failure
    from pipeline.core.settings import Settings
    from pipeline.core.store import Store
    from pipeline.report.page import write_report
    from pipeline.report.plates import write_plates

    told = load_run(run)
    failures = tuple(Failure(**row) for row in told["summary"]["failures"])
    wanted = set(told["inputs"].values())
    store = Store(outputs / "store", told["extractor_digest"])
    documents = store.documents(wanted)
    lost = wanted - {document.sha256 for document in documents} - {failure.sha256 for failure in failures}
    if lost:
        raise StoreError(
            f"the store no longer holds {len(lost)} of the run's {len(wanted)} documents",
            where=str(outputs / "store"),
            remedy="run 'vesiweb mine' on them again",
        )
    printed = duplicates.prints(store, documents)
    works, twice = duplicates.leave_out(documents, printed)
    manifest = gold or (Path(told["gold"]) if told.get("gold") else None)
    if manifest is not None and manifest.is_dir():
        manifest /= "manifest.csv"
    data = reporting.report_data(
        store,
        works,
        stages.load_again(works, run, store),
        failures,
        stages.score(stages.with_gold(store, documents, printed, manifest), manifest),
        twice,
        printed=printed,
        last=reporting.last_run(history(outputs), told),
        now=(run, told),
        ingest=Settings().ingest,
    )
    write_plates(data.graph, (out or run) / "figures")
    return write_report(out or run / "report", data)


def show_explanation(told: Explanation, sources: dict[str, str], console: Console) -> None:
    """Print an explanation."""
    for concept, others in ((told.a, told.others_a), (told.b, told.others_b)):
        also = f"; other names like it: {', '.join(other.label for other in others)}" if others else ""
        console.print(f"[bold]{escape(concept.name)}[/]  {concept.type}  {escape(concept.id)}{escape(also)}")
    if not told.links:
        console.print("No sentence names the two together, and none says anything of them.")
    for link in told.links:
        _show_link(link, sources, console)
    if told.ways:
        console.print("[bold]By way of others[/]  (nobody need have put the two together)")
    for way in told.ways:
        console.print(f"  {escape(_words(way.first))}; {escape(_words(way.second))}")


def show_ranking(found: tuple[Ranked, ...], kinds: list[str], sources: dict[str, str], console: Console) -> None:
    """Print a ranking, each with the sentence that it rests on most."""
    console.print(f"for {escape(', '.join(kinds))}")
    if not found:
        console.print("nothing of this type is linked with it")
    for number, one in enumerate(found, 1):
        best = one.links[0]
        console.print(
            f"{number:>3}. [bold]{escape(one.concept.label)}[/]  strength {one.strength:.2f}  {escape(_words(best))}"
            + (f"  and {len(one.links) - 1} more" if len(one.links) > 1 else "")
        )
        if best.evidence:
            _show_sentence(best, sources, console)


def show_indirect(links: tuple[Indirect, ...], graph: Any, kinds: list[str], console: Console) -> None:
    """Print what is not said yet, each with the ways that lead there."""
    console.print(
        f"for {escape(', '.join(kinds))}: joined by no sentence, only by way of others; nobody need have said it"
    )
    if not links:
        console.print("nothing of this type is linked with it in this way")
    for number, link in enumerate(links, 1):
        a, c = (escape(graph.nodes[end]["label"]) for end in (link.a, link.c))
        console.print(
            f"{number:>3}. [bold]{a}[/] and [bold]{c}[/]  score {link.score:.2f}, {link.lift:.2f} times what the two"
            f" have anyway, over {link.through} concept{'s' if link.through > 1 else ''}"
        )
        for way in link.ways[:3]:
            sign = {1: "  (raises)", -1: "  (lowers)", 0: ""}[way.sign]
            console.print(f"     [dim]{escape(_edge(graph, way.first))}; {escape(_edge(graph, way.second))}[/]{sign}")


def _edge(graph: Any, edge: tuple[str, str, str]) -> str:
    """An edge of the network in words."""
    data, (head, tail) = graph.edges[edge], (graph.nodes[end]["label"] for end in edge[:2])
    if data["layer"] == "relation":
        return f"{head} {' '.join(filter(None, (data['type'], data['polarity'])))} {tail} (belief {data['belief']:.2f})"
    return f"{head} named together with {tail} (sentences {data['sentences']})"


def show_difference(found: Difference, console: Console, *, many: int = 20, together: bool = False) -> None:
    """Print what differs between two runs."""
    console.print(
        f"[bold]Documents[/]  {len(found.documents_gained)} new, {len(found.documents_lost)} left out; "
        f"model, lexicon and reading settings {'differ' if found.extractor_changed else 'the same'}"
    )
    for setting in found.settings:
        console.print(f"  setting {escape(setting)}")
    for layer, name in (("relation", "Statements"), ("cooccurrence", "Co-occurrences")):
        numbers = {what: found.of(layer, what) for what in ("gained", "lost", "sign", "strength", "significance")}
        told = ", ".join(f"{len(some)} {what}" for what, some in numbers.items() if some)
        console.print(f"[bold]{name}[/]  {told or 'no difference'}")
        for what, some in numbers.items():
            if layer == "relation" or together:
                for change in some[:many]:
                    console.print(f"  {what:<12} {escape(_changed(change))}")
                if len(some) > many:
                    console.print(f"  {what:<12} and {len(some) - many} more")


def _changed(change: Change) -> str:
    states = " -> ".join(
        "nothing" if state is None else f"{state[0] + ' ' if state[0] else ''}{state[1]:.2f}"
        for state in (change.before, change.after)
    )
    return f"{change.head_name} {change.type} {change.tail_name}  {states}  ({change.cause})"


def _words(link: Link) -> str:
    """An edge on one line."""
    if link.layer == "relation":
        says = f"{link.type} {link.polarity}" if link.polarity else link.type
        return f"{link.head.label} {says} {link.tail.label} (belief {link.belief:.2f}, documents {link.documents})"
    q = link.numbers["q"]
    told = f"q {q:.2g}" if q is not None else "not tested"
    return f"{link.head.label} named together with {link.tail.label} (sentences {link.numbers['sentences']}, {told})"


def _show_link(link: Link, sources: dict[str, str], console: Console) -> None:
    console.print(f"[bold]{escape(_words(link))}[/]" + (f", primary studies {link.studies}" if link.studies else ""))
    if link.layer != "relation":
        shown = ", ".join(
            f"{name} {value:.4g}" for name, value in link.numbers.items() if value is not None and name != "sentences"
        )
        console.print(f"  {shown}")
    for piece in link.evidence:
        against = "against: " if piece.side == "against" else ""
        words = [
            piece.section,
            "reports a study" if piece.primary else "states it without a study",
            "speculative" if piece.speculative else "",
            f"rule {piece.rule}" if piece.rule else "",
            f"confidence {piece.confidence:.2f}",
        ]
        console.print(f"  {against}“{escape(piece.marked)}”")
        console.print(
            f"    [dim]{escape(sources.get(piece.document, piece.document))}, {', '.join(filter(None, words))}"
            f"{escape('; cites ' + ', '.join(map(_study, piece.studies))) if piece.studies else ''}[/]"
        )


def _study(key: str) -> str:
    """A study's identifier; one that has none but its squeezed title is shown by the beginning of that."""
    return key if not key.startswith("title:") or len(key) <= 40 else f"{key[:39]}…"


def _show_sentence(link: Link, sources: dict[str, str], console: Console) -> None:
    piece = link.evidence[0]
    text = " ".join(piece.text.split())
    short = text if len(text) <= 240 else text[:239].rsplit(" ", 1)[0] + " …"
    console.print(f"     [dim]“{escape(short)}” ({escape(sources.get(piece.document, piece.document))})[/]")


def _console() -> Console:
    """Standard output; where there is no terminal, lines are not broken."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160, soft_wrap=True)
