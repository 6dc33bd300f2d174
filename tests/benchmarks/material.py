"""What benchmarks share: where texts and corpora are that are no part of the repository, and the records of a file.

Importing it lets a benchmark that is run as a script find this checkout's packages.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SHARED = Path(os.environ.get("VESIWEB_SHARED", ROOT.parent / "shared"))
ABSTRACTS = SHARED / "corpora" / "unlabelled.ev_abstracts.jsonl.gz"


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
