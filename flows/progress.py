"""How far a long job is: a bar in a terminal, plain log lines without one."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

log = logging.getLogger("vesiweb")


class Meter(Protocol):
    """What a job tells its progress to."""

    def step(self, count: int = 1) -> None:
        """``count`` more items are done."""


class _Lines:
    """Progress as log lines, about ten of them a job."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0
        self.every = max(1, total // 10)

    def step(self, count: int = 1) -> None:
        before, self.done = self.done, self.done + count
        if self.done // self.every > before // self.every or self.done == self.total:
            log.info("%s: %d of %d", self.what, self.done, self.total)


class _Bar:
    """Progress as a bar."""

    def __init__(self, progress: Progress, what: str, total: int) -> None:
        self.progress = progress
        self.task = progress.add_task(what, total=total)

    def step(self, count: int = 1) -> None:
        self.progress.advance(self.task, count)


_chosen: dict[str, Any] = {}
console: ContextVar[Console | None] = ContextVar("console", default=None)


class Form(StrEnum):
    """How the log is written."""

    plain = "plain"
    json = "json"


class _Json(logging.Formatter):
    """A record as an object in a line of its own, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "module": record.module,
            "process": record.process,
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def log_to_terminal(
    *, verbose: bool = False, quiet: bool = False, form: Form = Form.plain, stream: Console | None = None
) -> None:
    """Send vesiweb's log to standard error: through the bar's console in a terminal, as plain lines elsewhere.

    Quietly, only warnings are sent and there is no bar; as JSON, there is no bar either.
    """
    _chosen.update(verbose=verbose, quiet=quiet, form=form)
    terminal = stream or Console(stderr=True)
    console.set(None if quiet or form is Form.json else terminal)
    handler: logging.Handler
    if form is Form.json:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Json())
    elif terminal.is_terminal:
        handler = RichHandler(console=terminal, show_path=False, show_time=False, show_level=False)
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    log.handlers[:] = [handler]
    log.setLevel(logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO)
    log.propagate = False


def chosen() -> dict[str, Any]:
    """What :func:`log_to_terminal` was told in this process, for one that this one starts; empty if nothing."""
    return dict(_chosen)


@contextmanager
def meter(what: str, total: int) -> Iterator[Meter]:
    """A meter for ``total`` items.

    Examples
    --------
    >>> with meter("documents", 2) as progress:
    ...     progress.step()
    """
    terminal = console.get()
    if terminal is None or not terminal.is_terminal:
        yield _Lines(what, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal, transient=True) as progress:
        yield _Bar(progress, what, total)
