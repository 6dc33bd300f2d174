"""The curators' commands: `vesiweb lexicon` and `vesiweb gold`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import commands
from pipeline.core.settings import ROOT

lexicon_app = typer.Typer(no_args_is_help=True, help="The lexicon that names are looked up in.")
gold_app = typer.Typer(no_args_is_help=True, help="The gold set: check it, bind it to a text, settle differences.")


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
    manifest: Annotated[Path | None, typer.Option(exists=True, help="Gold manifest, instead of our own.")] = None,
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
    text: Annotated[list[Path], typer.Option(exists=True, help="A text, or another rendition of an annotated text.")],
    name: Annotated[str, typer.Option(help="Gold document that it is a rendition of.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the bound .ann and .txt.")] = None,
    manifest: Annotated[Path | None, typer.Option(exists=True, help="Gold manifest, instead of our own.")] = None,
) -> None:
    """Bind gold to a text; says what it could not place.

    **Example**  `vesiweb gold attach --text review.txt --name 003_01781f847280560f --out bound/`
    """
    from flows.scoring import attach_gold

    for attached in attach_gold(text, name, out, manifest):
        typer.echo(attached.report())


@gold_app.command("adjudicate")
def gold_adjudicate(
    queue: Annotated[
        Path, typer.Argument(exists=True, help="evaluation/queue.csv of a run, with the column 'decision' filled in.")
    ],
    author: Annotated[str, typer.Option(help="Who decided.")],
    date: Annotated[str, typer.Option(help="When, as YYYY-MM-DD.")],
    manifest: Annotated[Path | None, typer.Option(exists=True, help="Gold manifest, instead of our own.")] = None,
) -> None:
    """Turn a curator's decisions into a new version of the gold.

    **Example**  `vesiweb gold adjudicate outputs/latest/evaluation/queue.csv --author 'A. Curator' --date 2026-12-01`
    """
    from flows.scoring import adjudicate_gold

    done = adjudicate_gold(queue, author, date, manifest)
    typer.echo(f"{done.accepted} accepted, {done.rejected} rejected, {done.undecided} undecided")
    for path in done.changed:
        typer.echo(f"written: {path}")
