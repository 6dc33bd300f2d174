"""The main flow, whole: what is read, what failed, what a second run does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.summary import Summary

pytestmark = [
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

TEXT = """Vesicles of young cells

Abstract

Human embryonic stem cells (hESCs) shed exosomes that carry miR-200a. Exosomes from hESCs were positive for CD63
and TSG101 but lacked calnexin. By transferring miR-200a they activated the Nrf2 signalling pathway in
endothelial cells.
"""
MORE = """Vesicles of stromal cells

Abstract

Exosomes of mesenchymal stem cells (MSCs) carry miR-21 and inhibit the NF-κB pathway in macrophages.
"""
Mine = Callable[..., Summary]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "young.txt").write_text(TEXT, encoding="utf-8")
    (folder / "stromal.txt").write_text(MORE, encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    from flows.mine import mine as flow

    def run(library: Path, outputs: str = "outputs", **options: object) -> Summary:
        summary: Summary = flow([str(library)], outputs=str(tmp_path / outputs), **options)
        return summary

    return run


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_run_reads_scores_and_leaves_everything_in_its_folder(library: Path, mine: Mine, tmp_path: Path) -> None:
    summary = mine(library)
    run = Path(summary.run)
    assert (summary.read_now, summary.read_before, summary.failed) == (2, 0, 1)
    assert summary.failures[0].code == "empty"
    assert summary.failures[0].source.endswith("empty.txt")
    assert summary.mentions["MIRNA"] == 3
    assert summary.concepts["MIRNA"] == 2
    assert summary.relations["CARRIES"] >= 2
    assert summary.edges["relation"] >= 4
    assert summary.accuracy == ()
    assert {path.name for path in run.iterdir()} >= {"run.json", "network", "report"}
    assert (tmp_path / "outputs" / "latest").resolve() == run.resolve()
    told = json.loads((run / "run.json").read_text())
    assert told["summary"]["read_now"] == 2
    assert {Path(source).name for source in told["inputs"]} == {"young.txt", "stromal.txt"}
    assert told["summary"]["failures"][0]["code"] == "empty"
    page = Path(summary.report).read_text(encoding="utf-8")
    assert "miR-200a" in page
    assert "empty.txt" in page


def test_a_second_run_reads_nothing_and_a_third_only_what_is_new(library: Path, mine: Mine) -> None:
    first = mine(library)
    second = mine(library)
    assert (second.read_now, second.read_before, second.failed) == (0, 2, 1)
    assert second.mentions == first.mentions
    (library / "new.txt").write_text(TEXT.replace("young", "old").replace("miR-200a", "miR-29b"), encoding="utf-8")
    third = mine(library)
    assert (third.read_now, third.read_before) == (1, 2)
    assert third.concepts["MIRNA"] == 3


def test_the_same_input_gives_the_same_bytes_with_one_worker_or_two(library: Path, mine: Mine, tmp_path: Path) -> None:
    one = mine(library, "one")
    two = mine(library, "two", settings={"run": {"workers": 2, "batch_size": 25}})
    assert _bytes(tmp_path / "one" / "store") == _bytes(tmp_path / "two" / "store")
    assert _bytes(Path(one.run) / "network") == _bytes(Path(two.run) / "network")
    assert _bytes(Path(one.run) / "report") == _bytes(Path(two.run) / "report")


def test_what_failed_is_read_again_only_when_asked(library: Path, mine: Mine) -> None:
    mine(library)
    again = mine(library, retry_failed=True)
    assert (again.read_now, again.failed) == (0, 1)


def test_a_withdrawn_document_leaves_the_network(library: Path, mine: Mine) -> None:
    mine(library)
    (library / "stromal.txt").unlink()
    assert mine(library).concepts["MIRNA"] == 1
