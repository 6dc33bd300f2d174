"""The door of the stage: reads a document with the pipeline, passage by passage, and leaves plain records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import cast

import numpy as np
import spacy
from spacy.attrs import IS_SPACE  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.abbreviations import Definition, find_definitions, list_definitions
from pipeline.annotate.candidates import Found
from pipeline.annotate.columncontext import labels_pathways, with_pathways
from pipeline.annotate.components import COMPONENTS, VOTER, ModelComponent, load_composer, load_lexicon
from pipeline.annotate.entities import Linker
from pipeline.annotate.glossary import Glossary, build_glossary
from pipeline.annotate.nlp import SURE, TRAINED, VOTE
from pipeline.annotate.patterns import PATTERNS
from pipeline.annotate.quicken import quicken
from pipeline.annotate.tokens import source, tokens
from pipeline.core.errors import ModelError
from pipeline.core.records import (
    UNMINED,
    Abbreviation,
    Annotation,
    Document,
    Mention,
    Passage,
    PassageKind,
    Sentence,
    Span,
    Token,
)
from pipeline.core.settings import AnnotateSettings

_SKIPPED = frozenset({PassageKind.REFERENCE, PassageKind.OTHER})
_TABULAR = frozenset({PassageKind.TABLE_HEAD, PassageKind.TABLE_ROW})
_WHOLE = _TABULAR | {PassageKind.HEADING, PassageKind.KEYWORDS, PassageKind.ABBREVIATION}
#: a passage longer than this is read in stretches: time per character stays the same whatever the length
_LONGEST = 10_000
#: how far before a long form the rest of the name may begin
_BEFORE = 60
#: stretches of one document that go through the trained parts together; never those of two documents, since the last
#: bits of a product depend on what is beside it
_AT_ONCE = 16


#: a stretch of a passage
_Piece = tuple[Passage, int, int]


@dataclass(slots=True)
class _Growing:
    """What has been read of a document so far."""

    sentences: list[Sentence]
    tokens: list[Token]
    mentions: list[Mention]


class Annotator:
    """Finds, links and assesses the mentions of documents.

    Attributes
    ----------
    digest
        SHA-256 over the model, the lexicon, the patterns and this package's code: equal digests, equal annotations.
    """

    def __init__(self, nlp: Language, settings: AnnotateSettings, digest: str) -> None:
        self._nlp = nlp
        self._settings = settings
        self.digest = digest

    @classmethod
    def load(cls, settings: AnnotateSettings) -> Annotator:
        """Load the pipeline that the settings name.

        Raises
        ------
        ModelError
            The folder is missing, damaged, of another spaCy, or lacks vesiweb's components.
        LexiconError
            The lexicon is missing or damaged.
        """
        folder = settings.model
        try:
            nlp = spacy.load(folder, exclude=[] if settings.trained else [*TRAINED, SURE, VOTE])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"the pipeline cannot be loaded ({str(error).splitlines()[0] if str(error) else type(error).__name__})",
                where=str(folder),
                remedy="write it with 'python -m pipeline.annotate.nlp' or give another with --model",
            ) from error
        missing = [name for name in COMPONENTS if name not in nlp.pipe_names]
        if missing:
            raise ModelError(
                f"the pipeline has the components {nlp.pipe_names}, but lacks {missing}",
                where=str(folder),
                remedy="write it anew with 'python -m pipeline.annotate.nlp'",
            )
        quicken(nlp)
        digest = _digest(folder, load_lexicon().digest)
        if settings.ner_model is not None:
            config = {"model": str(settings.ner_model), "labels": settings.ner_labels, "mode": settings.ner_mode}
            component = cast(ModelComponent, nlp.add_pipe(VOTER, before="vesiweb_pathways", config=config))
            if settings.ner_mode == "replace" and VOTE in nlp.pipe_names:
                cast(ModelComponent, nlp.get_pipe(VOTE)).voter.pass_over(component.voter.types)
            digest = hashlib.sha256(f"{digest} {component.voter.digest}".encode()).hexdigest()
        load_composer()
        return cls(nlp, settings, digest)

    def annotate(self, document: Document) -> Annotation:
        """Sentences, tokens, abbreviations and mentions of a document, in text order, offsets on its text."""
        passages = [passage for passage in document.passages if self._is_mined(passage)]
        definitions = [pair for passage in passages for pair in _definitions(document.text, passage)]
        glossary = build_glossary(
            [_widened(document.text, offset, definition) for offset, definition in definitions],
            load_composer(),
            load_lexicon(),
        )
        growing = _Growing([], [], [])
        pieces = [
            (passage, start, end)
            for passage in passages
            for start, end in _pieces(document.text, passage)
            if start < end
        ]
        docs = self._nlp.pipe(self._docs(document, pieces, glossary), batch_size=_AT_ONCE)
        read = ((passage, start, doc) for (passage, start, _), doc in zip(pieces, docs, strict=True))
        for passage, own in groupby(read, key=itemgetter(0)):
            self._read(document, passage, [(start, doc) for _, start, doc in own], growing)
        abbreviations = tuple(
            Abbreviation(
                Span(offset + d.short_start, offset + d.short_end),
                Span(offset + d.long_start, offset + d.long_end),
                d.short,
                d.long,
            )
            for offset, d in definitions
        )  # fmt: skip
        return Annotation(
            document.id, tuple(growing.sentences), tuple(growing.tokens), abbreviations, tuple(growing.mentions)
        )

    def _is_mined(self, passage: Passage) -> bool:
        return (
            passage.section not in UNMINED
            and passage.section not in self._settings.skip_sections
            and passage.kind not in _SKIPPED
        )

    def _docs(self, document: Document, pieces: list[_Piece], glossary: Glossary) -> Iterator[Doc]:
        for passage, start, end in pieces:
            doc = self._nlp.make_doc(document.text[start:end])
            doc._.glossary = glossary
            doc._.source = document.text[start:end]
            if passage.kind in _WHOLE:
                for token in doc:
                    token.is_sent_start = token.i == 0
            yield doc

    def _read(self, document: Document, passage: Passage, docs: Iterable[tuple[int, Doc]], growing: _Growing) -> None:
        first_token, first_sentence = len(growing.tokens), len(growing.sentences)
        for start, doc in docs:
            self._take(document, passage, doc, start, growing, first_sentence)
        if passage.kind in _TABULAR and len(growing.sentences) > first_sentence:
            # a row is read as one sentence, however many cells it has
            del growing.sentences[first_sentence:]
            growing.sentences.append(
                Sentence(first_sentence, passage.index, passage.start, passage.end, first_token, len(growing.tokens))
            )

    def _take(self, document: Document, passage: Passage, doc: Doc, offset: int, growing: _Growing, row: int) -> None:
        base = len(growing.tokens)
        first_sentence = len(growing.sentences)
        growing.tokens.extend(tokens(doc, offset, base))
        position = base
        bounds: list[tuple[int, int]] = []
        whole = source(doc)
        words = [0, *np.cumsum(doc.to_array(IS_SPACE) == 0).tolist()]
        for sentence in doc.sents:
            text = whole[sentence.start_char : sentence.end_char]
            if not text.strip():
                continue
            start = offset + sentence.start_char + len(text) - len(text.lstrip())
            end = offset + sentence.end_char - (len(text) - len(text.rstrip()))
            last = position + words[sentence.end] - words[sentence.start]
            growing.sentences.append(Sentence(len(growing.sentences), passage.index, start, end, position, last))
            bounds.append((start, end))
            position = last
        for found in _mentions(document.text, passage, doc, offset):
            if found.confidence < self._settings.min_confidence:
                continue
            start, end = offset + found.start, offset + found.end
            number = next((i for i, (a, b) in enumerate(bounds) if a <= start < b), 0)
            sentence_index = row if passage.kind in _TABULAR else first_sentence + number
            growing.mentions.append(
                Mention(
                    document=document.id,
                    type=found.type,
                    start=start,
                    end=end,
                    surface=document.text[start:end],
                    concept=found.concept,
                    name=found.name,
                    link_rule=found.link_rule,
                    link_score=found.link_score,
                    found_by=found.found_by,
                    confidence=found.confidence,
                    negated=found.negated,
                    speculative=found.speculative,
                    species=found.species,
                    passage=passage.index,
                    sentence=sentence_index,
                )
            )


def _mentions(text: str, passage: Passage, doc: Doc, offset: int) -> list[Found]:
    """The mentions of a piece; in a table's cell with what the head of its column, or of its row, makes of them."""
    found: list[Found] = doc._.mentions
    cell = next((cell for cell in passage.cells if cell.span.start == offset and not cell.inherited), None)
    if passage.kind is not PassageKind.TABLE_ROW or not found or cell is None:
        return found
    first = passage.cells[passage.row_head].span
    label = text[first.start : first.end]
    head = label if first != cell.span and labels_pathways(label) else cell.head
    return with_pathways(doc._.source, found, head, Linker(load_lexicon(), doc._.glossary))


