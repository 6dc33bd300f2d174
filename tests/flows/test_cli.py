"""The command line: what it says and the codes that it ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from pipeline.core.errors import GoldError
from pipeline.core.settings import ROOT, Settings


def _vesiweb(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


def test_help_teaches_by_example(tmp_path: Path) -> None:
    told = _vesiweb("--help", cwd=tmp_path)
    assert told.returncode == 0
    assert "vesiweb mine reviews/" in told.stdout
    assert "Exit codes" in told.stdout
    for command in ("mine", "annotate", "schedule", "settings"):
        assert command in told.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["mine", "--speed"], "--speed"),
        (["mine", "nowhere"], "nowhere"),
        (["mine", "."], "no document that can be read"),
        (["annotate", ".", "--out", "o", "--format", "docx"], "docx"),
        (["mine", ".", "--settings", "none.toml"], "none.toml"),
        (["schedule", ".", "--cron", "every day"], "every day"),
        (["schedule"], "nothing to read"),
        (["mine", "--query", "exosome", "--since", "spring"], "spring"),
        (["mine", ".", "--since", "2024-01-01"], "--query"),
        (["prune", "--outputs", "nowhere"], "nowhere"),
        (["prune", "--keep", "0"], "--keep"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(tmp_path: Path, arguments: list[str], word: str) -> None:
    told = _vesiweb(*arguments, cwd=tmp_path)
    assert told.returncode == 2, told.stderr
    assert word in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["mine", "--gold"],
        ["report", "--gold"],
        ["evaluate"],
        ["evaluate", ".", "--against"],
        ["reconcile", "--manifest"],
        ["gold", "check", "--manifest"],
        ["gold", "attach", "--text"],
        ["gold", "adjudicate"],
    ],
)
def test_a_path_that_is_not_there_ends_with_2_before_anything_is_done(arguments: list[str]) -> None:
    told = CliRunner().invoke(app, [*arguments, "nowhere"])
    assert told.exit_code == 2
    assert "'nowhere' does not" in " ".join(told.output.split())


def test_annotate_writes_offsets_of_the_text_as_it_is(tmp_path: Path) -> None:
    text = "Title of it\r\n\r\n\tExosomes of MSCs carry miR-21 – and miR‑29b.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    told = _vesiweb("annotate", "a.txt", "--format", "brat", "--out", "out", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    lines = [line.split("\t") for line in (tmp_path / "out" / "a.ann").read_text().splitlines() if line[0] == "T"]
    found = set()
    for _, where, surface in lines:
        _, start, end = where.split()
        assert text[int(start) : int(end)] == surface
        found.add(surface)
    assert found == {"MSCs", "miR-21", "miR‑29b"}


def test_annotate_with_nothing_readable_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\xff\xfe\x01" * 99)
    told = _vesiweb("annotate", "a.txt", "--out", "out", cwd=tmp_path)
    assert told.returncode == 1
    assert "a.txt" in told.stderr
    assert "Remedy" in told.stderr


def test_settings_are_listed_with_what_they_do(tmp_path: Path) -> None:
    told = _vesiweb("settings", cwd=tmp_path).stdout
    for stage in Settings.model_fields:
        assert f"{stage}." in told
    assert str(ROOT) not in told


def test_gold_that_cannot_be_read_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vesicles of MSC carry miR-21.\n", encoding="utf-8")
    told = CliRunner().invoke(
        app, ["mine", str(tmp_path / "a.txt"), "--gold", str(tmp_path), "-o", str(tmp_path / "outputs")]
    )
    assert isinstance(told.exception, GoldError)
    assert "manifest.csv" in told.exception.where
    assert not (tmp_path / "outputs").exists()


def test_own_documents_become_gold_that_is_checked_and_scored(tmp_path: Path) -> None:
    run = CliRunner().invoke
    (tmp_path / "a.txt").write_text("Vesicles of MSC carry miR-21.\n", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<article><body>", encoding="utf-8")
    own = tmp_path / "own"
    made = run(app, ["gold", "new", str(tmp_path / "a.txt"), str(tmp_path / "b.xml"), "--out", str(own)])
    assert made.exit_code == 0, made.output
    assert "1 texts put to" in made.output
    assert "b.xml" in made.output
    told = run(app, ["gold", "check", "--manifest", str(own)])
    assert (told.exit_code, "no marks" in told.output) == (0, True)
    (own / "gold" / "documents" / "a.ann").write_text("T1\tCELL_TYPE 12 15\tMSC\nT2\tMIRNA 22 28\tmiR-21\n")
    assert "0 wrong, 0 suspicious" in run(app, ["gold", "check", "--manifest", str(own / "manifest.csv")]).output
    other = tmp_path / "other"
    assert "1 texts put to" in run(app, ["gold", "import", str(own / "gold"), "--out", str(other)]).output
    scores = tmp_path / "scores"
    scored = run(app, ["evaluate", str(own / "gold"), str(other / "gold"), "--resamples", "0", "--out", str(scores)])
    assert scored.exit_code == 0, scored.output
    assert "mentions, strict" in scored.output
    assert ",2,2,2,1.0,1.0,1.0," in (scores / "scores.csv").read_text()
    (own / "gold" / "documents" / "a.ann").write_text("T1\tCELL_TYPE 11 15\tMSC\n")
    wrong = run(app, ["gold", "check", "--manifest", str(own)])
    assert (wrong.exit_code, "a" in wrong.output) == (1, True)
