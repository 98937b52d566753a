"""One school's pupils by their chances of a standard, and the lists that begin conversations about them.

For a school's own staff and the trust's leaders. UPNs join a list to names; names have a gate of their own
(`queries.pupils.pupil_list`), and no page shows a UPN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from dashboard import whole_pupils
from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.forecast.bounded import if_secured
from dashboard.forecast.model import CohortForecast, lowest_prediction
from dashboard.forecast.pupil_lists import CUSP_HIGH, CUSP_LOW, Mask, dropped, one_short, pupil_lists
from dashboard.forecast.scales import MISSING
from dashboard.forecast.status import against_target
from dashboard.queries.forecasts import PlaceForecast, before_any_scope, scale_of
from dashboard.queries.foretold import SUBJECTS, Foretold, foretold
from dashboard.queries.half_terms import when
from dashboard.queries.paired_predictions import change_of
from dashboard.store import Row, fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM, Standard

# Whose pupils they are beside the lists; a flag that was never given counts as not known, not as no.
FLAGS = """
SELECT
    upn,
    disadvantaged,
    pupil_premium,
    sen
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND year_group = $year_group
AND on_roll
"""
# Classes of the school that hold more than one year group, with them.
MIXED = """
SELECT
    class,
    list_sort(list(DISTINCT year_group)) AS year_groups
FROM pupil_half_term
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND on_roll
AND class IS NOT NULL
GROUP BY class
HAVING count(DISTINCT year_group) > 1 AND list_contains(list(DISTINCT year_group), $year_group)
ORDER BY class
"""


class Talk(StrEnum):
    """Why a pupil may be worth a conversation; the value stands in addresses."""

    CUSP = "cusp"
    AT_RISK = "at-risk"
    HIDDEN = "hidden-chance"
    ONE_SHORT = "one-short"
    DROPPED = "dropped"
    NO_LIST = "on-no-list"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True, eq=False)
class CohortChances:
    """A school's year group. Masks and `chances` have an entry a pupil, in the order of `upns`."""

    school_urn: int
    upns: tuple[str, ...]
    place: PlaceForecast
    lists: Mapping[Talk, Mask]
    beside: Mapping[str, Mask]  # whose the lists are held against, by label; no flag known: no entry
    mixed_classes: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def pupils(self) -> int:
        return len(self.upns)

    @property
    def forecast(self) -> CohortForecast:
        return _of_a_school(self.place)

    @property
    def to_think_about(self) -> Mask:
        """Those not predicted to reach the standard, on the cusp, or predicted but at risk."""
        found: Mask = ~self.forecast.face_value | self.lists[Talk.CUSP] | self.lists[Talk.AT_RISK]
        return found

    def listed(self, talk: Talk) -> frozenset[str]:
        return frozenset(upn for upn, on in zip(self.upns, self.lists[talk], strict=True) if on)

    def if_secured(self, secured: Mask) -> PlaceForecast:
        """Where the school would stand if these reached the standard: a wish, worked out exactly."""
        found = if_secured(self.forecast, secured)
        target, against = self.place.target, None
        if target is not None:
            needed = whole_pupils.pupils_needed(found.pupils, target.basis_points)
            target = replace(target, pupils_needed=needed, pupils_short=needed - found.predicted)
            against = against_target(found, needed)
        return replace(self.place, forecast=found, target=target, against=against)


def cohort_chances(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm, measure: str, year_group: int
) -> CohortChances | None:
    """None where there is nothing to forecast. Raises AccessDenied where the scope does not see the school
    whole, TrustDataError for a measure that is not forecast."""
    check_can(scope, Action.SEE_FORECASTS, school_urn)
    found = _worked_out(published, school_urn, half_term, measure, year_group)
    return None if found is None else replace(found, place=found.place.for_scope(scope))


