"""What the Board, the Forum and other schools do not see of statutory results.

They are given one declared table an assessment and academic year: schools by measures, with the trust's
totals. A school whose cohort is too small in any measure, or in which all or none of a small cohort met it,
is hidden in all of that table's measures; so is every school whose year group is hidden among the teachers'
judgements of that year, because the two are the same children. More schools are hidden with them until
nobody can work one out: not from the totals, and not as the head of another school, who knows its numbers.
Where no such cover is enough the trust's totals are hidden instead, and nothing is left to subtract from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.cached import kept
from dashboard.masks import mask_of
from dashboard.privacy import Rules
from dashboard.queries.half_terms import half_terms
from dashboard.queries.register import thresholds
from dashboard.store import fetch_rows
from etl.half_terms import parse_academic_year
from etl.publish.current import Published
from etl.results.assessments import HELD, Assessment
from etl.vocabulary import Standard

COHORTS = """
SELECT
    assessment,
    school_urn,
    measure,
    CAST(sum(denominator) AS BIGINT) AS pupils,
    CAST(sum(numerator) AS BIGINT) AS met
FROM result_count
WHERE academic_year = $academic_year
AND pupil_group = 'all'
GROUP BY ALL
ORDER BY ALL
"""

# How far a reader's idea of those who met a measure in a hidden school must spread, where the trust's own
# total allows it.
SPREAD_OF_MET = 3


@dataclass(frozen=True)
class Counted:
    """Pupils, and those of them who met a measure; None where it is an average."""

    pupils: int
    met: int | None


# One assessment's cohorts: by school, then by measure.
Cohorts = Mapping[int, Mapping[str, Counted]]


@dataclass(frozen=True)
class HiddenResults:
    """One assessment's table: the schools that are hidden, and whether the trust's totals are."""

    schools: frozenset[int] = frozenset()
    totals: bool = False


@dataclass(frozen=True)
class ResultMask:
    """What is hidden of an academic year, by assessment."""

    tables: Mapping[str, HiddenResults] = field(default_factory=dict)

    def hides(self, assessment: str, school_urn: int | None) -> bool:
        """Whether a school's results in an assessment are hidden; without a school, the trust's."""
        table = self.tables.get(assessment, HiddenResults())
        return table.totals if school_urn is None else school_urn in table.schools


@kept(16)
def result_mask_of(published: Published, academic_year: str, own_schools: tuple[int, ...] = ()) -> ResultMask:
    """The mask of an academic year, for everyone; wider for whoever knows several schools at once."""
    held = thresholds(published)
    rules = Rules(hide_below=held.hide_below, caution_below=held.caution_below)
    judged = _hidden_among_judgements(published, academic_year, own_schools)
    by_assessment: dict[str, dict[int, dict[str, Counted]]] = {}
    for row in fetch_rows(published, COHORTS, {"academic_year": academic_year}):
        schools = by_assessment.setdefault(row["assessment"], {})
        schools.setdefault(row["school_urn"], {})[row["measure"]] = Counted(row["pupils"], row["met"])
    return ResultMask(
        {
            assessment: work_out(
                cohorts, rules, together=judged.get(assessment, frozenset()), knowing=own_schools
            )
            for assessment, cohorts in by_assessment.items()
        }
    )


def work_out(
    cohorts: Cohorts, rules: Rules, *, together: Iterable[int] = (), knowing: Sequence[int] = ()
) -> HiddenResults:
    """What to hide of one assessment's table. `together`: schools that are hidden elsewhere already;
    `knowing`: the schools of a reader with several, beside whom every head of one is thought of.
    """
    small = {
        urn for urn, measures in cohorts.items() if any(_sensitive(one, rules) for one in measures.values())
    }
    must = small | (set(together) & cohorts.keys())
    if not must:
        return HiddenResults()
    readers = [frozenset[int](), *(frozenset({urn}) for urn in cohorts)]
    if len(knowing) > 1:
        readers.append(frozenset(knowing))
    totals = _totals(cohorts, cohorts)
    hidden = set(must)
    others = sorted(cohorts.keys() - must, key=lambda urn: (_size(cohorts[urn]), urn))
    while not all(_covered(cohorts, hidden - known, must - known, totals, rules) for known in readers):
        if not others:
            return HiddenResults(frozenset(must), totals=True)
        hidden.add(others.pop(0))
    return HiddenResults(frozenset(hidden))


def _sensitive(one: Counted, rules: Rules) -> bool:
    if 0 < one.pupils < rules.hide_below:
        return True
    return one.met is not None and 0 < one.pupils < rules.caution_below and one.met in (0, one.pupils)


def _size(measures: Mapping[str, Counted]) -> int:
    return max((one.pupils for one in measures.values()), default=0)


def _totals(cohorts: Cohorts, schools: Iterable[int]) -> dict[str, Counted]:
    """Each measure's counts over some schools."""
    made: dict[str, Counted] = {}
    for urn in schools:
        for measure, one in cohorts[urn].items():
            so_far = made.get(measure, Counted(0, None if one.met is None else 0))
            met = None if one.met is None or so_far.met is None else so_far.met + one.met
            made[measure] = Counted(so_far.pupils + one.pupils, met)
    return made


def _covered(
    cohorts: Cohorts, left: set[int], protected: set[int], totals: Mapping[str, Counted], rules: Rules
) -> bool:
    """Whether a reader to whom `left` are unknown, and no more than their sum, learns little of any one.

    Thought of is a reader who knows how many pupils each of them has, from elsewhere; the number itself of
    a small school hides among those that are left with it.
    """
    if not protected:
        return True
    sums = _totals(cohorts, left)
    if any(_sensitive(one, rules) for one in sums.values()):
        return False
    for urn in protected:
        for measure, one in cohorts[urn].items():
            if not one.pupils:
                continue
            total, whole = sums[measure], totals[measure]
            rest = total.pupils - one.pupils
            if one.pupils < rules.hide_below and rest < rules.spread_of_pupils:
                return False
            if total.met is None or whole.met is None:
                if not rest:
                    return False
                continue
            spread = min(one.pupils, total.met) - max(0, total.met - rest)
            if spread < min(SPREAD_OF_MET, one.pupils, whole.met, whole.pupils - whole.met):
                return False
    return True


def _hidden_among_judgements(
    published: Published, academic_year: str, own_schools: tuple[int, ...]
) -> dict[str, frozenset[int]]:
    """By assessment, the schools whose year groups the judgements' mask hides in any of the half-terms."""
    starts = parse_academic_year(academic_year)
    if not any(one.starts == starts for one in half_terms(published)):
        return {}
    mask = mask_of(published, academic_year, own_schools if len(own_schools) > 1 else ())
    hidden = [cell for standard in Standard for cell in mask.hidden[standard]]
    return {
        assessment.value: frozenset(
            urn
            for _, urn, year_group, group, _ in hidden
            if urn is not None and year_group in HELD[assessment].year_groups and group == "all"
        )
        for assessment in Assessment
    }
