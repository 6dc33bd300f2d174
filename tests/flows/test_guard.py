"""The guard: nothing that a killed run started is left, and nothing else is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import guard
from pipeline.core.settings import ROOT

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the guard needs /proc")

RUN = """
import os, subprocess, sys, time
from flows import guard
guard.start(); guard.start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.environ[guard.TOKEN], child.pid, flush=True)
time.sleep(600)
"""


def _until_gone(token: str) -> list[int]:
    end = time.monotonic() + 60
    while (there := guard.carriers(token)) and time.monotonic() < end:
        time.sleep(0.05)
    return there


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_run_started_is_ended(how: signal.Signals) -> None:
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    process = subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        token, child = process.stdout.readline().split()
        while int(child) not in guard.carriers(token):  # for a moment after its start it shows no environment
            assert process.poll() is None
        process.send_signal(how)
        process.wait(60)
        assert _until_gone(token) == []
        assert other.poll() is None
    finally:
        for one in (other, process):
            one.kill()
            one.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_only_carriers_of_the_token_are_ended() -> None:
    carrier, other = (
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env={**os.environ, guard.TOKEN: token})
        for token in ("a" * 32, "a" * 31)
    )
    try:
        while not guard.carriers("a" * 32):
            time.sleep(0.01)
        assert guard.end("a" * 32) == [carrier.pid]
        assert carrier.wait(60) == -signal.SIGKILL
        assert other.poll() is None
    finally:
        for process in (carrier, other):
            process.kill()
            process.wait()
