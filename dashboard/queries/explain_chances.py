"""“Explain this number” of past chances: whose they were, what came, and the files behind them.

Access is that of the ledger, whose page they stand on.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Scope
from dashboard.explainable import CHANCES, Number
from dashboard.queries.explain_ledger import YearBehind, asked_of, year_behind
from dashboard.queries.foretold import foretold
from dashboard.queries.past_forecasts import Calibration, calibration, forecasts_seen
from etl.errors import TrustDataError
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published


@dataclass(frozen=True, kw_only=True)
class ChancesExplanation:
    """What stands behind the calibration of a measure's past forecasts."""

    found: Calibration
    measure: str
    year_group: int
    half_term: HalfTerm  # whose forecasts, as the address names it
    on_roll: int  # in that half-term of those years, in the cohorts that were forecast
    schools: int
    made_from: tuple[YearBehind, ...]
    publication: int


def explain_chances(published: Published, scope: Scope, number: Number) -> ChancesExplanation:
    """What stands behind them, of all that the scope may see.

    Raises AccessDenied where the scope does not see the ledger, TrustDataError where there are none.
    """
    half_term, year_group = asked_of(number, CHANCES)
    if number.schools:
        raise TrustDataError("Past chances are told of all schools together.")
    asked = (published, scope, half_term.ordinal, number.measure, year_group)
    seen, found = forecasts_seen(*asked), calibration(*asked)
    if found is None:
        raise TrustDataError("No past forecast can be held against an outcome.")
    tried = {(one.year, one.school_urn) for one in seen}
    cohorts = [
        one for one in foretold(published, half_term.ordinal, year_group) if (one.year, one.school) in tried
    ]
    return ChancesExplanation(
        found=found,
        measure=number.measure,
        year_group=year_group,
        half_term=half_term,
        on_roll=sum(len(one.upns) for one in cohorts),
        schools=len({urn for _, urn in tried}),
        made_from=tuple(
            year_behind(
                published,
                HalfTerm(parse_academic_year(year), half_term.ordinal),
                year_group,
                tuple(one.school for one in cohorts if one.year == year),
            )
            for year in found.years
        ),
        publication=published.number,
    )
