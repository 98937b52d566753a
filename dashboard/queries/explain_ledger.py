"""“Explain this number” of the ledger: who is held against what, and the files behind it.

Access is the ledger's own, and so is that its years are told together alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import AccessDenied, Action, Scope, Sight, check_can, refusal, sight_of
from dashboard.explainable import LEDGER, Number
from dashboard.forecast.scales import MISSING
from dashboard.queries.explain import Behind, behind
from dashboard.queries.explain_results import FileBehind, files_behind
from dashboard.queries.forecasts import LAST_HALF_TERM, scale_of
from dashboard.queries.foretold import Foretold
from dashboard.queries.ledger import Rightness, cohorts_behind, ledger, marks_of
from dashboard.queries.register import schools
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published
from etl.results.assessments import Assessment

TESTED_YEAR, SUMMER_2 = 6, 6  # the year group that is tested; the half-term in which others are judged


@dataclass(frozen=True, kw_only=True)
class Roll:
    """Everyone on roll in that half-term of the pooled years: those who count, and why others do not."""

    pupils: int
    both: int  # a prediction and an outcome
    without_outcome: int
    without_prediction: int
    neither: int


@dataclass(frozen=True, kw_only=True)
class YearBehind:
    """What one year's predictions and outcomes came from."""

    year: str
    predictions: Behind
    judged: Behind | None  # the returns of Summer 2; None of the year group that is tested
    results: tuple[FileBehind, ...]


@dataclass(frozen=True, kw_only=True)
class LedgerExplanation:
    """What stands behind one place in the ledger."""

    place: Rightness
    measure: str
    year_group: int
    half_term: HalfTerm  # as the address names it
    roll: Roll
    not_in_total: tuple[str, ...]  # schools that the total leaves out
    made_from: tuple[YearBehind, ...]
    publication: int


def explain_ledger(published: Published, scope: Scope, number: Number) -> LedgerExplanation:
    """What stands behind a number of the ledger, of the years that it pools now.

    Raises AccessDenied where the scope may not see it, TrustDataError where there is no such number.
    """
    check_can(scope, Action.SEE_LEDGER, number.school)
    half_term, year_group = asked_of(number, LEDGER)
    if sight_of(scope, number.school, scale_of(number.measure)[0]) is not Sight.FULL:
        raise AccessDenied(refusal(scope, Action.SEE_LEDGER, number.school))
    ordinal, measure = half_term.ordinal, number.measure
    found = ledger(published, scope, ordinal, measure, year_group)
    place = next((one for one in found.places if one.school_urn == number.school), None) if found else None
    if found is None or place is None:
        raise TrustDataError("The ledger has no such number.")
    cohorts = cohorts_behind(published, found, place, ordinal, measure, year_group)
    names = schools(published)
    return LedgerExplanation(
        place=place,
        measure=measure,
        year_group=year_group,
        half_term=half_term,
        roll=_roll(cohorts, measure),
        not_in_total=tuple(names[urn] for urn in found.not_in_total if place.school_urn is None),
        made_from=tuple(
            year_behind(
                published,
                HalfTerm(parse_academic_year(year), ordinal),
                year_group,
                tuple(one.school for one in cohorts if one.year == year),
            )
            for year in place.years
        ),
        publication=published.number,
    )


def asked_of(number: Number, kind: str) -> tuple[HalfTerm, int]:
    """The half-term and year group; raises TrustDataError for what the ledger's page could not show."""
    held = number.half_term
    plain = number.of_one_cohort and not (number.pupils or number.by_class or number.against)
    if number.kind != kind or held is None or held.ordinal > LAST_HALF_TERM or not plain:
        raise TrustDataError("The ledger has no such number.")
    return held, TESTED_YEAR if number.year_group is None else number.year_group


def _roll(cohorts: Sequence[Foretold], measure: str) -> Roll:
    predicted, actual = (marks != MISSING for marks in marks_of(cohorts, measure))
    return Roll(
        pupils=len(predicted),
        both=int((predicted & actual).sum()),
        without_outcome=int((predicted & ~actual).sum()),
        without_prediction=int((~predicted & actual).sum()),
        neither=int((~predicted & ~actual).sum()),
    )


def year_behind(
    published: Published, half_term: HalfTerm, year_group: int, urns: tuple[int, ...]
) -> YearBehind:
    """What some schools' predictions of a half-term, and the outcomes of that year, came from."""
    year, tested = half_term.academic_year, year_group == TESTED_YEAR
    judged = HalfTerm(half_term.starts, SUMMER_2)
    return YearBehind(
        year=year,
        predictions=behind(published, half_term, urns, inside=True),
        judged=None if tested else behind(published, judged, urns, inside=True),
        results=files_behind(published, year, Assessment.KS2, urns, inside=True) if tested else (),
    )
