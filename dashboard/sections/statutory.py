"""Tiles of the statutory points: the latest results of each, with England and the authority beside them."""

from __future__ import annotations

from dashboard import address, navigation
from dashboard.access import Action, can
from dashboard.drawn_once import drawn_once
from dashboard.furniture import notes
from dashboard.furniture.result_tiles import result_tiles
from dashboard.queries.result_counts import result_years
from dashboard.queries.results import ResultCohort, measures_with_results, results
from dashboard.results_view import EVERY_SCHOOL, RESULT, YEAR, ResultsView, in_stages
from dashboard.sections import explanations
from dashboard.view import View
from etl.measures import MEASURES

# One tile each, where there are results; the higher standards and mean scores are in the table below them.
TILES = (
    *("gld", "phonics_y1_met", "phonics_y2_met"),
    *("ks1_reading_expected", "ks1_writing_expected", "ks1_maths_expected"),
    *("mtc_mean", "mtc_full_marks"),
    *("ks2_rwm_expected", "ks2_reading_expected", "ks2_writing_expected", "ks2_maths_expected"),
    *("ks2_gps_expected", "ks2_science_expected"),
)
# On other pages: one for each point at which children are assessed, and key stage 2's four.
POINTS = ("gld", "phonics_y1_met", "mtc_mean", "ks2_rwm_expected")

HOW_TO_READ = (
    "Pupils' own results, everyone who was eligible. The dot is the result, the soft bar the range that "
    "chance alone could explain, the dotted line England, the diamond the authority, the tick the target."
)


def tiles_of_year(view: ResultsView) -> None:
    """Every statutory point of the chosen year."""
    assert view.academic_year is not None
    notes.section(f"Results of {view.academic_year}", HOW_TO_READ)
    seen = measures_with_results(view.published, view.scope, [view.academic_year], view.school_urn)
    shown = in_stages([measure for measure in TILES if measure in seen])
    if not shown:
        notes.note(f"{view.place} has no results of {view.academic_year} here.")
        return
    figures = results(
        view.published,
        view.scope,
        [
            ResultCohort(measure=measure, academic_year=view.academic_year, school_urn=view.school_urn)
            for measure in shown
        ],
    )
    result_tiles(
        [
            (
                figure,
                MEASURES[figure.measure].label,
                results_href(view.school_urn, figure.measure, view.academic_year) + "#by-measure",
                explanations.of_result(figure),
            )
            for figure in figures
        ]
    )
    later = [
        figure for figure in figures if figure.england and figure.england.academic_year != view.academic_year
    ]
    if any(figure.rule.subject == "ks2" for figure in later):
        notes.footnotes(
            [
                f"England's key stage 2 figures of {view.academic_year} are not here yet: results stand "
                "beside England's latest, and none is called above or below it."
            ]
        )


def points_of_the_trust(view: View) -> None:
    _points(view, None)


def points_of_school(view: View, urn: int) -> None:
    _points(view, urn)


@drawn_once
def _points(view: View, urn: int | None) -> None:
    """The latest results of each statutory point; nothing where none are held."""
    years = result_years(view.published)
    if not years or not can(view.scope, Action.SEE_TRUST):
        return
    latest = years[-1]
    seen = measures_with_results(view.published, view.scope, [latest], urn)
    shown = [measure for measure in POINTS if measure in seen] or [one for one in TILES if one in seen][:4]
    if not shown:
        return
    notes.section(
        "Statutory results",
        f"The latest, of {latest}: of the children who were in those year groups then.",
    )
    figures = results(
        view.published,
        view.scope,
        [ResultCohort(measure=measure, academic_year=latest, school_urn=urn) for measure in shown],
    )
    result_tiles(
        [
            (
                figure,
                MEASURES[figure.measure].label,
                results_href(urn, figure.measure, latest) + "#by-measure",
                explanations.of_result(figure),
            )
            for figure in figures
        ]
    )
    notes.way_on("All results, year by year", results_href(urn))


def results_href(urn: int | None, measure: str | None = None, academic_year: str | None = None) -> str:
    """The address of results: of the trust or a school, in a measure and year where they are named."""
    year = academic_year.replace("/", "-") if academic_year else None
    asked = {address.SCHOOL: urn or EVERY_SCHOOL, RESULT: measure, YEAR: year}
    return navigation.href("results", **asked)
