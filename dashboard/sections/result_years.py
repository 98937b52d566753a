"""Every statutory measure over the last four years, in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import exports, formats, result_wording
from dashboard.exports import Table
from dashboard.figures import Shown
from dashboard.furniture import behind, notes
from dashboard.furniture.result_table import ResultRow, result_table
from dashboard.queries.result_counts import years_up_to
from dashboard.queries.results import ResultCohort, measures_with_results, results
from dashboard.result_figures import ResultFigure
from dashboard.results_view import STAGES, ResultsView, in_stages
from dashboard.sections import explanations
from dashboard.sections.statutory import results_href
from etl.groups import GROUPS
from etl.half_terms import parse_academic_year
from etl.measures import MEASURES
from etl.results.assessments import NO_ASSESSMENTS, summer_of

SERIES = "A double line stands where the framework changed: the years on its two sides cannot be compared."
NO_TESTS = "No assessments were held in 2019/20 and 2020/21."
KEY = (
    "▲ clearly above England, ▼ clearly below it: more than luck would do in so few pupils. ◆ may be below: "
    "could still be luck. – in line with it. Each year is a different group of children. A name leads on, a "
    "number explains itself."
)


def every_measure(view: ResultsView) -> None:
    assert view.academic_year is not None
    years = years_up_to(view.academic_year, view.years)
    measures = in_stages(measures_with_results(view.published, view.scope, years, view.school_urn))
    if not measures:
        return
    found = results(
        view.published,
        view.scope,
        [
            ResultCohort(measure=measure, academic_year=year, school_urn=view.school_urn)
            for measure in measures
            for year in years
        ],
    )
    notes.section(
        "Every measure, year by year",
        KEY,
    )
    result_table(
        _rows(view, measures, years, found),
        [(year, year) for year in years],
        caption=f"{view.place}: every statutory measure, year by year",
        first="Measure",
        leads={
            year: results_href(view.school_urn, view.measure, year) for year in years if year in view.years
        },
    )
    notes.footnotes(_remarks(found))
    behind.behind(
        lambda: results_table(f"{view.place}, statutory results", found, explain=explanations.of_result),
        key="four_years",
        file_name=f"results-{view.school_urn or 'trust'}-{years[-1].replace('/', '-')}",
    )


def _remarks(found: Sequence[ResultFigure]) -> list[str]:
    """What must be known of the years that are shown."""
    series: dict[str, set[int]] = {}
    for one in found:
        series.setdefault(one.measure, set()).add(one.series)
    said = [SERIES] if any(len(held) > 1 for held in series.values()) else []
    return said + (
        [NO_TESTS]
        if any(summer_of(parse_academic_year(one.academic_year)) in NO_ASSESSMENTS for one in found)
        else []
    )


def _rows(
    view: ResultsView, measures: Sequence[str], years: Sequence[str], found: Sequence[ResultFigure]
) -> list[ResultRow]:
    by_cell = {(one.measure, one.academic_year): one for one in found}
    made = []
    before = ""
    heads = dict(STAGES)
    for measure in measures:
        stage = MEASURES[measure].subject
        made.append(
            ResultRow(
                label=_label(measure),
                figures={year: by_cell[measure, year] for year in years},
                explained={year: explanations.of_result(by_cell[measure, year]) for year in years},
                href=results_href(view.school_urn, measure, view.academic_year) + "#by-measure",
                head=heads[stage] if stage != before else "",
            )
        )
        before = stage
    return made


def _label(measure: str) -> str:
    """A measure's name under the name of its assessment: “Reading at the higher standard”."""
    label = MEASURES[measure].label
    for start in ("KS2 ", "KS1 ", "Multiplication tables check, ", "Phonics screening check, ", "Phonics, "):
        label = label.removeprefix(start)
    return label[0].upper() + label[1:]


RESULT_COLUMNS = (
    "Academic year",
    "School",
    "Measure",
    "Pupil group",
    "Result",
    "Interval from",
    "Interval to",
    "Met",
    "Eligible",
    "With a result",
    "With a score",
    "England",
    "England, year",
    "Authority",
    "Authority, year",
    "Against England",
    "Target",
    "Shown",
)


def results_table(
    title: str,
    figures: Sequence[ResultFigure],
    remarks: Sequence[str] = (),
    *,
    explain: Callable[[ResultFigure], str] | None = None,
) -> Table:
    """One row a figure, with what the page shows of it and nothing more.

    `explain`: where each figure explains itself, which its value then leads to.
    """
    return Table(
        title=title,
        columns=RESULT_COLUMNS,
        rows=tuple(_row(one, explain) for one in figures),
        notes=tuple(remarks),
    )


def _row(figure: ResultFigure, explain: Callable[[ResultFigure], str] | None) -> tuple[object, ...]:
    stands = result_wording.has_value(figure)
    value = _number(figure, figure.value) if stands else None
    return (
        figure.academic_year,
        figure.school or "All schools",
        MEASURES[figure.measure].label,
        GROUPS[figure.group].values.get(figure.group_value, "All pupils"),
        exports.Explained(value, explain(figure)) if explain and value is not None else value,
        _number(figure, figure.low) if stands else None,
        _number(figure, figure.high) if stands else None,
        figure.numerator,
        figure.denominator,
        figure.assessed,
        figure.scored,
        figure.england.value if figure.england else None,
        figure.england.academic_year if figure.england else None,
        figure.authority.value if figure.authority else None,
        figure.authority.academic_year if figure.authority else None,
        result_wording.against(figure) or None,
        result_wording.target(figure) or None,
        "yes" if stands else result_wording.why_no_value(figure) if figure.shown is not Shown.FULL else None,
    )


def _number(figure: ResultFigure, value: float | None) -> float | int | None:
    if value is None:
        return None
    return exports.whole(value) if figure.is_share else formats.rounded(10 * value) / 10
