"""The command line: `vesiweb`, whose help teaches by example and whose exit codes mean something."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flows import commands, progress
from pipeline import __version__
from pipeline.core.errors import InputError, SettingsError, VesiwebError
from pipeline.core.settings import ROOT, Settings

#: what the exit codes mean; told by ``vesiweb --help``
EXIT = {"done": 0, "nothing could be done": 1, "wrong usage, path or setting": 2}

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
        "`vesiweb annotate paper.txt --format brat --out marked/` marks texts without a run\n\n"
        "**Exit codes**  0 done, 1 nothing could be read or done, 2 wrong usage, path or setting"
    ),
)
lexicon_app = typer.Typer(no_args_is_help=True, help="The lexicon that names are looked up in.")
gold_app = typer.Typer(no_args_is_help=True, help="The gold set: check it, bind it to a text, settle differences.")
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(gold_app, name="gold")

Outputs = Annotated[
    Path, typer.Option("--outputs", "-o", help="Folder of the store and the runs.", envvar="VESIWEB_OUTPUTS")
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="A vesiweb.toml; 'vesiweb settings' lists what may stand in it.")
]
Paths = Annotated[
    list[Path] | None, typer.Argument(help="Files and folders: .txt .xml .nxml .html .pdf .json .jsonl .csv")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")]


def _console() -> Console:
    """Standard output; where there is no terminal, lines are not broken."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160, soft_wrap=True)


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
    gold: Annotated[Path | None, typer.Option(help="Score against this gold manifest instead of our own.")] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Read again what failed before.")] = False,
    verbose: Verbose = False,
) -> None:
    """Read documents and make a network of everything that they say.

    **Examples**

    `vesiweb mine` (the sample corpus)

    `vesiweb mine reviews/` (again: only new documents are read)

    `vesiweb mine reviews/ --retry-failed --workers 2`
    """
    from flows.summary import show

    progress.log_to_terminal(verbose=verbose)
    chosen = Settings.load(settings, run={"workers": workers})
    summary = commands.mine(paths or [commands.sample()], outputs, chosen, gold, retry_failed=retry_failed)
    show(summary, _console())
    if not summary.read:
        raise typer.Exit(1)


