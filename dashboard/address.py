"""What an address holds, and addresses that keep it.

Whoever opens an address sees the view that it was copied from, with their own rights. Every link of
the dashboard is made here, so that none loses the role that is looked as or the half-term.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
LIKELY = "likely"  # on Movement, of those whom a list names
LISTS = (CELL, PART, LACKING, LIKELY)
SAVED = "saved"  # the kept list of pupils that What if has open

# What the Explorer alone understands. Those in the plural hold several values, with commas between.
ROWS = "rows"  # what stands in rows
COLUMNS = "columns"
AGAINST = "against"  # what each cell is held against
MEASURES = "measures"
KINDS = "kinds"
HALF_TERMS = "half_terms"
SCHOOLS = "schools"
YEAR_GROUPS = "years"
RANGES = "ranges"  # whether plausible ranges are shown
OF_RESULTS = "of"  # “results”: statutory results in place of teachers' judgements
RESULT_YEARS = "summers"  # the academic years of results
VIEW = "view"  # the number of a saved view

# What the pages about a class and its pupils understand, and the Explorer the class.
CLASS = "class"  # one class of the school
STANDS = "stands"  # whether the standard is met: which part of a list is shown
PUPIL = "pupil"  # whose page it is: a keyed hash, never a UPN or a name
LIST = "list"  # the list that a pupil's page was opened from: by its parameter, or
PUPILS = "pupils"  # the Pupils page's own
# What else says which list that is, and in which order.
OF_A_LIST = (CLASS, STANDS, SUBJECT, SINCE, *LISTS, SAVED)

EXPLORED = (
    *(ROWS, COLUMNS, AGAINST, MEASURES, KINDS, HALF_TERMS, SCHOOLS, YEAR_GROUPS, RANGES, CLASS),
    *(OF_RESULTS, RESULT_YEARS),
)

# Kept from page to page. What only one page understands, such as the school it is about, is left behind.
KEPT = (ROLE, OWN_SCHOOL, OWN_SUBJECT, HALF_TERM, KIND, MEASURE, YEAR_GROUP, GROUP, GROUP_VALUE, AUDIENCE)


def now() -> dict[str, str]:
    """The present address's parameters, the last of each name."""
    return st.query_params.to_dict()


def here(**changes: str) -> str:
    """The present address with changes: all that the page understands is kept, but no list of pupils that
    stands open."""
    held = tuple(one for one in now().items() if one[0] not in LISTS and one[0] not in changes)
    return f"?{_joined(held, tuple(changes.items()))}"


def href(path: str, present: Mapping[str, str] | None = None, /, **changes: str | int | None) -> str:
    """An address within the dashboard, relative so that it also holds behind a proxy's prefix.

    `path` is a page's own (“school”; empty for the first page). `changes` set parameters, or drop
    them where None.
    """
    held = now() if present is None else present
    kept = tuple((name, held[name]) for name in KEPT if name in held and name not in changes)
    changed = tuple((name, str(value)) for name, value in changes.items() if value is not None)
    query = _joined(kept, changed)
    return f"{path or './'}{'?' + query if query else ''}"


def _joined(*parts: tuple[tuple[str, str], ...]) -> str:
    return "&".join(_written(part) for part in parts if part)


# A large trust's page holds hundreds of addresses, most of which differ in the school alone.
@lru_cache(maxsize=4096)
def _written(parameters: tuple[tuple[str, str], ...]) -> str:
    return urlencode(parameters)
