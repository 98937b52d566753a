"""Gaps between pupil groups in statutory results, for those who see the whole of what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from dashboard.access import Scope, Sight, check_sees
from dashboard.cached import kept
from dashboard.figures import Shown
from dashboard.intervals import mantel_haenszel, newcombe
from dashboard.queries.gaps import Verdict
from dashboard.queries.open_figures import subject_of
from dashboard.queries.register import schools, thresholds
from dashboard.queries.results import ResultCohort, results
from dashboard.result_figures import ResultFigure
from etl.groups import ALL, GROUPS
from etl.publish.current import Published


@dataclass(frozen=True, kw_only=True)
class ResultGap:
    """Two groups' shares and the difference, in points: focus less other. For the trust it is the one within
    schools. None where the verdict is not about a difference.
    """

    label: str
    focus: ResultFigure
    other: ResultFigure
    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@kept(24)
def result_gaps(
    published: Published, scope: Scope, measure: str, academic_year: str, school_urn: int | None = None
) -> list[ResultGap]:
    """The gap in every group, in the order of the registry; empty for a measure that is a mean.

    Raises AccessDenied where the scope does not see the whole.
    """
    check_sees(scope, school_urn, subject_of(measure) or measure, least=Sight.FULL)
    fewest = thresholds(published).caution_below
    made = []
    for group in GROUPS.values():
        if group is ALL:
            continue
        focus, other = results(
            published,
            scope,
            [
                ResultCohort(
                    measure=measure,
                    academic_year=academic_year,
                    school_urn=school_urn,
                    group=group.id,
                    group_value=value,
                )
                for value in (group.focus, group.other)
            ],
        )
        if not focus.is_share:
            return []
        if Shown.NO_DATA in (focus.shown, other.shown):
            verdict, found = Verdict.NO_DATA, None
        elif min(focus.denominator or 0, other.denominator or 0) < fewest:
            verdict, found = Verdict.TOO_FEW, None
        else:
            found = _difference(published, scope, focus, other)
            verdict = Verdict.TOO_FEW
            if found is not None:
                clear = found[1] > 0 or found[2] < 0
                verdict = Verdict.MORE_THAN_CHANCE if clear else Verdict.COULD_BE_NO_GAP
        difference, low, high = found or (None, None, None)
        made.append(
            ResultGap(
                label=group.gap_label,
                focus=focus,
                other=other,
                verdict=verdict,
                difference=difference,
                low=low,
                high=high,
            )
        )
    return made


def _difference(
    published: Published, scope: Scope, focus: ResultFigure, other: ResultFigure
) -> tuple[float, float, float] | None:
    """In points with its interval; None where no school has both groups."""
    if focus.school_urn is not None:
        found = newcombe(
            focus.numerator or 0, focus.denominator or 0, other.numerator or 0, other.denominator or 0
        )
        return (100 * float(found[0]), 100 * float(found[1]), 100 * float(found[2]))
    sides = [
        results(
            published,
            scope,
            [
                ResultCohort(
                    measure=one.measure,
                    academic_year=one.academic_year,
                    school_urn=urn,
                    group=one.group,
                    group_value=one.group_value,
                )
                for urn in schools(published)
            ],
        )
        for one in (focus, other)
    ]
    met, met_other = ([one.numerator or 0 for one in side] for side in sides)
    pupils, pupils_other = ([one.denominator or 0 for one in side] for side in sides)
    difference, low, high = mantel_haenszel(met, pupils, met_other, pupils_other)
    return None if isnan(difference) else (100 * difference, 100 * low, 100 * high)
