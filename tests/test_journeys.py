"""What each person comes to do, done in a real browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small_trust
from conftest import PHONE, Server, settle
from openpyxl import Workbook
from small_trust import ASH_LANE, AUTUMN_1, NAMES

from etl.folder import DataFolder

pytestmark = pytest.mark.browser

GIAS = """URN,LA (code),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name)
910004,999,2004,Birch Hill Primary School,Open
910005,999,2005,Old Mill Primary School,Closed
"""


@pytest.fixture
def trust(start_server: Callable[..., Server], small_folder: DataFolder) -> Server:
    return start_server(small_folder.root)


def give(page: Any, content: str, name: str = "tracker.csv") -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )


def choose(page: Any, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    # A list of options closes when the page scrolls, as it would on the way to a box out of sight.
    box.evaluate("box => box.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(200)
    box.click()
    page.get_by_role("option", name=option).click()
    settle(page)


def wait_for(page: Any, selector: str, words: str) -> None:
    page.locator(selector, has_text=words).first.wait_for()
    settle(page)


def in_view(part: Any) -> bool:
    return bool(
        part.evaluate(
            "part => { const box = part.getBoundingClientRect(); return box.top >= 0 && box.left >= 0"
            " && box.bottom <= innerHeight && box.right <= innerWidth }"
        )
    )


def open_returns(page: Any, trust: Server) -> None:
    page.goto(trust.url("returns", **{"as": "head", "school": ASH_LANE}))
    settle(page)
    choose(page, "Half-term", str(AUTUMN_1))


def test_a_head_sends_a_return_and_takes_it_back(page: Any, trust: Server) -> None:
    open_returns(page, trust)
    give(page, small_trust.sheet(ASH_LANE, AUTUMN_1))
    wait_for(page, ".verdict", "Ready to load: 5 pupils, 30 judgements")
    above = page.locator(".sheet .read").inner_text()
    assert "Reading, predicted year-end" in above
    assert small_trust.SURNAME in page.locator(".sheet tbody").inner_text()
    assert (
        "5 pupils on roll, the first return for 2026/27 Autumn 1"
        in page.locator(".effect").first.inner_text()
    )

    page.get_by_role("button", name="Load this return").dblclick()
    wait_for(page, ".answer.done", "Loaded: 5 pupils")
    assert "What the trust now sees of Ash Lane Primary School" in page.inner_text("[data-testid=stMain]")
    assert "4 of 5" in page.locator(".receipt").first.inner_text()
    assert page.locator(".sent-return").count() == 2, "a second click loads nothing again"

    page.locator("[class*=returns_receipt]").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name=re.compile("^Undo return")).click()
    wait_for(page, ".answer.done", "is undone. What stood before it stands again.")
    assert "Undone" in page.locator(".sent-return.undone").first.inner_text()


def test_a_head_puts_a_faulty_return_right(page: Any, trust: Server) -> None:
    lines = small_trust.sheet(ASH_LANE, AUTUMN_1).splitlines()
    lines[1] = lines[1].replace(",EXS,WTS,", ",Exppected,WTS,")
    lines[2] = lines[2].replace(",EXS,WTS,", ",EXS,W,", 1)
    open_returns(page, trust)
    give(page, "\n".join(lines))
    wait_for(page, ".verdict", "Not ready: 2 things to put right first.")
    stops = page.locator(".problems.stop").inner_text()
    assert "H2" in stops
    assert "I3" in stops
    assert "EXS" in stops
    assert page.locator(".sheet td.stop").all_inner_texts() == ["Exppected", "W"]
    assert in_view(page.get_by_role("button", name="Load the good rows")), "before the page is scrolled"
    page.locator("a.to-cell", has_text="I3").click()
    page.wait_for_function("() => document.querySelector('.sheet') === document.activeElement")
    assert in_view(page.locator(".sheet td.stop", has_text="W"))

    choose(page, "What does “W” mean in your school's sheets?", "WTS, working towards")
    page.get_by_role("button", name="Keep this answer").click()
    wait_for(page, ".verdict", "Not ready: 1 thing to put right first. Or load the other 4 pupils now")
    page.get_by_role("button", name="Load the good rows, hold 1 row").click()
    wait_for(page, ".answer.done", "Loaded: 4 pupils")

    give(page, small_trust.sheet(ASH_LANE, AUTUMN_1))
    wait_for(page, ".verdict", "Ready to load: 5 pupils")
    assert "1 pupil added to this half-term's roll" in page.locator(".effect").first.inner_text()


def test_a_finding_leads_to_its_cell_on_another_sheet_of_a_phone(
    browser: Any, trust: Server, tmp_path: Path
) -> None:
    book = Workbook()
    first, second = book.active, book.create_sheet("Year 5")
    first.append(["UPN", "Year", "Reading Current"])
    first.append([small_trust.upn(ASH_LANE, 600), "6", "Expeccted"])
    second.append(["UPN", *(f"Remarks {number}" for number in range(9)), "Year", "Reading Current"])
    second.append([small_trust.upn(ASH_LANE, 501), *["good"] * 9, "5", "Exppected"])
    book.save(tmp_path / "tracker.xlsx")
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    open_returns(page, trust)
    page.locator("input[type=file]").first.set_input_files(tmp_path / "tracker.xlsx")
    wait_for(page, ".verdict", "Not ready: 2 things to put right first.")
    faulty = page.locator('.sheet[data-sheet="Year 5"] td.stop')
    assert not faulty.is_visible(), "it stands on the tab that is not open"
    page.locator("a.to-cell", has_text="L2").click()
    faulty.wait_for()
    page.wait_for_timeout(400)
    assert in_view(faulty)
    context.close()


def test_a_heads_page_fits_a_phone(browser: Any, trust: Server) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    open_returns(page, trust)
    give(page, small_trust.sheet(ASH_LANE, AUTUMN_1))
    wait_for(page, ".verdict", "Ready to load")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    context.close()


def test_the_dtl_goes_from_the_trust_to_a_school_and_back(page: Any, trust: Server) -> None:
    page.goto(trust.url(**{"as": "dtl", "half_term": AUTUMN_1.slug}))
    settle(page)
    page.locator("[data-testid=stMain] a.door", has_text="Elm Grove").first.click()
    page.wait_for_url("**/school?**")
    settle(page)
    assert "as=dtl" in page.url
    assert page.get_by_role("heading", level=1).first.inner_text() == NAMES[small_trust.ELM_GROVE]
    page.go_back()
    settle(page)
    assert "Elm Grove" in page.locator("[data-testid=stMain]").inner_text()
    assert "/school" not in page.url


def test_the_board_meets_no_pupil_and_no_small_cohort(page: Any, trust: Server) -> None:
    received: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))))
    addresses = ["", "school", "returns", "data_drops", "administration", "about-figures"]
    for path in addresses:
        page.goto(trust.url(path, **{"as": "board", "urn": ASH_LANE, "half_term": small_trust.SUMMER_2.slug}))
        settle(page)
        received.append(page.content())
    everything = "".join(received)
    assert NAMES[ASH_LANE] in everything
    assert small_trust.SURNAME not in everything
    assert small_trust.upn(ASH_LANE, 600) not in everything
    assert "of 5<" not in everything, "a cohort of five is hidden"


def test_a_data_manager_registers_closes_and_backs_up(page: Any, trust: Server, tmp_path: Path) -> None:
    page.goto(trust.url("administration", **{"as": "data_manager"}))
    settle(page)
    give(page, GIAS, "gias.csv")
    page.get_by_role("button", name="Take it in").click()
    wait_for(page, ".answer.done", "Schools: 1 added, 0 changed.")
    assert "Birch Hill Primary School" in page.inner_text("[data-testid=stMain]")
    assert "Old Mill" not in page.inner_text("[data-testid=stMain]")

    page.get_by_role("radio", name="Back up and restore").click()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Make a backup and download it").click()
    saved = tmp_path / "backup.zip"
    download.value.save_as(saved)
    assert "record.sqlite" in zipfile.ZipFile(saved).namelist()

    page.get_by_role("link", name="Data drops").click()
    settle(page)
    drop = page.locator(f".st-key-drop_{AUTUMN_1.slug}")
    drop.get_by_role("button", name="Close").click()
    assert "Still missing: Ash Lane Primary School and Birch Hill Primary School" in page.inner_text("body")
    page.get_by_role("button", name=f"Close {AUTUMN_1}").click()
    wait_for(page, ".answer.done", "is closed as drop 1.")
    drop.get_by_role("button", name="Open it again").click()
    page.get_by_role("button", name="Open drop 1").click()
    wait_for(page, ".answer.done", "is open again.")
