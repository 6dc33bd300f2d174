"""Runs the reading of one file in a process of its own that can be stopped, with limits on time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.core.errors import IngestError, MemoryLimit, TimeLimit
from pipeline.core.settings import ROOT


def run_limited(
    module: str, path: Path, *, seconds: float, megabytes: int, where: str, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The answer of ``python -m module`` to a request for a file.

    The process is fresh (nothing of the caller's memory), gets its request on standard input and answers
    with JSON. It is killed, with all that it started, when its time is up.

    Parameters
    ----------
    module
        Module to run; it sets its own memory limit from the request.
    path
        The file to read.
    seconds, megabytes
        Wall-clock time and address space that it may take.
    where
        Source, for messages.
    more
        What else stands in the request.

    Raises
    ------
    TimeLimit
        It took longer.
    MemoryLimit
        It ran out of memory, or was killed for it.
    IngestError
        It ended without an answer.
    """
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), env.get("PYTHONPATH", ""))))
    env["OPENBLAS_NUM_THREADS"] = "1"
    request = json.dumps({**(more or {}), "path": str(path.resolve()), "megabytes": megabytes})
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        output, complaint = process.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise TimeLimit(
            f"reading took longer than {seconds:g} s",
            where=where,
            remedy="raise ingest.pdf_seconds in the settings file, or split the file",
        ) from error
    except BaseException:
        _stop(process)
        raise
    answer = _answer(output)
    starved = "MemoryError" in complaint or "Cannot allocate memory" in complaint or "cannot allocate" in complaint
    killed = process.returncode in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT)
    if answer.get("error") == "memory" or (not answer and (starved or killed)):
        raise MemoryLimit(
            f"reading took more than {megabytes} MB of memory",
            where=where,
            remedy="raise ingest.pdf_megabytes in the settings file, or split the file",
        )
    if not answer:
        last = complaint.strip().splitlines()[-1:] or ["no message"]
        raise IngestError(
            f"the reading process ended with status {process.returncode} ({last[0][:300]})",
            where=where,
            remedy="try to open and save the file again in a PDF viewer",
        )
    return answer


def _stop(process: subprocess.Popen[str]) -> None:
    """Kill a process and all that it started, and wait for it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _answer(output: str) -> dict[str, Any]:
    """The JSON object that the process printed, empty where it printed none."""
    try:
        value = json.loads(output)
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}
