"""The texts that gold belongs to, gathered from wherever people keep them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.core.errors import GoldError
from pipeline.reconcile.gold import text_sha256


def gather(paths: Iterable[Path]) -> dict[str, str]:
    """Texts by their SHA-256, from ``.txt`` files, ``.jsonl`` and ``.jsonl.gz`` files, and folders of these.

    A text is taken as it is, a byte order mark and line ends with it: so it is read and digested everywhere.

    Raises
    ------
    GoldError
        A path is missing, or a file is no UTF-8 or no JSON lines.
    """
    found: dict[str, str] = {}
    for path in paths:
        if not path.exists():
            raise GoldError("there is no such file or folder", where=str(path), remedy="check the path of the texts")
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            for text in _texts(file):
                found[text_sha256(text)] = text
    return found


def _texts(path: Path) -> Iterator[str]:
    name = path.name.casefold()
    if not name.endswith((".txt", ".jsonl", ".jsonl.gz")):
        return
    try:
        data = path.read_bytes()
        raw = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
        if name.endswith(".txt"):
            yield raw
            return
        for line in raw.split("\n"):
            if line.strip():
                yield json.loads(line)["text"]
    except (UnicodeDecodeError, OSError, EOFError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise GoldError(
            f"no text can be read ({type(error).__name__}: {error})",
            where=str(path),
            remedy="give UTF-8 text, or JSON lines with a field 'text'",
        ) from error
