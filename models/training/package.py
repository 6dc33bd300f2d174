"""Packs the pipeline as an installable wheel: ``python package.py [OUT_FOLDER]``, then ``pip install`` what it prints.

The wheel holds the pipeline's folder as it is and depends on vesiweb, whose code the components are; after that
``spacy.load("en_vesiweb")`` opens it by name. The same folder gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models" / "en_vesiweb"

_INIT = '''"""{description}"""

from pathlib import Path

from spacy.util import load_model_from_init_py

__version__ = "{version}"


def load(**overrides):
    """The pipeline, as ``spacy.load`` gives it."""
    return load_model_from_init_py(Path(__file__), **overrides)
'''

_PROJECT = """[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "{version}"
description = "{description}"
readme = "README.md"
license = "{license}"
requires-python = ">=3.11"
dependencies = ["spacy{spacy_version}", "vesiweb>={version}"]

[project.entry-points.spacy_models]
{package} = "{package}"

[tool.hatch.build.targets.wheel]
packages = ["{package}"]
"""


def lay_out(model: Path, folder: Path) -> str:
    """Write the sources of the package into a folder.

    Returns
    -------
    str
        The name of the package.
    """
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    package = f"{meta['lang']}_{meta['name']}"
    told = {key: meta[key] for key in ("version", "description", "license", "spacy_version")}
    inner = folder / package
    inner.mkdir(parents=True)
    shutil.copytree(model, inner / f"{package}-{meta['version']}")
    shutil.copyfile(model / "meta.json", inner / "meta.json")
    (inner / "__init__.py").write_text(_INIT.format(**told), encoding="utf-8")
    name = package.replace("_", "-")
    (folder / "pyproject.toml").write_text(_PROJECT.format(name=name, package=package, **told), encoding="utf-8")
    shutil.copyfile(model / "README.md", folder / "README.md")
    return package


def build(model: Path, out: Path) -> Path:
    """Build the wheel.

    Returns
    -------
    Path
        The wheel.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = lay_out(model, Path(folder) / "source")
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out.resolve())]
        subprocess.run(command, cwd=Path(folder) / "source", check=True, capture_output=True)
    return max(out.glob(f"{package}-*.whl"), key=lambda path: path.stat().st_mtime_ns)


if __name__ == "__main__":
    print(build(MODEL, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
