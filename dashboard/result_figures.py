"""A statutory result as people may see it: the one form in which results leave the queries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.figures import Shown
from etl.groups import ALL
from etl.measures import MEASURES, Measure, Unit


class Against(StrEnum):
    """A finished result held against England: how many pupils apart, and whether luck alone would do.

    Source of the rules: methods for small cohorts, “finished result v national”.
    """

    ABOVE = "clearly above England"
    IN_LINE = "in line with England"
    MAY_BE_BELOW = "may be below England"
    BELOW = "clearly below England"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A published figure that a result is held against. `value` is a percentage or a mean."""

    name: str  # England, or the authority
    value: float
    academic_year: str
    coverage: str
    release: str
    source: str

    @property
    def provisional(self) -> bool:
        return self.release == "provisional"


@dataclass(frozen=True, kw_only=True)
class Aimed:
    """The target that a result is held against, and by how much it was met or missed: a fact, no verdict.

    `basis_points`: 6250 is 62.5 %, or of a mean 10450 is 104.5. `pupils_short`: of a share, 0 or less: met.
    """

    basis_points: int
    met: bool
    pupils_short: int | None = None
    set_by: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class ResultFigure:
    """One statutory measure of one cohort and academic year, from pupils' own results.

    A share has `numerator`, `denominator` and `value` (0 to 100, never rounded) with its interval `low` to
    `high`; a mean has `scored` and `value` in its own unit. All numbers are None where `shown` is HIDDEN or
    NO_DATA, and everything but the counts where it is COUNT_ONLY.
    """

    measure: str
    academic_year: str
    school_urn: int | None = None  # None: the trust, its pupils pooled
    school: str | None = None
    group: str = ALL.id
    group_value: str = "all"
    shown: Shown
    why: str = ""  # why there is no data or no value, where that is known: no assessments were held
    numerator: int | None = None
    denominator: int | None = None  # all who are eligible
    assessed: int | None = None
    scored: int | None = None
    schools: int | None = None  # of the trust: how many schools it is of, and how many there are
    of_schools: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    series: int = 0  # years of one series alone may be compared
    england: Beside | None = None
    authority: Beside | None = None
    target: Aimed | None = None
    pupils_from: int | None = None  # whole pupils above (+) or below (-) England, truncated toward zero
    against: Against | None = None

    @property
    def rule(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def is_share(self) -> bool:
        return self.rule.unit is Unit.PERCENT
