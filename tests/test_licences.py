"""Nothing in the core is under a copyleft licence, and the list of licences is of what is locked."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from pipeline.core.settings import ROOT


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "tests" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def _listed(licences: ModuleType) -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", licences.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (version, licence) for name, version, licence in rows if name not in {"package", "---"}}


def test_the_list_holds_what_is_locked(licences: ModuleType) -> None:
    locked = licences.locked(ROOT / "requirements-dev.lock") | licences.locked(ROOT / "requirements.lock")
    remedy = "run 'python tests/licences.py' after a change of the lock files"
    assert {name: version for name, (version, _) in _listed(licences).items()} == locked, remedy


def test_no_package_of_the_core_is_under_a_copyleft_licence(licences: ModuleType) -> None:
    listed = _listed(licences)
    core = licences.locked(ROOT / "requirements.lock")
    kinds = {name: licences.Package(name, core[name], listed[name][1]).kind for name in core}
    assert {name: kind for name, kind in kinds.items() if kind not in {"permissive", "weak copyleft"}} == {}


def test_the_list_says_what_the_packages_say(licences: ModuleType) -> None:
    pytest.importorskip("piplicenses", reason="pip-licenses is not installed")
    here = licences.installed()
    listed = _listed(licences)
    assert {
        name: licence for name, (_, licence) in listed.items() if here.get(licences._plain(name), licence) != licence
    } == {}


@pytest.mark.parametrize(
    ("licence", "kind"),
    [
        ("GNU General Public License v3 (GPLv3)", "copyleft"),
        ("AGPL-3.0-only", "copyleft"),
        ("MIT AND GPL-2.0-only", "copyleft"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "weak copyleft"),
        ("Artistic License; GNU General Public License (GPL)", "permissive"),
        ("BSD-3-Clause", "permissive"),
    ],
)
def test_licences_are_sorted_by_what_they_ask(licences: ModuleType, licence: str, kind: str) -> None:
    assert licences.Package("a", "1", licence).kind == kind
