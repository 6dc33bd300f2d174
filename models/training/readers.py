"""The corpus reader that the configs name: documents with their own tokens, not cut anew by the tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example


@spacy.registry.readers("vesiweb_docs.v1")
def docs_reader(path: Path) -> Callable[[Language], Iterator[Example]]:
    """Examples whose predicted side holds the tokens and blanks of the reference, and nothing else."""

    def read(nlp: Language) -> Iterator[Example]:
        for reference in DocBin().from_disk(path).get_docs(nlp.vocab):
            words = [token.text for token in reference]
            blanks = [bool(token.whitespace_) for token in reference]
            yield Example(Doc(nlp.vocab, words=words, spaces=blanks), reference)

    return read
