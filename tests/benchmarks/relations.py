"""How well relations are found, against co-occurrence alone, on every set with gold, and what they cost.

Run ``python tests/benchmarks/relations.py [--resamples N]``. Sets whose texts are not at hand are left out and named.
For each set: mentions as predicted, then those of the gold; for each the rules over words alone, then with the parser's
trees. The baseline gives every pair of mentions in a
sentence or table row that some relation type allows the type that is usual for their types; it is compared pairwise by
bootstrap over the same units. ``MEMBER_OF``, which follows from nesting, is left out on all sides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from material import ABSTRACTS, ROOT, SHARED, records

from pipeline.annotate import Annotator
from pipeline.core.records import (
    Annotation,
    Document,
    EntityType,
    Mention,
    Passage,
    PassageKind,
    Reading,
    Relation,
    RelationType,
    Section,
    Sentence,
)
from pipeline.core.settings import Settings
from pipeline.ingest import discover, read
from pipeline.reconcile import gold as golds
from pipeline.reconcile.counting import Case
from pipeline.reconcile.evaluation import Evaluation, evaluate_cases
from pipeline.reconcile.gold import GoldDocument
from pipeline.reconcile.marks import Marks, from_reading
from pipeline.relate import Relater
from pipeline.relate.atoms import outermost

_C, _M, _I, _P = EntityType.CELL_TYPE, EntityType.MARKER, EntityType.MIRNA, EntityType.PATHWAY
#: the usual relation of two types of mention, and its polarity: what the baseline says of every pair
USUAL = {
    (_C, _C): (RelationType.ACTS_ON, "promotes"),
    (_C, _M): (RelationType.EXPRESSES, "present"),
    (_C, _I): (RelationType.CARRIES, "present"),
    (_C, _P): (RelationType.MODULATES, "activates"),
    (_I, _M): (RelationType.TARGETS, "inhibits"),
    (_I, _P): (RelationType.MODULATES, "activates"),
    (_M, _P): (RelationType.MODULATES, "activates"),
    (_M, _M): (RelationType.REGULATES, "activates"),
}
COST = 0.30


@dataclass
class Sample:
    """One document of a set: its gold, its text and what annotation found."""

    gold: GoldDocument
    document: Document
    annotation: Annotation

    @property
    def known(self) -> Annotation:
        """The annotation with the mentions of the gold."""
        mentions = tuple(replace(m, document=self.document.id) for m in self.gold.mentions)
        return replace(self.annotation, mentions=mentions)


def baseline(document: Document, annotation: Annotation) -> tuple[Relation, ...]:
    """Every pair of outermost mentions in a sentence or table row, with the relation that is usual for their types."""
    rows = [(p.start, p.end) for p in document.passages if p.kind is PassageKind.TABLE_ROW]
    spans = [(s.start, s.end) for s in annotation.sentences if not any(a <= s.start < b for a, b in rows)] + rows
    found = []
    for start, end in spans:
        inside = outermost([m for m in annotation.mentions if start <= m.start and m.end <= end])
        for number, one in enumerate(inside):
            for two in inside[number + 1 :]:
                for head, tail in ((one, two), (two, one)):
                    if (usual := USUAL.get((head.type, tail.type))) is not None:
                        found.append(
                            Relation(
                                document.id,
                                usual[0],
                                head.id,
                                tail.id,
                                usual[1],
                                evidence_start=start,
                                evidence_end=end,
                                rule="baseline",
                            )
                        )
                        break
    return tuple({r.id: r for r in found}.values())


def sources(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Name and paths of every set whose texts are at hand; abstracts are written out one a file."""
    yield "sample", [ROOT / "corpus" / "sample"]
    if (SHARED / "documents").is_dir():
        yield "documents", [SHARED / "documents"]
    if ABSTRACTS.is_file():
        wanted = {d.name for d in golds.load().of_set("development")}
        paths = []
        for record in records(ABSTRACTS):
            if record["id"] in wanted:
                paths.append(folder / f"{record['id']}.txt")
                paths[-1].write_text(record["text"], encoding="utf-8", newline="")
        yield "development", paths


