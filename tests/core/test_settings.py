"""Settings: one place for defaults, clear words for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import SettingsError
from pipeline.core.settings import ROOT, Settings


def test_a_file_wins_over_defaults_and_the_command_line_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "vesiweb.toml"
    path.write_text("[run]\nbatch_size = 7\nworkers = 2\n")
    settings = Settings.load(path, run={"workers": 3, "batch_size": None})
    assert (settings.run.batch_size, settings.run.workers) == (7, 3)
    assert Settings.load().run.batch_size == Settings().run.batch_size


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("[run]\nworkers = 0\n", r"run\.workers = 0 is not allowed"),
        ("[run]\nworkerz = 1\n", r"run\.workerz"),
        ("[runn]\n", "runn"),
        ("workers =\n", "no TOML"),
    ],
)
def test_what_is_wrong_is_named_with_a_remedy(tmp_path: Path, content: str, match: str) -> None:
    path = tmp_path / "vesiweb.toml"
    path.write_text(content)
    with pytest.raises(SettingsError, match=match) as caught:
        Settings.load(path)
    assert "vesiweb.toml" in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load(tmp_path / "none.toml")


def test_the_digest_follows_what_is_read_not_how_many_read_it() -> None:
    plain = Settings()
    assert plain.extraction_digest() == Settings.load(None, run={"workers": 8}).extraction_digest()
    other = Settings.load(None, annotate={"min_confidence": 0.5})
    assert plain.extraction_digest() != other.extraction_digest()


def test_every_setting_says_what_it_does() -> None:
    settings = Settings()
    for stage in Settings.model_fields:
        for name, field in type(getattr(settings, stage)).model_fields.items():
            assert field.description, f"{stage}.{name}"


def test_settings_survive_the_way_to_a_flow() -> None:
    settings = Settings.load(None, run={"workers": 2})
    assert Settings.load(None, **settings.model_dump(mode="json")) == settings
    assert settings.annotate.model.is_relative_to(ROOT)
