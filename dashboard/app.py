"""The entry file: puts the project on the path, applies the look, says who looks, and runs the page."""

import gc
import sys
from pathlib import Path

# `streamlit run` puts this file's folder on the path, not the project's, so without this line neither
# `dashboard` nor `etl` could be imported.
ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402  (the path comes first)

from dashboard import navigation, openings, signed_in, theme, this_trust  # noqa: E402
from dashboard.furniture import markup, wordmark  # noqa: E402
from dashboard.server import in_place  # noqa: E402
from dashboard.sign_in import door, presence  # noqa: E402
from dashboard.sign_in.standing import Inside, Outside  # noqa: E402

# After how many new things the collector looks, and how much more seldom at older ones and at all.
LOOKS_FOR_CIRCLES = (50_000, 20, 100)


def run() -> None:
    with this_trust.one_look():
        _run()
    _settle()


def _run() -> None:
    # First of all, so that whatever is shown is known to be theirs.
    stands = presence.here()
    st.set_page_config(
        page_title=this_trust.PRODUCT,
        page_icon=str(ROOT / "dashboard" / "static" / "icon.png"),
        layout="wide",
    )
    theme.apply()
    page = navigation.declare()
    let_in = _let_in(stands, page.url_path)
    viewer = signed_in.begin() if let_in else None
    openings.begin(page.url_path, viewer)
    with st.sidebar:
        wordmark.show_wordmark(this_trust.name(), navigation.href("trust"))
        if viewer is not None:
            navigation.menu(viewer.scope, page.title)
            signed_in.show_who_looks()
        markup.open_doors()
    if let_in:
        page.run()


def _let_in(stands: Inside | Outside | None, page: str) -> bool:
    """Whether the page may be shown; else the way in stands in its place."""
    if isinstance(stands, Outside):
        door.show(stands, page)
        return False
    if not in_place.is_safe():
        door.show_not_safe()
        return False
    return True


@st.cache_resource(show_spinner=False)
def _settled() -> dict[str, bool]:
    return {"frozen": False}


def _settle() -> None:
    """Once, when all that stays is loaded: take it out of the collector's sight, and let it look more seldom.

    The collector's full sweeps were most of the server's time; a page makes many thousands of things that
    stay, of which hardly any is circular.
    """
    if not _settled()["frozen"]:
        _settled()["frozen"] = True
        gc.collect()
        gc.freeze()
        gc.set_threshold(*LOOKS_FOR_CIRCLES)


# A process that Python spawns from this one imports this file again, under another name.
if __name__ == "__main__":
    run()
