"""Parts of a page that are drawn once for all who see the same, and then only sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from dashboard import address, theme
from dashboard.cached import which_file
from dashboard.furniture import explained
from dashboard.view import View

Given = ParamSpec("Given")
Part = Callable[Concatenate[View, Given], None]

# As many parts as some sixty different views of the Trust page have.
PARTS_KEPT = 400

# What an address opens beside a page's parts, and no link of theirs keeps.
BESIDE = (explained.PARAMETER,)


def drawn_once(part: Part[Given]) -> Part[Given]:
    """Keep what a part of a page draws, for as long as all that it is drawn from stays the same.

    That is the published file, what whoever looks may see, the whole address, light or dark, the day, and
    what the part is given besides, which must be words and numbers. Nothing else may decide what it draws: it
    reads no session, holds no widget and opens no dialog. A part with names of pupils is never kept, because
    each opening of them is written down.
    """

    @wraps(part)
    def draw(view: View, *given: Given.args, **named: Given.kwargs) -> None:
        seen = (part.__module__, part.__qualname__, _of(view), given, sorted(named.items()))
        _drawn(repr(seen), lambda: part(view, *given, **named))

    return draw


def _of(view: View) -> tuple[object, ...]:
    return (
        which_file(view.published),
        replace(view.scope, name=""),
        replace(view.viewer, name="", scope=replace(view.viewer.scope, name="")),
        sorted((name, value) for name, value in address.now().items() if name not in BESIDE),
        theme.current_look().name,
        date.today().toordinal(),
    )


# Streamlit keeps the elements that are drawn within, and sends them again.
@st.cache_resource(max_entries=PARTS_KEPT, show_spinner=False)
def _drawn(seen: str, _draw: Callable[[], None]) -> None:
    _draw()
