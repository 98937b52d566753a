"""What the Results page stands on: who looks, and which school, year and measure the address chooses.

It needs no return: what DfE published is there from the first day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import address, choices, filters, signed_in, this_trust, wording
from dashboard.access import Action, Scope, Sight, can, sight_of
from dashboard.choices import Choices
from dashboard.queries.open_figures import published_measures, subject_of
from dashboard.queries.register import schools
from dashboard.queries.result_counts import result_years
from dashboard.queries.results import measures_with_results
from dashboard.signed_in import Viewer
from etl.half_terms import HalfTermError, academic_year_label, parse_academic_year
from etl.measures import MEASURES, Basis
from etl.publish.current import Published
from etl.results.counted import COUNTED

YEAR = "summer"  # the academic year in an address: 2025-26
EVERY_SCHOOL = "all"  # in place of a school
RESULT = "result"  # the statutory measure
FIRST_MEASURES = ("ks2_rwm_expected", "gld", "phonics_y1_met", "mtc_mean")

# From the end of primary school down, as year groups are listed everywhere.
STAGES: tuple[tuple[str, str], ...] = (
    ("ks2", "Year 6: key stage 2"),
    ("mtc", "Year 4: multiplication tables check"),
    ("ks1", "Year 2: key stage 1, optional since 2023/24"),
    ("phonics", "Years 1 and 2: phonics screening check"),
    ("eyfsp", "Reception: early years foundation stage profile"),
)


@dataclass(frozen=True, kw_only=True)
class ResultsView:
    """One run of the page. `years` hold results, in time order; `academic_year` is the chosen one of them,
    None where no results are held at all.
    """

    published: Published
    viewer: Viewer
    chosen: Choices
    school_urn: int | None  # None: the trust
    names: Mapping[int, str]
    years: tuple[str, ...]
    academic_year: str | None
    measures: tuple[str, ...]  # to choose from
    measure: str | None  # None: nothing is held or published that the scope may see

    @property
    def scope(self) -> Scope:
        return self.chosen.scope

    @property
    def place(self) -> str:
        return "The trust" if self.school_urn is None else self.names[self.school_urn]

    @property
    def is_counted(self) -> bool:
        """Whether the measure is counted from pupils' results; progress is published and no more."""
        return self.measure in COUNTED and self.academic_year is not None

    def sees_whole(self) -> bool:
        """Whether groups of pupils are for whoever looks."""
        return sight_of(self.scope, self.school_urn) is Sight.FULL


def in_stages(measures: Sequence[str]) -> list[str]:
    """Measures by assessment, the oldest children's first, then in the order of the registry."""
    order = [stage for stage, _ in STAGES]
    return sorted(measures, key=lambda measure: order.index(MEASURES[measure].subject))


def open_results_view() -> ResultsView:
    """Guard the page and read what the address chooses."""
    signed_in.require_trust()
    viewer = signed_in.require(Action.SEE_TRUST)
    published = this_trust.published()
    chosen = choices.read_choices(address.now(), published, viewer.scope)
    asked = address.now()
    names = schools(published)
    named = next((urn for urn in names if str(urn) == asked.get(address.SCHOOL, "")), None)
    if named is not None:
        signed_in.require(Action.SEE_SCHOOL, named)
    school_urn = chosen.school_urn
    if address.SCHOOL not in asked and viewer.own_schools and chosen.audience is None:
        school_urn = viewer.own_schools[0]  # who has a school comes to it first
    years = result_years(published)
    academic_year = _year(asked.get(YEAR, ""), years)
    measures = _measures(published, chosen.scope, school_urn, years)
    measure = asked.get(RESULT, "")
    if measure not in measures:
        measure = next((one for one in (*FIRST_MEASURES, *measures) if one in measures), "")
    return ResultsView(
        published=published,
        viewer=viewer,
        chosen=chosen,
        school_urn=school_urn,
        names=names,
        years=years,
        academic_year=academic_year,
        measures=tuple(measures),
        measure=measure or None,
    )


def _year(asked: str, years: tuple[str, ...]) -> str | None:
    try:
        named = academic_year_label(parse_academic_year(asked.replace("-", "/")))
    except HalfTermError:
        named = ""
    return named if named in years else (years[-1] if years else None)


def _measures(
    published: Published, scope: Scope, school_urn: int | None, years: tuple[str, ...]
) -> list[str]:
    held = set(measures_with_results(published, scope, years, school_urn))
    held |= {measure for measure, _, _ in published_measures(published)}
    return in_stages(
        [
            measure.id
            for measure in MEASURES.values()
            if measure.basis is Basis.STATUTORY
            and measure.id in held
            and sight_of(scope, school_urn, subject_of(measure.id) or measure.id) is not Sight.NOTHING
        ]
    )


def bar(view: ResultsView) -> None:
    """The row of filters under the page's head."""
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom"):
        short = wording.short_schools(list(view.names.values()))
        offered = [urn for urn in view.names if can(view.scope, Action.SEE_SCHOOL, urn)]
        filters.select(
            "School",
            address.SCHOOL,
            [EVERY_SCHOOL, *offered],
            view.school_urn or EVERY_SCHOOL,
            lambda urn: "All schools" if urn == EVERY_SCHOOL else short[view.names[urn]],
            str,
        )
        if view.academic_year is not None:
            filters.select("Results of", YEAR, list(reversed(view.years)), view.academic_year, str, _slug)
        if view.viewer.may_choose_audience:
            filters.audience(view.chosen)


def measure_choice(view: ResultsView) -> None:
    filters.select(
        "Measure",
        RESULT,
        list(view.measures),
        view.measure,
        lambda measure: MEASURES[measure].label,
        str,
    )


def _slug(academic_year: str) -> str:
    return academic_year.replace("/", "-")
