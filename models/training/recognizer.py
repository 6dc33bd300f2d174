"""The trained recogniser of names: one encoder, several fields of labels, each a conditional random field.

Corpora disagree on what they label and where a name ends, and none labels all four types. Each *head* is a set of
labels that exclude each other (a field over BILUO tags); spans of different heads may overlap and nest. A document
teaches only the heads that its corpus annotates: a type that it leaves out is missing, not absent. The heads that are
shipped follow the annotation guidelines; the others, one a corpus, teach the shared encoder its corpus's own view.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from crf import NEVER, best_paths, expectations, legal, marginals, tag_count
from spacy.attrs import IS_SPACE, ORTH
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Linear, Model, Optimizer, chain, set_dropout_rate, with_array
from thinc.initializers import glorot_uniform_init

#: key of ``doc.spans`` under which gold spans lie; its attrs say which heads are annotated wholly or in part
GOLD = "gold"
#: label of a gold span that is known to be none of a partly annotated head's labels
NONE = "-"

#: sequences that are decoded together
_AT_ONCE = 1024

Heads = dict[str, list[str]]


@spacy.registry.architectures("vesiweb_recognizer.v1")
def build_recognizer(tok2vec: Model, heads: Heads) -> Model:
    """Encoder, then one score for each tag of each head; the scores of moves between tags are parameters beside."""
    width = tok2vec.get_dim("nO") if tok2vec.has_dim("nO") else None
    count = sum(tag_count(len(labels)) for labels in heads.values())
    output = chain(tok2vec, with_array(Linear(nO=count, nI=width, init_W=glorot_uniform_init)))
    moves = sum(tag_count(len(labels)) ** 2 for labels in heads.values())
    return Model(
        "recognizer", _forward, init=_init, layers=[output], params={"moves": None}, attrs={"moves": moves},
        refs={"tok2vec": tok2vec},
    )  # fmt: skip


def _forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
    return model.layers[0](docs, is_train)


def _init(model: Model, X: Any = None, Y: Any = None) -> None:
    del Y
    model.layers[0].initialize(X=X)
    if not model.has_param("moves"):
        model.set_param("moves", model.ops.alloc1f(model.attrs["moves"]))


class Recognizer(TrainablePipe):
    """Finds the spans of every head.

    Parameters
    ----------
    vocab, model, name
        As in every trained spaCy component.
    heads
        Head -> labels; a label belongs to one head.
    write
        The heads whose spans are written.
    spans_key
        Key of ``doc.spans``; the group's ``attrs["scores"]`` holds the probability of each span, under the model,
        of having just these ends and this label.
    """

    def __init__(
        self, vocab: Vocab, model: Model, name: str, *, heads: Heads, write: Sequence[str], spans_key: str
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"heads": heads, "write": list(write), "spans_key": spans_key}
        self._lay_out()

    def _lay_out(self) -> None:
        self._columns: dict[str, slice] = {}
        self._moves: dict[str, slice] = {}
        self._rules: dict[str, tuple[Any, Any, Any]] = {}
        column = move = 0
        for head, labels in self.cfg["heads"].items():
            count = tag_count(len(labels))
            self._columns[head] = slice(column, column + count)
            self._moves[head] = slice(move, move + count**2)
            self._rules[head] = tuple(np.where(rule, np.float32(0), NEVER) for rule in legal(len(labels)))
            column, move = column + count, move + count**2

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, head by head."""
        return tuple(label for labels in self.cfg["heads"].values() for label in labels)

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, labels: Any = None
    ) -> None:
        """Size the model on a few examples."""
        del nlp, labels
        sample = [example.reference for example, _ in zip(get_examples(), range(10), strict=False)]
        self.model.initialize(X=sample)

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, str, float]]]:
        """The spans of each document: first token, token past the last, label, probability."""
        docs = list(docs)
        found: list[list[tuple[int, int, str, float]]] = [[] for _ in docs]
        if not any(len(doc) for doc in docs):
            return found
        scores = self.model.predict(docs)
        pieces = [(number, start, end) for number, doc in enumerate(docs) for start, end in stretches(doc)]
        for heads in self._stacks(self.cfg["write"]):
            jobs = [(head, piece) for head in heads for piece in self._not_empty(head, pieces, scores)]
            jobs.sort(key=lambda job: job[1][2] - job[1][1])  # like lengths together: little is padded
            for first in range(0, len(jobs), _AT_ONCE):
                part = jobs[first : first + _AT_ONCE]
                for (head, (number, start, _)), spans in zip(part, self._decode(part, scores), strict=True):
                    labels = self.cfg["heads"][head]
                    found[number] += [(start + a, start + b, labels[label], score) for a, b, label, score in spans]
        return [sorted(spans) for spans in found]

    def set_annotations(self, docs: Iterable[Doc], spans: list[list[tuple[int, int, str, float]]]) -> None:
        """Write the spans as one group."""
        for doc, found in zip(docs, spans, strict=True):
            spans_ = [Span(doc, first, past, label=label) for first, past, label, _ in found]
            scores = [round(score, 4) for _, _, _, score in found]
            key = self.cfg["spans_key"]
            doc.spans[key] = SpanGroup(doc, name=key, spans=spans_, attrs={"scores": scores})

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Take one step on a batch; a head that a document does not annotate gets no gradient from it."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        examples = [example for example in examples if len(example.predicted) and GOLD in example.reference.spans]
        if not examples:
            return losses
        set_dropout_rate(self.model, drop)
        docs = [example.predicted for example in examples]
        scores, backprop = self.model.begin_update(docs)
        gradients = [np.zeros_like(score) for score in scores]
        moves = np.zeros_like(self.model.get_param("moves"))
        jobs_by_stack: dict[int, list[tuple[str, tuple[int, int, int]]]] = {}
        lattices: dict[tuple[int, str], Any] = {}
        for number, example in enumerate(examples):
            allowed = self.lattice(example.reference)
            pieces = stretches(example.predicted)
            for head, table in allowed.items():
                lattices[number, head] = table
                jobs_by_stack.setdefault(table.shape[1], []).extend((head, (number, a, b)) for a, b in pieces)
        for jobs in jobs_by_stack.values():
            losses[self.name] += self._teach(jobs, scores, lattices, gradients, moves)
        scale = np.float32(1.0 / len(examples))
        self.model.inc_grad("moves", moves * scale)
        backprop([gradient * scale for gradient in gradients])
        if sgd is not None:
            self.finish_update(sgd)
        return losses

    def lattice(self, doc: Doc) -> dict[str, Any]:
        """Head -> which tags each token may have, for the heads that the document annotates."""
        group = doc.spans[GOLD]
        tables: dict[str, Any] = {}
        for head in [*group.attrs.get("whole", ()), *group.attrs.get("partial", ())]:
            labels = self.cfg["heads"][head]
            table = np.zeros((len(doc), tag_count(len(labels))), dtype=bool)
            known = head in group.attrs.get("whole", ())
            table[:, 0] = known
            if not known:
                table[:] = True
            for span in group:
                if span.label_ == NONE and not known:
                    table[span.start : span.end] = False
                    table[span.start : span.end, 0] = True
                elif span.label_ in labels:
                    base = 1 + 4 * labels.index(span.label_)
                    table[span.start : span.end] = False
                    if len(span) == 1:
                        table[span.start, base + 3] = True
                    else:
                        table[span.start, base] = True
                        table[span.start + 1 : span.end - 1, base + 1] = True
                        table[span.end - 1, base + 2] = True
            tables[head] = table
        return tables

    def _not_empty(self, head: str, pieces: list[tuple[int, int, int]], scores: Any) -> list[tuple[int, int, int]]:
        """The stretches whose best path may hold a span.

        A path with spans differs from the empty one by the gaps of its tokens and by its moves. Where even the best
        tag of each token, with the best moves on both its sides, scores below no tag, the empty path is the best.
        """
        columns = self._columns[head]
        tags = columns.stop - columns.start
        moves = self.model.get_param("moves")[self._moves[head]].reshape(tags, tags)
        gain = 2 * max(float(moves.max() - moves[0, 0]), 0.0)
        best = [table[:, columns.start + 1 : columns.stop].max(axis=1) - table[:, columns.start] for table in scores]
        return [piece for piece in pieces if best[piece[0]][piece[1] : piece[2]].max() + gain > 0]

    def _stacks(self, heads: Iterable[str]) -> list[list[str]]:
        by_size: dict[int, list[str]] = {}
        for head in heads:
            by_size.setdefault(len(self.cfg["heads"][head]), []).append(head)
        return list(by_size.values())

    def _field(self, jobs: Sequence[tuple[str, tuple[int, int, int]]], scores: Sequence[Any]) -> tuple[Any, ...]:
        """Emissions, moves, ends and lengths of many stretches, each under its head's field."""
        lengths = np.array([end - start for _, (_, start, end) in jobs])
        width = self._columns[jobs[0][0]]
        tags = width.stop - width.start
        emissions = np.zeros((int(lengths.max()), len(jobs), tags), dtype=np.float32)
        for index, (head, (number, start, end)) in enumerate(jobs):
            emissions[: end - start, index] = scores[number][start:end, self._columns[head]]
        learnt = self.model.get_param("moves")
        names = sorted({head for head, _ in jobs})
        row = {head: position for position, head in enumerate(names)}
        rows = np.array([row[head] for head, _ in jobs])
        moves = np.stack([learnt[self._moves[head]].reshape(tags, tags) + self._rules[head][0] for head in names])
        begin = np.stack([self._rules[head][1] for head in names])
        end_ = np.stack([self._rules[head][2] for head in names])
        return emissions, moves[rows], begin[rows], end_[rows], lengths

    def _teach(
        self, jobs: list[tuple[str, tuple[int, int, int]]], scores: Any, lattices: Any, gradients: Any, moves: Any
    ) -> float:
        emissions, table, begin, end, lengths = self._field(jobs, scores)
        barred = np.zeros_like(emissions)
        for index, (head, (number, a, b)) in enumerate(jobs):
            barred[: b - a, index] = np.where(lattices[number, head][a:b], np.float32(0), NEVER)
        total, tags, pairs = expectations(emissions, table, begin, end, lengths)
        allowed, gold_tags, gold_pairs = expectations(emissions + barred, table, begin, end, lengths)
        tag_gradient, pair_gradient = tags - gold_tags, pairs - gold_pairs
        possible = allowed > NEVER / 2  # a gold span that runs over a cut between stretches fits no path
        for index, (head, (number, a, b)) in enumerate(jobs):
            if possible[index]:
                gradients[number][a:b, self._columns[head]] += tag_gradient[: b - a, index]
                moves[self._moves[head]] += pair_gradient[index].ravel()
        return float((total - allowed)[possible].sum())

    def _decode(
        self, jobs: Sequence[tuple[str, tuple[int, int, int]]], scores: Any
    ) -> list[list[tuple[int, int, int, float]]]:
        """Spans of each stretch, with their probability: the share of all paths that hold just this span."""
        emissions, moves, begin, end, lengths = self._field(jobs, scores)
        paths = best_paths(emissions, moves, begin, end, lengths)
        out: list[list[tuple[int, int, int, float]]] = [[] for _ in jobs]
        busy = np.flatnonzero(paths.any(axis=0))
        if not len(busy):
            return out
        emissions, moves, begin, end, lengths, paths = (
            emissions[:, busy], moves[busy], begin[busy], end[busy], lengths[busy], paths[:, busy],
        )  # fmt: skip
        total, forward, backward = marginals(emissions, moves, begin, end, lengths)
        for index, job in enumerate(busy):
            path = paths[: lengths[index], index]
            start = 0
            for step, tag in enumerate(path):
                kind = (tag - 1) % 4 if tag else None
                if kind in (0, 3):
                    start = step
                if kind in (2, 3):
                    score = forward[start, index, path[start]] + backward[step, index, tag] - total[index]
                    for before, here in pairwise(range(start, step + 1)):
                        score += moves[index, path[before], path[here]] + emissions[here, index, path[here]]
                    out[job].append((start, step + 1, int(tag - 1) // 4, float(np.exp(min(score, 0.0)))))
        return out

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Strict precision, recall and F1 by label, over the wholly annotated heads; ``spans_f`` is their mean."""
        del kwargs
        key = self.cfg["spans_key"]
        heads = self.cfg["heads"]
        counts = {label: [0, 0, 0] for label in self.labels}
        for example in examples:
            group = example.reference.spans.get(GOLD)
            if group is None:
                continue
            known = {label for head in group.attrs.get("whole", ()) for label in heads[head]}
            gold = {(span.start, span.end, span.label_) for span in group if span.label_ in known}
            spans = {(s.start, s.end, s.label_) for s in example.predicted.spans[key] if s.label_ in known}
            for column, items in enumerate((gold & spans, spans, gold)):
                for _, _, label in items:
                    counts[label][column] += 1
        table = {label: _prf(*row) for label, row in counts.items() if row[2]}
        result: dict[str, Any] = {"recognized_per_type": table}
        result.update({f"f_{label}": row["f"] for label, row in table.items()})
        result["spans_f"] = sum(row["f"] for row in table.values()) / max(len(table), 1)
        return result

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Model and settings."""
        del exclude
        return spacy.util.to_bytes({"cfg": lambda: json.dumps(self.cfg).encode(), "model": self.model.to_bytes}, ())

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write model and settings into a folder."""
        del exclude
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cfg").write_text(json.dumps(self.cfg, indent=1), encoding="utf-8")
        self.model.to_disk(folder / "model")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Recognizer:
        """Read what :meth:`to_disk` wrote."""
        del exclude
        folder = Path(path)
        self.cfg = json.loads((folder / "cfg").read_text(encoding="utf-8"))
        self._lay_out()
        self.model.from_disk(folder / "model")
        return self


def stretches(doc: Doc) -> list[tuple[int, int]]:
    """Token spans between full stops and line ends: no name runs over one, so each is a sequence of its own."""
    kinds = doc.to_array([ORTH, IS_SPACE])
    ends = np.flatnonzero((kinds[:, 0] == doc.vocab.strings["."]) | (kinds[:, 1] == 1)) if len(doc) else []
    cuts = [int(index) + 1 for index in ends if doc[int(index)].text == "." or "\n" in doc[int(index)].text]
    edges = [0, *cuts, len(doc)]
    return [(start, end) for start, end in pairwise(edges) if end > start]


def _prf(hits: int, found: int, gold: int) -> dict[str, float]:
    return {
        "p": hits / found if found else 0.0,
        "r": hits / gold if gold else 0.0,
        "f": 2 * hits / (found + gold) if found + gold else 0.0,
    }


@Language.factory(
    "vesiweb_recognizer",
    assigns=["doc.spans"],
    default_config={"write": [], "spans_key": "recognized"},
    default_score_weights={"spans_f": 1.0},
)
def make_recognizer(
    nlp: Language, name: str, model: Model, heads: Heads, write: list[str], spans_key: str
) -> Recognizer:
    """The component as configs name it."""
    return Recognizer(nlp.vocab, model, name, heads=heads, write=write or list(heads), spans_key=spans_key)
