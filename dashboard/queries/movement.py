"""How the same pupils moved since the half-term before, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboard.cached import kept
from dashboard.chance import (
    FALSE_DISCOVERIES,
    Flags,
    Floats,
    beside_the_rest,
    false_discovery,
    looks_by_chance,
    mcnemar_mid_p,
)
from dashboard.figures import Movement
from dashboard.queries.half_terms import when
from dashboard.queries.register import thresholds
from dashboard.queries.totals import with_totals
from dashboard.store import fetch_columns
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind, Standard

# What a Moved is made of. Of DuckDB's own wide sums Python makes numbers slowly.
SUMS = """sum(stayers)::INTEGER AS stayers,
    sum(met_before)::INTEGER AS met_before,
    sum(met_now)::INTEGER AS met_now,
    sum(moved_in)::INTEGER AS moved_in,
    sum(moved_out)::INTEGER AS moved_out"""

MOVEMENT = with_totals(
    """
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
""",
    ("measure",),
    SUMS,
)

# Beside one other school alone one contrast would be told from both its ends: the rise of the one, and that
# the other did not rise. From so many other schools on, there is a rest of the trust.
FEWEST_OTHERS = 2

Counts = NDArray[np.int64]

# School (None: the trust), year group (None: Years 1 to 6), measure.
Cohort = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Moved:
    """The pupils of a cohort who were judged both times, and how they crossed the standard."""

    stayers: int = 0
    met_before: int = 0
    met_now: int = 0
    moved_in: int = 0
    moved_out: int = 0


@dataclass(frozen=True)
class _Crossings:
    """Every cohort of a half-term side by side, each at the same place of every list.

    `beside_rest` says whether it has a rest of the trust to stand beside: pupils of two other schools at
    least moved across the standard. Where it has none, `rest` is 0.
    """

    cohorts: list[Cohort]
    moved: Counts  # the columns of a Moved
    rest: Counts  # the same of the other schools
    beside_rest: Flags
    family: Counts  # the number of those that it is looked at together with

    @property
    def into(self) -> Counts:
        return self.moved[:, MOVED_IN]

    @property
    def out(self) -> Counts:
        return self.moved[:, MOVED_OUT]


MOVED_IN, MOVED_OUT = 3, 4


@kept(48)
def _crossings(published: Published, half_term: HalfTerm, kind: Kind) -> _Crossings:
    asked = {**when(half_term), "kind": kind.value, "reception": RECEPTION}
    *keys, stayers, met_before, met_now, moved_in, moved_out = fetch_columns(published, MOVEMENT, asked)
    known = np.isin(keys[2], list(JUDGEMENT_MEASURES))
    cohorts: list[Cohort] = list(zip(*(key[known].tolist() for key in keys), strict=True))
    moved = np.column_stack((stayers, met_before, met_now, moved_in, moved_out))[known].astype(np.int64)
    in_trust = {cohort[1:]: place for place, cohort in enumerate(cohorts) if cohort[0] is None}
    total = np.array([in_trust[cohort[1:]] for cohort in cohorts], dtype=np.intp)
    of_a_school = np.array([cohort[0] is not None for cohort in cohorts], dtype=bool)
    crossed = (moved[:, MOVED_IN] + moved[:, MOVED_OUT] > 0) & of_a_school
    others = np.bincount(total, weights=crossed, minlength=len(cohorts))[total] - crossed
    beside_rest = of_a_school & (others >= FEWEST_OTHERS)
    return _Crossings(
        cohorts,
        moved,
        np.where(beside_rest[:, np.newaxis], moved[total] - moved, 0),
        beside_rest,
        np.array([_family(cohort) for cohort in cohorts], dtype=np.int64),
    )


def _family(cohort: Cohort) -> int:
    """School by school and year by year, whole schools, the trust's year groups, the trust; each standard by
    itself."""
    school_urn, year_group, measure = cohort
    return 4 * (measure in HIGHER) + 2 * (school_urn is None) + (year_group is None)


HIGHER = frozenset(one.id for one in JUDGEMENT_MEASURES.values() if one.standard is Standard.HIGHER)


class Movements(Mapping[Cohort, Movement]):
    """Every cohort's movement in one half-term and kind, with the totals of schools and of the trust, in no
    order. Held side by side: of a large trust's thousands a page looks at few.
    """

    def __init__(self, since: HalfTerm, crossings: _Crossings, fewest: int) -> None:
        """With fewer than `fewest` stayers a cohort is looked at with none."""
        self._since, self._held = since, crossings
        self._place = {cohort: place for place, cohort in enumerate(crossings.cohorts)}
        self._judged = crossings.moved[:, 0] >= fewest
        self._p_values, self._p_standing_out = np.full((2, len(self)), np.nan)
        self._clear, self._look, self._stands_out = np.zeros((3, len(self)), dtype=bool)
        for family in np.unique(crossings.family):
            here = self._judged & (crossings.family == family)
            into, out, rest = crossings.into[here], crossings.out[here], crossings.rest[here]
            self._p_values[here] = mcnemar_mid_p(into, out)
            self._clear[here] = false_discovery(self._p_values[here]) <= FALSE_DISCOVERIES
            self._p_standing_out[here], self._look[here], self._stands_out[here] = beside_the_rest(
                into, out, rest[:, MOVED_IN], rest[:, MOVED_OUT]
            )

    def __len__(self) -> int:
        return len(self._held.cohorts)

    def __iter__(self) -> Iterator[Cohort]:
        return iter(self._held.cohorts)

    def __getitem__(self, cohort: Cohort) -> Movement:
        place = self._place[cohort]
        judged = bool(self._judged[place])
        stayers, met_before, met_now, moved_in, moved_out = self._held.moved[place].tolist()
        return Movement(
            since=self._since,
            stayers=stayers,
            met_before=met_before,
            met_now=met_now,
            moved_in=moved_in,
            moved_out=moved_out,
            more_than_noise=bool(self._clear[place]),
            p_value=float(self._p_values[place]) if judged else None,
            p_standing_out=float(self._p_standing_out[place]) if judged else None,
            beside_rest=bool(self._held.beside_rest[place]) and judged,
            look_by_chance=float(self.by_chance[place]),
            worth_a_look=bool(self._look[place]),
            stands_out=bool(self._stands_out[place]),
        )

    def places(self, cohorts: Iterable[Cohort]) -> NDArray[np.intp]:
        """Where each cohort is in what follows; -1 where it did not move from anywhere."""
        return np.array([self._place.get(cohort, -1) for cohort in cohorts], dtype=np.intp)

    def stayers(self) -> Iterator[tuple[Cohort, int]]:
        """Each cohort, and how many of it were there both times."""
        return zip(self._held.cohorts, self._held.moved[:, 0].tolist(), strict=True)

    @property
    def judged(self) -> Flags:
        """Of each cohort, whether enough stayed to say."""
        return self._judged

    @property
    def look(self) -> Flags:
        """Of each cohort, whether it is worth a look."""
        return self._look

    @cached_property
    def by_chance(self) -> Floats:
        """Of each cohort, how likely chance alone makes it worth a look."""
        made = np.zeros(len(self))
        rest = self._held.rest[self._judged]
        crossed = (self._held.into + self._held.out)[self._judged]
        made[self._judged] = looks_by_chance(crossed, rest[:, MOVED_IN], rest[:, MOVED_OUT])
        return made


@kept(48)
def movements(published: Published, half_term: HalfTerm, kind: Kind) -> Movements:
    """Cohorts are looked at together with others like them; those with too few stayers to say, with none."""
    crossings = _crossings(published, half_term, kind)
    return Movements(half_term.previous, crossings, thresholds(published).caution_below)


@kept(48)
def rests(published: Published, half_term: HalfTerm, kind: Kind) -> dict[Cohort, Moved]:
    """The same kind of pupils in all the other schools, for each cohort of a school that has a rest of the
    trust to stand beside.
    """
    held = _crossings(published, half_term, kind)
    return {
        held.cohorts[place]: Moved(*held.rest[place].tolist()) for place in np.flatnonzero(held.beside_rest)
    }
