"""The reading pages in a real browser: links that load nothing again, and nothing wider than its screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import Server, settle

pytestmark = pytest.mark.browser

MAIN = '[data-testid="stMain"]'


def test_links_open_within_the_page_and_going_back_goes_back(page: Any, server: Server) -> None:
    page.goto(server.url("", **{"as": "ceo"}))
    settle(page)
    page.evaluate("window.still = 'here'")
    page.locator(".heat tbody th a", has_text="Elm Grove").click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText.startsWith('Elm Grove')")
    settle(page)
    assert "/school?" in page.url
    assert "as=ceo" in page.url
    assert page.evaluate("window.still") == "here"
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Trust Performance Dashboard'")
    assert page.evaluate("window.still") == "here"


def test_a_tile_leads_down_to_its_measure(page: Any, server: Server) -> None:
    page.goto(server.url("", **{"as": "dtl"}))
    settle(page)
    page.locator(".tile a.inside").nth(3).click()
    page.wait_for_function(f"() => document.querySelector('{MAIN}').scrollTop > 500")
    page.wait_for_function("() => document.querySelector('#by-measure h2')?.innerText === 'Maths'")
    assert page.url.endswith("#by-measure")


def test_a_number_is_explained_and_the_explanation_closes(page: Any, server: Server) -> None:
    page.goto(server.url("", **{"as": "board"}))
    settle(page)
    page.locator("a.explain").first.click()
    page.get_by_role("dialog").wait_for()
    assert "explain=rwm_expected" in page.url
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_function("() => !location.search.includes('explain')")


def test_the_whole_way_down_works_from_the_keyboard(page: Any, server: Server) -> None:
    page.goto(server.url("", **{"as": "ceo"}))
    settle(page)
    page.locator(".heat tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.pathname === '/school'")


def test_a_cell_explains_itself_from_the_keyboard_and_its_address_holds(page: Any, server: Server) -> None:
    page.goto(server.url("", **{"as": "ceo"}))
    settle(page)
    cell = page.locator(".heat td a").first
    assert (cell.get_attribute("aria-label") or "").startswith("Explain: ")
    cell.focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("dialog").locator(".explained")
    said.wait_for()
    told = said.inner_text()
    page.goto(page.url)
    said.wait_for()
    assert said.inner_text() == told


def test_charts_follow_a_change_from_light_to_dark(page: Any, server: Server) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(server.url("school", **{"as": "ceo"}))
    settle(page)
    number = page.locator(".js-plotly-plot .annotation-text").last
    number.wait_for()
    before = number.evaluate("text => getComputedStyle(text).fill")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "before => { const all = document.querySelectorAll('.js-plotly-plot .annotation-text');"
        " return all.length && getComputedStyle(all[all.length - 1]).fill !== before }",
        arg=before,
    )


@pytest.fixture
def asked_for(page: Any) -> Callable[[], list[str]]:
    """What the browser was asked for from elsewhere."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return lambda: asked


def test_nothing_is_fetched_from_the_internet(
    page: Any, server: Server, asked_for: Callable[[], list[str]]
) -> None:
    page.goto(server.url("", **{"as": "ceo"}))
    settle(page)
    page.wait_for_timeout(500)
    elsewhere = [url for url in asked_for() if not url.startswith((server.address, "data:", "blob:"))]
    assert not elsewhere
