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

from dashboard import navigation, signed_in, theme, this_trust  # noqa: E402
from dashboard.furniture import markup, wordmark  # noqa: E402


def run() -> None:
    st.set_page_config(
        page_title=this_trust.PRODUCT,
        page_icon=str(ROOT / "dashboard" / "static" / "icon.png"),
        layout="wide",
    )
    theme.apply()
    page = navigation.declare()
    with st.sidebar:
        wordmark.show_wordmark(this_trust.name(), navigation.href("trust"))
        navigation.menu(signed_in.viewer().scope, page.title)
        signed_in.choose_role()
        markup.open_doors()
    page.run()
    _settle()


@st.cache_resource(show_spinner=False)
def _settled() -> dict[str, bool]:
    return {"frozen": False}


def _settle() -> None:
    """Once, when all that stays is loaded: take it out of the collector's sight.

    The collector's full sweeps over it were most of the server's time.
    """
    if not _settled()["frozen"]:
        _settled()["frozen"] = True
        gc.collect()
        gc.freeze()


# A process that Python spawns from this one imports this file again, under another name.
if __name__ == "__main__":
    run()
