"""“Explain this number” of a cell of the Explorer: made anew by the Explorer's own counts."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Scope
from dashboard.explainable import Number
from dashboard.queries.explain import Explanation, behind, explanation_of
from dashboard.queries.explain_results import ResultExplanation, explain_result
from dashboard.queries.explored import explored
from dashboard.queries.explored_beside import Apart, compared
from dashboard.queries.explored_question import KIND, MEASURE, Against, Question
from dashboard.queries.explored_results import RESULT_YEAR, ResultQuestion, explored_results
from dashboard.queries.explored_results_beside import ResultApart, apart_of
from dashboard.queries.register import schools
from etl.errors import TrustDataError
from etl.groups import ALL, GROUPS
from etl.measures import JUDGED_YEARS
from etl.publish.current import Published
from etl.vocabulary import Kind

MOST_GROUPS = 3  # two that stand on the axes, and one that is chosen


@dataclass(frozen=True, kw_only=True)
class CellExplanation:
    """`apart` is how far the cell is from what it is held against, None where there is nothing to be."""

    explanation: Explanation
    number: Number
    against: Against
    apart: Apart | None


def explain_cell(published: Published, scope: Scope, number: Number) -> CellExplanation:
    """What stands behind a cell.

    Raises AccessDenied for a school that the scope does not see whole; TrustDataError for what the Explorer
    could not have shown.
    """
    question = question_of(number, tuple(schools(published)))
    pivot = explored(published, scope, question)
    at = _at(number, question)
    if at not in pivot.cells:
        raise TrustDataError("The Explorer has no such number.")
    held = compared(published, scope, pivot)
    made = held.pivot.cells[at].figure
    half_term = question.half_terms[0]
    rules = [GROUPS[group].note for group, _ in number.pupils if GROUPS[group].note]
    return CellExplanation(
        explanation=explanation_of(
            made,
            group_rule=" ".join(rules),
            left=None,
            behind=behind(published, half_term, question.schools, inside=True),
        ),
        number=number,
        against=question.against,
        apart=held.apart.get(at),
    )


def question_of(number: Number, everyone: tuple[int, ...]) -> Question:
    """The question that has the cell as its only one, or as one of its pupil groups'."""
    if number.half_term is None or len(number.pupils) > MOST_GROUPS or number.against not in set(Against):
        raise TrustDataError("The Explorer has no such number.")
    axes = [group for group, _ in number.pupils[:2]]
    rows, columns = [*axes, MEASURE, KIND][:2]
    group, value = number.pupils[2] if len(number.pupils) == MOST_GROUPS else (ALL.id, "all")
    return Question(
        rows=rows,
        columns=columns,
        measures=(number.measure,),
        kinds=(Kind(number.kind),),
        half_terms=(number.half_term,),
        schools=number.schools or everyone,
        year_groups=number.year_groups or JUDGED_YEARS,
        group=group,
        group_value=value,
        of_class=(number.class_name,) if number.by_class else (),
        against=Against(number.against),
    )


def _at(number: Number, question: Question) -> tuple[object, object]:
    values: dict[str, object] = {
        **dict(number.pupils),
        MEASURE: number.measure,
        KIND: Kind(number.kind),
    }
    return values[question.rows], values[question.columns]


@dataclass(frozen=True, kw_only=True)
class ResultCellExplanation:
    """The same of a statutory result."""

    explanation: ResultExplanation
    against: Against
    apart: ResultApart | None


def explain_result_cell(published: Published, scope: Scope, number: Number) -> ResultCellExplanation:
    """What stands behind a result that the Explorer shows, with its difference; raises as `explain_cell`."""
    if number.academic_year is None or not number.of_one_cohort or number.against not in set(Against):
        raise TrustDataError("The Explorer has no such number.")
    group, value = number.pupils[0] if number.pupils else (ALL.id, "all")
    pivot = explored_results(
        published,
        scope,
        ResultQuestion(
            rows=MEASURE,
            columns=RESULT_YEAR,
            measures=(number.measure,),
            years=(number.academic_year,),
            schools=number.schools or tuple(schools(published)),
            group=group,
            group_value=value,
            against=Against(number.against),
        ),
    )
    return ResultCellExplanation(
        explanation=explain_result(published, scope, number),
        against=pivot.question.against,
        apart=apart_of(published, scope, pivot).get((number.measure, number.academic_year)),
    )
