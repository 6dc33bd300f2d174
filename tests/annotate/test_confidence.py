from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate import Annotator
from pipeline.annotate.confidence import MOST, WEIGHT, calibrated, counted
from pipeline.core.errors import PatternError
from pipeline.core.records import Document, EntityType, Passage, PassageKind, Section
from pipeline.core.settings import AnnotateSettings

HEAD = "type\tfound_by\ttrain\ttrain_right\tpublic\tpublic_right\n"


@given(st.sampled_from(sorted(counted())), st.floats(0, 1))
def test_a_confidence_lies_between_the_rules_and_what_was_measured(key: tuple[EntityType, str], rule: float) -> None:
    known = counted()[key]
    shares = [
        good / found for found, good in ((known.train, known.train_right), (known.public, known.public_right)) if found
    ]
    assert (
        min(rule, *shares) - 0.001 <= calibrated(key[0], tuple(key[1].split("+")), rule) <= max(rule, *shares) + 0.001
    )


def test_the_mean_counts_each_source_alike_however_many_mentions_it_has(tmp_path: Path) -> None:
    path = tmp_path / "confidence.tsv"
    path.write_text(HEAD + "MARKER\tlexicon\t400\t400\t4000\t2000\n", encoding="utf-8")
    assert calibrated(EntityType.MARKER, ("lexicon",), 0.6, path) == pytest.approx((1 + 0.5 + 0.6) / 3, abs=0.001)
    few = tmp_path / "few.tsv"
    few.write_text(HEAD + "MARKER\tlexicon\t0\t0\t10\t0\n", encoding="utf-8")
    assert calibrated(EntityType.MARKER, ("lexicon",), 0.9, few) == pytest.approx(
        WEIGHT * 0.9 / (WEIGHT + 10), abs=0.001
    )


def test_finders_that_were_not_measured_keep_what_their_rules_say() -> None:
    assert calibrated(EntityType.PATHWAY, ("nobody",), 0.71) == 0.71
    assert calibrated(EntityType.PATHWAY, ("nobody",), 1.0) == MOST


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("MARKER\tlexicon\t3\t4\t0\t0\n", "more right than found"),
        ("GENE\tlexicon\t3\t3\t0\t0\n", "GENE"),
        ("MARKER\tlexicon\t3\n", "cannot be read"),
        ("MARKER\tlexicon\ta\tb\t0\t0\n", "cannot be read"),
    ],
)
def test_a_damaged_table_is_told(tmp_path: Path, rows: str, words: str) -> None:
    path = tmp_path / "table.tsv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(PatternError, match=words):
        counted(path)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="cannot be read"):
        counted(tmp_path / "none.tsv")


def test_mentions_carry_it_where_the_recogniser_voted_and_the_rules_own_elsewhere() -> None:
    text = "Vesicles of mesenchymal stem cells carried CD63."
    document = Document(
        "d1", "a", "txt", "0" * 64, text, passages=(Passage(0, Section.BODY, PassageKind.PARAGRAPH, 0, len(text)),)
    )
    voted = {m.surface: m for m in Annotator.load(AnnotateSettings()).annotate(document).mentions}
    alone = {m.surface: m for m in Annotator.load(AnnotateSettings(trained=False)).annotate(document).mentions}
    for surface, mention in voted.items():
        assert mention.confidence != alone[surface].confidence
    assert alone["CD63"].confidence == 0.9
