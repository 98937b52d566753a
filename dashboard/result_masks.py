"""What the Board, the Forum and other schools do not see of statutory results.

They are given one declared table an assessment and academic year: schools by measures, with the trust's
totals. A school whose cohort is too small in any measure, or in which all or none of a small cohort met it,
is hidden in all of that table's measures; so is every school whose year group is hidden among the teachers'
judgements of that year, because the two are the same children. More schools are hidden with them until
nobody can work one out: not from the totals, and not as the head of another school, who knows its numbers.
Where no such cover is enough for a measure, its total is hidden instead: nothing is left to subtract from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.cached import kept
from dashboard.masks import hidden_schools, rules_of
from dashboard.queries.half_terms import half_terms
from dashboard.queries.register import schools
from dashboard.store import fetch_rows
from etl.half_terms import parse_academic_year
from etl.privacy import Rules
from etl.publish.current import Published
from etl.results.assessments import HELD, Assessment

COHORTS = """
SELECT
    assessment,
    school_urn,
    measure,
    CAST(sum(CASE WHEN numerator IS NULL THEN scored ELSE denominator END) AS BIGINT) AS pupils,
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

# Measures that are the teachers' own assessment: whoever sees a school's judgements of the summer may take
# its result to be the same, so that it covers nobody.
TEACHERS_OWN = ("ks2_writing", "ks2_science", "ks1_")


@dataclass(frozen=True)
class Counted:
    """Pupils, and those of them who met a measure; of an average those with a score, and None."""

    pupils: int
    met: int | None


# One assessment's cohorts: by school, then by measure.
Cohorts = Mapping[int, Mapping[str, Counted]]


@dataclass(frozen=True)
class HiddenResults:
    """One assessment's table: the schools that are hidden, and the measures whose totals are."""

    schools: frozenset[int] = frozenset()
    totals: frozenset[str] = frozenset()

    def __or__(self, other: HiddenResults) -> HiddenResults:
        return HiddenResults(self.schools | other.schools, self.totals | other.totals)


@dataclass(frozen=True)
class ResultMask:
    """What is hidden of an academic year, by assessment."""

    tables: Mapping[str, HiddenResults] = field(default_factory=dict)

    def hides(self, assessment: str, school_urn: int | None, measure: str) -> bool:
        """Whether a school's results in an assessment are hidden; without a school, a measure's total."""
        table = self.tables.get(assessment, HiddenResults())
        return measure in table.totals if school_urn is None else school_urn in table.schools


@kept(16)
def result_mask_of(published: Published, academic_year: str, own_schools: tuple[int, ...] = ()) -> ResultMask:
    """The mask of an academic year, for everyone; more is hidden from whoever knows several schools at once,
    and never less than from the Board, whose papers they may read.
    """
    rules = rules_of(published)
    judged = _among_judgements(published, academic_year, ())
    wider = _among_judgements(published, academic_year, own_schools) if len(own_schools) > 1 else judged
    by_assessment: dict[str, dict[int, dict[str, Counted]]] = {}
    for row in fetch_rows(published, COHORTS, {"academic_year": academic_year}):
        of_schools = by_assessment.setdefault(row["assessment"], {})
        of_schools.setdefault(row["school_urn"], {})[row["measure"]] = Counted(row["pupils"] or 0, row["met"])
    made = {}
    for assessment, cohorts in by_assessment.items():
        hidden, shown = judged[Assessment(assessment)]
        made[assessment] = work_out(cohorts, rules, together=hidden, shown_elsewhere=shown)
        if len(own_schools) > 1:
            hidden, shown = wider[Assessment(assessment)]
            made[assessment] |= work_out(
                cohorts, rules, together=hidden, shown_elsewhere=shown, knowing=own_schools
            )
    return ResultMask(made)


