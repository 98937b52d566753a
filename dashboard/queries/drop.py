"""A half-term's data drop: which returns are in, when they came, and how much of them is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.figures import Shown
from dashboard.queries.half_terms import when
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject

RETURNS = """
SELECT
    school_urn,
    count(*) AS files,
    max(loaded_at) AS loaded_at
FROM return_history
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND status = 'accepted'
GROUP BY school_urn
"""

DROP = """
SELECT status, number, closed_at
FROM drop_status
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
"""

KINDS = (Kind.CURRENT, Kind.PREDICTED)


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """How many of a place's pupils in Years 1 to 6 have a judgement in one subject and kind."""

    subject: Subject
    kind: Kind
    pupils: int | None  # None where the scope may not see them, or nobody is on roll
    assessed: int | None
    percentage: float | None  # 0 to 100


@dataclass(frozen=True, kw_only=True)
class Filled:
    """How much of a place's returns is filled in, as a scope sees it."""

    shown: Shown
    assessed: tuple[Assessed, ...]

    @property
    def pupils(self) -> int | None:
        """On roll in Years 1 to 6; None where the scope may not see them, or nobody is."""
        return max((one.pupils for one in self.assessed if one.pupils is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class SchoolReturn:
    """One school's return for the half-term, be it in or not."""

    school_urn: int
    school: str
    is_in: bool
    files: int
    loaded_at: datetime | None  # when its last file was loaded; UTC


@dataclass(frozen=True, kw_only=True)
class DropStatus:
    half_term: HalfTerm
    status: str  # open, closed
    number: str | None  # 3, then 3.1; None until first closed
    closed_at: datetime | None  # UTC
    schools: tuple[SchoolReturn, ...]  # every registered school, by name
    filled: Filled  # over the schools that are in

    @property
    def returns_in(self) -> int:
        return sum(one.is_in for one in self.schools)

    @property
    def returns_expected(self) -> int:
        return len(self.schools)


@kept(24)
def drop_status(published: Published, scope: Scope, half_term: HalfTerm) -> DropStatus:
    """The drop of a half-term. Which returns are in is for everybody; numbers of pupils follow the scope."""
    check_can(scope, Action.SEE_TRUST)
    came = {row["school_urn"]: row for row in fetch_rows(published, RETURNS, when(half_term))}
    drop = next(iter(fetch_rows(published, DROP, when(half_term))), None)
    return DropStatus(
        half_term=half_term,
        status=drop["status"] if drop else "open",
        number=drop["number"] if drop else None,
        closed_at=drop["closed_at"] if drop else None,
        schools=tuple(
            SchoolReturn(
                school_urn=urn,
                school=name,
                is_in=urn in came,
                files=came[urn]["files"] if urn in came else 0,
                loaded_at=came[urn]["loaded_at"] if urn in came else None,
            )
            for urn, name in schools(published).items()
        ),
        filled=filled(published, scope, half_term, None),
    )


@kept(96)
def filled(published: Published, scope: Scope, half_term: HalfTerm, school_urn: int | None) -> Filled:
    """How much of a school's return is filled in, or (None) of all that are in together."""
    seeing = {kind: Seeing(published, scope, half_term, kind) for kind in KINDS}
    made = []
    shown = Shown.NO_DATA
    for kind in KINDS:
        for subject in RWM_SUBJECTS:
            if scope.subjects and subject not in scope.subjects:
                continue
            cohort = Cohort(measure=f"{subject}_expected", school_urn=school_urn)
            count = seeing[kind].count(cohort)
            here = seeing[kind].shown(cohort, count)
            shown = here if shown is Shown.NO_DATA else shown
            seen = here in (Shown.FULL, Shown.COUNT_ONLY)
            made.append(
                Assessed(
                    subject=subject,
                    kind=kind,
                    pupils=count.on_roll if seen else None,
                    assessed=count.assessed if seen else None,
                    percentage=100 * count.assessed / count.on_roll if here is Shown.FULL else None,
                )
            )
    return Filled(shown=shown, assessed=tuple(made))
