"""What a reader of the Explorer may choose of statutory results."""

from __future__ import annotations

import streamlit as st

from dashboard import address, filters, formats, wording
from dashboard.explorer import widgets, words
from dashboard.explorer.asked_results import ALL_RESULT_AXES, RESULT_AGAINST, AskedOfResults, year_word
from dashboard.queries.explored_counts import SCHOOL
from dashboard.queries.explored_question import MEASURE, Against
from dashboard.queries.explored_results import RESULT_YEAR
from dashboard.view import View
from etl.groups import ALL, GROUPS

NARROW = "Which measures, schools, years and pupils"
AGAINST_LABELS = {
    **words.AGAINST_LABELS,
    Against.ENGLAND: "England",
    Against.LAST_YEAR: "The year before",
}


def bar(view: View, asked: AskedOfResults, schools: dict[int, str]) -> None:
    """How the results are laid out, and folded away beneath it what they are of."""
    axes = asked.question.axes
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        widgets.of_what_figures(results=True)
        offered = [one for one in ALL_RESULT_AXES if one != SCHOOL or len(asked.schools) > 1]
        widgets.axis("Rows", address.ROWS, axes, offered)
        widgets.axis("Columns", address.COLUMNS, axes, offered)
        filters.select(
            "Held against",
            address.AGAINST,
            list(RESULT_AGAINST),
            asked.question.against,
            AGAINST_LABELS.__getitem__,
            str,
        )
    with st.expander(NARROW, key="explorer_narrow"), st.grid(2, min_column_width=260, gap="small"):
        _of_what(asked)
        _of_whom(view, asked, schools)


def _of_what(asked: AskedOfResults) -> None:
    question = asked.question
    now = address.now()
    if MEASURE in question.axes:
        given = address.MEASURES in now
        widgets.several(
            "Measures",
            address.MEASURES,
            asked.measures,
            question.measures if given else (),
            wording.measure_label,
            str,
            placeholder=formats.listed([wording.measure_short(one) for one in question.measures]),
        )
    else:
        filters.select(
            "Measure", address.MEASURES, asked.measures, question.measures[0], wording.measure_label, str
        )
    if RESULT_YEAR in question.axes:
        given = address.RESULT_YEARS in now
        widgets.several(
            "Years",
            address.RESULT_YEARS,
            asked.years,
            question.years if given else (),
            str,
            year_word,
            placeholder=f"{question.years[0]} to {question.years[-1]}",
        )
    else:
        newest_first = list(reversed(asked.years))
        filters.select("Results of", address.RESULT_YEARS, newest_first, question.years[0], str, year_word)


def _of_whom(view: View, asked: AskedOfResults, schools: dict[int, str]) -> None:
    question = asked.question
    if len(asked.schools) > 1:
        if SCHOOL in question.axes:
            widgets.several(
                "Schools",
                address.SCHOOLS,
                asked.schools,
                question.schools if len(question.schools) < len(asked.schools) else (),
                schools.__getitem__,
                str,
                placeholder="All schools",
            )
        else:
            whole = len(question.schools) == len(schools)
            filters.select(
                "School",
                address.SCHOOLS,
                [widgets.EVERY_SCHOOL, *asked.schools],
                widgets.EVERY_SCHOOL if whole else question.schools[0],
                lambda one: "All schools" if one == widgets.EVERY_SCHOOL else schools[one],
                lambda one: None if one == widgets.EVERY_SCHOOL else str(one),
            )
    if not any(axis in GROUPS and axis != ALL.id for axis in question.axes):
        filters.pupils(view.chosen)
