"""OpenTelemetry traces of a run, its stages and batches, where a collector is named; nothing at all otherwise."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

log = logging.getLogger("vesiweb")
#: where the collector is, as OpenTelemetry itself has it
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_tracers: list[Any] = []  # of this process, the newest last; not OpenTelemetry's own, which Prefect would write to


class Span(Protocol):
    """What is told of a piece of work."""

    def set_attribute(self, key: str, value: str | int | float) -> object:
        """Tell one more thing."""


class _Silent:
    def set_attribute(self, key: str, value: str | int | float) -> None:
        """Nobody listens."""


@contextmanager
def recording() -> Iterator[bool]:
    """Send the spans of a block to the collector that the environment names; gives whether there is one.

    Spans are sent by a thread of their own, the last ones at the end of the block. A collector that does not answer
    costs some seconds at the end and a line in the log, not the run.

    Examples
    --------
    >>> with recording() as told:
    ...     told == any(name in os.environ for name in ENDPOINTS)
    True
    """
    if not any(os.environ.get(name) for name in ENDPOINTS):
        yield False
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as error:
        log.warning("no traces are sent: %s is not installed; pip install 'vesiweb[tracing]'", error.name)
        yield False
        return
    provider = TracerProvider(resource=Resource.create({"service.name": "vesiweb"}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracers.append(provider.get_tracer("vesiweb"))
    try:
        yield True
    finally:
        _tracers.pop()
        provider.shutdown()


@contextmanager
def span(name: str, **told: str | int | float) -> Iterator[Span]:
    """A span for the length of a block, below the one that is open; an error that leaves the block is recorded.

    Parameters
    ----------
    name
        What is done.
    told
        Attributes, such as counts.

    Examples
    --------
    >>> with span("read", sources=3) as open_span:
    ...     open_span.set_attribute("failed", 1)
    """
    if not _tracers:
        yield _Silent()
        return
    attributes = {f"vesiweb.{key}": value for key, value in told.items()}
    with _tracers[-1].start_as_current_span(name, attributes=attributes) as found:
        yield found
