"""Pictures of PDF pages that were drawn before: a file a document, good for as long as what made them is the same.

What was drawn of a document is found again by a digest of the document, of the pages and words that were asked for, of
the code and of the libraries that draw. Where it differs the file is written over, so that nothing stale stays; limits
of time and memory are no part of it, since they decide whether a page is drawn, not how.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.core.provenance import code_digest

log = logging.getLogger("vesiweb")
_DRAWING = ("pypdfium2", "pillow")


def drawn_by(sha256: str, request: Mapping[str, Any]) -> str:
    """Digest of all that decides what is drawn.

    Parameters
    ----------
    sha256
        That of the PDF.
    request
        Pages and words that are asked for (`pipeline.ingest.pdfdrawing`).

    Examples
    --------
    >>> drawn_by("00", {"1": []}) == drawn_by("00", {"1": []}), drawn_by("00", {"1": []}) == drawn_by("01", {"1": []})
    (True, False)
    """
    made_with = [code_digest(), *(metadata.version(name) for name in _DRAWING)]
    return _sha256(json.dumps([sha256, request, made_with], sort_keys=True))


def find(folder: Path, sha256: str, drawn: str) -> dict[str, Any] | None:
    """What is kept of a document, if it was drawn by just this (`drawn_by`) and is whole; else ``None``."""
    path = _path(folder, sha256)
    try:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        log.warning("%s: kept pages cannot be read (%s): they are drawn again", path, error)
        return None
    if head != f"{drawn} {_sha256(body)}":
        log.debug("%s: what was drawn is not what is asked for now", path)
        return None
    answer: dict[str, Any] = json.loads(body)
    return answer


def keep(folder: Path, sha256: str, drawn: str, answer: Mapping[str, Any]) -> None:
    """Keep what was drawn of a document in the stead of what was kept of it before.

    Where it cannot be kept it is drawn again next time, which is told in the log and no reason to stop.
    """
    body = json.dumps(answer, sort_keys=True)
    path = _path(folder, sha256)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(f"{drawn} {_sha256(body)}\n{body}", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        log.warning("%s: the pages are not kept (%s): they are drawn again next time", path, error.strerror or error)


def _path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.json"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
