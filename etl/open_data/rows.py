"""What every published file becomes: one row a published statistic, or one a grade of an inspection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from etl.errors import TrustDataError
from etl.groups import ALL, GROUPS


class Level(StrEnum):
    """Whose statistic it is. Declared from the smallest to the widest."""

    SCHOOL = "school"
    LOCAL_AUTHORITY = "local_authority"
    REGION = "region"
    ENGLAND_STATE = "england_state"
    ENGLAND_ALL = "england_all"


class Release(StrEnum):
    """How settled a figure is. Declared from the weakest claim to the strongest: a later one replaces it."""

    PROVISIONAL = "provisional"
    NOT_STATED = "not stated"
    REVISED = "revised"
    FINAL = "final"

    @property
    def rank(self) -> int:
        return list(Release).index(self)


class Feed(StrEnum):
    """Where figures come from. Two feeds differ by a point now and then: a series keeps to one of them.

    Declared in the order in which one is taken where two give as many years.
    """

    KS2_TABLES = "KS2 performance tables"
    EES = "Explore Education Statistics"
    LAIT = "Local Authority Interactive Tool"
    DFE_RELEASE = "DfE release"


ENGLAND = "England"  # its code and its name

# Coverage in the words that several feeds share.
OWN_PUPILS = "The school's own pupils"
STATE_FUNDED = "State-funded schools"
NOT_STATED = "not stated"

# The groups that statistics are published for: those of `etl.groups`, and some that no return holds.
# The gap is not a set of pupils: the disadvantaged less England's others, in points, as DfE published it.
ENGLAND_GAP = "gap_to_england_others"
PUBLISHED_GROUPS: dict[str, tuple[str, ...]] = {
    **{group.id: tuple(group.values) for group in GROUPS.values()},
    "disadvantaged": ("yes", "no", ENGLAND_GAP),
    "prior_attainment": ("low", "middle", "high"),
    "mobile": ("no",),  # in the school for the whole of Years 5 and 6
    "ethnicity": ("white", "mixed", "asian", "black", "chinese", "other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One published statistic: a measure of a place in an academic year, for one group of pupils.

    `value` is a percentage from 0 to 100 or a score, with the file's own precision; None exactly where `note`
    says why there is none.
    """

    academic_year: str
    level: Level
    code: str  # a school's URN as registered, an authority's three digits, a region's nine characters
    name: str
    measure: str
    pupil_group: str = ALL.id
    group_value: str = "all"
    value: float | None
    note: str | None = None
    low: float | None = None  # of the 95 % interval, where published (progress scores)
    high: float | None = None
    band: int | None = None  # of a progress score: 1 well above average to 5 well below
    cohort: int | None = None  # eligible pupils of the group, where published beside the figure
    source: str
    release: Release
    coverage: str
    feed: Feed
    code_in_file: str | None = None  # where the school had another URN then
    of_its_own_year: bool = True  # False: a column about an earlier year, in a later year's file

    @property
    def series(self) -> tuple[Level, str, str, str, str]:
        return (self.level, self.code, self.measure, self.pupil_group, self.group_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One grade of one area in one Ofsted inspection. Grades of different frameworks are never compared."""

    school_urn: int  # as registered
    urn_then: int
    framework: str
    inspection_date: date
    publication_date: date | None
    area: str
    grade: str
    source: str

    @property
    def key(self) -> tuple[int, str, date, str]:
        return (self.school_urn, self.framework, self.inspection_date, self.area)


@dataclass(kw_only=True)
class Reading:
    """A file as it was read: what is kept of it, and in sentences what is not."""

    kind: str
    title: str  # what the file is, in words
    release: str
    statistics: list[Statistic] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.statistics) + len(self.inspections)

    @property
    def academic_years(self) -> list[str]:
        return sorted({one.academic_year for one in self.statistics})


class OpenFileError(TrustDataError):
    """A published file cannot be taken in; the message says why, with every place. Nothing of it was."""


SHOWN_FAULTS = 20


def refuse(name: str, faults: list[str]) -> OpenFileError:
    """The refusal of a file with faults; a national file may have thousands, of which the first are shown."""
    number = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    shown = "\n".join(f"  {fault}" for fault in faults[:SHOWN_FAULTS])
    more = f"\n  … and {len(faults) - SHOWN_FAULTS:,} more" if len(faults) > SHOWN_FAULTS else ""
    return OpenFileError(f"Nothing of {name} was taken in: it has {number}.\n{shown}{more}")
