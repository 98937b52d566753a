"""Every page as every role meets it, in pictures: `python -m tests.contact_sheet FOLDER`.

A picture a page, role, width and theme, of the whole page, and `index.html` with all of them side by side.
Made of the sample trust, whose pupils do not exist. Read it before a page is called done.
"""

from __future__ import annotations

import argparse
import html
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dashboard.navigation import PAGES
from etl.roles import Role
from tests.conftest import LAPTOP, PHONE, Server, browser_flags, find_browser, running, settle

SCHOOL = 910003  # whose head and staff look
WIDTHS = {"1366": LAPTOP, "390": PHONE}
THEMES = ("light", "dark")
WHOLE_PAGE = """
    () => {
        const main = document.querySelector('[data-testid="stMain"]');
        return main ? main.scrollHeight : document.documentElement.scrollHeight;
    }
"""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture to take, and where it goes."""

    page: str  # its id in the list of pages
    path: str  # its address
    role: Role
    width: str
    theme: str

    @property
    def file_name(self) -> str:
        return f"{self.page}-{self.role.value}-{self.width}-{self.theme}.png"


def pictures(pages: list[str], roles: list[str], widths: list[str], themes: list[str]) -> Iterator[Picture]:
    """Every picture of the choice; nothing chosen of a kind means all of it."""
    for entry in PAGES:
        for role in Role:
            for width in WIDTHS:
                for theme in THEMES:
                    chosen = (
                        (entry.id, pages),
                        (role.value, roles),
                        (width, widths),
                        (theme, themes),
                    )
                    if all(not wanted or one in wanted for one, wanted in chosen):
                        yield Picture(page=entry.id, path=entry.path, role=role, width=width, theme=theme)


def take(server: Server, browser: Any, wanted: Picture, into: Path) -> Path:
    """Open the page afresh, wait until it rests, and picture it from head to foot."""
    size = WIDTHS[wanted.width]
    context = browser.new_context(viewport=size, color_scheme=wanted.theme)
    try:
        tab = context.new_page()
        tab.goto(server.url(wanted.path, **address_of(wanted.role)))
        settle(tab)
        # Streamlit scrolls within the page: made as tall as what it holds, all of it is in the picture.
        tab.set_viewport_size(
            {"width": size["width"], "height": max(size["height"], tab.evaluate(WHOLE_PAGE))}
        )
        settle(tab)
        place = into / wanted.file_name
        tab.screenshot(path=str(place))
        return place
    finally:
        context.close()


def address_of(role: Role) -> dict[str, object]:
    return {"as": role.value, "school": SCHOOL, "leads": "maths"}


def index(taken: list[Picture], into: Path) -> Path:
    """The sheet: a row a page and role, a column a width and theme."""
    rows: dict[tuple[str, Role], list[Picture]] = {}
    for one in taken:
        rows.setdefault((one.page, one.role), []).append(one)
    parts = [
        "<!doctype html><meta charset=utf-8><title>Contact sheet</title>"
        "<style>body{font:14px sans-serif;margin:16px}div{display:flex;gap:8px;align-items:flex-start}"
        "img{max-height:480px;border:1px solid #999}</style>"
    ]
    for (page, role), held in rows.items():
        parts.append(f"<h2>{html.escape(page)}, {html.escape(role.label)}</h2><div>")
        parts += [
            f'<a href="{one.file_name}"><img loading=lazy src="{one.file_name}" '
            f'alt="{one.width} wide, {one.theme}"></a>'
            for one in held
        ]
        parts.append("</div>")
    place = into / "index.html"
    place.write_text("\n".join(parts), encoding="utf-8")
    return place


@contextmanager
def sample_server(data: str | None) -> Iterator[Server]:
    """The dashboard on the folder that was named, else on the sample trust made for it."""
    from dashboard import sample_trust
    from etl.folder import DataFolder

    with tempfile.TemporaryDirectory() as own:
        root = Path(data) if data else Path(own) / "sample"
        if not data:
            sample_trust.make_sure(DataFolder(root))
        with running(root, Path(own) / "server.txt") as server:
            yield server


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.contact_sheet", description=__doc__)
    asked.add_argument("folder", type=Path, help="where the pictures go")
    asked.add_argument("--data", help="a sample trust that is there already")
    for name, offered in (
        ("page", [entry.id for entry in PAGES]),
        ("role", [role.value for role in Role]),
        ("width", list(WIDTHS)),
        ("theme", list(THEMES)),
    ):
        asked.add_argument(f"--{name}", action="append", choices=offered, help="these alone (else all)")
    told = asked.parse_args()
    browser_place = find_browser()
    if browser_place is None:
        print("There is no Chromium on this machine.", file=sys.stderr)
        return 2
    told.folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sample_server(told.data) as server, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_place, args=browser_flags())
        for one in pictures(told.page or [], told.role or [], told.width or [], told.theme or []):
            print(take(server, opened, one, told.folder), flush=True)
            taken.append(one)
        opened.close()
    print(index(taken, told.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
