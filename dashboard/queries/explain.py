"""“Explain this number”: its rule, who is counted and who is not, and the returns behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboard.access import Action, Scope, Sight, check_can, sight_of
from dashboard.explainable import Number
from dashboard.figures import Figure, Shown
from dashboard.queries.half_terms import when
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.store import fetch_rows
from etl.errors import TrustDataError
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES, Measure
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind

RETURNS = """
SELECT
    return_id,
    school_urn,
    school,
    file_name,
    held_rows,
    loaded_at
FROM return_history
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND status = 'accepted'
AND school_urn IN $schools
ORDER BY school, return_id
"""

LEFT = """
SELECT count(*) AS pupils
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND (school_urn = $school_urn OR $school_urn IS NULL)
AND year_group BETWEEN $lowest AND $highest
AND NOT on_roll
"""

DROP = """
SELECT status, number
FROM drop_status
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
"""


@dataclass(frozen=True, kw_only=True)
class ReturnBehind:
    return_id: int
    school_urn: int
    school: str
    loaded_at: datetime  # UTC
    # None for those outside the school: what a file is called is the school's own affair.
    file_name: str | None
    held_rows: int | None


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The returns behind a number, and how its data drop stands."""

    half_term: HalfTerm
    returns: tuple[ReturnBehind, ...]
    drop_status: str  # open, closed
    drop_number: str | None  # None until first closed
    publication: int


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What stands behind one figure. Counts are None where the scope may not see them."""

    figure: Figure  # made anew from the published file, as the scope sees it
    measure: Measure
    group_rule: str
    on_roll: int | None
    assessed: int | None
    not_assessed: int | None  # counted as not meeting the standard
    met: int | None
    left: int | None  # marked as having left: not on roll; None also from outside the school
    why_not_shown: str  # empty where it is shown
    behind: Behind


WHY_NOT = {
    Shown.FULL: "",
    Shown.COUNT_ONLY: (
        "So few pupils that a percentage would say more than they can bear: the count is shown alone."
    ),
    Shown.HIDDEN: (
        "Hidden because it is about very few pupils, or because with it the number of a very small group "
        "could be worked out."
    ),
    Shown.NO_DATA: "No return for this half-term has this in it, or nobody is on roll.",
}


def explain(published: Published, scope: Scope, number: Number) -> Explanation:
    """What stands behind a figure of teachers' judgements.

    Raises AccessDenied where the scope may not see it, TrustDataError where there is no such figure.
    """
    if number.half_term is None or not number.of_one_cohort:
        raise TrustDataError("There is no such figure.")
    action = Action.SEE_TRUST if number.school is None else Action.SEE_SCHOOL
    check_can(scope, action, number.school)
    group, value = number.pupils[0] if number.pupils else (ALL.id, "all")
    cohort = Cohort(
        measure=number.measure,
        school_urn=number.school,
        year_group=number.year_group,
        class_name=number.class_name,
        by_class=number.by_class,
        group=group,
        group_value=value,
    )
    made = Seeing(published, scope, number.half_term, Kind(number.kind)).figures([cohort])[0]
    urns = tuple(schools(published)) if number.school is None else (number.school,)
    inside = sight_of(scope, number.school) is Sight.FULL
    everyone = not number.pupils and not number.by_class
    return explanation_of(
        made,
        group_rule=GROUPS[group].note,
        left=_left(published, made) if inside and everyone else None,
        behind=behind(published, number.half_term, urns, inside=inside),
    )


def explanation_of(made: Figure, *, group_rule: str, left: int | None, behind: Behind) -> Explanation:
    """Of a figure as the scope sees it: nothing is added that the figure does not hold."""
    known = made.denominator is not None and made.assessed is not None
    return Explanation(
        figure=made,
        measure=JUDGEMENT_MEASURES[made.measure],
        group_rule=group_rule,
        on_roll=made.denominator,
        assessed=made.assessed,
        not_assessed=(made.denominator or 0) - (made.assessed or 0) if known else None,
        met=made.numerator,
        left=left,
        why_not_shown=WHY_NOT[made.shown],
        behind=behind,
    )


def behind(published: Published, half_term: HalfTerm, urns: tuple[int, ...], *, inside: bool) -> Behind:
    """The returns of some schools. What they are called is for those who see the schools whole (`inside`)."""
    drop = next(iter(fetch_rows(published, DROP, when(half_term))), None)
    return Behind(
        half_term=half_term,
        returns=tuple(
            ReturnBehind(
                return_id=row["return_id"],
                school_urn=row["school_urn"],
                school=row["school"],
                loaded_at=row["loaded_at"],
                file_name=row["file_name"] if inside else None,
                held_rows=row["held_rows"] if inside else None,
            )
            for row in fetch_rows(published, RETURNS, {**when(half_term), "schools": list(urns)})
        ),
        drop_status=drop["status"] if drop else "open",
        drop_number=drop["number"] if drop else None,
        publication=published.number,
    )


def _left(published: Published, figure: Figure) -> int:
    lowest, highest = (RECEPTION + 1, 6) if figure.year_group is None else (figure.year_group,) * 2
    bounds = {"school_urn": figure.school_urn, "lowest": lowest, "highest": highest}
    return int(fetch_rows(published, LEFT, {**when(figure.half_term), **bounds})[0]["pupils"])
