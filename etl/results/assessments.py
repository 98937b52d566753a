"""The statutory assessments: whom they are of, in which years there were any, what counts as met.

A year is written here as people speak of results, by the summer it ends in: 2025 is 2024/25.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etl.half_terms import academic_year_label
from etl.vocabulary import RECEPTION


class Assessment(StrEnum):
    KS2 = "ks2"
    MTC = "mtc"
    PHONICS = "phonics"
    EYFSP = "eyfsp"
    KS1 = "ks1"

    @property
    def label(self) -> str:
        return HELD[self].label


@dataclass(frozen=True, kw_only=True)
class Held:
    """When an assessment is held, and of whom. `year_groups` are those whose results are kept."""

    label: str
    year_groups: tuple[int, ...]
    first: int  # the first summer whose codes are known here
    note: str = ""  # said to whoever brings results of a year without any


# No assessment was held in these summers. They stay gaps: nothing is drawn across them.
NO_ASSESSMENTS = (2020, 2021)

HELD: dict[Assessment, Held] = {
    Assessment.KS2: Held(label="Key stage 2", year_groups=(6,), first=2016),
    Assessment.MTC: Held(label="Multiplication tables check", year_groups=(4,), first=2022),
    Assessment.PHONICS: Held(label="Phonics screening check", year_groups=(1, 2), first=2012),
    Assessment.EYFSP: Held(
        label="Early years foundation stage profile",
        year_groups=(RECEPTION,),
        first=2022,
        note="The profile before 2021/22 had other goals, which are not comparable.",
    ),
    Assessment.KS1: Held(label="Key stage 1", year_groups=(2,), first=2016),
}


def summer_of(starts: int) -> int:
    """The summer by which people call the academic year that starts in a calendar year."""
    return starts + 1


def why_not_held(assessment: Assessment, starts: int) -> str | None:
    """Why there can be no results of an academic year, in a sentence; None where there can be."""
    held, summer, year = HELD[assessment], summer_of(starts), academic_year_label(starts)
    if summer < held.first:
        first = academic_year_label(held.first - 1)
        return f"{held.label} results are kept from {first} on, and these are of {year}. {held.note}".strip()
    if summer in NO_ASSESSMENTS:
        return f"No {held.label.lower()} was held in {year}: the year stays a gap."
    return None


@dataclass(frozen=True, kw_only=True)
class Score:
    """What the number of an assessment's subject means.

    `expected` and `higher` are the lowest scores that meet each standard; None where a score meets none.
    """

    lowest: int
    highest: int
    expected: int | None = None
    higher: int | None = None
    label: str = "score"


SCALED = Score(lowest=80, highest=120, expected=100, higher=110, label="scaled score")
PHONICS_MARK = Score(lowest=0, highest=40, expected=32, label="mark")
MTC_SCORE = Score(lowest=0, highest=25, higher=25, label="score")  # higher: full marks; there is no pass mark

# (assessment, subject) -> what its scores mean. A subject that is not here has no score.
SCORES: dict[tuple[Assessment, str], Score] = {
    (Assessment.KS2, "reading"): SCALED,
    (Assessment.KS2, "maths"): SCALED,
    (Assessment.KS2, "gps"): SCALED,
    (Assessment.PHONICS, "phonics"): PHONICS_MARK,
    (Assessment.MTC, "mtc"): MTC_SCORE,
}

# The threshold of the phonics check is confirmed each year once the check has been held.
# Source: domain notes, "32 or more, same in 2025"; the years before from memory.
PHONICS_THRESHOLDS: dict[int, int] = dict.fromkeys((*range(2012, 2020), 2022, 2023, 2024, 2025), 32)


def expected_score(assessment: Assessment, subject: str, starts: int) -> int | None:
    """The lowest score that meets the expected standard in an academic year.

    A phonics threshold that is not confirmed here is taken to be the last one that is.
    """
    score = SCORES.get((assessment, subject))
    if score is None or assessment is not Assessment.PHONICS:
        return score.expected if score else None
    return PHONICS_THRESHOLDS.get(summer_of(starts), PHONICS_THRESHOLDS[max(PHONICS_THRESHOLDS)])


def threshold_is_confirmed(assessment: Assessment, starts: int) -> bool:
    return assessment is not Assessment.PHONICS or summer_of(starts) in PHONICS_THRESHOLDS


# Where the framework changed so that the years before must not be joined to those after: measures whose
# id begins so -> the first summers of the later series.
SERIES_BEGIN: dict[str, tuple[int, ...]] = {
    "ks2_writing": (2018,),
    "ks2_rwm": (2018,),  # writing is in it
    "ks2_science": (2019,),
    "gld": (2022,),
}


def series_of(measure: str, starts: int) -> int:
    """The summer in which the series began that a measure's figure of a year belongs to; 0: the first.

    Figures may be compared and joined by a line only within one series.
    """
    begins = next((years for stem, years in SERIES_BEGIN.items() if measure.startswith(stem)), ())
    return max((year for year in begins if year <= summer_of(starts)), default=0)