def load_samples(paths: Sequence[Path], settings: Settings, annotator: Annotator) -> tuple[list[Sample], float]:
    """Documents with gold, annotated, and the seconds that annotation took."""
    index, samples, seconds = golds.load(), [], 0.0
    for source in discover(paths, settings.ingest).sources:
        document = read(source, settings.ingest)
        gold = index.for_document(document)
        if gold is not None:
            start = time.perf_counter()
            annotation = annotator.annotate(document)
            seconds += time.perf_counter() - start
            samples.append(Sample(gold, document, annotation))
    return samples, seconds


def without_members(marks: Marks) -> Marks:
    """The marks without the links that follow from nesting."""
    return replace(marks, links=tuple(x for x in marks.links if x.type is not RelationType.MEMBER_OF))


def score(
    samples: Sequence[Sample],
    relate: Callable[[Document, Annotation], tuple[Relation, ...]],
    known: bool,
    resamples: int,
) -> Evaluation:
    """Scores of one way to find relations, on predicted mentions or on those of the gold."""
    cases = []
    for sample in samples:
        annotation = sample.known if known else sample.annotation
        reading = Reading(sample.document, replace(annotation, tokens=()), relate(sample.document, annotation))
        marks = without_members(from_reading(reading, sample.gold.name))
        cases.append(Case(without_members(sample.gold.bound(sample.document.text)), marks, sample.document))
    return evaluate_cases(cases, resamples=resamples)


def shown(value: object) -> str:
    """A score with three digits, ``-`` for none."""
    return f"{value:.3f}" if isinstance(value, float) else "-"


def lines(name: str, samples: Sequence[Sample], ways: Mapping[str, Relater], known: bool, resamples: int) -> None:
    """Print the scores of one set, way by way, then those of the baseline and by how much the last way is better."""
    theirs = score(samples, baseline, known, resamples)
    ours = theirs
    for way, relater in ways.items():
        ours = score(samples, relater.relate, known, resamples)
        line(name, way, known, ours)
    base = {r["metric"]: r for r in theirs.rows() if r["task"] == "relations" and r["type"] == r["slice"] == "all"}
    versus = {r["metric"]: r for r in ours.against(theirs) if r["task"] == "relations"}
    for metric in ("overlap", "pair"):
        low, high = versus[metric]["low"], versus[metric]["high"]
        print(f"{'':12} co-occurrence {metric:7} F1 {shown(base[metric]['f1'])}; with trees better by "
              f"[{shown(low)}, {shown(high)}]")  # fmt: skip


def line(name: str, way: str, known: bool, ours: Evaluation) -> None:
    """Print the scores of one way on one set: all, prose, tables, undirected pairs, polarity."""
    found = {(r["metric"], r["slice"]): r for r in ours.rows() if r["task"] == "relations" and r["type"] == "all"}
    kinds = {str(s): r for (metric, s), r in found.items() if metric == "overlap" and str(s).startswith("kind: ")}
    table = kinds.pop("kind: table row", None)
    prose = [sum(float(str(r[column] or 0)) for r in kinds.values()) for column in ("tp", "gold", "predicted")]
    prose_f1 = 2 * prose[0] / (prose[1] + prose[2]) if prose[1] + prose[2] else None
    whole = found["overlap", "all"]
    polarity, within = found["polarity", "all"], found["overlap, in sentence", "all"]
    print(f"{name:12} {'gold' if known else 'predicted':9} {way:6} P {shown(whole['precision'])} "
          f"R {shown(whole['recall'])} F1 {shown(whole['f1'])} [{shown(whole['low'])}, {shown(whole['high'])}]  "
          f"prose {shown(prose_f1)}  tables {shown(table['f1'] if table else None)}  "
          f"pairs {shown(found['pair', 'all']['f1'])}  polarity {shown(polarity['precision'])}  "
          f"in sentence {shown(within['f1'])}")  # fmt: skip


