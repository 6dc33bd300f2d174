"""Pages as plain data, read in this process as in the sandbox."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from pipeline.ingest import pdfpages

PIECES = [(60.0, 800.0 - 14 * n, 10.0, n == 0, f"Line {n} of the page") for n in range(4)]


def test_lines_of_pages(make_pdf) -> None:  # type: ignore[no-untyped-def]
    answer = pdfpages.read_pages(str(make_pdf("lines.pdf", [PIECES, []])))
    assert answer["count"] == 2
    assert [found[0] for found in answer["pages"][0]["lines"]] == [words for *_, words in PIECES]
    assert [found[3] for found in answer["pages"][0]["lines"]] == [True, False, False, False]
    assert answer["pages"][1]["lines"] == []
    json.dumps(answer)


def test_what_is_no_pdf_is_told() -> None:
    assert pdfpages.read_pages(str(Path(__file__)))["error"] == "broken pdf"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError("x"), "memory"),
        (ImportError("failed to map segment"), "memory"),
        (ImportError("No module"), "install"),
        (ZeroDivisionError("x"), "broken pdf"),
    ],
)
def test_whatever_happens_is_answered(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception, code: str
) -> None:
    def fail(_: str, __: str) -> None:
        raise error

    monkeypatch.setattr(pdfpages, "read_pages", fail)
    monkeypatch.setattr(pdfpages.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(pdfpages.os, "dup2", lambda *_: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"path": "a.pdf", "megabytes": 100}'))
    assert pdfpages.main() == 0
    assert json.loads(capfd.readouterr().out)["error"] == code
