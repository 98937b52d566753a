"""Statutory results as a scope sees them: the one gate through which they leave.

Outside the school there is one declared table a year and assessment, schools by measures with the trust's
totals, and small numbers are hidden in it (`dashboard/result_masks.py`). Pupil groups of results are for
those who see the whole of what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from scipy.special import stdtrit

from dashboard import whole_pupils
from dashboard.access import Scope, Sight, check_sees, sight_of
from dashboard.cached import kept
from dashboard.chance import Side, mid_p
from dashboard.figures import Shown
from dashboard.intervals import CONFIDENCE, wilson
from dashboard.queries.open_figures import Held, OpenFigure, subject_of
from dashboard.queries.register import COVERAGE, SetTarget, schools, targets, thresholds
from dashboard.queries.result_counts import NOBODY, ResultCount, ResultCounts, counts_of
from dashboard.result_figures import Against, Aimed, Beside, ResultFigure
from dashboard.result_masks import ResultMask, result_mask_of
from etl.errors import TrustDataError
from etl.groups import ALL
from etl.half_terms import parse_academic_year
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.results.assessments import NO_ASSESSMENTS, SCORES, Assessment, series_of, summer_of
from etl.results.counted import COUNTED, RWM

# A statutory measure -> that of teachers' judgements which foretells it: subject and standard of Year 6.
FORETOLD_BY: dict[str, str] = {
    measure.national: measure.id for measure in JUDGEMENT_MEASURES.values() if measure.national is not None
}

# Under so large a share of the cohort a figure is a count and no more.
NEARLY_ALL = 0.9
ROUNDING = 1e-9  # a spread that is only of floating point

# At one end of an interval two sides in forty are left out: what is called clear must be that unlikely.
CLEAR, PERHAPS = 0.025, 0.20


@dataclass(frozen=True, kw_only=True)
class ResultCohort:
    """Whose result is asked for."""

    measure: str
    academic_year: str
    school_urn: int | None = None  # None: the trust
    group: str = ALL.id
    group_value: str = "all"


def result_measures_seen(scope: Scope, school_urn: int | None = None) -> list[str]:
    """Every measure that is counted from results and that the scope may see, in the order of the registry."""
    return [
        measure
        for measure in COUNTED
        if sight_of(scope, school_urn, subject_of(measure) or measure) is not Sight.NOTHING
    ]


def measures_with_results(
    published: Published, scope: Scope, academic_years: Sequence[str], school_urn: int | None = None
) -> list[str]:
    """Those of them of which there is a result in one of some years: in the school, where one is named."""
    held = {
        measure
        for year in academic_years
        for urn, measure, _ in counts_of(published, year, ALL.id)
        if urn == school_urn
    }
    return [measure for measure in result_measures_seen(scope, school_urn) if measure in held]


@kept(96)
def results(published: Published, scope: Scope, cohorts: Sequence[ResultCohort]) -> list[ResultFigure]:
    """A figure for each cohort, in their order.

    Raises AccessDenied where the scope may not see one at all, or it stands in no declared table;
    TrustDataError for a school or measure that there is not.
    """
    seeing = _Seeing(published, scope)
    return [seeing.figure(cohort) for cohort in cohorts]


class _Seeing:
    """One run of questions. What several figures need is asked once."""

    def __init__(self, published: Published, scope: Scope) -> None:
        self.published, self.scope = published, scope
        self.names = schools(published)
        self.limits = thresholds(published)
        self.open_figures = Held(published, scope)
        self._counts: dict[tuple[str, str], ResultCounts] = {}
        self._masks: dict[str, ResultMask] = {}
        self._targets: dict[str, dict[tuple[int | None, int, str], SetTarget]] = {}

    def figure(self, cohort: ResultCohort) -> ResultFigure:
        if cohort.measure not in COUNTED:
            raise TrustDataError(f"“{cohort.measure}” is no measure of statutory results.")
        if cohort.school_urn is not None and cohort.school_urn not in self.names:
            raise TrustDataError(f"There is no school {cohort.school_urn} in this trust.")
        count = self._count(cohort)
        shown = self._shown(cohort, count)
        partly = self._partly(cohort, count) if shown is Shown.FULL else ""
        if partly:
            shown = Shown.COUNT_ONLY
        whole = sight_of(self.scope, cohort.school_urn, subject_of(cohort.measure)) is Sight.FULL
        starts = parse_academic_year(cohort.academic_year)
        counted = shown in (Shown.FULL, Shown.COUNT_ONLY)
        made: dict[str, Any] = {
            "measure": cohort.measure,
            "academic_year": cohort.academic_year,
            "school_urn": cohort.school_urn,
            "school": None if cohort.school_urn is None else self.names[cohort.school_urn],
            "group": cohort.group,
            "group_value": cohort.group_value,
            "shown": shown,
            "why": _why_nothing(cohort, starts) if shown is Shown.NO_DATA else partly,
            "series": series_of(cohort.measure, starts),
            "numerator": count.met if counted else None,
            "denominator": count.pupils if counted else None,
            # How few have no result of their own is not for those outside.
            "assessed": count.assessed if counted and whole else None,
            "scored": count.scored if counted and count.met is None else None,
            "schools": count.schools if counted and cohort.school_urn is None else None,
            "of_schools": len(self.names) if counted and cohort.school_urn is None else None,
        }
        if shown is Shown.FULL:
            made |= _value(count, cohort.measure, exact=whole)
        if cohort.group == ALL.id:
            made |= self._beside(cohort, count if shown is Shown.FULL else None)
            if shown is Shown.FULL:
                made["target"] = self._target(cohort, count)
        return ResultFigure(**made)

    def _partly(self, cohort: ResultCohort, count: ResultCount) -> str:
        """Why a key stage 2 figure is of too few of its cohort to say anything; empty where it is of all.

        Subjects come in files of their own: where one is loaded for some pupils, it and RWM would mislead.
        """
        counted = COUNTED[cohort.measure]
        if counted.assessment is not Assessment.KS2 or cohort.group != ALL.id:
            return ""
        each = {
            subject: self._count(replace(cohort, measure=f"ks2_{subject}_expected")).pupils
            for subject in ("reading", "writing", "maths")
        }
        everyone = max(each.values())
        here = min(each.values()) if counted.subject == RWM else each.get(counted.subject, everyone)
        if here >= NEARLY_ALL * everyone:
            return ""
        return f"only {here:,} of {everyone:,} have a result here"

    def _target(self, cohort: ResultCohort, count: ResultCount) -> Aimed | None:
        """What was aimed at: in the measure itself, else in what teachers foretold of it."""
        if cohort.academic_year not in self._targets:
            self._targets[cohort.academic_year] = targets(self.published, cohort.academic_year)
        held = self._targets[cohort.academic_year]
        year_group = COUNTED[cohort.measure].year_group
        named = [one for one in (cohort.measure, FORETOLD_BY.get(cohort.measure)) if one is not None]
        found = next(
            (held[where] for one in named if (where := (cohort.school_urn, year_group, one)) in held), None
        )
        if found is None:
            return None
        short = None
        if count.met is not None:
            short = whole_pupils.pupils_short(count.met, count.pupils, found.basis_points)
        met = short <= 0 if short is not None else 100 * count.score_sum >= found.basis_points * count.scored
        return Aimed(
            basis_points=found.basis_points,
            met=met,
            pupils_short=short,
            set_by=found.set_by,
            rule=found.rule,
        )

    def _count(self, cohort: ResultCohort) -> ResultCount:
        which = (cohort.academic_year, cohort.group)
        if which not in self._counts:
            self._counts[which] = counts_of(self.published, *which)
        return self._counts[which].get((cohort.school_urn, cohort.measure, cohort.group_value), NOBODY)

    def _shown(self, cohort: ResultCohort, count: ResultCount) -> Shown:
        sight = check_sees(self.scope, cohort.school_urn, subject_of(cohort.measure) or cohort.measure)
        if sight is not Sight.FULL and cohort.group != ALL.id:
            check_sees(self.scope, cohort.school_urn, least=Sight.FULL)
        # From outside the mask speaks first: that nobody of a hidden school has a score would tell of it.
        if (
            count.pupils
            and sight is not Sight.FULL
            and self._mask(cohort.academic_year).hides(
                COUNTED[cohort.measure].assessment.value, cohort.school_urn, cohort.measure
            )
        ):
            return Shown.HIDDEN
        if not count.pupils or (count.met is None and not count.scored):
            return Shown.NO_DATA
        if sight is Sight.FULL:
            return Shown.COUNT_ONLY if _few(count) < self.limits.hide_below else Shown.FULL
        return Shown.COUNT_ONLY if _few(count) < self.limits.caution_below else Shown.FULL

    def _mask(self, academic_year: str) -> ResultMask:
        if academic_year not in self._masks:
            self._masks[academic_year] = result_mask(self.published, self.scope, academic_year)
        return self._masks[academic_year]

    def _beside(self, cohort: ResultCohort, count: ResultCount | None) -> dict[str, Any]:
        """England and the authority beside a figure; how far it is from England where it may be said."""
        found = self.open_figures.comparators(cohort.measure, cohort.academic_year, cohort.school_urn)
        made: dict[str, Any] = {
            "england": published_beside(found.england, "England"),
            "authority": published_beside(found.authority, found.authority.name if found.authority else ""),
        }
        england = found.england
        if count is None or count.met is None or england is None or england.value is None:
            return made
        basis_points = whole_pupils.basis_points(england.value)
        apart = whole_pupils.pupils_from_national(count.met, count.pupils, basis_points)
        made["pupils_from"] = apart
        # A verdict is of one and the same summer: England moves as well.
        enough = count.pupils >= self.limits.caution_below
        if england.academic_year == cohort.academic_year and enough:
            made["against"] = against_england(count.met, count.pupils, england.value, apart)
        return made


def _few(count: ResultCount) -> int:
    """By how many pupils a figure stands: of a mean, those with a score."""
    return count.pupils if count.met is not None else count.scored


def result_mask(published: Published, scope: Scope, academic_year: str) -> ResultMask:
    """What of a year's results is hidden from a scope that sees them from outside."""
    several = scope.own_schools if len(scope.own_schools) > 1 else ()
    return result_mask_of(published, academic_year, several)


