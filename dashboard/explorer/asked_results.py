"""What an address asks of the Explorer about statutory results, and what of it has no meaning there.

Whatever is unknown, or not for whoever opens the address, falls back to what is usual; what a result cannot
be asked is said in plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import address
from dashboard.access import Action, can
from dashboard.choices import Choices
from dashboard.explorer.asked import several
from dashboard.queries.explored_counts import CLASS, HALF_TERM, SCHOOL, YEAR_GROUP
from dashboard.queries.explored_question import KIND, MEASURE, Against
from dashboard.queries.explored_results import RESULT_AXES, RESULT_YEAR, ResultQuestion
from dashboard.queries.register import schools
from dashboard.queries.result_counts import YEARS_SHOWN, result_years
from dashboard.queries.results import measures_with_results
from dashboard.results_view import in_stages
from etl.groups import ALL, GROUPS
from etl.publish.current import Published
from etl.results.counted import COUNTED

RESULTS = "results"  # in the address, of what the Explorer is
ALL_RESULT_AXES = (*RESULT_AXES, *(group for group in GROUPS if group != ALL.id))
RESULT_AGAINST = tuple(one for one in Against if one is not Against.BEFORE)
FIRST_MEASURES = ("ks2_rwm_expected", "ks2_reading_expected", "ks2_writing_expected", "ks2_maths_expected")

NO_SUCH_AXIS = {
    CLASS: "Results do not say which class a pupil was in: classes cannot stand here.",
    YEAR_GROUP: "Each statutory measure is of the year group that sits it: choose measures instead.",
    KIND: "A result is neither predicted nor a teacher's judgement of a half-term: kinds cannot stand here.",
    HALF_TERM: "A result is of an academic year, not of a half-term: years stand in their place.",
}
NO_HALF_TERM_BEFORE = (
    "Results come once a year: they can be held against the year before, and no half-term before."
)
ONE_GROUP = "Results are counted by one pupil group at a time: shown is the one that stands first."
NO_CLASS = "Results do not say which class a pupil was in: shown is the whole year group."


@dataclass(frozen=True, kw_only=True)
class AskedOfResults:
    """A question, what else could be asked, and what was asked in vain, in plain words."""

    question: ResultQuestion
    schools: tuple[int, ...]  # that the scope sees whole, by name
    years: tuple[str, ...]  # with results, in time order
    measures: tuple[str, ...]  # with results in those years
    refused: tuple[str, ...] = ()


def is_of_results(params: Mapping[str, str]) -> bool:
    return params.get(address.OF_RESULTS) == RESULTS


def read_asked_of_results(
    params: Mapping[str, str], chosen: Choices, published: Published
) -> AskedOfResults | None:
    """None where no results are held that the scope may see whole."""
    seen = tuple(urn for urn in schools(published) if can(chosen.scope, Action.EXPLORE, urn))
    held = result_years(published)
    if not seen or not held:
        return None
    rows, columns, refused = _axes(params, several_schools=len(seen) > 1)
    axes = (rows, columns)
    years = several(params, address.RESULT_YEARS, held, year_word)
    years = years or (held[-YEARS_SHOWN:] if RESULT_YEAR in axes else held[-1:])
    offered = _measures_held(published, chosen, seen, held)
    if not offered:
        return None
    group = chosen.group if chosen.group not in axes else ALL.id
    if group != ALL.id and any(axis in GROUPS for axis in axes):
        group, refused = ALL.id, [*refused, ONE_GROUP]
    if params.get(address.CLASS):
        refused.append(NO_CLASS)
    against = params.get(address.AGAINST, "")
    if against == Against.BEFORE:
        refused.append(NO_HALF_TERM_BEFORE)
    return AskedOfResults(
        question=ResultQuestion(
            rows=rows,
            columns=columns,
            measures=_measures(params, offered, apart=MEASURE in axes),
            years=years if RESULT_YEAR in axes else years[-1:],
            schools=_schools(params, seen, everyone=len(schools(published)), apart=SCHOOL in axes),
            group=group,
            group_value=chosen.group_value if group != ALL.id else "all",
            against=Against(against) if against in set(RESULT_AGAINST) else Against.ENGLAND,
        ),
        schools=seen,
        years=held,
        measures=offered,
        refused=tuple(dict.fromkeys(refused)),
    )


def year_word(academic_year: str) -> str:
    """An academic year as an address holds it: 2025-26."""
    return academic_year.replace("/", "-")


def _axes(params: Mapping[str, str], *, several_schools: bool) -> tuple[str, str, list[str]]:
    refused = []
    asked = []
    for name in (address.ROWS, address.COLUMNS):
        axis = params.get(name, "")
        if axis in NO_SUCH_AXIS:
            refused.append(NO_SUCH_AXIS[axis])
            axis = RESULT_YEAR if axis == HALF_TERM else ""
        asked.append(axis if axis in ALL_RESULT_AXES else "")
    rows, columns = asked
    usual = (SCHOOL if several_schools else RESULT_YEAR, MEASURE, RESULT_YEAR)
    if rows in GROUPS and columns in GROUPS:
        refused.append(ONE_GROUP)
        columns = ""
    rows = rows or next(one for one in usual if one != columns)
    if not columns or columns == rows:
        columns = next(one for one in (MEASURE, RESULT_YEAR) if one != rows)
    return rows, columns, refused


def _schools(
    params: Mapping[str, str], seen: tuple[int, ...], *, everyone: int, apart: bool
) -> tuple[int, ...]:
    """Those named. Off the axes a figure is of one school or of the trust: of some together there is none."""
    named = several(params, address.SCHOOLS, seen, str) or seen
    return named if apart or len(named) == everyone else named[:1]


def _measures_held(
    published: Published, chosen: Choices, seen: tuple[int, ...], years: tuple[str, ...]
) -> tuple[str, ...]:
    held = {measure for urn in seen for measure in measures_with_results(published, chosen.scope, years, urn)}
    return tuple(in_stages([one for one in COUNTED if one in held]))


def _measures(params: Mapping[str, str], offered: tuple[str, ...], *, apart: bool) -> tuple[str, ...]:
    asked = several(params, address.MEASURES, offered, str)
    usual = tuple(one for one in FIRST_MEASURES if one in offered) or offered[:4]
    return (asked or usual) if apart else (asked or usual)[:1]
