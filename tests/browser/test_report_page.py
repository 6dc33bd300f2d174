"""The report in a real browser: every screen, clicks, filters, search, keyboard, hostile text, a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

SCREENS = ("overview", "network", "comparison", "evidence", "unsaid", "documents", "evaluation")


def opened(browser: Any, page: Path, address: str = "overview") -> Any:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")
    return browser


def one(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def every(browser: Any, selector: str) -> list[Any]:
    return browser.find_elements("css selector", selector)


def text(browser: Any, selector: str) -> str:
    return str(one(browser, selector).text)


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def choose(browser: Any, selector: str, value: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(one(browser, selector)).select_by_visible_text(value)


def visible_screen(browser: Any) -> list[str]:
    return [panel.get_attribute("id") for panel in every(browser, "[role=tabpanel]") if panel.is_displayed()]


def edge_of(browser: Any, kind: str, head: str, tail: str) -> int:
    script = """
      const { data } = window.report;
      return data.edges.findIndex((edge) => edge.type === arguments[0]
        && data.nodes[edge.source].id === arguments[1] && data.nodes[edge.target].id === arguments[2]);
    """
    return int(browser.execute_script(script, kind, head, tail))


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_opens_by_its_tab_and_by_its_address(browser: Any, page: Path, screen: str) -> None:
    opened(browser, page)
    one(browser, f"#tab-{screen}").click()
    assert visible_screen(browser) == [screen]
    assert one(browser, f"#tab-{screen}").get_attribute("aria-selected") == "true"
    opened(browser, page, screen)
    assert visible_screen(browser) == [screen]
    assert one(browser, f"#{screen}").text
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_the_overview_tells_what_was_read_what_failed_and_what_stands_out(browser: Any, page: Path) -> None:
    opened(browser, page)
    told = text(browser, "#overview")
    assert "1 source could not be read" in told
    assert "save it again" in told
    assert "mesenchymal stem cell vesicles carried miR-21" in told
    assert "2 sentences in 2 documents, 1 primary study cited" in told
    assert "Mentions, strict" in told
    one(browser, ".findings button").click()
    assert visible_screen(browser) == ["network"]
    assert "vesicles carried" in text(browser, "#card")


def test_a_click_on_a_line_shows_its_evidence(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    index = edge_of(browser, "TARGETS", "mirna:mir-21", "HGNC:9588")
    browser.execute_script(
        "arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true }))",
        one(browser, f"path.hit[data-edge='{index}']"),
    )
    card = text(browser, "#card")
    assert "contested" in card
    assert "Evidence against (1)" in card
    assert "One group found miR-21 to raise PTEN (2)." in card
    assert {mark.text for mark in every(browser, "#card .argument")} == {"miR-21", "PTEN"}
    links = {link.get_attribute("href") for link in every(browser, "#card .studies a")}
    assert links == {"https://doi.org/10.9999/first", "https://pubmed.ncbi.nlm.nih.gov/999999902/"}
    one(browser, "#card details.why summary").click()
    assert "0.8 · (1 − 0.8) = 0.16" in text(browser, "#card .formula")
    assert browser.current_url.endswith(f"#/network/edge/{index}")


def test_a_real_click_in_the_middle_of_a_line_reaches_it(browser: Any, page: Path) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    opened(browser, page, "network")
    index = edge_of(browser, "REGULATES", "nil:CELL_TYPE:tenocyte-like cells", "HGNC:12680")
    middle = browser.execute_script(
        """const path = document.querySelector(`path.hit[data-edge='${arguments[0]}']`);
           const point = path.getPointAtLength(path.getTotalLength() / 2);
           const box = document.getElementById('drawing').getBoundingClientRect();
           return [Math.round(box.left + point.x), Math.round(box.top + point.y)];""",
        index,
    )
    action = ActionChains(browser)
    action.w3c_actions.pointer_action.move_to_location(*middle)
    action.w3c_actions.pointer_action.click()
    action.perform()
    assert "tenocyte-like cells raised VEGF." in text(browser, "#card")


def test_a_cooccurrence_tells_how_its_score_is_made(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    index = edge_of(browser, "cooccurrence", "CL:0000134", "mirna:mir-21")
    opened(browser, page, f"network/edge/{index}")
    assert every(browser, f"path.hit[data-edge='{index}']"), "an edge with an address is drawn, whatever its rank"
    one(browser, "#card details.why summary").click()
    told = text(browser, "#card .formula")
    assert "C(a,b) = 1·2 + 0.5·2 + 0.25·2 = 3.5" in told
    assert "C^0.6" in told
    assert "sentences: 2 with both, 4 and 4 with one, of 13" in told
    assert "X hypergeometric" in told
    assert "q after Benjamini and Hochberg: rank 2 of 3 pairs tested, p·3/2 = " in told
    assert len(every(browser, "#card .piece")) == 2


def test_a_table_row_is_shown_as_a_row_under_its_heads(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    opened(browser, page, f"network/edge/{edge_of(browser, 'EXPRESSES', 'CL:0002322', 'HGNC:1473')}")
    assert [head.text for head in every(browser, "#card .rows th")] == ["Source", "Found", "Model"]
    assert text(browser, "#card .rows .inherited") == "hESC"
    assert {mark.text for mark in every(browser, "#card .argument")} == {"hESC", "calnexin"}


def test_filters_take_away_and_reset_gives_back(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    whole = len(every(browser, "#drawing .node"))
    one(browser, "input[value=MARKER]").click()
    assert not every(browser, "#drawing .node.marker")
    one(browser, "#filter-reset").click()
    assert len(every(browser, "#drawing .node")) == whole
    one(browser, "input[value=plus]").click()
    assert not every(browser, "#drawing .edge.plus")
    assert every(browser, "#drawing .edge.minus")
    for sign in ("minus", "zero", "together"):
        one(browser, f"input[value={sign}]").click()
    assert "Nothing passes these filters" in text(browser, "#shown")
    one(browser, "#filter-reset").click()
    choose(browser, "#filter-document", "A made-up review of vesicles")
    assert "VEGFA" not in text(browser, "#drawing")


def test_search_finds_by_any_name_seen_and_shows_the_neighbourhood(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    one(browser, "#search").send_keys("vegf")
    assert [option.text for option in every(browser, "#found [role=option]")] == ["VEGFA"]
    press(browser, "\ue007")
    assert "VEGFA" in text(browser, "#card h2")
    assert "Neighbourhood of VEGFA: 2 concepts" in text(browser, "#shown")
    one(browser, "#shown button").click()
    assert "Showing" in text(browser, "#shown")
    one(browser, "#search").send_keys("no such thing")
    assert "Nothing of that name" in text(browser, "#found-nothing")


def test_everything_is_reached_by_keyboard(browser: Any, page: Path) -> None:
    opened(browser, page)
    browser.execute_script("document.getElementById('tab-overview').focus()")
    press(browser, "\ue014")  # right arrow
    assert visible_screen(browser) == ["network"]
    assert len(every(browser, "[role=tab][tabindex='0'], [role=tab]:not([tabindex])")) == 1
    assert len(every(browser, "#drawing [tabindex='0']")) == 1
    browser.execute_script("document.querySelector('#drawing .node[tabindex=\"0\"]').focus()")
    first = browser.execute_script("return document.activeElement.dataset.node")
    moved = first
    for key in ("\ue014", "\ue012", "\ue013", "\ue015"):
        press(browser, key)
        moved = browser.execute_script("return document.activeElement.dataset.node")
        if moved != first:
            break
    assert moved != first
    name = browser.execute_script("return document.activeElement.getAttribute('aria-label')").split(",")[0]
    press(browser, "\ue007")
    assert name in text(browser, "#card h2")
    assert browser.execute_script("return document.activeElement.id") == "card"


def test_statements_are_sorted_filtered_and_unfolded(browser: Any, page: Path) -> None:
    opened(browser, page, "evidence")
    every(browser, "#evidence th button")[4].click()
    beliefs = [float(cell.text) for cell in every(browser, "#evidence tbody tr:not(.unfolded) td:nth-child(5)")]
    assert beliefs == sorted(beliefs, reverse=True)
    assert every(browser, "#evidence th")[4].get_attribute("aria-sort") == "descending"
    one(browser, "#evidence-search").send_keys("keratinocyte")
    assert "0 statements" in text(browser, "#evidence [role=status]")
    one(browser, "#evidence-search").clear()
    one(browser, "#evidence-search").send_keys("mir-21")
    choose(browser, "#evidence-type", "targets")
    assert "1 statement" in text(browser, "#evidence [role=status]")
    one(browser, "#evidence .toggle").click()
    assert "There miR-21 silenced" not in text(browser, "#evidence .unfolded")
    assert "There miR-21 silences PTEN (1)." in text(browser, "#evidence .unfolded")


def test_documents_show_their_marks_tables_and_what_was_not_mined(browser: Any, page: Path) -> None:
    opened(browser, page, "documents/0")
    assert text(browser, "#text h2") == "A made-up review of vesicles"
    nested = every(browser, "#text mark.pathway mark.marker")
    assert [mark.text for mark in nested] == ["PTEN", "AKT"]
    assert [cell.text for cell in every(browser, "#text .rows tbody tr:nth-child(2) td")] == [
        "hESC",
        "calnexin",
        "burn",
    ]
    assert "Not mined: references" in text(browser, "#text details.unread")
    choose(browser, "#document", "Notes & tales of <vesicles> (2021)")
    marks = [mark.text for mark in every(browser, "#text mark.cell")]
    assert marks == ["mesenchymal stem cells", "keratinocytes", "MSC", "tenocyte-like cells"]
    one(browser, "#text mark.cell").click()
    assert visible_screen(browser) == ["network"]
    assert "mesenchymal stem cell" in text(browser, "#card h2")


def test_evidence_leads_to_its_place_in_the_document(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    opened(browser, page, f"network/edge/{edge_of(browser, 'ACTS_ON', 'CL:0000134', 'CL:0000057')}")
    one(browser, "#card .piece footer button").click()
    assert visible_screen(browser) == ["documents"]
    assert "helped fibroblasts" in text(browser, "#text .found")


def test_scores_and_errors_stand_in_their_context(browser: Any, page: Path) -> None:
    opened(browser, page, "evaluation")
    assert "0.89 (0.80–0.95)" in text(browser, "#evaluation .total")
    assert "2 errors" in text(browser, "#evaluation")
    choose(browser, ["#evaluation select[data-key=kind]", " nth"][0], "any kind")
    selects = [s for s in every(browser, "#evaluation select[data-key=kind]") if s.is_displayed()]
    selects[-1].send_keys("missed")
    contexts = [cell.text for cell in every(browser, "#evaluation .context") if cell.is_displayed()]
    assert len(contexts) == 1
    assert "rich in miR-21 (1)" in contexts[0]
    assert text(browser, "#evaluation .spot") == "miR-21"


WILD = ("overview", "network", "network?map", "network/node/1", "network/edge/0", "comparison", "evidence", "unsaid")


def test_hostile_text_stays_text(
    browser: Any, make: ModuleType, write: Callable[..., Path], tmp_path: Path, arrived: Callable[..., None]
) -> None:
    wild = write([make.hostile(make.HOSTILE)])
    for screen in (*WILD, "documents/0", "evaluation"):
        opened(browser, wild, screen)
        assert browser.execute_script("return document.body.id") == ""
        assert browser.execute_script("return document.images.length") == 0
        assert (
            browser.execute_script("return document.querySelectorAll('script:not([type=\"text/plain\"])').length") == 2
        )
    opened(browser, wild, "documents/0")
    assert "</script><script>document.body.id='owned'" in text(browser, "#text")
    opened(browser, wild, "network/edge/0")
    saved(browser, tmp_path, arrived)
    drawn = ElementTree.parse(tmp_path / "network.svg").getroot()
    assert {element.tag.split("}")[1] for element in drawn.iter()} <= DRAWN
    for name in ("edges.tsv", "sentences.tsv"):
        lines = (tmp_path / name).read_text(encoding="utf-8").split("\n")
        assert {line.count("\t") for line in lines if line} == {lines[0].count("\t")}
    nodes = json.loads((tmp_path / "network.cyjs").read_text(encoding="utf-8"))["elements"]["nodes"]
    assert any(node["data"]["name"].startswith("</script>") for node in nodes)
    assert {node["data"]["name"] for node in nodes} == set(
        browser.execute_script("return window.report.data.nodes.map((node) => node.name)")
    )


@pytest.mark.parametrize(
    "name",
    [
        "</script><!--<script>",
        "\u202eright to left\u2066",
        "\U0001f9ec" * 50,
        "e\u0301" * 80,
        "__proto__",
        "constructor",
        "=1+1",
        "' onmouseover='x",
        "\x01\x1b[31m\x7f\x9f",
        "&lt;b&gt;",
        " ",
    ],
)
def test_odd_names_are_found_and_shown_as_they_are(
    browser: Any, make: ModuleType, write: Callable[..., Path], name: str
) -> None:
    odd = write([make.hostile(name)])
    opened(browser, odd, "network")
    node = browser.execute_script("return window.report.data.nodes.findIndex((one) => one.type === 'CELL_TYPE')")
    told = "const { label, name } = window.report.data.nodes[arguments[0]]; return [label, name]"
    label, shown = browser.execute_script(told, node)
    opened(browser, odd, f"network/node/{node}")
    heading, below = browser.execute_script(
        "const h = document.querySelector('#card h2'); return [h.textContent, h.nextElementSibling.textContent]"
    )
    assert heading == label
    assert shown in (label, below), "what is too long to be drawn stands below it in full"
    opened(browser, odd, "network/edge/0")
    assert " raised CD9 (1)." in browser.execute_script("return document.querySelector('#card .piece').textContent")
    marks = browser.execute_script(
        "return [...document.querySelectorAll('#card .argument')].map((one) => one.textContent)"
    )
    assert marks[-1] == "CD9"


def test_a_name_of_a_hundred_thousand_characters_breaks_nothing(
    browser: Any, make: ModuleType, write: Callable[..., Path]
) -> None:
    long = write([make.hostile("x" * 100_000)])
    for screen in WILD:
        opened(browser, long, screen)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), screen


def test_an_empty_run_has_a_report_too(browser: Any, write: Callable[..., Path]) -> None:
    empty = write([])
    for screen in SCREENS:
        opened(browser, empty, screen)
        assert visible_screen(browser) == [screen]
    assert "None of these documents has gold" in text(browser, "#evaluation")


@pytest.mark.parametrize("screen", [*SCREENS, "network/edge/0", "network/node/1"])
def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Any, page: Path, screen: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    )
    opened(browser, page, screen)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    if screen.startswith("network"):
        assert one(browser, "#drawing").size["height"] > 200
        assert not one(browser, "#search").is_displayed()
        one(browser, "#filters summary").click()
        assert one(browser, "#search").is_displayed()


def test_names_and_shapes_are_told_to_those_who_do_not_see_them(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    labels = [node.get_attribute("aria-label") for node in every(browser, "#drawing .node")]
    assert "miR-21, microRNA" in labels
    unnamed = """return [...document.querySelectorAll('button, input, select, [role=button]')]
      .filter((e) => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"""
    assert browser.execute_script(unnamed) == 0


SAVED = {
    "png": "network.png",
    "svg": "network.svg",
    "tsv": "edges.tsv",
    "sentences": "sentences.tsv",
    "cyjs": "network.cyjs",
}
#: elements of an SVG that is only a drawing
DRAWN = {"svg", "defs", "marker", "g", "path", "rect", "circle", "polygon", "text", "title"}


def saved(browser: Any, folder: Path, arrived: Callable[..., None]) -> None:
    """Save what the network shows in every format."""
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    for kind in SAVED:
        one(browser, f"#save-{kind}").click()
    arrived(folder, set(SAVED.values()))


def test_the_map_is_saved_as_it_is_shown(
    browser: Any, page: Path, tmp_path: Path, arrived: Callable[..., None]
) -> None:
    opened(browser, page, "network?map")
    saved(browser, tmp_path, arrived)
    drawn = ElementTree.parse(tmp_path / "network.svg").getroot()
    told = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"miR-21", "PTEN"} <= told
    assert (tmp_path / "network.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    elements = json.loads((tmp_path / "network.cyjs").read_text(encoding="utf-8"))["elements"]
    assert len(elements["edges"]) == browser.execute_script("return window.report.data.numbers.edges")


def test_what_is_shown_is_saved_as_picture_and_table(
    browser: Any, page: Path, tmp_path: Path, arrived: Callable[..., None]
) -> None:
    opened(browser, page, "network")
    saved(browser, tmp_path, arrived)
    picture = (tmp_path / "network.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = one(browser, "#drawing").size
    wide, high = (int.from_bytes(picture[start : start + 4], "big") for start in (16, 20))
    assert (abs(wide - 2 * size["width"]) <= 2, abs(high - 2 * size["height"]) <= 2) == (True, True)
    drawn = ElementTree.parse(tmp_path / "network.svg").getroot()
    told = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"miR-21", "PTEN"} <= told
    lines = (tmp_path / "edges.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(every(browser, "#drawing path.hit"))
    assert any(line.startswith("mirna:mir-21\tTARGETS\tactivates\tHGNC:9588\t0.16") for line in lines)
    said = (tmp_path / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    assert any("\tfor\t" in line and line.endswith("One group found miR-21 to raise PTEN (2).") for line in said)
    elements = json.loads((tmp_path / "network.cyjs").read_text(encoding="utf-8"))["elements"]
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert {"mirna:mir-21", "HGNC:9588"} <= ids
    assert len(elements["edges"]) == len(lines) - 1
    assert {edge["data"][end] for edge in elements["edges"] for end in ("source", "target")} <= ids
    assert all(isinstance(node["position"]["x"], int | float) for node in elements["nodes"])
