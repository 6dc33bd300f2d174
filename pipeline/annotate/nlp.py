"""Puts the spaCy pipeline together and writes it to ``models/en_vesiweb``: ``python -m pipeline.annotate.nlp``.

Trained parts come from a folder that holds them: ``models/training`` makes one, and the pipeline as it stands is one,
so that rules can be changed without a training.
"""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from pathlib import Path
from typing import cast

import numpy as np
import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.pipeline import EditTreeLemmatizer

from pipeline.annotate.components import COMPONENTS, VOTER
from pipeline.annotate.recognizer import RECOGNIZED, SHIPPED, Recognizer
from pipeline.annotate.tokenizer import make_tokenizer
from pipeline.annotate.wordvectors import WordVectors
from pipeline.core.settings import ROOT

#: where the pipeline lies in the checkout
MODEL = ROOT / "models" / "en_vesiweb"
#: the trained parts, in their order; sentence boundaries come before the trees that keep to them
TRAINED = ("senter", "tok2vec", "tagger", "trainable_lemmatizer", "parser", "recognizer")
#: the component that tells the segmenter what is sure
SURE = "vesiweb_boundaries"
#: the component that lets the recogniser vote
VOTE = "vesiweb_vote"
#: the least probability of a span that the recogniser proposes: of 0.9, 0.95 and 0.98 the best on BioRED's development
#: part, which taught it nothing (genes, F1 0.880, 0.881, 0.880)
LEAST = 0.95


def build_pipeline(trained: Path | None = None) -> Language:
    """The pipeline with all components, and with the trained parts of a folder if one is given.

    Examples
    --------
    >>> build_pipeline().pipe_names[-1]
    'vesiweb_assertion'
    """
    nlp = spacy.blank("en", config={"nlp": {"vectors": {"@vectors": "vesiweb_vectors.v1"}}})
    nlp.tokenizer = make_tokenizer(nlp)
    if trained is not None:
        _take_over(nlp, trained)
    if trained is not None:
        nlp.add_pipe(SURE, first=True)
    for name in COMPONENTS:
        if trained is not None and name == "vesiweb_sentences":
            nlp.add_pipe(name, before="tok2vec")  # the trees keep to the sentences
        else:
            nlp.add_pipe(name)
    if trained is not None:
        nlp.add_pipe(VOTER, name=VOTE, before="vesiweb_pathways", config=_vote())
    nlp.meta.update(
        name="vesiweb",
        version="0.1.0",
        description="Cell types, markers, microRNAs and pathways in texts on stem-cell vesicles.",
        license="Apache-2.0",
        spacy_version=">=3.8,<3.9",
    )
    return nlp


def assemble(folder: Path = MODEL, trained: Path | None = MODEL) -> Path:
    """Write the pipeline to a folder, replacing what stood there; the same code and weights give the same bytes.

    A model card (``README.md``) in the folder stays.

    Parameters
    ----------
    folder
        Where to.
    trained
        A pipeline that holds the trained parts, the folder itself among them; without one, none are written.

    Returns
    -------
    Path
        The folder, which ``spacy.load`` opens where vesiweb is installed.
    """
    nlp = build_pipeline(trained)
    card = folder / "README.md"
    told = card.read_bytes() if card.is_file() else None
    if folder.exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder)
    if told is not None:
        card.write_bytes(told)
    _write_strings(nlp, folder / "vocab" / "strings.json")
    return folder


def _vote() -> dict[str, object]:
    return {"model": "", "labels": {label: label for label in SHIPPED}, "key": RECOGNIZED, "least": LEAST}


def _take_over(nlp: Language, trained: Path) -> None:
    """Add the trained parts of a folder and the word vectors that they share, as they come back from disk."""
    source = spacy.load(trained, exclude=[*COMPONENTS, SURE, VOTE])
    table = source.vocab.vectors
    names = ("minn", "maxn", "hash_count", "hash_seed", "bow", "eow", "attr")
    settings = {name: getattr(table, name) for name in names}
    data = table.data.astype(np.float16).astype(np.float32)
    nlp.vocab.vectors = WordVectors(strings=nlp.vocab.strings, data=data, mode="floret", name="vesiweb", **settings)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W113\]")  # the vectors are the same but for their precision
        for name in TRAINED:
            nlp.add_pipe(name, source=source)
    recognizer = cast(Recognizer, nlp.get_pipe("recognizer"))
    recognizer.cfg["write"] = list(SHIPPED)
    nlp.config["components"]["recognizer"]["write"] = list(SHIPPED)


def _write_strings(nlp: Language, path: Path) -> None:
    """Keep of the strings only what the components name: no list of the words that they were trained on."""
    kept = set(spacy.blank("en").vocab.strings)
    kept.update(label for labels in nlp.pipe_labels.values() for label in labels)
    if "trainable_lemmatizer" in nlp.pipe_names:
        lemmatizer = cast(EditTreeLemmatizer, nlp.get_pipe("trainable_lemmatizer"))
        for tree in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
            kept.update(nlp.vocab.strings[tree[part]] for part in ("orig", "subst") if part in tree)
    path.write_text(json.dumps(sorted(kept), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(assemble(*map(Path, sys.argv[1:3])))
