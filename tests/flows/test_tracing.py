"""Traces: spans reach a collector with their parents; without one, or without the library, nothing is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flows import tracing
from flows.observe import Clock


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """A collector on the loopback interface; gives the spans that it was sent."""
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the extra 'tracing' is not installed")
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    spans: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v1/traces"
            spans.extend(
                (resource.resource, span)
                for resource in told.resource_spans
                for scope in resource.scope_spans
                for span in scope.spans
            )
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        yield spans
        server.shutdown()
        thread.join()


def test_run_stage_and_batch_are_told_to_the_collector(collector: list[Any]) -> None:
    clock = Clock()
    with tracing.recording() as told, tracing.span("run"), clock("read"), tracing.span("batch", sources=25) as batch:
        batch.set_attribute("vesiweb.failed", 2)
    assert told
    by_name = {span.name: span for _, span in collector}
    assert set(by_name) == {"run", "read", "batch"}
    assert by_name["batch"].parent_span_id == by_name["read"].span_id
    assert by_name["read"].parent_span_id == by_name["run"].span_id
    assert by_name["run"].parent_span_id == b""
    attributes = {item.key: item.value.int_value for item in by_name["batch"].attributes}
    assert attributes == {"vesiweb.sources": 25, "vesiweb.failed": 2}
    names = {item.key: item.value.string_value for resource, _ in collector for item in resource.attributes}
    assert names["service.name"] == "vesiweb"
    assert list(clock.seconds) == ["read"]


def test_an_error_is_told_and_goes_on(collector: list[Any]) -> None:
    with pytest.raises(ValueError, match="no"), tracing.recording(), tracing.span("run"):
        raise ValueError("no")
    ((_, span),) = collector
    assert span.status.code == 2
    assert span.events[0].name == "exception"


def test_without_a_collector_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    with tracing.recording() as told, tracing.span("run") as span:
        span.set_attribute("vesiweb.failed", 2)
        assert isinstance(span, tracing._Silent)
    assert not told


def test_without_the_library_the_remedy_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import logging
    import sys

    monkeypatch.setenv(tracing.ENDPOINTS[0], "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    monkeypatch.setattr(logging.getLogger("vesiweb"), "propagate", True)
    with tracing.recording() as told:
        assert not told
    assert "vesiweb[tracing]" in caplog.text
