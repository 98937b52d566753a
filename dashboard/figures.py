"""A figure as people may see it: the one form in which numbers leave the queries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etl.half_terms import HalfTerm
from etl.vocabulary import Kind


class Shown(StrEnum):
    """How much of a figure the person asking may see."""

    FULL = "full"
    # No percentage, verdict or change: 6 to 10 pupils for those outside the school, 1 to 5 for all others.
    COUNT_ONLY = "count only"
    HIDDEN = "hidden"  # too few pupils, or needed to protect one that has too few; never 0
    NO_DATA = "no data"  # no return, nobody on roll, or (Reception) nobody given a judgement


@dataclass(frozen=True, kw_only=True)
class TargetMark:
    basis_points: int
    pupils_needed: int  # the whole number of pupils that meets it
    pupils_short: int  # pupils_needed less the numerator; 0 or less: met
    set_by: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class National:
    """A published figure for England, or for the authority that is named, to hold a figure against."""

    value: float
    academic_year: str
    coverage: str  # "all schools", "state-funded schools"
    release: str  # provisional, revised, final
    pupils_from: int  # whole pupils above (+) or below (-) national, truncated toward zero
    source: str
    name: str = "England"


@dataclass(frozen=True, kw_only=True)
class Movement:
    """The same pupils, now and in the half-term before.

    For audiences outside the school `same_pupils` is False: the cohort as it was shown then and now, whoever
    joined or left, because the difference between the two would tell of single pupils. There is then no more
    than `met_before`, `met_now` and the flags, which are still about the same pupils.
    """

    since: HalfTerm
    stayers: int | None
    met_before: int
    met_now: int
    moved_in: int | None
    moved_out: int | None
    more_than_noise: bool  # its ups and downs apart by more than chance, among all looked at together
    p_value: float | None  # could it be chance? None where too few stayed
    # How it stands out: beside the rest of the trust, or, as the trust itself, by itself.
    p_standing_out: float | None = None
    beside_rest: bool = False
    look_by_chance: float | None = None  # how likely chance alone makes it worth a look; None: from outside
    worth_a_look: bool = False  # taken alone, it would seldom be chance
    stands_out: bool = False  # more than chance, among all that are looked at together
    same_pupils: bool = True


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measure for one cohort in one half-term.

    `percentage`, `low` and `high` run 0 to 100 and are never rounded; all numbers are None where
    `shown` is HIDDEN or NO_DATA, and everything but the counts where it is COUNT_ONLY.
    """

    measure: str
    kind: Kind
    half_term: HalfTerm
    school_urn: int | None = None  # None: the trust, its pupils pooled
    school: str | None = None
    year_group: int | None = None  # None: Years 1 to 6 together
    class_name: str | None = None
    group: str = "all"
    group_value: str = "all"
    shown: Shown
    numerator: int | None = None
    denominator: int | None = None
    assessed: int | None = None
    percentage: float | None = None
    low: float | None = None
    high: float | None = None
    target: TargetMark | None = None
    national: National | None = None
    authority: National | None = None
    movement: Movement | None = None

    @property
    def thinly_assessed(self) -> bool:
        """Under nine in ten assessed: the count is shown, no verdict."""
        return bool(self.denominator) and (self.assessed or 0) < 0.9 * (self.denominator or 0)
