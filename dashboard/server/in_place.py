"""Whether the server that draws the pages was started as it must be."""

from __future__ import annotations

import streamlit as st

from dashboard import this_trust
from dashboard.sign_in.setting import FILE, LOOPBACK, in_force


def is_safe() -> bool:
    """Whether nobody else can look as whom they like.

    Not so where sign-in is set up for the trust and this server does not ask for it, or where nobody signs
    in and other machines can reach it: `streamlit run` would do that.
    """
    if in_force() is not None:
        return True
    return not (this_trust.folder().root / FILE).exists() and st.get_option("server.address") in LOOPBACK
