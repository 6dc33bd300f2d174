"""The house polices itself: what the README promises, what the packages export, what must never be in here."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from typer.testing import CliRunner

import pipeline
from flows.cli import app
from pipeline.core.settings import ROOT


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in sorted(set(re.findall(r"vesiweb ((?:lexicon |gold )?[a-z]+)", readme))):
        told = CliRunner().invoke(app, [*words.split(), "--help"])
        if words.split()[0] in {command.name or command.callback.__name__ for command in app.registered_commands}:  # type: ignore[union-attr]
            assert told.exit_code == 0, words


def test_every_command_teaches_by_example() -> None:
    for command in app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        if name != "settings":
            assert "vesiweb" in CliRunner().invoke(app, [name, "--help"]).output, name


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == pipeline.__version__
    assert f"## {pipeline.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_the_library_exports_is_there() -> None:
    for name in pipeline.__all__:
        assert getattr(pipeline, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pipeline.nothing  # noqa: B018


def test_the_locks_hold_every_package_to_a_version_and_a_checksum() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-lexicon.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, f"{name} names an address"
        entries = [line for line in text.splitlines() if re.match(r"[a-zA-Z]", line)]
        assert entries
        assert all("==" in line for line in entries)
        assert text.count("--hash=sha256:") >= len(entries)
        squatted = re.compile(r"^(en[-_]core[-_]sci|en[-_]core[-_]web)", re.MULTILINE | re.IGNORECASE)
        assert not squatted.search(text)


def test_no_path_of_a_machine_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    for name in listed.stdout.split("\n"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".js", ".html", ".css", ".csv", ".json", ".tsv"}:
            assert not re.search(r"/(?:home|root|work)/[a-z]", path.read_text(encoding="utf-8")), name