def _definitions(text: str, passage: Passage) -> Iterator[tuple[int, Definition]]:
    """The definitions of a passage with the offset that they count from."""
    for start, end in _pieces(text, passage):
        piece = text[start:end]
        finder = list_definitions if passage.kind is PassageKind.ABBREVIATION else find_definitions
        for definition in finder(piece):
            yield start, definition


def _widened(text: str, offset: int, definition: Definition) -> Definition:
    """A definition with all of the cell's name that its long form ends, where no source knows the short form.

    Schwartz and Hearst take the shortest long form that fits: of ``biliary epithelial cells (EpiCs)`` it is
    ``epithelial cells``, and only the document can tell which.
    """
    if not definition.long.endswith(("cell", "cells")) or load_lexicon().lookup(definition.short):
        return definition
    end = offset + definition.long_end
    start = max(offset, offset + definition.long_start - _BEFORE)
    for name in load_composer().find(text[start:end]):
        if start + name.end == end and start + name.start < offset + definition.long_start and not name.nested:
            begin = start + name.start
            return replace(definition, long_start=begin - offset, long=text[begin:end])
    return definition


def _pieces(text: str, passage: Passage) -> list[tuple[int, int]]:
    """The stretches of a passage that are read on their own: its cells, or the whole of it."""
    cells = sorted(
        (cell.span.start, cell.span.end)
        for cell in passage.cells
        if not cell.inherited and passage.start <= cell.span.start < cell.span.end <= passage.end
    )
    if passage.kind not in _TABULAR or not cells:
        return list(_chunks(text, passage.start, passage.end))
    return list(dict.fromkeys(cells))


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A passage of any length in stretches of at most ``_LONGEST`` characters, cut at line ends or sentence ends."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        cut = max(window.rfind("\n"), window.rfind(". ") + 1) + 1
        if cut <= _LONGEST // 2:
            cut = window.rfind(" ") + 1 or _LONGEST
        yield start, start + cut
        start += cut
    yield start, end


def _digest(model: Path, lexicon: str) -> str:
    total = hashlib.sha256(lexicon.encode())
    roots = (model, PATTERNS, Path(__file__).parent)
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md":
                total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