def work_out(
    cohorts: Cohorts,
    rules: Rules,
    *,
    together: Iterable[int] = (),
    shown_elsewhere: Iterable[int] = (),
    knowing: Sequence[int] = (),
) -> HiddenResults:
    """What to hide of one assessment's table.

    `together`: schools that are hidden among the judgements of the same children, `shown_elsewhere` those
    that are not; `knowing`: the schools of a reader with several, beside whom each head of one is thought of.
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
    shown = frozenset(shown_elsewhere) - must

    def uncovered(hidden: set[int]) -> frozenset[str]:
        found: set[str] = set()
        for known in readers:
            found |= _uncovered(cohorts, hidden - known, must - known, shown, rules)
        return frozenset(found)

    hidden = set(must)
    others = sorted(cohorts.keys() - must, key=lambda urn: (_size(cohorts[urn]), urn))
    # What nothing could cover, not even all schools together, is not waited for.
    hopeless = uncovered(set(cohorts))
    while not uncovered(hidden) <= hopeless:
        hidden.add(others.pop(0))
    if len(hidden) == len(cohorts):
        # All schools hidden for the sake of the totals: rather the totals.
        return HiddenResults(frozenset(must), uncovered(must))
    return HiddenResults(frozenset(hidden), uncovered(hidden))


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


def _uncovered(
    cohorts: Cohorts, left: set[int], protected: set[int], shown_elsewhere: frozenset[int], rules: Rules
) -> set[str]:
    """The measures in whose totals a reader, to whom `left` are unknown, could work one of them out.

    Thought of is a reader who knows how many pupils each of them has, from elsewhere; the number itself of a
    small school hides among those whose numbers stand nowhere else.
    """
    found: set[str] = set()
    if not protected:
        return found
    whole = _totals(cohorts, cohorts)
    unseen = left - shown_elsewhere
    for measure, total in whole.items():
        among = unseen if measure.startswith(TEACHERS_OWN) else left
        sums = _totals(cohorts, among).get(measure, Counted(0, total.met and 0))
        numbers = _totals(cohorts, unseen).get(measure, Counted(0, 0)).pupils
        for urn in protected & left:
            one = cohorts[urn].get(measure)
            if one is not None and one.pupils and not _stays_open(one, sums, numbers, total, rules):
                found.add(measure)
        if any(measure in cohorts[urn] for urn in protected & left) and _sensitive(sums, rules):
            found.add(measure)
    return found


def _stays_open(one: Counted, among: Counted, numbers: int, whole: Counted, rules: Rules) -> bool:
    """Whether a hidden cohort can be many things, from what is known of it and those it hides among.

    `among`: it and the others that are unknown; `numbers`: how many pupils those have whose numbers stand
    nowhere else; `whole`: the trust.
    """
    rest = among.pupils - one.pupils
    if one.pupils < rules.hide_below and numbers - one.pupils < rules.spread_of_pupils:
        return False
    if one.met is None or among.met is None or whole.met is None:
        return rest >= rules.spread_of_pupils  # a mean, of which each pupil's score is a part
    if whole.met in (0, whole.pupils):
        return False  # the total says it of everybody
    spread = min(one.pupils, among.met) - max(0, among.met - rest)
    return spread >= min(SPREAD_OF_MET, one.pupils, whole.met, whole.pupils - whole.met)


def _among_judgements(
    published: Published, academic_year: str, own_schools: tuple[int, ...]
) -> dict[Assessment, tuple[frozenset[int], frozenset[int]]]:
    """By assessment, the schools whose year groups the judgements' mask hides in any of the half-terms, and
    those that stand there for all to see.
    """
    starts = parse_academic_year(academic_year)
    if not any(one.starts == starts for one in half_terms(published)):
        return {assessment: (frozenset(), frozenset()) for assessment in Assessment}
    cells = hidden_schools(published, academic_year, own_schools if len(own_schools) > 1 else ())
    made = {}
    for assessment in Assessment:
        hidden = frozenset(urn for urn, year_group in cells if year_group in HELD[assessment].year_groups)
        made[assessment] = (hidden, frozenset(schools(published)) - hidden)
    return made
