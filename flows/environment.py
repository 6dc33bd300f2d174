"""How Prefect is set before it is imported: local, silent to the outside, patient at start-up."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import httpx

from pipeline.core.errors import StoreError
from pipeline.core.settings import RunSettings

log = logging.getLogger("vesiweb")
_REMEDY = "give a folder that you may write to with --outputs or in PREFECT_HOME"
_PREFECT_NEEDS = 20  # megabytes for its database
#: what Prefect is told unless the operator has set it: no telemetry, no outside address, a writable home,
#: and time enough to start its temporary server on a busy machine
DEFAULTS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    "PREFECT_CLIENT_METRICS_ENABLED": "false",
}


#: what a served schedule is told beside: its runs have no terminal, so that their log goes to Prefect
SERVING = {
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "vesiweb",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


def prepare(outputs: Path, *, quiet: bool = False, serving: bool = False) -> None:
    """Set Prefect's environment; call before the first import of :mod:`prefect`.

    Parameters
    ----------
    outputs
        The outputs folder; Prefect's database goes to ``outputs/prefect`` unless ``PREFECT_HOME`` is set.
    quiet
        Prefect says nothing of its own: for a command that tells its errors itself.
    serving
        Runs are served on a schedule: their log goes to Prefect.

    Raises
    ------
    StoreError
        Prefect's home cannot be made: without one its server would wait until its time is over.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     prepare(Path(folder))
    >>> os.environ["DO_NOT_TRACK"]
    '1'
    """
    for name, value in (DEFAULTS | (SERVING if serving else {})).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL" if quiet else "WARNING")
    if quiet:  # what its client tried in vain
        os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "CRITICAL")
    home = Path(os.environ.setdefault("PREFECT_HOME", str((outputs / "prefect").resolve())))
    try:
        home.mkdir(parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK)
    except OSError as error:
        raise StoreError(f"the folder cannot be made ({error.strerror})", where=str(home), remedy=_REMEDY) from error
    if not writable:
        raise StoreError("the folder cannot be written", where=str(home), remedy=_REMEDY)


def check_database(wait: float = 15.0) -> None:
    """See that Prefect's database can be used, before its server waits for it in vain.

    A damaged one is set aside: it is no record of ours, every run's is its ``run.json``. On a full disk the server
    would try again and again, with all of a processor, until its time to start is over.

    Parameters
    ----------
    wait
        Seconds to wait for another process that keeps it locked.

    Raises
    ------
    StoreError
        Another process keeps it locked, it cannot be written, or the disk is full.
    """
    path = Path(os.environ["PREFECT_HOME"]) / "prefect.db"
    if "PREFECT_API_URL" in os.environ or "PREFECT_API_DATABASE_CONNECTION_URL" in os.environ:
        return
    if full := _full(path.parent):
        raise full
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=wait, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("SELECT count(*) FROM sqlite_master")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"Prefect's database cannot be used ({error})",
            where=str(path),
            remedy="end the process that keeps it, or delete it: it is no record, run.json is",
        ) from error
    except sqlite3.DatabaseError as error:
        aside = path.with_name(f"{path.name}.damaged")
        path.replace(aside)
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        log.warning("Prefect's database is damaged (%s): set aside as %s", error, aside.name)


def end_quietly() -> None:
    """Let libraries that check at the very end of a process what they did not free keep that to themselves.

    DuckDB's does so where spaCy's models were loaded beside it. Call it early: what is registered first is done last,
    when errors of ours have long been told.

    Examples
    --------
    >>> end_quietly()
    """
    atexit.register(_close_errors)


def _close_errors() -> None:
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def loopback() -> bool:
    """Whether this machine can talk to itself: Prefect's server cannot be reached where it cannot.

    Examples
    --------
    >>> loopback()
    True
    """
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            socket.create_connection(listener.getsockname(), timeout=5),
        ):
            return True
    except OSError as error:
        log.debug("no loopback network: %s", error)
        return False


def enough_space(folder: Path, settings: RunSettings) -> None:
    """Refuse to begin what a full disk would end half done.

    Parameters
    ----------
    folder
        Where something is going to be written; it need not be there yet.
    settings
        How much must be free.

    Raises
    ------
    StoreError
        Less is free than the settings ask for.
    """
    free = _free(folder)
    if free < settings.min_free_megabytes:
        raise StoreError(
            f"the disk is full: {free} MB are free, at least {settings.min_free_megabytes} MB are asked for",
            where=str(folder),
            remedy="free some space (see 'vesiweb prune') or lower run.min_free_megabytes, then run again",
        )


def explained(error: Exception, outputs: Path) -> StoreError | None:
    """What an error of Prefect's own means, where that is known: a full disk, or a server that is gone.

    Examples
    --------
    >>> explained(ValueError("another"), Path(".")) is None
    True
    """
    if full := _full(Path(os.environ.get("PREFECT_HOME", outputs))):
        return full
    if isinstance(error, httpx.HTTPError) or (isinstance(error, RuntimeError) and "reach API" in str(error)):
        return StoreError(
            f"Prefect's server does not answer any more ({type(error).__name__}: {str(error)[:200]})",
            where=os.environ.get("PREFECT_HOME", ""),
            remedy="see what keeps its database or ended it, then run again: what was read is in the store",
        )
    return None


def not_started(how: str) -> StoreError:
    """What is told where Prefect's server does not start.

    Examples
    --------
    >>> print(not_started("it ended with 3").message)
    Prefect's server did not start (it ended with 3)
    """
    home = Path(os.environ.get("PREFECT_HOME", "."))
    return _full(home) or StoreError(
        f"Prefect's server did not start ({how})",
        where=str(home),
        remedy="delete prefect.db there (it is no record), or see what keeps the machine busy, then run again",
    )


def _full(folder: Path) -> StoreError | None:
    """What is told where the disk has no room for Prefect's database."""
    free = _free(folder)
    if free >= _PREFECT_NEEDS:
        return None
    return StoreError(
        f"the disk is full: {free} MB are free, and Prefect's server needs {_PREFECT_NEEDS} MB",
        where=str(folder),
        remedy="free some space (see 'vesiweb prune'), or set PREFECT_HOME to a folder with room, then run again",
    )


def _free(folder: Path) -> int:
    """Megabytes that are free where a folder is or is going to be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free // 1_000_000
