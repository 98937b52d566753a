"""The pages, in the order of the cycle. A page is one file and one entry here.

The menu shows what a role may open; that is courtesy. Every page guards itself, and every query takes
the scope, so an address typed by hand shows no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import address
from dashboard.access import Action, Scope, can
from dashboard.furniture.markup import door, safe, show

ROOT = Path(__file__).resolve().parents[1]

MONITOR = "Monitor"
AHEAD = "Look ahead"
COME_IN = "What comes in"
HOUSEKEEPING = "Set up"
READING = "Read more"
# The sections that the menu shows, in order: the steps of the cycle, then what keeps it running.
SECTIONS = (MONITOR, AHEAD, COME_IN, HOUSEKEEPING, READING)


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page. `path` is its address, empty for the first.

    `action` is what its guard asks for, anywhere at all; None where anybody may read it. A page of several
    parts asks for that, or for one of `others`. `within`: the page from which one comes to it, whose entry
    in the menu stands for it; empty for a page with an entry of its own.
    """

    id: str
    file: str
    title: str
    section: str
    action: Action | None
    others: tuple[Action, ...] = ()
    path: str
    within: str = ""

    def href(self, **changes: str | int | None) -> str:
        return address.href(self.path, **changes)


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        id="trust",
        file="trust.py",
        title="Trust dashboard",
        section=MONITOR,
        action=Action.SEE_TRUST,
        path="",
    ),
    PageEntry(
        id="school",
        file="school.py",
        title="School",
        section=MONITOR,
        action=Action.SEE_SCHOOL,
        path="school",
    ),
    PageEntry(
        id="school_class",
        file="school_class.py",
        title="Class",
        section=MONITOR,
        action=Action.SEE_DETAIL,
        path="school_class",
        within="school",
    ),
    PageEntry(
        id="pupils",
        file="pupils.py",
        title="Pupils",
        section=MONITOR,
        action=Action.SEE_PUPILS,
        path="pupils",
        within="school",
    ),
    PageEntry(
        id="pupil",
        file="pupil.py",
        title="Pupil",
        section=MONITOR,
        action=Action.SEE_PUPILS,
        path="pupil",
        within="school",
    ),
    PageEntry(
        id="school_on_a_page",
        file="school_on_a_page.py",
        title="School on a page",
        section=MONITOR,
        action=Action.SEE_SCHOOL,
        path="school-on-a-page",
    ),
    PageEntry(
        id="results",
        file="results.py",
        title="Results",
        section=MONITOR,
        action=Action.SEE_TRUST,
        path="results",
    ),
    PageEntry(
        id="explorer",
        file="explorer.py",
        title="Explorer",
        section=MONITOR,
        action=Action.EXPLORE,
        path="explorer",
    ),
    PageEntry(
        id="alerts",
        file="alerts.py",
        title="Where to look",
        section=AHEAD,
        action=Action.SEE_FORECASTS,
        path="alerts",
    ),
    PageEntry(
        id="predictions",
        file="predictions.py",
        title="Predictions",
        section=AHEAD,
        action=Action.SEE_FORECASTS,
        path="predictions",
    ),
    PageEntry(
        id="movement",
        file="movement.py",
        title="Movement",
        section=AHEAD,
        action=Action.SEE_FORECASTS,
        path="movement",
    ),
    PageEntry(
        id="what_if",
        file="what_if.py",
        title="What if",
        section=AHEAD,
        action=Action.SEE_FORECASTS,
        path="what-if",
    ),
    PageEntry(
        id="ledger",
        file="ledger.py",
        title="How right predictions were",
        section=AHEAD,
        action=Action.SEE_LEDGER,
        path="ledger",
    ),
    PageEntry(
        id="returns",
        file="returns.py",
        title="Returns",
        section=COME_IN,
        action=Action.LOAD_RETURN,
        path="returns",
    ),
    PageEntry(
        id="load_results",
        file="load_results.py",
        title="Load results",
        section=COME_IN,
        action=Action.LOAD_RETURN,
        path="load_results",
    ),
    PageEntry(
        id="data_drops",
        file="data_drops.py",
        title="Data drops",
        section=COME_IN,
        action=Action.CLOSE_DROP,
        path="data_drops",
    ),
    PageEntry(
        id="administration",
        file="administration.py",
        title="Administration",
        section=HOUSEKEEPING,
        action=Action.MANAGE_SETTINGS,
        others=(Action.MANAGE_TERMS, Action.MANAGE_PEOPLE),
        path="administration",
    ),
    PageEntry(
        id="about_figures",
        file="about_figures.py",
        title="About the figures",
        section=READING,
        action=None,
        path="about-figures",
    ),
)


def page(id: str) -> PageEntry:
    return next(entry for entry in PAGES if entry.id == id)


def href(id: str, **changes: str | int | None) -> str:
    """The address of a page, keeping what the present address holds."""
    return page(id).href(**changes)


def offered(scope: Scope) -> list[PageEntry]:
    return [
        entry
        for entry in PAGES
        if entry.action is None or any(can(scope, action) for action in (entry.action, *entry.others))
    ]


def declare() -> Any:
    """Tell Streamlit of every page, and give back the one that the address names.

    All of them, whoever asks: a page left out would be answered with “page not found” and the first
    page instead of a plain word from the page's own guard.
    """
    # Streamlit's own menu would drop the address's parameters, and with them the role.
    return st.navigation([copy(one) for one in _declared()], position="hidden")


@cache
def _declared() -> tuple[Any, ...]:
    """Looked for on the disk once; every run has copies of its own, because Streamlit notes in them which
    one it is about to run."""
    return tuple(
        st.Page(
            ROOT / "pages" / entry.file,
            title=entry.title,
            url_path=entry.path or None,
            default=not entry.path,
        )
        for entry in PAGES
    )


def menu_html(entries: Iterable[PageEntry], current: str) -> str:
    """`current` is the title of the page that is open."""
    open_page = next((entry for entry in PAGES if entry.title == current), None)
    if open_page is not None and open_page.within:
        current = page(open_page.within).title
    held = [entry for entry in entries if not entry.within]
    parts = []
    for section in SECTIONS:
        links = [entry for entry in held if entry.section == section]
        if not links:
            continue
        items = "".join(f"<li>{_item(entry, current)}</li>" for entry in links)
        parts.append(f"<div><h2>{safe(section)}</h2><ul>{items}</ul></div>")
    return f'<nav class="menu" aria-label="Pages">{"".join(parts)}</nav>'


def _item(entry: PageEntry, current: str) -> str:
    link = door(entry.href(), safe(entry.title))
    return link.replace("<a ", '<a aria-current="page" ', 1) if entry.title == current else link


def menu(scope: Scope, current: str) -> None:
    show(menu_html(offered(scope), current))
