"""The lock of an outputs folder: one run writes at a time, and a crashed run does not keep it."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.core.errors import StoreError

log = logging.getLogger("vesiweb")
RUN = ".lock"
SERVING = ".serving"
_POLL = 0.25  # seconds between two attempts
_held: dict[Path, int] = {}
_interrupted: set[Path] = set()


@contextmanager
def hold(outputs: Path, wait: float, name: str = RUN) -> Iterator[None]:
    """Hold a lock of an outputs folder; a process that holds it already holds it once more.

    The lock is the kernel's (``flock``): it ends with the process that holds it, however that ends, and no clock
    is asked whether it is stale.

    Parameters
    ----------
    outputs
        The outputs folder; it is made.
    wait
        Seconds to wait for another process; 0 ends at once.
    name
        File of the lock.

    Raises
    ------
    StoreError
        Another process kept the lock for longer, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with hold(Path(folder), 0):
    ...         holder(Path(folder))["pid"] == os.getpid()
    True
    """
    path = outputs.resolve() / name
    if path in _held:
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    descriptor = _open(path)
    try:
        _wait(descriptor, path, wait)
        if _told(path):  # who gives it back takes its name out
            _interrupted.add(path)
        _tell(descriptor)
        _held[path] = 1
        try:
            yield
        finally:
            del _held[path]
            _interrupted.discard(path)
            _tell(descriptor, {})
    finally:
        os.close(descriptor)


def interrupted(outputs: Path, name: str = RUN) -> bool:
    """Whether the last process that held the lock, which this one holds now, ended without giving it back.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, hold(Path(folder), 0):
    ...     interrupted(Path(folder))
    False
    """
    return outputs.resolve() / name in _interrupted


def holder(outputs: Path, name: str = RUN) -> dict[str, Any] | None:
    """Who holds the lock now: its process and since when; ``None`` where nobody does."""
    path = outputs.resolve() / name
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        if path not in _held and _taken(descriptor):
            return None
        return _told(path)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise StoreError(
            f"the outputs folder cannot be written ({error.strerror})",
            where=str(path.parent),
            remedy="give a folder that you may write to with --outputs",
        ) from error


def _taken(descriptor: int) -> bool:
    """Whether the lock could be taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(descriptor: int, path: Path, wait: float) -> None:
    end = time.monotonic() + wait
    told = False
    while not _taken(descriptor):
        who = _told(path)
        by = f"process {who.get('pid', 'unknown')}, since {who.get('since', 'unknown')}"
        if time.monotonic() >= end:
            raise StoreError(
                f"another run is at work there ({by})" + (f" and was waited for {wait:g} s" if wait else ""),
                where=str(path.parent),
                remedy="wait until it ends, let this one wait longer with --wait, or choose another --outputs",
            )
        if not told:
            log.info("another run is at work in %s (%s): waiting for its end, at most %g s", path.parent, by, wait)
            told = True
        time.sleep(_POLL)


def _tell(descriptor: int, told: dict[str, Any] | None = None) -> None:
    """Write who holds the lock; it holds without that, too, so that a full disk is told where it matters."""
    if told is None:
        told = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(told).encode(), 0)
    except OSError as error:
        log.debug("the lock does not say who holds it: %s", error)


def _told(path: Path) -> dict[str, Any]:
    """What the holder wrote; empty in the moment before it wrote."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
