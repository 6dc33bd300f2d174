"""Fills in what a corpus leaves unsaid with what recognisers trained before read there, for a second training.

Usage: ``python complete.py TRAIN FOLDER MODEL [MODEL ...]``; a head is read by the last model named that has it. Writes
``filled.spacy``, and ``tune.spacy``: part of the same with the own abstracts eight times, whose other heads stay
unsaid. A document keeps what its corpus says. A head that the corpus does not annotate gets the spans that the model
finds with a probability of at least ``SURE``; what it finds with less stays unsaid (any tag is allowed there, see
``fields``). The abstracts of the open collection, less the development set's, are added without labels of their own.
So each passage teaches all heads, and the new recogniser learns from several older ones together (knowledge
distillation, Hinton et al. 2015; silver standards, Rebholz-Schuhmann et al. 2010).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import registered
import spacy
from corpora import read_for_training
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spans import MAPS, development, make_doc, relabel

from pipeline.annotate.fields import GOLD
from pipeline.annotate.tokenizer import make_tokenizer

#: what is filled in: the heads that are shipped, and those that the public test parts are measured by
HEADS = ("jnlpba", "bc2gm", "craft_cl", "CELL_TYPE", "MARKER", "MIRNA", "PATHWAY")
#: a span read with less than this is neither taught nor denied
SURE = 0.6
#: of the filled passages so many are seen again beside the own abstracts, these so often
SHARE, OFTEN = 0.55, 8
_AT_ONCE = 64


def blank(doc: Doc) -> Doc:
    """The same tokens with nothing said of them."""
    return Doc(doc.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])


def fill(docs: Sequence[Doc], heads: Iterable[str], model: spacy.Language) -> None:
    """Adds to each document the spans of the heads that it says nothing of."""
    recognizer = model.get_pipe("recognizer")
    for first in range(0, len(docs), _AT_ONCE):
        batch = [doc for doc in docs[first : first + _AT_ONCE] if len(doc)]
        batch.sort(key=len)
        for doc, found in zip(batch, recognizer.predict([blank(doc) for doc in batch]), strict=True):
            group = doc.spans[GOLD]
            attrs = {key: list(value) for key, value in group.attrs.items()}
            new = [head for head in heads if head not in attrs["whole"] and head not in attrs["partial"]]
            head_of = {label: head for head in new for label in recognizer.cfg["heads"][head]}
            spans = list(group)
            for start, past, label, probability in found:
                if label in head_of and probability >= SURE:
                    spans.append(Span(doc, start, past, label=label))
                elif label in head_of:
                    attrs.setdefault("open", []).append([head_of[label], start, past])
            attrs["whole"] += new
            spans.sort(key=lambda span: (span.start, span.end, span.label_))
            doc.spans[GOLD] = SpanGroup(doc, name=GOLD, spans=spans, attrs=attrs)


def unlabelled(nlp: spacy.Language) -> list[Doc]:
    """The open abstracts, none of the development set's, with empty gold."""
    own = {doc.id for split in ("train", "dev") for doc in development(split)}
    parts = (part for part in read_for_training("unlabelled", "ev_abstracts") if part.id.partition("@")[0] not in own)
    docs = [nlp.make_doc(part.text) for part in parts]
    for doc in docs:
        doc.spans[GOLD] = SpanGroup(doc, name=GOLD, spans=[], attrs={"whole": [], "partial": []})
    return docs


def tuning(nlp: spacy.Language, filled: Sequence[Doc]) -> list[Doc]:
    """Part of the filled passages and, often, the own abstracts as they are annotated."""
    entry = next(corpus for corpus in MAPS["corpus"] if corpus["name"] == "development")
    own = [make_doc(nlp, doc.text, relabel(doc, entry), entry) for doc in development("train")]
    texts = {doc.text for doc in own}
    others = [doc for doc in filled if doc.text not in texts]
    random.Random(1).shuffle(others)
    docs = others[: int(len(others) * SHARE)] + own * OFTEN
    random.Random(2).shuffle(docs)
    return docs


def main(source: Path, folder: Path, models: Sequence[Path]) -> None:
    """Write the filled training files."""
    folder.mkdir(parents=True, exist_ok=True)
    reader: dict[str, Path] = {}
    for path in models:
        had = spacy.load(path).get_pipe("recognizer").cfg["heads"]
        reader |= {head: path for head in HEADS if head in had}
    nlp = spacy.load(models[0])
    nlp.tokenizer = make_tokenizer(nlp)
    docs = list(DocBin().from_disk(source).get_docs(nlp.vocab)) + unlabelled(nlp)
    keys = [f"{doc.spans[GOLD].attrs}{doc.text}" for doc in docs]
    once = dict(zip(reversed(keys), reversed(docs), strict=True))  # a passage that stands there twice is read once
    for path in dict.fromkeys(reader.values()):
        model = spacy.load(path, vocab=nlp.vocab)
        mine = [head for head in HEADS if reader[head] == path]
        model.get_pipe("recognizer").cfg["write"] = mine
        fill(list(once.values()), mine, model)
        print(path, mine, flush=True)
    docs = [once[key] for key in keys]
    random.Random(0).shuffle(docs)
    for name, chosen in (("filled", docs), ("tune", tuning(nlp, docs))):
        DocBin(docs=chosen, attrs=["ORTH", "SPACY"]).to_disk(folder / f"{name}.spacy")


if __name__ == "__main__":
    assert registered  # the import registers what the models name
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
