"""Questions to a finished run: `explain`, `top` and `diff`, answered from its tables, and its `report` made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import answers
from flows.places import to_write, writable
from flows.runs import find_run, load_run
from pipeline.core.errors import StoreError

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
        answers.show_explanation(explain(tables, a, b), tables.sources(), answers.console())


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
            answers.show_indirect(links, graph, [one.label for one in kinds], answers.console())
            raise typer.Exit(0 if links else 1)
        found = top(tables, wanted, of, many=many)
        answers.show_ranking(found, [one.label for one in kinds], tables.sources(), answers.console())
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
        answers.show_difference(difference(old, new), answers.console(), many=many, together=together)


@app.command("report")
def report_command(
    run: Annotated[Path | None, typer.Argument(help="A run's folder, or its name; without one the newest.")] = None,
    out: Annotated[Path | None, to_write("Folder to write to, instead of the run's own.")] = None,
    gold: Annotated[
        Path | None, typer.Option(exists=True, help="Score against this gold (its folder or manifest), not the run's.")
    ] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Make the report of a finished run again, from what the store holds, with today's pages.

    **Examples**

    `vesiweb report 20261121T220015-e34f7d50 --out shared/`

    `vesiweb report --gold mine/manifest.csv` (with scores and errors against your own gold)
    """
    found = find_run(outputs, run)
    writable(out or found)
    typer.echo(f"report written to {remake_report(found, outputs, out, gold)}")


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
