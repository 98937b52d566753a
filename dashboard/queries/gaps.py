"""Gaps between pupil groups, with what so few pupils can show and cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan

from dashboard.access import Scope, Sight, check_sees
from dashboard.cached import kept
from dashboard.figures import Figure, Shown
from dashboard.formats import rounded
from dashboard.intervals import mantel_haenszel, newcombe, smallest_gap_shown
from dashboard.queries.register import thresholds
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.whole_pupils import pupils_to_close
from etl.groups import ALL, GROUPS, Group
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind, Standard


class Verdict(StrEnum):
    """What may be said of a gap."""

    MORE_THAN_CHANCE = "more than chance"
    COULD_BE_NO_GAP = "could be no gap"
    TOO_FEW = "too few to compare"
    THINLY_ASSESSED = "too few assessed to compare"
    HIDDEN = "too few pupils to show"
    NO_DATA = "no data"


@dataclass(frozen=True, kw_only=True)
class GroupGap:
    """The two sides of one group and the difference between them, in points (-100 to 100): focus less other.

    For a school the difference of its two percentages. For the trust the difference within schools, which
    where pupils go to school does not move (Mantel-Haenszel); `pooled` is then the bare difference of the two
    percentages. All numbers are None where the verdict is not about a difference.
    """

    group: str
    label: str
    focus: Figure
    other: Figure
    verdict: Verdict
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    pooled: float | None = None
    smallest_shown: float | None = None  # the smallest gap that numbers like these could show
    pupils_to_close: int | None = None  # more of the focus group at the standard, to draw level

    @property
    def within_schools(self) -> bool:
        return self.focus.school_urn is None


@kept(24)
def group_gaps(
    published: Published,
    scope: Scope,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int | None,
    measure: str,
    school_urn: int | None = None,
) -> list[GroupGap]:
    """The gap in every group, in the order of the registry: a school's, or (None) the trust's.

    Raises AccessDenied for a school that the scope does not see whole.
    """
    seeing = Seeing(published, scope, half_term, kind)
    sight = check_sees(scope, school_urn, seeing.measure(Cohort(measure=measure)).subject)
    made = []
    for group in GROUPS.values():
        if group is ALL:
            continue
        focus, other = seeing.figures(
            [
                Cohort(
                    measure=measure,
                    school_urn=school_urn,
                    year_group=year_group,
                    group=group.id,
                    group_value=value,
                )
                for value in (group.focus, group.other)
            ]
        )
        verdict = _without_comparison(focus, other, thresholds(published).caution_below)
        if verdict is not None:
            made.append(
                GroupGap(group=group.id, label=group.gap_label, focus=focus, other=other, verdict=verdict)
            )
        elif school_urn is None:
            made.append(_trust_gap(seeing, group, focus, other, sight))
        else:
            made.append(_school_gap(group, focus, other))
    return made


def _without_comparison(focus: Figure, other: Figure, fewest: int) -> Verdict | None:
    """Why two groups are not compared; None where they are."""
    shown = {focus.shown, other.shown}
    if Shown.NO_DATA in shown:
        return Verdict.NO_DATA
    if Shown.HIDDEN in shown:
        return Verdict.HIDDEN
    if min(focus.denominator or 0, other.denominator or 0) < fewest:
        return Verdict.TOO_FEW
    if focus.thinly_assessed or other.thinly_assessed:
        return Verdict.THINLY_ASSESSED
    return None


def _counts(figure: Figure) -> tuple[int, int]:
    assert figure.numerator is not None
    assert figure.denominator is not None
    return figure.numerator, figure.denominator


def _school_gap(group: Group, focus: Figure, other: Figure) -> GroupGap:
    difference, low, high = (100 * float(one) for one in newcombe(*_counts(focus), *_counts(other)))
    return _compared(group, focus, other, (difference, low, high), difference)


def _trust_gap(seeing: Seeing, group: Group, focus: Figure, other: Figure, sight: Sight) -> GroupGap:
    standard = JUDGEMENT_MEASURES[focus.measure].standard or Standard.EXPECTED
    sides = [
        seeing.count_by_school(
            Cohort(measure=focus.measure, year_group=focus.year_group, group=group.id, group_value=value)
        )
        for value in (group.focus, group.other)
    ]
    met, met_other = ([count.met(standard) for count in side] for side in sides)
    pupils, pupils_other = ([count.on_roll for count in side] for side in sides)
    difference, low, high = (100 * one for one in mantel_haenszel(met, pupils, met_other, pupils_other))
    if isnan(difference):
        return GroupGap(
            group=group.id, label=group.gap_label, focus=focus, other=other, verdict=Verdict.TOO_FEW
        )
    pooled = (focus.percentage or 0) - (other.percentage or 0)
    made = _compared(group, focus, other, (difference, low, high), pooled)
    if sight is Sight.FULL:
        return made
    # Unrounded, one number that is made of every school's would be a way back to them.
    return replace(
        made,
        difference=float(rounded(difference)),
        low=float(rounded(low)),
        high=float(rounded(high)),
    )


def _compared(
    group: Group,
    focus: Figure,
    other: Figure,
    difference: tuple[float, float, float],
    pooled: float,
) -> GroupGap:
    between, low, high = difference
    (met, pupils), (met_other, pupils_other) = _counts(focus), _counts(other)
    clear = low > 0 or high < 0
    smallest = smallest_gap_shown(pupils, pupils_other)
    return GroupGap(
        group=group.id,
        label=group.gap_label,
        focus=focus,
        other=other,
        verdict=Verdict.MORE_THAN_CHANCE if clear else Verdict.COULD_BE_NO_GAP,
        difference=between,
        low=low,
        high=high,
        pooled=pooled,
        smallest_shown=None if isnan(smallest) else 100 * smallest,
        pupils_to_close=pupils_to_close(met, pupils, met_other, pupils_other),
    )
