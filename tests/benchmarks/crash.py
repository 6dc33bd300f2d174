"""Kills runs at random moments and sees that a plain rerun ends as if nothing had happened.

    python tests/benchmarks/crash.py --kills 60 [--workers 2] [--seed 1] [PATH ...]

Each kill has an outputs folder of its own: `vesiweb mine` is started, killed (SIGKILL) and started again. Every other
moment is drawn evenly from the time that an undisturbed run takes, the rest from the part of it in which the store and
the run are written. Store, network and report must then hold the bytes of the undisturbed run's, and nothing that the
killed run had started may be left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 900  # seconds that a run may take before it counts as hanging


@dataclass(frozen=True)
class Outcome:
    """What became of one kill."""

    after: float  # seconds from the start to the kill
    stage: str  # what the killed run had done by then
    same: bool
    left: tuple[int, ...]  # processes that outlived it


def start(outputs: Path, paths: list[str], settings: Path, workers: int) -> subprocess.Popen[bytes]:
    """`vesiweb mine`, begun."""
    command = [sys.executable, "-W", "ignore", "-m", "flows.cli", "mine", *paths]
    command += ["-o", str(outputs), "--settings", str(settings), "--workers", str(workers)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env["PYTHONPATH"] = str(ROOT)
    env["VESIWEB_BENCH"] = str(outputs)  # by which its processes are known
    outputs.mkdir(parents=True, exist_ok=True)
    with (outputs / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)


def finish(process: subprocess.Popen[bytes], outputs: Path) -> None:
    """Wait for a run that must end well."""
    if process.wait(LIMIT) != 0:
        raise SystemExit(f"a run that was not killed ended with {process.returncode}:\n{(outputs / 'log').read_text()}")


def digests(outputs: Path) -> dict[str, str]:
    """Checksums of the store and of the newest run's network, scores and report."""
    found = {}
    for folder in (outputs / "store", *((outputs / "latest" / part) for part in ("network", "evaluation", "report"))):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                where = f"{folder.name}/{path.relative_to(folder)}"
                found[where] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def left(outputs: Path) -> tuple[int, ...]:
    """Processes of a run that are still there."""
    mark = f"VESIWEB_BENCH={outputs}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return tuple(sorted(found))


def gone(outputs: Path, seconds: float = 30.0) -> tuple[int, ...]:
    """What is left of a run once it had time to end."""
    end = time.monotonic() + seconds
    while (there := left(outputs)) and time.monotonic() < end:
        time.sleep(0.1)
    return there


def stage(outputs: Path) -> str:
    """What a killed run had done."""
    batches = len(list(outputs.glob("store/*/b*")))
    begun = sorted(path.name for path in outputs.glob("runs/*/*"))
    whole = " run.json" if list(outputs.glob("runs/*/run.json")) else ""
    return f"{batches} batches, run folder with {'+'.join(begun) or 'nothing'}{whole}"


def writing(process: subprocess.Popen[bytes], outputs: Path) -> float:
    """Wait until a run begins to write its store; gives the time."""
    while process.poll() is None and not (outputs / "store").exists():
        time.sleep(0.02)
    return time.monotonic()


def kill_once(
    folder: Path, after: float, late: bool, paths: list[str], settings: Path, workers: int, want: dict[str, str]
) -> Outcome:
    """Start, kill ``after`` seconds (from the start, or ``late``: from the first write), start again, compare."""
    begun = time.monotonic()
    process = start(folder, paths, settings, workers)
    if late:
        writing(process, folder)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    after = time.monotonic() - begun
    done, orphans = stage(folder), gone(folder)
    finish(start(folder, paths, settings, workers), folder)
    return Outcome(after, done, digests(folder) == want, orphans)


def crash(kills: int, paths: list[str], workers: int, seed: int, batch: int = 2) -> list[Outcome]:
    """Kill ``kills`` runs; gives what became of each."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "vesiweb.toml"
        settings.write_text(f"[run]\nbatch_size = {batch}\n")
        begun = time.monotonic()
        process = start(folder / "undisturbed", paths, settings, workers)
        wrote = writing(process, folder / "undisturbed")
        finish(process, folder / "undisturbed")
        length, work = time.monotonic() - begun, time.monotonic() - wrote
        want = digests(folder / "undisturbed")
        print(f"undisturbed: {length:.1f} s, of which writing {work:.1f} s; {len(want)} files", flush=True)
        outcomes = []
        for number in range(kills):
            where = folder / f"kill{number}"
            late = number % 2 == 0
            after = draw.uniform(0.0, work) if late else draw.uniform(0.5, length)
            outcome = kill_once(where, after, late, paths, settings, workers, want)
            outcomes.append(outcome)
            word = "same" if outcome.same else "DIFFERENT"
            print(f"{number + 1}\t{outcome.after:.1f} s\t{outcome.stage}\t{word}\tleft {outcome.left}", flush=True)
            shutil.rmtree(where)
    return outcomes


def main() -> None:
    """Kill as many runs as asked for and say how many ended well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", default=["corpus/sample"])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    outcomes = crash(chosen.kills, chosen.paths, chosen.workers, chosen.seed)
    same = sum(outcome.same for outcome in outcomes)
    clean = sum(not outcome.left for outcome in outcomes)
    print(f"{same} of {len(outcomes)} byte-identical after a rerun, {clean} of {len(outcomes)} left no process")
    raise SystemExit(0 if same == clean == len(outcomes) else 1)


if __name__ == "__main__":
    main()
