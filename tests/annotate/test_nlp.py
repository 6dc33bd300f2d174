"""The pipeline as any spaCy program sees it."""

from __future__ import annotations

import subprocess
import sys

import spacy
from spacy.tokens import Doc

from pipeline.annotate.components import COMPONENTS
from pipeline.annotate.nlp import MODEL, assemble


def test_the_committed_model_is_what_the_code_writes(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "README.md").write_bytes((MODEL / "README.md").read_bytes())
    assemble(folder)
    written = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    committed = {path.relative_to(MODEL): path.read_bytes() for path in MODEL.rglob("*") if path.is_file()}
    assert written == committed


def test_spacy_loads_it_without_our_help():
    code = (
        f"import spacy; nlp = spacy.load({str(MODEL)!r}); doc = nlp('iPSC-derived MSCs carry miR-21'); "
        "print([s.text for s in doc.spans['entities']], [e.text for e in doc.ents])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert run.stdout.strip() == ("['iPSC-derived MSCs', 'iPSC', 'MSCs', 'miR-21'] ['iPSC-derived MSCs', 'miR-21']")


def test_the_components_are_these(nlp):
    assert tuple(nlp.pipe_names) == COMPONENTS
    analysis = nlp.analyze_pipes()
    assert analysis["summary"]["vesiweb_entities"]["assigns"] == ["doc.spans", "doc.ents", "doc._.mentions"]
    assert not any(analysis["problems"].values())


def test_spans_follow_the_mentions(nlp):
    doc = nlp("The TLR4/NF-κB pathway acts in MSCs; CD9 too.")
    spans = [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in doc.spans["entities"]]
    assert spans == [(m.start, m.end, m.type.value, m.concept or "") for m in doc._.mentions]
    assert [ent.text for ent in doc.ents] == ["TLR4/NF-κB pathway", "MSCs", "CD9"]


def test_a_glued_name_gets_tokens_of_its_own(nlp):
    doc = nlp("It acts on THBS2via the wall.")
    assert [span.text for span in doc.spans["entities"]] == ["THBS2"]
    assert doc.text == "It acts on THBS2via the wall."


def test_a_glued_name_alone_is_a_sentence(nlp):
    doc = nlp("THBS2via")
    assert [span.text for span in doc.spans["entities"]] == ["THBS2"]
    assert [sentence.text for sentence in doc.sents] == ["THBS2via"]


def test_abbreviations_keep_the_interface_of_scispacy(nlp):
    doc = nlp("Dermal papilla cells (DPCs) grew.")
    assert [(short.text, short._.long_form.text) for short in doc._.abbreviations] == [("DPCs", "Dermal papilla cells")]


def test_sentence_starts_of_the_caller_are_kept(nlp):
    doc = nlp.make_doc("One. Two.")
    for token in doc:
        token.is_sent_start = token.i == 0
    assert len(list(nlp(doc).sents)) == 1


def test_two_docs_do_not_share_what_was_found(nlp):
    first, second = nlp("miR-21"), nlp("miR-155")
    assert [m.concept for m in first._.mentions] == ["mirna:mir-21"]
    assert [m.concept for m in second._.mentions] == ["mirna:mir-155"]


def test_an_empty_doc_passes(nlp):
    assert nlp("")._.mentions == []
    assert isinstance(spacy.blank("en")(""), Doc)
