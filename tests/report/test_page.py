"""The page: complete in itself, safe, the same every time."""

from __future__ import annotations

import base64
import gzip
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
from pipeline.report.page import BUNDLE, bundle, embed, render, write_report
from pipeline.report.parts import split
from pipeline.report.payload import payload

STATIC = Path(__file__).parents[2] / "pipeline" / "report" / "static"


def test_the_page_allows_its_own_code_and_style_and_nothing_else(data: ReportData) -> None:
    page = render(data)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none';")
    for element, directive in (('script type="module"', "script-src"), ("style", "style-src")):
        (text,) = re.findall(f"<{element}>(.*?)</{element.split()[0]}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    markup = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|srcset)=|<link(?! rel=\"icon\" href=\"data:,\")|@import|url\(http", markup)


def parts_of(page: str) -> dict[str, object]:
    """What the page holds packed."""
    found = re.findall(r'<script type="text/plain" id="part-([\w-]+)">(.*?)</script>', page, re.DOTALL)
    return {name: json.loads(gzip.decompress(base64.b64decode(text))) for name, text in found}


def test_the_data_come_back_out_of_the_page(data: ReportData) -> None:
    page = render(data)
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert json.loads(text)["documents"]["number"] == 2
    assert parts_of(page)["nodes"] == json.loads(split(payload(data))[1]["nodes"])


def test_hostile_text_does_not_leave_its_place(make: ModuleType, report_of: Callable[..., ReportData]) -> None:
    calm, wild = render(report_of([make.hostile("calm")])), render(report_of([make.hostile(make.HOSTILE)]))
    tags = re.compile(r"</?[a-z][^>]*>")
    outside = re.compile(r'(<script type="(?:application/json|text/plain)" [^>]*>).*?(</script>)', re.DOTALL)
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


def test_the_code_is_built_from_the_sources_that_are_here() -> None:
    first = re.fullmatch(r"/\* built from (.*) sha256 (\w+) \*/", bundle().splitlines()[0])
    assert first
    digest = hashlib.sha256()
    for name in first[1].split():
        digest.update(f"{name}\n".encode() + (STATIC.parent / name).read_bytes())
    assert digest.hexdigest() == first[2], "cd pipeline/report && npm install --no-package-lock && npm run build"
    assert set(first[1].split()) == {f"static/{path.name}" for path in STATIC.glob("*.js")}, "code that nothing imports"
    assert "Copyright (c) 2023 Arjun Barrett" in bundle(), "a licence goes with its code"
    assert not re.search(r"^\s*(import|export)\b|\bimport\(", bundle(), re.MULTILINE)


def test_the_code_makes_no_markup_from_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest"
    for path in (*STATIC.glob("*.js"), STATIC.parent / BUNDLE):
        assert not re.search(forbidden, path.read_text(encoding="utf-8")), path.name


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to parse the code")
def test_the_bundle_parses(tmp_path: Path) -> None:
    (tmp_path / "bundle.mjs").write_text(bundle(), encoding="utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "bundle.mjs")], check=True)


def test_what_the_page_leads_to_lies_beside_it(data: ReportData, tmp_path: Path) -> None:
    write_report(tmp_path, data)
    (image,) = data.pages
    assert [path.name for path in (tmp_path / "pages").iterdir()] == [f"{image.document}-3.png"]
    assert (tmp_path / "pages" / f"{image.document}-3.png").read_bytes() == image.data
    assert "Extraction against gold" in (tmp_path / "reconciliation.html").read_text(encoding="utf-8")
    write_report(tmp_path, replace(data, pages=[replace(image, page=4)]))
    assert [path.name for path in (tmp_path / "pages").iterdir()] == [f"{image.document}-4.png"], "old ones go"


def test_a_report_without_pictures_and_gold_is_one_page_and_a_figure(data: ReportData, tmp_path: Path) -> None:
    write_report(tmp_path, replace(data, pages=(), reconciliation=None))
    assert not (tmp_path / "pages").exists()
    assert not (tmp_path / "reconciliation.html").exists()
