"""What a reader may choose, and the address that keeps the choice.

The address is the truth: each widget shows what it says, and writes to it. Options that are not for
whoever looks are not offered, and would be of no use in the address either: see `dashboard/choices.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import address, choices, this_trust, wording
from dashboard.access import Audience
from dashboard.choices import Choices
from dashboard.queries.forecasts import FORECAST_MEASURES
from dashboard.signed_in import Viewer
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, YEAR_GROUPS, Kind

# Streamlit takes None for “nothing chosen”, so what stands for no narrower view has a name.
OWN_EYES = "own"

# Choices after which the classes are others.
OTHER_CLASSES = (address.SCHOOL, address.YEAR_GROUP)
WHOLE_YEAR_GROUP = "all"  # in place of a class

KIND_OPTIONS = {Kind.PREDICTED: "Predicted", Kind.CURRENT: "Current", Kind.TARGET: "Pupil targets"}


def read(viewer: Viewer, published: Published) -> Choices:
    """What the present address chooses, for whoever looks."""
    return choices.read_choices(address.now(), published, viewer.scope)


def bar(made: Choices, viewer: Viewer) -> None:
    """The row of filters under a page's head."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        _the_usual(made, viewer)


def school_bar(made: Choices, viewer: Viewer, urn: int, names: dict[int, str]) -> None:
    """The same for a page about one school, with the choice of it."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        school(urn, names)
        _the_usual(made, viewer)


def sheet_bar(made: Choices, viewer: Viewer, urn: int, names: dict[int, str]) -> None:
    """Those of a school's one page: which school, which half-term, through whose eyes."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        school(urn, names)
        half_term(made)
        if viewer.may_choose_audience:
            audience(made)


def forecast_bar(
    made: Choices,
    viewer: Viewer,
    chosen: str,
    *,
    schools: dict[int, str] | None = None,
    urn: int | None = None,
) -> None:
    """Those of a page of forecasts: half-term, year group and measure, and the school where there are several
    of which one is looked at closely."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        if schools is not None and len(schools) > 1:
            short = wording.short_schools(list(schools.values()))
            select("School", address.SCHOOL, list(schools), urn, lambda one: short[schools[one]], str)
        half_term(made)
        year_group(made, together=False)
        offered = [one for one in FORECAST_MEASURES if one in made.measures]
        select("Measure", address.MEASURE, offered, chosen, wording.measure_title, str)
        if viewer.may_choose_audience:
            audience(made)


def half_term_bar(made: Choices, viewer: Viewer) -> None:
    """Those of a page about a whole half-term."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        half_term(made)
        if viewer.may_choose_audience:
            audience(made)