def scai(annotator: Annotator, way: str, relater: Relater, resamples: int) -> None:
    """Pairs of microRNA and gene in the sentences of the SCAI corpus (Bagewadi et al. 2014), its mentions given."""
    path = SHARED / "corpora" / "scai_mirna.train.jsonl.gz"
    if not path.is_file():
        print("SCAI: the corpus is not at hand")
        return
    kinds = {"Specific_miRNAs": _I, "Genes/Proteins": _M, "Genes_Proteins": _M, "Genes-Proteins": _M}
    counts: list[tuple[int, int, int, int]] = []  # right, gold, predicted, all pairs
    for record in records(path):
        entities, text = record["entities"], record["text"]

        def pairs(key: str, record: dict[str, list[dict[str, object]]] = record) -> set[frozenset[str]]:
            told = [x for x in record.get(key, []) if "miRNA" in str(x["type"]) and "Gene" in str(x["type"])]
            ends = [(x["head"], x["tail"]) for x in told if "Non-" not in str(x["type"])]
            return {frozenset(str(record["entities"][int(str(e))]["text"]).lower() for e in pair) for pair in ends}

        gold = pairs("relations")
        every = gold | pairs("neg_relations")
        if not every:
            continue
        mentions = {
            m.id: e["text"].lower()
            for e in entities
            if e["type"] in kinds
            for m in [Mention("d0", kinds[e["type"]], e["start"], e["end"], e["text"])]
        }
        found = relater.relate(*whole(annotator, text, entities, kinds))
        predicted = {frozenset((mentions[r.head], mentions[r.tail])) for r in found} & every
        counts.append((len(predicted & gold), len(gold), len(predicted), len(every)))
    right, wanted, told, every_pair = (sum(c[i] for c in counts) for i in range(4))
    alone = 2 * wanted / (wanted + every_pair)
    print(f"SCAI         {len(counts)} sentences, {way}: P {right / told:.3f} R {right / wanted:.3f} "
          f"F1 {2 * right / (wanted + told):.3f}; co-occurrence F1 {alone:.3f}")  # fmt: skip
    print(f"{'':22} difference {paired(counts, resamples)}")


def whole(
    annotator: Annotator, text: str, entities: Sequence[dict[str, object]], kinds: dict[str, EntityType]
) -> tuple[Document, Annotation]:
    """A sentence as a document with its mentions."""
    passage = Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(text))
    mentions = tuple(
        Mention("d0", kinds[str(e["type"])], int(str(e["start"])), int(str(e["end"])), str(e["text"]))
        for e in entities
        if e["type"] in kinds
    )
    document = Document("d0", "scai", "txt", "0" * 64, text, passages=(passage,))
    sentences = (Sentence(0, 0, 0, len(text.rstrip())),)
    return document, replace(annotator.annotate(document), sentences=sentences, mentions=mentions)


def paired(counts: Sequence[tuple[int, int, int, int]], resamples: int) -> str:
    """95 % interval of the difference of F1, sentences drawn with replacement."""
    import numpy as np

    table = np.array(counts, dtype=float)
    drawn = np.random.default_rng(13).integers(0, len(table), (resamples, len(table)))
    sums = table[drawn].sum(axis=1)
    ours = 2 * sums[:, 0] / (sums[:, 1] + sums[:, 2])
    theirs = 2 * sums[:, 1] / (sums[:, 1] + sums[:, 3])
    low, high = np.quantile(ours - theirs, (0.025, 0.975))
    return f"[{low:.3f}, {high:.3f}]"


def main() -> int:
    """Print the table; fails where relations cost more than their share of the time of annotation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resamples", type=int, default=1000)
    resamples = parser.parse_args().resamples
    settings = Settings()
    annotator, relater = Annotator.load(settings.annotate), Relater.load(settings.relate)
    ways = {"rules": Relater.load(settings.relate.model_copy(update={"use_parse": False})), "trees": relater}
    share = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, paths in sources(Path(folder)):
            samples, seconds = load_samples(paths, settings, annotator)
            start = time.perf_counter()
            for sample in samples:
                relater.relate(sample.document, sample.annotation)
            spent = time.perf_counter() - start
            share = max(share, spent / seconds)
            for split in sorted({s.gold.split for s in samples}):
                chosen = [s for s in samples if s.gold.split == split]
                title = split if name == "development" else name
                for known in (False, True):
                    lines(title, chosen, ways, known, resamples)
            print(f"{'':22} {len(samples)} documents: annotation {seconds:.1f} s, relations {spent:.2f} s "
                  f"({spent / seconds:.0%}; at most {COST:.0%})")  # fmt: skip
    for way, one in ways.items():
        scai(annotator, way, one, resamples)
    return int(share > COST)


if __name__ == "__main__":
    sys.exit(main())
