"""The School and Class pages of the sample trust run to their last section, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Server, settle

pytestmark = pytest.mark.browser

SCHOOL = 910003
BROKEN = "[data-testid=stException], [data-testid=stAlertContentError]"


def stood(page: Any) -> list[str]:
    """The headings of a page that ran to its end; fails at a box that says it did not."""
    settle(page)
    assert page.locator(BROKEN).count() == 0, page.locator(BROKEN).first.inner_text()
    return [one.strip() for one in page.locator("[data-testid=stMain] :is(h2, h3)").all_inner_texts()]


@pytest.mark.parametrize("role", ["head", "ceo", "dtl"])
def test_the_school_page_runs_to_its_last_section(role: str, server: Server, page: Any) -> None:
    page.goto(server.url("school", **{"as": role, "school": SCHOOL, "urn": SCHOOL, "year_group": 6}))
    page.wait_for_selector("#moved", timeout=60_000)
    headings = stood(page)
    assert headings[-1] == "Pupils"
    assert {"Reading, writing and maths taken apart", "How judgements moved"} < set(headings)


@pytest.mark.parametrize("role", ["head", "dtl"])
def test_the_class_page_runs_to_its_last_section(role: str, server: Server, page: Any) -> None:
    of_class = {"urn": 910004, "year_group": 5, "class": "5M"}
    page.goto(server.url("school_class", **{"as": role, "school": 910004, **of_class}))
    page.wait_for_selector("h1:has-text('Class 5M')", timeout=60_000)
    assert stood(page)[-1] == "Reading, writing and maths taken apart"


def test_a_page_that_breaks_off_is_noticed(page: Any) -> None:
    page.set_content(
        '<div data-testid="stApp" data-test-script-state="notRunning"><main data-testid="stMain">'
        '<h2>Pupils</h2><div data-testid="stAlertContentError">Something went wrong</div></main></div>'
    )
    with pytest.raises(AssertionError, match="Something went wrong"):
        stood(page)
