"""What was planted in the sample trust, as data: what can be found again, and by how much.

The tests hold each story to the size that is stated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.half_terms import HalfTerm
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Subject
from sample_data.calendar import place
from sample_data.schools import (
    ASH_LANE,
    ELM_GROVE,
    KESTREL_WAY,
    MARLPIT_RISE,
    OAKFIELD,
    SALTMARSH_LANE,
    WEAVERS_GREEN,
)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Year groups of a school that rise or slip between two half-terms, in some subjects.

    `before` and `after` are shifts of attainment in standard deviations, straight from one to the other;
    `at_least` is the change of the percentage predicted to meet the expected standard in `seen_in`, in
    points, that the tests look for between the two half-terms.
    """

    urn: int
    year_groups: tuple[int, ...]
    subjects: tuple[Subject, ...]
    starts: HalfTerm
    ends: HalfTerm
    before: float
    after: float
    seen_in: str
    at_least: float

    def shift(self, half_term: HalfTerm) -> float:
        gone = (place(half_term) - place(self.starts)) / (place(self.ends) - place(self.starts))
        return self.before + (self.after - self.before) * min(max(gone, 0.0), 1.0)


WRITING_SLIPS = Course(
    urn=MARLPIT_RISE,
    year_groups=(5, 6),
    subjects=(Subject.WRITING,),
    starts=HalfTerm(2025, 1),
    ends=HalfTerm(2026, 1),
    before=0.10,
    after=-0.65,
    seen_in=Subject.WRITING,
    at_least=-15.0,
)

TURNS_ROUND = Course(
    urn=OAKFIELD,
    year_groups=(1, 2, 3, 4, 5, 6),
    subjects=RWM_SUBJECTS,
    starts=HalfTerm(2024, 1),
    ends=HalfTerm(2026, 1),
    before=-0.30,
    after=0.12,
    seen_in=RWM,
    at_least=12.0,
)

COURSES = (WRITING_SLIPS, TURNS_ROUND)


@dataclass(frozen=True, kw_only=True)
class SmallCohort:
    """A year group that was small from the start, and in which nobody came or went."""

    urn: int
    entered: int  # the calendar year of Reception's September
    size: int


SMALL_COHORT = SmallCohort(urn=ASH_LANE, entered=2020, size=15)  # Year 6 in 2026/27


@dataclass(frozen=True, kw_only=True)
class SmallGroup:
    """A year group with very few disadvantaged pupils."""

    urn: int
    half_term: HalfTerm
    year_group: int
    disadvantaged: int


SMALL_GROUP = SmallGroup(urn=ELM_GROVE, half_term=HalfTerm(2026, 1), year_group=6, disadvantaged=4)


@dataclass(frozen=True, kw_only=True)
class Copied:
    """A return whose predictions are those of the half-term before, every one."""

    urn: int
    half_term: HalfTerm


