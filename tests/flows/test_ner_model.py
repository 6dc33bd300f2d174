"""A user's own model of names on the command line: joins, replaces where the settings say so, is part of the digest."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import EntityRuler
from typer.testing import CliRunner

from flows import cli, commands
from pipeline.core.errors import ModelError
from pipeline.core.provenance import extractor_digest
from pipeline.core.settings import Settings

TEXT = "Frobulin and CD63 were on vesicles of quuxose cells, and miR-21 was in them."


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A pipeline with the labels of scispaCy's ``en_ner_jnlpba_md``."""
    nlp = spacy.blank("en")
    ruler = cast(EntityRuler, nlp.add_pipe("entity_ruler"))
    ruler.add_patterns(
        [{"label": "PROTEIN", "pattern": "Frobulin"}, {"label": "CELL_TYPE", "pattern": "quuxose cells"}]
    )
    nlp.to_disk(tmp_path / "en_ner_made")
    return tmp_path / "en_ner_made"


def marked(folder: Path, *options: str) -> set[tuple[str, str]]:
    """Type and words of each mention that ``vesiweb annotate`` writes."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(cli.app, ["annotate", str(folder / "a.txt"), "--out", str(folder / "out"), *options])
    assert told.exit_code == 0, told.output
    lines = (folder / "out" / "a.ann").read_text(encoding="utf-8").splitlines()
    return {(line.split("\t")[1].split()[0], line.split("\t")[2]) for line in lines if line.startswith("T")}


def test_it_joins_what_we_find(tmp_path: Path, model: Path) -> None:
    alone, joined = marked(tmp_path), marked(tmp_path, "--ner-model", str(model))
    assert {("MARKER", "CD63"), ("MIRNA", "miR-21")} <= alone <= joined
    assert {("MARKER", "Frobulin"), ("CELL_TYPE", "quuxose cells")} <= joined


def test_it_replaces_its_types_where_the_settings_say_so(tmp_path: Path, model: Path) -> None:
    settings = tmp_path / "vesiweb.toml"
    settings.write_text('[annotate]\nner_mode = "replace"\n', encoding="utf-8")
    found = marked(tmp_path, "--ner-model", str(model), "--settings", str(settings))
    assert {pair for pair in found if pair[0] != "MIRNA"} == {("MARKER", "Frobulin"), ("CELL_TYPE", "quuxose cells")}
    assert ("MIRNA", "miR-21") in found  # a type that the model does not know


def test_the_label_map_stands_in_the_settings(tmp_path: Path, model: Path) -> None:
    settings = tmp_path / "vesiweb.toml"
    settings.write_text('[annotate]\nner_mode = "replace"\nner_labels = { PROTEIN = "PATHWAY" }\n', encoding="utf-8")
    found = marked(tmp_path, "--ner-model", str(model), "--settings", str(settings))
    assert ("PATHWAY", "Frobulin") in found
    assert ("MARKER", "CD63") in found  # its map reaches no markers


def test_mine_hands_it_on(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Mock(side_effect=ModelError("enough", where="test", remedy="none"))
    monkeypatch.setattr(commands, "mine", run)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    CliRunner().invoke(cli.app, ["mine", str(tmp_path / "a.txt"), "--ner-model", str(model)])
    settings = run.call_args.args[2]
    assert str(settings.annotate.ner_model) == str(model.resolve())


@given(st.from_regex(r"en_[a-z]{1,9}_(?:sm|md)", fullmatch=True))
def test_a_name_that_is_no_folder_is_kept_as_it_is(name: str) -> None:
    assert commands.with_model(Settings(), name).annotate.ner_model == name


def test_documents_are_read_afresh_with_another_model(model: Path) -> None:
    plain = Settings()
    one = commands.with_model(plain, str(model))
    digests = [extractor_digest(settings) for settings in (plain, one, commands.with_model(plain, "en_ner_other"))]
    assert len(set(digests)) == 3
    assert commands.with_model(plain, None) is plain


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    told = CliRunner().invoke(
        cli.app, ["annotate", str(tmp_path / "a.txt"), "--out", str(tmp_path), "--ner-model", "en_none"]
    )
    assert isinstance(told.exception, ModelError)
    assert "--ner-model" in told.exception.remedy
