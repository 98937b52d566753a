"""What an address holds, and addresses that keep it.

Whoever opens an address sees the view that it was copied from, with their own rights. Every link of
the dashboard is made here, so that none loses the role that is looked as or the half-term.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

ROLE = "as"
OWN_SCHOOL = "school"
OWN_SUBJECT = "leads"
SCHOOL = "urn"  # the school that a page is about
HALF_TERM = "half_term"
KIND = "kind"
MEASURE = "measure"
YEAR_GROUP = "year_group"
GROUP = "group"
GROUP_VALUE = "value"
AUDIENCE = "audience"

# What the School page alone understands.
SUBJECT = "subject"  # whose judgements are followed
SINCE = "since"  # the half-term from which they are
BESIDE = "beside"  # the schools beside which it stands
CELL = "cell"  # which list of pupils stands open: behind a cell of how judgements moved,
PART = "part"  # behind a part of reading, writing and maths,
LACKING = "lacking"  # of those without a judgement in a subject
LISTS = (CELL, PART, LACKING)

# Kept from page to page. What only one page understands, such as the school it is about, is left behind.
KEPT = (ROLE, OWN_SCHOOL, OWN_SUBJECT, HALF_TERM, KIND, MEASURE, YEAR_GROUP, GROUP, GROUP_VALUE, AUDIENCE)


def now() -> dict[str, str]:
    """The present address's parameters, the last of each name."""
    return dict(st.query_params.items())


def href(path: str, present: Mapping[str, str] | None = None, /, **changes: str | int | None) -> str:
    """An address within the dashboard, relative so that it also holds behind a proxy's prefix.

    `path` is a page's own (“school”; empty for the first page). `changes` set parameters, or drop
    them where None.
    """
    held = now() if present is None else dict(present)
    kept: dict[str, str] = {name: held[name] for name in KEPT if name in held}
    for name, value in changes.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = str(value)
    query = urlencode(kept)
    return f"{path or './'}{'?' + query if query else ''}"
