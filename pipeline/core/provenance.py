"""What made a result: digests of the code, the data files and the settings, and the versions of libraries."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from pipeline.core.settings import ROOT, Settings

#: the stages whose code decides what is read from a document
EXTRACTING = ("core", "ingest", "annotate", "relate")
#: the libraries whose version decides it as well
READING = ("vesiweb", "spacy", "scispacy", "pdfplumber", "lxml", "pypdfium2", "numpy")
LIBRARIES = ("networkx", "prefect", "duckdb", "pyarrow", "scipy")


def sha256_of_files(paths: Iterable[Path], base: Path) -> str:
    """Digest of files' names (relative to ``base``) and contents, whatever the order given.

    Examples
    --------
    >>> sha256_of_files([], Path("."))[:12]
    'e3b0c44298fc'
    """
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def code_digest() -> str:
    """Digest of the code of the extracting stages."""
    package = Path(__file__).resolve().parents[1]
    return sha256_of_files((path for stage in EXTRACTING for path in (package / stage).rglob("*.py")), package)


@cache
def data_digest(folder: Path) -> str:
    """Digest of the rules, lists and lexicon under ``models/``."""
    kept = [
        path
        for part in ("lexicon", "patterns")
        for path in (folder / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sha256_of_files(kept, folder)


@cache
def _model_digest(folder: Path) -> str:
    return sha256_of_files((path for path in folder.rglob("*") if path.is_file() and path.name != "README.md"), folder)


def _names_digest(model: Path | str | None) -> str:
    """What a user's own model of names is: its files, or the version that is installed."""
    if model is None:
        return "none"
    if Path(model).is_dir():
        return _model_digest(Path(model))
    try:
        return f"{model} {metadata.version(str(model))}"
    except metadata.PackageNotFoundError:
        return f"{model}, not installed"


def extractor_parts(settings: Settings) -> dict[str, str]:
    """What decides what is read from a document, each part with its digest or version.

    Examples
    --------
    >>> list(extractor_parts(Settings()))[:4]
    ['code', 'rules and lexicon', 'settings', 'model']
    """
    model = settings.annotate.model
    parts = {
        "code": code_digest(),
        "rules and lexicon": data_digest(ROOT / "models"),
        "settings": settings.extraction_digest(),
        "model": _model_digest(model) if model.is_dir() else str(model),
        "model of names": _names_digest(settings.annotate.ner_model),
    }
    known = versions()
    return parts | {name: known[name] for name in ("python", *READING)}


def extractor_digest(settings: Settings) -> str:
    """Digest of all that decides what is read from a document: code, settings, model, lexicon, library versions.

    Change one of these and documents are read afresh; change none and a run reads only new documents.
    """
    parts = (f"{name}={value}" for name, value in extractor_parts(settings).items())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python, vesiweb and the libraries that results depend on."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in (*READING, *LIBRARIES):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found
