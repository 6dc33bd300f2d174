"""spaCy DocBin: what was read, or gold, as documents that spaCy trains on; and back.

Each mention is a span of ``doc.spans["entities"]`` with its type as label and its concept as ``kb_id_``; ``doc.ents``
has the outermost. Tokens are those of the tokenizer given, cut where a mention begins or ends within one, so that no
span is lost or moved. What spaCy has no place for (relations, names, assertion, who found it) travels as JSON in
``doc.user_data``.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from pipeline.core.errors import AnnotateError
from pipeline.core.records import Annotation, Document, EntityType, Mention, Reading, Relation, RelationType

#: the span group that holds all mentions
GROUP = "entities"
_KEY = "vesiweb"


def write(readings: Iterable[Reading], path: Path, tokenize: Callable[[str], Doc] | None = None) -> None:
    """Write readings as one DocBin file, in the order of their sources.

    Parameters
    ----------
    tokenize
        Makes the tokens of a text; spaCy's blank English pipeline where nothing is given.
    """
    tokenize = tokenize or spacy.blank("en").make_doc
    packed = DocBin(store_user_data=True)
    for reading in sorted(readings, key=lambda r: (r.document.source, r.document.id)):
        packed.add(to_doc(reading, tokenize))
    path.write_bytes(packed.to_bytes())


def read(path: Path) -> list[Reading]:
    """Read a DocBin file: our own, or one of others whose labels are the four types of entity.

    Raises
    ------
    AnnotateError
        The file is no DocBin, or has a label that is no type.
    """
    try:
        docs = list(DocBin(store_user_data=True).from_bytes(path.read_bytes()).get_docs(Vocab()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnnotateError(
            f"the file is no DocBin ({type(error).__name__}: {error})",
            where=str(path),
            remedy="write it with spaCy's DocBin.to_disk",
        ) from error
    return [from_doc(doc, f"{path.name}#{number}") for number, doc in enumerate(docs, 1)]


def to_doc(reading: Reading, tokenize: Callable[[str], Doc]) -> Doc:
    """A spaCy document of a reading.

    Examples
    --------
    >>> import spacy
    >>> mention = Mention("d1", EntityType.CELL_TYPE, 0, 4, "hESC", "CL:0002322")
    >>> reading = Reading(Document("d1", "a.txt", "txt", "0", "hESC-Exos"), Annotation("d1", mentions=(mention,)))
    >>> doc = to_doc(reading, spacy.blank("en").make_doc)
    >>> [(span.text, span.label_, span.kb_id_) for span in doc.spans[GROUP]]
    [('hESC', 'CELL_TYPE', 'CL:0002322')]
    """
    mentions = reading.annotation.mentions
    cuts = {offset for mention in mentions for offset in (mention.start, mention.end)}
    tokens = tokenize(reading.document.text)
    words: list[str] = []
    spaces: list[bool] = []
    for token in tokens:
        edges = [0, *sorted(c - token.idx for c in cuts if token.idx < c < token.idx + len(token)), len(token)]
        words += [token.text[low:high] for low, high in itertools.pairwise(edges)]
        spaces += [False] * (len(edges) - 2) + [bool(token.whitespace_)]
    doc = Doc(tokens.vocab, words=words, spaces=spaces)
    spans = [_span(doc, mention) for mention in mentions]
    doc.spans[GROUP] = spans
    doc.ents = filter_spans(spans)
    source = replace(reading.document, text="", passages=(), references=(), citations=(), regions=())
    doc.user_data[_KEY] = json.dumps(
        {
            "document": {k: v for k, v in asdict(source).items() if v not in ("", (), None)},
            "mentions": [asdict(mention) for mention in mentions],
            "relations": [asdict(relation) for relation in reading.relations],
        },
        sort_keys=True,
    )
    return doc


def from_doc(doc: Doc, name: str = "doc") -> Reading:
    """A reading of a spaCy document; ``name`` stands for its source where it brings none."""
    stored = doc.user_data.get(_KEY)
    if stored is None:
        spans: Sequence[Span] = list(doc.spans[GROUP]) if GROUP in doc.spans else list(doc.ents)
        mentions = tuple(_mention(span, name) for span in spans)
        return Reading(Document(name, name, "docbin", "", doc.text), Annotation(name, mentions=mentions))
    known = json.loads(stored)
    document = Document(text=doc.text, **known["document"])
    found = tuple(
        Mention(**{**fields, "type": EntityType(fields["type"]), "found_by": tuple(fields["found_by"])})
        for fields in known["mentions"]
    )
    relations = tuple(
        Relation(**{**fields, "type": RelationType(fields["type"]), "cited": tuple(fields["cited"])})
        for fields in known["relations"]
    )
    return Reading(document, Annotation(document.id, mentions=found), relations)


def _span(doc: Doc, mention: Mention) -> Span:
    span = doc.char_span(mention.start, mention.end, label=mention.type.value, kb_id=mention.concept or "")
    if span is None:
        raise AnnotateError(
            f"{mention.surface!r} at {mention.start}-{mention.end} is no span of the text",
            where=mention.document,
            remedy="check that the mentions belong to this text",
        )
    return span


def _mention(span: Span, name: str) -> Mention:
    if span.label_ not in EntityType.__members__:
        raise AnnotateError(
            f"label {span.label_!r} is no type", where=name, remedy=f"use {', '.join(EntityType.__members__)}"
        )
    return Mention(name, EntityType(span.label_), span.start_char, span.end_char, span.text, span.kb_id_ or None)