COPIED = Copied(urn=KESTREL_WAY, half_term=HalfTerm(2025, 4))


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A class in which everyone was given the same mark."""

    urn: int
    half_term: HalfTerm
    year_group: int
    form: str
    subject: Subject
    kind: Kind
    judgement: Judgement


ALIKE = Alike(
    urn=WEAVERS_GREEN,
    half_term=HalfTerm(2025, 5),
    year_group=2,
    form="B",
    subject=Subject.MATHS,
    kind=Kind.PREDICTED,
    judgement=Judgement.EXS,
)


@dataclass(frozen=True, kw_only=True)
class Jump:
    """One pupil whose current judgement goes from WTS to GDS within a half-term."""

    urn: int
    half_term: HalfTerm
    year_group: int
    subject: Subject


JUMP = Jump(urn=ELM_GROVE, half_term=HalfTerm(2025, 6), year_group=5, subject=Subject.READING)


@dataclass(frozen=True, kw_only=True)
class InTwoSchools:
    """One pupil whom the school they leave and the school they join both list in a half-term."""

    leaves: int
    joins: int
    half_term: HalfTerm
    year_group: int


IN_TWO_SCHOOLS = InTwoSchools(leaves=OAKFIELD, joins=KESTREL_WAY, half_term=HalfTerm(2025, 4), year_group=4)


@dataclass(frozen=True, kw_only=True)
class StillListed:
    """A pupil who left and still stands in the sheet, every mark saying so, for one half-term."""

    urn: int
    half_term: HalfTerm
    year_group: int


STILL_LISTED = StillListed(urn=WEAVERS_GREEN, half_term=HalfTerm(2025, 2), year_group=3)


@dataclass(frozen=True, kw_only=True)
class Restated:
    """Pupils whose judgement of an earlier half-term stands a band higher in a later sheet."""

    urn: int
    half_term: HalfTerm  # the return that says it
    earlier: HalfTerm
    year_group: int
    subject: Subject
    pupils: int


RESTATED = Restated(
    urn=KESTREL_WAY,
    half_term=HalfTerm(2025, 5),
    earlier=HalfTerm(2025, 1),
    year_group=3,
    subject=Subject.READING,
    pupils=2,
)

# Joined from abroad with a temporary UPN: (school, half-term, year group) -> the half-term from which a
# permanent one stands in its place, or None where there is none yet.
TEMPORARY_UPNS: Mapping[tuple[int, HalfTerm, int], HalfTerm | None] = {
    (OAKFIELD, HalfTerm(2025, 2), 3): HalfTerm(2025, 4),
    (SALTMARSH_LANE, HalfTerm(2026, 1), 2): None,
}

# The one school whose return for this half-term is not in: it lies in `to_upload`, beside a copy with faults.
NOT_YET_IN = WEAVERS_GREEN


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """A size in whole points that holds for the trust in every half-term."""

    low: float
    high: float


YEAR_6_RWM_PREDICTED = Expectation(low=55, high=70)
DISADVANTAGED_GAP = Expectation(low=12, high=18)  # predicted RWM, Years 1 to 6, other minus disadvantaged


@dataclass(frozen=True, kw_only=True)
class Predictor:
    """A school whose Autumn 1 predictions for Year 6 stand away from its own Summer 2 judgements.

    `points`: predicted minus judged, RWM at the expected standard, pooled over the whole years.
    """

    urn: int
    points: Expectation = field(default_factory=lambda: Expectation(low=-100, high=100))


OPTIMISTIC = Predictor(urn=KESTREL_WAY, points=Expectation(low=9, high=25))
CAUTIOUS = Predictor(urn=WEAVERS_GREEN, points=Expectation(low=-22, high=-6))

# The same schools' Autumn 1 predictions against the key stage 2 results that followed keep to the same
# sizes: tests see what pupils can do. Nobody else is above by more than this.
NOBODY_ELSE_ABOVE = 6.0
# Marlpit Rise in 2025/26: writing below reading and below maths, by points; in 2024/25 by less than half.
WRITING_BELOW_THE_TESTS = 15.0

# Results of the trust in every finished year, in percent (the check's mean in marks).
RESULTS: Mapping[str, Expectation] = {
    "ks2_rwm_expected": Expectation(low=55, high=70),
    "ks2_reading_expected": Expectation(low=70, high=82),
    "ks2_writing_expected": Expectation(low=65, high=80),
    "ks2_maths_expected": Expectation(low=68, high=80),
    "phonics_y1_met": Expectation(low=75, high=87),
    "phonics_y2_met": Expectation(low=85, high=96),
    "gld": Expectation(low=62, high=78),
    "mtc_full_marks": Expectation(low=22, high=40),
}
MTC_MEAN = Expectation(low=20, high=23)
DISADVANTAGED_GAP_AT_KS2 = Expectation(low=12, high=30)  # RWM, other minus disadvantaged, in every year
