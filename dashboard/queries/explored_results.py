"""Statutory results in rows and columns as the reader lays them out: only of what their scope sees whole.

A result is of an academic year and of the year group that sits the assessment: neither half-terms nor year
groups, classes or kinds of judgement stand here. Results are counted by one pupil group at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.access import Action, Scope, check_can
from dashboard.queries.explored_counts import SCHOOL
from dashboard.queries.explored_question import MEASURE, TOGETHER, Against
from dashboard.queries.register import schools, thresholds
from dashboard.queries.results import ResultCohort, results
from dashboard.result_figures import ResultFigure
from etl.errors import TrustDataError
from etl.groups import ALL, GROUPS
from etl.publish.current import Published
from etl.results.counted import COUNTED

RESULT_YEAR = "academic_year"
# What can stand in rows and in columns; pupil groups besides, by their id.
RESULT_AXES = (SCHOOL, RESULT_YEAR, MEASURE)

At = tuple[Any, Any]


@dataclass(frozen=True, kw_only=True)
class ResultQuestion:
    """What is asked for. Of measures and years that stand on no axis the first counts alone."""

    rows: str
    columns: str
    measures: tuple[str, ...]
    years: tuple[str, ...]
    schools: tuple[int, ...]
    group: str = ALL.id
    group_value: str = "all"
    against: Against = Against.NOTHING

    @property
    def axes(self) -> tuple[str, str]:
        return self.rows, self.columns


@dataclass(frozen=True, kw_only=True)
class ResultPivot:
    """The answer: a cohort and its figure by row and column.

    TOGETHER in place of a school is the trust, which stands where all its schools do; in place of a pupil
    group's value it is all pupils.
    """

    question: ResultQuestion
    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    cohorts: dict[At, ResultCohort]
    figures: dict[At, ResultFigure]
    whole_trust: bool
    caution_below: int

    def single(self) -> list[ResultFigure]:
        """Every figure that is no total, row by row."""
        return [figure for at, figure in self.figures.items() if TOGETHER not in at]


def explored_results(published: Published, scope: Scope, question: ResultQuestion) -> ResultPivot:
    """The pivot of a question.

    Raises AccessDenied for a school that the scope does not see whole; TrustDataError for one that there is
    not, a measure that is not counted from results, or two pupil groups at once.
    """
    check_can(scope, Action.EXPLORE)
    names = schools(published)
    for urn in question.schools:
        if urn not in names:
            raise TrustDataError(f"There is no school {urn} in this trust.")
        check_can(scope, Action.EXPLORE, urn)
    for measure in question.measures:
        if measure not in COUNTED:
            raise TrustDataError(f"“{measure}” is not counted from results.")
    if sum(one != ALL.id for one in (question.group, *(set(question.axes) & GROUPS.keys()))) > 1:
        raise TrustDataError("Results are counted by one pupil group at a time.")
    whole_trust = set(question.schools) == set(names)
    rows, columns = (_values(question, axis, whole_trust=whole_trust) for axis in question.axes)
    cohorts = {
        (row, column): _cohort(question, row, column, whole_trust) for row in rows for column in columns
    }
    made = dict(zip(cohorts, results(published, scope, list(cohorts.values())), strict=True))
    return ResultPivot(
        question=question,
        rows=rows,
        columns=columns,
        cohorts=cohorts,
        figures=made,
        whole_trust=whole_trust,
        caution_below=thresholds(published).caution_below,
    )


def _values(question: ResultQuestion, axis: str, *, whole_trust: bool) -> tuple[Any, ...]:
    """What stands along an axis in its natural order: never by how well anyone does. A total comes last."""
    match axis:
        case "school":
            several = len(question.schools) > 1 and whole_trust
            return (*question.schools, TOGETHER) if several else question.schools
        case "academic_year":
            return tuple(sorted(question.years))
        case "measure":
            return question.measures
    return (*(value for value in GROUPS[axis].values if value != "unknown"), TOGETHER)


def _cohort(question: ResultQuestion, row: Any, column: Any, whole_trust: bool) -> ResultCohort:
    at = zip(question.axes, (row, column), strict=True)
    given = {axis: value for axis, value in at if value is not TOGETHER}
    group = next((axis for axis in given if axis in GROUPS), question.group)
    chosen = question.group_value if group == question.group else given.get(group, "all")
    alone = question.schools[0] if not whole_trust or len(question.schools) == 1 else None
    return ResultCohort(
        measure=given.get(MEASURE, question.measures[0]),
        academic_year=given.get(RESULT_YEAR, question.years[0]),
        school_urn=given.get(SCHOOL, None if SCHOOL in question.axes else alone),
        group=group,
        group_value=chosen,
    )
