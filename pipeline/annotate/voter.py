"""A trained model's vote: what a recogniser of names finds, as candidates with its probability.

The model is a pipeline of its own, a user's spaCy or scispaCy model with any labels, or a component of the same
pipeline that has left scored spans in the doc. Its labels are mapped to the four types; a label that the map does not
name is passed over. Where it joins, the other finders' spans come first (its boundaries follow the corpora that it
saw); where it replaces, the types that its map reaches come from it alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from pipeline.annotate.candidates import Candidate
from pipeline.annotate.nonames import is_label, is_no_name
from pipeline.annotate.patterns import PATTERNS, forms
from pipeline.core.errors import ModelError
from pipeline.core.records import EntityType

#: components that name nothing: not loaded
_UNUSED = ("parser", "lemmatizer", "attribute_ruler", "tagger", "morphologizer", "entity_linker")
#: how sure an entity is of which the model tells no probability
_UNSCORED = 0.6
_EDGES = " \t\n.,;:()[]-\u2010\u2011\u2012\u2013\u2014"


class Voter:
    """Reads texts with a model, or a doc's spans that one has left, and proposes what it finds.

    Parameters
    ----------
    model
        Path or package name of a pipeline; empty reads the spans under ``key`` of the doc at hand.
    labels
        The model's label -> one of the four types; case of the label is free.
    key
        Which span group to read besides ``doc.ents``.
    least
        Spans of a lower probability are passed over.

    Raises
    ------
    ModelError
        The model cannot be loaded, a label is mapped to no type, or none of the model's labels is in the map.
    """

    def __init__(self, model: str, labels: Mapping[str, str], key: str = "sc", least: float = 0.0) -> None:
        self._labels = dict(_types(labels, model))
        self._passed: frozenset[EntityType] = frozenset()
        self._key = key
        self._least = least
        self._nlp = _load(model) if model else None
        told = _labels(self._nlp) if self._nlp is not None else set()
        if told and not told & self._labels.keys():
            raise ModelError(
                f"none of the model's labels {sorted(told)} is in the label map {sorted(self._labels)}",
                where=model,
                remedy="name the labels that you want under 'ner_labels' of the settings",
            )
        if told:
            self._labels = {label: kind for label, kind in self._labels.items() if label in told}

    @property
    def types(self) -> frozenset[EntityType]:
        """The types that the model's labels mean; those of the whole map where it does not tell its labels."""
        return frozenset(self._labels.values()) - self._passed

    def pass_over(self, types: Iterable[EntityType]) -> None:
        """Leave these types to another model that stands in for this one."""
        self._passed |= frozenset(types)

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files; empty where it is no pipeline of its own."""
        if self._nlp is None or self._nlp.path is None:
            return ""
        total = hashlib.sha256()
        folder = Path(self._nlp.path)
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return total.hexdigest()

    def candidates(self, doc: Doc, text: str) -> list[Candidate]:
        """What the model finds in a text, in text order, offsets on the text.

        Parameters
        ----------
        doc
            The doc at hand, read where the voter has no pipeline of its own.
        text
            Its text.
        """
        read = self._nlp(text) if self._nlp is not None else doc
        found: dict[tuple[int, int, EntityType], float] = {}
        for start, end, label, score in self._spans(read):
            type_ = self._labels.get(label.upper())
            start, end = _trimmed(text, start, end)
            surface = text[start:end]
            if type_ not in self.types or score < self._least or surface.casefold() in _roles():
                continue
            if is_no_name(surface, type_) or is_label(text, start, end):
                continue
            found[start, end, type_] = max(score, found.get((start, end, type_), 0.0))
        return [Candidate(*key, "model", round(score, 3)) for key, score in sorted(found.items())]

    def _spans(self, doc: Doc) -> Iterator[tuple[int, int, str, float]]:
        if self._nlp is not None:
            for span in doc.ents:
                yield span.start_char, span.end_char, span.label_, _UNSCORED
        group = doc.spans.get(self._key)
        groups = [group] if group is not None else []
        if self._nlp is not None:
            groups = list(doc.spans.values())
        for one in groups:
            for span, score in zip(one, _scores(one), strict=True):
                yield span.start_char, span.end_char, span.label_, score


def _scores(group: SpanGroup) -> list[float]:
    scores = group.attrs.get("scores")
    if scores is None or len(scores) != len(group):
        return [_UNSCORED] * len(group)
    return [float(score) for score in scores]


def _types(labels: Mapping[str, str], model: str) -> Iterator[tuple[str, EntityType]]:
    for label, name in sorted(labels.items()):
        try:
            yield label.upper(), EntityType(name)
        except ValueError as error:
            raise ModelError(
                f"the label {label!r} is mapped to {name!r}, allowed are {[t.value for t in EntityType]}",
                where=model or "ner_labels",
                remedy="mend 'ner_labels' in the settings",
            ) from error


def _load(model: str) -> Language:
    try:
        return spacy.load(model, exclude=list(_UNUSED))
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(
            f"the model of names cannot be loaded ({reason})",
            where=model,
            remedy="give --ner-model a folder that spacy.load opens, or the name of an installed model",
        ) from error


def _labels(nlp: Language) -> set[str]:
    return {label.upper() for labels in nlp.pipe_labels.values() for label in labels}


@cache
def _roles() -> frozenset[str]:
    """Words that models label and that name nothing: roles, and cells of no kind."""
    listed = (*forms(PATTERNS / "roles.tsv", "role"), "cell", "cell line", "protein", "gene")
    return frozenset(form.casefold() + plural for form in listed for plural in ("", "s"))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    return start, end
