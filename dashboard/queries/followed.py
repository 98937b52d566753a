"""One cohort as it moved up the school: Year 6 now, Year 5 the year before, and so on back.

The same children but for those who came and went, who are counted. For a school's own staff and the trust's
leaders.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.figures import Figure, Shown
from dashboard.queries.counts import NOBODY, counts_over_time
from dashboard.queries.half_terms import half_terms
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm, parse_academic_year
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import RECEPTION, Kind

KINDS = (Kind.PREDICTED, Kind.CURRENT)

ON_ROLL = """
SELECT
    academic_year,
    half_term_ordinal,
    upn
FROM pupil_half_term
WHERE school_urn = $school_urn
AND on_roll
AND year_group > 0
AND CAST(left(academic_year, 4) AS INTEGER) - year_group = $entered
AND academic_year <= $academic_year
"""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The cohort in one half-term. Joined and left: since the half-term before that is held."""

    half_term: HalfTerm
    year_group: int
    on_roll: int
    joined: int
    left: int
    predicted: Figure | None  # None where nobody was judged
    current: Figure | None


@dataclass(frozen=True, kw_only=True)
class Followed:
    """Every half-term in which the cohort is on the school's roll, in time order."""

    measure: str
    steps: tuple[Step, ...]
    still_here: int  # of those of the first half-term, how many are in the last

    @property
    def joined(self) -> int:
        return sum(step.joined for step in self.steps)

    @property
    def left(self) -> int:
        return sum(step.left for step in self.steps)


@kept(24)
def followed(
    published: Published, scope: Scope, school_urn: int, measure: str, year_group: int, until: HalfTerm
) -> Followed:
    """The cohort that is in `year_group` at `until`, back to when it was in Year 1.

    Raises AccessDenied where the scope does not see the school whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    entered = until.starts - year_group
    rolls: dict[HalfTerm, set[str]] = {}
    for row in fetch_rows(
        published,
        ON_ROLL,
        {"school_urn": school_urn, "entered": entered, "academic_year": until.academic_year},
    ):
        half_term = HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"])
        if half_term <= until:
            rolls.setdefault(half_term, set()).add(row["upn"])
    held = [one for one in half_terms(published) if one in rolls and one.starts - entered > RECEPTION]
    figures = {
        (half_term, kind): _figure(published, scope, school_urn, measure, half_term, kind, entered)
        for half_term in held
        for kind in KINDS
    }
    steps = []
    before: set[str] | None = None
    for half_term in held:
        roll = rolls[half_term]
        steps.append(
            Step(
                half_term=half_term,
                year_group=half_term.starts - entered,
                on_roll=len(roll),
                joined=0 if before is None else len(roll - before),
                left=0 if before is None else len(before - roll),
                predicted=figures[half_term, Kind.PREDICTED],
                current=figures[half_term, Kind.CURRENT],
            )
        )
        before = roll
    still_here = len(rolls[held[0]] & rolls[held[-1]]) if held else 0
    return Followed(measure=measure, steps=tuple(steps), still_here=still_here)


def _figure(
    published: Published,
    scope: Scope,
    school_urn: int,
    measure: str,
    half_term: HalfTerm,
    kind: Kind,
    entered: int,
) -> Figure | None:
    """The cohort's figure; None where nobody was judged."""
    year_group = half_term.starts - entered
    counts = counts_over_time(
        published, JUDGEMENT_MEASURES[measure].subject, kind, year_group, half_term.academic_year
    )
    (figure,) = Seeing(published, scope, half_term, kind, with_movement=False).figures(
        [Cohort(measure=measure, school_urn=school_urn, year_group=year_group)],
        [counts.get((half_term, school_urn), NOBODY)],
    )
    return figure if figure.shown is not Shown.NO_DATA and figure.assessed else None
