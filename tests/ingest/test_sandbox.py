"""A file is read in a process that can be stopped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.core.errors import IngestError, TimeLimit
from pipeline.ingest.sandbox import run_limited


def test_a_process_that_ends_without_an_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="status"):
        run_limited("pipeline.no_such_module", tmp_path, seconds=30, megabytes=500, where="a.pdf")


def test_a_process_that_hangs_is_killed_in_time(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(TimeLimit, match=r"0\.2 s") as caught:
        run_limited("http.server", tmp_path, seconds=0.2, megabytes=500, where="a.pdf")
    assert time.monotonic() - began < 10
    assert (caught.value.where, caught.value.code) == ("a.pdf", "timeout")
    assert "pdf_seconds" in caught.value.remedy


def test_an_answer_that_is_no_object_is_none(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="ended with status"):
        run_limited("this", tmp_path, seconds=30, megabytes=500, where="a.pdf")
