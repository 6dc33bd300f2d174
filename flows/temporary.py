"""Prefect's temporary server for one run: begun at once, beside what needs none, and waited for when a flow begins."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from flows.server import HOST, running, wait

#: seconds in which what Prefect's client still has to tell must be told at the end of a run
LINGER = 10.0
#: how often its client asks again: a server of this machine that is gone stays so, and five times takes minutes
RETRIES = "2"
#: the server's process: this very code, whatever folder the run is started in
_CHILD = f"""
import sys
sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r})
from flows.temporary import serve
serve(int(sys.argv[1]))
"""


@contextmanager
def temporary() -> Iterator[Callable[[], None]]:
    """Prefect's server for the length of a block; call it before the first import of :mod:`prefect`.

    Prefect would start one by itself when a flow begins, and do nothing meanwhile. Its database is that of
    ``PREFECT_HOME``. Where ``PREFECT_API_URL`` is set, that server is used and none is started.

    Yields
    ------
    callable
        Waits until the server answers; raises a StoreError where it does not.
    """
    if "PREFECT_API_URL" in os.environ:
        yield lambda: None
        return
    with socket.create_server((HOST, 0)) as listener:
        os.environ["PREFECT_API_URL"] = f"http://{HOST}:{listener.getsockname()[1]}/api"
        os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", RETRIES)
        number = listener.fileno()
        with running(["-P", "-c", _CHILD, str(number)], (number,)) as process:
            listener.close()  # only the server has it now: when it ends, whoever asks it is told at once
            address = f"{os.environ['PREFECT_API_URL']}/health"
            try:
                yield partial(_ready, process, address)
            finally:
                _told()
                os.environ.pop("PREFECT_API_URL", None)


def _ready(process: subprocess.Popen[bytes], address: str) -> None:
    wait(process, address)
    from prefect.events.clients import PrefectEventsClient
    from prefect.events.worker import EventsWorker

    # a server on this machine that is gone stays so: to look for it ten times an event would keep a run for minutes
    EventsWorker.set_client_override(PrefectEventsClient, reconnection_attempts=1)


def _told() -> None:
    """Wait until Prefect's client has sent what it knows of the run's tasks: nobody listens afterwards."""
    if "prefect.events.worker" in sys.modules:
        from prefect.events.worker import EventsWorker

        EventsWorker.drain_all(timeout=LINGER)
        EventsWorker.set_client_override(None)


def template() -> Path:
    """Where an installation keeps an empty database of its version of Prefect."""
    return Path(sys.prefix) / "var" / "vesiweb" / f"prefect-{version('prefect')}.db"


def lay(database: Path, kept: Path, make: Callable[[], None]) -> bool:
    """Lay an empty database where there is none: a copy of the one kept, else one that is made and kept.

    Prefect makes its tables by a hundred steps that take as long as all the rest of its start.

    Parameters
    ----------
    database
        Prefect's database.
    kept
        The one to copy; it is no loss if it cannot be written.
    make
        Makes ``database``.

    Returns
    -------
    bool
        Whether there was one to copy.
    """
    beside = database.with_name(f".{database.name}.{os.getpid()}")
    if kept.exists():
        shutil.copyfile(kept, beside)
        if _sound(beside):
            beside.replace(database)
            return True
        beside.unlink()
    make()
    aside = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database)) as made, closing(sqlite3.connect(aside)) as copy:
            made.backup(copy)
        aside.replace(kept)
    except (OSError, sqlite3.Error):
        if aside.exists():
            aside.unlink()
    return False


def _sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as opened:
            return bool(opened.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def serve(descriptor: int) -> None:
    """Answer on a socket that listens already, until the process is ended."""
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.server.database import provide_database_interface

    database = Path(os.environ["PREFECT_HOME"]) / "prefect.db"
    if "PREFECT_API_DATABASE_CONNECTION_URL" not in os.environ and not database.exists():
        lay(database, template(), lambda: asyncio.run(provide_database_interface().create_db()))
    config = uvicorn.Config(create_app(ephemeral=True, final=True), log_level="error", lifespan="on")
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])
