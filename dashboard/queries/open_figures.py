"""What DfE published of our schools, their authorities, the regions and England, year by year.

Shown as it was published to whoever sees the school at all: anyone can look it up, and DfE hides small
numbers itself. A lead teacher keeps to their subjects here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Scope, check_sees
from dashboard.cached import kept
from dashboard.store import fetch_rows
from etl.errors import TrustDataError
from etl.groups import ALL
from etl.half_terms import parse_academic_year
from etl.measures import MEASURES, Basis
from etl.open_data.places import region
from etl.open_data.pooling import Pooled, pooled
from etl.open_data.rows import ENGLAND, ENGLAND_GAP, Level
from etl.publish.current import Published
from etl.reference.national import framework_of
from etl.vocabulary import RWM, Subject

ALL_PUPILS = """
SELECT
    academic_year,
    level,
    code,
    name,
    measure,
    'all' AS pupil_group,
    'all' AS group_value,
    value,
    note,
    low,
    high,
    band,
    cohort,
    source,
    release,
    coverage,
    feed,
    code_in_file
FROM published
WHERE measure = $measure
ORDER BY academic_year, level, code
"""

ONE_GROUP = """
SELECT
    academic_year,
    level,
    code,
    name,
    measure,
    pupil_group,
    group_value,
    value,
    note,
    low,
    high,
    band,
    cohort,
    source,
    release,
    coverage,
    feed,
    code_in_file
FROM published_by_group
WHERE measure = $measure
AND pupil_group = $group
AND group_value = $group_value
ORDER BY academic_year, level, code
"""

AREAS = """
SELECT
    school_urn,
    coalesce(la_code, left(laestab, 3)) AS la_code,
    region
FROM school
ORDER BY school_urn
"""

OF_OUR_SCHOOLS = """
SELECT
    measure,
    academic_year,
    count(DISTINCT code) AS schools
FROM published
WHERE level = 'school'
AND value IS NOT NULL
GROUP BY ALL
ORDER BY academic_year, measure
"""

# What an assessment is about that names no subject, for those who see subjects of their own only.
SUBJECT_OF_ASSESSMENT = {"mtc": Subject.MATHS.value, "phonics": Subject.READING.value}


@dataclass(frozen=True, kw_only=True)
class OpenFigure:
    """One published statistic. `value` is None where `note` says why there is none."""

    academic_year: str
    level: Level
    code: str
    name: str
    measure: str
    pupil_group: str
    group_value: str
    value: float | None
    note: str | None
    low: float | None
    high: float | None
    band: int | None
    cohort: int | None
    source: str
    release: str
    coverage: str
    feed: str
    code_in_file: str | None  # the URN that the school had then, where it was another

    @property
    def provisional(self) -> bool:
        return self.release == "provisional"


@dataclass(frozen=True, kw_only=True)
class OpenSeries:
    """Figures of one place that may be joined by a line: one feed, one framework, in time order.

    A year without a value is among them, with its note: a gap in the line.
    """

    level: Level
    code: str
    name: str
    feed: str
    coverage: str
    figures: tuple[OpenFigure, ...]


@dataclass(frozen=True, kw_only=True)
class Comparators:
    """What a figure is held against; None where nothing can be. Each says its own year."""

    england: OpenFigure | None
    authority: OpenFigure | None


@dataclass(frozen=True, kw_only=True)
class GapToEngland:
    """A school's disadvantaged pupils against England's others, in percentage points (or score points).

    `published` says that the difference is DfE's own, from unrounded figures; else it is of the two shown.
    """

    school: OpenFigure
    england: OpenFigure | None  # England's others
    points: float
    published: bool


@dataclass(frozen=True, kw_only=True)
class TrustYear:
    """Our schools' published figures of a year, pupils pooled. Rounded figures: half a point either way."""

    academic_year: str
    pooled: Pooled


def published_series(
    published: Published,
    scope: Scope,
    measure: str,
    school_urn: int | None = None,
    group: str = ALL.id,
    group_value: str = "all",
) -> list[OpenSeries]:
    """A school, its authority, its region and England; without a school, the authorities of all and England.

    Nothing is joined across a change of framework or of feed: a place may have several series. Raises
    AccessDenied where the scope may not see it, TrustDataError for a measure that is not published.
    """
    _check(scope, school_urn, measure)
    rows = _rows(published, measure, group, group_value)
    made: list[OpenSeries] = []
    for level, code in _places(published, school_urn):
        made += _joined([row for row in rows if (row.level, row.code) == (level, code)])
    return made + _joined(_england_of_one_level(rows))


