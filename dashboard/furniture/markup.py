"""Text made safe for markup, and links that open within the dashboard."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import formats


def safe(value: Any) -> str:
    """Any value as people may see it, escaped: a name with a bracket stays a name."""
    return escape(formats.text(value))


def door(href: str, content: str, *, css: str = "", label: str | None = None) -> str:
    """A link. `content` is markup; `label` is said in its place to those who listen."""
    classes = f"door {css}".strip()
    said = f' aria-label="{escape(label)}"' if label else ""
    return f'<a class="{classes}" href="{escape(href)}"{said}>{content}</a>'


def show(markup: str) -> None:
    if markup:
        st.html(markup)


# A plain click opens the address within the page, as going back and forth does, so that nothing is
# loaded again; with the script gone, or with a key held, a door is still an ordinary link. An address
# may name a place on the page: it is gone to once the page has been drawn.
_OPEN_DOORS = """<script>
(() => {
  if (window.doorsOpen) return;
  window.doorsOpen = true;
  const drawn = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.getAttribute("data-test-script-state") === "notRunning";
  };
  const goTo = (hash) => {
    if (hash.length < 2) return;
    let left = 50;
    const timer = setInterval(() => {
      const place = document.getElementById(decodeURIComponent(hash.slice(1)));
      left -= 1;
      if ((place && drawn()) || left < 1) {
        clearInterval(timer);
        place?.scrollIntoView({ block: "start" });
      }
    }, 100);
  };
  goTo(location.hash);
  addEventListener("beforeprint", () => {
    const sheet = 1060;  // A4 on its side within its margins, in pixels
    const wide = document.querySelector(".stMainBlockContainer")?.offsetWidth || sheet;
    const root = document.documentElement.style;
    root.setProperty("--screen-width", `${wide}px`);
    root.setProperty("--to-sheet", Math.min(1, sheet / wide));
  });
  document.addEventListener("click", (event) => {
    const door = event.target.closest("a.door");
    if (!door || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
        || event.shiftKey || event.altKey) return;
    const to = new URL(door.href, location.href);
    if (to.origin !== location.origin) return;
    event.preventDefault();
    const elsewhere = to.pathname !== location.pathname;
    if (to.href !== location.href) {
      history.pushState({}, "", to.href);
      window.dispatchEvent(new PopStateEvent("popstate"));
    }
    if (to.hash) setTimeout(goTo, 200, to.hash);
    else if (elsewhere) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    const sidebar = document.querySelector('[data-testid="stSidebar"]');
    if (sidebar?.contains(door) && innerWidth < 768) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
})();
</script>"""


def open_doors() -> None:
    """Let links open without loading the page again. Once for each run, by the entry file."""
    st.html(_OPEN_DOORS, unsafe_allow_javascript=True)
