"""What a DTL does on the pages that look ahead and on the Explorer, done in a real browser."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import movement_trust
import pytest
from builders_trust import OAKFIELD
from conftest import Server, built_once, running, settle
from test_journeys import choose, in_view, wait_for
from test_pages_way_down import openings

from etl.folder import DataFolder

pytestmark = pytest.mark.browser
DTL = {"as": "dtl"}


@pytest.fixture(scope="module")
def dashboard(shared_by_workers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On the trust of tests/movement_trust.py, which these journeys may add to."""
    root = built_once(shared_by_workers / "movement", movement_trust.build)
    own = tmp_path_factory.mktemp("ahead")
    with running(Path(shutil.copytree(root, own / "trust")) / "data", own / "log.txt") as one:
        yield one


def test_two_files_asked_for_at_once_both_come_and_both_are_written_down(
    page: Any, dashboard: Server
) -> None:
    page.goto(dashboard.url("pupils", **DTL, urn=OAKFIELD))
    settle(page)
    came: list[str] = []
    page.on("download", lambda download: came.append(Path(download.suggested_filename).suffix))
    for name in ("Download CSV", "Download Excel"):
        page.get_by_role("button", name=name).click()
    until = time.monotonic() + 20
    while len(came) < 2 and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert sorted(came) == [".csv", ".xlsx"]
    written = [action for action, *_ in openings(DataFolder(dashboard.log.parent / "trust" / "data"))]
    assert written[:2] == ["download a list of pupils"] * 2


def said(page: Any) -> str:
    return " ".join(page.locator('[data-testid="stMain"]').inner_text().split())


def test_an_alert_of_a_forecast_leads_to_its_row(page: Any, server: Server) -> None:
    page.goto(server.url("alerts", **DTL, half_term="2024-25-summer-1"))
    settle(page)
    door = page.locator('ul.alerts a[href*="#forecast-"]').first
    about = door.inner_text()
    door.click()
    row = page.locator("tr.gone-to")
    row.wait_for()
    page.wait_for_timeout(700)  # it is looked for again once charts have grown
    assert row.locator("th").inner_text().removesuffix(" Primary School") in about
    assert page.locator("h2", has_text="the year's end").inner_text().partition(",")[0] in about
    assert in_view(row)
    assert row.evaluate("row => row === document.activeElement")
    assert page.url.endswith(f"#{row.get_attribute('id')}")


def test_another_half_term_of_movement(page: Any, dashboard: Server) -> None:
    page.goto(dashboard.url("movement", **DTL, urn=OAKFIELD, measure="reading_expected"))
    wait_for(page, "h2", "since 2025/26 Autumn 2")
    assert "Of those who stayed, 2 came to meet the standard and 1 no longer does" in said(page)
    choose(page, "Half-term", "2025/26 Autumn 2")
    wait_for(page, "h2", "since 2025/26 Autumn 1")
    assert "There is nothing to compare" in said(page)
    assert "half_term=2025-26-autumn-2" in page.url
    # Going back is going back to what stood there.
    page.go_back()
    wait_for(page, "h2", "since 2025/26 Autumn 2")


def test_pupils_are_ticked_and_kept_as_a_list(page: Any, dashboard: Server) -> None:
    page.goto(dashboard.url("what-if", **DTL, urn=OAKFIELD, measure="reading_expected"))
    settle(page)
    page.get_by_role("button", name="Show the pupils of Year 6 to tick").click()
    settle(page)
    assert "5 of 8, 63" in said(page)
    ticks = page.locator('.st-key-what_if_pupils [data-testid="stCheckbox"]', has_text="predicted WTS")
    for place in range(2):
        if not ticks.nth(place).is_visible():
            page.get_by_text(
                "less near to it"
            ).click()  # folded: few wish to be seen beside so small a chance
        ticks.nth(place).locator("label").click()
        wait_for(page, "th", f"With {place + 1} ticked")
    assert "7 of 8, 88" in said(page)
    page.get_by_label("Name of the list").fill("Reading, mornings")
    page.get_by_role("button", name="Keep the list").click()
    wait_for(page, '[role="status"]', "Kept “Reading, mornings”: 2 pupils.")
    page.locator("p.way-on a", has_text="Open").click()
    wait_for(page, "h3", "Reading, mornings")
    assert "2 pupils, as they stand now" in said(page)
    # From the list to a pupil, on to the next and back.
    page.locator("td a", has_text=movement_trust.SURNAME).first.click()
    wait_for(page, "nav.next-pupil", "1 of 2")
    page.get_by_role("link", name="Next pupil").focus()
    page.keyboard.press("Enter")
    wait_for(page, "nav.next-pupil", "2 of 2")
    page.get_by_role("link", name="Back to the list").click()
    wait_for(page, "h3", "Reading, mornings")


def test_a_pivot_is_saved_and_its_address_opened_again(page: Any, browser: Any, dashboard: Server) -> None:
    page.goto(dashboard.url("explorer", **DTL))
    settle(page)
    choose(page, "Rows", "Year group")
    heads = page.locator(".pivot tbody th").all_inner_texts()
    page.get_by_text("Saved views", exact=False).first.click()
    page.get_by_label("Keep the present view as").fill("By year group")
    page.get_by_role("button", name="Save the view").click()
    wait_for(page, '[role="status"]', "Saved as “By year group”.")
    number = re.search(r"view=(\d+)", page.url)
    assert number is not None
    assert any("Year 6" in one for one in heads)
    other = browser.new_context().new_page()
    other.set_default_timeout(20_000)
    other.goto(dashboard.url("explorer", **DTL, view=number[1]))
    wait_for(other, ".note", "Saved view: By year group.")
    assert other.locator(".pivot tbody th").all_inner_texts() == heads
    other.context.close()
