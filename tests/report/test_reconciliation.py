"""The reconciliation page: every row in its place, hostile text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from pipeline.core.errors import ReportError
from pipeline.reconcile.reconcile import Difference
from pipeline.report.reconciliation import STATUSES, write_reconciliation


def _row(status: str, mark: str = "miR-21", start: int = 4) -> Difference:
    return Difference(
        f"id{start}", "doc", status, "mention", status, "MIRNA", mark, "MIRNA miR-21", "", start, start + 6,
        "Vesicles carried", mark, "to their targets.", "not in lexicon", "grammar", "{}",
    )  # fmt: skip


def test_rows_are_counted_and_what_differs_comes_first(tmp_path: Path) -> None:
    rows = [_row("confirmed"), _row("missed", start=9), _row("missed", start=2), _row("contradicted")]
    page = html.parse(str(write_reconciliation(rows, tmp_path / "a.html")))
    shown = [row.get("class") for row in page.findall(".//tbody/tr")]
    assert shown == ["contradicted", "missed", "missed", "confirmed"]
    labels = [" ".join(label.text_content().split()) for label in page.findall(".//label")]
    assert labels == ["all (4)", "contradicted (1)", "missed (2)", "spurious (0)", "confirmed (1)"]
    assert page.findtext(".//tbody/tr/td/mark") == "miR-21"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = write_reconciliation([_row("missed", '</td><script>alert("x")</script>\x07')], tmp_path / "a.html")
    page = html.parse(str(path))
    assert page.findall(".//script") == []
    assert "script" in (page.findtext(".//mark") or "")
    assert "\x07" not in path.read_text(encoding="utf-8")


def test_the_same_rows_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    rows = [_row(status, start=start) for status in STATUSES for start in (1, 2)]
    one = write_reconciliation(rows, tmp_path / "a.html").read_bytes()
    assert one == write_reconciliation(rows[::-1], tmp_path / "b.html").read_bytes()


def test_a_path_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="may write to"):
        write_reconciliation([], tmp_path / "none" / "a.html")
