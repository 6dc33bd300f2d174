"""Inputs that are broken on purpose end in a Document or in a Failure of the right class, and in nothing else."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from make import ANY, READ, make

from pipeline.core.errors import IngestError
from pipeline.core.settings import IngestSettings
from pipeline.ingest import discover, read

LIMITS = IngestSettings(pdf_seconds=30.0, pdf_megabytes=1024, max_bytes=20_000_000, max_characters=5_000_000)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    return folder, make(folder)


def outcome(path: Path) -> list[str]:
    """What became of a file: a code for each failure, `READ` for each document."""
    found = discover([path], LIMITS)
    codes = [failure.code for failure in found.failures]
    for source in found.sources:
        try:
            document = read(source, LIMITS)
        except IngestError as error:
            codes.append(error.code if error.remedy else "no remedy")
        else:
            assert document.text.strip()
            assert all(0 <= p.start <= p.end <= len(document.text) for p in document.passages)
            codes.append(READ)
    return codes


def test_every_hostile_input_ends_as_it_should(hostile: tuple[Path, dict[str, str]]) -> None:
    folder, expected = hostile
    assert len(expected) >= 40
    before = sorted(path.name for path in folder.iterdir())
    wrong = {}
    for name, code in expected.items():
        begun = time.perf_counter()
        codes = outcome(folder / name)
        took = time.perf_counter() - begun
        if not codes or (code != ANY and codes != [code]) or took > 40:
            wrong[name] = (code, codes, round(took, 1))
    assert wrong == {}
    assert sorted(path.name for path in folder.iterdir()) == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 * 1024 * 1024  # kilobytes, all tests before counted


def test_a_folder_of_them_loses_nothing(hostile: tuple[Path, dict[str, str]]) -> None:
    folder, expected = hostile
    found = discover([folder], LIMITS)
    told = {str(source.source).rpartition("/")[2].split("#")[0] for source in found.sources}
    told |= {failure.source.rpartition("/")[2].split("#")[0] for failure in found.failures}
    told |= {left.rpartition("/")[2].split("#")[0] for left, _ in found.duplicates}
    assert told == {*expected, "link.txt"}  # a link to itself: told, not passed over
