"""The guard of a run's processes: when the run is gone, however it went, what it had started is ended too."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

#: every process that a run starts carries this in its environment, and its own run's token as the value
TOKEN = "VESIWEB_GUARD"
_PROC = Path("/proc")
_guards: list[subprocess.Popen[bytes]] = []


def start() -> bool:
    """Start a guard of this process, once; gives whether there is one (it needs ``/proc``).

    Prefect's temporary server and the workers would outlive a run that is killed. The guard waits for the end of a
    pipe that only this process holds, then kills what carries this process's token.

    Examples
    --------
    >>> start() == _PROC.joinpath("self", "environ").exists()
    True
    """
    if _guards:
        return True
    if not (_PROC / "self" / "environ").exists():
        return False
    token = secrets.token_hex(16)
    plain = {name: value for name, value in os.environ.items() if name != TOKEN}
    command = [sys.executable, "-I", "-S", str(Path(__file__).resolve()), token]
    _guards.append(
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=plain,
            start_new_session=True,
        )
    )
    os.environ[TOKEN] = token
    return True


def carriers(token: str) -> list[int]:
    """Processes that were started with this token in their environment."""
    mark = f"{TOKEN}={token}".encode()
    found = []
    for folder in _PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:  # it has ended, or is another user's
            continue
    return sorted(found)


def end(token: str) -> list[int]:
    """Kill what carries the token."""
    found = [process for process in carriers(token) if process != os.getpid()]
    for process in found:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return found


if __name__ == "__main__":
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)
    sys.stdin.buffer.read()  # until the run is gone
    while end(sys.argv[1]):
        pass
