"""How the same pupils moved since the half-term before, and whether that is more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dashboard.cached import kept
from dashboard.chance import (
    FALSE_DISCOVERIES,
    beside_the_rest,
    false_discovery,
    looks_by_chance,
    mcnemar_mid_p,
)
from dashboard.figures import Movement
from dashboard.queries.half_terms import when
from dashboard.queries.register import thresholds
from dashboard.queries.totals import with_totals
from dashboard.store import fetch_tuples
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind

# What a Moved is made of. Of DuckDB's own wide sums Python makes numbers slowly.
SUMS = """sum(stayers)::INTEGER AS stayers,
    sum(met_before)::INTEGER AS met_before,
    sum(met_now)::INTEGER AS met_now,
    sum(moved_in)::INTEGER AS moved_in,
    sum(moved_out)::INTEGER AS moved_out"""

MOVEMENT = with_totals(
    f"""
SELECT
    school_urn,
    year_group,
    concat(subject, '_', standard) AS measure,
    {SUMS}
FROM movement_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND kind = $kind
GROUP BY ALL
""",
    ("measure",),
    SUMS,
)

# Beside one other school alone one contrast would be told from both its ends: the rise of the one, and that
# the other did not rise. From so many other schools on, there is a rest of the trust.
FEWEST_OTHERS = 2

# School (None: the trust), year group (None: Years 1 to 6), measure.
Cohort = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Moved:
    stayers: int = 0
    met_before: int = 0
    met_now: int = 0
    moved_in: int = 0
    moved_out: int = 0

    def __sub__(self, other: Moved) -> Moved:
        return Moved(
            self.stayers - other.stayers,
            self.met_before - other.met_before,
            self.met_now - other.met_now,
            self.moved_in - other.moved_in,
            self.moved_out - other.moved_out,
        )

    @property
    def crossings(self) -> int:
        return self.moved_in + self.moved_out


@dataclass(frozen=True)
class Judged:
    """How likely a movement is by chance, and which flags it has among those it is looked at with."""

    p_value: float | None = None
    more_than_noise: bool = False
    p_standing_out: float | None = None
    beside_rest: bool = False
    look_by_chance: float = 0.0
    worth_a_look: bool = False
    stands_out: bool = False


@kept(48)
def movements(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Movement]:
    """Every cohort's movement in one half-term and kind, with the totals of schools and of the trust.

    Cohorts are looked at together with others like them: school by school and year by year, whole schools,
    the trust's year groups, the trust. Those with too few stayers to say are looked at with none.
    """
    moved = _moved(published, half_term, kind)
    fewest = thresholds(published).caution_below
    families: dict[tuple[bool, bool, str], list[Cohort]] = {}
    for cohort, counts in moved.items():
        if counts.stayers >= fewest:
            school_urn, year_group, measure = cohort
            standard = JUDGEMENT_MEASURES[measure].standard or ""
            families.setdefault((school_urn is None, year_group is None, standard), []).append(cohort)
    judged: dict[Cohort, Judged] = {}
    rest_of = rests(published, half_term, kind)
    for family in families.values():
        judged.update(_judged(family, moved, rest_of))
    since = half_term.previous
    return {
        cohort: _movement(since, counts, judged.get(cohort, NOT_JUDGED)) for cohort, counts in moved.items()
    }


NOT_JUDGED = Judged()
NOBODY_MOVED = Moved()


def _movement(since: HalfTerm, counts: Moved, judged: Judged) -> Movement:
    return Movement(
        since=since,
        stayers=counts.stayers,
        met_before=counts.met_before,
        met_now=counts.met_now,
        moved_in=counts.moved_in,
        moved_out=counts.moved_out,
        more_than_noise=judged.more_than_noise,
        p_value=judged.p_value,
        p_standing_out=judged.p_standing_out,
        beside_rest=judged.beside_rest,
        look_by_chance=judged.look_by_chance,
        worth_a_look=judged.worth_a_look,
        stands_out=judged.stands_out,
    )


@kept(48)
def rests(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Moved]:
    """The same kind of pupils in all the other schools, for each cohort of a school that has a rest of the
    trust to stand beside: pupils of two other schools at least moved across the standard.
    """
    moved = _moved(published, half_term, kind)
    crossed = Counter((years, what) for (urn, years, what), one in moved.items() if urn and one.crossings)
    return {
        (urn, years, what): moved[None, years, what] - one
        for (urn, years, what), one in moved.items()
        if urn is not None and crossed[years, what] - bool(one.crossings) >= FEWEST_OTHERS
    }


@kept(48)
def _moved(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Moved]:
    asked = {**when(half_term), "kind": kind.value, "reception": RECEPTION}
    return {
        (urn, year_group, measure): Moved(*counts)
        for urn, year_group, measure, *counts in fetch_tuples(published, MOVEMENT, asked)
        if measure in JUDGEMENT_MEASURES
    }


def _judged(
    family: list[Cohort], moved: dict[Cohort, Moved], rest_of: dict[Cohort, Moved]
) -> Iterable[tuple[Cohort, Judged]]:
    rest = [rest_of.get(cohort, NOBODY_MOVED) for cohort in family]
    into = np.array([moved[cohort].moved_in for cohort in family])
    out = np.array([moved[cohort].moved_out for cohort in family])
    p_values = mcnemar_mid_p(into, out)
    rest_in = np.array([one.moved_in for one in rest])
    rest_out = np.array([one.moved_out for one in rest])
    standing_out, look, outstanding = beside_the_rest(into, out, rest_in, rest_out)
    by_chance = looks_by_chance(into + out, rest_in, rest_out)
    clear = false_discovery(p_values) <= FALSE_DISCOVERIES
    beside = [cohort in rest_of for cohort in family]
    given = (one.tolist() for one in (p_values, clear, standing_out))
    flags = (one.tolist() for one in (by_chance, look, outstanding))
    for cohort, *found in zip(family, *given, beside, *flags, strict=True):
        yield cohort, Judged(*found)
