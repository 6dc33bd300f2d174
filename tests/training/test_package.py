"""The wheel of the pipeline: installs, opens by name, and reads as the folder does."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from package import MODEL, build

TEXT = "Frozen hepatocytes carried miR-21 and CD63."
READ = (
    "import spacy, sys; nlp = spacy.load(sys.argv[1]); "
    "doc = nlp(sys.argv[2]); print(nlp.path, *(f'{s.text}/{s.label_}' for s in doc.spans['entities']), sep='|')"
)


def read(model: str, extra: Path | None) -> list[str]:
    paths = [str(extra)] if extra else []
    run = subprocess.run(
        [sys.executable, "-c", READ, model, TEXT], capture_output=True, text=True, check=True, cwd="/",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )  # fmt: skip
    return run.stdout.strip().split("|")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(MODEL, tmp_path_factory.mktemp("dist"))


def test_it_is_small_says_what_it_needs_and_holds_the_card(wheel: Path) -> None:
    assert wheel.stat().st_size < 40_000_000
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        metadata = packed.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert "Requires-Dist: vesiweb" in metadata
    assert "Requires-Dist: spacy" in metadata
    assert any(name.endswith("/recognizer/model") for name in names)
    assert any(name.endswith("/README.md") for name in names)


def test_an_installed_one_opens_by_name_and_reads_as_the_folder_does(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(tmp_path), str(wheel)], check=True, capture_output=True)
    place, *found = read("en_vesiweb", tmp_path)
    assert Path(place).is_relative_to(tmp_path)
    assert found == read(str(MODEL), None)[1:]
    assert "miR-21/MIRNA" in found


def test_the_same_folder_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(MODEL, tmp_path).read_bytes() == wheel.read_bytes()