def comparators(
    published: Published,
    scope: Scope,
    measure: str,
    academic_year: str,
    school_urn: int | None = None,
    group: str = ALL.id,
    group_value: str = "all",
) -> Comparators:
    """The newest figure of England and of the school's authority that a year may be held against.

    That of the year itself or of an earlier one; never from before a change of framework. Without a school:
    the authority that all of ours are in, if they are in one.
    """
    return Held(published, scope, group, group_value).comparators(measure, academic_year, school_urn)


class Held:
    """The published figures of a pupil group, for a run of questions about many measures and years.

    Made anew for every run: what it keeps, it keeps without asking again whose it is.
    """

    def __init__(
        self, published: Published, scope: Scope, group: str = ALL.id, group_value: str = "all"
    ) -> None:
        self.published, self.scope, self.group, self.group_value = published, scope, group, group_value
        self._codes: dict[int | None, str | None] = {
            urn: code for urn, (code, _) in _areas(published).items()
        }
        ours = set(self._codes.values())
        self._codes[None] = ours.pop() if len(ours) == 1 else None
        self._of_measure: dict[str, tuple[list[OpenFigure], dict[str, list[OpenFigure]]]] = {}
        self._found: dict[tuple[str, str, str | None], OpenFigure | None] = {}

    def comparators(self, measure: str, academic_year: str, school_urn: int | None = None) -> Comparators:
        """As `comparators`. Without a school: the authority that all of ours are in, if they are in one."""
        _check(self.scope, school_urn, measure)
        england, authorities = self._rows(measure)
        code = self._codes.get(school_urn)
        return Comparators(
            england=self._latest(measure, academic_year, None, england),
            authority=self._latest(measure, academic_year, code, authorities.get(code, ())) if code else None,
        )

    def _latest(
        self, measure: str, academic_year: str, code: str | None, rows: Sequence[OpenFigure]
    ) -> OpenFigure | None:
        """England's (no code) or an authority's: the schools of one share it."""
        which = (measure, academic_year, code)
        if which not in self._found:
            self._found[which] = _newest(rows, academic_year)
        return self._found[which]

    def _rows(self, measure: str) -> tuple[list[OpenFigure], dict[str, list[OpenFigure]]]:
        if measure not in self._of_measure:
            rows = _rows(self.published, measure, self.group, self.group_value)
            authorities: dict[str, list[OpenFigure]] = {}
            for row in rows:
                if row.level is Level.LOCAL_AUTHORITY:
                    authorities.setdefault(row.code, []).append(row)
            self._of_measure[measure] = (_england_of_one_level(rows), authorities)
        return self._of_measure[measure]


def published_of(
    published: Published, scope: Scope, measure: str, academic_year: str, school_urn: int | None = None
) -> OpenFigure | None:
    """What DfE published of a school's own pupils in a year; of the trust's nothing is published."""
    _check(scope, school_urn, measure)
    if school_urn is None:
        return None
    return _of_year(_rows(published, measure, ALL.id, "all"), academic_year, str(school_urn))


@kept(4)
def published_measures(published: Published) -> tuple[tuple[str, str, int], ...]:
    """What is published of our schools: (measure, academic year, number of schools), in time order."""
    rows = fetch_rows(published, OF_OUR_SCHOOLS)
    return tuple((row["measure"], row["academic_year"], row["schools"]) for row in rows)


def gap_to_england(
    published: Published, scope: Scope, school_urn: int, measure: str, academic_year: str
) -> GapToEngland | None:
    """The gap of a year against England's not disadvantaged, DfE's own where it is published.

    None where the school has no figure of that year for its disadvantaged pupils.
    """
    _check(scope, school_urn, measure)
    own = _of_year(_rows(published, measure, "disadvantaged", "yes"), academic_year, str(school_urn))
    theirs = _of_year(_rows(published, measure, "disadvantaged", ENGLAND_GAP), academic_year, str(school_urn))
    if own is None or own.value is None:
        return None
    others = [
        row
        for row in _rows(published, measure, "disadvantaged", "no")
        if row.code == ENGLAND and row.academic_year == academic_year and row.value is not None
    ]
    # From the school's own feed if it has one: two feeds differ by a point.
    england = max(
        others, key=lambda row: (row.feed == own.feed, row.level is Level.ENGLAND_STATE), default=None
    )
    if theirs is not None and theirs.value is not None:
        return GapToEngland(school=own, england=england, points=theirs.value, published=True)
    if england is None or england.value is None:
        return None
    return GapToEngland(school=own, england=england, points=own.value - england.value, published=False)


