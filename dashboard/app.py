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

st.set_page_config(
    page_title="Trust Performance Dashboard",
    page_icon=str(ROOT / "dashboard" / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
theme.apply()

page = navigation.declare()
with st.sidebar:
    wordmark.show_wordmark(this_trust.name(), navigation.href("trust"))
    navigation.menu(signed_in.viewer().scope, page.title)
    signed_in.choose_role()
    markup.open_doors()
page.run()


@st.cache_resource(show_spinner=False)
def _settled() -> dict[str, bool]:
    return {"frozen": False}


# What is loaded by now stays for as long as the process lives. Taking it out of the collector's sight
# once makes every rerun cheaper: the collector's full sweeps were most of the server's time.
if not _settled()["frozen"]:
    _settled()["frozen"] = True
    gc.collect()
    gc.freeze()
