"""Unattended work, for real: kills, two runs at once, a full disk, a schedule; each in processes of its own."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import guard
from pipeline.core.settings import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds left processes below /proc"),
]
CRASH = ROOT / "tests" / "benchmarks" / "crash.py"
LIMIT = 600  # seconds; a machine may be busy
ONE = "Vesicles of young cells\n\nAbstract\n\nExosomes of hESCs carry miR-200a and CD63.\n"
TWO = "Vesicles of stromal cells\n\nAbstract\n\nExosomes of MSCs carry miR-21 and lack calnexin.\n"
#: the command line, with Prefect's server killed as soon as everything is read
SERVER_KILLED = """
import psutil
from flows import cli, duplicates
prints = duplicates.prints
def kill_then_print(*given):
    for child in psutil.Process().children(recursive=True):
        if any("flows.temporary" in word for word in child.cmdline()):
            child.kill()
    return prints(*given)
duplicates.prints = kill_then_print
cli.main()
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE)
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `vesiweb` commands, and sees at the end that nothing of them is left."""
    mark = f"{guard.TOKEN}_TEST"
    begun: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | Path) -> subprocess.Popen[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        env |= {"PYTHONPATH": str(ROOT), mark: str(tmp_path)}
        command = [sys.executable, "-W", "ignore", "-m", "flows.cli", *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    wanted = f"{mark}={tmp_path}".encode()
    end = time.monotonic() + 60
    while (left := _carrying(wanted)) and time.monotonic() < end:
        time.sleep(0.2)
    assert left == []


def _carrying(mark: bytes) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _until(what: Callable[[], Any], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + LIMIT
    while not what():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def _runs(outputs: Path) -> list[dict[str, Any]]:
    found = [json.loads(path.read_text()) for path in outputs.glob("runs/*/run.json")]
    return sorted(found, key=lambda told: int(told["number"]))


def test_killed_runs_end_as_if_nothing_had_happened() -> None:
    crash = runpy.run_path(str(CRASH))["crash"]
    outcomes = crash(3, ["corpus/sample"], 2, 5)
    assert all(outcome.same for outcome in outcomes), outcomes
    assert all(outcome.left == () for outcome in outcomes), outcomes


def test_of_two_runs_at_once_one_waits_and_one_that_may_not_is_told(library: Path, start: Start) -> None:
    outputs = library.parent / "outputs"
    first = start("mine", library, "-o", outputs)
    _until((outputs / ".lock").exists, first)
    hasty, patient = start("mine", library, "-o", outputs, "--wait", "0"), start("mine", library, "-o", outputs, "-q")
    told = hasty.communicate(timeout=LIMIT)[0]
    assert hasty.returncode == 1, told
    assert f"another run is at work there (process {first.pid}" in told
    assert "Remedy" in told
    assert first.wait(LIMIT) == 0
    line = patient.communicate(timeout=LIMIT)[0]
    assert patient.returncode == 0, line
    assert "vesiweb: 1 read (0 now), 0 failed" in line.splitlines()[-1]
    assert [told["summary"]["read_now"] for told in _runs(outputs)] == [1, 0]


def test_a_run_that_is_stopped_by_hand_says_what_to_do(library: Path, start: Start) -> None:
    outputs = library.parent / "outputs"
    process = start("mine", library, "-o", outputs)
    _until((outputs / ".lock").exists, process)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=LIMIT)[0]
    assert process.returncode == 130, told
    assert "stopped; what was read is in the store, run again to go on" in told
    assert "Traceback" not in told


def test_a_full_disk_is_told_at_once(
    library: Path, start: Start, small_disk: tuple[Path, Callable[[int], None]], tmp_path: Path
) -> None:
    (disk, fill), settings = small_disk, tmp_path / "vesiweb.toml"
    fill(4_000_000)
    for least, word in ((11, "3 MB are free, at least 11 MB"), (0, "3 MB are free, and Prefect's server needs 20 MB")):
        settings.write_text(f"[run]\nmin_free_megabytes = {least}\n")
        process = start("mine", library, "-o", disk / "outputs", "--settings", settings)
        told = process.communicate(timeout=LIMIT)[0]
        assert process.returncode == 1, told
        assert f"the disk is full: {word}" in told
        assert "Traceback" not in told


def test_a_run_whose_server_is_killed_behind_the_reading_is_whole_and_says_so(library: Path, tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {"PYTHONPATH": str(ROOT), "PREFECT_CLIENT_MAX_RETRIES": "0"}
    command = [sys.executable, "-W", "ignore", "-c", SERVER_KILLED, "mine", library, "-o", outputs, "-q"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert "the run is whole, but its end could not be told to Prefect" in done.stderr
    assert (done.returncode, done.stdout.splitlines()[-1][:31]) == (0, "vesiweb: 1 read (1 now), 0 fail"), done.stderr
    assert [told["summary"]["read_now"] for told in _runs(outputs)] == [1]
    assert (outputs / "latest" / "report" / "index.html").is_file()


def test_a_schedule_makes_runs_and_leaves_nothing(library: Path, start: Start) -> None:
    outputs = library.parent / "outputs"
    process = start("schedule", "--every", "8", "--port", "0", "-o", outputs, library)
    _until(lambda: len(_runs(outputs)) >= 1, process)
    (library / "two.txt").write_text(TWO)
    (library / "broken.txt").write_bytes(b"")
    before = len(_runs(outputs))
    _until(lambda: len(_runs(outputs)) >= before + 2, process)
    other = start("schedule", "--every", "8", "--port", "0", "-o", outputs, library)
    assert "another" in other.communicate(timeout=LIMIT)[0]
    assert other.returncode == 1
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=LIMIT)
    told = _runs(outputs)
    assert told[0]["summary"]["read_now"] == 1
    assert sum(run["summary"]["read_now"] for run in told) == 2
    assert (told[-1]["summary"]["read_before"] + told[-1]["summary"]["read_now"], told[-1]["summary"]["failed"]) == (
        2,
        1,
    )
