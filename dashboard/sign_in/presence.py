"""Who sits at the tab whose page is being drawn."""

from __future__ import annotations

import streamlit as st

from dashboard import this_trust
from dashboard.server.ownership import ANYBODY, OWNERSHIP
from dashboard.server.watching import this_tab
from dashboard.sign_in.cookies import Presented, presented
from dashboard.sign_in.setting import SignIn, in_force
from dashboard.sign_in.standing import Inside, Outside, standing


def here() -> Inside | Outside | None:
    """How whoever sits here stands at this moment; None where nobody signs in to this server."""
    setting = in_force()
    if setting is None:
        return None
    found = standing(this_trust.folder(), setting, shown_by_this_tab(setting))
    OWNERSHIP.tab_belongs(this_tab(), found.key if isinstance(found, Inside) else ANYBODY)
    return found


def shown_by_this_tab(setting: SignIn) -> Presented | None:
    """What the tab's browser was given at sign-in.

    Streamlit says whether the tab was opened from a page of this server; the cookies say the rest.
    """
    if not st.user.get("is_logged_in", False):
        return None
    return presented(st.context.cookies, setting.cookie_secret)
