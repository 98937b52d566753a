"""What results laid out in rows and columns are held against, and which differences are more than chance.

As for judgements: other pupils by Fisher's test, England of the same summer taken as known, a target as a
fact. Of a mean only the difference is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard import result_wording, whole_pupils
from dashboard.access import Scope, Sight, sight_of
from dashboard.chance import FALSE_DISCOVERIES, LOOK, apart_mid_p, false_discovery, mid_p
from dashboard.queries.explored_question import TOGETHER, Against
from dashboard.queries.explored_results import At, ResultPivot
from dashboard.queries.results import ResultCohort, results
from dashboard.result_figures import ResultFigure
from etl.groups import ALL
from etl.half_terms import academic_year_label, parse_academic_year
from etl.publish.current import Published


@dataclass(frozen=True, kw_only=True)
class ResultApart:
    """How far a result is from what it is held against: of a share `pupils` more (+) or fewer (-), of a mean
    `points`. `value` is what it is held against. `p_value` is None where nothing may be said of chance.
    """

    value: float
    pupils: int | None = None
    points: float | None = None
    p_value: float | None = None
    clear: bool = False  # more than chance, among all that are compared
    worth_a_look: bool = False  # taken alone it would seldom be chance

    @property
    def up(self) -> bool:
        return (self.pupils if self.pupils is not None else self.points or 0) > 0


@dataclass(frozen=True)
class _Others:
    """Other pupils: of a share how many met it among how many, of a mean those with a score."""

    pupils: int
    met: int | None
    value: float


def apart_of(published: Published, scope: Scope, pivot: ResultPivot) -> dict[At, ResultApart]:
    """By cell; one that has nothing to be held against has no entry. Totals are never tested."""
    held = {at: one for at, one in pivot.figures.items() if result_wording.has_value(one)}
    match pivot.question.against:
        case Against.TRUST:
            return _judged(_from_others(pivot, held, _rest_of_trust(published, scope, pivot, held)))
        case Against.LAST_YEAR:
            return _judged(_from_others(pivot, held, _year_before(published, scope, pivot, held)))
        case Against.ENGLAND:
            return _judged({at: _from_england(pivot, at, one) for at, one in held.items() if one.england})
        case Against.TARGET:
            return {at: _from_target(one) for at, one in held.items() if one.target}
    return {}


def _rest_of_trust(
    published: Published, scope: Scope, pivot: ResultPivot, held: dict[At, ResultFigure]
) -> dict[At, _Others]:
    """The trust as the scope sees it, less the cell's own pupils. Groups from outside are never shown."""
    whole = sight_of(scope, None) is Sight.FULL
    asked = {
        at: replace(pivot.cohorts[at], school_urn=None)
        for at in held
        if pivot.cohorts[at].school_urn is not None and (whole or pivot.cohorts[at].group == ALL.id)
    }
    found = dict(zip(asked, results(published, scope, list(asked.values())), strict=True))
    return {
        at: others
        for at, trust in found.items()
        if (others := _less(trust, held[at], whole=whole)) is not None and others.pupils > 0
    }


def _less(trust: ResultFigure, own: ResultFigure, *, whole: bool) -> _Others | None:
    if not result_wording.has_value(trust) or trust.value is None or own.value is None:
        return None
    if trust.numerator is not None and own.numerator is not None:
        pupils = (trust.denominator or 0) - (own.denominator or 0)
        met = trust.numerator - own.numerator
        return _Others(pupils, met, 100 * met / pupils if pupils > 0 else 0.0)
    # From outside a mean is rounded: nothing can be taken from it.
    scored = (trust.scored or 0) - (own.scored or 0)
    if not whole or scored < 1:
        return None
    rest = trust.value * (trust.scored or 0) - own.value * (own.scored or 0)
    return _Others(scored, None, rest / scored)


def _year_before(
    published: Published, scope: Scope, pivot: ResultPivot, held: dict[At, ResultFigure]
) -> dict[At, _Others]:
    """The children who sat it a year before, where the two years may be compared."""
    asked = {at: _earlier(pivot.cohorts[at]) for at in held}
    found = zip(asked, results(published, scope, list(asked.values())), strict=True)
    return {
        at: _Others(
            (one.denominator if one.numerator is not None else one.scored) or 0, one.numerator, one.value
        )
        for at, one in found
        if result_wording.has_value(one) and one.value is not None and one.series == held[at].series
    }


def _earlier(cohort: ResultCohort) -> ResultCohort:
    before = academic_year_label(parse_academic_year(cohort.academic_year) - 1)
    return replace(cohort, academic_year=before)


def _from_others(
    pivot: ResultPivot, held: dict[At, ResultFigure], others: dict[At, _Others]
) -> dict[At, ResultApart]:
    made: dict[At, ResultApart] = {}
    testable: list[tuple[At, int, int, int, int]] = []
    for at, other in others.items():
        own = held[at]
        assert own.value is not None
        if own.numerator is None or other.met is None:
            made[at] = ResultApart(value=other.value, points=own.value - other.value)
            continue
        pupils = own.denominator or 0
        made[at] = ResultApart(
            value=other.value,
            pupils=whole_pupils.pupils_apart(own.numerator, pupils, other.met, other.pupils),
        )
        if min(pupils, other.pupils) >= pivot.caution_below and TOGETHER not in at:
            testable.append((at, own.numerator, pupils, other.met, other.pupils))
    if testable:
        p_values = apart_mid_p(*zip(*(one[1:] for one in testable), strict=True))
        for (at, *_), p_value in zip(testable, p_values, strict=True):
            made[at] = replace(made[at], p_value=float(p_value))
    return made


def _from_england(pivot: ResultPivot, at: At, figure: ResultFigure) -> ResultApart:
    assert figure.england is not None
    assert figure.value is not None
    england = figure.england
    if figure.numerator is None or figure.pupils_from is None:
        return ResultApart(value=england.value, points=figure.value - england.value)
    # A verdict is of one and the same summer: England moves as well.
    tested = (
        england.academic_year == figure.academic_year
        and (figure.denominator or 0) >= pivot.caution_below
        and TOGETHER not in at
    )
    p_value = float(mid_p(figure.numerator, figure.denominator or 0, england.value / 100)) if tested else None
    return ResultApart(value=england.value, pupils=figure.pupils_from, p_value=p_value)


def _from_target(figure: ResultFigure) -> ResultApart:
    assert figure.target is not None
    assert figure.value is not None
    aim, short = figure.target.basis_points / 100, figure.target.pupils_short
    if short is None:
        return ResultApart(value=aim, points=figure.value - aim)
    return ResultApart(value=aim, pupils=-short)


def _judged(made: dict[At, ResultApart]) -> dict[At, ResultApart]:
    """Which differences are more than chance among all that are compared."""
    tested = [at for at, one in made.items() if one.p_value is not None]
    shares = false_discovery([made[at].p_value or 0.0 for at in tested])
    for at, share in zip(tested, shares, strict=True):
        one = made[at]
        clear = bool(one.pupils) and float(share) <= FALSE_DISCOVERIES
        look = bool(one.pupils) and not clear and (one.p_value or 0.0) < LOOK
        made[at] = replace(one, clear=clear, worth_a_look=look)
    return made
