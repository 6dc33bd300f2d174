"""A user's own model of names: joins or replaces the finders, with a label map; errors tell what to mend."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import spacy
from spacy.pipeline import EntityRuler
from spacy.tokens import Span, SpanGroup

from pipeline.annotate import Annotator
from pipeline.annotate.voter import Voter
from pipeline.core.errors import ModelError
from pipeline.core.records import Document, EntityType, Passage, PassageKind, Section
from pipeline.core.settings import AnnotateSettings

CELL, MARKER = EntityType.CELL_TYPE, EntityType.MARKER
TEXT = "Frobulin and CD63 were on vesicles of quuxocytes and MSCs; the receptor bound DNA."
PATTERNS = [
    ("PROTEIN", "Frobulin"),
    ("PROTEIN", "CD63"),
    ("PROTEIN", "receptor"),
    ("CELL_TYPE", "vesicles of quuxocytes"),
    ("CELL_LINE", "(MSCs"),
    ("DNA", "DNA"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with the labels of scispaCy's ``en_ner_jnlpba_md``."""
    nlp = spacy.blank("en")
    ruler = cast(EntityRuler, nlp.add_pipe("entity_ruler"))
    ruler.add_patterns([{"label": label, "pattern": pattern} for label, pattern in PATTERNS])
    folder = tmp_path_factory.mktemp("model") / "en_ner_made"
    nlp.to_disk(folder)
    return folder


def read(text: str, **settings: object) -> dict[str, tuple[EntityType, tuple[str, ...], float]]:
    passage = Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(text))
    document = Document("d1", "made.txt", "txt", "0" * 64, text, passages=(passage,))
    chosen = AnnotateSettings.model_validate({"trained": False, **settings})  # so that one model alone votes
    annotation = Annotator.load(chosen).annotate(document)
    return {m.surface: (m.type, m.found_by, m.confidence) for m in annotation.mentions}


def test_a_model_joins_and_its_vote_is_told(model: Path) -> None:
    alone, joined = read(TEXT), read(TEXT, ner_model=model)
    assert alone.keys() < joined.keys()
    assert joined["Frobulin"][:2] == (MARKER, ("model",))
    assert joined["CD63"][1] == ("lexicon", "model")
    assert joined["CD63"][2] > alone["CD63"][2]
    assert "receptor" not in joined  # a role, no name
    assert "DNA" not in joined  # a label that the map does not name
    assert joined["MSCs"] == alone["MSCs"]


def test_where_a_model_joins_the_other_finders_boundaries_stand(model: Path) -> None:
    assert "quuxocytes" in read(TEXT)
    assert "vesicles of quuxocytes" not in read(TEXT, ner_model=model)


def test_a_model_replaces_the_types_that_its_map_reaches(model: Path) -> None:
    replaced = read(TEXT + " They hold miR-21.", ner_model=model, ner_mode="replace", ner_labels={"protein": "MARKER"})
    assert {name for name, found in replaced.items() if found[0] is MARKER} == {"Frobulin", "CD63"}
    assert replaced["CD63"][1] == ("model",)
    assert replaced["MSCs"][0] is CELL
    assert "miR-21" in replaced


def test_the_digest_tells_models_apart(model: Path) -> None:
    plain = Annotator.load(AnnotateSettings()).digest
    assert Annotator.load(AnnotateSettings(ner_model=model)).digest not in ("", plain)


def test_settings_with_a_label_map_can_be_remembered() -> None:
    one, same, other = (AnnotateSettings(ner_labels={"GENE": kind}) for kind in ("MARKER", "MARKER", "PATHWAY"))
    assert hash(one) == hash(same)
    assert len({one, same, other}) == 2


def test_scored_spans_of_the_doc_at_hand_vote_with_their_probability() -> None:
    doc = spacy.blank("en")("a frobulin here and a dross there")
    spans = [Span(doc, 1, 2, "GENE"), Span(doc, 5, 6, "GENE")]
    doc.spans["sc"] = SpanGroup(doc, name="sc", spans=spans, attrs={"scores": [0.87, 0.2]})
    found = Voter("", {"GENE": "MARKER"}, least=0.5).candidates(doc, doc.text)
    assert [(c.start, c.end, c.source, c.confidence) for c in found] == [(2, 10, "model", 0.87)]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"ner_model": "no_such_model_anywhere"}, "cannot be loaded"),
        ({"ner_labels": {"PROTEIN": "GENE"}}, "mapped to 'GENE'"),
        ({"ner_labels": {"TAXON": "MARKER"}}, "none of the model's labels"),
    ],
)
def test_errors_tell_what_to_mend(model: Path, settings: dict[str, object], words: str) -> None:
    with pytest.raises(ModelError, match=words) as error:
        Annotator.load(AnnotateSettings.model_validate({"ner_model": model, **settings}))
    assert error.value.remedy


@pytest.mark.parametrize("surface", ["2.08E−08", "28.506", "2021–2030", "NCT05586061", "s12883-025-04594-7", "1.20E-3"])
def test_figures_and_registered_trials_are_no_names(surface: str) -> None:
    doc = spacy.blank("en")(f"{surface} CD63")
    spans = [doc.char_span(0, len(surface), "MARKER", alignment_mode="expand")]
    spans.append(doc.char_span(len(surface) + 1, len(surface) + 5, "MARKER"))
    doc.spans["sc"] = SpanGroup(doc, name="sc", spans=spans, attrs={"scores": [0.99, 0.99]})
    found = Voter("", {"MARKER": "MARKER"}).candidates(doc, doc.text)
    assert [doc.text[c.start : c.end] for c in found] == ["CD63"]
