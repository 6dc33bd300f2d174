"""The page: complete in itself, safe, the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.core.errors import ReportError
from pipeline.report.data import ReportData
from pipeline.report.page import MODULES, bundle, embed, render, write_report

STATIC = Path(__file__).parents[2] / "pipeline" / "report" / "static"


def test_the_page_allows_its_own_code_and_style_and_nothing_else(data: ReportData) -> None:
    page = render(data)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none';")
    for element, directive in (('script type="module"', "script-src"), ("style", "style-src")):
        (text,) = re.findall(f"<{element}>(.*?)</{element.split()[0]}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert not re.search(r"\b(src|srcset)=|<link(?! rel=\"icon\" href=\"data:,\")|@import|url\(http", page)


def test_the_data_come_back_out_of_the_page(data: ReportData) -> None:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', render(data), re.DOTALL)
    assert len(json.loads(text)["documents"]) == 2


def test_hostile_text_does_not_leave_its_place(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    calm, wild = render(report_of([make.hostile("calm")])), render(report_of([make.hostile(make.HOSTILE)]))
    tags = re.compile(r"</?[a-z][^>]*>")
    outside = re.compile(r'(<script type="application/json" id="data">).*?(</script>)', re.DOTALL)
    assert tags.findall(outside.sub(r"\1\2", calm)) == tags.findall(outside.sub(r"\1\2", wild))
    assert "owned" not in outside.sub(r"\1\2", wild)


def test_the_title_is_text(data: ReportData) -> None:
    assert "<h1>&lt;b&gt; &amp; more</h1>" in render(replace(data, title="<b> & more"))


def test_embedded_json_ends_no_element_and_no_line() -> None:
    value = {"</script>": "<!--\u2028\u2029&amp;\x00"}
    text = embed(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_the_same_data_give_the_same_bytes(data: ReportData, tmp_path: Path) -> None:
    first = write_report(tmp_path / "a", data)
    second = write_report(tmp_path / "b", replace(data, readings=tuple(reversed(data.readings))))
    assert first == tmp_path / "a" / "index.html"
    assert first.read_bytes() == second.read_bytes()
    assert (tmp_path / "a" / "network.svg").read_bytes() == (tmp_path / "b" / "network.svg").read_bytes()


def test_a_folder_that_cannot_be_written_is_told(data: ReportData, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        write_report(tmp_path / "file", data)


def test_every_module_is_in_the_bundle_after_those_it_imports_from() -> None:
    assert {path.stem for path in STATIC.glob("*.js")} == set(MODULES)
    for number, name in enumerate(MODULES):
        source = (STATIC / f"{name}.js").read_text(encoding="utf-8")
        imports = re.findall(r'from "\./(\w+)\.js"', source)
        assert set(imports) <= set(MODULES[:number]), name
        for names, module in re.findall(r'^import \{ ([^}]*) \} from "\./(\w+)\.js";$', source, re.MULTILINE):
            exported = re.findall(
                r"^export (?:function|const|class) (\w+)",
                (STATIC / f"{module}.js").read_text(encoding="utf-8"),
                re.MULTILINE,
            )
            assert set(names.split(", ")) <= set(exported), (name, module)
    assert not re.search(r"^\s*(import|export)\b", bundle(), re.MULTILINE)


def test_the_code_makes_no_markup_from_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest"
    for path in STATIC.glob("*.js"):
        assert not re.search(forbidden, path.read_text(encoding="utf-8")), path.name


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to parse the code")
def test_the_bundle_parses(tmp_path: Path) -> None:
    (tmp_path / "bundle.mjs").write_text(bundle(), encoding="utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "bundle.mjs")], check=True)