def class_bar(
    made: Choices,
    viewer: Viewer,
    urn: int,
    names: dict[int, str],
    classes: Sequence[str],
    chosen: str | None,
    *,
    whole: bool,
) -> None:
    """That of a school with the choice of a class; `whole`: or of the whole year group."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        short = wording.short_schools(list(names.values()))
        select("School", address.SCHOOL, list(names), urn, lambda one: short[names[one]], str)
        _the_usual(made, viewer, after=lambda: _class(classes, chosen, whole=whole))


def _class(classes: Sequence[str], chosen: str | None, *, whole: bool) -> None:
    select(
        "Class",
        address.CLASS,
        [*([WHOLE_YEAR_GROUP] if whole else []), *classes],
        chosen or WHOLE_YEAR_GROUP,
        lambda one: "Whole year group" if one == WHOLE_YEAR_GROUP else one,
        lambda one: None if one == WHOLE_YEAR_GROUP else str(one),
    )


def _the_usual(made: Choices, viewer: Viewer, after: Callable[[], None] | None = None) -> None:
    """`after`: draws what belongs beside the year group."""
    half_term(made)
    kind(made)
    year_group(made)
    if after is not None:
        after()
    if viewer.may_choose_audience:
        audience(made)


def school(urn: int, names: dict[int, str]) -> None:
    short = wording.short_schools(list(names.values()))
    select("School", address.SCHOOL, list(names), urn, lambda one: short[names[one]], str)


def half_term(made: Choices) -> None:
    latest_first = sorted(made.half_terms, reverse=True)
    select("Half-term", address.HALF_TERM, latest_first, made.half_term, str, _slug)


def kind(made: Choices) -> None:
    options = [one for one in KIND_OPTIONS if one in made.kinds]
    select("Judgement", address.KIND, options, made.kind, KIND_OPTIONS.__getitem__, _value)


def year_group(made: Choices, *, reception: bool = False, together: bool = True) -> None:
    years: list[int | None] = [year for year in reversed(YEAR_GROUPS) if reception or year > RECEPTION]
    if made.year_group not in years:
        years.append(made.year_group)
    select(
        "Year group",
        address.YEAR_GROUP,
        [_year(year) for year in ([*years, None] if together else [one for one in years if one is not None])],
        _year(made.year_group if together else made.year_group or 6),
        lambda year: wording.cohort(None if year == choices.TOGETHER else int(year)),
        str,
    )


def pupils(made: Choices) -> None:
    """Pupil group and which side of it, as one list: “All pupils”, “Disadvantaged”, “Not disadvantaged” …"""
    options = [
        (group, value)
        for group in made.groups
        for value in (GROUPS[group].values if group != ALL.id else ["all"])
        if value != "unknown"
    ]
    chosen = (made.group, made.group_value if made.group != ALL.id else "all")

    def put() -> None:
        group, value = st.session_state["choose_pupils"]
        _put(address.GROUP, None if group == ALL.id else group)
        _put(address.GROUP_VALUE, None if group == ALL.id else value)

    st.session_state["choose_pupils"] = chosen if chosen in options else options[0]
    st.selectbox(
        "Pupils",
        options,
        format_func=lambda one: wording.group_words(*one) or ALL.label,
        key="choose_pupils",
        on_change=put,
    )


def audience(made: Choices) -> None:
    """Whose eyes to look through. Named as the trust names its meetings."""
    names = {OWN_EYES: "My own view", Audience.BOARD: "The Board", Audience.FORUM: this_trust.forum_title()}
    select(
        "Seen by",
        address.AUDIENCE,
        list(names),
        made.audience or OWN_EYES,
        names.__getitem__,
        lambda chosen: None if chosen == OWN_EYES else str(chosen),
    )


def measure(made: Choices) -> None:
    """One measure for a section that shows one: the headline ones first, the others after."""
    first = [one for one in HEADLINE_MEASURES if one in made.measures]
    others = [one for one in made.measures if one not in first]
    select("Measure", address.MEASURE, [*first, *others], made.measure, wording.measure_title, str)


def measures_offered(made: Choices) -> list[str]:
    """The headline measures that whoever looks may see in this half-term and kind."""
    return [one for one in HEADLINE_MEASURES if one in made.measures] or list(made.measures[:4])


def select(
    label: str,
    parameter: str,
    options: Sequence[Any],
    chosen: Any,
    words: Callable[[Any], str],
    written: Callable[[Any], str | None],
) -> None:
    key = f"choose_{parameter}"
    if not options:
        return

    def put() -> None:
        _put(parameter, written(st.session_state[key]))

    st.session_state[key] = chosen if chosen in options else options[0]
    st.selectbox(label, options, format_func=words, key=key, on_change=put)


def _put(parameter: str, value: str | None) -> None:
    """Write a choice into the address. A list of pupils that stood open is closed: it would be another.

    Another school or year group has other classes.
    """
    gone = (*address.LISTS, address.CLASS) if parameter in OTHER_CLASSES else address.LISTS
    for opened in gone:
        if opened in st.query_params:
            del st.query_params[opened]
    if value is not None:
        st.query_params[parameter] = value
    elif parameter in st.query_params:
        del st.query_params[parameter]


def _slug(half_term: HalfTerm) -> str:
    return half_term.slug


def _value(chosen: Any) -> str | None:
    return None if chosen is None else str(chosen.value)


def _year(year: int | None) -> str:
    return choices.TOGETHER if year is None else str(year)
