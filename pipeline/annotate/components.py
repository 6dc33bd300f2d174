"""The components of the pipeline, registered in one place: what each requires and what it assigns.

Their order is that of ``COMPONENTS``. Between them go plain records in ``doc._.candidates``; the last two leave
``doc.spans["entities"]`` (nested), ``doc.ents`` (outermost) and ``doc._.mentions`` (plain records, in the order of the
span group). A caller that knows the whole document sets ``doc._.glossary`` beforehand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.annotate.abbreviations import find_definitions
from pipeline.annotate.assertion import assertion
from pipeline.annotate.candidates import Candidate
from pipeline.annotate.cellcandidates import cell_candidates
from pipeline.annotate.cells import CellComposer
from pipeline.annotate.cellwords import cell_words
from pipeline.annotate.confidence import calibrated
from pipeline.annotate.entities import Linker, resolve
from pipeline.annotate.glossary import Glossary, build_glossary
from pipeline.annotate.markers import find_markers
from pipeline.annotate.mirna import find_mirnas
from pipeline.annotate.pathways import pathway_composer
from pipeline.annotate.pathwaywords import Participant
from pipeline.annotate.sentences import mark_sentences
from pipeline.annotate.species import species
from pipeline.annotate.tokens import source, split_tokens
from pipeline.annotate.voter import Voter
from pipeline.core.records import EntityType
from pipeline.core.settings import ROOT

if TYPE_CHECKING:
    from pipeline.annotate.lexicon import Lexicon, Match

#: the components in their order
COMPONENTS = (
    "vesiweb_sentences",
    "vesiweb_abbreviations",
    "vesiweb_mirna",
    "vesiweb_lexicon",
    "vesiweb_cells",
    "vesiweb_pathways",
    "vesiweb_entities",
    "vesiweb_assertion",
)
#: the key of the nested spans
SPANS = "entities"

#: where a model's voter stands when there is one
VOTER = "vesiweb_model"

#: of one protein, phosphorylated or not: ``p-Akt/Akt`` is a ratio, no pathway
_STATE = re.compile(r"^(?:p|phospho|t|total)[-\u2010-\u2015](?=\w)")
_LISTS = ("candidates", "matches", "weak", "mentions", "abbreviations")
if not Doc.has_extension("replaced"):
    Doc.set_extension("replaced", default=frozenset())
if not Doc.has_extension("measured"):
    Doc.set_extension("measured", default=False)
for _name in (*_LISTS, "glossary"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[] if _name in _LISTS else None)
if not Span.has_extension("long_form"):
    Span.set_extension("long_form", default=None)


@cache
def load_lexicon(folder: Path = ROOT / "models" / "lexicon") -> Lexicon:
    """The lexicon of a folder, read once a process."""
    from pipeline.annotate.lexicon import Lexicon

    return Lexicon.load(folder)


@cache
def load_composer() -> CellComposer:
    """The cell composer over the committed lists and the lexicon's cell lines, made once a process."""
    lexicon = load_lexicon()
    return CellComposer(cell_words(), lambda code: bool(lexicon.lookup(code, EntityType.CELL_TYPE)))


