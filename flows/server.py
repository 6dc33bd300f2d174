"""Prefect's server for a schedule: on this machine only, started and ended with the process that serves."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from flows import environment
from pipeline.core.errors import SettingsError

log = logging.getLogger("vesiweb")
HOST = "127.0.0.1"
#: seconds that the server has to answer; a busy machine takes its time
PATIENCE = 180.0


@contextmanager
def server(port: int) -> Iterator[str]:
    """A Prefect server with its scheduler and its pages, for the length of a block.

    Prefect's temporary server, which a single run has, makes no scheduled runs. Where ``PREFECT_API_URL`` is set, that
    server is used and none is started.

    Parameters
    ----------
    port
        Port on the loopback interface; 0 takes a free one.

    Yields
    ------
    str
        The address of its API, which ``PREFECT_API_URL`` is set to as well.

    Raises
    ------
    SettingsError
        The port is taken.
    StoreError
        The server ends or does not answer.
    """
    given = os.environ.get("PREFECT_API_URL")
    if given:
        yield given
        return
    free = str(free_port(port))
    address = f"http://{HOST}:{free}"
    with running(["-m", "prefect", "server", "start", "--host", HOST, "--port", free]) as process:
        wait(process, f"{address}/api/health")
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        log.info("Prefect's pages: %s", address)
        try:
            yield f"{address}/api"
        finally:
            os.environ.pop("PREFECT_API_URL", None)


@contextmanager
def running(arguments: Sequence[str], give: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process for the length of a block, out of reach of a terminal's Ctrl-C: who asks it ends before it.

    Parameters
    ----------
    arguments
        What Python is to run.
    give
        File descriptors that it inherits.
    """
    command = [sys.executable, "-W", "ignore", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=give, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port(port: int) -> int:
    """The port, if it is free, or any free one for 0.

    Raises
    ------
    SettingsError
        It is taken.

    Examples
    --------
    >>> free_port(0) > 1023
    True
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SettingsError(
                f"--port {port} cannot be used ({error.strerror})",
                remedy="another server is there: set PREFECT_API_URL to use it, or choose another port",
            ) from error
        return int(probe.getsockname()[1])


def wait(process: subprocess.Popen[bytes], address: str) -> None:
    """Wait until a server answers.

    Raises
    ------
    StoreError
        It ended, or did not answer in time; a disk without room for its database is told as such.
    """
    end = time.monotonic() + PATIENCE
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end:
            if process.poll() is not None:
                raise environment.not_started(f"it ended with {process.returncode}")
            try:
                if client.get(address).status_code == 200:
                    return
            except httpx.HTTPError:
                pass  # not yet
            time.sleep(0.05)
    raise environment.not_started(f"it did not answer for {PATIENCE:g} s")
