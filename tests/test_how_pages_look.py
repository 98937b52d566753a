"""What nobody should have to look for: every page, in a real browser, wide and narrow, light and dark.

Nothing wider than its screen, no text cut short, no label upon another, nothing raw, and none of the faults
that axe finds under WCAG 2.2 AA.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from conftest import LAPTOP, PHONE, Server, settle

from dashboard.access import scope_for
from dashboard.navigation import PAGES, offered
from etl.roles import Role

pytestmark = pytest.mark.browser

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

# What a person would never write. A word alone: “Nan Jones” is somebody's name.
RAW = {"nan", "NaN", "None", "NaT", "null", "undefined", "inf", "school_urn", "year_group", "basis_points"}

# Text that does not fit where it stands, and is cut off.
CUT_SHORT = """
    () => [...document.querySelectorAll('[data-testid="stMain"] *')]
        .filter(one => {
            const style = getComputedStyle(one);
            const text = one.value && one.tagName === 'INPUT'
                || [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            const box = one.getBoundingClientRect();
            const scrolls = ['visible', 'auto', 'scroll'].includes(style.overflowX);
            return text && (!scrolls || one.tagName === 'INPUT') && box.width > 2 && box.height > 2
                && one.scrollWidth > one.clientWidth + 1 && style.visibility !== 'hidden';
        })
        .map(one => (one.value || one.textContent).trim().slice(0, 60))
"""

# Labels of a chart that lie upon each other or reach out of it.
COLLIDING = """
    () => {
        const found = [];
        for (const chart of document.querySelectorAll('.js-plotly-plot')) {
            const frame = chart.getBoundingClientRect();
            const texts = [...chart.querySelectorAll('text')]
                .filter(text => text.textContent.trim() && getComputedStyle(text).opacity > 0.05
                    && getComputedStyle(text).visibility !== 'hidden')
                .map(text => ({words: text.textContent.trim(), box: text.getBoundingClientRect()}))
                .filter(one => one.box.width > 0 && one.box.height > 0);
            for (const [at, one] of texts.entries()) {
                if (one.box.left < frame.left - 2 || one.box.right > frame.right + 2
                    || one.box.top < frame.top - 2 || one.box.bottom > frame.bottom + 2)
                    found.push(`“${one.words}” reaches out of its chart`);
                for (const other of texts.slice(at + 1)) {
                    const [a, b] = [one.box, other.box];
                    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                    if (across > 3 && down > 4) found.push(`“${one.words}” upon “${other.words}”`);
                }
            }
        }
        return found;
    }
"""


# Whether a text can be read on its ground hangs on the theme alone, and takes axe longest.
CONTRAST = "color-contrast"


def faults_of(tab: Any, width: int, *, contrast: bool = True) -> list[str]:
    """Everything wrong with what stands on the screen now, in words."""
    found = []
    if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"the page is {wide} wide")
    main = tab.locator('[data-testid="stMain"]')
    if main.evaluate("main => main.scrollWidth > main.clientWidth || main.scrollWidth > innerWidth"):
        found.append("the page scrolls sideways")
    words = main.inner_text().split()
    found += [f"“{raw}” is shown" for raw in sorted(RAW & set(words))]
    found += [f"“{word}” is shown" for word in words if word.endswith(("_expected", "_higher"))]
    found += [f"cut short: {text}" for text in tab.evaluate(CUT_SHORT)]
    found += tab.evaluate(COLLIDING)
    return found + against_the_rules(tab, {"rules": {CONTRAST: {"enabled": contrast}}})


def against_the_rules(tab: Any, which: dict[str, Any]) -> list[str]:
    """What axe finds, with where. `which`: its options of what to look for, where that is less than all."""
    if not tab.evaluate("typeof window.axe === 'object'"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    told = tab.evaluate(
        "options => axe.run(document, options)",
        {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"], **which},
    )
    return [
        f"axe: {one['help']} ({json.dumps([node['target'] for node in one['nodes'][:3]])})"
        for one in told["violations"]
    ]


FAULTY = """
    <html lang="en"><head><title>Faults</title></head><body><main data-testid="stMain"><h1>A page</h1>
    <p>nan of 30</p><p style="color: #bbb; background: #fff">Too pale to read</p><img src="data:,">
    <input aria-label="Measure" value="Reading, writing and maths combined" style="width: 60px">
    <p style="width: 60px; overflow: hidden; white-space: nowrap">A sentence that is cut short</p>
    <div style="width: 1500px">wide</div>
    <svg class="js-plotly-plot" width="100" height="40"><text x="5" y="20">45 %</text>
    <text x="9" y="22">15/16</text><text x="5" y="35">a label longer than its chart is wide</text></svg>
    </main></body></html>
"""


def test_the_checks_find_what_they_are_for(page: Any) -> None:
    page.set_content(FAULTY)
    found = "\n".join(faults_of(page, LAPTOP["width"]))
    for fault in (
        "scrolls sideways",
        "“nan” is shown",
        "cut short: Reading, writing and maths combined",
        "cut short: A sentence that",
        "“45 %” upon “15/16”",
        "reaches out of its chart",
        "axe: Elements must meet minimum color contrast",
        "axe: Images must have alternative text",
    ):
        assert fault in found, found


SCHOOL, WITH_CLASSES = 910003, 910001
ENTRIES = {entry.id: entry for entry in PAGES}


def open_tab(browser: Any, size: dict[str, int], theme: str) -> Any:
    context = browser.new_context(viewport=size, color_scheme=theme)
    context.set_default_timeout(20_000)
    return context.new_page()


def faults_wide_and_narrow(browser: Any, address: str, *, dark_and_wide: bool) -> dict[str, list[str]]:
    """One opening of a page: wide and light, wide and dark if asked for, narrow and dark.

    Where text stands does not hang on the theme, nor colours on the width.
    """
    tab = open_tab(browser, LAPTOP, "light")
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address)
    settle(tab)
    found = {"wide and light": faults_of(tab, LAPTOP["width"])}
    errors += wrong_colours(tab, "light")
    tab.emulate_media(color_scheme="dark")
    if dark_and_wide:
        settle(tab)
        found["wide and dark"] = against_the_rules(tab, {"runOnly": {"type": "rule", "values": [CONTRAST]}})
    tab.set_viewport_size(PHONE)
    settle(tab)
    errors += wrong_colours(tab, "dark")
    found["narrow and dark"] = faults_of(tab, PHONE["width"], contrast=not dark_and_wide)
    tab.context.close()
    return {where: faults for where, faults in {**found, "errors": errors}.items() if faults}


def wrong_colours(tab: Any, asked: str) -> list[str]:
    shown = tab.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme")
    return [] if shown == asked else [f"asked for {asked}, it is {shown}"]


@pytest.mark.parametrize("page", ENTRIES)
def test_every_page_wide_and_narrow_light_and_dark(page: str, browser: Any, server: Server) -> None:
    address = server.url(ENTRIES[page].path, **{"as": "ceo", "urn": WITH_CLASSES, "class": "6B"})
    assert not faults_wide_and_narrow(browser, address, dark_and_wide=True)


def test_the_page_of_a_pupil_who_is_there(browser: Any, server: Server) -> None:
    """Its address without a pupil is an empty page: this one is come to as people come to it."""
    tab = open_tab(browser, LAPTOP, "light")
    tab.goto(server.url("pupils", **{"as": "head", "school": SCHOOL, "year_group": 6}))
    settle(tab)
    tab.locator(".pupil-rows tbody th a").first.click()
    tab.wait_for_function("() => location.pathname.endsWith('/pupil')")
    settle(tab)
    address = tab.url
    tab.context.close()
    assert not faults_wide_and_narrow(browser, address, dark_and_wide=True)


def seen_otherwise() -> list[tuple[Role, str]]:
    """Each role and page that does not look as it does to the CEO.

    Who sees all of the trust meets the CEO's pages, and the school's staff the head's: of theirs only those
    that the CEO or the head is not offered.
    """
    like = {Role.DTL: Role.CEO, Role.DATA_MANAGER: Role.CEO, Role.SCHOOL_STAFF: Role.HEAD}
    pairs = []
    for role in Role:
        if role is not Role.CEO:
            offered_to_other = set(pages_of(like[role])) if role in like else set()
            pairs += [(role, page) for page in pages_of(role) if page not in offered_to_other]
    return pairs


def pages_of(role: Role) -> list[str]:
    return [entry.id for entry in offered(scope_for(role, [SCHOOL], ["maths"]))]


@pytest.mark.parametrize(("role", "page"), seen_otherwise())
def test_every_page_as_those_to_whom_it_looks_otherwise(
    role: Role, page: str, browser: Any, server: Server
) -> None:
    address = server.url(ENTRIES[page].path, **{"as": role.value, "school": SCHOOL, "leads": "maths"})
    assert not faults_wide_and_narrow(browser, address, dark_and_wide=False)
