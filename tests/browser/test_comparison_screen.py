"""The comparison in a real browser: cells chosen, the UpSet plot, evidence behind every cell, blanks, exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select


def opened(browser: Any, page: Path, address: str = "comparison") -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")


def every(browser: Any, selector: str) -> list[Any]:
    return browser.find_elements("css selector", selector)  # type: ignore[no-any-return]


def text(browser: Any, selector: str) -> str:
    return str(browser.find_element("css selector", selector).text)


def choose(browser: Any, selector: str, value: str) -> None:
    Select(browser.find_element("css selector", selector)).select_by_visible_text(value)


def concepts(browser: Any) -> list[str]:
    return sorted(chip.text for chip in every(browser, "#comparison tbody .chip"))


def columns(browser: Any) -> list[str]:
    return [head.text.removesuffix(" \u2195") for head in every(browser, "#comparison .matrix th button")][1:-2]


def test_cells_are_chosen_in_the_page_and_the_address_keeps_them(browser: Any, page: Path) -> None:
    opened(browser, page)
    set_for_all = ["mesenchymal stem cell", "embryonic stem cell", "pluripotent stem cell"]
    assert columns(browser) == [*set_for_all, "tenocyte-like cells"], "filled up to three that something is said of"
    every(browser, "#comparison .off")[3].click()
    every(browser, "#comparison .off")[2].click()
    assert columns(browser) == ["mesenchymal stem cell", "embryonic stem cell"]
    assert browser.current_url.endswith("#/comparison/0+1")
    choose(browser, "#comparison-aspect", "What they act on")
    choose(browser, "#comparison-add", "tenocyte-like cells")
    assert columns(browser)[-1] == "tenocyte-like cells"
    assert "VEGFA" in concepts(browser)
    address = browser.current_url.partition("#/")[2]
    opened(browser, page, address)
    assert columns(browser) == ["mesenchymal stem cell", "embryonic stem cell", "tenocyte-like cells"]
    opened(browser, page, "comparison/99+x")
    assert columns(browser)[0] == "mesenchymal stem cell"


def test_every_cell_has_its_evidence_and_blanks_are_named(browser: Any, page: Path) -> None:
    opened(browser, page, "comparison/0+1+2")
    told = text(browser, "#comparison")
    assert "no direct evidence" in told
    assert "told of one only" in told
    assert "mesenchymal stem cell: no direct evidence on 3 of 5" in told
    assert "No concept is told of two of these cells" in told
    assert "[object" not in told
    choose(browser, "#comparison-type", "microRNAs")
    assert concepts(browser) == ["let-7b", "miR-21"]
    row = next(row for row in every(browser, "#comparison tbody tr") if "miR-21" in row.text)
    cell = row.find_element("css selector", "button.state")
    assert cell.text.startswith("\u25cf has")
    cell.click()
    assert cell.get_attribute("aria-expanded") == "true"
    below = text(browser, "#comparison .unfolded")
    assert "Vesicles of MSC are rich in miR-21 (1)." in below
    assert "No sentence of these texts" not in below, "only of the cell that was opened"
    row.find_element("css selector", ".toggle").click()
    assert "No sentence of these texts names the two together." in text(browser, "#comparison .unfolded")
    choose(browser, "#comparison-show", "with a blank")
    assert concepts(browser) == ["let-7b", "miR-21"]
    choose(browser, "#comparison-show", "told of several, no side-by-side study")
    assert concepts(browser) == []


def test_a_bar_of_the_plot_shows_its_concepts_by_click_and_by_key(browser: Any, page: Path) -> None:
    opened(browser, page, "comparison/0+1+2")
    bars = every(browser, "#comparison .upset .set")
    told = [bar.get_attribute("aria-label") for bar in bars]
    assert told == [
        "2 items said of mesenchymal stem cell only: 2 microRNAs",
        "2 items said of embryonic stem cell only: 2 markers",
    ]
    assert [bar.get_attribute("tabindex") for bar in bars] == ["0", "-1"], "one stop of the tab key"
    browser.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true }))", bars[1])
    assert "Said of embryonic stem cell only: 2 markers" in text(browser, "#comparison .picked")
    assert concepts(browser) == ["CD63", "CD9"]
    browser.execute_script("document.querySelector('.upset .set[aria-pressed=true]').focus()")
    ActionChains(browser).send_keys("\ue012", "\ue007").perform()  # left arrow, Enter
    assert concepts(browser) == ["let-7b", "miR-21"]
    assert browser.execute_script("return document.activeElement.dataset.set") == "100", "focus stays on the plot"


def test_the_plot_and_the_matrix_are_saved(
    browser: Any, page: Path, tmp_path: Path, arrived: Callable[..., None]
) -> None:
    opened(browser, page, "comparison/0+1+2")
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for name in ("svg", "tsv"):
        browser.find_element("id", f"comparison-{name}").click()
    files = {"upset.svg", "comparison.tsv"}
    arrived(tmp_path, files)
    drawn = ElementTree.parse(tmp_path / "upset.svg").getroot()
    assert "embryonic stem cell" in {one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")}
    head, *lines = (tmp_path / "comparison.tsv").read_text(encoding="utf-8").splitlines()
    assert head.split("\t")[:4] == ["identifier", "type", "Concept", "mesenchymal stem cell"]
    assert len(lines) == 5
    assert any("CANX\tno direct evidence\tlacks 0.80\tno direct evidence\ttold of one only" in line for line in lines)
