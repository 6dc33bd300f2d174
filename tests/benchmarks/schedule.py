"""Serves a schedule of one run a minute for five runs, while files arrive, are replaced, break and are withdrawn.

    python tests/benchmarks/schedule.py

Each change is made as soon as a run has ended; the next one must count it. At the end the schedule is told to stop, and
nothing of it may be left. How late each run began is told: it must not grow from run to run.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from crash import LIMIT, ROOT, gone

TEXT = "Vesicles of {0} cells\n\nAbstract\n\nExosomes of {0} cells carry miR-{1} and CD63 but lack calnexin.\n"
#: read now, read before, failed: of the five runs
WANTED = [(2, 0, 0), (1, 2, 0), (1, 2, 0), (0, 3, 1), (0, 2, 1)]


def change(library: Path, number: int) -> None:
    """What happens to the library after a run."""
    if number == 1:
        (library / "third.txt").write_text(TEXT.format("endothelial", "126"))
    elif number == 2:
        (library / "first.txt").write_text(TEXT.format("embryonic stem", "302b"))
    elif number == 3:
        (library / "broken.pdf").write_bytes(b"%PDF-1.7\nthis is all that there is of it\n")
    elif number == 4:
        (library / "second.txt").unlink()


def ended(outputs: Path) -> list[dict[str, Any]]:
    """What the runs that have ended tell, oldest first."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in outputs.glob("runs/*/run.json")]
    return sorted(found, key=lambda told: int(told["number"]))


def serve(folder: Path) -> tuple[list[dict[str, Any]], tuple[int, ...], int]:
    """Serve for five runs; gives what they tell, the processes left at the end, and the exit code."""
    library, outputs = folder / "library", folder / "outputs"
    library.mkdir()
    (library / "first.txt").write_text(TEXT.format("embryonic stem", "200a"))
    (library / "second.txt").write_text(TEXT.format("mesenchymal stem", "21"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {"PYTHONPATH": str(ROOT), "VESIWEB_BENCH": str(outputs)}
    command = [sys.executable, "-W", "ignore", "-m", "flows.cli", "schedule", str(library)]
    command += ["--cron", "* * * * *", "--port", "0", "-o", str(outputs)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    end, done = time.monotonic() + LIMIT, 0
    while done < len(WANTED):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            raise SystemExit(f"the schedule ended or hangs after {done} runs:\n{(folder / 'log').read_text()}")
        if len(ended(outputs)) > done:
            done += 1
            change(library, done)
            print(f"run {done} has ended", flush=True)
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    code = process.wait(LIMIT)
    return ended(outputs), gone(outputs), code


def main() -> None:
    """Serve, compare and tell."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as name:
        told, left, code = serve(Path(name))
    counts = [
        (run["summary"]["read_now"], run["summary"]["read_before"], run["summary"]["failed"])
        for run in told[: len(WANTED)]
    ]
    for number, (run, count, wanted) in enumerate(zip(told, counts, WANTED, strict=False), start=1):
        start = datetime.fromisoformat(run["started"])
        took = sum(run["summary"]["seconds"].values())
        failures = [f"{item['source'].rsplit('/', 1)[-1]}: {item['code']}" for item in run["summary"]["failures"]]
        print(f"{number}\tbegan {start:%H:%M:%S}\ttook {took:.1f} s\t{count}\twanted {wanted}\t{failures}")
    right = counts == WANTED
    print(f"counts {'right' if right else 'WRONG'}; processes left {left}; ended with {code}")
    raise SystemExit(0 if right and not left else 1)


if __name__ == "__main__":
    main()
