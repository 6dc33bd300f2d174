"""The trained recogniser of names: one encoder, several fields of labels, each a conditional random field.

Corpora disagree on what they label and where a name ends, and none labels all four types. Each *head* is a set of
labels that exclude each other (a field over BILUO tags, see ``fields``); spans of different heads may overlap and nest.
A document teaches only the heads that its corpus annotates: a type that it leaves out is missing, not absent. The heads
that are shipped follow the annotation guidelines; the others, one a corpus, taught the shared encoder its corpus's own
view.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Linear, Model, Optimizer, chain, set_dropout_rate, with_array
from thinc.initializers import glorot_uniform_init

from pipeline.annotate import encoder
from pipeline.annotate.crf import Floats
from pipeline.annotate.fields import GOLD, Fields, Found, Heads

#: the heads that follow the annotation guidelines: what the shipped recogniser writes
SHIPPED = ("CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")
#: what the trained recogniser's encoder is made by: it is known to spaCy wherever the recogniser is
ENCODER = encoder.build_encoder
#: key of ``doc.spans`` under which it writes
RECOGNIZED = "recognized"


@registry.architectures("vesiweb_recognizer.v1")  # type: ignore[untyped-decorator]
def build_recognizer(tok2vec: Model[Any, Any], heads: Heads) -> Model[Any, Any]:
    """Encoder, then one score for each tag of each head; the scores of moves between tags are parameters beside.

    Parameters
    ----------
    tok2vec
        Any encoder: documents to tables (token, feature).
    heads
        Head -> labels.
    """
    fields = Fields(heads)
    width = tok2vec.get_dim("nO") if tok2vec.has_dim("nO") else None
    output: Model[Any, Any] = chain(tok2vec, with_array(Linear(nO=fields.width, nI=width, init_W=glorot_uniform_init)))
    return Model(
        "recognizer",
        _forward,
        init=_init,
        layers=[output],
        params={"moves": None},
        attrs={"moves": fields.moves},
        refs={"tok2vec": tok2vec},
    )


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
    return model.layers[0](docs, is_train)


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    del Y
    model.layers[0].initialize(X=X)
    if not model.has_param("moves"):
        model.set_param("moves", model.ops.alloc1f(model.attrs["moves"]))


class Recognizer(TrainablePipe):  # type: ignore[misc]  # compiled, without stubs
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
        self, vocab: Vocab, model: Model[Any, Any], name: str, *, heads: Heads, write: Sequence[str], spans_key: str
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"heads": heads, "write": list(write), "spans_key": spans_key}
        self.fields = Fields(heads)

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

    def predict(self, docs: Iterable[Doc]) -> list[list[Found]]:
        """The spans of each document: first token, token past the last, label, probability."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [[] for _ in docs]
        scores = self.model.predict(docs)
        return self.fields.read(scores, self._moves(), self.cfg["write"], docs)

    def set_annotations(self, docs: Iterable[Doc], found: list[list[Found]]) -> None:
        """Write the spans as one group."""
        key = self.cfg["spans_key"]
        for doc, own in zip(docs, found, strict=True):
            spans = [Span(doc, first, past, label=label) for first, past, label, _ in own]
            scores = [round(score, 4) for _, _, _, score in own]
            doc.spans[key] = SpanGroup(doc, name=key, spans=spans, attrs={"scores": scores})

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
        gold = [example.reference for example in examples]
        loss, gradients, moves = self.fields.teach(docs, gold, scores, self._moves())
        losses[self.name] += loss
        scale = np.float32(1.0 / len(examples))
        self.model.inc_grad("moves", cast(Any, moves * scale))
        backprop([gradient * scale for gradient in gradients])
        if sgd is not None:
            self.finish_update(sgd)
        return losses

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
        parts = {"cfg": lambda: json.dumps(self.cfg).encode(), "model": self.model.to_bytes}
        packed: bytes = spacy.util.to_bytes(parts, ())
        return packed

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> Recognizer:
        """Read what :meth:`to_bytes` gave."""
        del exclude
        parts: dict[str, Callable[[bytes], Any]] = {"cfg": self._configure, "model": self.model.from_bytes}
        spacy.util.from_bytes(bytes_data, parts, ())
        return self

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
        self._configure((folder / "cfg").read_bytes())
        self.model.from_disk(folder / "model")
        return self

    def _moves(self) -> Floats:
        return cast(Floats, self.model.get_param("moves"))

    def _configure(self, stored: bytes) -> None:
        self.cfg = json.loads(stored)
        self.fields = Fields(self.cfg["heads"])


def _prf(hits: int, found: int, gold: int) -> dict[str, float]:
    return {
        "p": hits / found if found else 0.0,
        "r": hits / gold if gold else 0.0,
        "f": 2 * hits / (found + gold) if found + gold else 0.0,
    }


@Language.factory(
    "vesiweb_recognizer",
    assigns=["doc.spans"],
    default_config={"write": [], "spans_key": RECOGNIZED},
    default_score_weights={"spans_f": 1.0},
)
def make_recognizer(
    nlp: Language, name: str, model: Model[Any, Any], heads: Heads, write: list[str], spans_key: str
) -> Recognizer:
    """The component as configs name it."""
    return Recognizer(nlp.vocab, model, name, heads=heads, write=write or list(heads), spans_key=spans_key)
