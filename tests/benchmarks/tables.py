"""How well the relations of invented tables are read, each printed in seven ways, from the file to the relations.

Run ``python tests/benchmarks/tables.py``. Prints what is missing or too much, and a line a way with precision, recall
and F1. The tables are in ``tests/relate/data/tables.toml``; rules were made with them at hand, so that this is no
measure of unseen tables, but of what a way of printing loses.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import material  # noqa: F401 - finds this checkout

from pipeline.annotate import Annotator
from pipeline.core.records import RelationType
from pipeline.core.settings import Settings
from pipeline.ingest import discover, read
from pipeline.relate import Relater
from tests.relate.printing import WAYS
from tests.relate.test_tables import TABLES, said


def main() -> int:
    """Print the table; fails where a way loses a twentieth."""
    settings = Settings()
    annotator, relater = Annotator.load(settings.annotate), Relater.load(settings.relate)
    worst = 1.0
    with tempfile.TemporaryDirectory() as folder:
        for way, (suffix, printer) in WAYS.items():
            right = wanted = told = 0
            for number, table in enumerate(TABLES):
                page = printer(table)
                path = Path(folder) / f"{way.replace(' ', '-')}-{number}{suffix}"
                path.write_bytes(page if isinstance(page, bytes) else page.encode())
                document = read(discover([path], settings.ingest).sources[0], settings.ingest)
                found = relater.relate(document, annotator.annotate(document))
                ours = Counter(said(r, document) for r in found if r.type is not RelationType.MEMBER_OF)
                gold = Counter(table["gold"])
                right, wanted, told = right + (ours & gold).total(), wanted + gold.total(), told + ours.total()
                for sign, some in (("missing", gold - ours), ("too much", ours - gold)):
                    for words in sorted(some.elements()):
                        print(f"  {way}, {table['id']}: {sign} {words}")
            f1 = 2 * right / (wanted + told)
            worst = min(worst, f1)
            print(f"{way:20} P {right / told:.3f} R {right / wanted:.3f} F1 {f1:.3f} ({wanted} relations)")
    return int(worst < 0.95)


if __name__ == "__main__":
    sys.exit(main())
