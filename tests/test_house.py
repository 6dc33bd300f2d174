"""The house polices itself: what the README promises, what the packages export, what must never be in here."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import pipeline
from flows.cli import app
from pipeline.core.settings import ROOT


def _commands() -> dict[str, set[str]]:
    """Every command, and what stands below it where it is a group."""
    found: dict[str, set[str]] = {}
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        found[name] = set(getattr(command, "commands", ()))
    return found


def test_the_readme_and_the_documents_name_commands_that_exist() -> None:
    commands = _commands()
    named = set()
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"(?:`|bin/|^    )vesiweb ([a-z]+)(?: ([a-z]+))?", text, re.MULTILINE))
    assert {"mine", "explain", "gold"} <= {first for first, _ in named}
    for first, second in sorted(named):
        assert first in commands, first
        assert not commands[first] or second in commands[first], (first, second)


def test_every_command_teaches_by_example() -> None:
    for name, below in _commands().items():
        for words in [[name, one] for one in sorted(below)] or [[name]]:
            told = CliRunner().invoke(app, [*words, "--help"])
            assert told.exit_code == 0, words
            if words not in (["settings"], ["lexicon", "build"]):
                assert f"vesiweb {' '.join(words)}" in told.output, words


def test_modules_of_the_pipeline_log_as_vesiweb() -> None:
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        loggers = set(re.findall(r"getLogger\(([^)]*)\)", path.read_text(encoding="utf-8")))
        assert loggers <= {'"vesiweb"'}, path


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
