"""The lock: one holder at a time, none that is dead."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows import lock
from pipeline.core.errors import StoreError
from pipeline.core.settings import ROOT

HOLD = """
import sys, time
from pathlib import Path
from flows import lock
with lock.hold(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _holding(folder: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_second_run_is_told_who_is_at_work(tmp_path: Path) -> None:
    process = _holding(tmp_path, 600)
    try:
        assert (lock.holder(tmp_path) or {})["pid"] == process.pid
        with pytest.raises(StoreError, match=f"process {process.pid}, since .*--wait"), lock.hold(tmp_path, 0):
            pass
        with pytest.raises(StoreError, match=r"waited for 0\.3 s"), lock.hold(tmp_path, 0.3):
            pass
    finally:
        _end(process)


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    process = _holding(tmp_path, 1)
    with lock.hold(tmp_path, 300):
        assert process.wait(60) == 0
    process.communicate()


def test_a_killed_run_keeps_no_lock(tmp_path: Path) -> None:
    process = _holding(tmp_path, 600)
    _end(process)
    assert lock.holder(tmp_path) is None
    with lock.hold(tmp_path, 0):
        assert lock.holder(tmp_path) is not None
        assert lock.interrupted(tmp_path)
    with lock.hold(tmp_path, 0):
        assert not lock.interrupted(tmp_path)
    assert not lock.interrupted(tmp_path)


def test_its_holder_may_take_it_again(tmp_path: Path) -> None:
    with lock.hold(tmp_path, 0):
        with lock.hold(tmp_path, 0):
            pass
        assert lock.holder(tmp_path) is not None
    assert lock.holder(tmp_path) is None


def test_locks_of_other_names_and_folders_are_other_locks(tmp_path: Path) -> None:
    with lock.hold(tmp_path / "a", 0), lock.hold(tmp_path / "b", 0), lock.hold(tmp_path / "a", 0, lock.SERVING):
        assert lock.holder(tmp_path / "a", lock.SERVING) is not None
    assert lock.holder(tmp_path / "c") is None


def test_a_lock_file_that_says_nothing_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / lock.RUN).write_text("[half")
    assert lock.holder(tmp_path) is None
    with lock.hold(tmp_path, 0):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="--outputs"), lock.hold(tmp_path / "file", 0):
        pass


def test_a_lock_holds_on_a_full_disk_where_it_cannot_say_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with lock.hold(tmp_path, 0):
        assert lock.holder(tmp_path) == {}
    assert lock.holder(tmp_path) is None
