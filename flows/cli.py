"""The command line: `vesiweb`, whose help teaches by example and whose exit codes mean something."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from flows import commands, environment, progress
from flows.answers import console
from flows.asking import app as asking_app
from flows.curation import gold_app, lexicon_app
from flows.places import to_write
from pipeline import __version__
from pipeline.core.errors import InputError, SettingsError, VesiwebError
from pipeline.core.settings import Settings

INTERRUPTED = 130  # as shells have it
#: what the exit codes mean; told by ``vesiweb --help``
EXIT = {
    0: "done",
    1: "nothing could be read or done",
    2: "wrong usage, path or setting",
    INTERRUPTED: "stopped by hand",
}

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Reads texts on stem-cell vesicles and draws the network of cells, markers, microRNAs and pathways.\n\n"
        "**Examples**\n\n"
        "`vesiweb mine` reads the sample corpus that ships with the project\n\n"
        "`vesiweb mine reviews/ more.pdf` reads files and folders; a second time only what is new\n\n"
        "`vesiweb status` shows the library and what the next run would do\n\n"
        "`vesiweb annotate paper.txt --format brat --out marked/` marks texts without a run\n\n"
        f"**Exit codes**  {', '.join(f'{code} {what}' for code, what in EXIT.items())}"
    ),
)
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(gold_app, name="gold")
app.add_typer(asking_app)

Outputs = Annotated[
    Path, typer.Option("--outputs", "-o", help="Folder of the store and the runs.", envvar="VESIWEB_OUTPUTS")
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="A vesiweb.toml; 'vesiweb settings' lists what may stand in it.")
]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files and folders: .txt .xml .html .pdf .json .jsonl .csv .nbib .ris, .xml.gz .jsonl.gz"),
]
Query = Annotated[str | None, typer.Option(help="Fetch what this Europe PMC query finds; off unless given.")]
Since = Annotated[str | None, typer.Option(help="With --query: first published on or after this day.")]
NerModel = Annotated[
    str | None,
    typer.Option("--ner-model", help="A spaCy or scispaCy model of names, a folder or an installed one, that joins."),
]
LogFormat = Annotated[progress.Form, typer.Option(help="How the log is written.", envvar="VESIWEB_LOG_FORMAT")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")]


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"vesiweb {__version__}")
        raise typer.Exit


@app.command()
def mine(
    paths: Paths = None,
    outputs: Outputs = Path("outputs"),
    settings: SettingsFile = None,
    workers: Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes that read.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Read on a Dask cluster: tcp://host:8786.")] = None,
    gold: Annotated[
        Path | None,
        typer.Option(exists=True, help="Score against this gold (its folder or manifest) instead of our own."),
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed before.")] = False,
    wait: Annotated[float | None, typer.Option(min=0, help="Seconds to wait while another run is at work.")] = None,
    query: Query = None,
    since: Since = None,
    ner_model: NerModel = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="One line at the end; for cron.")] = False,
    log_format: LogFormat = progress.Form.plain,
    verbose: Verbose = False,
) -> None:
    """Read documents and make a network of everything that they say.

    **Examples**

    `vesiweb mine` (the sample corpus)

    `vesiweb mine reviews/` (again: only new documents are read)

    `vesiweb mine reviews/ --retry-failed --workers 2`

    `vesiweb mine --query 'exosome AND "induced pluripotent"' --since 2024-01-01` (fetches from Europe PMC)
    """
    progress.log_to_terminal(verbose=verbose, quiet=quiet, form=log_format)
    chosen = Settings.load(settings, run={"workers": workers, "scheduler": scheduler, "wait_seconds": wait})
    chosen = commands.with_model(chosen, ner_model)
    read = paths or ([] if query else [commands.sample()])
    summary = commands.mine(read, outputs, chosen, gold, retry_failed=retry_failed, query=query, since=since)
    from flows.summary import line, show  # heavy: not before Prefect's server was begun

    if quiet:
        typer.echo(line(summary))
    else:
        show(summary, console())
    if not summary.read:
        raise typer.Exit(1)


@app.command()
def annotate(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders, as for 'mine'.")],
    out: Annotated[Path, to_write("Folder that one file a document is written to.")],
    form: Annotated[
        str, typer.Option("--format", "-f", help="brat, bioc, bioc-json, pubtator, pubannotation or jsonl")
    ] = "brat",
    settings: SettingsFile = None,
    ner_model: NerModel = None,
    verbose: Verbose = False,
) -> None:
    """Write mentions, identifiers and relations of any texts, without a run.

    Offsets count the code points of the text; of a `.txt` file as it is, beginning with 0.

    **Examples**

    `vesiweb annotate reviews/ --format brat --out marked/`

    `vesiweb annotate reviews/ --out marked/ --ner-model en_ner_jnlpba_md` (what its labels mean: `vesiweb settings`)
    """
    progress.log_to_terminal(verbose=verbose)
    written, failures = commands.annotate(paths, form, out, commands.with_model(Settings.load(settings), ner_model))
    for failure in failures:
        typer.echo(f"vesiweb: {failure.source}: {failure.message}. Remedy: {failure.remedy}.", err=True)
    typer.echo(f"{len(written)} documents written to {out}, {len(failures)} failed")
    if not written:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(exists=True, help="Folder of gold annotations; without one the newest run is scored."),
    ] = None,
    predicted: Annotated[Path | None, typer.Argument(exists=True, help="Folder of annotations to score.")] = None,
    run: Annotated[Path | None, typer.Option(help="Run to score; without one the newest.")] = None,
    against: Annotated[
        Path | None,
        typer.Option(exists=True, help="Folder of other annotations: compares the two with paired tests."),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(exists=True, help="Gold of a run's texts (its folder or manifest), instead of our own."),
    ] = None,
    out: Annotated[Path | None, to_write("Folder for scores, errors and the reconciliation.")] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Bootstrap resamples for the intervals; 0 for none.")] = 1000,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Score a run, or one folder of annotations against another (BRAT, BioC, PubTator, PubAnnotation or JSONL).

    **Examples**

    `vesiweb evaluate` (the newest run, by type, with intervals)

    `vesiweb evaluate gold/ marked/ --out scores/` (any two folders)

    `vesiweb evaluate gold/ marked/ --against other/` (which of the two is better, and is it chance)
    """
    from flows.scoring import compare, score, show_comparison, show_scores

    found = score(gold, predicted, run, manifest, outputs, resamples)
    show_scores(found, console())
    if against is not None:
        show_comparison(compare(found, gold, against, resamples), console())
    if out is not None:
        found.write(out)
        typer.echo(f"scores, errors and reconciliation written to {out}")


