"""What the command line calls: evaluate two folders of annotations, bind gold to a text."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from pipeline.core.errors import GoldError
from pipeline.reconcile import brat
from pipeline.reconcile.attach import Attached
from pipeline.reconcile.attach import attach as attach_text
from pipeline.reconcile.counting import case
from pipeline.reconcile.evaluation import Evaluation, evaluate_cases
from pipeline.reconcile.export import read_folder
from pipeline.reconcile.gold import MANIFEST, GoldIndex, load, text_sha256
from pipeline.reconcile.intervals import RESAMPLES


def evaluate_folders(
    gold: Path, predicted: Path, *, resamples: int = RESAMPLES, seed: int = 13, known: Container[str] | None = None
) -> Evaluation:
    """Score one annotated folder (or file) against another, in any of the formats; documents are matched by name.

    A document that is missing on the predicted side counts as one in which nothing was predicted.

    Raises
    ------
    GoldError
        A folder has no annotations, a file is malformed, the predicted side has a document that gold has not, or the
        two sides carry different texts under one name.
    """
    wanted, found = read_folder(gold), read_folder(predicted)
    strange = sorted(found.keys() - wanted.keys())
    if strange:
        raise GoldError(
            f"{len(strange)} documents are not among the gold, the first is {strange[0]!r}",
            where=str(predicted),
            remedy="name the files of both folders alike, or leave out what has no gold",
        )
    cases = []
    for name, marks in wanted.items():
        other = found.get(name)
        if other is None:
            other = type(marks)(name, text=marks.text)
        texts = {" ".join(m.text.split()) for m in (marks, other) if m.text is not None}
        if len(texts) > 1:
            raise GoldError(
                f"{name!r} has another text than its gold",
                where=str(predicted),
                remedy="annotate the gold's own text: offsets of two texts cannot be compared",
            )
        cases.append(case(marks, other, marks.text if marks.text is not None else other.text))
    return evaluate_cases(cases, resamples=resamples, seed=seed, known=known)


def attach(texts: Sequence[Path], out: Path | None = None, manifest: Path = MANIFEST, name: str = "") -> list[Attached]:
    """Bind gold to texts; with ``out``, leave ``<name>.ann`` and ``<name>.txt`` there; `vesiweb gold attach`.

    A text that is not the annotated one needs ``name``, or a file stem that is the name of a gold document.

    Raises
    ------
    GoldError
        A text has no gold, or is not a rendition of the text that was annotated.
    """
    index = load(manifest)
    results = []
    for path in texts:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise GoldError(f"the text cannot be read ({error})", where=str(path), remedy="give UTF-8 text") from error
        result = attach_document(index, text, name or path.stem, str(path))
        results.append(result)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            brat.write(result.marks, out / f"{result.marks.name}.ann")
            (out / f"{result.marks.name}.txt").write_text(text, encoding="utf-8", newline="")
    return results


def attach_document(index: GoldIndex, text: str, name: str, where: str) -> Attached:
    """Bind the gold of a text: found by the text's SHA-256, else by name."""
    gold = index.for_sha256(text_sha256(text)) or next((g for g in index if g.name == name), None)
    if gold is None:
        raise GoldError(
            f"no gold has this text, and none is named {name!r}",
            where=where,
            remedy="name the gold document with --name; corpus/manifest.csv lists them",
        )
    return attach_text(gold, text)
