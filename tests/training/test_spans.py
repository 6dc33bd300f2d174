"""What each corpus teaches: the maps, the words that are dropped, the parts that are left out."""

from __future__ import annotations

import re

import pytest
import spacy
from corpora import Labelled, pieces, read, read_for_training, sentence_keys
from spans import MAPS, development, make_doc, relabel

from pipeline.annotate.fields import GOLD

ENTRY = {corpus["name"]: corpus for corpus in MAPS["corpus"]}
#: corpora whose licence is unstated or forbids commercial use: measured on at most
CLOSED = {"scai_mirna", "stemcell_manual", "stemcell_silver", "pathner", "agac", "biored", "ppi_bioinfer"}


def test_the_maps_name_only_labels_of_annotated_heads_and_give_a_reason() -> None:
    head_of = {label: head for head, labels in MAPS["heads"].items() for label in labels}
    for corpus in MAPS["corpus"]:
        annotated = set(corpus["whole"]) | set(corpus.get("partial", ()))
        assert annotated <= set(MAPS["heads"]), corpus["name"]
        targets = {label for labels in corpus["map"].values() for label in labels} - {"-"}
        assert {head_of[label] for label in targets} <= annotated, corpus["name"]
        assert not set(corpus["whole"]) & set(corpus.get("partial", ())), corpus["name"]
        assert len(corpus["reason"]) > 20


def test_no_corpus_of_a_closed_licence_is_trained_on() -> None:
    assert not CLOSED & set(ENTRY)


@pytest.mark.parametrize("name", ["miR-21", "hsa-miR-423-3p", "microRNA-155", "let-7b", "pre-miR-17", "miRNA-126"])
def test_microrna_names_become_mirna_whatever_the_corpus_says(name: str) -> None:
    doc = Labelled("1", f"{name} rose", ((0, len(name), "Gene"),))
    assert relabel(doc, ENTRY["nlmgene"]) == [(0, len(name), "MIRNA")]
    assert relabel(doc, ENTRY["gnormplus"]) == []  # that head is not annotated there, and a MARKER it is not


@pytest.mark.parametrize("name", ["MIR", "Mirk", "IRS3", "letrozole"])
def test_look_alikes_are_no_micrornas(name: str) -> None:
    assert not re.search(MAPS["microrna"], name, re.IGNORECASE)


@pytest.mark.parametrize(
    ("label", "dropped", "kept"),
    [
        (
            "CELL_TYPE",
            ["cells", "cell lines", "cultured cells", "human cells"],
            ["stem cells", "T cells", "HeLa cells"],
        ),
        (
            "MARKER",
            ["cytokines", "growth factors", "protein", "mRNA"],
            ["VEGF", "protein kinase C", "TGF-beta receptor"],
        ),
        ("PATHWAY", ["signaling pathways", "metabolic pathways"], ["Wnt signaling", "PI3K/Akt pathway"]),
    ],
)
def test_kinds_without_a_name_are_dropped(label: str, dropped: list[str], kept: list[str]) -> None:
    rule = re.compile(MAPS["drop"][label], re.IGNORECASE)
    assert all(rule.search(name) for name in dropped)
    assert not any(rule.search(name) for name in kept)


def test_a_disease_is_evidence_against_a_marker_unless_it_is_a_gene_elsewhere() -> None:
    doc = Labelled("1", "asthma or cystic", ((0, 6, "Disease"), (10, 16, "Disease")))
    entry = ENTRY["conll_ncbi_disease"]
    assert (0, 6, "-") in relabel(doc, entry)
    assert (10, 16, "-") not in relabel(doc, entry, frozenset({"cystic"}))


def test_of_overlapping_spans_of_a_head_the_longest_stays_and_heads_do_not_hinder_each_other() -> None:
    nlp = spacy.blank("en")
    entry = {"whole": ["MARKER", "PATHWAY"], "map": {}}
    doc = make_doc(nlp, "Wnt Fz axis now", [(0, 3, "MARKER"), (0, 11, "PATHWAY"), (0, 6, "MARKER")], entry)
    assert {(span.text, span.label_) for span in doc.spans[GOLD]} == {("Wnt Fz", "MARKER"), ("Wnt Fz axis", "PATHWAY")}
    assert doc.spans[GOLD].attrs == {"whole": ["MARKER", "PATHWAY"], "partial": []}


def test_pieces_add_up_to_the_text_and_keep_their_spans() -> None:
    text = "".join(f"line {number:03d} of the text\n" for number in range(300))
    spans = tuple((match.start(), match.end(), "X") for match in re.finditer(r"\d{3}", text))
    parts = list(pieces(Labelled("1", text, spans)))
    assert len(parts) > 1
    assert "".join(part.text for part in parts) == text
    numbers = [part.text[a:b] for part in parts for a, b, _ in part.spans]
    assert numbers == [text[a:b] for a, b, _ in spans]


@pytest.mark.usefixtures("shared")
def test_training_text_repeats_no_sentence_of_a_test_set() -> None:
    tests = {key for name in ("jnlpba", "bc2gm") for doc in read(name, "test") for key in sentence_keys(doc.text)}
    kept = read_for_training("bc2gm", "train")
    assert len(kept) > 12_000
    assert not any(sentence_keys(doc.text) & tests for doc in kept)


@pytest.mark.usefixtures("shared")
def test_the_development_set_is_halved_and_its_spans_lie_in_its_texts() -> None:
    train, dev = development("train"), development("dev")
    assert not {doc.id for doc in train} & {doc.id for doc in dev}
    assert (len(train), len(dev)) == (85, 45)
    for doc in train + dev:
        assert all(doc.text[a:b] == doc.text[a:b].strip() != "" for a, b, _ in doc.spans)
