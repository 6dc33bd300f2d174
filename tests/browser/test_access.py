"""The report for all: axe-core finds nothing, keys reach all, 400 % zoom and phones need no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SCREENS = (
    "overview",
    "network",
    "network?map",
    "network/node/1",
    "network/edge/0",
    "comparison",
    "evidence",
    "unsaid",
    "documents/0",
    "documents/0//pages",
    "evaluation",
)
Violations = Callable[[Any], list[list[Any]]]
UNFOLD = """
document.querySelectorAll('details').forEach((one) => { one.open = true; });
document.querySelectorAll('.toggle').forEach((one, i) => { if (i < 3 && one.offsetParent) one.click(); });
"""


def opened(browser: Any, page: Path, address: str) -> None:
    browser.get("about:blank")
    browser.get(f"{page.as_uri()}#/{address}")
    assert browser.execute_script("return document.body.hasAttribute('data-ready')")


@pytest.fixture(params=["light", "dark"])
def look(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The browser with a light or a dark page."""
    told = {"features": [{"name": "prefers-color-scheme", "value": request.param}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", told)
    yield browser
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(look: Any, page: Path, violations: Violations, screen: str) -> None:
    opened(look, page, screen)
    look.execute_script(UNFOLD)
    assert violations(look) == []


def test_axe_finds_what_is_wrong(browser: Any, page: Path, violations: Violations) -> None:
    opened(browser, page, "overview")
    browser.execute_script("document.querySelector('main').append(document.createElement('button'))")
    assert [found for found, _ in violations(browser)] == ["button-name"]


def focused(browser: Any, script: str = "return document.activeElement.id || document.activeElement.tagName") -> str:
    return str(browser.execute_script(script))


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


TAB, ENTER, SPACE, ESCAPE, LEFT, UP, RIGHT, DOWN = (chr(0xE000 + n) for n in (4, 7, 13, 12, 18, 19, 20, 21))


@pytest.mark.parametrize("screen", ["overview", "network", "network?map", "comparison", "evidence", "documents/0"])
def test_the_tab_key_goes_through_a_screen_and_out_again(browser: Any, page: Path, screen: str) -> None:
    opened(browser, page, screen)
    browser.execute_script(
        "document.activeElement.blur(); window.seen = [];"
        "addEventListener('focusin', (event) => window.seen.push(event.target));"
    )
    stops = browser.execute_script(
        "return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]"
        ".filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }))"
        ".length"
    )
    assert stops < 120, "arrow keys, not the Tab key, go through what is many"
    for _ in range(stops + 2):
        press(browser, TAB)
    reached = browser.execute_script("return new Set(window.seen).size")
    assert reached >= stops
    unseen = browser.execute_script(
        "const size = (one) => one.getBoundingClientRect();"
        "return window.seen.filter((one) => !size(one).width || !size(one).height)"
        ".map((one) => one.outerHTML.slice(0, 100))"
    )
    assert unseen == []


def test_marks_within_marks_are_reached_by_arrow_keys(browser: Any, page: Path) -> None:
    opened(browser, page, "documents/0")
    browser.execute_script("document.querySelector('#text mark[tabindex=\"0\"]').focus()")
    count = browser.execute_script("return document.querySelectorAll('#text mark').length")
    reached = set()
    for _ in range(count):
        reached.add(
            focused(browser, "return [...document.querySelectorAll('#text mark')].indexOf(document.activeElement)")
        )
        press(browser, RIGHT)
    nested = browser.execute_script(
        "return [...document.querySelectorAll('#text mark')]"
        ".flatMap((one, i) => one.parentElement.closest('mark') ? [i] : [])"
    )
    assert nested
    assert {str(one) for one in nested} <= reached
    assert browser.execute_script("return document.querySelectorAll('#text mark[tabindex=\"0\"]').length") == 1


def test_the_map_is_walked_by_arrow_keys(browser: Any, page: Path) -> None:
    opened(browser, page, "network?map")
    browser.execute_script("document.getElementById('map').focus()")
    told = []
    for key in (DOWN, RIGHT, UP, LEFT):
        press(browser, key)
        told.append(focused(browser, "return document.getElementById('told').textContent"))
    assert all(", " in one for one in told)
    assert len(set(told)) > 1
    press(browser, ENTER)
    assert focused(browser) == "card"
    assert told[-1].split(",")[0] in focused(browser, "return document.querySelector('#card h2').textContent")


def test_the_search_is_a_combobox(browser: Any, page: Path) -> None:
    opened(browser, page, "network")
    browser.execute_script("document.getElementById('search').focus()")
    press(browser, "cell")
    assert focused(browser, "return document.activeElement.getAttribute('aria-expanded')") == "true"
    first = focused(browser, "return document.activeElement.getAttribute('aria-activedescendant')")
    press(browser, DOWN)
    assert focused(browser, "return document.activeElement.getAttribute('aria-activedescendant')") != first
    press(browser, ESCAPE)
    assert focused(browser, "return document.activeElement.getAttribute('aria-expanded')") == "false"
    assert focused(browser) == "search"


SIZES = {
    "phone": {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True},
    "zoomed": {"width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": False},
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_a_phone_or_a_page_at_four_times_its_size(
    browser: Any, page: Path, size: str, screen: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZES[size])
    opened(browser, page, screen)
    browser.execute_script(UNFOLD)
    wide = """
      const limit = arguments[0];
      return [...document.querySelectorAll('body *')].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > limit + 1 && !one.closest('.scroll, svg, .unseen');
      }).map((one) => one.outerHTML.slice(0, 120));
    """
    assert browser.execute_script(wide, SIZES[size]["width"]) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= SIZES[size]["width"]
