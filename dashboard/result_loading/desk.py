"""Choosing whose results a file holds, and of which assessment and year where it does not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.furniture import verdict
from dashboard.furniture.markup import show
from dashboard.returns.desk import ANY_SCHOOL, own_schools
from dashboard.signed_in import Viewer
from dashboard.uploads import Upload
from etl.half_terms import academic_year_label
from etl.results.assessments import HELD, NO_ASSESSMENTS, Assessment
from etl.results.load import Asked

AS_IT_SAYS = "As the file says"
YEARS_OFFERED = 10
BOX = "results_box"  # counts up with every file that was loaded, and so empties the box it was dropped in


@dataclass(frozen=True)
class SendingResults:
    """A file of results, with what the person says of it."""

    upload: Upload
    asked: Asked


def box_key() -> str:
    return f"results_file_{st.session_state.get(BOX, 0)}"


def choose(who: Viewer) -> Asked:
    """The school, assessment and year of a file; each may be left to the file itself."""
    schools = own_schools(who)
    whose, what, when = st.columns(3, vertical_alignment="bottom")
    urn: int | None
    if len(schools) == 1:
        urn, name = next(iter(schools.items()))
        with whose:
            show(verdict.own_school_html(name))
    else:
        urn = whose.selectbox(
            "School",
            [None, *schools],
            format_func=lambda one: ANY_SCHOOL if one is None else schools[one],
            key="results_school",
        )
    assessment = what.selectbox(
        "Assessment",
        [None, *Assessment],
        format_func=lambda one: AS_IT_SAYS if one is None else HELD[one].label,
        key="results_assessment",
    )
    starts = when.selectbox(
        "Academic year",
        [None, *_years()],
        format_func=lambda one: AS_IT_SAYS if one is None else academic_year_label(one),
        key="results_year",
    )
    return Asked(school_urn=urn, assessment=assessment, starts=starts, permitted=frozenset(schools))


def ask_replace() -> bool:
    return st.checkbox(
        "Replace everything loaded before for this assessment and year",
        key="results_replace",
        help="Ticked, pupils and results that are not in this file are taken out. Unticked, results in this "
        "file replace those of the same pupil and subject, and everything else stays.",
    )


def _years() -> list[int]:
    """By their first calendar year, the latest first, without those in which no assessment was held."""
    today = date.today()
    latest = today.year - 1 if today.month >= 5 else today.year - 2
    return [
        starts for starts in range(latest, latest - YEARS_OFFERED, -1) if starts + 1 not in NO_ASSESSMENTS
    ]
