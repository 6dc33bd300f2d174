"""A folder that cannot be written is refused before anything is done, by every command that writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from flows import asking, scoring
from flows.cli import app
from flows.places import writable
from pipeline.core.errors import SettingsError


def _commands(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """All commands below one, each with the words that call it."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
    for name, one in (below or {}).items():
        yield from _commands(one, *path, name)


WRITERS = [path for path, one in _commands(typer.main.get_command(app)) if any(p.name == "out" for p in one.params)]


def test_these_commands_write_where_they_are_told() -> None:
    named = {" ".join(path) for path in WRITERS}
    assert named >= {"annotate", "evaluate", "reconcile", "report", "gold new", "gold import", "gold attach"}


@pytest.mark.parametrize("path", WRITERS, ids=" ".join)
def test_each_refuses_a_file_in_the_way_before_it_looks_at_anything_else(path: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    told = CliRunner().invoke(app, [*path, "--out", str(tmp_path / "taken" / "below")])
    assert isinstance(told.exception, SettingsError), told.output
    assert str(tmp_path / "taken") in told.exception.where
    assert told.exception.remedy
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("path", [("report",), ("reconcile",), ("gold", "adjudicate")], ids=" ".join)
def test_so_is_the_folder_that_is_written_to_without_an_option(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Path("/proc/self")  # a folder in which nobody can make a file
    for module in (asking, scoring):
        monkeypatch.setattr(module, "find_run", lambda *_: there)
    (tmp_path / "queue.csv").write_text("")
    words = (str(tmp_path / "queue.csv"), "--author", "A", "--date", "2026-01-01", "--manifest", str(there))
    told = CliRunner().invoke(app, [*path, *(words if path[0] == "gold" else ())])
    assert isinstance(told.exception, SettingsError), told.output
    assert str(there) in told.exception.where


def test_a_folder_that_can_be_made_is_taken_and_not_made_yet(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "a" / "b"):
        assert writable(folder) == folder
    assert not list(tmp_path.iterdir())


def test_a_link_to_nothing_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(SettingsError, match="nothing can be written"):
        writable(tmp_path / "link" / "below")


def test_a_read_only_file_system_is_found_out() -> None:
    with pytest.raises(SettingsError, match="nothing can be written") as caught:
        writable(Path("/proc/vesiweb"))
    assert "/proc" in caught.value.where
