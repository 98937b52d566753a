"""One cohort looked at four times: as predicted, as judged, in its results, and as DfE published it.

The four differ, and each says why: they are of different moments, and not all of the same pupils.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Scope
from dashboard.cached import kept
from dashboard.figures import Figure, Shown
from dashboard.queries.half_terms import half_terms
from dashboard.queries.open_figures import OpenFigure, published_of
from dashboard.queries.results import FORETOLD_BY, ResultCohort, results
from dashboard.queries.seeing import Cohort, Seeing
from dashboard.result_figures import ResultFigure
from etl.half_terms import HalfTerm, parse_academic_year
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind

# What is predicted before the tests is a prediction; in Summer 2 the tests have been.
LAST_BEFORE_TESTS = 5


@dataclass(frozen=True, kw_only=True)
class OneCohort:
    """Year 6 of an academic year in one statutory measure; None where there is nothing of a kind.

    `predicted` are the half-terms' predictions in time order, with those that may not be shown among them.
    """

    measure: str
    academic_year: str
    predicted: tuple[Figure, ...]
    judged: Figure | None  # the last current judgement of the year
    result: ResultFigure
    published: OpenFigure | None

    @property
    def last_prediction(self) -> Figure | None:
        """The latest prediction made before the tests; the year's last where there is none such."""
        before = [one for one in self.predicted if one.half_term.ordinal <= LAST_BEFORE_TESTS]
        made = before or list(self.predicted)
        return made[-1] if made else None

    @property
    def apart(self) -> float | None:
        """Points by which the last prediction was above the result; None where either may not be shown."""
        last = self.last_prediction
        if last is None or last.percentage is None or self.result.value is None:
            return None
        return last.percentage - self.result.value


def one_cohort(
    published: Published, scope: Scope, measure: str, academic_year: str, school_urn: int | None = None
) -> OneCohort:
    """The trust's Year 6 or a school's. Raises AccessDenied where the scope may not see it."""
    return cohorts(published, scope, measure, academic_year, [school_urn])[0]


@kept(48)
def cohorts(
    published: Published, scope: Scope, measure: str, academic_year: str, places: Sequence[int | None]
) -> list[OneCohort]:
    """The same of several places (None: the trust), in the order given."""
    found = results(
        published,
        scope,
        [ResultCohort(measure=measure, academic_year=academic_year, school_urn=urn) for urn in places],
    )
    predicted = _judgements(published, scope, measure, academic_year, places, Kind.PREDICTED)
    judged = _judgements(published, scope, measure, academic_year, places, Kind.CURRENT)
    return [
        OneCohort(
            measure=measure,
            academic_year=academic_year,
            predicted=tuple(predicted[urn]),
            judged=judged[urn][-1] if judged[urn] else None,
            result=result,
            published=published_of(published, scope, measure, academic_year, urn),
        )
        for urn, result in zip(places, found, strict=True)
    ]


def past_predictions(
    published: Published, scope: Scope, measure: str, academic_year: str, places: Sequence[int]
) -> dict[int, tuple[Figure, ResultFigure]]:
    """By school, the last prediction of a teachers' measure before the tests of a year, and what came of it.

    Those alone of which both may be shown as percentages.
    """
    foretold = JUDGEMENT_MEASURES[measure].national
    if foretold is None:
        return {}
    found = results(
        published,
        scope,
        [ResultCohort(measure=foretold, academic_year=academic_year, school_urn=urn) for urn in places],
    )
    left = {urn: one for urn, one in zip(places, found, strict=True) if one.value is not None}
    made: dict[int, tuple[Figure, ResultFigure]] = {}
    for half_term in reversed(_half_terms_of(published, academic_year)):
        if half_term.ordinal > LAST_BEFORE_TESTS or not left:
            continue
        seeing = Seeing(published, scope, half_term, Kind.PREDICTED, with_movement=False)
        asked = [Cohort(measure=measure, school_urn=urn, year_group=6) for urn in left]
        for urn, figure in zip(list(left), seeing.figures(asked), strict=True):
            if figure.percentage is not None and not figure.thinly_assessed:
                made[urn] = (figure, left.pop(urn))
    return made


def _judgements(
    published: Published,
    scope: Scope,
    measure: str,
    academic_year: str,
    places: Sequence[int | None],
    kind: Kind,
) -> dict[int | None, list[Figure]]:
    """Year 6's judgements of a kind by place, in time order, without half-terms in which there were none."""
    made: dict[int | None, list[Figure]] = {urn: [] for urn in places}
    foretold_by = FORETOLD_BY.get(measure)
    if foretold_by is None:
        return made
    for half_term in _half_terms_of(published, academic_year):
        asked = [Cohort(measure=foretold_by, school_urn=urn, year_group=6) for urn in places]
        seeing = Seeing(published, scope, half_term, kind, with_movement=False)
        for urn, figure in zip(places, seeing.figures(asked), strict=True):
            if figure.shown is not Shown.NO_DATA and figure.assessed != 0:
                made[urn].append(figure)
    return made


def _half_terms_of(published: Published, academic_year: str) -> list[HalfTerm]:
    starts = parse_academic_year(academic_year)
    return sorted(one for one in half_terms(published) if one.starts == starts)
