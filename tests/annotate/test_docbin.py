"""DocBin: a round trip that loses nothing, tokens cut at names, and foreign files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from pipeline.annotate import docbin
from pipeline.core.errors import AnnotateError
from pipeline.core.records import Annotation, Document, EntityType, Mention, Reading, Relation, RelationType

BLANK = spacy.blank("en").make_doc


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(st.text("abc XY-αβ,\n\t.𝛼", min_size=1, max_size=40).filter(str.strip))
    mentions = []
    for _ in range(draw(st.integers(0, 6))):
        places = [n for n, c in enumerate(text) if not c.isspace()]
        start = draw(st.sampled_from(places))
        end = draw(st.sampled_from([n for n in places if n >= start])) + 1
        kind = draw(st.sampled_from(EntityType))
        concept = draw(st.none() | st.just("CL:0000134"))
        mentions.append(
            Mention(
                "d1", kind, start, end, text[start:end], concept, found_by=("lexicon",), negated=draw(st.booleans())
            )
        )
    relations = ()
    if mentions:
        relations = (Relation("d1", RelationType.ACTS_ON, mentions[0].id, mentions[-1].id, "promotes", cited=(3,)),)
    return Reading(
        Document("d1", "a.txt", "txt", "0" * 64, text), Annotation("d1", mentions=tuple(mentions)), relations
    )


@settings(deadline=None, max_examples=60)
@given(readings())
def test_round_trip(reading: Reading) -> None:
    doc = docbin.to_doc(reading, BLANK)
    assert doc.text == reading.document.text
    spans = [(s.start_char, s.end_char, s.label_, s.kb_id_ or None) for s in doc.spans[docbin.GROUP]]
    assert spans == [(m.start, m.end, m.type.value, m.concept) for m in reading.annotation.mentions]
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(doc.vocab)
    assert docbin.from_doc(back) == reading


def test_files_are_in_the_order_of_sources_and_the_same_bytes(tmp_path: Path) -> None:
    mention = Mention("d1", EntityType.CELL_TYPE, 0, 4, "hESC")
    one = Reading(Document("d1", "b.txt", "txt", "1", "hESC-Exos act"), Annotation("d1", mentions=(mention,)))
    two = replace(one, document=replace(one.document, id="d2", source="a.txt"), annotation=Annotation("d2"))
    docbin.write([one, two], tmp_path / "x.spacy")
    docbin.write([two, one], tmp_path / "y.spacy")
    assert docbin.read(tmp_path / "x.spacy") == [two, one]
    assert docbin.read(tmp_path / "y.spacy") == [two, one]


def test_foreign_files_are_read_by_their_spans_or_entities(tmp_path: Path) -> None:
    doc = BLANK("CD63 marks vesicles")
    doc.ents = [doc.char_span(0, 4, label="MARKER", kb_id="HGNC:1692")]
    DocBin(docs=[doc]).to_disk(tmp_path / "f.spacy")
    (reading,) = docbin.read(tmp_path / "f.spacy")
    (mention,) = reading.annotation.mentions
    assert (mention.surface, mention.type, mention.concept) == ("CD63", EntityType.MARKER, "HGNC:1692")
    doc.ents = [doc.char_span(0, 4, label="GENE")]
    DocBin(docs=[doc]).to_disk(tmp_path / "f.spacy")
    with pytest.raises(AnnotateError, match="'GENE' is no type"):
        docbin.read(tmp_path / "f.spacy")


def test_damage_is_named(tmp_path: Path) -> None:
    (tmp_path / "f.spacy").write_bytes(b"nothing of the kind")
    with pytest.raises(AnnotateError, match="no DocBin"):
        docbin.read(tmp_path / "f.spacy")
    outside = Mention("d1", EntityType.CELL_TYPE, 5, 99, "x")
    reading = Reading(Document("d1", "a", "txt", "0", "short"), Annotation("d1", mentions=(outside,)))
    with pytest.raises(AnnotateError, match="no span of the text"):
        docbin.to_doc(reading, BLANK)
