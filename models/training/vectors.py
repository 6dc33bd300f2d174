"""Trains the word vectors: floret over the lower-cased texts of the open corpora, cut by the project's tokenizer.

Usage: ``python vectors.py OUT_FOLDER [DIMENSIONS [BUCKETS [EPOCHS]]]``. Writes ``text.txt`` (the tokens),
``vectors.floret`` and ``nlp`` (the vectors as spaCy reads them); one thread and floret's fixed seed, so that the same
text gives the same vectors.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import spacy
from corpora import SHARED, read_for_training
from lxml import etree
from spacy.training.initialize import convert_vectors

from pipeline.annotate.tokenizer import make_tokenizer

#: corpora whose licence lets weights made from them be shipped
OPEN = (
    ("jnlpba", "train"), ("craft", "train"), ("anatem", "train"), ("bionlp13pc", "train"), ("bionlp13ge", "train"),
    ("bionlp13gro", "train"), ("bc2gm", "train"), ("nlmgene", "train"), ("gnormplus", "train"),
    ("bioid_cellline", "train"), ("ppi_bioinfer", "train"), ("conll_bc5cdr", "train"), ("conll_ncbi_disease", "train"),
)  # fmt: skip
_MASKS = re.compile(r"<(?:dig|cit|dbp|number|xi|xshuffled)>|@[a-z]+@")


def texts() -> Iterator[str]:
    """Every text that the vectors learn from, in a fixed order."""
    for name, split in OPEN:
        yield from (doc.text for doc in read_for_training(name, split))
    yield from (doc.text for doc in read_for_training("unlabelled", "ev_abstracts"))
    for path in sorted((SHARED / "articles").glob("*/*.xml")):
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        if "by-nc" in etree.tostring(root, encoding="unicode").lower():
            continue  # weights that ship are made from open licences only
        for paragraph in root.iterfind(".//p"):
            yield " ".join("".join(paragraph.itertext()).split())
    with gzip.open(SHARED / "corpora" / "unlabelled.bmc_ontopic_lowercase.txt.gz", "rt", encoding="utf-8") as lines:
        yield from (_MASKS.sub(" ", line).strip() for line in lines)


def main(folder: Path, dimensions: int = 96, buckets: int = 50_000, epochs: int = 8) -> None:
    """Write the text, train, write the vectors."""
    import floret

    folder.mkdir(parents=True, exist_ok=True)
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    with (folder / "text.txt").open("w", encoding="utf-8") as out:
        for text in texts():
            for line in text.splitlines():
                words = [token.lower_ for token in nlp.tokenizer(line) if not token.is_space]
                if len(words) > 1:
                    out.write(" ".join(words) + "\n")
    model = floret.train_unsupervised(
        str(folder / "text.txt"), model="cbow", mode="floret", hashCount=2, bucket=buckets, minn=3, maxn=5,
        dim=dimensions, epoch=epochs, minCount=3, neg=10, lr=0.05, ws=5, thread=1,
    )  # fmt: skip
    model.save_floret_vectors(str(folder / "vectors.floret"))
    pack(folder / "vectors.floret", folder / "nlp")


def pack(source: Path, folder: Path, spread: float = 0.5) -> None:
    """Write the vectors as a spaCy folder that configs name, looked up by the lower-cased word.

    They are scaled, all by one factor, to a standard deviation of ``spread`` over frequent words: as floret leaves
    them they drown the other features in the first steps of training.
    """
    nlp = spacy.blank("en")
    convert_vectors(nlp, source, truncate=0, prune=-1, mode="floret", attr="LOWER")
    with (source.parent / "text.txt").open(encoding="utf-8") as lines:
        words = sorted({word for line in islice(lines, 2000) for word in line.split()})
    sample = np.stack([nlp.vocab[word].vector for word in words])
    nlp.vocab.vectors.data *= np.float32(spread / sample.std())
    nlp.to_disk(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