@kept(64)
def _worked_out(
    published: Published, school_urn: int, half_term: HalfTerm, measure: str, year_group: int
) -> CohortChances | None:
    place = before_any_scope(published, school_urn, half_term, measure, year_group)
    if place is None:
        return None
    subject, standard, scale, at_least = scale_of(measure)
    now = _cohort(published, half_term, year_group, school_urn)
    assert now is not None
    marks = now.of("predicted", subject, standard)
    lowest = lowest_prediction(scale, at_least)
    found = pupil_lists(_of_a_school(place).chances, marks, lowest)
    lists = {Talk.CUSP: found.cusp, Talk.AT_RISK: found.at_risk, Talk.HIDDEN: found.hidden_chance}
    if subject == RWM:
        each = [
            before_any_scope(published, school_urn, half_term, f"{one}_{standard.value}", year_group)
            for one in SUBJECTS
        ]
        if all(each):
            lists[Talk.ONE_SHORT] = one_short(
                np.column_stack([_of_a_school(one).chances for one in each if one])
            )
    since = half_term.previous
    before = _cohort(published, since, year_group - (half_term.starts - since.starts), school_urn)
    if before is not None and half_term.starts == since.starts:
        lists[Talk.DROPPED] = _dropped(now, before, subject)
    lists[Talk.NO_LIST] = (marks < lowest) & (marks != MISSING) & ~np.any(list(lists.values()), axis=0)
    if before is not None:
        moved = change_of(_predicted(before, subject, standard), _predicted(now, subject, standard), lowest)
        for talk, upns in ((Talk.UP, moved.up), (Talk.DOWN, moved.down)):
            lists[talk] = np.isin(now.upns, upns)
    where = {**when(half_term), "school_urn": school_urn, "year_group": year_group}
    flags = {row["upn"]: row for row in fetch_rows(published, FLAGS, where)}
    return CohortChances(
        school_urn=school_urn,
        upns=now.upns,
        place=place,
        lists=lists,
        beside=_beside([flags[upn] for upn in now.upns]),
        mixed_classes=tuple(
            (row["class"], tuple(row["year_groups"])) for row in fetch_rows(published, MIXED, where)
        ),
    )


def chance_word(chance: float) -> str:
    """“likely”, “could go either way”, “unlikely”: the edges are those of the cusp."""
    if chance > CUSP_HIGH:
        return "likely"
    return "could go either way" if chance >= CUSP_LOW else "unlikely"


def _beside(flags: Sequence[Row]) -> dict[str, Mask]:
    """Disadvantaged (where the school marks nobody so, pupil premium) and SEND; a blank is not counted."""
    found = {}
    for label, column, marks in (
        ("Disadvantaged", "disadvantaged", (True,)),
        ("Pupil premium", "pupil_premium", (True,)),
        ("SEND", "sen", ("K", "E")),
    ):
        known = any(row[column] is not None for row in flags)
        if known and not (label == "Pupil premium" and "Disadvantaged" in found):
            found[label] = np.array([row[column] in marks for row in flags], dtype=np.bool_)
    return found


def _of_a_school(place: PlaceForecast) -> CohortForecast:
    assert isinstance(place.forecast, CohortForecast)
    return place.forecast


def _cohort(published: Published, half_term: HalfTerm, year_group: int, school_urn: int) -> Foretold | None:
    if year_group < 1:
        return None
    return next(
        (
            one
            for one in foretold(published, half_term.ordinal, year_group)
            if one.year == half_term.academic_year and one.school == school_urn
        ),
        None,
    )


def _predicted(one: Foretold, subject: str, standard: Standard) -> dict[str, int]:
    return dict(zip(one.upns, one.of("predicted", subject, standard).tolist(), strict=True))


def _dropped(now: Foretold, before: Foretold, subject: str) -> Mask:
    """Whose current band is lower than the half-term before, in the subject; of RWM in any of the three."""
    places = {upn: place for place, upn in enumerate(before.upns)}
    found = np.zeros(len(now.upns), dtype=np.bool_)
    for one in SUBJECTS if subject == RWM else (subject,):
        held = before.marks["current", one]
        then = np.array([held[places[upn]] if upn in places else MISSING for upn in now.upns])
        found |= dropped(now.marks["current", one], then)
    return found