def _value(count: ResultCount, measure: str, *, exact: bool) -> dict[str, float]:
    """The share or the mean with its 95 % interval.

    A share's is Wilson's; a mean's is Student's, from the pupils' own spread, within what scores there are;
    none where all have the same. Not `exact`: a mean to one decimal, as it is shown.
    """
    if count.met is not None:
        low, high = wilson(count.met, count.pupils)
        return {
            "value": 100 * count.met / count.pupils,
            "low": 100 * float(low),
            "high": 100 * float(high),
        }
    mean = count.score_sum / count.scored
    made = {"value": mean}
    variance = 0.0
    if count.scored > 1:
        variance = max(0.0, count.score_squares - count.scored * mean * mean) / (count.scored - 1)
    if variance > ROUNDING:
        half = float(stdtrit(count.scored - 1, 0.5 + CONFIDENCE / 2)) * sqrt(variance / count.scored)
        scores = SCORES[COUNTED[measure].assessment, COUNTED[measure].subject]
        made |= {"low": max(scores.lowest, mean - half), "high": min(scores.highest, mean + half)}
    return made if exact else {name: round(value, 1) for name, value in made.items()}


def against_england(met: int, pupils: int, england: float, apart: int) -> Against:
    """A finished result held against England's percentage, which is taken as known.

    `apart`: whole pupils above or below. Clear: two pupils and more, and luck alone would seldom do it.
    """
    below = float(mid_p(met, pupils, england / 100, Side.LESS))
    if apart <= -2 and below < CLEAR:
        return Against.BELOW
    if apart <= -1 and below < PERHAPS:
        return Against.MAY_BE_BELOW
    if apart >= 2 and 1 - below < CLEAR:
        return Against.ABOVE
    return Against.IN_LINE


def published_beside(found: OpenFigure | None, name: str) -> Beside | None:
    if found is None or found.value is None:
        return None
    return Beside(
        name=name,
        value=found.value,
        academic_year=found.academic_year,
        coverage=COVERAGE.get(found.level.value, found.coverage),
        release=found.release,
        source=found.source,
    )


def _why_nothing(cohort: ResultCohort, starts: int) -> str:
    if summer_of(starts) in NO_ASSESSMENTS:
        return "no assessments that year"
    if COUNTED[cohort.measure].assessment is Assessment.KS1 and summer_of(starts) >= 2024:
        return "optional since 2023/24"
    return ""
