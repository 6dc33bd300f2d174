"""Run folders: names of their own, and `latest` always pointing to a whole run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import runs
from pipeline.core.errors import InputError, StoreError

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def test_two_runs_of_the_same_second_have_their_own_folders(tmp_path: Path) -> None:
    first, second = runs.new_run(tmp_path, "ab" * 8, NOW), runs.new_run(tmp_path, "ab" * 8, NOW)
    assert first.name == "20260301T060000-abababab"
    assert second.name == "20260301T060000-abababab-1"


def test_latest_points_to_the_newest_whole_run(tmp_path: Path) -> None:
    for digest in ("a", "b"):
        run = runs.new_run(tmp_path, digest * 8, NOW)
        runs.write_json(run / "run.json", {"digest": digest})
        runs.point_latest(tmp_path, run)
    assert runs.load_run(runs.find_run(tmp_path)) == {"digest": "b"}
    assert runs.find_run(tmp_path, Path("20260301T060000-aaaaaaaa")).name.endswith("aaaaaaaa")


def test_latest_without_links_is_a_file_that_names_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    run = runs.new_run(tmp_path, "c" * 8, NOW)
    runs.write_json(run / "run.json", {})
    monkeypatch.setattr(Path, "symlink_to", refuse)
    runs.point_latest(tmp_path, run)
    assert (tmp_path / "latest").is_file()
    assert runs.find_run(tmp_path) == run.resolve()


def test_no_run_yet_is_told_with_the_command_to_give(tmp_path: Path) -> None:
    assert runs.newest(tmp_path) is None
    with pytest.raises(InputError, match="vesiweb mine"):
        runs.find_run(tmp_path)


def test_a_damaged_run_is_told(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(StoreError, match=r"run\.json cannot be read"):
        runs.load_run(tmp_path)


def test_outputs_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(StoreError, match="--outputs"):
        runs.new_run(tmp_path, "d" * 8, NOW)


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    whole, killed = runs.new_run(tmp_path, "a" * 8, NOW), runs.new_run(tmp_path, "b" * 8, NOW)
    (killed / "network").mkdir()
    runs.write_json(whole / "run.json", {})
    (tmp_path / "runs" / "notes").mkdir()
    (tmp_path / ".latest.99").symlink_to("runs")
    assert runs.sweep(tmp_path) == [killed, tmp_path / ".latest.99"]
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {whole.name, "notes"}
    assert runs.sweep(tmp_path / "nowhere") == []


def test_history_goes_by_number_since_clocks_jump(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for number, year in ((1, 2031), (2, 2026)):
        run = runs.new_run(tmp_path, "a" * 8, NOW.replace(year=year))
        runs.write_json(run / "run.json", {"number": number})
    (runs.new_run(tmp_path, "c" * 8, NOW) / "run.json").write_text("{")
    assert [told["number"] for _, told in runs.history(tmp_path)] == [2, 1]
    assert "run.json cannot be read" in caplog.text
