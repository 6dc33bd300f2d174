"""Folders that commands write to: one that cannot be written is refused before anything is done."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from pipeline.core.errors import SettingsError


def writable(folder: Path | None) -> Path | None:
    """The folder, if files can be made in it, or in the nearest folder above it that is there.

    It is tried, not asked: permissions do not tell of a file system that is mounted to be read only. Nothing is left.

    Raises
    ------
    SettingsError
        No file can be made there, or a part of the path is a file.

    Examples
    --------
    >>> place = Path(tempfile.gettempdir()) / "not" / "there" / "yet"
    >>> writable(place) == place, place.exists()
    (True, False)
    """
    if folder is None:
        return None
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists() or path.is_symlink())
    try:
        with tempfile.TemporaryFile(dir=there):
            return folder
    except OSError as error:
        raise SettingsError(
            f"nothing can be written there ({error.strerror or error})",
            where=str(folder) if there == folder else f"{folder} (in {there})",
            remedy="choose a folder that you may write to",
        ) from error


def to_write(help: str) -> typer.models.OptionInfo:
    """The option ``--out`` of a command: every one of them is made here, and its folder tried when it is read."""
    found: typer.models.OptionInfo = typer.Option("--out", help=help, callback=writable)
    return found
