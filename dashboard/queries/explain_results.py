"""“Explain this number” of a statutory result: who is counted, which codes took whom out, which files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.access import Scope, Sight, sight_of
from dashboard.explainable import Number
from dashboard.figures import Shown
from dashboard.queries.explain import WHY_NOT
from dashboard.queries.open_figures import subject_of
from dashboard.queries.results import ResultCohort, results
from dashboard.result_figures import ResultFigure
from dashboard.store import fetch_rows
from etl.errors import TrustDataError
from etl.groups import ALL
from etl.measures import Measure
from etl.publish.current import Published
from etl.results.assessments import Assessment
from etl.results.codes import codes_of, subjects_of
from etl.results.counted import COUNTED

FILES = """
SELECT
    school,
    file_name,
    held_rows,
    loaded_at
FROM result_history
WHERE academic_year = $academic_year
AND assessment = $assessment
AND status = 'accepted'
AND (list_contains($schools, school_urn) OR $schools IS NULL)
ORDER BY school, return_id
"""

CODES = """
SELECT upper(outcome) AS code, count(*) AS pupils
FROM result
WHERE academic_year = $academic_year
AND assessment = $assessment
AND subject = $subject
AND outcome IS NOT NULL
AND (school_urn = $school_urn OR $school_urn IS NULL)
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class FileBehind:
    school: str
    loaded_at: datetime  # UTC
    # None for those outside the school: what a file is called is the school's own affair.
    file_name: str | None
    held_rows: int | None


@dataclass(frozen=True, kw_only=True)
class CodeBehind:
    """Pupils whose code, and not a result of their own, decided how they count."""

    label: str
    pupils: int
    counts: bool  # in the denominator, as not meeting the standard


@dataclass(frozen=True, kw_only=True)
class ResultExplanation:
    """What stands behind one result. Codes are for those who see the place whole, and of measures of a single
    subject; of others the rule says who is left out."""

    figure: ResultFigure  # made anew from the published file, as the scope sees it
    rule: Measure
    codes: tuple[CodeBehind, ...]
    why_not_shown: str  # empty where it is shown
    files: tuple[FileBehind, ...]
    publication: int


def explain_result(published: Published, scope: Scope, number: Number) -> ResultExplanation:
    """What stands behind a result.

    Raises AccessDenied where the scope may not see it, TrustDataError where there is no such result.
    """
    if number.academic_year is None or not number.of_one_cohort:
        raise TrustDataError("There is no such result.")
    group, value = number.pupils[0] if number.pupils else (ALL.id, "all")
    cohort = ResultCohort(
        measure=number.measure,
        academic_year=number.academic_year,
        school_urn=number.school,
        group=group,
        group_value=value,
    )
    made = results(published, scope, [cohort])[0]
    inside = sight_of(scope, number.school, subject_of(number.measure) or number.measure) is Sight.FULL
    where = {
        "academic_year": number.academic_year,
        "assessment": COUNTED[number.measure].assessment.value,
        "school_urn": number.school,
    }
    return ResultExplanation(
        figure=made,
        rule=made.rule,
        codes=_codes(published, number.measure, where) if inside and group == ALL.id else (),
        why_not_shown=made.why if made.shown is Shown.NO_DATA and made.why else WHY_NOT_RESULT[made.shown],
        files=files_behind(
            published,
            number.academic_year,
            COUNTED[number.measure].assessment,
            None if number.school is None else (number.school,),
            inside=inside,
        ),
        publication=published.number,
    )


def files_behind(
    published: Published,
    academic_year: str,
    assessment: Assessment,
    urns: Sequence[int] | None,
    *,
    inside: bool,
) -> tuple[FileBehind, ...]:
    """The files of an assessment's results, of some schools or (None) of all. What they are called is for
    those who see the schools whole (`inside`)."""
    asked = {
        "academic_year": academic_year,
        "assessment": assessment.value,
        "schools": None if urns is None else list(urns),
    }
    return tuple(
        FileBehind(
            school=row["school"],
            loaded_at=row["loaded_at"],
            file_name=row["file_name"] if inside else None,
            held_rows=row["held_rows"] if inside else None,
        )
        for row in fetch_rows(published, FILES, asked)
    )


WHY_NOT_RESULT = {**WHY_NOT, Shown.NO_DATA: "No file of results has this in it."}


def _codes(published: Published, measure: str, where: Mapping[str, object]) -> tuple[CodeBehind, ...]:
    counted = COUNTED[measure]
    if counted.subject not in subjects_of(counted.assessment):
        return ()
    known = codes_of(counted.assessment, counted.subject)
    behind = []
    for row in fetch_rows(published, CODES, {**where, "subject": counted.subject}):
        code = known.get(row["code"])
        if code is not None and not (code.counts and (code.assessed or code.scored or code.expected)):
            behind.append(CodeBehind(label=code.label, pupils=row["pupils"], counts=code.counts))
    return tuple(behind)
