"""The screens beside the network in a real browser: news, indirect links, long tables, pages of PDFs, exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import Select, WebDriverWait

from pipeline.network.difference import Change, Difference
from pipeline.network.indirect import listed
from pipeline.report.data import ReportData
from pipeline.report.page import write_report


def opened(browser: Any, page: Path, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")


def every(browser: Any, selector: str) -> list[Any]:
    return browser.find_elements("css selector", selector)  # type: ignore[no-any-return]


def text(browser: Any, selector: str) -> str:
    return str(browser.find_element("css selector", selector).text)


def test_the_overview_tells_what_is_new_and_why(browser: Any, page: Path) -> None:
    opened(browser, page, "overview")
    told = text(browser, "#news")
    assert "Compared with an earlier run: 1 new document; 1 document left out; setting alpha: 0.5 -> 0.6." in told
    assert "1 statement gained, 1 lost" in told
    rows = [row.text for row in every(browser, "#news tbody tr")]
    assert rows == [
        "gained mesenchymal stem cell carries miR-21 – present 0.96 1 new document",
        "lost a cell no more carries miR-21 present 0.80 – 1 document left out",
    ]
    Select(browser.find_element("css selector", "#news select")).select_by_visible_text("statements lost")
    assert [row.text[:4] for row in every(browser, "#news tbody tr")] == ["lost"]
    assert "Documents by year. 2019: 1, 2021: 1" in browser.find_element("css selector", ".years").get_attribute(
        "aria-label"
    )
    assert "the PDF is not there any more" in text(browser, "#overview")


def test_nothing_new_is_told_and_no_run_before_is_not(
    browser: Any, full: ReportData, tmp_path: Path, write: Callable[..., Path]
) -> None:
    same = replace(full, difference=Difference((), (), (), False, ()))
    opened(browser, write_report(tmp_path, same), "overview")
    assert "the same documents, model and settings.\nNothing changed." in text(browser, "#news")
    opened(browser, write([]), "overview")
    assert not every(browser, "#news")


def test_indirect_links_are_searched_and_show_their_ways(browser: Any, page: Path, full: ReportData) -> None:
    opened(browser, page, "unsaid")
    assert len(every(browser, "#unsaid tbody tr")) == len(full.indirect) > 0
    browser.find_element("id", "unsaid-search").send_keys("msc pten")
    assert "0 links" in text(browser, "#unsaid [role=status]")
    browser.find_element("id", "unsaid-search").clear()
    browser.find_element("id", "unsaid-search").send_keys("let-7b")
    rows = every(browser, "#unsaid tbody tr")
    assert rows
    rows[0].find_element("css selector", ".toggle").click()
    below = browser.find_element("css selector", "#unsaid .unfolded")
    assert "of the score" in below.text
    summary = below.find_element("css selector", "summary")
    summary.click()
    WebDriverWait(browser, 5).until(lambda _: below.find_elements("css selector", ".piece"))
    kinds = Select(browser.find_element("id", "unsaid-types"))
    assert all(" and " in option.text for option in kinds.options[1:])
    browser.find_element("id", "unsaid-search").clear()
    browser.find_element("id", "unsaid-search").send_keys(" ")
    browser.find_element("id", "unsaid-apart").click()
    apart = sum(link.documents == 0 for link in full.indirect)
    assert len(every(browser, "#unsaid tbody tr")) == apart


def test_statements_are_chosen_by_what_they_rest_on_and_saved(
    browser: Any, page: Path, tmp_path: Path, arrived: Callable[..., None]
) -> None:
    opened(browser, page, "evidence")
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    Select(browser.find_element("id", "evidence-kind")).select_by_visible_text("Contested")
    assert text(browser, "#evidence [role=status]") == "1 statement"
    for name in ("tsv", "sentences"):
        browser.find_element("id", f"evidence-{name}").click()
    files = {"statements.tsv", "evidence.tsv"}
    arrived(tmp_path, files)
    lines = (tmp_path / "statements.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("mirna:mir-21\tHGNC:9588\tmiR-21\ttargets\t")
    head, *pieces = (tmp_path / "evidence.tsv").read_text(encoding="utf-8").splitlines()
    sides = [dict(zip(head.split("\t"), piece.split("\t"), strict=True))["side"] for piece in pieces]
    assert sorted(sides) == ["against", "for"]
    assert any("There miR-21 silences PTEN (1)." in piece for piece in pieces)


def test_a_table_of_thousands_holds_only_what_is_near(browser: Any, full: ReportData, tmp_path: Path) -> None:
    change = full.difference.changes[0] if full.difference else None
    assert change is not None
    many: tuple[Change, ...] = tuple(
        replace(change, head="CL:gone", head_name=f"cell {number:04d}", after=("present", 1 - number / 10_000))
        for number in range(2_000)
    )
    page = write_report(tmp_path, replace(full, difference=Difference((), (), (), False, many)))
    opened(browser, page, "overview")
    browser.execute_script("document.querySelectorAll('#news details').forEach((one) => { one.open = true; })")
    table = browser.find_element("css selector", "#news table")
    assert table.get_attribute("aria-rowcount") == "2001"
    first = "return document.querySelector('#news tbody tr:not([aria-hidden])').ariaRowIndex"
    assert browser.execute_script(first) == "2"
    assert len(every(browser, "#news tbody tr")) < 400
    browser.execute_script("const box = document.querySelector('#news .tall'); box.scrollTop = box.scrollHeight")
    WebDriverWait(browser, 5).until(lambda _: "cell 1999" in table.text)
    assert browser.execute_script(first) != "2", "the first rows are gone meanwhile"
    assert len(every(browser, "#news tbody tr")) < 400
    every(browser, "#news th button")[3].click()
    assert table.find_element("css selector", "tbody tr").text.startswith("gained cell 0000")


def test_a_page_of_a_pdf_shows_boxes_that_lead_on(browser: Any, page: Path, full: ReportData) -> None:
    number = sorted(reading.document.source for reading in full.readings).index("texts/first.txt")
    opened(browser, page, f"documents/{number}")
    every(browser, "#document-views button")[1].click()
    WebDriverWait(browser, 5).until(
        lambda it: it.execute_script("return document.querySelector('.sheet img')?.naturalWidth") == 8
    )
    (box,) = every(browser, ".sheet .spotted")
    assert box.get_attribute("aria-label") == "microRNA: miR-21"
    style = browser.execute_script("const s = arguments[0].style; return [s.left, s.top, s.width, s.height]", box)
    assert style == ["25%", "50%", "50%", "12.5%"]
    address = browser.current_url.partition("#/")[2]
    assert address == f"documents/{number}//pages"
    browser.execute_script("arguments[0].focus()", box)
    ActionChains(browser).send_keys("\ue007").perform()
    assert "miR-21" in text(browser, "#card h2")
    assert not every(browser, f"#document-views option[value='{1 - number}']")


def test_evidence_leads_to_its_page(browser: Any, page: Path) -> None:
    opened(browser, page, "evidence")
    browser.find_element("id", "evidence-search").send_keys("miR-21 carries")
    browser.find_element("css selector", "#evidence .toggle").click()
    leads = [one for one in every(browser, "#evidence .unfolded footer button") if one.text == "on the page"]
    leads[0].click()
    assert browser.current_url.endswith("/pages")
    assert every(browser, ".sheet .spotted.found")


def test_a_picture_that_was_left_behind_is_told(browser: Any, full: ReportData, tmp_path: Path) -> None:
    page = write_report(tmp_path, full)
    for picture in (tmp_path / "pages").iterdir():
        picture.unlink()
    number = sorted(reading.document.source for reading in full.readings).index("texts/first.txt")
    opened(browser, page, f"documents/{number}//pages")
    WebDriverWait(browser, 5).until(lambda _: "beside this report, and it is not there" in text(browser, "#text"))
    browser.get_log("browser")


def test_gold_and_extraction_are_linked(browser: Any, page: Path) -> None:
    opened(browser, page, "evaluation")
    browser.find_element("id", "reconciliation").click()
    assert browser.title == "Extraction against gold"
    assert "miR-21" in text(browser, "tbody")


@pytest.mark.parametrize("screen", ["overview", "comparison", "unsaid", "evidence", "documents/0//pages"])
def test_hostile_names_stay_text_on_every_screen(
    browser: Any, make: ModuleType, report_of: Callable[..., ReportData], tmp_path: Path, screen: str
) -> None:
    told = report_of([make.hostile(make.HOSTILE)])
    change = Change(
        "lost", "relation", "CARRIES", "x", "y", make.HOSTILE, make.HOSTILE, ("present", 0.5), None, make.HOSTILE
    )
    news = Difference((make.HOSTILE,), (make.HOSTILE,), (make.HOSTILE,), True, (change,))
    page = write_report(
        tmp_path,
        replace(told, difference=news, since=make.HOSTILE, undrawn=[make.HOSTILE], indirect=listed(told.graph)),
    )
    opened(browser, page, screen)
    browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.execute_script("return document.body.id") == ""
    assert browser.execute_script("return document.images.length") == 0
    if screen == "overview":
        assert "</script><script>document.body.id='owned'" in text(browser, "#news")
