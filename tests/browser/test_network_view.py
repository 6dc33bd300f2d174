"""The network's view: each filter does what it says, every view has an address, the map shows all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

SHOWN = """
return [...document.querySelectorAll('path.hit')].map((one) => {
  const edge = window.report.data.edges[one.dataset.edge];
  return {
    type: edge.type, layer: edge.layer, documents: edge.documents, sources: edge.sources, q: edge.q ?? 1,
    sections: edge.sections.map((at) => window.report.data.sections[at]), disparity: edge.disparity ?? 1,
  };
});
"""


def opened(browser: Any, page: Path, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")


def one(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def shown(browser: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.execute_script(SHOWN)
    return found


def slide(browser: Any, key: str, value: float) -> None:
    script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', { bubbles: true }))"
    browser.execute_script(script, one(browser, f"#filter-{key}"), value)


def address(browser: Any) -> str:
    return str(browser.current_url.split("#/")[1])


def test_sections_are_filtered(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    browser.execute_script("document.querySelectorAll('#filters details').forEach((one) => { one.open = true; })")
    for name in ("body", "abstract"):
        one(browser, f"#filters input[value={name}]").click()
    assert shown(browser)
    assert all("table" in edge["sections"] for edge in shown(browser))
    assert address(browser) == "network?sections=table"


def test_documents_and_their_number_are_filtered(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    Select(one(browser, "#filter-document")).select_by_value("1")
    assert shown(browser)
    assert all(1 in edge["sources"] for edge in shown(browser))
    assert address(browser) == "network?document=1"
    slide(browser, "documents", 2)
    assert {edge["documents"] for edge in shown(browser)} == {2}
    assert address(browser) == "network?documents=2&document=1"


def test_what_chance_explains_is_filtered(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    for sign in ("plus", "minus", "zero"):
        one(browser, f"#filters input[value={sign}]").click()
    before = shown(browser)
    assert {edge["layer"] for edge in before} == {"cooccurrence"}
    Select(one(browser, "#filter-q")).select_by_value("0.05")
    assert [edge for edge in shown(browser) if edge["q"] > 0.05] == []
    assert len(shown(browser)) < len(before)


def test_the_backbone_is_what_is_strong_at_either_end(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    whole = len(shown(browser))
    one(browser, "#filters input[value=backbone]").click()
    assert all(edge["disparity"] <= 0.05 for edge in shown(browser))
    assert len(shown(browser)) < whole
    assert address(browser) == "network?backbone"


def test_two_steps_reach_farther_than_one(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    one(browser, "#search").send_keys("fibroblast")
    one(browser, "#found li").click()
    near = browser.execute_script("return document.querySelectorAll('#drawing .node').length")
    Select(one(browser, "#filter-steps")).select_by_value("2")
    far = browser.execute_script("return document.querySelectorAll('#drawing .node').length")
    assert far > near
    assert "steps=2" in address(browser)


@pytest.mark.parametrize(
    "view",
    [
        "network?types=CELL_TYPE,MIRNA&least=0.3",
        "network/node/2?signs=plus&focus=2",
        "network?document=0&backbone&map",
        "network?relations=CARRIES,TARGETS&q=0.01&amount=12&steps=2",
    ],
)
def test_an_address_gives_its_view_back(browser: Any, page: Path, view: str) -> None:
    opened(browser, page, view)
    first = browser.execute_script("return document.querySelector('#drawing').textContent"), shown(browser)
    address_ = address(browser)
    assert address_ == view
    opened(browser, page, address_)
    again = browser.execute_script("return document.querySelector('#drawing').textContent"), shown(browser)
    assert again == first


@pytest.mark.parametrize(
    "nonsense", ["types=NOTHING", "least=abc", "document=99999", "focus=-1", "q=", "unheard=of&%%%", "steps=7"]
)
def test_an_address_of_nonsense_shows_the_network(browser: Any, page: Path, nonsense: str) -> None:
    opened(browser, page, f"network?{nonsense}")
    assert one(browser, "#drawing").is_displayed()
    assert one(browser, "#shown").text
    opened(browser, page, "network/edge/99999")
    assert "Click a line" in one(browser, "#card").text


def test_a_tab_leads_back_to_the_view_it_was_left_at(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    one(browser, "#filters input[value=MARKER]").click()
    left = address(browser)
    one(browser, "#tab-evidence").click()
    assert address(browser) == "evidence"
    one(browser, "#tab-network").click()
    assert address(browser) == left
    assert not browser.find_elements("css selector", "#drawing .node.marker")


def test_the_map_shows_all_and_leads_to_a_neighbourhood(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    one(browser, "#switch button:last-child").click()
    assert one(browser, "#map").is_displayed()
    assert not one(browser, "#drawing").is_displayed()
    assert one(browser, "#shown").text == "All 17 concepts, 32 edges"
    place = browser.execute_script(
        """const node = window.report.data.nodes.findIndex((one) => one.label === 'PTEN');
           const box = document.getElementById('map').getBoundingClientRect();
           const k = Math.min(box.width, box.height) / 1040;
           const [x, y] = window.report.data.nodes[node].spot;
           return [Math.round(box.left + (box.width - k * 1000) / 2 + x * k),
                   Math.round(box.top + (box.height - k * 1000) / 2 + y * k)];"""
    )
    from selenium.webdriver.common.action_chains import ActionChains

    action = ActionChains(browser)
    action.w3c_actions.pointer_action.move_to_location(*place)
    action.w3c_actions.pointer_action.click()
    action.perform()
    assert one(browser, "#card h2").text == "PTEN"
    assert address(browser).endswith("?map")
    next(one for one in browser.find_elements("css selector", "#card .action") if "neighbourhood" in one.text).click()
    assert one(browser, "#drawing").is_displayed()
    assert "Neighbourhood of PTEN" in one(browser, "#shown").text
