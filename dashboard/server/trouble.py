"""What happens when a page breaks: a number to quote for whoever looks, and a line without data for the log.

An error's own words, and the values at hand, may hold a pupil's name; neither is written anywhere.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from etl.folder import ROOT

LOG = logging.getLogger("dashboard.trouble")


def keep_values_out_of_the_log() -> None:
    """Streamlit writes every error with its words before it asks us; that is left out."""
    logging.getLogger("streamlit.error_util").addFilter(
        lambda record: "Uncaught app execution" not in str(record.msg)
    )


def told_with_a_number(error: Exception) -> bool:
    """Shown in the page's place. True: nothing more is shown."""
    number = secrets.token_hex(4)
    LOG.error("Reference %s: %s", number, where(error))
    st.error(
        "Something went wrong on this page. Try once more; if it happens again, give your data manager this "
        f"reference: {number}"
    )
    return True


def where(error: BaseException) -> str:
    """The kind of error and the places in our files that led to it, the last first."""
    places = [
        f"{Path(frame.filename).resolve().relative_to(ROOT)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(ROOT) and "site-packages" not in frame.filename
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(places)) or 'a place outside our files'}"
