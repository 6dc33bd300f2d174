"""A small recogniser that was taught one sentence."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Span, SpanGroup
from spacy.training import Example

from pipeline.annotate.fields import GOLD

HEADS = {"cell": ["cell"], "both": ["b:cell", "b:gene"]}
TEXT = "Stromal cells express Nanog ."


def make(path: Path, seed: int, heads: dict[str, list[str]]) -> Path:
    """A recogniser that was taught one sentence."""
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": 16, "depth": 1, "embed_size": 100, "window_size": 1,
        "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None,
    }  # fmt: skip
    model = {"@architectures": "vesiweb_recognizer.v1", "heads": heads, "tok2vec": tok2vec}
    nlp.add_pipe("vesiweb_recognizer", name="recognizer", config={"heads": heads, "model": model})
    gold = nlp.make_doc(TEXT)
    spans = [Span(gold, 0, 2, label="b:cell"), Span(gold, 3, 4, label="b:gene")]
    gold.spans[GOLD] = SpanGroup(gold, name=GOLD, spans=spans, attrs={"whole": ["both"], "partial": []})
    examples = [Example(nlp.make_doc(TEXT), gold)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(path)
    return path
