"""How Prefect is set before it is imported: local, silent to the outside, patient at start-up."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.core.errors import StoreError

_REMEDY = "give a folder that you may write to with --outputs or in PREFECT_HOME"
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


def prepare(outputs: Path, *, quiet: bool = False) -> None:
    """Set Prefect's environment; call before the first import of :mod:`prefect`.

    Parameters
    ----------
    outputs
        The outputs folder; Prefect's database goes to ``outputs/prefect`` unless ``PREFECT_HOME`` is set.
    quiet
        Prefect says nothing of its own: for a command that tells its errors itself.

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
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL" if quiet else "WARNING")
    home = Path(os.environ.setdefault("PREFECT_HOME", str((outputs / "prefect").resolve())))
    try:
        home.mkdir(parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK)
    except OSError as error:
        raise StoreError(f"the folder cannot be made ({error.strerror})", where=str(home), remedy=_REMEDY) from error
    if not writable:
        raise StoreError("the folder cannot be written", where=str(home), remedy=_REMEDY)
