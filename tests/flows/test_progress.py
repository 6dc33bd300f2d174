"""Progress: a bar in a terminal, about ten lines elsewhere."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from rich.console import Console

from flows import progress, workers


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    log = logging.getLogger("vesiweb")
    before = (log.handlers[:], log.level, log.propagate)
    token = progress.console.set(None)
    chosen = progress.chosen()
    yield
    progress._chosen.clear()
    progress._chosen.update(chosen)
    progress.console.reset(token)
    log.handlers[:], log.propagate = before[0], before[2]
    log.setLevel(before[1])


def test_without_a_terminal_there_are_about_ten_lines(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="vesiweb"), progress.meter("reading", 95) as meter:
        for _ in range(95):
            meter.step()
    lines = [record.getMessage() for record in caplog.records]
    assert 9 <= len(lines) <= 12
    assert lines[-1] == "reading: 95 of 95"


def test_in_a_terminal_there_is_a_bar() -> None:
    stream = io.StringIO()
    progress.log_to_terminal(stream=Console(file=stream, force_terminal=True, width=80))
    with progress.meter("reading", 4) as meter:
        meter.step(4)
        meter_shown = stream.getvalue()
    logging.getLogger("vesiweb").info("said")
    assert "reading" in meter_shown + stream.getvalue()
    assert "said" in stream.getvalue()


def test_plain_lines_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    progress.log_to_terminal(stream=Console(file=io.StringIO(), force_terminal=False))
    logging.getLogger("vesiweb").info("said plainly")
    assert capsys.readouterr().err.rstrip().endswith("INFO said plainly")


def test_as_json_every_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    progress.log_to_terminal(form=progress.Form.json)
    with progress.meter("reading", 2) as meter:
        meter.step(2)
    try:
        raise ValueError("no")
    except ValueError:
        progress.log.exception("it went wrong")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["message"], first["module"]) == ("info", "reading: 2 of 2", "progress")
    assert datetime.fromisoformat(first["time"]).tzinfo is not None
    assert (second["level"], second["message"]) == ("error", "it went wrong")
    assert second["error"].endswith("ValueError: no")


def test_a_worker_writes_its_log_as_its_starter_does(capfd: pytest.CaptureFixture[str]) -> None:
    progress.log_to_terminal(form=progress.Form.json, quiet=True)
    with workers._new_pool(1) as pool:
        pool.submit(progress.log.info, "passed over").result()
        pool.submit(progress.log.warning, "it has %d pages", 2).result()
    lines = capfd.readouterr().err.splitlines()
    (line,) = (line for line in lines if line.startswith("{"))  # a measured process may add words of coverage's own
    assert not any("passed over" in line for line in lines)
    assert (json.loads(line)["level"], json.loads(line)["message"]) == ("warning", "it has 2 pages")
