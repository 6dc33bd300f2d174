"""From a document to an annotation: passages, cells, offsets, definitions, digests, errors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate import Annotator
from pipeline.annotate.nlp import assemble, build_pipeline
from pipeline.core.errors import ModelError
from pipeline.core.records import Cell, Document, EntityType, Passage, PassageKind, Section, Span
from pipeline.core.settings import AnnotateSettings


def document(*parts):
    """A document of (section, kind, text) passages, a line break between them."""
    text, passages = "", []
    for index, (section, kind, words) in enumerate(parts):
        start = len(text)
        text += words
        columns = ()
        if kind in (PassageKind.TABLE_ROW, PassageKind.TABLE_HEAD):
            at, found = start, []
            for column, cell in enumerate(words.split("\t")):
                found.append(Cell(column, Span(at, at + len(cell)), f"head {column}"))
                at += len(cell) + 1
            columns = tuple(found)
        passages.append(Passage(index, section, kind, start, len(text), cells=columns))
        text += "\n"
    return Document("d1", "made.txt", "txt", "0" * 64, text, passages=tuple(passages))


PARAGRAPH = (Section.BODY, PassageKind.PARAGRAPH)


@pytest.fixture(scope="module")
def annotator():
    return Annotator.load(AnnotateSettings())


def surfaces(annotation, kind=None):
    return [m.surface for m in annotation.mentions if kind is None or m.type is kind]


def test_offsets_are_those_of_the_document(annotator):
    doc = document(
        (Section.TITLE, PassageKind.HEADING, "Exosomes of MSCs"), (*PARAGRAPH, "They carry miR-21. CD63 was seen.")
    )
    annotation = annotator.annotate(doc)
    assert surfaces(annotation) == ["MSCs", "miR-21", "CD63"]
    for mention in annotation.mentions:
        assert doc.text[mention.start : mention.end] == mention.surface
        sentence = annotation.sentences[mention.sentence]
        assert sentence.span.contains(mention.span)
        assert sentence.passage == mention.passage
    assert [doc.text[s.start : s.end] for s in annotation.sentences] == [
        "Exosomes of MSCs",
        "They carry miR-21.",
        "CD63 was seen.",
    ]
    for sentence in annotation.sentences:
        tokens = annotation.tokens[sentence.first_token : sentence.last_token]
        assert tokens
        assert all(sentence.start <= token.start < token.end <= sentence.end for token in tokens)


def test_a_microrna_has_the_name_that_papers_give_it(annotator):
    found = annotator.annotate(document((*PARAGRAPH, "MSCs released hsa-miR-21-5p, MIR126 and let-7b.")))
    named = [(m.concept, m.name) for m in found.mentions if m.type is EntityType.MIRNA]
    assert named == [("mirna:mir-21-5p", "miR-21-5p"), ("mirna:mir-126", "miR-126"), ("mirna:let-7b", "let-7b")]


def test_out_of_scope_passages_are_not_mined(annotator):
    doc = document(
        (Section.REFERENCES, PassageKind.REFERENCE, "1. MSCs and CD63."),
        (Section.FRONT_MATTER, PassageKind.OTHER, "Stem Cell Unit, MSC Street"),
        (Section.BACK_MATTER, PassageKind.PARAGRAPH, "We thank the MSC group."),
        (Section.BODY, PassageKind.OTHER, "MSC 1234"),
        (*PARAGRAPH, "MSCs rest."),
    )
    assert surfaces(annotator.annotate(doc)) == ["MSCs"]


def test_sections_can_be_skipped(annotator):
    doc = document((Section.METHODS, PassageKind.PARAGRAPH, "MSCs rest."))
    other = Annotator.load(AnnotateSettings(skip_sections=(Section.METHODS,)))
    assert surfaces(annotator.annotate(doc)) == ["MSCs"]
    assert surfaces(other.annotate(doc)) == []


def test_a_row_is_one_sentence_and_no_mention_crosses_a_cell(annotator):
    doc = document((Section.TABLE, PassageKind.TABLE_ROW, "human\tMSCs\tCD63, CD9\tmiR-21"))
    annotation = annotator.annotate(doc)
    assert surfaces(annotation) == ["MSCs", "CD63", "CD9", "miR-21"]
    (row,) = annotation.sentences
    assert (row.start, row.end) == (0, len(doc.text) - 1)
    assert {m.sentence for m in annotation.mentions} == {row.index}
    assert (row.first_token, row.last_token) == (0, len(annotation.tokens))


def test_an_inherited_cell_is_not_read_twice(annotator):
    doc = document(
        (Section.TABLE, PassageKind.TABLE_ROW, "MSCs\tCD63"), (Section.TABLE, PassageKind.TABLE_ROW, "\tCD9")
    )
    first, second = doc.passages
    inherited = replace(second, cells=(replace(first.cells[0], inherited=True), second.cells[1]))
    annotation = annotator.annotate(replace(doc, passages=(first, inherited)))
    assert surfaces(annotation) == ["MSCs", "CD63", "CD9"]


def test_definitions_hold_in_the_whole_document(annotator):
    doc = document(
        (*PARAGRAPH, "The FLX-Exos were early."),
        (*PARAGRAPH, "Flexor lining fibroblasts (FLX) and adipose tissue (AT) were cut. AT was spun."),
        (Section.ABBREVIATIONS, PassageKind.ABBREVIATION, "CPQ: cardiac progenitor cell"),
        (*PARAGRAPH, "CPQs rest."),
    )
    annotation = annotator.annotate(doc)
    assert "FLX" in surfaces(annotation, EntityType.CELL_TYPE)[:1]
    assert "CPQs" in surfaces(annotation, EntityType.CELL_TYPE)
    assert "AT" not in surfaces(annotation)
    assert [(a.short_text, a.long_text) for a in annotation.abbreviations][-1] == ("CPQ", "cardiac progenitor cell")
    for abbreviation in annotation.abbreviations:
        assert doc.text[abbreviation.short.start : abbreviation.short.end] == abbreviation.short_text
        assert doc.text[abbreviation.long.start : abbreviation.long.end] == abbreviation.long_text


def test_a_short_form_links_by_its_long_form(annotator):
    doc = document((*PARAGRAPH, "Cardiac progenitor cells (CPCs) age. Adult CPCs rest."))
    concepts = {m.surface: m.concept for m in annotator.annotate(doc).mentions}
    assert concepts["CPCs"] == concepts["Cardiac progenitor cells"] is not None


def test_a_mention_may_run_over_a_line_break(annotator):
    doc = document((*PARAGRAPH, "human mesenchymal\nstem cells hold miR-302d-\n3p"))
    assert surfaces(annotator.annotate(doc)) == ["human mesenchymal\nstem cells", "miR-302d-\n3p"]


def test_assertion_and_confidence(annotator):
    doc = document((*PARAGRAPH, "MSC vesicles lacked calnexin. They may act through the Notch pathway."))
    mentions = {m.surface: m for m in annotator.annotate(doc).mentions}
    assert mentions["calnexin"].negated
    assert not mentions["MSC"].negated
    assert mentions["Notch pathway"].speculative
    assert mentions["Notch pathway"].found_by == ("composer", "model")
    sure = Annotator.load(AnnotateSettings(min_confidence=1.0))
    assert sure.annotate(doc).mentions == ()


def test_the_same_document_gives_the_same_annotation(annotator):
    doc = document((*PARAGRAPH, "iPSC-derived MSCs carry miR-200a/b and the PI3K/AKT pathway rests."))
    assert annotator.annotate(doc) == annotator.annotate(doc)
    assert Annotator.load(AnnotateSettings()).digest == annotator.digest
    assert len(annotator.digest) == 64


def test_a_long_passage_is_read_in_stretches(annotator):
    sentence = "Vesicles of MSCs carry miR-21 and CD63. "
    doc = document((*PARAGRAPH, sentence * 800), (*PARAGRAPH, "x" * 12_000 + " MSCs"))
    annotation = annotator.annotate(doc)
    assert surfaces(annotation) == ["MSCs", "miR-21", "CD63"] * 800 + ["MSCs"]
    assert len(annotation.sentences) in (802, 803)


def test_an_empty_document_has_an_empty_annotation(annotator):
    annotation = annotator.annotate(document())
    assert annotation.mentions == annotation.sentences == annotation.tokens == ()
    assert annotator.annotate(document((*PARAGRAPH, " \t "))).mentions == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(alphabet="MSC miR-21a(,.)\n\tαiPS/+", max_size=40), max_size=3))
def test_any_text_keeps_the_invariants(texts):
    doc = document(*((*PARAGRAPH, text) for text in texts))
    annotation = _ANNOTATOR.annotate(doc)
    assert all(doc.text[m.start : m.end] == m.surface for m in annotation.mentions)
    assert [s.index for s in annotation.sentences] == list(range(len(annotation.sentences)))
    assert list(annotation.tokens) == sorted(annotation.tokens, key=lambda token: token.start)


_ANNOTATOR = Annotator.load(AnnotateSettings())


def test_a_missing_model_is_told_with_a_remedy(tmp_path):
    with pytest.raises(ModelError, match=r"pipeline\.annotate\.nlp"):
        Annotator.load(AnnotateSettings(model=tmp_path / "none"))


def test_a_model_without_the_components_is_refused(tmp_path):
    nlp = build_pipeline()
    nlp.remove_pipe("vesiweb_cells")
    nlp.to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match="vesiweb_cells"):
        Annotator.load(AnnotateSettings(model=tmp_path / "model"))


def test_a_changed_model_has_another_digest(annotator, tmp_path):
    folder = assemble(tmp_path / "model")
    assert Annotator.load(AnnotateSettings(model=folder)).digest == annotator.digest
    meta = folder / "meta.json"
    meta.write_text(meta.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert Annotator.load(AnnotateSettings(model=folder)).digest != annotator.digest


def test_a_long_form_lends_its_short_form_a_meaning_and_takes_one_from_it(annotator):
    text = "Frobnicating box-binding antigen 1 (SATB1) rose. Biliary epithelial cells (EpiCs) and EpiCs were kept."
    concepts = {m.surface: (m.concept, m.link_rule) for m in annotator.annotate(document((*PARAGRAPH, text))).mentions}
    assert concepts["EpiCs"] == ("CL:1000488", "long form")
    assert concepts["SATB1"][0] == "HGNC:10541"


def test_conjuncts_share_the_head_that_they_leave_out(annotator):
    text = "Neural and mesenchymal stem cells, and BM-, AT-, and UC-MSCs were thawed."
    concepts = {m.surface: m.concept for m in annotator.annotate(document((*PARAGRAPH, text))).mentions}
    assert (concepts["Neural"], concepts["BM"], concepts["AT"]) == ("CL:0000047", "CL:0002540", "CL:0002570")


def test_cells_made_of_stem_cells_go_by_short_forms_that_mean_other_things_alone(annotator):
    found = surfaces(annotator.annotate(document((*PARAGRAPH, "The iPSC-CM vesicles; the CM was renewed."))))
    assert found == ["iPSC-CM", "iPSC", "CM"]
