"""Provenance: digests follow content, not order or place."""

from __future__ import annotations

from pathlib import Path

from pipeline.core import provenance
from pipeline.core.settings import Settings


def test_a_digest_follows_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_text("1")
    two.write_text("2")
    first = provenance.sha256_of_files([one, two], tmp_path)
    assert provenance.sha256_of_files([two, one], tmp_path) == first
    two.rename(tmp_path / "c")
    assert provenance.sha256_of_files([one, tmp_path / "c"], tmp_path) != first
    two.write_text("3")
    assert provenance.sha256_of_files([one, two], tmp_path) != first


def test_the_extractor_digest_follows_settings_and_model(tmp_path: Path) -> None:
    plain = provenance.extractor_digest(Settings())
    assert provenance.extractor_digest(Settings.load(None, run={"workers": 5})) == plain
    assert provenance.extractor_digest(Settings.load(None, annotate={"min_confidence": 0.4})) != plain
    (tmp_path / "meta.json").write_text("{}")
    other = provenance.extractor_digest(Settings.load(None, annotate={"model": str(tmp_path)}))
    assert other != plain


def test_the_data_digest_sees_rules_and_lexicon_only(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "a.tsv").write_text("x")
    first = provenance.data_digest(tmp_path)
    provenance.data_digest.cache_clear()
    (tmp_path / "README.md").write_text("y")
    assert provenance.data_digest(tmp_path) == first
    provenance.data_digest.cache_clear()
    (tmp_path / "patterns" / "a.tsv").write_text("z")
    assert provenance.data_digest(tmp_path) != first


def test_versions_name_what_is_installed() -> None:
    found = provenance.versions()
    assert found["spacy"][0].isdigit()
    assert "not installed" not in found.values()