@Language.component("vesiweb_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Mark sentence boundaries, unless the caller has set them."""
    return doc if doc.has_annotation("SENT_START") else mark_sentences(doc)


@Language.component("vesiweb_abbreviations", assigns=["doc._.abbreviations", "doc._.glossary"])
def abbreviations(doc: Doc) -> Doc:
    """Find the abbreviations that the text defines; make the glossary where the caller gave none."""
    definitions = find_definitions(source(doc))
    for definition in definitions:
        short = doc.char_span(definition.short_start, definition.short_end, alignment_mode="expand")
        long = doc.char_span(definition.long_start, definition.long_end, alignment_mode="expand")
        if short is not None and long is not None:
            short._.long_form = long
            doc._.abbreviations = [*doc._.abbreviations, short]
    if doc._.glossary is None:
        doc._.glossary = build_glossary(definitions, load_composer(), load_lexicon())
    return doc


@Language.component("vesiweb_mirna", assigns=["doc._.candidates"])
def mirna(doc: Doc) -> Doc:
    """Propose microRNAs."""
    _propose(doc, [
        Candidate(name.start, name.end, EntityType.MIRNA, "grammar", 0.99, concept=name.concept)
        for name in find_mirnas(source(doc))
    ])  # fmt: skip
    return doc


@Language.component(
    "vesiweb_lexicon", requires=["doc._.glossary"], assigns=["doc._.matches", "doc._.weak", "doc._.candidates"]
)
def lexicon(doc: Doc) -> Doc:
    """Propose markers; leave the lexicon's matches for the components after it."""
    matches: list[Match] = load_lexicon().find(source(doc))
    doc._.matches = matches
    markers, doc._.weak = find_markers(source(doc), matches, _glossary(doc), load_lexicon())
    _propose(doc, markers)
    return doc


@Language.component("vesiweb_cells", requires=["doc._.glossary", "doc._.matches"], assigns=["doc._.candidates"])
def cells(doc: Doc) -> Doc:
    """Propose cells: composed names, and names of the lexicon that hold no composed one."""
    _propose(doc, cell_candidates(source(doc), doc._.matches, _glossary(doc), load_composer()))
    return doc


@Language.factory(
    VOTER,
    default_config={"model": "", "labels": {}, "mode": "join", "key": "sc", "least": 0.0},
    assigns=["doc._.candidates", "doc._.replaced"],
)
class ModelComponent:
    """Propose what a trained model finds; see ``pipeline.annotate.voter``."""

    def __init__(
        self, nlp: Language, name: str, model: str, labels: dict[str, str], mode: str, key: str, least: float
    ) -> None:
        del nlp, name
        self.voter = Voter(model, labels, key, least)
        self._replaced = self.voter.types if mode == "replace" else frozenset()
        self._own = not model

    def __call__(self, doc: Doc) -> Doc:
        """Add the model's candidates; say which types are its alone."""
        text, glossary = source(doc), _glossary(doc)
        voted = self.voter.candidates(doc, text)
        _propose(doc, [c for c in voted if not glossary.denies(c.type, text[c.start : c.end])])
        doc._.replaced = self._replaced
        doc._.measured = self._own  # what another's vote is worth was not measured
        return doc


@Language.component("vesiweb_pathways", requires=["doc._.candidates", "doc._.weak"], assigns=["doc._.candidates"])
def pathways(doc: Doc) -> Doc:
    """Propose pathways and the members of their names that nobody else has proposed."""
    kept = resolve(source(doc), [c for c in _standing(doc) if c.type is not EntityType.PATHWAY])
    found = [Participant(c.start, c.end, c.type) for c, _ in kept if c.type in (EntityType.MARKER, EntityType.MIRNA)]
    # a weak name counts where it is part of a chain
    weak = [Participant(start, end, EntityType.MARKER) for start, end in doc._.weak]
    known = load_lexicon()

    def same(one: str, other: str) -> bool:
        bare = [_STATE.sub("", name) for name in (one, other)]
        concepts = [{entry.concept for entry in known.lookup(name, EntityType.MARKER)} for name in bare]
        return bool(concepts[0] & concepts[1])

    for name in pathway_composer().find(source(doc), found + weak, same):
        members = tuple((member.start, member.end, member.type is not None) for member in name.members)
        proposed = [
            Candidate(
                name.start,
                name.end,
                EntityType.PATHWAY,
                "composer",
                0.95 if name.rule == "head" else 0.85,
                members=members,
            )
        ]
        proposed += [
            Candidate(member.start, member.end, EntityType.MARKER, "composer", 0.85)
            for member in name.members
            if member.type is EntityType.MARKER
        ]
        _propose(doc, proposed)
    return doc


@Language.component(
    "vesiweb_entities", requires=["doc._.candidates"], assigns=["doc.spans", "doc.ents", "doc._.mentions"]
)
def entities(doc: Doc) -> Doc:
    """Resolve and link the candidates; set the spans."""
    text = source(doc)
    kept = resolve(text, _standing(doc))
    linker = Linker(load_lexicon(), _glossary(doc))
    mentions = [linker.found(text, candidate, sources) for candidate, sources in kept]
    if doc._.measured:
        mentions = [replace(m, confidence=calibrated(m.type, m.found_by, m.confidence)) for m in mentions]
    doc._.mentions = mentions
    split_tokens(doc, sorted({offset for mention in mentions for offset in (mention.start, mention.end)}))
    spans = [
        doc.char_span(m.start, m.end, label=m.type.value, kb_id=m.concept or "", alignment_mode="expand")
        for m in mentions
    ]
    doc.spans[SPANS] = [span for span in spans if span is not None]
    doc.ents = filter_spans([span for span in spans if span is not None])
    return doc


@Language.component("vesiweb_assertion", requires=["doc._.mentions", "doc.sents"], assigns=["doc._.mentions"])
def assess(doc: Doc) -> Doc:
    """Say of each mention whether it is negated or speculative, and which species speaks for it."""
    bounds = [(sentence.start_char, sentence.end_char) for sentence in doc.sents] if len(doc) else []
    doc._.mentions = species().told(source(doc), bounds, assertion().assess(source(doc), bounds, doc._.mentions))
    return doc


def _standing(doc: Doc) -> list[Candidate]:
    """The candidates, without those of other finders where a model stands in for them."""
    return [c for c in doc._.candidates if c.type not in doc._.replaced or c.source == "model"]


def _propose(doc: Doc, candidates: list[Candidate]) -> None:
    doc._.candidates = [*doc._.candidates, *candidates]


def _glossary(doc: Doc) -> Glossary:
    glossary: Glossary = doc._.glossary or Glossary()
    return glossary
