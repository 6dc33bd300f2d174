"""Run folders: a name of their own, run.json, and `latest` pointing to the newest."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.core.errors import InputError, StoreError

log = logging.getLogger("vesiweb")
_LATEST = "latest"
PRUNED = ".b-pruned-"  # a folder that is being removed
_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}(-\d+)?")


def new_run(outputs: Path, inputs_digest: str, now: datetime | None = None) -> Path:
    """Make the folder of a new run, named by the time and by what goes in.

    Parameters
    ----------
    outputs
        The outputs folder.
    inputs_digest
        Digest of the sources and of the extractor; its first 8 digits end the name.
    now
        The time (UTC); ``None`` takes the clock's.

    Raises
    ------
    StoreError
        The folder cannot be made.
    """
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S")
    name = f"{stamp}-{inputs_digest[:8]}"
    for count in range(1000):
        path = outputs / "runs" / (name if not count else f"{name}-{count}")
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise StoreError(
                f"the run folder cannot be made ({error.strerror})",
                where=str(path),
                remedy="give a folder that you may write to with --outputs",
            ) from error
        return path
    raise StoreError("a thousand runs carry this name", where=name, remedy="remove old folders below runs/")


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file beside, make it outlast a power cut, and rename it into place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def sweep(outputs: Path) -> list[Path]:
    """Remove the folders of runs that were killed, and half-written links; only while no other run is at work.

    A folder below ``runs/`` is a killed run's when it is named as runs are and has no ``run.json``, which is written
    last.

    Returns
    -------
    list of Path
        What was removed.

    Raises
    ------
    StoreError
        It cannot be removed.
    """
    folders = sorted((outputs / "runs").glob("*")) if (outputs / "runs").is_dir() else []
    stale = [
        path for path in folders if path.is_dir() and _NAME.fullmatch(path.name) and not (path / "run.json").is_file()
    ]
    stale += [path for path in folders if path.name.startswith(PRUNED)]
    links = sorted(outputs.glob(f".{_LATEST}.*"))
    try:
        for path in stale:
            shutil.rmtree(path)
        for path in links:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"what a killed run left cannot be removed ({error.strerror})",
            where=str(outputs),
            remedy="check the permissions of the outputs folder",
        ) from error
    return stale + links


def history(outputs: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Runs with what their ``run.json`` says, newest first; by their number, since clocks jump.

    A damaged ``run.json`` is passed over: its run is listed nowhere, and its folder is left alone.
    """
    found = []
    for path in (outputs / "runs").glob("*/run.json"):
        try:
            found.append((path.parent, load_run(path.parent)))
        except StoreError as error:
            log.warning("%s", error)
    return sorted(found, key=lambda item: (item[1].get("number", 0), item[0].name), reverse=True)


def point_latest(outputs: Path, run: Path) -> None:
    """Point ``outputs/latest`` to a run; a file system without links gets a text file that names it."""
    target = Path("runs") / run.name
    beside = outputs / f".{_LATEST}.{os.getpid()}"
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(target, target_is_directory=True)
    except OSError:
        beside.write_text(f"{target}\n", encoding="utf-8")
    beside.replace(outputs / _LATEST)


def newest(outputs: Path) -> Path | None:
    """The folder of the newest run that is whole; ``None`` where there is none yet."""
    latest = outputs / _LATEST
    if latest.is_file():
        latest = outputs / latest.read_text(encoding="utf-8").strip()
    return latest.resolve() if (latest / "run.json").is_file() else None


def find_run(outputs: Path, run: Path | None = None) -> Path:
    """The folder of a run: a path, a name below ``outputs/runs``, or (``None``) the newest.

    Raises
    ------
    InputError
        There is no such run.
    """
    if run is None:
        found = newest(outputs)
    else:
        found = next((one.resolve() for one in (run, outputs / "runs" / run) if (one / "run.json").is_file()), None)
    if found is not None:
        return found
    raise InputError(
        f"there is no run {run or 'yet'}",
        where=str(outputs),
        remedy="run 'vesiweb mine' first, or name a folder below outputs/runs",
    )


def load_run(folder: Path) -> dict[str, Any]:
    """What ``run.json`` says.

    Raises
    ------
    StoreError
        The file is damaged.
    """
    try:
        found: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"run.json cannot be read ({error})", where=str(folder), remedy="run 'vesiweb mine' again"
        ) from error
    return found
