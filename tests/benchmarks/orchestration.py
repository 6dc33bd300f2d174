"""Measures what orchestration costs: the same job with Prefect's server and tasks, and without them.

    python tests/benchmarks/orchestration.py [--repeats 3] [PATH ...]                  # the sample corpus
    python tests/benchmarks/orchestration.py --abstracts ABSTRACTS.jsonl.gz --many 700

Both are `vesiweb mine` in a process and an outputs folder of its own; without Prefect the steps are called as
plain functions, as on a machine that cannot talk to itself. That process imports Prefect, too, so that its import is
measured by itself and counted as orchestration. The three are done in turn, every other time in the opposite
order, so that what else the machine does meets all alike; the shortest of each counts, since other work only ever adds.

Prefect's database begins empty each time. `--first` has it made from nothing as well, as in the first run of an
installation; else it is copied from the one that the installation keeps.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from crash import ROOT
from scale import library

from flows.temporary import template

SERVED = "from flows import cli; cli.main()"
PLAIN = "from flows import cli, environment; environment.loopback = lambda: False; cli.main()"
IMPORT = "import prefect"
KINDS = {"with Prefect": SERVED, "without": PLAIN, "import of Prefect": IMPORT}


def once(code: str, arguments: list[str], outputs: Path) -> tuple[float, float]:
    """Seconds of the wall clock and of the processor that a piece of code takes, its children included."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {"PYTHONPATH": str(ROOT), "PREFECT_HOME": str(outputs / "prefect"), "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if told.returncode:
        raise SystemExit(f"a run ended with {told.returncode}:\n{told.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure in turn and tell the shortest of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", default=["corpus/sample"])
    parser.add_argument("--abstracts", type=Path)
    parser.add_argument("--many", type=int, default=700)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--first", action="store_true", help="as the first run of an installation")
    chosen = parser.parse_args()
    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        paths = chosen.paths
        if chosen.abstracts:
            library(chosen.abstracts, Path(name) / "library", chosen.many)
            paths = [str(Path(name) / "library")]
        for number in range(chosen.repeats):
            for what, code in list(KINDS.items())[:: -1 if number % 2 else 1]:
                if chosen.first:
                    template().unlink(missing_ok=True)
                outputs = Path(name) / f"{number}-{what.replace(' ', '-')}"
                arguments = [] if code is IMPORT else ["mine", *paths, "-o", str(outputs), "--quiet"]
                wall, used = once(code, arguments, outputs)
                print(f"{number + 1}\t{what}\t{wall:.1f} s\t{used:.1f} s of processor time", flush=True)
                shortest = best.get(what, (wall, used))
                best[what] = (min(wall, shortest[0]), min(used, shortest[1]))
    wall, used = (best["with Prefect"][i] - best["without"][i] + best["import of Prefect"][i] for i in (0, 1))
    print(f"orchestration: {wall:.1f} s, {wall / best['with Prefect'][0]:.1%} of the wall; {used:.1f} s of processor")


if __name__ == "__main__":
    main()