@app.command()
def annotate(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders, as for 'mine'.")],
    out: Annotated[Path, typer.Option(help="Folder that one file a document is written to.")],
    form: Annotated[str, typer.Option("--format", "-f", help="brat, bioc, bioc-json, pubtator or jsonl")] = "brat",
    settings: SettingsFile = None,
    verbose: Verbose = False,
) -> None:
    """Write mentions, identifiers and relations of any texts, without a run.

    Offsets count the code points of the text; of a `.txt` file as it is, beginning with 0.

    **Example**  `vesiweb annotate reviews/ --format brat --out marked/`
    """
    progress.log_to_terminal(verbose=verbose)
    written, failures = commands.annotate(paths, form, out, Settings.load(settings))
    for failure in failures:
        typer.echo(f"vesiweb: {failure.source}: {failure.message}. Remedy: {failure.remedy}.", err=True)
    typer.echo(f"{len(written)} documents written to {out}, {len(failures)} failed")
    if not written:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[
        Path | None, typer.Argument(help="Folder of gold annotations; without one the newest run is scored.")
    ] = None,
    predicted: Annotated[Path | None, typer.Argument(help="Folder of annotations to score.")] = None,
    run: Annotated[Path | None, typer.Option(help="Run to score; without one the newest.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Folder of other annotations: compares the two with paired tests.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="Gold manifest of a run's texts, instead of our own.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for scores, errors and the reconciliation.")] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Bootstrap resamples for the intervals; 0 for none.")] = 1000,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Score a run, or one folder of annotations against another (BRAT, BioC, PubTator or JSONL).

    **Examples**

    `vesiweb evaluate` (the newest run, by type, with intervals)

    `vesiweb evaluate gold/ marked/ --out scores/` (any two folders)

    `vesiweb evaluate gold/ marked/ --against other/` (which of the two is better, and is it chance)
    """
    from flows.scoring import compare, score, show_comparison, show_scores

    found = score(gold, predicted, run, manifest, outputs, resamples)
    show_scores(found, _console())
    if against is not None:
        show_comparison(compare(found, gold, against, resamples), _console())
    if out is not None:
        found.write(out)
        typer.echo(f"scores, errors and reconciliation written to {out}")


@app.command()
def schedule(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read at each run.")],
    cron: Annotated[str, typer.Option(help="When, as cron writes it: minute hour day month weekday.")] = "0 6 * * 1",
    outputs: Outputs = Path("outputs"),
    settings: SettingsFile = None,
) -> None:
    """Serve the main job on a schedule, on this machine, until stopped.

    **Example**  `vesiweb schedule --cron "0 6 * * 1" reviews/` (Mondays at six)
    """
    progress.log_to_terminal()
    commands.schedule(paths, cron, outputs, Settings.load(settings))


@app.command("settings")
def show_settings(settings: SettingsFile = None) -> None:
    """List every setting with its value and what it does."""
    chosen = Settings.load(settings)
    table = Table("setting", "value", "what it does", box=None, pad_edge=False)
    for stage in type(chosen).model_fields:
        part = getattr(chosen, stage)
        for name, field in type(part).model_fields.items():
            table.add_row(f"{stage}.{name}", _shown(getattr(part, name)), field.description or "")
    _console().print(table)


def _shown(value: Any) -> str:
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        return str(value.relative_to(ROOT))
    return str(value)


@lexicon_app.command("build")
def lexicon_build(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = ROOT / "models" / "lexicon",
) -> None:
    """Compile the lexicon from the packages that ship its data.

    They are installed by `make setup-lexicon`; the result is committed, so users need not do this.
    """
    from pipeline.annotate import lexicon_build as builder

    builder.build(out)
    typer.echo(f"lexicon written to {out}")


@gold_app.command("check")
def gold_check(
    texts: Annotated[
        list[Path] | None, typer.Argument(help="Texts of the gold, to check offsets and omissions.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="Gold manifest, instead of our own.")] = None,
) -> None:
    """Examine gold: what is certainly wrong ends with 1, what is suspicious is listed.

    **Example**  `vesiweb gold check corpus/sample`
    """
    from flows.scoring import check_gold

    findings, sound = check_gold(manifest, texts or [commands.sample()])
    for finding in findings:
        word = "wrong" if finding.certain else "suspicious"
        typer.echo(f"{word}\t{finding.document}\t{finding.kind}\t{finding.message}")
    wrong = sum(finding.certain for finding in findings)
    typer.echo(f"{wrong} wrong, {len(findings) - wrong} suspicious")
    if not sound:
        raise typer.Exit(1)


@gold_app.command("attach")
def gold_attach(
    text: Annotated[list[Path], typer.Option(help="A text, or another rendition of an annotated text.")],
    name: Annotated[str, typer.Option(help="Gold document that it is a rendition of.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the bound .ann and .txt.")] = None,
    manifest: Annotated[Path | None, typer.Option(help="Gold manifest, instead of our own.")] = None,
) -> None:
    """Bind gold to a text; says what it could not place.

    **Example**  `vesiweb gold attach --text review.txt --name 003_01781f847280560f --out bound/`
    """
    from flows.scoring import attach_gold

    for attached in attach_gold(text, name, out, manifest):
        typer.echo(attached.report())


@gold_app.command("adjudicate")
def gold_adjudicate(
    queue: Annotated[Path, typer.Argument(help="evaluation/queue.csv of a run, with the column 'decision' filled in.")],
    author: Annotated[str, typer.Option(help="Who decided.")],
    date: Annotated[str, typer.Option(help="When, as YYYY-MM-DD.")],
    manifest: Annotated[Path | None, typer.Option(help="Gold manifest, instead of our own.")] = None,
) -> None:
    """Turn a curator's decisions into a new version of the gold.

    **Example**  `vesiweb gold adjudicate outputs/latest/evaluation/queue.csv --author 'A. Curator' --date 2026-12-01`
    """
    from flows.scoring import adjudicate_gold

    done = adjudicate_gold(queue, author, date, manifest)
    typer.echo(f"{done.accepted} accepted, {done.rejected} rejected, {done.undecided} undecided")
    for path in done.changed:
        typer.echo(f"written: {path}")


def main() -> None:
    """Entry point: errors that are ours become one line on standard error and an exit code."""
    try:
        app()
    except VesiwebError as error:
        typer.echo(f"vesiweb: {error}", err=True)
        sys.exit(2 if isinstance(error, InputError | SettingsError) else 1)
    except KeyboardInterrupt:
        typer.echo("vesiweb: stopped; what was read is in the store, run again to go on", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
