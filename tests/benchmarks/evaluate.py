"""Time and memory of scoring 10,000 documents with 300,000 gold spans, with intervals.

Run ``python tests/benchmarks/evaluate.py``; it fails where the bar (60 s, 2 GB) is not kept.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import time

import material  # noqa: F401 - finds this checkout

from pipeline.core.records import EntityType, RelationType, Span
from pipeline.reconcile.counting import Case
from pipeline.reconcile.evaluation import evaluate_cases
from pipeline.reconcile.marks import Entity, Link, Marks

DOCUMENTS = 10_000
SPANS = 30
SECONDS = 60.0
MEGABYTES = 2_048
TYPES = list(EntityType)


def document(name: str, random_: random.Random) -> tuple[Marks, Marks]:
    """A document with nested spans, and a prediction with every kind of mistake."""
    gold: list[Entity] = []
    found: list[Entity] = []
    place = 0
    for number in range(SPANS):
        inner = number % 5 == 4
        start = gold[-1].start if inner else place + random_.randint(2, 40)
        end = start + (2 if inner else random_.randint(3, 25))
        kind = random_.choice(TYPES)
        concept = f"CL:{random_.randint(0, 400):07d}"
        gold.append(Entity(f"T{number}", kind, (Span(start, end),), "name", concept))
        chance = random_.random()
        if chance < 0.1:
            start += 1
        elif chance < 0.15:
            kind = random_.choice(TYPES)
        elif chance < 0.2:
            start, end = end + 1, end + 3
        if chance < 0.9:
            found.append(Entity(f"T{number}", kind, (Span(start, end),), "name", concept))
        place = max(place, gold[-1].end)
    return Marks(name, tuple(gold), links(gold)), Marks(name, tuple(found), links(found))


def links(entities: list[Entity]) -> tuple[Link, ...]:
    """Eight relations between the cells of a document."""
    cells = [e for e in entities if e.type is EntityType.CELL_TYPE][:9]
    return tuple(
        Link(f"R{n}", RelationType.ACTS_ON, one.key, other.key, "promotes")
        for n, (one, other) in enumerate(itertools.pairwise(cells))
    )


def main() -> int:
    """Make the documents, score them, tell time and memory."""
    random_ = random.Random(13)
    cases = [Case(*document(f"d{number:05d}", random_)) for number in range(DOCUMENTS)]
    spans = sum(len(case.gold.entities) for case in cases)
    start = time.perf_counter()
    result = evaluate_cases(cases, resamples=1_000)
    rows = result.rows()
    seconds = time.perf_counter() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    first = rows[0]
    print(
        f"{len(cases)} documents, {spans} gold spans, {len(rows)} scores with intervals: {seconds:.1f} s, "
        f"{megabytes:.0f} MB (limits {SECONDS:.0f} s, {MEGABYTES} MB); "
        f"strict F1 {first['f1']:.4f} [{first['low']:.4f}, {first['high']:.4f}]"
    )
    return int(seconds > SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