@app.command()
def reconcile(
    run: Annotated[Path | None, typer.Argument(help="Run to reconcile; without one the newest.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(exists=True, help="Gold of the texts (its folder or manifest), instead of our own.")
    ] = None,
    out: Annotated[Path | None, to_write("Folder for the tables, instead of the run's own.")] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Set a run against gold, mention by mention and relation by relation, and leave a queue for a curator.

    **Example**  `vesiweb reconcile` (then open outputs/latest/evaluation/reconciliation.html)
    """
    from flows import scoring

    folder, counts = scoring.reconcile(run, manifest, outputs, out)
    scoring.show_reconciliation(folder, counts, console())


@app.command()
def schedule(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders to read at each run.")] = None,
    cron: Annotated[str, typer.Option(help="When, as cron writes it: minute hour day month weekday.")] = "0 6 * * 1",
    every: Annotated[float | None, typer.Option(min=1, help="Seconds from run to run, instead of --cron.")] = None,
    query: Query = None,
    since: Since = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port of Prefect's pages; 0 takes a free one.")] = 4200,
    outputs: Outputs = Path("outputs"),
    settings: SettingsFile = None,
    log_format: LogFormat = progress.Form.plain,
) -> None:
    """Serve the main job on a schedule, on this machine, until stopped.

    Prefect's pages, which show every run, are at http://127.0.0.1:4200 meanwhile.

    **Example**  `vesiweb schedule --cron "0 6 * * 1" reviews/` (Mondays at six)
    """
    from flows.schedule import Timing

    progress.log_to_terminal(form=log_format)
    commands.schedule(paths or [], Timing(cron, every), outputs, Settings.load(settings), query, since, port)


@app.command()
def status(
    paths: Annotated[list[Path] | None, typer.Argument(help="What the next run reads; else as the newest.")] = None,
    outputs: Outputs = Path("outputs"),
    settings: SettingsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")] = False,
) -> None:
    """Show the library, its failures, the last runs, and what the next run would do and why.

    **Example**  `vesiweb status reviews/`
    """
    from flows.status import show

    found = commands.status(paths or [], outputs, Settings.load(settings))
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False))
    else:
        show(found, console())


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Runs to keep, the newest.")] = 10,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
    outputs: Outputs = Path("outputs"),
    settings: SettingsFile = None,
) -> None:
    """Remove old runs, and what of the store no kept run refers to.

    **Example**  `vesiweb prune --keep 5 --dry-run`
    """
    progress.log_to_terminal()
    done = commands.prune(outputs, keep, Settings.load(settings), dry=dry_run)
    for path in done.removed:
        typer.echo(f"{'would remove' if dry_run else 'removed'}\t{path}")
    word = "would be free" if dry_run else "freed"
    typer.echo(f"{len(done.removed)} files and folders, {done.megabytes:g} MB {word}; {done.kept} runs kept")


@app.command("settings")
def show_settings(settings: SettingsFile = None) -> None:
    """List every setting with its value and what it does."""
    from flows import tables

    table = Table("setting", "value", "what it does", box=None, pad_edge=False)
    for row in tables.rows(Settings.load(settings)):
        table.add_row(*row)
    console().print(table)


def main() -> None:
    """Entry point: errors that are ours become one line on standard error and an exit code."""
    environment.end_quietly()
    try:
        app()
    except VesiwebError as error:
        typer.echo(f"vesiweb: {error}", err=True)
        sys.exit(2 if isinstance(error, InputError | SettingsError) else 1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # typer makes it of a KeyboardInterrupt
            typer.echo("vesiweb: stopped; what was read is in the store, run again to go on", err=True)
        raise


if __name__ == "__main__":
    main()