def trust_history(
    published: Published, scope: Scope, measure: str, group: str = ALL.id, group_value: str = "all"
) -> list[TrustYear]:
    """Our schools' published figures put together, year by year, the earliest first.

    Schools as they are in the trust now, whoever ran them then. A year of which no school has a figure is
    left out.
    """
    _check(scope, None, measure)
    by_year: dict[str, list[OpenFigure]] = {}
    for row in _rows(published, measure, group, group_value):
        if row.level is Level.SCHOOL:
            by_year.setdefault(row.academic_year, []).append(row)
    years = [TrustYear(academic_year=year, pooled=pooled(by_year[year])) for year in sorted(by_year)]
    return [one for one in years if one.pooled.value is not None]


SUBJECTS_NAMED = frozenset((*Subject, RWM))


def subject_of(measure: str) -> str | None:
    """The subject that a published measure is about; None where it is about several."""
    assessment, _, rest = measure.partition("_")
    subject = rest.partition("_")[0]
    return subject if subject in SUBJECTS_NAMED else SUBJECT_OF_ASSESSMENT.get(assessment)


def _check(scope: Scope, school_urn: int | None, measure: str) -> None:
    known = MEASURES.get(measure)
    if known is None or known.basis is not Basis.STATUTORY:
        raise TrustDataError(f"“{measure}” is no measure that DfE publishes.")
    # GLD has no subject: whoever sees subjects of their own only does not see it.
    check_sees(scope, school_urn, subject_of(measure) or measure)


@kept(64)
def _rows(published: Published, measure: str, group: str, group_value: str) -> tuple[OpenFigure, ...]:
    if group == ALL.id:
        found = fetch_rows(published, ALL_PUPILS, {"measure": measure})
    else:
        asked = {"measure": measure, "group": group, "group_value": group_value}
        found = fetch_rows(published, ONE_GROUP, asked)
    return tuple(OpenFigure(**(row | {"level": Level(row["level"])})) for row in found)


@kept(4)
def _areas(published: Published) -> dict[int, tuple[str | None, str | None]]:
    return {row["school_urn"]: (row["la_code"], row["region"]) for row in fetch_rows(published, AREAS)}


def _places(published: Published, school_urn: int | None) -> list[tuple[Level, str]]:
    """In the order in which they are shown: from the smallest to the widest."""
    areas = _areas(published)
    if school_urn is not None and school_urn not in areas:
        raise TrustDataError(f"There is no school {school_urn} in this trust.")
    of_schools = [areas[school_urn]] if school_urn is not None else list(areas.values())
    places: list[tuple[Level, str]] = []
    if school_urn is not None:
        places.append((Level.SCHOOL, str(school_urn)))
    places += [(Level.LOCAL_AUTHORITY, code) for code in sorted({code for code, _ in of_schools if code})]
    regions = {found[0] for _, name in of_schools if name and (found := region(name))}
    return places + [(Level.REGION, code) for code in sorted(regions)]


def _england_of_one_level(rows: Sequence[OpenFigure]) -> list[OpenFigure]:
    """England's figures of all schools, or of state-funded ones: those of which more years are known."""
    by_level = {
        level: [row for row in rows if row.level is level]
        for level in (Level.ENGLAND_ALL, Level.ENGLAND_STATE)
    }
    return max(by_level.values(), key=lambda held: sum(row.value is not None for row in held))


def _joined(rows: Sequence[OpenFigure]) -> list[OpenSeries]:
    """The rows of one place cut where the framework or the feed changes."""
    cut: list[list[OpenFigure]] = []
    for row in rows:
        if cut and _joins(cut[-1][-1], row):
            cut[-1].append(row)
        else:
            cut.append([row])
    return [
        OpenSeries(
            level=part[-1].level,
            code=part[-1].code,
            name=part[-1].name,
            feed=part[-1].feed,
            coverage=part[-1].coverage,
            figures=tuple(part),
        )
        for part in cut
    ]


def _joins(before: OpenFigure, after: OpenFigure) -> bool:
    return (
        before.feed == after.feed
        and before.coverage == after.coverage
        and framework_of(before.measure, before.academic_year)
        == framework_of(after.measure, after.academic_year)
    )


def _newest(rows: Sequence[OpenFigure], academic_year: str) -> OpenFigure | None:
    comparable = [
        row
        for row in rows
        if row.value is not None
        and parse_academic_year(row.academic_year) <= parse_academic_year(academic_year)
        and framework_of(row.measure, row.academic_year) == framework_of(row.measure, academic_year)
    ]
    return max(comparable, key=lambda row: parse_academic_year(row.academic_year), default=None)


def _of_year(rows: Sequence[OpenFigure], academic_year: str, code: str) -> OpenFigure | None:
    return next(
        (
            row
            for row in rows
            if row.level is Level.SCHOOL and row.code == code and row.academic_year == academic_year
        ),
        None,
    )
