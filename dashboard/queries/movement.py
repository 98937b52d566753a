"""How the same pupils moved since the half-term before, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dashboard.cached import kept
from dashboard.chance import (
    FALSE_DISCOVERIES,
    LOOK,
    excess_movement_mid_p,
    false_discovery,
    mcnemar_mid_p,
    share_moving_in,
)
from dashboard.figures import Movement
from dashboard.queries.half_terms import when
from dashboard.queries.register import thresholds
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind

MOVEMENT = """
SELECT
    school_urn,
    year_group,
    concat(subject, '_', standard) AS measure,
    stayers,
    met_before,
    met_now,
    moved_in,
    moved_out
FROM movement_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
ORDER BY ALL
"""

# School (None: the trust), year group (None: Years 1 to 6), measure.
Cohort = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Moved:
    stayers: int = 0
    met_before: int = 0
    met_now: int = 0
    moved_in: int = 0
    moved_out: int = 0

    def __add__(self, other: Moved) -> Moved:
        return Moved(
            self.stayers + other.stayers,
            self.met_before + other.met_before,
            self.met_now + other.met_now,
            self.moved_in + other.moved_in,
            self.moved_out + other.moved_out,
        )


@kept(48)
def movements(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Movement]:
    """Every cohort's movement in one half-term and kind, with the totals of schools and of the trust.

    Cohorts are looked at together with others like them: school by school and year by year, whole schools,
    the trust's year groups, the trust. Those with too few stayers to say are looked at with none.
    """
    moved = _moved(published, half_term, kind)
    fewest = thresholds(published).caution_below
    made: dict[Cohort, Movement] = {}
    families: dict[tuple[bool, bool, str], list[Cohort]] = {}
    for cohort, counts in moved.items():
        school_urn, year_group, measure = cohort
        made[cohort] = Movement(
            since=half_term.previous,
            stayers=counts.stayers,
            met_before=counts.met_before,
            met_now=counts.met_now,
            moved_in=counts.moved_in,
            moved_out=counts.moved_out,
            more_than_noise=False,
            p_value=None,
        )
        if counts.stayers >= fewest:
            standard = JUDGEMENT_MEASURES[measure].standard or ""
            families.setdefault((school_urn is None, year_group is None, standard), []).append(cohort)
    for family in families.values():
        made.update(_judged(family, made, moved))
    return made


def _moved(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Moved]:
    held: dict[Cohort, Moved] = {}
    for row in fetch_rows(published, MOVEMENT, {**when(half_term), "kind": kind.value}):
        urn, year_group, measure, *counts = row.values()
        if measure not in JUDGEMENT_MEASURES:
            continue
        for school in (urn, None):
            for years in (year_group, None) if year_group > RECEPTION else (year_group,):
                cohort = (school, years, measure)
                held[cohort] = held.get(cohort, Moved()) + Moved(*counts)
    return held


def _judged(
    family: list[Cohort], made: dict[Cohort, Movement], moved: dict[Cohort, Moved]
) -> Iterable[tuple[Cohort, Movement]]:
    """The family's movements with how likely they are by chance, and which are flagged among them."""
    into = np.array([moved[cohort].moved_in for cohort in family])
    out = np.array([moved[cohort].moved_out for cohort in family])
    p_values = mcnemar_mid_p(into, out)
    standing_out, same_way = p_values, into != out
    if family[0][0] is not None:
        trust = [moved[None, years, measure] for _, years, measure in family]
        rest_in = np.array([one.moved_in for one in trust]) - into
        rest_out = np.array([one.moved_out for one in trust]) - out
        standing_out = excess_movement_mid_p(into, out, rest_in, rest_out)
        # A rise that is merely smaller than elsewhere stands out too, but not as a rise.
        beyond = into - (into + out) * share_moving_in(rest_in, rest_out)
        same_way = np.sign(beyond) == np.sign(into - out)
    clear = false_discovery(p_values) <= FALSE_DISCOVERIES
    look = (standing_out < LOOK) & same_way & (into != out)
    outstanding = (false_discovery(standing_out) <= FALSE_DISCOVERIES) & look
    for place, cohort in enumerate(family):
        yield (
            cohort,
            replace(
                made[cohort],
                p_value=float(p_values[place]),
                more_than_noise=bool(clear[place]),
                p_standing_out=float(standing_out[place]),
                worth_a_look=bool(look[place]),
                stands_out=bool(outstanding[place]),
            ),
        )
