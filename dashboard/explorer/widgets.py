"""What a reader of the Explorer may choose. Each widget shows what the address says, and writes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import address, filters, formats, wording
from dashboard.explorer import words
from dashboard.explorer.asked import ALL_AXES, Asked, year_word
from dashboard.explorer.asked_results import RESULTS
from dashboard.queries.explored_counts import CLASS, HALF_TERM, SCHOOL
from dashboard.queries.explored_question import KIND, MEASURE, Against
from dashboard.view import View
from etl.half_terms import HalfTerm, academic_year_label
from etl.measures import JUDGED_YEARS
from etl.vocabulary import YEAR_GROUPS, year_group_label

JUDGEMENTS = "judgements"
EVERY_SCHOOL = "all"
FIGURES = {JUDGEMENTS: "Judgements", RESULTS: "Statutory results"}
NARROW = "Which measures, schools, years and pupils"


def bar(view: View, asked: Asked, schools: dict[int, str]) -> None:
    """How the figures are laid out, and folded away beneath it what they are of."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        of_what_figures(results=False)
        offered = [one for one in ALL_AXES if one != SCHOOL or len(asked.schools) > 1]
        axis("Rows", address.ROWS, asked.question.axes, offered)
        axis("Columns", address.COLUMNS, asked.question.axes, offered)
        filters.select(
            "Held against",
            address.AGAINST,
            list(Against),
            asked.question.against,
            words.AGAINST_LABELS.__getitem__,
            str,
        )
        if HALF_TERM not in asked.question.axes:
            filters.half_term(view.chosen)
        if KIND not in asked.question.axes:
            filters.kind(view.chosen)
    with st.expander(NARROW, key="explorer_narrow"), st.grid(2, min_column_width=260, gap="small"):
        _of_what(view, asked)
        _of_whom(view, asked, schools)


def _of_what(view: View, asked: Asked) -> None:
    axes = asked.question.axes
    if MEASURE in axes:
        given = address.MEASURES in address.now()
        usual = [] if given else list(asked.question.measures)
        several(
            "Measures",
            address.MEASURES,
            asked.measures,
            asked.question.measures if given else (),
            wording.measure_title,
            str,
            placeholder=formats.listed([wording.measure_short(one) for one in usual]),
        )
    else:
        filters.measure(view.chosen)
    if HALF_TERM in axes:
        years = sorted({one.starts for one in asked.half_terms}, reverse=True)
        held = {year_word(year): f"All of {academic_year_label(year)}" for year in years}
        held |= {one.slug: str(one) for one in sorted(asked.half_terms, reverse=True)}
        named = address.now().get(address.HALF_TERMS, "").split(",")
        several(
            "Half-terms",
            address.HALF_TERMS,
            list(held),
            [one for one in held if one in named],
            held.__getitem__,
            str,
            placeholder=_span(asked.question.half_terms),
        )
    if KIND in axes:
        given = address.KINDS in address.now()
        several(
            "Judgements",
            address.KINDS,
            asked.kinds,
            asked.question.kinds if given else (),
            filters.KIND_OPTIONS.__getitem__,
            str,
            placeholder="All kinds",
        )


def _of_whom(view: View, asked: Asked, schools: dict[int, str]) -> None:
    question = asked.question
    if len(asked.schools) > 1:
        if CLASS in question.axes:
            filters.select(
                "School",
                address.SCHOOLS,
                asked.schools,
                question.schools[0],
                schools.__getitem__,
                str,
            )
        else:
            several(
                "Schools",
                address.SCHOOLS,
                asked.schools,
                question.schools if len(question.schools) < len(asked.schools) else (),
                schools.__getitem__,
                str,
                placeholder="All schools",
            )
    if asked.classes:
        filters.select(
            "Class",
            address.CLASS,
            [filters.WHOLE_YEAR_GROUP, *asked.classes],
            question.of_class[0] if question.of_class else filters.WHOLE_YEAR_GROUP,
            lambda one: "All classes" if one == filters.WHOLE_YEAR_GROUP else one,
            lambda one: None if one == filters.WHOLE_YEAR_GROUP else str(one),
        )
    several(
        "Year groups",
        address.YEAR_GROUPS,
        YEAR_GROUPS,
        () if question.year_groups == JUDGED_YEARS else question.year_groups,
        year_group_label,
        str,
        placeholder=wording.YEARS_TOGETHER,
        nothing=",".join(map(str, JUDGED_YEARS)),
    )
    filters.pupils(view.chosen)


def _span(half_terms: Sequence[HalfTerm]) -> str:
    """“2025/26 Autumn 1 to 2026/27 Autumn 1”."""
    first, last = str(half_terms[0]), str(half_terms[-1])
    return first if first == last else f"{first} to {last}"


def of_what_figures(*, results: bool) -> None:
    """Teachers' judgements or statutory results: never both in one table."""
    filters.select(
        "Figures",
        address.OF_RESULTS,
        list(FIGURES),
        RESULTS if results else JUDGEMENTS,
        FIGURES.__getitem__,
        lambda one: None if one == JUDGEMENTS else str(one),
    )


def axis(label: str, parameter: str, axes: tuple[str, str], offered: Sequence[str]) -> None:
    """What stands in rows, or in columns. What stands in the other already changes places with it."""
    rows = parameter == address.ROWS
    chosen, other = axes if rows else axes[::-1]
    options = list(offered)
    key = f"choose_{parameter}"

    def put() -> None:
        made = st.session_state[key]
        st.query_params[parameter] = made
        st.query_params[address.COLUMNS if rows else address.ROWS] = chosen if made == other else other

    st.session_state[key] = chosen if chosen in options else options[0]
    st.selectbox(label, options, format_func=words.axis_label, key=key, on_change=put)


def ranges(asked: Asked) -> None:
    """Whether each cell shows its plausible range."""

    def put() -> None:
        if st.session_state["choose_ranges"]:
            st.query_params[address.RANGES] = "yes"
        else:
            st.query_params.pop(address.RANGES, None)

    st.session_state["choose_ranges"] = asked.ranges
    st.toggle("Plausible ranges", key="choose_ranges", on_change=put)


def several(
    label: str,
    parameter: str,
    options: Sequence[Any],
    chosen: Sequence[Any],
    said: Callable[[Any], str],
    written: Callable[[Any], str],
    *,
    placeholder: str,
    nothing: str | None = None,
) -> None:
    """Several of the options; with none it is as `placeholder` says, and `nothing` is written."""
    key = f"choose_{parameter}"

    def put() -> None:
        if parameter == address.SCHOOLS:
            st.query_params.pop(address.CLASS, None)  # other schools have other classes
        made = ",".join(written(one) for one in st.session_state[key]) or nothing
        if made:
            st.query_params[parameter] = made
        else:
            st.query_params.pop(parameter, None)

    st.session_state[key] = [one for one in options if one in chosen]
    st.multiselect(label, options, format_func=said, key=key, on_change=put, placeholder=placeholder)
