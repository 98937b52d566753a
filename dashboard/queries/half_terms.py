"""The half-terms that hold figures."""

from __future__ import annotations

from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.half_terms import HalfTerm, parse_academic_year
from etl.publish.current import Published
from etl.vocabulary import Kind

WITH_FIGURES = """
SELECT
    academic_year,
    half_term_ordinal,
    count(DISTINCT school_urn) AS schools
FROM attainment_count
WHERE pupil_group = 'all'
GROUP BY ALL
ORDER BY ALL
"""

HELD = """
SELECT DISTINCT
    kind,
    subject
FROM attainment_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND pupil_group = 'all'
"""


def when(half_term: HalfTerm) -> dict[str, str | int]:
    """The parameters that a question about one half-term binds."""
    return {"academic_year": half_term.academic_year, "ordinal": half_term.ordinal}


@kept(4)
def _with_figures(published: Published) -> tuple[tuple[HalfTerm, int], ...]:
    """Every half-term in which anyone has a mark, with how many schools have pupils in it; in time order."""
    return tuple(
        (HalfTerm(parse_academic_year(row["academic_year"]), row["half_term_ordinal"]), row["schools"])
        for row in fetch_rows(published, WITH_FIGURES)
    )


def half_terms(published: Published) -> list[HalfTerm]:
    """Every half-term with figures, in time order."""
    return [half_term for half_term, _ in _with_figures(published)]


def latest_half_term(published: Published) -> HalfTerm | None:
    """The half-term to open on: the last in which at least half of the schools are in, else the last.

    A drop that has only just begun would show a trust of one school. None where there are no figures.
    """
    held = _with_figures(published)
    if not held:
        return None
    most = max(schools for _, schools in held)
    return next(half_term for half_term, schools in reversed(held) if schools * 2 >= most)


@kept(64)
def kinds_and_subjects(published: Published, half_term: HalfTerm) -> tuple[tuple[Kind, str], ...]:
    """What anyone in the trust was given a judgement in: pairs of kind and subject (RWM among them)."""
    return tuple(
        sorted((Kind(row["kind"]), row["subject"]) for row in fetch_rows(published, HELD, when(half_term)))
    )
