"""One Prefect server, of the test's own, for all flow tests of a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import environment

with warnings.catch_warnings():  # its plugin imports it at the end of a session, when Dask's libraries make it warn
    warnings.simplefilter("ignore")
    import hypothesis  # noqa: F401


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Prefect home that no other test and no operator uses."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def prefect_server(prefect_home: Path) -> Iterator[None]:
    """Prefect's own test harness: a temporary database and server."""
    os.environ["PREFECT_HOME"] = str(prefect_home)
    environment.prepare(prefect_home)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield


Fill = Callable[[int], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Fill]]:
    """A file system of 60 MB, and what fills it until no more than so many bytes are free; 60 MB: all are."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", disk]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")

    def fill(leave: int) -> None:
        (disk / "ballast").unlink(missing_ok=True)
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(b"0" * max(0, free.f_bavail * free.f_frsize - leave))

    yield disk, fill
    subprocess.run(["umount", "-l", disk], check=True)
    shutil.rmtree(disk, ignore_errors=True)
